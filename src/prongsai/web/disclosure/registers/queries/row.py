"""One row of a register: what it holds, where it may go, what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.fiscal import MONTHS_OF_YEAR
from prongsai.core.papers.register_paper import Material, open_headings
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.circulated import with_readers
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.papers import Paper, Shows
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rolling import Others
from prongsai.core.registers.rows import (
    Earlier,
    Row,
    as_of,
    from_data,
    is_later,
    row_name,
    with_computed,
)
from prongsai.core.registers.rules import Owing
from prongsai.core.registers.values import Context, attached, attached_of, shown
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.queries.works import (
    Answered,
    answered,
    others_asked,
    with_evidence,
)
from prongsai.web.disclosure.registers.models import (
    RegisterFile,
    RegisterPaper,
    RegisterRow,
    RegisterRowVersion,
)
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    core_rows,
    referred_of,
    rows_ever,
    said_nothing,
    standing_rows,
)
from prongsai.web.disclosure.registers.queries.rows import (
    RowFilter,
    narrowed,
    papers_to_make,
    sorted_keys,
)
from prongsai.web.disclosure.registers.queries.shelf import readers_of
from prongsai.web.disclosure.registers.queries.writers import keeper_of
from prongsai.web.disclosure.registers.rights import is_decided, may_move, seen_by, written_by
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Fact, Picture
from prongsai.web.year.assessment.queries import began_on


class Way(Struct, frozen=True):
    """A way on from a row's state; `needs` are the titles of fields to be filled before."""

    to: str
    label: str
    needs: tuple[str, ...]


def row_of(
    person: Actor, register: Register, year: int, row_id: UUID, on: date
) -> RegisterRow | None:
    """A row that a person may see, removed or not."""
    rows = rows_ever(person.agency, register, year).select_related("agency", "unit")
    row = rows.filter(pk=row_id).first()
    return row if row is not None and seen_by(person, register, on).holds(row) else None


def file_of(kept: RegisterRow, key: UUID) -> RegisterFile | None:
    """A file of a row; whoever asks sees the row."""
    rows = RegisterFile.objects.select_related("file__agency", "small__agency")
    return rows.filter(row=kept, pk=key).first()


def row_page(
    person: Actor, register: Register, kept: RegisterRow, year: int, on: date
) -> dict[str, Any]:
    """One row with all that is told of it.

    Shape:  `facts` are its fields as they are shown, `faults` what is open or doubtful of it;
            `asks_more` where a way on waits for a field that is empty; `is_decided` where somebody
            decided on it, so that what is filled stays.
    """
    context = context_of(person.agency, register, year)
    reading = from_data(register, kept.values, year, kept.state)
    row = reading.row
    addresses = _addresses(register, kept, row, year)
    ways = tuple(_ways(person, register, kept, on)) if kept.removed_at is None else ()
    sees_all = seen_by(person, register, on).is_all
    return {
        "kept": kept,
        "register": register,
        "row": row,
        "context": context,
        "name": row_name(register, row, context),
        "state": in_language(register.state_title(kept.state)),
        "facts": tuple(_facts(register, row, context, addresses)),
        "faults": (*reading.faults, *check_row(register, row, on)),
        "ways": ways,
        "asks_more": any(way.needs for way in ways),
        "history": tuple(_history(register, kept, context, year)),
        "may_write": written_by(person, register, on).holds(kept),
        "is_decided": is_decided(register, kept),
        "pictures": tuple(_pictures(kept, row, register, addresses)),
        "papers": papers_to_make(register, year, on) if sees_all else (),
    }


def _addresses(register: Register, kept: RegisterRow, row: Row, year: int) -> dict[str, str]:
    """Where what stands in fields of kind file is opened, by their names; only the web's and ours.

    Shape:  a row that was kept elsewhere may name a file that is not there: its name has no link.
    """
    addresses: dict[str, str] = {}
    for field in register.typed_fields:
        value = row.values.get(field.name)
        if field.kind is not FieldKind.FILE or not isinstance(value, str):
            continue
        attachment = attached(value)
        if attachment is not None:
            arguments = [year, register.key, kept.pk, attachment.key]
            addresses[field.name] = reverse("registers:file", args=arguments)
        elif value.lower().startswith(("https://", "http://")):
            addresses[field.name] = value
    return addresses


