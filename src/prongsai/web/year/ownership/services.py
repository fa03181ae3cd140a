"""Give subjects to units and people, and end it again; what ends is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

from prongsai.core.duties import names_all_units, unit_names
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.agency.reach import leavers_on, members_of, units_acted_for
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import UNDONE_FOR, now, today
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.ownership.models import JOINT, MAIN, Assignment, Kind
from prongsai.web.year.ownership.owners import Subject, measures

# Sent inside the transaction in which the owners changed: agency, year, by, subjects. Where another
# of its people does a unit's work: `former`, by the subject's key the parts that became `part`.
owners_changed = Signal()
_RANKS = {MAIN: "main", JOINT: "joint"}
_MOST_NAMED = 20


@transaction.atomic
def assign(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    subjects: Sequence[Subject],
    unit: Unit | None = None,
    user: User | None = None,
    rank: int = MAIN,
) -> int:
    """Give subjects to a unit, a person, or a person of a unit; how many changed owner.

    Who was main before is ended where there is a new one; who joins is one more. Whoever becomes
    main is joint no more, nor the other way.
    Errors: Refused without anybody, for a closed unit or account, who left the unit, a joint owner
            where nobody is the main one; Misuse where the year is not open.
    """
    locked(agency, year)
    _refuse_unfit(agency, unit, user)
    standing = _standing(agency, year, subjects)
    if rank == JOINT:
        _refuse_without_main(subjects, standing, unit, user)
    changed = []
    former: dict[str, set[UUID | None]] = {}
    for subject in subjects:
        held = standing.get(subject.ticket, [])
        if any(_is_same(assignment, unit, user) and assignment.rank == rank for assignment in held):
            continue
        gone = [
            assignment
            for assignment in held
            if assignment.rank == rank == MAIN or _is_same(assignment, unit, user)
        ]
        _end(gone, by)
        changed.append(subject)
        former[subject.key] = {row.part for row in gone if unit and row.unit_id == unit.pk}
    _begin(agency, by, year, [(subject, unit, user, rank) for subject in changed])
    if changed:
        owner = " · ".join(str(assignee) for assignee in (unit, user) if assignee is not None)
        journal.record(
            agency, by, "owners-assigned", named(changed), year=year, owner=owner,
            rank=_RANKS[rank],
        )  # fmt: skip
        owners_changed.send(
            Assignment, agency=agency, year=year, by=by, subjects=changed,
            former=former, part=Assignment(unit=unit, user=user).part,
        )  # fmt: skip
    return len(changed)


@transaction.atomic
def assign_every_unit(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    subjects: Sequence[Subject],
    unit: Unit | None = None,
    user: User | None = None,
    rank: int = MAIN,
) -> int:
    """Give subjects to every open unit, a task to each; how many changed owner.

    Shape:  who is named beside is an owner as by `assign`. Where nobody is the main one then, it
            is the central office, else the first unit.
    Errors: as `assign`; Refused where there is no open unit.
    """
    locked(agency, year)
    offered = sorted(open_units(agency), key=lambda each: not each.is_office)
    if not offered:
        raise Refused("ownership/nobody_chosen", field="unit")
    if unit is not None or user is not None:
        assign(agency, by=by, year=year, subjects=subjects, unit=unit, user=user, rank=rank)
    standing = _standing(agency, year, subjects)
    new: list[tuple[Subject, Unit | None, User | None, int]] = []
    for subject in subjects:
        held = standing.get(subject.ticket, [])
        there = {row.unit_id for row in held}
        has_main = any(row.rank == MAIN for row in held)
        for each in offered:
            if each.pk not in there:
                new.append((subject, each, None, JOINT if has_main else MAIN))
                has_main = True
    _begin(agency, by, year, new)
    changed = [subject for subject in subjects if any(subject is each for each, *_ in new)]
    if changed:
        journal.record(
            agency, by, "owners-assigned", named(changed), year=year,
            owner=unit_names().all_units[0], rank=_RANKS[rank],
        )  # fmt: skip
        owners_changed.send(Assignment, agency=agency, year=year, by=by, subjects=changed)
    return len(changed)


@transaction.atomic
def end(
    agency: Agency, *, by: Actor, year: int, subjects: Sequence[Subject],
    only: UUID | None = None, at: datetime | None = None,
) -> int:  # fmt: skip
    """End the assignments of some subjects, or `only` one of them; how many subjects had any.

    Shape:  `at` is the moment by which `bring_back` finds them, now where none is given.
    Errors: Misuse where the year is not open.
    """
    locked(agency, year)
    standing = _standing(agency, year, subjects)
    ended = []
    for subject in subjects:
        gone = [
            assignment
            for assignment in standing.get(subject.ticket, [])
            if only in (None, assignment.pk)
        ]
        if gone:
            _end(gone, by, at)
            ended.append(subject)
    if ended:
        journal.record(agency, by, "owners-ended", named(ended), year=year)
        owners_changed.send(Assignment, agency=agency, year=year, by=by, subjects=ended)
    return len(ended)


@transaction.atomic
def bring_back(
    agency: Agency, *, by: Actor, year: int, subjects: Sequence[Subject], at: datetime,
    only: UUID | None = None,
) -> int:  # fmt: skip
    """Let assignments stand again that the same person ended at a moment; how many subjects.

    Shape:  only shortly after, and not of a subject that others have by now, or the same again.
    Errors: Refused for a closed unit or account, and who left the unit; Misuse where the year is
            not open.
    """
    locked(agency, year)
    chosen = {"pk": only} if only else {}
    ended = _standing(agency, year, subjects, ended_at=at, ended_by=by.user, **chosen)
    standing = _standing(agency, year, subjects)
    if at < now() - UNDONE_FOR:
        ended = {}
    back = [
        subject
        for subject in subjects
        if subject.ticket in ended
        and not any(
            other.begun_at > at or other.rank == row.rank == MAIN or other.part == row.part
            for row in ended[subject.ticket]
            for other in standing.get(subject.ticket, ())
        )
    ]
    keys = [row.pk for subject in back for row in ended[subject.ticket]]
    rows = Assignment.objects.filter(pk__in=keys)
    for row in rows.select_related("unit", "user"):
        _refuse_unfit(agency, row.unit, row.user)
    rows.update(ended_at=None, ended_by=None, ended_by_words="")
    if back:
        journal.record(agency, by, "owners-brought-back", named(back), year=year)
        owners_changed.send(Assignment, agency=agency, year=year, by=by, subjects=back)
    return len(back)


@transaction.atomic
def assign_as_planned(agency: Agency, *, by: Actor, year: int) -> int:
    """Give every measure without owners to the units its plan names; how many were given.

    Errors: Misuse where the year is not open.
    """
    locked(agency, year)
    every = measures(agency, year)
    standing = _standing(agency, year, every)
    offered = open_units(agency)
    new = []
    for subject in every:
        if subject.measure is None or standing.get(subject.ticket):
            continue
        units = units_in(subject.measure.unit, offered)
        new += [(subject, unit, None, rank) for unit, rank in ranked(units)]
    _begin(agency, by, year, new)
    count = len({subject.key for subject, *_ in new})
    if count:
        journal.record(agency, by, "owners-assigned-as-planned", str(year), year=year, count=count)
    return count


def ranked(units: Sequence[Unit]) -> list[tuple[Unit, int]]:
    """Units as a text names them: the first is the main owner, the others join it."""
    return [(unit, JOINT if place else MAIN) for place, unit in enumerate(units)]


def units_in(text: str, units: Iterable[Unit]) -> list[Unit]:
    """The units that a text names, in its order; "all units" are those that it does not name too.

    Shape:  of two names of which one holds the other, the longer is meant. Of all units the central
            office stands before the others.
    """
    units = sorted(units, key=lambda unit: not unit.is_office)
    left, places = skeleton(text), []
    for unit in sorted(units, key=lambda unit: -len(unit.name)):
        name = skeleton(unit.name)
        place = left.find(name) if name else -1
        if place >= 0:
            places.append((place, unit))
            left = left.replace(name, "\0" * len(name))
    named_first = [unit for _, unit in sorted(places, key=lambda pair: pair[0])]
    others = units if names_all_units(text) else ()
    return list(dict.fromkeys((*named_first, *others)))


def named(subjects: Sequence[Subject]) -> str:
    """Subjects in one line: the first of them, then how many more."""
    words = ", ".join(subject.words for subject in subjects[:_MOST_NAMED])
    more = len(subjects) - _MOST_NAMED
    return f"{words} (+{more})" if more > 0 else words


def _refuse_unfit(agency: Agency, unit: Unit | None, user: User | None) -> None:
    if unit is None and user is None:
        raise Refused("ownership/nobody_chosen", field="unit")
    if unit is not None and unit.is_closed:
        raise Refused("ownership/unit_closed", field="unit", unit=unit)
    if user is not None and not user.is_active:
        raise Refused("ownership/account_closed", field="user", user=user)
    if unit and user and (user.pk, unit.pk) in leavers_on(agency, today()):
        raise Refused("ownership/person_outside_unit", field="user", user=user, unit=unit)


def _refuse_without_main(
    subjects: Sequence[Subject],
    standing: dict[str, list[Assignment]],
    unit: Unit | None,
    user: User | None,
) -> None:
    """A joint owner joins somebody: one who would only change places joins nobody."""
    alone = [
        subject
        for subject in subjects
        if not any(
            assignment.rank == MAIN and not _is_same(assignment, unit, user)
            for assignment in standing.get(subject.ticket, [])
        )
    ]
    if alone:
        names = named(alone)
        raise Refused("ownership/no_other_main_owner", field="rank", names=names)


def _standing(
    agency: Agency, year: int, subjects: Sequence[Subject], **wanted: Any
) -> dict[str, list[Assignment]]:
    """The assignments of some subjects by ticket: those that stand, or those that are wanted."""
    tickets = {
        (subject.kind.value, key): subject.ticket for subject in subjects for key in subject.keys
    }
    rows = Assignment.objects.select_for_update(no_key=True).filter(
        agency=agency, fiscal_year=year, **(wanted or {"ended_at": None})
    )
    standing: dict[str, list[Assignment]] = {}
    for row in rows:
        ticket = tickets.get((row.kind, row.subject))
        if ticket is not None:
            standing.setdefault(ticket, []).append(row)
    return standing


def _is_same(row: Assignment, unit: Unit | None, user: User | None) -> bool:
    return row.unit_id == (unit.pk if unit else None) and row.user_id == (user.pk if user else None)


def _end(rows: Sequence[Assignment], by: Actor, at: datetime | None = None) -> None:
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        ended_at=at or now(), ended_by=by.user, ended_by_words=by.words
    )


def _begin(
    agency: Agency,
    by: Actor,
    year: int,
    wanted: Iterable[tuple[Subject, Unit | None, User | None, int]],
) -> None:
    moment = now()
    Assignment.objects.bulk_create(
        Assignment(
            agency=agency,
            fiscal_year=year,
            kind=Kind(subject.kind),
            subject=subject.key,
            unit=unit,
            user=user,
            rank=rank,
            begun_at=moment,
            begun_by=by.user,
            begun_by_words=by.words,
        )
        for subject, unit, user, rank in wanted
    )


@transaction.atomic
def assign_within(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    subject: Subject,
    user: User | None,
    only: UUID | None = None,
) -> None:
    """Give what is assigned to one's own unit to a person of it; None is the unit as a whole.

    Shape:  `only` is the assignment that is meant where the own units have several, else the first.
    Errors: Refused where the subject is not the unit's, or the person not of it; Misuse where
            the year is not open.
    """
    locked(agency, year)
    row, unit = _of_own_unit(agency, by, year, subject, only)
    if user is not None and user not in members_of(agency, [unit], today()):
        raise Refused("ownership/person_outside_unit", field="user", user=user, unit=unit)
    if _is_same(row, unit, user):
        return
    # Whoever becomes main is joint no more; who is main already stays so.
    held = _standing(agency, year, [subject]).get(subject.ticket, [])
    gone = [other for other in held if other.pk == row.pk or _is_same(other, unit, user)]
    rank = min(other.rank for other in gone)
    _end(gone, by)
    _begin(agency, by, year, [(subject, unit, user, rank)])
    owner = " · ".join(str(assignee) for assignee in (unit, user) if assignee is not None)
    journal.record(
        agency, by, "owners-assigned", subject.words, year=year, owner=owner, rank=_RANKS[rank]
    )
    owners_changed.send(
        Assignment, agency=agency, year=year, by=by, subjects=[subject],
        former={subject.key: {other.part for other in gone}},
        part=Assignment(unit=unit, user=user).part,
    )  # fmt: skip


def _of_own_unit(
    agency: Agency, by: Actor, year: int, subject: Subject, only: UUID | None
) -> tuple[Assignment, Unit]:
    mine = units_acted_for(by, Right.ASSIGN_WITHIN, today())
    rows = Assignment.objects.filter(
        agency=agency, fiscal_year=year, kind=subject.kind, subject__in=subject.keys,
        ended_at__isnull=True, unit__in=mine,
    )  # fmt: skip
    rows = rows.filter(pk=only) if only else rows.order_by("rank", "begun_at", "unit__name", "id")
    row = rows.select_related("agency", "unit").first()
    if row is None or row.unit is None:
        raise Refused("ownership/not_assigned_to_unit")
    return row, row.unit
