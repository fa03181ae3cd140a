"""Who is to own something, and what the matrix is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.queries.people import active_users, open_units
from prongsai.web.platform.fields import ChosenField
from prongsai.web.platform.thai_order import sort_key
from prongsai.web.year.ownership.models import JOINT, MAIN, Kind
from prongsai.web.year.ownership.owners import Owner
from prongsai.web.year.ownership.queries import AGAIN, OPEN, Asked

_EVERY_UNIT = "units"


class PersonField(ChosenField):
    """One of some people, shown by position and name."""

    def offer_people(self, people: Iterable[User], titles: Mapping[UUID, str], empty: Any) -> None:
        """The people to choose from; `titles` are the positions they hold."""

        def label(row: User) -> str:
            title = titles.get(row.pk, "")
            return f"{title} ({row})" if title else str(row)

        ordered: list[User] = sorted(people, key=lambda row: sort_key(label(row)))
        self.offer(ordered, empty, label)


class UnitsField(forms.MultipleChoiceField):
    """Some units by their ticks, all by one tick; `clean` gives the units themselves."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, units: Iterable[Unit]) -> None:
        self._units = {str(unit.pk): unit for unit in units}
        every = [(_EVERY_UNIT, _("ทุกส่วนราชการ"))] if self._units else []
        self.choices = [*every, *((key, unit.name) for key, unit in self._units.items())]

    def clean(self, value: Any) -> Any:
        keys = super().clean(value)
        return [self._units[key] for key in (self._units if _EVERY_UNIT in keys else keys)]


class AssignForm(forms.Form):
    """A unit, a person or both, as main or joint owner."""

    unit = ChosenField(label=_("ส่วนราชการ"), required=False)
    user = PersonField(label=_("คน"), required=False)
    every_unit = forms.BooleanField(
        label=_("ทุกส่วนราชการ"), required=False,
        help_text=_("ทุกส่วนราชการที่เปิดใช้อยู่ได้รับงานนี้ ผู้ที่เลือกไว้ด้วยเป็นผู้รับผิดชอบหลัก ถ้าไม่เลือก สำนักปลัดเป็นหลัก"),
    )  # fmt: skip
    rank = forms.TypedChoiceField(
        label=_("รับผิดชอบเป็น"),
        coerce=int,
        choices=[(MAIN, _("หลัก")), (JOINT, _("ร่วม"))],
        initial=MAIN,
        error_messages={"required": _("เลือกว่าเป็นผู้รับผิดชอบหลักหรือร่วม")},
    )

    def __init__(
        self, agency: Agency, titles: Mapping[UUID, str], *args: Any, **kwargs: Any
    ) -> None:
        """Open units and active people of the agency."""
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(open_units(agency), _("ไม่ระบุ"))
        user: Any = self.fields["user"]
        user.offer_people(active_users(agency), titles, _("ไม่ระบุ"))


class WithinForm(forms.Form):
    """A person of one's own unit, or the unit as a whole; of several owners of it, whose place."""

    only = forms.TypedChoiceField(
        label=_("แทนผู้รับผิดชอบ"),
        coerce=UUID,
        error_messages={"required": _("เลือกว่าแทนผู้รับผิดชอบรายใด")},
    )
    user = PersonField(label=_("ผู้ทำ"), required=False)

    def __init__(
        self,
        held: Sequence[Owner],
        people: Iterable[User],
        titles: Mapping[UUID, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """The people of the unit; `held` are the owners that are the unit, or of it."""
        super().__init__(*args, **kwargs | {"auto_id": "within_%s"})
        if len(held) > 1:
            ranks = {True: _("หลัก"), False: _("ร่วม")}
            choices = [(owner.key, f"{ranks[owner.is_main]} {owner.label}") for owner in held]
            self.fields["only"].choices = [("", _("เลือก")), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["only"]
        user: Any = self.fields["user"]
        user.offer_people(people, titles, _("ทั้งส่วนราชการ ไม่ระบุคน"))


class NarrowForm(forms.Form):
    """What the matrix shows; what makes no sense narrows nothing."""

    kind = forms.ChoiceField(required=False, choices=[("", ""), *Kind.choices])
    unit = ChosenField(label=_("ส่วนราชการ"), required=False)
    user = PersonField(label=_("คน"), required=False)
    state = forms.ChoiceField(
        label=_("สถานะ"),
        required=False,
        choices=[
            ("", _("ทุกสถานะ")),
            (OPEN, _("ยังไม่มีผู้รับผิดชอบ")),
            (AGAIN, _("ต้องมอบหมายใหม่")),
        ],
    )

    def __init__(
        self,
        units: Iterable[Unit],
        people: Iterable[User],
        titles: Mapping[UUID, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Every unit and person may own something, closed ones too."""
        super().__init__(*args, **kwargs | {"auto_id": "narrow_%s"})
        unit: Any = self.fields["unit"]
        unit.offer(units, _("ทุกส่วนราชการ"))
        user: Any = self.fields["user"]
        user.offer_people(people, titles, _("ทุกคน"))

    def asked(self) -> Asked:
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        unit, user = cleaned.get("unit"), cleaned.get("user")
        return Asked(
            cleaned.get("kind", ""),
            unit.pk if unit else None,
            user.pk if user else None,
            cleaned.get("state", ""),
        )
