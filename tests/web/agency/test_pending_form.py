"""A session that ends over a half-filled form: nothing typed is lost."""

from __future__ import annotations

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser
from tests.web import factories
from tests.web.factories import drawn_for
from tests.web.roles import CHIEF_ADMINISTRATOR

from prongsai.web.agency import pending_forms
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.pending_forms import PendingForm, fill_form
from prongsai.web.platform import drawn, versions

pytestmark = pytest.mark.django_db


def words(answer):
    return answer.content.decode().replace("\xa0", " ")


def signed_in(browser, login="officer"):
    return browser.post(
        reverse("account_login"),
        {"login": login, "password": factories.PASSWORD, "next": reverse("agency:pending_form")},
    )


def test_a_form_sent_after_the_session_ended_comes_back_filled(client, agency, officer):
    address = reverse("agency:settings")
    typed = {
        "name": agency.name, "kind": "town-municipality", "office": 'กอง "ใหม่" <b>',
        "telephone": "0 2222 3333", "authority": "บรรทัดแรก\n\nบรรทัด & สาม", "digits": "arabic",
        "revision": "1",
    }  # fmt: skip
    led = client.post(address, drawn_for(officer.user, **typed))
    assert led.status_code == 302
    assert (
        led.headers["Location"]
        == f"{reverse('account_login')}?next={reverse('agency:pending_form')}"
    )
    assert Agency.objects.get().office != typed["office"]
    assert signed_in(client).headers["Location"] == reverse("agency:pending_form")
    offered = words(client.get(reverse("agency:pending_form")))
    assert f'href="{address}?kept=1"' in offered
    form = client.get(f"{address}?kept=1")
    shown = words(form)
    assert "กอง &quot;ใหม่&quot; &lt;b&gt;" in shown or 'กอง "ใหม่" &lt;b&gt;' in shown
    assert 'value="0 2222 3333"' in shown
    assert "บรรทัดแรก\n\nบรรทัด &amp; สาม</textarea>" in shown
    assert shown.count('selected="selected"') == 1
    assert "นำสิ่งที่พิมพ์ไว้กลับมาใส่ให้แล้ว" in shown
    # The page is otherwise the page: its token and its frame are there.
    assert "csrfmiddlewaretoken" in shown
    assert shown.startswith("<!DOCTYPE html>")
    assert client.post(address, typed).status_code == 302
    assert Agency.objects.get().office == typed["office"]
    assert client.get(reverse("agency:pending_form")).status_code == 302, "it has served"


def test_it_may_be_sent_as_it_is_or_dropped(client, agency, officer):
    client.post(reverse("agency:units"), drawn_for(officer.user, name="กองคลัง"))
    signed_in(client)
    offered = words(client.get(reverse("agency:pending_form")))
    assert f'action="{reverse("agency:units")}"' in offered
    assert '<input type="hidden" name="name" value="กองคลัง">' in offered
    client.post(reverse("agency:pending_form"))
    assert client.get(reverse("agency:pending_form")).headers["Location"] == "/"
    assert not Unit.objects.exists()


def test_the_page_it_came_from_is_opened_if_it_is_ours(client, agency, officer):
    unit = factories.make_unit(agency)
    address = reverse("agency:unit_state", args=[unit.pk])
    page = reverse("agency:unit", args=[unit.pk])
    for referer, expected in (
        (f"http://testserver{page}?x=1", f"{page}?x=1&amp;kept=1"),
        ("https://elsewhere.example/form", f"{address}?kept=1"),
    ):
        browser = Client(headers={"referer": referer})
        browser.post(address, drawn_for(officer.user, state="closed"))
        signed_in(browser)
        assert f'href="{expected}"' in words(browser.get(reverse("agency:pending_form")))


