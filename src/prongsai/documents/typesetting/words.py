"""Thai words: which letters of a run belong together on a line.

PyThaiNLP's maximal matching with its word list, ours (data/typesetting/keep.txt) and the names of
a case. Long dictionary entries are left out: they are compounds, which may well break inside.
"""

import os
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import cast

MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
# What never begins a line: marks, the vowels behind a letter, and the two signs of shortening.
FOLLOWERS = f"{MARKS}ะาำๅๆฯ"

_KEEP_FILE = Path(__file__).resolve().parents[2] / "data/typesetting/keep.txt"
_LONGEST_WORD = 14
# Dictionary entries that tear official phrases ("นับ|แต่วัน|ที่", "รา|คาที่|เสนอ").
_NO_WORDS = frozenset({"แต่วัน", "คาที่"})
# Left alone at the end of a line these read as another word, or as nothing.
_ALWAYS_TIED = frozenset({"ผู้", "นัก", "ไม่", "ชาว", "พระ", "อนุ", "น่า", "รอง"})
# These are tied only to a short word: every reader is used to "การ|ดำเนินงาน", and long units
# leave wide gaps in distributed lines.
_TIED_TO_SHORT = frozenset({"การ", "ความ"})
_LONGEST_TIE = 12
_LEADING_VOWELS = tuple("เแโใไ")
_CANNOT_BEGIN = re.compile(f"[{FOLLOWERS}]")
# A letter with all that stands before, over, under and after it.
_CLUSTER = re.compile(f"[เแโใไ]?.[{FOLLOWERS}\u0300-\u036f]*", re.DOTALL)

Unit = tuple[str, ...]


@lru_cache(maxsize=8192)
def units_of(run: str, keep: frozenset[str]) -> tuple[Unit, ...]:
    """The unbreakable pieces of a run of Thai letters, each as the words it is made of.

    >>> units_of("ผู้อำนวยการกองคลัง", frozenset())
    (('ผู้อำนวยการ',), ('กองคลัง',))
    """
    dictionary = _dictionary(keep)
    inside = dictionary.inside_own_words(run)
    tied: list[list[str]] = []
    position = 0
    for word in _segmenter()(run, dictionary):
        if tied and _is_torn(tied[-1][-1], word):
            tied[-1][-1] += word
        elif tied and (position in inside or _belongs_to("".join(tied[-1]), word)):
            tied[-1].append(word)
        else:
            tied.append([word])
        position += len(word)
    if len(tied) > 1 and "".join(tied[-1]) in _ALWAYS_TIED | _TIED_TO_SHORT:
        tied[-2:] = [tied[-2] + tied[-1]]
    return tuple(map(tuple, tied))


def _is_torn(before: str, word: str) -> bool:
    """Whether the matcher parted a letter from what is written with it: only in mistyped text."""
    return before.endswith(_LEADING_VOWELS) or bool(_CANNOT_BEGIN.match(word))


def _belongs_to(before: str, word: str) -> bool:
    if len(word) == 1 or len(before) == 1:
        return True
    if before in _TIED_TO_SHORT:
        return len(before) + len(word) <= _LONGEST_TIE
    return before in _ALWAYS_TIED


def clusters_of(word: str) -> list[str]:
    """The smallest pieces of a word: no mark leaves its letter.

    >>> clusters_of("สุราษฎร์ธานี")
    ['สุ', 'รา', 'ษ', 'ฎ', 'ร์', 'ธา', 'นี']
    """
    return _CLUSTER.findall(word)


class _Dictionary:
    """Words as the matcher asks for them.

    A set instead of PyThaiNLP's trie: 7 MB instead of 60, at once instead of in a third of a
    second, and the names of a case cost nothing.
    """

    def __init__(self, words: frozenset[str], own: frozenset[str]) -> None:
        self._words = words
        self._own = own
        self._longest = max(map(len, own), default=0)
        longest_first = sorted(own, key=lambda word: (-len(word), word))
        # Looking ahead finds words that overlap.
        self._own_words = re.compile(f"(?=({'|'.join(map(re.escape, longest_first))}))")

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        """Every word that begins at a place of the text, the shortest first."""
        longest = max(self._longest, _LONGEST_WORD)
        heads = (text[start:end] for end in range(start + 1, min(start + longest, len(text)) + 1))
        return [head for head in heads if head in self._words or head in self._own]

    def inside_own_words(self, run: str) -> frozenset[int]:
        """Every place inside a word of our own, however the matcher takes its neighbours."""
        places: set[int] = set()
        for found in self._own_words.finditer(run):
            places.update(range(found.start(1) + 1, found.end(1)))
        return frozenset(places)


@lru_cache(maxsize=32)
def _dictionary(keep: frozenset[str]) -> _Dictionary:
    names = frozenset(part for name in keep for part in name.split())
    return _Dictionary(_common_words(), names | _kept_words())


@lru_cache(maxsize=1)
def _kept_words() -> frozenset[str]:
    lines = _KEEP_FILE.read_text(encoding="utf-8").splitlines()
    words = (line.partition("#")[0].strip() for line in lines)
    return frozenset(filter(None, words))


_loading = Lock()


def _common_words() -> frozenset[str]:
    with _loading:
        return _read_common_words()


@lru_cache(maxsize=1)
def _read_common_words() -> frozenset[str]:
    _keep_library_from_writing()
    from pythainlp.corpus.common import thai_words  # noqa: PLC0415 - only papers need it

    words = (word for word in thai_words() if len(word) <= _LONGEST_WORD)
    return frozenset(words) - _NO_WORDS


@lru_cache(maxsize=1)
def _segmenter() -> Callable[[str, _Dictionary], list[str]]:
    _keep_library_from_writing()
    from pythainlp.tokenize.newmm import segment  # noqa: PLC0415 - only papers need it

    # It asks its dictionary for nothing but `prefixes`.
    return cast("Callable[[str, _Dictionary], list[str]]", segment)


def _keep_library_from_writing() -> None:
    """PyThaiNLP makes a folder in the home folder when it is imported, unless told not to."""
    if "PYTHAINLP_READ_MODE" not in os.environ:  # the older name; both at once are refused
        os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
