"""Regular expressions that are compiled when they are first used, or were before.

The readers know some three hundred. What Python makes of a pattern is kept beside the data of the
frameworks, as byte code is kept of modules; it counts only for the Python that made it, and without
it each pattern is compiled at its first use.
"""

from __future__ import annotations

import marshal
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, AnyStr, cast

KEPT = Path(__file__).parents[1] / "data/patterns.marshal"
_made: list[_Pattern] = []

# Text and flags as given; then the flags, code, groups and names that Python's engine takes. The
# code is kept as the bytes of its numbers, four each: most commands use a third of the patterns.
_Given = tuple[Any, int]
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_FORM = 2


class _Pattern:
    """Stands for a compiled pattern; each method is the pattern's own from its first use on."""

    def __init__(self, text: Any, flags: int) -> None:
        self.given: _Given = text, flags
        _made.append(self)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(_ready(self.given), name)
        self.__dict__[name] = attribute
        return attribute


def any_of(*parts: str, flags: int = 0) -> re.Pattern[str]:
    """What matches one of several expressions, the first of them that does.

    >>> any_of("cat", "dogs?").findall("two dogs, a cat")
    ['dogs', 'cat']
    """
    return compiled("|".join(parts), flags)


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, at the first use.

    >>> compiled("a+").sub("b", "caat")
    'cbt'
    """
    late: Any = _Pattern(text, int(flags))
    return cast("re.Pattern[AnyStr]", late)


def write_compiled(path: Path = KEPT) -> int:
    """Write what Python makes of every pattern that was given so far; how many."""
    given = dict.fromkeys(pattern.given for pattern in _made)
    kept = {source: code for source in given if (code := _code_of(source)) is not None}
    path.write_bytes(marshal.dumps((_made_by(), kept)))
    return len(kept)


@cache
def _ready(given: _Given) -> re.Pattern[Any]:
    code = _read_compiled(KEPT).get(given)
    return re.compile(*given) if code is None else _from(given, code)


def _from(given: _Given, kept: _Code) -> re.Pattern[Any]:
    flags, code, *rest = kept
    pattern: re.Pattern[Any] = _engine().compile(
        given[0], flags, memoryview(code).cast("I").tolist(), *rest
    )
    return pattern


@cache
def _read_compiled(path: Path) -> dict[_Given, _Code]:
    try:
        made_by, kept = marshal.loads(path.read_bytes())  # noqa: S302 - our own, as byte code is
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return cast("dict[_Given, _Code]", kept) if made_by == _made_by() else {}


def _made_by() -> tuple[str, int, int]:
    """The Python whose engine understands the code, and the form that it is kept in."""
    return sys.version, _engine().MAGIC, _FORM


def _engine() -> Any:
    import _sre  # type: ignore[import-not-found]  # noqa: PLC0415 - what `re` hands its code to

    return _sre


def _code_of(given: _Given) -> _Code | None:
    """What Python's engine takes for a pattern; None where it is not what `re` gives."""
    from array import array  # noqa: PLC0415
    from re import _compiler, _parser  # type: ignore[attr-defined]  # noqa: PLC0415

    parsed = _parser.parse(*given)
    names: dict[str, int] = dict(parsed.state.groupdict)
    flags = int(given[1] | parsed.state.flags)
    code = array("I", map(int, _compiler._code(parsed, given[1]))).tobytes()  # noqa: SLF001
    of_group = {number: name for name, number in names.items()}
    groups = parsed.state.groups
    by_number = tuple(of_group.get(number) for number in range(groups))
    engine_code: _Code = flags, code, groups - 1, names, by_number
    return engine_code if _from(given, engine_code) == re.compile(*given) else None
