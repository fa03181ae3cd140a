"""A row of a report, its layout, and the day as of which it is told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.progress.model import Evidence
from prongsai.web.platform.fields import ThaiDateField
from prongsai.web.platform.forms import SeenForm
from prongsai.web.year.measures.forms import LinesField
from prongsai.web.year.reports.models import TEXTS, Layout
from prongsai.web.year.reports.queries import MOST_PHOTOS, ReportLine
from prongsai.web.year.reports.services import Written

_LONGEST = 8_000


class RowForm(SeenForm):
    """One measure's row; `seen` is the version that the writer has before them, 0 for none."""

    summary = LinesField(
        label=_("สรุปผลการดำเนินการ"),
        rows=6,
        max_length=_LONGEST,
        help_text=_("ทำอะไรแล้ว เมื่อใด กี่ครั้ง หรือเขียนว่ายังไม่ได้ดำเนินการเพราะเหตุใด"),
    )
    outcome = LinesField(
        label=_("ผลลัพธ์หรือความสำเร็จ"),
        rows=3,
        max_length=_LONGEST,
        help_text=_("เกิดผลอย่างไร กับใคร เท่าใด"),
    )
    problem = LinesField(
        label=_("ปัญหา อุปสรรค"), rows=3, max_length=_LONGEST, help_text=_("ถ้าไม่มี เขียนว่า “ไม่มี”")
    )
    proposal = LinesField(
        label=_("ข้อเสนอแนะ"), rows=3, max_length=_LONGEST, help_text=_("ถ้าไม่มี เขียนว่า “ไม่มี”")
    )
    photos = forms.MultipleChoiceField(required=False)

    def __init__(self, line: ReportLine, photos: Iterable[Evidence], data: Any = None) -> None:
        """The row as it stands, and the photos to choose from."""
        entry = line.entry
        super().__init__(
            data,
            initial={
                "seen": line.number,
                **{name: getattr(entry, name) for name in TEXTS},
                "photos": [photo.id for photo in entry.photos],
            },
        )
        self._order = [photo.id for photo in photos]
        choices: Any = self.fields["photos"]
        # A photo that is gone is told by the service, in words.
        choices.choices = [(key, key) for key in self._order]
        choices.error_messages["invalid_choice"] = _("มีผู้ลบภาพไปแล้ว เลือกภาพใหม่")

    @property
    def written(self) -> Written:
        """What a valid form holds; photos print oldest first."""
        values = self.cleaned_data
        chosen = set(values["photos"])
        photos = tuple(key for key in self._order if key in chosen)
        return Written(photos=photos, **{name: values[name] for name in TEXTS})

    def clean_photos(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["photos"]
        if len(chosen) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("เลือกได้ไม่เกิน %(most)s ภาพ นำภาพที่ไม่ต้องการออก") % {"most": MOST_PHOTOS}
            )
        return chosen


class DayForm(forms.Form):
    """The day as of which a report is told."""

    on = ThaiDateField(label=_("ดูย้อนหลัง ณ วันที่"))


class LayoutForm(forms.Form):
    """How the report of results is laid out."""

    layout = forms.ChoiceField(
        label=_("รูปแบบรายงาน"), choices=Layout.choices, widget=forms.RadioSelect
    )
