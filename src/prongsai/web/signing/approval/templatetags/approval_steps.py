"""What a page tells of a paper before it is submitted: its steps, what is known against it."""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from prongsai.web.agency.models import Unit
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.services.preparing import way_ahead

register = template.Library()


@register.inclusion_tag("approval/_own_steps.html", takes_context=True)
def own_steps(context: Context, kind: str, subject: UUID | None, unit: Unit | None = None) -> Any:
    """Tell the reader which posts would sign the paper, and where it would wait for themselves."""
    return {"ahead": way_ahead(context["person"], kind, subject, unit)}


@register.inclusion_tag("ui/gate.html", takes_context=True)
def known_against(context: Context, kind: str, subject: UUID) -> Any:
    """Tell who prepares a paper what will be known against publishing it."""
    agency = context["person"].agency
    return {"gate": handler_of(kind).against(agency, subject)}
