"""What a page tells of the steps of a paper before it is submitted."""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from prongsai.web.agency.models import Unit
from prongsai.web.signing.approval.services.preparing import way_ahead

register = template.Library()


@register.inclusion_tag("approval/_own_steps.html", takes_context=True)
def own_steps(context: Context, kind: str, subject: UUID | None, unit: Unit | None = None) -> Any:
    """Tell the reader which posts would sign the paper, and where it would wait for themselves."""
    return {"ahead": way_ahead(context["person"], kind, subject, unit)}
