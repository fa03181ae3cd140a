"""What one cell of a plan holds: a text, a list, codes of items, numbers of remarks.

Each form is written so that reading it gives the same value back.
"""

import re
from collections.abc import Iterable, Sequence

from prongsai.core.ids import TOTAL, Level, item_code_at, level_of, parse_code, sort_key, written
from prongsai.core.thai import arabic_digits, skeleton, squeeze

CONTINUED = "(ต่อ)"
_HELD_BACK = "   "
# All that XML 1.0 leaves out, and the control characters after ASCII.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NUMBERED = re.compile(r"[ \t]*\(?[0-9๐-๙]{1,2}\s?[.)](?![0-9๐-๙])[ \t]*")
_BULLET = re.compile(r"[ \t]*[-–•*▪●❖][ \t]*(?=\S)")
_FIRST_IN_LINE = re.compile(r"[1๑][.)](?![0-9๐-๙])")
_RANGE = re.compile(r"\s*(?:-|–|ถึง)\s*(?:ข้อ\s*)?([ieoIEO๐0]?)([0-9๐-๙]{1,2})(?![0-9๐-๙])")
_NUMBER_RANGE = re.compile(r"([0-9]{1,3})(?:\s*(?:-|–|ถึง)\s*([0-9]{1,3}))?")
_BETWEEN = re.compile(r"[,;/\n]|และ|(?<![-–ง])\s(?=[0-9])")
_LEAD = re.compile(r"(?:ตอบ)?(?:ข้อเสนอแนะ)?(?:ข้อ)?(?:ที่)?\s*")
_LONGEST_RANGE = 60


def tidy(text: str) -> str:
    """A typed text as a plan keeps it: no control characters, no blanks at its ends."""
    return without_controls(text).strip()


def without_controls(text: str) -> str:
    """A text that a sheet and YAML can both hold, line ends as newlines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Whether nothing is said: an empty cell, a dash or dots.

    >>> is_blank(" - "), is_blank("......"), is_blank("ไม่ใช้งบประมาณ")
    (True, True, False)
    """
    return not skeleton(text)


def list_of(text: str) -> tuple[str, ...]:
    r"""The entries of a cell: numbered, with bullets, or one in each line.

    Shape:  in a numbered list all else belongs to the entry above it, as does a line that is held
            back by three blanks.

    >>> list_of("๑.ประกาศ ๒.แจ้งเวียน"), list_of("- ประกาศ\n- ยืม - คืน")
    (('ประกาศ', 'แจ้งเวียน'), ('ประกาศ', 'ยืม - คืน'))
    """
    lines = _inline(text) if "\n" not in text else text.split("\n")
    marker = next((mark for mark in (_NUMBERED, _BULLET) if any(map(mark.match, lines))), None)
    entries: list[list[str]] = []
    for line in lines:
        if entries and line.startswith(_HELD_BACK):
            entries[-1].append(line[len(_HELD_BACK) :])
        elif not line.strip():
            continue
        elif marker is None or not entries:
            entries.append(
                [marker.sub("", line, count=1) if marker and marker.match(line) else line]
            )
        elif match := marker.match(line):
            entries.append([line[match.end() :]])
        else:
            entries[-1].append(line.strip())
    whole = ("\n".join(entry).strip() for entry in entries)
    return tuple(entry for entry in whole if entry)


def _inline(text: str) -> list[str]:
    """The parts of "1. … 2. … 3. …" on one line; the line itself where it counts otherwise."""
    first = _FIRST_IN_LINE.match(text.lstrip())
    if first is None:
        return [text]
    cuts = [len(text) - len(text.lstrip())]
    plain = arabic_digits(text)
    while match := re.compile(rf"(?<=\s){len(cuts) + 1}[.)](?!\d)").search(plain, cuts[-1] + 1):
        cuts.append(match.start())
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def list_text(entries: Sequence[str]) -> str:
    r"""A list as a cell shows it; `list_of` gives the same list back.

    >>> list_text(("ประกาศ", "แจ้งเวียน")), list_text(("ประกาศ",))
    ('1. ประกาศ\n2. แจ้งเวียน', 'ประกาศ')
    """
    if len(entries) == 1 and list_of(entries[0]) == tuple(entries):
        return entries[0]
    numbered = "\n".join(
        f"{number}. " + entry.replace("\n", f"\n{_HELD_BACK}")
        for number, entry in enumerate(entries, start=1)
    )
    # An entry that counts by itself ("1. … 2. …") is kept whole by a line end.
    return numbered if list_of(numbered) == tuple(entries) else f"{numbered}\n"


