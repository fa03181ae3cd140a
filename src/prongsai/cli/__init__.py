"""The command line: one entry, commands loaded when they are called."""

import gc
import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any


class _StandIn(ModuleType):
    """Takes the place of a module of which, at import, no more is used than what is given here.

    To load these modules, and what they import, takes a tenth of a short command's time.
    """

    def __init__(self, name: str, **given: Any) -> None:
        super().__init__(name)
        self.__dict__.update(given)

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":
            raise AttributeError(name)  # it is no package
        _remove(self.__name__, self)
        return getattr(importlib.import_module(self.__name__), name)


def _later(module: str, name: str) -> Any:
    """A function whose module is loaded when it is called."""
    return lambda *args, **named: getattr(importlib.import_module(module), name)(*args, **named)  # noqa: PLW0108


def _remove(name: str, stand_in: ModuleType | None) -> None:
    """Take a stand-in away: the next import loads the module itself."""
    if name in sys.modules and sys.modules[name] is stand_in:
        del sys.modules[name]


@contextmanager
def standing_in(stand_ins: Mapping[str, ModuleType | None]) -> Iterator[None]:
    """Import libraries with stand-ins for modules not loaded yet, and no garbage collection."""
    held = {name: module for name, module in stand_ins.items() if name not in sys.modules}
    sys.modules.update(held)  # type: ignore[arg-type]  # None refuses an import
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()
        for name, module in held.items():
            _remove(name, module)


OF_CLICK: dict[str, ModuleType | None] = {
    # What msgspec takes of it, if it is there, `typing` has as well.
    "typing_extensions": None,
    "inspect": _StandIn("inspect", cleandoc=str.strip),  # click: a line of help
    "gettext": _StandIn(  # click, which brings no other language than its own
        "gettext", gettext=str, ngettext=lambda single, many, count: single if count == 1 else many
    ),
    "platform": _StandIn("platform", system=sys.platform.title),  # uuid: "Linux"
    "ntpath": _StandIn("ntpath"),  # pathlib
    "urllib.parse": _StandIn(  # pathlib: addresses of files
        "urllib.parse", quote_from_bytes=_later("urllib.parse", "quote_from_bytes")
    ),
    "textwrap": _StandIn("textwrap"),  # msgspec
}
OF_RICH = {
    "pickle": _StandIn("pickle", **{name: _later("pickle", name) for name in ("dumps", "loads")}),
    "inspect": _StandIn("inspect", isclass=lambda value: isinstance(value, type)),
    "random": _StandIn(
        "random", getrandbits=lambda bits: int.from_bytes(os.urandom(bits // 8), "big")
    ),
}

with standing_in(OF_CLICK):
    import pathlib  # noqa: F401

    import click  # noqa: F401
    import msgspec  # noqa: F401

from prongsai.cli.main import main  # noqa: E402

__all__ = ["main"]
