"""Record the work on items: state, words, due day; and how long explanations may be."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.dates import calendar_text, read_calendar_text
from prongsai.core.disclosure.addresses import Counting, Limit
from prongsai.core.disclosure.model import ItemState
from prongsai.core.messages import read_words
from prongsai.core.text import same
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import ExplanationLimit, ItemWork, ItemWorkVersion
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.ownership.services import assign, ranked

MOST_REMARK = 2000
FIELDS = ("state", "explanation", "documents", "remark", "due")
_NOT_BEGUN = dict.fromkeys(FIELDS, "") | {"state": ItemState.NOT_STARTED.value}


class WorkEntry(Struct, frozen=True):
    """What a form says of an item."""

    state: ItemState
    explanation: str
    remark: str
    due: date | None
    documents: str = ""


@transaction.atomic
def save_work(
    agency: Agency, *, by: Actor, year: int, item: YearItem, entry: WorkEntry, seen: int
) -> bool:
    """Save what was typed; whether anything changed.

    Shape:  `seen` is the version that the form was opened with. Fields that only one of two people
            changed are joined.
    Errors: Refused where both changed the same field, with what the other wrote; where who may not
            hand in says that it was; Misuse where the year is not open.
    """
    locked(agency, year)
    row = _row(agency, year, item)
    wanted = _joined(row, _plain(asdict(entry)), seen)
    _check_state(by, row.state, wanted["state"])
    if not _write(row, by, wanted):
        return False
    state = ItemState(row.state).value
    journal.record(agency, by, "item-work-saved", item.code, year=year, state=state)
    return True


@transaction.atomic
def save_many(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    changes: Mapping[str, Any],
) -> int:
    """Give several items the same state or day; how many changed.

    Shape:  `changes` has "state", "due" or both.
    Errors: as `save_work`.
    """
    return save_each(agency, by=by, year=year, changes=[(item, changes) for item in items])


@transaction.atomic
def save_each(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    changes: Iterable[tuple[YearItem, Mapping[str, Any]]],
    seen: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Give each of several items what is its own; how many changed.

    Shape:  as `save_many`, and "documents" and "remark"; `seen` are the states by code that
            somebody looked at before saying so.
    Errors: as `save_work`; Refused where one of them is another by now, with their codes.
    """
    locked(agency, year)
    rows = [(item, _row(agency, year, item), values) for item, values in changes]
    moved = [item.code for item, row, _ in rows if seen.get(item.code, row.state) != row.state]
    if moved:
        raise Refused("disclosure/table_changed_meanwhile", codes=", ".join(moved))
    changed = []
    for item, row, values in rows:
        wanted = _values_of(row) | _plain(values)
        _check_state(by, row.state, wanted["state"])
        if _write(row, by, wanted):
            changed.append(item.code)
    if changed:
        named = ", ".join(changed)
        journal.record(agency, by, "item-works-saved", named, year=year, count=len(changed))
    return len(changed)


class TakenRow(Struct, frozen=True):
    """What a table says of an item.

    Shape:  `documents` and `remark` are "" where the item's own stay; `units` are those to give it
            to, the main one first, () where its owners stay; `seen` is the state that was shown
            beside it, "" where none was.
    """

    item: YearItem
    state: ItemState
    seen: str = ""
    documents: str = ""
    remark: str = ""
    units: tuple[Unit, ...] = ()


@transaction.atomic
def take_table(agency: Agency, *, by: Actor, year: int, rows: Sequence[TakenRow]) -> int:
    """Write it all, or nothing; how many items changed.

    Errors: as `save_many` and `assign`.
    """
    changes = []
    for row in rows:
        words = {"documents": row.documents, "remark": row.remark}
        shortened = {name: shorten(text, MOST_REMARK) for name, text in words.items() if text}
        changes.append((row.item, {"state": row.state, **shortened}))
    seen = {row.item.code: row.seen for row in rows if row.seen}
    changed = save_each(agency, by=by, year=year, changes=changes, seen=seen)
    for units in dict.fromkeys(row.units for row in rows if row.units):
        subjects = [row.item.subject for row in rows if row.units == units]
        for unit, rank in ranked(units):
            assign(agency, by=by, year=year, subjects=subjects, unit=unit, rank=rank)
    return changed


def begin(agency: Agency, *, by: Actor, year: int, item: YearItem) -> None:
    """Say that somebody works on an item that nobody had begun; within a transaction."""
    row = _row(agency, year, item)
    if row.state == ItemState.NOT_STARTED:
        _write(row, by, _values_of(row) | {"state": ItemState.IN_PROGRESS.value})


