"""Numbers as an Excel number format shows them: decimals, percents, words before and behind."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from prongsai.core.patterns import compiled

_LITERAL = r"(?:\"[^\"]*\"|\\.|[_*].|\[[^\]<>=]*\]|[ ()+:/-]|[\u0e01-\u0e5b])*"
_FORMAT = compiled(
    rf"({_LITERAL})t?(?:General|(?:#,##)?#*0(?:\.(0+))?)({_LITERAL})(%?)({_LITERAL})(?:;.*)?"
)
_PERCENT = compiled(r"0(?:\.(0+))?\s*%")
_PIECE = compiled(r"\"([^\"]*)\"|\\(.)|_.|\*.|\[[^\]]*\]|(.)")
# Formats that need no definition.
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
# More cannot stand in a cell; Decimal refuses what is longer by far.
_MOST = 1e15
_PUBLISHED_DECIMALS = 2


class NumberFormat(Struct, frozen=True):
    """How a number is shown; no decimals mean as many as it has."""

    decimals: int | None
    is_percent: bool = False
    before: str = ""
    behind: str = ""

    @property
    def has_words(self) -> bool:
        """Whether words stand beside the number."""
        return bool(self.before or self.behind)

    def text_of(self, value: float, plain: str) -> str:
        """The number as shown; `plain` is how it is written without a format.

        A number of two decimals or fewer may be a published score: no narrower format cuts it.
        """
        if abs(value) >= _MOST:
            return plain
        number = plain
        if self.is_percent:
            number = f"{_rounded(Decimal(repr(value)) * 100, self.decimals or 0)}%"
        elif self.decimals is not None and (_decimals(value) > _PUBLISHED_DECIMALS):
            number = str(_rounded(Decimal(repr(value)), self.decimals))
        return f"{self.before} {number} {self.behind}".strip()


def format_of(number: str, code: str | None) -> NumberFormat | None:
    """The format of that number or code, where it shows more or less than the number.

    >>> format_of("164", '"เป้า "0.00').text_of(90.5, "90.5")
    'เป้า 90.5'
    >>> format_of("10", None).text_of(0.9355, "0.9355")
    '93.55%'
    """
    code = _BUILT_IN.get(number, "") if code is None else code
    found = _FORMAT.fullmatch(code)
    if not found:
        percent = _PERCENT.search(code)
        return NumberFormat(len(percent[1] or ""), is_percent=True) if percent else None
    decimals = None if "General" in code else len(found[2] or "")
    words = _words(found[1]), _words(found[3] + found[5])
    told = NumberFormat(decimals, bool(found[4]), *words)
    return told if decimals is not None or told.has_words else None


def _words(literal: str) -> str:
    """The words of a format beside its number; signs and spaces alone are none."""
    text = "".join(
        quoted or escaped or plain for quoted, escaped, plain in _PIECE.findall(literal)
    ).strip()
    return text if any(letter.isalpha() or letter == "%" for letter in text) else ""


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _decimals(value: float) -> int:
    written = repr(value)
    if "e" in written:
        return -int(Decimal(written).as_tuple().exponent)
    return 0 if written.endswith(".0") else len(written.partition(".")[2])
