"""The day of papers and rows is Thailand's, in whatever zone the machine stands."""

import time
from datetime import UTC, date, datetime

import pytest

from prongsai.cli import session


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Asia/Bangkok"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 9, 30, 17, 30, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 9, 30, 16, 30, tzinfo=UTC), date(2026, 9, 30)),
    ],
)
def test_the_fiscal_year_begins_at_midnight_in_thailand(zone, monkeypatch, moment, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.setattr(session, "datetime", Clock)
    assert session.today() == day
