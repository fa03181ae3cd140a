"""The form of one row, which takes files: for each field of kind file a box to send one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext

from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.attached import Attached
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import name_faults
from prongsai.core.registers.values import Context
from prongsai.web.disclosure.registers.forms import RowForm, reason_field
from prongsai.web.disclosure.registers.services.keeping import REASON
from prongsai.web.platform import uploads
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.upload_validation import MEDIA_TYPES, Checked
from prongsai.web.platform.upload_validation import checked as checked_upload
from prongsai.web.signing.evidence import pictures

_ACCEPTED = ",".join(f".{ending}" for ending in MEDIA_TYPES)


class RowFilesForm(RowForm):
    """A row's fields as they are typed, and files that are sent for it.

    Shape:  `sent` are the files that passed validation, by the keys that the row's fields name.
    """

    def __init__(
        self, register: Register, context: Context, data: Any, files: Any, **given: Any
    ) -> None:
        """As `RowForm`, with what was sent."""
        super().__init__(register, context, data, **given)
        self.files = files
        self.sent: dict[UUID, Checked] = {}
        self._of_files = [one for one in register.typed_fields if one.kind is FieldKind.FILE]
        order = []
        for name in self.fields:
            field = register.field(name)
            takes = field is not None and field.kind is FieldKind.FILE
            order += [name, box_name(name)] if takes else [name]
        for field in self._of_files:
            self.fields[box_name(field.name)] = forms.FileField(
                label=gettext("ส่งแฟ้ม: %(field)s") % {"field": in_language(field.title)},
                help_text=gettext("PDF, JPG, PNG, DOCX หรือ XLSX ไม่เกิน 20 MB ใช้แทนที่อยู่เว็บ"),
                required=False, widget=forms.FileInput({"accept": _ACCEPTED}),
            )  # fmt: skip
        self.order_fields(order)
        if register.names_nobody and data is not None and data.get(REASON):
            self.fields[REASON] = reason_field()

    @property
    def reason(self) -> str:
        """Why what looks like a name stays; "" where nobody said."""
        return str(self.cleaned_data.get(REASON) or "")

    def clean(self) -> dict[str, Any]:
        """What looks like the name of a person is asked for a reason, in the page's own box."""
        said = super().clean()
        found = name_faults(self._register, self.row, self._row)
        if found and REASON not in self.fields:
            self.fields[REASON] = reason_field()
        if found and not said.get(REASON):
            for fault in found:
                step = in_language(fault.next_step) if fault.next_step else ""
                self.add_error(REASON, f"{in_language(fault.message)} {step}")
        return said

    def has_lost_files(self) -> None:
        """Say at each file that was sent that a browser forgets it when a page is shown again."""
        for field in self._of_files:
            box = box_name(field.name)
            if self.files.get(box) and box not in self.errors:
                self.add_error(box, gettext("ยังไม่ได้เก็บแฟ้มนี้ แก้ช่องที่ผิด แล้วเลือกแฟ้มอีกครั้ง"))

    def _texts(self, said: Mapping[str, Any]) -> dict[str, str]:
        """A file that was sent stands where its address would."""
        texts = super()._texts(said)
        self.sent = {}
        for field in self._of_files:
            given = said.get(box_name(field.name))
            if given is None:
                continue
            try:
                data = uploads.content_of(given)
                file = checked_upload(given.name or "file", data, longest=pictures.LONGEST)
            except ProngsaiError as error:
                self.add_error(box_name(field.name), words_of(error))
                continue
            one = Attached(file.name, uuid4())
            self.sent[one.key] = file
            texts[field.name] = one.text
        return texts


def box_name(name: str) -> str:
    """What the box for a file of a field is called; no field of a register has a hyphen."""
    return f"file-{name}"
