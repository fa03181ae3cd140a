"""How long rows are kept, what is left without them, and choices that lie in no row."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.surveys.own import OwnForm, OwnKind, OwnQuestion, shipped
from prongsai.core.surveys.retention import Term
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys import tasks
from prongsai.web.disclosure.surveys.models import Answer, Choice, Point, Remark, SittingRow, Survey
from prongsai.web.disclosure.surveys.queries import form_of, own_results, results_page
from prongsai.web.disclosure.surveys.services import answering, keeping, planning
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2566
SAID = {"words": "ป้ายบอกทางไม่ชัด", "next": "ทำป้ายใหม่"}


@pytest.fixture(autouse=True)
def year(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)


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
    """Makes a survey of one's own, or a rehearsal, open from today."""

    def make(term=Term.QUARTER, instrument="", form=None, former=None):
        asked = planning.NewSurvey(
            YEAR, instrument, "รอบหนึ่ง", today(), today() + timedelta(days=7),
            points=("เคาน์เตอร์", "เว็บ"), term=term, former=former,
            form=None if instrument else form or shipped()[0].form,
        )  # fmt: skip
        return planning.begin(keeper, asked)

    return make


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def answered(own, count=24):
    """So many answers of all sorts at both points, a word with each."""
    points, asked = list(own.points.all()), form_of(own).asked
    for number in range(count):
        values = {one.code: (number + place) % len(one.options) for place, one in enumerate(asked)}
        sent = answering.Sent(values, f"{number:032x}", text=f"คำที่ {number} ลับมาก")
        answering.receive(points[number % 2], sent)


def closed(keeper, own):
    answering.close(keeper, own)
    return Survey.objects.get(pk=own.pk)


def rows_of(own):
    """Everything that stands in the database of what somebody answered."""
    return (
        sum(model.objects.filter(survey=own.pk).count() for model in (Answer, Choice, Remark))
        + SittingRow.objects.filter(point__survey=own).count()
    )


def shown(client, own):
    """The pages and the table of results without what tells of the rows themselves."""
    own = Survey.objects.get(pk=own.pk)
    page = own_results(own) if not own.is_rehearsal else results_page(own)
    plain = client.get(at("table", own.pk)).content
    told = page.results
    return (
        plain, told.tally, set(told.points),
        told.doubts, told.without, page.points, getattr(page, "lines", None),
        getattr(page, "satisfaction", None), getattr(page, "total_span", None),
    )  # fmt: skip


# What is left


@pytest.mark.parametrize("instrument", ["", "EIT"])
@pytest.mark.parametrize("count", [4, 7, 24])
@pytest.mark.few(3)
def test_what_is_shown_stays_to_the_last_figure_and_no_row_does(
    client_of, keeper, survey, instrument, count
):
    own = survey(instrument=instrument)
    answered(own, count)
    own = closed(keeper, own)
    browser = client_of(keeper)
    if count < 5:
        assert "ตอบน้อยเกินไป" in browser.get(at("results", own.pk)).content.decode()
        keeping.dissolve(keeper, own)
        assert "ตอบน้อยเกินไป" in browser.get(at("results", own.pk)).content.decode()
        assert set(Survey.objects.get(pk=own.pk).kept["counts"]) == set()
        assert rows_of(own) == 0
        return
    before = shown(browser, own)
    assert rows_of(own)
    keeping.dissolve(keeper, own)
    assert rows_of(own) == 0
    assert shown(browser, own) == before
    own.refresh_from_db()
    assert own.kept_on == today()
    text = browser.get(at("results", own.pk)).content.decode()
    assert "ลับมาก" not in text
    assert "ข้อความลบแล้ว" in text
    assert "ลบแล้ว" in browser.get(at("survey", own.pk)).content.decode()
    assert not Point.objects.exclude(answers=0).exists()


def test_a_choice_that_few_answered_leaves_not_even_its_count(client_of, keeper, survey):
    own = survey(form=_units())
    points = list(own.points.all())
    for number in range(24):
        values = {"q1": number % 5} | ({"q2": 0} if number < 3 else {})
        answering.receive(points[0], answering.Sent(values, f"{number:032x}"))
    own = closed(keeper, own)
    before = shown(client_of(keeper), own)[7]
    keeping.dissolve(keeper, own)
    kept = Survey.objects.get(pk=own.pk).kept
    assert set(kept["counts"]) == {"q1", "q3"}, "to q3 nobody answered"
    assert kept["withheld"] == ["q2"]
    after = shown(client_of(keeper), own)[7]
    assert after == before
    assert after.aspects[1].questions[0].answers is None


def test_the_next_round_stands_beside_one_without_rows(keeper, survey):
    first = survey()
    answered(first)
    keeping.dissolve(keeper, closed(keeper, first))
    second = survey(former=Survey.objects.get(pk=first.pk))
    answered(second, 20)
    told = own_results(closed(keeper, second))
    assert [one.result is not None for one in told.rounds] == [True, True]
    assert all(mean is not None for mean in told.lines[0].means)


# When


@pytest.mark.parametrize(
    ("term", "days"), [(Term.MONTH, 30), (Term.QUARTER, 90), (Term.YEAR, 365), (Term.REPORT, 365)]
)
def test_the_worker_deletes_when_the_term_is_over_and_not_before(keeper, survey, term, days):
    own = survey(term)
    answered(own, 6)
    own = closed(keeper, own)
    first = now()
    with freeze(first + timedelta(days=days - 1)):
        tasks.tidy()
    assert rows_of(own)
    with freeze(first + timedelta(days=days)):
        tasks.tidy()
    assert not rows_of(own)
    assert JournalEntry.objects.filter(verb="survey-rows-over").count() == 1
    with freeze(first + timedelta(days=days + 1)):
        tasks.tidy()
    assert JournalEntry.objects.filter(verb="survey-rows-over").count() == 1


