"""The file of a paper that fell is opened by no address; a page that fell is submitted anew."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import SUBJECT, Office
from tests.web.approval.papers import KIND, Memo
from tests.web.approval.test_annulling import WHY, signed
from tests.web.public_site import samples
from tests.web.public_site.samples import YEAR
from tests.web.public_site.test_register_tables import at
from tests.web.public_site.test_table_files import address, asked, published, sent
from tests.web.registers.samples import head_of
from tests.web.roles import PUBLICATION_OFFICER
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.services import charts
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site import hooks
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.platform import clock, files
from prongsai.web.platform.upload_validation import checked
from prongsai.web.signing.approval import handlers, queries
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import annulling, choosing, submitting

pytestmark = [pytest.mark.django_db]
FELL = "ผลลงนามของไฟล์นี้ถูกยกเลิก"


@pytest.fixture
def office(agency, monkeypatch, frozen_clock):
    monkeypatch.setitem(handlers._HANDLERS, KIND, Memo())
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
    return Office(agency)


@pytest.fixture
def house(office, monkeypatch):
    """The people of the office, with one who publishes; their year is open."""
    samples.quick(monkeypatch)
    made = samples.House.__new__(samples.House)
    made.agency, made.users = office.agency, dict(office.users)
    post = factories.make_position(office.agency, PUBLICATION_OFFICER, title="ประชาสัมพันธ์")
    made.users["publication"] = factories.make_user(office.agency, login="publication")
    factories.hold(made.users["publication"], post)
    made.year()
    return made


@pytest.fixture
def on_sheet(office, house):
    """A paper that was signed on paper, and the copy that was drawn of it."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    run_jobs()
    signed(row, office)
    run_jobs()
    return Submission.objects.get(pk=row.pk), queries.signed_copy(office.agency, KIND, SUBJECT)


def item_page(agency):
    return Client().get(at("item", agency.pk, YEAR, "o12")).content.decode()


@pytest.mark.long
def test_evidence_that_is_of_a_paper_that_fell_is_not_opened(office, house, on_sheet):
    row, copy = on_sheet
    data = files.read(copy)
    of_paper = house.attach("o12", "รายงาน", data=data)
    other = house.attach("o12", "อีกฉบับ", data=samples.pdf())
    house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
    own = at("file", office.agency.pk, YEAR, of_paper.pk)
    answer = asked(own)
    assert (answer.status_code, answer.told) == (200, data)
    assert FELL not in item_page(office.agency)
    etag = answer["ETag"]
    annulling.annul(row, by=office["mayor"], why=WHY)
    assert Client().get(own, HTTP_IF_NONE_MATCH=etag).status_code == 404
    for given in ({}, {"save": "1"}):
        answer = asked(own, **given)
        assert answer.status_code == 404
        assert FELL in answer.told.decode()
    page = item_page(office.agency)
    assert FELL in page
    assert own not in page
    assert asked(at("file", office.agency.pk, YEAR, other.pk)).status_code == 200
    assert at("file", office.agency.pk, YEAR, other.pk) in page
    assert Piece.objects.count() == 2, "nothing is taken from the board"


@pytest.mark.parametrize("when", ["before it is sent", "before it is published"])
@pytest.mark.long
def test_a_version_with_a_file_of_a_paper_that_fell_is_refused_by_its_name(
    when, office, house, on_sheet
):
    row, copy = on_sheet
    house.attach("o12", "รายงานปลอม", data=files.read(copy))
    house.attach("o12", "อีกฉบับ", data=samples.pdf())
    edition = house.prepare()
    if when == "before it is published":
        house.agree(edition)
    annulling.annul(row, by=office["mayor"], why=WHY)
    act = publishing.publish if when == "before it is published" else publishing.send
    with pytest.raises(Refused) as refusal:
        act(edition, by=house["publication"])
    assert "รายงานปลอม.pdf" in refusal.value.message.th
    assert "อีกฉบับ.pdf" not in refusal.value.message.th
    Piece.objects.get(title="รายงานปลอม").delete()
    house.publish(house.prepare(), anyway="ดูแล้ว ไม่มี")
    assert "อีกฉบับ" in item_page(office.agency)


def test_a_form_that_is_the_file_of_a_paper_that_fell_is_not_opened(office, house, on_sheet):
    row, copy = on_sheet
    publisher = house["publication"]

    def offered(name, data):
        file = checked("form.pdf", data)
        words = charts.FormWords(name, name, clock.today())
        edition = charts.add_form(
            by=office["analyst"], words=words, file=file, example=None,
            look=charts.looked(office.agency, [file]), form=None,
        )  # fmt: skip
        charts.publish_form(edition, by=publisher, reason="ไม่มีข้อมูลบุคคล")
        return reverse("counter:form-file", args=[office.agency.pk, edition.form_id, "file"])

    own, other = offered("แบบหนึ่ง", files.read(copy)), offered("แบบสอง", samples.pdf())
    assert [Client().get(url).status_code for url in (own, other)] == [200, 200]
    annulling.annul(row, by=office["mayor"], why=WHY)
    answer = Client().get(own)
    assert answer.status_code == 404
    assert FELL in answer.content.decode()
    assert Client().get(other).status_code == 200


def test_a_file_of_a_register_that_is_of_a_paper_that_fell_is_not_opened(
    office, house, on_sheet, client_of
):
    row, copy = on_sheet
    browser = client_of(head_of(office.agency))
    of_paper = sent(browser, **{"file-address": SimpleUploadedFile("s.pdf", files.read(copy))})
    other = sent(browser, title="ระเบียบสอง")
    page = published(house, anyway="ดูแล้ว ไม่มี")
    own, good = (address(house, page, one) for one in (of_paper, other))
    assert [asked(url).status_code for url in (own, good)] == [200, 200]
    annulling.annul(row, by=office["mayor"], why=WHY)
    answer = asked(own)
    assert answer.status_code == 404
    assert FELL in answer.told.decode()
    assert asked(good).status_code == 200


def agreed_on_sheets(house, office, edition):
    row = house.send(edition)
    signed(row, office)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


@pytest.mark.parametrize("was_shown", [True, False])
@pytest.mark.long
def test_a_page_that_fell_is_shown_again_by_a_new_version_where_it_was_shown(
    was_shown, office, house
):
    choosing.choose(
        office.agency, by=office["head"], kind=hooks.KIND, route="short", way=Way.ON_PAPER
    )
    house.attach("o12", "รายงาน", "https://www.example.go.th/o12")
    edition = house.prepare()
    row = agreed_on_sheets(house, office, edition)
    if was_shown:
        publishing.publish(edition, by=house["publication"])
    annulling.annul(row, by=office["mayor"], why=WHY)
    public = at("ita", office.agency.pk, YEAR)
    assert Client().get(public).status_code == 404
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        if was_shown:
            with pytest.raises(Refused) as refusal:
                publishing.send(edition, by=house["publication"])
            assert "ทำฉบับใหม่แล้วเสนอ" in refusal.value.next_step.th
            edition = house.prepare()
            assert edition.number == 2
        agreed_on_sheets(house, office, edition)
        publishing.publish(edition, by=house["publication"])
        assert Client().get(public).status_code == 200
