"""What waits for somebody is in sight at once, on the smallest phone."""

import pytest
from tests.browser.test_tour import enter, leave

ROLES = (
    "นายกเทศมนตรี", "ปลัดเทศบาล", "หัวหน้าสำนักปลัด", "ผู้อำนวยการกองคลัง", "เจ้าหน้าที่ ITA",
    "เจ้าหน้าที่รับเรื่องร้องเรียน",
)  # fmt: skip
SMALL = {"width": 360, "height": 640}


@pytest.fixture
def site(demo):
    with demo(2566) as address:
        yield address


def test_the_first_task_of_each_role_is_within_the_first_screen(site, phone_without_js):
    assert site.startswith("http")
    page = phone_without_js
    page.set_viewport_size(SMALL)
    for role in ROLES:
        enter(page, role)
        # The ITA officer's day begins on the page of the year.
        for address in ("/work/", *(["/"] if role == "เจ้าหน้าที่ ITA" else [])):
            page.goto(address)
            box = page.locator("main .ps-rows li").first.bounding_box()
            assert box, role
            assert box["y"] + box["height"] <= SMALL["height"], (role, page.url)
        leave(page)
