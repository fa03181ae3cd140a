"""`prongsai register`: the daily records, from their YAML to the papers made of them."""

from prongsai.cli.commands import LazyGroup

_HERE = "prongsai.cli.register"
register = LazyGroup(
    "register",
    table={
        "list": f"{_HERE}.files:list_registers",
        "check": f"{_HERE}.files:check",
        "template": f"{_HERE}.files:template",
        "import": f"{_HERE}.files:import_",
        "export": f"{_HERE}.files:export",
        "report": f"{_HERE}.reporting:report",
    },
)
