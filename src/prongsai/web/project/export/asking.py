"""Ask the site itself, inside this process, as a stranger would: nothing is drawn a second time."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from email.message import Message
from http import HTTPStatus
from logging import ERROR, getLogger
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from msgspec import Struct

from prongsai.core.errors import Place, ProngsaiError
from prongsai.core.text import Text
from prongsai.web.platform.request_cache import sharing
from prongsai.web.project.export.addresses import HTML, language_of
from prongsai.web.signing.publication.views import COPY


class CannotExport(ProngsaiError):  # noqa: N818 - named for what happened
    """The site could not be copied; what lay in the folder is untouched."""


class Answer(Struct, frozen=True):
    """What the site answers.

    Shape:  `body` is of a page, `file` where the content of a kept file lies; `name` what the file
            is called, `leads_to` where a redirect goes.
    """

    status: int
    media_type: str
    body: bytes = b""
    file: Path | None = None
    name: str = ""
    leads_to: str = ""

    @property
    def is_page(self) -> bool:
        """Whether a person reads it in a browser, and it may have links."""
        return self.media_type == HTML and not self.leads_to


class _Request(WSGIRequest):
    """A request to the site under the name by which people find it, whatever else it answers to."""

    host = ""

    def get_host(self) -> str:
        """The name."""
        return self.host


class Asker:
    """Asks the site; all its middleware takes part, for it sets the text and the headers."""

    def __init__(self, site: str) -> None:
        """`site` is where people find it."""
        parts = urlsplit(site)
        self._host = parts.netloc
        self._scheme = "https" if settings.SECURE_SSL_REDIRECT else parts.scheme
        self._handler = WSGIHandler()
        self._known: dict[str, dict[Hashable, Any]] = defaultdict(dict)

    def ask(self, address: str) -> Answer:
        """What the site answers to somebody who is not signed in.

        Errors: CannotExport where the site itself fails.
        """
        language = language_of(address)
        known = sharing(self._known[language])
        with translation.override(language), _without_warnings(), known:
            response = self._handler.get_response(self._request(address))
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CannotExport(
                Text("เว็บแสดงหน้านี้ไม่ได้", "the site cannot show this page"),
                place=Place(address),
                next_step=Text(
                    "ดูข้อความผิดพลาดด้านบน โฟลเดอร์ปลายทางไม่ถูกแตะต้อง",
                    "see the fault above; the folder is untouched",
                ),
            )
        return _answer(response)

    def _request(self, address: str) -> WSGIRequest:
        parts = urlsplit(address)
        request = _Request(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": parts.path,
                "QUERY_STRING": parts.query,
                "SCRIPT_NAME": "",
                "SERVER_NAME": self._host,
                "SERVER_PORT": "443" if self._scheme == "https" else "80",
                "SERVER_PROTOCOL": "HTTP/1.1",
                "REMOTE_ADDR": "127.0.0.1",
                "HTTP_HOST": self._host,
                "HTTP_ACCEPT_LANGUAGE": language_of(address),
                "HTTP_X_FORWARDED_PROTO": self._scheme,
                "wsgi.url_scheme": self._scheme,
                "wsgi.input": io.BytesIO(),
                COPY: True,
            }
        )
        request.host = self._host
        return request


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Notices of what was taken back are no news to whoever reads the log; faults are."""
    log = getLogger("django.request")
    former = log.level
    log.setLevel(ERROR)
    try:
        yield
    finally:
        log.setLevel(former)


def _answer(response: HttpResponseBase) -> Answer:
    told = Message()
    told["Content-Type"] = response.headers.get("Content-Type", "")
    told["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    leads_to = response.headers.get("Location", "")
    media_type, name = told.get_content_type(), told.get_filename() or ""
    stream = response.file_to_stream if isinstance(response, FileResponse) else None
    if stream is not None:
        kept = Path(stream.name)
        # Not `response.close()`: that would tell the site that a request of a server has ended.
        stream.close()
        return Answer(response.status_code, media_type, file=kept, name=name)
    body = cast("HttpResponse", response).content
    return Answer(response.status_code, media_type, body, name=name, leads_to=leads_to)
