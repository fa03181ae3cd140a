"""Satisfaction at a counter: made on a page, answered, compared, reported, evidence of its item."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import People
from tests.web.disclosure.samples import without_an_element
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.dates import short_date
from prongsai.core.framework.workbook import dump
from prongsai.core.surveys.languages import texts_of
from prongsai.core.surveys.own import OwnForm, OwnKind, OwnQuestion, shipped
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of, own_pages
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece
from prongsai.web.disclosure.surveys.models import Answer, Remark, Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries import (
    SUBJECT,
    answers,
    own_form_of,
    own_results,
)
from prongsai.web.disclosure.surveys.services import answering, keeping, planning
from prongsai.web.office.papers import services as papers
from prongsai.web.office.papers.models import Memo
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.publication.checking import is_signed_here
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publish

pytestmark = [pytest.mark.django_db]
YEAR = 2566
SAID = {"words": "ป้ายบอกทางไม่ชัด\nรอนานวันจันทร์", "next": "ทำป้ายใหม่"}


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
    """Makes a survey from the first template, open from today."""

    def make(name="บริการ รอบ 1", points=("เคาน์เตอร์", "เว็บ"), of=YEAR, **more):
        form = shipped()[0].form
        asked = planning.NewSurvey(
            of, "", name, today(), today() + timedelta(days=7), points=points, form=form, **more
        )
        return planning.begin(keeper, asked)

    return make


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def chosen(own, place):
    form = own_form_of(own)
    return {one.code: min(place, len(one.options) - 1) for one in form.asked}


def receive(point, own, number, place=0, **words):
    sent = answering.Sent(chosen(own, place), f"{number:032x}", words=words)
    answering.receive(point, sent)


def answered(own, count=24, place=0, start=0):
    points = list(own.points.all())
    for number in range(count):
        receive(points[number % 2], own, start + number, place)


def closed(keeper, own):
    answering.close(keeper, own)
    return Survey.objects.get(pk=own.pk)


def made(keeper, own, months=None, **said):
    row = keeping.make(keeper, own, said, months)
    run_jobs()
    row.refresh_from_db()
    return row


def text_of(file):
    document = pypdfium2.PdfDocument(files.read(file))
    pages = (page.get_textpage().get_text_bounded() for page in document)
    return "".join("".join(pages).split())


# Making one


def boxes(**changes):
    fields = {
        "name": "บริการ รอบ 1", "points": "เคาน์เตอร์\nเว็บ",
        "question-TOTAL_FORMS": "3", "question-INITIAL_FORMS": "0",
        "question-0-words": "โดยรวมพอใจ", "question-0-kind": "rating",
        "question-1-words": "มาเรื่องใด", "question-1-kind": "choice",
        "question-1-options": "ภาษี, ทะเบียน, ภาษี",
        "question-2-kind": "rating",
    }  # fmt: skip
    for name in ("opens_on", "closes_on"):
        day = today() + timedelta(days=7 if name == "closes_on" else 0)
        fields |= {name: short_date(day)}
    return {**fields, **changes}


def test_a_survey_is_made_on_a_page(client_of, keeper):
    browser = client_of(keeper)
    assert "พูดจาและช่วยเหลือเรียบร้อย" in browser.get(at("begin-own")).content.decode()
    assert "หาบริการนี้พบง่าย" in browser.get(at("begin-own") + "?from=online-service").content.decode()
    assert browser.get(at("begin-own") + "?from=nothing-known").status_code == 200
    answer = browser.post(at("begin-own"), boxes())
    assert answer.status_code == 302, answer.content.decode()
    own = Survey.objects.get()
    assert not own.is_rehearsal
    assert own_form_of(own).questions == (
        OwnQuestion(OwnKind.RATING, "โดยรวมพอใจ"),
        OwnQuestion(OwnKind.CHOICE, "มาเรื่องใด", options=("ภาษี", "ทะเบียน")),
    )
    assert set(own.points.values_list("name", flat=True)) == {"เคาน์เตอร์", "เว็บ"}


def test_more_boxes_keep_what_was_typed(client_of, keeper):
    text = client_of(keeper).post(at("begin-own"), boxes(more="1")).content.decode()
    assert "question-4-words" in text
    assert 'value="โดยรวมพอใจ"' in text
    assert not Survey.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"question-1-options": "ภาษี"},
        {"question-1-options": ", ,"},
        {"question-1-options": ",".join(map(str, range(10)))},
        {"question-0-words": "", "question-1-words": ""},
        {"question-0-kind": "stars"},
        {"name": ""},
    ],
)
def test_what_cannot_be_asked_is_refused_and_kept(client_of, keeper, changes):
    answer = client_of(keeper).post(at("begin-own"), boxes(**changes))
    assert answer.status_code == 422
    assert not Survey.objects.exists()


@pytest.mark.parametrize("role", [CHIEF_EXECUTIVE, UNIT_HEAD, ADMINISTRATOR])
@pytest.mark.long
def test_who_keeps_no_surveys_makes_and_reports_none(client_of, person, keeper, survey, role):
    own = survey()
    answered(own)
    own = closed(keeper, own)
    row = made(keeper, own, **SAID)
    other = person(role)
    browser = client_of(other)
    for address in (at("begin-own"), at("next", own.pk), at("evidence", own.pk, row.pk)):
        assert browser.post(address, boxes()).status_code == 403
    assert browser.post(at("report", own.pk), SAID).status_code == 403
    for act in (
        lambda: keeping.make(other, own, SAID),
        lambda: keeping.make_evidence(row, by=other, year=YEAR, items=(), forms=("pdf",)),
    ):
        with pytest.raises(Refused):
            act()
    assert SurveyReport.objects.count() == 1


@pytest.mark.long
def test_another_agency_sees_nothing_of_it(client_of, person, keeper, survey, other_agency):
    own = survey()
    answered(own)
    own = closed(keeper, own)
    row = made(keeper, own, **SAID)
    browser = client_of(person(ITA_OFFICER, of=other_agency))
    for address in (
        at("survey", own.pk), at("results", own.pk), at("report", own.pk), at("next", own.pk),
        at("report-file", own.pk, row.pk, "pdf"), at("table", own.pk),
    ):  # fmt: skip
        assert browser.get(address).status_code == 404
    stranger = person(ITA_OFFICER, of=other_agency)
    with pytest.raises(Refused):
        keeping.make(stranger, own, SAID)
    asked = planning.NewSurvey(YEAR, "", "ก", today(), today(), form=own_form_of(own), former=own)
    with pytest.raises(Refused):
        planning.begin(stranger, asked)


def test_a_survey_asks_either_its_own_questions_or_an_instruments(keeper, survey):
    own = survey()
    days = (today(), today() + timedelta(days=1))
    form = own_form_of(own)
    rehearsal = planning.begin(keeper, planning.NewSurvey(YEAR, "EIT", "ซ้อม", *days))
    for asked in (
        planning.NewSurvey(YEAR, "", "ก", *days),
        planning.NewSurvey(YEAR, "", "ก", *days, form=OwnForm(())),
        planning.NewSurvey(YEAR, "EIT", "ก", *days, form=form),
        planning.NewSurvey(YEAR, "", "ก", *days, form=form, former=rehearsal),
        planning.NewSurvey(YEAR, "EIT", "ก", *days, former=own),
    ):
        with pytest.raises(Refused):
            planning.begin(keeper, asked)
    assert planning.begin(keeper, planning.NewSurvey(YEAR, "", "ก", *days, form=form, former=own))


@pytest.mark.parametrize("words", ["ชื่อ-สกุลของท่าน", "เบอร์โทรที่ติดต่อได้", "Your full name"])
def test_no_way_of_beginning_asks_who_answers(client_of, keeper, survey, words):
    answer = client_of(keeper).post(
        at("begin-own"), boxes(**{"question-0-words": words, "question-0-kind": "text"})
    )
    assert answer.status_code == 422
    assert "ใครตอบ" in answer.content.decode()
    own = closed(keeper, survey())
    answer = client_of(keeper).post(
        at("next", own.pk),
        boxes(**{"question-2-kind": "text", "question-2-english": words, "question-2-words": "ก"}),
    )
    assert answer.status_code == 422
    assert Survey.objects.count() == 1


def test_of_two_questions_alike_none_is_begun(client_of, keeper):
    twin = {"question-2-words": "โดยรวมพอใจ"}
    answer = client_of(keeper).post(at("begin-own"), boxes(**twin))
    assert answer.status_code == 422
    assert "ถามซ้ำ" in answer.content.decode()
    other = {**twin, "question-2-aspect": "เว็บ"}
    assert client_of(keeper).post(at("begin-own"), boxes(**other)).status_code == 302


# Answering


@pytest.mark.both_databases
def test_it_is_answered_without_script_account_or_cookie(survey):
    own = survey()
    point = own.points.first()
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(at("answer", point.code)).content.decode()
    assert "พูดจาและช่วยเหลือเรียบร้อย" in page
    assert "ราว 1 นาที" in page
    # Nobody knows what an agency asks.
    assert "ไม่ถามชื่อ" not in page
    assert "ไม่ใช่การประเมินของ ป.ป.ช." in page
    fields = {code: str(place) for code, place in chosen(own, 1).items()}
    answer = browser.post(at("answer", point.code), {**fields, "q9": "ป้ายไม่ชัด"})
    assert "ขอบคุณ" in answer.content.decode()
    assert "นี่คือการซ้อม" not in answer.content.decode()
    grades = {c: p for c, p in chosen(own, 1).items() if c not in own_form_of(own).choices}
    assert Answer.objects.get().values == grades
    remark = Remark.objects.get()
    assert (remark.question, remark.text) == ("q9", "ป้ายไม่ชัด")
    assert not browser.cookies


def test_words_alone_are_an_answer_and_nothing_is_none(survey):
    own = survey()
    address = at("answer", own.points.first().code)
    nothing = Client().post(address, {"q9": "  ", "as_it_is": "1"})
    assert nothing.status_code == 422
    assert not Answer.objects.exists()
    words = Client().post(address, {"q9": "ป้ายไม่ชัด", "as_it_is": "1"})
    assert "ขอบคุณ" in words.content.decode()
    assert Remark.objects.count() == 1


def test_an_english_reader_is_asked_in_english(survey):
    own = survey()
    page = Client().get(at("answer", own.points.first().code), headers={"Accept-Language": "en"})
    assert "Staff were polite and helpful" in page.content.decode()
    assert "very satisfied" in page.content.decode()


# Results, rounds, reports


def test_results_come_after_the_end(client_of, keeper, survey):
    own = survey()
    answered(own)
    browser = client_of(keeper)
    assert own_results(own) is None
    assert "ยังไม่ปิดรับคำตอบ" in browser.get(at("results", own.pk)).content.decode()
    assert browser.get(at("table", own.pk)).status_code == 404
    with pytest.raises(Refused):
        keeping.make(keeper, own, SAID)
    own = closed(keeper, own)
    text = browser.get(at("results", own.pk)).content.decode()
    assert "พอใจเฉลี่ย 5.00 จาก 5 อยู่ในระดับมากที่สุด" in text
    table = browser.get(at("table", own.pk)).content.decode()
    assert "มากที่สุด,24,100.00," in table


def test_four_respondents_have_no_results_and_no_report(client_of, keeper, survey):
    own = survey()
    answered(own, 4)
    own = closed(keeper, own)
    assert "ตอบน้อยเกินไป" in client_of(keeper).get(at("results", own.pk)).content.decode()
    with pytest.raises(Refused):
        keeping.make(keeper, own, SAID)


def test_a_rehearsal_is_reported_as_none(client_of, keeper):
    days = (today(), today() + timedelta(days=1))
    own = planning.begin(keeper, planning.NewSurvey(YEAR, "EIT", "ซ้อม", *days))
    own = closed(keeper, own)
    with pytest.raises(Refused):
        keeping.make(keeper, own, SAID)
    for name in ("report", "next"):
        assert client_of(keeper).get(at(name, own.pk)).status_code == 404


def test_the_next_round_asks_the_same_and_stands_beside(client_of, keeper, survey):
    first = survey()
    answered(first, place=2)
    first = closed(keeper, first)
    browser = client_of(keeper)
    page = browser.get(at("next", first.pk)).content.decode()
    assert "พูดจาและช่วยเหลือเรียบร้อย" in page
    assert "เคาน์เตอร์" in page
    second = survey("บริการ รอบ 2", former=first)
    answered(second, place=0, start=100)
    second = closed(keeper, second)
    told = own_results(second)
    assert [one.name for one in told.rounds] == ["บริการ รอบ 1", "บริการ รอบ 2"]
    assert [one.shown for one in told.lines[0].means] == ["3.00", "5.00"]
    text = browser.get(at("results", second.pk)).content.decode()
    assert "+2.00" in text


@pytest.mark.long
@pytest.mark.both_databases
def test_a_report_says_what_was_counted_and_becomes_evidence(client_of, keeper, survey):
    first = survey(of=YEAR - 1)
    answered(first, place=1)
    first = closed(keeper, first)
    own = survey("บริการ รอบ 2", former=first, of=YEAR - 1)
    answered(own, 23, start=100)
    receive(own.points.first(), own, 999, 4, q9="อย่าพิมพ์ฉัน")
    own = closed(keeper, own)
    empty = made(keeper, own)
    (answer,) = [one for one in answers(own) if one.year == YEAR]
    given = {"by": keeper, "year": YEAR, "items": answer.items}
    with pytest.raises(Refused, match="nothing is written under"):
        keeping.make_evidence(empty, forms=("pdf",), **given)
    row = made(keeper, own, **SAID)
    text = text_of(row.pdf)
    mean = own_results(own).satisfaction.mean
    for words in (
        "บริการ รอบ 2", mean.shown, mean.percent, "พูดจาและช่วยเหลือเรียบร้อย", "23", "(95.83)",
        "ทำป้ายใหม่", "ไม่ได้มาจากการสุ่มตัวอย่าง", "เคาน์เตอร์", "ไม่ใช่เกณฑ์ของ ป.ป.ช.",
    ):  # fmt: skip
        assert "".join(words.split()) in text
    assert "อย่าพิมพ์ฉัน" not in text
    with pytest.raises(Refused, match="newer"):
        keeping.make_evidence(empty, forms=("pdf",), **given)
    browser = client_of(keeper)
    page = browser.get(at("report", own.pk)).content.decode()
    assert answer.codes in page
    browser.post(at("evidence", own.pk, row.pk), {"year": str(YEAR), "data": "1"})
    assert Piece.objects.filter(removed_at=None).count() == 2
    with pytest.raises(Refused, match="already"):
        keeping.make_evidence(row, forms=("pdf",), **given)
    newer = made(keeper, own, **SAID)
    keeping.make_evidence(newer, forms=("pdf",), **given)
    assert Piece.objects.filter(removed_at=None).count() == 1
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        answer = browser.get(at("report-file", own.pk, row.pk, form))
        assert answer.content.startswith(start)


def item_code(agency):
    (item,) = [one for one in items_of(agency, YEAR).items if SUBJECT in one.keys]
    return item.code


def rounds_lacking(agency, browser):
    """The rounds of the year of which the item says that no report is there."""
    page = browser.get(reverse("disclosure:item", args=[YEAR, item_code(agency)])).content.decode()
    lacking = re.findall(r"ยังไม่มีรายงานผลการสำรวจของ([^<]*)", page.replace("\u2060", ""))
    return re.findall(r"รอบ (\d+) เดือน", " ".join(lacking))


def test_a_report_is_brought_to_the_executive_and_counted(client_of, keeper, survey):
    keeper.agency.second_factor = []
    keeper.agency.save()
    browser = client_of(keeper)
    assert rounds_lacking(keeper.agency, browser) == ["6", "12"]
    own = survey(of=YEAR - 1)
    answered(own)
    own = closed(keeper, own)
    assert rounds_lacking(keeper.agency, browser) == ["6", "12"]
    empty = made(keeper, own)
    with pytest.raises(Refused, match="nothing is written under"):
        keeping.bring(empty, by=keeper)
    row = made(keeper, own, **SAID)
    with pytest.raises(Refused, match="newer"):
        keeping.bring(empty, by=keeper)
    assert rounds_lacking(keeper.agency, browser) == ["6", "12"]  # nobody says of which round it is
    row = made(keeper, own, months=6, **SAID)
    assert rounds_lacking(keeper.agency, browser) == ["12"]
    open_year(keeper.agency, YEAR - 1)
    page = browser.get(at("report", own.pk)).content.decode()
    assert at("bring", own.pk, row.pk) in page
    answer = browser.post(at("bring", own.pk, row.pk))
    (memo,) = Memo.objects.all()
    assert answer.url == memo.url
    assert memo.is_information
    assert memo.enclosures.get().file.media_type == "application/pdf"
    assert keeping.bring(row, by=keeper) == memo
    page = browser.get(at("report", own.pk)).content.decode()
    assert memo.url in page
    assert at("bring", own.pk, row.pk) not in page
    second = survey("บริการ รอบ 2", of=YEAR - 1)
    answered(second, start=100)
    second = closed(keeper, second)
    page = browser.post(at("report", second.pk), {**SAID, "months": "12"})
    assert page.status_code == 302
    assert rounds_lacking(keeper.agency, browser) == []
    page = browser.get(reverse("disclosure:item", args=[YEAR, item_code(keeper.agency)]))
    assert "บริการ รอบ 2 (รอบ 12 เดือน)" in page.content.decode().replace("\u2060", "")
    for refused in ("7", "x"):
        page = browser.post(at("report", second.pk), {**SAID, "months": refused})
        assert page.status_code == 422
    # A newer edition says again of which round it is; until then the box tells what it was.
    page = browser.get(at("report", second.pk)).content.decode()
    assert '<option value="12" selected>' in page


@pytest.mark.parametrize("reason", ["", "ประชาชนขอดูผลก่อนสิ้นเดือนนี้"], ids=["mended", "in spite of it"])
def test_the_report_is_published_as_its_signed_memo_encloses_it(client_of, keeper, survey, reason):
    agency = keeper.agency
    agency.second_factor = []
    agency.save()
    people, browser = People(agency), client_of(keeper)
    open_year(agency, YEAR - 1)
    own = survey(of=YEAR - 1)
    answered(own)
    row = made(keeper, closed(keeper, own), **SAID)
    code = without_an_element(agency, YEAR, SUBJECT)
    memo = keeping.bring(row, by=keeper)
    browser.post(at("publish", own.pk, row.pk))
    assert not Publication.objects.exists(), "nobody has noted it yet"
    assert not is_signed_here(agency, row.pdf.digest)
    sent = papers.submit_memo(agency, memo.pk, by=keeper)
    run_jobs()
    for name in ("head", "clerk", "mayor"):
        decide(Submission.objects.get(pk=sent.pk), by=people[name], verdict="noted")
    run_jobs()
    assert at("publish", own.pk, row.pk) in browser.get(at("report", own.pk)).content.decode()
    assert is_signed_here(agency, row.pdf.digest)
    # The item of the year after asks for it: who prepares and who publishes see what that lacks.
    for page in (browser.get(at("report", own.pk)), browser.post(at("publish", own.pk, row.pk))):
        assert code in {concern.code for concern in page.context["gate"].red}
    assert not Publication.objects.exists()
    told = re.search(r'name="told" value="(\w+)"', page.content.decode())[1]
    if not reason:
        ElementCheck.objects.update(presence="present")
    given = {"anyway": reason, "told": told} if reason else {}
    assert browser.post(at("publish", own.pk, row.pk), given).status_code == 302
    item = client_of(people["head"]).get(reverse("disclosure:item", args=[YEAR, code]))
    told_staff = [each.reason for each in item.context["page"]["published_anyway"]]
    assert told_staff == ([reason] if reason else [])
    published = Publication.objects.get()
    assert published.file.digest == row.pdf.digest
    assert published.title.endswith(own.name)
    titles = {
        (year, item.code): [page.title.th for page in own_pages(agency, item, year, today())]
        for year in (YEAR - 1, YEAR)
        for item in items_of(agency, year).items
    }
    assert [place for place in titles if published.title in titles[place]] == [(YEAR, code)]


def test_an_older_report_takes_the_place_of_no_newer_one(client_of, keeper, survey):
    """Each is enclosed in a memo of its own that was signed; the page offers the newest alone."""
    agency, given = keeper.agency, {"anyway": "ประชาชนขอดูผลก่อนสิ้นเดือนนี้"}
    agency.second_factor = []
    agency.save()
    people, own = People(agency), survey()
    answered(own)
    own = closed(keeper, own)
    for words in ("ป้ายไม่ชัด", "ป้ายบอกทางไม่ชัด"):
        memo = keeping.bring(made(keeper, own, **{**SAID, "words": words}), by=keeper)
        sent = papers.submit_memo(agency, memo.pk, by=keeper)
        run_jobs()
        for name in ("head", "clerk", "mayor"):
            decide(Submission.objects.get(pk=sent.pk), by=people[name], verdict="noted")
        run_jobs()
    second, first = SurveyReport.objects.filter(survey=own)
    published = keeping.publish_report(second, by=keeper, **given)
    assert published.file.digest == second.pdf.digest
    with pytest.raises(Refused, match="newer paper"):
        keeping.publish_report(first, by=keeper, **given)
    client_of(keeper).post(at("publish", own.pk, first.pk), given)
    assert Publication.objects.get().replaced_at is None
    # Nor does a file of somebody's own, though no code stands on what a memo encloses.
    with pytest.raises(Refused, match="signed in the system"):
        publish(
            agency, by=keeper, kind=published.kind, subject=published.subject, title="ฉบับของฉัน",
            year=YEAR, file=first.pdf, day=today(), by_hand=True, **given,
        )  # fmt: skip
    assert Publication.objects.get().replaced_at is None


def test_a_report_is_no_evidence_of_another_item_or_year(keeper, survey):
    own = survey()
    answered(own)
    own = closed(keeper, own)
    row = made(keeper, own, **SAID)
    known = items_of(keeper.agency, YEAR).items
    (asked,) = [one for one in known if SUBJECT in one.keys]
    other = "asks for “the year 2565”, but this paper is of “the year 2566”"
    for items, why in (((), other), ((asked,), other), (known[:1], "does not answer that item")):
        with pytest.raises(Refused, match=why):
            keeping.make_evidence(row, by=keeper, year=YEAR, items=items, forms=("pdf",))
    assert not Piece.objects.exists()


@pytest.mark.parametrize("months", [6, 12])
def test_a_round_that_goes_on_has_no_report_yet(keeper, survey, settings, months):
    """Nor is one that was made too early evidence; once the round is over a new one is."""
    settings.FROZEN_NOW = datetime(2021, 11, 15, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
    own = survey(of=YEAR - 1)
    answered(own)
    own = closed(keeper, own)
    with pytest.raises(Refused, match=f"the {months}-month round is not over"):
        made(keeper, own, months, **SAID)
    early = made(keeper, own, **SAID)
    SurveyReport.objects.filter(pk=early.pk).update(months=months)
    early.refresh_from_db()
    settings.FROZEN_NOW = datetime(2022, 10, 1, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
    (asked,) = [one for one in items_of(keeper.agency, YEAR).items if SUBJECT in one.keys]
    given = {"by": keeper, "year": YEAR, "items": [asked], "forms": ("pdf",)}
    with pytest.raises(Refused, match="not over"):
        keeping.make_evidence(early, **given)
    (piece,) = keeping.make_evidence(made(keeper, own, months, **SAID), **given)
    assert not piece.is_draft


# Other languages


@pytest.fixture
def catalogue(settings):
    """Puts an invented language into the operator's folder."""

    def put(texts, code="xx", name="ภาษาสมมติ"):
        folder = settings.DATA / "languages"
        folder.mkdir(exist_ok=True)
        entries = [{"th": text, "to": told} for text, told in texts.items()]
        (folder / f"{code}.yaml").write_text(
            dump({"language": code, "name": name, "texts": entries}, "invented"), encoding="utf-8"
        )

    return put


