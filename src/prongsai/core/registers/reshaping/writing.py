"""A sheet written as the register's table would stand; its own sums held against its rows."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import dates_in, month_and_year
from prongsai.core.errors import Findings
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.matching import Headings, Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.reshaping.layout import (
    Layout,
    Plan,
    month_of,
    parted,
    typed_money,
    value_above,
)
from prongsai.core.registers.sheet import Cell, Head, Sheet, counts_columns, find_head
from prongsai.core.registers.titles import differs, is_total, may_be_total
from prongsai.core.thai import arabic_digits, shorten, squeeze

_QUOTED = 60
_FEW = 2
_BRACKETS = compiled(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]\s*")


class _Columns(Struct):
    """The sums of each column of a month: of all rows, and since the last total."""

    all: dict[int, Decimal]
    part: dict[int, Decimal]
    is_held: bool = False

    def add(self, column: int, value: Decimal | None) -> None:
        if value is None:
            self.is_held = True
            return
        for sums in (self.all, self.part):
            sums[column] = sums.get(column, Decimal(0)) + value


class Writer:
    """Writes the sheet anew: every column stays where it is, new ones stand behind the last."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        head: Head,
        matching: Matching,
        plan: Plan,
        findings: Findings,
    ) -> None:
        """Shape: `findings` are told what was laid out anew and what does not add up."""
        self.register, self.sheet, self.head, self.plan = register, sheet, head, plan
        self.findings = findings
        self.columns = {
            match.field: match.column for match in matching.matches if match.column is not None
        }
        self.across = {*plan.months, *plan.sums}
        self.moved = self.across | {pair.column for pair in plan.joined}
        self.width = max(map(len, sheet.rows))
        self.rows: list[tuple[str, ...]] = []
        self.row_from: list[int] = []
        self.cell_from: dict[Cell, Cell] = {}
        self.hidden: set[int] = set()
        self.formulas: dict[Cell, str] = {}
        self.struck: set[Cell] = set()
        self.covered: dict[str, set[Cell]] = {"under": set(), "beside": set()}
        self.new = self._new_columns()
        self.said = {field.name: "" for field in plan.above}
        self.columns_sums = _Columns({}, {})

    def _new_columns(self) -> dict[str, int]:
        """The places of the new columns, by field."""
        plan = self.plan
        names = [field.name for field in plan.above]
        names += [field.name for each in plan.joined for field in (each.words, each.behind)]
        if plan.month is not None and (plan.months or plan.day):
            names.append(plan.month.name)
        if plan.amount is not None and plan.months:
            names.append(plan.amount.name)
        return {name: self.width + number for number, name in enumerate(dict.fromkeys(names))}

    def written(self) -> Sheet:
        """The sheet as it stands then."""
        for number in range(len(self.sheet.rows)):
            if self.head.first <= number <= self.head.last:
                added = self.new if number == self.head.first else ()
                self._write(number, {name: (self._heading(name), None) for name in added})
                continue
            typed = self.sheet.typed(number)
            is_no_data = not typed or counts_columns(typed) or self.head.is_repeated(typed)
            above = {field.name: value_above(field, typed) for field in self.plan.above}
            if any(above.values()):
                self._say(above)
            elif number < self.head.first or is_no_data:
                self._write(number, {})
            else:
                self._write_data(number, typed)
        self._tell()
        return replace(
            self.sheet,
            rows=tuple(self.rows),
            under=frozenset(self.covered["under"]),
            beside=frozenset(self.covered["beside"]),
            formulas=self.formulas,
            hidden_rows=frozenset(self.hidden),
            hidden_columns=frozenset(self.sheet.hidden_columns - self.moved),
            struck=frozenset(self.struck),
            row_from=tuple(self.row_from),
            cell_from=self.cell_from,
        )

    def _say(self, above: Mapping[str, str]) -> None:
        """A line over a part of the table: what stands behind it in order is told anew."""
        names = list(self.said)
        first = next(number for number, name in enumerate(names) if above[name])
        for name in names[first:]:
            self.said[name] = above[name] or (
                "" if self.register.named(name).kind is FieldKind.TEXT else self.said[name]
            )

    def _heading(self, name: str) -> str:
        """A heading that names the field, and in brackets where it comes from."""
        title = self.register.named(name).title.th
        for pair in self.plan.joined:
            if name in (pair.words.name, pair.behind.name):
                return f"{title} (จาก {_BRACKETS.sub(' ', pair.heading).strip()})"
        if name in self.said:
            return f"{title} (บรรทัดเหนือตาราง)"
        if self.plan.day is not None:
            return f"{title} (จาก {_BRACKETS.sub(' ', self.plan.day.title.th).strip()})"
        months = list(self.plan.months.values())
        return f"{title} (คอลัมน์ {months[0]}–{months[-1]})"

    def _write_data(self, number: int, typed: Mapping[int, str]) -> None:
        is_total = self._is_total(typed)
        if self.plan.months and is_total:
            self._check_total(number)
            return
        new: dict[str, tuple[str, int | None]] = {}
        if not is_total:
            new |= {name: (text, None) for name, text in self.said.items()}
            new |= self._parted(number)
            if self.plan.day is not None and self.plan.month is not None:
                new[self.plan.month.name] = self._month_of_day(number, new)
        if not self.plan.months:
            self._write(number, new)
            return
        self._write_months(number, new)

    def _parted(self, number: int) -> dict[str, tuple[str, int | None]]:
        cells: dict[str, tuple[str, int | None]] = {}
        for pair in self.plan.joined:
            text = self.sheet.cell(number, pair.column)
            words, value = parted(text, pair.behind) if text.strip() else ("", "")
            if text.strip() and not value:
                self.findings.warning(
                    "registers/register_not_parted",
                    self.sheet.place_of(number, pair.column, shorten(squeeze(text), _QUOTED)),
                    title=pair.behind.title,
                )
            cells[pair.words.name] = (words, pair.column)
            cells[pair.behind.name] = (value, pair.column)
        return cells

    def _month_of_day(
        self, number: int, new: Mapping[str, tuple[str, int | None]]
    ) -> tuple[str, int | None]:
        """The month of the row's day, as it may be typed."""
        assert self.plan.day is not None  # noqa: S101 - whoever calls asked
        name = self.plan.day.name
        if name in new:
            text, column = new[name]
        else:
            column = self.columns.get(name)
            text = "" if column is None else self.sheet.cell(number, column)
        days = [span for _, _, span in dates_in(arabic_digits(text)) if span.first == span.last]
        return (month_and_year(days[0].first) if len(days) == 1 else "", column)

    def _write_months(self, number: int, new: dict[str, tuple[str, int | None]]) -> None:
        """A row for each month of which the line says something."""
        assert self.plan.month is not None  # noqa: S101 - months are only read where it lacks
        assert self.plan.amount is not None  # noqa: S101
        amounts: list[Decimal] = []
        is_said = False
        for column, month in self.plan.months.items():
            text = self.sheet.cell(number, column).strip()
            value = numbers.number(text) if text else None
            is_formula = (number, column) in self.sheet.formulas
            if not is_formula and (not text or numbers.is_dash(text)):
                continue
            is_said = True
            if value is None:
                value = typed_money(text)
            self.columns_sums.add(column, value)
            amounts += [] if value is None else [Decimal(value)]
            cells = new | {
                self.plan.month.name: (month, column), self.plan.amount.name: (text, column),
            }  # fmt: skip
            self._write(number, cells, is_hidden=column in self.sheet.hidden_columns)
        for column in self.plan.sums:
            stated = numbers.number(self.sheet.cell(number, column).strip())
            if stated is not None and not self.columns_sums.is_held and stated != sum(amounts):
                place = self.sheet.place_of(number, column, self.sheet.cell(number, column))
                total = sum(amounts, Decimal(0))
                self.findings.items.append(differs(self.plan.amount, stated, total, place))
        if not is_said:
            words = list(self.sheet.typed(number).values())[:3]
            self.findings.note(
                "registers/register_line_without_months",
                self.sheet.place_of(number, None, shorten(squeeze(" | ".join(words)), _QUOTED)),
            )

    def _is_total(self, typed: Mapping[int, str]) -> bool:
        words = [text for text in typed.values() if numbers.number(text.strip()) is None]
        words = [text for text in words if not numbers.is_dash(text.strip())]
        if not words or not may_be_total(words) or len(words) > _FEW:
            return False
        filled = {name: typed[column] for name, column in self.columns.items() if column in typed}
        amount = self.plan.amount.name if self.plan.amount else ""
        if any(column in typed for column in self.plan.months):
            filled[amount] = "0"
        added = [field.name for field in self.register.fields if field.can_be_added]
        return is_total(filled, words, added=added)

    def _check_total(self, number: int) -> None:
        """Each column's sum against what the file says; then a new part begins."""
        sums = self.columns_sums
        assert self.plan.amount is not None  # noqa: S101
        for column in (*self.plan.months, *self.plan.sums):
            stated = numbers.number(self.sheet.cell(number, column).strip())
            if stated is None or sums.is_held:
                continue
            of_months = self.plan.months if column in self.plan.sums else (column,)
            totals = [
                sum((each.get(month, Decimal(0)) for month in of_months), Decimal(0))
                for each in (sums.all, sums.part)
            ]
            if stated not in totals:
                nearer = min(totals, key=lambda each: abs(each - stated))
                place = self.sheet.place_of(number, column, self.sheet.cell(number, column))
                self.findings.items.append(differs(self.plan.amount, stated, nearer, place))
        sums.part.clear()

    def _write(
        self,
        number: int,
        new: Mapping[str, tuple[str, int | None]],
        *,
        is_hidden: bool = False,
    ) -> None:
        """A row of the new sheet, and where its cells come from."""
        at = len(self.rows)
        is_title = number < self.head.first
        cells = [
            "" if column in self.moved and not is_title else text
            for column, text in enumerate(self.sheet.rows[number])
        ]
        cells += [""] * (self.width + len(self.new) - len(cells))
        for name, (text, column) in new.items():
            place = self.new[name]
            cells[place] = text
            if column is None:
                continue
            self.cell_from[at, place] = (number, column)
            if (number, column) in self.sheet.formulas:
                self.formulas[at, place] = self.sheet.formulas[number, column]
            if (number, column) in self.sheet.struck:
                self.struck.add((at, place))
            is_hidden = is_hidden or column in self.sheet.hidden_columns
        self._carry(number, set() if is_title else self.moved)
        if is_hidden or number in self.sheet.hidden_rows:
            self.hidden.add(at)
        self.rows.append(tuple(cells))
        self.row_from.append(number)

    def _carry(self, number: int, moved: Collection[int]) -> None:
        """What is known of the cells of a row that stay where they are."""
        at = len(self.rows)
        for column in range(self.width):
            cell = (number, column)
            if column in moved:
                continue
            if cell in self.sheet.formulas:
                self.formulas[at, column] = self.sheet.formulas[cell]
            if cell in self.sheet.struck:
                self.struck.add((at, column))
            for name, covered in self.covered.items():
                if cell in getattr(self.sheet, name):
                    covered.add((at, column))

    def _tell(self) -> None:
        """What was laid out anew, so that nothing is taken otherwise in silence."""
        plan, place = self.plan, self.sheet.place_of(self.head.first)
        if plan.months and plan.amount is not None:
            months = list(plan.months.values())
            self.findings.note(
                "registers/register_months_across",
                place,
                first=months[0],
                last=months[-1],
                title=plan.amount.title,
            )
        for field in plan.above:
            self.findings.note("registers/register_from_above", place, title=field.title)
        for each in plan.joined:
            self.findings.note(
                "registers/register_parted",
                place,
                heading=each.heading,
                words=each.words.title,
                behind=each.behind.title,
            )
        if plan.day is not None and plan.month is not None:
            self.findings.note(
                "registers/register_month_of_day",
                place,
                month=plan.month.title,
                day=plan.day.title,
            )


def reshaped(
    register: Register,
    sheet: Sheet,
    headings: Headings,
    defaults: Mapping[str, str],
    findings: Findings,
) -> Sheet:
    """The sheet as the register's table would stand; itself where nothing is to be done.

    Shape:  `findings` tell what was laid out anew, and sums that do not add up, with the cell.
    """
    head = find_head(sheet, lambda word: month_of(word) or headings.find(word))
    if head is None:
        return sheet
    layout = Layout(register, sheet, head, headings, defaults)
    plan = layout.plan(findings)
    if plan.is_empty:
        return sheet
    return Writer(register, sheet, head, layout.matching, plan, findings).written()
