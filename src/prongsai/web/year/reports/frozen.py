"""What a report says, as plain data with a digest: the same data make the same paper."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct, convert

from prongsai.core.measures.data import plan_data
from prongsai.core.measures.model import Plan
from prongsai.core.progress.check import RoundEntry
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.rounds import RoundRow
from prongsai.core.progress.status import MeasureState, Status
from prongsai.web.year.measures.values import plan_from_data

Values = dict[str, Any]


class Frozen(Struct, frozen=True):
    """A report read back from its data; `on` the day whose state it tells.

    Shape:  `total` is the year's score as it was printed when the report was fixed; None where it
            was not fixed, or before scores were: the score that stands is printed.
    """

    kind: str
    year: int
    layout: str
    on: date
    plan: Plan
    entries: tuple[RoundEntry, ...]
    total: str | None = None


class _Evidence(Struct):
    """What a report keeps of a photo or file."""

    id: str
    kind: EvidenceKind
    name: str
    caption: str
    taken_on: date | None
    place: str


class _Note(Struct):
    """What a report keeps of a note; those of before notes had an outcome say none."""

    on: date
    recorded_on: date
    percent: int
    done: str
    problem: str
    proposal: str
    spent: Decimal | None
    reached: int | None
    by: str
    evidence: tuple[_Evidence, ...]
    outcome: str = ""


class _Line(Struct):
    """What a report keeps of a measure beside the plan."""

    owner: str
    state: MeasureState
    percent: int
    late_days: int
    evidence_count: int
    done_on: date | None
    spent: Decimal | None
    reached: int | None
    notes: tuple[_Note, ...]
    summary: str
    outcome: str
    problem: str
    proposal: str
    photos: tuple[_Evidence, ...]


def freeze(
    kind: str, year: int, layout: str, on: date, plan: Plan, entries: Sequence[RoundEntry]
) -> Values:
    """Everything that a report prints, but the agency's own name and signs."""
    return {
        "kind": kind,
        "year": year,
        "layout": layout,
        "on": on.isoformat(),
        "plan": plan_data(plan),
        "rows": [_entry(entry) for entry in entries],
    }


def digest_of(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def likeness(values: Mapping[str, Any]) -> str:
    """A digest of what a report says but for what a day alone changes: two drafts compared."""
    rows = [{**row, "late_days": 0} for row in values["rows"]]
    return digest_of({**values, "on": "", "rows": rows})


def thaw(values: Mapping[str, Any]) -> Frozen:
    """A report from its data.

    Errors: KeyError or ValidationError for data that `freeze` did not write, the fault being ours.
    """
    plan = plan_from_data(values["plan"])
    entries = tuple(_entry_from(plan, place, data) for place, data in enumerate(values["rows"]))
    return Frozen(
        kind=values["kind"],
        year=values["year"],
        layout=values["layout"],
        on=date.fromisoformat(values["on"]),
        plan=plan,
        entries=entries,
        total=values.get("total"),
    )


def _entry(entry: RoundEntry) -> Values:
    row, status = entry.row, entry.row.status
    line = _Line(
        owner=row.owner,
        state=status.state,
        percent=status.percent,
        late_days=status.late_days,
        evidence_count=status.evidence_count,
        done_on=status.done_on,
        spent=row.spent,
        reached=row.reached,
        notes=convert(row.notes, tuple[_Note, ...], from_attributes=True),
        summary=entry.summary,
        outcome=entry.outcome,
        problem=entry.problem,
        proposal=entry.proposal,
        photos=convert(entry.photos, tuple[_Evidence, ...], from_attributes=True),
    )
    values: Values = msgspec.json.decode(msgspec.json.encode(line))
    return values


def _entry_from(plan: Plan, place: int, data: Mapping[str, Any]) -> RoundEntry:
    measure = plan.measures[place]
    line = convert(data, _Line)
    notes = convert([{**note, "measure": measure.key} for note in data["notes"]], tuple[Note, ...])
    texts = {name: getattr(line, name) for name in ("outcome", "problem", "proposal")}
    status = Status(
        state=line.state,
        percent=line.percent,
        spent=line.spent,
        reached=line.reached,
        late_days=line.late_days,
        last=notes[-1] if notes else None,
        evidence_count=line.evidence_count,
        done_on=line.done_on,
    )
    row = RoundRow(
        measure=measure,
        owner=line.owner,
        status=status,
        notes=notes,
        done=line.summary,
        spent=line.spent,
        reached=line.reached,
        **texts,
    )
    photos = convert(data["photos"], tuple[Evidence, ...])
    return RoundEntry(row=row, summary=line.summary, photos=photos, **texts)
