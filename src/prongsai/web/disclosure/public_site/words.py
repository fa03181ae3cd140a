"""What approval, journal and search call the pages of the site."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.disclosure.public_site.models import PageKind

KIND = "site-page"  # of approval
# What the search finds beside pages.
ITEM, PAPER = "item", "paper"
SERVICE, FORM = "service", "form"

KIND_WORDS = {
    PageKind.ITA.value: Text("หน้า ITA", "ITA page"),
    PageKind.NEWS.value: Text("ข่าว", "news"),
    PageKind.PAGE.value: Text("หน้าเว็บ", "page"),
    PageKind.FAQ.value: Text("คำถามที่พบบ่อย", "frequent question"),
}


def ita_title(year: int) -> str:
    """What the page of a year is called."""
    return f"ข้อมูล ITA ปีงบประมาณ {year}"
