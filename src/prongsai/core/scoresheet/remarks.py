"""The NACC's remarks, each whole: from a bulleted passage or from a column of the score table."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Table, TableRow
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Remark
from prongsai.core.scoresheet.running import is_page_number
from prongsai.core.thai import arabic_digits, mend_line, repair, squeeze

_NACC = compiled(
    r"ป\.?\s?ป\.?\s?ช|NACC|ป้องกันและปราบปรามการทุจริตแห่งชาติ|คณะผู้ประเมิน|ที่ปรึกษาการประเมิน|ผู้ประเมิน"
)
_REMARKS = compiled(r"เสนอแนะ|ความเห็น|ข้อสังเกต|ข้อคิดเห็น")
_ANNOUNCES = compiled(r"(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ว่า|:)\s*$")
_N = "[0-9๐-๙]{1,2}"
_BULLETS = (
    r"(?P<dash>[-–—•●▪◦*])", rf"(?P<dotted>{_N}\.{_N})", r"(?P<letter>\(?[ก-ฮ]\))",
    rf"(?P<number>\(?{_N}[.)])",
)  # fmt: skip
_BULLET = compiled(rf"^\s*(?:{'|'.join(_BULLETS)})\s*(?=\S)")
_SECTION = compiled(r"\s*[0-9๐-๙]{1,2}\.[0-9๐-๙]{1,2}(?![0-9๐-๙.])")
_NUMBERED = compiled(r"^\s*\(?([0-9๐-๙]{1,2})[.)]")
_ANEW = (
    "ข้อมูลต่อไปนี้", "ตาราง", "จากผล", "จากการ", "จากข้อ", "ทั้งนี้", "ดังนั้น", "ซึ่ง", "หมายเหตุ", "ประเด็น",
    "การวิเคราะห์", "ผลการ", "เทศบาล", "องค์การ", "อบต", "❖", "ส่วนที่", "บทที่", "มาตรการ", "แนวทาง",
    "ในการนี้", "#", r"\|",
)  # fmt: skip
_STARTS_ANEW = compiled(rf"^\s*(?:{'|'.join(_ANEW)})")
_ADVISES = compiled(r"ควร|ต้อง|พึง|ขอให้|ให้(?:หน่วยงาน|ความ)|ขาด|ไม่มี|ไม่พบ|ยังไม่")
_ENDS = compiled(
    r"^\s*(?:จึงเรียน|จึงสรุป|ขอแสดง|ลงชื่อ|\(\.{3}|จากข้อเสนอแนะ|ข้อมูล\s?ณ\s|จัดทำโดย|ผู้จัดทำ|ผู้รายงาน|ที่มา\s*:|โทร\.)"
)
# "แฟ้มของหน่วยงานไม่มีข้อเสนอแนะ": that there is none is none.
_THERE_IS_NONE = compiled(r"(?:ไม่มี|ไม่พบ|ไม่ปรากฏ)\s?(?:ประเด็น|รายการ)?(?:ข้อเสนอแนะ|ข้อสังเกต|ความเห็น)")
_MUST = compiled(r"ควร|ต้อง|พึง|ขอให้")
_GOES_ON = compiled(r"\s*(?:และ|หรือ|รวมทั้ง|รวมถึง|ตลอดจน|พร้อม|โดย|เพื่อ|ซึ่ง|ที่|เช่น)")
# A number without a dot before one of these, or after a word of measure, counts and opens nothing.
_COUNTED = (
    r"(?!\s*(?:เดือน|ปี|วัน|สัปดาห์|ชั่วโมง|นาที|ไตรมาส|ครั้ง|ประเด็น|ข้อ(?!มูล|เสนอ|ร้อง|ความ)|คน|แห่ง|ฉบับ|บาท))"
)
_OF_MEASURE = (
    "(?:ปี|เดือน|วัน|สัปดาห์|ไตรมาส|ครั้ง|คน|แห่ง)ละ", "อย่างน้อย", "อย่างต่ำ", "ไม่น้อยกว่า", "ไม่เกิน",
    "ไม่ต่ำกว่า", "มากกว่า", "น้อยกว่า", "จำนวน", "ภายใน", "รอบ", "ทั้ง", "เพียง", "(?<!งบ)ประมาณ", "ครั้งที่",
)  # fmt: skip
_MEASURES = compiled(rf"(?:{'|'.join(_OF_MEASURE)})\s*$")
_SENTENCE = compiled(rf"{_MUST.pattern}|พบว่า|^\s*(?:ทั้งนี้|ดังนั้น|จาก|ซึ่ง|และ)")
_SHORT_LINE, _FULL_LINE = 0.7, 0.85
_MARKS = compiled("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LONGEST_HEADING, _LONGEST_LEAD = 400, 60
_PLAIN = "plain"
_Entry = tuple[str, Place]


def from_passages(blocks: Sequence[Block]) -> list[Remark]:
    """Remarks listed under a sentence that announces the NACC's opinion."""
    blocks = list(_with_lines_of_tables(blocks))
    remarks: list[Remark] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if not isinstance(block, Paragraph):
            continue
        head, ended, entries = _announcement(block)
        if not ended and head:
            entries, index = _listed(head, blocks, index, entries)
        for text, place in entries:
            # An entry with numbers inside is several remarks.
            inside = _split_numbered(text, place, None) if _numbering(text) else []
            remarks += inside or [_remark(text, place)]
    return remarks


