"""Signing in: passwords, guessing, the second factor, proving it again, the demo's doors."""

from __future__ import annotations

import base64
import re
import time
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.markup import tight
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, COMPLAINT_OFFICER, OFFICE_HEAD

from prongsai.web.agency import signing_in
from prongsai.web.agency.models import User
from prongsai.web.agency.services.people import (
    activate_person,
    add_person,
    deactivate_person,
    hand_over_password,
)
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.project import settings as real

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
OWN = "another horse battery staple"


@pytest.fixture(autouse=True)
def _no_memory_of_guesses():
    cache.clear()


def words(answer):
    return tight(answer.content.decode().replace("\xa0", " "))


def sign_in(browser, login, password=factories.PASSWORD, **more):
    return browser.post(LOGIN, {"login": login, "password": password, **more})


def is_in(browser):
    return "_auth_user_id" in browser.session


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


# ---------------------------------------------------------------- passwords


def test_passwords_are_kept_by_argon2():
    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    hasher = Argon2PasswordHasher()
    kept = hasher.encode("correct horse battery staple", hasher.salt())
    assert kept.startswith("argon2$argon2id$")


def test_the_right_password_signs_in_and_is_journalled(client, officer):
    assert sign_in(client, "OFFICER ").headers["Location"] == "/"
    assert is_in(client)
    entry = JournalEntry.objects.get(verb="signed-in")
    assert (entry.by, entry.agency) == (officer.user, officer.agency)
    assert client.session.get_expiry_age() == 8 * 3600
    assert client.session.get_expire_at_browser_close()


def test_a_wrong_one_does_not_and_the_login_stays_typed(client, officer):
    answer = sign_in(client, "officer", "wrong")
    assert not is_in(client)
    assert 'value="officer"' in words(answer)
    assert "ไม่ถูกต้อง" in words(answer)
    assert "wrong" not in words(answer)


def test_an_unknown_login_is_answered_alike(client, officer):
    told = re.compile(r'id="id_\w+_error">.*?</p>|<li>.*?</li>', re.DOTALL)
    answers = [told.findall(words(sign_in(client, login, "x"))) for login in ("officer", "nobody")]
    assert answers[0] == answers[1]


def test_a_session_of_before_stays_ended_when_the_account_is_opened_again(
    client, agency, officer, make_actor
):
    person = make_actor(agency, CHIEF_ADMINISTRATOR, login="clerk")
    client.force_login(person.user)
    assert client.get("/work/").status_code == 200
    deactivate_person(user=person.user, by=officer)
    assert client.get("/work/").status_code == 302
    activate_person(user=person.user, by=officer)
    assert client.get("/work/").status_code == 302
    client.force_login(User.objects.get(pk=person.user.pk))
    assert client.get("/work/").status_code == 200


def test_a_deactivated_person_stays_outside(client, agency, officer):
    user = factories.make_user(agency, login="gone", is_active=False)
    sign_in(client, "gone")
    assert not is_in(client)
    user.is_active = True
    user.save()
    sign_in(client, "gone")
    assert is_in(client)


def test_nobody_signs_up_or_asks_for_a_password_by_mail(client, agency):
    for address in ("signup/", "password/reset/", "email/", "confirm-email/x/"):
        assert client.get(f"/account/{address}").status_code == 404


def test_foreign_addresses_are_not_gone_to_afterwards(client, officer):
    assert sign_in(client, "officer", next="https://elsewhere.example/").headers["Location"] == "/"
    client.post(reverse("account_logout"))
    assert sign_in(client, "officer", next="/agency/").headers["Location"] == "/agency/"


def test_signing_out_takes_a_form(client, officer):
    sign_in(client, "officer")
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


# ---------------------------------------------------------------- guessing


