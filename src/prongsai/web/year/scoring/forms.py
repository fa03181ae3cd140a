"""Forms to upload a score sheet, type scores, and write remarks."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.framework.model import Framework
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, instrument_of_item
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, squeeze
from prongsai.web.platform.language import reader_language
from prongsai.web.year.scoring.sheets import RATING, name_of

_SCORE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_FULL = 100
_LONGEST_TYPED = 40
_LONGEST_REMARK = 5_000


class UploadForm(forms.Form):
    """A file with scores, and what it may leave open."""

    file = forms.FileField(
        label=_("ไฟล์คะแนน"),
        help_text=_("PDF, Word หรือ Excel ไม่เกิน 32 MB; CSV, HTML, ข้อความ หรือ JSON ไม่เกิน 8 MB"),
        allow_empty_file=True,
        error_messages={"required": _("เลือกไฟล์คะแนนก่อน")},
    )
    of = forms.TypedChoiceField(
        label=_("ปีของคะแนนในไฟล์"), coerce=int, empty_value=None, required=False
    )
    agency_name = forms.CharField(
        label=_("ชื่อหน่วยงานตามที่อยู่ในไฟล์"),
        help_text=_("ใส่เมื่อไฟล์มีหลายหน่วยงาน หรือเขียนชื่อไม่เหมือนในระบบ"),
        max_length=200,
        required=False,
    )

    def __init__(self, years: Iterable[int], *args: Any, **kwargs: Any) -> None:
        """`years` are those that have a framework, newest first."""
        super().__init__(*args, **kwargs)
        choices = [("", _("ตามที่ไฟล์ระบุ")), *((year, str(year)) for year in years)]
        self.fields["of"].choices = choices  # type: ignore[attr-defined]


class ScoreField(forms.CharField):
    """A published score as it is printed: 0 to 100, Thai digits too; empty where not known."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "field-s"}
        super().__init__(
            required=False, max_length=_LONGEST_TYPED, widget=forms.TextInput(attrs), **kwargs
        )

    def clean(self, value: Any) -> str:
        text = squeeze(arabic_digits(super().clean(value))).removesuffix("%").strip()
        if not text:
            return ""
        if not _SCORE.fullmatch(text):
            message = _("%(name)s: “%(typed)s” ไม่ใช่คะแนน ใส่เป็นตัวเลข ใช้จุดทศนิยม เช่น 87.50")
            raise ValidationError(message, params={"name": self.label, "typed": text})
        if Decimal(text) > _FULL:
            message = _("%(name)s: %(typed)s เกิน 100 คะแนนต้องอยู่ระหว่าง 0 ถึง 100")
            raise ValidationError(message, params={"name": self.label, "typed": text})
        return text


class TypedRow(Struct, frozen=True):
    """One score to type: its field, and what stands now."""

    code: str
    name: Text
    is_part: bool
    field: forms.BoundField
    standing: str


class TypedSection(Struct, frozen=True):
    """Scores that are read together: the totals, or an instrument's.

    Shape:  `is_open` for the totals, for what has faults or is half filled, and for the first that
            is not filled.
    """

    key: str
    title: Text
    rows: tuple[TypedRow, ...]
    filled: int
    is_open: bool

    @property
    def is_begun(self) -> bool:
        """Whether some of them are filled and some are not."""
        return 0 < self.filled < len(self.rows)


class TypedForm(forms.Form):
    """All scores of a framework's year; total and parts may stay empty."""

    def __init__(self, framework: Framework, *args: Any, **kwargs: Any) -> None:
        """One field for each code, named by it."""
        super().__init__(*args, **kwargs)
        self.framework = framework
        for code in codes_of(framework):
            self.fields[code] = ScoreField(label=code if code != TOTAL else _("คะแนนรวม"))
        levels = framework.rating.levels or ()
        language = reader_language()
        self.fields[RATING] = forms.ChoiceField(
            label=_("ระดับผลการประเมินที่ประกาศ"),
            required=False,
            widget=forms.Select(attrs={"class": "field-s"}),
            choices=[
                ("", _("ไม่ระบุ")),
                *((level.code, level.label.in_language(language)) for level in levels),
            ],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(code) for code in codes_of(self.framework)):
            raise ValidationError(_("ยังไม่มีคะแนนสักช่อง กรอกอย่างน้อยหนึ่งช่อง"))
        return cleaned

    def figures(self) -> dict[str, str]:
        """The checked scores by code."""
        codes = codes_of(self.framework)
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code)}

    def sections(self, standing: Mapping[str, str]) -> tuple[TypedSection, ...]:
        """The fields as they are read: totals first, then each instrument from above."""
        sections = [self._section(TOTAL, read_words("scoring/section.total"), standing)]
        sections += [
            self._section(part.code, part.name, standing) for part in self.framework.instruments
        ]
        shown = [section for section in sections if section.rows]
        unfilled = next(
            (section.key for section in shown if section.filled < len(section.rows)), ""
        )
        return tuple(
            replace(
                section,
                is_open=section.is_open or section.is_begun or section.key in (TOTAL, unfilled),
            )
            for section in shown
        )

    def _section(self, key: str, title: Text, standing: Mapping[str, str]) -> TypedSection:
        codes = [code for code in codes_of(self.framework) if self._section_of(code) == key]
        rows = tuple(self._row(code, standing.get(code, "")) for code in codes)
        filled = sum(bool(row.field.value()) for row in rows)
        return TypedSection(key, title, rows, filled, any(row.field.errors for row in rows))

    def _section_of(self, code: str) -> str:
        if code == TOTAL or code in INSTRUMENTS:
            return TOTAL
        node = self.framework.tree.get(code)
        while node is not None and node.level is not Level.INSTRUMENT:
            node = self.framework.tree.get(node.parent or "")
        return node.code if node else instrument_of_item(code)

    def _row(self, code: str, standing: str) -> TypedRow:
        is_part = code not in self.framework.items
        return TypedRow(code, name_of(code, self.framework), is_part, self[code], standing)


def codes_of(framework: Framework) -> tuple[str, ...]:
    """Every code of a year, parents before children, items without a place last."""
    unplaced = [code for code in framework.items if code not in framework.tree]
    return (*framework.tree, *unplaced)


def typed_of(framework: Framework, data: Mapping[str, str]) -> dict[str, str]:
    """What stands in the form, as it stands: to be kept as a draft, right or wrong."""
    known = (*codes_of(framework), RATING)
    trimmed = {code: (data.get(code) or "").strip()[:_LONGEST_TYPED] for code in known}
    return {code: text for code, text in trimmed.items() if text}


def typed_from(sheet: ScoreSheet, framework: Framework) -> dict[str, str]:
    """The form's content for scores that stand."""
    year = framework.fiscal_year
    typed = {code: figure.published for code, figure in sheet.of_year(year).items()}
    rating = sheet.rating_of(year)
    return typed | ({RATING: rating.code} if rating else {})


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("ข้อเสนอแนะของสำนักงาน ป.ป.ช."),
        help_text=_("คัดลอกถ้อยคำตามที่ประกาศ"),
        max_length=_LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("พิมพ์ข้อเสนอแนะก่อน")},
    )
    items = forms.MultipleChoiceField(
        label=_("ข้อที่เกี่ยวข้อง"),
        required=False,
        error_messages={"invalid_choice": _("ปีนี้ไม่มีข้อ %(value)s")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, framework: Framework | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = framework.items if framework else {}
        self.fields["items"].choices = [(code, code) for code in items]  # type: ignore[attr-defined]
