"""What is said of one file."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.progress.model import Faces
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import ThaiDateField, ThaiTextField
from prongsai.web.platform.forms import MarkForm
from prongsai.web.platform.language import in_language
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.pictures import Region
from prongsai.web.signing.evidence.services import words_mark


class WordsForm(MarkForm):
    caption = ThaiTextField(
        label=_("คำบรรยายภาพ"),
        required=False,
        max_length=300,
        help_text=_("พิมพ์ใต้ภาพในรายงาน ระบุว่าทำอะไร ไม่ใส่ชื่อคน"),
    )
    taken_on = ThaiDateField(label=_("วันที่ถ่าย"), required=False)
    place = ThaiTextField(label=_("สถานที่"), required=False, max_length=200)
    faces = forms.ChoiceField(
        label=_("คนในภาพ"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("รายงานผลเผยแพร่บนเว็บไซต์ ภาพเด็กหรือผู้มารับบริการต้องยินยอม หรือปิดหน้า"),
    )

    def __init__(self, *args: Any, is_photo: bool = True, **kwargs: Any) -> None:
        """Of a file that is no photo nothing is asked about people."""
        super().__init__(*args, **kwargs)
        if is_photo:
            faces: Any = self.fields["faces"]
            faces.choices = [(face.value, in_language(face.label)) for face in Faces]
        else:
            del self.fields["faces"]

    @classmethod
    def for_file(cls, row: EvidenceRow, sent: QueryDict | None = None) -> Self:
        initial = forms.model_to_dict(row, ("caption", "taken_on", "place", "faces"))
        initial["seen"] = words_mark(row)
        return cls(sent, initial=initial, is_photo=row.is_photo)

    def clean_taken_on(self) -> date | None:
        """No photo is of tomorrow."""
        day: date | None = self.cleaned_data["taken_on"]
        if day is not None and day > today():
            raise forms.ValidationError(gettext("วันที่ถ่ายต้องไม่เกินวันนี้"), code="future")
        return day


# Thousandths of the picture's width: a face among many, of a few, of one.
SIZES = {60: _("เล็ก"), 120: _("กลาง"), 240: _("ใหญ่")}
# The widths at which the page shows the picture: on a telephone, and beside it.
WIDTHS = {"narrow": 288, "wide": 640}
_MOST_REGIONS = 60


class HideForm(forms.Form):
    """The regions marked so far, and one more that was touched: works without any script.

    The picture is a submit button, so that the browser sends where it was touched; it stands there
    in two widths, of which one is seen, and the button's name tells which.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    marked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    size = forms.TypedChoiceField(
        label=_("ขนาดที่ปิด"), coerce=int, choices=tuple(SIZES.items()), initial=120,
        widget=forms.RadioSelect,
    )  # fmt: skip
    across = forms.IntegerField(label=_("จากซ้าย (%)"), required=False, min_value=0, max_value=100)
    down = forms.IntegerField(label=_("จากบน (%)"), required=False, min_value=0, max_value=100)

    def regions(self, row: EvidenceRow) -> tuple[Region, ...]:
        """What is marked, with what was touched or typed last."""
        cleaned = self.cleaned_data
        regions = _read(cleaned["marked"])
        touched = self._touched(row)
        if touched is not None:
            regions.append(Region(*touched, cleaned["size"]))
        elif cleaned.get("across") is not None and cleaned.get("down") is not None:
            regions.append(Region(cleaned["across"] * 10, cleaned["down"] * 10, cleaned["size"]))
        return tuple(regions[:_MOST_REGIONS])

    def _touched(self, row: EvidenceRow) -> tuple[int, int] | None:
        """Where the picture was touched, in thousandths; None where it was not."""
        for name, width in WIDTHS.items():
            x = whole_number(self.data.get(f"{name}.x", ""))
            y = whole_number(self.data.get(f"{name}.y", ""))
            if x is not None and y is not None and row.width and row.height:
                height = max(1, width * row.height // row.width)
                return min(1000, x * 1000 // width), min(1000, y * 1000 // height)
        return None


def regions_text(regions: Iterable[Region]) -> str:
    """Regions as the hidden field carries them."""
    return " ".join(f"{region.across},{region.down},{region.size}" for region in regions)


def _read(text: str) -> list[Region]:
    """Regions from the hidden field; what makes no sense is left out."""
    regions = []
    for part in text.split():
        match [whole_number(digits) for digits in part.split(",")]:
            case [int(across), int(down), int(size)] if size in SIZES:
                regions.append(Region(min(across, 1000), min(down, 1000), size))
    return regions
