"""The NACC's remarks, each whole: from a bulleted passage or from a column of the score table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.scoresheet.model import Remark
from prongsai.core.thai import arabic_digits, repair, squeeze

_NACC = re.compile(
    r"ป\.?\s?ป\.?\s?ช|NACC|ป้องกันและปราบปรามการทุจริตแห่งชาติ|คณะผู้ประเมิน|ที่ปรึกษาการประเมิน|ผู้ประเมิน"
)
_REMARKS = re.compile(r"ข้อเสนอแนะ|ความเห็น|ข้อสังเกต|ข้อคิดเห็น")
_ANNOUNCES = re.compile(r"(?:ดังนี้|ดังต่อไปนี้|ได้แก่|ว่า|:)\s*$")
_BULLET = re.compile(
    r"^\s*(?:(?P<dash>[-–—•●▪◦*])|(?P<dotted>[0-9๐-๙]{1,2}\.[0-9๐-๙]{1,2})|(?P<letter>\(?[ก-ฮ]\))"
    r"|(?P<number>\(?[0-9๐-๙]{1,2}[.)]))\s*(?=\S)"
)
_NUMBERED = re.compile(r"^\s*\(?([0-9๐-๙]{1,2})[.)]")
_STARTS_ANEW = re.compile(
    r"^\s*(?:ข้อมูลต่อไปนี้|ตาราง|จากผล|จากการ|จากข้อ|ทั้งนี้|ดังนั้น|ซึ่ง|หมายเหตุ|ประเด็น|การวิเคราะห์|ผลการ|เทศบาล|องค์การ|อบต|❖"
    r"|ส่วนที่|บทที่|มาตรการ|แนวทาง|ในการนี้|#|\|)"
)
_ADVISES = re.compile(r"ควร|ต้อง|พึง|ขอให้|ให้(?:หน่วยงาน|ความ)|ขาด|ไม่มี|ไม่พบ|ยังไม่")
_ENDS = re.compile(r"^\s*(?:จึงเรียน|จึงสรุป|ขอแสดง|ลงชื่อ|\(\.{3}|จากข้อเสนอแนะ)")
_LONGEST_HEADING = 400


def from_passages(blocks: Sequence[Block]) -> list[Remark]:
    """Remarks listed under a sentence that announces the NACC's opinion."""
    remarks: list[Remark] = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if not isinstance(block, Paragraph):
            continue
        lead, inner = _announcement(block)
        if lead is None:
            continue
        found, index = _listed(lead, blocks, index, inner)
        remarks += found
    return remarks


def _announcement(block: Paragraph) -> tuple[str | None, list[tuple[str, Place]]]:
    """A paragraph that announces remarks, with the bullets it already holds."""
    lines = repair(block.text).split("\n")
    head = lines[0]
    rest = lines[1:]
    while rest and not _BULLET.match(rest[0]) and not _ANNOUNCES.search(head):
        head += " " + rest.pop(0)
    if len(head) > _LONGEST_HEADING or not (_NACC.search(head) and _REMARKS.search(head)):
        return None, []
    if not _ANNOUNCES.search(head) and len(head) > 120 and not rest:  # noqa: PLR2004 - prose
        return None, []
    inner: list[tuple[str, Place]] = []
    offset = len(lines) - len(rest)
    for number, line in enumerate(rest):
        at = block.place
        place = replace(at, line=at.line + offset + number) if at.line is not None else at
        if _BULLET.match(line):
            inner.append((line, place))
        elif inner:
            inner[-1] = (f"{inner[-1][0]} {line}", inner[-1][1])
    return head, inner


