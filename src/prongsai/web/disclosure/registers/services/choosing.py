"""Say who writes a register, once everybody who gains or loses by it was named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from msgspec import Struct

from prongsai.core.messages import read_message
from prongsai.core.registers.duties import duties
from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Reach
from prongsai.core.roles import Told
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import told_of
from prongsai.web.agency.services import notifying
from prongsai.web.disclosure.registers.models import ChosenWriters, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.queries.writers import (
    OWN_UNIT,
    Writers,
    chosen_writers,
    describe_writers,
    open_unit_names,
    usual_writers,
    writers_of,
)
from prongsai.web.disclosure.registers.rights import Scope, scope_of_holder
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.ownership.owners import Holder, holders_on


class Change(Struct, frozen=True):
    """What somebody writes before and after; never the same."""

    person: Actor
    before: Scope
    after: Scope

    @property
    def is_gain(self) -> bool:
        """Whether the person writes more rows than before."""
        return _size(self.after) > _size(self.before)


class Preview(Struct, frozen=True):
    """What a choice would do; `state` is a digest of it, `opens` whether more would read."""

    before: Writers | None
    after: Writers | None
    changes: tuple[Change, ...]
    opens: bool
    state: str

    @property
    def gains(self) -> tuple[Change, ...]:
        """Those who would write more."""
        return tuple(change for change in self.changes if change.is_gain)

    @property
    def losses(self) -> tuple[Change, ...]:
        """Those who would write less."""
        return tuple(change for change in self.changes if not change.is_gain)


def preview_choice(agency: Agency, register: Register, choice: Writers | None) -> Preview:
    """What it would do if the agency chose some writers; None for the usual ones.

    Shape:  the number of queries does not grow with the people.
    """
    before = writers_of(agency, register)
    after = choice or usual_writers(register, open_unit_names(agency))
    changes = tuple(_changes(register, holders_on(agency, today()), before, after))
    chosen = chosen_writers(agency).get(register.key)
    sets = [_text(writers) for writers in (chosen, before, choice, after)]
    people = [
        f"{change.person.user.pk} {_size(change.before)} {_size(change.after)}"
        for change in changes
    ]
    state = sha256("\n".join((register.key, *sets, *sorted(people))).encode()).hexdigest()
    opens = register.is_restricted and _opens(register, before, after)
    return Preview(before, after, changes, opens, state[:32])


def _changes(
    register: Register,
    holders: Iterable[Holder],
    before: Writers | None,
    after: Writers | None,
) -> Iterable[Change]:
    for holder in holders:
        was = scope_of_holder(holder, register, before)
        will_be = scope_of_holder(holder, register, after)
        if was != will_be:
            yield Change(holder.person, was, will_be)


def _size(scope: Scope) -> tuple[bool, int]:
    return scope.is_all, len(scope.units)


def _text(writers: Writers | None) -> str:
    if writers is None:
        return "-"
    return f"{writers.own_unit} {sorted(map(str, writers.units))} {sorted(map(str, writers.posts))}"


def _opens(register: Register, before: Writers | None, after: Writers | None) -> bool:
    """Whether some who do not read the rows of a register would read them as its writers."""
    if after is None:
        return False
    own = register.rights.writes is Reach.OWN_UNIT
    was = before or (OWN_UNIT if own else Writers())
    is_own_new = after.own_unit and not (was.own_unit or own)
    is_own_new = is_own_new and register.rights.sees is not Reach.OWN_UNIT
    return is_own_new or not (after.units <= was.units and after.posts <= was.posts)


@transaction.atomic
def choose_writers(
    agency: Agency, *, by: Actor, register: Register, choice: Writers | None, seen: str
) -> bool:
    """Let some write a register from now on, None for the usual ones; whether anything changed.

    Shape:  `seen` is the state of the preview that was shown.
    Errors: Refused where nobody would write, where the preview is old, and where a register that
            few read has rows and would be read by more, or by who chooses.
    """
    journal.hold(agency)
    if choice == Writers():
        raise Refused("registers/writers_nobody", field="way")
    preview = preview_choice(agency, register, choice)
    if preview.state != seen:
        raise Refused("registers/writers_changed_meanwhile")
    if choice == chosen_writers(agency).get(register.key):
        return False
    _refuse_opened(agency, by, register, preview)
    rows = ChosenWriters.objects.filter(agency=agency, register=register.key)
    if choice is None:
        rows.delete()
    else:
        _keep(agency, register, choice)
    names = names_of_writers(agency)
    journal.record(
        agency, by, "register-writers-chosen", register.title.th[:200],
        before=describe_writers(register, preview.before, names).th,
        after=describe_writers(register, preview.after, names).th,
        gained=len(preview.gains), lost=len(preview.losses),
    )  # fmt: skip
    _tell(agency, by, register, preview, names)
    return True


def _refuse_opened(agency: Agency, by: Actor, register: Register, preview: Preview) -> None:
    """Rows that were written for few stay with them, and nobody makes himself their reader."""
    if not preview.opens:
        return
    if RegisterRow.objects.filter(agency=agency, register=register.key).exists():
        raise Refused("registers/writers_open_rows", field="way")
    if any(change.person.user.pk == by.user.pk for change in preview.gains):
        raise Refused("registers/writers_open_to_oneself", field="way")


def _keep(agency: Agency, register: Register, choice: Writers) -> None:
    values = {
        "own_unit": choice.own_unit, "units": sorted(map(str, choice.units)),
        "posts": sorted(map(str, choice.posts)), "changed_at": now(),
    }  # fmt: skip
    ChosenWriters.objects.update_or_create(
        agency=agency, register=register.key, defaults=values
    )


def names_of_writers(agency: Agency) -> Mapping[UUID, str]:
    """The names of all units and the titles of all posts of an agency: two queries."""
    units = Unit.objects.filter(agency=agency).values_list("pk", "name")
    posts = Position.objects.filter(agency=agency).values_list("pk", "title")
    return dict([*units, *posts])


def _tell(
    agency: Agency, by: Actor, register: Register, preview: Preview, names: Mapping[UUID, str]
) -> None:
    """Tell who gains and who loses; of more readers also those who hear of new readers."""
    writers = describe_writers(register, preview.after, names)
    values = {"by": by.words, "title": register.title, "writers": writers}
    address = reverse("registers:writers")
    gained, lost = (
        [change.person.user for change in changes if change.person.user.pk != by.user.pk]
        for changes in (preview.gains, preview.losses)
    )
    notifying.tell(agency, gained, read_message("registers/writers_gained", **values).text, address)
    notifying.tell(agency, lost, read_message("registers/writers_lost", **values).text, address)
    if preview.opens:
        watching = [user for user in _watching(agency) if user.pk != by.user.pk]
        said = read_message("registers/writers_read_restricted", **values).text
        notifying.tell(agency, watching, said, address)


def _watching(agency: Agency) -> list[User]:
    rows = Appointment.objects.on(today()).filter(
        agency=agency, position__kind__in=told_of(Told.APPOINTMENTS)
    )
    return [row.user for row in rows.select_related("user")]


def forget_choice(agency: Agency, by: Actor, register: Register) -> None:
    """Let a register that few read from now on be written as it says itself."""
    rows = ChosenWriters.objects.filter(agency=agency, register=register.key)
    if rows.delete()[0]:
        after = describe_writers(register, None, {}).th
        journal.record(
            agency, by, "register-writers-chosen", register.title.th[:200],
            before="–", after=after, gained=0, lost=0,
        )  # fmt: skip


def record_shifts(agency: Agency, units: Iterable[Unit], former: str, by: Actor | None) -> None:
    """Tell the journal whose duties went to another unit, as units are called otherwise.

    Shape:  `former` is the name that the units bore while they were open, "" for new ones. Where
            nobody had the duty by name it is told once there are rows.
    """
    names = open_unit_names(agency)
    changed = {unit.pk for unit in units}
    before = {key: name for key, name in names.items() if key not in changed}
    if former:
        before |= dict.fromkeys(changed, former)
    for key, duty in duties().items():
        was, now_has = duty.unit_among(before), duty.unit_among(names)
        if was == now_has:
            continue
        usual = [one for one in registers_of(agency).registers if one.rights.duty == key]
        chosen = chosen_writers(agency)
        keys = [one.key for one in usual if one.key not in chosen]
        rows = RegisterRow.objects.filter(agency=agency, register__in=keys)
        if keys and (was is not None or rows.exists()):
            own = read_message("registers/writers_own_unit").text.th
            journal.record(
                agency, by, "register-writers-shifted", duty.name.th,
                before=before[was] if was else own, after=names[now_has] if now_has else own,
            )  # fmt: skip


def may_choose(person: Actor) -> bool:
    """Whether a person says who writes the registers: whoever changes the agency's settings."""
    return may(person, Right.EDIT_AGENCY)
