"""All registers with how they stand, whom rows were sent round to, and the receipt of a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.papers.register_tables import PaperReceipt, register_receipt
from prongsai.core.registers.circulated import Readers, told_of
from prongsai.core.registers.model import Group, Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.papers import Receipt
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rows import row_name, with_computed
from prongsai.core.registers.values import shown
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.registers.models import (
    LASTING,
    NothingToReport,
    RegisterRow,
    RegisterRowVersion,
)
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, registers_of
from prongsai.web.disclosure.registers.queries.months import Months, months_seen, times_seen
from prongsai.web.disclosure.registers.rights import Scope, seen_by, written_by
from prongsai.web.office.circulation.queries import newest_sent
from prongsai.web.platform.address import printed_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.hits import Hit, matching
from prongsai.web.platform.language import in_language
from prongsai.web.year.assessment.queries import began_on


class Standing(Struct, frozen=True):
    """One register; `rows` None where the person sees no rows, nor how many there are.

    Shape:  `is_own` where the person writes rows of it.
    """

    register: Register
    rows: int | None
    items: tuple[str, ...]
    scope: Scope
    is_own: bool
    months: Months | None = None

    @property
    def may_open(self) -> bool:
        """Whether the person sees any of its rows."""
        return bool(self.scope)

    @property
    def words(self) -> str:
        """How many rows it has where they may know it, what it is for, which items it serves."""
        if not self.may_open:
            return _("ไม่เปิดให้ตำแหน่งของท่าน")
        purpose = in_language(self.register.purpose)
        description = f"{purpose} ({', '.join(self.items)})" if self.items else purpose
        if self.rows is None:
            return description
        count = ngettext("%(rows)s รายการ", "%(rows)s รายการ", self.rows) % {"rows": self.rows}
        if not (self.scope.is_all or self.register.rights.only_counts_leave):
            count = _("%(count)s ที่ท่านเห็น") % {"count": count}
        return f"{count} · {description}"


def shelves(
    person: Actor, year: int, on: date, asked: str
) -> list[tuple[Group, list[Standing], bool]]:
    """All registers by kind, or those that hold the words asked; few queries for their rows.

    Shape:  of each kind whether it lies open: where the person writes one of it, or asked for it.
    """
    agency, shelf = person.agency, _known_rows(person, year, on)
    wanted = {hit.url for hit in matching(hits(person, year, on), asked)}
    codes = {key: item.code for item in items_of(agency, year).items for key in item.keys}
    by_group: dict[Group, list[Standing]] = {}
    since = began_on(agency)
    for register in registers_of(agency).registers:
        if asked and _address(register, year) not in wanted:
            continue
        items = sorted({codes[lineage] for lineage in register.all_lineages if lineage in codes})
        scope, kept = seen_by(person, register, on), shelf.get(register.key, Shelf())
        rows = kept.rows if register.key in shelf else None
        owed = times_seen(agency, register, scope, kept.days, kept.nils, year, on, since)
        months = months_seen(register, kept.days, owed, on)
        is_own = bool(written_by(person, register, on))
        standing = Standing(register, rows, tuple(items), scope, is_own, months if scope else None)
        by_group.setdefault(register.group, []).append(standing)
    return [
        (group, by_group[group], bool(asked) or any(each.is_own for each in by_group[group]))
        for group in Group
        if group in by_group
    ]


def hits(person: Actor, year: int, on: date) -> Iterator[Hit]:
    """The registers that a person may open, as a search lists them."""
    for register in registers_of(person.agency).registers:
        if seen_by(person, register, on):
            words = f"{register.purpose.th} {register.purpose.en}"
            notes = (read_words("registers/register"), str(year))
            yield Hit(_address(register, year), register.title, notes, words=words)


def _address(register: Register, year: int) -> str:
    return reverse("registers:register", args=[year, register.key])


class Shelf(Struct):
    """What a person may know of the rows of a register."""

    rows: int = 0
    days: list[tuple[date, str, int]] = []
    nils: list[Nil] = []


def _known_rows(person: Actor, year: int, on: date) -> dict[str, Shelf]:
    """The rows that a person may know of, by register: two queries."""
    of = {"agency": person.agency, "fiscal_year__in": (year, LASTING)}
    counts = {"count": Count("pk"), "own": Count("pk", filter=Q(added_by=person.user))}
    rows = RegisterRow.objects.filter(**of, removed_at=None).order_by()
    counted = rows.values_list("register", "unit", TruncMonth("day")).annotate(**counts)
    known = {register.key: register for register in registers_of(person.agency).registers}
    scopes = {key: seen_by(person, register, on) for key, register in known.items()}
    shelf = {
        key: Shelf() for key, register in known.items()
        if scopes[key] or register.rights.only_counts_leave
    }  # fmt: skip
    for key, unit, day, count, own in counted:
        if key not in shelf:
            continue
        scope = scopes[key]
        sees = scope.is_all or unit in scope.units
        seen = count if sees else own if unit in scope.own_rows else 0
        shelf[key].rows += count if known[key].rights.only_counts_leave else seen
        if day and seen:
            shelf[key].days.append((day, str(unit or ""), seen))
    nils = NothingToReport.objects.filter(**of, taken_back_at=None)
    slots: Iterable[tuple[str, int, UUID | None]] = nils.values_list("register", "slot", "unit")
    for key, slot, unit in slots:
        if key in shelf and (rhythm := known[key].rhythm) is not None:
            shelf[key].nils.append(
                Nil(Slot(year, rhythm.every, slot), "" if unit is None else str(unit))
            )
    return shelf


KIND = "register-row"


def readers_of(agency: Agency, keys: Sequence[UUID]) -> Mapping[UUID, Readers]:
    """Of the newest circulation of each row how many acknowledged it; two queries."""
    newest = newest_sent(agency, KIND, keys)
    if not newest:
        return {}
    versions = RegisterRowVersion.objects.filter(row__in=list(newest)).order_by()
    changed = dict(versions.values("row").annotate(at=Max("made_at")).values_list("row", "at"))
    return {
        key: Readers(
            circulation.done,
            circulation.count,
            key in changed and changed[key] > circulation.started_at,
        )
        for key, circulation in newest.items()
    }


def words_of_rows(agency: Agency, register: Register, keys: Sequence[UUID]) -> Mapping[UUID, str]:
    """The same in words for the rows of a list; {} of a register whose rows are not sent round."""
    if not register.circulated:
        return {}
    readers = readers_of(agency, keys)
    return {key: in_language(told_of(readers.get(key))) for key in keys}


def sent_round(person: Actor, register: Register, kept: RegisterRow) -> dict[str, Any] | None:
    """What a row's page says of its circulation; None where rows are not sent round.

    Shape:  `url` is the circulation's page for who circulates, "" for others and where it was not
            sent round; `may_send` whether the person sends it round now.
    """
    if not register.circulated:
        return None
    newest = newest_sent(kept.agency, KIND, [kept.pk]).get(kept.pk)
    circulates = may(person, Right.CIRCULATE)
    if newest is None:
        words, url, is_closed = _("ยังไม่แจ้งเวียน"), "", False
    else:
        words = in_language(told_of(readers_of(kept.agency, [kept.pk]).get(kept.pk)))
        url = reverse("circulation:state", args=[newest.id]) if circulates else ""
        is_closed = newest.closed_at is not None
    is_free = kept.removed_at is None and (newest is None or is_closed)
    return {
        "told": words, "url": url, "is_closed": is_closed, "may_send": circulates and is_free,
    }  # fmt: skip


def receipt_of(register: Register, kept: RegisterRow) -> Receipt | None:
    """The receipt that a row may have as it stands: none of a removed one."""
    receipt = register.receipt
    if receipt is None or kept.removed_at is not None:
        return None
    return receipt if not receipt.states or kept.state in receipt.states else None


def receipt_pdf(
    person: Actor, register: Register, kept: RegisterRow, receipt: Receipt, year: int
) -> bytes:
    """The receipt, drawn; who asks for it sees the row."""
    office, context = office_of(kept.agency, today()), context_of(kept.agency, register, year)
    row = core_row(register, kept, year)
    values = with_computed(register, row.values)
    lines = []
    for name in receipt.fields:
        field = register.named(name)
        value = values.get(field.name)
        words = row.left.get(field.name, "") if value is None else shown(field, value, context).th
        if words:
            lines.append((field.title.th, words))
    path = reverse("registers:row", args=[year, register.key, kept.pk])
    address = printed_address(path)
    paper = PaperReceipt(
        receipt.title.th, row_name(register, row, context), tuple(lines),
        register.state_title(kept.state).th, today(), person.words, address,
        tuple(signer.th for signer in receipt.signers),
    )  # fmt: skip
    return drawn_as("pdf", register_receipt(office, paper), office.agency.digits)
