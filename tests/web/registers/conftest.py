"""Who keeps registers, for all of their tests."""

import pytest

from .samples import head_of


@pytest.fixture
def finance(agency):
    return head_of(agency)


@pytest.fixture
def works(agency):
    return head_of(agency, "กองช่าง")


@pytest.fixture
def browser(finance, client_of):
    return client_of(finance)
