"""Which pages of the public site answer an item of the OIT."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.own_pages import OwnPage, PageOf, answers
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.ita import OWN, is_told
from prongsai.web.disclosure.public_site.queries.public import about_page, pages_of

_TITLES = {
    "structure": Text("โครงสร้างหน่วยงาน", "Structure of the agency"),
    "executives": Text("ผู้บริหาร", "Executives"),
    "authority": Text("อำนาจหน้าที่", "Powers and duties"),
    "contact": Text("ติดต่อหน่วยงาน", "Contact"),
    "social": Text("สื่อสังคมออนไลน์ของหน่วยงาน", "The agency in social networks"),
}
_NOT_SHOWN = Text(
    "ยังไม่มีหน้า ITA ที่เผยแพร่ หรือหน้าที่เผยแพร่แล้วยังไม่มีข้อมูลส่วนนี้",
    "no ITA page is published yet, or the published one does not have this part",
)
_NO_NEWS = Text("ยังไม่มีข่าวที่เผยแพร่ในปีงบประมาณนี้", "no news was published in this fiscal year")


def _part(part: str) -> PageOf:
    """The part of the page about the agency, as everybody sees it now."""

    def page(agency: Agency, _year: int, on: date) -> OwnPage:
        about = about_page(agency, on)
        path = f"{reverse('public_site:about', args=[agency.pk])}#{part}"
        is_shown = about is not None and is_told(about, part)
        return OwnPage(_TITLES[part], path, None if is_shown else _NOT_SHOWN)

    return page


for _subject, _name in OWN.items():
    answers(_subject)(_part(_name))


@answers("public-relations-news")
def news(agency: Agency, year: int, on: date) -> OwnPage:
    """The list of news, where one was published in the year."""
    rows = (one for one in pages_of(agency, on, (PageKind.NEWS,)) if one.is_current)
    is_shown = any(year_of(_day(one.edition)) == year for one in rows)
    path = reverse("public_site:news", args=[agency.pk])
    return OwnPage(Text("ข่าวประชาสัมพันธ์", "News"), path, None if is_shown else _NO_NEWS)


def _day(edition: SiteEdition) -> date:
    return timezone.localtime(edition.published_at or edition.made_at).date()
