"""The office of the public site's tests."""

import pytest
from tests.web.public_site import samples


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def house(agency, monkeypatch, frozen_clock):
    samples.quick(monkeypatch)
    made = samples.House(agency)
    made.year()
    return made
