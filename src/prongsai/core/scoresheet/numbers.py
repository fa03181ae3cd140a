"""Numbers as people print them: joined where they are spaced out, refused where two could be meant.

"81. 45" and "81 .45" are 81.45; "5. 88" and ".45" are nothing.
"""

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.patterns import compiled
from prongsai.core.rounding import decimal_places
from prongsai.core.thai import arabic_digits, squeeze

_PLAIN = r"(?!0\d)\d{1,3}(?:\.\d+|,\d{1,2})?"
# "9 3 . 5 5", every digit apart; "81. 45", only the point.
_LETTER_SPACED = r"\d(?: \d){1,2} ?[.,] ?\d(?: \d)*(?![\d])"
_POINT_APART = r"\d{2,3}(?: \. ?|\. )\d{1,2}"
_OF_100 = r"(?:จาก(?:คะแนนเต็ม)?|/)\s*100\s*(?:คะแนน)?"
_BEHIND = rf"\s*(?:คะแนน|%|points?)?\s*(?:{_OF_100})?(?:\([^()\d]{{1,30}}\))?"
_NUMBER = compiled(rf"(?:ได้|ร้อยละ)?\s*({_LETTER_SPACED}|{_POINT_APART}|{_PLAIN}){_BEHIND}")
_NO_SCORE = compiled(r"[-−–]\s?\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?")
_SPACED_IN_TEXT = compiled(
    r"(?<![\d.,] )(?<![\d.,])(?:\d(?: \d){1,2} ?\. ?\d(?: \d)?|\d{2,3}(?: \. ?|\. )\d{1,2})(?! ?\d)"
)
_PLACES = 2
# Of a score above 1 (a share of one has more): a fourth is a note mark, or what nobody prints.
_MOST_PLACES = 3


class PrintedNumber(Struct, frozen=True):
    """A number of a cell: as printed, and its value; None where it is beyond 0-100."""

    published: str
    value: Decimal | None

    @property
    def decimals(self) -> int:
        return 0 if self.value is None else decimal_places(self.value)


@lru_cache(maxsize=2048)
def printed_number(cell: str) -> PrintedNumber | None:
    """A cell that holds a number alone (with "คะแนน" or % at most); None for anything else.

    >>> printed_number("๙ ๓ . ๕ ๕").value
    Decimal('93.55')
    """
    text = squeeze(cell).strip(" *_|").lstrip("▼▲●■☆★↑↓ ")
    match = _NUMBER.fullmatch(arabic_digits(text))
    if not match:
        return None
    published = text[match.start(1) : match.end(1)]
    # Letter-spaced digits lose one easily: only a whole figure of two decimals is beyond doubt.
    if " " in match[1] and len(match[1].replace(" ", "").rpartition(".")[2]) != _PLACES:
        return None
    plain = match[1].replace(" ", "").replace(",", ".")
    value = Decimal(plain)
    if value > 1 and len(plain.partition(".")[2].rstrip("0")) > _MOST_PLACES:
        return None
    return PrintedNumber(published, value if 0 <= value <= 100 else None)  # noqa: PLR2004


def no_score(cell: str) -> PrintedNumber | None:
    """A number under a score heading that no score can be: negative, or in thousands."""
    text = squeeze(cell)
    plain = arabic_digits(text)
    if not _NO_SCORE.fullmatch(plain) or fiscal.years_in(plain):
        return None
    return PrintedNumber(text, None)


def joined(text: str) -> str:
    """A text whose numbers are printed without spaces inside; Thai digits stay.

    >>> joined("ได้ ๘๑. ๔๕ คะแนน ข้อ 5. 88")
    'ได้ ๘๑.๔๕ คะแนน ข้อ 5. 88'
    """
    if "." not in text:
        return text
    parts, position = [], 0
    for match in _SPACED_IN_TEXT.finditer(arabic_digits(text)):
        parts += [text[position : match.start()], text[slice(*match.span())].replace(" ", "")]
        position = match.end()
    return "".join([*parts, text[position:]])
