"""What the parts of evidence need beside the rows they are given."""

from typing import Any
from uuid import UUID

from django import template
from django.http import HttpRequest

from prongsai.web.signing.evidence import services
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import evidence_row

register = template.Library()


@register.simple_tag(takes_context=True)
def just_removed(context: dict[str, Any]) -> EvidenceRow | None:
    """The file whose removal led to this page, while it can be undone."""
    request: HttpRequest = context["request"]
    asked = request.GET.get("removed", "")
    person: Any = getattr(request, "person", None)
    if not asked or not person:
        return None
    try:
        row = evidence_row(person.agency, UUID(asked))
    except ValueError:
        return None
    return row if row is not None and row.removed_at is not None else None


@register.simple_tag(takes_context=True)
def half_sent(context: dict[str, Any], kind: str, subject: UUID) -> tuple[tuple[str, int], ...]:
    """Files of which the line broke off half-way: name, and how much of a hundred is there."""
    person: Any = getattr(context["request"], "person", None)
    return services.unfinished(person, kind, subject) if person else ()
