"""The rows below a heading as records: one for each measure, whatever rows it is split over."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from prongsai.core.errors import Findings, Place
from prongsai.core.measures.cells import CONTINUED, tidy, without_controls
from prongsai.core.measures.grid import Grid, Head
from prongsai.core.measures.model import Budget
from prongsai.core.registers.sheet import counts_columns
from prongsai.core.thai import shorten, skeleton, squeeze

_QUOTED = 60
_SIGNERS = 3
_KEY = re.compile(r"[A-Za-z][A-Za-z_-]*[0-9]+(?:[-.][A-Za-z0-9]+)*")
_SIGNED = re.compile(r"\(?\s*ลงชื่อ|(?:ผู้จัดทำ|ผู้เสนอ|ผู้เห็นชอบ|ผู้อนุมัติ|ผู้ตรวจสอบ)\s*(?:แผน)?(?:$|[.…:\s])")
_FOOTNOTE = re.compile(r"หมายเหตุ\s*[:：]?\s*\S")
_SUM = skeleton("รวม")
_SUMMED = {"key", "number", "group", "title", "budget"}
_IDENTIFIERS = ("key", "number", "items", "remarks", "code")
_TIMES = ("period", "start", "due")
_OF_A_MEASURE = {"unit", *_TIMES, "budget", "items", "remarks", "at_six_months", "at_twelve_months"}


class Record(Struct):
    """One measure or point as its cells say, untrimmed.

    Shape:  `group` is the heading above it; `titled` is False where the title is that of the
            record above.
    """

    place: Place
    cells: dict[str, str]
    own: dict[str, str]
    group: str = ""
    titled: bool = True

    def text(self, name: str) -> str:
        """A cell's text without blanks at its ends; "" where there is none."""
        return self.cells.get(name, "").strip()

    def add(self, cells: Mapping[str, str], own: Mapping[str, str]) -> None:
        """Take in a row that continues this one."""
        for held, more in ((self.cells, cells), (self.own, own)):
            for name, text in more.items():
                held[name] = joined(held.get(name, ""), text)


def joined(above: str, below: str) -> str:
    r"""A cell and the one that continues it.

    >>> joined("1. ประกาศ", "(ต่อ)\n2. แจ้ง"), joined("สำนักปลัด", "กองคลัง")
    ('1. ประกาศ\n2. แจ้ง', 'สำนักปลัด\nกองคลัง')
    """
    if below.startswith(CONTINUED):
        return above + below[len(CONTINUED) :]
    return f"{above}\n{below}" if above.strip() else below


