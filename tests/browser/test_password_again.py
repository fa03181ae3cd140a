"""Who reads a paper for more than five minutes signs it with the password beside the buttons."""

import pytest
from tests.web import factories
from tests.web.approval.conftest import SUBJECT, Office
from tests.web.approval.papers import KIND, YEAR, Memo
from tests.web.running import run_jobs

from prongsai.web.signing.approval import handlers
from prongsai.web.signing.approval.models import Decision
from prongsai.web.signing.approval.services import submitting

PASSWORD = "ลมหนาวพัดใบไม้ 25"  # noqa: S105 - of an invented person


@pytest.fixture
def office(site, transactional_db, settings, tmp_path, monkeypatch):
    """A memo that waits for its first signature; no proof of identity is fresh."""
    settings.DATA, settings.DEMO = tmp_path, False
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    monkeypatch.setitem(handlers._HANDLERS, KIND, Memo())
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
    office = Office(factories.make_agency())
    office.agency.second_factor = []
    office.agency.save()
    user = office.users["section"]
    user.set_password(PASSWORD)
    user.save()
    office.row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    run_jobs()
    return office


@pytest.mark.parametrize("javascript", [True, False])
def test_a_paper_is_signed_by_one_button_and_what_was_typed_stays(
    office, open_browser, sign_in, look, settings, javascript
):
    page = open_browser({"width": 360, "height": 640}, javascript=javascript)
    sign_in(page, office["section"])
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.goto(f"/signing/{office.row.pk}/")
    assert page.locator("input[type=password]").count() == 0
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    page.get_by_label("ความเห็น").fill("เห็นควรอนุมัติ")
    page.get_by_role("button", name="เห็นชอบ").click()
    field = page.get_by_label("รหัสผ่านของท่าน")
    assert page.get_by_label("ความเห็น").input_value() == "เห็นควรอนุมัติ"
    look(page, "password-again")
    assert not Decision.objects.exists()
    field.fill(PASSWORD)
    page.get_by_role("button", name="เห็นชอบ").click()
    page.get_by_text("บันทึกแล้ว").first.wait_for()
    assert Decision.objects.get().opinion == "เห็นควรอนุมัติ"
