"""In public an announcement is followed by its own newest edition, whatever is sent by hand."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.announcements.conftest import text

from prongsai.core.announcements.reading import shipped
from prongsai.core.dates import short_date
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.services import drafting
from prongsai.web.platform import files
from prongsai.web.signing.publication.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(agency):
    agency.second_factor = []
    agency.save()


def renewed(browser, row, file):
    """The page "publish a new edition in its place", with a file that was kept."""
    day = row.day
    told = {
        "title": row.title, "number": row.number, "items": "", "day": short_date(day),
        "file": SimpleUploadedFile("a.pdf", files.read(file), "application/pdf"),
    }  # fmt: skip
    return browser.post(reverse("publication:renew", args=[row.pk]), told)


def stands(series):
    return Publication.objects.get(subject=series, replaced_at=None)


def test_another_announcement_does_not_take_its_place(officer, people, drafted, signed, client_of):
    own = signed(drafted("no-gift"))
    others = (
        kind.key for kind in shipped().kinds if kind.key != "no-gift" and kind.form.value != "order"
    )
    other = signed(drafted(next(others)))
    first, second = stands(own.series), stands(other.series)
    answer = renewed(client_of(officer), first, second.file)
    assert answer.status_code == 422
    assert "ฉบับลงนามล่าสุดของเรื่องเดียวกัน" in answer.text
    assert (stands(own.series), stands(other.series)) == (first, second)


@pytest.mark.long
def test_an_edition_that_was_replaced_does_not_come_back(
    agency, officer, people, drafted, signed, client_of, client
):
    first = signed(drafted("no-gift"))
    second = drafting.revise(first, by=officer)
    Announcement.objects.filter(pk=second.pk).update(subject=f"{second.subject} (แก้ไข)")
    second.refresh_from_db()
    signed(second)
    old, new = Publication.objects.filter(subject=first.series).order_by("edition")
    assert stands(first.series) == new, "its own newest edition follows"
    assert renewed(client_of(officer), new, old.file).status_code == 422
    assert stands(first.series) == new
    assert "ฉบับที่อนุมัติในระบบ" in text(client, "publication:paper", agency.pk, new.pk)
