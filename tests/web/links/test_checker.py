"""What the site's own checker may visit: only a demo opens a way inside, to itself."""

import pytest

from prongsai.links.addresses import NotSeen, read_address
from prongsai.links.guard import Guard
from prongsai.links.limits import Deadline
from prongsai.web.disclosure.links.tasks import allowed_hosts

pytestmark = pytest.mark.django_db


@pytest.fixture
def served(settings):
    """Says where the site is served, and whether as a demo."""

    def serve(address, *, demo):
        settings.DEMO, settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = demo, address, True

    return serve


def may_visit(url):
    """Whether the guard lets a visit through that the checker has."""
    try:
        Guard(allowed_hosts=allowed_hosts()).ways_to(read_address(url), Deadline(5.0))
    except NotSeen:
        return False
    return True


@pytest.mark.parametrize(
    ("address", "own", "others"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/x", ["http://127.0.0.1:8001/"]),
        ("http://127.0.0.1", "http://127.0.0.1/x", ["http://127.0.0.1:8080/"]),
        ("http://[::1]:8000", "http://[::1]:8000/x", ["http://[::1]:8001/", "http://127.0.0.1/"]),
    ],
)
def test_a_demo_visits_its_own_port_and_no_other(served, address, own, others):
    served(address, demo=True)
    assert may_visit(own)
    for other in (*others, "http://169.254.169.254/"):
        assert not may_visit(other)


@pytest.mark.parametrize(
    ("address", "demo"),
    [
        ("http://127.0.0.1:8000", False),
        ("https://ita.example.go.th", False),
        ("http://10.0.0.5:8000", True),
        ("https://ita.example.go.th", True),
    ],
)
def test_nothing_else_opens_a_way_inside(served, monkeypatch, address, demo):
    monkeypatch.setenv("PRONGSAI_DEMO_FOR_ALL", "1")
    served(address, demo=demo)
    assert allowed_hosts() == ()
    for url in ("http://127.0.0.1:8000/", "http://10.0.0.5:8000/", "http://[::1]:8000/"):
        assert not may_visit(url)