def test_passwords_files_and_tokens_are_never_kept(client, agency, officer):
    file = SimpleUploadedFile("secret.txt", b"content of a file")
    client.post(
        reverse("agency:units"),
        {"password": "p1", "password2": "p2", "code": "123456", "file": file}
        | drawn_for(officer.user, name="กองคลัง"),
    )
    kept_form = client.session["kept_form"]
    assert kept_form["fields"] == {"name": ["กองคลัง"]}
    assert "content of a file" not in str(dict(client.session))


def test_what_is_too_long_is_not_kept_and_said_so(client, agency, officer, client_of):
    mark = mark_of(client_of(officer), reverse("agency:units"))
    typed = {"name": "ก" * (pending_forms.LARGEST + 1), drawn.FIELD: mark}
    led = client.post(reverse("agency:units"), typed)
    assert "kept_form" not in client.session
    assert "ยาวเกิน" in words(client.get(led.headers["Location"]))
    client.post(
        reverse("agency:units"), drawn_for(officer.user, name="ก" * (pending_forms.LARGEST - 10))
    )
    assert "kept_form" in client.session


def test_strangers_do_not_fill_the_database(client, agency, officer, client_of, monkeypatch):
    monkeypatch.setattr(pending_forms, "_MOST_SESSIONS", 3)
    for _ in range(6):
        led = Client().post(reverse("agency:units"), drawn_for(officer.user, name="ก" * 90_000))
    assert sum("kept_form" in one.get_decoded() for one in Session.objects.all()) == 3
    assert led.status_code == 302
    known = {"name": "ก", drawn.FIELD: mark_of(client_of(officer), reverse("agency:units"))}
    full = Client()
    told = full.get(full.post(reverse("agency:units"), known).headers["Location"])
    assert "เก็บสิ่งที่พิมพ์ไว้ระหว่างเข้าสู่ระบบไม่ได้" in words(told)
    assert signed_in(client).status_code == 302, "whoever has an account still signs in"


@pytest.mark.parametrize("name", ["ก", "ก" * (pending_forms.LARGEST + 1)])
def test_no_words_are_kept_for_a_mere_stranger(agency, officer, monkeypatch, name):
    monkeypatch.setattr(pending_forms, "_MOST_SESSIONS", 0)
    assert Client().post(reverse("agency:units"), {"name": name}).status_code == 302
    assert not Session.objects.exists()


def mark_of(browser, address):
    """For whom the forms of a page say that they were drawn."""
    (told,) = set(re.findall(rf'name="{drawn.FIELD}" value="([^"]+)"', words(browser.get(address))))
    return told


def test_only_the_one_for_whom_it_was_drawn_sees_a_kept_form(agency, officer, client_of):
    """Twin: the same form comes back to the one who typed it."""
    other = factories.make_user(agency, login="other")
    factories.hold(other, factories.make_position(agency, CHIEF_ADMINISTRATOR))
    address = reverse("agency:units")
    typed = {"name": "กองลับ", drawn.FIELD: mark_of(client_of(officer), address)}
    browser = Client()
    led = browser.post(address, typed)
    assert led.headers["Location"].endswith(reverse("agency:pending_form"))
    signed_in(browser, "other")
    assert browser.get(reverse("agency:pending_form")).headers["Location"] == "/"
    assert "กองลับ" not in words(browser.get(f"{address}?kept=1"))
    own = Client()
    own.post(address, typed)
    signed_in(own)
    assert "กองลับ" in words(own.get(reverse("agency:pending_form")))


def test_a_forged_mark_keeps_nothing(agency, officer, client_of):
    address = reverse("agency:units")
    right = mark_of(client_of(officer), address)
    for marks, is_kept in (
        ([f"{officer.user.pk}:x"], False),
        ([right, drawn.mark(None) or "x"], False),
        ([right, right], True),
        ([], False),
        ([drawn_for(None)[drawn.FIELD]], False),
    ):
        browser = Client()
        browser.post(address, {"name": "กองลับ", drawn.FIELD: marks})
        assert ("kept_form" in browser.session) == is_kept, marks


