"""Surveys: answered once by a card that is gone afterwards, closed, counted, traced to nobody."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import factories
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD

from prongsai.core.slips import printed_slip, slip_of
from prongsai.core.surveys.raw_answers import Keyed
from prongsai.core.surveys.tally import FEWEST_IN_A_SITTING
from prongsai.core.surveys.withholding import FEWEST as FEWEST_TOLD
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys import tasks
from prongsai.web.disclosure.surveys.models import (
    Answer,
    Card,
    Point,
    Received,
    Remark,
    SittingRow,
    Survey,
)
from prongsai.web.disclosure.surveys.queries import questionnaire_of, results_page
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def person(agency):
    """Somebody with a role."""

    def make(*roles, of=agency):
        user = factories.make_user(of)
        for role in roles:
            factories.hold(user, factories.make_position(of, role))
        return actor_on(user, today())

    return make


@pytest.fixture
def keeper(person):
    return person(ITA_OFFICER)


@pytest.fixture
def survey(keeper):
    """Makes a survey that is open from today."""

    def make(instrument="EIT", days=7, points=("เคาน์เตอร์", "เว็บ"), people=10, **more):
        asked = planning.NewSurvey(
            2566, instrument, f"ซ้อม {instrument}", today(), today() + timedelta(days=days),
            people, points=points, **more,
        )  # fmt: skip
        return planning.begin(keeper, asked)

    return make


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def chosen(survey, place=0):
    """The first, or another, answer to every question."""
    return {one.code: min(place, len(one.options) - 1) for one in questionnaire_of(survey).asked}


def typed(survey, place=0, **more):
    fields = {code.replace(".", "-"): str(one) for code, one in chosen(survey, place).items()}
    return {**fields, **more}


def send(point, survey, place=0, path="", **more):
    browser = Client(enforce_csrf_checks=True)
    return browser.post(at("answer", point.code) + path, typed(survey, place, **more))


def receive(point, survey, number, card="", place=0, text=""):
    sent = answering.Sent(chosen(survey, place), f"{number:032x}", card, text)
    answering.receive(point, sent)


# Who keeps surveys


@pytest.mark.parametrize("roles", [(CHIEF_EXECUTIVE,), (UNIT_HEAD,), (ADMINISTRATOR,)])
def test_who_does_not_keep_surveys_begins_closes_prints_and_keys_in_none(person, survey, roles):
    own = survey("IIT")
    other = person(*roles)
    asked = planning.NewSurvey(2566, "EIT", "ก", today(), today())
    point = own.points.get()
    for act in (
        lambda: planning.begin(other, asked),
        lambda: planning.print_cards(other, own),
        lambda: answering.close(other, own),
        lambda: answering.key_in(other, point, [Keyed({"i1.1": 0}, slip_of(1))]),
    ):
        with pytest.raises(Refused):
            act()


def test_the_keeper_of_another_agency_is_a_stranger(person, survey, other_agency):
    own = survey("IIT")
    stranger = person(ITA_OFFICER, of=other_agency)
    for act in (
        lambda: planning.print_cards(stranger, own),
        lambda: answering.close(stranger, own),
        lambda: answering.key_in(stranger, own.points.get(), []),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(("first", "last"), [(1, 0), (-9, -1)])
def test_days_that_are_turned_round_or_over_are_refused(keeper, first, last):
    asked = planning.NewSurvey(
        2566, "EIT", "ก", today() + timedelta(days=first), today() + timedelta(days=last)
    )
    with pytest.raises(Refused):
        planning.begin(keeper, asked)
    assert not Survey.objects.exists()


# Cards


def test_cards_are_a_fifth_more_than_people_and_printed_once(keeper, survey):
    own = survey("IIT", people=10)
    cards = planning.print_cards(keeper, own)
    assert len(set(cards)) == 12
    held = set(Card.objects.values_list("digest", flat=True))
    assert not held & set(cards)
    with pytest.raises(Refused):
        planning.print_cards(keeper, own)
    assert Card.objects.count() == 12


def test_a_card_answers_once_and_is_gone(keeper, survey):
    own = survey("IIT")
    first, second, *_ = planning.print_cards(keeper, own)
    point = own.points.get()
    receive(point, own, 1, first)
    with pytest.raises(Refused):
        receive(point, own, 2, first)
    with pytest.raises(Refused):
        receive(point, own, 3, slip_of(12345))
    with pytest.raises(Refused):
        receive(point, own, 4)
    assert (Answer.objects.count(), Card.objects.count()) == (1, 11)
    receive(point, own, 5, second)
    assert Answer.objects.count() == 2


def test_a_card_of_another_survey_is_none(keeper, survey):
    own, other = survey("IIT"), survey("IIT")
    card, *_ = planning.print_cards(keeper, other)
    with pytest.raises(Refused):
        receive(own.points.get(), own, 1, card)
    receive(other.points.get(), other, 1, card)


def test_the_same_form_again_counts_once_and_uses_no_second_card(keeper, survey):
    own = survey("IIT")
    card, *_ = planning.print_cards(keeper, own)
    for _ in range(3):
        receive(own.points.get(), own, 1, card)
    assert (Answer.objects.count(), Card.objects.count()) == (1, 11)


def test_a_form_that_was_refused_may_be_sent_again(keeper, survey):
    own = survey("IIT")
    card, *_ = planning.print_cards(keeper, own)
    with pytest.raises(Refused):
        receive(own.points.get(), own, 1, slip_of(99))
    receive(own.points.get(), own, 1, card)
    assert Answer.objects.count() == 1


# When


def test_answers_come_in_on_its_days_alone(survey):
    own = survey(days=3)
    point = own.points.first()
    for moved, is_in in ((-1, False), (0, True), (3, True), (4, False)):
        with freeze(now() + timedelta(days=moved)):
            answer = send(point, own)
            assert (answer.status_code == 200 and "ขอบคุณ" in answer.content.decode()) or not is_in
            assert (Answer.objects.count() > 0) == (moved >= 0)
    assert Answer.objects.count() == 2


def test_a_closed_survey_takes_nothing_more(keeper, survey):
    own = survey()
    answering.close(keeper, own)
    with pytest.raises(Refused):
        receive(own.points.first(), own, 1)
    with pytest.raises(Refused):
        answering.close(keeper, own)
    assert not Answer.objects.exists()
    assert "ปิดรับคำตอบแล้ว" in send(own.points.first(), own).content.decode()


def test_the_worker_closes_what_is_over_and_nothing_else(keeper, survey):
    short, long = survey(days=1), survey(days=30)
    with freeze(now() + timedelta(days=2)):
        tasks.tidy()
    short.refresh_from_db()
    long.refresh_from_db()
    assert short.closed_on is not None
    assert long.closed_on is None
    assert JournalEntry.objects.filter(verb="survey-ended").count() == 1


# The page


def test_it_is_answered_without_cookie_or_token_and_sent_twice_counts_once(survey):
    own = survey()
    point = own.points.first()
    page = Client().get(at("answer", point.code))
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert "ไม่ใช่การประเมินของ ป.ป.ช." in page.content.decode()
    (once,) = re.findall(r'name="once"\s+value="([0-9a-f]{32})"', page.content.decode())
    for _ in range(2):
        answer = send(point, own, once=once, text="ดี")
        assert answer.status_code == 200
        assert not answer.cookies
    assert (Answer.objects.count(), Remark.objects.count()) == (1, 1)


def test_who_leaves_questions_out_sees_which_and_may_send_it_as_it_is(survey):
    own = survey()
    point = own.points.first()
    fields = typed(own)
    left = next(iter(fields))
    del fields[left]
    told = Client().post(at("answer", point.code), fields)
    assert told.status_code == 422
    assert f'href="#{left}-0"' in told.content.decode()
    assert told.content.decode().count("checked") == len(fields)
    assert not Answer.objects.exists()
    assert Client().post(at("answer", point.code), {**fields, "as_it_is": "1"}).status_code == 200
    assert len(Answer.objects.get().values) == len(fields)


@pytest.mark.parametrize("wrong", [{}, {"e1-1": "9"}, {"e1-1": "x"}, {"e1-1": "-1"}, {"zz": "1"}])
def test_what_is_no_answer_is_no_answer(survey, wrong):
    own = survey()
    sent = {**wrong, "as_it_is": "1"}
    assert Client().post(at("answer", own.points.first().code), sent).status_code == 422
    assert not Answer.objects.exists()


def test_who_fills_in_the_hidden_field_is_no_person(survey):
    own = survey()
    assert send(own.points.first(), own, homepage="x").status_code == 422
    assert not Answer.objects.exists()


def test_a_card_is_typed_as_it_is_printed(keeper, survey):
    own = survey("IIT")
    card, *_ = planning.print_cards(keeper, own)
    wrong = send(own.points.get(), own, card="1234")
    assert wrong.status_code == 422
    assert "16 หลัก" in wrong.content.decode()
    assert send(own.points.get(), own, card=printed_slip(card)).status_code == 200


def test_an_address_that_nobody_gave_out_is_none(survey):
    survey()
    assert Client().get(at("answer", "zzzzzzzz")).status_code == 404


def test_a_counter_goes_back_by_itself_and_its_device_has_not_answered_before(survey):
    own = survey()
    point = own.points.first()
    answer = send(point, own, path="?kiosk", again="1").content.decode()
    assert f'content="8; url={at("answer", point.code)}?kiosk"' in answer
    assert not Answer.objects.get().again
    send(point, own, again="1")
    assert Answer.objects.filter(again=True).count() == 1


# Sittings


def test_of_a_sitting_of_few_nothing_stays(survey):
    own = survey()
    point = own.points.first()
    for number in range(FEWEST_IN_A_SITTING - 1):
        receive(point, own, number)
    assert Answer.objects.exclude(sitting=None).count() == FEWEST_IN_A_SITTING - 1
    with freeze(now() + timedelta(minutes=6)):
        tasks.tidy()
    assert not Answer.objects.exclude(sitting=None).exists()
    assert not SittingRow.objects.exists()
    point.refresh_from_db()
    assert (point.began, point.last, point.sitting) == (None, None, None)


def test_of_a_sitting_of_many_the_day_and_the_minutes_stay_and_it_is_told(keeper, survey):
    own = survey(days=29)
    point = own.points.first()
    begun = now()
    for number in range(12):
        with freeze(begun + timedelta(minutes=number)):
            receive(point, own, number, place=9)
    with freeze(begun + timedelta(minutes=30)):
        receive(point, own, 99)
    row = SittingRow.objects.get()
    assert (row.count, row.minutes) == (12, pytest.approx(11))
    for number in range(20):
        with freeze(begun + timedelta(days=1 + number)):
            receive(point, own, 100 + number)
    with freeze(begun + timedelta(days=22)):
        answering.close(keeper, own)
        page = results_page(Survey.objects.get(pk=own.pk))
    told = {one.doubt.value: one.count for one in page.results.doubts}
    assert told["sitting"] == 12


# Sheets of paper


def test_sheets_need_cards_as_everybody_does(keeper, survey):
    own = survey("IIT")
    cards = planning.print_cards(keeper, own)
    point = own.points.get()
    sheets = [Keyed(chosen(own), one) for one in cards[:2]]
    answering.key_in(keeper, point, sheets)
    with pytest.raises(Refused):
        answering.key_in(keeper, point, [Keyed(chosen(own), cards[2]), sheets[0]])
    assert (Answer.objects.count(), Card.objects.count()) == (2, 10)
    own.refresh_from_db()
    assert own.keyed == 2


def test_whoever_keys_in_all_sheets_but_one_does_not_read_that_one(keeper, survey):
    """The fifth answer would be the whole less the four that are known."""
    own = survey()
    point = own.points.first()
    for number in range(2):
        answering.key_in(keeper, point, [Keyed(chosen(own), "")] * 2)
        receive(point, own, number)
    receive(point, own, 2)
    answering.close(keeper, own)
    assert results_page(Survey.objects.get(pk=own.pk)).results.tally is None
    assert point.survey.points.get(pk=point.pk).keyed == 4


def test_what_is_not_keyed_in_hides_each_other(keeper, survey):
    own = survey()
    point = own.points.first()
    answering.key_in(keeper, point, [Keyed(chosen(own), "")] * 4)
    for number in range(FEWEST_TOLD):
        receive(point, own, number)
    answering.close(keeper, own)
    assert results_page(Survey.objects.get(pk=own.pk)).results.tally


def test_cards_of_too_few_staff_are_not_printed(keeper, survey):
    """With the spare cards in one hand too few others would be left."""
    few, enough = survey("IIT", people=6), survey("IIT", people=7)
    with pytest.raises(Refused):
        planning.print_cards(keeper, few)
    assert len(planning.print_cards(keeper, enough)) == 9


def test_all_cards_are_printed_or_none(keeper, survey):
    with pytest.raises(Refused) as refused:
        planning.print_cards(keeper, survey("IIT", people=5_000))
    assert "6,000" in refused.value.message.th
    assert not Card.objects.exists()


def test_another_who_finds_a_form_that_was_sent_is_counted(keeper, survey):
    """The thanks of the first were lost, and who came next at that computer held another card."""
    own = survey("IIT")
    first, second = planning.print_cards(keeper, own)[:2]
    point = own.points.get()
    for _ in range(2):
        receive(point, own, 1, card=first)
    receive(point, own, 1, card=second)
    assert Answer.objects.count() == 2
    assert Card.objects.count() == 10


def test_what_comes_too_late_is_told_to_be_lost(keeper, survey):
    own = survey()
    point = own.points.first()
    answering.close(keeper, own)
    answer = send(point, own, once="a" * 32)
    assert answer.status_code == 422
    assert "ไม่ได้รับไว้" in answer.content.decode()
    opened = Client().get(at("answer", point.code))
    assert opened.status_code == 200
    assert "ไม่ได้รับไว้" not in opened.content.decode()


def test_more_answers_than_people_are_told_and_have_no_span(client_of, keeper, survey):
    own = survey(people=5)
    point = own.points.first()
    for number in range(6):
        receive(point, own, number, place=number % 4)
    answering.close(keeper, own)
    page = client_of(keeper).get(at("results", own.pk)).content.decode()
    assert "คำตอบมากกว่าจำนวนคน" in page
    assert "95 %" not in page
    Survey.objects.update(people=50)
    page = client_of(keeper).get(at("results", own.pk)).content.decode()
    assert "คำตอบมากกว่าจำนวนคน" not in page
    assert "95 %" in page


def test_a_point_where_nobody_answered_is_told(client_of, keeper, survey):
    own = survey()
    point = own.points.first()
    other = Point.objects.create(survey=own, name="จุดเงียบ", code="quiet234")
    for number in range(20):
        receive(point, own, number)
    answering.close(keeper, own)
    told = {one.name: one.answers for one in results_page(Survey.objects.get(pk=own.pk)).points}
    assert told[other.name] == 0
    assert "ไม่มีใครตอบที่จุดนี้" in client_of(keeper).get(at("results", own.pk)).content.decode()


def test_a_line_that_is_no_sheet_keeps_all_from_being_taken(client_of, keeper, survey):
    own = survey()
    point = own.points.first()
    line = "1" * len(chosen(own))
    browser = client_of(keeper)
    told = browser.post(at("key-in", own.pk, point.pk), {"lines": f"{line}\n12x\n{line}"})
    assert told.status_code == 422
    assert "บรรทัดที่ 2" in told.content.decode()
    assert not Answer.objects.exists()
    browser.post(at("key-in", own.pk, point.pk), {"lines": f"{line}\n{line}"})
    assert Answer.objects.count() == 2


# Results


def test_results_are_shown_after_the_end_alone_and_beside_what_they_are(client_of, keeper, survey):
    own = survey()
    for number in range(6):
        receive(own.points.first(), own, number, text=f"คำที่ {number}")
    browser = client_of(keeper)
    assert "ยังไม่ปิดรับคำตอบ" in browser.get(at("results", own.pk)).content.decode()
    assert browser.get(at("table", own.pk)).status_code == 404
    browser.post(at("close", own.pk), {"sure": "1"})
    text = browser.get(at("results", own.pk)).content.decode()
    assert "ไม่ใช่การประเมินของ ป.ป.ช." in text
    assert "มีไม่ถึง 10 ข้อความ" in text
    assert "คำที่ 1" not in text
    assert browser.get(at("table", own.pk)).content.decode("utf-8-sig").startswith("code,name")


def test_the_official_survey_is_offered_afterwards_and_by_a_code_at_a_counter(
    client_of, keeper, survey
):
    address = "https://itas.example.go.th/go/eit/x"
    own = survey(official_url=address)
    point = own.points.first()
    plain = send(point, own, once="a" * 32).content.decode()
    assert address in plain
    assert "<svg" not in plain.partition("data-survey-done")[2]
    counter = send(point, own, once="b" * 32, path="?kiosk").content.decode()
    assert "<svg" in counter.partition("data-survey-done")[2]
    # The next survey offers what was set for the last.
    assert address in client_of(keeper).get(at("begin")).content.decode()


def test_words_are_shown_from_ten_on(keeper, survey):
    own = survey()
    for number in range(10):
        receive(own.points.first(), own, number, text=f"คำที่ {number}")
    answering.close(keeper, own)
    (told,) = results_page(Survey.objects.get(pk=own.pk)).words
    assert len(told.texts) == 10


def test_what_people_wrote_is_read_by_who_keeps_surveys_alone(client_of, keeper, person, survey):
    own = survey()
    for number in range(10):
        receive(own.points.first(), own, number, text=f"คำที่ {number}")
    answering.close(keeper, own)
    for who, is_read in ((keeper, True), (person(CHIEF_EXECUTIVE), False)):
        page = client_of(who).get(at("results", own.pk))
        assert (page.status_code, "คำที่ 3" in page.content.decode()) == (200, is_read)


def test_what_four_answered_is_not_shown(client_of, keeper, survey):
    own = survey()
    for number in range(4):
        receive(own.points.first(), own, number)
    answering.close(keeper, own)
    text = client_of(keeper).get(at("results", own.pk)).content.decode()
    assert "ตอบน้อยเกินไป" in text
    assert "ซ้อมได้" not in text


def test_counts_are_told_in_the_morning_alone(survey):
    own = survey()
    morning = timezone.localtime(now()).replace(hour=10)
    with freeze(morning):
        receive(own.points.first(), own, 1)
        tasks.mix_and_tell()
        receive(own.points.first(), own, 2)
        tasks.mix_and_tell()
    own.refresh_from_db()
    assert own.told == 1
    with freeze(morning + timedelta(days=1)):
        tasks.mix_and_tell()
    own.refresh_from_db()
    assert own.told == 2


# Whose they are


def own_way(survey, number):
    """Answers by which a test knows again who gave them: the number in binary."""
    first = [*chosen(survey)][:5]
    return chosen(survey) | {code: (number >> place) & 1 for place, code in enumerate(first)}


def keys_by(order):
    """The keys of the answers in an order that the database knows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM surveys_answer ORDER BY {order}")  # noqa: S608 - our own
        return [row[0] for row in cursor.fetchall()]


