"""The first run: from an empty site to the first page, by keyboard, on a phone, without script."""

import pytest

from prongsai.web.agency import first_run
from prongsai.web.agency.models import Agency, User

PASSWORD = "correct horse battery staple"  # noqa: S105 - of an invented person


@pytest.fixture
def empty(site, settings, transactional_db, tmp_path):
    """A site that is nobody's yet."""
    settings.DEMO = False
    settings.DATA = tmp_path
    return site


def choose(page, label, value):
    page.get_by_label(label, exact=False).first.fill(value)


def first_page(page, look):
    page.goto("/")
    assert page.url.endswith("/start/")
    choose(page, "รหัสเริ่มใช้งาน", "เดา")
    page.get_by_role("button", name="ตั้งค่าต่อ").click()
    page.wait_for_selector(".govuk-error-summary")
    look(page, "wizard-key")
    choose(page, "รหัสเริ่มใช้งาน", first_run.key())
    page.get_by_role("button", name="ตั้งค่าต่อ").click()
    look(page, "wizard-1")
    page.get_by_role("button", name="ไปขั้น 2").click()
    page.wait_for_selector(".govuk-error-summary")
    look(page, "wizard-1-errors")
    choose(page, "ชื่อหน่วยงาน", "เทศบาลตำบลตัวอย่าง")
    page.get_by_label("ประเภท").select_option("subdistrict-municipality")
    page.get_by_role("button", name="ไปขั้น 2").click()


def second_page(page, look):
    page.wait_for_url("**/start/person/")
    look(page, "wizard-2")
    choose(page, "ชื่อผู้ใช้", "somsri")
    page.get_by_label("รหัสผ่าน", exact=True).fill("สั้น")
    page.get_by_label("รหัสผ่านอีกครั้ง").fill("สั้น")
    page.get_by_role("button", name="เริ่มใช้งาน").click()
    page.wait_for_selector(".govuk-error-summary")
    assert page.get_by_label("ชื่อผู้ใช้").input_value() == "somsri"
    look(page, "wizard-2-errors")
    page.get_by_label("รหัสผ่าน", exact=True).fill(PASSWORD)
    page.get_by_label("รหัสผ่านอีกครั้ง").fill(PASSWORD)
    page.get_by_role("button", name="เริ่มใช้งาน").click()
    page.wait_for_selector(".ps-toast")


@pytest.mark.walk
@pytest.mark.parametrize("kind", ["page", pytest.param("phone_without_js", marks=pytest.mark.long)])
def test_from_nothing_to_the_first_page(empty, request, kind, look):
    opened = request.getfixturevalue(kind)

    first_page(opened, look)
    second_page(opened, look)
    assert "ขั้นต่อไป" in opened.locator(".ps-toast").inner_text()
    look(opened, "wizard-done")
    assert Agency.objects.count() == 1
    assert User.objects.get().login == "somsri"
    assert opened.goto("/start/").status == 404


def test_an_error_leads_to_its_field(empty, page):
    page.goto(f"/start/?key={first_run.key()}")
    page.get_by_role("button", name="ไปขั้น 2").click()
    page.locator(".govuk-error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_it_goes_without_a_mouse(empty, page):
    page.goto(f"/start/?key={first_run.key()}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("ชื่อหน่วยงาน").focus()
    page.keyboard.type("เทศบาลตำบลตัวอย่าง")
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/person/*")
