"""`prongsai framework`: the years that are known, and how an officer corrects one."""

from prongsai.cli.commands import LazyGroup

_HERE = "prongsai.cli.framework"
framework = LazyGroup(
    "framework",
    table={
        "list": f"{_HERE}.showing:list_years",
        "show": f"{_HERE}.showing:show",
        "check": f"{_HERE}.showing:check",
        "diff": f"{_HERE}.showing:diff",
        "new": f"{_HERE}.changing:new",
        "export": f"{_HERE}.changing:export",
        "import": f"{_HERE}.changing:import_",
    },
)
