"""How alike two names are, by the three-letter pieces of their skeletons.

Lost tones, wandering spaces and single wrong letters do not matter so, and two names that share
most words still differ.
"""

from collections.abc import Iterable
from functools import lru_cache

from prongsai.core.thai import skeleton


@lru_cache(maxsize=8192)
def pieces(text: str) -> frozenset[str]:
    """The three-letter pieces of a text's skeleton."""
    key = skeleton(text)
    if len(key) < 3:  # noqa: PLR2004 - a piece has three letters
        return frozenset((key,)) if key else frozenset()
    return frozenset(key[start : start + 3] for start in range(len(key) - 2))


def likeness(name: str, other: str) -> float:
    """How alike two names are, 0 to 1; 1 for the same skeleton."""
    a, b = pieces(name), pieces(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def strange(text: str, names: Iterable[str]) -> int:
    """How many pieces of a text stand one after another that no name has: a whole other word."""
    known = frozenset().union(*map(pieces, names))
    key = skeleton(text)
    # At an edge a word has two pieces less than between others.
    signs = "  " + "".join(" x"[key[n : n + 3] in known] for n in range(len(key) - 2)) + "  "
    return max(map(len, signs.split("x")))


def share_of(name: str, text: str) -> float:
    """How much of the shorter of the two stands in the other, 0 to 1."""
    a, b = pieces(name), pieces(text)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