def test_an_account_that_is_guessed_at_is_held_says_until_when_and_opens_again(
    client, officer, monkeypatch
):
    begun = time.time()
    for _number in range(10):
        sign_in(client, "officer", "wrong")
    answer = sign_in(client, "officer")
    assert not is_in(client)
    told = re.search(
        r"ถึงเวลา (\d\d:\d\d) น\. \(อีก (\d+) นาที\)", re.sub("<[^>]+>", "", words(answer))
    )
    assert told
    assert int(told[2]) in (5, 6)
    entry = JournalEntry.objects.get(verb="sign-in-blocked")
    assert (entry.subject, entry.by) == ("officer", None)
    # Guessing on while it is held does not hold it longer.
    for _number in range(5):
        sign_in(client, "officer", "wrong")
    monkeypatch.setattr(ratelimit.time, "time", lambda: begun + 301)
    sign_in(client, "officer")
    assert is_in(client)


@pytest.mark.long
def test_a_stranger_does_not_shut_the_owner_out_of_the_own_browser(client, officer):
    own = Client()
    sign_in(own, "officer")
    own.post(reverse("account_logout"))
    for _number in range(30):
        sign_in(client, "officer", "wrong")
    sign_in(client, "officer")
    assert not is_in(client)
    sign_in(own, "officer")
    assert is_in(own)
    # A known browser guesses no more than another.
    own.post(reverse("account_logout"))
    for _number in range(10):
        sign_in(own, "officer", "wrong")
    sign_in(own, "officer")
    assert not is_in(own)


@pytest.mark.parametrize("forged", ["", "x", "e30:1abcde:zzzz"])
def test_a_forged_note_makes_no_known_browser(client, officer, forged):
    client.cookies["known"] = forged
    for _number in range(10):
        sign_in(client, "officer", "wrong")
    client.cookies["known"] = forged + "1"
    sign_in(client, "officer")
    assert not is_in(client)


def test_a_browser_knows_only_who_signed_in_there(client, agency, officer):
    factories.make_user(agency, login="colleague")
    own = Client()
    sign_in(own, "colleague")
    own.post(reverse("account_logout"))
    for _number in range(10):
        sign_in(client, "officer", "wrong")
    sign_in(own, "officer")
    assert not is_in(own)


def test_case_and_blanks_do_not_make_another_account(client, officer):
    for number in range(10):
        sign_in(client, ("officer", "OFFICER", " officer ")[number % 3], "wrong")
    sign_in(client, "Officer")
    assert not is_in(client)


