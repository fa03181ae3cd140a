"""What was done for the measures: notes.yaml, or a table (XLSX, ODS, CSV) of one note a row."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.registers.damage import refuse_damaged
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, shorten, skeleton, squeeze
from prongsai.core.yaml_data.documents import Document
from prongsai.readers.plan import grids
from prongsai.readers.yaml_file import read_yaml

_TEXT_ENDINGS = (".yaml", ".yml")
_QUOTED = 60
_MOST_PERCENT = 100
# Names in a YAML file, and the headings of a table that mean the same.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "measure": ("ที่", "ลำดับ", "มาตรการที่", "มาตรการ"),
    "on": ("วันที่", "วันที่ดำเนินการ"),
    "percent": ("ร้อยละ", "ความก้าวหน้า"),
    "done": ("สิ่งที่ดำเนินการ", "ผลการดำเนินการ", "สรุปผลการดำเนินการ"),
    "outcome": ("ผลลัพธ์", "ผลลัพธ์หรือความสำเร็จ"),
    "problem": ("ปัญหา", "ปัญหา อุปสรรค", "ปัญหาและอุปสรรค"),
    "proposal": ("ข้อเสนอแนะ",),
    "spent": ("งบประมาณที่ใช้", "ใช้จ่าย", "งบประมาณ"),
    "reached": ("จำนวนคน", "ผู้ได้รับประโยชน์", "จำนวนผู้เข้าร่วม"),
    "by": ("ผู้รายงาน", "ผู้บันทึก"),
    "photos": ("ภาพ", "ภาพถ่าย", "หลักฐาน"),
}
_NAME_OF = {
    skeleton(heading): name for name, headings in _NAMES.items() for heading in (name, *headings)
}


class NotesReading(Struct, frozen=True):
    """The notes of a plan's measures by key, and what was found."""

    notes: Mapping[str, tuple[Note, ...]]
    findings: Findings


class _Reading(Struct):
    plan: Plan
    findings: Findings = field(default_factory=Findings)
    notes: dict[str, list[Note]] = field(default_factory=dict)


def read_notes(data: bytes, name: str, plan: Plan) -> NotesReading:
    """The notes in a file; one that cannot be used is told with its place and left out.

    Errors: UnreadableInput where the file is no YAML or no workbook.
    """
    reading = _Reading(plan)
    for entry, place in _entries(data, name, reading.findings):
        _add(reading, entry, place)
    notes = {key: tuple(own) for key, own in reading.notes.items()}
    return NotesReading(notes, reading.findings)


def _entries(
    data: bytes, name: str, findings: Findings
) -> Iterator[tuple[Mapping[str, Any], Place]]:
    if name.lower().endswith(_TEXT_ENDINGS):
        yield from _of_yaml(read_yaml(data, name), findings)
    else:
        for grid in grids(data, name):
            yield from _of_table(grid, findings)


def _of_yaml(document: Document, findings: Findings) -> Iterator[tuple[Mapping[str, Any], Place]]:
    findings.items += document.findings(document.twice, "note")
    content = [] if document.data is None else document.data
    if not isinstance(content, list):
        findings.error("readers/notes_shape", document.place())
        return
    for number, entry in enumerate(content):
        place = document.place((number,))
        if isinstance(entry, Mapping):
            yield entry, place
        else:
            findings.error("readers/note_shape", _quoting(place, str(entry)))


def _of_table(grid: Grid, findings: Findings) -> Iterator[tuple[Mapping[str, Any], Place]]:
    """The rows below the first row that names a measure's column and a day's."""
    head: dict[int, str] = {}
    faults: list[Finding] = []
    titles: dict[int, str] = {}
    for row in range(len(grid.rows)):
        typed = {column: squeeze(text) for column, text in grid.typed(row).items()}
        if not head:
            named = {column: _NAME_OF.get(skeleton(text), "") for column, text in typed.items()}
            if {"measure", "on"} <= set(named.values()):
                head, titles = named, typed
            continue
        ids = [column for column, name in head.items() if name in ("measure", "by")]
        faults += grid.faults(row, titles, identifiers=ids, keeps=False)
        entry = {head[column]: text for column, text in typed.items() if head.get(column)}
        if entry:
            yield entry, grid.place_of(row)
    refuse_damaged(faults)
    if not head and any(grid.typed(row) for row in range(len(grid.rows))):
        findings.warning("readers/notes_without_head", grid.place)


