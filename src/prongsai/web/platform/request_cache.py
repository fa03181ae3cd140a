"""Answers that are asked for again and again: kept for one page, or while nothing is written.

What is kept for a page is kept only for one that is read, and only while it is made. What is kept
longer stands beside a stamp of the whole database; the stamp moves with every write of any process,
so an answer that is kept is never older than what a query would find.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from inspect import Signature, signature
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from prongsai.web.platform.clock import today

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
        key = (asked, *_bound(shape, args, kwargs))
        if key not in cache:
            cache[key] = asked(*args, **kwargs)
        answer: _T = cache[key]
        return answer

    update_wrapper(answered, asked)
    return answered


def _bound(
    shape: Signature, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Iterator[Hashable]:
    """The arguments of a call, those that are left out too."""
    bound = shape.bind(*args, **kwargs)
    bound.apply_defaults()
    yield from bound.args
    yield from bound.kwargs.items()


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


@contextmanager
def _anew() -> Iterator[None]:
    """Ask inside as a page that has asked nothing yet."""
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


_MOST_ANSWERS = 12  # answers of one connection; with 200 measures one holds up to 1.6 MB
_ATTRIBUTE = "_prongsai_unchanged"


class _Kept:
    """What one connection keeps: the stamp, and the answers since; another stamp, another object.

    Shape:  so an answer that was begun under a former stamp is never found under a later one.
    """

    def __init__(self, raw: object, stamp: Hashable) -> None:
        self.raw, self.stamp = raw, stamp
        self.answers: OrderedDict[Hashable, Any] = OrderedDict()


def while_unchanged(asked: Callable[_P, _T]) -> Callable[_P, _T]:
    """Ask again only when something was written since.

    Shape:  the arguments must be hashable, the answer is never changed and depends on nothing but
            them, the database, the day and the reader's language. Inside a transaction it is
            always asked: what is written there may yet be taken back.
    """
    shape = signature(asked)

    def answered(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        kept = _standing()
        if kept is None:
            return asked(*args, **kwargs)
        key = (asked, get_language(), today(), *_bound(shape, args, kwargs))
        if key in kept.answers:
            kept.answers.move_to_end(key)
        else:
            # What the page asked before may be older than the stamp.
            with _anew():
                kept.answers[key] = asked(*args, **kwargs)
            if len(kept.answers) > _MOST_ANSWERS:
                kept.answers.popitem(last=False)
        answer: _T = kept.answers[key]
        return answer

    update_wrapper(answered, asked)
    return answered


def _standing() -> _Kept | None:
    """The answers that still stand; None where nobody can tell."""
    if connection.in_atomic_block:
        return None
    connection.ensure_connection()
    stamp = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    if stamp is None:
        return None
    kept: _Kept | None = getattr(connection, _ATTRIBUTE, None)
    # A connection that was opened anew counts from the beginning: its stamps say nothing.
    if kept is None or kept.raw is not connection.connection or kept.stamp != stamp:
        kept = _Kept(connection.connection, stamp)
        setattr(connection, _ATTRIBUTE, kept)
    return kept


def _sqlite() -> Hashable:
    """What others wrote, and what this connection wrote itself."""
    raw: Any = connection.connection
    return (raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)


def _postgresql() -> Hashable:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return settled(cursor.fetchone()[0])


def settled(snapshot: str) -> str | None:
    """A snapshot of all transactions (xmin:xmax:those between); None while one may write yet."""
    oldest, following, _ = snapshot.split(":")
    return snapshot if oldest == following else None
