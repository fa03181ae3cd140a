"""Pages of the agency's own site as evidence: what answers an item, what it lacks, who attaches."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import small_pdf
from tests.web.disclosure.samples import item
from tests.web.public_site.samples import YEAR
from tests.web.publication.test_services import publish
from tests.web.roles import ITA_OFFICER, UNIT_HEAD
from tests.web.tracking.samples import phone_photo

from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.desk.models import ShutKind
from prongsai.web.disclosure.disclosure.items import items_of, own_pages
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site.content import (
    About,
    Executive,
    ShownPiece,
    content_of,
)
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.public_site.queries.about import asks_both_sides, missing_of
from prongsai.web.disclosure.public_site.queries.staff import look_of, newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import withdraw
from prongsai.web.year.reports.kinds import items_of as codes_of
from prongsai.web.year.reports.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ADDRESS = "https://www.example.go.th"
NOW = 2569  # the fiscal year of `frozen_clock`


@pytest.fixture(autouse=True)
def told_address(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SITE_ADDRESS = ADDRESS


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER, login="ita")


def page_of(agency, code, year=YEAR):
    (found,) = own_pages(agency, item(agency, code, year), year, today())
    return found


def press(browser, code, path, year=YEAR):
    address = reverse("disclosure:add-own", args=[year, code])
    return browser.post(address, {"path": path}, follow=True).content.decode()


@pytest.mark.long
def test_a_part_of_the_page_about_the_agency_answers_once_it_is_published(
    house, officer, client_of
):
    agency, browser = house.agency, client_of(officer)
    before = page_of(agency, "o5")
    assert "ยังไม่มีหน้า ITA" in before.lacks.th
    assert "ยังไม่มีหน้า ITA" in press(browser, "o5", before.path)
    assert not Piece.objects.exists()
    agency.telephone, agency.email = "0 2000 0000", "office@example.go.th"
    agency.map_address = "https://www.example.go.th/map"
    agency.save()
    house.publish(house.prepare())
    assert "ยังไม่มี ที่ตั้ง ใส่ใน" in page_of(agency, "o5").lacks.th
    agency.street = "1 หมู่ 1"
    agency.save()
    house.publish(house.prepare())
    page = page_of(agency, "o5")
    assert page.lacks is None
    assert page.path.endswith("/about/#contact")
    shown = browser.get(reverse("disclosure:item", args=[YEAR, "o5"])).content.decode()
    assert "แนบเป็นหลักฐาน" in shown
    assert "เป็นหลักฐานของข้อนี้แล้ว" not in shown
    assert "เพิ่ม “ติดต่อหน่วยงาน” แล้ว" in press(browser, "o5", page.path)
    piece = Piece.objects.get()
    assert piece.address == f"{ADDRESS}{page.path}"
    shown = browser.get(reverse("disclosure:item", args=[YEAR, "o5"])).content.decode()
    assert "เป็นหลักฐานของข้อนี้แล้ว" in shown
    assert "แนบเป็นหลักฐาน" not in shown
    # Pressed once more it is there once; that it is there does not make the item ready.
    press(browser, "o5", page.path)
    assert Piece.objects.count() == 1
    assert "ตรวจครบทุกเรื่องที่ทราบแล้ว" not in shown


def test_what_the_agency_did_not_fill_in_answers_nothing(house):
    house.publish(house.prepare())
    assert page_of(house.agency, "o3").lacks is not None, "no powers and duties were entered"


def test_news_answer_in_the_year_in_which_some_were_published(house):
    agency = house.agency
    open_year(agency, NOW)
    items = items_of(agency, NOW).items
    code = next(item.code for item in items if "public-relations-news" in item.keys)
    assert page_of(agency, code, NOW).lacks is not None
    page = publishing.begin(agency, by=house["publication"], kind="news", shown=Shown("ข่าว", "ก"))
    assert page_of(agency, code, NOW).lacks is not None, "nobody sees it yet"
    house.publish(newest_edition(page))
    assert page_of(agency, code, NOW).lacks is None
    assert page_of(agency, "o7").lacks is not None, "not in the year before"


def test_questions_are_answered_by_the_desk_while_it_takes_some(house, officer, client_of):
    agency = house.agency
    page = page_of(agency, "o8")
    assert (page.lacks, page.path) == (None, reverse("desk:bring", args=[agency.pk, "question"]))
    ShutKind.objects.create(agency=agency, kind="question", reason="ปรับปรุง", day=today())
    assert "ปิดรับ" in page_of(agency, "o8").lacks.th
    assert "ปิดรับ" in press(client_of(officer), "o8", page.path)
    assert not Piece.objects.exists()


@pytest.mark.parametrize(
    ("code", "of", "keys", "path"),
    [
        ("o18", YEAR, ["prune-trees", "collect-waste", "general-request", "sign-tax"], "desk/"),
        ("o32", 2565, ["opinion"], "desk/new/opinion/"),
    ],
)
def test_requests_and_opinions_are_answered_by_the_desk_until_all_are_shut(
    house, officer, client_of, code, of, keys, path
):
    agency = house.agency
    if of != YEAR:
        open_year(agency, of)
    page = page_of(agency, code, of)
    assert (page.lacks, page.path) == (None, f"/site/{agency.pk}/{path}")
    press(client_of(officer), code, page.path, of)
    assert Piece.objects.count() == 1
    for number, key in enumerate(keys, start=1):
        ShutKind.objects.create(agency=agency, kind=key, reason="ปรับปรุง", day=today())
        lacks = page_of(agency, code, of).lacks
        assert (lacks is not None) == (number == len(keys)), key


def test_participation_has_its_page_and_the_channel_for_corruption_says_that_it_comes_later(
    house, officer, client_of
):
    agency, path = house.agency, reverse("desk:public", args=[house.agency.pk])
    page = page_of(agency, "o30")
    assert (page.lacks, page.path) == (None, path)
    channel = page_of(agency, "o28")
    assert "จะมีในภายหลัง" in channel.lacks.th
    assert "จะมีในภายหลัง" in press(client_of(officer), "o28", channel.path)
    assert not Piece.objects.exists()


@pytest.mark.parametrize("path", ["", "/", "//elsewhere.example/", "javascript:alert(1)"])
def test_only_a_page_that_answers_the_item_is_attached(house, officer, client_of, path):
    assert "ไม่ได้ตอบข้อนั้น" in press(client_of(officer), "o8", path)
    other = reverse("desk:bring", args=[house.agency.pk, "question"])
    assert "ไม่ได้ตอบข้อนั้น" in press(client_of(officer), "o13", other)
    assert not Piece.objects.exists()


def test_another_units_head_attaches_nothing(house, client_of):
    agency = house.agency
    head = factories.make_user(agency, login="head")
    unit = factories.make_unit(agency, "กองช่าง")
    factories.hold(head, factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองช่าง"))
    browser = client_of(actor_on(head, today()))
    path = reverse("desk:bring", args=[agency.pk, "question"])
    answer = browser.post(reverse("disclosure:add-own", args=[YEAR, "o8"]), {"path": path})
    assert answer.status_code == 403
    assert not Piece.objects.exists()


def test_an_address_that_only_this_machine_finds_is_no_evidence(house, settings):
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    assert "ไม่มีที่อยู่ที่คนนอกเปิดได้" in page_of(house.agency, "o8").lacks.th
    settings.DEMO = True
    assert page_of(house.agency, "o8").lacks is None


def test_social_networks_of_the_settings_are_shown_and_answer_their_item(house, client):
    agency = house.agency
    house.publish(house.prepare())
    assert "social" not in newest_edition_of(house).content["about"]
    assert page_of(agency, "o9").lacks is not None
    home = client.get(reverse("public_site:home", args=[agency.pk])).content.decode()
    assert 'id="social"' not in home
    agency.social_pages = "เฟซบุ๊ก https://www.facebook.com/example"
    agency.save()
    assert page_of(agency, "o9").lacks is not None, "nobody agreed to it yet"
    house.publish(house.prepare())
    assert page_of(agency, "o9").lacks is None
    for name in ("about", "home"):
        shown = client.get(reverse(f"public_site:{name}", args=[agency.pk])).content.decode()
        assert 'id="social"' in shown
        assert 'href="https://www.facebook.com/example"' in shown
    ita = client.get(reverse("public_site:item", args=[agency.pk, YEAR, "o9"])).content.decode()
    assert "#social" in ita


def test_executives_of_the_register_are_shown_with_photo_and_contact_once_agreed(
    house, officer, client, client_of
):
    """Only those in office; the photo is everybody's only while the page is."""
    agency, browser = house.agency, client_of(officer)
    add = reverse("registers:add", args=[YEAR, "executives"])
    row = {
        "side": "ฝ่ายการเมือง", "place": "1", "post": "นายก (ตัวอย่าง)", "name": "ก (ตัวอย่าง)",
        "telephone": "0 2000 0001", "file-photo": SimpleUploadedFile("ก.jpg", phone_photo()),
    }  # fmt: skip
    former = {**row, "place": "2", "name": "ข (ตัวอย่าง)", "until": "1 ต.ค. 2560"}
    del former["file-photo"]
    for sent in (row, former):
        assert browser.post(add, sent).status_code == 302
    edition = house.prepare()
    (photo,) = content_of(edition.content).photos
    address = reverse("public_site:file", args=[agency.pk, YEAR, photo.id])
    assert client.get(address).status_code == 404
    house.publish(edition)
    shown = client.get(reverse("public_site:about", args=[agency.pk])).content.decode()
    for words in ("ฝ่ายการเมือง", "นายก (ตัวอย่าง)", "ก (ตัวอย่าง)", "0 2000 0001", address):
        assert words in shown
    assert "ข (ตัวอย่าง)" not in shown
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer)
    assert page_of(agency, "o2").lacks is None
    # From the moment that its row is taken out nobody opens it, though the page stands.
    RegisterRow.objects.filter(values__place=1).update(removed_at=now())
    assert client.get(address).status_code == 404
    shown = client.get(reverse("public_site:about", args=[agency.pk])).content.decode()
    assert address not in shown
    assert "ก (ตัวอย่าง)" in shown


