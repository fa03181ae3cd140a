"""Pages of the public site, kept as they were drawn until anything of their agency changes.

Whatever changes what an agency shows is in its journal, written in the same transaction. So the
number of its last entry tells whether a kept page still holds, in every process at once, and what
is withdrawn is gone with the next request. What goes by the day alone has the day beside it.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from http import HTTPStatus
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from msgspec import Struct

from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.publication.views import is_copy

_PATH = re.compile(r"/site/([0-9a-f-]{36})/")
# What chooses a page; what anybody may make up is never kept.
_CHOICES = {"language": re.compile(r"th|en"), "page": re.compile(r"[0-9]{1,3}")}
_MOST_BYTES = 12_000_000  # in each process


class _Page(Struct, frozen=True):
    """One answer: its bytes and its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class _Shelf:
    """The pages of a process; the ones that nobody asked for longest make room."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> _Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def store(self, key: Hashable, page: _Page) -> None:
        with self._lock:
            former = self._pages.pop(key, None)
            self._bytes += len(page.body) - (len(former.body) if former else 0)
            self._pages[key] = page
            while self._bytes > _MOST_BYTES:
                self._bytes -= len(self._pages.popitem(last=False)[1].body)


class KeptPages:
    """Answers from the shelf where it can; nothing of the reader but the language is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response
        self._shelf = _Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The kept page, or a new one that is kept."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        page = self._shelf.get(key)
        if page is None:
            response = self.get_response(request)
            if _may_be_kept(response):
                self._shelf.store(key, _Page(response.content, tuple(response.items())))
            return response
        response = HttpResponse(page.body, headers=dict(page.headers))
        conditional = get_conditional_response(request, etag=response["ETag"], response=response)
        return conditional if isinstance(conditional, HttpResponse) else response


def _key(request: HttpRequest) -> Hashable | None:
    """Under what a page is kept; None for what is not of the public site, or not kept."""
    match = _PATH.match(request.path)
    if match is None or request.method != "GET" or not settings.PAGES_KEPT or is_copy(request):
        return None
    for name, values in request.GET.lists():
        # Said twice, the first could be anything and the page still the same.
        if name not in _CHOICES or len(values) > 1 or not _CHOICES[name].fullmatch(values[0]):
            return None
    try:
        agency = UUID(match[1])
    except ValueError:
        return None
    entries = JournalEntry.objects.filter(agency=agency).order_by("-number")
    return (
        request.path,
        # In one order: "?&&page=1" asks for nothing else than "?page=1".
        tuple(sorted(request.GET.items())),
        translation.get_language_from_request(request),
        entries.values_list("number", flat=True).first(),
        today(),
        site_address(),
        # A sitemap names the host by which it was asked for.
        request.scheme,
        request.get_host(),
    )


def _may_be_kept(response: HttpResponse) -> bool:
    """Whether an answer is a whole page that is the same for everybody."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "ETag" in response
        # What stands around asks for these on the answer itself.
        and not hasattr(response, "xframe_options_exempt")
        and not hasattr(response, "_csp_replace")
    )
