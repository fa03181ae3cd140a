"""What the forms of a framework share: how sure a value is, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.framework.model import Confidence
from prongsai.core.thai import arabic_digits, repair, shorten
from prongsai.web.agency.forms.fields import ThaiTextField
from prongsai.web.assessment.framework.editing import Proof, manual_of
from prongsai.web.assessment.framework.texts import Documents
from prongsai.web.platform.fields import WholeNumberField

_LONGEST_SOURCE_NAME = 60
MOST_PAGES = 2_000


class NumberField(forms.CharField):
    """A number; Thai digits and a comma are understood. Empty is None."""

    default_error_messages = {
        "number": _("ใส่เป็นตัวเลข เช่น 12"),
        "range": _("ตัวเลขนี้ต้องอยู่ระหว่าง %(least)s–%(most)s"),
    }

    def __init__(
        self, *, least: float = 0, most: float = 100, whole: bool = False, **kwargs: Any
    ) -> None:
        """A box for figures."""
        self.least, self.most, self.whole = least, most, whole
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "class": "field-s"}))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> float | None:
        """The number.

        Errors: ValidationError where it is none, or out of range.
        """
        text = arabic_digits(super().clean(value)).replace(",", "").strip()
        if not text:
            return None
        try:
            number = float(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["number"], code="number") from error
        if self.whole and not number.is_integer():
            raise forms.ValidationError(self.error_messages["number"], code="number")
        if not self.least <= number <= self.most:
            raise forms.ValidationError(
                self.error_messages["range"],
                code="range",
                params={"least": f"{self.least:g}", "most": f"{self.most:g}"},
            )
        return number


class LongTextField(forms.CharField):
    """Text of some lines, mended."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        """A box of some rows."""
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        """The mended text."""
        text: str = super().clean(repair(value or "").strip())
        return text


class SeenForm(forms.Form):
    """Every form says which revision it was made from."""

    seen = WholeNumberField(widget=forms.HiddenInput)


class ProofForm(SeenForm):
    """How sure a value is, and the page of which source says so."""

    confidence = forms.ChoiceField(
        label=_("ยืนยันแล้วหรือยัง"),
        widget=forms.RadioSelect,
        choices=[
            (Confidence.CONFIRMED.value, _("ยืนยันแล้ว ตรงกับเอกสารที่อ้าง")),
            (Confidence.LIKELY.value, _("น่าจะใช่ ยังไม่ได้เทียบกับเอกสาร")),
            (Confidence.UNKNOWN.value, _("ยังไม่ทราบ")),
        ],
    )
    source = forms.ChoiceField(label=_("เอกสารที่อ้าง"), required=False)
    page = NumberField(label=_("หน้าในเอกสาร"), least=1, most=MOST_PAGES, whole=True, required=False)

    def __init__(self, *args: Any, documents: Documents, **kwargs: Any) -> None:
        """Offer the year's sources and its manual."""
        super().__init__(*args, **kwargs)
        self.documents = documents
        self.fields["source"].choices = source_choices(documents)  # type: ignore[attr-defined]
        if "seen" in self.fields and self.prefix:
            del self.fields["seen"]

    def clean(self) -> dict[str, Any]:
        """A confirmed value names its page."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("confidence") == Confidence.CONFIRMED.value:
            if not cleaned.get("source") and "source" not in self.errors:
                self.add_error("source", _("เลือกเอกสารที่ยืนยัน เช่น คู่มือการประเมินของปี"))
            if not cleaned.get("page") and "page" not in self.errors:
                self.add_error("page", _("ใส่เลขหน้าที่ยืนยัน เช่น 12 หรือเลือก “น่าจะใช่”"))
        return cleaned

    def proof(self) -> Proof:
        """The checked values."""
        page = self.cleaned_data["page"]
        return Proof(
            self.cleaned_data["confidence"],
            self.cleaned_data["source"],
            int(page) if page else None,
        )


def proof_initial(part: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What the form shows of a part."""
    sources = part.get(f"{prefix}sources") or [""]
    return {
        "confidence": part.get(f"{prefix}confidence", Confidence.UNKNOWN.value),
        "source": sources[0],
        "page": part.get(f"{prefix}page") or "",
    }


def source_choices(documents: Documents) -> list[tuple[str, Any]]:
    """The sources of a year to choose from, its manual first."""
    year = documents["framework"]["fiscal_year"]
    manual = manual_of(year)
    listed = documents["sources"].get("sources") or []
    names = {one["id"]: _source_name(one) for one in listed}
    first = names.pop(manual, _("คู่มือการประเมิน ITA ปี %(year)s") % {"year": year})
    return [("", _("ไม่ได้อ้าง")), (manual, first), *names.items()]


def _source_name(source: Mapping[str, Any]) -> str:
    return shorten(f"{source['id']} {source.get('proves') or ''}".strip(), _LONGEST_SOURCE_NAME)


class NamesForm(ProofForm):
    """A name in two languages with its proof."""

    name_th = ThaiTextField(label=_("ชื่อ (ไทย)"), max_length=400)
    name_en = ThaiTextField(
        label=_("ชื่อ (อังกฤษ)"),
        max_length=400,
        required=False,
        help_text=_("เว้นได้ ถ้าคู่มือมีแต่ภาษาไทย"),
    )
    field_order = ["seen", "name_th", "name_en"]


def names_initial(part: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """What the form shows of a named part; English only where it is not the Thai again."""
    name = part["name"]
    english = name.get("en", "")
    return {
        "name_th": name["th"],
        "name_en": "" if english == name["th"] else english,
        **proof_initial(part, prefix),
    }
