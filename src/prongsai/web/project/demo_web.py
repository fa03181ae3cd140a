"""The demo's own web site: pages of evidence, good and bad, that its checker really visits.

The demo serves them itself, so that every link of the story opens without the internet; in a real
installation there is nothing here.
"""

import re
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.services.publishing import Shown

# The story whose items have pages here.
YEAR = 2566
FOLDER = "demo-web"
# Where the demo is served unless somebody chooses another port.
USUAL = "http://127.0.0.1:8000"
_OURS = re.compile(rf"^http://[^/]+(?=/{FOLDER}/)")
_GONE, _FAULTY, _SOFT, _WALL = "o11", "o22", "o24", "o31"


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
    item = items_of(agency, YEAR).item(code) if agency is not None else None
    if agency is None or item is None or code == _GONE:
        raise Http404
    if code == _FAULTY:
        return HttpResponse("<h1>500</h1>", status=HTTPStatus.INTERNAL_SERVER_ERROR)
    if code == _SOFT:
        title, content = "ไม่พบหน้าที่ต้องการ", format_html("<p>{}</p>", "กรุณากลับหน้าแรก")
    elif code == _WALL:
        title, content = "เข้าสู่ระบบ", _sign_in()
    else:
        title, content = f"{item.code.upper()} {item.name.th}", _content(item)
    return _page(f"{agency.name} (ตัวอย่าง)", title, content)


def _content(item: YearItem) -> SafeString:
    lines = [(requirement.text.th,) for requirement in item.requirements or ()]
    listed = format_html_join("", "<li>{}</li>", lines or [("ข้อมูลของข้อนี้ (ตัวอย่าง)",)])
    return format_html("<p>{}</p><ul>{}</ul>", "หน้านี้แสดงข้อมูลต่อไปนี้", listed)


def _sign_in() -> SafeString:
    return format_html(
        '<form method="post"><label>{} <input name="user"></label>'
        '<label>{} <input type="password" name="password"></label>'
        "<button>{}</button></form>",
        "ชื่อผู้ใช้", "รหัสผ่าน", "เข้าสู่ระบบ",
    )  # fmt: skip


def _page(name: str, title: str, content: SafeString) -> HttpResponse:
    text = format_html(
        '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>{} – {}</title></head>'
        "<body><header>{}</header><main><h1>{}</h1>{}</main></body></html>",
        title, name, name, title, content,
    )  # fmt: skip
    return HttpResponse(text)


app_name = "demo-web"
urlpatterns = [path("<slug:code>/", page, name="page")]
