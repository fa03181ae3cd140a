"""What holds for every post, by whatever way it is made or renamed: a page, a file, a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency, Position, PositionKind
from prongsai.web.agency.refusals import Refused

# The posts whose word counts on a paper.
SIGNING = frozenset(
    {PositionKind.MAYOR, PositionKind.CLERK, PositionKind.HEAD, PositionKind.UNIT_HEAD}
)
# An agency has one of each.
OF_THE_WHOLE = frozenset({PositionKind.MAYOR, PositionKind.CLERK})


class Titles(Struct, frozen=True):
    """The titles there are, by how they look; whether one of them is of a post that signs."""

    signing: Mapping[str, bool]

    @classmethod
    def of(cls, agency: Agency, *, without: Position | None = None) -> Self:
        """Those of an agency, with one query."""
        rows = Position.objects.filter(agency=agency)
        others = rows.exclude(pk=without.pk) if without else rows
        found: dict[str, bool] = {}
        for title, kind in others.values_list("title", "kind"):
            key = skeleton(title)
            found[key] = found.get(key, False) or PositionKind(kind) in SIGNING
        return cls(found)

    def fault(self, kind: PositionKind, title: str) -> Refused | None:
        """Why a post cannot be called so: papers name who signed by the title."""
        there = self.signing.get(skeleton(title))
        if there is None or not (there or kind in SIGNING):
            return None
        return Refused(
            Text(
                f"มีตำแหน่งชื่อ “{title}” แล้ว เอกสารจะบอกไม่ได้ว่าใครลงนาม",
                f"there is a position called “{title}”; a paper could not tell who signed",
            ),
            field="title",
            next_step=Text("เติมชื่อส่วนราชการต่อท้าย", "add the name of the unit"),
        )


def unit_fault(kind: PositionKind, *, has_unit: bool) -> Refused | None:
    """Why a post of a kind cannot be of a unit, or of none."""
    if kind is PositionKind.UNIT_HEAD and not has_unit:
        return Refused(
            Text("หัวหน้าส่วนราชการต้องสังกัดส่วนราชการหนึ่ง", "the head of a unit needs a unit"),
            field="unit",
            next_step=Text("เลือกส่วนราชการ หรือเพิ่มส่วนราชการก่อน", "choose a unit, or add one first"),
        )
    if kind in OF_THE_WHOLE and has_unit:
        return Refused(
            Text(
                f"{kind.label}มีคนเดียว ไม่สังกัดส่วนราชการ",
                f"there is one {kind.value}, of no unit",
            ),
            field="unit",
            next_step=Text("เว้นส่วนราชการไว้", "leave the unit empty"),
        )
    return None
