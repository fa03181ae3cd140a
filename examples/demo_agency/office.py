"""Acts of the office: the plan, meetings, papers, signatures, progress."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from demo_agency import drawings
from demo_agency.stage import Stage, later, on
from prongsai.core.progress.model import Faces
from prongsai.core.progress.status import WHOLE
from prongsai.web.agency.models import Position, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.office.announcements.queries.pages import CEREMONY
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.services import acknowledge, close, note_opened
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    Presence,
    Task,
)
from prongsai.web.office.meetings.queries.groups import invited
from prongsai.web.office.meetings.series import agenda_of, draft_of
from prongsai.web.office.meetings.services import groups, planning, recording, tasks
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.services import add, describe
from prongsai.web.year.calendar.queries import event_id, event_of
from prongsai.web.year.calendar.services.dates import mark_done, move
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.services.arranging import remove_measure
from prongsai.web.year.measures.services.editing import save_row
from prongsai.web.year.ownership.owners import subject_of
from prongsai.web.year.ownership.services import assign
from prongsai.web.year.reports import services as reports
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.tracking.queries import NOTE
from prongsai.web.year.tracking.services import Entry, record

_DAYS_TO_READ = 10


class Photo(Struct, frozen=True):
    """A drawing with its caption."""

    scene: str
    caption: str


# Papers


def sign_through(stage: Stage, submission: Submission, opinions: dict[str, str]) -> None:
    """Endorse, each person with an opinion; then the mayor approves."""
    for login, opinion in opinions.items():
        submission = decide(
            submission, by=stage.person(login), verdict="endorse", opinion=opinion
        )  # fmt: skip
    decide(submission, by=stage.person("mayor"), verdict="approve")
    stage.work()


def circulation(stage: Stage, kind: str, subject: Any) -> Circulation:
    """What was sent round about a subject."""
    return Circulation.objects.get(agency=stage.agency, kind=kind, subject=subject)


def read_paper(stage: Stage, circulation: Circulation, logins: list[str] | None = None) -> None:
    """Acknowledge a paper; everybody who was sent it does, unless some are named."""
    if logins is None:
        sent = circulation.recipients.exclude(user=None).order_by("added_at", "position")
        logins = list(sent.values_list("user__login", flat=True))
    for login in logins:
        note_opened(circulation, by=stage.person(login))
        acknowledge(circulation, by=stage.person(login))


# The year


def mark_dates_done(stage: Stage, by: Actor, keys: list[str]) -> None:
    """Mark dates of the year's calendar as done."""
    for key in keys:
        event = event_of(stage.agency, stage.year, event_id(stage.agency, stage.year, key))
        if event is not None:
            mark_done(stage.agency, by=by, event=event)


def move_date(stage: Stage, by: Actor, key: str, day: date, reason: str) -> None:
    """Move a date of the year's calendar."""
    event = event_of(stage.agency, stage.year, event_id(stage.agency, stage.year, key))
    if event is not None:
        seen = (event.first, event.last)
        move(stage.agency, by=by, event=event, days=(day, day), seen=seen, reason=reason)


def assign_indicators(stage: Stage, by: Actor, units: dict[str, list[str]]) -> None:
    """Assign indicators to units."""
    for name, codes in units.items():
        subjects = [subject_of(stage.agency, stage.year, "indicator", code) for code in codes]
        known = [subject for subject in subjects if subject is not None]
        assign(stage.agency, by=by, year=stage.year, subjects=known, unit=stage.unit(name))


def edit_measure(stage: Stage, by: Actor, key: str, values: dict[str, Any]) -> None:
    """Change fields of a measure."""
    row = _measure(stage, key)
    save_row(stage.agency, by=by, fiscal_year=stage.year, row=row, values=values, seen=row.version)


def leave_out_measure(stage: Stage, by: Actor, key: str) -> None:
    """Take a measure out of the plan."""
    row = _measure(stage, key)
    remove_measure(stage.agency, by=by, fiscal_year=stage.year, measure_id=row.pk)


def note_progress(
    stage: Stage, by: Actor, measure: str, entry: Entry, photos: list[Photo] | None = None
) -> None:
    """Record progress of a measure; the photos of one that is done show no faces."""
    noted = record(_measure(stage, measure), by=by, entry=entry)
    for number, photo in enumerate(photos or (), start=1):
        name = f"{measure}-{entry.on.isoformat()}-{number}.jpg"
        row = _photo(stage, by, NOTE, noted.thread, name, photo, entry.on)
        if entry.percent == WHOLE:
            words = {"caption": photo.caption, "place": "", "faces": Faces.NOBODY.value}
            describe(row, by=by, taken_on=entry.on, **words)


