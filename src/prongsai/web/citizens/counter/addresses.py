"""The short address of a service point, which posters and screens show."""

from __future__ import annotations

from django.urls import reverse

from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.platform.address import site_address


def short_address(point: ServicePoint) -> str:
    """Where a number of a point is taken, as people type it."""
    return f"{site_address()}{reverse('counter:short', args=[point.code])}"
