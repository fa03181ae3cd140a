"""The office of the statistics' tests: a public site with a page and an agency beside it."""

import pytest
from django.test import Client
from tests.web.public_site import samples

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def house(agency, monkeypatch, frozen_clock):
    """An ITA page that everybody reads; one of its items shows a file."""
    samples.quick(monkeypatch)
    made = samples.House(agency)
    made.year()
    made.piece = made.attach("o12", "รายงานรอบ 6 เดือน", data=samples.with_text("x"))
    made.publish(made.prepare(), anyway="ตรวจด้วยตาแล้ว")
    return made


@pytest.fixture
def reader():
    """A citizen's browser."""
    return Client(headers={"User-Agent": BROWSER})
