"""Put a plan in force: the day on its head, and its content frozen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from prongsai.core.dates import long_date
from prongsai.core.measures.data import plan_data
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Acting
from prongsai.web.measures.models import PlanInForce
from prongsai.web.measures.queries import loaded_of
from prongsai.web.measures.services import rows
from prongsai.web.platform.clock import now


@transaction.atomic
def put_in_force(
    agency: Agency, *, by: Acting | None, fiscal_year: int, day: date, submission: UUID
) -> PlanInForce:
    """The plan as it stands, approved on a day; asked twice for one submission it is done once.

    Shape:  the plan stays open to edits; what is edited shows against the frozen content.
    Errors: Misuse where there is no plan.
    """
    plan = rows.locked(agency, fiscal_year)
    before = PlanInForce.objects.filter(agency=agency, submission=submission).first()
    if before is not None:
        return before
    plan.approved = long_date(day)
    plan.version += 1
    plan.head_changed_at = now()
    plan.save(update_fields=["approved", "version", "head_changed_at"])
    rows.touch(plan)
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
    rows.record(plan, by, "plan-in-force", day=day.isoformat(), number=made.number)
    return made