def test_a_stranger_plants_no_form_for_the_next_person(agency, officer):
    """With a token of the sign-in page and no mark: it would wait to be sent with one press."""
    address = reverse("agency:units")
    planter = Client(enforce_csrf_checks=True)
    page = words(planter.get(reverse("account_login")))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    for mark in ({}, {drawn.FIELD: ""}):
        led = planter.post(address, {"name": "PLANTED", "csrfmiddlewaretoken": token} | mark)
        assert led.headers["Location"].endswith(f"next={address}")
    browser = Client()
    browser.cookies = planter.cookies
    signed_in(browser)
    assert browser.get(reverse("agency:pending_form")).headers["Location"] == "/"
    assert "PLANTED" not in words(browser.get(f"{address}?kept=1"))


def test_what_was_kept_for_nobody_is_shown_to_nobody(client, agency, officer):
    """A session of before the mark was asked for."""
    client.post(reverse("agency:units"), drawn_for(officer.user, name="กองคลัง"))
    session = client.session
    for owner, is_shown in ((str(officer.user.pk), True), ("", False), (None, False)):
        session["kept_form"] = session["kept_form"] | {"owner": owner}
        session.save()
        browser = Client()
        browser.cookies = client.cookies
        signed_in(browser)
        assert (browser.get(reverse("agency:pending_form")).status_code == 200) == is_shown, owner
        session = browser.session
        client = browser


def test_it_is_kept_for_two_hours(client, agency, officer, monkeypatch):
    client.post(reverse("agency:units"), drawn_for(officer.user, name="กองคลัง"))
    signed_in(client)
    assert client.get(reverse("agency:pending_form")).status_code == 200
    later = time.time() + 2 * 3600 + 1
    monkeypatch.setattr(pending_forms.time, "time", lambda: later)
    assert client.get(reverse("agency:pending_form")).headers["Location"] == "/"


def test_an_ordinary_page_asked_with_the_mark_is_untouched(client, agency, officer):
    signed_in(client)
    plain = client.get(reverse("agency:units"), {"kept": "1"})
    assert plain.status_code == 200
    assert "นำสิ่งที่พิมพ์ไว้" not in words(plain)


def test_a_page_is_opened_after_signing_in(client, agency, officer):
    led = client.get(reverse("agency:units"), {"q": "a b"})
    assert led.headers["Location"] == "/account/login/?next=/agency/units/%3Fq%3Da%2Bb"


