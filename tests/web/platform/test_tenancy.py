"""SQLite holds one agency, PostgreSQL many."""

import pytest

from prongsai.core.errors import Misuse
from prongsai.web.platform.db import one_agency

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_first_agency_is_welcome():
    one_agency()


def test_a_second_one_is_shown_the_way_to_postgresql(agency, database):
    if database == "postgresql":
        one_agency()
        return
    with pytest.raises(Misuse) as caught:
        one_agency()
    assert "DATABASE_URL" in caught.value.next_step.th
    assert "prongsai restore" in caught.value.next_step.en
