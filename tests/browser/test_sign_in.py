"""Signing in with a real browser: password, code, passkey, the demo's doors, a lost session."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from tests.web import factories
from tests.web.agency.test_roster import row, workbook
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, COMPLAINT_OFFICER, UNIT_HEAD

from prongsai.web.agency.models import Agency, Roster
from prongsai.web.agency.services.roster import read_file
from prongsai.web.platform.clock import today


@pytest.fixture
def secured(site, settings):
    """The site with passwords; the limits of other tests forgotten."""
    settings.DEMO = False
    cache.clear()
    return site


@pytest.fixture
def look(axe, no_sideways_scroll, shot):
    """Looks at a screen as everybody may see it."""

    def looked(page, name):
        axe(page)
        no_sideways_scroll(page)
        shot(page, name)

    return looked


def enter(page, login, password=factories.PASSWORD):
    page.goto("/account/login/")
    page.get_by_label("ชื่อผู้ใช้").fill(login)
    page.get_by_label("รหัสผ่าน").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_load_state()


def leave(page):
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button", name="ออกจากระบบ").click()
    page.wait_for_load_state()


_TO_TYPE = 10  # seconds in which a code is typed and sent, on a machine at work


def code_of(secret):
    """The code of now, or of the next half minute where this one is nearly over."""
    left = 30 - time.time() % 30
    if left < _TO_TYPE:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_password_and_its_errors(secured, everybody, page, look):
    everybody(login="officer")
    page.goto("/account/login/")
    look(page, "signin")
    enter(page, "officer", "wrong")
    assert page.get_by_label("ชื่อผู้ใช้").input_value() == "officer"
    look(page, "signin-wrong")
    enter(page, "officer")
    assert "/account/login/" not in page.url
    leave(page)
    page.goto("/agency/")
    assert "/account/login/" in page.url


def test_a_demanding_position_sets_up_its_code_on_a_phone(secured, everybody, phone, look):
    everybody(COMPLAINT_OFFICER, login="listener")
    enter(phone, "listener")
    phone.goto("/agency/rights/")
    assert "second-factor" in phone.url
    look(phone, "second-factor")
    phone.get_by_role("link", name="ตั้งแอปสร้างรหัส").click()
    phone.wait_for_selector("img[src^='data:image/svg']")
    width = phone.evaluate("document.querySelector('main img').naturalWidth")
    assert width > 50, "the picture to scan is drawn under the content policy"
    look(phone, "totp")
    secret = phone.locator("main code").inner_text().strip()
    phone.get_by_label("รหัสยืนยัน").fill("000000")
    phone.get_by_role("button", name="เปิดใช้").click()
    phone.wait_for_selector(".govuk-error-message")
    assert phone.locator("main code").inner_text().strip() == secret
    phone.get_by_label("รหัสยืนยัน").fill(code_of(secret))
    phone.get_by_role("button", name="เปิดใช้").click()
    phone.wait_for_selector("text=เก็บรหัสสำรองนี้ไว้")
    look(phone, "recovery-codes")
    spare = phone.locator("main li code").first.inner_text()
    phone.get_by_role("link", name="เก็บแล้ว").click()
    phone.wait_for_url("**/agency/rights/")
    leave(phone)
    enter(phone, "listener")
    look(phone, "second-step")
    phone.get_by_label("รหัสยืนยัน").fill(spare)
    phone.get_by_role("button", name="เข้าสู่ระบบ").click()
    phone.wait_for_load_state()
    phone.goto("/agency/rights/")
    assert "rights" in phone.url


def test_a_passkey(secured, everybody, page, look):
    everybody(COMPLAINT_OFFICER, login="listener")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    enter(page, "listener")
    page.goto("/account/2fa/webauthn/add/")
    look(page, "passkey")
    page.get_by_label("ชื่อพาสคีย์").fill("โทรศัพท์")
    page.get_by_role("button", name="เพิ่มพาสคีย์").click()
    page.wait_for_selector("text=เก็บรหัสสำรองนี้ไว้")
    assert str(Authenticator.objects.get(type="webauthn").wrap().name) == "โทรศัพท์"
    page.goto("/account/2fa/webauthn/")
    look(page, "passkeys")
    leave(page)
    enter(page, "listener")
    page.get_by_role("button", name="ใช้พาสคีย์").click()
    page.wait_for_url(lambda url: "2fa" not in url)
    page.goto("/agency/rights/")
    assert "rights" in page.url


def test_the_demos_doors(site, everybody, page, look):
    everybody(CHIEF_EXECUTIVE, login="mayor")
    everybody(login="officer")
    page.goto("/account/login/")
    look(page, "signin-demo")
    page.get_by_role("button", name="นายกเทศมนตรี").click()
    page.wait_for_load_state()
    assert "นายกเทศมนตรี" in page.locator(".ps-me").inner_text()


@pytest.mark.parametrize("kind", ["page", "page_without_js"])
def test_a_session_that_ends_over_a_form_loses_nothing(secured, everybody, request, kind):
    opened = request.getfixturevalue(kind)
    everybody(login="officer")
    enter(opened, "officer")
    opened.goto("/agency/")
    opened.get_by_label("โทรศัพท์").fill("0 2222 3333")
    opened.get_by_label("ข้อกฎหมายที่คำสั่งอ้าง").fill("บรรทัดแรก\nบรรทัดสอง")
    Session.objects.all().delete()
    opened.get_by_role("main").get_by_role("button", name="บันทึก").click()
    opened.wait_for_url("**/account/login/**")
    opened.get_by_label("ชื่อผู้ใช้").fill("officer")
    opened.get_by_label("รหัสผ่าน").fill(factories.PASSWORD)
    opened.get_by_role("button", name="เข้าสู่ระบบ").click()
    opened.get_by_role("link", name="เปิดแบบฟอร์มที่กรอกไว้").click()
    assert opened.get_by_label("โทรศัพท์").input_value() == "0 2222 3333"
    assert opened.get_by_label("ข้อกฎหมายที่คำสั่งอ้าง").input_value() == "บรรทัดแรก\nบรรทัดสอง"
    opened.get_by_role("main").get_by_role("button", name="บันทึก").click()
    opened.wait_for_selector(".ps-toast")
    assert Agency.objects.get().telephone == "0 2222 3333"


def test_the_pages_of_the_agency(everybody, page, sign_in, look):
    officer = everybody(login="officer", display_name="ผู้ใช้ตัวอย่าง")
    agency = officer.agency
    unit = factories.make_unit(agency, "กองคลัง")
    position = factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองคลัง")
    user = factories.make_user(agency, login="somchai", display_name="คนตัวอย่าง")
    factories.hold(user, position, last_day=today() - timedelta(days=40))
    factories.hold(user, factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล"))
    other = factories.make_user(agency, login="somsri")
    factories.hold(
        other, factories.make_position(agency, CHIEF_ADMINISTRATOR),
        last_day=today() + timedelta(days=30), is_acting=True,
    )  # fmt: skip
    wrong = workbook(row("som chai"), row("a.b", kind="เสมียน", first="32 ต.ค. 2568"), row("gone"))
    sound = workbook(row("a.b", "กองช่าง", "หัวหน้าส่วนราชการ", "1 ต.ค. 2568"), row("c.d"))
    rosters = [
        read_file(agency=agency, by=officer, name="รายชื่อ.xlsx", data=data).pk
        for data in (wrong, sound)
    ]
    assert Roster.objects.count() == 2
    opened = sign_in(page, officer)
    for name, address in {
        "agency": "/agency/",
        "emblem": "/agency/emblem/",
        "rights": "/agency/rights/",
        "second-factor-rules": "/agency/second-factor/",
        "units": "/agency/units/",
        "unit": f"/agency/units/{unit.pk}/",
        "positions": "/agency/positions/",
        "position-add": "/agency/positions/add/",
        "position": f"/agency/positions/{position.pk}/",
        "people": "/agency/people/",
        "person-add": "/agency/people/add/",
        "person": f"/agency/people/{user.pk}/",
        "person-deactivate": f"/agency/people/{user.pk}/deactivate/",
        "roster": "/agency/people/import/",
        "roster-faults": f"/agency/people/import/{rosters[0]}/",
        "roster-ready": f"/agency/people/import/{rosters[1]}/",
        "journal": "/agency/journal/",
        "two-steps": "/account/2fa/",
        "password": "/account/password/change/",
    }.items():
        opened.goto(address)
        look(opened, f"agency-{name}")
    opened.goto(f"/agency/people/{user.pk}/password/")
    opened.get_by_role("button", name="ออกรหัส").click()
    opened.wait_for_selector("main code")
    look(opened, "agency-handed-over")
