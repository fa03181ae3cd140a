"""A file of rows, and what a person says of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.registers.matching import Matching
from prongsai.core.registers.model import Register
from prongsai.web.disclosure.disclosure.forms.tables import MOST_OF_A_TABLE, PasteForm
from prongsai.web.disclosure.registers.models import RowsFile
from prongsai.web.disclosure.registers.services.outcome import headings_of
from prongsai.web.platform.language import in_language

_COLUMN, _ALL = "column-", "all-"
_LONGEST = 200


class RowsFileForm(PasteForm):
    """A sheet with a heading, as a file or pasted."""

    file = forms.FileField(
        label=_("แฟ้ม XLSX, XLS, ODS หรือ CSV"),
        required=False,
        help_text=_("แฟ้มของท่านเองก็ได้ ต้องมีหัวตาราง ตัวแฟ้มไม่ถูกเก็บไว้"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    text = forms.CharField(
        label=_("หรือวางตาราง"),
        required=False,
        max_length=MOST_OF_A_TABLE,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("คัดลอกทั้งตารางรวมหัวตารางจาก Excel หรือ Google Sheets มาวาง"),
    )
    nothing = _("เลือกแฟ้ม หรือวางตารางก่อน")


class ColumnsForm(forms.Form):
    """Which column fills which field; what has no column may hold one value in all rows."""

    def __init__(
        self,
        register: Register,
        file: RowsFile,
        standing: Iterable[tuple[str, Matching]],
        shown: Iterable[tuple[str, Matching]],
        data: Any = None,
    ) -> None:
        """Shape: `standing` is how columns are matched alone, `shown` with what was said.

        What stands in all rows is asked of a field that must be filled and has no column.
        """
        super().__init__(data)
        self._register, self._file = register, file
        headings = headings_of(standing)
        self._alone = _by_field(standing)
        matched = _by_field(shown)
        offered = [("", gettext("ไม่มีคอลัมน์")), *((one, one) for one in headings)]
        for field in register.typed_fields:
            title, column = in_language(field.title), matched.get(field.name, "")
            known = dict(offered)
            extra = [] if column in known else [(column, column)]
            self.fields[f"{_COLUMN}{field.name}"] = forms.ChoiceField(
                label=title, choices=[*offered, *extra], required=False, initial=column,
            )  # fmt: skip
            self.fields[f"{_COLUMN}{field.name}"].is_conditional = True  # type: ignore[attr-defined]
            if not column and (field.required or field.name == register.owned_by):
                said = file.defaults.get(field.name, "")
                self.fields[f"{_ALL}{field.name}"] = forms.CharField(
                    label=gettext("%(field)s ของทุกแถว") % {"field": title},
                    max_length=_LONGEST, required=False, initial=said,
                )  # fmt: skip
                self.fields[f"{_ALL}{field.name}"].is_conditional = True  # type: ignore[attr-defined]
        self.fields["only_year"] = forms.BooleanField(
            label=gettext("ข้ามแถวของปีงบประมาณอื่น"), required=False, initial=file.only_year
        )

    @property
    def said_twice(self) -> str:
        """A column that was said to fill two fields; "" where none was.

        Shape:  not one whose cells hold two things, which is parted without anybody's word.
        """
        chosen = [heading for heading in self._said(_COLUMN).values() if heading]
        parted = list(self._alone.values())
        return next((one for one in chosen if chosen.count(one) > max(1, parted.count(one))), "")

    @property
    def given(self) -> dict[str, str]:
        """What was said otherwise than the columns are matched alone."""
        said = self._said(_COLUMN)
        return {
            name: heading for name, heading in said.items() if heading != self._alone.get(name, "")
        }

    @property
    def defaults(self) -> dict[str, str]:
        """What stands in all rows; nothing where a column fills the field."""
        columns = self._said(_COLUMN)
        return {
            name: text for name, text in self._said(_ALL).items() if text and not columns.get(name)
        }

    @property
    def of_all(self) -> str:
        """What stands in all rows as somebody said, in words; "" where nothing does."""
        told = (
            f"{in_language(field.title)} “{self._file.defaults[field.name]}”"
            for field in self._register.typed_fields
            if self._file.defaults.get(field.name)
        )
        return " · ".join(told)

    def _said(self, prefix: str) -> Mapping[str, str]:
        return {
            name.removeprefix(prefix): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


def _by_field(matchings: Iterable[tuple[str, Matching]]) -> dict[str, str]:
    return {match.field: match.heading for _, matching in matchings for match in matching.matches}