def _row(agency: Agency, year: int, item: YearItem) -> ItemWork:
    rows = ItemWork.objects.select_for_update(no_key=True).filter(agency=agency, fiscal_year=year)
    row = rows.filter(item__in=item.keys).first()
    return row or ItemWork(agency=agency, fiscal_year=year, item=item.key)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a version keeps them."""
    return {
        name: calendar_text(value) if isinstance(value, date) else str(value or "")
        for name, value in values.items()
    }


def _values_of(row: ItemWork) -> dict[str, Any]:
    return _plain({name: getattr(row, name) for name in FIELDS})


def _joined(row: ItemWork, typed: dict[str, Any], seen: int) -> dict[str, Any]:
    """What stands with what was typed: both changes, where they are of different fields.

    Errors: Refused where they are of the same.
    """
    current = _values_of(row)
    if seen == row.version:
        return typed
    base = _values_at(row, seen)
    mine = {name for name in FIELDS if typed[name] != base.get(name, "")}
    theirs = {name for name in FIELDS if current[name] != base.get(name, "")}
    both = [name for name in FIELDS if name in mine & theirs and typed[name] != current[name]]
    if both:
        field, value = both[0], current[both[0]]
        last = ItemWorkVersion.objects.filter(work=row).first()
        raise Refused(
            "disclosure/status_changed_meanwhile",
            field=field,
            who=last.made_by_words if last else "",
            label=read_words(f"disclosure/field.{field}"),
            shown=ItemState(value).label if field == "state" else same(value or "–"),
        )
    return {name: typed[name] if name in mine else current[name] for name in FIELDS}


def _values_at(row: ItemWork, seen: int) -> dict[str, Any]:
    former = ItemWorkVersion.objects.filter(work=row, number=seen).first() if seen else None
    return _NOT_BEGUN | (dict(former.values) if former else {})


def untouched(row: ItemWork | None, entry: WorkEntry, seen: int) -> set[str]:
    """The fields that somebody left as their page showed them: what stands now is right."""
    typed = _plain(asdict(entry))
    base = _values_at(row, seen) if row is not None else _NOT_BEGUN
    return {name for name in FIELDS if typed[name] == base.get(name, "")}


def _check_state(by: Actor, before: str, after: str) -> None:
    """Only who keeps the whole disclosure says what was handed in, or takes that back."""
    if before != after and ItemState.HANDED_IN in (before, after) and not may_hand_in(by):
        raise Refused("disclosure/hand_in_not_allowed", field="state")


def _write(row: ItemWork, by: Actor, values: dict[str, Any]) -> bool:
    if _values_of(row) == values:
        return False
    for name in FIELDS[:-1]:
        setattr(row, name, values[name])
    row.due = read_calendar_text(values["due"]) if values["due"] else None
    row.version += 1
    row.save()
    ItemWorkVersion.objects.create(
        agency_id=row.agency_id, work=row, number=row.version, values=values, **made(by)
    )
    return True


@transaction.atomic
def set_limit(agency: Agency, *, by: Actor, year: int, limit: Limit | None, seen: int) -> bool:
    """Keep the limit of a year, or that it is not known; whether anything changed.

    Shape:  `seen` is the version that the form was opened with, 0 where there was none.
    Errors: Refused for who does not hand in, without a source, or where another saved meanwhile;
            Misuse where the year is not open.
    """
    if not may_hand_in(by):
        raise Refused("disclosure/setting_limit_not_allowed")
    if limit is not None and not limit.source.strip():
        raise Refused("disclosure/source_missing", field="source")
    locked(agency, year)
    row = ExplanationLimit.objects.filter(agency=agency, fiscal_year=year).first()
    row = row or ExplanationLimit(agency=agency, fiscal_year=year)
    if row.version != seen:
        raise Refused("disclosure/setting_changed_meanwhile", set_by_words=row.set_by_words)
    if row.limit == limit:
        return False
    before = row.most
    row.most = limit.most if limit else None
    row.counting = (limit.counting if limit else Counting.UNKNOWN).value
    row.source = limit.source if limit else ""
    row.version += 1
    row.set_at, row.set_by_words = now(), by.words
    row.save()
    journal.record(
        agency, by, "explanation-limit-set", str(year), year=year,
        before=str(before or "?"), after=str(row.most or "?"), source=row.source,
    )  # fmt: skip
    return True
