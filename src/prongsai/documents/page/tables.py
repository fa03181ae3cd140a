"""Tables that become cards on a hand's screen and stay tables for a screen reader."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.papers.document import Align, PaperCell, PaperColumn, RowGroup, Table
from prongsai.documents.page.markup import NOTHING, Markup, each, joined, tag, words
from prongsai.documents.wording import WEAK_SIGN, cell_lines, column_widths, has_head, pictured


class Setting(Struct, frozen=True):
    """How a table is told: its line in centimetres, its digits, the score that bars must reach."""

    room: float
    thai_digits: bool
    pass_line: Decimal | None


def table_markup(block: Table, setting: Setting) -> Markup:
    """A table with its caption; its columns share the line as on the printed page.

    The roles stand beside the elements because cards take the elements' own roles away.
    """
    if not block.columns:
        return tag("p", words(block.caption), class_="caption") if block.caption else NOTHING
    caption = tag("caption", words(block.caption)) if block.caption else NOTHING
    head = _head(block) if has_head(block) else NOTHING
    columns = [
        _CardColumn(column, label, number in pictured(block))
        for number, (column, label) in enumerate(zip(block.columns, _labels(block), strict=True))
    ]
    bodies = [_group(group, columns, setting) for group in block.groups]
    widths = column_widths(block.columns, setting.room)
    shares = (tag("col", style=f"width:{100 * width / setting.room:.4g}%") for width in widths)
    parts = (caption, tag("colgroup", *shares), head, *bodies)
    return tag("table", *parts, class_=block.style.value, role="table")


class _CardColumn(Struct, frozen=True):
    """A column, what a card calls it, and whether it only draws what stands beside it."""

    column: PaperColumn
    label: str
    is_pictured: bool


def _labels(block: Table) -> list[str]:
    """What a card calls each column; the heading above several columns stands before theirs."""
    above = {
        number: span.heading
        for span in block.spanning
        for number in range(span.first, span.first + span.count)
    }
    return [
        f"{above.get(number, '')} {column.heading}".strip()
        for number, column in enumerate(block.columns)
    ]


def _head(block: Table) -> Markup:
    if not block.spanning:
        cells = [_head_cell(column) for column in block.columns]
        return tag("thead", tag("tr", *cells, role="row"), role="rowgroup")
    starts = {span.first: span for span in block.spanning}
    covered = {
        number for span in block.spanning for number in range(span.first, span.first + span.count)
    }
    upper: list[Markup] = []
    for number, column in enumerate(block.columns):
        if number in starts:
            span = starts[number]
            upper.append(
                tag(
                    "th",
                    words(span.heading),
                    scope="colgroup",
                    colspan=span.count,
                    role="columnheader",
                )
            )
        elif number not in covered:
            upper.append(_head_cell(column, rows=2))
    lower = [_head_cell(block.columns[number]) for number in sorted(covered)]
    return tag(
        "thead", tag("tr", *upper, role="row"), tag("tr", *lower, role="row"), role="rowgroup"
    )


def _head_cell(column: PaperColumn, rows: int | None = None) -> Markup:
    if not column.heading:  # an empty heading says nothing to anybody
        return tag("td", rowspan=rows, role="cell")
    return tag("th", words(column.heading), scope="col", rowspan=rows, role="columnheader")


def _group(group: RowGroup, columns: Sequence[_CardColumn], setting: Setting) -> Markup:
    rows = []
    if group.title:
        title = tag(
            "th", words(group.title), scope="rowgroup", colspan=len(columns), role="rowheader"
        )
        rows.append(tag("tr", title, class_="group", role="row"))
    for row in group.rows:
        pairs = zip(row, columns, strict=True)
        cells = (_cell(cell, column, setting) for cell, column in pairs)
        rows.append(tag("tr", *cells, role="row"))
    return tag("tbody", *rows, role="rowgroup")


def _cell(cell: PaperCell, place: _CardColumn, setting: Setting) -> Markup:
    # One box for all of it: a card stands its label beside one thing.
    inside = tag("div", _bar(cell, setting), NOTHING if place.is_pictured else _said(cell, setting))
    classes = " ".join(_classes(cell, place.column)) or None
    return tag("td", inside, class_=classes, data_label=place.label or None, role="cell")


def _said(cell: PaperCell, setting: Setting) -> Markup:
    lines = cell_lines(cell, thai_digits=setting.thai_digits)
    if len(lines) > 1:
        kind = "counted" if cell.numbered else None
        content = tag("ul", each("li", lines), class_=kind)
    else:
        content = joined(*map(words, lines))
    sign = tag("span", words(WEAK_SIGN), class_="sign") if cell.weak else NOTHING
    return joined(sign, content)


def _classes(cell: PaperCell, column: PaperColumn) -> Iterator[str]:
    if column.align is not Align.LEFT:
        yield column.align.value
    for name in ("strong", "weak", "filled"):
        if getattr(cell, name):
            yield name


def _bar(cell: PaperCell, setting: Setting) -> Markup:
    if cell.bar is None:
        return NOTHING
    weak = cell.weak or (setting.pass_line is not None and cell.bar < setting.pass_line)
    score = min(max(float(cell.bar), 0.0), 100.0)
    drawn = tag("span", style=f"width:{score:g}%")
    return tag("span", drawn, class_="bar below" if weak else "bar", aria_hidden="true")
