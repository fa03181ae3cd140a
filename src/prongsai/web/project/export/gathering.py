"""The site asked as a stranger would ask it, page by page; of every answer a file is made."""

import io
import re
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from email.message import Message
from html import escape, unescape
from http import HTTPStatus
from logging import ERROR, getLogger
from pathlib import Path
from typing import Any, cast
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from msgspec import Struct

from prongsai.core.errors import Findings, Place, ProngsaiError
from prongsai.web.agency.models import Agency
from prongsai.web.platform.request_cache import sharing
from prongsai.web.project.export import addresses
from prongsai.web.project.export.addresses import (
    HTML,
    Own,
    in_language,
    language_of,
    other_file,
    own_of,
    page_file,
    relative,
)
from prongsai.web.signing.publication.views import COPY


class CannotExport(ProngsaiError):  # noqa: N818 - named for what happened
    """The site could not be copied; what lay in the folder is untouched."""


class SiteAnswer(Struct, frozen=True):
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

    def ask(self, address: str) -> SiteAnswer:
        """What the site answers to somebody who is not signed in.

        Errors: CannotExport where the site itself fails.
        """
        language = language_of(address)
        known = sharing(self._known[language])
        with translation.override(language), _without_warnings(), known:
            response = self._handler.get_response(self._request(address))
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CannotExport("project/page_not_showable", place=Place(address))
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