def _pictures(
    kept: RegisterRow, row: Row, register: Register, addresses: Mapping[str, str]
) -> Iterator[Picture]:
    """The photos of a row: one query where it names a file, else none."""
    named = list(attached_of(register.typed_fields, row.values))
    if not named:
        return
    keys = [attachment.key for _, attachment in named]
    photos = set(
        RegisterFile.objects.filter(row=kept, pk__in=keys, small__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for field, attachment in named:
        if attachment.key in photos:
            url = addresses[field.name]
            yield Picture(url, f"{url}?small", f"{in_language(field.title)}: {attachment.name}")


def _facts(
    register: Register, row: Row, context: Context, addresses: Mapping[str, str] | None = None
) -> Iterator[Fact]:
    values, links = with_computed(register, row.values), addresses or {}
    for field in register.fields:
        value = values.get(field.name)
        if value is not None:
            words = in_language(shown(field, value, context))
            yield Fact(in_language(field.title), words, links.get(field.name, ""))
    for name, text in row.left.items():
        known = register.field(name)
        yield Fact(in_language(known.title) if known else name, text)


def _ways(person: Actor, register: Register, kept: RegisterRow, on: date) -> Iterator[Way]:
    for move in register.moves_from(kept.state):
        if may_move(person, register, kept, move, on):
            empty = (register.named(name) for name in move.needs if name not in kept.values)
            needs = tuple(in_language(field.title) for field in empty)
            yield Way(move.to, in_language(move.title), needs)


def _history(
    register: Register, kept: RegisterRow, context: Context, year: int
) -> Iterator[tuple[RegisterRowVersion, tuple[str, ...]]]:
    """Each version, the newest first, with what it changed."""
    versions = [*RegisterRowVersion.objects.filter(row=kept), None]
    for version, before in pairwise(versions):
        if version is not None:
            yield version, tuple(_changes(register, version, before, context, year))


def _changes(
    register: Register,
    version: RegisterRowVersion,
    before: RegisterRowVersion | None,
    context: Context,
    year: int,
) -> Iterator[str]:
    if before is None:
        yield _("เพิ่มรายการ")
        return
    if version.is_removed != before.is_removed:
        yield _("นำออก") if version.is_removed else _("นำกลับมา")
    if version.state != before.state:
        yield _("สถานะ: %(state)s") % {"state": in_language(register.state_title(version.state))}
    new = _fact_values(register, version.values, context, year)
    old = _fact_values(register, before.values, context, year)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            nothing = _("ว่าง")
            yield f"{name}: {old.get(name) or nothing} → {new.get(name) or nothing}"


def _fact_values(
    register: Register, values: Mapping[str, Any], context: Context, year: int
) -> dict[str, str]:
    row = from_data(register, values, year).row
    return {fact.name: fact.value for fact in _facts(register, row, context)}


def material_of(agency: Agency, register: Register, paper: Paper, slot: Slot, on: date) -> Material:
    """What a paper is made of on a day, without what a person writes.

    Shape:  with the year before where a heading compares the two.
    """
    material = _material_of(agency, register, paper, slot, on)
    if all(heading.shows is not Shows.YEARS for heading in paper.headings):
        return material
    former = Slot(slot.year - 1, slot.every, slot.number)
    return replace(material, before=_material_of(agency, register, paper, former, on))


def _material_of(
    agency: Agency, register: Register, paper: Paper, slot: Slot, on: date
) -> Material:
    year = slot.year
    rhythm = register.rhythm
    owing = rhythm is not None and rhythm.owed_by is Owing.UNIT
    units = Unit.objects.filter(agency=agency, is_closed=False) if owing else Unit.objects.none()
    kept = list(standing_rows(agency, register, year))
    rows = tuple(core_row(register, row, year) for row in kept)
    rows, later = _as_of(register, kept, rows, slot)
    context = context_of(agency, register, year)
    nils = tuple(Nil(*place) for place in said_nothing(agency, register, year))
    referred = {other.key: other for other in referred_of(agency, register)}
    others = {key: Others(other, core_rows(agency, other, year)) for key, other in referred.items()}
    if register.circulated:
        by_row = readers_of(agency, [row.pk for row in kept])
        readers = [by_row.get(row.pk) for row in kept]
        register, paper, rows = with_readers(register, paper, rows, readers)
    return Material(
        register, paper, year, rows, context, on, slot.number, nils,
        units=tuple(map(str, units.values_list("pk", flat=True))), others=others,
        asked_in=tuple(answered.year for answered in answered_by(agency, register, paper, slot)),
        later=later, keeper=keeper_of(agency, register), since=began_on(agency),
    )  # fmt: skip


def _as_of(
    register: Register, kept: Sequence[RegisterRow], rows: tuple[Row, ...], slot: Slot
) -> tuple[tuple[Row, ...], int]:
    """The rows as far as they were on the last day of a time, and how many went on since."""
    progress = register.progress
    if progress is None or not kept:
        return rows, 0
    versions = RegisterRowVersion.objects.filter(row__in=[row.pk for row in kept])
    states: dict[UUID, list[Earlier]] = defaultdict(list)
    for version in versions:
        former = from_data(register, version.values, slot.year, version.state).row
        states[version.row_id].append(Earlier(former, day_of(version.made_at)))
    later = sum(is_later(progress, states[row.pk][0], slot.last) for row in kept if states[row.pk])
    pairs = zip(kept, rows, strict=True)
    updated = (as_of(progress, row, states[kept.pk], slot.last) for kept, row in pairs)
    return tuple(updated), later


def paper_page(
    agency: Agency, register: Register, paper: Paper, slot: Slot, on: date
) -> dict[str, Any]:
    """What the page of a paper shows.

    Shape:  `open` is what a person must still say before it may go out; `answered` the items that
            it answers, by year; `others` those that ask the same of another year.
    """
    material = material_of(agency, register, paper, slot, on)
    made = with_evidence(editions(agency, register, paper, slot))
    written = made[0].said if made else {}
    return {
        "title": material.title,
        "count": len(material.told_rows),
        "is_draft": material.is_draft,
        "ends_on": slot.last,
        "open": open_headings(replace(material, said=written)),
        "made": made,
        "answered": answered_by(agency, register, paper, slot),
        "others": tuple(others_asked(agency, subjects_of(register, paper), slot.year, slot)),
        "said": written,
    }


def answered_by(
    agency: Agency, register: Register, paper: Paper, slot: Slot
) -> tuple[Answered, ...]:
    """The items that a paper of a time answers, those of its register where it names none."""
    return answered(agency, subjects_of(register, paper), slot.year, slot)


def subjects_of(register: Register, paper: Paper) -> tuple[str, ...]:
    """The subjects of items that a paper answers, those of its register where it names none."""
    return paper.lineages or register.lineages


def editions(
    agency: Agency, register: Register, paper: Paper, slot: Slot
) -> QuerySet[RegisterPaper]:
    """The papers of a time that were made, newest first."""
    return RegisterPaper.objects.filter(
        agency=agency, register=register.key, fiscal_year=slot.year, paper=paper.key,
        slot=slot.number,
    )  # fmt: skip


def edition_of(agency: Agency, register: Register, year: int, key: UUID) -> RegisterPaper | None:
    rows = RegisterPaper.objects.filter(
        agency=agency, register=register.key, fiscal_year=year, pk=key
    )
    return rows.select_related("agency", "pdf__agency", "docx__agency", "xlsx__agency").first()


def page_of(
    person: Actor, register: Register, year: int, asked: RowFilter, page: str, most: int
) -> Page[UUID]:
    """The keys of the rows that a person may write, as the list has them.

    Shape:  unsorted, the database counts them and reads one page; sorted by a field, all keys.
    """
    scope = written_by(person, register, today())
    rows = narrowed(scope.limit(standing_rows(person.agency, register, year)), year, asked)
    keys: Any = rows.values_list("pk", flat=True)
    if asked.sort:
        keys = sorted_keys(rows, register, asked)
    page_of_keys: Page[UUID] = Paginator(keys, most).get_page(page)
    return page_of_keys


def seen_rows(
    person: Actor, register: Register, year: int, keys: Collection[UUID]
) -> dict[UUID, RegisterRow]:
    """Those of some rows that a person may see, removed ones too: one query."""
    if not keys:
        return {}
    rows = seen_by(person, register, today()).limit(rows_ever(person.agency, register, year))
    return rows.in_bulk(list(keys))


def versions_of(
    rows: Mapping[UUID, RegisterRow], seen: Mapping[UUID, int]
) -> dict[tuple[UUID, int], RegisterRowVersion]:
    """Of the rows that have moved on, the version that was seen and the one that stands.

    Shape:  by row and number; one query, none where nothing has moved on.
    """
    wanted = Q()
    for key, number in seen.items():
        if key in rows and rows[key].version != number:
            wanted |= Q(row=key, number__in=(number, rows[key].version))
    if not wanted:
        return {}
    return {
        (version.row_id, version.number): version
        for version in RegisterRowVersion.objects.filter(wanted)
    }


def open_months(person: Actor, register: Register, year: int) -> tuple[int, ...]:
    """The months of a year of which a person has no row to write yet: one query."""
    scope = written_by(person, register, today())
    rows = scope.limit(standing_rows(person.agency, register, year)).order_by()
    days: set[date | None] = set(rows.values_list("day", flat=True).distinct())
    there = {day.month for day in days if day is not None}
    return tuple(month for month in MONTHS_OF_YEAR if month not in there)
