"""Numbers as the format of a cell shows them: digits, decimals, percents, words beside them."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

from msgspec import Struct

from prongsai.core.patterns import compiled

_TOKEN = compiled(
    r"\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>General|@)"
    r"|t(?=[0#?])|(?P<digit>[0#?])|(?P<mark>[.,%])|(?P<unknown>[A-Za-z/])|(?P<other>.)"
)
_BETWEEN_SECTIONS = compiled(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
_IN_THOUSANDS = compiled(r"[0#?],+(?![0#?,])")
# Colours, money signs and languages change no digit; a condition or a time of hours does.
_BRACKET = compiled(r"\$(?P<sign>[^-\]]*)(?:-[^\]]*)?|[A-Za-z]{3,}\d{0,2}|")
_BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??", "37": "#,##0", "38": "#,##0",
    "39": "#,##0.00", "40": "#,##0.00", "41": "#,##0", "42": "#,##0", "43": "#,##0.00",
    "44": "#,##0.00", "48": "##0.0E+0",
}  # fmt: skip
# More cannot stand in a cell; Decimal refuses what is longer by far.
_MOST = 1e15
_PUBLISHED_DECIMALS = 2
_THOUSAND = 3


class _Token(Struct, frozen=True):
    """A part of a format: digits to fill ("digit", "mark"), the plain number, or words."""

    kind: Literal["digit", "mark", "plain", "words"]
    text: str


class NumberFormat(Struct, frozen=True, dict=True):
    """A format by its sections: for all numbers, or for those above, below and at zero.

    Shape:  none where it is not understood; `is_power` where it writes 6.81E+11.
    """

    sections: tuple[tuple[_Token, ...], ...] = ()
    is_power: bool = False

    @cached_property
    def is_percent(self) -> bool:
        """Whether numbers are shown times a hundred."""
        return any(token == _Token("mark", "%") for token in self._first)

    @property
    def has_words(self) -> bool:
        """Whether words or signs stand beside the number, or for it."""
        return any(map(str.strip, self._sides))

    @cached_property
    def decimals(self) -> int | None:
        """How many are shown; None for as many as the number has."""
        if not any(token.kind == "digit" for token in self._first):
            return None
        return sum(token.kind == "digit" for token in _behind_point(self._first))

    @cached_property
    def _has_no_number(self) -> bool:
        """Of ";;;" or a word alone."""
        return all(token.kind in ("mark", "words") for token in self._first)

    @property
    def _first(self) -> tuple[_Token, ...]:
        return self.sections[0] if self.sections else ()

    @cached_property
    def _sides(self) -> tuple[str, str]:
        """The words and signs before and behind the number."""
        filled = [at for at, token in enumerate(self._first) if token.kind in ("digit", "plain")]
        start, end = (filled[0], filled[-1] + 1) if filled else (len(self._first),) * 2
        before, behind = self._first[:start], self._first[end:]
        return _in_words(before), _in_words(behind)

    def displayed(self, value: float, plain: str) -> str | None:
        """The number letter by letter as a cell shows it; None where that is not known.

        Shape:  `plain` is how it is written without a format.
        """
        if not self.sections or abs(value) >= _MOST:
            return None
        exact = Decimal(repr(value))
        tokens, sign = self._first, "-" if value < 0 else ""
        if value < 0 and len(self.sections) > 1:
            tokens, sign = self.sections[1], ""
        elif not value and len(self.sections) > 2:  # noqa: PLR2004 - above, below and at zero
            tokens = self.sections[2]
        return sign + _written(tokens, abs(exact), plain.removeprefix("-")).strip()

    def text_of(self, value: float, plain: str) -> str:
        """The number as a score: its format's decimals, signs and words, and no more of it.

        A number of two decimals or fewer may be a published score: no narrower format cuts it.
        What a format that is not understood shows of it is not known: "≈" stands before it.
        """
        if abs(value) >= _MOST:
            return plain
        if not self.sections:
            return f"≈ {plain}"
        number, decimals = plain, self.decimals
        if self._has_no_number:
            number = ""
        elif self.is_percent:
            number = f"{_rounded(Decimal(repr(value)) * 100, decimals or 0)}%"
        elif decimals is not None and _decimals(value) > _PUBLISHED_DECIMALS:
            number = str(_rounded(Decimal(repr(value)), decimals))
        before, behind = self._sides
        return f"{before}{number}{behind}".strip()


def format_of(number: str, code: str | None) -> NumberFormat | None:
    """The format of that number or code, where it shows more or less than the number.

    >>> format_of("164", '"เป้า "0.00').text_of(90.5, "90.5")
    'เป้า 90.5'
    >>> format_of("165", '000"/2569"').displayed(12.0, "12")
    '012/2569'
    >>> format_of("10", None).displayed(0.5, "0.5")
    '50.00%'
    """
    code = _BUILT_IN.get(number, "") if code is None else code
    sections = [_tokens(section) for section in _BETWEEN_SECTIONS.split(code)]
    if any(tokens is None for tokens in sections):
        return NumberFormat(is_power="E+" in code or "E-" in code)
    number_format = NumberFormat(tuple(tuple(tokens) for tokens in sections if tokens is not None))
    return (
        number_format
        if number_format.decimals is not None or number_format.has_words or len(sections) > 1
        else None
    )


def _tokens(section: str) -> list[_Token] | None:
    """The parts of a section; None where one is not understood."""
    if _IN_THOUSANDS.search(section):
        return None
    tokens: list[_Token] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup
        if kind == "bracket":
            bracket = _BRACKET.fullmatch(match["bracket"])
            if bracket is None:
                return None
            tokens += [_Token("words", bracket["sign"])] if bracket["sign"] else []
        elif kind == "unknown":
            return None
        elif kind in ("digit", "mark", "plain"):
            tokens.append(_Token(kind, match[0]))  # type: ignore[arg-type]
        elif kind is not None:
            tokens.append(_Token("words", match[kind]))
    return tokens


def _in_words(tokens: Sequence[_Token]) -> str:
    return "".join(token.text for token in tokens if token.kind == "words")


def _behind_point(tokens: Sequence[_Token]) -> Sequence[_Token]:
    point = next(
        (at for at, token in enumerate(tokens) if token == _Token("mark", ".")), len(tokens)
    )
    return tokens[point:]


def _written(tokens: Sequence[_Token], value: Decimal, plain: str) -> str:
    if any(token.kind == "plain" for token in tokens):
        return "".join(plain if token.kind == "plain" else token.text for token in tokens)
    value *= 100 ** sum(token == _Token("mark", "%") for token in tokens)
    behind = _behind_point(tokens)
    digits = [token.text for token in behind if token.kind == "digit"]
    whole, _, decimals = f"{_rounded(value, len(digits)):f}".partition(".")
    least = max((at for at, digit in enumerate(digits, 1) if digit == "0"), default=0)
    while len(decimals) > least and decimals.endswith("0"):
        decimals = decimals[:-1]
    upper = tokens[: len(tokens) - len(behind)]
    return _filled_from_right(upper, whole) + _filled(behind, decimals)


def _filled_from_right(tokens: Sequence[_Token], whole: str) -> str:
    """The digits before the point in their places: the first place takes all that is left."""
    whole = whole.lstrip("0")
    is_grouped = _Token("mark", ",") in tokens
    left = sum(token.kind == "digit" for token in tokens)
    count, parts = 0, []

    def put(digit: str) -> None:
        nonlocal count
        if is_grouped and count and count % _THOUSAND == 0:
            parts.append(",")
        parts.append(digit)
        count += 1

    for token in reversed(tokens):
        if token.kind != "digit":
            parts.append("" if token == _Token("mark", ",") else token.text)
            continue
        left -= 1
        own = (whole[-1:] if left else whole) or ("0" if token.text == "0" else "")
        for digit in reversed(own):
            put(digit)
        whole = whole[:-1] if left else ""
    return "".join(reversed(parts))


def _filled(tokens: Sequence[_Token], decimals: str) -> str:
    """What follows the whole number: the point and decimals that are left, percent and words."""
    digits, parts = iter(decimals), []
    for token in tokens:
        if token.kind == "digit":
            parts.append(next(digits, ""))
        elif token.text == "." and token.kind == "mark":
            parts.append("." if decimals else "")
        else:
            parts.append(token.text)
    return "".join(parts)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _decimals(value: float) -> int:
    written = repr(value)
    if "e" in written:
        return -int(Decimal(written).as_tuple().exponent)
    return 0 if written.endswith(".0") else len(written.partition(".")[2])
