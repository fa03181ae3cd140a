"""What is typed into surveys: a new one, answers, sheets of paper."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.papers.satisfaction_paper import SAID
from prongsai.core.progress.rounds import LABELS
from prongsai.core.slips import CARD, read_slip
from prongsai.core.surveys.languages import Speak, page_words
from prongsai.core.surveys.own import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OwnForm,
    OwnKind,
    OwnQuestion,
)
from prongsai.core.surveys.questionnaire import SURVEYS, Asked, Questionnaire
from prongsai.core.surveys.raw_answers import Keyed, read_line
from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.disclosure.surveys.models import LONGEST_NAME, LONGEST_TEXT
from prongsai.web.platform.fields import (
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import labels
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import several, whole_number

MOST_PEOPLE = 100_000
MOST_SHEETS = 100
# Places of options as they are typed: "01" and "1 " are none.
_PLACES = {str(place): place for place in range(100)}


class RoundForm(forms.Form):
    """What every survey has: a name, its days, its points."""

    name = ThaiTextField(label=gettext_lazy("ชื่อรอบ"), max_length=LONGEST_NAME)
    opens_on = ThaiDateField(label=gettext_lazy("เปิดรับคำตอบวันที่"))
    closes_on = ThaiDateField(label=gettext_lazy("วันสุดท้าย"))
    points = LongTextField(
        label=gettext_lazy("จุดตอบ บรรทัดละจุด"), max_length=5_000, required=False,
        help_text=gettext_lazy(
            "เช่น เคาน์เตอร์งานทะเบียน เว็บไซต์ ทุกจุดมีคิวอาร์ของตนเอง เพื่อแยกจุดที่ผิดปกติได้"
        ),
    )  # fmt: skip

    term = forms.TypedChoiceField(
        label=gettext_lazy("ลบคำตอบรายแถวและข้อความเมื่อใด"), coerce=Term, initial=Term.QUARTER.value,
        required=False, empty_value=Term.QUARTER, widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "ลบแล้วผลที่แสดงยังเหมือนเดิม แต่ไม่มีคำตอบของใครเหลือ ข้อความที่เขียนมาอ่านไม่ได้อีก"
        ),
    )  # fmt: skip
    terms = tuple(Term)

    def __init__(self, *args: Any, **given: Any) -> None:
        """The terms in the reader's language."""
        super().__init__(*args, **given)
        self.fields["term"].choices = labels(self.terms)  # type: ignore[attr-defined]

    def clean_points(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.cleaned_data["points"].splitlines())
        return tuple(line[:LONGEST_NAME] for line in lines if line)


