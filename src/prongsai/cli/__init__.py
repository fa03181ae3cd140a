"""The command line: one entry, commands loaded when they are called."""

import importlib
import os
import sys
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """Stands for a module of which its importers use at once what is given here, or nothing.

    To load these, each with what it needs itself, takes a tenth of a short command.
    """

    def __init__(self, name: str, **given: Any) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # `from … import …` asks whether it is a package
            raise AttributeError(name)
        _leave(self.__name__, self)
        return getattr(importlib.import_module(self.__name__), name)


def _leave(name: str, stand_in: ModuleType | None) -> None:
    """Let whoever imports a module from now on have the module itself."""
    if name in sys.modules and sys.modules[name] is stand_in:
        del sys.modules[name]


_STAND_INS: dict[str, ModuleType | None] = {
    # What msgspec takes of it, if it is there, `typing` has as well.
    "typing_extensions": None,
    "inspect": _StandIn("inspect", cleandoc=str.strip),  # click: a line of help
    "gettext": _StandIn(  # click, which brings no other language than its own
        "gettext", gettext=str, ngettext=lambda one, many, count: one if count == 1 else many
    ),
    "platform": _StandIn("platform", system=lambda: os.uname().sysname),  # uuid
    "ntpath": _StandIn("ntpath"),  # pathlib
    "urllib.parse": _StandIn(  # pathlib, for addresses of files
        "urllib.parse",
        quote_from_bytes=lambda path: importlib.import_module("urllib.parse").quote(path),
    ),
    "textwrap": _StandIn("textwrap"),  # msgspec
}
_held = {name: module for name, module in _STAND_INS.items() if name not in sys.modules}
sys.modules.update(_held)  # type: ignore[arg-type]  # None refuses an import
try:
    import pathlib  # noqa: F401

    import click  # noqa: F401
    import msgspec  # noqa: F401
finally:
    for _name, _one in _held.items():
        _leave(_name, _one)

from prongsai.cli.main import main  # noqa: E402

__all__ = ["main"]
