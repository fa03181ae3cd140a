"""A question that becomes one that everybody reads: never in who asked's words by itself."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.public_site import samples
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, PUBLICATION_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.services import keeping, receiving, working
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ASKED = {
    "subject": "ค่าขยะของร้านป้าสมมุติ", "question": "ร้านหนูต้องจ่ายเดือนละเท่าไร",
    "contact_name": "นางสาวสมมุติ ใจตัวอย่าง", "contact_way": "081 234 5678",
}  # fmt: skip
QUESTION, ANSWER = "ร้านค้าจ่ายค่าเก็บขยะเท่าไร", "ตามข้อบัญญัติ คิดตามปริมาณ\n\nสอบถามได้ในเวลาราชการ"


@pytest.fixture
def house(agency, monkeypatch, frozen_clock, settings, tmp_path):
    settings.DATA = tmp_path
    samples.quick(monkeypatch)
    return samples.House(agency)


@pytest.fixture
def officer(house):
    return house["clerk"]


@pytest.fixture
def asked(agency, officer):
    row = receiving.receive(agency, kind_of("question"), receiving.Brought(ASKED, slip_of(3)))
    working.answer(row, by=officer, text="คิดตามปริมาณ", outcome=Outcome.EXPLAINED, seen=1)
    row.refresh_from_db()
    return row


def at(name, *args):
    return reverse(name, args=args)


def made(row, by, question=QUESTION, answer=ANSWER, seen=2):
    return keeping.make_faq(row, by=by, question=question, answer=answer, seen=seen)


def sent(client, row, **more):
    typed = {"question": QUESTION, "answer": ANSWER, "looked": "on", "seen": "2", **more}
    return client.post(at("desk:faq", row.pk), typed)


def test_the_form_begins_empty_beside_what_was_asked(asked, officer, client_of):
    client = client_of(officer)
    assert at("desk:faq", asked.pk) in client.get(at("desk:case", asked.pk)).content.decode()
    page = client.get(at("desk:faq", asked.pk)).content.decode()
    form, _, beside = page.partition("<aside")
    form = form[form.index("<form") :]
    for words in (ASKED["question"], "คิดตามปริมาณ", ASKED["contact_name"]):
        assert words not in form
    assert ASKED["question"] in beside


def test_a_question_is_drafted_agreed_to_published_found_and_withdrawn(
    asked, house, officer, client_of
):
    agency = house.agency
    answer = sent(client_of(officer), asked)
    (page,) = SitePage.objects.all()
    assert answer.url == at("public_site:page", page.pk)
    assert (page.kind, newest_edition(page).text) == (PageKind.FAQ, ANSWER)
    address = at("public_site:questions", agency.pk)
    assert QUESTION not in Client().get(address).content.decode()
    assert [one.name for one in waiting_for(house["publication"], today())] == [QUESTION]
    house.publish(newest_edition(page))
    shown = Client().get(address)
    assert QUESTION in shown.content.decode()
    assert "คิดตามปริมาณ" in shown.content.decode()
    assert not shown.cookies
    own = at("public_site:read", agency.pk, page.pk)
    for place in (address, at("public_site:sitemap", agency.pk)):
        assert own in Client().get(place).content.decode()
    assert address in Client().get(at("public_site:home", agency.pk)).content.decode()
    assert [hit.address for hit in search(agency, "เก็บขยะ", today(), kind="faq").hits] == [own]
    assert not search(agency, "เก็บขยะ", today(), kind="news").hits
    everywhere = Client().get(at("public_site:search", agency.pk), {"q": "เก็บขยะ", "kind": "x"})
    assert own in everywhere.content.decode()
    publishing.withdraw(page, by=house["publication"], reason="อัตราเปลี่ยน")
    assert QUESTION not in Client().get(address).content.decode()
    assert Client().get(own).status_code == 410
    assert not search(agency, "เก็บขยะ", today()).hits


def test_nothing_public_tells_of_the_case_or_who_asked(asked, house, officer):
    page = made(asked, officer)
    house.publish(newest_edition(page))
    agency = house.agency
    for place in (
        at("public_site:questions", agency.pk),
        at("public_site:read", agency.pk, page.pk),
    ):
        told = Client().get(place).content.decode()
        for words in (*ASKED.values(), str(asked.pk), f"{asked.number}/{asked.fiscal_year}"):
            assert words not in told
    assert JournalEntry.objects.filter(verb="case-made-faq", subject="1/2569").exists()


@pytest.mark.parametrize(
    ("field", "words", "told"),
    [
        ("question", "คุณใจตัวอย่างถามค่าขยะ", "ใจตัวอย่าง"),
        ("answer", "โทรบอก ๐๘๑-๒๓๔-๕๖๗๘ แล้ว", "081"),
        ("answer", "เลขบัตร 1-1017-00230-70-5 ใช้ได้", "1-"),
        ("answer", "ตามที่**ใจ**ตัวอย่างถาม", "ใจตัวอย่าง"),
    ],
)
def test_what_tells_who_asked_is_refused_at_its_field(
    asked, officer, client_of, field, words, told
):
    answer = sent(client_of(officer), asked, **{field: words})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "พบข้อมูลส่วนบุคคล" in text
    assert told in text
    assert words.replace("'", "") in text  # what was typed stays
    assert not SitePage.objects.exists()


def test_the_agencys_own_telephone_and_common_words_are_no_ones(asked, house, officer):
    house.agency.telephone = "0 5355 5000"
    house.agency.save()
    assert made(asked, officer, answer="โทรศัพท์ 0 5355 5000 หรือทางไลน์ของหน่วยงาน")


def test_who_has_not_said_that_they_looked_is_asked(asked, officer, client_of):
    answer = sent(client_of(officer), asked, looked="")
    assert answer.status_code == 422
    assert QUESTION in answer.content.decode()
    assert not SitePage.objects.exists()


@pytest.mark.parametrize("role", [ITA_OFFICER, PUBLICATION_OFFICER, UNIT_HEAD])
def test_who_keeps_no_desk_makes_none_though_they_publish(asked, person, client_of, role):
    stranger = person(role)
    assert client_of(stranger).get(at("desk:faq", asked.pk)).status_code == 403
    assert sent(client_of(stranger), asked).status_code == 403
    with pytest.raises(Refused):
        made(asked, stranger)
    assert not SitePage.objects.exists()


def test_the_complaint_officer_makes_one_and_publishes_nothing(asked, person, house):
    keeper = person(COMPLAINT_OFFICER)
    page = made(asked, keeper)
    assert not [one for one in waiting_for(keeper, today()) if one.kind == "site-page"]
    with pytest.raises(Refused):  # nobody agreed to it
        publishing.publish(newest_edition(page), by=house["publication"])


def test_only_an_answered_question_becomes_one_and_once(asked, case, agency, officer, client_of):
    working.answer(case, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=1)
    case.refresh_from_db()
    fresh = receiving.receive(agency, kind_of("question"), receiving.Brought(ASKED, slip_of(4)))
    for row, seen in ((case, 2), (fresh, 1)):
        assert client_of(officer).get(at("desk:faq", row.pk)).status_code == 404
        with pytest.raises(Refused):
            made(row, officer, seen=seen)
    page = made(asked, officer)
    with pytest.raises(Refused):
        made(asked, officer)
    shown = client_of(officer).get(at("desk:case", asked.pk)).content.decode()
    assert at("public_site:page", page.pk) in shown
    publishing.discard(page, by=officer)  # a draft that is gone may be made again
    asked.refresh_from_db()
    assert made(asked, officer)


def test_who_publishes_writes_one_without_a_case_and_in_its_own_words(house, client_of):
    client = client_of(house["publication"])
    form = client.get(at("public_site:begin", "faq")).content.decode()
    assert "คำถาม" in form
    answer = client.post(at("public_site:begin", "faq"), {"title": QUESTION, "text": ANSWER})
    (page,) = SitePage.objects.all()
    assert answer.url == at("public_site:page", page.pk)
    assert client.get(at("public_site:begin", "ita")).status_code == 404


def test_many_questions_ask_the_database_the_same(house, django_assert_max_num_queries):
    def add(number):
        shown = Shown(f"{QUESTION} {number}", ANSWER)
        page = publishing.begin(
            house.agency, by=house["publication"], kind=PageKind.FAQ, shown=shown
        )
        house.publish(newest_edition(page))

    address = at("public_site:questions", house.agency.pk)
    add(0)
    with django_assert_max_num_queries(30) as few:
        Client().get(address)
    add(1)
    add(2)
    with django_assert_max_num_queries(len(few)):
        text = Client().get(address).content.decode()
    assert text.count("<details") == 3
