"""Answers that somebody counted: of each question how many chose which option, and what was made.

A table has a row for each question and a column for each option (with percentages beside them or
below one heading), or a row for each option. What stands beside the counts is checked by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.surveys.naming import (
    ColumnKind,
    Named,
    columns_of,
    has_period,
    tell_missing,
    tell_no_period,
    tell_other_sheets,
)
from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.core.thai import arabic_digits, skeleton, squeeze

_WHOLE = compiled(r"\d{1,3}(?:,?\d{3})*(?:\.0+)?")
_FIGURE = compiled(r"\d{1,6}(?:\.\d{1,6})?")
_FEWEST_QUESTIONS = 2
_MOST = 100


class Frequencies(Struct, frozen=True):
    """What a table holds; of a question that is missing there are no counts."""

    counts: Mapping[str, tuple[int, ...]]
    respondents: int
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


class _Cell(Struct, frozen=True):
    """A figure with its place."""

    row: int
    column: int
    text: str


class _Row(Struct):
    """What a table says of one question.

    Shape:  `held` are the options of which something stands there; `is_unclear` where a count could
            not be read, or stands there twice.
    """

    counts: dict[int, int]
    percents: dict[int, _Cell]
    held: set[int]
    total: _Cell | None = None
    mean: _Cell | None = None
    at: int = 0
    is_unclear: bool = False


def read_frequencies(questionnaire: Questionnaire, sheets: Sequence[Sheet]) -> Frequencies | None:
    """The counts in the sheet that names the most questions; None where none is such a table."""
    named = Named(questionnaire)
    tables = [table for sheet in sheets if (table := _Table.in_sheet(questionnaire, named, sheet))]
    if not tables:
        return None
    best = max(tables, key=lambda table: len(table.rows))
    frequencies = best.read()
    findings = Findings(list(frequencies.findings))
    tell_other_sheets([table.sheet for table in tables if table is not best], findings)
    return replace(frequencies, findings=tuple(findings.items))


class _Table:
    """A sheet whose rows are questions, or options of questions."""

    def __init__(
        self, questionnaire: Questionnaire, sheet: Sheet, rows: Mapping[int, str], first: int
    ) -> None:
        self._asked = {question.code: question for question in questionnaire.asked}
        self._questionnaire, self.sheet, self.rows = questionnaire, sheet, rows
        self._first = first
        self._columns = columns_of(questionnaire, sheet, first)
        self._findings = Findings()

    @classmethod
    def in_sheet(cls, questionnaire: Questionnaire, named: Named, sheet: Sheet) -> _Table | None:
        """The table of a sheet; None where no column names questions beside counts."""
        best: dict[int, str] = {}
        for column in range(max(map(len, sheet.rows), default=0)):
            codes = {
                row: code
                for row in range(len(sheet.rows))
                if (code := named.code_of(squeeze(sheet.cell(row, column))))
            }
            if len(set(codes.values())) > len(set(best.values())):
                best = codes
        if len(set(best.values())) < min(_FEWEST_QUESTIONS, len(questionnaire.asked)):
            return None
        table = cls(questionnaire, sheet, best, min(best))
        kinds = {column.kind for column in table._columns.values()}
        return table if kinds & {ColumnKind.COUNT, ColumnKind.PERCENT} else None

    def read(self) -> Frequencies:
        """The counts, and what does not go together."""
        by_code: dict[str, _Row] = {}
        above = (column for row in range(self._first) for column in self.sheet.typed(row))
        headed = range(1 + max(above, default=max(self._columns)))
        titles = {
            column: meaning.option or meaning.kind for column, meaning in self._columns.items()
        }
        faults: list[Finding] = []
        for row, code in self.rows.items():
            faults += row_faults(self.sheet, row, titles, texts=(), headed=headed)
            self._take(
                by_code.setdefault(code, _Row({}, {}, set(), at=row)), row, self._asked[code]
            )
        refuse_damaged(faults)
        counts = {}
        for code, question_row in by_code.items():
            asked = self._asked[code]
            if question_row.counts and self._is_whole(asked, question_row):
                places = range(len(asked.options))
                counts[code] = tuple(question_row.counts.get(place, 0) for place in places)
                self._check(asked, question_row, counts[code])
            elif question_row.percents and not question_row.counts:
                place = self.sheet.place_of(question_row.at)
                self._findings.warning("surveys/survey_percent_alone", place, item_code=code)
        missing = tuple(code for code in self._questionnaire.codes if code not in counts)
        tell_missing(missing, self._findings)
        respondents = self._respondents(by_code, counts)
        if not has_period(self.sheet, self._first):
            tell_no_period(self._findings)
        if not counts:
            self._findings.error("surveys/survey_no_answers")
        return Frequencies(counts, respondents, missing, tuple(self._findings.items))

    def _take(self, into: _Row, row: int, asked: Asked) -> None:
        """What a row says of a question; in a row for each option it names the option."""
        named = None
        for column, meaning in self._columns.items():
            if meaning.kind is ColumnKind.ANSWER:
                named = _option(asked, self.sheet.cell(row, column))
        for column, meaning in self._columns.items():
            whole = arabic_digits(squeeze(self.sheet.cell(row, column))).strip()
            text = whole.rstrip("% ").strip()
            # A percentage is none of people, whatever stands above it.
            is_percent = meaning.kind is ColumnKind.PERCENT or (
                meaning.kind is ColumnKind.COUNT and "%" in whole
            )
            place = _option(asked, meaning.option)
            place = named if place is None else place
            if text and place is not None and meaning.kind is ColumnKind.COUNT and not is_percent:
                into.held.add(place)
            if not text or text in "-–":
                continue
            cell = _Cell(row, column, text)
            if meaning.kind is ColumnKind.TOTAL:
                into.total = cell
            elif meaning.kind is ColumnKind.MEAN:
                into.mean = cell
            elif place is not None and is_percent:
                into.percents[place] = cell
            elif place is not None and meaning.kind is ColumnKind.COUNT:
                self._count(into, place, cell)

    def _count(self, into: _Row, place: int, cell: _Cell) -> None:
        count = _whole(cell.text)
        if count is None:
            self._findings.warning(
                "surveys/survey_count_not_read", self._place(cell), text=cell.text
            )
            into.is_unclear = True
        elif place in into.counts:
            self._findings.warning("surveys/survey_count_twice", self._place(cell))
            into.is_unclear = True
        else:
            into.counts[place] = count

    def _is_whole(self, asked: Asked, row: _Row) -> bool:
        """Whether every option has its count, once and readable.

        What has no place, or a blank one, is nobody where the total says so.
        """
        if row.is_unclear:
            return False
        lacking = [place for place in range(len(asked.options)) if place not in row.held]
        if not lacking or (row.total and _whole(row.total.text) == sum(row.counts.values())):
            return True
        names = ", ".join(asked.options[place].th for place in lacking)
        self._findings.warning(
            "surveys/survey_option_missing",
            self.sheet.place_of(row.at),
            item_code=asked.code,
            names=names,
        )
        return False

    def _check(self, asked: Asked, row: _Row, counts: tuple[int, ...]) -> None:
        answers = sum(counts)
        if row.total is not None:
            stated = _whole(row.total.text)
            if stated is not None and stated != answers:
                self._findings.warning(
                    "surveys/survey_total_differs",
                    self._place(row.total),
                    question=asked.code,
                    stated=f"{stated:,}",
                    answers=f"{answers:,}",
                )
        if not answers:
            return
        self._check_percents(asked, row, counts)
        if row.mean is not None:
            self._check_mean(asked, row.mean, counts)

    def _check_percents(self, asked: Asked, row: _Row, counts: tuple[int, ...]) -> None:
        answers = sum(counts)
        printed: list[tuple[Decimal, Decimal]] = []
        for place, cell in row.percents.items():
            if _FIGURE.fullmatch(cell.text) is None:
                continue
            figure, unit = _with_unit(cell.text)
            printed.append((figure, unit))
            exact = Fraction(100 * counts[place], answers)
            if abs(Fraction(figure) - exact) > Fraction(unit) / 2:
                self._findings.warning(
                    "surveys/survey_percent_differs",
                    self._place(cell),
                    question=asked.code,
                    typed=cell.text,
                    count=f"{counts[place]:,}",
                    answers=f"{answers:,}",
                    exact=f"{float(exact):.2f}",
                )
        if len(printed) == len(asked.options):
            whole = sum((figure for figure, _ in printed), Decimal(0))
            off = sum((unit for _, unit in printed), Decimal(0)) / 2
            if abs(whole - _MOST) > off:
                first = self._place(next(iter(row.percents.values())))
                self._findings.warning(
                    "surveys/survey_percents_sum", first, question=asked.code, total=whole
                )

    def _check_mean(self, asked: Asked, cell: _Cell, counts: tuple[int, ...]) -> None:
        if _FIGURE.fullmatch(cell.text) is None:
            return
        figure, unit = _with_unit(cell.text)
        if figure > _MOST:
            self._findings.warning(
                "surveys/survey_mean_outside",
                self._place(cell),
                question=asked.code,
                typed=cell.text,
            )
        elif all(
            abs(Fraction(figure) - mean) > Fraction(unit) / 2 for mean in _means(asked, counts)
        ):
            points, *_ = _means(asked, counts)
            self._findings.warning(
                "surveys/survey_mean_differs",
                self._place(cell),
                question=asked.code,
                typed=cell.text,
                points=f"{float(points):.2f}",
            )

    def _respondents(
        self, by_code: Mapping[str, _Row], counts: Mapping[str, tuple[int, ...]]
    ) -> int:
        """How many answered: as the question with the most answers says, for none has more."""
        answers = {code: sum(own) for code, own in counts.items()}
        if counts and not any(row.total for row in by_code.values()):
            self._findings.note("surveys/survey_no_total")
        if len(set(answers.values())) > 1:
            most = max(answers, key=answers.__getitem__)
            least = min(answers, key=answers.__getitem__)
            self._findings.note(
                "surveys/survey_totals_vary",
                least=least,
                answers=answers[least],
                most=most,
                answers_2=answers[most],
            )
        return max(answers.values(), default=0)

    def _place(self, cell: _Cell) -> Place:
        return self.sheet.place_of(cell.row, cell.column, cell.text)


def _option(asked: Asked, text: str) -> int | None:
    wanted = skeleton(text)
    for place, option in enumerate(asked.options):
        if wanted and wanted in (skeleton(option.th), skeleton(option.en)):
            return place
    return None


def _whole(text: str) -> int | None:
    return int(text.replace(",", "").partition(".")[0]) if _WHOLE.fullmatch(text) else None


def _with_unit(text: str) -> tuple[Decimal, Decimal]:
    """A printed figure, and the unit of its last digit."""
    return Decimal(text), Decimal(1).scaleb(-len(text.partition(".")[2]))


def _means(asked: Asked, counts: Sequence[int]) -> tuple[Fraction, Fraction, Fraction]:
    """The mean by points, and by the place of the answer counted from either end."""
    answers = sum(counts)
    last = len(counts)
    points = sum(count * asked.points(place) for place, count in enumerate(counts) if count)
    order = sum(count * (place + 1) for place, count in enumerate(counts))
    back = sum(count * (last - place) for place, count in enumerate(counts))
    return Fraction(points, answers), Fraction(order, answers), Fraction(back, answers)
