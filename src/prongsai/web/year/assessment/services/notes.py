"""Notes of an agency on subjects of the assessment."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.year.assessment.models import ItemNote


class NoteChanged(ProngsaiError):  # noqa: N818 - named for what happened
    """Somebody else wrote the note after the form was opened; `note` is what stands."""

    def __init__(self, note: ItemNote) -> None:
        """Keep what stands."""
        self.note = note
        super().__init__(
            Text(
                "มีผู้เขียนหมายเหตุนี้ไปแล้วหลังจากเปิดหน้านี้",
                "this note was written by somebody else after the page was opened",
            ),
            next_step=Text(
                "สิ่งที่พิมพ์ยังอยู่ รวมกับข้อความด้านล่าง แล้วบันทึกอีกครั้ง",
                "what you typed is kept: join it with the text below, and save again",
            ),
        )


def write_note(
    agency: Agency, *, by: Actor, fiscal_year: int, lineage: str, text: str, seen: int
) -> ItemNote | None:
    """Write the note on a subject; None where it says what it said.

    Shape:  `seen` is the note's number when the form was opened, 0 for none.
    Errors: NoteChanged where it is another by now.
    """
    wanted = text.strip()
    with transaction.atomic():
        Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        rows = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year, lineage=lineage)
        note = rows.first()
        if (note.text if note else "") == wanted:
            return None
        if note is not None and note.number != seen:
            raise NoteChanged(note)
        if note is None:
            note = ItemNote(agency=agency, fiscal_year=fiscal_year, lineage=lineage, number=0)
        note.text = wanted
        note.number += 1
        note.changed_at = now()
        note.changed_by = by.user
        note.changed_by_words = by.words
        note.save()
        journal.record(agency, by, "note-written", lineage, year=fiscal_year)
    return note
