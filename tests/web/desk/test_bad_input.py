"""What goes wrong on the way to the desk: each has words, and nothing is kept twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.databases import at_once
from tests.web.desk.conftest import TYPED
from tests.web.roles import COMPLAINT_OFFICER

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import printed_slip, slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.citizens.desk.rights import offered
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ONCE = "ab" * 16


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def sent(agency, kind="complaint", **typed):
    return Client().post(at("bring", agency.pk, kind), {**TYPED, **typed})


@pytest.mark.parametrize(
    "typed",
    [
        slip_of(7).translate(THAI),
        printed_slip(slip_of(7)),
        f"  {printed_slip(slip_of(7)).translate(THAI)}\t",
        printed_slip(slip_of(7)).replace(" ", "-"),
        printed_slip(slip_of(7)).replace(" ", "\u00a0"),
        f"#{slip_of(7)}",
    ],
)
def test_a_receipt_opens_its_case_however_it_is_typed(agency, case, typed):
    answer = Client().post(at("follow", agency.pk), {"receipt": typed})
    assert answer.status_code == 200
    assert TYPED["subject"] in answer.content.decode()


def test_a_video_is_refused_with_words_is_kept_nowhere_and_the_text_stays(
    agency, settings, tmp_path
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    video = SimpleUploadedFile("clip.mp4", b"\0" * 50_000_000, "video/mp4")
    answer = sent(agency, clip=video)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "ส่งไฟล์ที่นี่ไม่ได้" in text
    assert TYPED["what"] in text
    assert not Case.objects.exists()
    assert not list(tmp_path.iterdir())
    assert sent(agency).status_code == 200


def test_a_video_to_a_receipts_page_is_refused_with_words(agency, case):
    video = SimpleUploadedFile("clip.mp4", b"\0" * 3_000_000, "video/mp4")
    sent = Client().post(
        at("follow", agency.pk),
        {"receipt": slip_of(7), "act": "reply", "text": "ดูคลิป", "clip": video},
    )
    assert sent.status_code == 422
    assert "ส่งไฟล์ที่นี่ไม่ได้" in sent.content.decode()
    assert CaseEntry.objects.count() == 1


def test_a_text_of_millions_of_letters_is_refused_with_words(agency):
    body = "what=" + "a" * 3_000_000
    answer = Client().post(
        at("bring", agency.pk, "complaint"), body, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert "ข้อความยาวเกินไป" in answer.content.decode()
    assert not Case.objects.exists()


def test_whose_answer_was_lost_on_the_way_sends_again_and_gets_the_same_receipt(agency):
    first, again = sent(agency, once=ONCE), sent(agency, once=ONCE)
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert Case.objects.count() == 1


def test_a_kind_that_was_shut_meanwhile_says_so_and_shows_what_was_typed(agency, person):
    shut = sent(agency, "unfair-service")
    text = shut.content.decode()
    assert shut.status_code == 404
    assert "ตอนนี้หน่วยงานไม่รับเรื่องชนิดนี้ทางเว็บ" in text
    assert TYPED["what"] in text
    assert shut["Cache-Control"] == "no-store"
    assert not Case.objects.exists()
    person(COMPLAINT_OFFICER)
    assert sent(agency, "unfair-service").status_code == 200
    assert Client().get(at("bring", agency.pk, "no-such-kind")).status_code == 404


def test_while_the_complaint_officer_is_away_who_acts_for_the_post_reads_and_answers(agency):
    position = factories.make_position(agency, COMPLAINT_OFFICER)
    away, acting = factories.make_user(agency), factories.make_user(agency)
    factories.hold(away, position, last_day=today().replace(year=today().year - 1))
    kind = kind_of("unfair-service")
    assert kind not in offered(agency, today())
    factories.hold(acting, position, last_day=today(), is_acting=True, authority="คำสั่งตัวอย่าง")
    assert kind in offered(agency, today())
    case = receiving.receive(agency, kind, receiving.Brought(TYPED, slip_of(3)))
    working.note(case, by=actor_on(acting, today()), text="รับไว้", seen=1)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("crowded")
def test_two_hundred_reports_at_once_are_two_hundred_cases_with_a_number_each():
    agency = factories.make_agency()

    def one(number):
        return sent(agency, what=f"เรื่องที่ {number}", once=f"{number:032x}").status_code

    statuses = at_once(one, range(200))
    assert set(statuses) == {200}
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 201))
    assert CaseEntry.objects.count() == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("crowded")
def test_the_same_form_sent_by_many_presses_at_once_is_one_case():
    agency = factories.make_agency()
    answers = at_once(lambda _: sent(agency, once=ONCE).content, range(8))
    assert len(set(answers)) == 1
    assert Case.objects.count() == 1


def test_a_burst_of_spam_ends_at_the_days_limit_and_officials_still_take_in(
    agency, officer, monkeypatch
):
    monkeypatch.setattr(receiving, "MOST_A_DAY", 5)
    statuses = [sent(agency, what=f"โฆษณา {number}").status_code for number in range(9)]
    assert statuses == [200] * 5 + [422] * 4
    kept = str(list(Case.objects.values())) + str(list(CaseEntry.objects.values()))
    assert "127.0.0.1" not in kept
    receiving.receive(
        agency,
        kind_of("complaint"),
        receiving.Brought(TYPED, slip_of(9), channel="phone", by=officer),
    )
