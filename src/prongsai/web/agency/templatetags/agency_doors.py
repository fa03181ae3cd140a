"""The doors of the demo on the sign-in page, and the address that slips print."""

from __future__ import annotations

from django import template
from django.template import Context

from prongsai.web.agency.models import Position
from prongsai.web.agency.queries.journal import doors, is_open_to
from prongsai.web.platform.address import address_for_others
from prongsai.web.platform.clock import today

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_doors(context: Context) -> list[Position]:
    """One door for each position; none outside a demo data folder, or for another machine."""
    request = context.get("request")
    return doors(today()) if request is not None and is_open_to(request) else []


@register.simple_tag
def public_address() -> str:
    """Where others find the site; "" while only this machine does."""
    return address_for_others()
