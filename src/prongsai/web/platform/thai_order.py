"""Sorting and searching Thai alike on every database: a stored key, a folded text.

Thai sorts by consonant first; a vowel written before its consonant and the tone marks count
later. No database collation that we meet does this everywhere, so the key is stored.
Source: compared with ICU on the 77 provinces and a word list (tests/web/platform).
"""

import re
import unicodedata

from prongsai.core.thai import arabic_digits, repair, squeeze

_LEADING = re.compile("([เแโใไ])([ก-ฮ])")
_SECOND = re.compile("[\u0e47-\u0e4e]")


def sort_key(text: str) -> str:
    """A key whose code-point order is Thai order."""
    plain = squeeze(arabic_digits(repair(text))).casefold()
    swapped = _LEADING.sub(r"\2\1", plain)
    # Tones decide only where all else is equal.
    tones = "".join(f"{place:03d}{mark[0]}" for place, mark in enumerate(_SECOND.finditer(swapped)))
    return f"{_SECOND.sub('', swapped)}\x01{tones}"[:300]


def folded(text: str) -> str:
    """What a search compares: one way to write everything, no case, Arabic digits."""
    return squeeze(unicodedata.normalize("NFC", arabic_digits(repair(text)))).casefold()
