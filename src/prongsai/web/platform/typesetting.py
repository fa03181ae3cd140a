"""Thai on the screen: words that must not split, figures that stay with their units.

Browsers break Thai lines by a dictionary of their own and split official words. The words of
`words.txt` are wrapped in `<span class="w">`, which the style keeps on one line; numbers and what
they count are joined by no-break spaces. Only text between tags is touched. Pages that differ in a
few words are drawn and set once with marks in their place, then filled.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.utils.safestring import SafeString
from msgspec import Struct

_WORDS = Path(__file__).with_name("words.txt")
_KEPT_TEXTS = 8_192
_NO_BREAK = "\u00a0"
_TAG = re.compile(r"(<!--.*?-->|<[^>]+>)", re.DOTALL)
# Elements whose text is data, or that show no child elements.
_UNTOUCHED = re.compile(r"<(/?)(svg|title|textarea|option|script|style|code|pre)\b", re.IGNORECASE)
_KEPT_WORD = '<span class="w">'
_UNITS = (
    "คะแนน|ข้อ|วัน|ปี|เดือน|คน|รายการ|หน้า|นาที|ชั่วโมง|แห่ง|บาท|ครั้ง|มาตรการ|เรื่อง|ขั้น|จุด|ไฟล์|"
    "แฟ้ม|น\\.|KB|MB|%|ตัวชี้วัด|อันดับ|หัวข้อ|องค์ประกอบ|ฉบับ|ช่องทาง|กอง|หน่วย|ขั้นตอน|คำถาม|"
    "วันทำการ|แถว|ตำแหน่ง|ตัวอักษร|ด้าน"
)
_LEADS = (
    "พ\\.ศ\\.|ข้อ|ปี|รอบ|หน้า|ครั้งที่|ระดับ|จาก|ที่|ฉบับที่|เวลา|โทร\\.|อีก|เหลือ|ข้อที่|เลข|ไม่ต่ำกว่า|"
    "อย่างน้อย|ภายใน|ประมาณ|ทุก|ได้|เกิน|ต่ำกว่า|ตั้งแต่|ถึง|ขั้น|แถว"
)
_MONTHS = (
    "ม\\.ค\\.|ก\\.พ\\.|มี\\.ค\\.|เม\\.ย\\.|พ\\.ค\\.|มิ\\.ย\\.|ก\\.ค\\.|ส\\.ค\\.|ก\\.ย\\.|ต\\.ค\\.|พ\\.ย\\.|"
    "ธ\\.ค\\.|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|"
    "พฤศจิกายน|ธันวาคม"
)
_DIGIT = "[0-9๐-๙]"
_JOINS = (
    (re.compile(rf"({_DIGIT}{{1,2}}) (?={_MONTHS})"), rf"\1{_NO_BREAK}"),
    (re.compile(rf"({_MONTHS}) (?={_DIGIT}{{2,4}})"), rf"\1{_NO_BREAK}"),
    (re.compile(rf"((?:{_DIGIT}|[.,])*{_DIGIT}) (?=(?:{_UNITS}))"), rf"\1{_NO_BREAK}"),
    (re.compile(rf"({_LEADS}) (?={_DIGIT}|[ioe][0-9]|A\b)"), rf"\1{_NO_BREAK}"),
    (re.compile(" × "), f"{_NO_BREAK}×{_NO_BREAK}"),
    (re.compile(" ([/→]) "), rf" \1{_NO_BREAK}"),
    (re.compile(" · "), f"{_NO_BREAK}· "),
)
_RANGE = re.compile(rf"(?<![\d.])(\d[\d.]*–\d[\d.]*|\d+(?: /{_NO_BREAK}\d+){{2,}})")
_HAS_WORK = re.compile("[ก-๛0-9]")
_SPACE = re.compile(r"[ \t\r\n]+")
# The version of what a form changes: of the whole, or of one line of it.
_SEEN = re.compile(r'\bname="(?:[^"]*[-_])?seen"')
_AS_TYPED = 'class="ps-kept"'  # its line breaks are shown


@lru_cache(maxsize=_KEPT_TEXTS)
def glue(text: str) -> str:
    """One stretch of text, its words and figures kept whole; given and returned as HTML."""
    if not _HAS_WORK.search(text):
        return text
    for pattern, joined in _JOINS:
        text = pattern.sub(joined, text)
    text = _RANGE.sub(rf"{_KEPT_WORD}\1</span>", text)
    return _words().sub(rf"{_KEPT_WORD}\g<0></span>", text)


def typeset(html: str) -> str:
    """A page or part: the text between its tags set; all else as it was, but `_forget`."""
    made: list[str] = []
    depth, kept, typed, form = 0, False, False, None
    for place, piece in enumerate(_TAG.split(html)):
        if place % 2:
            if piece.startswith("<form"):
                form = place
            elif form is not None and piece.startswith("<input") and _SEEN.search(piece):
                made[form], form = _forget(made[form]), None
            if tag := _UNTOUCHED.match(piece):
                depth += -1 if tag[1] else 1
            kept, typed = piece == _KEPT_WORD, _AS_TYPED in piece
            made.append(piece)
        else:
            set_as = glue if typed else _in_line
            made.append(piece if depth > 0 or kept else set_as(piece))
    return "".join(made)


def _forget(form: str) -> str:
    """Have browsers not put back what was typed into a form that says which version it shows.

    Shape:  on the way back they would put old words beside the version of now, as if it was read.
    """
    return form if "autocomplete=" in form else f'<form autocomplete="off"{form[5:]}'


@lru_cache(maxsize=_KEPT_TEXTS)
def _in_line(text: str) -> str:
    """A text as a browser shows it, set: the lines of its template are spaces."""
    return glue(_SPACE.sub(" ", text))


def is_on() -> bool:
    """Whether pages are set; `TYPESETTING = False` leaves plain sentences for tests to compare."""
    return getattr(settings, "TYPESETTING", True)


def as_set(html: str) -> str:
    """A page or part as it is shown."""
    return typeset(html) if is_on() else html


class Typesetting:
    """Sets every HTML answer, but what was set before (`is_set`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pages only: files and streams pass untouched."""
        response = self.get_response(request)
        if (
            is_on()
            and not hasattr(response, "is_set")
            and isinstance(response, HttpResponse)
            and response.headers.get("Content-Type", "").startswith("text/html")
        ):
            response.content = typeset(response.content.decode()).encode()
        return response


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    """All kept words as one pattern that takes the longest at each place."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    words = {word for line in lines if not line.startswith("#") for word in line.split()}
    return re.compile(_pattern(sorted(words)))


def _pattern(words: list[str]) -> str:
    """Words as a tree of their letters, so that a place is looked at once and not for each word."""
    ends = "" in words
    longer = [
        re.escape(letter) + _pattern([word[1:] for word in group])
        for letter, group in groupby(filter(None, words), key=itemgetter(0))
    ]
    if not longer:
        return ""
    choice = longer[0] if len(longer) == 1 and not ends else f"(?:{'|'.join(longer)})"
    return f"{choice}?" if ends else choice


# Of letters alone, so that nothing sets or shortens it, and known to nobody who types.
_TOKEN = "mark" + token_hex(16).translate(str.maketrans("0123456789", "ghijklmnop"))
_MARK = re.compile(f"{_TOKEN}([a-z]+){_TOKEN}")
_MOST = 200  # of about ten kilobytes, in each process


_Response = TypeVar("_Response", bound=HttpResponseBase)


class Frame(Struct, frozen=True):
    """Pieces of a page, every second the name of a word, and its headers."""

    pieces: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]


