"""What tests of the site may ask for.

Modules named test_services.py and test_queries.py, and those marked `both_databases`, run on SQLite
and, in the whole run, on PostgreSQL too. Where the two differ (locks, triggers, statements of our
own) a module is marked `databases_differ` and runs on both each time. All others run on SQLite.
"""

import json
import os
import pickle
import threading
from copy import copy

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.core.management.commands import flush
from django.test import Client
from django.test.testcases import TransactionTestCase
from django.test.utils import ContextList
from django.utils import translation
from tests import typesetter
from tests.web import databases, factories, lock_order
from tests.web.local_site import LocalSite
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER

from prongsai.core.scoring import compute
from prongsai.documents.drawn import drawn_as
from prongsai.web.agency.people import Actor
from prongsai.web.platform import clock, drawing, sandbox, sandbox_child
from prongsai.web.platform.db import append_only
from prongsai.web.platform.error_data import error_of
from prongsai.web.year.scoring import queries

# Programs that tests start, no tests.
collect_ignore = ["faults/programs"]
_TWICE = {"test_services", "test_queries"}


def pytest_generate_tests(metafunc):
    name = metafunc.module.__name__.rpartition(".")[2]
    differ, both = map(
        metafunc.definition.get_closest_marker, ("databases_differ", "both_databases")
    )
    if differ or both or name in _TWICE:
        second = pytest.param("postgresql", marks=() if differ else pytest.mark.long)
        metafunc.parametrize("database", ["sqlite", second], indirect=True, scope="module")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs a PostgreSQL, so that it can be left out by name."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        is_chosen = chosen is not None and chosen.params.get("database") == "postgresql"
        if is_chosen or "postgresql" in getattr(item, "fixturenames", ()):
            item.add_marker("postgresql")


@pytest.fixture(scope="module", autouse=True)
def database(request, django_db_setup, django_db_blocker):
    """Which database `default` is: "sqlite" or "postgresql"."""
    engine = getattr(request, "param", "sqlite")
    if engine == "sqlite":
        yield engine
        return
    wrapper = request.getfixturevalue("postgresql_wrapper")
    with django_db_blocker.unblock(), databases.routed(wrapper), django_db_blocker.block():
        yield engine


@pytest.fixture(autouse=True)
def _in_this_process(request, monkeypatch):
    """Files are read and papers drawn here; in the whole run by processes of their own, as it is.

    Where that process is what is tested, the module is marked `own_process`.
    """
    if request.config.getoption("--whole") or request.node.get_closest_marker("own_process"):
        return
    monkeypatch.setattr(sandbox, "_child", read_here)
    monkeypatch.setattr(drawing._Drawer, "drawn", _draw_here)


# The reader of PDF is not made for threads; each child of the site has it alone.
_READER = threading.Lock()


def read_here(what, asked, data, name, seconds):
    """What the child of `sandbox` answers, in this process."""
    if len(data) > sandbox.MAX_BYTES:
        raise sandbox._too_much(name)
    with _READER:
        answer = sandbox_child.answer(data, {"what": what, "name": name, **asked})
    told = json.loads(json.dumps(answer))
    if "error" in told:
        raise error_of(told["error"])
    return told


def _draw_here(_drawer, asked):
    return drawn_as(*pickle.loads(asked))  # noqa: S301 - pickled by ourselves


@pytest.fixture(scope="session", autouse=True)
def _kept_press():
    """Papers that this process makes share one typesetter."""
    with typesetter.kept():
        yield


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory, worker_id):
    """A PostgreSQL server of this test run."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    return databases.Server(databases.started(), shared, worker_id)


@pytest.fixture(scope="session")
def postgresql_wrapper(postgresql, django_db_setup, django_db_blocker):
    """The connection to this process's own database."""
    with django_db_blocker.unblock():
        wrapper = postgresql.wrapper()
        yield wrapper
        wrapper.close()
        postgresql.drop()


@pytest.fixture(autouse=True)
def _locks_in_order(request):
    """In modules of services each act holds the agency before any other row."""
    if request.module.__name__.rpartition(".")[2] not in _TWICE:
        yield
        return
    with lock_order.watched() as watch:
        yield
    assert watch.wrong == []


@pytest.fixture
def local_site(monkeypatch):
    """A site on this machine that the worker's checker may visit."""
    site = LocalSite()
    monkeypatch.setattr("prongsai.web.disclosure.links.tasks.checker", site.checker)
    monkeypatch.setattr("prongsai.web.disclosure.disclosure.tasks.checker", site.checker)
    yield site
    site.close()


@pytest.fixture(autouse=True)
def _in_thai():
    """A page asked for in English leaves its language behind for whoever comes next."""
    with translation.override("th"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_journals():
    """Tests with real transactions empty all tables afterwards, the append-only ones too.

    What Django writes into an empty database, its permissions and kinds of content, the site asks
    nowhere; writing it took longer than most of these tests.
    """
    emptied = TransactionTestCase._fixture_teardown

    def lifted(case):
        with append_only.lifted():
            emptied(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_given, **_more: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _unsynced():
    """No test turns the power off: nothing waits until a disk has what was written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _scored_once():
    """The same few sheets are entered anew by a thousand tests; scoring them took them longest."""
    scored = {}

    def score(framework, sheet):
        key = id(framework), sheet
        if key not in scored:  # with the framework, so that its identity stays its own
            scored[key] = framework, compute.score_sheet(framework, sheet)
        return scored[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "score_sheet", score)
        yield


def _page_drawn(store, signal, sender, template, context, **_more):
    store.setdefault("templates", []).append(template)
    if context.template is template:
        store.setdefault("context", ContextList()).append(copy(context))


@pytest.fixture(scope="session", autouse=True)
def _contexts_of_pages():
    """Django keeps a copy of what every part of a page is drawn from; tests ask the page's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.test.client.store_rendered_templates", _page_drawn)
        yield


@pytest.fixture
def frozen_clock():
    """The morning that tests speak of."""
    with clock.freeze(factories.MORNING):
        yield factories.MORNING


@pytest.fixture
def agency(db):
    """The agency that a test is about."""
    return factories.make_agency()


@pytest.fixture
def other_agency(db):
    """Another agency, whose rows nobody of the first may see."""
    return factories.make_agency("เทศบาลตำบลตัวอย่างอื่น")


@pytest.fixture
def make_actor(db):
    """Makes a person of an agency who holds positions of the given kinds."""
    return factories.make_actor


@pytest.fixture
def officer(agency, make_actor):
    """One person who does everything, as in a small agency."""
    return make_actor(agency, ITA_OFFICER, ADMINISTRATOR, login="officer")


@pytest.fixture
def chief_executive(agency, make_actor):
    """The mayor: sees everything, changes nothing."""
    return make_actor(agency, CHIEF_EXECUTIVE, login="mayor")


@pytest.fixture
def host(db):
    """Who looks after the installation and belongs to no agency."""
    return factories.make_user(None, login="host", is_host=True)


@pytest.fixture
def client_of(db):
    """Makes a browser in which a person (an `Actor` or a user) is signed in just now."""

    def signed_in(person, **defaults):
        user = person.user if isinstance(person, Actor) else person
        browser = Client(**defaults)
        browser.force_login(user)
        session = browser.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": clock.now().timestamp(), "username": user.login}
        ]
        session["account_authentication_methods_user"] = user_id_to_str(user)
        session.save()
        return browser

    return signed_in


@pytest.fixture
def crowded(database, tmp_path):
    """A database that several threads can write to."""
    if database == "postgresql":
        yield
        return
    with databases.on_disk(tmp_path / "site.sqlite3"):
        yield
