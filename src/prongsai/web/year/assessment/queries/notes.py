"""Notes of an agency on subjects of the assessment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.year.assessment.framework.texts import ITEM_FILES, Documents
from prongsai.web.year.assessment.models import ItemNote
from prongsai.web.year.assessment.queries.pages import name_of, year_data


class NoteLine(Struct, frozen=True):
    """A subject of the year with its note; `note` is None where there is none yet."""

    lineage: str
    code: str
    name: Text
    note: ItemNote | None


def note_lines(agency: Agency, fiscal_year: int) -> tuple[NoteLine, ...]:
    """Every note of a year with its item; subjects without an item come last."""
    year = year_data(agency, fiscal_year)
    held = {note.lineage: note for note in notes_of(agency, fiscal_year)}
    lines = []
    for item in _all_items(year.documents) if year else ():
        for lineage in item["lineage"]:
            if lineage in held:
                note = held.pop(lineage)
                lines.append(NoteLine(lineage, item["code"], name_of(item["name"]), note))
    lines += [NoteLine(key, "", Text(key, key), note) for key, note in held.items()]
    return tuple(lines)


def notes_of(agency: Agency, fiscal_year: int) -> tuple[ItemNote, ...]:
    """The notes of a year that say something."""
    rows = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year)
    return tuple(rows.exclude(text=""))


def note_of(agency: Agency, fiscal_year: int, lineage: str) -> NoteLine | None:
    """One subject with its note; None where the year has neither."""
    year = year_data(agency, fiscal_year)
    row = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year, lineage=lineage).first()
    items = _all_items(year.documents) if year else ()
    item = next((one for one in items if lineage in one["lineage"]), None)
    if item is None:
        return NoteLine(lineage, "", Text(lineage, lineage), row) if row else None
    return NoteLine(lineage, item["code"], name_of(item["name"]), row)


def _all_items(documents: Documents) -> Iterator[Mapping[str, Any]]:
    for name in ITEM_FILES.values():
        yield from documents[name].get("items") or []
