"""Start a circulation, write down signatures on paper, add staff without an account."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Position, Unit
from prongsai.web.platform.fields import ChosenField, LongTextField, ThaiDateField, ThaiTextField
from prongsai.web.signing.approval.queries import SignedPaper
from prongsai.web.signing.publication.models import Publication

ALL, SOME, POSTS = "all", "some", "posts"
_FILES = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"
_MOST_TEXT, _MOST_POSITIONS = 10_000, 40_000


class StartForm(forms.Form):
    """What is sent round, to whom, by when."""

    title = ThaiTextField(
        label=_("เรื่อง"),
        max_length=500,
        help_text=_("เช่น ประกาศนโยบายไม่รับของขวัญ ประจำปี 2569"),
        error_messages={"required": _("ใส่เรื่องที่แจ้งเวียน")},
    )
    text = LongTextField(label=_("ข้อความถึงผู้รับ"), max_length=_MOST_TEXT, required=False)
    publication = forms.ChoiceField(label=_("เอกสารที่เผยแพร่หรือลงนามแล้ว"), required=False)
    file = forms.FileField(
        label=_("หรือแนบไฟล์"),
        required=False,
        help_text=_("PDF, JPG, PNG, DOCX หรือ XLSX ไม่เกิน 20 MB"),
        error_messages={"empty": _("ไฟล์ว่างเปล่า เลือกไฟล์ใหม่")},
        widget=forms.FileInput({"accept": _FILES}),
    )
    to = forms.ChoiceField(
        label=_("ส่งถึง"),
        choices=[
            (ALL, _("ทุกคนในหน่วยงาน")),
            (SOME, _("เฉพาะส่วนราชการที่เลือก")),
            (POSTS, _("เฉพาะตำแหน่งที่เลือก")),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกว่าส่งถึงใคร")},
    )
    units = forms.MultipleChoiceField(
        label=_("ส่วนราชการ"), required=False, widget=forms.CheckboxSelectMultiple
    )
    positions = forms.MultipleChoiceField(
        label=_("ตำแหน่ง"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due = ThaiDateField(
        label=_("รับทราบภายใน"),
        required=False,
        help_text=_("เว้นว่างไว้หากไม่มีกำหนด เช่น 31 มี.ค. 2566"),
    )

    def __init__(
        self,
        units: Iterable[Unit],
        positions: Iterable[Position],
        papers: Iterable[Publication | SignedPaper],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        self._papers = {str(source.id): source for source in papers}
        self._positions = {str(position.pk): position for position in positions}
        fields: Any = self.fields
        fields["positions"].choices = [(key, row.title) for key, row in self._positions.items()]
        fields["units"].choices = [(key, row.name) for key, row in self._units.items()]
        titles = ((key, row.title) for key, row in self._papers.items())
        fields["publication"].choices = [("", _("ไม่ใช้")), *titles]
        if not self._papers:
            del self.fields["publication"]
            self.fields["file"].label = _("แนบไฟล์")

    def clean(self) -> dict[str, Any]:
        """Units where only some are meant; one paper, not two."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("to") == SOME and not given.get("units") and "units" not in self.errors:
            self.add_error("units", _("เลือกอย่างน้อยหนึ่งส่วนราชการ"))
        if given.get("to") == POSTS and not given.get("positions"):
            self.add_error("positions", _("เลือกอย่างน้อยหนึ่งตำแหน่ง"))
        if given.get("publication") and given.get("file"):
            self.add_error("file", _("เลือกเอกสารในระบบ หรือแนบไฟล์ อย่างใดอย่างหนึ่ง"))
        return given

    @property
    def units_chosen(self) -> list[Unit] | None:
        """The units of a valid form; None for all staff."""
        if self.cleaned_data["to"] == ALL:
            return None
        if self.cleaned_data["to"] == POSTS:
            return []
        return [self._units[key] for key in self.cleaned_data["units"]]

    @property
    def positions_chosen(self) -> list[Position]:
        """The positions of a valid form, where positions are meant."""
        if self.cleaned_data["to"] != POSTS:
            return []
        return [self._positions[key] for key in self.cleaned_data["positions"]]

    @property
    def paper_chosen(self) -> Publication | SignedPaper | None:
        return self._papers.get(self.cleaned_data.get("publication") or "")


class PaperForm(forms.Form):
    """The day on which the ticked people signed, and the sheet that shows it."""

    day = ThaiDateField(
        label=_("วันที่ลงชื่อ"),
        help_text=_("ตามใบลงชื่อ เช่น 13 มี.ค. 2566"),
        error_messages={"required": _("ใส่วันที่ตามใบลงชื่อ เช่น 13 มี.ค. 2566")},
    )
    scan = forms.FileField(
        label=_("ภาพหรือ PDF ของใบลงชื่อ"),
        help_text=_("PDF, JPG หรือ PNG ไม่เกิน 20 MB"),
        error_messages={
            "required": _("ยังไม่ได้แนบใบลงชื่อ แนบภาพหรือ PDF ของใบลงชื่อ"),
            "empty": _("ไฟล์ว่างเปล่า เลือกไฟล์ใหม่"),
        },
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class WithoutAccountForm(forms.Form):
    positions = LongTextField(
        label=_("ตำแหน่ง"),
        rows=4,
        max_length=_MOST_POSITIONS,
        help_text=_("บรรทัดละหนึ่งคน ใส่ตำแหน่ง ไม่ต้องใส่ชื่อ เช่น คนงานทั่วไป"),
        error_messages={"required": _("ใส่ตำแหน่งบรรทัดละหนึ่งคน")},
    )
    unit = ChosenField(label=_("ส่วนราชการ"), required=False)

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units, _("ไม่ระบุ"))
