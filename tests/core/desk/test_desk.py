"""Cases without a site: receipts, days, states, counts, and the kinds that are shipped."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.desk.model import (
    MOVES,
    Act,
    Audience,
    Days,
    Due,
    Outcome,
    State,
    due_on,
    is_off,
    reached,
)
from prongsai.core.desk.reading import read_kind, shipped
from prongsai.core.desk.statistics import CaseFacts, counted
from prongsai.core.errors import Wrong
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.slips import RECEIPT, drawn_slip, printed_slip, read_slip, slip_of

NUMBERS = st.integers(0, 10**15 - 1)
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@given(NUMBERS)
def test_a_receipt_is_read_however_it_is_typed(number):
    receipt = slip_of(number)
    assert len(receipt) == 16
    for typed in (
        receipt,
        printed_slip(receipt),
        receipt.translate(THAI),
        f" {receipt[:8]}-{receipt[8:]}\n",
    ):
        assert read_slip(typed, RECEIPT) == receipt


@given(NUMBERS, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_told(number, place, more):
    receipt = slip_of(number)
    wrong = str((int(receipt[place]) + more) % 10)
    with pytest.raises(Wrong):
        read_slip(receipt[:place] + wrong + receipt[place + 1 :], RECEIPT)


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_of_a_lot_is_one_and_the_same_of_the_same_lot(lot):
    assert read_slip(drawn_slip(lot), RECEIPT) == drawn_slip(lot)


@pytest.mark.parametrize("typed", ["", "12345", "1" * 17, "ไม่มี", "12345678901234x6", "²" * 16])
def test_what_is_no_receipt_is_told_with_what_is_asked(typed):
    with pytest.raises(Wrong, match="16 digits"):
        read_slip(typed, RECEIPT)


@pytest.mark.parametrize("number", [-1, 10**15])
def test_a_number_that_has_no_receipt_is_our_fault(number):
    with pytest.raises(ValueError, match=str(number)):
        slip_of(number)


FRIDAY = date(2026, 11, 20)


def due(within, days=Days.WORKING):
    return Due(within=within, days=days, source="", confidence="unknown")


@pytest.mark.parametrize(
    ("within", "days", "off", "last"),
    [
        (1, Days.WORKING, (), date(2026, 11, 23)),  # over the weekend
        (1, Days.WORKING, (date(2026, 11, 23),), date(2026, 11, 24)),
        (5, Days.WORKING, (), date(2026, 11, 27)),
        (1, Days.ALL, (), date(2026, 11, 23)),  # a Saturday is moved on
        (15, Days.ALL, (), date(2026, 12, 7)),  # the fifth is a Saturday
        (15, Days.ALL, (date(2026, 12, 7),), date(2026, 12, 8)),
    ],
)
def test_the_day_it_came_and_days_off_do_not_count(within, days, off, last):
    assert due_on(FRIDAY, due(within, days), off) == last


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60), st.sets(st.integers(0, 90))
)
def test_as_many_working_days_lie_between_as_were_given(received, within, closed):
    off = {received + timedelta(days=one) for one in closed}
    last = due_on(received, due(within), off)
    between = (received + timedelta(days=one) for one in range(1, (last - received).days + 1))
    assert sum(not is_off(day, off) for day in between) == within
    assert not is_off(last, off)


def test_who_brought_a_case_reads_all_but_what_is_said_inside():
    assert {act for act in Act if not act.is_told} == {
        Act.ASSIGN, Act.NOTE, Act.ESCALATE, Act.JOIN, Act.PART,
    }  # fmt: skip


def test_only_an_answered_case_is_rated_or_brought_again_and_notes_change_nothing():
    assert {state for state, act in MOVES if act in (Act.RATE, Act.REOPEN)} == {State.ANSWERED}
    assert all(MOVES[state, Act.NOTE] is state for state in State)
    assert (State.ANSWERED, Act.ANSWER) not in MOVES
    assert [state for state in State if not state.is_open] == [State.ANSWERED]


def test_every_kind_that_is_shipped_asks_a_way_back_that_may_be_left_out():
    catalogue = Catalogue()
    lineages = {
        one
        for year in catalogue.years()
        for part in catalogue.get(year, draft=True).instruments
        for item in part.items or ()
        for one in item.lineage or ()
    }
    for kind in shipped():
        assert kind.contact, kind.key
        asked = [name for name in kind.contact if name != kind.bill_to]
        assert not any(kind.field(name).required for name in asked)
        assert kind.field(kind.named_by).required
        assert set(kind.lineages) <= lineages
    assert {one.audience for one in shipped()} == set(Audience)


SOUND = """title: {th: ถาม, en: ask}
purpose: {th: ถาม, en: ask}
basis: [{source: x, confidence: unknown}]
fields:
- {name: subject, kind: text, title: {th: เรื่อง, en: subject}, required: true}
named_by: subject
notice: {th: ใช้, en: used}
due: {within: 15, days: all, source: x, confidence: unknown}
"""


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("named_by: subject", "named_by: other", "no_field"),
        ("notice:", "contact: [phone]\nnotice:", "no_field"),
        ("kind: text", "kind: unit", "kind"),
        ("kind: text", "kind: choice", "no_choices"),
        ("within: 15", "within: 0", None),
        ("days: all", "days: some", None),
        (
            "\nnamed_by",
            "\n- {name: subject, kind: text, title: {th: ก, en: a}}\nnamed_by",
            "doubled",
        ),
    ],
)
def test_a_wrong_kind_is_told_with_its_line(was, now, code):
    assert read_kind("ask", SOUND, "ask.yaml")[1] == ()
    kind, findings = read_kind("ask", SOUND.replace(was, now, 1), "ask.yaml")
    assert kind is None
    assert findings[0].places[0].line
    assert code is None or code in findings[0].code


PAYER = "- {name: payer, kind: text, title: {th: ผู้ชำระ, en: payer}, required: true}"
PAID = SOUND.replace("\nnamed_by", f"\n{PAYER}\ncontact: [payer]\nbill_to: payer\nnamed_by", 1)


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("contact: [payer]\n", "", "no_contact"),
        ("bill_to: payer", "bill_to: other", "no_contact"),
        (PAYER, PAYER.replace("true", "false"), "not_required"),
        ("bill_to: payer", "bill_to: payer\nrestricted: true", "restricted"),
    ],
)
def test_who_pays_is_asked_for_and_forgotten_in_time(was, now, code):
    kind, findings = read_kind("ask", PAID, "ask.yaml")
    assert (kind.bill_to, findings) == ("payer", ())
    kind, findings = read_kind("ask", PAID.replace(was, now, 1), "ask.yaml")
    assert kind is None
    assert code in findings[0].code
    assert findings[0].places[0].line


UP = """escalation:
  source: x
  confidence: unknown
  steps:
  - {to: chief-administrator, after: 3}
  - {to: chief-executive, after: 10}
