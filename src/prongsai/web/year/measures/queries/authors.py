"""Who wrote what a plan says and no approval has seen yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from prongsai.web.agency.models import Agency, User
from prongsai.web.year.measures.models import MeasureRevision, PlanInForce, PlanRow, PointRevision


def unapproved_of(agency: Agency, user: User) -> QuerySet[Any, Any]:
    """The keys of the plans in which a person changed something since they were last approved."""
    seen = PlanInForce.objects.filter(at__gte=OuterRef("made_at"))
    measures = MeasureRevision.objects.filter(
        ~Exists(seen.filter(plan=OuterRef("measure__plan"))),
        measure__plan=OuterRef("pk"), made_by=user, number__isnull=False,
    )  # fmt: skip
    points = PointRevision.objects.filter(
        ~Exists(seen.filter(plan=OuterRef("point__plan"))),
        point__plan=OuterRef("pk"), made_by=user, number__isnull=False,
    )  # fmt: skip
    rows = PlanRow.objects.filter(Exists(measures) | Exists(points), agency=agency)
    return rows.values("pk")
