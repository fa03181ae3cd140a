"""The pages for everybody and for the staff: by whom, without cookies, in order."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.public_site.samples import YEAR, with_text
from tests.web.roles import AUDITOR, CHIEF_ADMINISTRATOR, ITA_OFFICER, PUBLICATION_OFFICER

from prongsai.web.agency.models import Position
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site.hooks import public_site
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.paper_models import Objection

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.example.go.th/o12"


def at(name, *args):
    return reverse(f"public_site:{name}", args=args)


@pytest.fixture
def published(house):
    house.attach("o12", "รายงานรอบ 6 เดือน", ADDRESS)
    house.publish(house.prepare())
    return house


def test_a_citizen_reads_the_page_without_signing_in_and_without_a_cookie(published):
    agency = published.agency
    answer = Client().get(at("ita", agency.pk, YEAR))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert text.count('class="ps-code') == 43
    assert "ให้ข้อมูลแล้ว" in text
    again = Client().get(at("ita", agency.pk, YEAR), HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304


def test_an_item_shows_its_evidence_and_says_where_there_is_none(published):
    agency = published.agency
    text = Client().get(at("item", agency.pk, YEAR, "o12")).content.decode()
    assert ADDRESS in text
    assert "รายงานรอบ 6 เดือน" in text
    text = Client().get(at("item", agency.pk, YEAR, "o13")).content.decode()
    assert "หน่วยงานยังไม่ได้ให้ข้อมูลข้อนี้" in text
    assert ADDRESS not in text


def test_the_frame_speaks_english_and_keeps_it(published):
    agency = published.agency
    text = Client().get(f"{at('ita', agency.pk, YEAR)}?language=en").content.decode()
    assert 'lang="en"' in text
    assert f"{at('item', agency.pk, YEAR, 'o12')}?language=en" in text


@pytest.mark.parametrize("name", ["home", "about"])
def test_the_other_pages_are_there_before_anything_is_published(house, name):
    answer = Client().get(at(name, house.agency.pk))
    assert answer.status_code == 200
    assert not answer.cookies


def test_what_was_never_published_is_told_with_what_there_is(published):
    agency = published.agency
    for address in (
        at("ita", agency.pk, 2569),
        at("item", agency.pk, YEAR, "o99"),
        at("file", agency.pk, YEAR, agency.pk),
    ):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert at("ita", agency.pk, YEAR) in answer.content.decode()


def test_a_withdrawn_page_says_so_at_its_old_addresses(published):
    agency = published.agency
    page = SitePage.objects.get()
    publishing.withdraw(page, by=published["publication"], reason="ข้อมูลผิดปี")
    for address in (at("ita", agency.pk, YEAR), at("item", agency.pk, YEAR, "o12")):
        answer = Client().get(address)
        assert answer.status_code == 410
        assert "ข้อมูลผิดปี" in answer.content.decode()
        assert ADDRESS not in answer.content.decode()


def test_a_file_is_served_while_its_page_is_shown_and_not_before_or_after(house):
    data = with_text("quarterly report")
    piece = house.attach("o12", "ไฟล์", data=data)
    address = at("file", house.agency.pk, YEAR, piece.pk)
    assert Client().get(address).status_code == 404
    page = house.publish(house.prepare())
    answer = Client().get(address)
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == "application/pdf"
    publishing.withdraw(page, by=house["publication"], reason="เหตุ")
    assert Client().get(address).status_code == 410


def test_another_agencys_page_is_not_found_under_this_one(published, other_agency):
    assert Client().get(at("ita", other_agency.pk, YEAR)).status_code == 404
    assert Client().get(at("ita", published.agency.pk, YEAR)).status_code == 200


@pytest.mark.long
def test_a_page_asks_as_often_for_one_piece_as_for_many(house):
    house.attach("o12", "หนึ่ง", ADDRESS)
    house.publish(house.prepare())
    address = at("ita", house.agency.pk, YEAR)
    Client().get(address)
    with CaptureQueriesContext(connection) as few:
        Client().get(address)
    for code in ("o13", "o14", "o15", "o16", "o17"):
        house.attach(code, code, ADDRESS)
    house.publish(house.prepare())
    with CaptureQueriesContext(connection) as many:
        Client().get(address)
    assert len(many) == len(few) <= 8


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_table_of_a_year_can_be_had_as_data(house, form):
    piece = house.attach("o13", "ไฟล์", data=with_text("report"))
    house.attach("o12", "รายงาน", ADDRESS)
    house.publish(house.prepare())
    agency = house.agency
    answer = Client().get(at("data", agency.pk, YEAR, form))
    assert answer.status_code == 200
    assert not answer.cookies
    link = at("file", agency.pk, YEAR, piece.pk)
    if form == "xlsx":
        assert answer.content.startswith(b"PK")
        return
    text = answer.content.decode()
    assert text.startswith("\ufeff") is (form == "csv")
    assert ADDRESS in text
    assert link in text
    if form == "json":
        told = json.loads(text)
        assert {row["item"] for row in told["rows"]} == {f"o{n}" for n in range(1, 44)}
        assert [field["name"] for field in told["fields"]] == list(told["rows"][0])


def test_there_is_no_table_in_another_form_or_of_what_is_not_shown(published):
    agency = published.agency
    assert Client().get(at("data", agency.pk, YEAR, "csv")).status_code == 200
    assert Client().get(at("data", agency.pk, YEAR, "exe")).status_code == 404
    assert Client().get(at("data", agency.pk, 2569, "csv")).status_code == 404
    page = SitePage.objects.get()
    publishing.withdraw(page, by=published["publication"], reason="เหตุ")
    assert Client().get(at("data", agency.pk, YEAR, "csv")).status_code == 410


def test_what_somebody_objects_to_is_not_shown_until_they_take_it_back(published):
    agency, page = published.agency, SitePage.objects.get()
    row = Submission.objects.get(code=page.published.check_code)
    objection = Objection.objects.create(
        agency=agency, submission=row, position=Position.objects.get(kind="chief-executive"),
        why="ไม่ใช่ลายมือชื่อ", by_words="นายกเทศมนตรี", made_at=now(),
    )  # fmt: skip
    addresses = [at("ita", agency.pk, YEAR), at("data", agency.pk, YEAR, "csv")]
    for address in addresses:
        answer = Client().get(address)
        assert answer.status_code == 404
        assert "นายกเทศมนตรี" in answer.content.decode()
        assert ADDRESS not in answer.content.decode()
    # No number tells either that these words stand in it.
    found = search(agency, "รายงานรอบ", now().date())
    assert (found.hits, found.count) == ((), 0)
    objection.lifted_at = now()
    objection.save()
    assert all(Client().get(address).status_code == 200 for address in addresses)
    assert search(agency, "รายงานรอบ", now().date()).hits


def test_only_addresses_of_the_web_are_links(house):
    piece = house.attach("o12", "หลักฐาน", ADDRESS)
    Piece.objects.filter(pk=piece.pk).update(address="javascript:alert(1)")
    house.attach("o13", "หลักฐาน", ADDRESS)
    house.publish(house.prepare())
    text = Client().get(at("item", house.agency.pk, YEAR, "o12")).content.decode()
    assert "javascript:alert(1)" in text
    assert 'href="javascript' not in text
    text = Client().get(at("item", house.agency.pk, YEAR, "o13")).content.decode()
    assert f'href="{ADDRESS}"' in text


def test_the_dashboard_says_how_much_everybody_sees(published, client_of):
    shown = public_site(published.agency, YEAR)
    assert (shown.figure, "43" in shown.unit) == ("1", True)
    assert public_site(published.agency, 2569) is None
    page = SitePage.objects.get()
    publishing.withdraw(page, by=published["publication"], reason="เหตุ")
    assert public_site(published.agency, YEAR).figure == "0"


# the staff


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (PUBLICATION_OFFICER, True), (ITA_OFFICER, True),
        (AUDITOR, False), (CHIEF_ADMINISTRATOR, False),
    ],
)  # fmt: skip
def test_who_may_prepare(house, make_actor, client_of, kind, may):
    person = make_actor(house.agency, kind, login="asked")
    answer = client_of(person).post(at("prepare", YEAR))
    assert answer.status_code == (302 if may else 403)
    assert SitePage.objects.exists() is may


@pytest.mark.long
def test_the_way_of_a_page_without_scripts(house, client_of):
    house.attach("o12", "รายงาน", ADDRESS)
    house.look_through()
    browser = client_of(house["publication"])
    answer = browser.post(at("prepare", YEAR), follow=True)
    page = SitePage.objects.get()
    assert "เสนอผู้บริหาร" in answer.content.decode()
    answer = browser.post(at("publish", page.pk))
    assert answer.status_code == 422
    house.agree(newest_edition(page))
    assert at("publish", page.pk) in browser.get(at("page", page.pk)).content.decode()
    assert browser.post(at("publish", page.pk)).status_code == 302
    assert Client().get(at("ita", house.agency.pk, YEAR)).status_code == 200
    answer = browser.post(at("withdraw", page.pk), {"reason": ""})
    assert answer.status_code == 422
    assert browser.post(at("withdraw", page.pk), {"reason": "เหตุ"}).status_code == 302
    assert Client().get(at("ita", house.agency.pk, YEAR)).status_code == 410


def test_the_staff_page_tells_what_the_board_has_now(house, client_of):
    house.publish(house.prepare())
    house.attach("o12", "รายงานใหม่", ADDRESS)
    page = SitePage.objects.get()
    text = client_of(house["publication"]).get(at("page", page.pk)).content.decode()
    assert "รายงานใหม่" in text
    text = client_of(house["publication"]).get(at("pages")).content.decode()
    assert "เผยแพร่แล้ว" in text


def test_an_address_that_never_was_is_told_without_a_cookie(published):
    own = f"/site/{published.agency.pk}/"
    for wrong in ("nothing/", "ita/๒๕๖๖/", "news/1/2", "wp-login.php"):
        answer = Client().get(f"{own}{wrong}")
        assert (answer.status_code, dict(answer.cookies)) == (404, {})
        assert reverse("public_site:home", args=[published.agency.pk]) in answer.content.decode()
    # What lacks its last stroke is there.
    answer = Client().get(f"{own}ita/2566?language=en")
    assert (answer.status_code, answer["Location"]) == (301, f"{own}ita/2566/?language=en")
    assert Client().get(answer["Location"]).status_code == 200
    assert Client().post(f"{own}nothing/").status_code == 405
