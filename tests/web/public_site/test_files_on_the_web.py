"""A file that the agency's own ITA page shows everybody is on the web, as long as it does."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests.web.disclosure.samples import look, save, work
from tests.web.public_site.samples import YEAR, pdf
from tests.web.public_site.test_table_files import asked
from tests.web.roles import ITA_OFFICER

from prongsai.core.disclosure.readiness import Gap
from prongsai.web.disclosure.disclosure.exports import board_xlsx
from prongsai.web.disclosure.disclosure.queries.board import BoardFilter, board
from prongsai.web.disclosure.disclosure.queries.hand_in import hand_in
from prongsai.web.disclosure.disclosure.queries.works import public_address
from prongsai.web.disclosure.disclosure.services import pieces, proving
from prongsai.web.disclosure.public_site.models import SiteEdition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import objections

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
CODE = "o12"
ADDRESS = "https://www.example.go.th"


@pytest.fixture(autouse=True)
def told_address(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SITE_ADDRESS = ADDRESS


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER, login="ita")


@pytest.fixture
def shown(house):
    """The piece of an item whose file is published."""
    piece = house.attach(CODE, "รายงาน", data=pdf())
    house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
    return piece


def gaps(house, code=CODE):
    return {lack.gap for lack in work(house.agency, code, YEAR).readiness.lacks}


def path_of(house, piece):
    return reverse("public_site:file", args=[house.agency.pk, YEAR, piece.pk])


def test_before_it_is_published_it_is_not_on_the_web_and_can_be_prepared(house):
    house.attach(CODE, "รายงาน", data=pdf())
    assert Gap.NOT_ON_WEB in gaps(house)
    edition = house.prepare()
    house.agree(edition)
    assert Gap.NOT_ON_WEB in gaps(house), "agreed to is not published"
    publishing.publish(edition, by=house["publication"], anyway="ดูแล้ว ไม่มี")
    assert not gaps(house) & {Gap.NOT_ON_WEB, Gap.LINK_UNCHECKED}
    house.prepare()
    assert Gap.NOT_ON_WEB not in gaps(house)


def test_every_page_and_sheet_says_where_it_is(house, shown, officer, client_of):
    look(officer, CODE)
    save(officer, CODE)
    path = path_of(house, shown)
    assert asked(path).status_code == 200
    page = board(officer, YEAR, today(), BoardFilter(words=CODE))
    assert [card.is_ready for card in page["cards"]] == [True]
    (row,) = [r for r in hand_in(house.agency, YEAR, today())["rows"] if r.work.item.code == CODE]
    assert (row.addresses, row.files) == ((f"{ADDRESS}{path}",), ())
    sheet = load_workbook(io.BytesIO(board_xlsx("", page))).active
    assert f"{ADDRESS}{path}" in {cell.value for line in sheet for cell in line}
    told = client_of(officer).get(reverse("disclosure:item", args=[YEAR, CODE])).content.decode()
    assert f"{ADDRESS}{path}" in told
    assert "เว็บนี้ส่งไฟล์เอง" in told
    permanent = Client().get(reverse("disclosure:permanent", args=[shown.pk]))
    assert (permanent.status_code, permanent["Location"]) == (302, f"{ADDRESS}{path}")
    proof = proving.ask_proof(house.agency, by=officer, year=YEAR)
    assert [one["addresses"] for one in proof.items] == [[f"{ADDRESS}{path}"]]


def withdrawn(house, _piece):
    page = SiteEdition.objects.latest("published_at").page
    publishing.withdraw(page, by=house["publication"], reason="ตรวจใหม่")


def replaced(house, piece):
    pieces.remove(piece, by=house["publication"])
    house.attach(CODE, "อีกฉบับ", data=pdf())


def published_without(house, piece):
    """The next edition does not show the file; the piece comes back to the board."""
    pieces.remove(piece, by=house["publication"])
    house.attach(CODE, "ลิงก์", "https://www.example.go.th/o12")
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
    pieces.restore(piece, by=house["publication"])


def expired(_house, _piece):
    SiteEdition.objects.update(expires_on=today() - timedelta(days=1))


@pytest.mark.parametrize("act", [withdrawn, replaced, published_without, expired])
def test_what_everybody_can_open_no_more_is_not_on_the_web(act, house, shown):
    assert Gap.NOT_ON_WEB not in gaps(house)
    act(house, shown)
    assert Gap.NOT_ON_WEB in gaps(house)


def test_a_file_of_a_paper_that_fell_is_not_on_the_web(house, shown, monkeypatch):
    assert public_address(shown, today())
    held = {shown.file.digest: objections.Objected(today(), "นายก")}
    monkeypatch.setattr(
        "prongsai.web.disclosure.public_site.queries.public.objected_files", lambda *_: held
    )
    assert Gap.NOT_ON_WEB in gaps(house)
    assert public_address(shown, today()) == ""


def test_a_site_that_only_this_host_can_open_publishes_no_file(house, shown, settings):
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    assert Gap.NOT_ON_WEB in gaps(house)
    settings.DEMO = True
    assert Gap.NOT_ON_WEB not in gaps(house)


def test_the_same_file_in_another_item_is_not_on_the_web_there(house, shown):
    data = files.read(shown.file)
    house.attach("o13", "รายงาน", data=data)
    assert Gap.NOT_ON_WEB in gaps(house, "o13")
    again = house.attach(CODE, f"อีกครั้ง {uuid4()}", data=data)
    assert public_address(again, today()) == f"{ADDRESS}{path_of(house, shown)}"


def test_many_files_ask_no_more_than_one(house, django_assert_num_queries, officer):
    house.attach(CODE, "รายงาน", data=pdf())
    house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
    with CaptureQueriesContext(connection) as one_file:
        board(officer, YEAR, today(), BoardFilter())
    for number in range(1, 10):
        house.attach(f"o{number}", f"รายงาน {number}", data=pdf())
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
        with django_assert_num_queries(len(one_file)):
            board(officer, YEAR, today(), BoardFilter())
