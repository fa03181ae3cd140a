"""Tables of other systems laid out as a register's: by headings, never by position.

Reports of budget systems have a column for each month and the plan as a line above its rows;
winner lists tell a name and a price, or a number and its day, in one cell. Whatever is laid out
anew is told, and every place is that of the file itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import dates_in, is_day, month_and_year
from prongsai.core.errors import Findings, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.matching import Headings, Matching
from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import read_month
from prongsai.core.registers.sheet import Cell, Head, Sheet, counts_columns, find_head
from prongsai.core.registers.titles import month_above
from prongsai.core.registers.totals import differs, is_sum_of, is_total, may_be_total
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, repair, shorten, squeeze

_MONTH_COLUMNS = 2  # fewer may be anything
_QUOTED = 60
_FEW = 2
_AND = "และ"
_BRACKETS = compiled(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]\s*")
# The price at the end of a cell; 12/2569 is a number with its year and no price.
_PRICE = compiled(
    r"(?<![\d/.,-])(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,15}(?:\.\d{1,2})?)"
    r"\s*(?:บาท(?:ถ้วน)?|\.-|/-)?\s*$"
)
_BETWEEN = compiled(r"(?:\s|[-–:/;,]|ลง(?:วันที่)?|ลว\.|วันที่|ราคาที่ตกลง|ราคาที่เสนอ|ราคา|เป็นเงิน)+$")
_BY_HAND = Text(
    "ตรวจว่าถูกต้อง ถ้าไม่ใช่ให้แยกคอลัมน์ในแฟ้มเอง",
    "see whether it is right; else part the columns yourself",
)


class _Joined(Struct, frozen=True):
    """A column that tells two fields: words, and behind them a price or a day."""

    column: int
    heading: str
    words: Field
    behind: Field


class _Plan(Struct):
    """How a sheet is laid out anew."""

    months: dict[int, str]
    sums: tuple[int, ...]
    amount: Field | None
    month: Field | None
    above: tuple[Field, ...]
    joined: tuple[_Joined, ...]
    day: Field | None

    @property
    def is_empty(self) -> bool:
        return not (self.months or self.above or self.joined or self.day)


def reshaped(
    register: Register,
    sheet: Sheet,
    headings: Headings,
    defaults: Mapping[str, str],
    findings: Findings,
) -> Sheet:
    """The sheet as the register's table would stand; itself where nothing is to be done.

    Shape:  `findings` gets what was laid out anew, and sums that do not add up, with the cell.
    """
    head = find_head(sheet, lambda word: _month_of(word) or headings.find(word))
    if head is None:
        return sheet
    layout = _Layout(register, sheet, head, headings, defaults)
    plan = layout.plan(findings)
    if plan.is_empty:
        return sheet
    return _Writer(register, sheet, head, layout.matching, plan, findings).written()


def _month_of(word: str) -> str | None:
    """A name for the month that a heading is; None for any other heading, numbers too."""
    plain = squeeze(arabic_digits(word))
    if plain.isdigit() or is_day(plain):
        return None
    try:
        found = read_month(plain)
    except Wrong:
        return None
    return f"month {found.month}"


class _Layout:
    """What of a sheet stands otherwise than a register's table does."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        head: Head,
        headings: Headings,
        defaults: Mapping[str, str],
    ) -> None:
        self.register, self.sheet, self.headings = register, sheet, headings
        across = {
            column: next(filter(_month_of, words), "") for column, words in head.words.items()
        }
        months = {column: word for column, word in across.items() if word}
        self.months = months if len(months) >= _MONTH_COLUMNS else {}
        self.parents = {column: self._field_over(head.words[column]) for column in self.months}
        first = min(self.months, default=0)
        self.sums = tuple(
            column
            for column, words in head.words.items()
            if self.months and column > first and any(map(is_sum_of, words[:2]))
        )
        left = {
            column: words
            for column, words in head.words.items()
            if column not in self.months and column not in self.sums
        }
        self.rest = Head(head.first, head.last, left)
        self.matching = headings.matching(self.rest)
        self.known = {one.field for one in self.matching.matches} | {
            name for name, text in defaults.items() if text
        }

    def _field_over(self, words: Sequence[str]) -> Field | None:
        """The field that a heading over months names: what was spent, or planned."""
        for word in words:
            name = self.headings.find(word)
            field = self.register.field(name) if name else None
            if field is not None and field.can_be_added:
                return field
        return None

    def plan(self, findings: Findings) -> _Plan:
        """How it is laid out anew."""
        joined = tuple(self._joined())
        known = (
            self.known | {one.behind.name for one in joined} | {one.words.name for one in joined}
        )
        month = self._month(known)
        amount = self._amount(findings) if month is not None else None
        months = {
            column: text
            for column, text in self.months.items()
            if amount is not None and self.parents[column] in (None, amount)
        }
        names = [_month_of(text) for text in months.values()]
        if len(set(names)) != len(names):
            findings.error(
                "register_months_twice",
                Text("มีเดือนเดียวกันมากกว่าหนึ่งคอลัมน์", "a month stands in more than one column"),
                self.sheet.place_of(self.rest.first),
                next_step=Text("เหลือชุดเดียวแล้วนำเข้าใหม่", "leave one set of months and import again"),
            )
            months = {}
        day = None
        if month is not None and not months:
            day = self._day(month, joined)
        return _Plan(
            months, self.sums if months else (), amount, month,
            tuple(self._above(known)), joined, day,
        )  # fmt: skip

    def _month(self, known: set[str]) -> Field | None:
        """The field of the month, where no column and no title tells it."""
        name = self.register.dated_by or ""
        field = self.register.field(name)
        if field is None or field.kind is not FieldKind.MONTH or name in known:
            return None
        if (
            not self.months
            and month_above(self.register, self.sheet, self.rest, self.matching) is not None
        ):
            return None
        return None if name in self.headings.given else field

    def _amount(self, findings: Findings) -> Field | None:
        """What the columns of months hold: what stands over them, or the one amount that lacks."""
        if not self.months:
            return None
        over = {one.name: one for one in self.parents.values() if one is not None}
        lacking = [
            one
            for one in self.register.typed_fields
            if one.required and one.can_be_added and one.name not in self.known
        ]
        wanted = [one for one in over.values() if one in lacking] or (lacking if not over else [])
        if len(wanted) == 1:
            return wanted[0]
        findings.error(
            "register_months_of_what",
            Text("ไม่รู้ว่าคอลัมน์เดือนเป็นค่าของช่องใด", "it is not told what the columns of months hold"),
            self.sheet.place_of(self.rest.first),
            next_step=Text(
                "ใส่ชื่อช่องเหนือคอลัมน์เดือน แล้วนำเข้าใหม่", "write the field over the months, import again"
            ),
        )
        return None

    def _day(self, month: Field, joined: Sequence[_Joined]) -> Field | None:
        """The only day of a row, of which its month may be read."""
        names = self.known | {one.behind.name for one in joined}
        days = [one for one in self.register.typed_fields if one.kind is FieldKind.DATE]
        return days[0] if len(days) == 1 and days[0].name in names and month.required else None

    def _above(self, known: set[str]) -> list[Field]:
        """Required words and units without a column: a line above the rows may tell them."""
        return [
            one
            for one in self.register.typed_fields
            if one.required
            and one.kind in (FieldKind.TEXT, FieldKind.UNIT)
            and one.name not in known
            and one.name not in self.headings.given
            and self._tells_above(one)
        ]

    def _tells_above(self, field: Field) -> bool:
        rows = range(len(self.sheet.rows))
        return any(
            value_above(field, self.sheet.typed(row))
            for row in rows
            if not self.rest.first <= row <= self.rest.last
        )

    def _joined(self) -> list[_Joined]:
        """Columns whose heading names two fields, of which the second has no column of its own."""
        found = []
        for column, words in self.rest.words.items():
            heading = _BRACKETS.sub(" ", words[0]).strip()
            left, is_joined, right = heading.partition(_AND)
            words_of = self.register.field(self.headings.find(left) or "")
            behind = self.register.field(self.headings.find(right) or "")
            whole = self.headings.find(words[0])
            if (
                is_joined
                and words_of is not None
                and behind is not None
                and words_of.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT)
                and behind.kind in (FieldKind.MONEY, FieldKind.DATE)
                and whole in (None, words_of.name)
                and behind.name not in self.known
                and not {words_of.name, behind.name} & set(self.headings.given)
                and (whole is not None or words_of.name not in self.known)
            ):
                found.append(_Joined(column, words[0], words_of, behind))
        return found


