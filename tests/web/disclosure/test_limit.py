"""How long an explanation may be: not known until somebody enters it with its page."""

import pytest
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import YEAR, save
from tests.web.markup import tight

from prongsai.core.disclosure.addresses import Counting, Limit, length
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.models import ExplanationLimit
from prongsai.web.disclosure.disclosure.queries.hand_in import hand_in
from prongsai.web.disclosure.disclosure.services.working import set_limit
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]
BY_MANUAL = Limit(10, Counting.ALL, "คู่มือ หน้า 45")


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def head(agency, officer):
    return actor_on(samples.unit_head(agency, officer, "o13"), today())


def at(name):
    return reverse(f"disclosure:{name}", args=[YEAR])


def sheet(browser):
    return tight(browser.get(at("hand-in")).content.decode())


def test_nobody_entered_it_so_it_is_not_known(browser, officer):
    save(officer, explanation="ก" * 7000)
    seen = sheet(browser)
    assert "ไม่ทราบว่าแบบของ ป.ป.ช. รับคำอธิบายยาวเท่าใด" in seen
    assert "คำอธิบาย 7000 ตัวอักษร" in seen.replace(",", "")
    assert "เกินไป" not in seen


def test_what_is_too_long_is_told_and_kept_whole(browser, officer, agency):
    save(officer, explanation="หนึ่งสองสามสี่")
    save(officer, "o14", explanation="สั้น")
    sent = {"most": "10", "counting": "all", "source": "คู่มือ หน้า 45", "seen": 0}
    assert browser.post(at("limit"), sent).status_code == 302
    seen = sheet(browser)
    assert "คำอธิบายยาวได้ 10 ตัวอักษร ตาม คู่มือ หน้า 45" in seen
    assert "คำอธิบาย 14 ตัวอักษร เกินไป 4" in seen
    assert "คำอธิบาย 4 ตัวอักษร" in seen
    assert "หนึ่งสองสามสี่" in seen
    assert ExplanationLimit.objects.get(agency=agency).limit == BY_MANUAL
    assert JournalEntry.objects.filter(verb="explanation-limit-set").count() == 1


def test_the_part_of_what_is_too_long_is_open(officer, agency):
    save(officer, explanation="หนึ่งสองสามสี่")
    first = hand_in(agency, YEAR, today())["parts"]
    set_limit(agency, by=officer, year=YEAR, limit=BY_MANUAL, seen=0)
    page = hand_in(agency, YEAR, today())
    assert page["too_long"] == ("o13",)
    (long,) = [part for part in page["parts"] if any(row.over for row in part.rows)]
    assert long.is_open
    assert not next(part for part in first if part.code == long.code).is_open


def test_a_limit_has_a_source(browser, agency):
    answer = browser.post(at("limit"), {"most": "500", "counting": "unknown", "seen": 0})
    assert answer.status_code == 422
    assert "ต้องบอกแหล่งที่มา" in answer.content.decode()
    assert 'value="500"' in answer.content.decode()
    assert not ExplanationLimit.objects.exists()


@pytest.mark.parametrize("most", ["0", "-1", "มาก", "999999999"])
def test_what_is_no_length_is_refused(most, browser):
    sent = {"most": most, "counting": "all", "source": "คู่มือ", "seen": 0}
    assert browser.post(at("limit"), sent).status_code == 422
    assert not ExplanationLimit.objects.exists()


def test_it_may_be_taken_back_to_not_known(browser, officer, agency):
    assert set_limit(agency, by=officer, year=YEAR, limit=BY_MANUAL, seen=0)
    assert not set_limit(agency, by=officer, year=YEAR, limit=BY_MANUAL, seen=1)
    assert set_limit(agency, by=officer, year=YEAR, limit=None, seen=1)
    assert "ไม่ทราบว่าแบบของ ป.ป.ช." in sheet(browser)


def test_of_two_who_set_it_the_later_is_told(browser, officer, agency):
    set_limit(agency, by=officer, year=YEAR, limit=BY_MANUAL, seen=0)
    sent = {"most": "900", "counting": "all", "source": "หนังสือแจ้ง", "seen": 0}
    answer = browser.post(at("limit"), sent)
    assert answer.status_code == 422
    assert "หลังจากที่ท่านเปิดหน้านี้" in answer.content.decode()
    assert 'value="900"' in answer.content.decode()
    assert browser.post(at("limit"), sent | {"seen": 1}).status_code == 302
    assert ExplanationLimit.objects.get().most == 900


def test_only_who_hands_in_sets_it(agency, head, client_of):
    with pytest.raises(Refused):
        set_limit(agency, by=head, year=YEAR, limit=BY_MANUAL, seen=0)
    heads = client_of(head)
    assert heads.get(at("limit")).status_code == 403
    assert heads.post(at("limit"), {"most": "9", "source": "x"}).status_code == 403
    assert at("limit") not in heads.get(at("hand-in")).content.decode()


@pytest.mark.parametrize(
    ("text", "counting", "letters"),
    [
        ("", Counting.UNKNOWN, 0),
        ("ที่ อยู่", Counting.ALL, 8),
        ("ที่ อยู่", Counting.NO_BLANKS, 7),
        ("ก\r\nข", Counting.ALL, 3),
        ("ก\nข", Counting.UNKNOWN, 4),
        ("ก\nข", Counting.NO_BLANKS, 2),
    ],
)
def test_letters_are_counted_as_the_form_does(text, counting, letters):
    assert length(text, counting) == letters
