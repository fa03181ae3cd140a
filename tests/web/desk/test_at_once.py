"""Receipts are drawn once and filled: each is what the page itself would be, and never old."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.desk.conftest import TYPED

from prongsai.core.desk.reading import kind_of
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import Case, DayOff
from prongsai.web.citizens.desk.services import keeping
from prongsai.web.citizens.desk.services.receiving import MOST_A_DAY
from prongsai.web.citizens.desk.views import public
from prongsai.web.platform import typesetting
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]
SUBJECTS = [
    "ไฟดับหน้าโรงเรียน", '<b>ไฟ</b> & "เสา" 5 ต้น', "พ.ศ. 2569 วันที่ 3 ม.ค. · หน้า 4 → 5",
    "markabsubjectmarkab", "{{ receipt }}", "หน่วยงาน ระบบ ผู้บริหาร 10–12 คน", "  ก   ข  ",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _none_kept():
    typesetting._kept.clear()


@pytest.fixture
def drawn(monkeypatch):
    """The templates that the views drew."""
    seen, draw = [], public.drawn

    def page(request, agency, template, *args, **given):
        seen.append(template)
        return draw(request, agency, template, *args, **given)

    monkeypatch.setattr(public, "drawn", page)
    return seen


def brought(agency, number, language="", host="testserver", **typed):
    path = reverse("desk:bring", args=[agency.pk, "complaint"]) + language
    given = {**TYPED, "once": f"{number:032x}", **typed}
    return Client(enforce_csrf_checks=True).post(path, given, HTTP_HOST=host)


@pytest.mark.parametrize("is_set", [True, False])
@pytest.mark.parametrize("language", ["", "?language=en"])
@pytest.mark.few(3)
def test_a_filled_receipt_is_the_one_that_is_drawn(agency, drawn, settings, language, is_set):
    settings.TYPESETTING = is_set
    filled = [brought(agency, at, language, subject=one) for at, one in enumerate(SUBJECTS)]
    assert drawn == ["desk/receipt.html"]
    for at, one in enumerate(SUBJECTS):
        typesetting._kept.clear()
        alone = brought(agency, at, language, subject=one)
        assert alone.status_code == filled[at].status_code == 200
        assert alone.content == filled[at].content
        assert dict(alone.headers) == dict(filled[at].headers)
    assert Case.objects.count() == len(SUBJECTS)
    numbers = [re.search(rb'number">([\d ]{19})<', one.content)[1] for one in filled]
    assert len(set(numbers)) == len(SUBJECTS)


@pytest.mark.parametrize("is_set", [True, False])
def test_what_is_filled_in_is_what_the_template_would_say(agency, monkeypatch, settings, is_set):
    settings.TYPESETTING = is_set
    filled = [brought(agency, at, subject=one).content for at, one in enumerate(SUBJECTS)]
    monkeypatch.setattr(public, "filled", lambda _key, draw, words: draw(words))
    whole = [brought(agency, at, subject=one).content for at, one in enumerate(SUBJECTS)]
    assert filled == whole
    assert b"<b>" not in b"".join(whole)


def test_a_change_of_the_agency_shows_at_once(agency, drawn, settings):
    brought(agency, 1)
    Agency.objects.filter(pk=agency.pk).update(name="เทศบาลตำบลชื่อใหม่")
    assert "เทศบาลตำบลชื่อใหม่" in brought(agency, 2).content.decode()
    settings.ADDRESS_IS_TOLD, settings.SITE_ADDRESS = True, "https://example.go.th"
    brought(agency, 3)
    assert len(drawn) == 3


def test_another_host_and_another_agency_have_receipts_of_their_own(agency, drawn, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    other = Agency.objects.create(name="อบต.อื่น", kind="other", made_at=agency.made_at)
    here, there = brought(agency, 1), brought(agency, 2, host="other.example")
    assert "http://testserver/" in here.content.decode()
    assert "other.example" not in here.content.decode()
    assert "http://other.example/" in there.content.decode()
    assert str(agency.pk) not in brought(other, 3).content.decode()
    assert len(drawn) == 3


def test_days_off_that_were_entered_meanwhile_count(agency):
    brought(agency, 1)
    first = Case.objects.get()
    DayOff.objects.create(agency=agency, day=first.due_on)
    brought(agency, 2)
    assert Case.objects.latest("number").due_on > first.due_on


def test_a_form_that_was_sent_before_its_kind_was_shut_shows_its_receipt_again(agency, officer):
    first = brought(agency, 1)
    keeping.shut(kind_of("complaint"), by=officer, reason="ย้ายไปศูนย์ดำรงธรรม")
    again, late = brought(agency, 1), brought(agency, 2)
    assert again.content == first.content
    assert late.status_code == 404
    assert TYPED["what"] in late.content.decode()
    assert Case.objects.count() == 1


def test_what_came_another_way_or_day_takes_nothing_from_the_days_limit(agency, monkeypatch):
    brought(agency, 1)
    monkeypatch.setattr("prongsai.web.citizens.desk.services.receiving.MOST_A_DAY", 2)
    Case.objects.update(channel="phone")
    brought(agency, 2)
    Case.objects.filter(channel="web").update(day=today() - timedelta(days=1))
    assert [brought(agency, at).status_code for at in (3, 4, 5)] == [200, 200, 422]
    assert MOST_A_DAY > 2


def test_a_matter_is_taken_in_by_few_statements(agency):
    from django.db import connection  # noqa: PLC0415 - the one of this test

    brought(agency, 1)
    with CaptureQueriesContext(connection) as asked:
        brought(agency, 2, subject="อีกเรื่องหนึ่ง")
    # The agency, and what stands; its row held and one statement for case and entry, or each alone.
    said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(said) == 4
