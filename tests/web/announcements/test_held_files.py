"""Every file of a paper that somebody objects to, by whatever way it comes before the public."""

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web.announcements.conftest import file_status, sign_on_paper, small_pdf, text
from tests.web.approval import former
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.services import sending
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import (
    Decision,
    Enclosure,
    PaperResult,
    Submission,
    Version,
)
from prongsai.web.signing.approval.objections import objected_files
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.signing.approval.services import choosing, deciding
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.publication import queries as published
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.gate import Look

pytestmark = [pytest.mark.django_db]
WHY = "ไม่ได้ลงนาม"


def files_of(row, officer):
    """Every kept file of a paper that a person can take away and send in again."""
    version = Version.objects.get(submission=row)
    final = deciding.final_copy(row, by=officer, copy=Upload("f.pdf", small_pdf("by hand")))
    along = files.store(row.agency, None, "along.pdf", "application/pdf", small_pdf("along"))
    Enclosure.objects.create(
        agency=row.agency, version=version, place=1, title="ก", file=along, digest=along.digest
    )
    return {
        "exact": version.file,
        "word": version.word_file,
        "signed": version.signed_file,
        "by hand": final,
        "scan": Decision.objects.filter(submission=row).last().scan,
        "entered": PaperResult.objects.filter(submission=row).first().scan,
        "along": along,
    }


def by_hand(agency, officer, file):
    return publishing.publish(
        agency, by=officer, kind="other", subject=uuid4(), title="ชื่ออื่น", year=2569, file=file,
        number="1/2569", day=today(), look=Look(),
    )  # fmt: skip


def round_by_hand(agency, officer, file):
    return circulating.start(
        agency, by=officer, title="ก", kind="other", subject=uuid4(), file=file, year=2569,
        units=None, due=None,
    )  # fmt: skip


@pytest.mark.parametrize("way", [by_hand, round_by_hand])
def test_no_file_of_a_held_paper_goes_out(agency, people, officer, on_a_sheet, way):
    _, row = on_a_sheet()
    kept = files_of(row, officer)
    former.object_to(row, by=people["mayor"], why=WHY)
    for name, file in kept.items():
        with pytest.raises(Refused) as refusal:
            way(agency, officer, file)
        assert refusal.value.field == "file", name
    other = files.store(agency, None, "o.pdf", "application/pdf", small_pdf("another"))
    assert way(agency, officer, other), "a file of no held paper"
    former.lift(row, by=people["mayor"])
    for name, file in kept.items():
        assert way(agency, officer, file), name


@pytest.mark.long
def test_the_files_of_many_papers_are_asked_at_once(
    agency, people, officer, on_a_sheet, django_assert_max_num_queries
):
    _, row = on_a_sheet()
    former.object_to(row, by=people["mayor"], why=WHY)
    digests = [file.digest for file in files_of(row, officer).values()]
    with django_assert_max_num_queries(5):
        assert set(objected_files(agency, digests)) == set(digests)


@pytest.fixture
def early(agency, officer, people, drafted):
    """A paper whose exact PDF is published before anybody signed it on paper."""
    agency.second_factor = []
    agency.save()
    choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    submission = sending.send(drafted(), by=officer)
    run_jobs()
    edition = by_hand(agency, officer, Version.objects.get().file)
    sign_on_paper(submission, officer, people)
    return edition, Submission.objects.get(pk=submission.pk)


@pytest.mark.long
def test_what_was_published_before_its_approval_is_held_too(agency, people, early, client):
    edition, row = early
    place = (agency.pk, edition.pk)
    assert (edition.check_code, file_status(client, place)) == ("", 200)
    former.object_to(row, by=people["mayor"], why=WHY)
    assert file_status(client, place) == 404
    assert "มีผู้คัดค้าน" in text(client, "publication:paper", *place)
    assert "มีผู้คัดค้าน" in text(client, "publication:public", agency.pk)
    assert published.published_page(agency, edition.fiscal_year)["rows"][0].state == "held"
    assert [hit for hit in published.hits(agency) if "มีผู้คัดค้าน" in str(hit)]
    former.lift(row, by=people["mayor"])
    assert file_status(client, place) == 200
    assert published.published_page(agency, edition.fiscal_year)["rows"][0].state == "current"