def test_what_somebody_must_delete_stays_until_then(keeper, survey):
    own = survey(Term.ASKED)
    answered(own, 6)
    own = closed(keeper, own)
    with freeze(now() + timedelta(days=4_000)):
        tasks.tidy()
    assert rows_of(own)
    keeping.dissolve(keeper, own)
    assert not rows_of(own)


def test_at_the_end_at_once_leaves_nothing(keeper, survey):
    own = survey(Term.CLOSE)
    answered(own, 6)
    assert rows_of(own)
    own = closed(keeper, own)
    assert not rows_of(own)
    assert own_results(own).satisfaction.respondents == 6


def test_an_open_survey_loses_no_row_however_old(survey):
    own = survey(Term.MONTH)
    answered(own, 6)
    with freeze(now() + timedelta(days=5)):
        tasks.tidy()
    assert Answer.objects.count() == 6


@pytest.mark.long
def test_rows_stay_until_the_report_is_whole(keeper, survey):
    own = survey(Term.REPORT)
    answered(own)
    own = closed(keeper, own)
    keeping.make(keeper, own, {})
    run_jobs()
    tasks.tidy()
    assert rows_of(own), "nobody has summed up what was written"
    keeping.make(keeper, own, SAID)
    tasks.tidy()
    assert rows_of(own), "it is not drawn yet"
    run_jobs()
    tasks.tidy()
    assert not rows_of(own)
    # And it can be made anew without them.
    again = keeping.make(keeper, Survey.objects.get(pk=own.pk), SAID)
    run_jobs()
    again.refresh_from_db()
    assert again.pdf is not None


def test_a_rehearsal_waits_for_no_report(survey):
    with pytest.raises(Refused, match="no report"):
        survey(Term.REPORT, instrument="EIT")


# Who


@pytest.mark.parametrize("role", [CHIEF_EXECUTIVE, UNIT_HEAD, ADMINISTRATOR])
def test_who_keeps_no_surveys_deletes_none(client_of, person, keeper, survey, role):
    own = survey()
    answered(own, 6)
    own = closed(keeper, own)
    other = person(role)
    with pytest.raises(Refused):
        keeping.dissolve(other, own)
    assert client_of(other).post(at("dissolve", own.pk)).status_code == 403
    assert rows_of(own)
    client_of(keeper).post(at("dissolve", own.pk))
    assert not rows_of(own)
    with pytest.raises(Refused, match="no rows"):
        keeping.dissolve(keeper, own)


def test_another_agency_deletes_none(client_of, person, keeper, survey, other_agency):
    own = survey()
    answered(own, 6)
    own = closed(keeper, own)
    stranger = person(ITA_OFFICER, of=other_agency)
    with pytest.raises(Refused):
        keeping.dissolve(stranger, own)
    assert client_of(stranger).post(at("dissolve", own.pk)).status_code == 404
    assert rows_of(own)


def test_an_open_survey_is_not_deleted_by_hand_either(client_of, keeper, survey):
    own = survey()
    answered(own, 6)
    with pytest.raises(Refused, match="not closed"):
        keeping.dissolve(keeper, own)
    text = client_of(keeper).post(at("dissolve", own.pk), follow=True).content.decode()
    assert "ยังไม่ปิด" in text
    assert rows_of(own)


def test_who_answers_is_told_how_long_and_the_keeper_when(client_of, keeper, survey):
    own = survey(Term.MONTH)
    page = Client().get(at("answer", own.points.first().code)).content.decode()
    assert "กำหนดลบคำตอบแต่ละชุด: 30 วันหลังปิด" in page
    page = Client().get(at("answer", own.points.first().code), headers={"Accept-Language": "en"})
    assert "deleted 30 days after the end" in page.content.decode()
    own = closed(keeper, own)
    text = client_of(keeper).get(at("survey", own.pk)).content.decode()
    assert str(own.rows_until.year + 543) in text
    assert own.rows_until == today() + timedelta(days=30)


# Choices apart


def _units():
    return OwnForm((
        OwnQuestion(OwnKind.RATING, "โดยรวมพอใจ"),
        OwnQuestion(OwnKind.CHOICE, "อยู่หน่วยใด", options=("กองช่าง", "กองคลัง", "สำนักปลัด")),
        OwnQuestion(OwnKind.CHOICE, "อายุงาน", options=("ไม่ถึงปี", "นานกว่านั้น")),
    ))  # fmt: skip


def test_a_rare_unit_leads_to_nobodys_grade(keeper, survey):
    """One of twenty-four is of กองช่าง and alone gave 1: the holder of the rows cannot tell it."""
    own = survey(form=_units())
    for number in range(24):
        is_rare = number == 13
        values = {"q1": 4 if is_rare else 0, "q2": 0 if is_rare else 1, "q3": int(is_rare)}
        answering.receive(own.points.first(), answering.Sent(values, f"{number:032x}"))
    own = closed(keeper, own)
    assert {frozenset(one.values) for one in Answer.objects.all()} == {frozenset({"q1"})}
    assert {one.name for one in Choice._meta.get_fields()} == {
        "id", "survey", "question", "option",
    }  # fmt: skip
    keys = set(Answer.objects.values_list("pk", flat=True))
    assert not keys & set(Choice.objects.values_list("pk", flat=True))
    # In whatever order the database gives them, the rare ones stand at no common place.
    with connection.cursor() as cursor:
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT question, option FROM surveys_choice ORDER BY {order}")  # noqa: S608
        told = cursor.fetchall()
    assert len(told) == 48
    found = own_results(own).satisfaction
    unit = found.aspects[1].questions[0]
    assert [one.count for one in unit.chosen] == [1, 23, 0]
