"""A case that goes to another agency: to whom, how, when, what was told, who follows it up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.dates import short_date
from prongsai.core.desk.model import Channel, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.models import Case, CaseForward
from prongsai.web.citizens.desk.queries import PAPERS, counts_of, figures_of
from prongsai.web.citizens.desk.services import escalating, receiving, working
from prongsai.web.citizens.desk.services.working import Forward
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TO, LETTER, SAID = "แขวงทางหลวงสมมติ", "ตย 52001/118", "ถนนนี้ไม่ใช่ของเทศบาล"


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def follow(agency, receipt=None):
    return Client().post(at("follow", agency.pk), {"receipt": receipt or slip_of(7)})


def fresh(case):
    return Case.objects.get(pk=case.pk)


def told(*, days=None, **more):
    given = {"to": TO, "sent_on": today(), "text": SAID, "letter": LETTER, **more}
    return Forward(follow_up_on=today() + timedelta(days=days) if days else None, **given)


def forward(case, by, *, days=None, **more):
    return working.forward(fresh(case), told(days=days, **more), by=by, seen=fresh(case).version)


def test_followed_up_it_stays_open_and_the_receipt_tells_all_of_it(agency, case, officer):
    due = case.due_on
    row = forward(case, officer, days=10)
    assert (row.to, row.letter, row.has_contact) == (TO, LETTER, False)
    kept = fresh(case)
    assert (kept.state, kept.outcome, kept.answered_on, kept.due_on) == ("outside", "", None, due)
    shown = follow(agency).content.decode()
    for words in (TO, LETTER, SAID, "ไม่ได้ส่งชื่อ", "จะติดตามผลในวันที่", "รอหน่วยงานอื่น"):
        assert words in shown
    (count,) = [one for one in counts_of(agency, 2570, 12, today()) if one.kind == "complaint"]
    # Not ended: it is no forwarded one of the statistics yet.
    assert (count.open, dict(count.by_outcome)[Outcome.FORWARDED]) == (1, 0)


def test_closed_it_is_answered_as_forwarded_and_counted_so(agency, case, officer):
    forward(case, officer, has_contact=True)
    kept = fresh(case)
    assert (kept.state, kept.outcome, kept.answered_on) == ("answered", "forwarded", today())
    shown = follow(agency).content.decode()
    assert "ส่งชื่อและช่องทางติดต่อของผู้แจ้งไปด้วย" in shown
    assert "ส่งต่อหน่วยงานที่มีอำนาจ" in shown
    (count,) = [one for one in counts_of(agency, 2570, 12, today()) if one.kind == "complaint"]
    assert (count.open, dict(count.by_outcome)[Outcome.FORWARDED]) == (0, 1)
    working.reopen(kept, text="ยังไม่มีใครมา")
    assert fresh(case).state == "received"


def test_what_is_followed_up_and_answered_is_counted_by_its_answer(agency, case, officer):
    forward(case, officer, days=3)
    seen = fresh(case).version
    working.answer(fresh(case), by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=seen)
    (count,) = [one for one in counts_of(agency, 2570, 12, today()) if one.kind == "complaint"]
    ends = dict(count.by_outcome)
    assert (ends[Outcome.DONE], ends[Outcome.FORWARDED]) == (1, 0)


def test_the_papers_of_half_a_year_count_both(agency, officer, case):
    for number in range(12):
        row = receiving.receive(
            agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(100 + number))
        )
        forward(row, officer, days=None if number < 6 else 9)
    paper, year = PAPERS["desk-12"], 2570
    (first, _second) = figures_of(agency, paper, year, today())["cases"]
    parts = {part["key"]: part["count"] for part in first["outcomes"]}
    assert (parts["open"], parts["forwarded"]) == (7, 6)


def test_no_case_is_answered_as_forwarded_without_saying_to_whom(agency, case, officer):
    with pytest.raises(Refused):
        working.answer(case, by=officer, text="ส่งแล้ว", outcome=Outcome.FORWARDED, seen=case.version)
    browser = Client()
    browser.force_login(officer.user)
    page = browser.get(at("case", case.pk)).content.decode()
    assert 'value="done"' in page
    assert 'value="forwarded"' not in page


@pytest.mark.parametrize(
    "wrong",
    [
        lambda agency: {"to": agency.name},
        lambda agency: {"to": f"  {agency.name} "},
        lambda _agency: {"sent_on": today() + timedelta(days=1)},
        lambda _agency: {"text": "  "},
        lambda _agency: {"days": -1},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(agency, case, officer, wrong):
    with pytest.raises(Refused):
        forward(case, officer, **wrong(agency))
    assert (fresh(case).state, CaseForward.objects.count()) == ("received", 0)


def test_whose_case_it_is_not_forwards_nothing(agency, case, officer, person, unit):
    strangers = [person(ITA_OFFICER), person(UNIT_HEAD, Unit.objects.create(
        agency=agency, name="กองอื่น"
    ))]  # fmt: skip
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    user = factories.make_user(other)
    factories.hold(user, factories.make_position(other, COMPLAINT_OFFICER))
    for one in (*strangers, actor_on(user, today())):
        with pytest.raises(Refused):
            forward(case, one)
    head = person(UNIT_HEAD, unit)
    working.assign(fresh(case), by=officer, unit=unit, class_key="", seen=fresh(case).version)
    forward(case, head, days=3)
    assert fresh(case).state == "outside"


def test_two_who_press_at_once_forward_it_once(case, officer):
    forward(case, officer, days=5)
    with pytest.raises(Refused):
        working.forward(case, told(days=5), by=officer, seen=1)
    assert CaseForward.objects.count() == 1


@pytest.mark.long
def test_the_day_of_following_up_comes_into_my_work(agency, case, officer, person, unit):
    head = person(UNIT_HEAD, unit)

    def asked(who):
        return [
            one for one in waiting_for(who, today()) if "outside" in one.url
        ]  # fmt: skip

    forward(case, officer, days=5)
    assert not asked(officer)
    with freeze(now() + timedelta(days=5)):
        (one,) = asked(officer)
        assert TYPED["subject"] not in one.name
        assert one.due == today()
        working.follow_up(
            fresh(case), by=officer, text="รับเรื่องแล้ว", again_on=today() + timedelta(days=7),
            seen=fresh(case).version,
        )  # fmt: skip
        assert not asked(officer)
        # It was noted for officials alone.
        assert "รับเรื่องแล้ว · " not in follow(agency).content.decode()
        assert f"ติดตามกับ{TO}" not in follow(agency).content.decode()
    working.assign(fresh(case), by=officer, unit=unit, class_key="", seen=fresh(case).version)
    assert fresh(case).state == "assigned"
    forward(case, head, days=2)
    with freeze(now() + timedelta(days=3)):
        assert asked(head)
        assert not asked(officer)
    # Sent on to another, it is that one's day that counts.
    forward(case, head, days=30, to="หน่วยงานที่สอง")
    with freeze(now() + timedelta(days=12)):
        assert not asked(head)


@pytest.mark.parametrize("again", [0, -3])
def test_following_up_needs_a_case_outside_and_a_day_to_come(case, officer, again):
    def follow_up(days):
        working.follow_up(
            fresh(case), by=officer, text="ถามแล้ว", again_on=today() + timedelta(days=days),
            seen=fresh(case).version,
        )  # fmt: skip

    with pytest.raises(Refused):
        follow_up(3)
    forward(case, officer, days=4)
    with pytest.raises(Refused):
        follow_up(again)
    follow_up(3)
    assert CaseForward.objects.get().follow_up_on == today() + timedelta(days=3)


def test_what_waits_outside_calls_no_superior_and_is_late_all_the_same(case, officer, agency):
    forward(case, officer, days=300)
    with freeze(now() + timedelta(days=120)):
        assert escalating.escalate_all() == 0
        (count,) = [one for one in counts_of(agency, 2570, 12, today()) if one.kind == "complaint"]
        assert count.late == 1


def test_those_joined_are_told_by_their_own_receipt_and_none_of_another(agency, case, officer):
    second = receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(8)))
    working.join(
        fresh(second), fresh(case), by=officer, seen=fresh(second).version,
        main_seen=fresh(case).version,
    )  # fmt: skip
    with pytest.raises(Refused):
        forward(second, officer)
    with pytest.raises(Refused):
        forward(case, officer, text=f"ส่งแทน {TYPED['contact_name']}")
    forward(case, officer)
    assert TO in follow(agency, slip_of(8)).content.decode()
    assert fresh(second).outcome == "merged"


@pytest.mark.parametrize("has_contact", [True, False])
@pytest.mark.parametrize("is_late", [True, False])
def test_those_joined_read_nothing_of_whose_name_went_along(
    agency, case, officer, has_contact, is_late
):
    # What was written down is of the main case alone; theirs may have gone, or not.
    own = {**TYPED, "contact_name": "อีกคนสมมุติ", "contact_way": "ฝากไว้ที่ร้าน"}
    second = receiving.receive(agency, kind_of("complaint"), receiving.Brought(own, slip_of(8)))

    def join():
        working.join(
            fresh(second), fresh(case), by=officer, seen=fresh(second).version,
            main_seen=fresh(case).version,
        )  # fmt: skip

    if not is_late:
        join()
    forward(case, officer, has_contact=has_contact)
    if is_late:
        join()
    said = "ส่งชื่อและช่องทางติดต่อของผู้แจ้งไป"
    assert said in follow(agency).content.decode()
    shown = follow(agency, slip_of(8)).content.decode()
    assert said not in shown
    for words in (TO, SAID, "ไม่ได้บันทึกว่าส่งชื่อและช่องทางติดต่อของท่านไปด้วยหรือไม่"):
        assert words in shown


def test_it_was_not_sent_on_before_it_came(agency, case, officer):
    before = today() - timedelta(days=2)
    with pytest.raises(Refused):
        forward(case, officer, sent_on=before)
    # A letter may have been sent on before anybody wrote it in.
    more = {"channel": Channel.PAPER, "by": officer}
    paper = receiving.receive(
        agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(8), **more)
    )
    forward(paper, officer, sent_on=before)
    assert CaseForward.objects.get().sent_on == before


def test_what_is_added_while_it_waits_outside_comes_into_my_work(agency, case, officer):
    def added():
        return [one for one in waiting_for(officer, today()) if "เพิ่มข้อมูล" in one.name]

    forward(case, officer, days=300)
    assert not added()
    working.reply(fresh(case), text="เสาเอนแล้ว จะล้ม")
    (one,) = added()
    assert "เสาเอน" not in one.name
    working.note(fresh(case), by=officer, text="โทรแจ้งแล้ว", seen=fresh(case).version)
    assert not added()


def test_the_journal_tells_that_it_went_and_not_to_whom(agency, case, officer):
    forward(case, officer)
    (entry,) = JournalEntry.objects.filter(agency=agency, verb="case-forwarded")
    assert TO not in str(JournalEntry.objects.filter(pk=entry.pk).values())


@pytest.mark.long
def test_an_officer_does_it_on_the_page(agency, case, officer):
    browser = Client()
    browser.force_login(officer.user)
    day = today() + timedelta(days=9)
    typed = {
        "act": "forward", "seen": case.version, "to": TO, "letter": "", "contact": "no",
        "text": SAID, "ends": "follow", "sent_on": short_date(today()),
    }  # fmt: skip
    wrong = browser.post(at("case", case.pk), typed)
    assert wrong.status_code == 422
    assert "ใส่วันที่ติดตามผล" in wrong.content.decode()
    assert SAID in wrong.content.decode()
    both = browser.post(
        at("case", case.pk), {**typed, "ends": "close", "follow_up_on": short_date(day)}
    )
    assert both.status_code == 422
    done = browser.post(at("case", case.pk), {**typed, "follow_up_on": short_date(day)})
    assert done.status_code in (204, 302)
    assert CaseForward.objects.get().follow_up_on == day
    page = browser.get(at("case", case.pk)).content.decode()
    assert "ติดตามกับหน่วยงานที่รับไป" in page
    assert TYPED["subject"] in browser.get(f"{at('cases')}?standing=outside").content.decode()
