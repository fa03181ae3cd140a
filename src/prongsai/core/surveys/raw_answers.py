"""Answers brought in: a line of a file for each respondent, or a line of digits for each sheet."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Head, Sheet, find_head
from prongsai.core.slips import CARD, DIGITS, read_slip
from prongsai.core.surveys.naming import (
    Named,
    has_period,
    tell_missing,
    tell_no_period,
    tell_other_sheets,
)
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.core.surveys.tally import Answers
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, skeleton, squeeze

_NUMBER = compiled(r"\d{1,3}(?:\.0+)?")
_SUMS = compiled(
    r"(?:ผล)?รวม(?:ทั้งหมด|ทั้งสิ้น)?|(?:ค่า|คะแนน)?เฉลี่ย(?:รวม)?|ร้อยละ|(?:ค่า|คะแนน)?(?:ต่ำ|สูง)สุด"
    r"|คะแนนเต็ม|(?:ส่วน|ค่า)เบี่ยงเบน(?:มาตรฐาน)?|s\.?d\.?|(?:grand )?total|sum|mean|average|percent"
    r"|min(?:imum)?|max(?:imum)?"
)
_MOST_PLACES = 20
_ALIKE_AT_LEAST = 3  # so many same lines, and it is said
_QUOTED = 40
_LOOKED_AT = 20
_UNSEEN = -1  # no option has this place
_MOST_TEXTS = 1_000  # words of a column are told apart from the few that answers are


class Numbers(StrEnum):
    """What a number in a cell is: which answer, counted from 1, or the points that it earned."""

    ORDER = "order"
    POINTS = "points"


class RawAnswers(Struct, frozen=True):
    """What a file holds; `missing` are the questions that it has no column for."""

    answers: tuple[Answers, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_answers(
    questionnaire: Questionnaire, sheets: Sequence[Sheet], numbers: Numbers | None = None
) -> RawAnswers:
    """The answers in the sheet that names the most questions.

    Shape:  `numbers` says what numbers mean; None where nobody said: then they are told and not
            read, for 1 may be the most or the least. Lines without any answer are passed over.
    Errors: UnreadableInput where a cell is not certain (`damage`).
    """
    findings = Findings()
    known = Named(questionnaire)
    heads = [(sheet, find_head(sheet, known.code_of)) for sheet in sheets]
    tables = [(sheet, head, known.columns_under(head)) for sheet, head in heads if head is not None]
    if not tables:
        findings.error("surveys/survey_no_questions")
        return RawAnswers((), questionnaire.codes, tuple(findings.items))
    sheet, head, columns = max(tables, key=lambda table: len(table[2]))
    tell_other_sheets([table[0] for table in tables if table[0] is not sheet], findings)
    lines = _Lines(questionnaire, sheet, head, columns, numbers)
    answers = tuple(lines.read(findings))
    missing = tuple(code for code in questionnaire.codes if code not in columns)
    _tell(answers, missing, findings)
    if not _tells_period(sheet, head, columns):
        tell_no_period(findings)
    return RawAnswers(answers, missing, tuple(findings.items))


class _Lines:
    def __init__(
        self,
        questionnaire: Questionnaire,
        sheet: Sheet,
        head: Head,
        columns: Mapping[str, int],
        numbers: Numbers | None,
    ) -> None:
        self._asked = {question.code: question for question in questionnaire.asked}
        self._sheet, self._head, self._columns, self._numbers = sheet, head, columns, numbers
        self._unread = 0
        # A thousand lines hold few texts.
        self._known: dict[str, dict[str, int | None]] = {code: {} for code in columns}
        self._sum_up_nothing: set[str] = set()

    def read(self, findings: Findings) -> Iterator[Answers]:
        """Each line with an answer.

        Errors: UnreadableInput where a line is not certain: hidden, or longer than the heading.
        """
        titles = {column: self._head.heading(column) for column in self._columns.values()}
        faults: list[Finding] = []
        columns = [(code, column, self._known[code]) for code, column in self._columns.items()]
        for row in range(self._head.last + 1, len(self._sheet.rows)):
            if self._sums_up(row, findings):
                continue
            answers = {}
            cells = self._sheet.rows[row]
            for code, column, known in columns:
                text = cells[column] if column < len(cells) else ""
                option = known.get(text, _UNSEEN)
                if option == _UNSEEN:
                    option = self._option(code, known, text)
                if option is not None:
                    answers[code] = option
                elif typed := squeeze(text):
                    self._tell(row, column, code, typed, findings)
            if answers:
                faults += row_faults(self._sheet, row, titles, texts=(), headed=self._head.words)
                yield answers
        refuse_damaged(faults)
        if self._unread > _MOST_PLACES:
            more = self._unread - _MOST_PLACES
            findings.warning("surveys/survey_answers_not_read", more=more)

    def _sums_up(self, row: int, findings: Findings) -> bool:
        """Whether a line says beside its figures that it is made of the others."""
        cells = self._sheet.rows[row]
        if self._sum_up_nothing.issuperset(cells):
            return False
        for column, cell in enumerate(cells):
            text = squeeze(cell)
            if _SUMS.fullmatch(text.lower()):
                findings.note(
                    "surveys/survey_line_sums_up", self._sheet.place_of(row, column, text)
                )
                return True
        if len(self._sum_up_nothing) < _MOST_TEXTS:
            self._sum_up_nothing.update(cells)
        return False

    def _option(self, code: str, known: dict[str, int | None], cell: str) -> int | None:
        text = squeeze(cell)
        option = _option(self._asked[code], text, self._numbers) if text else None
        if len(known) < _MOST_TEXTS:
            known[cell] = option
        return option

    def _tell(self, row: int, column: int, code: str, text: str, findings: Findings) -> None:
        self._unread += 1
        if self._unread > _MOST_PLACES:
            return
        question = self._asked[code]
        place = self._sheet.place_of(row, column, text[:_QUOTED])
        is_number = _NUMBER.fullmatch(arabic_digits(text)) is not None
        if is_number and self._numbers is None:
            findings.warning("surveys/survey_number_unsaid", place, text=text, item_code=code)
            return
        th, en = (
            ", ".join(getattr(two, name) for two in question.options) for name in ("th", "en")
        )
        findings.warning(
            "surveys/survey_answer_not_read", place, text=text, item_code=code, th=Text(th, en)
        )


def _option(asked: Asked, text: str, numbers: Numbers | None) -> int | None:
    """The place of the option that a cell names; None for another."""
    wanted = skeleton(text)
    for place, option in enumerate(asked.options):
        if wanted in (skeleton(option.th), skeleton(option.en)):
            return place
    digits = arabic_digits(text)
    if numbers is None or _NUMBER.fullmatch(digits) is None:
        return None
    number = int(digits.partition(".")[0])
    if numbers is Numbers.ORDER:
        return number - 1 if 1 <= number <= len(asked.options) else None
    places = (place for place in range(len(asked.options)) if asked.points(place) == number)
    return next(places, None)


def _tells_period(sheet: Sheet, head: Head, columns: Mapping[str, int]) -> bool:
    """Whether something above the table, or a column beside the answers, is a time."""
    if has_period(sheet, head.first):
        return True
    own = set(columns.values())
    beside = tuple(
        tuple(text for column, text in enumerate(row) if column not in own)
        for row in sheet.rows[head.last + 1 :][:_LOOKED_AT]
    )
    return has_period(replace(sheet, rows=beside), len(beside))


def _tell(answers: Sequence[Answers], missing: Sequence[str], findings: Findings) -> None:
    """What is doubtful of all lines together; nothing of them is left out."""
    tell_missing(missing, findings)
    if not answers:
        findings.error("surveys/survey_no_answers.unreadable")
        return
    # All were read in the order of the same columns; two plain tuples are quicker than pairs.
    lines = Counter((tuple(answered), tuple(answered.values())) for answered in answers)
    copied = {line: count for line, count in lines.items() if count >= _ALIKE_AT_LEAST}
    if copied:
        count = sum(copied.values())
        findings.note("surveys/survey_lines_alike", count=count)


_LEFT_OUT = frozenset("0-–")
_ANSWERS = "123456789"
_GAPS = str.maketrans("", "", " \t,;/")


class Keyed(Struct, frozen=True):
    """One sheet; `card` is "" where the survey asks for none."""

    answers: Answers
    card: str = ""


def read_line(questionnaire: Questionnaire | OwnForm, line: str, *, with_card: bool) -> Keyed:
    """The sheet that a line stands for.

    Shape:  the number of the answer to each question, 0 or - where it was left out; before them
            the sixteen digits of the card where one is asked for.
    Errors: Wrong where digits are missing or too many, or an answer has no such number.
    """
    digits = arabic_digits(line).translate(_GAPS)
    card = ""
    if with_card:
        card, digits = read_slip(digits[:DIGITS], CARD), digits[DIGITS:]
    asked = questionnaire.asked
    if len(digits) != len(asked):
        raise Wrong("surveys/answer_count_wrong", count=len(asked), count_2=len(digits))
    answers = {}
    for question, digit in zip(asked, digits, strict=True):
        if digit in _LEFT_OUT:
            continue
        if digit not in _ANSWERS[: len(question.options)]:
            raise Wrong(
                "surveys/answer_out_of_range",
                digit=digit,
                item_code=question.code,
                count=len(question.options),
            )
        answers[question.code] = int(digit) - 1
    if not answers:
        raise Wrong("surveys/sheet_without_answers")
    return Keyed(answers, card)
