"""Chapter 2: the scores, as published, over the years and down to the items."""

from decimal import Decimal

from msgspec.structs import replace

from prongsai.core.analysis.trend import Series
from prongsai.core.ids import INSTRUMENTS, Level
from prongsai.core.papers.booklet.parts import (
    chapter,
    item_table,
    numbered_sections,
    score_cell,
    section,
    text_cell,
)
from prongsai.core.papers.document import (
    Align,
    Beside,
    Block,
    Chart,
    ChartKind,
    ChartRow,
    KeyFigure,
    KeyFigures,
    PaperCell,
    PaperColumn,
    RowGroup,
    Spanning,
    Table,
    TableStyle,
)
from prongsai.core.papers.facts import Facts, named, score_text, signed, two_places
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.scoring.card import Score

_KEY = "results"


def results(facts: Facts) -> tuple[Block, ...]:
    """Overview, instruments, indicators, sub-indicators, items; what is unknown is left out."""
    parts = (_overview, _instruments, _indicators, _sub_indicators, _items)
    return (chapter(facts, 2, _KEY), *numbered_sections(facts, 2, parts))


def _overview(facts: Facts, number: str) -> list[Block]:
    text = facts(
        f"booklet.{_KEY}.overview_text", rated=facts.rated, versus_before=facts.versus_before
    )
    blocks = section(facts, number, f"{_KEY}.overview", text)
    blocks.append(
        KeyFigures(
            (
                KeyFigure(facts(f"booklet.{_KEY}.total_label"), facts.fields["total"]),
                KeyFigure(facts(f"booklet.{_KEY}.level_label"), facts.level or "–"),
            ),
            facts.versus_before.strip(),
        )
    )
    charts = [chart for chart in (_totals_chart(facts), _instruments_chart(facts)) if chart]
    if len(charts) > 1:
        blocks.append(Beside(charts[0], charts[1]))
    else:
        blocks += charts
    return blocks


def _words(facts: Facts) -> tuple[str, str, str]:
    return facts.word("chart_pass"), facts.word("chart_weak"), facts.word("chart_target")


def _totals_chart(facts: Facts) -> Chart | None:
    total = facts.case.trend.total
    if not total.points:
        return None
    rows = tuple(
        ChartRow(str(point.fiscal_year), (point.figure,))
        for point in total.points
        if point.fiscal_year in facts.years
    )
    return _columns(facts, facts(f"booklet.{_KEY}.totals_figure"), rows)


def _instruments_chart(facts: Facts) -> Chart | None:
    rows = tuple(
        ChartRow(score.code, (score.figure,), _weight_foot(facts, score.code))
        for score in facts.case.card.of_level(Level.INSTRUMENT)
    )
    return _columns(facts, facts(f"booklet.{_KEY}.instruments_figure"), rows) if rows else None


def _weight_foot(facts: Facts, code: str) -> str:
    weight = next(
        (part.weight for part in facts.case.card.framework.instruments if part.code == code), None
    )
    if weight is None:
        return ""
    return facts(f"booklet.{_KEY}.weight_foot", weight=f"{float(weight * 100):g}")


def _columns(facts: Facts, caption: str, rows: tuple[ChartRow, ...]) -> Chart:
    figures_text = ", ".join(f"{row.label} {_value_text(row.values[-1])}" for row in rows)
    return Chart(
        ChartKind.COLUMNS,
        caption,
        f"{caption}: {figures_text}",
        (facts.word("score"),),
        rows,
        facts.case.plan.target,
        _words(facts),
    )


def _value_text(value: Decimal | None) -> str:
    return "–" if value is None else two_places(value)


def _instruments(facts: Facts, number: str) -> list[Block]:
    scores = facts.case.card.of_level(Level.INSTRUMENT)
    if not scores:
        return []
    target = facts.case.plan.target
    below = [
        (score.name.th, value)
        for score in scores
        if (value := score.figure) is not None and value < target
    ]
    unknown = facts.unknown_of(Level.INSTRUMENT)
    known = ", ".join(score.code for score in scores if score.figure is not None)
    if below:
        text = facts(f"booklet.{_KEY}.instruments_below", names=named(below))
    elif unknown:
        text = facts(f"booklet.{_KEY}.instruments_pass_known", codes=known)
    else:
        text = facts(f"booklet.{_KEY}.instruments_pass")
    if unknown:
        text += " " + facts(f"booklet.{_KEY}.instruments_unknown", codes=", ".join(unknown))
    columns = (
        PaperColumn(facts.word("instrument"), 2.0, Align.CENTER),
        PaperColumn(facts.word("instrument_name")),
        PaperColumn(facts.word("score"), 2.0, Align.RIGHT),
        PaperColumn(facts.word("versus"), 2.6, Align.RIGHT),
        PaperColumn(facts.word("result"), 1.8, Align.CENTER),
    )
    rows = (_instrument_row(facts, score, target) for score in scores)
    caption = facts(f"booklet.{_KEY}.instruments_table")
    table = table_of_rows(caption, columns, rows, TableStyle.RULED)
    return [*section(facts, number, f"{_KEY}.instruments", text), table]


def _instrument_row(facts: Facts, score: Score, target: Decimal) -> tuple[PaperCell, ...]:
    value = score.figure
    passes = value is not None and value >= target
    return (
        text_cell(score.code, strong=True),
        text_cell(score.name.th),
        score_cell(facts, value, score_text(score)),
        text_cell(None if value is None else signed(value - target)),
        text_cell(None if value is None else _result(facts, passes=passes)),
    )


def _result(facts: Facts, *, passes: bool) -> str:
    """Passed or not by the year's rule; by a target of the agency's own it is reached or not."""
    if facts.has_official_target:
        return facts.word("passes" if passes else "fails")
    return facts.word("reaches" if passes else "misses")


