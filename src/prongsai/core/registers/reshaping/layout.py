"""What a cell, a line above rows and the columns of a sheet tell, where no table of ours stands."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.dates import dates_in, is_day
from prongsai.core.errors import Findings, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.matching import Headings
from prongsai.core.registers.model import Register
from prongsai.core.registers.periods import read_month
from prongsai.core.registers.sheet import Head, Sheet
from prongsai.core.registers.titles import is_sum_of, may_be_total, month_above
from prongsai.core.thai import arabic_digits, mend_line, repair, squeeze

_FEW = 2
# The price at the end of a cell; 12/2569 is a number with its year and no price.
_PRICE = compiled(
    r"(?<![\d/.,-])(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,15}(?:\.\d{1,2})?)"
    r"\s*(?:บาท(?:ถ้วน)?|\.-|/-)?\s*$"
)
_BETWEEN = compiled(r"(?:\s|[-–:/;,]|ลง(?:วันที่)?|ลว\.|วันที่|ราคาที่ตกลง|ราคาที่เสนอ|ราคา|เป็นเงิน)+$")


def value_above(field: Field, typed: Mapping[int, str]) -> str:
    """What a line above rows says of a field; "" where it says nothing of it.

    Shape:  "แผนงานการศึกษา" names the plan whole, "หน่วยงาน: กองคลัง" the unit behind the word.
    """
    cells = [mend_line(text) for text in typed.values()]
    if not cells or len(cells) > _FEW or may_be_total(cells):
        return ""
    if any(numbers.number(text) is not None for text in cells):
        return ""
    words = sorted((field.title.th, *field.headings), key=len, reverse=True)
    word = next((word for word in words if cells[0].startswith(word)), None)
    return "" if word is None else _behind(word, cells, field)


def _behind(word: str, cells: Sequence[str], field: Field) -> str:
    """What stands behind a field's word, in its cell or in the next."""
    behind = cells[0][len(word) :]
    rest = behind.strip(" :：")
    if len(cells) == _FEW:
        return "" if rest else cells[1]
    if not rest:
        return ""
    if field.kind is FieldKind.UNIT:
        return rest if behind[:1] in (" ", ":", "：") else ""
    return rest if behind.lstrip()[:1] in (":", "：") else cells[0]


def parted(text: str, behind: Field) -> tuple[str, str]:
    """A cell of two fields: its words, and the price or day behind them; "" where there is none."""
    plain = squeeze(arabic_digits(repair(text)))
    if behind.kind is FieldKind.MONEY:
        price = _PRICE.search(plain)
        if price is None:
            return plain, ""
        start, value = price.start(), price[1]
    else:
        days = [day for day in dates_in(plain) if day[2].first == day[2].last]
        if not days or plain[days[-1][1] :].strip(" ).").strip():
            return plain, ""
        start, end, _ = days[-1]
        value = plain[start:end].removeprefix("วันที่").strip()
    words = _BETWEEN.sub("", plain[:start]).strip()
    return (words, value) if words else (plain, "")


def typed_money(text: str) -> Decimal | None:
    """An amount as people type it, for sums alone; None where it is none."""
    try:
        return numbers.money(text)
    except Wrong:
        return None


_MONTH_COLUMNS = 2  # fewer may be anything
_AND = "และ"
_BRACKETS = compiled(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]\s*")


class Joined(Struct, frozen=True):
    """A column that tells two fields: words, and behind them a price or a day."""

    column: int
    heading: str
    words: Field
    behind: Field


class Plan(Struct):
    """How a sheet is laid out anew."""

    months: dict[int, str]
    sums: tuple[int, ...]
    amount: Field | None
    month: Field | None
    above: tuple[Field, ...]
    joined: tuple[Joined, ...]
    day: Field | None

    @property
    def is_empty(self) -> bool:
        """Whether the sheet stands as it is."""
        return not (self.months or self.above or self.joined or self.day)


def month_of(word: str) -> str | None:
    """A name for the month that a heading is; None for any other heading, numbers too."""
    plain = squeeze(arabic_digits(word))
    if plain.isdigit() or is_day(plain):
        return None
    try:
        month = read_month(plain)
    except Wrong:
        return None
    return f"month {month.month}"


class Layout:
    """What of a sheet stands otherwise than a register's table does."""

    def __init__(
        self,
        register: Register,
        sheet: Sheet,
        head: Head,
        headings: Headings,
        defaults: Mapping[str, str],
    ) -> None:
        """Shape: `defaults` are values for the fields that the sheet need not tell."""
        self.register, self.sheet, self.headings = register, sheet, headings
        across = {column: next(filter(month_of, words), "") for column, words in head.words.items()}
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
        self.known = {match.field for match in self.matching.matches} | {
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

    def plan(self, findings: Findings) -> Plan:
        """How it is laid out anew."""
        joined = tuple(self._joined())
        known = (
            self.known
            | {pair.behind.name for pair in joined}
            | {pair.words.name for pair in joined}
        )
        month = self._month(known)
        amount = self._amount(findings) if month is not None else None
        months = {
            column: text
            for column, text in self.months.items()
            if amount is not None and self.parents[column] in (None, amount)
        }
        names = [month_of(text) for text in months.values()]
        if len(set(names)) != len(names):
            findings.error("registers/register_months_twice", self.sheet.place_of(self.rest.first))
            months = {}
        day = None
        if month is not None and not months:
            day = self._day(month, joined)
        return Plan(
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
        over = {parent.name: parent for parent in self.parents.values() if parent is not None}
        lacking = [
            field
            for field in self.register.typed_fields
            if field.required and field.can_be_added and field.name not in self.known
        ]
        wanted = [field for field in over.values() if field in lacking] or (
            lacking if not over else []
        )
        if len(wanted) == 1:
            return wanted[0]
        findings.error("registers/register_months_of_what", self.sheet.place_of(self.rest.first))
        return None

    def _day(self, month: Field, joined: Sequence[Joined]) -> Field | None:
        """The only day of a row, of which its month may be read: the first of the register's."""
        names = self.known | {pair.behind.name for pair in joined}
        days = [field for field in self.register.typed_fields if field.kind is FieldKind.DATE]
        given = [day for day in days if day.name in names]
        return given[0] if month.required and given and given == days[:1] else None

    def _above(self, known: set[str]) -> list[Field]:
        """Required words and units without a column: a line above the rows may tell them."""
        return [
            field
            for field in self.register.typed_fields
            if field.required
            and field.kind in (FieldKind.TEXT, FieldKind.UNIT)
            and field.name not in known
            and field.name not in self.headings.given
            and self._tells_above(field)
        ]

    def _tells_above(self, field: Field) -> bool:
        rows = range(len(self.sheet.rows))
        return any(
            value_above(field, self.sheet.typed(row))
            for row in rows
            if not self.rest.first <= row <= self.rest.last
        )

    def _joined(self) -> list[Joined]:
        """Columns whose heading names two fields, of which the second has no column of its own."""
        joined = []
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
                joined.append(Joined(column, words[0], words_of, behind))
        return joined
