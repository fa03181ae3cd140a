"""What to do and what not as a poster, once everybody may read the announcement."""

import io

import pypdfium2
import pytest
from django.urls import reverse

from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import withdraw

from .conftest import YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client_of, officer, settings):
    """The poster of an announcement, and whether its page offers it."""
    settings.SITE_ADDRESS = "https://www.example.go.th"
    browser = client_of(officer)

    def of_row(row):
        address = reverse("announcements:poster", args=[YEAR, row.pk])
        return browser.get(address), address in browser.get(row.url).content.decode()

    return of_row


def test_it_says_what_to_do_and_what_not_on_one_sheet_and_where_all_of_it_stands(
    drafted, signed, shown
):
    row = drafted("do-and-dont")
    answer, is_offered = shown(row)
    assert (answer.status_code, is_offered) == (404, False), "a draft"
    signed(row)
    answer, is_offered = shown(row)
    assert is_offered
    paper = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    assert len(paper) == 1
    text = paper[0].get_textpage().get_text_range().replace("\u2060", "").replace("\r\n", "")
    for words in ("สิ่งที่ควรทำ (Do)", "สิ่งที่ไม่ควรทำ (Don't)", "รับของขวัญ เงิน", "ให้บริการตามลำดับ"):
        assert words in text
    assert "หัวหน้าส่วนราชการทบทวน" not in text
    withdraw(Publication.objects.get(), by=None, reason="ผิดฉบับ")
    answer, is_offered = shown(row)
    assert (answer.status_code, is_offered) == (404, False)


def test_a_kind_without_a_poster_and_one_whose_heading_was_changed_have_none(
    drafted, signed, shown, agency, officer
):
    other = drafted("do-and-dont")
    other.parts[1]["heading"] = "ข้อห้าม"
    other.save()
    for row in (signed(drafted("no-gift")), signed(other)):
        answer, is_offered = shown(row)
        assert (answer.status_code, is_offered) == (404, False)
