"""The short address of a service point, and the language that the wall keeps."""

import io

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from prongsai.web.citizens.counter import papers
from prongsai.web.citizens.counter.services import queues

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster(point, settings):
    """The poster as it is printed, 72 dots an inch."""
    settings.SITE_ADDRESS = "https://prongsai.example.go.th"
    with pypdfium2.PdfDocument(io.BytesIO(papers.poster_pdf(point))) as opened:
        return opened[0].render(scale=1).to_pil().convert("RGB")


@pytest.mark.parametrize(("scale", "turn"), [(1, 0), (0.5, 0), (0.5, 23), (1, 90), (0.4, -11)])
@pytest.mark.few(3)
def test_the_code_of_the_poster_is_read_small_and_turned(poster, point, scale, turn):
    width, height = poster.size
    small = poster.resize((round(width * scale), round(height * scale)), Image.Resampling.LANCZOS)
    (read,) = zxingcpp.read_barcodes(small.rotate(turn, expand=True, fillcolor="white"))
    assert read.text == f"https://prongsai.example.go.th/q/{point.code}/"
    assert len(point.code) <= 8


def test_the_short_address_leads_to_where_a_number_is_taken(point, line):
    address = reverse("counter:short", args=[point.code])
    browser = Client()
    answer = browser.get(address, follow=True)
    assert answer.redirect_chain == [
        (reverse("counter:take", args=[point.agency_id, point.code]), 302)
    ]
    assert line.name in answer.content.decode()
    assert not browser.cookies
    kept = Client().get(f"{address}?language=en&kiosk&to=https://elsewhere.example")
    assert kept["Location"].endswith("/?kiosk&language=en")
    assert Client().get(reverse("counter:short", args=["nobodys"])).status_code == 404


def test_who_keeps_the_point_sees_its_short_address(point, clerk, client_of):
    page = client_of(clerk).get(reverse("counter:point", args=[point.pk])).content.decode()
    assert point.short_address in page
    assert f'/queue/{point.code}/">http' not in page


@pytest.mark.parametrize(
    ("query", "thai", "kept"),
    [
        ("", True, '/screen/"'),
        ("?language=en", False, '/screen/?language=en"'),
        ("?language=xx", True, '/screen/"'),
    ],
    ids=["reader", "english", "unknown"],
)
def test_the_wall_keeps_the_language_of_its_address(point, query, thai, kept):
    base = reverse("counter:screen", args=[point.agency_id, point.code])
    page = Client().get(f"{base}{query}").content.decode()
    asks = next(part for part in page.split("hx-get=")[1:] if part.startswith(f'"{base}'))
    assert asks.startswith(f'"{base.removesuffix("/screen/")}{kept}')
    # What it asks for is in that language, and asks on in it.
    part = Client().get(f"{base}{query}", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in part
    assert kept in part
    assert ("รอเรียกคิว" in part) == thai


def test_a_ticket_keeps_the_language_of_its_address(point, line):
    ticket = queues.take(point, line)
    base = reverse("counter:ticket", args=[point.agency_id, ticket.code])
    for given in ({}, {"HTTP_HX_REQUEST": "true"}):
        page = Client().get(f"{base}?language=en", **given).content.decode()
        assert f'hx-get="{base}?language=en"' in page
        page = Client().get(base, **given).content.decode()
        assert f'hx-get="{base}"' in page
