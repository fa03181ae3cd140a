"""`prongsai framework`: the years that are known, and how an officer corrects one."""

from prongsai.cli.commands import Argument, LazyGroup

YEAR = Argument(["year"], type=int)  # what most of the commands take
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