def _listed(
    head: str, blocks: Sequence[Block], index: int, inner: list[tuple[str, Place]]
) -> tuple[list[Remark], int]:
    """The list that follows, each entry with at most one piece that a blank line tore off.

    A list keeps one style of bullet: the number of the next section is no entry of it.
    """
    texts = list(inner)
    style = _style(texts[0][0]) if texts else None
    may_continue = False
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Paragraph):
            break
        text = repair(block.text)
        if _ENDS.match(text):
            break
        own = _style(text)
        if own is not None and own.endswith(".") and not head.strip().startswith(own):
            break
        if own is not None and style in (None, own):
            style = own
            texts += _split_lines(text, block)
            may_continue = own == "dash"
        elif own is None and not texts and _ADVISES.search(text) and not _ANNOUNCES.search(text):
            style = _PLAIN
            texts.append((text, block.place))
        elif own is None and style == _PLAIN and _ADVISES.search(text):
            texts.append((text, block.place))
        elif (
            may_continue
            and own is None
            and not _STARTS_ANEW.match(text)
            and not _ANNOUNCES.search(text)
        ):
            texts[-1] = (f"{texts[-1][0]} {text}", texts[-1][1])
            may_continue = False
        else:
            break
        index += 1
    remarks: list[Remark] = []
    for text, place in texts:
        inside = _split_numbered(text, place, None) if _numbering(text) else []
        remarks += inside or [_remark(text, place)]
    return remarks, index


_PLAIN = "plain"


def _style(text: str) -> str | None:
    """Which kind of bullet a text opens with."""
    found = _BULLET.match(text)
    if found is None or "❖" in text[:3]:
        return None
    # "๒.๑" belongs to the list of section "๒." alone.
    return found["dotted"].split(".")[0] + "." if found["dotted"] else found.lastgroup


def _split_lines(text: str, block: Paragraph) -> list[tuple[str, Place]]:
    """A block of several bullets, line by line."""
    parts: list[tuple[str, Place]] = []
    for number, line in enumerate(text.split("\n")):
        at = block.place
        place = replace(at, line=at.line + number) if at.line is not None else at
        if _BULLET.match(line) or not parts:
            parts.append((line, place))
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
        if joined and joined[-1][2] == instrument and joined[-1][0] == text:
            continue  # one merged cell that stands beside several rows
        if joined and joined[-1][2] == instrument and _is_continuation(joined[-1][0], text):
            joined[-1] = (f"{joined[-1][0]} {text}", joined[-1][1], instrument)
        else:
            joined.append((text, place, instrument))
    remarks: list[Remark] = []
    for text, place, instrument in joined:
        remarks += _split_numbered(text, place, instrument)
    return remarks


def _is_continuation(held: str, text: str) -> bool:
    """Whether a cell goes on with the list of the cell before it."""
    numbers = _numbering(held)
    return (
        bool(numbers) and not _NUMBERED.match(text) and bool(_next_number(text, len(numbers) + 1))
    )


def _next_number(text: str, number: int, start: int = 0) -> re.Match[str] | None:
    """The place where list number `number` opens; "รอบ 6 เดือน" opens nothing."""
    pattern = re.compile(
        rf"(?:^|(?<=[\s).(ก-๙”\"])){number}\s*[.)]?\s*(?=[ก-ฮเ-ไA-Z“\"])(?!\s*(?:เดือน|ปี|วัน|ประเด็น|ข้อ|คน))"
    )
    return pattern.search(arabic_digits(text), start)


def _numbering(text: str) -> list[re.Match[str]]:
    """The numbers 1, 2, 3 … that open the parts of a list inside one text, in order."""
    found: list[re.Match[str]] = []
    position = 0
    while match := _next_number(text, len(found) + 1, position):
        if not found and not set(".)") & set(match[0]):
            break
        found.append(match)
        position = match.end()
    return found if len(found) > 1 else []


def _split_numbered(text: str, place: Place, instrument: str | None) -> list[Remark]:
    marks = _numbering(text)
    if not marks:
        return [Remark(squeeze(repair(text)), place, instrument)]
    remarks: list[Remark] = []
    lead = squeeze(repair(text[: marks[0].start()]))
    if lead:
        remarks.append(Remark(lead, place, instrument))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for number, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1):
        remarks.append(Remark(squeeze(repair(text[mark.end() : end])), place, instrument, number))
    return remarks
