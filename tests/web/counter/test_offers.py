"""Forms that citizens fill in: looked through, published, replaced, retired."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.roles import AUDITOR, ITA_OFFICER, PUBLICATION_OFFICER

from prongsai.documents.counter_papers import PaperTicket, ticket_paper
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.models import FormEdition, RequestForm
from prongsai.web.citizens.counter.services import charts
from prongsai.web.platform.upload_validation import checked

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NAME, SERVICE = "คำร้องทั่วไป (ตัวอย่าง)", "รับคำร้องทั่วไป (ตัวอย่าง)"


def paper(words):
    """A PDF that says something."""
    told = PaperTicket(words, "", "", "1", "", "https://example.go.th", date(2026, 1, 1))
    return ticket_paper(told)


@pytest.fixture(scope="module")
def clean():
    return paper("แบบคำร้อง")


@pytest.fixture(scope="module")
def filled():
    return paper("โทร 081-234-5678")


@pytest.fixture
def officer(person):
    return person(ITA_OFFICER)


@pytest.fixture
def publisher(person):
    return person(PUBLICATION_OFFICER)


@pytest.fixture
def added(officer, clean):
    def one(data=None, example=None, form=None, name=NAME):
        file = checked("form.pdf", data or clean)
        other = checked("example.pdf", example) if example else None
        look = charts.looked(officer.agency, [file, *([other] if other else [])])
        words = charts.FormWords(name, SERVICE, date(2026, 1, 5))
        return charts.add_form(
            by=officer, words=words, file=file, example=other, look=look, form=form
        )  # fmt: skip

    return one


def public(edition, *rest):
    name = "form-file" if rest else "form"
    return Client().get(
        reverse(f"counter:{name}", args=[edition.form.agency_id, edition.form_id, *rest])
    )


def test_a_form_is_offered_once_it_is_published(added, publisher, clean):
    edition = added()
    assert public(edition).status_code == public(edition, "file").status_code == 404
    charts.publish_form(edition, by=publisher)
    page = public(edition).content.decode()
    assert "แบบลงวันที่ 5 มกราคม 2569" in page.replace("\u2060", "")
    assert public(edition, "file").content == checked("form.pdf", clean).data
    assert public(edition, "example").status_code == 404  # it has none


def test_what_looks_like_a_persons_is_published_with_a_reason_alone(added, publisher, filled):
    edition = added(example=filled)
    (shown,) = queries.offer_of(edition.form.agency, edition.form_id).editions.all()
    assert shown.remarks
    assert "081-234-5678" not in str(shown.remarks)
    for reason in ("", "  "):
        with pytest.raises(Refused):
            charts.publish_form(edition, by=publisher, reason=reason)
    assert public(edition).status_code == 404
    charts.publish_form(edition, by=publisher, reason="เลขสมมติในตัวอย่าง")
    assert public(edition, "example").status_code == 200


def test_a_clean_form_needs_no_reason_and_says_what_cannot_be_looked_for(
    added, publisher, client_of
):
    edition = added()
    page = client_of(publisher).get(reverse("counter:offer", args=[edition.form_id]))
    assert "ชื่อคนและที่อยู่ระบบตรวจให้ไม่ได้" in page.content.decode().replace("\u2060", "")
    charts.publish_form(edition, by=publisher)
    assert edition.form.editions.get().reason == ""


def test_a_new_edition_takes_the_place_of_the_old_one(added, publisher, filled):
    first = added()
    charts.publish_form(first, by=publisher)
    second = added(data=filled, form=first.form)
    assert queries.offer_of(first.form.agency, first.form_id).published.number == 1
    charts.publish_form(second, by=publisher, reason="เบอร์ของหน่วยงาน")
    assert queries.offer_of(first.form.agency, first.form_id).published.number == 2
    third = added(form=first.form)
    with pytest.raises(Refused):
        charts.publish_form(second, by=publisher)
    charts.publish_form(third, by=publisher)


def test_another_name_is_read_outside_once_its_edition_is_published(
    added, officer, publisher, client_of
):
    first = added()
    charts.publish_form(first, by=publisher)
    second = added(form=first.form, name="คำร้องอีกชื่อ (ตัวอย่าง)")
    page = public(first).content.decode()
    assert NAME in page.replace("\u2060", "")
    assert "อีกชื่อ" not in page
    told = client_of(officer).get(reverse("counter:offer", args=[first.form_id]))
    assert "เมื่อเผยแพร่จะใช้ชื่อ" in told.content.decode()
    again = client_of(officer).get(reverse("counter:offer-renew", args=[first.form_id]))
    assert "อีกชื่อ" in again.content.decode()
    charts.publish_form(second, by=publisher)
    assert "อีกชื่อ" in public(first).content.decode()


def test_a_name_that_another_form_took_meanwhile_is_told(added, publisher):
    first = added()
    charts.publish_form(first, by=publisher)
    second = added(form=first.form, name="คำร้องอีกชื่อ (ตัวอย่าง)")
    taken = added(name="คำร้องอีกชื่อ (ตัวอย่าง)")
    with pytest.raises(Refused):
        charts.publish_form(second, by=publisher)
    assert NAME in public(first).content.decode().replace("\u2060", "")
    charts.publish_form(taken, by=publisher)


def test_a_form_named_after_a_persons_number_is_not_published(added, publisher):
    edition = added(name="คำร้องของผู้มีเลข 1-2345-67890-12-1")
    with pytest.raises(Refused):
        charts.publish_form(edition, by=publisher, reason="มีเหตุผล")
    assert public(edition).status_code == 404
    charts.publish_form(added(form=edition.form), by=publisher)
    assert public(edition).status_code == 200


def test_a_retired_form_says_so_and_gives_no_file(added, publisher):
    edition = added()
    with pytest.raises(Refused):  # it is not offered
        charts.retire_form(edition.form, by=publisher, reason="ใช้แบบใหม่")
    charts.publish_form(edition, by=publisher)
    with pytest.raises(Refused):
        charts.retire_form(edition.form, by=publisher, reason=" ")
    charts.retire_form(edition.form, by=publisher, reason="ใช้แบบ ก แทน")
    page = public(edition)
    assert page.status_code == 410
    assert "ใช้แบบ ก แทน" in page.content.decode()
    assert public(edition, "file").status_code == 404
    assert queries.public_offers(edition.form.agency) == []


@pytest.mark.parametrize("reason", ["โทรถามนายสมมุติ 081-234-5678", "โทรถาม 0 2999 0000"])
def test_why_a_form_is_retired_tells_of_no_person(added, publisher, agency, reason):
    """Twin: the telephone of the office itself, which everybody may have."""
    agency.telephone = "0 2999 0000"
    agency.save()
    edition = added()
    charts.publish_form(edition, by=publisher)
    if agency.telephone in reason:
        charts.retire_form(edition.form, by=publisher, reason=reason)
        assert public(edition).status_code == 410
        return
    with pytest.raises(Refused, match="personal data"):
        charts.retire_form(edition.form, by=publisher, reason=reason)
    assert public(edition).status_code == 200


def test_the_search_knows_tones_digits_and_the_service(added, publisher, agency):
    for name in ("แบบ ภ.ป.๑ (ตัวอย่าง)", "คำขออนุญาต (ตัวอย่าง)"):
        charts.publish_form(added(name=name), by=publisher)

    def found(words):
        return [form.name[:3] for form in queries.public_offers(agency, words)]

    assert found("") == ["คำข", "แบบ"]
    assert found("ภป1") == ["แบบ"]
    assert found("คำร้องทั่วไป") == ["คำข", "แบบ"]  # the service of both
    assert found("แบบ ไม่มี") == []
    page = Client().get(reverse("counter:services", args=[agency.pk]), {"q": "ภ.ป. 1"})
    assert "คำขออนุญาต" not in page.content.decode()
    assert "แบบ ภ.ป.๑" in page.content.decode()


def test_who_adds_and_who_publishes(
    added, officer, publisher, person, other_agency, make_actor, clean
):
    edition = added()
    elsewhere = make_actor(other_agency, ITA_OFFICER)
    for by in (person(AUDITOR), elsewhere):
        with pytest.raises(Refused):
            charts.publish_form(edition, by=by)
    words = charts.FormWords("อื่น", SERVICE, date(2026, 1, 5))
    given = {"words": words, "file": checked("a.pdf", clean), "example": None}
    look = charts.Looked((), ())
    with pytest.raises(Refused):
        charts.add_form(by=publisher, look=look, **given)
    with pytest.raises(Refused):  # a form of another agency
        charts.add_form(by=elsewhere, look=look, form=edition.form, **given)
    assert charts.add_form(by=elsewhere, look=look, **given).form.agency == other_agency
    charts.publish_form(edition, by=officer)
    with pytest.raises(Refused):
        charts.retire_form(edition.form, by=elsewhere, reason="ก")


def test_a_name_is_given_once(added):
    edition = added()
    with pytest.raises(Refused):
        added()
    assert added(form=edition.form).number == 2


def test_a_form_is_added_by_its_page_and_what_is_no_paper_is_refused(officer, client_of, clean):
    browser = client_of(officer)
    typed = {
        "name": NAME, "service": SERVICE, "dated": "5 ม.ค. 2569",
        "once": "ab" * 16,
    }  # fmt: skip
    bad = SimpleUploadedFile("form.pdf", b"MZ not a paper")
    answer = browser.post(reverse("counter:offer-add"), typed | {"file": bad})
    assert answer.status_code == 422
    assert not RequestForm.objects.exists()
    good = SimpleUploadedFile("form.pdf", clean)
    assert browser.post(reverse("counter:offer-add"), typed | {"file": good}).status_code == 302
    edition = FormEdition.objects.get()
    assert (edition.dated, edition.example, edition.found) == (date(2026, 1, 5), None, [])
    browser.post(reverse("counter:offer-publish", args=[edition.pk]), {})
    assert public(edition).status_code == 200
    browser.post(reverse("counter:offer-retire", args=[edition.form_id]), {"reason": "เลิก"})
    assert public(edition).status_code == 410
