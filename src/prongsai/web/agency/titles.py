"""What positions are called in agencies of each kind."""

from __future__ import annotations

from django.utils.translation import override

from prongsai.web.agency.models import AgencyKind, PositionKind

# Source: พ.ร.บ. เทศบาล 2496, พ.ร.บ. สภาตำบลและ อบต. 2537, พ.ร.บ. อบจ. 2540: who heads what.
_BY_AGENCY = {
    AgencyKind.SUBDISTRICT: {
        PositionKind.MAYOR: "นายกองค์การบริหารส่วนตำบล",
        PositionKind.CLERK: "ปลัดองค์การบริหารส่วนตำบล",
    },
    AgencyKind.PROVINCE: {
        PositionKind.MAYOR: "นายกองค์การบริหารส่วนจังหวัด",
        PositionKind.CLERK: "ปลัดองค์การบริหารส่วนจังหวัด",
    },
    AgencyKind.OTHER: {
        PositionKind.MAYOR: "หัวหน้าหน่วยงาน",
        PositionKind.CLERK: "รองหัวหน้าหน่วยงาน",
        PositionKind.HEAD: "หัวหน้าสำนักงาน",
    },
}
_MUNICIPAL = {PositionKind.CLERK: "ปลัดเทศบาล"}


def title_of(kind: PositionKind, agency: AgencyKind) -> str:
    """The usual title of a position; an agency may write its own."""
    with override("th"):  # a title is printed on papers, whoever enters it
        return _BY_AGENCY.get(agency, _MUNICIPAL).get(kind, str(kind.label))


def title_of_head(unit: str) -> str:
    """The usual title of the head of a unit: a division (กอง) has a director.

    >>> title_of_head("กองคลัง"), title_of_head("สำนักปลัด")
    ('ผู้อำนวยการกองคลัง', 'หัวหน้าสำนักปลัด')
    """
    return f"ผู้อำนวยการ{unit}" if unit.startswith("กอง") else f"หัวหน้า{unit}"


def usual_title(kind: PositionKind, unit: str, agency: AgencyKind) -> str:
    """The usual title of a position in a unit, "" for none."""
    if kind is PositionKind.UNIT_HEAD and unit:
        return title_of_head(unit)
    return title_of(kind, agency)
