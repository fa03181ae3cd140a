"""What who brings a case types: the case, its receipt, what they add, where they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.retention import KEPT_AFTER_ANSWER
from prongsai.core.desk.ways import LONGEST_WAY, Way, WayKind, read_way
from prongsai.core.errors import Wrong
from prongsai.core.registers.values import Context, read_value
from prongsai.core.slips import RECEIPT, read_slip
from prongsai.web.citizens.desk.services.acts import LONGEST
from prongsai.web.citizens.desk.services.working import BEST
from prongsai.web.citizens.desk.uploads import PHOTOS
from prongsai.web.disclosure.registers.forms import Boxes
from prongsai.web.platform.fields import (
    LongTextField,
)
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.platform.typed import whole_number

_NO_YEAR = Context(0)
TELL_TO = "tell_to"
_STARS = (
    (5, gettext_lazy("ดีมาก")), (4, gettext_lazy("ดี")), (3, gettext_lazy("พอใช้")),
    (2, gettext_lazy("ควรปรับปรุง")), (1, gettext_lazy("ไม่พอใจ")),
)  # fmt: skip


class _Photos(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


def photos_field(most: int) -> forms.FileField:
    """So many photos, each of which is drawn anew."""
    return forms.FileField(
        label=gettext("ภาพถ่าย"), required=False,
        help_text=gettext(
            "JPG หรือ PNG ไม่เกิน %(most)s ภาพ ภาพละไม่เกิน 10 MB"
            " ระบบวาดภาพใหม่ ตำแหน่ง วัน และชื่อแฟ้มที่ติดมาไม่ถูกเก็บ"
        ) % {"most": most},
        widget=_Photos({"accept": "image/jpeg,image/png", "multiple": True}),
    )  # fmt: skip


def _way_field(ways: Sequence[WayKind], *, required: bool) -> forms.CharField:
    """Where to tell that there is news."""
    if WayKind.SMS not in ways:
        label = gettext("อีเมลที่ให้ระบบแจ้งเมื่อมีคำตอบ")
    elif WayKind.MAIL not in ways:
        label = gettext("เบอร์มือถือที่ให้ระบบส่ง SMS เมื่อมีคำตอบ")
    else:
        label = gettext("อีเมลหรือเบอร์มือถือที่ให้ระบบแจ้งเมื่อมีคำตอบ")
    return forms.CharField(
        label=label,
        required=required, max_length=LONGEST_WAY,
        help_text=gettext(
            "ข้อความบอกเพียงว่ามีความเคลื่อนไหว ไม่บอกเรื่องหรือเลขใบรับ เมื่อส่งแล้วเว็บไม่แสดงช่องนี้ให้ใครเห็น"
            " ลบเมื่อครบ %(days)s วันหลังตอบ"
        ) % {"days": KEPT_AFTER_ANSWER.days},
        error_messages={"required": gettext("กรอกที่ที่จะให้แจ้ง")},
    )  # fmt: skip


def _way_in(form: forms.Form, ways: Sequence[WayKind]) -> Way | None:
    """What was typed there; None for nothing, or where it cannot be read, which is told."""
    typed = str(form.cleaned_data.get(TELL_TO) or "").strip()
    if not typed or TELL_TO not in form.fields:
        return None
    try:
        return read_way(typed, ways)
    except Wrong as fault:
        form.add_error(TELL_TO, in_language(fault.message))
        return None


class WayForm(forms.Form):
    """Where whoever holds a receipt wants to be told."""

    def __init__(self, ways: Sequence[WayKind], data: Any = None) -> None:
        """Of the ways that are open."""
        super().__init__(data, auto_id="way-%s")
        self._ways = ways
        self.way: Way | None = None
        self.fields[TELL_TO] = _way_field(ways, required=True)

    def clean(self) -> dict[str, Any]:
        """An address or a number."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.way = _way_in(self, self._ways)
        return said


@lru_cache(maxsize=100)
def _boxes(kind: CaseKind, _language: str) -> Mapping[str, forms.Field]:
    """A box for each field; that for photos before those that tell who somebody is.

    Shape:  many forms share them, so nobody changes one.
    """
    boxes = Boxes(_NO_YEAR)
    # Nobody sees it; what fills in every field it finds is no person.
    made: dict[str, forms.Field] = {
        "homepage": forms.CharField(required=False, widget=forms.HiddenInput)
    }
    for field in kind.fields:
        if kind.photos and field.name in kind.contact:
            made.setdefault(PHOTOS, photos_field(kind.photos))
        made[field.name] = boxes.of(field, "")
    if kind.photos:
        made.setdefault(PHOTOS, photos_field(kind.photos))
    return made


class CaseForm(forms.Form):
    """The fields of a kind; what was typed stays where something is wrong."""

    def __init__(
        self, kind: CaseKind, data: Any = None, initial: Any = None, ways: Sequence[WayKind] = ()
    ) -> None:
        """A box for each field of the kind, and where to tell of news where a way is open."""
        super().__init__(data, initial=initial)
        self._kind, self._ways = kind, ways
        self.way: Way | None = None
        self.fields |= _boxes(kind, reader_language())
        if ways:
            self.fields[TELL_TO] = _way_field(ways, required=False)

    def clean(self) -> dict[str, Any]:
        """Each field as its kind reads it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("homepage"):
            raise forms.ValidationError(
                gettext("ส่งไม่ได้ เพราะช่องที่ซ่อนไว้มีข้อความ เปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง")
            )
        for field in self._kind.fields:
            text = str(said.get(field.name) or "").strip()
            try:
                value = read_value(field, text, _NO_YEAR)
            except Wrong as fault:
                self.add_error(field.name, in_language(fault.message))
                continue
            if field.required and value is None:
                told = gettext("กรอก “%(name)s” ด้วย") % {"name": in_language(field.title)}
                self.add_error(field.name, told)
        self.way = _way_in(self, self._ways)
        return said

    @property
    def values(self) -> dict[str, str]:
        """The filled fields as they were typed."""
        names = [field.name for field in self._kind.fields]
        return {name: text for name in names if (text := self.cleaned_data.get(name, "").strip())}


class ReceiptForm(forms.Form):
    """The number of a receipt, however it is typed."""

    receipt = forms.CharField(
        label=gettext_lazy("เลขใบรับเรื่อง 16 หลัก"),
        help_text=gettext_lazy("มีในใบรับที่ได้ตอนส่งเรื่อง จะเว้นวรรคหรือไม่ก็ได้"),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-mark": ""}),
    )  # fmt: skip

    def clean_receipt(self) -> str:
        """The sixteen digits."""
        try:
            return read_slip(self.cleaned_data["receipt"], RECEIPT)
        except Wrong as fault:
            raise forms.ValidationError(in_language(fault.message)) from fault


class ReplyForm(forms.Form):
    """What who brought a case adds, or why it is brought again."""

    text = LongTextField(label=gettext_lazy("ข้อความ"), rows=4, max_length=LONGEST)

    def __init__(self, kind: CaseKind | None, data: Any = None) -> None:
        """Photos where the kind takes some; more of them may be too many for the case."""
        super().__init__(data, auto_id="say-%s")
        if kind is not None and kind.photos:
            self.fields[PHOTOS] = photos_field(kind.photos)


class RateForm(forms.Form):
    """How content who brought a case is."""

    points = forms.TypedChoiceField(
        label=gettext_lazy("พอใจกับการดำเนินการเพียงใด"), choices=_STARS[:BEST], coerce=whole_number,
        widget=forms.RadioSelect,
    )  # fmt: skip
