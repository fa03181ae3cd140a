"""One working group: members, versions, the order and its approval."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from msgspec import Struct

from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.case import Member
from prongsai.core.papers.document import Document
from prongsai.core.papers.memos import GroupOrder, group_order
from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units, heads, substitutes, units_of, worked_for
from prongsai.web.agency.roles import KEEPING_SYSTEM
from prongsai.web.office.meetings.models import Group, GroupVersion, Meeting, Task
from prongsai.web.office.meetings.series import Participant


def participants_of(group: Group) -> tuple[Participant, ...]:
    """The participants of a group in their order, by the titles that positions have today."""
    return tuple(
        Participant(
            member.position.title if member.position else member.title, member.role, member.position
        )
        for member in group.members.select_related("position__unit")
    )


def invited(meeting: Meeting) -> tuple[Participant, ...]:
    """Who is to come: the group's participants, or every position of the agency."""
    if meeting.group is not None:
        return participants_of(meeting.group)
    return tuple(
        Participant(position.title, "", position) for position in positions_of(meeting.agency)
    )


def positions_of(agency: Agency) -> tuple[Position, ...]:
    """The positions of an agency in their usual order; who keeps the system sits nowhere."""
    rows = Position.objects.filter(agency=agency).exclude(kind__in=KEEPING_SYSTEM)
    rows = rows.select_related("unit")
    return tuple(sorted(rows, key=lambda position: (rank_of(position.role), position.title)))


def holders(agency: Agency, positions: Sequence[Position], on: date) -> tuple[User, ...]:
    """The active people who hold one of some positions on a day, each once."""
    held = Appointment.objects.on(on).of_active()
    rows = held.filter(agency=agency, position__in=positions).select_related("user")
    return tuple({row.user_id: row.user for row in rows}.values())


def told_people(meeting: Meeting, on: date) -> tuple[User, ...]:
    """Whom an invitation reaches: who holds the group's positions, or everybody of the agency."""
    if meeting.group is None:
        return tuple(User.objects.filter(agency=meeting.agency, is_active=True))
    return holders(meeting.agency, positions_of_group(meeting.group), on)


def positions_of_group(group: Group) -> tuple[Position, ...]:
    """The positions that sit in a group: its members are asked, whatever their unit."""
    return tuple(
        participant.position
        for participant in participants_of(group)
        if participant.position is not None
    )


def units_of_group(group: Group) -> tuple[Unit, ...]:
    """The units whose positions sit in a group; the central office stands for those without one."""
    sitting = {position.unit for position in positions_of_group(group)}
    units = {unit for unit in sitting if unit is not None}
    if None in sitting:
        units |= set(Unit.objects.filter(agency=group.agency, is_office=True, is_closed=False))
    return tuple(sorted(units, key=lambda unit: unit.sort_key))


def groups_of(agency: Agency, year: int) -> QuerySet[Group]:
    """The working groups of a year that still work."""
    return Group.objects.filter(agency=agency, fiscal_year=year, closed_at=None)


def group_page(group: Group) -> dict[str, Any]:
    """One working group; each of its `versions` with what it changed."""
    versions = list(group.versions.all())
    before: list[GroupVersion | None] = [*versions[1:], None]  # one too many where there is none
    return {
        "group": group,
        "participants": participants_of(group),
        "versions": [
            (version, changes_of(old.content, version.content) if old else ())
            for version, old in zip(versions, before, strict=False)
        ],
        "meetings": tuple(group.meetings.all()),
    }


def order_of(group: Group, on: date, signing: Signing = UNSIGNED) -> Document:
    return group_order(
        office_of(group.agency, on),
        GroupOrder(
            subject=group.subject,
            fiscal_year=group.fiscal_year,
            reason=group.reason,
            duties=tuple(group.duties),
            members=tuple(
                Member(participant.title, participant.role)
                for participant in participants_of(group)
            ),
        ),
        signing,
    )


def changes_of(old: Mapping[str, object], new: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """What differs between two versions: fields by name with the text before and after."""
    names = ("name", "subject", "reason", "duties", "members", "publishes")
    return [
        (name, _words(name, old.get(name)), _words(name, new.get(name)))
        for name in names
        if old.get(name) != new.get(name)
    ]


def _words(name: str, value: object) -> str:
    if name == "members" and isinstance(value, list):
        return " · ".join(f"{member['title']} ({member['role']})" for member in value)
    if isinstance(value, list):
        return " · ".join(str(line) for line in value)
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่"
    return str(value or "")


class TasksPage(Struct, frozen=True):
    """The tasks of a year: the late first, then what is open, then what is done."""

    year: int
    late: tuple[Task, ...]
    open: tuple[Task, ...]
    done: tuple[Task, ...]
    owners: tuple[tuple[str, int, int], ...]  # name, open, late
    owner: str

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.open or self.done)


class Mine(Struct, frozen=True):
    """What makes a task somebody's own: units and positions of a day, and whose work they do.

    Shape:  `units` with the people who hold a post there: what one was given who holds none is the
            unit's again; of the tasks of `headed` units also those that one of the unit was given.
    """

    units: Mapping[UUID, frozenset[UUID]]
    headed: frozenset[UUID]
    positions: frozenset[UUID]
    users: frozenset[UUID]

    @property
    def tasks(self) -> Q:
        """The same as a question to the database."""
        theirs = Q(user__in=list(self.users)) & (Q(unit__in=list(self.units)) | Q(unit=None))
        for unit, people in self.units.items():
            theirs |= Q(unit=unit, position=None) & ~Q(user__in=list(people))
        return theirs | Q(unit__in=list(self.headed)) | Q(position__in=list(self.positions))

    def has(self, task: Task) -> bool:
        if task.unit_id in self.headed or task.position_id in self.positions:
            return True
        is_named = task.user_id in self.users
        if task.unit_id is None or task.unit_id not in self.units:
            return is_named and task.unit_id is None
        is_left = task.position_id is None and task.user_id not in self.units[task.unit_id]
        return is_named or is_left


