"""Whatever is published for an item passes the gate of the item."""

import re
from contextlib import nullcontext

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from msgspec.structs import replace
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import YEAR as YEAR_OF_NOTICE
from tests.web.announcements.conftest import People
from tests.web.disclosure.samples import without_an_element
from tests.web.public_site.samples import YEAR, House, with_text
from tests.web.publication.test_gate import (
    announcement,
    known_of_page,
    plan,
    quick,
    through,
    with_reason,
)
from tests.web.reports import samples as reports
from tests.web.roles import AUDITOR
from tests.web.running import run_jobs

from prongsai.web.agency.models import Notification
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece, PieceOfItem
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.publication.gate import ForItems, works_named
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.reports import services as reporting
from prongsai.web.year.reports.kinds import LINEAGE

__all__ = ["quick"]
pytestmark = [pytest.mark.django_db]
TITLE, REASON = "แผนที่ขาดองค์ประกอบ", "กองแจ้งว่าจะแก้ในสัปดาห์นี้"


@pytest.fixture
def house(agency, settings, tmp_path):
    settings.DATA = tmp_path
    house = House(agency)
    house.year()
    house.attach("o12", "แผน", "https://www.example.go.th/plan")
    house.look_through()
    return house


@pytest.fixture
def send(house, client_of):
    browser, pdf = client_of(house.users["publication"]), with_text("A plan")

    def sent(items="o12", name="add", args=(YEAR,), **given):
        file = SimpleUploadedFile("plan.pdf", pdf, "application/pdf")
        fields = {"kind": "other", "title": TITLE, "day": "12 ม.ค. 2566"}
        address = reverse(f"publication:{name}", args=args)
        return browser.post(address, fields | {"items": items, "file": file} | given)

    return sent


def checks_of(house, code):
    return ElementCheck.objects.filter(item=items_of(house.agency, YEAR).item(code).key)


def took_out_an_element(house):
    check = checks_of(house, "o12").first()
    check.pk, check.number, check.presence = None, 999, "absent"
    check.save()


def test_what_the_item_lacks_asks_for_a_reason_that_staff_read_at_the_item(house, send, client_of):
    took_out_an_element(house)
    checks_of(house, "o13").delete()
    page = send()
    assert page.status_code == 422
    told = re.search(r'name="told" value="(\w+)"', page.content.decode())[1]
    assert "o12" in str(page.context["form"].errors["anyway"])
    assert send(anyway="ก.", told=told).status_code == 422
    assert send("o12, o13", anyway=REASON, told=told).status_code == 422, "not what was shown"
    assert not Publication.objects.exists()
    assert send(anyway=REASON, told=told).status_code == 302
    entry = JournalEntry.objects.get(verb="paper-published-anyway")
    assert entry.detail["reason"] == REASON
    assert entry.detail["against"].startswith("o12 ")
    item = reverse("disclosure:item", args=[YEAR, "o12"])
    assert REASON in client_of(house.users["clerk"]).get(item).content.decode()
    newer = Publication.objects.get()
    again = with_text("A newer plan")
    file = SimpleUploadedFile("plan.pdf", again, "application/pdf")
    assert send(name="renew", args=[newer.pk], file=file).status_code == 422, "another edition"


def test_the_reason_stands_at_the_item_for_which_it_was_given(house, send, client_of):
    took_out_an_element(house)
    told = re.search(r'name="told" value="(\w+)"', send("o12, o13").content.decode())[1]
    assert send("o12, o13", anyway=REASON, told=told).status_code == 302
    browser = client_of(house.users["clerk"])
    pages = [browser.get(reverse("disclosure:item", args=[YEAR, code])) for code in ("o12", "o13")]
    assert [REASON in page.content.decode() for page in pages] == [True, False]


def test_an_item_that_was_looked_through_asks_for_none(send):
    assert send().status_code == 302
    assert Publication.objects.get().anyway == ""


def test_what_nobody_looked_for_asks_too_and_without_an_item_nothing_does(house, send):
    checks_of(house, "o13").delete()
    assert send("o13").status_code == 422
    assert send("").status_code == 302


@pytest.mark.parametrize("code", ["o99", "o12, o99"])
def test_a_code_that_the_year_does_not_have_is_refused(send, code):
    page = send(code)
    assert page.status_code == 422
    assert "o99" in str(page.context["form"].errors["items"])
    assert not Publication.objects.exists()


def results(agency, by):
    """A report on results, which an item of its year asks for."""
    (row,) = reports.filled(agency, by, 1)
    reports.write(agency, by, row, reports.RESULTS, summary="ทำครบ", outcome="เร็วขึ้น", problem="ไม่มี")
    submission = reporting.submit(agency, by=by, year=reports.YEAR, kind=reports.RESULTS)
    number_for(submission, by=by)
    return submission, reverse("reports:publish", args=[reports.YEAR, "results"])


