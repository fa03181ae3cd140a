"""The content of a page: every line of the papers' font written as one piece of text.

Typst writes a new piece wherever a mark stands aside, and an /ActualText around nearly every Thai
cluster. Readers then go wrong in two ways: pdfium sorts pieces by where they begin and puts a tone
before its vowel, and the /ActualText brings the joiners of our line breaks back. A line that is
one piece, with the letters of each glyph known, needs neither.

The stream is walked once by a regular expression that knows strings, so nothing inside a string
is taken for an operator. (pikepdf's parser gives the same, but three times as slowly.) What is
not of the papers' font is copied as it stands.
"""

import re
from collections.abc import Mapping

from msgspec import Struct, field

from prongsai.documents.typesetting.breaks import plain

_NESTED = 6  # deeper brackets in a string are found by _end_of_string
_NUMBER = rb"-?[0-9.]+"


def _string_pattern() -> bytes:
    pattern = rb"\((?:[^()\\]++|\\.)*+\)"
    for _ in range(_NESTED):
        pattern = rb"\((?:[^()\\]++|\\.|" + pattern + rb")*+\)"
    return pattern


_STRING = _string_pattern()
# Font, size, place, and glyphs: the one form in which Typst writes upright, unstroked text.
_SHOW = (
    rb"0 Tr/(\w+) (%(n)s) Tf 1 0 0 -1 (%(n)s) (%(n)s) Tm"
    rb"(\[(?:%(s)s|[-0-9. ]++)*+\]TJ|%(s)sTj)\s*" % {b"n": _NUMBER, b"s": _STRING}
)
_BARE_SHOW = _SHOW.replace(rb"(\w+)", rb"\w+").replace(rb"(%s)" % _NUMBER, _NUMBER)
_BARE_SHOW = _BARE_SHOW.replace(rb"Tm(\[", rb"Tm(?:\[")
_START = rb"(?<![^\s()<>\[\]{}%])"
_END = rb"(?![^\s()<>\[\]{}/%])"
_TOKEN = re.compile(
    rb"(?P<show>" + _START + _SHOW + rb")"
    rb"|(?P<actual>/Span<</ActualText<(?P<text>[0-9A-Fa-f]*)>>>BDC\s*)"
    rb"|(?P<end>" + _START + rb"EMC" + _END + rb")"
    rb"|(?P<begin>" + _START + rb"B[DM]C" + _END + rb")"
    rb"|(?P<string>\()"
    rb"|%[^\r\n]*+"
    rb"|" + _START + rb"BI\s.*?\sEI" + _END,
    re.DOTALL,
)
_ONLY_TEXT = re.compile(rb"(?:" + _BARE_SHOW + rb")+EMC" + _END, re.DOTALL)
_FONT_USED = re.compile(rb"0 Tr/(\w+) ")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ELEMENT = re.compile(_STRING + rb"|" + _NUMBER, re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPED |= dict.fromkeys((b"\n", b"\r", b"\r\n"), b"")
# Of the letters' size; below it two places are the same.
_SAME_PLACE = 1e-4


class Widths(Struct, frozen=True):
    """Advance of each glyph of a font, in thousandths of the size."""

    by_glyph: Mapping[int, float]
    default: float

    def measure(self, glyphs: bytes) -> float:
        """Width of a string of two-byte glyph numbers."""
        width, default = self.by_glyph, self.default
        codes = zip(glyphs[::2], glyphs[1::2], strict=False)
        return sum(width.get(high << 8 | low, default) for high, low in codes)


class _Line(Struct):
    """A piece of text that grows to the right."""

    font: bytes
    size: bytes
    x: bytes
    y: bytes
    widths: Widths
    end: float
    content: list[bytes] = field(default_factory=list)

    def goes_on(self, font: bytes, size: bytes, y: bytes) -> bool:
        return (self.font, self.size, self.y) == (font, size, y)

    def move_to(self, x: float) -> None:
        """Three decimals: with whole units a mark steps past its neighbour in poppler."""
        size = float(self.size)
        adjustment = round((self.end - x) * 1000 / size, 3)
        if abs(self.end - x) > _SAME_PLACE * size and adjustment:
            self.content.append(b"%.3f " % adjustment)
            self.end -= adjustment * size / 1000

    def add(self, shown: bytes) -> None:
        """The strings and adjustments of one operator."""
        size = float(self.size)
        for element in _ELEMENT.findall(shown):
            if element.startswith(b"("):
                glyphs = _ESCAPE.sub(_unescaped, element[1:-1])
                self.content.append(b"<%s>" % glyphs.hex().encode())
                self.end += self.widths.measure(glyphs) * size / 1000
            else:
                # Two numbers in a row need the space between them.
                self.content.append(element + b" ")
                self.end -= float(element) * size / 1000

    def written(self) -> bytes:
        content = b"".join(self.content).replace(b"><", b"")
        # What stood between may have been dropped: white space on both sides.
        return b"\n0 Tr/%s %s Tf 1 0 0 -1 %s %s Tm[%s]TJ\n" % (
            self.font, self.size, self.x, self.y, content,
        )  # fmt: skip


def one_piece_a_line(content: bytes, ours: Mapping[bytes, Widths]) -> bytes:
    """The content stream with its lines joined. `ours` are the fonts to do it for, by name."""
    return _Rewriting(content, ours).result()


class _Rewriting:
    def __init__(self, content: bytes, ours: Mapping[bytes, Widths]) -> None:
        self._content = content
        self._ours = ours
        self._written: list[bytes] = []
        self._line: _Line | None = None
        self._copied = 0  # up to here the content is written, or dropped
        self._open: list[bool] = []  # marked content we are in: is its beginning dropped?

    def result(self) -> bytes:
        position = 0
        while token := _TOKEN.search(self._content, position):
            position = token.end()
            match token.lastgroup:
                case "show":
                    self._show(token)
                case "actual":
                    self._actual_text(token)
                case "end":
                    if self._open and self._open.pop():
                        self._drop(token)
                case "begin":
                    self._open.append(False)
                case "string":
                    position = _end_of_string(self._content, position)
        self._copy_to(len(self._content))
        self._end_line()
        return b"".join(self._written)

    def _show(self, token: re.Match[bytes]) -> None:
        font, size, x, y, shown = token.group(2, 3, 4, 5, 6)
        widths = self._ours.get(font)
        if widths is None:
            return
        self._copy_to(token.start())
        if self._line is None or not self._line.goes_on(font, size, y):
            self._end_line()
            self._line = _Line(font, size, x, y, widths, float(x))
        self._line.move_to(float(x))
        self._line.add(shown)
        self._copied = token.end()

    def _actual_text(self, token: re.Match[bytes]) -> None:
        """Drop what only repeats our own glyphs; clean what another font needs."""
        only_text = _ONLY_TEXT.match(self._content, token.end())
        fonts = _FONT_USED.findall(only_text[0]) if only_text else ()
        repeats = bool(fonts) and all(font in self._ours for font in fonts)
        self._open.append(repeats)
        if repeats:
            self._drop(token)
            return
        self._copy_to(token.start("text"))
        self._written.append(_cleaned(token["text"]))
        self._copied = token.end("text")

    def _drop(self, token: re.Match[bytes]) -> None:
        self._copy_to(token.start())
        self._copied = token.end()

    def _copy_to(self, position: int) -> None:
        """Copy what lies between; but for white space it ends the line."""
        between = self._content[self._copied : position]
        if between.strip() or self._line is None:
            self._end_line()
            self._written.append(between)
        self._copied = position

    def _end_line(self) -> None:
        if self._line:
            self._written.append(self._line.written())
            self._line = None


def _end_of_string(content: bytes, position: int) -> int:
    """The place after a string whose bracket was opened before `position`."""
    depth = 1
    while depth and (bracket := _BRACKET.search(content, position)):
        depth += {b"(": 1, b")": -1}.get(bracket[0], 0)
        position = bracket.end()
    return position if not depth else len(content)


def _unescaped(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else _ESCAPED.get(sign, sign)


def _cleaned(text: bytes) -> bytes:
    letters = bytes.fromhex(text.decode()).decode("utf-16", errors="surrogatepass")
    return (
        ("\ufeff" + plain(letters))
        .encode("utf-16-be", errors="surrogatepass")
        .hex()
        .upper()
        .encode()
    )
