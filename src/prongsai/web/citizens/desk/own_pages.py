"""Which pages of the desk answer an item of the OIT."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.rights import offered
from prongsai.web.disclosure.disclosure.own_pages import OwnPage, answers

_KIND = "question"
_SHUT = Text("หน่วยงานปิดรับคำถามอยู่", "the agency takes no questions now")


@answers("questions-and-answers")
def questions(agency: Agency, _year: int, on: date) -> OwnPage:
    """Where everybody asks, and reads the answer by a receipt."""
    is_open = any(one.key == _KIND for one in offered(agency, on))
    path = reverse("desk:bring", args=[agency.pk, _KIND])
    return OwnPage(Text("ถามหน่วยงาน", "Ask the agency"), path, None if is_open else _SHUT)
