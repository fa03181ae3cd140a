"""Tasks of resolutions: who has to do them, and the page that follows them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct

from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.meetings.models import Task
from prongsai.web.year.ownership.owners import units_of


class TaskRow(Struct, frozen=True):
    """One task; `days` until it is due, negative once that is past; `is_mine` the reader's own.

    Shape:  `event` is its entry in the calendar, None for none.
    """

    id: UUID
    text: str
    owner: str
    due: date
    days: int
    meeting_id: UUID
    meeting: str
    meeting_day: date
    resolution: str
    done_at: datetime | None
    done_words: str
    note: str
    reminded_at: datetime | None
    event: UUID | None
    is_mine: bool
    is_removed: bool

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        """Whether its day is past and it is not done."""
        return self.days < 0 and not self.is_done


class TasksPage(Struct, frozen=True):
    """The tasks of a year: the late first, then what is open, then what is done."""

    year: int
    late: tuple[TaskRow, ...]
    open: tuple[TaskRow, ...]
    done: tuple[TaskRow, ...]
    owners: tuple[tuple[str, int, int], ...]  # name, open, late
    owner: str

    @property
    def open_count(self) -> int:
        """How many are not done."""
        return len(self.late) + len(self.open)

    @property
    def is_empty(self) -> bool:
        """Whether there is none at all."""
        return not (self.late or self.open or self.done)


class Mine(Struct, frozen=True):
    """What makes a task somebody's own: the units and positions they hold on a day."""

    units: frozenset[UUID]
    positions: frozenset[UUID]

    def has(self, task: Task) -> bool:
        """Whether a task is theirs."""
        return task.unit_id in self.units or task.position_id in self.positions


def mine_of(person: Actor, on: date) -> Mine:
    """The units and positions of a person; two or three queries."""
    held = _held(person.agency, on).filter(user=person.user).values_list("position", flat=True)
    return Mine(frozenset(unit.pk for unit in units_of(person, on)), frozenset(held))


def may_finish(person: Actor, task: Task, on: date) -> bool:
    """Whether a person may say that a task is done: whose it is, and who keeps the meetings."""
    return may(person, Right.HOLD_MEETINGS) or mine_of(person, on).has(task)


def task_of(agency: Agency, year: int, task_id: UUID) -> Task | None:
    """One task of an agency, also one that was removed."""
    rows = Task.objects.filter(agency=agency, fiscal_year=year, pk=task_id)
    return rows.select_related("meeting", "unit", "position", "item", "agency").first()


def tasks_page(person: Actor, year: int, on: date, owner: str = "") -> TasksPage:
    """The tasks of a year, of one owner or of all."""
    mine = mine_of(person, on)
    rows = [row_of(task, mine, on) for task in _rows(person.agency, year)]
    owners: dict[str, list[TaskRow]] = {}
    for row in rows:
        if not row.is_done:
            owners.setdefault(row.owner, []).append(row)
    counts = tuple(
        (name, len(held), sum(1 for one in held if one.is_late))
        for name, held in sorted(owners.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    shown = [row for row in rows if not owner or row.owner == owner]
    return TasksPage(
        year,
        tuple(row for row in shown if row.is_late),
        tuple(row for row in shown if not row.is_done and not row.is_late),
        tuple(row for row in shown if row.is_done),
        counts,
        owner if owner in owners else "",
    )


def tasks_of_meeting(person: Actor, meeting_id: UUID, on: date) -> tuple[TaskRow, ...]:
    """The tasks that one meeting gave."""
    rows = Task.objects.filter(agency=person.agency, meeting=meeting_id, removed_at=None)
    found = list(rows.select_related("meeting", "item"))
    mine = mine_of(person, on) if found else Mine(frozenset(), frozenset())
    return tuple(row_of(task, mine, on) for task in found)


def open_tasks(agency: Agency, *, before: date | None = None) -> QuerySet[Task]:
    """What is not done, of all years; only what was due before a day where one is given."""
    rows = Task.objects.filter(agency=agency, done_at=None, removed_at=None)
    if before is not None:
        rows = rows.filter(due__lt=before)
    return rows.select_related("meeting", "unit", "position")


def row_of(task: Task, mine: Mine, on: date) -> TaskRow:
    """One task as pages show it."""
    return TaskRow(
        id=task.pk,
        text=task.text,
        owner=task.owner_words,
        due=task.due,
        days=(task.due - on).days,
        meeting_id=task.meeting_id,
        meeting=task.meeting.title,
        meeting_day=task.meeting.day,
        resolution=task.item.title if task.item else "",
        done_at=task.done_at,
        done_words=task.done_words,
        note=task.note,
        reminded_at=task.reminded_at,
        event=task.event,
        is_mine=mine.has(task),
        is_removed=task.removed_at is not None,
    )


def people_of(agency: Agency, tasks: Iterable[Task], on: date) -> Mapping[UUID, tuple[User, ...]]:
    """Who has to do each of some tasks, by the task's id; one query.

    Shape:  of a unit its head, else everybody of it; the head of the central office for that.
    """
    held = list(_held(agency, on).filter(user__is_active=True).select_related("user"))
    found: dict[UUID, tuple[User, ...]] = {}
    for task in tasks:
        if task.position_id is not None:
            rows = [row for row in held if row.position_id == task.position_id]
        else:
            rows = _of_unit(held, task)
        found[task.pk] = tuple({row.user_id: row.user for row in rows}.values())
    return found


def _of_unit(held: list[Appointment], task: Task) -> list[Appointment]:
    own = [row for row in held if row.position.unit_id == task.unit_id]
    heads = [row for row in own if row.position.role.leads_unit]
    if task.unit is not None and task.unit.is_office:
        heads += [row for row in held if row.position.role.leads_office]
    return heads or own


def _held(agency: Agency, on: date) -> QuerySet[Appointment]:
    return Appointment.objects.on(on).filter(agency=agency).select_related("position")


def _rows(agency: Agency, year: int) -> QuerySet[Task]:
    rows = Task.objects.filter(agency=agency, fiscal_year=year, removed_at=None)
    return rows.select_related("meeting", "item")