def items_of(text: str) -> tuple[str, ...]:
    """The codes of items a cell names, each once; what is no code stays as typed.

    >>> items_of("ข้อ i7 และ ๐๑๒, O39 - ๔๑"), items_of("ทุกข้อ"), items_of("-")
    (('i7', 'o12', 'o39', 'o40', 'o41'), ('ทุกข้อ',), ())
    """
    items: list[str] = []
    for piece in re.split(r"[,;\n]", text):
        codes = _codes_in(piece)
        if codes:
            items += codes
        elif not is_blank(piece):
            items.append(squeeze(piece))
    return tuple(dict.fromkeys(items))


def _codes_in(piece: str) -> list[str]:
    codes: list[str] = []
    at = 0
    while at < len(piece):
        typed = item_code_at(piece, at) if at == 0 or not _joins(piece[at - 1]) else None
        if typed is None:
            at += 1
            continue
        code, at = typed
        codes.append(code)
        reach = _RANGE.match(piece, at)
        if reach and _letter(reach[1]) in ("", code[0]):
            codes += _up_to(code, arabic_digits(reach[2]))
            at = reach.end()
    return codes


def _letter(typed: str) -> str:
    """The letter of a code as typed; people write o as ๐, O or 0."""
    return "o" if typed and typed in "oO๐0" else typed.lower()


def _joins(letter: str) -> bool:
    """Whether a letter before a code makes it part of a word or number; "ข้อi7" is a code."""
    return letter.isdecimal() or (letter.isascii() and letter.isalpha())


def _up_to(code: str, last: str) -> list[str]:
    first = int(code[1:])
    if not first < int(last) <= first + _LONGEST_RANGE:
        return [f"{code[0]}{int(last)}"] if int(last) else []
    return [f"{code[0]}{number}" for number in range(first + 1, int(last) + 1)]


def items_text(items: Iterable[str]) -> str:
    """Codes as a cell shows them."""
    return ", ".join(items)


def is_item(code: str) -> bool:
    """Whether a text is the code of an item, written the one way."""
    return level_of(code) is Level.ITEM


def is_subject(code: str) -> bool:
    """Whether a text is what a measure may answer: an item, an indicator, an instrument.

    >>> is_subject("i7"), is_subject("ind4"), is_subject("EIT"), is_subject("4")
    (True, True, True, False)
    """
    parsed = parse_code(code)
    return parsed is not None and parsed != TOTAL and written(parsed) == code


def in_code_order(codes: Iterable[str]) -> list[str]:
    """Codes of items in their order, texts that are none last."""
    held = list(codes)
    known = sorted(filter(is_subject, held), key=lambda code: sort_key(parse_code(code) or code))
    return [*known, *(code for code in held if not is_subject(code))]


def remarks_of(text: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers of remarks a cell names, each once, and the pieces that are none.

    >>> remarks_of("ข้อเสนอแนะที่ ๑ และ 3-5, ทุกข้อ")
    ((1, 3, 4, 5), ('ทุกข้อ',))
    """
    numbers: list[int] = []
    strange: list[str] = []
    for piece in _BETWEEN.split(arabic_digits(text)):
        plain = _LEAD.sub("", piece, count=1).strip().strip(".()")
        if is_blank(plain):
            continue
        match = _NUMBER_RANGE.fullmatch(plain)
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if first and first <= last <= first + _LONGEST_RANGE:
            numbers += range(first, last + 1)
        else:
            strange.append(squeeze(piece))
    return tuple(dict.fromkeys(numbers)), tuple(strange)


def remarks_text(remarks: Iterable[int]) -> str:
    """Numbers of remarks as a cell shows them."""
    return ", ".join(map(str, remarks))