PHOTO = ShownPiece("1", "ก", date(2023, 1, 1))
MAYOR = Executive("นายก", "ก", side="political", telephone="0 2000 0001", photo=PHOTO)
CLERK = replace(MAYOR, title="ปลัด", side="permanent", telephone="", email="clerk@example.go.th")
CHAIR, VACANT = Executive("ประธานสภา", "ค", side="council"), Executive("รองปลัด", is_vacant=True)


@pytest.mark.parametrize(
    ("part", "posts", "both_sides", "lacking"),
    [
        ("structure", (), False, ["ตำแหน่งที่สำคัญ"]),
        ("structure", (CLERK,), False, []),
        ("structure", (CLERK,), True, ["ฝ่ายการเมือง"]),
        ("structure", (MAYOR, CLERK), True, []),
        ("executives", (VACANT,), False, ["ชื่อผู้บริหาร"]),
        ("executives", (MAYOR, CLERK, CHAIR, VACANT), True, []),
        ("executives", (MAYOR,), True, ["ฝ่ายประจำ"]),
        (
            "executives", (replace(MAYOR, photo=None), replace(CLERK, photo=None, email="")), True,
            ["ภาพถ่ายของ นายก, ปลัด", "ช่องทางติดต่อของ ปลัด"],
        ),
        ("executives", (replace(MAYOR, name=""),), False, ["ชื่อของ นายก"]),
    ],
)  # fmt: skip
def test_what_is_missing_of_posts_and_people_is_named(part, posts, both_sides, lacking):
    about = About("เทศบาล", units=("สำนักปลัด",), executives=posts)
    assert [text.th for text in missing_of(about, part, both_sides=both_sides)] == lacking


