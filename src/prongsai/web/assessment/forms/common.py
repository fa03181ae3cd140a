"""What the forms of a framework share: how sure a value is, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.framework.model import Confidence
from prongsai.core.thai import shorten
from prongsai.web.assessment.framework.editing import Proof, manual_of
from prongsai.web.assessment.framework.texts import Documents
from prongsai.web.platform.fields import NumberField, ThaiTextField
from prongsai.web.platform.forms import SeenForm

_LONGEST_SOURCE_NAME = 60
MOST_PAGES = 2_000


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
