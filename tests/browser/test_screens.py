"""Every screen that a person can reach: it fits, it has no barrier, the browser has no complaint.

The first walk starts at the first page, follows links and every address that takes no more than a
year, and looks at one page of each view. The second opens every page of the apps of issue 6, each
about the row that `tests/web/full_agency.py` makes.
"""

from collections import deque
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import yaml
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from playwright.sync_api import Error
from tests.web import factories, full_agency
from tests.web.test_every_address import ALL, address_of

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.measures.draft import LinkedRemark
from prongsai.readers.scores import read_scores
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.scoring.services.remarks import import_sheet, set_remarks

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/ban-song"
YEAR = 2566
# Looked at by their own tests, or no page of the site (parts of pages that come after them).
_LEFT_OUT = {"platform:health", "platform:year", "platform:language", "account_logout"}
_LEFT_OUT |= {"measures:reading", "ownership:count", "platform:kit"}
# Apps whose pages speak of rows: the walk over the full agency opens each of them.
_OF_ROWS = {
    "announcements", "approval", "circulation", "disclosure", "evidence", "meetings", "numbering",
    "papers", "publication", "reports", "statistics", "tracking",
}  # fmt: skip
_LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"


@pytest.fixture
def newcomer(everybody):
    """All rights in an agency that has nothing yet."""
    return everybody(login="newcomer")


@pytest.fixture
def officer(everybody):
    """All rights in the sample agency: units, scores of 2565, the remarks of document 003."""
    person = everybody(login="officer")
    agency = person.agency
    for name in ("สำนักปลัด", "กองคลัง", "กองช่าง"):
        factories.make_unit(agency, name)
    Assessment.objects.create(agency=agency, fiscal_year=YEAR, opened_at=factories.MADE_AT)
    scores = EXAMPLE / "scores.csv"
    sheet = read_scores(scores.read_bytes(), scores.name, Catalogue()).sheet
    import_sheet(agency, by=person, sheet=sheet, source=scores.name)
    remarks = yaml.safe_load((EXAMPLE / "remarks.yaml").read_text(encoding="utf-8"))
    set_remarks(
        agency,
        by=person,
        score_year=YEAR - 1,
        remarks=[LinkedRemark(one["text"], tuple(one["items"])) for one in remarks],
        source="เอกสาร 003",
    )
    return person


@pytest.fixture
def full_world(everybody):
    """One row of everything that an address may speak of."""
    person = everybody(login="officer")
    return full_agency.full(person.agency, person)


@pytest.mark.parametrize("who", ["officer", "newcomer"])
def test_every_screen(request, who, page, sign_in, look):
    sign_in(page, request.getfixturevalue(who))
    faults = []
    seen = 0
    for name in walk(page, faults):
        seen += 1
        faults += looked_at(page, name, look, f"{who}-{name}")
    assert not faults, "\n".join(faults)
    assert seen > 10


def test_every_screen_about_a_row(page, full_world, sign_in, look):
    sign_in(page, full_world.person)
    faults = []
    apps = set()
    for name, address in pages_of(full_world):
        found = page.request.get(address, max_redirects=0)  # some lead out of the site
        if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            faults.append(f"{name} {address}: {found.status}")
        is_page = found.headers["content-type"].startswith("text/html")
        if found.status != HTTPStatus.OK or not is_page:  # many of them are files and pictures
            continue
        page.goto(address)
        apps.add(name.partition(":")[0])
        faults += looked_at(page, name, look, f"world-{name.replace(':', '-')}")
    assert not faults, "\n".join(faults)
    assert apps == _OF_ROWS


def pages_of(everything):
    """(name, address) of each page of the apps that speak of rows."""
    for name, _right, arguments in ALL:
        if name.partition(":")[0] in _OF_ROWS:
            yield name, address_of(everything, name, arguments)


def opened_as_page(page, name, address, faults):
    """Whether an address shows a page, which then is open; notes a fault of the server."""
    try:
        found = page.goto(address)
    except Error:  # nothing to show: a download, or an empty answer
        found = page.request.get(address)
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        faults.append(f"{name} {address}: {found.status}")
    is_page = found.ok and found.headers["content-type"].startswith("text/html")
    if not is_page:
        page.faults.clear()  # what a browser says of a file is not about the site
    return is_page


def looked_at(page, name, look, picture):
    """What is wrong with the page that is open."""
    faults = []
    try:
        look(page, picture)
    except AssertionError as fault:
        faults.append(f"{name} {urlsplit(page.url).path}: {fault}")
    faults += [f"{name}: {fault}" for fault in page.faults]
    page.faults.clear()
    return faults


def walk(page, faults):
    """Open one page of each view; gives its name while it is open, and notes what is broken."""
    start = page.url if page.url != "about:blank" else ""
    queue = deque(urljoin(start, address) for address in ["/", *_plain_addresses()])
    done = set(_LEFT_OUT)
    while queue:
        address = urldefrag(queue.popleft()).url
        name = _view_of(address)
        if name is None or name in done:
            continue
        done.add(name)
        if not opened_as_page(page, name, address, faults):
            continue
        if (shown := _view_of(page.url)) != name:  # sent on from there
            if shown is None or shown in done:
                continue
            name = shown
            done.add(name)
        site = urlsplit(page.url).netloc
        links = page.evaluate(_LINKS)
        queue.extend(link for link in links if urlsplit(link).netloc == site)
        yield name.replace(":", "-")


def _plain_addresses():
    """Addresses that need nothing, or the year alone."""
    for prefix, pattern in _patterns(get_resolver(), ""):
        route = f"/{prefix}{pattern.pattern}".replace("<int:year>", str(YEAR))
        if "<" not in route and "(" not in route and not route.endswith("\\Z"):
            yield route.replace("^", "").replace("$", "")


def _patterns(resolver, prefix):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix, pattern
        else:
            yield from _patterns(pattern, f"{prefix}{pattern.pattern}")


def _view_of(address):
    try:
        return resolve(urlsplit(address).path).view_name or None
    except Resolver404:
        return None
