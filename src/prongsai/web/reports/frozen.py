"""What a report says, as plain data with a digest: the same data make the same paper."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from msgspec import Struct

from prongsai.core.measures.data import plan_data
from prongsai.core.measures.model import Plan
from prongsai.core.progress.check import Entry
from prongsai.core.progress.model import Evidence, EvidenceKind, Note
from prongsai.core.progress.rounds import Row
from prongsai.core.progress.status import State, Status
from prongsai.web.measures.values import plan_from_data

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
    entries: tuple[Entry, ...]
    total: str | None = None


def freeze(
    kind: str, year: int, layout: str, on: date, plan: Plan, entries: Sequence[Entry]
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
    """The digest of a report's data."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def likeness(values: Mapping[str, Any]) -> str:
    """A digest of what a report says but for what a day alone changes: two drafts compared."""
    rows = [{**row, "late_days": 0} for row in values["rows"]]
    return digest_of({**values, "on": "", "rows": rows})


def thaw(values: Mapping[str, Any]) -> Frozen:
    """A report from its data.

    Errors: KeyError or ValueError for data that `freeze` did not write, the fault being ours.
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


def _entry(entry: Entry) -> Values:
    row, status = entry.row, entry.row.status
    return {
        "owner": row.owner,
        "state": status.state.value,
        "percent": status.percent,
        "late_days": status.late_days,
        "evidence_count": status.evidence_count,
        "done_on": status.done_on.isoformat() if status.done_on else None,
        "spent": None if row.spent is None else f"{row.spent:f}",
        "reached": row.reached,
        "notes": [_note(note) for note in row.notes],
        "summary": entry.summary,
        "outcome": entry.outcome,
        "problem": entry.problem,
        "proposal": entry.proposal,
        "photos": [_evidence(photo) for photo in entry.photos],
    }


def _note(note: Note) -> Values:
    return {
        "on": note.on.isoformat(),
        "recorded_on": note.recorded_on.isoformat(),
        "percent": note.percent,
        "done": note.done,
        "outcome": note.outcome,
        "problem": note.problem,
        "proposal": note.proposal,
        "spent": None if note.spent is None else f"{note.spent:f}",
        "reached": note.reached,
        "by": note.by,
        "evidence": [_evidence(one) for one in note.evidence],
    }


def _evidence(one: Evidence) -> Values:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "name": one.name,
        "caption": one.caption,
        "taken_on": one.taken_on.isoformat() if one.taken_on else None,
        "place": one.place,
    }


def _entry_from(plan: Plan, place: int, data: Mapping[str, Any]) -> Entry:
    measure = plan.measures[place]
    notes = tuple(_note_from(measure.key, one) for one in data["notes"])
    status = Status(
        state=State(data["state"]),
        percent=data["percent"],
        spent=_money(data["spent"]),
        reached=data["reached"],
        late_days=data["late_days"],
        last=notes[-1] if notes else None,
        evidence_count=data["evidence_count"],
        done_on=_day(data["done_on"]),
    )
    told = {name: data[name] for name in ("summary", "outcome", "problem", "proposal")}
    row = Row(
        measure=measure,
        owner=data["owner"],
        status=status,
        notes=notes,
        done=told["summary"],
        outcome=told["outcome"],
        problem=told["problem"],
        proposal=told["proposal"],
        spent=_money(data["spent"]),
        reached=data["reached"],
    )
    photos = tuple(_evidence_from(one) for one in data["photos"])
    return Entry(row=row, photos=photos, **told)


def _note_from(measure: str, data: Mapping[str, Any]) -> Note:
    return Note(
        measure=measure,
        on=date.fromisoformat(data["on"]),
        recorded_on=date.fromisoformat(data["recorded_on"]),
        percent=data["percent"],
        done=data["done"],
        # Reports that were submitted before notes had an outcome say none.
        outcome=data.get("outcome", ""),
        problem=data["problem"],
        proposal=data["proposal"],
        spent=_money(data["spent"]),
        reached=data["reached"],
        by=data["by"],
        evidence=tuple(_evidence_from(one) for one in data["evidence"]),
    )


def _evidence_from(data: Mapping[str, Any]) -> Evidence:
    return Evidence(
        id=data["id"],
        kind=EvidenceKind(data["kind"]),
        name=data["name"],
        caption=data["caption"],
        taken_on=_day(data["taken_on"]),
        place=data["place"],
    )


def _money(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
