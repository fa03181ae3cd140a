"""Many who answer at once: what a whole form brings is kept without drawing its page again.

The first of a point is answered by the view; its thanks are the same for whoever answers after
it, so they and the questions are kept for some seconds. What is let in is checked as the view
does, by the same form and in the same transaction; whatever is no whole form that is taken goes to
the view, which says why.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.web.disclosure.surveys.forms import AnswerForm
from prongsai.web.disclosure.surveys.models import Point
from prongsai.web.disclosure.surveys.services.answering import receive
from prongsai.web.disclosure.surveys.views.public import key_of, sent_of

_PATH = re.compile(r"/s/[a-z0-9]{1,8}/")
# What chooses the thanks; what anybody may make up is never kept.
_QUERY = re.compile(r"(kiosk)?&?(language=(th|en))?")
# Whoever opened the page a moment before a change brings the former questions anyway.
_SECONDS = 10.0
_MOST = 500

_Key = tuple[str, str, str, str]


class _Kept(Struct, frozen=True):
    """What is asked at a point, and the thanks for it, until a moment."""

    point: Point
    asked: Questionnaire | OwnForm
    body: bytes
    headers: tuple[tuple[str, str], ...]
    until: float


class AnswersAtOnce:
    """Stands within all that sets headers, and before whatever asks who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Thanks for a whole form that was taken; else what the view says."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept = self._kept.get(key)
        if kept is None or kept.until < monotonic():
            response = self.get_response(request)
            is_sound = response.status_code == HTTPStatus.OK and not response.cookies
            # Only thanks, which are the same for everybody, tell what was asked.
            if is_sound and hasattr(response, "asked"):
                point, asked = response.asked
                headers = tuple(response.items())
                with self._lock:
                    self._kept[key] = _Kept(
                        point, asked, response.content, headers, monotonic() + _SECONDS
                    )  # fmt: skip
                    self._kept.move_to_end(key)
                    while len(self._kept) > _MOST:
                        self._kept.popitem(last=False)
            return response
        # A fault is told in the language of who answers.
        translation.activate(key[2])
        if _is_taken(request, kept):
            return HttpResponse(kept.body, headers=dict(kept.headers))
        return self.get_response(request)


def _key(request: HttpRequest) -> _Key | None:
    """Under what thanks are kept; None for what is no answer."""
    if request.method != "POST" or not settings.PAGES_KEPT:
        return None
    query = request.META.get("QUERY_STRING", "")
    if not _PATH.fullmatch(request.path) or not _QUERY.fullmatch(query):
        return None
    host = request.get_host()  # refuses a stranger's, as the view does
    return request.path, query, translation.get_language_from_request(request), host


def _is_taken(request: HttpRequest, kept: _Kept) -> bool:
    """Whether a whole form was let in; what is refused left nothing behind."""
    survey = kept.point.survey
    form = AnswerForm(kept.asked, request.POST, with_card=survey.asks_for_cards)
    if not form.is_valid() or form.left_out:
        return False
    try:
        receive(kept.point, sent_of(request, form, key_of(request)))
    except ProngsaiError:
        return False
    return True
