"""Put a plan in force: the day on its head, and its content frozen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from prongsai.core.dates import is_day, long_date
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.data import plan_data
from prongsai.core.measures.places import quoted
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.objections import objected_submission
from prongsai.web.year.measures.models import PlanInForce, PlanRow
from prongsai.web.year.measures.queries import loaded_of
from prongsai.web.year.measures.queries.in_force import standing_approval
from prongsai.web.year.measures.services import rows


@transaction.atomic
def put_in_force(
    agency: Agency, *, by: Actor | None, fiscal_year: int, day: date, submission: UUID
) -> PlanInForce:
    """The plan as it stands, approved on a day; asked twice for one submission it is done once.

    Shape:  the plan stays open to edits; what is edited shows against the frozen content.
    Errors: Misuse where there is no plan.
    """
    plan = rows.locked(agency, fiscal_year)
    before = PlanInForce.objects.filter(agency=agency, submission=submission).first()
    if before is not None:
        return before
    newest = PlanInForce.objects.filter(plan=plan).first()
    made = PlanInForce.objects.create(
        agency=agency,
        plan=plan,
        number=newest.number + 1 if newest else 1,
        day=day,
        content=plan_data(loaded_of(plan, agency).plan),
        submission=submission,
        at=now(),
        by_words=by.words if by else "",
    )
    _put_day(plan, long_date(day))
    rows.record(plan, by, "plan-in-force", day=day.isoformat(), number=made.number)
    return made


@transaction.atomic
def settle_day(agency: Agency, *, by: Actor | None, fiscal_year: int) -> None:
    """Write onto the plan the day of the approval that stands: none while it is objected to.

    Shape:  what fell no longer counts; the approval before it stands again.
    Errors: Misuse where there is no plan.
    """
    plan = rows.locked(agency, fiscal_year)
    row = standing_approval(plan)
    is_held = row is not None and objected_submission(agency, row.submission) is not None
    _put_day(plan, long_date(row.day) if row and not is_held else "")
    rows.record(plan, by, "plan-day-settled", day=plan.approved or "–")


def typed_day(plan: PlanRow, typed: str) -> str:
    """The day of approval that somebody typed: of a plan that was approved outside the site.

    Shape:  what an approval of the site set, nobody types over.
    Errors: Refused for anything but a day.
    """
    if standing_approval(plan) is not None:
        return plan.approved
    if is_blank(typed):
        return ""
    if not is_day(typed):
        raise Refused(
            Text(f"“{quoted(typed)}” ไม่ใช่วันที่", f"“{quoted(typed)}” is no day"),
            field="approved",
            next_step=Text("ใส่วันเดียว เช่น 15 ตุลาคม 2565", "give one day, as 15 ตุลาคม 2565"),
        )
    return typed


def _put_day(plan: PlanRow, words: str) -> None:
    if plan.approved == words:
        return
    plan.approved = words
    plan.version += 1
    plan.head_changed_at = now()
    plan.save(update_fields=["approved", "version", "head_changed_at"])
    rows.touch(plan)
