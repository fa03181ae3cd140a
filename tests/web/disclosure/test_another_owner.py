"""Who owns one item does nothing to another's, whatever way is tried."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, item, link, look, save, unit_head, work

from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure import models
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.links.models import LinkCheck
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import Job, JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]
OWN, OTHERS = "o13", "o14"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def year(agency):
    samples.opened(agency, 2565, YEAR)


@pytest.fixture
def head(agency, officer):
    """Owns the one item; somebody else owns the other."""
    unit_head(agency, officer, OTHERS, name="กองช่าง")
    return actor_on(unit_head(agency, officer, OWN), today())


@pytest.fixture
def browser(head, client_of):
    return client_of(head)


@pytest.fixture
def kept(officer, head):
    """What the other has: a page, a removed one, one of last year; and one that both share."""
    found = {
        "page": link(officer, OTHERS, address=f"{SITE}/page"),
        "gone": link(officer, OTHERS, address=f"{SITE}/gone"),
        "shared": link(officer, OWN, OTHERS, address=f"{SITE}/shared"),
        "former": link(officer, OTHERS, address=f"{SITE}/former", year=2565),
        "own": link(officer, OWN, address=f"{SITE}/own"),
    }
    pieces.remove(found["gone"], by=officer)
    save(officer, OTHERS, explanation="ของกองช่าง")
    look(officer, OTHERS)
    return found


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def everything():
    """All that is kept of the disclosure, and what was asked for."""
    kinds = [
        one for one in vars(models).values()
        if isinstance(one, type) and issubclass(one, Model) and one.__module__ == models.__name__
        and not one._meta.abstract
    ]  # fmt: skip
    rows = {one.__name__: list(one.objects.order_by("pk").values()) for one in kinds}
    others = (LinkCheck, Job, JournalEntry)
    return rows | {one.__name__: list(one.objects.order_by("pk").values()) for one in others}


def workbook(*rows):
    data = xlsx_table("OIT", ("ข้อ", "ที่อยู่"), rows, sheet="OIT")
    return SimpleUploadedFile("oit.xlsx", io.BytesIO(data).getvalue(), XLSX)


def piece_said(piece, items, **said):
    return {"title": piece.title, "address": piece.address, "items": items, **said}


def tries(agency, kept):
    """Every way of a post by which the other's item would be another."""
    done = {"seen": "1", "state": "done"}
    keys = {f"presence-{one.key}": "present" for one in item(agency, OTHERS).requirements}
    page, shared, gone, own = (kept[name] for name in ("page", "shared", "gone", "own"))
    moved = piece_said(page, OTHERS) | {"address": f"{SITE}/mine"}
    return {
        "save": (at("item", OTHERS), done),
        "hand in": (at("item", OTHERS), {**done, "state": "handed-in"}),
        "elements": (at("elements", OTHERS), keys),
        "add": (at("add", OTHERS), {"address": f"{SITE}/new"}),
        "take over": (at("take-over", OTHERS, kept["former"].pk), {}),
        "detach": (at("detach", OTHERS, shared.pk), {"sure": "yes"}),
        "change": (at("change"), {"item": [OTHERS], "state": "done"}),
        "change both": (at("change"), {"item": [OWN, OTHERS], "due": "1/4/2566"}),
        "paste": (at("paste"), {"text": f"{OTHERS} {SITE}/new", "act": "take"}),
        "paste both": (
            at("paste"), {"text": f"{OWN} {SITE}/1\n{OTHERS} {SITE}/1", "act": "take"},
        ),
        "change a piece": (at("piece", page.pk), piece_said(page, OTHERS, title="ของเรา")),
        "move a piece": (at("piece", page.pk), moved),
        "take a piece": (at("piece", page.pk), piece_said(page, OWN)),
        "give a piece": (at("piece", own.pk), piece_said(own, f"{OWN}, {OTHERS}")),
        "change what is shared": (at("piece", shared.pk), piece_said(shared, OWN)),
        "remove": (at("remove", page.pk), {}),
        "remove what is shared": (at("remove", shared.pk), {}),
        "restore": (at("restore", gone.pk), {}),
        "renew": (at("renew", page.pk), {}),
        "look at links": (at("check-item", OTHERS), {}),
        "look at all links": (at("links-check"), {}),
        "schedule": (at("links-schedule"), {"every_days": "7"}),
        "freeze": (at("freeze"), {"item": [OTHERS]}),
        "keep": (at("keep"), {}),
        "dispute": (at("dispute", OTHERS), {"told": "x", "answer": "x", "to": "x"}),
        "limit": (at("limit"), {"most": "9", "source": "x", "seen": "0"}),
    }  # fmt: skip


def test_no_post_changes_what_is_anothers(agency, browser, kept):
    before = everything()
    told = {
        name: browser.post(address, data).status_code
        for name, (address, data) in tries(agency, kept).items()
    }
    assert {name: code for name, code in told.items() if code != 403} == {}
    assert everything() == before


def test_no_table_changes_what_is_anothers(agency, browser, kept):
    """A file is shown and taken as text: neither way writes to the other's item."""
    before = everything()
    browser.post(at("paste"), {"file": workbook((OTHERS, f"{SITE}/new")), "act": "take"})
    table = f"ข้อ\tชื่อข้อ\tสถานะ\n{OTHERS}\t\tทำแล้ว"
    for ticked in (OTHERS, f"{OTHERS}:done", f"{OTHERS}:in-progress"):
        answer = browser.post(at("status-import"), {"text": table, "act": "take", "item": ticked})
        assert answer.status_code in (403, 422)
    assert everything() == before


def test_ones_own_is_changed_by_the_same_ways(agency, browser, kept):
    own = kept["own"]
    ways = {
        "save": (at("item", OWN), {"seen": "1", "state": "done"}),
        "add": (at("add", OWN), {"address": f"{SITE}/new"}),
        "take over": (at("take-over", OWN, kept["former"].pk), {}),
        "detach": (at("detach", OWN, kept["shared"].pk), {"sure": "yes"}),
        "change": (at("change"), {"item": [OWN], "due": "1/4/2566"}),
        "paste": (at("paste"), {"text": f"{OWN} {SITE}/1", "act": "take"}),
        "change a piece": (at("piece", own.pk), piece_said(own, OWN, title="ของเรา")),
        "remove": (at("remove", own.pk), {}),
        "restore": (at("restore", own.pk), {}),
    }
    told = {name: browser.post(*sent).status_code for name, sent in ways.items()}
    assert set(told.values()) == {302}, told
    assert work(agency, OWN).row.state == "done"
    own.refresh_from_db()
    assert (own.title, own.removed_at) == ("ของเรา", None)


@pytest.mark.long
def test_an_owner_among_several_hands_nothing_in(agency, officer, browser, kept):
    """Of one's own item too that is for who hands in, by the item, the board and a table."""
    table = f"ข้อ\tชื่อข้อ\tสถานะ\n{OWN}\t\tส่งแล้ว"
    for address, data in (
        (at("item", OWN), {"seen": "1", "state": "handed-in"}),
        (at("change"), {"item": [OWN], "state": "handed-in"}),
        (at("status-import"), {"text": table, "act": "take", "item": OWN}),
    ):
        assert browser.post(address, data).status_code == 422
    assert work(agency, OWN).row.state == "in-progress"
