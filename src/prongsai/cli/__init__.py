"""The command line: one entry, commands loaded when they are called."""

import importlib
import sys
from types import ModuleType
from typing import Any


class _Inspect(ModuleType):
    """Stands for `inspect`, of which click uses to clean a line of help and hardly more.

    Loading it, and Python's own parser with it, takes a tenth of a short command.
    """

    cleandoc = staticmethod(str.strip)

    def __getattr__(self, name: str) -> Any:
        _leave("inspect", self)
        return getattr(importlib.import_module("inspect"), name)


def _leave(name: str, stand_in: ModuleType | None) -> None:
    """Let whoever imports a module from now on have the module itself."""
    if name in sys.modules and sys.modules[name] is stand_in:
        del sys.modules[name]


# What msgspec takes of `typing_extensions`, if it is there, `typing` has as well.
_STAND_INS = {"inspect": _Inspect("inspect"), "typing_extensions": None}
_held = {name: module for name, module in _STAND_INS.items() if name not in sys.modules}
sys.modules.update(_held)  # type: ignore[arg-type]  # None refuses an import
try:
    import click  # noqa: F401
    import msgspec  # noqa: F401
finally:
    for _name, _one in _held.items():
        _leave(_name, _one)

from prongsai.cli.main import main  # noqa: E402

__all__ = ["main"]
