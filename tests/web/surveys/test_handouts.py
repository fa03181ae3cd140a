"""What is printed for a survey: codes that a phone reads, small and turned; every question."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from prongsai.core.slips import CARD, read_slip
from prongsai.web.disclosure.surveys.models import Answer
from prongsai.web.disclosure.surveys.queries import questionnaire_of
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(officer):
    """Makes a survey that is open from today."""

    def make(instrument):
        asked = planning.NewSurvey(
            2566, instrument, f"ซ้อม {instrument}", today(), today() + timedelta(days=7), 10,
            points=("เคาน์เตอร์",),
        )  # fmt: skip
        return planning.begin(officer, asked)

    return make


def at(name, *args):
    return reverse(f"surveys:{name}", args=args)


def codes_in(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=200 / 72).to_pil() for page in document]
    return [one.text for page in pages for one in zxingcpp.read_barcodes(page)]


@pytest.mark.long
def test_a_poster_leads_to_its_point_also_small_and_turned(client_of, officer, survey):
    own = survey("EIT")
    point = own.points.first()
    browser = client_of(officer)
    wanted = f"{site_address()}{at('answer', point.code)}"
    for size in ("a4", "a5", "sticker"):
        pdf = browser.get(at("poster", own.pk, point.pk, size)).content
        assert codes_in(pdf) == [wanted]
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0].render(scale=1).to_pil()
        for turn in (0, 12, 90, 181):
            (read,) = zxingcpp.read_barcodes(page.rotate(turn, expand=True, fillcolor="white"))
            assert read.text == wanted
    assert browser.get(at("poster", own.pk, point.pk, "a0")).status_code == 404


def test_the_poster_of_the_official_survey_leads_there_and_says_whose_it_is(
    client_of, officer, survey
):
    own, browser = survey("EIT"), client_of(officer)
    page = browser.get(at("survey", own.pk)).content.decode()
    assert "official/a4.pdf" not in page
    assert browser.get(at("official-poster", own.pk, "a4")).status_code == 404
    own.official_url = "https://www.example.go.th/eit/" + "x" * 60
    own.save()
    assert "official/a4.pdf" in browser.get(at("survey", own.pk)).content.decode()
    for size in ("a4", "sticker"):
        pdf = browser.get(at("official-poster", own.pk, size)).content
        assert codes_in(pdf) == [own.official_url]
        with pypdfium2.PdfDocument(pdf) as document:
            assert len(document) == 1
            told = document[0].get_textpage().get_text_range().replace("\u2060", "")
        assert "แบบ EIT ของ ป.ป.ช." in told
        assert "นาที" not in told
    assert browser.get(at("official-poster", own.pk, "a0")).status_code == 404


@pytest.mark.long
def test_a_printed_card_is_scanned_and_answers(client_of, officer, survey):
    own = survey("IIT")
    point = own.points.get()
    browser = client_of(officer)
    assert browser.get(at("cards", own.pk)).status_code == 405
    answer = browser.post(at("cards", own.pk))
    assert answer["Cache-Control"] == "no-store"
    found = codes_in(answer.content)
    assert len(found) == 12
    address, card = found[0].split("#")
    assert address.endswith(at("answer", point.code))
    first = questionnaire_of(own).codes[0]
    answering.receive(point, answering.Sent({first: 0}, "0" * 32, read_slip(card, CARD)))
    assert Answer.objects.count() == 1
    again = browser.post(at("cards", own.pk))
    assert again.status_code in (302, 303)


def test_the_form_on_paper_has_every_question_and_its_numbers(client_of, officer, survey):
    own = survey("EIT")
    point = own.points.first()
    pdf = client_of(officer).get(at("form", own.pk, point.pk)).content
    with pypdfium2.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    plain = re.sub(r"\s", "", text)
    asked = questionnaire_of(own)
    for number, one in enumerate(asked.asked, start=1):
        assert f"{number}." in plain
        assert re.sub(r"\s", "", one.options[0].th) in plain
    assert "ไม่ใช่การประเมินของป.ป.ช." in plain


def test_what_is_printed_leads_to_the_site_and_not_to_its_keeper(
    client_of, officer, survey, settings
):
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://prongsai.example.go.th", True
    own = survey("EIT")
    point = own.points.first()
    wanted = f"https://prongsai.example.go.th{at('answer', point.code)}"
    browser = client_of(officer)
    assert codes_in(browser.get(at("poster", own.pk, point.pk, "a5")).content) == [wanted]
    page = browser.get(at("survey", own.pk)).content.decode()
    assert wanted in page
    assert "เปิดได้จากเครื่องนี้เครื่องเดียว" not in page
    settings.SITE_ADDRESS = "http://127.0.0.1:8000"
    page = browser.get(at("survey", own.pk)).content.decode()
    assert "เปิดได้จากเครื่องนี้เครื่องเดียว" in page