def test_htmx_is_led_by_its_own_header(client, agency, officer):
    answer = client.post(
        reverse("agency:units"),
        drawn_for(officer.user, name="กองคลัง"),
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(reverse("account_login"))
    assert client.session["kept_form"]["fields"] == {"name": ["กองคลัง"]}


def test_an_act_that_asks_for_a_proof_is_offered_afterwards(agency, officer, client_of):
    browser = client_of(officer)
    session = browser.session
    session["account_authentication_methods"][0]["at"] -= 301
    session["account_authentication_methods"] = session["account_authentication_methods"]
    session.save()
    address = reverse("agency:second_factor_rules")
    sent = {
        "kinds": ["chief-executive", "chief-administrator"],
        "seen": versions.mark_of(*agency.second_factor),
    }
    led = browser.post(address, drawn_for(officer.user, **sent))
    again, _, back = led.headers["Location"].partition("?next=")
    assert back == reverse("agency:pending_form")
    right = browser.post(again, {"password": factories.PASSWORD, "next": back})
    assert right.headers["Location"] == back
    shown = words(browser.get(f"{address}?kept=1"))
    assert shown.count('checked="checked"') == 2
    assert browser.post(address, sent).status_code == 302
    agency.refresh_from_db()
    assert agency.second_factor == ["chief-administrator", "chief-executive"]


# ---------------------------------------------------------------- filling a page

PAGE = """<!DOCTYPE html><html><body>
<form method="get" action="/here/"><input name="a" value="search"></form>
<form method="post"><input name="a" value="old"><input name="a" value="old"></form>
<form method="post" action="/elsewhere/"><input name="a" value="other"></form>
<form method="post" action="/here/?x=1"><input type="hidden" name="csrfmiddlewaretoken" value="t">
<input type="checkbox" name="b" value="1" checked><input type="checkbox" name="b" value="2">
<input type="radio" name="c" value="x" checked><input type="radio" name="c" value="y">
<select name="d"><option selected>one</option><option value="2">two</option></select>
<textarea name="e">old</textarea><input name="untyped" value="stays"><input type="file" name="f">
<input type="password" name="password"><button name="go" value="v">go</button></form>
</body></html>"""


def test_only_forms_that_post_to_the_address_are_filled():
    fields = {
        "a": ["first", "second"], "b": ["2"], "c": ["y"], "d": ["2"], "e": ["<new>"],
        "csrfmiddlewaretoken": ["stolen"], "go": ["changed", "v"], "f": ["file"],
    }  # fmt: skip
    filled = fill_form(PAGE, PendingForm("/here/", "/here/", fields), "/here/")
    for expected in (
        'value="search"', 'value="first"><input name="a" value="second"', 'value="other"',
        'value="t"', 'value="1"><input type="checkbox" name="b" value="2" checked',
        'value="x"><input type="radio" name="c" value="y" checked',
        '<option>one</option><option value="2" selected', "&lt;new&gt;</textarea>",
        'name="untyped" value="stays"', 'name="go" value="v"', 'name="f">',
    ):  # fmt: skip
        assert expected in filled, expected


def test_a_page_without_the_form_is_filled_in_nowhere():
    assert fill_form(PAGE, PendingForm("/nowhere/", "/nowhere/", {"a": ["x"]}), "/here/") is None


@pytest.mark.parametrize("act", ["give", "take"])
def test_of_forms_with_one_address_the_one_is_filled_whose_button_was_pressed(act):
    html = """<details><summary>x</summary><form method="post"><input type="hidden" name="act"
        value="give"><input name="word"></form></details><form method="post"><input name="word">
        <input type="submit" name="act" value="take"></form>"""
    kept = PendingForm("/x/", "/x/", {"act": [act], "word": ["typed"]})
    shown = fill_form(html, kept, "/x/")
    give, take = shown.split("</details>")
    assert [("typed" in part) for part in (give, take)] == [act == "give", act == "take"]
    assert ("<details open" in give) is (act == "give")
    assert 'value="give"' in give


@pytest.mark.parametrize("row", ["1", "2"])
def test_of_a_list_the_row_is_filled_that_was_typed_into_and_each_button_keeps_its_own(row):
    html = "".join(
        f"""<form method="post"><input type="hidden" name="version" value="{one}"><input
        type="hidden" name="once" value="{one}{one}"><input type="hidden" name="seen" value="4">
        <input name="why"><button>use</button></form>"""
        for one in "12"
    )
    kept = {"version": [row], "once": ["99"], "seen": ["3"], "why": ["typed"]}
    forms = LexborHTMLParser(fill_form(html, PendingForm("/x/", "/x/", kept), "/x/")).css("form")
    rows = [
        {one.attributes["name"]: one.attributes.get("value") for one in form.css("input")}
        for form in forms
    ]
    assert [one["version"] for one in rows] == ["1", "2"]
    assert [one["version"] for one in rows if one["why"] == "typed"] == [row]
    assert [one["seen"] for one in rows if one["why"] == "typed"] == ["3"]


@pytest.mark.parametrize(("act", "is_filled"), [("note", False), ("answer", True)])
def test_the_only_form_of_an_address_is_filled_if_its_button_was_pressed(act, is_filled):
    html = """<form method="post"><textarea name="text"></textarea>
        <button name="act" value="answer">x</button></form>"""
    kept = PendingForm("/x/", "/x/", {"act": [act], "text": ["typed"]})
    assert ("typed" in (fill_form(html, kept, "/x/") or "")) is is_filled
