"""Forms of the counter: service points, calls, service charts, offered forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.counter.charts import Chart, read_list, read_steps
from prongsai.core.counter.queue import read_lines, read_windows
from prongsai.core.errors import Wrong
from prongsai.web.agency.models import Unit
from prongsai.web.citizens.counter.services.charts import LONGEST_REASON
from prongsai.web.platform.fields import (
    ChosenField,
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
)
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
        super().__init__(*args, **given)
        field = self.fields["unit"]
        if isinstance(field, ChosenField):
            field.offer(units, gettext_lazy("ผู้ดูแลจุดบริการเท่านั้น"), lambda unit: unit.name)

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

    seen = WholeNumberField(widget=forms.HiddenInput)


class ChartForm(SeenOrNewForm):
    """The chart of a service: steps with times, and what one needs to know."""

    name = ThaiTextField(
        label=gettext_lazy("ชื่อบริการ"), max_length=160,
        help_text=gettext_lazy("เช่น ขออนุญาตก่อสร้างอาคาร"),
    )  # fmt: skip
    steps = LongTextField(
        label=gettext_lazy("ขั้นตอน บรรทัดละขั้น"),
        rows=7,
        max_length=8_000,
        help_text=gettext_lazy(
            "ขั้นตอน | เวลา | ผู้รับผิดชอบ เช่น รับคำขอ | 5 นาที | งานทะเบียน"
            " เวลาเป็นนาที ชั่วโมง หรือวันทำการ วางจากตารางก็ได้ ใส่ชื่อตำแหน่งหรืองาน ไม่ใส่ชื่อคน"
        ),
    )
    documents = LongTextField(
        label=gettext_lazy("เอกสารที่ใช้ บรรทัดละอย่าง"), rows=4, max_length=4_000, required=False
    )
    fees = LongTextField(
        label=gettext_lazy("ค่าธรรมเนียม บรรทัดละรายการ"), rows=2, max_length=2_000, required=False
    )
    is_free = forms.BooleanField(label=gettext_lazy("ไม่มีค่าธรรมเนียม"), required=False)
    place = ThaiTextField(label=gettext_lazy("สถานที่และเวลา"), max_length=200, required=False)
    laws = LongTextField(
        label=gettext_lazy("กฎหมายที่เกี่ยวข้อง บรรทัดละฉบับ"), rows=3, max_length=4_000,
        required=False, help_text=gettext_lazy("เว้นไว้ได้ หัวข้อที่เว้นไม่แสดงบนผัง"),
    )  # fmt: skip
    since = ThaiDateField(label=gettext_lazy("ใช้ตั้งแต่วันที่"))

    chart: Chart

    def clean(self) -> dict[str, Any]:
        """The chart; a fault is told with its line."""
        given = super().clean() or {}
        read: dict[str, Any] = {}
        for name, reads in (
            ("steps", read_steps), ("documents", read_list), ("fees", read_list),
            ("laws", read_list),
        ):  # fmt: skip
            try:
                read[name] = reads(given.get(name, ""))
            except Wrong as fault:
                if name not in self.errors:
                    self.add_error(name, in_language(fault.message))
        if given.get("is_free") and read.get("fees"):
            self.add_error("is_free", gettext("มีรายการค่าธรรมเนียมอยู่ เลือกอย่างใดอย่างหนึ่ง"))
        if not self.errors:
            self.chart = Chart(is_free=given["is_free"], place=given["place"], **read)
        return given


class OfferForm(forms.Form):
    """A form that citizens fill in, with its file and an example."""

    name = ThaiTextField(label=gettext_lazy("ชื่อแบบคำร้อง"), max_length=160)
    service = ThaiTextField(
        label=gettext_lazy("ใช้กับบริการ"), max_length=160,
        help_text=gettext_lazy("พิมพ์ชื่อเดียวกับแผนผังขั้นตอนบริการ จะอยู่หน้าเดียวกัน"),
    )  # fmt: skip
    dated = ThaiDateField(label=gettext_lazy("วันที่ของแบบฉบับนี้"))
    file = forms.FileField(
        label=gettext_lazy("ไฟล์แบบคำร้อง"),
        error_messages={"required": gettext_lazy("เลือกไฟล์ก่อน")},
    )  # fmt: skip
    example = forms.FileField(
        label=gettext_lazy("ตัวอย่างที่กรอกแล้ว"), required=False,
        help_text=gettext_lazy("ใช้ชื่อและเลขสมมติเท่านั้น ระบบตรวจข้อมูลส่วนบุคคลก่อนเผยแพร่"),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why something is published all the same, or offered no more."""

    reason = ThaiTextField(
        label=gettext_lazy("เหตุผล"), max_length=LONGEST_REASON, required=False
    )  # fmt: skip
