"""Every address of the site, walked by those who may not and, each time, by one who may.

An address that takes an argument nobody knows here fails by name: give it an example in `VALUES`
or `EXAMPLES`, and a row in `full_agency.py` if it speaks of one.
"""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from tests.web import databases, factories
from tests.web.analysis.years import open_year
from tests.web.full_agency import MARK, YEAR, full
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
)

from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.project import urls

pytestmark = pytest.mark.django_db

# Anybody may: signing in, and what the frame of every page needs.
OPEN = {
    "platform:language", "platform:year", "platform:health", "menu:root",
    "menu:citizen-guide", "menu:guide-picture",
    "account_login", "account_logout", "account_inactive",
    # Anybody with a paper in hand; its code is on it.
    "approval:check", "approval:check-start",
    # What everybody may read.
    "publication:public", "publication:paper", "publication:file", "disclosure:permanent",
    "public_site:home", "public_site:about", "public_site:ita", "public_site:item",
    "public_site:file", "public_site:table-file", "public_site:news", "public_site:questions",
    "public_site:read", "public_site:search",
    "public_site:act", "public_site:embedded", "public_site:sitemap", "public_site:feed",
    "public_site:robots", "public_site:data", "public_site:open-data", "public_site:catalogue",
    "public_site:table", "public_site:fields", "public_site:package",
    "counter:take", "counter:short", "counter:ticket", "counter:ticket-paper", "counter:screen",
    "counter:services", "counter:service", "counter:service-chart", "counter:form",
    "counter:form-file",
    "desk:public", "desk:bring", "desk:follow", "desk:short", "desk:news", "desk:map-picture",
    "desk:told-photo",
    "surveys:answer", "bills:public",
    # Its own secret is its door.
    "calendar:feed",
}  # fmt: skip
# Only while there is no agency, or in a demo data folder.
SHUT = {
    "agency:start",
    "agency:start_person",
    "agency:demo",
    "platform:kit",
    "demo-web:page",
    # Whatever is no address under an agency's.
    "public_site:unknown",
}
# About the person who is signed in, whatever they hold.
OWN = {
    "agency:second_factor", "agency:pending_form", "account_reauthenticate",
    "account_change_password",
    "account_set_password", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
# Arguments that mean the same everywhere; rows of an agency come from `full_agency.full`.
VALUES = {
    "year": YEAR, "place": 0, "lineage": "basic-structure", "source_id": "BPP2567", "pk": 1,
    "announcement_kind": "core-values",
}  # fmt: skip
# Arguments that mean something else at each address.
EXAMPLES = {
    "announcements:file": {"form": "pdf"},
    "announcements:version": {"number": 1},
    "announcements:restore": {"number": 1},
    "analysis:item": {"code": "o12"},
    "analysis:indicator": {"code": "1"},
    "analysis:restore": {"scenario_id": "deleted_scenario_id"},
    "analysis:export": {"key": "weak", "form": "csv"},
    "assessment:item": {"code": "o12"},
    # A year whose IIT items nobody has written down yet.
    "assessment:items-copy": {"instrument": "IIT", "year": 2569},
    "scoring:export": {"form": "csv"},
    "scoring:remarks-export": {"form": "csv"},
    "calendar:month": {"month": 3},
    "approval:check": {"code": "approval_code"},
    "approval:file": {"form": "pdf"},
    "approval:sheet": {"form": "pdf", "place": 1},
    "approval:enclosure": {"place": 1},
    "circulation:report-file": {"form": "pdf"},
    "publication:export": {"form": "csv"},
    "public_site:item": {"code": "o12"},
    "public_site:begin": {"kind": "news"},
    "public_site:data": {"form": "csv"},
    "public_site:table": {"key": "ita-2566", "form": "csv"},
    "public_site:fields": {"key": "ita-2566"},
    "public_site:package": {"key": "ita-2566"},
    "public_site:version": {"number": 1},
    "public_site:edit": {"page_id": "news_id"},
    "public_site:discard": {"page_id": "news_id"},
    "public_site:read": {"page_id": "news_id"},
    "public_site:table-file": {"page_id": "news_id", "key": "public_file_id"},
    "public_site:unknown": {"rest": "nothing/"},
    "demo-web:page": {"code": "o12"},
    "statistics:export": {"name": "readings"},
    "statistics:quarter": {"key": "2566-2"},
    "statistics:quarter-make": {"key": "2566-2"},
    "statistics:quarter-send": {"paper_id": "quarter_paper_id"},
    "statistics:quarter-file": {"paper_id": "quarter_paper_id", "form": "pdf"},
    "disclosure:item": {"code": "o12"},
    "disclosure:elements": {"code": "o12"},
    "disclosure:add-made": {"code": "o12"},
    "disclosure:history": {"code": "o12"},
    "disclosure:reading": {"code": "o12"},
    "disclosure:quote": {"code": "o12", "element": "0123456789abcdef"},
    "disclosure:preaudit-file": {"form": "pdf"},
    "disclosure:check-item": {"code": "o12"},
    "disclosure:dispute": {"code": "o12"},
    "disclosure:disputed": {"form": "zip"},
    "disclosure:status-file": {"form": "xlsx"},
    "disclosure:permanent": {"piece_id": "shown_piece_id"},
    "disclosure:add": {"code": "o12"},
    "disclosure:add-own": {"code": "o12"},
    "disclosure:detach": {"code": "o12"},
    "disclosure:take-over": {"code": "o12", "piece_id": "former_piece_id"},
    "registers:choose-writers": {"key": "asset-loans"},
    "registers:register": {"key": "asset-loans"},
    "registers:export": {"key": "asset-loans", "form": "xlsx"},
    "registers:template": {"key": "asset-loans"},
    "registers:save-view": {"key": "asset-loans"},
    "registers:remove-view": {"key": "asset-loans", "view_id": "view_id"},
    "registers:add": {"key": "asset-loans"},
    "registers:grid": {"key": "asset-loans"},
    "registers:take": {"key": "asset-loans"},
    "registers:take-preview": {"key": "asset-loans", "rows_file_id": "rows_file_id"},
    "registers:paper": {"key": "gifts", "paper": "quarter", "slot": 1},
    "registers:paper-file": {
        "key": "asset-loans",
        "register_paper_id": "register_paper_id",
        "form": "pdf",
    },
    "registers:evidence": {"key": "asset-loans", "register_paper_id": "register_paper_id"},
    "registers:change": {"key": "own-1"},
    "registers:close": {"key": "own-1"},
    "registers:open-again": {"key": "own-1"},
    "registers:schema": {"key": "asset-loans"},
    "registers:nothing": {"key": "asset-loans"},
    "registers:take-back": {"key": "asset-loans", "said_id": "said_id"},
    "registers:row": {"key": "asset-loans", "row_id": "register_row_id"},
    "registers:entry": {"key": "prevention-measures"},
    "registers:file": {
        "key": "asset-loans",
        "row_id": "register_row_id",
        "register_file_id": "register_file_id",
    },
    "registers:receipt": {"key": "asset-loans", "row_id": "register_row_id"},
    "registers:circulate": {"key": "asset-loans", "row_id": "register_row_id"},
    "registers:move": {"key": "asset-loans", "row_id": "register_row_id"},
    "registers:remove": {"key": "asset-loans", "row_id": "register_row_id"},
    "registers:restore": {"key": "asset-loans", "row_id": "register_row_id"},
    "bills:day": {"on": "2026-01-15"},
    "bills:day-paper": {"on": "2026-01-15"},
    "counter:form-file": {"part": "file"},
    "counter:offer-file": {"part": "file"},
    "counter:chart-poster": {"size": "a4"},
    "counter:report": {"months": "6"},
    "counter:report-file": {"months": "6", "form": "pdf"},
    "counter:report-evidence": {"months": "6"},
    "desk:bring": {"kind": "complaint"},
    "desk:take": {"kind": "complaint"},
    "desk:kind": {"kind": "complaint"},
    "desk:kind-change": {"kind": "own-1"},
    "desk:kind-schema": {"kind": "complaint"},
    "desk:photo": {"number": 1},
    "desk:photo-remove": {"number": 1},
    "desk:told-photo": {"token": "photo_token"},
    "desk:news": {"key": "4f0c9f2e-0000-4000-8000-000000000001"},
    "desk:map-picture": {"number": 1},
    "desk:map-kept": {"number": 1},
    "desk:answer-add": {"kind": "complaint"},
    "desk:corruption-month": {"month": 3},
    "desk:report": {"paper": "desk-6"},
    "desk:report-file": {"paper": "desk-6", "form": "pdf"},
    "desk:evidence": {"paper": "desk-6"},
    "desk:reader": {"appointment_id": "reader_appointment_id"},
    "desk:faq": {"case_id": "question_case_id"},
    "surveys:poster": {"size": "a5"},
    "surveys:official-poster": {"size": "a4"},
    "surveys:results": {"survey_id": "closed_survey_id"},
    "surveys:table": {"survey_id": "closed_survey_id"},
    "surveys:next": {"survey_id": "own_survey_id"},
    "surveys:bring": {"survey_id": "own_survey_id"},
    "surveys:publish": {"survey_id": "own_survey_id"},
    "surveys:carry": {"survey_id": "closed_survey_id"},
    "surveys:report": {"survey_id": "own_survey_id"},
    "surveys:report-file": {"survey_id": "own_survey_id", "form": "pdf"},
    "surveys:evidence": {"survey_id": "own_survey_id"},
    "menu:guide": {"guide": "officer"},
    "menu:guide-picture": {"name": "work"},
    "evidence:add": {"kind": "note", "subject": "note_id"},
    "evidence:piece": {"key": "ab" * 16},
    "papers:wording-paper": {"paper": "memo"},
    "papers:sentence": {"paper": "memo", "key": "memo.closing"},
    "papers:sentence-preview": {"paper": "memo", "key": "memo.closing"},
    "papers:sentence-reset": {"paper": "memo", "key": "memo.closing"},
    "papers:sentence-restore": {"paper": "memo", "key": "memo.closing"},
    "reports:report": {"kind": "report-6"},
    "reports:row": {"kind": "report-6"},
    "reports:remind": {"kind": "report-6"},
    "reports:nothing": {"kind": "report-6"},
    "reports:layout": {"kind": "report-6"},
    "reports:submit": {"kind": "report-6"},
    "reports:publish": {"kind": "report-6"},
    "reports:draft": {"kind": "report-6"},
    "reports:job": {"job_id": "report_job_id"},
    "reports:file": {"draft_id": "report_draft_id"},
    "ownership:subject": {"kind": "measure", "subject": "measure_id"},
    "ownership:subject-assign": {"kind": "measure", "subject": "measure_id"},
    "ownership:subject-end": {"kind": "measure", "subject": "measure_id"},
    "ownership:assign-within": {"kind": "measure", "subject": "measure_id"},
}
# Made by the worker alone; `web/disclosure/test_reading.py` serves them. A poster is of what was
# signed and published; `web/announcements/test_poster.py` serves it.
BY_THE_WORKER = {"disclosure:quote", "disclosure:preaudit-file", "announcements:poster"}
# Who heads the unit alone may; `meetings/test_views.py` has both.
OF_A_HEAD = {"meetings:task-person"}
# Arguments that name no row: another agency has the like of its own.
NO_ROWS = {
    "announcement_kind",
    "guide",
    "year",
    "number",
    "code",
    "form",
    "key",
    "instrument",
    "lineage",
    "source_id",
    "place",
    "pk",
    "month",
    "months",
    "kind",
    "paper",
    "slot",
    "name",
    "size",
    "part",
    "on",
    "element",
}
MISSING = {403, 404}
# 405: the page has no such method. 409: it is asked to do what is done already.
SERVED = {200, 204, 302, 400, 405, 409, 422}


def addresses(resolver, space="", taken=frozenset()):
    """(name, right, arguments) of everything below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, inner, {*taken, *entry.pattern.converters})
        else:
            right = getattr(entry.callback, "right", "open")
            names = {*taken, *entry.pattern.converters}
            yield f"{space}{entry.name}", right, tuple(sorted(names))


ALL = sorted(set(addresses(get_resolver())), key=lambda one: one[0])
GUARDED = [(name, right, names) for name, right, names in ALL if isinstance(right, Right)]


def made_whole():
    """An agency with one of everything, and the person who may do all of it."""
    agency = factories.make_agency(second_factor=[])
    officer = factories.make_actor(agency, ITA_OFFICER, ADMINISTRATOR, login="officer")
    # Who looks after the system keeps no desk and no bills; here one person does all.
    for role in (COMPLAINT_OFFICER, CHIEF_ADMINISTRATOR):
        factories.hold(officer.user, factories.make_position(agency, role))
    return full(agency, officer)


@pytest.fixture(scope="module")
def _made(database, django_db_blocker):
    """It takes a second: made once for all walks, of which none leaves a trace."""
    with databases.shared(django_db_blocker):
        yield made_whole()


@pytest.fixture
def full_agency(_made, db):
    return _made


@pytest.fixture
def agency(full_agency):
    return Agency.objects.get(pk=full_agency.person.agency.pk)


@pytest.fixture
def officer(full_agency):
    return full_agency.person


def address_of(full_agency, name, names):
    known = VALUES | full_agency.rows | EXAMPLES.get(name, {})
    # An example may name another row of the full agency.
    return reverse(
        name, kwargs={one: full_agency.rows.get(known[one], known[one]) for one in names}
    )


# What an address must be sent, else it is no request at all.
SENT = {"scoring:remark-move": {"to": "1"}}


def tries(browser, address, sent=None):
    """What a page answers when it is opened and when a form is sent; nothing remains."""
    for method, typed in ((browser.get, {}), (browser.post, sent or {})):
        yield method.__name__, tried(method, address, typed)


def tried(method, address, typed):
    """What one request is answered; nothing remains."""
    with transaction.atomic():
        answer = method(address, typed)
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def told(faults):
    return "\n".join(str(fault) for fault in faults)


def test_every_address_is_known_and_every_argument_has_an_example(full_agency):
    unknown = []
    for name, right, names in ALL:
        if not isinstance(right, Right) and name not in OPEN | SHUT | OWN:
            unknown.append(f"{name}: no right guards it, and no list here names it")
        known = VALUES | full_agency.rows | EXAMPLES.get(name, {})
        unknown += [f"{name}: no example of {one}" for one in names if one not in known]
    assert not unknown, told(unknown)
    assert not (OPEN | SHUT | OWN | set(EXAMPLES)) - {name for name, _, _ in ALL}


def test_a_stranger_is_sent_to_sign_in(full_agency):
    faults = []
    for name, _right, names in GUARDED:
        address = address_of(full_agency, name, names)
        answers = dict(tries(Client(), address))
        for method, answer in answers.items():
            led = answer.headers.get("Location", "").startswith(reverse("account_login"))
            if not led and answer.status_code != 405:
                faults.append((method, name, answer.status_code, answer.headers.get("Location")))
        if all(answer.status_code == 405 for answer in answers.values()):
            faults.append((name, "has no method at all"))
    assert not faults, told(faults)


def test_pages_about_oneself_are_not_a_strangers(full_agency):
    faults = []
    for name, _right, names in ALL:
        if name in OWN:
            for method, answer in tries(Client(), address_of(full_agency, name, names)):
                if answer.status_code not in MISSING | {302, 405} or MARK in shown(answer):
                    faults.append((method, name, answer.status_code))
    assert not faults, told(faults)


def test_open_and_shut_addresses(full_agency, officer, client_of):
    faults = []
    for name, _right, names in ALL:
        if name in OPEN | SHUT:
            for browser in (Client(), client_of(officer)):
                for method, answer in tries(
                    browser, address_of(full_agency, name, names), SENT.get(name)
                ):
                    expected = {404, 405} if name in SHUT else SERVED
                    if answer.status_code not in expected:
                        faults.append((method, name, answer.status_code))
    assert not faults, told(faults)


def test_somebody_of_another_agency_sees_and_changes_nothing(
    full_agency, other_agency, make_actor, client_of
):
    """The administrator there, who may do everything there."""
    stranger = make_actor(other_agency, ADMINISTRATOR, ITA_OFFICER)
    open_year(other_agency, YEAR)
    browser = client_of(stranger)
    faults = []
    for name, _right, names in GUARDED:
        speaks_of_a_row = set(names) - NO_ROWS
        for method, answer in tries(browser, address_of(full_agency, name, names), SENT.get(name)):
            if MARK in shown(answer):
                faults.append((method, name, "shows what is not theirs"))
            if speaks_of_a_row and answer.status_code not in MISSING | {405}:
                faults.append((method, name, answer.status_code))
            if answer.status_code not in SERVED | MISSING:
                faults.append((method, name, answer.status_code))
    assert not faults, told(faults)


def without(right, make_actor, agency):
    """Somebody who has every right that a position without this one gives."""
    kinds = [kind for kind, rights in MATRIX.items() if right not in rights]
    return make_actor(agency, *kinds)


def refused(_request, reason="", exception=None):
    """Instead of the page that is drawn for whoever may not, or sends a form without its token.

    What those say has tests of its own; drawing them takes longer than refusing.
    """
    return HttpResponse(status=403)


def test_somebody_without_the_right_is_refused(
    full_agency, agency, make_actor, client_of, monkeypatch
):
    monkeypatch.setattr(urls, "handler403", refused, raising=False)
    browsers = {right: client_of(without(right, make_actor, agency)) for right in Right}
    faults = []
    for name, right, names in GUARDED:
        for method, answer in tries(
            browsers[right], address_of(full_agency, name, names), SENT.get(name)
        ):
            if answer.status_code not in {403, 405}:
                faults.append((method, name, right, answer.status_code))
    assert not faults, told(faults)


def test_somebody_with_the_right_is_served(full_agency, client_of):
    """The positive twin of all refusals: the same addresses, the same rows, the right person."""
    browser = client_of(full_agency.person)
    faults = []
    for name, _right, names in GUARDED:
        answers = dict(tries(browser, address_of(full_agency, name, names), SENT.get(name)))
        for method, answer in answers.items():
            led = answer.headers.get("Location", "").startswith("/account/")
            served = SERVED | (MISSING if name in BY_THE_WORKER else set())
            served |= {403} if name in OF_A_HEAD else set()
            if answer.status_code not in served or led:
                faults.append((method, name, answer.status_code, answer.headers.get("Location")))
        if all(answer.status_code == 405 for answer in answers.values()):
            faults.append((name, "has no method at all"))
    assert not faults, told(faults)


def test_the_mark_is_seen_by_its_own_agency(full_agency, officer, client_of):
    """Else the walk by another agency proves nothing."""
    browser = client_of(officer)
    known = {name: names for name, _right, names in GUARDED}
    for name in ("agency:units", "agency:person", "agency:journal", "scoring:remarks"):
        assert MARK in shown(browser.get(address_of(full_agency, name, known[name]))), name


def test_every_form_takes_a_token(full_agency, officer, client_of, settings):
    settings.CSRF_FAILURE_VIEW = refused
    browser = client_of(officer, enforce_csrf_checks=True)
    faults = []
    for name, _right, names in GUARDED:
        answer = tried(browser.post, address_of(full_agency, name, names), SENT.get(name, {}))
        if answer.status_code not in {403, 405}:
            faults.append((name, answer.status_code))
    assert not faults, told(faults)


def shown(answer):
    """The text of an answer without the spans that keep words on a line."""
    if getattr(answer, "streaming", False):
        return ""
    text = answer.content.decode(errors="replace")
    return re.sub(r"<[^>]+>|\u2060", "", text)
