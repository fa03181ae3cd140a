"""Forms to publish a file, replace it, take it back, and give the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.disclosure.gate import Gate
from prongsai.core.thai import arabic_digits
from prongsai.web.platform.fields import ThaiDateField, ThaiTextField
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.signing.publication.gate import Look, mark_of
from prongsai.web.signing.publication.models import KINDS, OTHER

_MOST_ITEMS = 50
_MOST_TOLD = 10


class ItemsField(ThaiTextField):
    """Codes of ITA items, parted by commas or spaces."""

    def clean(self, value: Any) -> Any:
        """The codes in their order, each once, as published: "o13"."""
        words = arabic_digits(str(super().clean(value))).lower().replace(",", " ").split()
        codes = tuple(dict.fromkeys(words))[:_MOST_ITEMS]
        if any(len(code) > len("o1000") or not code.isalnum() for code in codes):
            raise forms.ValidationError(_("เขียนรหัสข้อ เช่น o13, o14"), code="wrong")
        return codes


class EditionForm(forms.Form):
    """The file of an edition, with what its page says of it."""

    title = ThaiTextField(
        label=_("ชื่อเรื่อง"),
        max_length=500,
        error_messages={"required": _("ใส่ชื่อตามหน้าเอกสาร")},
    )
    number = ThaiTextField(
        label=_("เลขที่"), max_length=80, required=False, help_text=_("ตามเอกสาร เช่น 3/2569")
    )
    day = ThaiDateField(
        label=_("ลงวันที่"),
        help_text=_("ตามเอกสาร เช่น 13 มี.ค. 2566"),
        error_messages={"required": _("ใส่วันที่ตามเอกสาร เช่น 13 มี.ค. 2566")},
    )
    items = ItemsField(
        label=_("ข้อ ITA ที่ใช้"), required=False, help_text=_("รหัสข้อ คั่นด้วยจุลภาค เช่น o13, o14")
    )
    file = forms.FileField(
        label=_("ไฟล์ PDF"),
        help_text=_("ฉบับที่ลงนามแล้ว ไม่เกิน 20 MB"),
        error_messages={
            "required": _("เลือกไฟล์ PDF ที่จะเผยแพร่"),
            "empty": _("ไฟล์ว่างเปล่า เลือกไฟล์ใหม่"),
        },
        widget=forms.FileInput({"accept": ".pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the reason, where it was asked for."""
        super().__init__(*args, **kwargs)
        if "anyway" in self.data:
            self._add_reason()

    @property
    def reason(self) -> str:
        """Why it is published although it holds personal data; "" where nobody said so."""
        return str(self.cleaned_data.get("anyway") or "")

    def is_for(self, known: Gate, look: Look) -> bool:
        """Whether a reason is given, by somebody who was shown just this."""
        return bool(self.reason) and self.cleaned_data.get("told") == mark_of(known, look)

    def ask_reason(self, known: Gate, look: Look) -> None:
        """Tell what was found, masked and with its places, and ask for a reason to go on."""
        self._add_reason()
        places = list(map(in_language, look.hits))
        more = len(places) - _MOST_TOLD
        listed = "; ".join(places[:_MOST_TOLD]) + (f" (+{more})" if more > 0 else "")
        if listed:
            self.add_error("anyway", gettext("พบข้อมูลส่วนบุคคล: %(told)s") % {"told": listed})
        for concern in known.red:
            if not concern.places:
                words = f"{concern.code} {in_language(concern.message)}"
                self.add_error("anyway", words.strip())
        # Sent once more, what is told now was read.
        data: Any = self.data
        self.data = data = data.copy()
        data["told"] = mark_of(known, look)

    def _add_reason(self) -> None:
        self.fields["anyway"] = ThaiTextField(
            label=_("เหตุผลที่เผยแพร่ทั้งที่ยังมีเรื่องข้างบน"), required=False, max_length=500,
            help_text=_("บันทึกไว้ในบันทึกการใช้งาน หรือแก้ต้นฉบับแล้วเลือกไฟล์ใหม่"),
        )  # fmt: skip
        self.fields["anyway"].is_conditional = True  # type: ignore[attr-defined]
        self.fields["told"] = forms.CharField(required=False, widget=forms.HiddenInput)


class PublishForm(EditionForm):
    """A paper that no other page of the site publishes."""

    kind = forms.ChoiceField(label=_("ชนิดเอกสาร"), initial=OTHER)
    field_order = ("kind", "title", "number", "day", "items", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        language = reader_language()
        kind.choices = [(key, label.in_language(language)) for key, label in KINDS.items()]


class ReasonForm(forms.Form):
    """Why a paper is published in spite of what is known against it."""

    anyway = ThaiTextField(
        label=_("เหตุผลที่เผยแพร่ทั้งที่ยังมีเรื่องข้างบน"),
        max_length=500,
        help_text=_("บันทึกไว้ในบันทึกการใช้งาน และแสดงให้เจ้าหน้าที่เห็นที่เอกสารนั้น"),
        error_messages={"required": _("เขียนเหตุผล หรือแก้เรื่องข้างบนก่อน")},
    )
    told = forms.CharField(required=False, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    reason = ThaiTextField(
        label=_("เหตุผลที่ถอน"),
        max_length=500,
        help_text=_("ผู้อ่านทั่วไปเห็นเหตุผลนี้ที่หน้าเอกสารและหน้าตรวจเอกสาร อย่าใส่ชื่อคน"),
        error_messages={"required": _("เขียนสั้น ๆ ว่าถอนเพราะอะไร")},
    )
