"""Rows gathered and added up, exactly: by month, quarter, unit, kind; planned against actual."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.registers.checks import holds
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.numbers import rounded
from prongsai.core.registers.papers import PERIODS, RollUp
from prongsai.core.registers.periods import Slot, slot_of, slots_of
from prongsai.core.registers.rows import Row, day_of, row_key, row_name, with_computed
from prongsai.core.registers.rules import STATE, Every
from prongsai.core.registers.values import Context, Value, plain, shown
from prongsai.core.text import Text, same

_HUNDRED = 100
_PLACES = 2
NOT_SAID = Text("ไม่ได้ระบุ", "not said")
_LAST = "~"  # in the order behind all that is known


class RollingLine(Struct, frozen=True):
    """Rows that have something in common.

    Shape:  `labels` tell what, one for each thing that rows are gathered by; `sums` are by the
            name of the field, None where no row has a value. `difference` is planned less actual
            and `percent` actual of planned, None where either is not known.
    """

    labels: tuple[Text, ...]
    count: int
    sums: Mapping[str, Decimal | None]
    planned: Decimal | None = None
    actual: Decimal | None = None

    @property
    def difference(self) -> Decimal | None:
        """What is left of the plan; less than nothing where it was overdrawn."""
        if self.planned is None or self.actual is None:
            return None
        return self.planned - self.actual

    @property
    def percent(self) -> Decimal | None:
        """Actual of planned, in percent with two places."""
        if not self.planned or self.actual is None:
            return None
        return rounded(Fraction(self.actual) * _HUNDRED / Fraction(self.planned), _PLACES)


class Rolled(Struct, frozen=True):
    """A roll-up worked out: its headings, lines in order, and all of them together."""

    roll_up: RollUp
    headings: tuple[Text, ...]
    lines: tuple[RollingLine, ...]
    total: RollingLine


class Others(Struct, frozen=True):
    """The rows of another register that references name."""

    register: Register
    rows: tuple[Row, ...]


class _Referred(Struct, frozen=True):
    """A row of another register that references name."""

    key: str
    name: str
    values: Mapping[str, Value]


class _Group(Struct):
    """Rows on the way to a line; `planned_of` are the referenced rows whose plan it has."""

    labels: tuple[Text, ...]
    order: tuple[str, ...]
    rows: list[Mapping[str, Value]]
    planned_of: list[Mapping[str, Value]]


def roll_up_of(
    register: Register,
    roll_up: RollUp,
    rows: Iterable[Row],
    year: int,
    *,
    context: Context | None = None,
    others: Mapping[str, Others] | None = None,
    within: Slot | None = None,
) -> Rolled:
    """Work a roll-up out.

    Shape:  months, quarters, choices and referenced rows that have no row stand with nothing;
            `others` are registers whose rows references name, by their keys; `within` is the time
            whose months and quarters stand, None for the whole year.
    """
    time = within or Slot(year, Every.YEAR, 1)
    return _Rolling(register, roll_up, time, context, others or {}).rolled(rows)


class _Rolling:
    """One roll-up being worked out."""

    def __init__(
        self,
        register: Register,
        roll_up: RollUp,
        time: Slot,
        context: Context | None,
        others: Mapping[str, Others],
    ) -> None:
        self.register = register
        self.roll_up = roll_up
        self.time, self.year = time, time.year
        self.context = context
        self.others = others
        self.planned_by, _, self.planned = (roll_up.planned or "").rpartition(".")
        self.referred = {field.name: self._referred(field) for field in register.references()}

    def rolled(self, rows: Iterable[Row]) -> Rolled:
        groups = self._expected()
        everything = _Group((read_words("registers/total"),), (), [], [])
        for row in rows:
            values = with_computed(self.register, row.values)
            if not holds(self.roll_up.when, self.register, row, values):
                continue
            pairs = [self._label_and_order(by, row, values) for by in self.roll_up.by]
            labels, order = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
            group = groups.setdefault(order, _Group(labels, order, [], []))
            group.rows.append(values)
            everything.rows.append(values)
        for group in groups.values():
            everything.planned_of += group.planned_of
        lines = tuple(self._line(group) for _, group in sorted(groups.items()))
        headings = tuple(self._heading(by) for by in self.roll_up.by)
        return Rolled(self.roll_up, headings, lines, self._line(everything))

    def _referred(self, field: Field) -> dict[str, _Referred]:
        """The rows that a reference may name, by their keys."""
        other = self.others.get(field.register or "")
        if other is None:
            return {}
        referred_rows = (
            _Referred(
                row_key(other.register, row),
                row_name(other.register, row),
                with_computed(other.register, row.values),
            )
            for row in other.rows
        )
        return {referred.key: referred for referred in referred_rows}

    def _expected(self) -> dict[tuple[str, ...], _Group]:
        """The groups that stand although no row is in them."""
        if self.planned_by:
            return self._planned_groups()
        if len(self.roll_up.by) > 1:
            return {}
        groups: dict[tuple[str, ...], _Group] = {}
        for labels, order in self._known(self.roll_up.by[0]):
            groups[(order,)] = _Group((labels,), (order,), [], [])
        return groups

    def _planned_groups(self) -> dict[tuple[str, ...], _Group]:
        """A group for each plan line that is referred to, its plan counted once."""
        groups: dict[tuple[str, ...], _Group] = {}
        for referred in self.referred[self.planned_by].values():
            pairs = [self._through(by, referred) for by in self.roll_up.by]
            labels, order = tuple(each[0] for each in pairs), tuple(each[1] for each in pairs)
            group = groups.setdefault(order, _Group(labels, order, [], []))
            group.planned_of.append(referred.values)
        return groups

    def _through(self, by: str, referred: _Referred) -> tuple[Text, str]:
        """What is gathered by, of a referenced row: the row itself or a field of it."""
        reference, _, inner = by.partition(".")
        if not inner:
            return same(referred.name or referred.key), referred.key
        field = self._inner(reference, inner)
        if field is None:
            return NOT_SAID, _LAST
        return self._labelled(field, referred.values.get(field.name))

    def _inner(self, reference: str, inner: str) -> Field | None:
        """A field of the register that a reference names."""
        other = self.others.get(self.register.named(reference).register or "")
        return other.register.field(inner) if other else None

    def _known(self, by: str) -> Iterator[tuple[Text, str]]:
        """Every value that something can have, where there are few."""
        if by in PERIODS:
            for slot in slots_of(self.year, Every(by)):
                if slot.first <= self.time.last and self.time.first <= slot.last:
                    yield _slot_label(slot), _slot_order(slot)
        elif by == STATE:
            for number, state in enumerate(self.register.states):
                yield state.title, f"{number:03d}"
        elif "." not in by:
            field = self.register.named(by)
            for number, choice in enumerate(field.choices):
                if not choice.retired:
                    yield choice.title, f"{number:03d}"

    def _label_and_order(self, by: str, row: Row, values: Mapping[str, Value]) -> tuple[Text, str]:
        """The label of a row in one respect, and where it stands in the order."""
        if by in PERIODS:
            day = day_of(self.register, row, self.year)
            if day is None:
                return NOT_SAID, _LAST
            slot = slot_of(day, Every(by))
            return _slot_label(slot), _slot_order(slot)
        if by == STATE:
            state = self.register.state(row.state)
            if state is None:
                return (same(row.state) if row.state else NOT_SAID), _LAST
            return state.title, f"{self.register.states.index(state):03d}"
        reference, _, inner = by.partition(".")
        field = self.register.named(reference)
        value = values.get(field.name)
        referred = self.referred.get(reference, {}).get(str(value))
        if referred is not None:
            return self._through(by, referred)
        return (NOT_SAID, _LAST) if inner else self._labelled(field, value)

    def _labelled(self, field: Field, value: Value | None) -> tuple[Text, str]:
        if value is None:
            return NOT_SAID, _LAST
        order = str(plain(value))
        if field.kind is FieldKind.CHOICE:
            keys = [choice.key for choice in field.choices]
            order = f"{keys.index(order):03d}" if order in keys else f"{_LAST}{order}"
        return shown(field, value, self.context), order

    def _line(self, group: _Group) -> RollingLine:
        sums = {name: _sum(name, group.rows) for name in self.roll_up.sums}
        planned = _sum(self.planned, group.planned_of if self.planned_by else group.rows)
        actual = _sum(self.roll_up.actual or "", group.rows)
        if self.roll_up.actual and planned is not None and actual is None:
            actual = Decimal(0)  # nothing is written down yet; the sums below count it so too
        return RollingLine(group.labels, len(group.rows), sums, planned, actual)

    def _heading(self, by: str) -> Text:
        if by in PERIODS or by == STATE:
            return read_words(f"registers/by.{by}")
        name, _, inner = by.partition(".")
        field = self.register.named(name)
        inner_field = self._inner(name, inner) if inner else None
        return inner_field.title if inner_field else field.title


def _slot_label(slot: Slot) -> Text:
    if slot.every is Every.MONTH:
        return slot.label
    return read_words(f"registers/numbered.{slot.every}", number=slot.number)


def _slot_order(slot: Slot) -> str:
    return f"{slot.year:04d}-{slot.number:02d}"


def _sum(name: str, rows: Sequence[Mapping[str, Value]]) -> Decimal | None:
    """The sum of what is filled in; None where nothing is."""
    values = (row.get(name) for row in rows)
    known = [Decimal(value) for value in values if isinstance(value, Decimal | int)]
    return sum(known, Decimal(0)) if known else None
