"""Evidence that moves: its permanent address follows, and what was found before is open again."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, item, link, look, save, work
from tests.web.markup import tight
from tests.web.roles import ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import ItemState
from prongsai.core.disclosure.readiness import Gap
from prongsai.core.errors import ProngsaiError
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.history import since_hand_in
from prongsai.web.disclosure.disclosure.queries.item import item_page
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.disclosure.links.services import ask_round
from prongsai.web.platform import clock
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip
NEW = f"{SITE}/new/o13"
PUBLIC = "https://ita.example.go.th"  # where others find this site


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def opened(piece):
    """Anybody opens the permanent address."""
    return Client().get(reverse("disclosure:permanent", args=[piece.pk]))


def moved(piece, officer, address=NEW, *codes):
    chosen = [item(officer.agency, code) for code in codes or ("o13",)]
    pieces.change(piece, by=officer, words=pieces.Words(piece.title), items=chosen, address=address)
    piece.refresh_from_db()


def test_it_leads_to_where_the_piece_is(officer):
    piece = link(officer, title="แผน")
    answer = opened(piece)
    assert (answer.status_code, answer["Location"]) == (302, f"{SITE}/o13")
    moved(piece, officer)
    assert opened(piece)["Location"] == NEW
    assert [one["address"] for one in piece.moves] == [f"{SITE}/o13"]
    assert JournalEntry.objects.filter(verb="piece-moved").count() == 1


def test_a_removed_piece_says_when_it_was_taken_away(officer):
    piece = link(officer)
    pieces.remove(piece, by=officer)
    answer = opened(piece)
    assert answer.status_code == 410
    assert "นำหลักฐานนี้ออกเมื่อ" in tight(answer.content.decode())
    pieces.restore(piece, by=officer)
    assert opened(piece).status_code == 302


@pytest.mark.long
def test_a_link_that_is_broken_for_sure_says_so(agency, officer, local_site):
    piece = link(officer, address=local_site.at("/gone"))
    for expected in (302, 404):
        ask_round(agency, by=None, addresses=[piece.address])
        run_jobs()
        assert opened(piece).status_code == expected
    text = tight(opened(piece).content.decode())
    assert piece.address in text
    assert "404" in text
    local_site.shows("/gone")
    ask_round(agency, by=None, addresses=[piece.address])
    run_jobs()
    assert opened(piece).status_code == 302


@pytest.mark.parametrize("looks", [1, 2])
def test_what_lies_inside_the_agency_is_told_to_nobody_outside(agency, officer, looks):
    piece = link(officer, address="https://files.example.go.th/share/o13")
    row = Link.objects.create(
        agency=agency, address=piece.address, digest=digest_of(piece.address), checked_at=now(),
        verdict="not_allowed", reason="inside", detail="files.example.go.th (10.20.30.40)",
        broken_looks=looks, broken_since=now(),
    )  # fmt: skip
    answer = opened(piece)
    assert answer.status_code == 404
    text = tight(answer.content.decode())
    assert "ที่อยู่ภายใน" in text
    assert "10.20.30.40" not in text
    assert "files.example.go.th" not in text
    Link.objects.filter(pk=row.pk).update(verdict="alive", reason="answers", broken_looks=0)
    assert opened(piece)["Location"] == piece.address


def test_it_is_kept_for_a_minute_whatever_it_answers(officer):
    piece = link(officer)
    assert opened(piece)["Cache-Control"] == "public, max-age=60"
    pieces.remove(piece, by=officer)
    assert opened(piece)["Cache-Control"] == "public, max-age=60"


def test_what_nobody_gave_is_not_found(officer):
    piece = link(officer)
    piece.pk = "00000000-0000-4000-8000-000000000000"
    assert opened(piece).status_code == 404


def test_no_cookie_is_set(officer):
    assert not opened(link(officer)).cookies


def test_what_was_found_before_a_move_is_open_again(agency, officer):
    piece = link(officer)
    look(officer)
    save(officer)
    assert work(agency).readiness.is_ready
    with clock.freeze(clock.now() + samples.DAY):
        moved(piece, officer)
        assert Gap.EVIDENCE_CHANGED in {lack.gap for lack in work(agency).readiness.lacks}
        assert not work(agency).readiness.is_ready
        look(officer)
    assert work(agency).readiness.is_ready


def test_a_move_after_the_hand_in_is_told(agency, officer):
    piece = link(officer, title="แผน")
    save(officer, state=ItemState.HANDED_IN)
    with clock.freeze(clock.now() + samples.DAY):
        moved(piece, officer)
        (told,) = since_hand_in(agency, YEAR).values()
    assert "ย้ายที่อยู่ของ “แผน”" in told.changes


def test_the_history_tells_where_it_was(officer):
    piece = link(officer, title="แผน")
    moved(piece, officer)
    page = item_page(officer, YEAR, "o13", samples.ON)
    assert any(f"{SITE}/o13" in past.words for past in page["history"])


def test_a_piece_that_is_called_by_its_address_is_called_by_the_new_one(officer):
    piece = link(officer)
    assert piece.title == f"{SITE}/o13"
    moved(piece, officer)
    assert piece.title == NEW


def test_it_moves_to_no_address_that_the_year_has_already(officer):
    link(officer, "o14", address=NEW, title="อื่น")
    piece = link(officer)
    with pytest.raises(ProngsaiError, match="อื่น"):
        moved(piece, officer)
    piece.refresh_from_db()
    assert (piece.address, piece.moves) == (f"{SITE}/o13", [])


def test_the_form_moves_it_and_keeps_what_was_typed_wrong(officer, browser):
    piece = link(officer, title="แผน")
    page = browser.get(at("piece", piece.pk))
    sent = {"title": "แผน", "items": "o13", "seen": pieces.standing(piece), "address": "ไม่ใช่ที่อยู่"}
    assert f'value="{piece.address}"' in page.content.decode()
    answer = browser.post(at("piece", piece.pk), sent)
    assert answer.status_code == 422
    assert "ไม่ใช่ที่อยู่" in answer.content.decode()
    answer = browser.post(at("piece", piece.pk), sent | {"address": NEW})
    assert answer.status_code == 302
    assert Piece.objects.get().address == NEW


def test_two_people_who_move_it_are_told(officer, browser):
    piece = link(officer, title="แผน")
    sent = {"title": "แผน", "items": "o13", "seen": pieces.standing(piece), "address": NEW}
    moved(piece, officer, f"{SITE}/other")
    assert browser.post(at("piece", piece.pk), sent).status_code == 422
    assert Piece.objects.get().address == f"{SITE}/other"


def test_the_hand_in_sheet_copies_one_or_the_other(officer, browser):
    piece = link(officer)
    whole = reverse("disclosure:permanent", args=[piece.pk])
    assert whole not in browser.get(at("hand-in")).content.decode()
    assert whole in browser.get(at("hand-in") + "?permanent=1").content.decode()


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", PUBLIC])
def test_the_code_waits_until_others_find_the_site(officer, browser, settings, address):
    settings.SITE_ADDRESS, is_found = address, address == PUBLIC
    piece = link(officer)
    answer = browser.get(at("qr", piece.pk))
    assert (answer["Content-Type"] == "image/svg+xml") == is_found
    assert answer.status_code == (200 if is_found else 422)
    row = Link.objects.create(
        agency=officer.agency, address=piece.address, digest=digest_of(piece.address),
    )  # fmt: skip
    page = tight(browser.get(at("link", row.pk)).content.decode())
    assert (at("qr", piece.pk) in page) == is_found
    assert ("จนกว่าจะตั้งที่อยู่ของเว็บ" in page) != is_found


def test_an_address_that_is_given_again_does_not_revive_a_removed_piece(officer, browser, settings):
    """The printed address of what was taken away stays gone; the new one has its own."""
    settings.SITE_ADDRESS = PUBLIC
    piece = link(officer, title="แผน")
    pieces.remove(piece, by=officer)
    again = link(officer, title="แผนใหม่")
    assert again.pk != piece.pk
    assert opened(piece).status_code == 410
    assert opened(again)["Location"] == f"{SITE}/o13"
    codes = [browser.get(at("qr", one.pk)).content for one in (piece, again)]
    assert codes[0] != codes[1]
    browser.post(at("restore", piece.pk))
    assert opened(piece).status_code == 410


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "https://a@evil.example/x",
     "https:\\\\evil.example", "ftp://evil.example/x", f"{SITE}/\r\nLocation: https://evil.example"],
)  # fmt: skip
def test_no_move_makes_it_lead_to_what_is_no_web_page(officer, browser, address):
    piece = link(officer)
    sent = {"title": piece.title, "address": address, "items": "o13"}
    answer = browser.post(at("piece", piece.pk), sent)
    told = opened(piece)
    assert answer.status_code == 422, told["Location"]
    assert told["Location"] == f"{SITE}/o13"


def test_no_piece_of_another_agency_is_moved_or_printed(
    officer, client_of, make_actor, other_agency
):
    piece = link(officer)
    samples.opened(other_agency)
    stranger = client_of(make_actor(other_agency, ITA_OFFICER))
    sent = {"title": "x", "address": NEW, "items": "o13"}
    assert stranger.post(at("piece", piece.pk), sent).status_code == 404
    for name in ("remove", "restore", "renew"):
        assert stranger.post(at(name, piece.pk)).status_code == 404
    assert stranger.get(at("qr", piece.pk)).status_code == 404
    assert opened(piece)["Location"] == f"{SITE}/o13"
