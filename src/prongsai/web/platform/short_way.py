"""A short way for pages that are the same whoever asks: past sessions, people and messages.

They stand within all that sets headers. What their view needs of the rest (the language, the host
that is no stranger's, type-setting, the length) is done here as there.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from prongsai.web.platform.language import PUBLIC, language_asked
from prongsai.web.platform.typesetting import Typesetting

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def for_everybody(view: _View) -> _View:
    """A view that asks nothing of who reads but the language."""
    view.is_for_everybody = True  # type: ignore[attr-defined]
    return view


class ShortWay:
    """Answers by the views that are for everybody; all else goes the whole way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answered = Typesetting(_answered)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer; what is not found is told by the page of the whole way."""
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        try:
            match = _view_of(request.path_info)
            # Where a token is asked for, a view needs what is passed by.
            is_safe = request.method in ("GET", "HEAD") or hasattr(match.func, "csrf_exempt")
            if not (is_safe and hasattr(match.func, "is_for_everybody")):
                return self.get_response(request)
            request.resolver_match = match
            translation.activate(language_asked(request))
            request.get_host()  # refuses a stranger's
            response = self._answered(request)
        except (Resolver404, Http404):
            return self.get_response(request)
        if isinstance(response, HttpResponse) and "Content-Length" not in response:
            response.headers["Content-Length"] = str(len(response.content))
        return response


@lru_cache(maxsize=500)
def _view_of(path: str) -> ResolverMatch:
    """The view of an address, which no request changes.

    Errors: Resolver404 where there is none, which is not kept.
    """
    return resolve(path)


def _answered(request: HttpRequest) -> Any:
    match = request.resolver_match
    return match.func(request, *match.args, **match.kwargs) if match else None