def write_report(stage: Stage, by: Actor, measure: str, written: reports.Written) -> None:
    """Write a measure's row of the 6-month report."""
    reports.save_row(
        stage.agency, by=by, year=stage.year, kind=KINDS["report-6"],
        measure_id=_measure(stage, measure).pk, written=written, seen=0,
    )  # fmt: skip


def remind_of_report(stage: Stage, by: Actor) -> None:
    """Remind everybody who owes a row of the 6-month report."""
    reports.remind(stage.agency, by=by, year=stage.year, kind=KINDS["report-6"])


def show_ceremony(stage: Stage, by: Actor, subject: Any, day: date, photos: list[Photo]) -> None:
    """Add photos of how the policy of no gifts was announced."""
    for photo in photos:
        _photo(stage, by, CEREMONY, subject, f"no-gift-{photo.scene}.jpg", photo, day)


def _measure(stage: Stage, key: str) -> MeasureRow:
    return next(row for row in rows_of(stage.agency, stage.year) if row.key == key)


def _photo(
    stage: Stage, by: Actor, kind: str, subject: Any, name: str, photo: Photo, day: date
) -> EvidenceRow:
    return add(
        stage.agency, by=by, subject_kind=kind, subject=subject, name=name, caption=photo.caption,
        data=drawings.drawing(photo.scene, photo.caption), taken_on=day,
    )  # fmt: skip


# Meetings


def make_group(stage: Stage, by: Actor, kind: str) -> Group:
    """Make a working group in the usual words; its order is to be published."""
    draft = replace(draft_of(stage.agency, stage.year, kind), publishes=True)
    return groups.make(stage.agency, by=by, year=stage.year, kind=kind, draft=draft)


def plan_meetings(stage: Stage, by: Actor, wanted: planning.Plan, days: list[date]) -> None:
    """Plan meetings with the usual agenda of their kind."""
    wanted = replace(wanted, agenda=agenda_of(stage.agency, stage.year, wanted.kind))
    planning.plan(stage.agency, by=by, year=stage.year, days=days, wanted=wanted)


def hold_meeting(
    stage: Stage,
    kind: str,
    day: date,
    said: list[tuple[str, str]],
    ends: time,
    absent: dict[str, str],
) -> Meeting:
    """Hold a meeting and send its minutes round; those of the one before are certified.

    Shape:  `said` has what was said and resolved at each item of the agenda; `absent` the reason by
            the position.
    """
    meetings = Meeting.objects.filter(agency=stage.agency, kind=kind)
    meeting = meetings.get(day=day)
    with on(later(day, -7), 10):
        planning.tell(meeting, by=stage.person("ita"))
    with on(later(day, 1), 10):
        by = stage.person("ita")
        items = [
            AgendaItem(id=item.pk, title=item.title, text=text, resolution=resolution)
            for item, (text, resolution) in zip(meeting.items.all(), said, strict=True)
        ]
        recording.write_down(
            meeting, by=by, seen=meeting.revision, items=items, ends=ends,
            attendance=_attendance(meeting, absent),
        )  # fmt: skip
        recording.ask(meeting, by=by, kinds=["minutes"])
        stage.work()
        meeting = recording.send(meeting, by=by, due=later(day, _DAYS_TO_READ))
    with on(later(day, 1), 13):
        read_paper(stage, circulation(stage, "meeting-minutes", meeting.pk))
    before = meetings.filter(day__lt=day).last()
    if before is not None:
        with on(later(day, 1), 14):
            recording.certify(before, by=stage.person("ita"), day=day)
            minutes = circulation(stage, "meeting-minutes", before.pk)
            close(minutes, by=stage.person("ita"))
    return meeting


def _attendance(meeting: Meeting, absent: dict[str, str]) -> list[Attendance]:
    return [
        Attendance(
            title=participant.title, role=participant.role,
            presence=Presence.ABSENT if participant.title in absent else Presence.PRESENT,
            reason=absent.get(participant.title, ""), position=participant.position,
        )
        for participant in invited(meeting)
    ]  # fmt: skip


def give_task(
    by: Actor,
    meeting: Meeting,
    place: int,
    text: str,
    due: date,
    unit: Unit | None = None,
    position: Position | None = None,
) -> Task:
    """Give a task that an item of the agenda resolved."""
    item = meeting.items.get(place=place)
    return tasks.give(meeting, by=by, text=text, due=due, item=item, unit=unit, position=position)
