"""The report on many agencies: levels, ranks, gates, change on last year, provinces and kinds."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS
from prongsai.core.messages import read_words
from prongsai.core.nation.scoring import AgencyScores
from prongsai.core.nation.summary import Group, Summary
from prongsai.core.papers.document import (
    Align,
    Block,
    Chart,
    ChartKind,
    ChartRow,
    Document,
    Form,
    KeyFigure,
    KeyFigures,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Section,
    Table,
    Title,
)
from prongsai.core.papers.office import Office, numbered_parts
from prongsai.core.papers.tables import table_of_rows

KIND = "nation"
_BAR, _FIGURE, _NARROW, _SPAN = 2.6, 1.9, 1.7, 2.4
_MOST_RANKS = 20
_MOST_BARS, _MOST_COLUMNS = 12, 8
_NONE = "–"


class NationReport(Struct, frozen=True):
    """What the report is made of; `ranks` by the agency's code."""

    year: int
    target: Decimal | None
    summary: Summary
    scores: Sequence[AgencyScores]
    ranks: Mapping[str, int]
    answers: int


def nation_paper(office: Office, report: NationReport) -> Document:
    title = office("nation.title", fiscal_year=report.year)
    blocks: list[Block] = [Title((title, office.agency.name))]
    chapters = (
        ("levels", _levels),
        ("ranks", _ranks),
        ("gates", _gates),
        ("change", _change),
        ("kinds", _kinds),
        ("provinces", _provinces),
        ("method", _method),
    )
    blocks += numbered_parts(
        (office(f"nation.{key}"), write(office, report)) for key, write in chapters
    )
    return office.paper(KIND, title, (Section(Form.CHAPTER, tuple(blocks)),))


def _levels(office: Office, report: NationReport) -> Iterator[Block]:
    summary = report.summary
    figures = [
        KeyFigure(office("nation.agencies"), f"{summary.agencies:,}"),
        KeyFigure(office("nation.mean"), _figure_text(summary.mean)),
    ]
    if summary.passing is not None:
        label = office("nation.passing", target=report.target)
        figures.append(KeyFigure(label, f"{summary.passing:,}"))
    yield KeyFigures(tuple(figures))
    if not summary.scored:
        yield Paragraph(office("nation.without_total"))
        return
    rows = [(level.code, f"{level.count:,}", str(level.percent)) for level in summary.levels]
    yield _table(office, "levels", ("level", "count", "percent"), rows)
    shares = tuple(ChartRow(level.code, (level.percent,)) for level in summary.levels)
    if len(shares) <= _MOST_COLUMNS:
        yield _chart(office, ChartKind.COLUMNS, "level_chart", shares, None)
    names = {0: office("nation.lowest"), 50: office("nation.median"), 100: office("nation.highest")}
    quantiles = [
        (names.get(share) or office("nation.quantile", share=share), str(total))
        for share, total in summary.quantiles
    ]
    yield _table(office, "spread", ("place", "total"), quantiles)


def _ranks(office: Office, report: NationReport) -> Iterator[Block]:
    ranked = [each for each in report.scores if report.ranks.get(each.agency.code, 0)]
    ranked.sort(key=lambda each: (report.ranks[each.agency.code], each.agency.code))
    first = [each for each in ranked if report.ranks[each.agency.code] <= _MOST_RANKS]
    if not first:
        return
    rows = [
        (
            str(report.ranks[each.agency.code]),
            each.agency.name or each.agency.code,
            each.agency.province or _NONE,
            _figure_text(each.total),
            each.level or _NONE,
        )
        for each in first[: 2 * _MOST_RANKS]
    ]
    columns = (
        PaperColumn(office("nation.rank"), _FIGURE, Align.RIGHT),
        PaperColumn(office("nation.agency")),
        PaperColumn(office("nation.province"), 2 * _FIGURE),
        PaperColumn(office("nation.total"), _FIGURE, Align.RIGHT),
        PaperColumn(office("nation.level"), _FIGURE),
    )
    yield table_of_rows(office("nation.first_ranks"), columns, rows)
    yield Note(read_words("nation/tie_rule").th)


