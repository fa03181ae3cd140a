"""What files of other programs call the questions, and whether they say when people were asked."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Findings
from prongsai.core.patterns import compiled
from prongsai.core.registers.sheet import Head, Sheet
from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.core.thai import arabic_digits, skeleton, squeeze

_CODE = compiled(r"([ie])\s*0*(\d{1,2})(?:\s*[.\-_(]\s*0*(\d{1,2})\s*\)?)?(?![\d.])")
_PERIOD = compiled(
    r"(?<!\d)(?:25[5-9]\d|26\d\d|20[2-9]\d)(?!\d)|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}"
    r"|มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|ม\.ค\.|ก\.พ\.|มี\.ค\.|เม\.ย\.|พ\.ค\.|มิ\.ย\.|ก\.ค\.|ส\.ค\.|ก\.ย\.|ต\.ค\.|พ\.ย\.|ธ\.ค\."
)


class Named:
    """By what names the questions are known: their codes, and their texts."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """The questions of an instrument."""
        self._codes = set(questionnaire.codes)
        self._words: dict[str, str] = {}
        self._told: dict[str, str | None] = {}
        for question in questionnaire.asked:
            for words in _texts(question):
                # Two questions of the same words are known by their codes alone.
                twice = words in self._words
                self._words[words] = "" if twice else question.code

    def code_of(self, heading: str) -> str | None:
        # Answers are asked as well, row by row, and there are few.
        if heading not in self._told:
            self._told[heading] = self._code_of(heading)
        return self._told[heading]

    def _code_of(self, heading: str) -> str | None:
        hit = _CODE.match(arabic_digits(heading).strip().lower())
        if hit is not None:
            code = f"{hit[1]}{hit[2]}" + (f".{hit[3]}" if hit[3] else "")
            if code in self._codes:
                return code
        return self._words.get(skeleton(heading)) or None

    def columns_under(self, head: Head) -> dict[str, int]:
        """The column of each question; the first where two name the same."""
        columns: dict[str, int] = {}
        for column, words in head.words.items():
            code = next(filter(None, map(self.code_of, words)), None)
            if code is not None:
                columns.setdefault(code, column)
        return columns


def has_period(sheet: Sheet, before: int) -> bool:
    """Whether the name of a sheet or a row before one tells a year, month or day."""
    texts = (arabic_digits(text) for row in sheet.rows[:before] for text in row)
    return any(_PERIOD.search(text) for text in (arabic_digits(sheet.title), *texts))


def tell_no_period(findings: Findings) -> None:
    """That nothing says when people were asked."""
    findings.note("surveys/survey_no_period")


def tell_other_sheets(sheets: Sequence[Sheet], findings: Findings) -> None:
    """Sheets that hold answers too, and are not counted."""
    for sheet in sheets:
        findings.warning("surveys/survey_sheet_not_read", sheet.place_of(0))


def tell_missing(missing: Sequence[str], findings: Findings) -> None:
    """Which questions a file does not hold."""
    if not missing:
        return
    listed = ", ".join(missing)
    findings.warning("surveys/survey_questions_missing", listed=listed)


def _texts(question: Asked) -> set[str]:
    own = question.words if question.words.th else question.lead
    both = (own.th, own.en, f"{question.lead.th} {own.th}", f"{question.lead.th} [{own.th}]")
    return {skeleton(text) for text in both} - {""}


_HEAD_ROWS = 2


class ColumnKind(StrEnum):
    """What a column is."""

    COUNT = "count"
    PERCENT = "percent"
    TOTAL = "total"
    MEAN = "mean"
    ANSWER = "answer"


_WORDS = {
    ColumnKind.PERCENT: ("ร้อยละ", "%", "percent", "เปอร์เซ็นต์"),
    ColumnKind.COUNT: ("จำนวน", "ความถี่", "คน", "count", "frequency", "f"),
    ColumnKind.TOTAL: ("รวม", "จำนวนผู้ตอบ", "ผู้ตอบ", "รวมผู้ตอบ", "n", "total", "respondents"),
    ColumnKind.MEAN: ("ค่าเฉลี่ย", "เฉลี่ย", "mean", "x̄", "x̅"),
    ColumnKind.ANSWER: ("คำตอบ", "ตัวเลือก", "ระดับ", "answer", "option"),
}
_KINDS = {skeleton(word): kind for kind, words in _WORDS.items() for word in words}


class NamedColumn(Struct, frozen=True):
    """What a column holds: its kind, and the heading of the option it is about, "" for none."""

    kind: ColumnKind
    option: str = ""


def columns_of(questionnaire: Questionnaire, sheet: Sheet, first: int) -> dict[int, NamedColumn]:
    """What the columns hold, by the words above the first row of figures."""
    options = frozenset(
        skeleton(text)
        for question in questionnaire.asked
        for option in question.options
        for text in (option.th, option.en)
    )
    columns = {}
    width = max(map(len, sheet.rows), default=0)
    for column in range(width):
        kind = _column(list(_words_over(sheet, first, column)), options)
        if kind is not None:
            columns[column] = kind
    return columns


def _words_over(sheet: Sheet, first: int, column: int) -> Iterator[str]:
    """The words over a column; under a heading that spans several its own come last."""
    rows = [row for row in range(max(0, first - _HEAD_ROWS), first) if sheet.typed(row)]
    for row in rows:
        text = squeeze(sheet.cell(row, column)).strip()
        if not text and row != rows[-1]:
            before = (
                squeeze(sheet.cell(row, earlier)).strip() for earlier in range(column, -1, -1)
            )
            text = next(filter(None, before), "")
        if text:
            yield text


def _column(words: Sequence[str], options: frozenset[str]) -> NamedColumn | None:
    """The kind of a column: known words say what it is, others which option; None for neither."""
    kind, option = None, ""
    for text in words:
        known = _KINDS.get(skeleton(text))
        if known is not None:
            kind = known
            continue
        bare, _, inner = text.partition("(")
        inside = _KINDS.get(skeleton(inner.rstrip(") ")))
        if inside is not None:
            kind = inside
        named = bare.strip() if inside is not None else text
        if skeleton(named) in options:
            option = named
    if kind in (ColumnKind.TOTAL, ColumnKind.MEAN, ColumnKind.ANSWER):
        return NamedColumn(kind)
    if kind is None:
        return NamedColumn(ColumnKind.COUNT, option) if option else None
    return NamedColumn(kind, option)