def value_above(field: Field, typed: Mapping[int, str]) -> str:
    """What a line above rows says of a field; "" where it says nothing of it.

    Shape:  "แผนงานการศึกษา" names the plan whole, "หน่วยงาน: กองคลัง" the unit behind the word.
    """
    cells = [squeeze(repair(text)) for text in typed.values()]
    if not cells or len(cells) > _FEW or may_be_total(cells):
        return ""
    if any(numbers.number(text) is not None for text in cells):
        return ""
    words = sorted((field.title.th, *field.headings), key=len, reverse=True)
    word = next((one for one in words if cells[0].startswith(one)), None)
    return "" if word is None else _behind(field, word, cells)


def _behind(field: Field, word: str, cells: Sequence[str]) -> str:
    """What stands behind a word at the beginning of a line, in its cell or in the next."""
    behind = cells[0][len(word) :]
    rest = behind.strip(" :：")
    if len(cells) == _FEW:
        return "" if rest else cells[1]
    is_named = field.kind is FieldKind.TEXT and behind.lstrip()[:1] not in (":", "：")
    if not rest or is_named:
        return cells[0] if rest else ""
    return rest if behind[:1] in (" ", ":", "：") else ""


def parted(text: str, behind: Field) -> tuple[str, str]:
    """A cell of two fields: its words, and the price or day behind them; "" where there is none."""
    plain = squeeze(arabic_digits(repair(text)))
    if behind.kind is FieldKind.MONEY:
        found = _PRICE.search(plain)
        if found is None:
            return plain, ""
        start, value = found.start(), found[1]
    else:
        days = [one for one in dates_in(plain) if one[2].first == one[2].last]
        if not days or plain[days[-1][1] :].strip(" ).").strip():
            return plain, ""
        start, end, _ = days[-1]
        value = plain[start:end].removeprefix("วันที่").strip()
    words = _BETWEEN.sub("", plain[:start]).strip()
    return (words, value) if words else (plain, "")


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


