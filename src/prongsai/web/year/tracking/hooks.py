"""Progress: photos of notes, the tile, measures that wait for a person or are finished."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.fiscal import start
from prongsai.core.messages import read_words
from prongsai.core.progress.status import WHOLE, MeasureState, Status, status_at
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.platform.clock import today
from prongsai.web.signing.evidence.kinds import SubjectKind, register
from prongsai.web.year.analysis.tiles import Tile, figure, tile
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.values import measure_of
from prongsai.web.year.ownership.owners import Standing, finished, measures
from prongsai.web.year.ownership.work_queries import working_years
from prongsai.web.year.tracking.queries import NOTE, note_of_thread, notes_of
from prongsai.web.year.tracking.queries.measure import may_change
from prongsai.web.year.tracking.rights import recorder_of


def _name(agency: Agency, thread: UUID) -> str | None:
    note = note_of_thread(agency, thread)
    return note.measure.title if note is not None else None


def _may_add(person: Actor, thread: UUID) -> bool:
    note = note_of_thread(person.agency, thread)
    return note is not None and may_change(person, note, today())


def _url(agency: Agency, thread: UUID) -> str:
    note = note_of_thread(agency, thread)
    if note is None:
        return reverse("menu:root")
    year = note.measure.plan.fiscal_year
    return f"{reverse('tracking:measure', args=[year, note.measure_id])}#n-{thread}"


register(NOTE, SubjectKind(read_words("tracking/note"), _name, _may_add, _url))


@figure
@tile
def progress(agency: Agency, year: int) -> Tile | None:
    """How many measures are done and how many are late; None before there is a plan."""
    rows = rows_of(agency, year)
    if not rows:
        return None
    notes, on = notes_of(agency, year), today()
    states = [status_at(measure_of(row), notes.get(row.pk, ()), on).state for row in rows]
    late = states.count(MeasureState.OVERDUE)
    waits = states.count(MeasureState.AWAITING_EVIDENCE)
    note = _("ไม่มีเรื่องเกินกำหนด")
    if late:
        note = _("เกินกำหนด %(count)s เรื่อง") % {"count": late}
    elif waits:
        note = _("รอหลักฐาน %(count)s เรื่อง") % {"count": waits}
    address = reverse("tracking:board", args=[year])
    return Tile(
        heading=_("ติดตามมาตรการ"),
        figure=str(states.count(MeasureState.DONE)),
        unit=_("เสร็จจาก %(all)s เรื่อง") % {"all": len(rows)},
        note=note,
        url=f"{address}?state={MeasureState.OVERDUE.value}" if late else address,
        link=_("เปิดหน้าติดตามมาตรการ"),
    )


SILENT = timedelta(days=60)


@waiting
def measures_of_mine(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The measures that a person owns, or whose unit they head, and that ask for something."""
    recorder, agency = recorder_of(person, on), person.agency
    lines: list[Waiting] = []
    for year in working_years(agency, on):
        held = Standing(agency, year, on)
        mine = [
            subject for subject in measures(agency, year) if recorder.owns(held.owners_of(subject))
        ]
        rows = (subject.measure for subject in mine)
        lines += _of_year(agency, year, [row for row in rows if row is not None], on)
    return tuple(lines)


@finished
def whole_measures(agency: Agency, year: int, on: date) -> frozenset[UUID]:
    """The measures of a year that stand at 100 %; that evidence is missing is asked apart."""
    held = (
        (measure, [note for note in notes if note.on <= on])
        for measure, notes in notes_of(agency, year).items()
    )
    return frozenset(measure for measure, notes in held if notes and notes[-1].percent >= WHOLE)


def _of_year(agency: Agency, year: int, rows: Sequence[MeasureRow], on: date) -> Iterator[Waiting]:
    notes = notes_of(agency, year) if rows else {}
    for row in rows:
        status = status_at(measure_of(row), notes.get(row.pk, ()), on)
        asked = _asked(row, status, year, on)
        if asked is not None:
            ask, since = asked
            address = reverse("tracking:measure", args=[year, row.pk])
            yield Waiting("tracking", str(row), ask, address, since, row.ends_on, about=row.pk)


def _asked(row: MeasureRow, status: Status, year: int, on: date) -> tuple[Text, date] | None:
    if status.state is MeasureState.DONE:
        return None
    if status.state is MeasureState.OVERDUE:
        days = status.late_days
        return read_words("tracking/overdue", days=days), on - timedelta(days=days - 1)
    if status.state is MeasureState.AWAITING_EVIDENCE and status.last is not None:
        return read_words("tracking/proof_missing"), status.last.on
    heard = status.last.on if status.last is not None else row.starts_on or start(year)
    silent = on - heard
    if silent < SILENT:
        return None
    return read_words("tracking/silent", days=silent.days), heard + SILENT
