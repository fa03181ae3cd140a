"""What templates of every room ask of the agency: doors of the demo, the address, posts."""

from typing import Any

from django import template
from django.template import Context, RequestContext

from prongsai.core.roles import role_of
from prongsai.web.agency import freshness, pending_forms, signing_in
from prongsai.web.agency.access import person_of
from prongsai.web.agency.models import AgencyKind, Position
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.journal import doors, is_open_to
from prongsai.web.agency.roles import post_words
from prongsai.web.platform.address import address_for_others, is_found_by_others
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language

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


@register.inclusion_tag("agency/_address_to_set.html", takes_context=True)
def address_to_set(context: RequestContext, text: str) -> dict[str, object]:
    """What lacks while others do not find the site, and who sets its address; else nothing."""
    may_set = may(person_of(context.request), Right.EDIT_AGENCY)
    return {"is_lacking": not is_found_by_others(), "text": text, "may_set": may_set}


@register.simple_tag(takes_context=True)
def post_title(context: RequestContext, key: str) -> str:
    """What agencies of the reader's kind call the post of a role; in English the role."""
    role, agency = role_of(key), person_of(context.request).agency
    return in_language(post_words(role, AgencyKind(agency.kind)))


@register.inclusion_tag("agency/_proof.html", takes_context=True)
def proof_field(context: RequestContext, name: str, page: str) -> dict[str, object]:
    """The password beside the button of a form whose view is `fresh`, where it is needed.

    Shape:  `page` is the address at which the form is opened, also where a refusal shows it.
    """
    request = context.request
    user: Any = request.user
    is_asked = not freshness.is_fresh(request)
    return {
        "field": freshness.PROOF,
        "id": f"proof_{name}",
        "is_possible": user.has_usable_password(),
        "is_asked": is_asked,
        "is_kept": pending_forms.is_asked(request),
        "has_other_way": is_asked and signing_in.is_set_up(user),
        "page_field": freshness.PROOF_PAGE,
        "here": page,
    }
