"""The demo's own web site: pages of evidence, good and bad, that its checker really visits.

The demo serves them itself, so that every link of the story opens without the internet; in a real
installation there is nothing here. What they show stands beside the story.
"""

import re
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt

from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.project.environment import EXAMPLES

# The story whose items have pages here.
YEAR = 2566
FOLDER = "demo-web"
# Where the demo is served unless somebody chooses another port.
USUAL = "http://127.0.0.1:8000"
_OURS = re.compile(rf"^http://[^/]+(?=/{FOLDER}/)")
# It answers with an error; pages that the story links and its file does not have are gone.
_FAULTY = "o22"


def address_of(code: str) -> str:
    """The page of an item."""
    return f"{USUAL}/{FOLDER}/{code}/"


def move(site: str) -> int:
    """Let the story's links follow the demo to another port; how many did."""
    count = 0
    for piece in Piece.objects.filter(address__contains=f"/{FOLDER}/"):
        address = _OURS.sub(site, piece.address)
        if address != piece.address:
            count += Piece.objects.filter(pk=piece.pk).update(address=address)
    for edition in SiteEdition.objects.filter(page__kind=PageKind.ITA):
        content = _moved(edition.content, site)
        shown = Shown(edition.title, content=content)
        if shown.digest != edition.digest:
            rows = SiteEdition.objects.filter(pk=edition.pk)
            rows.update(content=content, digest=shown.digest)
    for link in Link.objects.filter(address__contains=f"/{FOLDER}/"):
        address = _OURS.sub(site, link.address)
        if address != link.address:
            Link.objects.filter(pk=link.pk).update(address=address, digest=digest_of(address))
    return count


def _moved(content: dict[str, Any], site: str) -> dict[str, Any]:
    """The frozen page with the addresses of the demo's own web site where it is now."""
    items = [
        {**item, "pieces": [
            {**piece, "address": _OURS.sub(site, piece["address"])} for piece in item["pieces"]
        ]}
        for item in content["items"]
    ]  # fmt: skip
    return {**content, "items": items}


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the site; some are as bad as on real sites."""
    del request
    agency = Agency.objects.first() if settings.DEMO else None
    if agency is not None and code == _FAULTY:
        return HttpResponse("<h1>500</h1>", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    text = _pages().get(code)
    if agency is None or text is None:
        raise Http404
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    content = mark_safe(parser.render(text))  # noqa: S308 - the demo's own file
    title = text.partition("\n")[0].removeprefix("# ")
    return HttpResponse(format_html(_FRAME, name=agency.name, title=title, content=content))


_FRAME = """<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{title} – {name}
</title></head><body><header>{name}</header>
<nav><a href="/">หน้าหลัก</a> <a href="../o1/">โครงสร้าง</a> <a href="../o5/">ติดต่อเรา</a></nav>
<main>{content}</main><footer>เว็บไซต์สมมติ ทุกอย่างในหน้านี้เป็นตัวอย่าง</footer></body></html>
"""


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    """The pages in Markdown, by the code of their item; none without the story."""
    file = EXAMPLES / f"demo_agency/evidence-{YEAR}.yaml"
    return load(file.read_bytes())["pages"] if file.is_file() else {}


app_name = "demo-web"
urlpatterns = [path("<slug:code>/", page, name="page")]
