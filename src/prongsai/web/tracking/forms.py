"""What a person writes down of a measure, and what the board is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from prongsai.core.measures.model import Budget
from prongsai.core.thai import arabic_digits, repair
from prongsai.web.agency.forms.fields import DayField
from prongsai.web.platform.fields import ThaiDateField
from prongsai.web.platform.typed import whole_number
from prongsai.web.tracking.models import ProgressNote
from prongsai.web.tracking.queries.board import Asked, Choices
from prongsai.web.tracking.services.recording import Entry

_MOST_BAHT = Decimal(10) ** 11
_MOST_PEOPLE = 100_000_000


class WholeField(forms.CharField):
    """A whole number, Thai digits and commas understood; `most` the largest."""

    def __init__(self, *, most: int, wrong: Any, **kwargs: Any) -> None:
        """A text box that a phone shows digits for."""
        super().__init__(widget=forms.TextInput({"inputmode": "numeric"}), **kwargs)
        self._most, self._wrong = most, wrong

    def clean(self, value: Any) -> int | None:
        """The number; None where the box is empty.

        Errors: ValidationError with an example.
        """
        text = arabic_digits(super().clean(value)).replace(",", "").replace("%", "").strip()
        if not text:
            return None
        number = whole_number(text.lstrip("0") or "0") if text.isascii() else None
        if number is None or number > self._most:
            raise forms.ValidationError(self._wrong, code="wrong")
        return number


class BahtField(forms.CharField):
    """Money: 12,500, ๑๒๕๐๐ บาท or ไม่ใช้งบประมาณ, which is 0."""

    def clean(self, value: Any) -> Decimal | None:
        """The amount; None where the box is empty.

        Errors: ValidationError with an example.
        """
        text = super().clean(value)
        found = Budget.of(text)
        if text and (found is None or found.amount >= _MOST_BAHT):
            raise forms.ValidationError(
                _now("อ่านจำนวนเงินไม่ได้ เขียนเช่น 12,500 หรือ ไม่ใช้งบประมาณ"), code="wrong"
            )
        return found.amount if found else None


class LinesField(forms.CharField):
    """Several lines, mended, blank ends cut off."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        """A box of some lines."""
        super().__init__(widget=forms.Textarea({"rows": rows}), max_length=5_000, **kwargs)

    def clean(self, value: Any) -> str:
        """The text."""
        text: str = super().clean(repair(value or ""))
        return "\n".join(line.rstrip() for line in text.splitlines()).strip()


class NoteForm(forms.Form):
    """One note of one measure."""

    on = ThaiDateField(label=_("ทำเมื่อ"), error_messages={"required": _("ใส่วันที่ทำ เช่น 13 มี.ค. 2566")})
    percent = WholeField(
        label=_("ทำไปแล้วร้อยละ"),
        most=100,
        wrong=_("ร้อยละเป็นจำนวนเต็ม 0 ถึง 100"),
        help_text=_("ของทั้งมาตรการ เสร็จคือ 100"),
        error_messages={"required": _("ใส่ร้อยละของทั้งมาตรการ 0 ถึง 100")},
    )
    done = LinesField(
        label=_("ทำอะไรไปแล้ว"),
        required=False,
        rows=4,
        help_text=_("เขียนสิ่งที่ทำจริง เช่น จัดอบรม 1 ครั้ง ไม่ใช่ “ควรมี” หรือ “จะทำ”"),
    )
    outcome = LinesField(
        label=_("ผลลัพธ์หรือความสำเร็จ"),
        required=False,
        rows=2,
        help_text=_("เกิดผลอย่างไร กับใคร เท่าใด ใช้ต่อในรายงาน 6 และ 12 เดือน"),
    )
    problem = LinesField(label=_("ปัญหา อุปสรรค"), required=False, help_text=_("ไม่มีให้เขียนว่า ไม่มี"))
    proposal = LinesField(label=_("ข้อเสนอแนะ"), required=False)
    spent = BahtField(
        label=_("ใช้เงินไป (บาท)"),
        required=False,
        help_text=_("นับจากบันทึกก่อน ไม่ใช้เงินให้ใส่ 0"),
    )
    reached = WholeField(
        label=_("ผู้เข้าร่วมหรือได้รับประโยชน์ (คน)"),
        required=False,
        most=_MOST_PEOPLE,
        wrong=_("จำนวนคนเป็นจำนวนเต็ม เช่น 45"),
        help_text=_("นับจากบันทึกก่อน"),
    )

    @classmethod
    def of(cls, note: ProgressNote, sent: QueryDict | None = None) -> NoteForm:
        """The form as a note stands, or as its correction was sent."""
        initial: dict[str, Any] = {
            name: getattr(note, name)
            for name in ("on", "percent", "done", "outcome", "problem", "proposal")
        }
        initial["spent"] = f"{note.spent:,.2f}" if note.spent is not None else ""
        initial["reached"] = "" if note.reached is None else note.reached
        return cls(sent, initial=initial)

    def entry(self) -> Entry:
        """What was written down."""
        return Entry(**self.cleaned_data)


class WithdrawForm(forms.Form):
    """Why a note is taken back."""

    reason = LinesField(label=_("ถอนเพราะ"), rows=2, required=False)


class DayForm(forms.Form):
    """The day the board tells of, and whether it tells only what was known then."""

    on = DayField(label=_("ณ วันที่"), required=False, help_text=_("เช่น 31 มี.ค. 2566"))
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
        """What is asked for."""
        self.is_valid()
        found: dict[str, Any] = self.cleaned_data
        return Asked(**{name: found.get(name) or "" for name in ("unit", "user", "part", "state")})

    def _offer(self, name: str, pairs: Iterable[tuple[str, str]], empty: Any) -> None:
        field: Any = self.fields[name]
        field.choices = [("", empty), *pairs]
