"""One measure: where it stands, its notes with their evidence, and what they were before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.core.progress.status import Status, status_at
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.signing.evidence.hooks import draft_id
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import as_core, drafts_of, evidence_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.values import measure_of
from prongsai.web.year.ownership.owners import Owners, Standing, measures
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import NOTE, core_notes
from prongsai.web.year.tracking.queries.board import TAGS
from prongsai.web.year.tracking.rights import recorder_of, units_that_wrote


class NoteView(Struct, frozen=True):
    """A note with what hangs on it; `former` are its versions before, the newest first."""

    now: ProgressNote
    evidence: tuple[EvidenceRow, ...]
    former: tuple[ProgressNote, ...]
    may_change: bool = True


class TrackPage(Struct, frozen=True):
    """One measure of a year.

    Shape:  `notes` newest day first, withdrawn ones last; `draft` is the id under which files for
            the form are kept and `waiting` are those that were sent in already; `silent` are those
            of `asked` units, of a measure that several own, of which nobody wrote a note.
    """

    year: int
    row: MeasureRow
    status: Status
    tag: str
    owners: Owners
    notes: tuple[NoteView, ...]
    withdrawn: tuple[NoteView, ...]
    draft: UUID
    waiting: tuple[EvidenceRow, ...]
    may_record: bool
    asked: int = 0
    silent: tuple[str, ...] = ()

    @property
    def reported(self) -> int:
        """How many of the units that own it wrote a note."""
        return self.asked - len(self.silent)

    @property
    def photos(self) -> int:
        return sum(1 for note in self.notes for file in note.evidence if file.is_photo)


def track_page(person: Actor, year: int, measure_id: UUID, on: date) -> TrackPage | None:
    agency = person.agency
    subject = next(
        (
            measure_subject
            for measure_subject in measures(agency, year)
            if measure_subject.measure and measure_subject.measure.pk == measure_id
        ),
        None,
    )
    if subject is None or subject.measure is None:
        return None
    row = subject.measure
    owners = Standing(agency, year, on).owners_of(subject)
    rows = tuple(ProgressNote.objects.filter(agency=agency, measure=row))
    evidence = evidence_of(agency, NOTE, list({note.thread for note in rows}))
    shown = {thread: tuple(map(as_core, held)) for thread, held in evidence.items()}
    notes = core_notes(ProgressNote.objects.filter(agency=agency, measure=row), shown)
    status = status_at(measure_of(row), notes.get(row.pk, ()), on)
    draft = draft_id(person, row.pk)
    recorder = recorder_of(person, on)
    may_write = recorder.may(row, owners)
    own = recorder.wrote(agency, [note for note in rows if note.pk == note.thread])
    views = _views(rows, evidence, own if may_write else frozenset())
    asked, silent = _silent(agency, owners, rows)
    return TrackPage(
        year=year,
        row=row,
        status=status,
        tag=TAGS[status.state],
        owners=owners,
        notes=tuple(view for view in views if view.now.withdrawn_at is None),
        withdrawn=tuple(view for view in views if view.now.withdrawn_at is not None),
        draft=draft,
        waiting=drafts_of(person, draft),
        may_record=may_write,
        asked=asked,
        silent=silent,
    )


def _silent(
    agency: Agency, owners: Owners, notes: Sequence[ProgressNote]
) -> tuple[int, tuple[str, ...]]:
    """How many units own a measure, and which of them no note is from; none where one unit does.

    Shape:  a note is of the units whose work its first writer did on the day of writing.
    """
    units = {owner.unit_id: owner.unit for owner in owners.all if owner.unit_id is not None}
    if len(units) <= 1:
        return 0, ()
    stand = {note.thread for note in notes if not (note.replaced_by_id or note.withdrawn_at)}
    firsts = [note for note in notes if note.pk == note.thread and note.thread in stand]
    heard = frozenset[UUID]().union(*units_that_wrote(agency, firsts).values())
    return len(units), tuple(name for unit, name in units.items() if unit not in heard)


def may_record(person: Actor, measure: MeasureRow, on: date) -> bool:
    """Whether a person may write down the progress of a measure."""
    recorder = recorder_of(person, on)
    if recorder.may(measure, Owners()):
        return True
    year = measure.plan.fiscal_year
    held = Standing(person.agency, year, None)
    subjects = (subject for subject in measures(person.agency, year) if subject.measure == measure)
    return any(recorder.owns(held.owners_of(subject)) for subject in subjects)


def may_change(person: Actor, note: ProgressNote, on: date) -> bool:
    """Whether a person may correct a note, withdraw it, and change its photos."""
    first = ProgressNote.objects.get(agency=person.agency, pk=note.thread)
    is_own = bool(recorder_of(person, on).wrote(person.agency, [first]))
    return is_own and may_record(person, note.measure, on)


def photo_sheets(
    agency: Agency, year: int, each: int, chosen: frozenset[UUID] = frozenset()
) -> list[tuple[MeasureRow, str, list[EvidenceRow]]]:
    """The newest photos of every measure that has any, `each` at most, in the plan's order.

    Shape:  the measure, its owners or else its unit, and the photos.
    """
    held = Standing(agency, year, None)
    threads = ProgressNote.objects.filter(
        agency=agency, measure__plan__fiscal_year=year, replaced_by=None, withdrawn_at=None
    ).order_by("-on", "-recorded_at", "id")
    by_measure: dict[UUID, list[UUID]] = {}
    for measure, thread in threads.values_list("measure_id", "thread"):
        by_measure.setdefault(measure, []).append(thread)
    evidence = evidence_of(
        agency, NOTE, [thread for some in by_measure.values() for thread in some]
    )
    sheets = []
    for subject in measures(agency, year):
        row = subject.measure
        if row is None or (chosen and row.pk not in chosen):
            continue
        files = (file for thread in by_measure.get(row.pk, ()) for file in evidence.get(thread, ()))
        photos = [file for file in files if file.is_photo][:each]
        owners = held.owners_of(subject)
        owner = ", ".join(holder.words for holder in owners.all) or row.unit
        if photos:
            sheets.append((row, owner, photos))
    return sheets


def _views(
    rows: Sequence[ProgressNote],
    evidence: Mapping[UUID, tuple[EvidenceRow, ...]],
    own: Collection[UUID],
) -> list[NoteView]:
    threads: dict[UUID, list[ProgressNote]] = {}
    for row in rows:
        threads.setdefault(row.thread, []).append(row)
    views = [
        _view(held, evidence.get(thread, ()), may_change=thread in own)
        for thread, held in threads.items()
    ]
    return sorted(views, key=lambda view: (view.now.on, view.now.recorded_at), reverse=True)


def _view(
    held: Sequence[ProgressNote], evidence: tuple[EvidenceRow, ...], *, may_change: bool = True
) -> NoteView:
    stands = next(version for version in held if version.replaced_by_id is None)
    former = [version for version in held if version is not stands]
    former.sort(key=lambda version: version.recorded_at, reverse=True)
    return NoteView(stands, evidence, tuple(former), may_change)


def note_view(agency: Agency, note: ProgressNote) -> NoteView:
    """One note with its versions and its evidence."""
    rows = tuple(ProgressNote.objects.filter(agency=agency, thread=note.thread))
    evidence = evidence_of(agency, NOTE, [note.thread])
    return _view(rows, evidence.get(note.thread, ()))