def test_another_name_of_the_host_does_not_make_another_account(officer, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for number in range(10):
        browser = Client(headers={"host": ("one.example", "two.example")[number % 2]})
        sign_in(browser, "officer", "wrong")
    browser = Client(headers={"host": "one.example"})
    sign_in(browser, "officer")
    assert not is_in(browser)


@pytest.mark.long
def test_an_office_behind_one_address_is_not_held_for_its_colleague(client, agency, officer):
    for number in range(30):
        factories.make_user(agency, login=f"colleague{number}")
    for _number in range(20):
        sign_in(client, "officer", "wrong")
    for number in range(30):
        browser = Client()
        sign_in(browser, f"colleague{number}", "wrong")
        sign_in(browser, f"colleague{number}")
        assert is_in(browser), number


def test_ten_wrong_ones_with_a_right_one_between_are_still_ten(client, officer):
    for number in range(11):
        sign_in(Client(), "officer", "wrong" if number != 5 else factories.PASSWORD)
    sign_in(client, "officer")
    assert not is_in(client)


def test_a_new_password_lifts_the_lock(client, agency, officer, make_actor):
    other = make_actor(agency, OFFICE_HEAD)
    for _number in range(12):
        sign_in(client, "officer", "wrong")
    handed = hand_over_password(user=officer.user, by=other)
    sign_in(client, "officer", handed.password)
    assert is_in(client)


def test_codes_are_not_guessed_either(client, agency, officer):
    TOTP.activate(officer.user, "JBSWY3DPEHPK3PXP")
    sign_in(client, "officer")
    for _number in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert not is_in(client)
    assert "5 นาที" in words(answer)


@pytest.mark.parametrize(
    ("new", "again", "field", "words_told"),
    [
        ("สั้น", "สั้น", "password1", "สั้นไป"),
        ("officer.officer", "officer.officer", "password1", "คล้ายชื่อผู้ใช้"),
        (OWN, "something else", "password2", "ไม่ตรงกัน"),
        ("", "", "password1", "ตั้งรหัสผ่านใหม่"),
    ],
)
def test_a_weak_new_password_is_refused_in_thai(client, officer, new, again, field, words_told):
    officer.user.display_name = "officer officer"
    officer.user.save()
    sign_in(client, "officer")
    typed = {"oldpassword": factories.PASSWORD, "password1": new, "password2": again}
    answer = client.post(reverse("account_change_password"), typed)
    told = re.search(rf'id="id_{field}_error">(.*?)</p>', words(answer), re.DOTALL)[1]
    assert words_told in re.sub("<[^>]+>", "", told)
    officer.user.refresh_from_db()
    assert officer.user.check_password(factories.PASSWORD)


# ---------------------------------------------------------------- one-time passwords


def test_a_one_time_password_must_be_changed_before_anything_else(client, agency, officer):
    handed = add_person(agency=agency, by=officer, login="somchai")
    factories.hold(handed.user, factories.make_position(agency, OFFICE_HEAD))
    sign_in(client, "somchai", handed.password)
    page = reverse("agency:units")
    led = client.get(page)
    change = reverse("account_change_password")
    assert led.headers["Location"] == f"{change}?next=/agency/units/"
    assert "ใช้ได้ครั้งเดียว" in words(client.get(led.headers["Location"]))
    typed = {"oldpassword": handed.password, "password1": OWN, "password2": OWN, "next": page}
    assert client.post(change, typed).headers["Location"] == page
    assert client.get(page).status_code == 200
    assert User.objects.get(login="somchai").one_time_until is None
    assert JournalEntry.objects.filter(verb="password-changed").count() == 1


def test_a_one_time_password_ends_after_its_week(client, agency, officer):
    handed = add_person(agency=agency, by=officer, login="somchai")
    with freeze(now() + timedelta(days=8)):
        answer = sign_in(client, "somchai", handed.password)
        assert not is_in(client)
        assert "หมดอายุ" in words(answer)
    sign_in(client, "somchai", handed.password)
    assert is_in(client)


# ---------------------------------------------------------------- the second factor


@pytest.fixture
def complaint_officer(agency, make_actor):
    """Holds the position of which every agency demands a second factor at first."""
    return make_actor(agency, COMPLAINT_OFFICER, login="listener")


def test_a_demanding_position_is_led_to_set_it_up_and_then_let_in(
    client, complaint_officer, django_capture_on_commit_callbacks
):
    sign_in(client, "listener")
    page = reverse("agency:rights")
    led = client.get(page)
    assert led.headers["Location"] == f"{reverse('agency:second_factor')}?next=/agency/rights/"
    assert "เจ้าหน้าที่รับเรื่องร้องเรียน" in re.sub(
        "<[^>]+>", "", words(client.get(led.headers["Location"]))
    )
    shown = client.get(reverse("mfa_activate_totp"))
    # Signed in a moment ago: no second question for the password.
    assert shown.status_code == 200
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', words(shown))[1]
    assert b"<svg" in base64.b64decode(picture)
    secret = client.session["mfa.totp.secret"]
    assert secret in words(shown)
    with django_capture_on_commit_callbacks(execute=True):
        code = code_of(secret)
        done = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    # Whoever saw it typed cannot sign in with it.
    other = Client()
    sign_in(other, "listener")
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(other)
    # The database alone makes nobody's codes.
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))
    codes = client.get(done.headers["Location"])
    assert words(codes).count("<code>") == 10
    assert 'href="/agency/rights/"' in words(codes)
    assert client.get(page).status_code == 200
    entry = JournalEntry.objects.get(verb="second-factor-added", detail={"factor": "totp"})
    assert entry.by == complaint_officer.user


