"""Record, correct and withdraw notes of what was done of a measure."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from msgspec import Struct, convert
from msgspec.structs import asdict

from prongsai.core.progress.status import WHOLE
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.evidence.services import adopt
from prongsai.web.year.calendar.services.dates import forget_mark
from prongsai.web.year.calendar.services.mailing import follow
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import NOTE

_SUBJECT = 120


class Entry(Struct, frozen=True):
    """What a person writes down.

    Units:  `percent` 0-100 of the whole measure; `spent` baht and `reached` people since the note
            before, None for not said.
    """

    on: date
    percent: int
    done: str = ""
    outcome: str = ""
    problem: str = ""
    proposal: str = ""
    spent: Decimal | None = None
    reached: int | None = None


@transaction.atomic
def record(
    measure: MeasureRow, *, by: Actor, entry: Entry, draft: UUID | None = None
) -> ProgressNote:
    """Write a note; what its writer sent in for the form (`draft`) becomes its evidence.

    Errors: Refused for a day to come, for a share that is none, and where nothing is told.
    """
    _refuse_unfit(entry)
    key = uuid4()
    note = _version(measure, by, entry, key=key, thread=key)
    if draft is not None:
        adopt(measure.agency, by=by, draft=draft, subject_kind=NOTE, subject=note.thread)
    _record(note, by, "note-recorded", percent=note.percent)
    return note


@transaction.atomic
def correct(
    note: ProgressNote, *, by: Actor, entry: Entry, draft: UUID | None = None
) -> ProgressNote:
    """Put a corrected version in a note's place; the former one stays in the history.

    Errors: as `record`, and Refused where somebody else corrected or withdrew it meanwhile.
    """
    _refuse_unfit(entry)
    held = _standing(note)
    if draft is not None:
        adopt(held.agency, by=by, draft=draft, subject_kind=NOTE, subject=held.thread)
    if convert(held, Entry, from_attributes=True) == entry:
        return held
    key = uuid4()
    # First, for of a thread one version stands; the database checks the reference at the end.
    ProgressNote.objects.filter(pk=held.pk).update(replaced_by_id=key)
    made = _version(held.measure, by, entry, key=key, thread=held.thread)
    _record(made, by, "note-corrected", percent=made.percent)
    return made


@transaction.atomic
def withdraw(note: ProgressNote, *, by: Actor, reason: str) -> None:
    """Take a wrong note back: it counts no more, and stays in the history with the reason."""
    why = reason.strip()
    if not why:
        raise Refused("tracking/reason_missing", field="reason")
    held = _standing(note)
    held.withdrawn_at, held.withdrawn_by_words, held.withdrawn_why = now(), by.words, why
    held.save(update_fields=["withdrawn_at", "withdrawn_by_words", "withdrawn_why"])
    _record(held, by, "note-withdrawn", reason=why)


@transaction.atomic
def bring_back(note: ProgressNote, *, by: Actor) -> bool:
    """Undo a withdrawal; whether it was withdrawn."""
    journal.hold(note.agency)
    held = ProgressNote.objects.select_for_update(no_key=True).get(pk=note.pk)
    if held.withdrawn_at is None:
        return False
    held.withdrawn_at, held.withdrawn_by_words, held.withdrawn_why = None, "", ""
    held.save(update_fields=["withdrawn_at", "withdrawn_by_words", "withdrawn_why"])
    _record(held, by, "note-brought-back")
    return True


def _version(
    measure: MeasureRow, by: Actor, entry: Entry, *, key: UUID, thread: UUID
) -> ProgressNote:
    return ProgressNote.objects.create(
        id=key, agency=measure.agency, measure=measure, thread=thread, recorded_at=now(),
        by=by.user, by_words=by.words, **asdict(entry),
    )  # fmt: skip


def _standing(note: ProgressNote) -> ProgressNote:
    journal.hold(note.agency)
    rows = ProgressNote.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("agency", "measure__agency", "measure__plan").get(pk=note.pk)
    if held.replaced_by_id is not None or held.withdrawn_at is not None:
        raise Refused("tracking/note_changed_meanwhile")
    return held


def _refuse_unfit(entry: Entry) -> None:
    if entry.on > today():
        raise Refused("tracking/note_day_in_future", field="on")
    if not 0 <= entry.percent <= WHOLE:
        raise Refused("tracking/share_out_of_range", field="percent")
    if not (entry.done or entry.problem):
        raise Refused("tracking/note_empty", field="done")


def _record(note: ProgressNote, by: Actor, verb: str, **details: object) -> None:
    measure = note.measure
    subject, year = str(measure)[:_SUBJECT], measure.plan.fiscal_year
    journal.record(note.agency, by, verb, subject, year=year, day=note.on.isoformat(), **details)
    whole = ProgressNote.objects.filter(measure=measure, percent=WHOLE)
    if since := whole.aggregate(since=Max("recorded_at"))["since"]:
        # Finished, or to be done after all, though somebody had marked it before that note.
        forget_mark(note.agency, event=measure.pk, before=since)
        follow(note.agency, year)
