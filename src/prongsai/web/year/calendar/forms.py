"""Move a date, add one, choose how to be told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Unit
from prongsai.web.platform.fields import ChosenField, ThaiDateField, ThaiTextField
from prongsai.web.year.calendar.models import Purpose

_FIRST = _("วันเริ่ม")
_LAST = _("วันครบกำหนด")


class DaysForm(forms.Form):
    """One day, or the days from one to another."""

    first = ThaiDateField(
        label=_FIRST, required=False, help_text=_("เว้นว่างไว้หากเป็นวันเดียว เช่น 13 มี.ค. 2566")
    )
    last = ThaiDateField(
        label=_LAST, error_messages={"required": _("ใส่วันครบกำหนด เช่น 31 มี.ค. 2566")}
    )

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of a valid form."""
        last: date = self.cleaned_data["last"]
        return self.cleaned_data["first"] or last, last


class MoveForm(DaysForm):
    """Other days for an event, and why; `seen` are the days that the page showed."""

    reason = ThaiTextField(
        label=_("เหตุผลที่ย้าย"),
        max_length=500,
        help_text=_("เช่น สำนักงาน ป.ป.ช. เลื่อนกำหนดตามหนังสือที่ ปช 0001/2566"),
        error_messages={"required": _("เขียนเหตุผล ผู้อื่นจะได้ทราบว่าเหตุใดจึงเลื่อนวัน")},
    )
    seen_first = forms.DateField(widget=forms.HiddenInput)
    seen_last = forms.DateField(widget=forms.HiddenInput)

    @property
    def seen(self) -> tuple[date, date]:
        """The days that stood when the form was opened."""
        return self.cleaned_data["seen_first"], self.cleaned_data["seen_last"]


class OwnEventForm(DaysForm):
    """A date of the agency's own."""

    name = ThaiTextField(
        label=_("เรื่อง"),
        max_length=200,
        help_text=_("เช่น ประชุมคณะทำงาน ITA"),
        error_messages={"required": _("เขียนเรื่อง เช่น ประชุมคณะทำงาน ITA")},
    )
    unit = ChosenField(
        label=_("ส่วนราชการที่ต้องทำ"),
        required=False,
        help_text=_("ระบบเตือนหัวหน้าส่วนราชการ ถ้าไม่เลือกเตือนเจ้าหน้าที่ ITA"),
    )
    purpose = forms.ChoiceField(
        label=_("ช่วงที่ ป.ป.ช. ประกาศ"),
        required=False,
        choices=[("", _("ไม่ใช่")), *Purpose.choices],
        help_text=_("เมื่อเลือกแล้ว ใบนำส่งและหน้าขอทบทวนผลจะแสดงวันของช่วงนี้ ปีละหนึ่งช่วงต่อเรื่อง"),
    )
    detail = ThaiTextField(label=_("รายละเอียด"), max_length=500, required=False)
    field_order = ("name", "purpose", "first", "last", "unit", "detail")

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units, _("เจ้าหน้าที่ ITA"))


class MailForm(forms.Form):
    """Whether a mail with the reminders is wanted."""

    gets_mail = forms.ChoiceField(
        label=_("อีเมลเตือน"),
        choices=[("daily", _("วันละฉบับ เมื่อมีเรื่องใหม่")), ("none", _("ไม่รับ"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกว่าจะรับอีเมลหรือไม่")},
    )