def test_no_order_of_a_database_pairs_cards_with_answers(keeper, survey):
    """Thirty people answer one after the other, each in their own way; who holds all that is
    stored, and knows in which order they came, pairs them no better than by lot.
    """
    people = 30
    own = survey("IIT", people=people)
    cards = planning.print_cards(keeper, own)
    for number in range(people):
        sent = answering.Sent(own_way(own, number), f"{number:032x}", cards[number])
        answering.receive(own.points.get(), sent)
    answering.mix(own.pk)
    orders = ["rowid"] if connection.vendor == "sqlite" else ["xmin::text::bigint, ctid", "ctid"]
    values = {one.pk: one.values for one in Answer.objects.all()}
    for order in ("id", *orders):
        hits = sum(values[key] == own_way(own, number) for number, key in enumerate(keys_by(order)))
        # By lot one of thirty is right on average; nine or more come once in a million.
        assert hits < 9, order
    assert Card.objects.count() == len(cards) - people


def test_answers_that_were_mixed_are_of_one_transaction(survey):
    own = survey()
    for number in range(8):
        receive(own.points.first(), own, number)
    answering.mix(own.pk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_answer")
            assert cursor.fetchone()[0] == 1
    before = keys_by("id")
    answering.mix(own.pk)
    assert keys_by("id") == before, "nobody answered since"


def test_nothing_beside_an_answer_tells_of_anybody():
    """Every column is named here: one that comes to it must be thought about."""
    assert {one.name for one in Answer._meta.get_fields()} == {
        "id", "survey", "point", "values", "sitting", "again",
    }  # fmt: skip
    assert {one.name for one in Card._meta.get_fields()} == {"digest", "survey"}
    assert {one.name for one in Received._meta.get_fields()} == {"key", "survey"}
    assert {one.name for one in Remark._meta.get_fields()} == {"id", "question", "survey", "text"}
    for model in (Answer, Remark, Received):
        assert not [one for one in model._meta.get_fields() if one.is_relation]


def test_after_the_end_neither_cards_nor_keys_of_forms_are_left(keeper, survey):
    own = survey("IIT")
    cards = planning.print_cards(keeper, own)
    for number in range(6):
        receive(own.points.get(), own, number, cards[number])
    before = set(Answer.objects.values_list("pk", flat=True))
    answering.close(keeper, own)
    assert not Card.objects.exists()
    assert not Received.objects.exists()
    assert not before & set(Answer.objects.values_list("pk", flat=True))
    assert Answer.objects.count() == 6


def test_the_journal_knows_neither_cards_nor_answers(keeper, survey):
    own = survey("IIT")
    cards = planning.print_cards(keeper, own)
    receive(own.points.get(), own, 1, cards[0], text="คำลับ")
    answering.close(keeper, own)
    told = "".join(str(one.__dict__) for one in JournalEntry.objects.all())
    assert "คำลับ" not in told
    assert not [card for card in cards if card in told]
    assert not JournalEntry.objects.filter(verb__contains="answer").exists()
