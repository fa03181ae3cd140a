"""Who writes a register, as somebody ticks it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.disclosure.registers.queries.writers import Writers


class WritersForm(forms.Form):
    """The owning unit, units for all rows, posts for all rows; any of them together."""

    own_unit = forms.BooleanField(
        label=_("ส่วนราชการเจ้าของรายการ"), required=False,
        help_text=_("แต่ละส่วนราชการบันทึกเฉพาะรายการของตน"),
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label=_("ส่วนราชการที่บันทึกแทนทุกส่วนราชการ"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    posts = forms.MultipleChoiceField(
        label=_("ตำแหน่งที่บันทึกแทนทุกส่วนราชการ"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, agency: Agency, writers: Writers, data: Any = None) -> None:
        """The open units and all posts; `writers` are those who write now."""
        initial = {
            "own_unit": writers.own_unit, "units": [*map(str, writers.units)],
            "posts": [*map(str, writers.posts)],
        }  # fmt: skip
        super().__init__(data, initial=initial)
        units: Any = self.fields["units"]
        posts: Any = self.fields["posts"]
        rows = Unit.objects.filter(agency=agency, is_closed=False)
        units.choices = [(str(key), name) for key, name in rows.values_list("pk", "name")]
        titles = Position.objects.filter(agency=agency).order_by("title")
        posts.choices = [(str(key), title) for key, title in titles.values_list("pk", "title")]

    @property
    def choice(self) -> Writers:
        """What is ticked in a valid form."""
        ticked = self.cleaned_data
        units, posts = (frozenset(map(UUID, ticked[name])) for name in ("units", "posts"))
        return Writers(ticked["own_unit"], units, posts)
