"""Forms of memos and letters, enclosures, submitting, and the wording of papers."""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Unit
from prongsai.web.office.papers.models import Memo
from prongsai.web.platform.fields import ChosenField, ThaiTextField
from prongsai.web.platform.forms import SeenOrNewForm
from prongsai.web.year.measures.forms import LinesField

_TEXT = 6_000


class MemoForm(SeenOrNewForm):
    """A memo; `seen` is the version that the page showed."""

    says_nothing = _("เขียนเรื่องเดิม ข้อเท็จจริง หรือข้อเสนออย่างน้อยหนึ่งช่อง")
    is_information = forms.ChoiceField(
        label=_("บันทึกนี้"),
        choices=(("no", _("ขออนุมัติ มีผู้สั่งการ")), ("yes", _("เพื่อทราบ ไม่มีการอนุมัติ"))),
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกว่าขออนุมัติ หรือเพื่อทราบ")},
    )
    subject = ThaiTextField(
        label=_("เรื่อง"),
        max_length=300,
        help_text=_("เช่น ขออนุมัติจัดประชุมคณะทำงาน"),
        error_messages={"required": _("เขียนเรื่อง เช่น ขออนุมัติจัดประชุมคณะทำงาน")},
    )
    to = ThaiTextField(
        label=_("เรียน"), max_length=300, required=False,
        help_text=_("เขียนเป็นตำแหน่ง ถ้าเว้นว่าง ระบบใส่ตำแหน่งผู้บริหารสูงสุดและผู้ที่เสนอผ่านให้"),
    )  # fmt: skip
    background = LinesField(
        rows=4, label=_("เรื่องเดิม"), max_length=_TEXT, help_text=_("ขึ้นบรรทัดใหม่คือย่อหน้าใหม่")
    )
    facts = LinesField(rows=4, label=_("ข้อเท็จจริง"), max_length=_TEXT, help_text=_("บรรทัดละข้อ"))
    proposals = LinesField(rows=4, label=_("ข้อเสนอ"), max_length=_TEXT, help_text=_("บรรทัดละข้อ"))
    closing = LinesField(
        rows=2, label=_("คำลงท้าย"), max_length=600,
        help_text=_("ถ้าเว้นว่างคือ จึงเรียนมาเพื่อโปรดพิจารณา หรือ เพื่อโปรดทราบ"),
    )  # fmt: skip

    @classmethod
    def filled(cls, row: Memo) -> Self:
        first: dict[str, Any] = {
            name: getattr(row, name) for name in cls.base_fields if name != "seen"
        }
        first["is_information"] = "yes" if row.is_information else "no"
        return cls(initial=first | {"seen": row.version})

    def clean(self) -> dict[str, Any]:
        """A memo says something.

        Errors: ValidationError at the first of the texts.
        """
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("background", "facts", "proposals")):
            self.add_error("background", self.says_nothing)
        return cleaned


class LetterForm(MemoForm):
    """A letter to another agency or a citizen; nobody but its signer is printed on it."""

    says_nothing = _("เขียนเหตุที่มีหนังสือไป หรือจุดประสงค์อย่างน้อยหนึ่งช่อง")
    is_information = facts = None  # type: ignore[assignment]
    subject = ThaiTextField(
        label=_("เรื่อง"), max_length=300, help_text=_("เช่น ขอเชิญประชุมประชาคม"),
        error_messages={"required": _("เขียนเรื่อง เช่น ขอเชิญประชุมประชาคม")},
    )  # fmt: skip
    to = ThaiTextField(
        label=_("เรียน"), max_length=300,
        help_text=_("ตำแหน่งของผู้รับ เช่น นายอำเภอ หรือชื่อบุคคลเมื่อเขียนถึงประชาชน"),
        error_messages={"required": _("เขียนว่าเรียนผู้ใด")},
    )  # fmt: skip
    refers = LinesField(
        rows=2, label=_("อ้างถึง"), max_length=1_000,
        help_text=_("หนังสือที่ตอบ พร้อมเลขที่และวันที่ บรรทัดละฉบับ ไม่มีให้เว้นว่าง"),
    )  # fmt: skip
    background = LinesField(
        rows=4, label=_("เหตุที่มีหนังสือไป"), max_length=_TEXT,
        help_text=_("เช่น ตามที่… นั้น หรือ ด้วย… ขึ้นบรรทัดใหม่คือย่อหน้าใหม่"),
    )  # fmt: skip
    proposals = LinesField(
        rows=4, label=_("จุดประสงค์"), max_length=_TEXT, help_text=_("ขึ้นบรรทัดใหม่คือย่อหน้าใหม่")
    )
    closing = LinesField(
        rows=2, label=_("คำลงท้าย"), max_length=600,
        help_text=_("ถ้าเว้นว่างคือ จึงเรียนมาเพื่อโปรดพิจารณา"),
    )  # fmt: skip
    field_order = ("subject", "to", "refers", "background", "proposals", "closing")


class OfUnit(forms.Form):
    """Who works in several units says in whose name it is."""

    unit = ChosenField(
        label=_("ในนามส่วนราชการ"),
        help_text=_("หัวหน้าของส่วนราชการนี้ให้ความเห็นก่อน"),
        error_messages={"required": _("ท่านมีตำแหน่งในหลายส่วนราชการ เลือกหนึ่งแห่ง")},
    )

    def __init__(self, units: Sequence[Unit], *args: Any, **given: Any) -> None:
        """Nothing is asked of who works in one unit, or in none."""
        super().__init__(*args, **given)
        self.only = units[0] if len(units) == 1 else None
        if len(units) > 1:
            self.fields["unit"].offer(units, _("เลือกส่วนราชการ"))  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    @property
    def chosen_unit(self) -> Unit | None:
        return self.cleaned_data.get("unit") or self.only


class NewMemoForm(OfUnit, MemoForm):
    """A new memo."""


class NewLetterForm(OfUnit, LetterForm):
    """A new letter."""


class EnclosureForm(forms.Form):
    """A file to go with a memo."""

    file = forms.FileField(
        label=_("ไฟล์"),
        help_text=_("PDF, JPG, PNG, DOCX หรือ XLSX ไม่เกิน 20 MB"),
        error_messages={
            "required": _("เลือกไฟล์ก่อน"), "empty": _("ไฟล์นี้ว่างเปล่า เลือกไฟล์อื่น"),
        },
    )  # fmt: skip
    title = ThaiTextField(
        label=_("ชื่อในสิ่งที่ส่งมาด้วย"),
        max_length=300,
        required=False,
        help_text=_("เช่น กำหนดการประชุม จำนวน 1 แผ่น ถ้าเว้นว่างใช้ชื่อไฟล์"),
    )


class SentenceForm(SeenOrNewForm):
    """One sentence of the papers; `seen` is the version that the page showed."""

    text = forms.CharField(
        label=_("ข้อความของหน่วยงาน"),
        max_length=2_400,
        strip=False,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("เขียนข้อความ หรือกดใช้ข้อความของระบบ")},
    )