class RowReader(Struct):
    """Reads the rows of one table; a row it cannot use is a note, never silence.

    Shape:  `keyed` is the field that names a record, so that a later row may continue it.
    """

    grid: Grid
    head: Head
    findings: Findings
    keyed: str = "key"
    records: list[Record] = field(default_factory=list)
    _known: dict[str, Record] = field(default_factory=dict)
    _group: str = ""
    _pending: list[tuple[int, str]] = field(default_factory=list)
    _closed: bool = False

    def read(self) -> list[Record]:
        for row in range(self.head.last + 1, len(self.grid.rows)):
            typed = self.grid.typed(row)
            if not typed:
                continue
            if self.head.repeats(typed):
                self._closed = False
            elif not counts_columns(typed):
                self._row(row, typed)
        for row, _ in self._pending:
            self._not_read(row)
        return self.records

    def _row(self, row: int, typed: Mapping[int, str]) -> None:
        cells = {
            name: without_controls(typed[column])
            for name, column in self.head.fields.items()
            if column in typed
        }
        if self._closed or self._is_beside_the_plan(cells, typed):
            self._not_read(row)
            return
        fields = self.head.fields
        identifiers = [fields[name] for name in _IDENTIFIERS if name in fields]
        self.findings.items += self.grid.faults(
            row, self.head.named, identifiers=identifiers, keeps=True
        )
        if "score" in cells:
            cells["score"] = self.grid.rows[row][fields["score"]]
        if len(typed) == 1 and self._is_group(row, cells, typed):
            text = tidy(next(iter(typed.values())))
            # Rows that are numbered and not filled in yet say nothing.
            if not skeleton(text).isdecimal():
                self._pending.append((row, text))
        elif (known := self._continues_known(cells)) is not None:
            cells.pop(self.keyed)
            known.add(cells, self._own(typed))
        elif self._begins(row, cells):
            self._begin(row, cells)
        elif self.records:
            self.records[-1].add(cells, self._own(typed))
        else:
            self._not_read(row)

    def _own(self, typed: Mapping[int, str]) -> dict[str, str]:
        return {
            name: without_controls(typed[column])
            for column, name in self.head.own.items()
            if column in typed
        }

    def _is_beside_the_plan(self, cells: Mapping[str, str], typed: Mapping[int, str]) -> bool:
        """A sum, a footnote, a signature; after a signature nothing more is of the plan."""
        first = squeeze(typed[min(typed)])
        if self._has_key(cells):
            return False
        signed = any(_SIGNED.match(squeeze(text)) for text in typed.values())
        if signed and len(typed) <= _SIGNERS:
            self._closed = True
            return True
        if len(typed) == 1 and _FOOTNOTE.match(first):
            return True
        return skeleton(first).startswith(_SUM) and "budget" in cells and set(cells) <= _SUMMED

    def _is_group(self, row: int, cells: Mapping[str, str], typed: Mapping[int, str]) -> bool:
        """Whether the one text of a row is a heading over the rows below it."""
        column = next(iter(typed))
        if self.keyed in cells:
            return not self._has_key(cells)
        leads = column == min((*self.head.fields.values(), *self.head.own))
        spans = (row, column + 1) in self.grid.beside
        return leads or spans or not {"number", "group"}.isdisjoint(cells)

    def _has_key(self, cells: Mapping[str, str]) -> bool:
        """Whether a row names its record; a heading may stand in the column of keys."""
        typed = cells.get(self.keyed, "").strip()
        return bool(typed) and (self.keyed != "key" or _KEY.fullmatch(typed) is not None)

    def _continues_known(self, cells: Mapping[str, str]) -> Record | None:
        """The record a row continues by its key, wherever sorting has put it."""
        names = [cells[name] for name in ("number", "title", "name") if name in cells]
        if any(not text.startswith(CONTINUED) for text in names):
            return None
        return self._known.get(cells.get(self.keyed, "").strip())

    def _begins(self, row: int, cells: dict[str, str]) -> bool:
        if any(cells.get(name, "").startswith(CONTINUED) for name in ("title", "name")):
            return not self.records
        if self.keyed in cells or "number" in cells or "name" in cells:
            return True
        if "title" in cells:
            return not self._is_rest_of_title(row, cells)
        dated = any(name in cells for name in _TIMES)
        no_dates = not any(name in self.head.fields for name in _TIMES)
        # A row without a title that has its own unit and date is a measure of its own.
        return bool(self.records) and "unit" in cells and (dated or no_dates)

    def _is_rest_of_title(self, row: int, cells: dict[str, str]) -> bool:
        """Whether a title without number, unit and date goes on from the page before.

        In a sheet of ours (it has keys) such a row is a measure that is not filled in yet.
        """
        if "key" in self.head.fields or "number" not in self.head.fields or not self.records:
            return False
        if not self.records[-1].text("number") or _OF_A_MEASURE & set(cells):
            return False
        self.findings.note(
            "measures/row_joined",
            self.grid.place_of(row, quote=shorten(squeeze(cells["title"]), _QUOTED)),
        )
        cells["title"] = f"{CONTINUED} {cells['title'].strip()}"
        return True

    def _begin(self, row: int, typed: Mapping[str, str]) -> None:
        """A new record; what a merged cell holds goes to each record beside it."""
        if self._pending:
            self._group = " / ".join(text for _, text in self._pending)
            self._pending.clear()
        cells = {
            # Keys and numbers are each one's own, even where they are merged.
            name: "" if name in (self.keyed, "number") else without_controls(text)
            for name, column in self.head.fields.items()
            for text in (self.grid.seen(row, column),)
        }
        own = {
            name: without_controls(self.grid.seen(row, column))
            for column, name in self.head.own.items()
        }
        self._refuse_merged_budget(row, cells.get("budget", ""))
        titled = any(name in typed for name in ("title", "number", self.keyed))
        record = Record(self.grid.place_of(row), {**cells, **typed}, own, self._group, titled)
        if not titled and not record.text("title"):
            record.cells["title"] = self.records[-1].text("title")
            self.findings.note("measures/title_from_above", record.place)
        self.records.append(record)
        if key := record.text(self.keyed):
            self._known.setdefault(key, record)

    def _refuse_merged_budget(self, row: int, typed: str) -> None:
        """Tell a sum that is merged over several measures: it would be added up in each."""
        budget = Budget.read(typed)
        column = self.head.fields.get("budget")
        if column is not None and (row, column) in self.grid.under and budget and budget.amount:
            self.findings.error(
                "measures/table_merged_sum",
                self.grid.place_of(row, quote=shorten(squeeze(typed), _QUOTED)),
            )

    def _not_read(self, row: int) -> None:
        texts: Sequence[str] = list(self.grid.typed(row).values())
        self.findings.note(
            "measures/row_not_read",
            self.grid.place_of(row, quote=shorten(squeeze(" ".join(texts)), _QUOTED)),
        )
