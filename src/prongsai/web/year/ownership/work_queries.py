"""Today: what is late, due and waiting for a person and for the units of their positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.analysis.weakness import find_weak
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import units_of, worked_for
from prongsai.web.agency.waiting import LATELY, Waiting, waiting_for
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.platform.templatetags.ui import thai_date, thai_short_date
from prongsai.web.year.analysis.rows import ItemRow, costliest, item_rows, ranked
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.ownership.models import Kind
from prongsai.web.year.ownership.owners import Owners, Standing, Subject, finished_in, subjects
from prongsai.web.year.scoring.queries import current_scores, remarks

WEEK = 7  # days
_LABEL = attrgetter("label")
_OPEN = read_words("ownership/button.open")
_BUTTONS = {
    "signing": read_words("ownership/button.signing"),
    "tracking": read_words("ownership/button.tracking"),
    "reader": read_words("ownership/button.reader"),
    "notice": read_words("ownership/button.read"),
    "inbox": read_words("ownership/button.read"),
}


class Task(Struct, frozen=True):
    """A measure that waits.

    Shape:  `days` until it is due, less than 0 when that is past, None unknown; `waiting` is what
            another app asks of its owner now, None for nothing.
    """

    year: int
    subject: Subject
    due: date | None
    days: int | None
    owners: str
    is_joint: bool
    waiting: Waiting | None = None


class Todo(Struct, frozen=True):
    """One line of the page: what it is about, what to do, and the page where it is done.

    Shape:  `days` until it is due, less than 0 when that is past, None for no day; `is_asked` where
            it waits for the person now, whatever its day.
    """

    url: str
    name: Text | str
    text: str
    code: str = ""
    days: int | None = None
    is_asked: bool = True
    button: Text = _OPEN

    @property
    def late_by(self) -> int:
        """Days past its last day, 0 where it is not past."""
        return max(0, -(self.days or 0))


class Weak(Struct, frozen=True):
    """An item below target that waits; `owners` says whose it is."""

    year: int
    row: ItemRow
    target: Decimal
    owners: str


class WorkPage(Struct, frozen=True):
    """Everything that waits for one person.

    Shape:  `units` are the names of their units; `tasks` by due date, what is overdue first and
            what has no date last; `weak` the costliest first; `lines` all but what is weak, by day;
            `lately` the pages where they go on entering what they entered last.
    """

    units: tuple[str, ...]
    years: tuple[int, ...]
    tasks: tuple[Task, ...]
    weak: tuple[Weak, ...]
    lines: tuple[Todo, ...]
    lately: tuple[Hit, ...] = ()

    @property
    def late(self) -> tuple[Todo, ...]:
        """What is overdue."""
        return tuple(line for line in self.lines if line.late_by)

    @property
    def this_week(self) -> tuple[Todo, ...]:
        """What is due today or within a week."""
        return tuple(
            line for line in self.lines if line.days is not None and 0 <= line.days <= WEEK
        )

    @property
    def asked(self) -> tuple[Todo, ...]:
        """What waits for the person, and is due later or on no day."""
        return tuple(line for line in self._of_later if line.is_asked)

    @property
    def later(self) -> tuple[Todo, ...]:
        """What is the person's, and asks for nothing yet."""
        return tuple(line for line in self._of_later if not line.is_asked)

    @property
    def _of_later(self) -> Iterator[Todo]:
        return (line for line in self.lines if line.days is None or line.days > WEEK)

    @property
    def count(self) -> int:
        """How much is to be done now: what the page lists first, and the badge says."""
        return len(self.lines) - len(self.later)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.lines or self.weak)


@while_unchanged
def work_page(person: Actor, on: date) -> WorkPage:
    """What waits today, in the fiscal year of the day and those that are open after it."""
    mine = {unit.pk: unit.name for unit in units_of(person, on)}
    opened = working_years(person.agency, on)
    waiting = waiting_for(person, on)
    asked = {line.about: line for line in waiting if line.about is not None}
    of_years = [_of_year(person, year, on, set(mine), set(asked)) for year in opened]
    tasks = [
        replace(task, waiting=asked.pop(task.subject.measure.pk, None))
        for held, *_rest in of_years
        for task in held
        if task.subject.measure is not None
    ]
    tasks.sort(key=lambda task: (task.due is None, task.due or date.max, task.is_joint))
    # What a task says already is not said twice.
    others = [line for line in waiting if line.about is None or line.about in asked]
    duties = [line for *_rest, lines in of_years for line in lines]
    lines = (*map(_of_task, tasks), *map(_of_waiting, others), *duties)
    return WorkPage(
        units=tuple(mine.values()),
        years=opened,
        tasks=tuple(tasks),
        weak=tuple(weak for _tasks, held, _duties in of_years for weak in held),
        lines=tuple(sorted(lines, key=lambda line: (line.days is None, line.days))),
        lately=tuple(hit for finder in LATELY for hit in finder(person, on)),
    )


