"""Answers that are asked for again and again while one page is made: a cache of the request.

Only a page that is read is cached for, and only while it is made: nothing that is written can make
an answer old, and nothing goes from one request to the next. A copy as files alone asks for many
pages as they are at one time: they share what they ask.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

_P = ParamSpec("_P")
_T = TypeVar("_T")
_cache: ContextVar[dict[Hashable, Any] | None] = ContextVar("request_cache", default=None)
_shared: ContextVar[dict[Hashable, Any] | None] = ContextVar("shared_cache", default=None)


def cached_for_request(asked: Callable[_P, _T]) -> Callable[_P, _T]:
    """Ask once for a page. The arguments must be hashable; the answer is never changed.

    Shape:  an argument that is left out and one given as its default are one question.
    """
    shape = signature(asked)

    def answered(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        cache = _cache.get()
        if cache is None:
            return asked(*args, **kwargs)
        bound = shape.bind(*args, **kwargs)
        bound.apply_defaults()
        key = (asked, *bound.args, *bound.kwargs.items())
        if key not in cache:
            cache[key] = asked(*args, **kwargs)
        found: _T = cache[key]
        return found

    update_wrapper(answered, asked)
    return answered


@contextmanager
def sharing(cache: dict[Hashable, Any]) -> Iterator[None]:
    """Pages that are read inside share a cache, one for each language: answers may have words."""
    token = _shared.set(cache)
    try:
        yield
    finally:
        _shared.reset(token)


class RequestCache:
    """Gives every page that is read a cache of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A form that is sent caches nothing: it may change what was asked."""
        shared = _shared.get()
        cache = {} if shared is None else shared
        token = _cache.set(cache if request.method in ("GET", "HEAD") else None)
        try:
            return self.get_response(request)
        finally:
            _cache.reset(token)
