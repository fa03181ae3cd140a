"""Many who answer at once: taken without drawing the page again, let in as the page lets in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.roles import ITA_OFFICER

from prongsai.core.slips import slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.surveys import middleware
from prongsai.web.disclosure.surveys.models import Answer, Card, Received, Remark, Survey
from prongsai.web.disclosure.surveys.queries import questionnaire_of
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.disclosure.surveys.views import public
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.PAGES_KEPT = True


@pytest.fixture
def drawn(monkeypatch):
    """The paths that the view drew."""
    seen, draw = [], public.drawn_page

    def page(request, *args, **given):
        seen.append(request.get_full_path())
        return draw(request, *args, **given)

    monkeypatch.setattr(public, "drawn_page", page)
    return seen


@pytest.fixture
def keeper(agency):
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, ITA_OFFICER))
    return actor_on(user, today())


@pytest.fixture
def survey(keeper):
    def make(instrument="EIT"):
        asked = planning.NewSurvey(
            2566, instrument, "ซ้อม", today(), today() + timedelta(days=7), 20, points=("ก",)
        )
        return planning.begin(keeper, asked)

    return make


@pytest.fixture
def browser():
    """One process of the web: what it keeps lives as long as it."""
    return Client(enforce_csrf_checks=True)


def address(own):
    return reverse("surveys:answer", args=[own.points.get().code])


def typed(own, key, **more):
    fields = {one.code.replace(".", "-"): "1" for one in questionnaire_of(own).asked}
    return {"once": f"{key:032x}", **fields, **more}


def test_thanks_are_drawn_once_and_are_the_same_to_the_last_header(survey, browser, drawn):
    own = survey()
    pages = [browser.post(address(own), typed(own, key)) for key in range(3)]
    assert len(drawn) == 1
    assert Answer.objects.filter(survey=own.pk).count() == 3
    assert own.points.get().answers == 3
    assert {page.content for page in pages} == {pages[0].content}
    told = [dict(page.headers) for page in pages]
    assert told[0] == told[1] == told[2]
    assert {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"} <= told[2].keys()
    assert told[2]["Cache-Control"] == "no-store"
    assert told[2]["Referrer-Policy"] == "no-referrer"
    assert not any(page.cookies for page in pages)


def test_a_form_sent_twice_counts_once(survey, browser, drawn):
    own = survey()
    for key in (1, 2, 2, 1):
        assert browser.post(address(own), typed(own, key)).status_code == 200
    assert len(drawn) == 1
    assert Answer.objects.count() == Received.objects.count() == 2


def test_what_was_written_and_that_a_device_answered_before_are_kept(survey, browser, drawn):
    own = survey()
    for key in (1, 2):
        browser.post(address(own), typed(own, key, text=f"คำ {key}", again="1"))
    assert len(drawn) == 1
    assert set(Remark.objects.values_list("text", flat=True)) == {"คำ 1", "คำ 2"}
    assert list(Answer.objects.values_list("again", flat=True)) == [True, True]


def test_a_card_answers_once_also_here(survey, keeper, browser, drawn):
    own = survey("IIT")
    first, second, third = planning.print_cards(keeper, own)[:3]
    for key, card in enumerate((first, second)):
        assert browser.post(address(own), typed(own, key, card=card)).status_code == 200
    assert len(drawn) == 1
    for key, card in ((7, second), (8, slip_of(0)), (9, "")):
        refused = browser.post(address(own), typed(own, key, card=card))
        assert refused.status_code == 422
        assert "data-survey-done" not in refused.content.decode()
    assert Answer.objects.count() == 2
    assert Received.objects.count() == 2
    assert browser.post(address(own), typed(own, 10, card=third)).status_code == 200
    assert Card.objects.count() == own.__class__.objects.get(pk=own.pk).cards - 3


@pytest.mark.parametrize("over", ["closed", "after", "before"])
def test_what_comes_when_it_is_shut_is_told_as_lost(survey, keeper, browser, over):
    own = survey()
    browser.post(address(own), typed(own, 1))
    day = timedelta(days=1)
    if over == "closed":
        answering.close(keeper, own)
    elif over == "after":
        Survey.objects.filter(pk=own.pk).update(opens_on=today() - day, closes_on=today() - day)
    else:
        Survey.objects.filter(pk=own.pk).update(opens_on=today() + day)
    late = browser.post(address(own), typed(own, 2))
    assert late.status_code == 422
    assert "ส่งไม่ทัน" in late.content.decode()
    assert Answer.objects.count() == 1


def test_a_form_that_lacks_something_is_asked_again(survey, browser):
    own = survey()
    browser.post(address(own), typed(own, 1))
    whole = typed(own, 2)
    left = next(name for name in whole if name != "once")
    lacks = {name: value for name, value in whole.items() if name != left}
    assert browser.post(address(own), lacks).status_code == 422
    assert browser.post(address(own), {**whole, left: "99"}).status_code == 422
    assert browser.post(address(own), {**whole, "homepage": "x"}).status_code == 422
    assert Answer.objects.count() == 1
    assert browser.post(address(own), {**lacks, "as_it_is": "1"}).status_code == 200
    assert Answer.objects.count() == 2


def test_a_counter_and_a_language_have_thanks_of_their_own(survey, browser):
    own = survey()
    where = address(own)
    for key, path in enumerate(("", "?kiosk", "?language=en", "?kiosk&language=en") * 2):
        page = browser.post(f"{where}{path}", typed(own, key)).content.decode()
        assert ('http-equiv="refresh"' in page) == ("kiosk" in path)
        assert ("ขอบคุณ รับคำตอบแล้ว" in page) == ("language=en" not in path)
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = browser.post(where, typed(own, 90), **english).content.decode()
    assert "ขอบคุณ รับคำตอบแล้ว" not in page
    assert Answer.objects.count() == 9


def test_what_changed_is_asked_anew_after_seconds(survey, browser, drawn, monkeypatch):
    own = survey()
    browser.post(address(own), typed(own, 1))
    Survey.objects.filter(pk=own.pk).update(name="ชื่อใหม่")
    moment = middleware.monotonic() + 60
    monkeypatch.setattr(middleware, "monotonic", lambda: moment)
    page = browser.post(address(own), typed(own, 2)).content.decode()
    assert "ชื่อใหม่" in page
    assert len(drawn) == 2


def test_a_stranger_of_a_host_is_refused(survey, browser):
    own = survey()
    browser.post(address(own), typed(own, 1))
    assert browser.post(address(own), typed(own, 2), HTTP_HOST="other.example").status_code == 400
    assert Answer.objects.count() == 1
