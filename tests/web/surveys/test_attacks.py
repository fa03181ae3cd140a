"""What somebody who wants to know, or to win, may try: hostile files, formulas, full boxes."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl.utils import get_column_letter
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.core.dates import short_date
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.elsewhere import read_elsewhere
from prongsai.core.surveys.own import OwnForm, OwnKind, OwnQuestion
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Keyed
from prongsai.core.surveys.results import Doubt
from prongsai.readers.sheets import read_sheets
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.surveys.models import Answer, Remark, Survey
from prongsai.web.disclosure.surveys.queries import form_of, results_page
from prongsai.web.disclosure.surveys.services import answering, keeping, planning
from prongsai.web.platform import files
from prongsai.web.platform.clock import freeze, now, today

pytestmark = [pytest.mark.django_db]
YEAR = 2566
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HEAD = f'<?xml version="1.0"?><worksheet xmlns="{_SPACE}">'.encode()


@pytest.fixture(autouse=True)
def year(agency, settings, tmp_path):
    settings.DATA = tmp_path
    open_year(agency, YEAR)


@pytest.fixture
def officer(agency):
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, ITA_OFFICER))
    return user


@pytest.fixture
def keeper(officer):
    return actor_on(officer, today())


@pytest.fixture
def browser(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def survey(keeper):
    def make(instrument="EIT", form=None, **more):
        asked = planning.NewSurvey(
            YEAR, instrument, "รอบหนึ่ง", today(), today() + timedelta(days=7),
            points=("เคาน์เตอร์", "เว็บ"), form=form, **more,
        )  # fmt: skip
        return planning.begin(keeper, asked)

    return make


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def values_of(own, place=0):
    return {one.code: min(place, len(one.options) - 1) for one in form_of(own).asked}


def receive(point, own, number, place=0, **more):
    sent = answering.Sent(values_of(own, place), f"{number:032x}", **more)
    answering.receive(point, sent)


# Files of answers that are no such thing


def with_sheet(rows):
    """A workbook whose first sheet was put in place of the one that a program wrote."""
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.save(kept)
    made = io.BytesIO()
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            part = old.read(one)
            new.writestr(one, rows if one.filename == "xl/worksheets/sheet1.xml" else part)
    return made.getvalue()


def far_cell_by_another_prefix():
    """The prefix of its tags is a Thai letter, as XML allows."""
    return with_sheet(
        f'<?xml version="1.0" encoding="UTF-8"?><ก:worksheet xmlns:ก="{_SPACE}"><ก:sheetData>'
        '<ก:row r="1"><ก:c r="A1"><ก:v>1</ก:v></ก:c></ก:row><ก:row r="1048576">'
        '<ก:c r="XFD1048576"><ก:v>1</ก:v></ก:c></ก:row></ก:sheetData></ก:worksheet>'.encode()
    )


def wide():
    codes = [f"x{number}" for number in range(100_000)]
    return "\n".join(",".join(codes) for _ in range(3)).encode()


def nested():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a>" * 200_000)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.xlsx", far_cell_by_another_prefix), ("a.xlsx", nested),
        pytest.param("a.csv", wide, marks=pytest.mark.long),
        ("a.ods", lambda: b"PK\x05\x06" + b"\x00" * 18),
    ],
    ids=["far-by-prefix", "nested", "wide", "empty-zip"],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_words_and_changes_nothing(browser, name, make):
    first = today() - timedelta(days=9)
    days = {"opens_on": short_date(first), "closes_on": short_date(today())}
    fields = {
        "instrument": "EIT", "fiscal_year": str(YEAR), "name": "ก", "people": "", "numbers": "",
        "act": "read", "file": SimpleUploadedFile(name, make()), **days,
    }  # fmt: skip
    page = browser.post(at("elsewhere"), fields)
    text = page.content.decode()
    assert page.status_code in (200, 422)
    assert 'name="seal"' not in text
    assert "error" in text or "ไม่มีคำตอบที่อ่านได้" in text or "ไม่พบหัวคอลัมน์" in text
    assert not Survey.objects.exists()


def test_a_formula_that_no_program_computed_is_no_answer(browser):
    """A sheet whose cells are formulas: what they would show is not known, so it is not read."""
    asked = questionnaire(Catalogue(), YEAR, "EIT")
    best = asked.asked[0].options[0].th
    cells = "".join(
        f'<c r="{get_column_letter(place)}1" t="inlineStr"><is><t>{code}</t></is></c>'
        for place, code in enumerate(asked.codes, start=1)
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>"{best}"</f></c></row>' for row in range(2, 20)
    )
    data = with_sheet(
        _HEAD + f'<sheetData><row r="1">{cells}</row>{rows}</sheetData></worksheet>'.encode()
    )
    found = read_elsewhere(asked, read_sheets(data, "a.xlsx"))
    assert not found.kept.counts


# What is taken along


_EVIL = '=HYPERLINK("http://x.example","ดู")'


def evil_form():
    return OwnForm((
        OwnQuestion(OwnKind.RATING, _EVIL, aspect="@SUM(A1)"),
        OwnQuestion(OwnKind.CHOICE, "+1+1", options=("=1+1", "-2+3")),
        OwnQuestion(OwnKind.TEXT, "ว่าอย่างไร"),
    ))  # fmt: skip


@pytest.mark.both_databases
def test_no_cell_of_a_table_or_workbook_is_a_formula(browser, keeper, survey):
    own = survey("", evil_form())
    point = own.points.first()
    for number in range(24):
        receive(point, own, number, place=number % 2, words={"q3": f"=cmd|{number}"})
    answering.close(keeper, own)
    own = Survey.objects.get(pk=own.pk)
    table = browser.get(at("table", own.pk)).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert f"'{_EVIL}" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "@") or cell[:2] in ("+1", "-2")]
    row = keeping.make(keeper, own, {"words": "=1+1 สรุป", "next": "@ทำ"})
    run_jobs()
    row.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(files.read(row.xlsx)))
    told = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in told if cell.data_type == "f"]
    assert any(_EVIL in str(cell.value) for cell in told)


# Full boxes


@pytest.mark.both_databases
def test_an_officer_who_answers_many_times_at_the_counter_is_told_and_nothing_left_out(
    keeper, survey
):
    own = survey()
    points = list(own.points.order_by("name"))
    start = now()
    for number in range(40):
        with freeze(start + timedelta(hours=number, days=number // 8)):
            if (start + timedelta(hours=number, days=number // 8)).date() <= own.closes_on:
                receive(points[number % 2], own, number, place=2)
    honest = Answer.objects.count()
    for number in range(15):
        with freeze(start + timedelta(days=6, seconds=40 * number)):
            receive(points[0], own, 900 + number, place=0)
    with freeze(start + timedelta(days=6, hours=2)):
        answering.end_sittings()
    answering.close(keeper, own)
    page = results_page(Survey.objects.get(pk=own.pk))
    assert page.results.respondents == honest + 15
    told = {one.doubt: one.count for one in page.results.doubts}
    assert told[Doubt.SITTING] >= 15


@pytest.mark.both_databases
def test_sheets_of_paper_keyed_in_twice_are_counted_as_keyed_and_hide_nobody(keeper, survey):
    """Without a card nobody can know that a sheet was keyed in before: it is told how many were."""
    own = survey()
    point = own.points.first()
    sheets = [Keyed(values_of(own, number % 3)) for number in range(4)]
    answering.key_in(keeper, point, sheets)
    answering.key_in(keeper, point, sheets)
    receive(point, own, 1)
    own.refresh_from_db()
    assert own.keyed == 8
    answering.close(keeper, own)
    # Nine answers, eight of which the keeper knows: the ninth is told by nothing.
    assert results_page(Survey.objects.get(pk=own.pk)).results.tally is None


@pytest.mark.both_databases
def test_which_rows_came_from_a_shared_computer_is_not_kept_where_cards_are(keeper, survey):
    own = survey("IIT", people=10)
    cards = planning.print_cards(keeper, own)
    point = own.points.get()
    typed = {code.replace(".", "-"): str(one) for code, one in values_of(own).items()}
    page = Client().post(at("answer", point.code), {**typed, "card": cards[0], "again": "1"})
    text = page.content.decode()
    assert "data-unmarked" in text
    assert not Answer.objects.get().again
    visitors = survey()
    typed = {code.replace(".", "-"): str(one) for code, one in values_of(visitors).items()}
    address = at("answer", visitors.points.first().code)
    page = Client().post(address, {**typed, "again": "1"})
    assert "data-unmarked" not in page.content.decode()
    assert Answer.objects.get(survey=visitors.pk).again
    page = Client().post(f"{address}?kiosk", {**typed, "again": "1"})
    assert "data-unmarked" in page.content.decode()


@pytest.mark.both_databases
def test_words_that_a_form_brings_for_another_survey_are_not_kept(survey):
    """A field that this survey does not ask is no way to leave something in the database."""
    own = survey("", evil_form())
    address = at("answer", own.points.first().code)
    fields = {"q1": "0", "q2": "1", "text": "ฝากไว้", "q9": "ฝากไว้", "e1-1": "3", "card": "1" * 16}
    Client().post(address, fields)
    assert Answer.objects.get().values == {"q1": 0}
    assert not Remark.objects.exists()


def test_no_page_of_a_survey_leaves_a_worker_or_a_copy_on_the_device(keeper, survey):
    """ADR 85: what stays on a shared phone is a trace of who answered."""
    own = survey()
    address = at("answer", own.points.first().code)
    typed = {code.replace(".", "-"): str(one) for code, one in values_of(own).items()}
    browser = Client()
    pages = [browser.get(address), browser.get(f"{address}?kiosk"), browser.post(address, typed)]
    answering.close(keeper, own)
    pages += [browser.get(address), browser.post(address, typed)]
    for page in pages:
        text = page.content.decode()
        assert page.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.headers
        assert "serviceWorker" not in text
        assert 'rel="manifest"' not in text
    assert not browser.cookies
    scripts = Path(__file__).parents[3] / "src/prongsai/web/frontend/script"
    assert not [one.name for one in scripts.rglob("*.js") if "serviceWorker" in one.read_text()]
