"""Pages in social networks, as people type them."""

import pytest
from django.urls import reverse

from prongsai.web.agency.social_pages import MOST, faults_in, social_pages

FACEBOOK = "https://www.facebook.com/example"


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        (f"เฟซบุ๊ก {FACEBOOK}", "เฟซบุ๊ก", FACEBOOK),
        (f"เฟซบุ๊ก: {FACEBOOK}", "เฟซบุ๊ก", FACEBOOK),
        (f"{FACEBOOK} (เพจหลัก)", "(เพจหลัก)", FACEBOOK),
        (f"  {FACEBOOK}  ", "facebook.com", FACEBOOK),
        ("LINE HTTPS://page.line.me/example", "LINE", "HTTPS://page.line.me/example"),
    ],
)
def test_a_line_is_a_name_and_an_address(typed, name, address):
    (page,) = social_pages(typed)
    assert (page.name, page.address) == (name, address)
    assert not faults_in(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "เฟซบุ๊ก ตำบลตัวอย่าง", "@example", "javascript:alert(1)", "ftp://example.go.th/a",
        "https://name:word@www.example.go.th/", "https://intranet/", "http://[",
        f"https://www.example.go.th/{'a' * 300}",
    ],
)  # fmt: skip
def test_what_has_no_address_is_told_with_its_line(typed):
    assert social_pages(f"\n{typed}") == ()
    (fault,) = faults_in(f"\n{typed}")
    assert "บรรทัด 2" in fault.th
    assert "line 2" in fault.en


def test_there_is_an_end_to_them():
    assert not faults_in("\n".join([FACEBOOK] * MOST))
    (fault,) = faults_in("\n".join([FACEBOOK] * (MOST + 1)))
    assert str(MOST) in fault.th


@pytest.mark.django_db
def test_the_settings_keep_them_and_lose_nothing_that_was_typed(officer, client_of):
    browser = client_of(officer)
    address = reverse("agency:settings")
    page = browser.get(address)
    given = {name: value for name, value in page.context["form"].initial.items() if value}
    refused = browser.post(address, {**given, "social_pages": f"{FACEBOOK}\nเพจของเรา"})
    assert refused.status_code == 422
    assert "บรรทัด 2 ไม่มีที่อยู่เว็บ" in refused.content.decode()
    assert "เพจของเรา" in refused.content.decode()
    officer.agency.refresh_from_db()
    assert officer.agency.social_pages == ""
    assert browser.post(address, {**given, "social_pages": FACEBOOK}).status_code == 302
    officer.agency.refresh_from_db()
    assert officer.agency.social_pages == FACEBOOK
