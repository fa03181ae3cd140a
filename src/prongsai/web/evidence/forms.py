"""What is said of one file."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.forms.fields import ThaiTextField
from prongsai.web.evidence.models import EvidenceRow
from prongsai.web.evidence.services.arranging import Words
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import ThaiDateField


class WordsForm(forms.Form):
    """Caption, day and place."""

    caption = ThaiTextField(
        label=_("คำบรรยายภาพ"),
        required=False,
        max_length=300,
        help_text=_("พิมพ์ใต้ภาพในรายงาน บอกว่าทำอะไร ไม่ใส่ชื่อคน"),
    )
    taken_on = ThaiDateField(label=_("วันที่ถ่าย"), required=False)
    place = ThaiTextField(label=_("สถานที่"), required=False, max_length=200)

    @classmethod
    def of(cls, row: EvidenceRow, sent: QueryDict | None = None) -> WordsForm:
        """The form as the row stands, or as it was sent."""
        initial = {"caption": row.caption, "taken_on": row.taken_on, "place": row.place}
        return cls(sent, initial=initial)

    def clean_taken_on(self) -> date | None:
        """No photo is of tomorrow."""
        day: date | None = self.cleaned_data["taken_on"]
        if day is not None and day > today():
            raise forms.ValidationError(_now("วันที่ถ่ายต้องไม่เกินวันนี้"), code="future")
        return day

    def words(self) -> Words:
        """What was typed."""
        return Words(**self.cleaned_data)
