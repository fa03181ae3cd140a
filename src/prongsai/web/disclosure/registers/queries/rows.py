"""The rows of a register in a list: narrowed, sorted, added up, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.dates import last_of_month, month_label
from prongsai.core.fiscal import MONTHS_OF_YEAR, first_of_month, place_in_year
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil, Reported
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.public import can_be_public, table_key
from prongsai.core.registers.rows import Row, row_name, with_computed
from prongsai.core.registers.values import Context, Value, shown, sortable
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterRow, SavedView
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    said_nothing,
    standing_rows,
    year_of_rows,
)
from prongsai.web.disclosure.registers.queries.months import (
    key_of_squares,
    months_of_units,
    months_seen,
    times_seen,
)
from prongsai.web.disclosure.registers.queries.shelf import words_of_rows
from prongsai.web.disclosure.registers.queries.writers import open_unit_names
from prongsai.web.disclosure.registers.rights import Scope, seen_by, written_by
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Fact
from prongsai.web.year.assessment.queries import began_on

ROWS_A_PAGE = 50
_MOST_COLUMNS = 6
_NOT_IN_LISTS = (FieldKind.LONG_TEXT, FieldKind.FILE)


class RowFilter(Struct, frozen=True):
    """What a list is narrowed to and sorted by; "" and 0 for all.

    Shape:  `month` of the calendar; `sort` a field's name, with "-" before it the other way round.
    """

    q: str = ""
    state: str = ""
    unit: str = ""
    month: int = 0
    sort: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q or self.state or self.unit or self.month)

    @property
    def parameters(self) -> dict[str, str | int]:
        """What an address asks for: without what is left open."""
        return {name: value for name, value in asdict(self).items() if value}


class ListColumn(Struct, frozen=True):
    """A column; `sort` what an address asks for to sort by it, the other way where it is sorted."""

    field: Field
    sort: str

    @property
    def label(self) -> str:
        return in_language(self.field.title)

    @property
    def is_number(self) -> bool:
        """Whether it stands at the right."""
        return self.field.kind.is_number or self.field.result is not None


class Listed(Struct, frozen=True):
    """A row in a list; `cells` in the order of the columns: heading, is it a number, and words.

    Shape:  `readers` says how many acknowledged it, "" of a register that sends nothing round.
    """

    id: UUID
    name: str
    state: str
    cells: tuple[tuple[str, bool, str], ...]
    readers: str = ""


class Time(Struct, frozen=True):
    """A month, quarter or half with what was reported; `nothing` is a word to be taken back."""

    slot: Slot
    unit_id: str
    unit: str
    rows: int
    nothing: NothingToReport | None
    is_missing: bool
    is_before: bool
    may_say: bool

    @property
    def label(self) -> str:
        return in_language(self.slot.label)


def rows_of(person: Actor, register: Register, year: int, asked: RowFilter, on: date) -> list[Row]:
    """The rows that a person sees and asks for, as the core knows them, in the list's order."""
    seen = seen_by(person, register, on).limit(standing_rows(person.agency, register, year))
    wanted = narrowed(seen, year, asked)
    keys = sorted_keys(wanted, register, asked)
    by_key = {row.pk: row for row in wanted}
    return [core_row(register, by_key[key], year) for key in keys]