def _answer(response: HttpResponseBase) -> SiteAnswer:
    headers = Message()
    headers["Content-Type"] = response.headers.get("Content-Type", "")
    headers["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    leads_to = response.headers.get("Location", "")
    media_type, name = headers.get_content_type(), headers.get_filename() or ""
    stream = response.file_to_stream if isinstance(response, FileResponse) else None
    if stream is not None:
        kept = Path(stream.name)
        # Not `response.close()`: that would tell the site that a request of a server has ended.
        stream.close()
        return SiteAnswer(response.status_code, media_type, file=kept, name=name)
    body = cast("HttpResponse", response).content
    return SiteAnswer(response.status_code, media_type, body, name=name, leads_to=leads_to)


# Text between tags is escaped by the site, so what looks like a tag is one.
_TAG = re.compile(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_LINK = re.compile(r"(\s(?:href|src|action)=\")([^\"]*)(\")")
_IN_STYLE = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')]+)")
_SITEMAP = b"Sitemap: "
_LICENCES = "prongsai/licences.txt"
_FIRST = "index.html"
_OTHER = "en"


class Made(Struct, frozen=True):
    """The content of one file: bytes, or a kept file that holds them."""

    body: bytes = b""
    file: Path | None = None

    def read(self) -> bytes:
        return self.body if self.file is None else self.file.read_bytes()


class Gathered(Struct):
    """Everything of a copy by the name of its file; `findings` are links that lead nowhere."""

    files: dict[str, Made]
    findings: Findings


def gather(agency: Agency, site: str) -> Gathered:
    """Ask for everything that the public may see.

    Errors: CannotExport where the site cannot show a page.
    """
    permanent = frozenset(addresses.permanent_of(agency))
    own = own_of(agency, site, permanent | {addresses.robots()})
    return _Copy(agency, own).gathered()


class _Copy:
    """One copy while it is made."""

    def __init__(self, agency: Agency, own: Own) -> None:
        self._agency = agency
        self._own = own
        self._asker = Asker(own.site)
        self._answers: dict[str, SiteAnswer] = {}
        self._files: dict[str, str] = {}
        self._styles: dict[str, bytes] = {}
        self._findings = Findings()

    def gathered(self) -> Gathered:
        """Ask from page to page, then write down what was answered."""
        self._follow(addresses.pages_of(self._agency), addresses.maps_of(self._agency))
        self._name()
        files = dict(self._pages())
        files |= {name.lstrip("/"): Made(body) for name, body in self._styles.items()}
        home = self._files[addresses.first_page(self._agency)]
        files[_FIRST] = self._moved(relative(_FIRST, home))
        return Gathered(files, self._findings)

    def _follow(self, pages: Iterable[str], maps: Iterable[str]) -> None:
        waiting = deque(dict.fromkeys([*pages, *maps]))
        sure, missing = set(waiting), set[str]()
        self._static(staticfiles_storage.url(_LICENCES))
        while waiting:
            address = waiting.popleft()
            if address in self._answers or address in missing:
                continue
            answer = self._asker.ask(address)
            if address not in sure and answer.status == HTTPStatus.NOT_FOUND:
                # It was never there: that is told where the link to it stands.
                missing.add(address)
                continue
            self._answers[address] = answer
            if answer.is_page and address in sure:
                other = in_language(address, _OTHER)
                sure.add(other)
                waiting.append(other)
            waiting.extend(self._linked(address, answer))

    def _linked(self, address: str, answer: SiteAnswer) -> Iterator[str]:
        """What a page leads to inside the copy; styles, scripts and pictures are taken at once."""
        written = _links(answer.body.decode()) if answer.is_page else (answer.leads_to,)
        for link in written:
            target = self._own.address(urldefrag(link).url, address)
            if target is None or not link or link.startswith("#"):
                continue
            if not target.startswith(settings.STATIC_URL):
                yield target
            elif _place_of(target) is not None:
                # Whoever writes a page may name what the build never made: told as other links.
                self._static(target)

    def _static(self, address: str) -> None:
        """Take a file of the site's own, and those that a style names."""
        if address in self._styles:
            return
        place = _place_of(address)
        if place is None:
            raise CannotExport("project/site_file_missing", place=Place(address))
        self._styles[address] = body = place.read_bytes()
        if address.endswith(".css"):
            for named in _IN_STYLE.findall(body.decode()):
                self._static(urldefrag(urljoin(address, named)).url)

    def _name(self) -> None:
        """Give every answer the file in which it lies."""
        for address, answer in self._answers.items():
            if answer.is_page or answer.leads_to:
                self._files[address] = page_file(address)
            elif answer.status == HTTPStatus.OK:
                self._files[address] = other_file(address, answer.media_type, answer.name)

    def _pages(self) -> Iterator[tuple[str, Made]]:
        for address, name in self._files.items():
            answer = self._answers[address]
            if answer.leads_to:
                yield name, self._moved(self._to(answer.leads_to, address, name))
            elif answer.is_page:
                yield name, Made(self._relinked(answer.body.decode(), address, name).encode())
            elif address == addresses.robots():
                yield name, Made(self._robots(answer.body))
            else:
                yield name, Made(answer.body, answer.file)
                if address.endswith("/"):
                    # The address that was printed and sent round ends in a folder.
                    page = page_file(address)
                    yield page, self._moved(relative(page, name))

    def _relinked(self, page: str, address: str, name: str) -> str:
        """The page with every link leading to a file; not a letter else is changed."""

        def link(match: re.Match[str]) -> str:
            target = self._to(unescape(match[2]), address, name)
            return f"{match[1]}{escape(target)}{match[3]}"

        return _TAG.sub(lambda tag: _LINK.sub(link, tag[0]), page)

    def _to(self, written: str, address: str, name: str) -> str:
        """Where a link of a file leads."""
        plain, mark = urldefrag(written)
        end = f"#{mark}" if mark else ""
        target = self._own.address(plain, address) if plain else None
        if target is None:
            return f"{self._own.outside(plain, address)}{end}" if plain else written
        file = self._files.get(target) or (target.lstrip("/") if target in self._styles else "")
        if file:
            return f"{relative(name, file)}{end}"
        self._findings.error("project/export-link", Place(name, quote=written))
        return f"{self._own.outside(plain, address)}{end}"

    def _moved(self, target: str) -> Made:
        """A page that leads on without a script: files know no redirect."""
        context = {"agency": self._agency, "target": target}
        return Made(render_to_string("public_site/moved.html", context).encode())

    def _robots(self, rules: bytes) -> bytes:
        """What programs may visit, with the map of this agency only: it alone is here."""
        own = f"/site/{self._agency.pk}/".encode()
        lines = rules.splitlines(keepends=True)
        return b"".join(line for line in lines if not line.startswith(_SITEMAP) or own in line)


def _links(page: str) -> Iterator[str]:
    """Every link of a page as it is written there."""
    for tag in _TAG.finditer(page):
        for match in _LINK.finditer(tag[0]):
            yield unescape(match[2])


def _place_of(address: str) -> Path | None:
    """Where a file that the build made lies."""
    name = address.removeprefix(settings.STATIC_URL)
    places = (Path(settings.STATIC_ROOT) / name, Path(finders.find(name) or name))
    with suppress(OSError):  # a name that is too long for any file
        return next((place for place in places if place.is_file()), None)
    return None
