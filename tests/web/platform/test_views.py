import errno
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.roles import CHIEF_EXECUTIVE, UNIT_HEAD

from prongsai.web.platform import drawn, views
from prongsai.web.year.assessment.models import Assessment

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(agency):
    """The agency with two years."""
    for year in (2568, 2569):
        Assessment.objects.create(agency=agency, fiscal_year=year, opened_at=factories.MADE_AT)
    return agency


def test_health_says_whether_the_database_answers(client, monkeypatch):
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-cache" in answer["Cache-Control"]

    class Broken:
        def cursor(self):
            raise DatabaseError

    monkeypatch.setattr(views, "connection", Broken())
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"database\n")


def test_health_says_whether_anything_can_be_written(client, monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    assert client.get("/health/").status_code == 200

    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(views.os, "fsync", full)
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"disk\n")
    monkeypatch.undo()
    settings.DATA = tmp_path / "gone"
    assert client.get("/health/").status_code == 503


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ({"year": "9" * 4_500}, "/"),
        ({"year": "๒๕๖๘"}, "/"),
        ({"year": "2568"}, "/2568/"),
        ({"year": "2568", "page": "no-such-page"}, "/2568/"),
        ({"year": "2568", "page": "//evil.example"}, "/2568/"),
        ({"year": "x"}, "/"),
        ({"year": "//evil.example"}, "/"),
        ({}, "/"),
    ],
)
def test_the_year_switch_stays_on_the_site(client, query, address):
    answer = client.get("/year/", query)
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_the_year_switch_keeps_the_page(client):
    answer = client.get("/year/", {"year": "2568", "page": "whatif"})
    assert answer["Location"] == "/2568/whatif/"


def test_the_language_is_kept_and_the_way_back_is_ours(client):
    answer = client.post("/language/", {"language": "en", "next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    assert client.cookies["django_language"].value == "en"
    answer = client.post("/language/", {"language": "th", "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_an_address_of_a_button_says_so_where_it_is_opened(client):
    address = reverse("surveys:publish", args=[uuid4(), uuid4()])
    answer = client.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "เปิดที่อยู่นี้โดยตรงไม่ได้" in answer.content.decode()
    assert "เปิดที่อยู่นี้" not in client.post(address).content.decode()


def test_the_answer_to_a_form_offers_no_other_language(client, officer):
    assert officer
    address = "/account/login/"
    assert 'action="/language/"' in client.get(address).content.decode()
    answer = client.post(address, {"login": "nobody", "password": "wrong"})
    assert answer.status_code in {200, 422}
    assert 'action="/language/"' not in answer.content.decode()


def test_the_kit_is_only_in_the_demo(settings, client_of, officer):
    assert client_of(officer).get("/kit/").status_code == 404
    settings.DEMO = True
    assert client_of(officer).get("/kit/").status_code == 200


@pytest.mark.long
def test_the_frame_shows_what_the_position_may_open(
    settings, client_of, opened, make_actor, django_assert_num_queries
):
    settings.DEMO = True
    chief_executive = client_of(make_actor(opened, CHIEF_EXECUTIVE, login="m"))
    unit_head = client_of(make_actor(opened, UNIT_HEAD, login="u"))
    # session, user with agency, positions, years
    with django_assert_num_queries(4):
        page = chief_executive.get("/kit/").content.decode()
    assert 'value="2569"' in page
    assert 'href="/2569/"' in page
    assert 'href="/agency/journal/"' in chief_executive.get("/agency/rights/").content.decode()
    assert 'href="/agency/journal/"' not in unit_head.get("/agency/rights/").content.decode()
    assert 'href="/2569/"' in unit_head.get("/kit/").content.decode()


def test_a_stranger_sees_a_frame_without_rail(client):
    page = client.get("/no-such-page/").content.decode()
    assert "ps-rail" not in page
    assert "English" in page


@pytest.fixture
def careful():
    """A browser whose forms must carry a valid token."""
    return Client(enforce_csrf_checks=True)


def test_a_stale_form_of_ours_comes_back_with_all_that_was_typed(careful):
    answer = careful.post(
        "/year/?a=1",
        {"words": "ยาว\nมาก", "many": ["1", "2"], "password": "s3cret", "code": "123456",
         "item_code": "o12", "csrfmiddlewaretoken": "old"},
        headers={"Origin": "http://testserver"},
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'name="words" value="ยาว\nมาก"' in page
    assert 'name="many" value="1"' in page
    assert 'name="many" value="2"' in page
    assert 'name="item_code" value="o12"' in page
    assert 'action="/year/?a=1"' in page
    assert "s3cret" not in page
    assert "123456" not in page
    assert 'value="old"' not in page
    token = careful.cookies["csrftoken"].value
    again = {"words": "ยาว", "csrfmiddlewaretoken": token, "language": "en"}
    assert careful.post("/language/", again).status_code == 302


def test_a_stale_form_still_tells_for_whom_it_was_drawn(careful):
    """And says so to no reader: the mark is carried, not shown."""
    answer = careful.post(
        "/year/", {"words": "ก", drawn.FIELD: "x:y"}, headers={"Origin": "http://testserver"}
    )
    page = answer.content.decode()
    assert f'name="{drawn.FIELD}" value="x:y"' in page
    assert f"<dt>{drawn.FIELD}" not in page
    assert "<dt>words" in page


def test_a_foreign_form_is_refused_without_its_text(careful):
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        answer = careful.post("/language/", {"words": "ของคนอื่น"}, headers=headers)
        assert answer.status_code == 403
        assert "ของคนอื่น" not in answer.content.decode()


def test_a_file_cannot_be_kept_and_the_page_says_so(careful, tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("x")
    with path.open("rb") as file:
        answer = careful.post(
            "/language/", {"words": "ก", "file": file}, headers={"Origin": "http://testserver"}
        )
    page = answer.content.decode()
    assert "ต้องแนบไฟล์ใหม่" in page
    assert "ส่งอีกครั้ง" not in page
