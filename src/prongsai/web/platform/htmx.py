"""One view for both: HTMX gets the part it asked for, all others a page or a redirect."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from msgspec import Struct
from msgspec.structs import asdict

UNPROCESSABLE = 422


def is_htmx(request: HttpRequest) -> bool:
    """Whether HTMX asks for a part."""
    return bool(getattr(request, "htmx", False))


def page(
    request: HttpRequest,
    template: str,
    content: Any,
    *,
    part: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page, or its `part` (a template of its own) where HTMX asks.

    Shape:  `content` is the page's values, or a struct of them; the template sees each and `page`
            itself, and what `more` names.
    """
    context = {"page": content, **more}
    if isinstance(content, Struct):
        context |= asdict(content)
    elif isinstance(content, dict):
        context |= content
    chosen = part if part and is_htmx(request) else template
    return render(request, chosen, context, status=status)


def done(request: HttpRequest, address: str) -> HttpResponse:
    """After a write: go to an address, whole page."""
    if is_htmx(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return HttpResponseRedirect(address)
