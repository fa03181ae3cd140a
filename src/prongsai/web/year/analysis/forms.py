"""The what-if form: a target and its terms, or scores tried by hand."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from prongsai.core.analysis.whatif import USUAL_RISE
from prongsai.core.framework.model import RatingLevel
from prongsai.core.ids import INSTRUMENTS, parse_code
from prongsai.core.rounding import plain_number
from prongsai.core.scoring.card import ScoreCard
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.whatif_queries import Question, choices_of, levels_of, usual_target

_FULL = 100
_LONGEST = 20
_BLANK_ROWS = 3
_MOST_ROWS = 40
_DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class WhatIfForm(forms.Form):
    """What is asked of the year's scores. Fields `item_1`, `score_1` … are scores tried by hand."""

    level = forms.ChoiceField(label=_("เป้าหมาย"), required=False)
    number = forms.CharField(
        label=_("หรือคะแนนรวม"),
        required=False,
        max_length=_LONGEST,
        widget=forms.TextInput(_DECIMAL),
    )
    rise = forms.CharField(
        label=_("เพิ่มคะแนนรายข้อได้ไม่เกิน"),
        required=False,
        max_length=_LONGEST,
        initial=str(USUAL_RISE),
        widget=forms.TextInput(_DECIMAL),
    )
    leave = forms.ChoiceField(
        label=_("คงคะแนนแบบวัดเดิม"),
        required=False,
        choices=[("", _("ไม่มี")), *((code, code) for code in INSTRUMENTS)],
    )

    def __init__(self, data: Mapping[str, Any] | None, *, card: ScoreCard) -> None:
        """`data` None or without a field of the form asks the usual question."""
        self.card = card
        self.levels = levels_of(card)
        self.codes = dict(choices_of(card))
        given = {key: str(data[key])[:200] for key in data} if data else {}
        rows = _rows_in(given)
        is_asked = bool(rows) or any(name in given for name in self.declared_fields)
        # An address may name only what it is about; the rest is asked as usual.
        usual = {"level": usual_target(card), "rise": str(USUAL_RISE)}
        super().__init__(usual | given if is_asked else None, auto_id="whatif_%s")
        self.rows = list(range(1, min(max(rows, default=0) + _BLANK_ROWS, _MOST_ROWS) + 1))
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.code, _level_words(level)) for level in self.levels
        ]
        self.fields["level"].initial = usual["level"]
        if all(level.code != usual["level"] for level in self.levels):
            self.fields["number"].initial = usual["level"]
        for number in self.rows:
            item = forms.CharField(required=False, label=_("ข้อ"), max_length=_LONGEST)
            item.widget.attrs |= {"list": "whatif_codes", "autocomplete": "off"}
            score = forms.CharField(
                required=False,
                label=_("คะแนนที่ลอง"),
                max_length=_LONGEST,
                widget=forms.TextInput(_DECIMAL),
            )
            self.fields[f"item_{number}"] = item
            self.fields[f"score_{number}"] = score

    @property
    def tries(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        """The rows of scores tried by hand."""
        for number in self.rows:
            yield number, self[f"item_{number}"], self[f"score_{number}"]

    @property
    def has_tries(self) -> bool:
        """Whether something stands in a row."""
        return any(item.value() or score.value() for _number, item, score in self.tries)

    @property
    def swapped_parts(self) -> str:
        """What an answer replaces beside the result, as HTMX reads it."""
        sentence_ids = (f"{field.auto_id}_said" for field in self)
        parts = ("whatif_finding", "whatif_next", *sentence_ids)
        return ",".join(f"#{name}:innerHTML" for name in parts)

    @property
    def asked(self) -> dict[str, str]:
        """The whole question as typed: what a scenario keeps and an address holds."""
        typed = {name: str(self[name].value() or "").strip() for name in self.fields}
        return {
            name: value for name, value in typed.items() if value or name in self.declared_fields
        }

    def clean_number(self) -> str:
        """A total to reach: 0 to 100."""
        typed = self.cleaned_data["number"].strip()
        value = plain_number(typed) if typed else None
        if typed and (value is None or value > _FULL):
            raise forms.ValidationError(
                _("“%(typed)s” ไม่ใช่คะแนนรวม ใส่ 0 ถึง 100 เช่น 92.5") % {"typed": typed}
            )
        return "" if value is None else str(value)

    def clean_rise(self) -> Decimal | None:
        """How many points a survey item may rise; None for any."""
        typed = self.cleaned_data["rise"].strip()
        if not typed:
            return None
        value = plain_number(typed)
        if value is None or value > _FULL:
            raise forms.ValidationError(
                _("“%(typed)s” ไม่ใช่จำนวนคะแนน ใส่ 0 ถึง 100 เช่น 15") % {"typed": typed}
            )
        return value

    def clean(self) -> dict[str, Any]:
        """Pair the rows; a fault stands at its own field."""
        cleaned = super().clean() or self.cleaned_data
        changes: dict[str, Decimal] = {}
        for number in self.rows:
            typed = str(cleaned.get(f"item_{number}") or "").strip()
            score = str(cleaned.get(f"score_{number}") or "").strip()
            if typed or score:
                self._clean_row(number, typed, score, changes)
        cleaned["changes"] = changes
        return cleaned

    def _clean_row(self, number: int, typed: str, score: str, changes: dict[str, Decimal]) -> None:
        code = parse_code(typed.split(" ", maxsplit=1)[0]) or parse_code(typed)
        if code is None or code not in self.codes:
            words = _("“%(typed)s” ไม่ใช่ข้อที่มีคะแนนในปีนี้ ใส่รหัส เช่น o12 หรือ e3")
            blank = _("ใส่รหัสข้อของคะแนนนี้ เช่น o12 หรือ e3")
            self.add_error(f"item_{number}", words % {"typed": typed} if typed else blank)
            return
        if code in changes:
            self.add_error(
                f"item_{number}",
                _("ตั้งคะแนนของ %(code)s ไว้แล้วในแถวก่อน ลบแถวใดแถวหนึ่ง") % {"code": code},
            )
            return
        if over := self._above(code, changes):
            self.add_error(
                f"item_{number}",
                _("%(code)s เป็นส่วนของ %(over)s ที่ตั้งไว้แล้ว เลือกตั้งอย่างใดอย่างหนึ่ง")
                % {"code": code, "over": over},
            )
            return
        value = plain_number(score)
        if value is None or value > _FULL:
            words = _("“%(typed)s” ไม่ใช่คะแนน ใส่ 0 ถึง 100 เช่น 85")
            blank = _("ใส่คะแนนที่จะลอง 0 ถึง 100 เช่น 85")
            self.add_error(f"score_{number}", words % {"typed": score} if score else blank)
            return
        changes[code] = value

    def _above(self, code: str, changes: Mapping[str, Decimal]) -> str | None:
        """A code already set that holds this one, or is held by it."""
        tree = self.card.framework.tree

        def chain(start: str) -> Iterator[str]:
            parent = tree[start].parent
            while parent is not None:
                yield parent
                parent = tree[parent].parent

        held = next((above for above in chain(code) if above in changes), None)
        return held or next((change for change in changes if code in chain(change)), None)

    def question(self) -> Question | None:
        """The question; None where a field has a fault."""
        if not self.is_bound:
            return Question(usual_target(self.card), USUAL_RISE)
        if not self.is_valid():
            return None
        cleaned = self.cleaned_data
        target = cleaned["number"] or cleaned["level"] or usual_target(self.card)
        return Question(target, cleaned["rise"], cleaned["leave"], cleaned["changes"])


class NameForm(forms.Form):
    """The name under which a scenario is kept."""

    name = forms.CharField(
        label=_("ชื่อแบบจำลอง"),
        help_text=_("เช่น แก้ OIT ครบ แล้วยก EIT"),
        max_length=120,
        error_messages={"required": _("ใส่ชื่อแบบจำลอง เช่น แก้ OIT ครบ")},
    )


class CompareForm(forms.Form):
    """Two scenarios to put side by side."""

    first = forms.ChoiceField(label=_("แบบ 1"))
    second = forms.ChoiceField(label=_("แบบ 2"))

    def __init__(self, *args: Any, rows: Iterable[Scenario], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.pk), row.name) for row in rows]
        for field in self.fields.values():
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages |= {
                "required": _("เลือกแบบจำลองจากรายการ"),
                "invalid_choice": _("ไม่มีแบบจำลองนี้แล้ว เลือกใหม่จากรายการ"),
            }
        if len(choices) > 1:
            self.fields["second"].initial = choices[1][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("เลือกสองแบบที่ต่างกัน"))
        return cleaned


def _rows_in(given: Mapping[str, str]) -> list[int]:
    """The numbers of the rows in which something stands."""
    numbers = []
    for key, value in given.items():
        name, _bar, digits = key.partition("_")
        number = whole_number(digits) or 0
        if name in ("item", "score") and 1 <= number <= _MOST_ROWS and value.strip():
            numbers.append(number)
    return numbers


def _level_words(level: RatingLevel) -> str:
    label = in_language(level.label)
    if level.each_instrument is None:
        return _("%(label)s (รวม %(minimum)s)") % {"label": label, "minimum": level.minimum}
    return _("%(label)s (รวม %(minimum)s ทุกแบบวัด %(each)s)") % {
        "label": label,
        "minimum": level.minimum,
        "each": level.each_instrument,
    }