@pytest.mark.parametrize(
    ("year", "kind", "asked"),
    [(2566, "town-municipality", False), (2569, "town-municipality", True), (2569, "other", False)],
)
def test_both_sides_are_asked_where_the_year_asks_a_local_government(agency, year, kind, asked):
    agency.kind = kind
    requirements = items_of(agency, year).item("o1").requirements
    assert asks_both_sides(agency, requirements) == asked


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ({"telephone": "0 2000 0001", "email": "mayor@example.go.th"}, 0),
        ({"telephone": "081-234-5678"}, 1),
        ({"telephone": "0 2000 0001 ต่อ 12, 08 1234 5678"}, 1),
        ({"telephone": "mayor@example.go.th"}, 0),
        ({"telephone": "mayor@example.go.th, 081-234-5678"}, 1),
        ({"email": "mayor@example.go.th โทร 081-234-5678"}, 1),
    ],
)
def test_an_executives_own_telephone_is_told_before_everybody_reads_it(
    house, officer, client_of, contact, found
):
    add = reverse("registers:add", args=[YEAR, "executives"])
    row = {"side": "ฝ่ายการเมือง", "place": "1", "post": "นายก (ตัวอย่าง)", **contact}
    assert client_of(officer).post(add, row).status_code == 302
    assert len(look_of(house.prepare()).hits) == found