def _indicators(facts: Facts, number: str) -> list[Block]:
    last = facts.years[-1]
    series = [
        indicator
        for indicator in facts.case.trend.indicators
        if _value_of(indicator, last) is not None
    ]
    if not series:
        return []
    compared = len(facts.years) > 1
    heading = f"{_KEY}.indicators_compared" if compared else f"{_KEY}.indicators"
    texts = [_below_text(facts, series)]
    if compared:
        texts += _moved(facts, series)
    chart = Chart(
        ChartKind.BARS,
        facts(f"booklet.{_KEY}.indicators_figure"),
        _chart_told(facts, series),
        tuple(map(str, facts.years)),
        tuple(
            ChartRow(indicator.name.th, tuple(_value_of(indicator, year) for year in facts.years))
            for indicator in series
        ),
        facts.case.plan.target,
        _words(facts),
    )
    return [
        *section(facts, number, heading, " ".join(texts)),
        _indicator_table(facts, series),
        chart,
    ]


def _value_of(series: Series, year: int) -> Decimal | None:
    return next((point.figure for point in series.points if point.fiscal_year == year), None)


def _below_text(facts: Facts, series: list[Series]) -> str:
    last, target = facts.years[-1], facts.case.plan.target
    below = [
        (indicator.name.th, value)
        for indicator in series
        if (value := _value_of(indicator, last)) is not None and value < target
    ]
    unknown = len(facts.unknown_of(Level.INDICATOR))
    known = "_known" if unknown else ""
    if below:
        return facts(
            f"booklet.{_KEY}.indicators_below{known}",
            below_count=len(below), names=named(below), unknown_count=unknown,
        )  # fmt: skip
    return facts(f"booklet.{_KEY}.indicators_pass{known}", unknown_count=unknown)


def _moved(facts: Facts, series: list[Series]) -> list[str]:
    """The largest fall and the largest rise since the year before."""
    last, before = facts.years[-1], facts.years[-2]
    moves = [
        (now - then, indicator.name.th)
        for indicator in series
        if (now := _value_of(indicator, last)) is not None
        and (then := _value_of(indicator, before)) is not None
    ]
    texts = []
    if moves and (least := min(moves))[0] < 0:
        texts.append(
            facts(f"booklet.{_KEY}.fell_most", name=least[1], difference=two_places(-least[0]))
        )
    if moves and (most := max(moves))[0] > 0:
        texts.append(
            facts(f"booklet.{_KEY}.rose_most", name=most[1], difference=two_places(most[0]))
        )
    return texts


def _chart_told(facts: Facts, series: list[Series]) -> str:
    caption = facts(f"booklet.{_KEY}.indicators_figure")
    figures_text = "; ".join(
        f"{line.name.th} {', '.join(_value_text(_value_of(line, year)) for year in facts.years)}"
        for line in series
    )
    return f"{caption}: {figures_text}"


def _indicator_table(facts: Facts, series: list[Series]) -> Table:
    years = facts.years
    columns = [
        PaperColumn(facts.word("number"), 1.1, Align.CENTER),
        PaperColumn(facts.word("indicator")),
        *(PaperColumn(str(year), 1.8, Align.RIGHT) for year in years),
    ]
    if len(years) > 1:
        columns.append(PaperColumn(facts.word("change"), 2.2, Align.RIGHT))
    rows = tuple(_indicator_row(facts, line) for line in (*series, facts.case.trend.total))
    return Table(
        facts(f"booklet.{_KEY}.indicators_table"),
        tuple(columns),
        (RowGroup("", rows),),
        spanning=(Spanning(facts.word("score_of_year"), 2, len(years)),) if len(years) > 1 else (),
    )


def _indicator_row(facts: Facts, series: Series) -> tuple[PaperCell, ...]:
    years = facts.years
    values = [_value_of(series, year) for year in years]
    is_total = series.level is Level.TOTAL
    cells = [
        PaperCell(("",)) if is_total else text_cell(series.key),
        text_cell(facts.word("total") if is_total else series.name.th, strong=is_total),
        *(text_cell(_value_text(value), strong=is_total) for value in values[:-1]),
        replace(score_cell(facts, values[-1]), strong=is_total),
    ]
    if len(years) > 1:
        now, before = values[-1], values[-2]
        moved = None if now is None or before is None else signed(now - before)
        cells.append(text_cell(moved, strong=is_total))
    return tuple(cells)


def _sub_indicators(facts: Facts, number: str) -> list[Block]:
    scores = facts.case.card.of_level(Level.SUB_INDICATOR)
    if not scores:
        return []
    rows = (
        (
            score.code,
            text_cell(score.name.th),
            PaperCell((), bar=score.figure),
            score_cell(facts, score.figure, score_text(score)),
        )
        for score in scores
    )
    columns = (
        PaperColumn(facts.word("number"), 1.3, Align.CENTER),
        PaperColumn(facts.word("subject")),
        PaperColumn("", 2.8, Align.CENTER),
        PaperColumn(facts.word("score"), 2.0, Align.RIGHT),
    )
    table = table_of_rows(facts(f"booklet.{_KEY}.sub_indicators_table"), columns, rows)
    return [*section(facts, number, f"{_KEY}.sub_indicators"), table]


def _items(facts: Facts, number: str) -> list[Block]:
    items = facts.case.weakness.all_items
    if not items:
        return []
    blocks = section(facts, number, f"{_KEY}.items", facts(f"booklet.{_KEY}.items_text"))
    for code in INSTRUMENTS:
        own = [item for item in items if item.instrument == code]
        if own:
            caption = facts(f"booklet.{_KEY}.items_table", instrument=code)
            blocks.append(item_table(facts, caption, own))
    return blocks
