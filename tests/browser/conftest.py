"""A real browser against the real site: strict policy on, Thai set, scripts on or off.

What a person does is walked twice, on a desk with scripts and on a phone without (`page`,
`phone_without_js`), so that each width and each way of working is walked once. What a page looks
like is looked at where it is open, at both widths (`look`). `phone` and `page_without_js` are for
what differs by one of the two alone.
"""

import os
import shutil
import sys
import threading
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.signals import request_finished, request_started
from django.db.backends.signals import connection_created
from playwright.sync_api import Error, Locator, Page, expect, sync_playwright
from tests.conftest import NO_CHROMIUM, found_chromium
from tests.web import factories
from tests.web.conftest import _emptied_journals, client_of, local_site  # noqa: F401 - fixtures
from tests.web.project.test_serve import address_in, told
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER
from tests.web.running import Site, free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
AXE = ROOT / "frontend/node_modules/axe-core/axe.min.js"
BUILT = ROOT / "src/prongsai/web/static/built/site.css"
PICTURES = ROOT / "build/pictures"
# Some systems let Chromium paint by a card that is not there, whose part programs then play.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-gpu-rasterization",
    "--disable-software-rasterizer", "--disable-background-networking",
]  # fmt: skip
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_PATIENCE = 45_000  # of a page on a machine at work; how fast one is, `make bench` tells
expect.set_options(timeout=_PATIENCE)

# Playwright keeps an event loop in this thread; the database is used between its calls only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """The short run walks six ways through the site; all others are long."""
    for item in items:
        if item.path.is_relative_to(HERE) and not item.get_closest_marker("walk"):
            item.add_marker("long")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Skip before a site is made for a browser that is not there."""
    is_looked_at = {"chromium", "site"} & set(item.fixturenames)
    if is_looked_at and found_chromium() is None:
        pytest.skip(NO_CHROMIUM)


@pytest.fixture(autouse=True, scope="session")
def _readers_do_not_wait():
    """Site and test share a database in memory, which locks whole tables; the real one does not."""

    def unlock(connection, **_):
        if connection.vendor == "sqlite":
            connection.connection.execute("PRAGMA read_uncommitted = 1")

    connection_created.connect(unlock)
    yield
    connection_created.disconnect(unlock)


@pytest.fixture(autouse=True, scope="session")
def _a_click_ends_with_its_page():
    """A click returns when its answer begins; what is counted or examined at once needs all of it.

    Shape:  where it leads nowhere, the page that is open has long been read. A page that watches a
            job may load itself while it is loaded again: then its own loading is waited for.
    """
    click, reload = Locator.click, Page.reload

    def whole(locator, **options):
        click(locator, **options)
        locator.page.wait_for_load_state("domcontentloaded")

    def reloaded(page, **options):
        try:
            return reload(page, **options)
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            return page.wait_for_load_state("load")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", whole)
        patch.setattr(Page, "reload", reloaded)
        yield


@pytest.fixture(scope="session")
def at_rest():
    """Waits until the site has answered every request that a closed page left under way."""
    changed = threading.Condition()
    running = 0

    def count(signal, **_):
        nonlocal running
        with changed:
            running += 1 if signal is request_started else -1
            changed.notify_all()

    def wait():
        nonlocal running
        with changed:
            changed.wait_for(lambda: running <= 0, timeout=_PATIENCE / 1000)
            running = 0  # an answer that nobody read to its end is never told as finished

    for signal in (request_started, request_finished):
        signal.connect(count, dispatch_uid="at_rest")
    yield wait
    for signal in (request_started, request_finished):
        signal.disconnect(dispatch_uid="at_rest")


@pytest.fixture(scope="session")
def browser(chromium):
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(chromium), args=[*ARGUMENTS, "--force-color-profile=srgb"]
        )
        yield started
        started.close()


@pytest.fixture
def site(live_server, settings):
    """The address of the running site, as a demo: every part may be looked at."""
    if not BUILT.is_file():
        pytest.skip("needs the site's style: run make setup")
    settings.TYPESETTING = True
    settings.DEMO = True
    return live_server.url


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Serve a story of `prongsai demo` from a copy of its data: the real server and its worker."""
    if not BUILT.is_file():
        pytest.skip("needs the site's style: run make setup")

    def words(story, data, *more):
        case = ROOT / "examples" / {2566: "ban-song", 2570: "tua-yang-2570"}[story]
        return ["demo", "--story", story, "--case", case, "--data", data, *more]

    @cache
    def filled(story):
        made = Site(tmp_path_factory.mktemp("demo") / "data")
        done = made.run(*words(story, made.data, "--no-serve"))
        assert done.code == 0, done.said
        return made.data

    @contextmanager
    def served(story):
        data = tmp_path_factory.mktemp("served") / "data"
        copied = Site(shutil.copytree(filled(story), data))
        command = [sys.executable, "-m", "prongsai", *words(story, data, "--port", free_port())]
        with copied.served(command=[*map(str, command)]) as process:
            yield address_in(told(process)[-1])

    return served


