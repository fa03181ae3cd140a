"""SQLite holds one agency; PostgreSQL holds many."""

import pytest

from prongsai.core.errors import Misuse
from prongsai.web.platform.db.tenancy import one_agency

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


def test_the_first_agency_is_made_on_either():
    one_agency()


def test_a_second_one_needs_postgresql(agency, database):
    if database == "postgresql":
        one_agency()
        return
    with pytest.raises(Misuse) as refused:
        one_agency()
    assert "PostgreSQL" in refused.value.next_step.en
