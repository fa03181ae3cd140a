"""What a text repeats of who brought a case: of names no form tells, but the case knows its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from prongsai.core.thai import arabic_digits, squeeze

# Shorter ones are particles and titles that stand in any sentence.
_SHORTEST = 3
_LEAST_DIGITS = 6
# The field of this name says how to reach somebody: its Thai words stand in any answer.
_WAY = "contact_way"
_TELLS = re.compile(r"[0-9@A-Za-z]")
_ONLY_DIGITS = re.compile(r"[0-9.+\-]*")
_TITLES = ("นางสาว", "นาง", "นาย", "ด.ช.", "ด.ญ.", "คุณ", "น.ส.")


def told_of(values: Mapping[str, str], contact: Iterable[str], text: str) -> tuple[str, ...]:
    """The words of a case's fields that tell who somebody is, as far as a text repeats them.

    Shape:  `contact` names those fields of `values`. A telephone is found however it is parted and
            in Thai digits; of a name each of its words with at least three letters, without title;
            of the way to answer only what holds a digit, a Latin letter or “@”.
    """
    said = squeeze(arabic_digits(text)).casefold()
    digits = re.sub(r"[^0-9]", "", said)
    found = []
    for name in contact:
        for word in _words(values.get(name, "")):
            if name == _WAY and not _TELLS.search(word):
                continue
            number = re.sub(r"[^0-9]", "", word)
            is_number = len(number) >= _LEAST_DIGITS and number in digits
            if is_number or word.casefold() in said:
                found.append(word)
    return tuple(dict.fromkeys(found))


def _words(typed: str) -> Iterable[str]:
    told = squeeze(arabic_digits(typed))
    # A telephone parted by blanks is one.
    whole = re.sub(r"[^0-9]", "", told)
    if len(whole) >= _LEAST_DIGITS:
        yield whole
    for word in re.split(r"[\s,;/()]+", told):
        bare = _without_title(word)
        if len(bare) >= _SHORTEST and not _ONLY_DIGITS.fullmatch(bare):
            yield bare


def _without_title(word: str) -> str:
    title = next((one for one in _TITLES if word.startswith(one)), "")
    return word[len(title) :]
