"""What is counted: which addresses are pages, who is no reader, which words are kept."""

import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse

from prongsai.core.personal_data import personal_data
from prongsai.web.disclosure.public_site.search_index import MOST_ASKED, terms_of
from prongsai.web.disclosure.public_site.views.public import SEARCHED, Searched
from prongsai.web.disclosure.statistics.models import PAGES
from prongsai.web.disclosure.statistics.services import count_reading, count_search
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.views import is_copy

_PUBLIC = re.compile(r"/(?:site|public)/")
# Programs say so themselves, or are a tool's usual name; whoever hides it is not known.
_PROGRAM = re.compile(
    r"(?<!cu)bots?\b|crawl|spider|slurp|archiv|facebookexternalhit|whatsapp|preview"
    r"|scan|monitor|uptime|pingdom|lighthouse|headless|phantom|curl|wget|httpie|python|java/|okhttp"
    r"|go-http|node-fetch|axios|libwww|perl|ruby|scrapy|prongsai",
    re.IGNORECASE,
)
_BROWSER = re.compile(r"mozilla/|opera", re.IGNORECASE)
# Figures in a row that may be somebody's, however they are written.
_NUMBER = re.compile(r"(?:[0-9][ \-./_,:()]{0,2}){6,}")
# A title, degree or rank before a name; words that only begin like one are not.
_MISTER = (
    r"นาย(?!ก(?:$|\s|เทศ|อบ|องค์|รัฐ|เมือง|สมาคม|ฯ)|ช่าง|ทะเบียน|อำเภอ|จ้าง|หน้า|ตรวจ|ทหาร|แพทย์|$|\s)"
)
_NAMED = re.compile(
    rf"นางสาว|เด็ก(?:ชาย|หญิง)|ว่าที่\s?ร|(?:สิบ|ร้อย|พัน)(?:ตรี|โท|เอก)|ดาบตำรวจ|ชื่อ\s?(?:นาง|{_MISTER})"
    rf"|(?<!\w)(?:{_MISTER}|นาง|น\.\s?ส\.|ด\.\s?[ชญ]\.|(?:mr|mrs|ms|miss|dr)\b"
    r"|คุณ(?!ภาพ|ธรรม|สมบัติ|วุฒิ|ค่า|ลักษณะ|ประโยชน์|$))"
    r"|(?<![\w.])(?:(?:ผศ|รศ|ศ)\.\s?)?(?:ดร\.|ม\.\s?ร\.\s?ว\.|ม\.\s?ล\.)"
    r"|(?<![\w.])(?:[พรส]\.\s?ต\.\s?[ตทอ]|จ\.\s?ส\.\s?[ตทอ]|[รด]\.\s?ต|พล\.\s?(?:ต\.\s?)?[ตทอจ])\."
)


def page_of(request: HttpRequest, response: HttpResponseBase) -> tuple[UUID, str] | None:
    """The agency and the address of the page that was sent to a reader; None for no reading.

    Shape:  written as the site itself writes it, so that one page has one address.
    """
    is_sent = request.method == "GET" and response.status_code == HTTPStatus.OK
    if not is_sent or not _PUBLIC.match(request.path) or is_copy(request) or _is_program(request):
        return None
    # A page that is kept was answered before anybody asked whose address it is.
    match = request.resolver_match or resolve(request.path_info)
    if match.view_name not in PAGES or _is_staff(request):
        return None
    return match.kwargs["agency_id"], reverse(match.view_name, kwargs=match.kwargs)


def words_to_keep(asked: str) -> str:
    """The words of a search as they are counted; "" where they may tell of somebody.

    Shape:  a name without a title cannot be told from other words: that is why rare words are not
            shown and soon removed.
    """
    words = " ".join(terms_of(asked))[:MOST_ASKED]
    if "@" in words or _NUMBER.search(words) or _NAMED.search(words) or personal_data(words):
        return ""
    return words


def _is_program(request: HttpRequest) -> bool:
    """Whether no person reads it; what the browser calls itself is looked at and not kept."""
    agent = request.headers.get("User-Agent", "")
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return bool("prefetch" in purpose or not _BROWSER.search(agent) or _PROGRAM.search(agent))


def _is_staff(request: HttpRequest) -> bool:
    """Whether the session is of somebody who signed in; who has none is not asked for."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return SESSION_KEY in store


_log = logging.getLogger(__name__)


class CountReadings:
    """Stands outside of kept pages and of sessions: what is kept counts, no header changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django calls this once."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer as it is; a count that fails is told to the operator alone."""
        response = self.get_response(request)
        try:
            _count(request, response)
        except DatabaseError as fault:
            _log.warning("a reading was not counted: %s", type(fault).__name__)
        return response


def _count(request: HttpRequest, response: HttpResponse) -> None:
    page = page_of(request, response)
    if page is None:
        return
    (agency_id, path), day = page, today()
    count_reading(agency_id, day, path)
    searched = request.META.get(SEARCHED)
    if isinstance(searched, Searched):
        words = words_to_keep(searched.asked)
        count_search(agency_id, day, words, is_found=searched.is_found)
