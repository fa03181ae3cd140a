"""Charts and forms in the search of the public site, in its copy as files, and in its map."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.counter.test_charts import NAME, NEW, OLD
from tests.web.counter.test_offers import paper
from tests.web.roles import ITA_OFFICER, PUBLICATION_OFFICER
from tests.web.running import run_jobs

from prongsai.web.citizens.counter import tasks
from prongsai.web.citizens.counter.services import charts
from prongsai.web.disclosure.public_site.models import SearchEntry
from prongsai.web.disclosure.public_site.queries.search import everything, search
from prongsai.web.disclosure.public_site.services.indexing import rebuild
from prongsai.web.platform.clock import today
from prongsai.web.platform.upload_validation import checked

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FORM_NAME = "คำขออนุญาตก่อสร้าง (ตัวอย่าง)"


@pytest.fixture
def officer(person):
    return person(ITA_OFFICER)


@pytest.fixture
def publisher(person):
    return person(PUBLICATION_OFFICER)


@pytest.fixture
def wrote(officer):
    def one(chart, seen=0):
        row = charts.write_chart(
            by=officer, name=NAME, chart=chart, since=date(2025, 10, 1), seen=seen
        )
        run_jobs()
        row.refresh_from_db()
        return row

    return one


@pytest.fixture
def form(officer, agency):
    file = checked("form.pdf", paper("ข้าพเจ้า ขอ"))
    return charts.add_form(
        by=officer, words=charts.FormWords(FORM_NAME, "ใบรับรองแปลก", date(2025, 10, 1)),
        file=file, example=None, look=charts.looked(agency, (file,)),
    )  # fmt: skip


def titles(agency, words, kind=""):
    return [hit.title for hit in search(agency, words, today(), kind=kind).hits]


def listed(agency):
    return {row.address for *_, rows in everything(agency, today()) for row in rows}


def test_a_chart_is_found_by_its_name_and_steps_once_it_is_published(agency, wrote, publisher):
    row = wrote(OLD)
    assert titles(agency, "ก่อสร้าง") == []
    charts.publish_chart(row, by=publisher)
    for words in ("ขออนุญาตก่อสร้าง", "ตรวจสถานที่", "ฉบับละ ๒๐ บาท", "งานทะเบียน"):
        assert titles(agency, words) == [NAME], words
    (hit,) = search(agency, "ตรวจสถานที่", today(), kind="service").hits
    assert hit.address == reverse("counter:service", args=[agency.pk, row.service_id])
    assert "ตรวจสถานที่" in hit.snippet
    assert Client().get(hit.address).status_code == 200
    url = reverse("public_site:search", args=[agency.pk])
    page = Client().get(url, {"q": "ตรวจสถานที่"}).content.decode()
    assert hit.address in page
    assert hit.address in listed(agency)
    sitemap = Client().get(reverse("public_site:sitemap", args=[agency.pk])).content.decode()
    assert hit.address in sitemap


def test_a_newer_chart_takes_the_place_and_what_is_withdrawn_is_found_no_more(
    agency, wrote, publisher
):
    old = wrote(OLD)
    charts.publish_chart(old, by=publisher)
    new = wrote(NEW, seen=1)
    assert titles(agency, "ตรวจและอนุญาต") == []
    charts.publish_chart(new, by=publisher)
    assert titles(agency, "ตรวจและอนุญาต") == [NAME]
    assert titles(agency, "ตรวจสถานที่") == []
    # Taken back, the one before stands again; both taken back, none does.
    charts.withdraw_chart(new, by=publisher)
    assert titles(agency, "ตรวจสถานที่") == [NAME]
    assert titles(agency, "ตรวจและอนุญาต") == []
    charts.withdraw_chart(old, by=publisher)
    assert titles(agency, "ก่อสร้าง") == []
    assert listed(agency) == set()
    rebuild(agency)
    assert titles(agency, "ก่อสร้าง") == []


def test_a_form_is_found_by_its_name_and_service_until_it_is_retired(agency, form, publisher):
    assert titles(agency, "คำขออนุญาต") == []
    charts.publish_form(form, by=publisher, reason="ไฟล์เปล่า")
    assert titles(agency, "คำขออนุญาต") == titles(agency, "ใบรับรองแปลก") == [FORM_NAME]
    assert titles(agency, "คำขออนุญาต", "service") == []
    address = reverse("counter:form", args=[agency.pk, form.form_id])
    assert address in listed(agency)
    charts.retire_form(form.form, by=publisher, reason="ใช้แบบใหม่")
    assert titles(agency, "คำขออนุญาต") == []
    assert address not in listed(agency)


def test_a_search_of_before_learns_them_by_itself_and_one_that_is_made_anew_keeps_them(
    agency, other_agency, wrote, form, publisher
):
    charts.publish_chart(wrote(OLD), by=publisher)
    charts.publish_form(form, by=publisher, reason="ไฟล์เปล่า")
    SearchEntry.objects.all().delete()
    tasks.fill()
    assert sorted(titles(agency, "ก่อสร้าง")) == sorted([NAME, FORM_NAME])
    assert rebuild(agency) == 2
    assert sorted(titles(agency, "ก่อสร้าง")) == sorted([NAME, FORM_NAME])
    assert titles(other_agency, "ก่อสร้าง") == []
