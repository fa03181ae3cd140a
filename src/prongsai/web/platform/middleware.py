"""Headers that no page may forget, and words for an address that takes forms alone."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# What a view that asks for another policy leaves on its answer.
_ASKED = ("_csp_exempt", "_csp_update", "_csp_replace", "_csp_config")


class ContentPolicy(CSPMiddleware):
    """What a page may load: written once for all pages that ask for nothing of their own."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set it where the view has not set one itself."""
        if any(hasattr(response, name) for name in _ASKED) or hasattr(request, "_csp_nonce"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _usual_policy())
        return response


@cache
def _usual_policy() -> str:
    return build_policy()


class PrivateHeaders:
    """Pages are kept by nobody on the way; the browser's devices stay shut."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set what the view has not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


class FormAddress:
    """Says so where an address that only takes a form is opened, as after a page was reloaded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """All other answers pass."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        page = render(request, "405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
