"""The doors of the demo on the sign-in page."""

from __future__ import annotations

from django import template

from prongsai.web.agency.queries.demo import Door, doors
from prongsai.web.platform.clock import today

register = template.Library()


@register.simple_tag
def demo_doors() -> tuple[Door, ...]:
    """One door for each position; none outside a demo data folder."""
    return doors(today())