@pytest.mark.long
def test_a_copy_that_was_drawn_anew_is_held_by_its_code(agency, people, on_a_sheet, client):
    _, row = on_a_sheet()
    edition = published.in_force(agency)[0]
    Version.objects.update(
        signed_file=files.store(agency, None, "n.pdf", "application/pdf", small_pdf("new"))
    )
    former.object_to(row, by=people["mayor"], why=WHY)
    assert file_status(client, (agency.pk, edition.id)) == 404


@pytest.mark.long
def test_a_held_paper_bears_no_green(agency, people, officer, on_a_sheet, client_of):
    announcement, row = on_a_sheet()
    assert state_of(agency, KIND, announcement.pk).tag == "ok"
    former.object_to(row, by=people["mayor"], why=WHY)
    assert state_of(agency, KIND, announcement.pk).tag == "bad"
    page = client_of(officer).get(
        reverse("announcements:announcement", args=[announcement.fiscal_year, announcement.pk])
    )
    assert "ps-tag--bad" in page.content.decode()


@pytest.mark.long
def test_the_disputed_step_is_marked_and_no_other(agency, people, officer, on_a_sheet, client_of):
    announcement, row = on_a_sheet()
    marks = [step.state for step in state_of(agency, KIND, announcement.pk).steps]
    assert marks == ["done", "done", "done"]
    former.object_to(row, by=people["mayor"], why=WHY)
    steps = state_of(agency, KIND, announcement.pk).steps
    assert [step.state for step in steps] == ["done", "done", "disputed"]
    assert "คัดค้าน" in steps[2].detail
    page = text(client_of(officer), "approval:submission", row.pk)
    assert 'class="is-disputed"' in page
    former.lift(row, by=people["mayor"])
    assert [step.state for step in state_of(agency, KIND, announcement.pk).steps] == marks


@pytest.mark.long
def test_the_staff_has_the_files_of_a_held_paper_by_a_name_that_says_so(
    agency, people, officer, on_a_sheet, client_of
):
    """To settle what is disputed somebody must read it; nobody passes it on unaware."""
    _, row = on_a_sheet()
    files_of(row, officer)
    browser = client_of(officer)
    decision = Decision.objects.filter(submission=row).last()
    circulation = Circulation.objects.get()
    addresses = [
        *(reverse("approval:file", args=[row.pk, 1, form]) for form in ("signed", "pdf", "final")),
        reverse("approval:scan", args=[row.pk, decision.pk]),
        reverse("approval:enclosure", args=[row.pk, 1, 1]),
        reverse("approval:together", args=[row.pk, 1]),
        reverse("circulation:file", args=[circulation.pk]),
    ]
    mark = quote("มีผู้คัดค้าน")
    for address in addresses:
        assert mark not in browser.get(address)["Content-Disposition"], address
    former.object_to(row, by=people["mayor"], why=WHY)
    for address in addresses:
        assert mark in browser.get(address)["Content-Disposition"], address
    for name, args in (("approval:submission", [row.pk]), ("circulation:read", [circulation.pk])):
        assert "มีผู้คัดค้าน" in text(browser, name, *args), "and the page with the link"


@pytest.mark.long
def test_who_may_annul_sees_the_sheet_and_who_is_told(people, on_a_sheet, client_of):
    _, row = on_a_sheet()
    decision = Decision.objects.filter(submission=row).last()
    sheet = reverse("approval:scan", args=[row.pk, decision.pk])
    page = text(client_of(people.users["mayor"]), "approval:submission", row.pk)
    box = page.split('id="annul"')[1].split("</details>")[0]
    assert f'href="{sheet}"' in box
    assert "ผู้บันทึก และผู้ยืนยัน" in box
    other = text(client_of(people.users["head"]), "approval:submission", row.pk)
    assert 'id="annul"' not in other