def rows_page(
    person: Actor, register: Register, year: int, asked: RowFilter, page: str, on: date
) -> dict[str, Any]:
    """A list as it is asked for; the number of queries does not grow with the rows.

    Shape:  `months` are those that rows may be narrowed to; `public_table` names its table of the
            public site, "" where it can have none; `missing` counts the times that are over and not
            reported.
    """
    agency = person.agency
    scope = seen_by(person, register, on)
    written = written_by(person, register, on)
    context = context_of(agency, register, year)
    mine = scope.limit(standing_rows(agency, register, year))
    wanted = narrowed(mine, year, asked)
    keys: Any = wanted.values_list("pk", flat=True)
    if is_sorted(register, asked):
        keys = sorted_keys(wanted, register, asked)
    shown_page: Page[UUID] = Paginator(keys, ROWS_A_PAGE).get_page(page)
    by_key = RegisterRow.objects.in_bulk(list(shown_page))
    columns = _columns(register, asked)
    readers = words_of_rows(agency, register, list(shown_page))
    nothings = said_nothing(agency, register, year)
    nils = [Nil(slot, unit) for slot, unit in nothings]
    days = mine.order_by().exclude(day=None).values_list("day", "unit").annotate(Count("pk"))
    counts = [(day, str(unit or ""), count) for day, unit, count in days]
    since = began_on(agency)
    owed = times_seen(agency, register, scope, counts, nils, year, on, since)
    times = list(_times(agency, register, written, owed, nothings, on))
    whole = months_seen(register, counts, owed, on)
    months = MONTHS_OF_YEAR if register.dated_by else ()
    has_table = bool(shown_page.paginator.count) and can_be_public(register)
    return {
        "register": register,
        "asked": asked,
        "columns": columns,
        "rows": [
            _listed(register, by_key[key], columns, context, year, readers.get(key, ""))
            for key in shown_page
        ],
        "page": shown_page,
        "sums": _sums(register, wanted),
        "times": times,
        "answerable": [time for time in times if time.may_say or time.nothing],
        "squares": [*months_of_units(agency, owed, on)] or ([whole] if whole else []),
        "missing": sum(time.is_missing for time in times),
        "sayable": sum(time.may_say and not time.nothing for time in times),
        "key": key_of_squares(),
        "months": [(month, in_language(month_label(month))) for month in months],
        "units": _units(agency, scope) if register.owned_by else (),
        "may_write": bool(written),
        "is_whole": scope.is_all,
        "papers": papers_to_make(register, year, on) if scope.is_all else (),
        "public_table": table_key(register.key, year_of_rows(register, year)) if has_table else "",
    }


def papers_to_make(register: Register, year: int, on: date) -> list[dict[str, object]]:
    """The papers with the newest time that has begun; a paper tells of the rows of all units."""
    papers = []
    for paper in register.papers:
        slots = slots_of_paper(paper, year)
        slot = next((begun for begun in reversed(slots) if begun.first <= on), slots[0])
        title = in_language(paper.title).replace("{year}", str(year))
        title = title.replace("{period}", in_language(slot.label))
        papers.append({"key": paper.key, "slot": slot.number, "title": title})
    return papers


def narrowed(rows: QuerySet[RegisterRow], year: int, asked: RowFilter) -> QuerySet[RegisterRow]:
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.unit:
        rows = rows.filter(unit=UUID(asked.unit))
    if asked.month:
        first = first_of_month(year, asked.month)
        rows = rows.filter(day__range=(first, last_of_month(first)))
    for word in asked.q.split():
        rows = rows.filter(words__contains=skeleton(word))
    return rows


def is_sorted(register: Register, asked: RowFilter) -> bool:
    """Whether rows come in the order of a field and not in that of the database."""
    field = register.field(asked.sort.removeprefix("-")) if asked.sort else None
    return field is not None and field.is_typed


def sorted_keys(rows: QuerySet[RegisterRow], register: Register, asked: RowFilter) -> list[UUID]:
    """The keys of rows in the order that is asked for: one query."""
    if not is_sorted(register, asked):
        return list(rows.values_list("pk", flat=True))
    field = register.named(asked.sort.removeprefix("-"))
    keyed = [
        (key, sortable(_comparable(field, kept)))
        for key, kept in rows.values_list("pk", f"values__{field.name}")
    ]
    keyed.sort(key=lambda pair: pair[1], reverse=asked.sort.startswith("-"))
    return [key for key, _ in keyed]


def _comparable(field: Field, kept: object) -> Value | None:
    """What a kept value is sorted and added up by; None for what is no number any more."""
    if kept is None or isinstance(kept, bool):
        return kept
    if not field.kind.is_number:
        return place_in_year(kept) if isinstance(kept, int) else str(kept)
    try:
        return Decimal(str(kept))
    except InvalidOperation:
        return None


