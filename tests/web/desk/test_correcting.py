"""An answer that was wrong is corrected: the new one and the former stand, each with its day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.public_site import samples
from tests.web.roles import ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Act, Outcome, State
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.services import keeping, receiving, working
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
WRONG, RIGHT = "ซ่อมเสร็จแล้ว", "ซ่อมแล้วหนึ่งดวง อีกดวงรออะไหล่"


def at(name, *args):
    return reverse(name, args=args)


def now_of(row):
    return Case.objects.get(pk=row.pk)


def answered(row, by):
    seen = now_of(row).version
    working.answer(row, by=by, text=WRONG, outcome=Outcome.DONE, seen=seen)


def correct(row, by, text=RIGHT, outcome=Outcome.EXPLAINED):
    row = now_of(row)
    working.correct(row, by=by, text=text, outcome=outcome, seen=row.version)


def later(moment, days):
    return clock.freeze(moment + timedelta(days=days))


def pages(case, person, client_of):
    """The case as officials read it, and as its receipt shows it."""
    official = client_of(person).get(at("desk:case", case.pk))
    citizen = Client().post(at("desk:follow", case.agency_id), {"receipt": slip_of(7)})
    return official.content.decode(), citizen.content.decode()


def test_both_answers_are_read_with_their_days_and_the_first_day_counts(
    case, officer, client_of, frozen_clock
):
    answered(case, officer)
    working.rate(case, points=1)
    with later(frozen_clock, 3):
        client = client_of(officer)
        page = client.get(at("desk:case", case.pk)).content.decode()
        assert WRONG in page[page.index('id="act-correct"') :]  # to be changed, not typed anew
        sent = {"act": "correct", "text": RIGHT, "outcome": "explained"}
        assert client.post(
            at("desk:case", case.pk), {**sent, "seen": now_of(case).version}
        ).url == at("desk:case", case.pk)
        for shown in pages(case, officer, client_of):
            told = shown[shown.index("ps-timeline") :]
            assert told.index(WRONG) < told.index(RIGHT)
            assert "แก้ไขแล้วเมื่อ 18 มกราคม 2569" in told
            assert "คำตอบ · 15 มกราคม 2569" in " ".join(told.split())
    row = now_of(case)
    assert (row.state, row.outcome, row.rating) == (State.ANSWERED, Outcome.EXPLAINED, 1)
    assert row.answered_on == frozen_clock.date()
    assert JournalEntry.objects.get(verb="case-corrected").subject == case.printed_number


def test_who_may_not_and_what_is_no_correction(case, officer, person, unit, client_of):
    with pytest.raises(Refused):
        correct(case, officer)  # nothing was answered
    sent = {"act": "correct", "text": RIGHT, "outcome": "done", "seen": now_of(case).version}
    assert client_of(officer).post(at("desk:case", case.pk), sent).status_code == 403
    answered(case, officer)
    for other in (person(UNIT_HEAD, unit), person(ITA_OFFICER)):
        with pytest.raises(Refused):
            correct(case, other)
    with pytest.raises(Refused):
        correct(case, officer, text=WRONG, outcome=Outcome.DONE)
    with pytest.raises(Refused):
        working.correct(case, by=officer, text=RIGHT, outcome=None, seen=0)
    assert not case.entries.filter(act=Act.CORRECT).exists()
    correct(case, officer, text=WRONG, outcome=Outcome.EXPLAINED)
    assert now_of(case).outcome == Outcome.EXPLAINED


def test_whose_matter_was_joined_reads_the_correction_too(agency, case, officer, client_of):
    again = receiving.Brought({"subject": "มืด", "what": "มืดมาก", "place": "ซอย"}, slip_of(8))
    second = receiving.receive(agency, kind_of("complaint"), again)
    working.join(
        second, case, by=officer, seen=now_of(second).version, main_seen=now_of(case).version
    )
    answered(case, officer)
    correct(case, officer)
    told = Client().post(at("desk:follow", agency.pk), {"receipt": slip_of(8)}).content.decode()
    assert told.index(WRONG) < told.index(RIGHT)
    assert now_of(second).outcome == Outcome.MERGED
    with pytest.raises(Refused, match="main"):
        correct(second, officer, text="อื่น")
    correct(case, officer, text="สุดท้าย")  # its twin


def test_who_reads_a_correction_has_thirty_days_again(case, officer, frozen_clock):
    answered(case, officer)
    with later(frozen_clock, 31), pytest.raises(Refused):
        working.reopen(case, text="ยังมืด")
    with later(frozen_clock, 31):
        correct(case, officer)
    with later(frozen_clock, 60):
        working.reopen(case, text="ยังมืด")
    assert now_of(case).is_open


def test_a_frequent_question_keeps_its_former_answer_until_it_is_withdrawn(
    agency, monkeypatch, frozen_clock, settings, tmp_path
):
    settings.DATA = tmp_path
    samples.quick(monkeypatch)
    house = samples.House(agency)
    asked = {"subject": "ค่าขยะ", "question": "เดือนละเท่าไร"}
    row = receiving.receive(agency, kind_of("question"), receiving.Brought(asked, slip_of(3)))
    answered(row, house["clerk"])
    page = keeping.make_faq(
        row, by=house["clerk"], question="ค่าเก็บขยะเท่าไร", answer="เดือนละ 20 บาท", seen=2
    )
    own = at("public_site:read", agency.pk, page.pk)

    def publish(text, days):
        with later(frozen_clock, days):
            row = SitePage.objects.get(pk=page.pk)
            newest = newest_edition(row)
            if newest.text != text:
                shown = Shown("ค่าเก็บขยะเท่าไร", text)
                publishing.write(row, by=house["publication"], shown=shown, seen=newest.number)
            house.publish(newest_edition(row))
            return Client().get(own).content.decode()

    assert "คำตอบเดิม" not in publish("เดือนละ 20 บาท", 0)
    told = publish("เดือนละ 40 บาท", 1)
    assert told.index("40 บาท") < told.index("คำตอบเดิม เผยแพร่เมื่อ 15 มกราคม 2569")
    assert told.index("คำตอบเดิม") < told.index("20 บาท")
    with later(frozen_clock, 2):
        publishing.withdraw(
            SitePage.objects.get(pk=page.pk), by=house["publication"], reason="อัตราผิด"
        )
    told = publish("เดือนละ 30 บาท", 3)
    assert "40 บาท" not in told
    assert "20 บาท" not in told
