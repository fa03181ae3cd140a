"""The tables of a register's paper: rows, roll-ups, which months were reported.

What is long has more of the page than what is short: a column of text has the root of the length
of its texts as its share, so that a row is about as high in one column as in the next.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import sqrt

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import SHORT_MONTHS, buddhist_year, long_date
from prongsai.core.papers.document import (
    Align,
    Block,
    Chart,
    ChartKind,
    ChartRow,
    Document,
    Mark,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Signature,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.registers.fields import Field, FieldKind, Result
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Reported
from prongsai.core.registers.papers import RollUp
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rolling import Rolled, RollingLine
from prongsai.core.registers.rows import Row, with_computed
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context, Value, shown

_NONE = "–"
# Centimetres; a column that cannot hold its figures or words grows where it is set.
_MONTH, _NUMBER, _FIGURE, _WIDE_FIGURE, _SHORT = 0.95, 1.1, 1.6, 2.7, 2.2
_MOST_CHARTED, _FEW = 30, 3
_NARROW = (FieldKind.DATE, FieldKind.MONTH, FieldKind.CHOICE, FieldKind.YES_NO)
_TYPICAL = 0.9  # nine texts of ten are no longer
_LEAST_SHARE, _MOST_SHARE = 2.0, 12.0
# What a page that stands holds, and how wide columns are that are read with ease.
_UPRIGHT, _LYING = 15.8, 25.7
_EASY_FIGURE, _EASY_LABEL, _A_SHARE, _LEAST_EASY, _MOST_EASY = 2.3, 6.0, 0.45, 2.2, 5.0
_HUNDRED = Decimal(100)
_OF_MONEY = ("planned", "difference", "percent")


def rows_table(
    office: Office,
    register: Register,
    names: Sequence[str],
    rows: Sequence[Row],
    context: Context,
    caption: str,
    nothing: str,
) -> Table:
    """The rows with their numbers, and what their figures come to; `nothing` stands for none."""
    fields = [register.field(name) for name in names]
    values = [with_computed(register, row.values) for row in rows]
    lines = [
        (
            PaperCell((str(number),)),
            *(_cell(register, field, row, each, context) for field in fields),
        )
        for number, (row, each) in enumerate(zip(rows, values, strict=True), start=1)
    ]
    columns = (
        PaperColumn(office("register.number"), _NUMBER, Align.CENTER),
        *(
            _column(office, field, (line[place] for line in lines))
            for place, field in enumerate(fields, start=1)
        ),
    )
    if total := _totals(office, fields, values):
        lines.append(total)
    if not lines:
        dashes = [PaperCell((_NONE,))] * len(fields)
        lines.append((dashes[0], PaperCell((nothing,)), *dashes[1:]))
    return table_of_rows(caption, columns, lines)


def _column(office: Office, field: Field | None, cells: Iterable[PaperCell]) -> PaperColumn:
    if field is None:
        return PaperColumn(office("register.state"), _SHORT)
    if is_figure(field):
        return PaperColumn(field.title.th, _FIGURE, Align.RIGHT)
    if field.kind in _NARROW:
        return PaperColumn(field.title.th, _SHORT)
    return PaperColumn(field.title.th, share=_share(cells))


def _share(cells: Iterable[PaperCell]) -> float:
    """The share of a column of texts: the root of how long they are, but for the few longest."""
    lengths = sorted(sum(map(len, cell.lines)) for cell in cells)
    typical = lengths[int(_TYPICAL * (len(lengths) - 1))] if lengths else 0
    return min(max(sqrt(typical), _LEAST_SHARE), _MOST_SHARE)


def is_wide(table: Table) -> bool:
    """Whether the columns would be strips on a page that stands."""
    return sum(map(_easy, table.columns)) > _UPRIGHT


def on_a_lying_page(table: Table) -> Table:
    """The table for a page that lies: one that needs less than half of it is no wider than that.

    A month at the left edge and its figure at the right are not read as one line.
    """
    if sum(map(_easy, table.columns)) > _LYING / 2:
        return table
    columns = tuple(
        replace(column, width=max(_EASY_LABEL, _easy(column))) if column.width is None else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _easy(column: PaperColumn) -> float:
    if column.align is Align.RIGHT:
        return _EASY_FIGURE
    return column.width or min(max(_A_SHARE * column.share, _LEAST_EASY), _MOST_EASY)


def is_figure(field: Field) -> bool:
    return field.kind.is_number or field.result is not None


def _cell(
    register: Register,
    field: Field | None,
    row: Row,
    values: dict[str, Value],
    context: Context,
) -> PaperCell:
    if field is None:
        state = register.state(row.state)
        return PaperCell((state.title.th if state else row.state or _NONE,))
    value = values.get(field.name)
    text = row.left.get(field.name, "") if value is None else shown(field, value, context).th
    lines = tuple(line for line in text.splitlines() if line.strip())
    return PaperCell(lines or (_NONE,))


def _totals(
    office: Office, fields: Sequence[Field | None], values: Sequence[dict[str, Value]]
) -> tuple[PaperCell, ...] | None:
    """What the figures come to; None where no column is added, or there is nothing to add."""
    money = (None, Result.MONEY)
    added = [field for field in fields if field and field.can_be_added and field.result in money]
    if not added or len(values) < 2:  # noqa: PLR2004 - one row is its own sum
        return None
    cells = [PaperCell((office("register.total"),), strong=True)]
    for field in fields:
        text = ""
        if field is not None and field in added:
            column_values = [each.get(field.name) for each in values]
            known = [
                Decimal(number) for number in column_values if isinstance(number, Decimal | int)
            ]
            text = shown(field, sum(known, Decimal(0))).th if known else _NONE
        cells.append(PaperCell((text,) if text else (), strong=True))
    return tuple(cells)


def roll_up_table(office: Office, register: Register, rolled: Rolled, caption: str) -> Table:
    """A line for each group, and all together."""
    measures = _measures(office, register, rolled)
    lines = [_line(line, measures, len(rolled.headings)) for line in (*rolled.lines, rolled.total)]
    *plain, total = lines
    width = _FIGURE if len(measures) > _FEW else _WIDE_FIGURE
    columns = (
        *(
            PaperColumn(heading.th, share=_share(line[place] for line in plain))
            for place, heading in enumerate(rolled.headings)
        ),
        *(PaperColumn(heading, width, Align.RIGHT) for heading, _ in measures),
    )
    strong = tuple(PaperCell(cell.lines, strong=True) for cell in total)
    return Table(caption, columns, (RowGroup("", (*plain, strong)),), style=TableStyle.COMPACT)


def years_table(
    office: Office, register: Register, before: Rolled, now: Rolled, year: int, caption: str
) -> Table:
    """What each group of two years holds of each figure, side by side."""
    counts, *figures = _measures(office, register, now)
    measures = figures or [counts]
    sides = [{line.labels: line for line in (*each.lines, each.total)} for each in (before, now)]
    groups = sorted({**sides[1], **sides[0]}, key=lambda labels: labels == now.total.labels)
    rows = []
    for labels in groups:
        texts = [label.th for label in labels] + [""] * (len(now.headings) - len(labels))
        for _, measure in measures:
            texts += [measure(side[labels]) if labels in side else _NONE for side in sides]
        rows.append(tuple(texts))
    columns = [PaperColumn(heading.th) for heading in now.headings]
    for title, _ in measures:
        columns += [
            PaperColumn(f"{title} {each}", _FIGURE, Align.RIGHT) for each in (year - 1, year)
        ]
    return table_of_rows(caption, columns, rows)


_Measure = Callable[[RollingLine], str]


def _measures(office: Office, register: Register, rolled: Rolled) -> list[tuple[str, _Measure]]:
    """The columns of figures, each with what it prints of a line."""
    measures: list[tuple[str, _Measure]] = [
        (office("register.count"), lambda line: str(line.count))
    ]
    sums = (register.named(name) for name in rolled.roll_up.sums if name != rolled.roll_up.actual)
    measures += [(field.title.th, _sum_of(field)) for field in sums]
    if rolled.roll_up.planned is not None:
        measures += _against_plan(office, register, rolled.roll_up)
    return measures


def _against_plan(
    office: Office, register: Register, roll_up: RollUp
) -> Iterator[tuple[str, _Measure]]:
    """Plan, what became of it, what is left, and the percentage: of money in baht, else counted."""
    actual = register.named(roll_up.actual or "")
    planned, left, percent = (office(f"register.{key}") for key in _OF_MONEY)
    if actual.kind is not FieldKind.MONEY and actual.result is not Result.MONEY:
        left, percent = office("register.left"), office("register.share")
        own = register.field(roll_up.planned or "")
        planned = own.title.th if own else office("register.plan")
    yield planned, lambda line: _amount(actual, line.planned)
    yield actual.title.th, lambda line: _amount(actual, line.actual)
    yield left, lambda line: _amount(actual, line.difference)
    yield percent, lambda line: _NONE if line.percent is None else f"{line.percent:,.2f}"


def _amount(field: Field, value: Decimal | None) -> str:
    return _NONE if value is None else shown(field, value).th


def _sum_of(field: Field) -> _Measure:
    def measure_text(line: RollingLine) -> str:
        return _amount(field, line.sums.get(field.name))

    return measure_text


def _line(
    line: RollingLine, measures: Sequence[tuple[str, _Measure]], labels: int
) -> tuple[PaperCell, ...]:
    label_texts = [label.th for label in line.labels]
    label_texts += [""] * (labels - len(label_texts))
    return (
        *(PaperCell((text,) if text else ()) for text in label_texts),
        *(PaperCell((measure(line),)) for _, measure in measures),
    )


def plan_chart(office: Office, rolled: Rolled, caption: str) -> Chart | None:
    """Actual in percent of planned; None where nothing is known, or too much to be seen."""
    known = [line for line in rolled.lines if line.percent is not None]
    if not known or len(known) > _MOST_CHARTED:
        return None
    rows = tuple(
        ChartRow(" · ".join(label.th for label in line.labels), (line.percent,)) for line in known
    )
    figures_text = "; ".join(f"{row.label} {row.values[0]}" for row in rows)
    words = (office("register.reached"), office("register.below"), office("register.plan"))
    return Chart(
        ChartKind.BARS,
        caption,
        office("register.chart", told=figures_text),
        (office("register.percent"),),
        rows,
        _HUNDRED,
        words,
    )


def months_blocks(
    office: Office, reported: Sequence[Reported], units: dict[str, str], caption: str
) -> Iterator[Block]:
    """A row for each who owes and a column for each time; what is missing is shaded and named."""
    if not reported:
        yield Paragraph(office("register.no_rhythm"))
        return
    slots = tuple(dict.fromkeys(time.slot for time in reported))
    columns = [PaperColumn(office("register.unit")), *map(_time_column, slots)]
    by_unit: dict[str, list[PaperCell]] = {}
    for time in reported:
        by_unit.setdefault(time.unit, []).append(_time_cell(office, time))
    rows: list[tuple[PaperCell | str, ...]] = [
        (units.get(unit, unit) or office.agency.name, *row) for unit, row in by_unit.items()
    ]
    yield table_of_rows(caption, columns, rows)
    yield Note(office("register.months_key"))
    if any(time.is_untold for time in reported):
        yield Note(office("register.months_key_untold"))


def _time_column(slot: Slot) -> PaperColumn:
    if slot.every is not Every.MONTH:
        return PaperColumn(slot.label.th, align=Align.CENTER)
    month = SHORT_MONTHS[slot.first.month - 1]
    return PaperColumn(f"{month} {buddhist_year(slot.first) % 100}", _MONTH, Align.CENTER)


def _time_cell(office: Office, time: Reported) -> PaperCell:
    if time.rows:
        return PaperCell((str(time.rows),))
    if time.is_nil:
        return PaperCell((office("register.nothing"),))
    if time.is_missing:
        return PaperCell((office("register.missing"),), strong=True, filled=True)
    if time.is_untold:
        return PaperCell((office("register.untold"),))
    return PaperCell((_NONE,))


_HEAD = 5.0


class PaperReceipt(Struct, frozen=True):
    """A row as its receipt tells it.

    Shape:  `rows` are titles and words in their order; `state` is where the row stands on the day
            `on`, "" where its register has no states; `address` is the page of the row, which a
            QR at the foot opens, "" while others do not find it.
    """

    title: str
    name: str
    rows: tuple[tuple[str, str], ...]
    state: str
    on: date
    by: str
    address: str
    signers: tuple[str, ...]


def register_receipt(office: Office, receipt: PaperReceipt) -> Document:
    """The receipt; nothing in it is more than the row says."""
    printed = {"day": long_date(receipt.on), "by": receipt.by}
    lead = "lead" if receipt.state else "lead_without_state"
    blocks: tuple[Block, ...] = (
        Title((receipt.title, office.agency.name)),
        Paragraph(office(f"register_receipt.{lead}", state=receipt.state, **printed)),
        _table(office, receipt),
        Note(office("register_receipt.note")),
        *(Together((Signature(signer),)) for signer in receipt.signers),
    )
    code = Mark("", receipt.address, (office("register_receipt.code"),))
    mark = code if receipt.address else None
    return office.letter("register_receipt", f"{receipt.title} {receipt.name}", blocks, mark)


def _table(office: Office, receipt: PaperReceipt) -> Table:
    """In a table digits are printed as they are typed: an address with others leads nowhere."""
    columns = (
        PaperColumn(office("register_receipt.what"), _HEAD),
        PaperColumn(office("register_receipt.said")),
    )  # fmt: skip
    address = [(office("register_receipt.address"), receipt.address)] if receipt.address else []
    rows = (*receipt.rows, *address)
    cells = ((title, PaperCell(tuple(words.splitlines()), strong=True)) for title, words in rows)
    return table_of_rows("", columns, cells, TableStyle.RULED)
