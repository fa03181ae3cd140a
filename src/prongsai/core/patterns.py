"""Regular expressions that are compiled when they are first used.

The readers know some two hundred; a plain sheet of codes and scores needs a few, and compiling all
of them took a third of the time in which it is scored.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a compiled pattern; each method is the pattern's own from its first use on."""

    def __init__(self, text: Any, flags: int) -> None:
        self._given = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._given), name)  # re keeps what it compiled
        self.__dict__[name] = found
        return found


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, at the first use.

    >>> compiled("a+").sub("b", "caat")
    'cbt'
    """
    late: Any = _Pattern(text, flags)
    return cast("re.Pattern[AnyStr]", late)
