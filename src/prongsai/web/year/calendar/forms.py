"""Move a date, add one, choose how to be told."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.queries.people import active_users, open_units
from prongsai.web.platform.fields import ThaiDateField, ThaiTextField
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.ownership.forms import PersonField, UnitsField

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
    units = UnitsField(
        label=_("ส่วนราชการที่ต้องทำ"),
        required=False,
        help_text=_("แต่ละส่วนราชการทำและบอกว่าทำแล้วเอง ระบบเตือนหัวหน้า ถ้าไม่เลือก ระบบเตือนเจ้าหน้าที่ ITA"),
    )
    user = PersonField(
        label=_("คนที่ต้องทำ"),
        required=False,
        help_text=_("ถ้าเลือกส่วนราชการเดียว คนนี้ทำในนามส่วนราชการนั้น"),
    )
    purpose = forms.ChoiceField(
        label=_("ช่วงที่ ป.ป.ช. ประกาศ"),
        required=False,
        choices=[("", _("ไม่ใช่")), *Purpose.choices],
        help_text=_("เมื่อเลือกแล้ว ใบนำส่งและหน้าขอทบทวนผลจะแสดงวันของช่วงนี้ ปีละหนึ่งช่วงต่อเรื่อง"),
    )
    detail = ThaiTextField(label=_("รายละเอียด"), max_length=500, required=False)
    field_order = ("name", "purpose", "first", "last", "units", "user", "detail")

    def __init__(
        self, agency: Agency, titles: Mapping[UUID, str], *args: Any, **kwargs: Any
    ) -> None:
        """Open units and active people of the agency."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["units"].offer(open_units(agency))
        fields["user"].offer_people(active_users(agency), titles, _("ไม่ระบุ"))

    @property
    def owners(self) -> list[tuple[Unit | None, User | None]]:
        """The main one first: a person, who is of the unit where one is ticked; the office."""
        user = self.cleaned_data["user"]
        units = sorted(self.cleaned_data["units"], key=lambda unit: not unit.is_office)
        if user and len(units) == 1:
            return [(units[0], user)]
        return [*([(None, user)] if user else []), *((unit, None) for unit in units)]


class MailForm(forms.Form):
    """Whether a mail with the reminders is wanted."""

    gets_mail = forms.ChoiceField(
        label=_("อีเมลเตือน"),
        choices=[("daily", _("วันละฉบับ เมื่อมีเรื่องใหม่")), ("none", _("ไม่รับ"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกว่าจะรับอีเมลหรือไม่")},
    )
