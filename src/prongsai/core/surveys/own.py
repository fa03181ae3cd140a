"""Questions of an agency's own: ratings, choices and words; for satisfaction at a counter.

Five grades are read as 5 to 1, and a mean of them by five classes of equal width: that is how such
reports are written, and no rule of the assessment.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from pathlib import Path as File
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.errors import Finding
from prongsai.core.framework.model import Confidence, Option, Scale
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.surveys.questionnaire import Asked, ItemPoints, Written
from prongsai.core.text import Text, same
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_shipped_folder, read_text

MOST_QUESTIONS = 30
FEWEST_OPTIONS, MOST_OPTIONS = 2, 9  # a digit is keyed in for each
BEST, WORST = 5, 1
_ROOT = "all"
# Found anywhere in a question, and what is all that a question says ("โทรศัพท์:").
_WHO = compiled(
    r"ชื่อ(?:[-–/]|และ|และชื่อ)?(?:นาม)?สกุล|ชื่อจริง|ชื่อเล่น|นามสกุล|(?:ท่าน|คุณ)ชื่ออะไร|(?:ท่าน|คุณ)คือใคร"
    r"|ชื่อผู้(?:ตอบ|กรอก|มาติดต่อ|มารับบริการ|รับบริการ|ร้อง)"
    r"|เลขประจำตัว|เลขบัตรประชาชน|เลข13หลัก|รหัส(?:พนักงาน|บุคลากร)"
    r"|เบอร์(?:โทร|ติดต่อ|มือถือ)|หมายเลขโทรศัพท์|อีเมลติดต่อ|ไลน์ไอดี|lineid"
    r"|(?:ชื่อ|โทรศัพท์|อีเมล|ไลน์|line|เฟซบุ๊ก|facebook|ที่อยู่|ตำแหน่ง(?:และสังกัด)?)ของ(?:ท่าน|คุณ|ผู้ตอบ)"
    r"|your(?:full)?name|whoareyou|youre-?mail|your(?:home)?address|your(?:phone|telephone)"
    r"|(?:phone|telephone)number"
)
_WHO_ALONE = compiled(
    r"(?:กรุณา|โปรด|ขอ)?(?:กรอก|ระบุ|ใส่|เขียน|แจ้ง)?"
    r"(?:ชื่อ|โทรศัพท์|เบอร์|มือถือ|อีเมล|ไลน์|เฟซบุ๊ก|ที่อยู่|บ้านเลขที่|ตำแหน่งและสังกัด"
    r"|(?:full)?name|e-?mail(?:address)?|phone|telephone|address|line|facebook)(?:ของ(?:ท่าน|คุณ))?[:?.ฯ]*"
)
_GRADES = (
    Option("มากที่สุด", "very satisfied", 5, 1),
    Option("มาก", "satisfied", 4, 2),
    Option("ปานกลาง", "neither", 3, 3),
    Option("น้อย", "dissatisfied", 2, 4),
    Option("น้อยที่สุด", "very dissatisfied", 1, 5),
)
_RATING = Scale(
    code="satisfaction", name=Text("ความพึงพอใจห้าระดับ", "satisfaction in five grades"),
    options=_GRADES, confidence=Confidence.CONFIRMED,
)  # fmt: skip


class OwnKind(StrEnum):
    """What is answered."""

    RATING = "rating"
    CHOICE = "choice"
    TEXT = "text"

    @property
    def label(self) -> Text:
        """The word for people."""
        return read_words(f"surveys/own_kind.{self}")


class OwnQuestion(Struct, frozen=True, omit_defaults=True):
    """One question; `aspect` gathers ratings ("เจ้าหน้าที่"), `options` are those of a choice."""

    kind: OwnKind
    words: str
    aspect: str = ""
    options: tuple[str, ...] = ()
    english: str = ""

    @property
    def text(self) -> Text:
        """Its words, the Thai ones where there are no English."""
        return Text(self.words, self.english or self.words)


def asks_who(question: OwnQuestion) -> str | None:
    """The words of a question that ask who somebody is; None where none of them is known to.

    Only what is answered in words can take in a name. What is asked otherwise may still be
    answered so: no program can know; only what is plainly asked for is found.
    """
    if question.kind is not OwnKind.TEXT:
        return None
    for text in (question.words, question.english):
        close = "".join(text.lower().split())
        if hit := _WHO_ALONE.fullmatch(close) or _WHO.search(close):
            return hit[0]
    return None


class OwnForm(Struct, frozen=True, dict=True):
    """The questions of a survey of one's own, in order."""

    questions: tuple[OwnQuestion, ...]

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Those that are answered by a choice; ratings of one aspect are an item."""
        questions = []
        aspects = list(dict.fromkeys(question.aspect for question in self.questions))
        for number, question in enumerate(self.questions, start=1):
            item, lead, words = f"q{number}", question.text, same("")
            if question.kind is OwnKind.TEXT:
                continue
            if question.kind is OwnKind.RATING and question.aspect:
                item, lead, words = (
                    f"a{aspects.index(question.aspect) + 1}",
                    same(question.aspect),
                    question.text,
                )
            scale = _RATING if question.kind is OwnKind.RATING else _choice(question)
            questions.append(Asked(f"q{number}", item, lead, words, "positive", scale))
        return tuple(questions)

    @cached_property
    def written(self) -> tuple[Written, ...]:
        """Those that are answered in words."""
        numbered = enumerate(self.questions, start=1)
        return tuple(
            Written(f"q{number}", question.text)
            for number, question in numbered
            if question.kind is OwnKind.TEXT
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the questions that are answered by a choice."""
        return tuple(question.code for question in self.asked)

    @cached_property
    def choices(self) -> frozenset[str]:
        """The codes of its questions of choice: what they say of somebody lies in no row."""
        return frozenset(question.code for question in self.asked if not question.has_points)

    @property
    def root(self) -> str:
        """The code under which the mean of all ratings stands."""
        return _ROOT

    @property
    def range(self) -> tuple[int, int]:
        """The least and the most that a mean can be."""
        return (WORST, BEST)

    @property
    def label(self) -> Text:
        """What every page and paper says of it."""
        return read_words("surveys/own_survey")

    def scores(self, parts: Mapping[str, ItemPoints | None]) -> dict[str, Fraction | None]:
        """The mean of each aspect, and of all answers to ratings; None where one has no answer."""
        means = {code: part.mean if part else None for code, part in parts.items()}
        known = [part for part in parts.values() if part is not None]
        is_whole = bool(known) and len(known) == len(parts)
        points, answers = sum(part.points for part in known), sum(part.answers for part in known)
        return {**means, _ROOT: Fraction(points, answers) if is_whole else None}


