"""Carry what a rehearsal found weak into the plan: marked as a rehearsal's, never as published."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.measures.model import WeakPoint
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries.weak import weak_of
from prongsai.web.year.measures.services.drafting import add_points


class Carried(Struct, frozen=True):
    """How many points the plan got, and how many it listed before or cannot name."""

    added: int
    listed: int
    unnamed: int


def carry(by: Actor, survey: Survey, year: int) -> Carried:
    """Add the items below target to the plan of a year.

    Errors: Refused for who may not edit the plan, for another agency's survey, and where it has no
            results that may be shown or nothing weak; Misuse where the year has no plan.
    """
    if survey.agency_id != by.agency.pk or not may(by, Right.EDIT_PLAN):
        raise Refused(
            Text("ตำแหน่งนี้แก้แผนไม่ได้", "this position may not edit the plan"),
            next_step=Text("ให้เจ้าหน้าที่ ITA ทำ", "let the ITA officer do so"),
        )
    found = weak_of(survey, year)
    if found is None or not found.items:
        raise Refused(Text("ไม่มีข้อที่ต่ำกว่าเป้าให้เพิ่ม", "nothing below target can be added"))
    points = [
        WeakPoint(one.name.th, item=one.code, score=one.score, source=found.source.th)
        for one in found.items
        if one.code
    ]
    added = add_points(by.agency, by=by, fiscal_year=year, points=points)
    return Carried(added, len(points) - added, len(found.items) - len(points))