def mine_of(person: Actor, on: date) -> Mine:
    """The units and positions of a person, and whose named work they do; up to four queries."""
    held = appointments_on(person.agency, on)
    units = {
        unit.pk: frozenset(
            row.user_id for row in held if row.position.unit_id == unit.pk and row.user.is_active
        )
        for unit in units_of(person, on)
    }
    posts = frozenset(row.position_id for row in held if row.user_id == person.user.pk)
    return Mine(units, headed_units(person, on), posts, worked_for(person, on))


def responsible_unit(task: Task) -> Unit | None:
    """The unit whose task it is, or that of the post."""
    return task.unit or (task.position.unit if task.position else None)


def unit_that_gives_on(person: Actor, task: Task, on: date) -> Unit | None:
    """The unit to one of whose people its head may give a task; None for everybody else.

    Shape:  what a post that leads was given is its holder's alone to give on.
    """
    unit, post, mine = responsible_unit(task), task.position, mine_of(person, on)
    if unit is None or unit.pk not in mine.headed:
        return None
    is_theirs = post is None or post.role.leads is None or post.pk in mine.positions
    return unit if is_theirs else None


def may_finish(person: Actor, task: Task, on: date) -> bool:
    """Whether a person may say that a task is done: whose it is, and who keeps the meetings."""
    return may(person, Right.HOLD_MEETINGS) or mine_of(person, on).has(task)


def tasks_page(person: Actor, year: int, on: date, owner: str = "") -> TasksPage:
    mine = mine_of(person, on)
    tasks = Task.objects.filter(agency=person.agency, fiscal_year=year, removed_at=None)
    rows = seen_on(tasks.select_related("meeting", "item", "user"), mine, on)
    owners: dict[str, list[Task]] = {}
    for row in rows:
        if not row.is_done:
            owners.setdefault(row.owner_words, []).append(row)
    counts = tuple(
        (name, len(held), sum(1 for task in held if task.is_late))
        for name, held in sorted(owners.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )
    shown = [row for row in rows if not owner or row.owner_words == owner]
    return TasksPage(
        year,
        tuple(row for row in shown if row.is_late),
        tuple(row for row in shown if not row.is_done and not row.is_late),
        tuple(row for row in shown if row.is_done),
        counts,
        owner if owner in owners else "",
    )


def tasks_of_meeting(person: Actor, meeting_id: UUID, on: date) -> list[Task]:
    rows = Task.objects.filter(agency=person.agency, meeting=meeting_id, removed_at=None)
    tasks = list(rows.select_related("meeting", "item", "user"))
    return seen_on(tasks, mine_of(person, on), on) if tasks else []


def open_tasks(agency: Agency, *, before: date | None = None) -> QuerySet[Task]:
    """What is not done, of all years; only what was due before a day where one is given."""
    rows = Task.objects.filter(agency=agency, done_at=None, removed_at=None)
    if before is not None:
        rows = rows.filter(due__lt=before)
    return rows.select_related("meeting", "unit", "position")


def together_with(task: Task) -> QuerySet[Task]:
    """A task and those that others were given by the same meeting in the same words."""
    rows = Task.objects.filter(Q(pk=task.pk) | Q(removed_at=None), meeting=task.meeting_id)
    return rows.filter(text=task.text).select_related("meeting", "user")


def seen_on(tasks: Iterable[Task], mine: Mine, on: date) -> list[Task]:
    """Some tasks as somebody sees them on a day: how near they are, and which are their own.

    Shape:  what was given to several is counted among the tasks at hand.
    """
    rows = list(tasks)
    given = Counter((row.meeting_id, row.text) for row in rows)
    done = Counter((row.meeting_id, row.text) for row in rows if row.is_done)
    for row in rows:
        row.days, row.is_mine = (row.due - on).days, mine.has(row)
        key = (row.meeting_id, row.text)
        row.given, row.done = given[key], done[key]
    return rows


def people_of(agency: Agency, tasks: Iterable[Task], on: date) -> Mapping[UUID, tuple[User, ...]]:
    """Who has to do each of some tasks, by the task's id; one query.

    Shape:  of a unit its head, else everybody of it; the head of the central office for that; of a
            person also who acts in a post of theirs. What a person of a unit was given is the
            unit's once they hold no post there.
    """
    appointments = Appointment.objects.on(on).filter(agency=agency, user__is_active=True)
    held = list(appointments.select_related("position__unit", "user"))
    acting = substitutes(held)
    people_by_task: dict[UUID, tuple[User, ...]] = {}
    for task in tasks:
        rows: list[Appointment] = []
        if task.user_id is not None:
            people = {task.user_id, *(user.pk for user in acting.get(task.user_id, ()))}
            rows = [
                row for row in held
                if row.user_id in people and task.unit_id in (None, row.position.unit_id)
            ]  # fmt: skip
        if not rows and task.position_id is not None:
            rows = [row for row in held if row.position_id == task.position_id]
        elif not rows and (task.unit_id or not task.user_id):
            of_unit = [row for row in held if row.position.unit_id == task.unit_id]
            rows = [row for row in of_unit if heads(row.position)] or of_unit
        people_by_task[task.pk] = tuple({row.user_id: row.user for row in rows}.values())
    return people_by_task
