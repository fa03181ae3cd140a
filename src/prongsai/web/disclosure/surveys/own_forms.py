"""A survey with questions of one's own: its days and points, and a box for each question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.papers.satisfaction_paper import SAID
from prongsai.core.surveys.own import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OwnForm,
    OwnKind,
    OwnQuestion,
)
from prongsai.core.thai import printed
from prongsai.web.disclosure.surveys.forms import RoundForm
from prongsai.web.platform.fields import LongTextField, ThaiTextField
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import whole_number

MORE = 2
_WORDS, _ASPECT, _OPTIONS, _LONGEST_SAID = 300, 80, 1_000, 5_000
_PREFIX = "question"


class OwnSurveyForm(RoundForm):
    """The round itself; its questions stand in boxes of their own."""

    field_order = ("name", "opens_on", "closes_on", "points", "term")


class QuestionForm(forms.Form):
    """One question; without words it is none."""

    words = ThaiTextField(label=_("คำถาม"), required=False, max_length=_WORDS)
    kind = forms.ChoiceField(label=_("ตอบแบบ"))
    aspect = ThaiTextField(label=_("อยู่ในด้าน (เฉพาะข้อให้คะแนน)"), required=False, max_length=_ASPECT)
    options = ThaiTextField(
        label=_("ตัวเลือก คั่นด้วยจุลภาค (เฉพาะข้อเลือก)"), required=False, max_length=_OPTIONS
    )
    english = forms.CharField(label=_("ภาษาอังกฤษ (ถ้ามี)"), required=False, max_length=_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The kinds, in the reader's language."""
        super().__init__(*args, **kwargs)
        for one in ("words", "aspect", "options", "english"):
            self.fields[one].is_conditional = True  # type: ignore[attr-defined]
        kinds: Any = self.fields["kind"]
        kinds.choices = [(one.value, in_language(one.label)) for one in OwnKind]

    def clean(self) -> dict[str, Any]:
        """A choice has something to choose, and no more than digits to key in."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = told.get("kind") == OwnKind.CHOICE.value
        if told.get("words") and is_choice:
            options = _options(told.get("options", ""))
            if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
                said = gettext("ใส่ตัวเลือก %(fewest)s ถึง %(most)s ข้อ คั่นด้วยจุลภาค") % {
                    "fewest": FEWEST_OPTIONS,
                    "most": MOST_OPTIONS,
                }
                self.add_error("options", said)
        return told

    @property
    def first(self) -> tuple[forms.BoundField, ...]:
        """What every question has."""
        return (self["words"], self["kind"])

    @property
    def more(self) -> tuple[forms.BoundField, ...]:
        """What some have."""
        return (self["aspect"], self["options"], self["english"])

    @property
    def aspect_typed(self) -> str:
        """The aspect as it stands."""
        return str(self["aspect"].value() or "")

    @property
    def is_open(self) -> bool:
        """Whether what some have must be seen: a choice has options, and faults are read."""
        is_choice = self["kind"].value() == OwnKind.CHOICE.value
        return is_choice or any(field.errors for field in self.more)

    @property
    def said(self) -> OwnQuestion | None:
        """What was said; None where it has no words."""
        told = self.cleaned_data
        if not told.get("words"):
            return None
        kind = OwnKind(told["kind"])
        return OwnQuestion(
            kind, told["words"],
            told["aspect"] if kind is OwnKind.RATING else "",
            _options(told["options"]) if kind is OwnKind.CHOICE else (),
            printed(told["english"]),
        )  # fmt: skip


def questions_of(form: OwnForm | None, data: Any = None, more: int = 0) -> Any:
    """A box of inputs for each question, and some more that are empty."""
    kind = forms.formset_factory(
        QuestionForm, extra=MORE, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
    )
    if data is not None and more:
        told = data.copy()
        count = whole_number(data.get(f"{_PREFIX}-TOTAL_FORMS", "")) or 0
        told[f"{_PREFIX}-TOTAL_FORMS"] = str(min(MOST_QUESTIONS, count + more))
        data = told
    initial = [_initial(one) for one in form.questions] if form and data is None else []
    return kind(data, initial=initial, prefix=_PREFIX)


def said_questions(boxes: Any) -> OwnForm:
    """The questions that were typed; once the boxes are valid."""
    told = (one.said for one in boxes)
    return OwnForm(tuple(one for one in told if one is not None))


class ReportForm(forms.Form):
    """What a person writes into the report of a survey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A box for each heading."""
        super().__init__(*args, **kwargs)
        for key, name in SAID:
            self.fields[key] = LongTextField(
                label=in_language(name), max_length=_LONGEST_SAID, required=False,
                help_text=gettext("บรรทัดละข้อ อย่าใส่ชื่อผู้ตอบ ถ้าไม่มีให้เขียนว่า ไม่มี"),
            )  # fmt: skip


def _initial(one: OwnQuestion) -> dict[str, Any]:
    return {
        "words": one.words, "kind": one.kind.value, "aspect": one.aspect,
        "options": ", ".join(one.options), "english": one.english,
    }  # fmt: skip


def _options(text: str) -> tuple[str, ...]:
    """Each once, in order."""
    words = map(str.strip, text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(filter(None, words)))
