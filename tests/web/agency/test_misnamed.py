"""Posts whose titles are older than the rule are named, and told how to be mended."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.roles import (
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    OFFICE_HEAD,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.web.agency.models import Position
from prongsai.web.agency.position_rules import misnamed
from prongsai.web.agency.services import positions

pytestmark = pytest.mark.both_databases


@pytest.fixture
def chief_executive(agency):
    return factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี")


def named(agency):
    return [post.title for post, _ in misnamed(agency)]


@pytest.mark.few(1)
@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (UNIT_HEAD, "นายกเทศมนตรี ตำบลตัวอย่าง"),
        (UNIT_HEAD, "นายก อบต."),
        (AUDITOR, "ปลัดเทศบาล (ฝ่ายตรวจสอบ)"),
        (UNIT_HEAD, "หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล"),
    ],
)
def test_a_title_of_old_that_no_post_may_have_today_is_named(agency, chief_executive, kind, title):
    factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    factories.make_position(agency, OFFICE_HEAD, title="รองนายกเทศมนตรี")
    assert named(agency) == []
    factories.make_position(agency, kind, title=title)
    assert named(agency) == [title]


def test_two_posts_that_are_called_alike_are_both_named(agency, chief_executive):
    for kind in (AUDITOR, COMPLAINT_OFFICER):
        factories.make_position(agency, kind, title="เจ้าหน้าที่")
    assert named(agency) == [], "they sign nothing"
    factories.make_position(agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัด")
    factories.make_position(agency, PUBLICATION_OFFICER, title="หัวหน้า สำนักปลัด")
    assert len(named(agency)) == 2


@pytest.mark.long
def test_the_page_of_posts_says_so_and_leads_to_the_new_title(
    agency, officer, chief_executive, client_of
):
    wrong = factories.make_position(agency, OFFICE_HEAD, title="นายกเทศมนตรีสำรอง")
    browser = client_of(officer)
    rename = reverse("agency:position_title", args=[wrong.pk])

    def pages():
        yield browser.get(reverse("agency:positions")).text
        yield browser.get(reverse("agency:position", args=[wrong.pk])).text.split(
            '<p class="ps-section'
        )[0]

    for page in pages():
        assert "เป็นชื่อของผู้บริหารสูงสุด" in page.replace("\u2060", "")
        assert f'href="{rename}"' in page
    assert "1 ตำแหน่งต้องเขียนชื่อใหม่" in next(pages()).replace("\u2060", "")
    positions.rename_position(position=wrong, by=officer, title="หัวหน้าสำนักปลัด")
    for page in pages():
        assert f'href="{rename}"' not in page


@pytest.mark.parametrize("title", ["นักวิชาการ\u2063", "นักวิชา\u3164การ", "\ufe0fนักวิชาการ"])
def test_a_title_kept_otherwise_than_it_is_seen_is_named(agency, title):
    row = factories.make_position(agency, AUDITOR, title=title)
    ((found, fault),) = misnamed(agency)
    assert (found, fault.field) == (row, "title")
    Position.objects.filter(pk=row.pk).update(title="นักวิชาการ")
    assert misnamed(agency) == []
