"""Kept pages: the same answer again, and never one of before something changed."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.public_site.samples import YEAR

from prongsai.web.agency.models import Position
from prongsai.web.agency.services.agency import edit_agency
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import Shown
from prongsai.web.platform import clock
from prongsai.web.platform.journal import record
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.paper_models import Objection

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(house, settings):
    settings.PAGES_KEPT = True
    house.attach("o12", "รายงาน", "https://www.example.go.th/o12")
    house.publish(house.prepare())
    return house


@pytest.fixture
def citizen():
    return Client()


def at(house, name="ita", *args):
    own = (YEAR,) if name in ("ita", "embedded") else ()
    return reverse(f"public_site:{name}", args=[house.agency.pk, *own, *args])


def asked(citizen, address, **headers):
    with CaptureQueriesContext(connection) as queries:
        answer = citizen.get(address, headers=headers)
    return answer, len(queries)


def test_a_page_asked_for_again_is_the_same_and_takes_one_query(published, citizen):
    first, _ = asked(citizen, at(published))
    again, count = asked(citizen, at(published))
    assert count == 1
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)
    assert not again.cookies
    told, _ = asked(citizen, at(published), if_none_match=first["ETag"])
    assert (told.status_code, told.content) == (304, b"")


def test_each_language_is_kept_apart_however_it_is_asked_for(published, citizen):
    for _ in range(2):
        for headers, query, language in (
            ({}, "", "th"), ({"accept_language": "en"}, "", "en"), ({}, "?language=en", "en"),
        ):  # fmt: skip
            answer, _count = asked(citizen, at(published) + query, **headers)
            assert answer["Content-Language"] == language
            assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.long
def test_what_is_withdrawn_is_gone_with_the_next_request(published, citizen):
    assert asked(citizen, at(published))[0].status_code == 200
    page = SitePage.objects.get()
    publishing.withdraw(page, by=published["publication"], reason="ข้อมูลผิดปี")
    answer, _ = asked(citizen, at(published))
    assert answer.status_code == 410
    assert "ข้อมูลผิดปี" in answer.content.decode()


def test_what_is_published_is_there_with_the_next_request(published, citizen):
    assert "ข่าวใหม่" not in asked(citizen, at(published, "home"))[0].content.decode()
    by = published["publication"]
    page = publishing.begin(
        published.agency, by=by, kind=PageKind.NEWS, shown=Shown("ข่าวใหม่", "ข้อความ")
    )
    published.publish(page.editions.get())
    assert "ข่าวใหม่" in asked(citizen, at(published, "home"))[0].content.decode()
    edit_agency(
        agency=published.agency, by=by, revision=published.agency.revision,
        values={"name": "เทศบาลตำบลชื่อใหม่"},
    )  # fmt: skip
    assert "เทศบาลตำบลชื่อใหม่" in asked(citizen, at(published, "home"))[0].content.decode()


def test_a_page_whose_last_day_passes_is_not_shown_from_the_shelf(published, citizen):
    SitePage.objects.get().editions.update(expires_on=clock.today())
    assert asked(citizen, at(published))[0].status_code == 200
    with clock.freeze(clock.now().replace(day=28)):
        assert asked(citizen, at(published))[0].status_code == 410


@pytest.mark.parametrize("name", ["embedded", "sitemap", "data"])
def test_what_has_headers_of_its_own_or_no_tag_is_not_kept(published, citizen, name):
    address = f"{at(published)}data.json" if name == "data" else at(published, name)
    first, _ = asked(citizen, address)
    again, count = asked(citizen, address)
    assert count > 1
    assert dict(again.headers) == dict(first.headers)
    assert again.content == first.content


@pytest.mark.parametrize("query", ["?x=1", "?language=zz", "?page=1000", "?q=o12", "?page=a"])
@pytest.mark.few(3)
def test_what_anybody_may_make_up_is_not_kept(published, citizen, query):
    for _ in range(2):
        answer, count = asked(citizen, at(published, "news") + query)
        assert answer.status_code == 200
        assert count > 1


def test_one_page_is_kept_once_however_its_address_is_written(published, citizen):
    asked(citizen, f"{at(published)}?page=1&language=en")
    for query in ("?language=en&page=1", "?&&language=en&&page=1", "?page=1&language=en&"):
        assert asked(citizen, f"{at(published)}{query}")[1] == 1
    # Said twice the first may be anything: it is drawn anew each time.
    for _ in range(2):
        answer, count = asked(citizen, f"{at(published)}?page=made-up&page=1&language=en")
        assert (answer.status_code, count > 1) == (200, True)
    for year in (f"0{YEAR}", f"000{YEAR}"):
        assert citizen.get(at(published).replace(str(YEAR), year)).status_code == 404


def test_the_shelf_has_an_end(published, citizen, monkeypatch):
    monkeypatch.setattr("prongsai.web.disclosure.public_site.middleware._MOST_BYTES", 30_000)
    for code in ("o12", "o13", "o14", "o15", "o16", "o17", "o18", "o19"):
        asked(citizen, at(published) + f"{code}/")
    assert asked(citizen, at(published) + "o19/")[1] == 1
    assert asked(citizen, at(published) + "o12/")[1] > 1


def test_an_objection_is_told_with_the_next_request(published, citizen):
    assert asked(citizen, at(published))[0].status_code == 200
    page, by = SitePage.objects.get(), published["mayor"]
    row = Submission.objects.get(code=page.published.check_code)
    with transaction.atomic():  # as the service does, with its entry
        Objection.objects.create(
            agency=published.agency, submission=row, why="ไม่ใช่ลายมือชื่อ", by_words=by.words,
            position=Position.objects.get(kind="chief-executive"), made_at=clock.now(),
        )  # fmt: skip
        record(published.agency, by, "approval-objected", row.title, code=row.code, reason="x")
    assert asked(citizen, at(published))[0].status_code == 404


@pytest.mark.few(1)
@pytest.mark.parametrize(
    "lie",
    [
        {"host": "evil.example"},
        {"x_forwarded_host": "evil.example"},
        {"forwarded": "host=evil.example"},
        {"x_original_url": "/evil", "x_host": "evil.example"},
        {"referer": "https://evil.example/", "accept_language": 'en"><evil.example>'},
    ],
)
@pytest.mark.few(3)
def test_no_header_of_one_reader_is_shown_to_the_next(lie, published, citizen, settings):
    """Who asks first would have the kept page lead everybody to a host of theirs."""
    settings.ALLOWED_HOSTS = ["testserver"]
    kind = PageKind.NEWS
    shown = Shown("ประกาศ", "ข้อความ")
    news = publishing.begin(published.agency, by=published["publication"], kind=kind, shown=shown)
    published.publish(newest_edition(news))
    own = [at(published), at(published, "home"), at(published, "embedded")]
    own += [at(published, name) for name in ("sitemap", "feed", "open-data")]
    own.append(reverse("public_site:read", args=[published.agency.pk, news.pk]))
    for address in own:
        first, _ = asked(citizen, address, **lie)
        assert first.status_code == (400 if "host" in lie else 200), address
        assert "evil.example" not in first.content.decode(), address
        again, _ = asked(citizen, address)
        assert "evil.example" not in again.content.decode(), address
        assert "evil.example" not in str(dict(again.headers)), address
