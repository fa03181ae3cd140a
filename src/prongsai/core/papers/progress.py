"""What was done for the measures: reports of 6 and 12 months, and the results report."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.measures.model import Plan
from prongsai.core.papers.approving import UNSIGNED, Signing, drafter_signature
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Form,
    Heading,
    KeyFigure,
    KeyFigures,
    Numbered,
    PaperCell,
    PaperColumn,
    Paragraph,
    Photo,
    Photos,
    RowGroup,
    Section,
    Table,
    Title,
    Together,
)
from prongsai.core.papers.office import Office
from prongsai.core.progress.rounds import NOTHING, WHOLE, Round, RoundRow, is_nothing, joined
from prongsai.core.progress.status import MeasureState
from prongsai.core.text import Labelled

_LATE = (MeasureState.OVERDUE,)
_NOT_BEGUN = (MeasureState.WAITING, MeasureState.UNKNOWN)
_NONE = "–"
# Two photos of a measure stand side by side; a third begins a row.
_ACROSS = 2
# Letters of a column that surely stand on a page with a row of photos below.
_ONE_PAGE = 700


class ResultsLayout(Labelled):
    """The forms of the results report that municipalities use."""

    EIGHT = "eight", "8 คอลัมน์ แนวนอน", "8 columns, landscape"
    THREE_WITH_PHOTOS = (
        "three-with-photos",
        "3 คอลัมน์ แนวตั้ง ภาพถ่ายใต้มาตรการ",
        "3 columns, upright, photos below each measure",
    )


class Result(Struct, frozen=True):
    """One measure as a report prints it; `photos` already of print size (documents/photos.py)."""

    row: RoundRow
    photos: tuple[Photo, ...] = ()


def progress_report(
    office: Office,
    plan: Plan,
    asked: Round,
    results: Sequence[Result],
    signing: Signing = UNSIGNED,
    *,
    until: date | None = None,
) -> Document:
    """The report of 6 or 12 months: figures, one wide table, problems and proposals.

    Shape:  `until` is the day whose state `results` tell, the round's last day where it is None or
            later: a report made early never says that it tells of a day to come.
    """
    fields = {
        "plan_year": plan.fiscal_year,
        "months": asked.months,
        "report": round_name(office, asked),
        "measure_count": len(plan.measures),
        "first_day": long_date(asked.first_day),
        "last_day": long_date(min(until or asked.last_day, asked.last_day)),
    }
    lines = office.several("progress.head", **fields)
    blocks: tuple[Block, ...] = (
        Title(lines),
        Paragraph(office("progress.lead", **fields)),
        *_figures(office, results),
        *_progress_table(office, results),
        *_problems(office, results, signing),
    )
    paper = _report(office, f"report-{asked.months}", lines, blocks, signing, landscape=True)
    paper = replace(paper, running_head=office("progress.running_head", **fields))
    return _as_draft(office, paper, asked, until)


def results_report(
    office: Office,
    plan: Plan,
    results: Sequence[Result],
    signing: Signing = UNSIGNED,
    *,
    layout: ResultsLayout = ResultsLayout.EIGHT,
    total: str = "",
    until: date | None = None,
) -> Document:
    """The results of the year.

    Shape:  `total` is the score of the year as printed, "" where it is not known; `until` as in
            `progress_report`.
    """
    fields = {"plan_year": plan.fiscal_year, "measure_count": len(plan.measures)}
    lines = office.several("results.head", **fields)
    score = office("results.score", total=total, score_year=plan.score_year) if total else ""
    wide = layout is ResultsLayout.EIGHT
    body = _eight_columns if wide else _three_columns
    blocks: tuple[Block, ...] = (
        Title(lines),
        Paragraph(office("results.lead", score=score, **fields)),
        *body(office, results),
        *_problems(office, results, signing),
        *(_photo_pages(office, results) if wide else ()),
    )
    paper = _report(office, "results", lines, blocks, signing, landscape=wide)
    return _as_draft(office, paper, Round(plan.fiscal_year, WHOLE), until)


def round_name(office: Office, asked: Round) -> str:
    """What the report of a round is called."""
    return office("progress.name", months=asked.months)


def _report(
    office: Office,
    kind: str,
    lines: Sequence[str],
    blocks: tuple[Block, ...],
    signing: Signing,
    *,
    landscape: bool,
) -> Document:
    title = " ".join(lines[:2])
    section = Section(Form.CHAPTER, blocks, landscape=landscape)
    return replace(office.paper(kind, title, (section,), signing.mark), running_head=title)


def _as_draft(office: Office, paper: Document, asked: Round, until: date | None) -> Document:
    """The paper, marked on every sheet where its round is not over."""
    if until is None or asked.is_over(until):
        return paper
    day, last = long_date(until), long_date(asked.last_day)
    note = office("progress.draft_note", day=day, last_day=last)
    # An example stays an example; what else it is stands beside it.
    stamp = paper.stamp or office("common.draft")
    return replace(paper, stamp=stamp, footnote=f"{paper.footnote} {note}".strip())


def _figures(office: Office, results: Sequence[Result]) -> list[Block]:
    """How many are done, going on, late, and what was spent."""
    if not results:
        return [Paragraph(office("progress.none"))]
    states = [result.row.status.state for result in results]
    done = states.count(MeasureState.DONE)
    late = sum(1 for state in states if state in _LATE)
    waiting = sum(1 for state in states if state in _NOT_BEGUN)
    doing = len(states) - done - waiting - late
    counts = {"all": len(states), "done": done, "doing": doing, "waiting": waiting, "late": late}
    spent = [result.row.spent for result in results if result.row.spent is not None]
    money = office("progress.spent", amount=_baht(sum(spent, Decimal(0)))) if spent else ""
    figures = tuple(
        KeyFigure(office(f"progress.{key}"), office("progress.count", count=count))
        for key, count in counts.items()
        if count or key != "waiting"
    )
    return [KeyFigures(figures, money)]


def _progress_table(office: Office, results: Sequence[Result]) -> list[Block]:
    columns = (
        PaperColumn(office("progress.number"), 1.0, Align.CENTER),
        PaperColumn(office("progress.measure"), None, share=1.15),
        PaperColumn(office("progress.unit"), 2.9),
        PaperColumn(office("progress.what"), None, share=1.5),
        PaperColumn(office("progress.state"), 2.8, Align.CENTER),
        PaperColumn(office("progress.problem"), None, share=0.95),
        PaperColumn(office("progress.proposal"), None, share=0.95),
    )
    return _tables(office, results, columns, lambda result: _progress_row(office, result))


def _progress_row(office: Office, result: Result) -> tuple[PaperCell, ...]:
    percent = office("progress.percent", percent=result.row.status.percent)
    state = result.row.status.state
    words = office("progress.doing") if state is MeasureState.DOING else state.label.th
    return (
        PaperCell((result.row.measure.number,)),
        PaperCell((result.row.measure.title,), strong=True),
        PaperCell((result.row.owner or _NONE,)),
        _cell(joined((_done(result), result.row.outcome))),
        PaperCell((words, percent), strong=state in _LATE),
        _cell(result.row.problem, NOTHING),
        _cell(result.row.proposal, NOTHING),
    )


def _eight_columns(office: Office, results: Sequence[Result]) -> list[Block]:
    columns = (
        PaperColumn(office("results.number"), 1.2, Align.CENTER),
        PaperColumn(office("results.measure"), None, share=1.1),
        PaperColumn(office("results.steps"), None, share=1.35),
        PaperColumn(office("results.period"), 2.3),
        PaperColumn(office("results.unit"), 2.4),
        PaperColumn(office("results.summary"), None, share=1.45),
        PaperColumn(office("results.outcome"), None, share=1.25),
        PaperColumn(office("results.budget"), 2.4, Align.CENTER),
    )
    return _tables(office, results, columns, lambda result: _eight_cells(office, result))


def _eight_cells(office: Office, result: Result) -> tuple[PaperCell, ...]:
    measure = result.row.measure
    period = measure.period or " – ".join(filter(None, (measure.start, measure.due)))
    return (
        PaperCell((measure.number,)),
        PaperCell((measure.title,), strong=True),
        PaperCell(measure.steps or (_NONE,), numbered=len(measure.steps) > 1),
        PaperCell((period or _NONE,)),
        PaperCell((result.row.owner or _NONE,)),
        _cell(_done(result)),
        _cell(result.row.outcome),
        PaperCell((_budget(office, result),)),
    )


def _three_columns(office: Office, results: Sequence[Result]) -> list[Block]:
    """The table of three columns; photos stand below their measure, before it goes on."""
    columns = (
        PaperColumn(office("results.measure"), None, share=1.0),
        PaperColumn(office("results.steps"), None, share=1.1),
        PaperColumn(office("results.success"), None, share=1.2),
    )
    blocks: list[Block] = []
    run: list[Result] = []
    for result in results:
        if not result.photos:
            run.append(result)
            continue
        blocks += _tables(office, run, columns, _three_cells, results)
        own = _tables(office, [result], columns, _three_cells, results)
        photos = Photos(result.photos, _ACROSS)
        blocks += [*own, photos] if _is_long(result) else [Together((*own, photos))]
        run = []
    return [*blocks, *_tables(office, run, columns, _three_cells, results)]


def _is_long(result: Result) -> bool:
    """Whether the words of a measure may not fit above its photos on one page."""
    texts = (
        result.row.measure.title,
        "".join(result.row.measure.steps),
        _done(result) + result.row.outcome,
    )
    return len(result.photos) > _ACROSS or max(map(len, texts)) > _ONE_PAGE


def _three_cells(result: Result) -> tuple[PaperCell, ...]:
    measure = result.row.measure
    title = f"{measure.number}. {measure.title}" if measure.number else measure.title
    done = joined((_done(result), result.row.outcome))
    return (
        PaperCell((title,), strong=True),
        PaperCell(measure.steps or (_NONE,), numbered=len(measure.steps) > 1),
        _cell(done),
    )


def _photo_pages(office: Office, results: Sequence[Result]) -> list[Block]:
    """Photos measure by measure; a title never stands without its first row."""
    shown = [result for result in results if result.photos]
    if not shown:
        return []
    blocks: list[Block] = [Heading(1, office("results.photos"))]
    for result in shown:
        measure = result.row.measure
        title = f"{measure.number}. {measure.title}" if measure.number else measure.title
        across = 1 if len(result.photos) == 1 else _ACROSS
        first, others = result.photos[:across], result.photos[across:]
        blocks.append(Together((Heading(2, title), Photos(first, across))))
        if others:
            blocks.append(Photos(others, across))
    return blocks


def _problems(office: Office, results: Sequence[Result], signing: Signing) -> list[Block]:
    """The heading that must always be there, "ไม่มี" where there is nothing; who reports below.

    The signature never stands alone: the last paragraph goes with it.
    """
    heading = Heading(2, office("progress.problems"))
    blocks: list[Block] = [
        _problem(office, result)
        for result in results
        if not (is_nothing(result.row.problem) and is_nothing(result.row.proposal))
    ]
    blocks = blocks or [Paragraph(NOTHING)]
    reporter = drafter_signature(signing, office.agency.positions.officer)
    signature = replace(reporter, above=office("progress.reporter"))
    if len(blocks) == 1:
        return [Together((heading, blocks[0], signature))]
    first, *others, last = blocks
    return [Together((heading, first)), *others, Together((last, signature))]


def _problem(office: Office, result: Result) -> Block:
    measure = result.row.measure
    words = office(
        "progress.told",
        measure=measure.title,
        problem=_one_line(result.row.problem),
        proposal=_one_line(result.row.proposal),
    )
    return Numbered(f"{measure.number}.", words) if measure.number else Paragraph(words)


def _one_line(text: str) -> str:
    return NOTHING if is_nothing(text) else " ".join(text.split())


def _tables(
    office: Office,
    results: Sequence[Result],
    columns: tuple[PaperColumn, ...],
    row: Callable[[Result], tuple[PaperCell, ...]],
    every: Sequence[Result] = (),
) -> list[Block]:
    """One table, its rows under the headings of the plan's groups, which `every` result counts."""
    names = dict.fromkeys(result.row.measure.group for result in every or results)
    groups = tuple(
        RowGroup(office("words.group", number=number, name=name) if name else "", rows)
        for number, name in enumerate(names, start=1)
        if (rows := tuple(row(result) for result in results if result.row.measure.group == name))
    )
    return [Table("", columns, groups)] if results else []


def _done(result: Result) -> str:
    """What was done: as summarised, else what the notes say."""
    return result.row.done or joined(note.done for note in result.row.notes)


def _cell(text: str, nothing: str = _NONE) -> PaperCell:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if not lines or is_nothing(text):
        return PaperCell((nothing,))
    return PaperCell(lines, numbered=len(lines) > 1)


def _budget(office: Office, result: Result) -> str:
    """What was spent; what was planned where nobody said."""
    if result.row.spent is None:
        return result.row.measure.budget or _NONE
    if result.row.spent == 0:
        return office("results.no_budget")
    return office("results.baht", amount=_baht(result.row.spent))


def _baht(amount: Decimal) -> str:
    """An amount with its thousands, satang only where there are any."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