def test_who_agrees_reads_all_that_the_page_says_of_the_agency(
    house, officer, client_of, monkeypatch
):
    """On the memo and on the page beside the button: nobody slips a person or an address in."""
    agency, drawn = house.agency, []
    monkeypatch.setattr(
        tasks, "pdf_of",
        lambda _v, document: drawn.append("\n".join(document.strings())) or small_pdf("x"),
    )  # fmt: skip
    agency.street, agency.duties = "1 หมู่ 1 (ตัวอย่าง)", "จัดทำบริการสาธารณะ\nตามกฎหมาย"
    agency.social_pages = "เฟซบุ๊ก https://www.facebook.com/example"
    agency.save()
    row = {
        "side": "ฝ่ายการเมือง", "place": "1", "post": "นายก (ตัวอย่าง)", "name": "ก (ตัวอย่าง)",
        "telephone": "0 2000 0001", "file-photo": SimpleUploadedFile("ก.jpg", phone_photo()),
    }  # fmt: skip
    client_of(officer).post(reverse("registers:add", args=[YEAR, "executives"]), row)
    house.attach("o12", "แผน (ตัวอย่าง)", "https://www.example.go.th/plan")
    edition = house.prepare()
    house.send(edition)
    mayor = client_of(house["mayor"])
    page = mayor.get(reverse("public_site:page", args=[edition.page_id])).content.decode()
    for words in (
        "แผน (ตัวอย่าง)", "1 หมู่ 1 (ตัวอย่าง)", "จัดทำบริการสาธารณะ ตามกฎหมาย", "facebook.com/example",
        "นายก (ตัวอย่าง)", "ก (ตัวอย่าง)", "0 2000 0001", "มีภาพถ่าย",
    ):  # fmt: skip
        assert words in drawn[0], words
        assert words in page, words
    (photo,) = RegisterFile.objects.all()
    address = reverse("registers:file", args=[YEAR, "executives", photo.row_id, photo.pk])
    assert f'href="{address}"' in page
    assert mayor.get(address).headers["Content-Type"] == "image/jpeg"


def test_a_published_paper_answers_its_item_with_one_button(house, officer, client_of):
    agency, browser = house.agency, client_of(officer)
    open_year(agency, NOW)
    assert own_pages(agency, item(agency, "o20", NOW), NOW, today()) == ()
    paper = publish(officer, items=("o20",), anyway="ยังไม่ได้ตรวจองค์ประกอบ")
    page = page_of(agency, "o20", NOW)
    assert (page.title.th, page.lacks) == ("ประกาศนโยบายไม่รับของขวัญ", None)
    assert "เพิ่ม “ประกาศนโยบายไม่รับของขวัญ” แล้ว" in press(browser, "o20", page.path, NOW)
    assert Piece.objects.get().address == f"{ADDRESS}{page.path}"
    assert Client().get(page.path).status_code == 200
    assert own_pages(agency, item(agency, "o22", NOW), NOW, today()) == ()
    withdraw(paper, by=officer, reason="ผิดฉบับ")
    assert own_pages(agency, item(agency, "o20", NOW), NOW, today()) == ()
    assert "ไม่ได้ตอบข้อนั้น" in press(browser, "o20", page.path, NOW)


@pytest.mark.parametrize(
    ("year", "code", "sure", "unsure"),
    [
        (2564, "o43", [2564], []), (2565, "o43", [2565], []), (2566, "o43", [2566], []),
        (2567, "o35", [], [2566, 2567]), (2568, "o28", [2567], []), (2569, "o26", [], [2568]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_made", [True, False])
def test_a_report_of_results_answers_the_item_that_asks_for_its_year(
    agency, officer, is_made, year, code, sure, unsure
):
    """What the product made and what somebody published by hand under the item's code."""
    for of_year in range(year - 2, year + 2):
        rows = Report.objects.filter(agency=agency, fiscal_year=of_year)
        if is_made:
            Report.objects.create(agency=agency, kind="results", fiscal_year=of_year, made_at=now())
        given = {"subject": rows.get().pk} if is_made else {}
        publish(officer, kind="results", year=of_year, title=str(of_year), items=(), **given)
    # Some of these years do not have the code: then nobody could publish under it.
    Publication.objects.update(items=["o21"] if is_made else [code])
    pages = own_pages(agency, item(agency, code, year), year, today())
    assert sorted(int(page.title.th) for page in pages if page.caution is None) == sure
    assert sorted(int(page.title.th) for page in pages if page.caution is not None) == unsure


@pytest.mark.parametrize(
    ("of_year", "codes"),
    [
        (2563, ()), (2564, ("o43",)), (2565, ("o43",)), (2566, ("o43",)), (2567, ("o28",)),
        (2568, ()), (2569, ()),
    ],
)  # fmt: skip
def test_a_report_of_results_prints_the_codes_of_items_that_surely_ask_for_it(
    agency, of_year, codes
):
    assert codes_of(agency, Report(agency=agency, kind="results", fiscal_year=of_year)) == codes


def newest_edition_of(house):
    return newest_edition(SitePage.objects.get(agency=house.agency, kind="ita"))