@pytest.fixture
def open_browser(browser, site, at_rest):
    """Makes a page: `viewport`, `javascript`, any other option of a browser context."""
    contexts = []

    def opened(viewport=None, *, javascript=True, **options):
        context = browser.new_context(
            base_url=site,
            viewport=viewport or WIDE,
            java_script_enabled=javascript,
            locale="th-TH",
            **options,
        )
        context.set_default_timeout(_PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.runs_scripts = javascript
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda said: _note_fault(page, said))
        return page

    yield opened
    for context in contexts:
        context.close()
    at_rest()  # a statement still open would keep the tables from being emptied


@pytest.fixture
def page(open_browser):
    """A page on an office's screen."""
    opened = open_browser()
    yield opened
    assert opened.faults == []


@pytest.fixture
def page_without_js(open_browser):
    """A page whose browser runs no script."""
    return open_browser(javascript=False)


@pytest.fixture
def phone_without_js(open_browser):
    """A page on a phone whose browser runs no script."""
    return open_browser(PHONE, javascript=False, has_touch=True, is_mobile=True)


@pytest.fixture
def phone(open_browser):
    """A page on a phone 360 wide."""
    opened = open_browser(PHONE, has_touch=True, is_mobile=True)
    yield opened
    assert opened.faults == []


@pytest.fixture
def sign_in(client_of, site):  # noqa: F811 - the fixture
    """Signs a person (an `Actor`) in to a page's browser, without the sign-in page."""

    def signed_in(page, person):
        cookie = client_of(person).cookies[site_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        return page

    return signed_in


@pytest.fixture
def everybody(transactional_db):
    """Makes an `Actor` of the sample agency by kinds of positions; all rights by default."""
    made = []

    def person(*kinds, **fields):
        if not made:
            made.append(factories.make_agency(district="ตัวอย่าง", province="ตัวอย่าง"))
        kinds = kinds or (ITA_OFFICER, ADMINISTRATOR)
        return factories.make_actor(made[0], *kinds, **fields)

    return person


@pytest.fixture(scope="session")
def axe():
    """Finds barriers on a page: no violation of WCAG 2.2 A and AA, nor of best practice.

    Shape:  `allowed` are rules that the page breaks on purpose.
    """
    if not AXE.is_file():
        pytest.skip("needs axe-core: run make setup")
    script = AXE.read_text(encoding="utf-8")

    def examined(page, *allowed):
        if not page.evaluate("'axe' in window"):  # it is half a megabyte
            page.evaluate(script)
        result = page.evaluate(_AXE, RULES)
        faults = [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in result["violations"]
            if fault["id"] not in allowed
            for node in fault["nodes"]
        ]
        assert not faults, "\n".join(faults)

    return examined


@pytest.fixture(scope="session")
def no_sideways_scroll():
    """Nothing is wider than the window, seen or cut off; menus and sheets scroll in their box."""

    def examined(page):
        wide = page.evaluate(_WIDER_THAN_WINDOW)
        assert wide == [], f"wider than {page.viewport_size['width']}: {wide}"

    return examined


@pytest.fixture
def shot():
    """Keeps a picture of the whole page, where `make shots` asked for pictures."""

    def kept(page, name):
        if not os.environ.get("PRONGSAI_SHOTS"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.evaluate("document.fonts.ready")
        width = page.viewport_size["width"]
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)

    return kept


@pytest.fixture
def look(axe, no_sideways_scroll, shot):
    """Looks at an open page at both widths: it fits and has no barrier; its picture is kept.

    Shape:  barriers are looked for where most of a page is seen, at the wide one, and by
            `is_thorough` on a phone too. Where no script runs it does not look, as axe is one;
            whoever walks without scripts walks with them too. `allowed` as for `axe`.
    """

    def looked(page, name="", *allowed, is_thorough=False):
        if not page.runs_scripts:
            return
        before = page.viewport_size
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)
            no_sideways_scroll(page)
            if size == WIDE or is_thorough:
                axe(page, *allowed)
            if name:
                shot(page, name)
        page.set_viewport_size(before)

    return looked


def unfold(page):
    """Open every part of a page that is folded."""
    for summary in page.locator("details.ps-fold:not([open]) > summary").all()[::-1]:
        summary.click()


# Style sheets and sounds are not fetched anew: none of these rules looks into the one, and the site
# has none of the other.
_AXE = """rules =>
    axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false})"""
_WIDER_THAN_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  const inSheet = (e) => e.closest(".ps-gridbox")
    && getComputedStyle(e.closest(".ps-gridbox")).overflowX === "auto";
  const hidden = (e) => e.closest(".vh, svg, thead, .govuk-skip-link, .ps-room ul, .pu-nav")
    || inSheet(e) || !e.checkVisibility() || getComputedStyle(e).clipPath !== "none";
  const wide = [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !hidden(e))
    .map((e) => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 30)}`);
  if (document.documentElement.scrollWidth > width) { wide.push("the page scrolls"); }
  return wide.slice(0, 6);
}"""


def _note_fault(page, said):
    """A refusal of the content policy, or anything else a browser calls an error."""
    if said.type == "error" and "status of 4" not in said.text:
        page.faults.append(said.text)
