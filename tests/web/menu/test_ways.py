"""Ways to a page: every page is found by its heading, and no link leads to a refusal."""

import re
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from selectolax.lexbor import LexborHTMLParser
from tests.web import databases
from tests.web.roles import ITA_OFFICER, OFFICER, UNIT_HEAD
from tests.web.test_every_address import ALL, OPEN, address_of, made_whole

from prongsai.core.roles import all_roles
from prongsai.web.agency.people import actor_on
from prongsai.web.menu.frame import FURTHER, ROOMS, further_pages
from prongsai.web.menu.frame import address_of as address_in
from prongsai.web.menu.queries import search_page
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform.clock import now, today

pytestmark = pytest.mark.django_db
YEAR = 2566
# Their headings tell how things stand ("3 tasks are late"); they are found by their labels.
STANDING = {
    "agency:missing", "agency:people", "agency:units", "analysis:analysis", "analysis:dashboard",
    "analysis:scenarios", "analysis:whatif", "analysis:why", "announcements:register",
    "approval:inbox", "assessment:carry", "assessment:framework", "assessment:notes",
    "assessment:official", "assessment:revisions", "assessment:years", "calendar:calendar",
    "calendar:inbox", "circulation:list", "disclosure:board", "disclosure:hand-in",
    "disclosure:links", "measures:changes", "measures:plan", "meetings:meetings", "meetings:tasks",
    "mfa_index", "numbering:register", "ownership:owners", "ownership:work", "papers:papers",
    "papers:plan", "papers:wording", "publication:published", "reports:effect", "reports:reports",
    "scoring:remarks", "scoring:scores", "tracking:board",
}  # fmt: skip
# Steps of a page that is found: signing in again, setting up a second factor, a preview, a sheet
# to print; and the search itself.
STEPS = {
    "account_reauthenticate", "analysis:print",
    "calendar:print", "disclosure:print", "measures:print", "meetings:print", "menu:search",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "numbering:print",
    "ownership:print", "papers:plan-preview", "tracking:print",
}  # fmt: skip


@pytest.fixture(scope="module")
def _made(database, django_db_blocker):
    with databases.shared(django_db_blocker):
        yield made_whole()


@pytest.fixture
def full_agency(_made, db):
    """The agency of all addresses, whose announcement and minutes are sent round too."""
    agency, rows = _made.person.agency, _made.rows
    for kind, key in (("notice", "announcement_id"), ("meeting-minutes", "meeting_id")):
        Circulation.objects.create(
            agency=agency, fiscal_year=YEAR, kind=kind, subject=rows[key], title="x",
            is_for_all=True, started_at=now(),
        )  # fmt: skip
    return _made


def page_of(answer):
    """The parsed page; None of a file or a fragment."""
    is_page = answer.status_code == 200 and not getattr(answer, "streaming", False)
    if not is_page or "text/html" not in answer.headers["Content-Type"]:
        return None
    return LexborHTMLParser(answer.content.decode())


def words_of(node):
    """The words of a node as one would type them, without the year."""
    words = re.sub(r"[\s\u2060]+", " ", node.text()).strip()
    return re.sub(r"( ปีงบประมาณ|ปี) \d{4}$", "", words)


def test_every_page_is_found_by_its_heading(full_agency, client_of):
    person = actor_on(full_agency.person.user, today())
    browser, missed, unused = client_of(person), [], STANDING | STEPS
    pages = [*FURTHER, *(page for room in ROOMS for page in room.pages)]
    labels = {address_in(page.address, YEAR): page.label.th for page in pages}
    assert all(resolve(address) for address in labels)
    for name, _right, names in ALL:
        address = set(names) <= {"year"} and address_of(full_agency, name, names)
        if not address or (name in OPEN and address not in labels):
            continue
        answer = browser.get(address)
        answer.close()
        page = page_of(answer)
        heading = page.css_first("h1") if page else None
        unused.discard(name if heading else "")
        if heading is None or name in STEPS:
            continue
        words = labels.get(address, "") if name in STANDING else words_of(heading)
        found = [
            hit.url for part in search_page(person, words, str(YEAR)).parts for hit in part.hits
        ]
        if address not in found:
            missed.append((name, words))
    assert not missed
    assert not unused


def addresses_on(page, address):
    """Where the links of a page lead within the site; anchors must stand on the page."""
    for link in page.css("a[href]"):
        to = link.attributes["href"] or ""
        if to.startswith("#"):
            assert len(to) == 1 or page.css_first(f'[id="{to[1:]}"]'), (address, to)
            continue
        parts = urlsplit(urldefrag(urljoin(address, to)).url)
        if not parts.netloc and parts.path.startswith("/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawled(browser, first, times):
    """Every view that links lead to, so many times, with refusals: what was opened, from where."""
    waiting, seen, views, refused = deque((each, "") for each in first), set(), Counter(), []
    while waiting:
        address, above = waiting.popleft()
        try:
            view = resolve(urlsplit(address).path).view_name
        except Resolver404:
            continue
        if address in seen or view == "account_logout" or views[view] == times:
            continue
        seen.add(address)
        views[view] += 1
        answer = browser.get(address)
        if answer.status_code == 403:
            refused.append((address, above))
        page = page_of(answer)
        answer.close()
        if answer.status_code == 302:
            waiting.append((urljoin(address, answer.headers["Location"]), above))
        elif page:
            waiting.extend((to, address) for to in addresses_on(page, address))
    return set(views), refused


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
@pytest.mark.few(2)
def test_no_link_leads_to_a_refusal(full_agency, make_actor, client_of, settings, role):
    settings.DEMO = True  # no position is asked for a second factor
    person = make_actor(full_agency.person.agency, role, login=f"who-{role.key}")
    first = [address_in(page.address, YEAR) for page, _ in further_pages(person, YEAR)]
    # Rows differ for who sees but those of a unit, and for who works on all of them.
    times = 2 if role in (ITA_OFFICER, OFFICER, UNIT_HEAD) else 1
    views, refused = crawled(client_of(person), ["/", *first], times)
    assert not refused, "\n".join(map(str, refused))
    kept = {"announcements:edit", "circulation:state", "papers:memo-versions"}
    assert role is not ITA_OFFICER or kept <= views, "who may is still led there"
