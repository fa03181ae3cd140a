"""Forms of the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from prongsai.core.counter.queue import read_lines, read_windows
from prongsai.core.errors import Wrong
from prongsai.web.agency.models import Unit
from prongsai.web.platform.fields import ChosenField, LongTextField, ThaiTextField, WholeNumberField
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.platform.language import in_language


class PointForm(SeenOrNewForm):
    """A service point: its lines and windows, one on a line."""

    name = ThaiTextField(
        label=gettext_lazy("ชื่อจุดบริการ"), max_length=120,
        help_text=gettext_lazy("เช่น ศูนย์บริการประชาชน ชั้น 1"),
    )  # fmt: skip
    unit = ChosenField(label=gettext_lazy("ส่วนราชการที่เรียกคิว"), required=False)
    lines = LongTextField(
        label=gettext_lazy("งานที่รับบัตรคิว บรรทัดละงาน"), rows=4, max_length=2_000,
        help_text=gettext_lazy("ตัวอักษรหน้าหมายเลข แล้วชื่องาน เช่น A งานทะเบียน"),
    )  # fmt: skip
    windows = LongTextField(
        label=gettext_lazy("ช่องบริการ บรรทัดละช่อง"), rows=4, max_length=2_000,
        help_text=gettext_lazy("เช่น 1 หรือ 2: A B เมื่อช่องนั้นรับเฉพาะงาน A และ B"),
    )  # fmt: skip
    has_thai_digits = forms.BooleanField(label=gettext_lazy("แสดงหมายเลขเป็นเลขไทย"), required=False)

    def __init__(self, units: Sequence[Unit], *args: Any, **given: Any) -> None:
        """The units to choose from."""
        super().__init__(*args, **given)
        field = self.fields["unit"]
        if isinstance(field, ChosenField):
            field.offer(units, gettext_lazy("ผู้จัดจุดบริการเท่านั้น"), lambda unit: unit.name)

    def clean(self) -> dict[str, Any]:
        """Lines and windows as they are set up; a fault is told with its line."""
        given = super().clean() or {}
        for name, read in (
            ("lines", lambda: read_lines(given["lines"])),
            ("windows", lambda: read_windows(given["windows"], given["lines"])),
        ):
            if name not in given or (name == "windows" and "lines" not in given):
                continue
            try:
                given[name] = read()
            except Wrong as fault:
                self.add_error(name, in_language(fault.message))
        return given


class CallForm(forms.Form):
    """What a clerk pressed, with the ticket that the page showed."""

    seen = WholeNumberField(widget=forms.HiddenInput, max_value=2**62)