SIGNED = {
    "announcement": (announcement, YEAR_OF_NOTICE, "no-gift-policy"),
    "plan": (plan, YEAR, "integrity-measures"),
    "results": (results, YEAR, LINEAGE),
}


def day_of(way):
    return reports.at(2023, 10, 9) if way == "results" else nullcontext()


@pytest.mark.parametrize("way", SIGNED)
def test_a_signed_paper_waits_for_a_reason_where_its_item_lacks_an_element(
    agency, officer, client_of, way
):
    people, (submit, year, lineage) = People(agency), SIGNED[way]
    with day_of(way):
        submission, address = submit(agency, officer)
        code = without_an_element(agency, year, lineage)
        run_jobs()
        decision = reverse("approval:submission", args=[submission.pk])
        asked = client_of(people.users["mayor"]).get(decision).context["page"].gate
        assert code in {concern.code for concern in asked.red}
        through(submission, people, "เห็นควร")
        submission.refresh_from_db()
        assert submission.is_approved
        assert not Publication.objects.exists()
        if way != "plan":
            assert Notification.objects.filter(said_th__contains=f"{code} ").exists()
        browser = client_of(officer)
        page = browser.post(address)
        assert code in page.content.decode()
        assert browser.post(address, with_reason(page, "-")).status_code == 422
        assert not Publication.objects.exists()
        assert browser.post(address, with_reason(page, REASON)).status_code == 302
        item = browser.get(reverse("disclosure:item", args=[year, code])).content.decode()
    assert Publication.objects.get().anyway == REASON
    entry = JournalEntry.objects.get(verb="paper-published-anyway").detail
    assert (entry["reason"], entry["against"].split()[0]) == (REASON, code)
    assert REASON in item


@pytest.mark.parametrize("way", SIGNED)
def test_who_prepares_a_paper_sees_what_its_item_lacks(agency, officer, client_of, make_actor, way):
    (submit, year, lineage), _ = SIGNED[way], People(agency)
    with day_of(way):
        submission, _address = submit(agency, officer)
        submitting.withdraw(submission, by=officer)
        code = without_an_element(agency, year, lineage)
        page = KINDS[submission.kind].url(agency, submission.subject)
        assert code in known_of_page(client_of(officer).get(page))
        reader = client_of(make_actor(agency, AUDITOR)).get(page)
        assert known_of_page(reader) == "", "who does not prepare it"
        ElementCheck.objects.update(presence="present")
        assert code not in known_of_page(client_of(officer).get(page))


def of_last_year(agency, year, lineage):
    """Evidence that was taken over: the paper is what takes its place."""
    item = next(each for each in items_of(agency, year).items if lineage in each.keys)
    piece = Piece.objects.create(
        agency=agency, fiscal_year=year, of_year=year - 1, title="ปีก่อน", added_at=now(),
        address="https://www.example.go.th/before",
    )  # fmt: skip
    PieceOfItem.objects.create(agency=agency, piece=piece, item=item.key, added_at=now())


def looked_through(agency, year, lineage):
    without_an_element(agency, year, lineage)
    ElementCheck.objects.update(presence="present")


@pytest.mark.parametrize(
    ("way", "board"),
    [
        ("announcement", of_last_year), ("results", looked_through),
    ],
)  # fmt: skip
def test_a_signed_paper_waits_for_nothing_else(agency, officer, way, board):
    people, (submit, year, lineage) = People(agency), SIGNED[way]
    with day_of(way):
        submission, _address = submit(agency, officer)
        board(agency, year, lineage)
        through(submission, people, "เห็นควร")
    assert Publication.objects.get().anyway == ""


def test_a_report_made_here_is_not_for_another_item_of_the_same_code(agency):
    """The results of 2567 are asked for by o28 of 2568; o28 of 2567 asks for something else."""
    named = ForItems("results", 2567, ("o28",), is_signed=True)
    for year in (2567, 2568):
        open_year(agency, year)
    other = items_of(agency, 2567).item("o28")
    assert LINEAGE not in other.keys
    without_an_element(agency, 2567, other.key)
    assert works_named(agency, named) == ()
    assert works_named(agency, replace(named, is_signed=False)), "who types it may mean either"
    without_an_element(agency, 2568, LINEAGE)
    assert [work.code for work in works_named(agency, named)] == ["o28"]


def test_a_file_that_was_signed_here_is_asked_as_any_when_it_is_sent_in(house, send, monkeypatch):
    signed = "prongsai.web.signing.publication.services.is_signed_here"
    monkeypatch.setattr(signed, lambda *_: True)
    checks_of(house, "o13").delete()
    assert send("o13").status_code == 422
    assert not Publication.objects.exists()
    assert send("o12").status_code == 302


def test_who_takes_looks_back_does_not_open_the_gate_of_a_signed_paper(house):
    named = ForItems("other", YEAR, ("o13",), is_signed=True)
    looks = checks_of(house, "o13")
    looks.update(presence="")
    assert works_named(house.agency, named)
    looks.delete()
    assert works_named(house.agency, named) == ()
