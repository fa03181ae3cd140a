"""To whom a row is sent round, and by when they acknowledge it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Unit
from prongsai.web.platform.fields import ThaiDateField


class CirculateForm(forms.Form):
    """All staff, or those of some units."""

    units = forms.MultipleChoiceField(
        label=_("เฉพาะส่วนราชการ"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("ไม่เลือกเลยคือส่งถึงทุกคน"),
    )  # fmt: skip
    due = ThaiDateField(
        label=_("รับทราบภายใน"), required=False,
        help_text=_("เว้นว่างไว้หากไม่มีกำหนด เช่น 31 มี.ค. 2566"),
    )  # fmt: skip

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        """The units to choose from."""
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        chosen: Any = self.fields["units"]
        chosen.choices = [(key, unit.name) for key, unit in self._units.items()]

    @property
    def units_chosen(self) -> list[Unit] | None:
        """The units of a valid form; None for all staff."""
        return [self._units[key] for key in self.cleaned_data["units"]] or None