class _Writer:
    """Writes the sheet anew: every column stays where it is, new ones stand behind the last."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        head: Head,
        matching: Matching,
        plan: _Plan,
        findings: Findings,
    ) -> None:
        self.register, self.sheet, self.head, self.plan = register, sheet, head, plan
        self.findings = findings
        self.columns = {one.field: one.column for one in matching.matches if one.column is not None}
        self.across = {*plan.months, *plan.sums}
        self.moved = self.across | {one.column for one in plan.joined}
        self.width = max(map(len, sheet.rows))
        self.rows: list[tuple[str, ...]] = []
        self.row_from: list[int] = []
        self.cell_from: dict[Cell, Cell] = {}
        self.hidden: set[int] = set()
        self.formulas: dict[Cell, str] = {}
        self.struck: set[Cell] = set()
        self.covered: dict[str, set[Cell]] = {"under": set(), "beside": set()}
        self.new = self._new_columns()
        self.said = {one.name: "" for one in plan.above}
        self.columns_sums = _Columns({}, {})

    def _new_columns(self) -> dict[str, int]:
        """The places of the new columns, by field."""
        plan = self.plan
        names = [one.name for one in plan.above]
        names += [one.name for each in plan.joined for one in (each.words, each.behind)]
        if plan.month is not None and (plan.months or plan.day):
            names.append(plan.month.name)
        if plan.amount is not None and plan.months:
            names.append(plan.amount.name)
        return {name: self.width + number for number, name in enumerate(dict.fromkeys(names))}

    def written(self) -> Sheet:
        for number in range(len(self.sheet.rows)):
            if self.head.first <= number <= self.head.last:
                self._write_head(number)
                continue
            typed = self.sheet.typed(number)
            told = {one.name: value_above(one, typed) for one in self.plan.above}
            if any(told.values()):
                self._say(told)
            elif number < self.head.first or not typed or self._is_no_data(typed):
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

    def _is_no_data(self, typed: Mapping[int, str]) -> bool:
        return counts_columns(typed) or self.head.is_repeated(typed)

    def _say(self, told: Mapping[str, str]) -> None:
        """A line over a part of the table: what stands behind it in order is told anew."""
        names = list(self.said)
        first = next(number for number, name in enumerate(names) if told[name])
        for name in names[first:]:
            self.said[name] = told[name] or (
                "" if self.register.named(name).kind is FieldKind.TEXT else self.said[name]
            )

    def _write_head(self, number: int) -> None:
        new = {}
        if number == self.head.first:
            new = {name: (self._heading(name), None) for name in self.new}
        self._write(number, new)

    def _heading(self, name: str) -> str:
        """A heading that names the field, and in brackets where it comes from."""
        title = self.register.named(name).title.th
        for one in self.plan.joined:
            if name in (one.words.name, one.behind.name):
                return f"{title} (จาก {_BRACKETS.sub(' ', one.heading).strip()})"
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
        found: dict[str, tuple[str, int | None]] = {}
        for one in self.plan.joined:
            text = self.sheet.shown(number, one.column)
            words, value = parted(text, one.behind) if text.strip() else ("", "")
            if text.strip() and not value:
                self.findings.warning(
                    "register_not_parted",
                    Text(
                        f"แยก “{one.behind.title.th}” ออกจากช่องนี้ไม่ได้",
                        f"“{one.behind.title.en}” is not found in this cell",
                    ),
                    self.sheet.place_of(number, one.column, shorten(squeeze(text), _QUOTED)),
                    next_step=Text("แยกเป็นสองคอลัมน์", "make two columns of it"),
                )
            found[one.words.name] = (words, one.column)
            found[one.behind.name] = (value, one.column)
        return found

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
            text = "" if column is None else self.sheet.shown(number, column)
        days = [span for _, _, span in dates_in(arabic_digits(text)) if span.first == span.last]
        return (month_and_year(days[0].first) if len(days) == 1 else "", column)

    def _write_months(self, number: int, new: dict[str, tuple[str, int | None]]) -> None:
        """A row for each month of which the line says something."""
        assert self.plan.month is not None  # noqa: S101 - months are only read where it lacks
        assert self.plan.amount is not None  # noqa: S101
        told: list[Decimal] = []
        is_said = False
        for column, month in self.plan.months.items():
            text = self.sheet.shown(number, column).strip()
            value = numbers.number(text) if text else None
            is_formula = (number, column) in self.sheet.formulas
            if not is_formula and (not text or numbers.is_dash(text)):
                continue
            is_said = True
            if value is None:
                value = _typed_money(text)
            self.columns_sums.add(column, value)
            told += [] if value is None else [Decimal(value)]
            cells = new | {
                self.plan.month.name: (month, column), self.plan.amount.name: (text, column),
            }  # fmt: skip
            self._write(number, cells, is_hidden=column in self.sheet.hidden_columns)
        for column in self.plan.sums:
            said = numbers.number(self.sheet.shown(number, column).strip())
            if said is not None and not self.columns_sums.is_held and said != sum(told):
                place = self.sheet.place_of(number, column, self.sheet.shown(number, column))
                total = sum(told, Decimal(0))
                self.findings.items.append(differs(self.plan.amount, said, total, place))
        if not is_said:
            words = list(self.sheet.typed(number).values())[:3]
            self.findings.note(
                "register_line_without_months",
                Text("บรรทัดนี้ไม่มีค่าในเดือนใด จึงไม่มีแถว", "no month of this line has a value: no row"),
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
        added = [one.name for one in self.register.fields if one.can_be_added]
        return is_total(filled, words, added=added)

    def _check_total(self, number: int) -> None:
        """Each column's sum against what the file says; then a new part begins."""
        sums = self.columns_sums
        assert self.plan.amount is not None  # noqa: S101
        for column in (*self.plan.months, *self.plan.sums):
            said = numbers.number(self.sheet.shown(number, column).strip())
            if said is None or sums.is_held:
                continue
            of_months = self.plan.months if column in self.plan.sums else (column,)
            found = [
                sum((each.get(one, Decimal(0)) for one in of_months), Decimal(0))
                for each in (sums.all, sums.part)
            ]
            if said not in found:
                nearer = min(found, key=lambda each: abs(each - said))
                place = self.sheet.place_of(number, column, self.sheet.shown(number, column))
                self.findings.items.append(differs(self.plan.amount, said, nearer, place))
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
            cells[self.new[name]] = text
            if column is not None:
                self._note((number, column), (at, self.new[name]))
                self.cell_from[at, self.new[name]] = (number, column)
                is_hidden = is_hidden or column in self.sheet.hidden_columns
        for column in range(self.width):
            if column not in self.moved or is_title:
                self._note((number, column), (at, column))
                for name, covered in self.covered.items():
                    if (number, column) in getattr(self.sheet, name):
                        covered.add((at, column))
        if is_hidden or number in self.sheet.hidden_rows:
            self.hidden.add(at)
        self.rows.append(tuple(cells))
        self.row_from.append(number)

    def _note(self, origin: Cell, cell: Cell) -> None:
        """What is noted of a cell of the file goes with it."""
        if origin in self.sheet.formulas:
            self.formulas[cell] = self.sheet.formulas[origin]
        if origin in self.sheet.struck:
            self.struck.add(cell)

    def _tell(self) -> None:
        """What was laid out anew, so that nothing is taken otherwise in silence."""
        place = self.sheet.place_of(self.head.first)
        plan = self.plan
        if plan.months and plan.amount is not None:
            first, *_, last = plan.months.values()
            self.findings.note(
                "register_months_across",
                Text(
                    f"คอลัมน์เดือน {first}–{last} อ่านเป็นแถวละเดือนของ “{plan.amount.title.th}”",
                    f"the columns {first}–{last} are read as a row of “{plan.amount.title.en}”"
                    " for each month",
                ),
                place,
                next_step=_BY_HAND,
            )
        for one in plan.above:
            self.findings.note(
                "register_from_above",
                Text(
                    f"“{one.title.th}” อ่านจากบรรทัดเหนือแถว",
                    f"“{one.title.en}” is read from the line above the rows",
                ),
                place,
                next_step=_BY_HAND,
            )
        for each in plan.joined:
            self.findings.note(
                "register_parted",
                Text(
                    f"แยก “{each.heading}” เป็น “{each.words.title.th}”"
                    f" และ “{each.behind.title.th}”",
                    f"“{each.heading}” is parted into “{each.words.title.en}” and"
                    f" “{each.behind.title.en}”",
                ),
                place,
                next_step=_BY_HAND,
            )
        if plan.day is not None and plan.month is not None:
            self.findings.note(
                "register_month_of_day",
                Text(
                    f"ไม่มีคอลัมน์ “{plan.month.title.th}” จึงใช้เดือนของ “{plan.day.title.th}”",
                    f"no column is “{plan.month.title.en}”:"
                    f" it is the month of “{plan.day.title.en}”",
                ),
                place,
                next_step=_BY_HAND,
            )


def _typed_money(text: str) -> Decimal | None:
    """An amount as people type it, for sums alone; None where it is none."""
    try:
        return numbers.money(text)
    except Wrong:
        return None