def _of_task(task: Task) -> Todo:
    asked = task.waiting
    url = reverse("tracking:measure", args=[task.year, task.subject.key])
    words = [in_language(asked.ask)] if asked else []
    words += [_("ครบกำหนด %(day)s") % {"day": thai_date(task.due)} if task.due else _("ไม่มีกำหนด")]
    words += [task.owners, *([_("ร่วม")] if task.is_joint else [])]
    return Todo(
        asked.url if asked else url, task.subject.name, " · ".join(words), task.subject.code,
        task.days, is_asked=bool(asked), button=_BUTTONS["tracking"] if asked else _OPEN,
    )  # fmt: skip


def _of_waiting(line: Waiting) -> Todo:
    text = in_language(line.ask)
    if line.since:
        text = _("%(ask)s · รอตั้งแต่ %(day)s") % {"ask": text, "day": thai_short_date(line.since)}
    button = _BUTTONS.get(line.kind, _OPEN)
    return Todo(line.url, line.name, text, days=line.days, button=button)


def working_years(agency: Agency, on: date) -> tuple[int, ...]:
    """The opened years that are not over, the earliest first; the newest where all are over."""
    opened = years(agency)
    going = tuple(sorted(year for year in opened if year >= year_of(on)))
    return going or opened[:1]


def _of_year(
    person: Actor, year: int, on: date, units: set[UUID], asked: set[UUID]
) -> tuple[list[Task], list[Weak], tuple[Todo, ...]]:
    held = Standing(person.agency, year, on)
    every = [(subject, held.owners_of(subject)) for subject in subjects(person.agency, year)]
    users = worked_for(person, on)
    mine = [(subject, owners) for subject, owners in every if owners.among(users, units)]
    done = finished_in(person.agency, year, on) - asked if mine else frozenset()
    tasks = [
        _task(year, subject, held, person, units, on)
        for subject, _ in mine
        if subject.measure and subject.measure.pk not in done
    ]
    items = [(subject, owners) for subject, owners in mine if subject.kind is Kind.ITEM]
    duties = tuple(_duties(person, year, [owners for _, owners in every]))
    return tasks, _weak(held, person.agency, year, items), duties


def _task(
    year: int, subject: Subject, held: Standing, person: Actor, units: set[UUID], on: date
) -> Task:
    owners = held.owners_of(subject)
    due = subject.measure.ends_on if subject.measure else None
    return Task(
        year=year,
        subject=subject,
        due=due,
        days=(due - on).days if due else None,
        owners=held.in_short(owners, _LABEL),
        is_joint=not any(owner.is_main for owner in owners.among(worked_for(person, on), units)),
    )


def _weak(
    held: Standing, agency: Agency, year: int, items: Sequence[tuple[Subject, Owners]]
) -> list[Weak]:
    """Those of some items that the year before left below target, found by their lineage."""
    if not items:
        return []
    current = current_scores(agency, year - 1)
    if current is None:
        return []
    weakness = find_weak(current.card)
    rows = item_rows(current.card, weakness, remarks(agency, year - 1))
    owned = {key: owners for subject, owners in items for key in subject.keys}
    weak = []
    for row in costliest(ranked(rows, weakness.below_target)):
        item = current.card.framework.items.get(row.code)
        keys = (item.lineage or (item.code,)) if item else ()
        owners = next((owned[key] for key in keys if key in owned), None)
        if owners is not None:
            weak.append(Weak(year, row, weakness.target, held.in_short(owners, _LABEL)))
    return weak


def _duties(person: Actor, year: int, held: Sequence[Owners]) -> Iterator[Todo]:
    """What waits for those who assign."""
    if not may(person, Right.ASSIGN):
        return
    address, code = reverse("ownership:owners", args=[year]), str(year)
    if gaps := sum(owners.is_gap for owners in held):
        text = _("ตัวชี้วัด ข้อ และมาตรการ")
        if again := sum(owners.is_gone for owners in held):
            text = _("ในจำนวนนี้ %(count)s เรื่องต้องมอบหมายใหม่") % {"count": again}
        name = _("%(count)s เรื่องยังไม่มีผู้รับผิดชอบ") % {"count": gaps}
        button = read_words("ownership/button.assign")
        yield Todo(f"{address}?state=open", name, text, code, button=button)
