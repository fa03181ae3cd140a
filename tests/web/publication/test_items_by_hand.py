"""A file that is published by hand for an item passes the gate of the item."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.public_site.samples import YEAR, House, with_text

from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.publication.models import Publication

pytestmark = [pytest.mark.django_db]
TITLE, REASON = "แผนที่ขาดองค์ประกอบ", "กองแจ้งว่าจะแก้ในสัปดาห์นี้"


@pytest.fixture
def house(agency, settings, tmp_path):
    settings.DATA = tmp_path
    house = House(agency)
    house.year()
    house.attach("o12", "แผน", "https://www.example.go.th/plan")
    house.look_through()
    return house


@pytest.fixture
def send(house, client_of):
    browser, pdf = client_of(house.users["publication"]), with_text("A plan")

    def sent(items="o12", name="add", args=(YEAR,), **given):
        file = SimpleUploadedFile("plan.pdf", pdf, "application/pdf")
        fields = {"kind": "other", "title": TITLE, "day": "12 ม.ค. 2566"}
        address = reverse(f"publication:{name}", args=args)
        return browser.post(address, fields | {"items": items, "file": file} | given)

    return sent


def checks_of(house, code):
    return ElementCheck.objects.filter(item=items_of(house.agency, YEAR).item(code).key)


def took_out_an_element(house):
    check = checks_of(house, "o12").first()
    check.pk, check.number, check.presence = None, 999, "absent"
    check.save()


def test_what_the_item_lacks_asks_for_a_reason_that_staff_read_at_the_item(house, send, client_of):
    took_out_an_element(house)
    checks_of(house, "o13").delete()
    page = send()
    assert page.status_code == 422
    told = re.search(r'name="told" value="(\w+)"', page.content.decode())[1]
    assert "o12" in str(page.context["form"].errors["anyway"])
    assert send(anyway="ก.", told=told).status_code == 422
    assert send("o12, o13", anyway=REASON, told=told).status_code == 422, "not what was shown"
    assert not Publication.objects.exists()
    assert send(anyway=REASON, told=told).status_code == 302
    entry = JournalEntry.objects.get(verb="paper-published-anyway")
    assert entry.detail["reason"] == REASON
    assert entry.detail["against"].startswith("o12 ")
    item = reverse("disclosure:item", args=[YEAR, "o12"])
    assert REASON in client_of(house.users["clerk"]).get(item).content.decode()
    newer = Publication.objects.get()
    again = with_text("A newer plan")
    file = SimpleUploadedFile("plan.pdf", again, "application/pdf")
    assert send(name="renew", args=[newer.pk], file=file).status_code == 422, "another edition"


def test_an_item_that_was_looked_through_asks_for_none(send):
    assert send().status_code == 302
    assert Publication.objects.get().anyway == ""


def test_what_nobody_looked_for_asks_too_and_without_an_item_nothing_does(house, send):
    checks_of(house, "o13").delete()
    assert send("o13").status_code == 422
    assert send("").status_code == 302


@pytest.mark.parametrize("code", ["o99", "o12, o99"])
def test_a_code_that_the_year_does_not_have_is_refused(send, code):
    page = send(code)
    assert page.status_code == 422
    assert "o99" in str(page.context["form"].errors["items"])
    assert not Publication.objects.exists()
