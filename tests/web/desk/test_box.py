"""The opinion box: two count, neither alone, then as many slips are keyed as were counted."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import CHIEF_ADMINISTRATOR, ITA_OFFICER, OFFICE_HEAD, UNIT_HEAD

from prongsai.core.dates import short_date
from prongsai.core.desk.model import Channel
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.models import BoxOpening, Case
from prongsai.web.citizens.desk.queries import next_opening
from prongsai.web.citizens.desk.services import opinion_box, receiving
from prongsai.web.citizens.desk.services.opinion_box import Count
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SLIP = {"subject": "ขอม้านั่งเพิ่ม", "opinion": "ที่สวนไม่มีที่นั่ง"}


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


@pytest.fixture
def second(person):
    return person(OFFICE_HEAD)


def opened(by, slips=2, blank=1, **more):
    given = {"box": "หน้าห้องทะเบียน", "day": today(), "next_on": today() + timedelta(days=30)}
    return opinion_box.open_box(by=by, counted=Count(slips, blank), **{**given, **more})


@pytest.fixture
def opening(officer):
    return opened(officer)


def confirmed(opening, by):
    opinion_box.confirm(
        opening, by=by, counted=Count(opening.slips, opening.blank), seen=opening.version
    )
    opening.refresh_from_db()
    return opening


def slip(opening, by, number=1):
    return opinion_box.key_slip(opening, by=by, values=SLIP, receipt=slip_of(number))


def test_what_two_counted_is_keyed_and_no_slip_more(opening, officer, second):
    confirmed(opening, second)
    case = slip(opening, officer)
    assert (case.channel, case.opening, case.kind) == (Channel.BOX, opening, "opinion")
    slip(opening, second, 2)
    with pytest.raises(Refused, match="all counted slips are keyed in"):
        slip(opening, officer, 3)
    assert Case.objects.count() == 2
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert {"box-opened", "box-confirmed", "case-taken"} <= set(verbs)
    assert SLIP["opinion"] not in str(list(JournalEntry.objects.values()))


def test_who_opened_it_cannot_confirm_not_even_by_another_post(opening, officer, agency):
    with pytest.raises(Refused, match="cannot confirm"):
        confirmed(opening, officer)
    factories.hold(officer.user, factories.make_position(agency, OFFICE_HEAD))
    with pytest.raises(Refused, match="cannot confirm"):
        confirmed(opening, actor_on(officer.user, today()))
    with pytest.raises(Refused, match="no second officer"):
        slip(opening, officer)
    assert not Case.objects.exists()


@pytest.mark.parametrize("counted", [Count(1, 1), Count(2, 0), Count(3, 0), Count(1, 2)])
def test_a_second_count_that_differs_confirms_nothing_and_tells_no_number(
    opening, second, client_of, counted
):
    with pytest.raises(Refused, match="not the same as that of the first") as refusal:
        opinion_box.confirm(opening, by=second, counted=counted, seen=1)
    assert not any(letter.isdigit() for letter in refusal.value.message.th)
    page = client_of(second).get(at("opening", opening.pk)).content.decode()
    assert "นับเองแล้วยืนยัน" in page
    assert "<dt>ใบที่มีข้อความ</dt>" not in page
    opening.refresh_from_db()
    assert not opening.is_confirmed


def test_a_count_that_differs_is_written_down_and_numbers_are_not_tried(
    opening, officer, second, client_of
):
    client, address = client_of(second), at("opening", opening.pk)
    typed = {"act": "confirm", "blank": "1", "seen": "1"}
    for number in (7, 8, 9):
        sent = client.post(address, {**typed, "slips": str(number)})
        assert sent.status_code == 422
        assert "ไม่ตรงกับผู้เปิดคนแรก" in sent.content.decode()
    assert JournalEntry.objects.filter(verb="box-count-differs").count() == 3
    right = client.post(address, {**typed, "slips": "2"})
    assert right.status_code == 422
    assert "3 ครั้งแล้ว" in right.content.decode()
    opening.refresh_from_db()
    assert (opening.is_confirmed, opening.misses) == (False, 3)
    assert "นับไม่ตรงกัน 3 ครั้ง" in client.get(at("box")).content.decode()
    opinion_box.withdraw(opening, by=officer, seen=1)
    anew = opened(officer)
    good = {**typed, "slips": "2"}
    with pytest.raises(Refused):
        opinion_box.confirm(anew, by=second, counted=Count(1, 1), seen=1)
    for _ in range(2):  # sent twice it is confirmed once
        assert client.post(at("opening", anew.pk), good).status_code == 302
    anew.refresh_from_db()
    assert anew.is_confirmed
    assert JournalEntry.objects.filter(verb="box-confirmed").count() == 1


def test_an_opening_out_of_its_schedule_or_written_later_says_so(officer, second, client_of):
    start = today() - timedelta(days=40)
    with freeze(now() - timedelta(days=40)):
        first = opened(officer, day=start, next_on=start + timedelta(days=30))
    client = client_of(second)
    usual = client.get(at("box")).content.decode()
    assert "กำหนดเปิดไว้" not in usual
    assert "บันทึกเมื่อ" not in usual
    confirmed(first, second)
    opened(officer, day=start + timedelta(days=30))
    late = client.get(at("box")).content.decode()
    assert "กำหนดเปิดไว้" not in late
    assert "บันทึกเมื่อ" in late
    opened(officer)
    assert "กำหนดเปิดไว้" in client.get(at("box")).content.decode()
    with pytest.raises(Refused, match="more than a year"):
        opened(officer, next_on=today() + timedelta(days=367))


def test_no_slip_of_a_box_comes_in_by_another_way(opening, officer, agency, client_of):
    kind = kind_of("opinion")
    for held in (None, opening):
        with pytest.raises(Refused, match="after two officers have opened"):
            receiving.receive(
                agency,
                kind,
                receiving.Brought(SLIP, slip_of(5), channel=Channel.BOX, by=officer, opening=held),
            )
    sent = client_of(officer).post(at("take", "opinion"), {**SLIP, "channel": "box"})
    assert sent.status_code == 422
    assert (
        client_of(officer).post(at("opening", opening.pk), {**SLIP, "act": "key"}).status_code
        == 403
    )
    assert not Case.objects.exists()
    sent = client_of(officer).post(at("take", "opinion"), {**SLIP, "channel": "paper"})
    assert sent.status_code == 200
    assert Case.objects.get().opening is None


def test_a_slip_is_keyed_into_no_other_agencys_box(opening, second, agency):
    confirmed(opening, second)
    other = factories.make_agency("เทศบาลอื่น (ตัวอย่าง)")
    user = factories.make_user(other)
    factories.hold(user, factories.make_position(other, CHIEF_ADMINISTRATOR))
    theirs = actor_on(user, today())
    with pytest.raises(Refused, match="no second officer"):
        slip(opening, theirs)
    with pytest.raises(Refused, match="meanwhile"):
        confirmed(opening, theirs)


def test_who_does_not_keep_the_desk_neither_opens_nor_confirms_nor_keys(
    opening, second, person, unit, client_of
):
    for other in (person(ITA_OFFICER), person(UNIT_HEAD, unit)):
        with pytest.raises(Refused, match="cannot open the opinion box"):
            opened(other)
        with pytest.raises(Refused, match="cannot open the opinion box"):
            confirmed(opening, other)
        with pytest.raises(Refused, match="cannot open the opinion box"):
            slip(opening, other)
        assert client_of(other).get(at("box")).status_code == 403
        assert client_of(other).get(at("opening", opening.pk)).status_code == 403
    assert not waiting_for(person(ITA_OFFICER), today())
    assert client_of(second).get(at("box")).status_code == 200


def test_a_wrong_count_is_withdrawn_by_who_wrote_it_before_it_is_confirmed(
    opening, officer, second
):
    with pytest.raises(Refused, match="only the officer who recorded it"):
        opinion_box.withdraw(opening, by=second, seen=1)
    opinion_box.withdraw(opening, by=officer, seen=1)
    assert not BoxOpening.objects.exists()
    again = confirmed(opened(officer, slips=3), second)
    with pytest.raises(Refused, match="only the officer who recorded it"):
        opinion_box.withdraw(again, by=officer, seen=again.version)
    with pytest.raises(Refused, match="meanwhile"):
        opinion_box.confirm(again, by=second, counted=Count(3, 1), seen=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"box": " "}, "box"), ({"day": timedelta(days=1)}, "day"),
        ({"next_on": timedelta(0)}, "next_on"), ({"slips": 1000}, "slips"),
    ],
)  # fmt: skip
def test_an_opening_that_cannot_be_is_refused(officer, given, field):
    told = {
        name: today() + one if isinstance(one, timedelta) else one for name, one in given.items()
    }
    with pytest.raises(Refused) as refusal:
        opened(officer, **told)
    assert refusal.value.field == field


@pytest.mark.long
def test_it_waits_for_the_second_then_for_the_keys_then_for_its_day(
    opening, officer, second, agency
):
    def asked(of, on=None):
        found = waiting_for(of, on or today())
        return [one.ask.en for one in found if one.kind == "box"]

    assert asked(officer) == []
    assert asked(second) == ["count the slips and confirm"]
    assert next_opening(agency) is None
    confirmed(opening, second)
    assert asked(officer) == asked(second) == ["key the slips that are left"]
    slip(opening, officer)
    slip(opening, officer, 2)
    assert asked(officer) == []
    assert next_opening(agency) == (opening.box, opening.next_on)
    assert asked(officer, opening.next_on - timedelta(days=8)) == []
    assert asked(officer, opening.next_on - timedelta(days=7)) == ["two officers open it together"]
    later = opening.next_on + timedelta(days=30)
    confirmed(opened(officer, slips=0, blank=0, next_on=later), second)
    assert next_opening(agency) == (opening.box, later)


@pytest.mark.long
def test_two_officers_open_a_box_on_its_pages(officer, second, client_of):
    first, other = client_of(officer), client_of(second)
    after = today() + timedelta(days=30)
    given = {"box": "ศาลา", "slips": "๑", "blank": "0", "day": short_date(today())}
    given |= {"next_on": short_date(after)}
    sent = first.post(at("box"), given)
    assert sent.status_code == 302
    row = BoxOpening.objects.get()
    assert sent.url == at("opening", row.pk)
    assert "ผู้เปิดคนแรกยืนยันเองไม่ได้" in first.get(sent.url).content.decode()
    count = {"act": "confirm", "slips": "1", "blank": "0", "seen": "1"}
    assert first.post(sent.url, count).status_code == 403
    assert other.post(sent.url, {**count, "slips": "2"}).status_code == 422
    assert other.post(sent.url, count).status_code == 302
    assert first.post(sent.url, {"act": "key", "subject": "ก"}).status_code == 422
    assert first.post(sent.url, {**SLIP, "act": "key"}).status_code == 302
    assert first.post(sent.url, {**SLIP, "act": "key"}).status_code == 403
    assert TYPED["contact_name"] not in str(Case.objects.get().values)
    assert "พิมพ์แล้ว 1 จาก 1" in first.get(at("box")).content.decode()
