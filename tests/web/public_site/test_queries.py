"""The search: a word inside a sentence, on both databases, in step with what is public."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.circulation import samples as papers

from prongsai.web.disclosure.public_site import tasks
from prongsai.web.disclosure.public_site.models import PageKind, SearchEntry
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.search_index import grams_of, terms_of
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.indexing import rebuild
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.signing.publication import services as publication

pytestmark = pytest.mark.django_db
TEXT = "เทศบาลจัดทำแผนพัฒนาท้องถิ่นห้าปี โดยรับฟังความคิดเห็นของประชาชน E-Service ปี ๒๕๖๖"


def news(house, title="ข่าวหนึ่ง", text=TEXT, until=None):
    shown = Shown(title, text, expires_on=until)
    page = publishing.begin(house.agency, by=house["publication"], kind=PageKind.NEWS, shown=shown)
    house.publish(newest_edition(page))
    return page


def titles(house, asked, on=None):
    return [hit.title for hit in search(house.agency, asked, on or today()).hits]


@pytest.mark.parametrize(
    "asked",
    ["พัฒนา", "แผนพัฒนา", "ท้องถิ่น", "ห้าปี", "ความคิดเห็น", "คิด", "ปี", "จ", "e-service",
     "E-SERVICE", "2566", "๒๕๖๖", "ประชาชน แผน", "  พัฒนา   ท้องถิ่น "],
)  # fmt: skip
def test_a_word_inside_a_sentence_is_found(house, asked):
    news(house)
    news(house, "ข่าวอื่น", "ไม่มีสิ่งใด")
    assert titles(house, asked) == ["ข่าวหนึ่ง"]


@pytest.mark.parametrize(
    "asked",
    ["พัฒนาการเมือง", "นาพัฒ", "แผน ประมง", "", "   ", "%", "_", "*", '"', "' OR 1=1 --",
     "แผน*", 'แผน" OR "x', "NOT", "\x00", "(", "ก" * 5_000],
)  # fmt: skip
def test_what_is_not_there_is_not_found_whatever_is_typed(house, asked):
    news(house)
    assert titles(house, asked) == []
    answer = Client().get(reverse("public_site:search", args=[house.agency.pk]), {"q": asked})
    assert answer.status_code == 200
    assert not answer.cookies


def test_items_pieces_and_papers_are_found(house):
    house.attach("o12", "รายงานกำกับติดตามไตรมาส", "https://www.example.go.th/o12")
    house.publish(house.prepare())
    (hit,) = search(house.agency, "กำกับติดตามไตรมาส", today()).hits
    assert (hit.code, hit.fiscal_year) == ("o12", 2566)
    assert Client().get(hit.address).status_code == 200
    assert search(house.agency, "o12", today()).hits[0].code == "o12"
    paper(house, "ประกาศงดรับของกำนัล")
    assert titles(house, "งดรับ") == ["ประกาศงดรับของกำนัล"]


def paper(house, title, **given):
    return publication.publish(
        house.agency, by=house["publication"], subject=given.pop("subject", None) or uuid4(),
        kind="other", title=title, year=2569, day=date(2026, 1, 12),
        file=papers.stored(house.agency, pages=given.pop("pages", 1)), **given,
    )  # fmt: skip


def test_it_follows_what_is_published_changed_and_taken_back(house):
    page = news(house)
    assert titles(house, "พัฒนา") == ["ข่าวหนึ่ง"]
    publishing.write(page, by=house["publication"], shown=Shown("ข่าวสอง", "ประปา"), seen=1)
    assert titles(house, "ประปา") == []
    house.publish(newest_edition(page))
    assert titles(house, "ประปา") == ["ข่าวสอง"]
    assert titles(house, "พัฒนา") == []
    publishing.withdraw(page, by=house["publication"], reason="เหตุ")
    assert titles(house, "ประปา") == []
    subject = uuid4()
    paper(house, "ฉบับแรกของประกาศ", subject=subject)
    row = paper(house, "ฉบับสองของประกาศ", subject=subject, pages=2)
    assert titles(house, "ของประกาศ") == ["ฉบับสองของประกาศ"]
    publication.withdraw(row, by=house["publication"], reason="เหตุ")
    assert titles(house, "ของประกาศ") == []


def test_what_has_expired_is_not_found(house):
    news(house, until=today() + timedelta(days=3))
    assert titles(house, "พัฒนา") == ["ข่าวหนึ่ง"]
    with freeze(now() + timedelta(days=4)):
        assert titles(house, "พัฒนา") == []


def test_titles_come_before_texts(house):
    news(house, "งานทะเบียน", "บริการรับชำระภาษี")
    news(house, "ภาษีป้าย", "งานคลัง")
    news(house, "งานช่าง", "ภาษีโรงเรือน")
    assert titles(house, "ภาษี")[0] == "ภาษีป้าย"
    assert len(titles(house, "ภาษี")) == 3


def test_nothing_of_another_agency_is_found(house, other_agency):
    news(house)
    assert search(other_agency, "พัฒนา", today()).count == 0
    assert search(house.agency, "พัฒนา", today()).count == 1


def test_rebuilding_gives_the_same(house):
    news(house)
    house.attach("o12", "รายงาน", "https://www.example.go.th/o12")
    house.publish(house.prepare())
    paper(house, "ประกาศงดรับ")
    fields = ("source", "address", "folded", "grams", "day", "check_code")
    before = sorted(SearchEntry.objects.values_list(*fields))
    assert rebuild(house.agency) == len(before) == 46
    assert sorted(SearchEntry.objects.values_list(*fields)) == before
    assert titles(house, "งดรับ") == ["ประกาศงดรับ"]


def test_a_search_that_was_never_filled_fills_itself(house):
    news(house)
    SearchEntry.objects.all().delete()
    assert titles(house, "พัฒนา") == []
    tasks.fill()
    assert titles(house, "พัฒนา") == ["ข่าวหนึ่ง"]


def test_many_hits_ask_as_often_as_one(house):
    news(house)
    with CaptureQueriesContext(connection) as few:
        search(house.agency, "พัฒนา", today())
    entry = SearchEntry.objects.get()
    for _ in range(30):
        entry.pk = None
        entry.save()
    with CaptureQueriesContext(connection) as many:
        assert len(search(house.agency, "พัฒนา", today()).hits) == 20
    # On PostgreSQL how often the letters stand is asked first.
    assert len(many) == len(few) <= 4


def test_pairs_of_letters_hold_marks_and_figures_and_no_signs():
    assert grams_of("ที่ a-1") == ("ที", "ี่")
    assert grams_of("2566") == ("25", "56", "66")
    assert terms_of("แผน แผน  ๑๒") == ("แผน", "12")