def _columns(register: Register, asked: RowFilter) -> tuple[ListColumn, ...]:
    """The fields that fit a list: what places and counts rows first, no long texts."""
    named = [register.named(name) for name in register.named_by]
    weights = [
        field for field in register.fields if field.can_be_added or field.kind is FieldKind.CHOICE
    ]
    others = [field for field in register.fields if field.required]
    wanted = dict.fromkeys(
        field.name for field in (*named, *weights, *others) if field.kind not in _NOT_IN_LISTS
    )
    chosen = set(list(wanted)[:_MOST_COLUMNS])
    columns = []
    for field in (*named, *(other for other in register.fields if other not in named)):
        if field.name in chosen:
            sort = f"-{field.name}" if asked.sort == field.name else field.name
            columns.append(ListColumn(field, sort if field.is_typed else ""))
    return tuple(columns)


def _listed(
    register: Register,
    kept: RegisterRow,
    columns: Iterable[ListColumn],
    context: Context,
    year: int,
    readers: str,
) -> Listed:
    row = core_row(register, kept, year)
    values = with_computed(register, row.values)

    def cell(field: Field) -> str:
        value = values.get(field.name)
        if value is None:
            return row.left.get(field.name, "")
        return in_language(shown(field, value, context))

    return Listed(
        kept.pk,
        row_name(register, row, context),
        in_language(register.state_title(kept.state)),
        tuple((column.label, column.is_number, cell(column.field)) for column in columns),
        readers,
    )


def _sums(register: Register, rows: QuerySet[RegisterRow]) -> tuple[Fact, ...]:
    """Every field that can be added up, exactly: one query, none where there is no such field.

    Shape:  no database of ours adds decimals that are kept as text exactly and passes over what is
            no number: each value comes as the text that it is kept as, and nothing else of a row.
    """
    fields = [field for field in register.typed_fields if field.can_be_added]
    if not fields:
        return ()
    texts = rows.order_by().values_list(
        *(KeyTextTransform(field.name, "values") for field in fields)
    )
    totals: list[Decimal | None] = [None] * len(fields)
    for row_texts in texts:
        for place, text in enumerate(row_texts):
            value = None if text is None else _comparable(fields[place], text)
            if isinstance(value, Decimal):
                totals[place] = value + (totals[place] or Decimal(0))
    sums = []
    for field, total in zip(fields, totals, strict=True):
        if total is not None:
            exact: Value = int(total) if field.kind is FieldKind.COUNT else total
            sums.append(Fact(in_language(field.title), in_language(shown(field, exact))))
    return tuple(sums)


def _units(agency: Agency, scope: Scope) -> tuple[tuple[str, str], ...]:
    units = Unit.objects.filter(agency=agency)
    if not scope.is_all:
        units = units.filter(pk__in=scope.units | scope.own_rows)
    return tuple((str(key), name) for key, name in units.values_list("pk", "name"))


def _times(
    agency: Agency,
    register: Register,
    written: Scope,
    owed: Sequence[Reported],
    nothings: Mapping[tuple[Slot, str], NothingToReport],
    on: date,
) -> Iterator[Time]:
    """What was reported of each time that has begun, by those whom the person may see."""
    asks = register.rhythm is not None and register.rhythm.nil
    names = open_unit_names(agency) if owed else {}
    for reported in owed:
        if reported.slot.first <= on:
            unit = UUID(reported.unit) if reported.unit else None
            yield Time(
                reported.slot, reported.unit, names[unit] if unit else "", reported.rows,
                nothings.get((reported.slot, reported.unit)), reported.is_missing,
                reported.is_before, asks and written.speaks_for(unit) and not reported.rows,
            )  # fmt: skip


def may_be_shared(register: Register) -> bool:
    """Whether the views of a register may be shared: not where a searched word tells too much."""
    return not register.is_restricted


def views_of(person: Actor, register: Register) -> QuerySet[SavedView]:
    """The views that a person is offered, by name: the own ones and those that are shared."""
    offered = Q(user=person.user)
    if may_be_shared(register):
        offered |= Q(is_shared=True)
    rows = SavedView.objects.filter(agency=person.agency, register=register.key)
    return rows.filter(offered).annotate(is_mine=Q(user=person.user))