def with_torn_rows(blocks: Sequence[Block]) -> list[Block]:
    """Give a text that opens with empty cells back to the table above it as rows."""
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if isinstance(block, Table) or not isinstance(above, Table):
            joined.append(block)
        elif block.text.startswith("\t") and block.text.count("\t") < above.width:
            rows = tuple(
                TableRow((*line.split("\t"), *[""] * above.width)[: above.width], block.place)
                for line in block.text.split("\n")
            )
            joined[-1] = replace(above, rows=(*above.rows, *rows))
        else:
            joined.append(block)
    return joined


def _with_lines_of_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines of one cell among a table's rows are text; the rest of the table stays a table."""
    for block in blocks:
        if isinstance(block, Paragraph) or all(len(row.cells) > 1 for row in block.rows):
            yield block
            continue
        for row in block.rows:
            one_cell = len(row.cells) == 1
            yield Paragraph(row.cells[0], row.place) if one_cell else Table((row,), row.place)


def _announcement(block: Paragraph) -> tuple[str, bool, list[_Entry]]:
    """The words that announce remarks, whether these end there, and those already there."""
    lines, ended = _until_end(repair(block.text).split("\n"))
    if not lines:
        return "", ended, []
    plain = _plain_entries(lines, block)
    if plain:
        return lines[0], True, plain
    head, *rest = lines
    while rest and not (_BULLET.match(rest[0]) or _ANNOUNCES.search(head[-_LONGEST_LEAD:])):
        head += " " + rest.pop(0)
    is_prose = len(head) > 120 and not (rest or _ANNOUNCES.search(head))  # noqa: PLR2004
    is_of_remarks = len(head) <= _LONGEST_HEADING and _NACC.search(head) and _REMARKS.search(head)
    if is_prose or not is_of_remarks:
        return "", ended, []
    inner = _inner(rest, head, block, len(lines) - len(rest))
    return ("", ended, []) if inner is None else (head, ended, inner)


def _inner(rest: Sequence[str], head: str, block: Paragraph, offset: int) -> list[_Entry] | None:
    """The entries in the paragraph that announces them; None where it says that there are none."""
    if any(
        _THERE_IS_NONE.search(line) or _is_of_another_section(_style(line), head) for line in rest
    ):
        return None
    first = next((at for at, line in enumerate(rest) if _BULLET.match(line)), len(rest))
    return _split_lines(rest[first:], block, offset + first)


def _until_end(lines: list[str]) -> tuple[list[str], bool]:
    """The lines before the closing words of a letter or page, and whether there are any."""
    end = next((number for number, line in enumerate(lines) if _ENDS.match(line)), None)
    return (lines, False) if end is None else (lines[:end], True)


def _plain_entries(lines: list[str], block: Paragraph) -> list[_Entry]:
    """Remarks without bullets below a heading: each ends with a line that is not full.

    Some writers of PDF draw the bullets and leave no text of them.
    """
    heading, rest = lines[0], lines[1:]
    widths = [len(_MARKS.sub("", line.strip())) for line in lines]
    if not rest or any(_BULLET.match(line) for line in rest):
        return []
    is_of_remarks = _NACC.search(heading) and _REMARKS.search(heading)
    if not is_of_remarks or _SENTENCE.search(heading) or widths[0] > _SHORT_LINE * max(widths):
        return []
    full = _FULL_LINE * max(widths)
    apart = all(_MUST.search(line) and not _GOES_ON.match(line) for line in rest)
    entries: list[_Entry] = []
    for number, line in enumerate(rest, start=1):
        if not entries or widths[number - 1] < full or apart:
            entries.append((line, block.place_of_line(number)))
        else:
            entries[-1] = (f"{entries[-1][0]} {line}", entries[-1][1])
    return entries if all(_ADVISES.search(text) for text, _ in entries) else []


def _listed(
    head: str, blocks: Sequence[Block], index: int, inner: list[_Entry]
) -> tuple[list[_Entry], int]:
    """The list that follows, each entry with at most one piece that a blank line tore off.

    A list keeps one style of bullet: the number of the next section is no entry of it.
    """
    texts, style = list(inner), _style(inner[0][0]) if inner else None
    may_continue = False
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Paragraph):
            break
        text = repair(block.text)
        if is_page_number(text):
            index += 1
            continue
        lines, ended = _until_end(text.split("\n"))
        text = "\n".join(lines)
        own, is_lead = _style(text), _ANNOUNCES.search(text)
        if not lines or _is_beyond(text, own, head, is_first=not texts):
            break
        if own is not None and style in (None, own):
            style = own
            texts += _split_lines(lines, block)
            may_continue = own == "dash"
        elif own is None and _ADVISES.search(text) and (style == _PLAIN or not (texts or is_lead)):
            style = _PLAIN
            texts.append((text, block.place))
        elif may_continue and own is None and not _STARTS_ANEW.match(text) and not is_lead:
            texts[-1] = (f"{texts[-1][0]} {text}", texts[-1][1])
            may_continue = False
        else:
            break
        index += 1
        if ended:
            break
    return texts, index


