"""Tasks of resolutions: give them, put them off, say that they are done, remind who owes them."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from prongsai.core.dates import in_words
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency, Position, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.reach import members_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.meetings.models import AgendaItem, Meeting, Task
from prongsai.web.office.meetings.queries.groups import open_tasks, people_of, unit_that_gives_on
from prongsai.web.office.meetings.services import planning
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold, record
from prongsai.web.year.calendar.services import telling
from prongsai.web.year.ownership.owners import titles_of

MOST_TASKS = 300


@transaction.atomic
def give(
    meeting: Meeting,
    *,
    by: Actor,
    text: str,
    due: date,
    item: AgendaItem | None = None,
    unit: Unit | None = None,
    position: Position | None = None,
    user: User | None = None,
) -> Task:
    """Give a task that a meeting resolved to a unit, a position or a person, and to the calendar.

    Errors: Refused without an owner, for a day before the meeting, and for too many.
    """
    owner = user or position or unit
    _check(meeting, due, owner)
    words = _owner_words(meeting.agency, owner)
    task = Task.objects.create(
        agency=meeting.agency, fiscal_year=meeting.fiscal_year, meeting=meeting, item=item,
        text=text, unit=unit if owner is unit else None, user=user, owner_words=words, due=due,
        position=position if owner is position else None,
        made_at=now(), made_by=by.user, by_words=by.words,
    )  # fmt: skip
    task.event = planning.enter(
        meeting.agency, by=by, year=meeting.fiscal_year, name=text, day=due,
        unit=unit or (position.unit if position else None), detail=f"งานตามมติ {meeting.title}",
    )  # fmt: skip
    task.save(update_fields=["event"])
    record(meeting.agency, by, "task-given", text, year=meeting.fiscal_year, owner=words,
           day=due.isoformat())  # fmt: skip
    return task


@transaction.atomic
def give_each(
    meeting: Meeting, owners: Iterable[Unit | Position | User], *, by: Actor, text: str, due: date,
    item: AgendaItem | None = None,
) -> list[Task]:  # fmt: skip
    """Give each of some owners the same as a task of their own, or nobody."""
    return [
        give(
            meeting, by=by, text=text, due=due, item=item,
            unit=owner if isinstance(owner, Unit) else None,
            position=owner if isinstance(owner, Position) else None,
            user=owner if isinstance(owner, User) else None,
        )
        for owner in owners
    ]  # fmt: skip


@transaction.atomic
def put_off(task: Task, *, by: Actor, seen: date, due: date, reason: str) -> Task:
    """Let a task be due on another day; the calendar follows, what was told before is outdated.

    Shape:  `seen` is the day that its page showed.
    Errors: Refused where somebody changed it meanwhile, it is done or taken out, the day is the
            old one, or lies before the meeting.
    """
    row = _row(task)
    if not row.is_open:
        raise Refused("meetings/task_done_or_removed")
    if seen != row.due:
        raise Refused("meetings/task_postponed_meanwhile", due=in_words(row.due))
    if due == row.due:
        raise Refused("meetings/day_unchanged", field="due")
    _check_due(row.meeting, due)
    before, row.due = row.due, due
    row.save(update_fields=["due"])
    planning.move(row, by=by, day=due, reason=reason)
    telling.settle(row.agency, row.pk)
    record(row.agency, by, "task-put-off", row.text, year=row.fiscal_year,
           first=before.isoformat(), last=due.isoformat(), reason=reason)  # fmt: skip
    return row


@transaction.atomic
def give_on(task: Task, *, by: Actor, user: User | None) -> Task:
    """Give a task of one's own unit to a person of it; None is the unit, or its post, as before.

    Errors: Refused for who does not head the unit, a person who is not of it, and where the task is
            done or taken out.
    """
    row = _row(task)
    unit = unit_that_gives_on(by, row, today())
    if unit is None:
        raise Refused("ownership/not_assigned_to_unit")
    if not row.is_open:
        raise Refused("meetings/task_done_or_removed")
    if user is not None and user not in members_of(row.agency, [unit], today()):
        raise Refused("ownership/person_outside_unit", field="user", user=user, unit=unit)
    row.user, row.unit = user, unit if user or row.position_id is None else None
    row.save(update_fields=["user", "unit"])
    telling.settle(row.agency, row.pk)
    owner = _owner_words(row.agency, user or row.position or unit)
    record(row.agency, by, "task-given-on", row.text, year=row.fiscal_year, owner=owner)
    return row


@transaction.atomic
def finish(task: Task, *, by: Actor, note: str) -> Task:
    """Say that a task is done, and what came of it; done twice changes nothing."""
    row = _row(task)
    if not row.is_open:
        return row
    row.done_at, row.done_by, row.done_words, row.note = now(), by.user, by.words, note
    row.save()
    planning.finish(row, by=by, is_done=True)
    telling.settle(row.agency, row.pk)
    record(row.agency, by, "task-done", row.text, year=row.fiscal_year, note=note)
    return row


@transaction.atomic
def reopen(task: Task, *, by: Actor) -> Task:
    """It is not done after all; the note stays in the journal."""
    row = _row(task)
    if row.done_at is None:
        return row
    row.done_at, row.done_by, row.done_words, row.note = None, None, "", ""
    row.save()
    planning.finish(row, by=by, is_done=False)
    record(row.agency, by, "task-reopened", row.text, year=row.fiscal_year)
    return row


@transaction.atomic
def remove(task: Task, *, by: Actor, is_back: bool = False) -> Task:
    """Take a task out, or bring it back."""
    row = _row(task)
    if (row.removed_at is None) == is_back:
        return row
    row.removed_at = None if is_back else now()
    row.save(update_fields=["removed_at"])
    planning.take_out(row, by=by, is_back=is_back)
    if not is_back:
        telling.settle(row.agency, row.pk)
    verb = "task-brought-back" if is_back else "task-removed"
    record(row.agency, by, verb, row.text, year=row.fiscal_year)
    return row


@transaction.atomic
def remind(agency: Agency, *, by: Actor, year: int) -> tuple[int, int]:
    """Remind of every open task of a year that is late; how many tasks, and how many people.

    Errors: Refused where nothing is late.
    """
    rows = list(open_tasks(agency, before=today()).filter(fiscal_year=year))
    if not rows:
        raise Refused("meetings/nothing_late")
    owners = people_of(agency, rows, today())
    for row in rows:
        if people := owners[row.pk]:
            telling.add_reminders(
                agency, to=people, about=row.pk, year=row.fiscal_year, last_day=row.due,
                name=read_words("meetings/overdue", text=row.text), url=row.url,
            )  # fmt: skip
    reached = len({user.pk for people in owners.values() for user in people})
    Task.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now())
    record(agency, by, "tasks-reminded", str(year), year=year, count=len(rows), people=reached)
    return len(rows), reached


def _row(task: Task) -> Task:
    hold(task.agency)
    rows = Task.objects.select_for_update(of=("self",))
    return rows.select_related("agency", "meeting", "unit", "position__unit").get(pk=task.pk)


def _owner_words(agency: Agency, owner: Unit | Position | User | None) -> str:
    """An owner as papers name it; of a person the post, too."""
    title = titles_of(agency, today()).get(owner.pk) if isinstance(owner, User) else None
    return f"{title} ({owner})" if title else str(owner)


def _check(meeting: Meeting, due: date, owner: Unit | Position | User | None) -> None:
    if owner is None:
        raise Refused("meetings/nobody_chosen", field="units")
    if isinstance(owner, Unit) and owner.is_closed:
        raise Refused("meetings/unit_closed", field="units", unit=owner)
    if isinstance(owner, User) and not owner.is_active:
        raise Refused("ownership/account_closed", field="user", user=owner)
    _check_due(meeting, due)
    rows = Task.objects.filter(agency=meeting.agency, fiscal_year=meeting.fiscal_year)
    if rows.filter(removed_at=None).count() >= MOST_TASKS:
        raise Refused("meetings/too_many_tasks", most_tasks=MOST_TASKS)


def _check_due(meeting: Meeting, due: date) -> None:
    if due < meeting.day:
        raise Refused("meetings/due_before_meeting", field="due")