def _gates(office: Office, report: NationReport) -> Iterator[Block]:
    losses = report.summary.gates
    if not losses:
        return
    yield Paragraph(office("nation.gates_lead"))
    rows = [
        (loss.level, f"{loss.count:,}", *(f"{loss.by[code]:,}" for code in INSTRUMENTS))
        for loss in losses
    ]
    columns = (
        PaperColumn(office("nation.level")),
        PaperColumn(office("nation.count"), _FIGURE, Align.RIGHT),
        *(PaperColumn(code, _FIGURE, Align.RIGHT) for code in INSTRUMENTS),
    )
    yield table_of_rows(office("nation.gates"), columns, rows)


def _change(office: Office, report: NationReport) -> Iterator[Block]:
    change = report.summary.change
    if change is None:
        return
    mean = f"{change.mean:+}"
    counts = {"rose": change.rose, "fell": change.fell, "same": change.same}
    numbers = {key: f"{count:,}" for key, count in counts.items()}
    yield Paragraph(office("nation.change_lead", count=f"{change.count:,}", mean=mean, **numbers))
    levels = [level.code for level in report.summary.levels]
    before = [code for code in levels if any(pair[0] == code for pair in change.moves)]
    rows = [(code, *(f"{change.moves.get((code, now), 0):,}" for now in levels)) for code in before]
    if rows:
        columns = (
            PaperColumn(office("nation.level_before")),
            *(PaperColumn(code, _FIGURE, Align.RIGHT) for code in levels),
        )
        yield table_of_rows(office("nation.moves"), columns, rows)


def _kinds(office: Office, report: NationReport) -> Iterator[Block]:
    groups = report.summary.kinds
    if not groups:
        return
    if len(groups) <= _MOST_BARS:
        means = tuple(ChartRow(group.name, (group.mean,)) for group in groups)
        yield _chart(office, ChartKind.BARS, "chart", means, report.target)
    yield _group_table(office, "kinds", "kind", groups)


def _provinces(office: Office, report: NationReport) -> Iterator[Block]:
    if report.summary.provinces:
        yield _group_table(office, "provinces", "province", report.summary.provinces)


def _method(office: Office, report: NationReport) -> Iterator[Block]:
    yield Paragraph(office("nation.method_lead", answers=f"{report.answers:,}"))
    for name, count in sorted(report.summary.few.items()):
        yield Note(office("nation.few", instrument=name, count=f"{count:,}"))


def _chart(
    office: Office, kind: ChartKind, title: str, rows: tuple[ChartRow, ...], target: Decimal | None
) -> Chart:
    caption = office(f"nation.{title}")
    words = (office("nation.chart_pass"), office("nation.chart_weak"), office("nation.target"))
    values = "; ".join(f"{row.label} {row.values[0]}" for row in rows)
    return Chart(kind, caption, f"{caption}: {values}", (caption,), rows, target, words)


def _group_table(office: Office, title: str, first: str, groups: Sequence[Group]) -> Table:
    rows: list[tuple[PaperCell | str, ...]] = [
        (
            group.name,
            f"{group.count:,}",
            str(group.mean),
            str(group.median),
            f"{group.lowest}–{group.highest}",
            _NONE if group.passing is None else f"{group.passing:,}",
            PaperCell((), bar=group.mean),
        )
        for group in groups
    ]
    headings = (first, "count", "mean_short", "median", "range", "passing_short")
    return _table(office, title, headings, rows, has_bar=True)


def _table(
    office: Office,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[PaperCell | str]],
    *,
    has_bar: bool = False,
) -> Table:
    """A table of names and figures, the last column a bar where asked."""
    first, *others = headings
    columns = [
        PaperColumn(office(f"nation.{first}")),
        *(
            PaperColumn(
                office(f"nation.{name}"), _SPAN if name == "range" else _NARROW, Align.RIGHT
            )
            for name in others
        ),
    ]
    if has_bar:
        columns.append(PaperColumn(office("nation.bar"), _BAR))
    return table_of_rows(office(f"nation.{title}"), columns, rows)


def _figure_text(figure: Decimal | None) -> str:
    return _NONE if figure is None else str(figure)
