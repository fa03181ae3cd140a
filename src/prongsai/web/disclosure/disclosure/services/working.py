"""Work on items: its state and words, the day it is due, and what was looked at in the evidence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db import transaction
from msgspec import Struct
from msgspec.structs import asdict

from prongsai.core.dates import calendar_text, read_calendar_text
from prongsai.core.disclosure.addresses import Counting, Limit
from prongsai.core.disclosure.model import Presence, State
from prongsai.core.preaudit.model import ElementVerdict, Verdict
from prongsai.core.text import Text
from prongsai.core.thai import has_letter, shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import MadePaper, YearItem, items_of
from prongsai.web.disclosure.disclosure.models import (
    ElementCheck,
    ExplanationLimit,
    ItemWork,
    ItemWorkVersion,
    Piece,
    PieceAct,
    PieceChange,
)
from prongsai.web.disclosure.disclosure.queries.works import Answered, Other, Work, work_of
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.versions import made
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.ownership.services import assign, ranked

MOST_REMARK = 2000
FIELDS = ("state", "explanation", "documents", "remark", "due")
_NOT_BEGUN = dict.fromkeys(FIELDS, "") | {"state": State.NOT_STARTED.value}
_LABELS = {
    "state": Text("สถานะ", "state"),
    "explanation": Text("คำอธิบาย", "explanation"),
    "documents": Text("แนวทางและเอกสารที่เกี่ยวข้อง", "approach and documents"),
    "remark": Text("หมายเหตุ", "remark"),
    "due": Text("กำหนดเสร็จ", "due day"),
}


class Entry(Struct, frozen=True):
    """What a form says of an item."""

    state: State
    explanation: str
    remark: str
    due: date | None
    documents: str = ""


@transaction.atomic
def save_work(
    agency: Agency, *, by: Actor, year: int, item: YearItem, entry: Entry, seen: int
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
    state = State(row.state).value
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
    _check_seen({item.code: row.state for item, row, _ in rows}, seen)
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
    state: State
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
    if row.state == State.NOT_STARTED:
        _write(row, by, _values_of(row) | {"state": State.IN_PROGRESS.value})


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
        raise _both_changed(row, both[0], current[both[0]])
    return {name: typed[name] if name in mine else current[name] for name in FIELDS}


def _values_at(row: ItemWork, seen: int) -> dict[str, Any]:
    """The values of the version with which a form was opened."""
    former = ItemWorkVersion.objects.filter(work=row, number=seen).first() if seen else None
    return _NOT_BEGUN | (dict(former.values) if former else {})


def untouched(row: ItemWork | None, entry: Entry, seen: int) -> set[str]:
    """The fields that somebody left as their page showed them: what stands now is right."""
    typed = _plain(asdict(entry))
    base = _values_at(row, seen) if row is not None else _NOT_BEGUN
    return {name for name in FIELDS if typed[name] == base.get(name, "")}


def _both_changed(row: ItemWork, field: str, current: str) -> Refused:
    last = ItemWorkVersion.objects.filter(work=row).first()
    who = last.made_by_words if last else ""
    shown = State(current).label if field == "state" else Text(current or "–", current or "–")
    label = _LABELS[field]
    return Refused(
        "disclosure/status_changed_meanwhile", field=field, who=who, label=label, shown=shown
    )


def _check_seen(states: Mapping[str, str], seen: Mapping[str, str]) -> None:
    moved = [code for code, state in states.items() if seen.get(code, state) != state]
    if moved:
        codes = ", ".join(moved)
        raise Refused("disclosure/table_changed_meanwhile", codes=codes)


def _check_state(by: Actor, before: str, after: str) -> None:
    """Only who keeps the whole disclosure says what was handed in, or takes that back."""
    if before != after and State.HANDED_IN in (before, after) and not may_hand_in(by):
        raise Refused("disclosure/hand_in_not_allowed", field="state")


def _write(row: ItemWork, by: Actor, values: dict[str, Any]) -> bool:
    if row.version and _values_of(row) == values:
        return False
    if not row.version and values == _NOT_BEGUN:
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


def refuse_unready(row: MadePaper, newest: MadePaper | None) -> None:
    """Keep a paper that is not drawn, or was replaced, from going further."""
    if row.drawn_at is None:
        raise Refused("disclosure/paper_not_made_yet")
    if newest is not None and newest.pk != row.pk:
        raise Refused("disclosure/newer_paper_exists")


def refuse_unfit(
    row: MadePaper,
    newest: MadePaper | None,
    year: int,
    items: Sequence[YearItem],
    answers: Iterable[Answered],
    others: Iterable[Other] = (),
) -> None:
    """Keep what is no paper of the items, or was replaced, from becoming their evidence.

    Shape:  `others` are items that ask the same of another period.
    Errors: Refused where it is not drawn, a newer one was made, it is evidence of the year
            already, or answers no such item of it.
    """
    refuse_unready(row, newest)
    kept = getattr(row, "pieces")  # noqa: B009 - each kind has its own
    if kept.filter(removed_at=None, fiscal_year=year).exists():
        raise Refused("disclosure/paper_evidence_already")
    of_year = next((answered for answered in answers if answered.year == year), None)
    known = {item.key for item in of_year.items} if of_year else set()
    if items and {item.key for item in items} <= known:
        return
    codes = {item.code for item in items}
    for other in others:
        if other.year == year and other.code in codes:
            raise Refused("disclosure/paper_of_other_period", **asdict(other))
    raise Refused("disclosure/paper_answers_other_item")


def field_texts(piece: Piece) -> Mapping[str, str]:
    """What is said of a piece now, as plain text, by field; its address is told by its moves."""
    days = {
        name: calendar_text(day) if (day := getattr(piece, name)) else ""
        for name in ("valid_from", "valid_until", "stands_in_until")
    }
    unit = piece.unit.name if piece.unit else ""
    return {"title": piece.title, "unit": unit, **days, "stands_in_why": piece.stands_in_why}


def keep_difference(piece: Piece, by: Actor, before: Mapping[str, str]) -> None:
    """Keep what is said of a piece otherwise than `before`, with each item that it serves."""
    fields = [
        {"field": name, "before": before[name], "after": after}
        for name, after in field_texts(piece).items()
        if after != before[name]
    ]
    if fields:
        keep(piece, by, PieceAct.CHANGED, served(piece), fields)


def keep(
    piece: Piece,
    by: Actor,
    act: PieceAct,
    items: Iterable[str],
    fields: Iterable[Mapping[str, str]] = (),
) -> None:
    """Keep what was done, with each of some items."""
    listed, moment = list(fields), made(by)
    PieceChange.objects.bulk_create(
        PieceChange(
            agency_id=piece.agency_id, fiscal_year=piece.fiscal_year, item=item, piece=piece,
            act=act, title=piece.title, fields=listed, **moment,
        )
        for item in items
    )  # fmt: skip


def served(piece: Piece) -> list[str]:
    return list(piece.items.values_list("item", flat=True))


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


class Look(Struct, frozen=True):
    """What a person found for one element, None to take a look back.

    Shape:  `place` says where, or why the person says other than the pre-audit.
    """

    presence: Presence | None
    place: str = ""

    def is_same(self, check: ElementCheck | None) -> bool:
        """Whether it says what stands; what nobody looked for says nothing."""
        last = (check.presence, check.place) if check is not None else ("", "")
        return last == (self.presence.value if self.presence else "", self.place[:300])


@transaction.atomic
def check(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    item: YearItem,
    looks: Mapping[str, Look],
    seen: str | None = None,
) -> int:
    """Keep the looks that say something new, by the key of the requirement; how many.

    Shape:  keys that are no requirement of the item are left out; `seen` is what `Work.looked` was
            when the person looked, None where nobody was shown anything.
    Errors: Misuse where the year is not open; Refused where evidence, reading or looks are others
            than those seen, and where a look says other than the pre-audit of the same evidence,
            and not why.
    """
    locked(agency, year)
    known = {requirement.key for requirement in item.requirements or ()}
    items_and_work = work_of(agency, year, item.code, today())
    work = items_and_work[1] if items_and_work is not None else None
    if looks and work is not None and seen is not None and seen != work.looked:
        raise Refused("disclosure/looked_meanwhile")
    if work is not None and (open_keys := unreasoned(work, looks)):
        raise Refused("disclosure/said_otherwise", field=f"place_{open_keys[0]}")
    # The same may be said again of other evidence, and of what the pre-audit does not find.
    again = work.outdated | work.missed if work is not None else frozenset()
    last = {
        row.element: row
        for row in ElementCheck.objects.filter(agency=agency, fiscal_year=year, item__in=item.keys)
    }
    moment = now()
    rows = [
        ElementCheck(
            agency=agency, fiscal_year=year, item=item.key, element=key, checked_at=moment,
            number=last[key].number + 1 if key in last else 1,
            presence=look.presence.value if look.presence else "", place=look.place[:300],
            reading=_judged(work, key, look), checked_by=by.user, checked_by_words=by.words,
        )
        for key, look in looks.items()
        if key in known and (
            not look.is_same(last.get(key)) or (key in again and look.presence)
        )
    ]  # fmt: skip
    if rows:
        begin(agency, by=by, year=year, item=item)
        ElementCheck.objects.bulk_create(rows)
        journal.record(agency, by, "elements-checked", item.code, year=year, count=len(rows))
    return len(rows)


def _judged(work: Work | None, key: str, look: Look) -> dict[str, str]:
    """What the pre-audit says of an element in the evidence that stands, kept beside the look."""
    entry = _read_of(work, key) if look.presence is not None else None
    if work is None or entry is None:
        return {}
    outcome = entry.outcome
    return {
        "verdict": outcome.verdict.value, "evidence": work.evidence, "match": entry.match,
        "id": entry.id, "quote": outcome.quote, "why": outcome.reason.en,
    }  # fmt: skip


def _read_of(work: Work | None, key: str) -> ElementVerdict | None:
    if work is None or work.reading is None or not work.is_read:
        return None
    return work.reading.by_requirement.get(key)


def unreasoned(work: Work, looks: Mapping[str, Look]) -> list[str]:
    """The keys of which a person says other than the pre-audit, and neither where nor why."""
    return [
        key
        for key, look in looks.items()
        if look.presence is not None
        and (entry := _read_of(work, key)) is not None
        and entry.outcome.verdict not in (verdict_of(look.presence), Verdict.CANNOT_TELL)
        and not has_letter(look.place)
    ]


def verdict_of(presence: Presence) -> Verdict | None:
    """The verdict that says the same; None where an element is not needed."""
    return {Presence.PRESENT: Verdict.FOUND, Presence.ABSENT: Verdict.NOT_FOUND}.get(presence)


def take_back(agency: Agency, *, by: Actor, year: int, subjects: Collection[str]) -> None:
    """Open every look of the items of some subjects again, within a transaction.

    Shape:  what was said stays; an item that goes on from several keeps its looks under one of
            them, and evidence that was carried into the year may serve it under another.
    """
    named = set(subjects)
    same = (item.keys for item in items_of(agency, year).items if named & set(item.keys))
    wanted = named.union(*same)
    rows = ElementCheck.objects.filter(agency=agency, fiscal_year=year, item__in=wanted)
    last = {(row.item, row.element): row for row in rows}
    moment = now()
    ElementCheck.objects.bulk_create(
        ElementCheck(
            agency=agency, fiscal_year=year, item=row.item, element=row.element,
            number=row.number + 1, checked_at=moment, checked_by=by.user, checked_by_words=by.words,
        )
        for row in last.values() if row.presence
    )  # fmt: skip
