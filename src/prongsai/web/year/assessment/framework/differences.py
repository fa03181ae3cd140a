"""What two states of a year say differently, row by row and cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from prongsai.core.framework.workbook import SHEETS, Row, SheetPlan, to_rows
from prongsai.core.text import Text, same
from prongsai.web.year.assessment.framework.texts import Documents

_KEYS = {
    "year": ("key",),
    "levels": ("code",),
    "calendar": ("from", "phase.th"),
    "sources": ("id",),
}
_NAMES = ("name.th", "label.th", "text.th", "phase.th", "th", "proves", "key")
_NAMES_EN = ("name.en", "label.en", "text.en", "phase.en", "en", "proves", "key")


class Kind(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Cell(Struct, frozen=True):
    """One cell that differs."""

    heading: Text
    before: str
    after: str


class Difference(Struct, frozen=True):
    """One row that differs."""

    sheet: str
    title: str
    code: str
    name: Text
    kind: Kind
    cells: tuple[Cell, ...]


class Differences(Struct, frozen=True):
    """All rows that differ, and how many items only got another number."""

    rows: tuple[Difference, ...]
    renumbered: int

    @property
    def is_nothing(self) -> bool:
        """Whether both say the same."""
        return not self.rows and not self.renumbered


def differences(before: Documents, after: Documents) -> Differences:
    """What `after` says differently, in the order of a workbook's sheets; items by subject."""
    old, new = to_rows(before), to_rows(after)
    rows: list[Difference] = []
    renumbered = 0
    for plan in SHEETS:
        held, given = _keyed(plan.key, old), _keyed(plan.key, new)
        for key in [*given, *(key for key in held if key not in given)]:
            found = _difference(plan, held.get(key), given.get(key))
            if found is None:
                continue
            if plan.key == "items" and _is_renumbering(found):
                renumbered += 1
            else:
                rows.append(found)
    return Differences(tuple(rows), renumbered)


def _is_renumbering(found: Difference) -> bool:
    return found.kind is Kind.CHANGED and [c.heading.th for c in found.cells] == ["รหัส"]


def _keyed(sheet: str, rows: Mapping[str, list[dict[str, str]]]) -> dict[tuple[str, ...], Row]:
    """The rows of a sheet by what stays the same when codes change."""
    subjects = {row["code"]: row["lineage"] for row in rows["items"]}
    met: Counter[tuple[str, ...]] = Counter()
    found: dict[tuple[str, ...], Row] = {}
    for row in rows[sheet]:
        key = tuple(_key(sheet, row, subjects))
        met[key] += 1
        found[(*key, str(met[key]))] = row
    return found


def _key(sheet: str, row: Row, subjects: Mapping[str, str]) -> Iterator[str]:
    if sheet == "items":
        yield from (row["code"][:1], row["lineage"])
    elif sheet in ("questions", "elements"):
        yield from (subjects.get(row["item"], row["item"]), row.get("th", row.get("text.th", "")))
    else:
        yield from (row[key] for key in _KEYS.get(sheet, ("code",)))


def _difference(plan: SheetPlan, old: Row | None, new: Row | None) -> Difference | None:
    row = new or old or {}
    ignored = {"item", *_KEYS.get(plan.key, ())}
    cells = tuple(
        Cell(heading, (old or {}).get(key, ""), (new or {}).get(key, ""))
        for key, heading in plan.columns
        if key not in ignored and (old or {}).get(key, "") != (new or {}).get(key, "")
    )
    if old is not None and new is not None and not cells:
        return None
    kind = Kind.CHANGED if old and new else Kind.NEW if new else Kind.GONE
    code = row.get("code") or row.get("item") or ""
    return Difference(plan.key, plan.title, code, _name(row), kind, cells)


def _name(row: Row) -> Text:
    thai = next((row[key] for key in _NAMES if row.get(key)), "")
    english = next((row[key] for key in _NAMES_EN if row.get(key)), "")
    return Text(thai, english) if english else same(thai)
