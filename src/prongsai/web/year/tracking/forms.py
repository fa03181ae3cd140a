"""What a person writes down of a measure, and what the board is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.measures.model import Budget
from prongsai.web.platform.fields import LongTextField, NumberField, ThaiDateField
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries.board import Asked, Choices
from prongsai.web.year.tracking.services import Entry

_MOST_BAHT = Decimal(10) ** 11
_MOST_PEOPLE = 100_000_000
_LONGEST = 5_000


class BahtField(forms.CharField):
    """Money: 12,500, ๑๒๕๐๐ บาท or ไม่ใช้งบประมาณ, which is 0."""

    def clean(self, value: Any) -> Decimal | None:
        """The amount; None where the box is empty."""
        text = super().clean(value)
        budget = Budget.read(text)
        if text and (budget is None or budget.amount >= _MOST_BAHT):
            raise forms.ValidationError(
                gettext("อ่านจำนวนเงินไม่ได้ เขียนเช่น 12,500 หรือ ไม่ใช้งบประมาณ"), code="wrong"
            )
        return budget.amount if budget else None


class NoteForm(forms.Form):
    on = ThaiDateField(label=_("ทำเมื่อ"), error_messages={"required": _("ใส่วันที่ทำ เช่น 13 มี.ค. 2566")})
    percent = NumberField(
        label=_("ทำไปแล้วร้อยละ"),
        most=100,
        whole=True,
        help_text=_("ของทั้งมาตรการ เสร็จคือ 100"),
        error_messages={
            "required": _("ใส่ร้อยละของทั้งมาตรการ 0 ถึง 100"),
            "number": _("ร้อยละเป็นจำนวนเต็ม 0 ถึง 100"),
            "range": _("ร้อยละเป็นจำนวนเต็ม 0 ถึง 100"),
        },
    )
    done = LongTextField(
        label=_("ทำอะไรไปแล้ว"),
        required=False,
        max_length=_LONGEST,
        rows=4,
        help_text=_("เขียนสิ่งที่ทำจริง เช่น จัดอบรม 1 ครั้ง ไม่ใช่ “ควรมี” หรือ “จะทำ”"),
    )
    outcome = LongTextField(
        label=_("ผลลัพธ์หรือความสำเร็จ"),
        required=False,
        max_length=_LONGEST,
        rows=2,
        help_text=_("เกิดผลอย่างไร กับใคร เท่าใด ใช้ต่อในรายงาน 6 และ 12 เดือน"),
    )
    problem = LongTextField(
        label=_("ปัญหา อุปสรรค"), required=False, max_length=_LONGEST, help_text=_("ไม่มีให้เขียนว่า ไม่มี")
    )
    proposal = LongTextField(label=_("ข้อเสนอแนะ"), required=False, max_length=_LONGEST)
    spent = BahtField(
        label=_("ใช้เงินไป (บาท)"),
        required=False,
        help_text=_("นับจากบันทึกก่อน ไม่ใช้เงินให้ใส่ 0"),
    )
    reached = NumberField(
        label=_("ผู้เข้าร่วมหรือได้รับประโยชน์ (คน)"),
        required=False,
        most=_MOST_PEOPLE,
        whole=True,
        help_text=_("นับจากบันทึกก่อน"),
        error_messages={
            "number": _("จำนวนคนเป็นจำนวนเต็ม เช่น 45"),
            "range": _("จำนวนคนเป็นจำนวนเต็ม เช่น 45"),
        },
    )

    @classmethod
    def from_note(cls, note: ProgressNote, sent: QueryDict | None = None) -> NoteForm:
        """The form as a note stands, or as its correction was sent."""
        initial: dict[str, Any] = {
            name: getattr(note, name)
            for name in ("on", "percent", "done", "outcome", "problem", "proposal")
        }
        initial["spent"] = f"{note.spent:,.2f}" if note.spent is not None else ""
        initial["reached"] = "" if note.reached is None else note.reached
        return cls(sent, initial=initial)

    def entry(self) -> Entry:
        return Entry(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a note is taken back."""

    reason = LongTextField(label=_("ถอนเพราะ"), rows=2, required=False, max_length=_LONGEST)


class DayForm(forms.Form):
    """The day the board tells of, and whether it tells only what was known then."""

    on = ThaiDateField(label=_("ณ วันที่"), required=False)
    known = forms.BooleanField(label=_("เฉพาะที่บันทึกไว้แล้วในวันนั้น"), required=False)


class NarrowForm(DayForm):
    """What the board shows; what makes no sense narrows nothing, but a wrong day is told."""

    unit = forms.ChoiceField(label=_("ส่วนราชการ"), required=False)
    user = forms.ChoiceField(label=_("คน"), required=False)
    part = forms.ChoiceField(label=_("แบบวัดหรือตัวชี้วัด"), required=False)
    state = forms.ChoiceField(label=_("สถานะ"), required=False)

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        """The units, people and parts of this year's measures."""
        super().__init__(*args, **kwargs | {"auto_id": "narrow_%s"})
        self._offer("unit", choices.units, _("ทุกส่วนราชการ"))
        self._offer("user", choices.people, _("ทุกคน"))
        self._offer("part", choices.parts, _("ทุกแบบวัด"))
        self._offer("state", choices.states, _("ทุกสถานะ"))

    def asked(self) -> Asked:
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        return Asked(
            **{name: cleaned.get(name) or "" for name in ("unit", "user", "part", "state")}
        )

    def _offer(self, name: str, pairs: Iterable[tuple[str, str]], empty: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *pairs]
