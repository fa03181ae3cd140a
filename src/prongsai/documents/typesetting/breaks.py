"""Line breaks of Thai, set in the string itself.

Typst finds Thai words with a statistical model that tears official words (กระทรว|งมหาดไทย). So
every string is given its breaks before it goes to Typst: inside a unit each letter is joined to
the next, between units stands a break. The papers' font shapes the joiners to no glyph at all
(scripts/derive_font.py) and `finish` keeps them out of the text layer.

Words are found by PyThaiNLP's maximal matching with its word list, ours
(data/typesetting/keep.txt) and the names of a case. Long dictionary entries are left out: they are
compounds, which may well break inside.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import cast

from prongsai.documents.typesetting.font import fonts

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
        for match in self._own_words.finditer(run):
            places.update(range(match.start(1) + 1, match.end(1)))
        return frozenset(places)


@lru_cache(maxsize=32)
def _dictionary(keep: frozenset[str]) -> _Dictionary:
    names = frozenset(part for name in keep for part in name.split())
    with _loading:
        common = _read_common_words()
    return _Dictionary(common, names | _kept_words())


@lru_cache(maxsize=1)
def _kept_words() -> frozenset[str]:
    lines = _KEEP_FILE.read_text(encoding="utf-8").splitlines()
    words = (line.partition("#")[0].strip() for line in lines)
    return frozenset(filter(None, words))


_loading = Lock()


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


NO_BREAK_SPACE = "\u00a0"
WORD_JOINER = "\u2060"

_DIGIT = "[0-9๐-๙]"
_MONTHS = (
    "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|"
    "กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)
_BEFORE_NUMBER = r"พ\.ศ\.|มาตรา|ร้อยละ|หมวด|โทร\.|ข้อ|ที่|จำนวน|ระดับ|รอบ|ไตรมาส|เวลา|ต่อ|ปี|หน้า|บท|ภาค"
_AFTER_NUMBER = (
    "คะแนน|บาท|ข้อ|ชุด|วัน|เดือน|คน|ครั้ง|ปี|ฉบับ|แผ่น|หน้า|น\\.|มาตรการ|ตัวชี้วัด|ประเด็น|เรื่อง|นาที|"
    "ราย|ด้าน|ช่องทาง|รายการ|ระดับ|แบบ|โครงการ|กิจกรรม|เมตร|จุด|แห่ง|ล้าน|แสน|หมื่น|พัน|ชั่วโมง|%"
)

_TIES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (f"({_BEFORE_NUMBER}) (?=[0-9๐-๙A-Z])", f"\\1{NO_BREAK_SPACE}"),
        # Not where the word goes on: "๓ ที่" is no "๓ ที".
        (f"(?<={_DIGIT}) (?=(?:{_AFTER_NUMBER})(?![\u0e31\u0e34-\u0e3a]))", NO_BREAK_SPACE),
        (f"(?<={_DIGIT}) (?={_MONTHS})", NO_BREAK_SPACE),
        # Elsewhere a year may begin a line: dates kept whole leave wide gaps in distributed lines.
        (f"({_MONTHS}) (?={_DIGIT}+$)", f"\\1{NO_BREAK_SPACE}"),
        (" (?=[ๆฯ])", NO_BREAK_SPACE),
        (f"(?<={_DIGIT})–(?={_DIGIT})", f"{WORD_JOINER}–{WORD_JOINER}"),
    )
)


def tie(text: str) -> str:
    """The text with no-break spaces where a number and its word belong together.

    >>> tie("ข้อ 12") == f"ข้อ{NO_BREAK_SPACE}12"
    True
    >>> units("ถึง 17 มีนาคม 2566 มีผู้ตอบ"), units("ถึง 17 มีนาคม 2566")
    (['ถึง ', '17 มีนาคม ', '2566 ', 'มี', 'ผู้ตอบ'], ['ถึง ', '17 มีนาคม 2566'])
    """
    for pattern, replacement in _TIES:
        text = pattern.sub(replacement, text)
    return text


_SARA_AA, _SARA_AM_CODE = 0x0E32, 0x0E33
_DRAWN_NOT_AT_ALL = (0x2060, 0x200B, 0x034F)


def text_width(text: str, size_points: float, bold: bool = False) -> float:  # noqa: FBT001, FBT002
    """Width in points of one unbroken line: base letters count, marks stand over them.

    Kerning is left out; it narrows Latin by a hundredth and Thai not at all.
    """
    width, unknown = _advances("Bold" if bold else "Regular")
    return sum(width.get(ord(letter), unknown) for letter in text) * size_points


@lru_cache(maxsize=2)
def _advances(style: str) -> tuple[dict[int, float], float]:
    """Advance of each code point in em, and that of a letter the font does not have."""
    file = fonts()[style]
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, only for papers

    with TTFont(file, lazy=True) as font:
        units = cast("int", font["head"].unitsPerEm)
        metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
        names: dict[int, str] = font.getBestCmap()
        unknown = metrics[".notdef"][0] / units
    width = {code: metrics[name][0] / units for code, name in names.items()}
    for code in width:
        if unicodedata.category(chr(code)) == "Mn" or code in _DRAWN_NOT_AT_ALL:
            width[code] = 0.0
    # The nikhahit of sara am stands over the letter before.
    width[_SARA_AM_CODE] = width[_SARA_AA]
    return width, unknown


__all__ = ["WIDEST", "plain", "set_breaks", "text_width", "units"]

# Column width, in em, that holds unless the caller knows a narrower one: the line of a title.
WIDEST = 20.0
NO_NAMES: frozenset[str] = frozenset()

_BREAK = "\u200b"
# A joiner before a mark must leave letter and mark one cluster, or letter spacing parts them.
_CLUSTER_JOINER = "\u034f"
_JOINERS = re.compile(f"[{WORD_JOINER}{_BREAK}{_CLUSTER_JOINER}]")
_SARA_AM = re.compile("([\u0e48-\u0e4b]?)\u0e33")
_DRAWN_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_MARK = re.compile(f"[{MARKS}]")
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_SPACE = r"[^\S\u00a0\u2007\u202f]"
_PARTS = re.compile(
    f"(?P<thai>[{_THAI}]+)|(?P<space>{_SPACE}+)|(?P<tie>\u00a0)|[^{_THAI}\\s]+|.", re.DOTALL
)
_LETTER_PAIR = re.compile(f"(?<=[{_THAI}])(?=[{_THAI}])")
# Addresses break after these signs, never before them.
_SIGN = r"/.\-@_?&=:,;"
_AFTER_SIGN = re.compile(f"(?<=[{_SIGN}])(?![{_SIGN}{FOLLOWERS}])")
_OPENING = tuple("([{“‘«฿$")
_CLOSING = tuple(")]}”’»,.:;!?%/…")

Piece = list[str]


def set_breaks(
    text: str, keep: frozenset[str] = NO_NAMES, *, widest: float = WIDEST, bold: bool = False
) -> str:
    """The text with its line breaks set, for Typst.

    `keep` are further words never to be broken: names of places and agencies of a case.
    `widest` is the column's width in em (points divided by the size of the letters): what is wider
    falls into smaller parts, an address after its signs, a word between its letters.
    """
    return _BREAK.join(_joined(piece) for piece in _pieces(text, keep, widest, bold=bold)).replace(
        " " + _BREAK, " "
    )


def plain(text: str) -> str:
    """The text as a reader sees it: what `set_breaks` put in is taken out again."""
    return _without_joiners(text).replace(NO_BREAK_SPACE, " ")


def _without_joiners(text: str) -> str:
    return _DRAWN_SARA_AM.sub("\\1\u0e33", _JOINERS.sub("", text))


def units(text: str, keep: frozenset[str] = NO_NAMES) -> list[str]:
    """The pieces between which a line may end, each with the space after it.

    >>> units("ข้อ 12 ของกรมการปกครอง")
    ['ข้อ 12 ', 'ของ', 'กรมการปกครอง']
    """
    return [plain(piece) for piece in _pieces(text, keep, float("inf"), bold=False)]


def _pieces(text: str, keep: frozenset[str], widest: float, *, bold: bool) -> Iterator[str]:
    def fits(piece: str) -> bool:
        return len(piece) <= widest / 2 or text_width(piece.rstrip(), 1, bold) <= widest

    for piece in _unbreakable(tie(_without_joiners(text)), keep):
        yield from _fitting(piece, fits)


def _unbreakable(text: str, keep: frozenset[str]) -> Iterator[Piece]:
    """The text in pieces, each in the parts it may fall into when it is too wide."""
    piece: Piece = []
    for part in _PARTS.finditer(text):
        if part["thai"]:
            first, *others = units_of(part[0], keep)
            piece += first
            for unit in others:
                yield piece
                piece = [*unit]
        else:
            piece.append(part[0])
            if part["space"]:
                yield piece
                piece = []
    if piece:
        yield piece


def _fitting(piece: Piece, fits: Callable[[str], bool]) -> Iterator[str]:
    whole = "".join(piece)
    if fits(whole):
        yield whole
        return
    for part in _parts(piece):
        if fits(part):
            yield part
            continue
        for address in filter(None, _AFTER_SIGN.split(part)):
            yield from [address] if fits(address) else _letters(address, fits)


def _letters(word: str, fits: Callable[[str], bool]) -> list[str]:
    """A word that fits no line, between its letters; if it can be, none stands alone at an end."""
    letters = clusters_of(word)
    end = max(2, len(letters) - 2)
    in_twos = ["".join(letters[:2]), *letters[2:end], "".join(letters[end:])]
    return list(filter(None, in_twos if all(map(fits, in_twos)) else letters))


def _parts(piece: Piece) -> list[str]:
    """The parts with signs on the side where they belong, and no-break spaces made common."""
    parts: list[str] = []
    for part in piece:
        text = " " if part == NO_BREAK_SPACE else part
        stays = text.startswith((" ", *_CLOSING)) or _CANNOT_BEGIN.match(text)
        if parts and (stays or parts[-1].endswith(_OPENING)):
            parts[-1] += text
        else:
            parts.append(text)
    return parts


def _joined(piece: str) -> str:
    """A piece no line can end in: Typst's model breaks any run of two Thai letters it likes.

    Sara am is written as it is drawn, nikhahit, tone, aa: with a joiner between them the shaper
    would not find its tone.
    """
    drawn = _SARA_AM.sub("\u0e4d\\1\u0e32", piece)
    return _LETTER_PAIR.sub(
        lambda place: _CLUSTER_JOINER if _MARK.match(drawn, place.end()) else WORD_JOINER, drawn
    )
