"""What pages of the counter share."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper that is shown and kept nowhere on its way."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, kept by nothing on its way."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    del response.headers["ETag"]
    return response
