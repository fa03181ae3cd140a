"""What the board is asked for, and what several items are given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.web.disclosure.disclosure.forms.items import DAY_HINT, states
from prongsai.web.disclosure.disclosure.queries.board import (
    BY_PART,
    BY_UNIT,
    LATE,
    OPEN,
    READY,
    Asked,
)
from prongsai.web.disclosure.links.services.noting import SCHEDULES
from prongsai.web.platform.fields import (
    DayField,
)


class NarrowForm(forms.Form):
    """What the board shows; what makes no sense narrows nothing."""

    state = forms.ChoiceField(label=_("สถานะ"), required=False)
    unit = forms.ChoiceField(label=_("ส่วนราชการ"), required=False)
    q = forms.CharField(label=_("ค้นชื่อข้อ"), required=False, max_length=100)
    group = forms.ChoiceField(
        required=False, choices=[("", ""), (BY_PART, BY_PART), (BY_UNIT, BY_UNIT)]
    )
    mine = forms.BooleanField(label=_("เฉพาะข้อที่ฉันทำได้"), required=False)

    def __init__(self, units: Iterable[str], *args: Any, **kwargs: Any) -> None:
        """The states of the work, and what follows from it."""
        super().__init__(*args, **kwargs | {"auto_id": "narrow_%s"})
        state: Any = self.fields["state"]
        state.choices = [
            ("", gettext("ทุกสถานะ")), (READY, gettext("พร้อม")), (OPEN, gettext("ยังไม่พร้อม")),
            (LATE, gettext("เลยกำหนด")), *states(),
        ]  # fmt: skip
        unit: Any = self.fields["unit"]
        unit.choices = [("", gettext("ทุกส่วนราชการ")), *((name, name) for name in units)]

    def asked(self) -> Asked:
        """What is asked for."""
        self.is_valid()
        said: dict[str, Any] = self.cleaned_data
        return Asked(
            said.get("state", ""), said.get("unit", ""), said.get("q", ""),
            said.get("group") or BY_PART, bool(said.get("mine")),
        )  # fmt: skip


class ManyForm(forms.Form):
    """What several ticked items are given."""

    state = forms.ChoiceField(label=_("สถานะ"), required=False)
    due = DayField(label=_("กำหนดเสร็จ"), required=False, help_text=DAY_HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A state, or none to leave it."""
        super().__init__(*args, **kwargs | {"auto_id": "many_%s"})
        state: Any = self.fields["state"]
        state.choices = [("", gettext("ไม่เปลี่ยน")), *states()]

    def changes(self) -> dict[str, Any]:
        """Only what was chosen."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ScheduleForm(forms.Form):
    """How often addresses are looked at by themselves."""

    every_days = forms.TypedChoiceField(label=_("ตรวจเอง"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The intervals in the reader's language."""
        super().__init__(*args, **kwargs)
        words = {0: _("ไม่ตรวจเอง"), 1: _("ทุกวัน"), 7: _("ทุกสัปดาห์"), 30: _("ทุกเดือน")}
        field: Any = self.fields["every_days"]
        field.choices = [(days, words[days]) for days in SCHEDULES]