def _choice(question: OwnQuestion) -> Scale:
    return Scale(
        code="choice", name=same(""),
        options=tuple(Option(text, text) for text in question.options),
        confidence=Confidence.CONFIRMED,
    )  # fmt: skip


SHIPPED = File(__file__).parents[2] / "data" / "surveys"
_PREFIX = "survey_template"


class Content(Struct, frozen=True, kw_only=True):
    """What a file of a template says; `rank` is its place in the list."""

    title: Text
    purpose: Text
    questions: Annotated[tuple[OwnQuestion, ...], Meta(min_length=1, max_length=MOST_QUESTIONS)]
    rank: int


class Template(Struct, frozen=True):
    """A survey to begin from."""

    key: str
    title: Text
    purpose: Text
    form: OwnForm
    rank: int


@lru_cache(maxsize=1)
def shipped() -> tuple[Template, ...]:
    """The templates that come with the program, in their order.

    Errors: Misuse where a file is wrong, the fault being ours.
    """
    templates = read_shipped_folder(SHIPPED, read_template)
    return tuple(sorted(templates, key=lambda template: (template.rank, template.key)))


def read_template(key: str, text: str, file: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """A template from the text of its file; None with findings where anything is wrong."""
    content, findings = read_text(text, file, Content, _PREFIX, partial(_faults_of))
    if content is None:
        return None, findings
    form = OwnForm(content.questions)
    return Template(key, content.title, content.purpose, form, content.rank), findings


def _faults_of(content: Content) -> Iterator[Fault]:
    for place, question in enumerate(content.questions):
        is_choice = question.kind is OwnKind.CHOICE
        count = len(question.options)
        if is_choice and not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
            yield fault_at(
                "surveys/options.number",
                ("questions", place, "options"),
                fewest=FEWEST_OPTIONS,
                most=MOST_OPTIONS,
            )
        if not is_choice and count:
            yield fault_at("surveys/options.no_choice", ("questions", place, "options"))
