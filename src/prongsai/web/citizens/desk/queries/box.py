"""Openings of the opinion box, with how many slips are keyed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import BoxOpening

SHOWN = 50


def openings(agency: Agency) -> Any:
    """All of an agency.

    Shape:  `keyed` counts the slips that are cases; `promised` is the day on which the box was to
            be opened, as the opening before said, null for the first.
    """
    before = BoxOpening.objects.filter(
        agency=agency, box=OuterRef("box"), day__lt=OuterRef("day"), confirmed_at__isnull=False
    )
    promised = Subquery(before.order_by("-day", "-confirmed_at").values("next_on")[:1])
    rows = BoxOpening.objects.filter(agency=agency)
    return rows.annotate(keyed=Count("cases"), promised=promised)


def opening_of(agency: Agency, opening_id: UUID) -> Any:
    """One of an agency, with `keyed`; None for none."""
    return openings(agency).select_related("agency").filter(pk=opening_id).first()


def next_opening(agency: Agency) -> tuple[str, date] | None:
    """The box that is to be opened first, and when; None where no opening stands."""
    rows = BoxOpening.objects.filter(agency=agency, confirmed_at__isnull=False)
    # Of each box the last stands.
    latest = dict(rows.order_by("day", "confirmed_at").values_list("box", "next_on"))
    return min(latest.items(), key=lambda one: one[1], default=None)
