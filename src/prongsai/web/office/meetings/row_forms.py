"""The rows of forms: members, items of an agenda, attendance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Position
from prongsai.web.office.meetings.models import Kind, Presence
from prongsai.web.office.meetings.usual import Participant, roles
from prongsai.web.platform.fields import ChosenField, LongTextField, ThaiTextField
from prongsai.web.platform.rows import RowForm

ROLES_LIST = "usual-roles"


class ParticipantForm(RowForm):
    """One member: a position of the agency, or somebody from outside by their title."""

    position = ChosenField(label=_("ตำแหน่ง"), required=False)
    title = ThaiTextField(label=_("หรือบุคคลภายนอก (ชื่อตำแหน่ง)"), max_length=200, required=False)
    role = ThaiTextField(label=_("ทำหน้าที่"), max_length=100, required=False)
    told = "participant"

    def __init__(self, positions: Iterable[Position], *args: Any, **kwargs: Any) -> None:
        """The positions to choose from; roles may be chosen or typed."""
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        position.offer(positions, _("ไม่เลือก"))
        self.fields["role"].widget.attrs["list"] = ROLES_LIST

    def clean(self) -> dict[str, Any]:
        """The participant; a position goes before a typed title."""
        typed: dict[str, Any] = super().clean() or {}
        position, title = typed.get("position"), typed.get("title", "")
        if position is None and not title:
            typed["participant"] = None
            return typed
        if position is not None and title:
            raise forms.ValidationError(_("เลือกตำแหน่ง หรือพิมพ์บุคคลภายนอก อย่างใดอย่างหนึ่ง"))
        # Most members are just that.
        role = typed.get("role") or roles()[1]
        typed["participant"] = Participant(str(position or title), role, position)
        return typed


class ItemForm(RowForm):
    """One item of the agenda, with what was said and resolved."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = ThaiTextField(label=_("เรื่อง"), max_length=300, required=False)
    text = LongTextField(label=_("สาระสำคัญ"), max_length=8000, required=False)
    resolution = LongTextField(label=_("มติ"), max_length=3000, rows=2, required=False)
    told = "title"

    def __init__(self, *args: Any, is_agenda: bool = False, kind: str = "", **kwargs: Any) -> None:
        """Before the meeting nothing was said: those fields wait unseen."""
        super().__init__(*args, **kwargs)
        if kind == Kind.EXCHANGE:
            self.fields["title"].label = _("หัวข้อ")
            self.fields["text"].label = _("ความเห็นที่สรุปได้ (ไม่ระบุชื่อ)")
            self.fields["resolution"].label = _("สิ่งที่หน่วยงานจะทำ")
        if is_agenda:
            for name in ("text", "resolution"):
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Text without its subject cannot stand."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("title") and (typed.get("text") or typed.get("resolution")):
            self.add_error("title", _("ใส่เรื่องของวาระนี้ หรือลบสาระและมติออกด้วย"))
        return typed


# A row that is not to stand in the minutes.
NOT_COUNTED = "not-counted"


class CameForm(RowForm):
    """Whether one participant came."""

    position = ChosenField(required=False, widget=forms.HiddenInput)
    title = ThaiTextField(label=_("ตำแหน่ง"), max_length=200, required=False)
    role = ThaiTextField(max_length=100, required=False, widget=forms.HiddenInput)
    presence = forms.ChoiceField(
        label=_("มาประชุม"),
        choices=[("", _("เลือก")), *Presence.choices, (NOT_COUNTED, _("ไม่นับ"))],
        required=False,
    )
    reason = ThaiTextField(label=_("เหตุที่ไม่มา"), max_length=200, required=False)
    substitute = ThaiTextField(label=_("ผู้มาแทน (ตำแหน่ง)"), max_length=200, required=False)
    told = "came"

    def __init__(self, positions: Iterable[Position], *args: Any, **kwargs: Any) -> None:
        """The agency's positions, so that a row can name one of them only."""
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        position.offer(positions, "")

    def clean(self) -> dict[str, Any]:
        """Nobody came by default: each row is chosen; who sent somebody says whom."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("title") and not typed.get("presence") and "presence" not in self.errors:
            self.add_error("presence", _("เลือก มา ไม่มา ส่งผู้แทน หรือไม่นับ"))
        typed["came"] = bool(typed.get("title")) and typed.get("presence") in Presence.values
        if typed.get("presence") == Presence.SUBSTITUTE and not typed.get("substitute"):
            self.add_error("substitute", _("ใส่ตำแหน่งของผู้มาแทน"))
        return typed
