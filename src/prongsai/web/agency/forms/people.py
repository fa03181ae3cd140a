"""Units, positions, people, appointments, and a file of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.roles import all_roles
from prongsai.web.agency.forms.fields import LoginField, OrderField
from prongsai.web.agency.models import Agency, AgencyKind, User
from prongsai.web.agency.queries.journal import verbs
from prongsai.web.agency.queries.people import active_users, open_units
from prongsai.web.agency.titles import choices_of
from prongsai.web.platform.fields import ChosenField, DayField, ThaiDateField, ThaiTextField
from prongsai.web.platform.language import in_language


class UnitForm(forms.Form):
    """The name of a unit."""

    name = ThaiTextField(
        label=_("ชื่อส่วนราชการ"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อส่วนราชการ เช่น กองคลัง")},
    )


class PositionForm(forms.Form):
    """A new position."""

    kind = forms.ChoiceField(label=_("ตำแหน่ง"), error_messages={"required": _("เลือกตำแหน่ง")})
    unit = ChosenField(label=_("ส่วนราชการ"), required=False)
    title = ThaiTextField(
        label=_("ชื่อตำแหน่งที่พิมพ์ในเอกสาร"),
        max_length=200,
        required=False,
        help_text=_("เว้นว่างไว้ ระบบใช้ชื่อปกติ"),
    )

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """Titles as this agency calls them, its open units."""
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = choices_of(all_roles(), AgencyKind(agency.kind))
        unit: Any = self.fields["unit"]
        unit.offer(open_units(agency), _("ทั้งหน่วยงาน"))


class TitleForm(forms.Form):
    """The title of a position."""

    title = ThaiTextField(
        label=_("ชื่อตำแหน่งที่พิมพ์ในเอกสาร"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อตำแหน่ง เช่น ปลัดเทศบาล")},
    )


class HoldForm(forms.Form):
    """Who holds a position, from when to when."""

    user = ChosenField(
        label=_("ผู้ดำรงตำแหน่ง"),
        error_messages={"required": _("เลือกคนจากรายการ หรือเพิ่มคนก่อน")},
    )
    first_day = ThaiDateField(
        label=_("ตั้งแต่วันที่"),
        help_text=_("เช่น 1 ต.ค. 2568 พิมพ์ 2025 ก็ได้"),
        error_messages={"required": _("ใส่วันเริ่มต้น เช่น 1 ต.ค. 2568")},
    )
    last_day = ThaiDateField(label=_("ถึงวันที่"), required=False, help_text=_("เว้นว่างถ้าไม่มีกำหนด"))
    is_acting = forms.BooleanField(
        label=_("รักษาราชการแทน"),
        required=False,
        help_text=_("ทำหน้าที่แทนชั่วคราวตามคำสั่ง ต้องมีวันสิ้นสุด"),
    )
    authority = OrderField()

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        """People of this agency who can sign in."""
        super().__init__(*args, **kwargs)
        user: Any = self.fields["user"]
        user.offer(active_users(agency), _("เลือกคน"))


class EndForm(forms.Form):
    """The last day of an appointment."""

    last_day = ThaiDateField(
        label=_("วันสุดท้ายที่ดำรงตำแหน่ง"),
        help_text=_("สิทธิ์ของตำแหน่งหมดเมื่อสิ้นวันนี้"),
        error_messages={"required": _("ใส่วันสุดท้าย เช่น 30 ก.ย. 2569")},
    )


class PersonEditForm(forms.Form):
    """How a person is shown and written to."""

    display_name = ThaiTextField(
        label=_("ชื่อที่แสดง"),
        max_length=120,
        required=False,
        help_text=_("คำนำหน้า ชื่อ สกุล พิมพ์ในวงเล็บใต้ลายมือชื่อ เว้นว่างไว้ก็ได้"),
    )
    email = forms.EmailField(
        label=_("อีเมล"),
        required=False,
        error_messages={"invalid": _("เขียนอีเมลให้ครบ เช่น clerk@example.go.th")},
    )


class PersonForm(PersonEditForm):
    """A new person."""

    login = LoginField(
        help_text=_("ใช้เข้าสู่ระบบ ตัวอักษรอังกฤษหรือตัวเลข เช่น somsri.clerk"),
    )
    field_order = ("login", "display_name", "email")


class RosterForm(forms.Form):
    """A file of units, positions and people."""

    file = forms.FileField(
        label=_("แฟ้มรายชื่อ"),
        help_text=_("XLSX หรือ CSV ตามแบบ ไม่เกิน 5 MB ระบบแสดงให้ดูก่อนนำเข้าเสมอ"),
        error_messages={
            "required": _("เลือกแฟ้มรายชื่อก่อน"),
            "empty": _("แฟ้มว่างเปล่า เลือกแฟ้มใหม่"),
        },
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )


class JournalForm(forms.Form):
    """Which entries of the journal."""

    person = ChosenField(label=_("ใคร"), required=False)
    verb = forms.ChoiceField(label=_("ทำอะไร"), required=False)
    day = DayField(label=_("วันที่"), required=False)

    def __init__(self, people: Mapping[User, str], *args: Any, **kwargs: Any) -> None:
        """People of the agency, acts in the reader's language."""
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        person.offer(people, _("ทุกคน"), people.__getitem__)
        verb: Any = self.fields["verb"]
        verb.choices = [
            ("", _("ทุกอย่าง")),
            *((name, in_language(label)) for name, label in verbs()),
        ]
