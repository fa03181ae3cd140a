"""What the parts of evidence need beside the rows they are given."""

from typing import Any
from uuid import UUID

from django import template

from prongsai.web.signing.evidence import services

register = template.Library()


@register.simple_tag(takes_context=True)
def half_sent(context: dict[str, Any], kind: str, subject: UUID) -> tuple[tuple[str, int], ...]:
    """Files of which the line broke off half-way: name, and how much of a hundred is there."""
    person: Any = getattr(context["request"], "person", None)
    return services.unfinished(person, kind, subject) if person else ()