def _add(reading: _Reading, entry: Mapping[str, Any], place: Place) -> None:
    findings = reading.findings
    for name in entry:
        if name not in _NAMES:
            findings.warning("readers/note_unknown_name", place, name=name, names=", ".join(_NAMES))
    measure = _measure(reading, entry, place)
    day = _day(entry, place, findings)
    # Every fault of an entry is told at once, also of one that is not counted.
    percent = _number(entry, "percent", place, findings)
    if percent is not None and percent > _MOST_PERCENT:
        _tell_number(findings, "percent", str(entry["percent"]), place)
        percent = None
    spent = _number(entry, "spent", place, findings)
    reached = _number(entry, "reached", place, findings)
    if measure is None or day is None:
        return
    reading.notes.setdefault(measure.key, []).append(
        Note(
            measure=measure.key,
            on=day,
            recorded_on=day,
            percent=int(percent or 0),
            done=_text(entry, "done"),
            outcome=_text(entry, "outcome"),
            problem=_text(entry, "problem"),
            proposal=_text(entry, "proposal"),
            spent=spent,
            reached=None if reached is None else int(reached),
            by=_text(entry, "by"),
            evidence=tuple(_photos(entry.get("photos"), day)),
            source=place,
        )
    )


def _measure(reading: _Reading, entry: Mapping[str, Any], place: Place) -> Measure | None:
    asked = squeeze(arabic_digits(str(entry.get("measure") or ""))).rstrip(".")
    measure = next(
        (
            measure
            for measure in reading.plan.measures
            if asked and asked in (measure.key, measure.number)
        ),
        None,
    )
    if measure is None:
        reading.findings.error("readers/note_measure", _quoting(place, asked))
    return measure


def _day(entry: Mapping[str, Any], place: Place, findings: Findings) -> date | None:
    typed = str(entry.get("on") or "")
    span = read_date(typed)
    if span is None:
        findings.error("readers/note_date", _quoting(place, typed))
        return None
    return span.first


def _number(
    entry: Mapping[str, Any], name: str, place: Place, findings: Findings
) -> Decimal | None:
    """A number of 0 or more; None where there is none or it cannot be read."""
    typed = squeeze(arabic_digits(str(entry.get(name) if entry.get(name) is not None else "")))
    bare = typed.removesuffix("บาท").removesuffix("คน").removesuffix("%").replace(",", "").strip()
    if not bare:
        return None
    try:
        number = Decimal(bare)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0:
        _tell_number(findings, name, typed, place)
        return None
    return number


def _tell_number(findings: Findings, name: str, typed: str, place: Place) -> None:
    findings.error(
        "readers/note_number",
        place,
        names=Text(_NAMES[name][0], name),
        shorten=shorten(typed, _QUOTED),
    )


def _text(entry: Mapping[str, Any], name: str) -> str:
    """Lines of text; a list is one line each."""
    value = entry.get(name)
    if value is None:
        return ""
    lines = value if isinstance(value, list) else str(value).splitlines()
    return "\n".join(filter(None, (squeeze(str(line)) for line in lines)))


def _photos(value: Any, day: date) -> Iterator[Evidence]:
    """The photos of a note: files with captions; in a cell one a line, "file: caption"."""
    entries: Sequence[Any] = value if isinstance(value, list) else str(value or "").splitlines()
    for entry in entries:
        if isinstance(entry, Mapping):
            file, caption = str(entry.get("file") or ""), str(entry.get("caption") or "")
        else:
            file, _, caption = str(entry).partition(":")
        if file.strip():
            name = file.strip()
            yield Evidence(name, EvidenceKind.PHOTO, name, squeeze(caption), taken_on=day)


def _quoting(place: Place, text: str) -> Place:
    return replace(place, quote=shorten(text, _QUOTED) or None)
