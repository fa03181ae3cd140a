"""Public pages that pass by sessions and people are the same pages, to the last header."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation
from tests.web import factories
from tests.web.desk.conftest import TYPED

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.services import receiving
from prongsai.web.platform.templatetags.ui import thai_date

pytestmark = pytest.mark.django_db
SHORT = "prongsai.web.platform.short_way.ShortWay"
ONCE = {"once": "ab" * 16}


def at(name, agency, *args):
    return reverse(f"desk:{name}", args=[agency.pk, *args])


def asked(agency):
    """Requests that a desk's public pages answer, each as method, address, form and headers."""
    form, follow = at("bring", agency, "complaint"), at("follow", agency)
    receipt = {"receipt": slip_of(7)}
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    return {
        "desk": ("get", at("public", agency), {}, {}),
        "desk in English": ("get", at("public", agency), {}, english),
        "desk by its address": ("get", at("public", agency) + "?language=en", {}, {}),
        "head": ("head", at("public", agency), {}, {}),
        "method": ("post", at("public", agency), {}, {}),
        "brought": ("post", form, {**TYPED, **ONCE}, {}),
        "brought in English": ("post", form, {**TYPED, **ONCE}, english),
        "brought by its address": ("post", form + "?language=en", {**TYPED, **ONCE}, {}),
        "lacking": ("post", form, {**ONCE, "subject": "ไฟดับ"}, {}),
        "lacking in English": ("post", form, {**ONCE, "subject": "ไฟดับ"}, english),
        "lacking by its address": ("post", form + "?language=en", {**ONCE, "subject": "ไฟดับ"}, {}),
        "no kind": ("post", at("bring", agency, "nothing"), TYPED, {}),
        "no kind in English": ("get", at("bring", agency, "nothing"), {}, english),
        "follow": ("get", follow, {}, {}),
        "followed": ("post", follow, receipt, {}),
        "not found": ("post", follow, {"receipt": slip_of(8)}, {}),
        "stranger": ("post", form, {**TYPED, **ONCE}, {"HTTP_HOST": "other.example"}),
        "site": ("get", reverse("public_site:home", args=[agency.pk]), {}, {}),
    }


def words_of(page):
    """What a page says; tokens, marks of when and the number of a fault are others each time."""
    return re.sub(rb"([0-9a-f]{8}-)?[A-Za-z0-9]{32,}|[0-9A-Z]{4}-[0-9A-Z]{4}", b"", page.content)


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.long
def test_both_ways_give_the_same_page(agency, signed, settings, subtests):
    receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(7)))
    user = factories.make_user(agency)

    def answers():
        for name, (method, path, typed, headers) in asked(agency).items():
            browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
            if signed:
                browser.force_login(user)
            yield name, getattr(browser, method)(path, typed or None, **headers)

    short = dict(answers())
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != SHORT]
    for name, whole in answers():
        with subtests.test(name):
            assert short[name].status_code == whole.status_code
            assert words_of(short[name]) == words_of(whole)
            if name != "stranger":
                assert dict(short[name].headers) == dict(whole.headers)
            assert short[name].cookies.keys() == whole.cookies.keys()
            assert not whole.cookies or whole.status_code >= 400
    told = {name: page.status_code for name, page in short.items()}
    assert told["brought"] == told["followed"] == 200
    assert told["lacking"] == told["not found"] == 422
    assert told["no kind"] == 404
    assert told["method"] == 403
    assert told["stranger"] == 400


@pytest.mark.parametrize("is_short", [True, False])
@pytest.mark.parametrize(
    ("asked_for", "read"), [("?language=en", "th"), ("?language=th", "en"), ("", "en"), ("", "th")]
)
def test_a_page_speaks_one_language_that_of_its_address_first(
    agency, settings, is_short, asked_for, read
):
    if not is_short:
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != SHORT]
    language = asked_for[-2:] or read
    browser = Client(headers={"accept-language": read})
    form = at("bring", agency, "complaint") + asked_for
    lacking = browser.post(form, ONCE).content.decode()
    brought = browser.post(form, {**TYPED, **ONCE}).content.decode()
    assert ("Please fill in “what happened”" in lacking) == (language == "en")
    assert ("โปรดระบุ “เกิดอะไรขึ้น”" in lacking) == (language == "th")
    day = thai_date_in(Case.objects.get().due_on, language)
    assert day in brought
    assert (
        thai_date_in(Case.objects.get().due_on, "en" if language == "th" else "th") not in brought
    )


def thai_date_in(day, language):
    with translation.override(language):
        return thai_date(day)


def test_the_short_way_asks_nobody(agency, rf):
    """Neither session nor person is on a request that its view answers."""
    ways = []

    def watched(way):
        def middleware(get_response):
            def call(request):
                ways.append(way)
                return get_response(request)

            return call

        return middleware

    from prongsai.web.platform.short_way import ShortWay  # noqa: PLC0415

    whole = watched("whole")(lambda request: resolve(request.path).func)
    request = rf.post(at("bring", agency, "complaint"), TYPED, HTTP_HOST="localhost")
    answer = ShortWay(whole)(request)
    assert answer.status_code == 200
    assert not ways
    assert not hasattr(request, "session")
    assert not hasattr(request, "person")
    assert Case.objects.count() == 1
    ShortWay(whole)(rf.get(reverse("public_site:home", args=[agency.pk]), HTTP_HOST="localhost"))
    assert ways == ["whole"]
