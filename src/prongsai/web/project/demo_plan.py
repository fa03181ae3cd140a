"""The demo's plan: drafted from the analysis, given to the units, and left with one gap to fill."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.services.arranging import remove_measure
from prongsai.web.year.measures.services.editing import draft, save_row

_APPROVED = date(2023, 3, 15)
# The gap: what people deem to be in the public's interest has no measure yet.
_LEFT_OUT = "M28"
_EDITED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "M22": {"unit": "สำนักปลัด, กองช่าง"},
        "M24": {"unit": "กองคลัง", "due": "มิถุนายน 2566"},
        "M26": {"unit": "สำนักปลัด"},
        "M35": {"unit": "กองการศึกษา"},
        "M38": {"unit": "กองช่าง", "due": "30 มิถุนายน 2566"},
        "M43": {"unit": "กองสาธารณสุขและสิ่งแวดล้อม"},
        "M29": {"unit": "สำนักปลัด"},
        "M34": {"unit": "สำนักปลัด", "due": "30 เมษายน 2566"},
        "M41": {"unit": "สำนักปลัด", "budget": "15,000 บาท"},
        "M45": {"unit": "กองคลัง, สำนักปลัด"},
        "M16": {"unit": "สำนักปลัด"},
        "M18": {"unit": "สำนักปลัด"},
        "M19": {"unit": "สำนักปลัด"},
    }
)


def plan(agency: Agency, by: Actor, year: int) -> None:
    """Draft the year's plan, edit some rows and take one out; its memo is submitted later."""
    draft(agency, by=by, fiscal_year=year, not_before=_APPROVED)
    for row in rows_of(agency, year):
        values = _EDITED.get(row.key)
        if values is not None:
            save_row(
                agency,
                by=by,
                fiscal_year=year,
                row=row,
                values=_in_words(values),
                seen=row.version,
            )
        if row.key == _LEFT_OUT:
            remove_measure(agency, by=by, fiscal_year=year, measure_id=row.pk)


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """A due date that was moved is the end of the period too."""
    if "due" not in values:
        return dict(values)
    return {**values, "period": f"มีนาคม 2566 ถึง {values['due']}"}