_kept: OrderedDict[Hashable, Frame] = OrderedDict()
_lock = Lock()


def filled(
    key: Hashable, draw: Callable[[Mapping[str, str]], HttpResponseBase], words: Mapping[str, str]
) -> HttpResponseBase:
    """A page with these words, set as `typesetting` does.

    Shape:  `draw` draws it with whatever words it is given, each of which stands alone between
            tags, and stands as it is where it is HTML; `key` is all else that it is drawn from.
    """
    answer = filled_from(_kept, key, draw, words)
    with _lock:
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return answer


def filled_from(
    kept: OrderedDict[Hashable, Frame],
    key: Hashable,
    draw: Callable[[Mapping[str, str]], _Response],
    words: Mapping[str, str],
) -> _Response | HttpResponse:
    """The same from what a caller keeps, who says how long it stands."""
    key = (key, is_on())
    frame = kept.get(key)
    if frame is None:
        drawn = draw({name: _mark(name) for name in words})
        if drawn.status_code != HTTPStatus.OK or not isinstance(drawn, HttpResponse):
            return drawn
        html = drawn.content.decode()
        pieces = _MARK.split(html if hasattr(drawn, "is_set") else as_set(html))
        frame = Frame(tuple(pieces), tuple(drawn.items()))
    with _lock:
        kept[key] = frame
        kept.move_to_end(key)
    set_words = {
        name: text if isinstance(text, SafeString) else as_set(escape(text))
        for name, text in words.items()
    }
    return _joined(HttpResponse(headers=dict(frame.headers)), frame.pieces, set_words)


def around(response: HttpResponse, parts: Mapping[str, str]) -> HttpResponse:
    """Set a page around parts that were set before, in place of their marks."""
    return _joined(response, _MARK.split(as_set(response.content.decode())), parts)


def marks(parts: Mapping[str, str]) -> dict[str, str]:
    """What stands in a page until its parts are put there; nothing for an empty one."""
    return {name: text and _mark(name) for name, text in parts.items()}


def _mark(name: str) -> str:
    return f"{_TOKEN}{name}{_TOKEN}"


def _joined(
    response: HttpResponse, pieces: Sequence[str], parts: Mapping[str, str]
) -> HttpResponse:
    response.content = "".join(parts[piece] if at % 2 else piece for at, piece in enumerate(pieces))
    response.is_set = True  # type: ignore[attr-defined]
    return response
