"""What is not, or no more, for everybody stands in nothing that the site gives out."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.public_site.samples import YEAR, House

from prongsai.web.agency.models import Position
from prongsai.web.disclosure.public_site.models import PageKind, SearchEntry
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.paper_models import Objection

pytestmark = pytest.mark.django_db
WORD = "คำซ่อนเร้น"
NAMES = ("home", "news", "questions", "act", "sitemap", "feed", "open-data", "catalogue", "search")


def written(house, kind=PageKind.NEWS, until=None):
    shown = Shown(WORD, f"{WORD} ในข้อความ", expires_on=until)
    return publishing.begin(house.agency, by=house["publication"], kind=kind, shown=shown)


def shown(house, kind=PageKind.NEWS, until=None):
    page = written(house, kind, until)
    house.publish(newest_edition(page))
    return page


def draft(house, kind):
    return written(house, kind)


def agreed(house, kind):
    page = written(house, kind)
    house.agree(newest_edition(page))
    return page


def withdrawn(house, kind):
    page = shown(house, kind)
    publishing.withdraw(page, by=house["publication"], reason="เหตุ")
    return page


def held(house, kind):
    page = shown(house, kind)
    page.refresh_from_db()
    Objection.objects.create(
        agency=house.agency, submission=Submission.objects.get(code=page.published.check_code),
        position=Position.objects.get(agency=house.agency, kind="chief-executive"),
        why="ไม่ใช่ลายมือชื่อ", by_words="นายกเทศมนตรี", made_at=now(),
    )  # fmt: skip
    return page


def given_out(agency):
    """Every answer that lists what there is, by its name; without what was typed into it."""
    found = {}
    for name in NAMES:
        # The searched words stand in the answer: they are asked for in part.
        query = {"q": WORD[:5]} if name == "search" else {}
        found[name] = Client().get(reverse(f"public_site:{name}", args=[agency.pk]), query).content
    for form in ("csv", "json", "xlsx"):
        data = Client().get(reverse("public_site:table", args=[agency.pk, "news", form])).content
        if form == "xlsx" and data.startswith(b"PK"):
            sheet = openpyxl.load_workbook(io.BytesIO(data)).active
            data = repr(list(sheet.values)).encode()
        found[form] = data
    return {name: data.decode() for name, data in found.items()}


def where(agency, page):
    """Where its title, or its address, stands."""
    return {
        name
        for name, text in given_out(agency).items()
        if WORD in text or str(page.pk) in text
    }  # fmt: skip


@pytest.mark.parametrize("kind", [PageKind.NEWS, PageKind.PAGE, PageKind.FAQ])
def test_what_is_published_is_given_out(house, kind):
    told = where(house.agency, shown(house, kind))
    assert {"sitemap", "feed", "search", "csv", "json", "xlsx"} <= told


@pytest.mark.parametrize("kind", [PageKind.NEWS, PageKind.PAGE, PageKind.FAQ])
@pytest.mark.parametrize("made", [draft, agreed, withdrawn, held])
@pytest.mark.few(3)
def test_what_is_not_public_is_given_out_nowhere(house, made, kind):
    assert where(house.agency, made(house, kind)) == set()


@pytest.mark.parametrize("kind", [PageKind.NEWS, PageKind.FAQ])
@pytest.mark.long
def test_what_expired_is_given_out_nowhere(house, kind):
    page = shown(house, kind, until=today())
    assert where(house.agency, page)
    with clock.freeze(now() + timedelta(days=1)):
        assert where(house.agency, page) == set()


def test_what_another_agency_published_is_given_out_nowhere(house, other_agency):
    others = House(other_agency)
    page = shown(others)
    assert where(house.agency, page) == set()
    assert where(other_agency, page)


@pytest.mark.parametrize("is_published", [False, True])
@pytest.mark.long
def test_an_ita_page_that_is_only_agreed_to_answers_nowhere(house, is_published):
    house.attach("o12", WORD, "https://www.example.go.th/o12")
    edition = house.prepare()
    house.agree(edition)
    if is_published:
        publishing.publish(edition, by=house["publication"])
    addresses = [
        reverse("public_site:ita", args=[house.agency.pk, YEAR]),
        reverse("public_site:embedded", args=[house.agency.pk, YEAR]),
        reverse("public_site:item", args=[house.agency.pk, YEAR, "o12"]),
        reverse("public_site:data", args=[house.agency.pk, YEAR, "csv"]),
        reverse("public_site:table", args=[house.agency.pk, f"ita-{YEAR}", "json"]),
        reverse("public_site:fields", args=[house.agency.pk, f"ita-{YEAR}"]),
        reverse("public_site:package", args=[house.agency.pk, f"ita-{YEAR}"]),
    ]
    told = {Client().get(address).status_code for address in addresses}
    assert told == ({200} if is_published else {404})
    assert SearchEntry.objects.exists() is is_published


def test_a_held_page_is_no_riddle(house):
    """Neither hits nor a number answer who asks word by word what it says."""
    held(house, PageKind.NEWS)
    for asked in (WORD, "ในข้อความ"):
        page = Client().get(reverse("public_site:search", args=[house.agency.pk]), {"q": asked})
        assert page.context["found"].count == 0
    shown(house)
    page = Client().get(reverse("public_site:search", args=[house.agency.pk]), {"q": WORD})
    assert page.context["found"].count == 1