class SurveyForm(RoundForm):
    instrument = forms.ChoiceField(
        label=gettext_lazy("ซ้อมแบบวัดใด"),
        choices=(
            ("EIT", gettext_lazy("EIT ผู้มารับบริการหรือติดต่อ")),
            ("IIT", gettext_lazy("IIT บุคลากรของหน่วยงาน")),
        ),
        widget=forms.RadioSelect,
    )  # fmt: skip
    fiscal_year = forms.TypedChoiceField(
        label=gettext_lazy("ใช้คำถามของปีงบประมาณ"), coerce=whole_number
    )
    people = WholeNumberField(
        label=gettext_lazy("จำนวนคนที่มีสิทธิ์ตอบ"), required=False, min_value=1,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("IIT ต้องระบุ เพราะบัตรตอบพิมพ์ตามจำนวนนี้และเผื่ออีกร้อยละ 20"),
    )  # fmt: skip
    official_url = forms.URLField(
        label=gettext_lazy("ลิงก์แบบสำรวจจริงของ ป.ป.ช."), required=False, max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("ถ้ามี จะแสดงหลังตอบ ว่าการประเมินจริงตอบที่ใด"),
    )  # fmt: skip
    field_order = (
        "instrument", "fiscal_year", "name", "opens_on", "closes_on", "people", "points",
        "official_url", "term",
    )  # fmt: skip
    # A rehearsal makes no report that could be waited for.
    terms = tuple(term for term in Term if term is not Term.REPORT)

    def __init__(self, years: Iterable[int], *args: Any, **given: Any) -> None:
        """The years whose questions are at hand, or offered as those of a year before."""
        super().__init__(*args, **given)
        self.fields["fiscal_year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["name"].label = gettext_lazy("ชื่อรอบ เช่น ซ้อม EIT รอบ 1")
        self.fields["points"].label = gettext_lazy("จุดตอบของ EIT บรรทัดละจุด")

    def clean(self) -> dict[str, Any]:
        """Cards are printed by the number of people."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("instrument") == SURVEYS[0] and not cleaned.get("people"):
            self.add_error("people", gettext("ระบุจำนวนบุคลากร เพื่อพิมพ์บัตรตอบ"))
        return cleaned


class ElsewhereForm(forms.Form):
    """A file of answers that were taken elsewhere, and what it does not say itself."""

    instrument = forms.ChoiceField(
        label=gettext_lazy("คำถามของแบบวัดใด"), choices=[(code, code) for code in SURVEYS],
        widget=forms.RadioSelect,
    )  # fmt: skip
    fiscal_year = forms.TypedChoiceField(
        label=gettext_lazy("ใช้คำถามของปีงบประมาณ"), coerce=whole_number
    )
    name = ThaiTextField(
        label=gettext_lazy("ชื่อรอบ เช่น EIT จากแบบฟอร์มออนไลน์"), max_length=LONGEST_NAME
    )
    opens_on = ThaiDateField(label=gettext_lazy("เก็บตั้งแต่วันที่"))
    closes_on = ThaiDateField(label=gettext_lazy("ถึงวันที่"))
    people = WholeNumberField(
        label=gettext_lazy("จำนวนคนที่มีสิทธิ์ตอบ"), required=False, min_value=1,
        max_value=MOST_PEOPLE, help_text=gettext_lazy("ถ้าทราบ เว้นว่างได้"),
    )  # fmt: skip
    numbers = forms.ChoiceField(
        label=gettext_lazy("ถ้าคำตอบในไฟล์เป็นตัวเลข ตัวเลขคืออะไร"), required=False,
        choices=(
            ("", gettext_lazy("ไม่มี หรือไม่แน่ใจ ไม่ต้องอ่านตัวเลข")),
            ("order", gettext_lazy("ลำดับของคำตอบ นับจาก 1")),
            ("points", gettext_lazy("คะแนนที่คำตอบนั้นได้")),
        ),
        widget=forms.RadioSelect,
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("ไฟล์ XLSX, XLS, ODS หรือ CSV"), required=False,
        help_text=gettext_lazy(
            "แถวละคน หรือตารางจำนวนคนรายข้อ หัวคอลัมน์เป็นรหัสของข้อ เช่น e1.1 หรือข้อความของคำถาม"
            " ระบบไม่เก็บตัวไฟล์และแถวของแต่ละคนไว้"
        ),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )  # fmt: skip

    def __init__(self, years: Iterable[int], *args: Any, **given: Any) -> None:
        """The years whose questions are at hand, or offered as those of a year before."""
        super().__init__(*args, **given)
        self.fields["fiscal_year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        # What was read once is confirmed without the file.
        self.fields["file"].is_conditional = True  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, Any]:
        """What was said of the file; once it is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


class Question(Struct, frozen=True):
    """A question as the page puts it; `chosen` is the place of what was chosen, "" for nothing."""

    asked: Asked
    number: int
    chosen: str
    words: Text
    answers: tuple[Text, ...]

    @property
    def field(self) -> str:
        """The name of its boxes; a dot would be none in an address within the page."""
        return self.asked.code.replace(".", "-")

    @property
    def options(self) -> tuple[tuple[str, Text], ...]:
        return tuple((str(place), answer) for place, answer in enumerate(self.answers))


class Group(Struct, frozen=True):
    """The questions of one item below its text."""

    lead: Text
    questions: tuple[Question, ...]


def as_it_is(text: Text) -> Text:
    return text


class AnswerForm(forms.Form):
    """The answers of one respondent; any question may be left out, once that was seen."""

    # Nobody sees it; what fills in every field it finds is no person.
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)
    text = LongTextField(max_length=LONGEST_TEXT, required=False)

    def __init__(
        self,
        asked: Questionnaire | OwnForm,
        data: Any = None,
        *,
        with_card: bool,
        speak: Speak = as_it_is,
    ) -> None:
        """A card first, where one is asked for; one box for words where none is asked for.

        Shape:  `speak` puts the texts of questions, and those beside them, into another language.
        """
        super().__init__(data)
        self._speak = speak
        words = {key: in_language(text) for key, text in page_words(speak).items()}
        self.fields["text"].label = words["more"]
        self.fields["text"].help_text = words["more_help"]
        for question in asked.written:
            self.fields[question.code] = LongTextField(
                label=in_language(speak(question.text)), max_length=LONGEST_TEXT, required=False,
                help_text=words["more_help"],
            )  # fmt: skip
        if asked.written:
            del self.fields["text"]
        self._written = tuple(question.code for question in asked.written)
        self._asked = asked
        self._typed = data or {}
        self.has_card = with_card
        # Whoever left questions out sees which, and may send it as it is.
        self.is_asked_again = False
        if with_card:
            self.fields["card"] = forms.CharField(
                label=words["card"], max_length=60, help_text=words["card_help"],
                widget=forms.TextInput(
                    {"inputmode": "numeric", "autocomplete": "off", "data-mark": ""}
                ),
            )  # fmt: skip

    @property
    def groups(self) -> tuple[Group, ...]:
        """The questions as they stand on the page."""
        by_item: dict[str, list[Question]] = {}
        leads: dict[str, Text] = {}
        for number, asked in enumerate(self._asked.asked, start=1):
            chosen = str(self._typed.get(asked.code.replace(".", "-"), ""))
            question = Question(
                asked,
                number,
                chosen,
                self._speak(asked.words),
                tuple(map(self._speak, asked.options)),
            )
            by_item.setdefault(asked.item, []).append(question)
            leads[asked.item] = self._speak(asked.lead)
        return tuple(Group(leads[item], tuple(own)) for item, own in by_item.items())

    @property
    def boxes(self) -> tuple[forms.BoundField, ...]:
        """Where words are written."""
        return tuple(self[name] for name in self._written or ("text",))

    @property
    def words(self) -> dict[str, str]:
        """What was written, by the codes of questions; once it is valid."""
        return {code: self.cleaned_data.get(code, "") for code in self._written}

    @property
    def left_out(self) -> tuple[Question, ...]:
        if len(self.values) == len(self._asked.asked):
            return ()
        every = (question for group in self.groups for question in group.questions)
        return tuple(question for question in every if question.asked.code not in self.values)

    @cached_property
    def values(self) -> dict[str, int]:
        """The place of the chosen option by the question's code."""
        chosen = {}
        for asked in self._asked.asked:
            place = _PLACES.get(self._typed.get(asked.code.replace(".", "-"), ""))
            if place is not None and place < len(asked.scale.options):
                chosen[asked.code] = place
        return chosen

    def clean_card(self) -> str:
        try:
            return read_slip(self.cleaned_data["card"], CARD)
        except Wrong as fault:
            raise forms.ValidationError(in_language(fault.message)) from fault

    def clean(self) -> dict[str, Any]:
        """Somebody who answered something; who left questions out is asked once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("homepage"):
            raise forms.ValidationError(
                gettext("ส่งไม่ได้ เพราะช่องที่ซ่อนไว้มีข้อความ เปิดหน้านี้ใหม่แล้วตอบอีกครั้ง")
            )
        if not self.values and not any(cleaned.get(code) for code in self._written):
            raise forms.ValidationError(gettext("ยังไม่ได้ตอบข้อใดเลย"))
        return cleaned


class SheetsForm(forms.Form):
    """Sheets of paper, a line each."""

    lines = LongTextField(label=gettext_lazy("คำตอบ บรรทัดละแผ่น"), max_length=20_000)

    def __init__(
        self, asked: Questionnaire | OwnForm, data: Any = None, *, with_card: bool
    ) -> None:
        """What a line is depends on the survey."""
        super().__init__(data)
        self._asked, self._with_card = asked, with_card
        box = self.fields["lines"]
        box.help_text = (
            gettext("เลขบัตร 16 ตัว แล้วตัวเลขคำตอบของทุกข้อเรียงกัน ข้อที่เว้นไว้พิมพ์ 0")
            if with_card
            else gettext("ตัวเลขคำตอบของทุกข้อเรียงกัน เช่น 43442 ข้อที่เว้นไว้พิมพ์ 0")
        )
        box.widget.attrs["inputmode"] = "numeric"

    def clean_lines(self) -> tuple[Keyed, ...]:
        """Every sheet; each line that is none is told with its number."""
        sheets, faults = [], []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                sheets.append(read_line(self._asked, line, with_card=self._with_card))
            except Wrong as fault:
                faults.append(
                    gettext("บรรทัดที่ %(number)s: %(fault)s")
                    % {"number": number, "fault": in_language(fault.message)}
                )
        if len(sheets) > MOST_SHEETS:
            faults.append(gettext("ครั้งละไม่เกิน %(most)s แผ่น") % {"most": MOST_SHEETS})
        if faults:
            raise forms.ValidationError(faults)
        return tuple(sheets)


MORE = 2
_WORDS, _ASPECT, _OPTIONS, _LONGEST_SAID = 300, 80, 1_000, 5_000


class OwnSurveyForm(RoundForm):
    """The round itself; its questions stand in boxes of their own."""

    field_order = ("name", "opens_on", "closes_on", "points", "term")


class QuestionForm(forms.Form):
    """One question; without words it is none."""

    words = ThaiTextField(label=_("คำถาม"), required=False, max_length=_WORDS)
    kind = forms.ChoiceField(label=_("ตอบแบบ"), choices=labels(OwnKind))
    aspect = ThaiTextField(label=_("อยู่ในด้าน (เฉพาะข้อให้คะแนน)"), required=False, max_length=_ASPECT)
    options = ThaiTextField(
        label=_("ตัวเลือก คั่นด้วยจุลภาค (เฉพาะข้อเลือก)"), required=False, max_length=_OPTIONS
    )
    english = forms.CharField(label=_("ภาษาอังกฤษ (ถ้ามี)"), required=False, max_length=_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("words", "aspect", "options", "english"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose, and no more than digits to key in."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = cleaned.get("kind") == OwnKind.CHOICE.value
        if cleaned.get("words") and is_choice:
            options = _options(cleaned.get("options", ""))
            if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
                message = gettext("ใส่ตัวเลือก %(fewest)s ถึง %(most)s ข้อ คั่นด้วยจุลภาค") % {
                    "fewest": FEWEST_OPTIONS,
                    "most": MOST_OPTIONS,
                }
                self.add_error("options", message)
        return cleaned

    @property
    def first(self) -> tuple[forms.BoundField, ...]:
        return (self["words"], self["kind"])

    @property
    def more(self) -> tuple[forms.BoundField, ...]:
        """What some have."""
        return (self["aspect"], self["options"], self["english"])

    @property
    def aspect_typed(self) -> str:
        return str(self["aspect"].value() or "")

    @property
    def is_open(self) -> bool:
        """Whether what some have must be seen: a choice has options, and faults are read."""
        is_choice = self["kind"].value() == OwnKind.CHOICE.value
        return is_choice or any(field.errors for field in self.more)

    @property
    def said(self) -> OwnQuestion | None:
        """What was said; None where it has no words."""
        cleaned = self.cleaned_data
        if not cleaned.get("words"):
            return None
        kind = OwnKind(cleaned["kind"])
        return OwnQuestion(
            kind, cleaned["words"],
            cleaned["aspect"] if kind is OwnKind.RATING else "",
            _options(cleaned["options"]) if kind is OwnKind.CHOICE else (),
            printed(cleaned["english"]),
        )  # fmt: skip


def questions_of(form: OwnForm | None, data: Any, more: int = 0) -> Any:
    """A box of inputs for each question, and some more that are empty."""
    initial = [
        {
            "words": question.words, "kind": question.kind.value, "aspect": question.aspect,
            "options": ", ".join(question.options), "english": question.english,
        }
        for question in (form.questions if form else ())
    ]  # fmt: skip
    return several(
        QuestionForm, initial, data, most=MOST_QUESTIONS, more=more, empty=MORE, prefix="question"
    )


def said_questions(boxes: Any) -> OwnForm:
    """The questions that were typed; once the boxes are valid."""
    typed = (box.said for box in boxes)
    return OwnForm(tuple(question for question in typed if question is not None))


class ReportForm(forms.Form):
    """What a person writes into the report of a survey."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("รายงานนี้เป็นของรอบ"), coerce=whole_number, empty_value=None,
        required=False,
        help_text=gettext_lazy("แผนมักกำหนดให้ทำปีละสองรอบ ระบบนับเฉพาะรอบที่ระบุไว้ที่นี่"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = [(months, in_language(label)) for months, label in LABELS.items()]
        months: Any = self.fields["months"]
        months.choices = [("", gettext("ไม่ใช่รายงานตามรอบของปี")), *rounds]
        for key, name in SAID:
            self.fields[key] = LongTextField(
                label=in_language(name), max_length=_LONGEST_SAID, required=False,
                help_text=gettext("บรรทัดละข้อ อย่าใส่ชื่อผู้ตอบ ถ้าไม่มีให้เขียนว่า ไม่มี"),
            )  # fmt: skip


def _options(text: str) -> tuple[str, ...]:
    words = map(str.strip, text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(filter(None, words)))