def test_other_positions_are_let_in_without_one(client, officer):
    sign_in(client, "officer")
    assert client.get(reverse("agency:rights")).status_code == 200


def test_the_agency_decides_which_positions(client, officer):
    officer.agency.second_factor = ["ita-officer"]
    officer.agency.save()
    sign_in(client, "officer")
    assert client.get(reverse("agency:rights")).status_code == 302
    officer.agency.second_factor = []
    officer.agency.save()
    assert client.get(reverse("agency:rights")).status_code == 200


def test_who_looks_after_the_host_always_needs_one(host, settings):
    assert signing_in.is_demanded(None, host)
    settings.DEMO = True
    assert not signing_in.is_demanded(None, host)


@pytest.mark.parametrize("how", ["totp", "recovery"])
def test_signing_in_with_a_second_factor(client, complaint_officer, how):
    secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an invented person
    TOTP.activate(complaint_officer.user, secret)
    codes = RecoveryCodes.activate(complaint_officer.user).generate_codes()
    answer = sign_in(client, "listener")
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get(reverse("agency:rights")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "รหัสไม่ถูกต้อง" in words(wrong)
    code = code_of(secret) if how == "totp" else codes[0]
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(client)
    other = Client()
    sign_in(other, "listener")
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_in(other), "a code is good once"


def test_the_last_second_factor_stays_while_a_position_demands_it(client, complaint_officer):
    secret = "JBSWY3DPEHPK3PXP"  # noqa: S105 - of an invented person
    TOTP.activate(complaint_officer.user, secret)
    sign_in(client, "listener")
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "เพิ่มวิธีอื่นก่อน" in words(answer)
    assert Authenticator.objects.filter(type="totp").exists()
    complaint_officer.agency.second_factor = []
    complaint_officer.agency.save()
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(type="totp").exists()


def test_a_lost_device_is_forgotten_by_the_administrator(
    client, agency, officer, complaint_officer, client_of
):
    TOTP.activate(complaint_officer.user, "JBSWY3DPEHPK3PXP")
    browser = client_of(officer)
    address = reverse("agency:person_factor", args=[complaint_officer.user.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address).status_code == 302
    assert not Authenticator.objects.exists()
    sign_in(client, "listener")
    assert is_in(client)
    assert client.get(reverse("agency:rights")).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
        "account_logout", "account_change_password", "account_reauthenticate",
    ],
)  # fmt: skip
def test_every_page_about_oneself_is_in_thai(client, officer, name):
    sign_in(client, "officer")
    shown = words(client.get(reverse(name)))
    assert 'lang="th"' in shown
    main = shown.partition("<main")[2]
    inside = re.sub(r"<script.*?</script>|<[^>]+>|\w+ Authenticator", " ", main, flags=re.DOTALL)
    for english in ("Sign", "Password", "password", "Code", "Add", "Activate", "Key", "Confirm"):
        assert english not in inside


def test_a_passkey_is_asked_for_with_this_host_and_person(client, officer):
    sign_in(client, "officer")
    shown = client.get(reverse("mfa_add_webauthn"))
    options = shown.context["js_data"]["creation_options"]["publicKey"]
    assert options["rp"]["id"] == "testserver"
    assert "พาสคีย์ 1" in words(shown)
    wrong = client.post(reverse("mfa_add_webauthn"), {"name": "โทรศัพท์", "credential": "{}"})
    assert wrong.status_code == 200
    assert not Authenticator.objects.exists()


# ---------------------------------------------------------------- proving it again


