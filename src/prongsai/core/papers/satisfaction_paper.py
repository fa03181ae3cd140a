"""The report of a survey of one's own: how it was asked, what it gave, and the rounds before it.

What people wrote is not printed as it is: it may name somebody. A person sums it up, and until
then the paper says that this was not done.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.errors import Finding, Findings
from prongsai.core.papers.approving import points_of
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
    Numbered,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Signature,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.office import Office, numbered_parts
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.progress.rounds import NOTHING, is_nothing
from prongsai.core.surveys.own import OwnKind
from prongsai.core.surveys.results import Doubted
from prongsai.core.surveys.satisfaction import (
    Mean,
    QuestionResult,
    Round,
    Satisfaction,
    levels,
    rounds_beside,
)
from prongsai.core.text import Text

KIND = "satisfaction"
_NONE = "–"
_FEWEST_LETTERS = 3  # “ไม่มี” has so many
_MOST_ROUNDS = 4  # in a chart
_GRADE, _FIGURE, _SMALL, _LEVEL, _WIDE = 1.5, 1.6, 1.0, 2.4, 2.8


class PointMean(Struct, frozen=True):
    """A point with its mean, and what it is of the best one; None where it is withheld."""

    name: str
    answers: int | None
    mean: str | None
    percent: Fraction | None = None


class Surveyed(Struct, frozen=True):
    """What the report is made of.

    Shape:  `rounds` are all rounds, the oldest first, the last being this one; `said` what a
            person wrote under a heading by its key; `without` the mean without what is doubted.
    """

    name: str
    year: int
    opens_on: date
    closed_on: date
    keyed: int
    result: Satisfaction
    points: tuple[PointMean, ...]
    rounds: tuple[Round, ...]
    doubts: tuple[Doubted, ...] = ()
    without: str | None = None
    said: Mapping[str, str] = {}


SAID = (
    ("words", Text("ความคิดเห็นและข้อเสนอแนะ", "opinions and proposals")),
    ("next", Text("การปรับปรุงที่จะทำต่อ", "what will be improved")),
)


def satisfaction_paper(office: Office, surveyed: Surveyed) -> Document:
    title = office("satisfaction.title", survey=surveyed.name)
    head = office.several("satisfaction.head", survey=surveyed.name, plan_year=surveyed.year)
    blocks: list[Block] = [Title((*head, office.agency.name))]
    blocks += numbered_parts(
        (office(f"satisfaction.{key}"), own) for key, own in _parts(office, surveyed)
    )
    blocks = list(_numbered(office, blocks))
    blocks.append(Together((Signature(office.agency.positions.officer),)))
    return office.paper(KIND, title, (Section(Form.CHAPTER, tuple(blocks)),))


def _numbered(office: Office, blocks: Sequence[Block]) -> Iterator[Block]:
    """The tables that have a caption, numbered through."""
    number = 0
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            number += 1
            title = office("satisfaction.table", number=number, title=block.caption)
            yield replace(block, caption=title)
        else:
            yield block


def open_headings(texts: Mapping[str, str], *, has_words: bool = False) -> tuple[Finding, ...]:
    """What a person must still say before the report is evidence.

    Shape:  `has_words` is whether anybody wrote something: then that there is nothing is not true.
    """
    findings = Findings()
    for key, name in SAID:
        text = texts.get(key, "")
        if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
            findings.warning("papers/survey_report_not_said", name=name)
        elif key == "words" and has_words and is_nothing(text):
            findings.warning("papers/survey_report_not_said.but_written", name=name)
    return tuple(findings.items)


def _parts(office: Office, surveyed: Surveyed) -> Iterator[tuple[str, Iterator[Block]]]:
    """The headings with what stands under them."""
    yield "how", _how(office, surveyed)
    yield "whole", _whole(office, surveyed)
    yield "questions", _questions(office, surveyed)
    yield "points", _points(office, surveyed)
    yield "rounds", _rounds(office, surveyed)
    yield "words", _said(office, surveyed, "words")
    yield "next", _said(office, surveyed, "next")
    yield "doubts", _doubts(office, surveyed)


def _how(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    first, last = long_date(surveyed.opens_on), long_date(surveyed.closed_on)
    count = surveyed.result.respondents
    yield Paragraph(office("satisfaction.lead", first_day=first, last_day=last, count=f"{count:,}"))
    names = ", ".join(point.name for point in surveyed.points)
    lines = [office("satisfaction.places", names=names)] if names else []
    if surveyed.keyed:
        lines.append(office("satisfaction.keyed", count=surveyed.keyed))
    lines.append(office("satisfaction.private"))
    yield Paragraph(" ".join(lines))


def _whole(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    mean = surveyed.result.mean
    figures = [KeyFigure(office("satisfaction.respondents"), f"{surveyed.result.respondents:,}")]
    if mean is not None:
        figures += [
            KeyFigure(office("satisfaction.of_five"), mean.shown),
            KeyFigure(office("satisfaction.percent"), mean.percent),
            KeyFigure(office("satisfaction.level"), mean.level.th),
        ]
    yield KeyFigures(tuple(figures))
    lines = list(_aspect_lines(office, surveyed.result))
    if lines:
        headings = ("aspect", "answers", "mean", "percent", "level")
        yield _table(office, "whole", headings, lines)
    if chart := _chart(office, surveyed):
        yield chart


def _aspect_lines(office: Office, result: Satisfaction) -> Iterator[tuple[str, ...]]:
    for aspect in result.aspects:
        if aspect.name.th and aspect.mean:
            yield (aspect.name.th, *_figures(aspect.mean))
        else:
            for question in aspect.questions:
                if question.mean:
                    yield (question.text.th, *_figures(question.mean))
    if result.mean:
        yield (office("satisfaction.all"), *_figures(result.mean))


def _figures(mean: Mean) -> tuple[str, str, str, str]:
    return (f"{mean.answers:,}", mean.shown, mean.percent, mean.level.th)


def _chart(office: Office, surveyed: Surveyed) -> Chart | None:
    """The questions in percent of the best grade, rounds before as marks."""
    rounds = surveyed.rounds[-_MOST_ROUNDS:]
    beside = rounds_beside(rounds)
    lines = [line for line in beside[1:] if line.means[-1] is not None and not line.is_aspect]
    if not lines:
        return None
    rows = tuple(
        ChartRow(line.name.th, tuple(map(_percent, line.means))) for line in (*beside[:1], *lines)
    )
    figures_text = "; ".join(f"{row.label} {row.values[-1]}" for row in rows)
    names = (*(former.name for former in rounds[:-1]), office("satisfaction.this_round"))
    return Chart(
        ChartKind.BARS, office("satisfaction.chart_title"),
        office("satisfaction.chart", told=figures_text),
        names, rows, None, ("", "", ""),
    )  # fmt: skip


def _percent(mean: Mean | None) -> Decimal | None:
    return None if mean is None else Decimal(mean.percent)


def _questions(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    rated = [
        (aspect.name.th, question)
        for aspect in surveyed.result.aspects
        for question in aspect.questions
        if question.kind is OwnKind.RATING
    ]
    if rated:
        yield _rated_table(office, surveyed.result, rated)
        note = "counts_note" if surveyed.result.has_counts else "few_note"
        yield Note(office(f"satisfaction.{note}"))
        classes = ", ".join(f"{span} {name.th}" for span, name in levels())
        yield Note(office("satisfaction.reading_note", classes=classes))
    chosen = [
        question
        for aspect in surveyed.result.aspects
        for question in aspect.questions
        if question.kind is OwnKind.CHOICE
    ]
    for question in chosen:
        yield from _chosen(office, question)


def _rated_table(
    office: Office, result: Satisfaction, rated: Sequence[tuple[str, QuestionResult]]
) -> Table:
    grades = [choice.option.th for choice in rated[0][1].chosen] if result.has_counts else []
    columns = [PaperColumn(office("satisfaction.question"))]
    columns += [PaperColumn(name, _GRADE, Align.RIGHT) for name in grades]
    columns.append(PaperColumn(office("satisfaction.mean"), _GRADE, Align.RIGHT))
    if grades:
        columns.append(PaperColumn(office("satisfaction.deviation"), _SMALL, Align.RIGHT))
    columns.append(PaperColumn(office("satisfaction.level"), _GRADE))
    groups: dict[str, list[tuple[PaperCell, ...]]] = {}
    for aspect, question in rated:
        groups.setdefault(aspect or office("satisfaction.alone"), []).append(
            tuple(_rated_cells(question, counts=bool(grades)))
        )
    only = len(groups) == 1
    caption = office("satisfaction.questions")
    rows = tuple(RowGroup("" if only else name, tuple(own)) for name, own in groups.items())
    return Table(caption, tuple(columns), rows, style=TableStyle.COMPACT)


def _rated_cells(question: QuestionResult, *, counts: bool) -> Iterator[PaperCell]:
    yield PaperCell((question.text.th,))
    if counts:
        yield from (PaperCell((f"{each.count:,}", f"({each.percent})")) for each in question.chosen)
    mean = question.mean
    yield PaperCell((mean.shown if mean else _NONE,))
    if counts:
        yield PaperCell(((mean.deviation_shown if mean else None) or _NONE,))
    yield PaperCell((mean.level.th if mean else _NONE,))


def _chosen(office: Office, question: QuestionResult) -> Iterator[Block]:
    if not question.chosen:
        why = "unanswered" if question.answers == 0 else "withheld"
        yield Paragraph(f"{question.text.th} {office(f'satisfaction.{why}')}")
        return
    lines = ((each.option.th, f"{each.count:,}", each.percent) for each in question.chosen)
    columns = (
        PaperColumn(office("satisfaction.option")),
        PaperColumn(office("satisfaction.count"), _WIDE, Align.RIGHT),
        PaperColumn(office("satisfaction.percent"), _FIGURE, Align.RIGHT),
    )
    yield table_of_rows(question.text.th, columns, lines)


def _points(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    if len(surveyed.points) < 2:  # noqa: PLR2004 - one point is the whole
        return
    withheld = office("satisfaction.withheld")
    lines = [
        (point.name, f"{point.answers:,}", point.mean or _NONE)
        if point.answers is not None
        else (point.name, withheld, _NONE)
        for point in surveyed.points
    ]
    yield _table(office, "points", ("point", "respondents", "mean"), lines, wide=True)


def _rounds(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    if len(surveyed.rounds) < 2:  # noqa: PLR2004 - nothing to compare with
        return
    columns = [PaperColumn(office("satisfaction.question"))]
    columns += [
        PaperColumn(survey_round.name, _LEVEL, Align.RIGHT)
        for survey_round in surveyed.rounds[-_MOST_ROUNDS:]
    ]
    columns.append(PaperColumn(office("satisfaction.change"), _LEVEL, Align.RIGHT))
    rows: list[tuple[PaperCell | str, ...]] = []
    not_asked = office("satisfaction.not_asked")
    for line in rounds_beside(surveyed.rounds[-_MOST_ROUNDS:]):
        means = (mean.shown if mean else not_asked for mean in line.means)
        name = PaperCell((line.name.th,), strong=line.is_aspect)
        rows.append((name, *means, line.change or _NONE))
    yield table_of_rows(office("satisfaction.rounds"), columns, rows)
    yield Note(office("satisfaction.rounds_note"))


def _said(office: Office, surveyed: Surveyed, key: str) -> Iterator[Block]:
    typed = surveyed.said.get(key, "").strip()
    if not typed:
        yield Paragraph(office("satisfaction.unsaid"))
        return
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    yield from points_of([NOTHING] if is_nothing(typed) else lines)


def _doubts(office: Office, surveyed: Surveyed) -> Iterator[Block]:
    for number, doubted in enumerate(surveyed.doubts, start=1):
        key = "doubted" if doubted.count else "doubted_few"
        words = office(f"satisfaction.{key}", count=doubted.count or 0, why=doubted.doubt.label.th)
        yield Numbered(f"{number}.", words)
    if surveyed.doubts:
        kept = office("satisfaction.kept")
        without = office("satisfaction.without", score=surveyed.without) if surveyed.without else ""
        yield Paragraph(f"{kept} {without}".strip())


def _table(
    office: Office,
    title: str,
    headings: Sequence[str],
    lines: Sequence[Sequence[str]],
    *,
    wide: bool = False,
) -> Table:
    """A table whose first column is a name and whose others are figures."""
    width = _LEVEL * 2 if wide else _LEVEL
    first, *others = headings
    columns = (
        PaperColumn(office(f"satisfaction.{first}")),
        *(PaperColumn(office(f"satisfaction.{other}"), width, Align.RIGHT) for other in others),
    )
    return table_of_rows(office(f"satisfaction.{title}"), columns, lines)
