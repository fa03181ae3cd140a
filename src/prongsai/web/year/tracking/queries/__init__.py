"""The notes of a year's measures, as rows and as the core sees them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from prongsai.core.progress.model import Evidence, Note
from prongsai.core.progress.status import standing
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.evidence.queries import core_evidence
from prongsai.web.year.tracking.models import ProgressNote

# What evidence of a note hangs on: the note's thread.
NOTE = "note"
_TOLD = (
    "id", "measure_id", "thread", "on", "percent", "done", "outcome", "problem", "proposal",
    "spent", "reached", "recorded_at", "by_words", "replaced_by_id", "withdrawn_at",
)  # fmt: skip


@cached_for_request
def notes_of(
    agency: Agency, year: int, known_by: date | None = None
) -> Mapping[UUID, tuple[Note, ...]]:
    """The notes of a year that stand, by the id of their measure, with their evidence.

    Shape:  in the order of their days; measures without any are left out; `known_by` tells them
            as they were written down by the evening of that day. Two queries, however many.
    """
    rows = ProgressNote.objects.filter(
        agency=agency, measure__plan__fiscal_year=year, measure__removed_at=None
    )
    evidence = core_evidence(agency, NOTE, rows.order_by().values("thread"))
    held = core_notes(rows, evidence)
    return {measure: standing(notes, known_by) for measure, notes in held.items()}


def core_notes(
    rows: QuerySet[ProgressNote], evidence: Mapping[UUID, tuple[Evidence, ...]]
) -> Mapping[UUID, tuple[Note, ...]]:
    """All versions of notes as the core sees them, by the id of their measure.

    Shape:  one query that makes no rows, for a year has thousands of notes.
    """
    every = tuple(rows.annotate(key=F("measure__key")).values(*_TOLD, "key"))
    former = {row["replaced_by_id"]: row["id"] for row in every if row["replaced_by_id"]}
    by_measure: dict[UUID, list[Note]] = {}
    for row in every:
        replaces = str(former.get(row["id"], ""))
        withdrawn = row["withdrawn_at"]
        note = Note(
            measure=row["key"],
            on=row["on"],
            recorded_on=day_of(row["recorded_at"]),
            percent=row["percent"],
            done=row["done"],
            outcome=row["outcome"],
            problem=row["problem"],
            proposal=row["proposal"],
            spent=row["spent"],
            reached=row["reached"],
            by=row["by_words"],
            evidence=evidence.get(row["thread"], ()),
            key=str(row["id"]),
            replaces=replaces,
            withdrawn_on=day_of(withdrawn) if withdrawn else None,
            recorded_at=row["recorded_at"],
        )
        by_measure.setdefault(row["measure_id"], []).append(note)
    return {measure: tuple(notes) for measure, notes in by_measure.items()}


def note_row(agency: Agency, year: int, note_id: UUID) -> ProgressNote | None:
    rows = ProgressNote.objects.filter(
        agency=agency, measure__plan__fiscal_year=year, measure__removed_at=None, pk=note_id
    )
    return rows.select_related("agency", "measure__plan").first()


def note_of_thread(agency: Agency, thread: UUID) -> ProgressNote | None:
    rows = ProgressNote.objects.filter(agency=agency, thread=thread, replaced_by=None)
    return rows.select_related("agency", "measure__plan").first()
