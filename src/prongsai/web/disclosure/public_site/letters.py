"""Pairs of letters: what a search index over Thai can be made of without breaking it into words.

Thai has no spaces between words, and where a word ends is a guess. Whoever asks for "พัฒนา" must
find it inside "แผนพัฒนาท้องถิ่น": a text that holds a word holds all its pairs of letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from prongsai.web.platform.thai_order import folded

MOST_ASKED = 100  # letters
MOST_TERMS = 12


def terms_of(asked: str) -> tuple[str, ...]:
    """The words that somebody asks for, each once, as they are compared."""
    plain = "".join(" " if unicodedata.category(one) == "Cc" else one for one in asked[:MOST_ASKED])
    return tuple(dict.fromkeys(folded(plain).split()))[:MOST_TERMS]


def grams_of(text: str) -> tuple[str, ...]:
    """The pairs of letters of a folded text, each once; marks and figures are letters too."""
    return tuple(sorted({pair for run in _runs(text) for pair in _pairs(run)}))


def _pairs(run: str) -> Iterator[str]:
    return (run[place : place + 2] for place in range(len(run) - 1))


def _runs(text: str) -> list[str]:
    return "".join(
        one if (one.isalnum() or unicodedata.category(one)[0] == "M") else " " for one in text
    ).split()