def test_weighty_acts_ask_again_after_five_minutes_and_not_before(client, agency, officer):
    user = factories.make_user(agency, login="somchai")
    sign_in(client, "officer")
    ask = reverse("agency:person_deactivate", args=[user.pk])
    assert client.get(ask).status_code == 200
    with freeze(now() + timedelta(seconds=301)):
        led = client.get(ask)
        again = reverse("account_reauthenticate")
        assert led.headers["Location"].startswith(f"{again}?next=")
    # The proof is dated by the machine's clock, which the rest of the test leaves alone.
    wrong = client.post(again, {"password": "wrong", "next": ask})
    assert "รหัสผ่านไม่ถูกต้อง" in words(wrong)
    right = client.post(again, {"password": factories.PASSWORD, "next": ask})
    assert right.headers["Location"] == ask
    client.post(ask)
    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("agency:person_deactivate", {}),
        ("agency:person_password", {}),
        ("agency:second_factor_rules", {"kinds": ["chief-executive"]}),
        ("agency:emblem", {}),
        ("agency:emblem_remove", {}),
    ],
)
def test_an_old_session_changes_nothing_weighty(agency, officer, client_of, name, typed):
    user = factories.make_user(agency)
    browser = client_of(officer)
    arguments = [user.pk] if "person" in name else []
    before = (user.password, agency.second_factor)
    with freeze(now() + timedelta(minutes=6)):
        answer = browser.post(reverse(name, args=arguments), typed)
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    user.refresh_from_db()
    agency.refresh_from_db()
    assert (user.password, agency.second_factor) == before
    assert user.is_active


# ---------------------------------------------------------------- the demo


def test_a_demo_folder_has_a_door_for_each_position_and_no_password(
    client, agency, officer, settings
):
    settings.DEMO = True
    factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    shown = words(client.get(LOGIN))
    positions = re.findall(r'name="position" value="([^"]+)"', shown)
    assert len(positions) == 3
    answer = client.post(reverse("agency:demo"), {"position": positions[0]})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(login="mayor").pk)
    assert client.get(reverse("agency:rights")).status_code == 200


def test_nowhere_else_is_there_a_door(client, agency, officer, settings):
    settings.DEMO = True
    position = re.search(r'name="position" value="([^"]+)"', words(client.get(LOGIN)))[1]
    settings.DEMO = False
    assert 'name="position"' not in words(client.get(LOGIN))
    answer = client.post(reverse("agency:demo"), {"position": position})
    assert answer.status_code == 404
    assert not is_in(client)


def test_a_door_takes_a_token_and_opens_only_to_those_who_hold_it_today(agency, officer, settings):
    settings.DEMO = True
    browser = Client(enforce_csrf_checks=True)
    shown = words(browser.get(LOGIN))
    position = re.search(r'name="position" value="([^"]+)"', shown)[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)[1]
    assert browser.post(reverse("agency:demo"), {"position": position}).status_code == 403
    for wrong in ("", "x", str(agency.pk)):
        typed = {"position": wrong, "csrfmiddlewaretoken": token}
        assert browser.post(reverse("agency:demo"), typed).status_code == 404
    assert not is_in(browser)
    typed = {"position": position, "csrfmiddlewaretoken": token}
    assert browser.post(reverse("agency:demo"), typed).status_code == 302
    assert is_in(browser)
    officer.user.appointments.update(last_day=today() - timedelta(days=1))
    assert Client().post(reverse("agency:demo"), {"position": position}).status_code == 404


@pytest.mark.parametrize("host", ["testserver", "localhost"])
def test_another_machine_finds_no_doors_whatever_name_it_asks_for(agency, officer, settings, host):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["*"]
    position = {"position": str(officer.user.appointments.first().position_id)}
    away = Client(REMOTE_ADDR="192.0.2.7", headers={"host": host})
    assert officer.positions[0].position not in words(away.get(reverse("account_login")))
    assert away.post(reverse("agency:demo"), position).status_code == 404
    settings.DEMO_FOR_ALL = True
    assert away.post(reverse("agency:demo"), position).status_code == 302
    settings.DEMO_FOR_ALL = False
    assert Client(REMOTE_ADDR="::1").post(reverse("agency:demo"), position).status_code == 302


def test_a_demo_demands_no_second_factor(client, agency, complaint_officer, settings):
    settings.DEMO = True
    position = complaint_officer.user.appointments.get().position_id
    client.post(reverse("agency:demo"), {"position": position})
    assert client.get(reverse("agency:rights")).status_code == 200
