"""Letters as the keyboard has them, each in its place: `text.translate(PLAIN)`.

>>> "๐๘๑–２".translate(PLAIN)
'081-2'
"""

import unicodedata

UNSEEN = "\0"


class _Plain(dict[int, str]):
    """One letter for each: digits, dashes and spaces as the keyboard has them, no unseen mark."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = _plain_letter(letter)
        return self[code]


def _plain_letter(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if letter == "\n":
        return letter
    category = unicodedata.category(letter)
    if category == "Cf" or letter in "\0\ufe0e\ufe0f\u20e3":
        return UNSEEN
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category in ("Zs", "Cc"):
        return " "
    other = unicodedata.normalize("NFKC", letter)
    return other if len(other) == 1 else letter


PLAIN = _Plain()
