"""What measures hear of the agency: units that got a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.signals import units_named
from prongsai.web.year.measures.services.responsible import find_named


@receiver(units_named)
def hear_names(*, agency: Agency, units: Sequence[Unit], **_kwargs: Any) -> None:
    """Measures that named such a unit before it was there are its own now."""
    find_named(agency, units)