"""


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("after: 10", "after: 3", "order"),
        ("after: 3", "after: 0", None),
        ("to: chief-executive", "to: chief-cook", "no_role"),
        ("to: chief-executive", "to: chief-administrator", "doubled"),
        ("escalation:", "restricted: true\nescalation:", "restricted"),
    ],
)
def test_a_way_up_that_leads_nowhere_is_told_with_its_line(was, now, code):
    assert read_kind("ask", SOUND + UP, "ask.yaml")[1] == ()
    kind, findings = read_kind("ask", (SOUND + UP).replace(was, now, 1), "ask.yaml")
    assert kind is None
    assert findings[0].places[0].line
    assert code is None or code in findings[0].code


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.sets(st.integers(0, 60)),
    st.integers(0, 60),
)
def test_steps_are_reached_in_their_order_and_never_left_again(last, closed, days):
    steps = COMPLAINT.escalation.steps
    off = {last + timedelta(days=one) for one in closed}
    now = reached(last, steps, last + timedelta(days=days), off)
    assert now == steps[: len(now)]
    then = reached(last, steps, last + timedelta(days=days + 1), off)
    assert then[: len(now)] == now
    worked = sum(not is_off(last + timedelta(days=one), off) for one in range(1, days + 1))
    assert len(now) == sum(step.after <= worked for step in steps)


def test_no_restricted_kind_that_is_shipped_has_a_way_up_and_all_others_have():
    assert all((one.escalation is None) is one.restricted for one in shipped())


COMPLAINT = next(one for one in shipped() if one.key == "complaint")
TODAY = date(2026, 3, 1)


def case(received, answered=None, outcome=None, about="roads"):
    return CaseFacts("complaint", received, received + timedelta(days=15), answered, outcome, about)


def test_cases_are_counted_by_month_outcome_and_class_with_zero_as_zero():
    cases = [
        case(date(2025, 10, 2), date(2025, 10, 9), Outcome.DONE),
        case(date(2025, 10, 2), date(2025, 11, 9), Outcome.EXPLAINED, "lights"),
        case(date(2026, 2, 27)),
        case(date(2026, 1, 2)),
        case(date(2026, 4, 2)),  # behind the half of the year
        case(date(2025, 9, 30)),  # of the year before
    ]
    (found,) = counted([COMPLAINT], cases, 2569, 6, TODAY)
    assert found.by_month == (2, 0, 0, 1, 1, 0)  # March began today
    assert found.answered_by_month == (1, 1, 0, 0, 0, 0)
    assert (found.received, found.answered, found.open, found.late) == (4, 2, 2, 2)
    assert dict(found.by_outcome)[Outcome.DONE] == 1
    assert dict(found.by_outcome)[Outcome.FORWARDED] == 0
    assert dict(found.by_class) == {
        "roads": 3, "lights": 1, "water": 0, "nuisance": 0, "waste": 0, "other": 0,
    }  # fmt: skip


@given(st.lists(st.dates(date(2025, 10, 1), date(2026, 9, 30)), max_size=30))
def test_the_months_of_a_whole_year_hold_every_case(days):
    (found,) = counted([COMPLAINT], map(case, days), 2569, 12, date(2026, 9, 30))
    assert sum(found.by_month) == found.received == len(days)


def test_joined_cases_are_received_too_and_told_apart():
    cases = [case(date(2025, 10, 2)), replace(case(date(2025, 10, 3)), is_joined=True)]
    (found,) = counted([COMPLAINT], cases, 2569, 12, TODAY)
    assert (found.received, found.merged) == (2, 1)
    assert found.outcome_words.th == "ในจำนวนที่รับ รวมกับเรื่องเดียวกัน 1"


def test_a_joined_case_is_answered_at_the_main_one_and_can_stand_alone_again():
    assert {act for state, act in MOVES if state is State.JOINED} == {
        Act.REPLY, Act.PART, Act.NOTE,
    }  # fmt: skip
    assert State.JOINED.is_open


def test_a_month_that_has_not_begun_is_not_zero():
    (found,) = counted([COMPLAINT], [], 2569, 12, TODAY)
    assert found.by_month == (0,) * 6 + (None,) * 6


def test_a_kind_without_cases_is_counted_with_zeros():
    assert [one.received for one in counted(shipped(), [], 2569, 12, TODAY)] == [0] * len(shipped())
