"""Who would write a register, by name, if an agency chose some writers; and how all stand."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from prongsai.core.duties import duty_of
from prongsai.core.registers.model import Group, Register
from prongsai.core.registers.rules import Reach
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import Holder, holders_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.disclosure.registers.queries.writers import (
    OWN_UNIT,
    Writers,
    chosen_writers,
    describe_writers,
    open_unit_names,
    usual_writers,
    writers_among,
    writers_of,
)
from prongsai.web.disclosure.registers.rights import Scope, scope_of_holder
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import sentence
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.tags import Tag

_VERBS = ("register-writers-chosen", "register-writers-shifted")
_SHOWN = 10


class WritersChange(Struct, frozen=True):
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
    changes: tuple[WritersChange, ...]
    opens: bool
    state: str

    @property
    def gains(self) -> tuple[WritersChange, ...]:
        """Those who would write more."""
        return tuple(change for change in self.changes if change.is_gain)

    @property
    def losses(self) -> tuple[WritersChange, ...]:
        """Those who would write less."""
        return tuple(change for change in self.changes if not change.is_gain)


def preview_choice(agency: Agency, register: Register, choice: Writers | None) -> Preview:
    """What it would do if the agency chose some writers; None for the usual ones.

    Shape:  the number of queries does not grow with the people.
    Errors: Refused where nobody would write.
    """
    if choice == Writers():
        raise Refused("registers/writers_nobody", field="own_unit")
    before = writers_of(agency, register)
    after = choice or usual_writers(register, open_unit_names(agency))
    everybody = (
        WritersChange(
            holder.person,
            scope_of_holder(holder, register, before),
            scope_of_holder(holder, register, after),
        )
        for holder in holders_on(agency, today())
    )
    changes = tuple(change for change in everybody if change.before != change.after)
    chosen = chosen_writers(agency).get(register.key)
    sets = [_text(writers) for writers in (chosen, before, choice, after)]
    people = [
        f"{change.person.user.pk} {_text_of(change.before)} {_text_of(change.after)}"
        for change in changes
    ]
    state = sha256("\n".join((register.key, *sets, *sorted(people))).encode()).hexdigest()
    opens = register.is_restricted and _opens(register, before, after)
    return Preview(before, after, changes, opens, state[:32])


def _size(scope: Scope) -> tuple[bool, int, int]:
    return scope.is_all, len(scope.units), len(scope.own_rows)


def _text_of(scope: Scope) -> str:
    return f"{scope.is_all} {sorted(map(str, scope.units))} {sorted(map(str, scope.own_rows))}"


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


def names_of_writers(agency: Agency) -> Mapping[UUID, str]:
    """The names of all units and the titles of all posts of an agency: two queries."""
    units = Unit.objects.filter(agency=agency).values_list("pk", "name")
    posts = Position.objects.filter(agency=agency).values_list("pk", "title")
    return dict([*units, *posts])


def writers_page(agency: Agency) -> dict[str, object]:
    """Every register with who writes it; the number of queries grows with neither.

    Shape:  of a register its writers in words, and what is to be noticed, "" for nothing;
            `keepers` are those who write whatever everybody sees; `history` the newest changes.
    """
    entries = JournalEntry.objects.filter(agency=agency, verb__in=_VERBS)
    entries = entries.order_by("-number")[:_SHOWN]
    holders = holders_on(agency, today())
    registers = registers_of(agency).registers
    writers, names = writers_among(agency, registers), names_of_writers(agency)
    shelves: dict[Group, list[tuple[Register, str, Tag]]] = {}
    for register in registers:
        row = _row(agency, register, writers.get(register.key), names, holders)
        shelves.setdefault(register.group, []).append(row)
    return {
        "shelves": [(group, shelves[group]) for group in Group if group in shelves],
        "keepers": sorted(
            {holder.person.words for holder in holders if may(holder.person, Right.DISCLOSE)}
        ),
        "history": [
            (entry.at, sentence(entry.verb, entry.subject, entry.detail)) for entry in entries
        ],
    }


def _row(
    agency: Agency,
    register: Register,
    writers: Writers | None,
    names: Mapping[UUID, str],
    holders: Iterable[Holder],
) -> tuple[Register, str, Tag]:
    count = sum(bool(scope_of_holder(holder, register, writers)) for holder in holders)
    people = ngettext("%(count)s คน", "%(count)s คน", count) % {"count": count}
    parts = [in_language(describe_writers(register, writers, names)), people]
    is_chosen = register.key in chosen_writers(agency)
    if register.rights.duty:
        parts.append(_duty_words(register, writers, is_chosen=is_chosen))
    if register.is_restricted:
        parts.append(_("จำกัดผู้อ่าน"))
    tag = Tag("quiet", _("หน่วยงานเลือกเอง")) if is_chosen else Tag("", "")
    if not count:
        tag = Tag("wait", _("ยังไม่มีผู้บันทึก"))
    return register, " · ".join(parts), tag


def _duty_words(register: Register, writers: Writers | None, *, is_chosen: bool) -> str:
    """What is said of the duty of a register: whose it is, or that no unit is called so."""
    duty = duty_of(register.rights.duty)
    words = {"duty": in_language(duty.name), "unit": duty.units[0]}
    if is_chosen:
        return _("ปกติเป็นหน้าที่%(duty)s") % words
    if writers is None:
        return _("ไม่มีส่วนราชการชื่อ “%(unit)s” หรือชื่อที่ใช้แทนกัน จึงให้แต่ละส่วนราชการบันทึกเอง") % words
    return _("ตามหน้าที่%(duty)s") % words


def words_of_scope(scope: Scope, names: Mapping[UUID, str]) -> str:
    """The rows that somebody writes in words."""
    if scope.is_all:
        return _("ทุกรายการ")
    parts = [
        sentence % {"units": ", ".join(sorted(names.get(unit, "–") for unit in units))}
        for sentence, units in (
            (_("รายการของ %(units)s"), scope.units),
            (_("รายการที่ตนบันทึกของ %(units)s"), scope.own_rows),
        )
        if units
    ]
    return " · ".join(parts) or _("ไม่ได้บันทึก")