def _is_of_another_section(style: str | None, head: str) -> bool:
    """Whether an entry "2.1" stands below a heading that is not "2."."""
    if style is None or not style.endswith("."):
        return False
    # Below "3.5 …" the next "3.6 …" is its neighbour, no entry of it.
    return not head.strip().startswith(style) or _SECTION.match(head) is not None


def _is_beyond(text: str, style: str | None, head: str, *, is_first: bool) -> bool:
    """Whether a text belongs to another section, or says that there are no remarks."""
    if _is_of_another_section(style, head) or _THERE_IS_NONE.search(text):
        return True
    above, below = _NUMBERED.match(head), _NUMBERED.match(text)
    if not is_first or not above or not below:
        return False
    # "3. …" below a heading "2. …", for lists begin at 1.
    return int(arabic_digits(below[1])) == int(arabic_digits(above[1])) + 1


def _style(text: str) -> str | None:
    """Which kind of bullet a text opens with."""
    match = _BULLET.match(text)
    if match is None or "❖" in text[:3]:
        return None
    # "๒.๑" belongs to the list of section "๒." alone.
    return match["dotted"].split(".")[0] + "." if match["dotted"] else match.lastgroup


def _split_lines(lines: Sequence[str], block: Paragraph, offset: int = 0) -> list[_Entry]:
    """A block of several bullets, line by line; `offset` lines stand above them."""
    parts: list[_Entry] = []
    for number, line in enumerate(lines):
        if _BULLET.match(line) or not parts:
            parts.append((line, block.place_of_line(offset + number)))
        else:
            parts[-1] = (f"{parts[-1][0]} {line}", parts[-1][1])
    return parts


def _remark(text: str, place: Place, instrument: str | None = None) -> Remark:
    number = _NUMBERED.match(text)
    return Remark(
        squeeze(_BULLET.sub("", text, count=1)),
        place,
        instrument,
        int(arabic_digits(number[1])) if number else None,
    )


def from_cells(cells: Iterable[tuple[str, Place, str | None]]) -> list[Remark]:
    """Remarks of a table column; a cell that goes on in the next piece is joined first."""
    joined: list[tuple[str, Place, str | None]] = []
    for text, place, instrument in cells:
        last = joined[-1][0] if joined and joined[-1][2] == instrument else ""
        if last and last == text:
            continue  # one merged cell that stands beside several rows
        numbers = [] if _NUMBERED.match(text) else _numbering(last)
        if numbers and _next_number(text, len(numbers) + 1):
            joined[-1] = (f"{last} {text}", joined[-1][1], instrument)
        else:
            joined.append((text, place, instrument))
    return [remark for entry in joined for remark in _split_numbered(*entry)]


def _next_number(text: str, number: int, start: int = 0) -> re.Match[str] | None:
    """The place where list number `number` opens; "รอบ 6 เดือน" opens nothing.

    A number with its dot or bracket outweighs one without, unless the list has gone on by then.
    """
    plain = arabic_digits(text)
    marked = _opening(number, marked=True).search(plain, start)
    bares = _opening(number, marked=False).finditer(plain, start)
    counts = ((bare, plain[max(0, bare.start() - 20) : bare.start()]) for bare in bares)
    bare = next((bare for bare, before in counts if not _MEASURES.search(before)), None)
    if marked is None or bare is None or marked.start() <= bare.start():
        return marked or bare
    has_gone_on = _opening(number + 1, marked=True).search(plain, start, marked.start())
    return bare if has_gone_on else marked


@lru_cache(maxsize=128)
def _opening(number: int, *, marked: bool) -> re.Pattern[str]:
    mark, then = (r"\s*[.)]", "") if marked else ("", _COUNTED)
    return compiled(rf"(?:^|(?<=[\s).(ก-๙”\"])){number}{mark}\s*(?=[ก-ฮเ-ไA-Z“\"]){then}")


def _numbering(text: str) -> list[re.Match[str]]:
    """The numbers 1, 2, 3 … that open the parts of a list inside one text, in order."""
    numbers: list[re.Match[str]] = []
    position = 0
    while match := _next_number(text, len(numbers) + 1, position):
        if not numbers and not set(".)") & set(match[0]):
            break
        numbers.append(match)
        position = match.end()
    return numbers if len(numbers) > 1 else []


def _split_numbered(text: str, place: Place, instrument: str | None) -> list[Remark]:
    marks = _numbering(text)
    if not marks:
        bullet = _BULLET.match(text)
        if bullet is not None and bullet.lastgroup == "number":
            return [_remark(repair(text), place, instrument)]
    starts, ends = [0, *(mark.end() for mark in marks)], [mark.start() for mark in marks]
    pieces = zip(starts, [*ends, len(text)], strict=True)
    parts = (mend_line(text[start:end]) for start, end in pieces)
    return [
        Remark(part, place, instrument, number or None)
        for number, part in enumerate(parts)
        if part or number or not marks
    ]