def test_questions_are_put_in_a_language_of_the_operators(survey, catalogue):
    own = survey()
    form = own_form_of(own)
    address = at("answer", own.points.first().code)
    assert "ภาษาสมมติ" not in Client().get(address).content.decode()
    catalogue({text: f"«{number}»" for number, text in enumerate(texts_of(form))})
    plain = Client().get(address).content.decode()
    assert "ภาษาสมมติ" in plain
    assert "«0»" not in plain
    spoken = Client().get(f"{address}?in=xx").content.decode()
    assert "«0»" in spoken
    assert 'lang="xx"' in spoken
    assert "พูดจาและช่วยเหลือเรียบร้อย" not in spoken
    assert "บางข้อความยังไม่มีในภาษานี้" not in spoken
    fields = {code: str(place) for code, place in chosen(own, 1).items()}
    answer = Client().post(f"{address}?in=xx", fields)
    thanks = answer.content.decode()
    assert "data-survey-done" in thanks
    # Buttons, what is told beside them and the thanks are put in it as well.
    for words in ("ส่งคำตอบ", "ย้อนกลับ", "เหลือเฉพาะจำนวนรวม", "อย่าเขียนชื่อ", "ไม่มีสัญญาณ"):
        assert words in plain
        assert words not in spoken
    assert "คำตอบรวมกับของคนอื่น" not in thanks
    assert len(re.findall("«[0-9]+»", thanks)) >= 2
    again = Client().post(f"{address}?kiosk&in=xx", fields).content.decode()
    assert "?kiosk&amp;in=xx" in again, "the next person is asked in it too"
    grades = {c: p for c, p in chosen(own, 1).items() if c not in own_form_of(own).choices}
    assert [one.values for one in Answer.objects.all()] == [grades, grades]


def test_what_a_catalogue_lacks_is_english_and_a_wrong_one_is_not_offered(
    survey, catalogue, settings
):
    own = survey()
    address = at("answer", own.points.first().code)
    first, *_ = texts_of(own_form_of(own))
    catalogue({first: "<b>«»</b>"})
    spoken = Client().get(f"{address}?in=xx").content.decode()
    assert "&lt;b&gt;«»" in spoken
    assert "Staff were polite and helpful" in spoken
    assert "บางข้อความยังไม่มีในภาษานี้" in spoken
    (settings.DATA / "languages" / "yy.yaml").write_text("language: [", encoding="utf-8")
    (settings.DATA / "languages" / "zz.yaml").write_bytes(b"\xff\xfe\x00")
    again = Client().get(f"{address}?in=yy")
    assert again.status_code == 200
    assert "ภาษาสมมติ" in again.content.decode()
    assert "พูดจาและช่วยเหลือเรียบร้อย" in again.content.decode()
