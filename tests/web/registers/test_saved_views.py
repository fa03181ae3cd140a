"""A narrowed and sorted list comes back by one link, and shows what its reader may see."""

import pytest
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import GIFTS, LOANS, YEAR, add
from tests.web.roles import CHIEF_ADMINISTRATOR, OFFICE_HEAD

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import SavedView
from prongsai.web.disclosure.registers.queries.rows import RowFilter, views_of
from prongsai.web.disclosure.registers.services import keeping as services

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock"), pytest.mark.both_databases,
]  # fmt: skip
TENTS = {"q": "เต็นท์", "sort": "-quantity"}


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


def at(name, *args):
    return reverse(f"registers:{name}", args=[YEAR, *args])


def saved(person, key=LOANS, name="เต็นท์", asked=None, *, is_shared=False):
    asked = asked or RowFilter(**TENTS)
    services.save(person, shipped_register(key), name=name, asked=asked, is_shared=is_shared)


def names(person, key=LOANS):
    return [one.name for one in views_of(person, shipped_register(key))]


def test_a_list_is_kept_under_a_name_and_comes_back_by_its_link(browser, finance):
    add(finance, number="1/2569", quantity="2")
    add(finance, number="2/2569", quantity="9")
    add(finance, number="3/2569", asset="โต๊ะ")
    answer = browser.post(at("save-view", LOANS), TENTS | {"name": " เต็นท์ที่ยืม "}, follow=True)
    assert "บันทึกมุมมองแล้ว" in answer.content.decode()
    (view,) = answer.context["views"]
    assert (view.name, view.is_mine, view.is_shared) == ("เต็นท์ที่ยืม", True, False)
    assert "กำลังดู" in answer.content.decode()
    page = browser.get(f"{at('register', LOANS)}?{view.query}").context["page"]
    assert [row.cells[0][2] for row in page["rows"]] == ["2/2569", "1/2569"]
    assert "กำลังดู" not in browser.get(at("register", LOANS)).content.decode()
    removed = browser.post(at("remove-view", LOANS, view.id), follow=True)
    assert "ลบมุมมองแล้ว" in removed.content.decode()
    assert not SavedView.objects.exists()


def test_under_a_known_name_it_is_kept_anew(finance):
    saved(finance)
    saved(finance, asked=RowFilter(state="lent"), is_shared=True)
    view = SavedView.objects.get()
    assert (view.asked, view.is_shared) == ({"state": "lent"}, True)


def test_what_narrows_nothing_is_not_kept(browser, finance):
    answer = browser.post(at("save-view", LOANS), {"name": "ทั้งหมด"}, follow=True)
    assert "ยังไม่ได้กรองหรือเรียง" in answer.content.decode()
    assert "มุมมองที่บันทึกไว้" not in answer.content.decode()
    strange = {"name": "ก", "unit": "x", "month": "99", "more": "y"}
    assert (
        "ยังไม่ได้กรอง" in browser.post(at("save-view", LOANS), strange, follow=True).content.decode()
    )
    for name in ("", "ก" * 81):
        browser.post(at("save-view", LOANS), TENTS | {"name": name})
    assert not SavedView.objects.exists()


def test_no_more_than_thirty_of_a_register(finance, monkeypatch):
    monkeypatch.setattr(services, "MOST_VIEWS", 2)
    for name in ("ก", "ข", "ก"):
        saved(finance, name=name)
    with pytest.raises(Refused, match="no more than"):
        saved(finance, name="ค")
    saved(finance, GIFTS, name="ค")


def test_a_view_is_ones_own_unless_it_is_shared(finance, works, client_of):
    saved(finance)
    assert names(works) == []
    saved(finance, is_shared=True)
    assert names(works) == ["เต็นท์"]
    view = SavedView.objects.get()
    other = client_of(works)
    page = other.get(at("register", LOANS)).content.decode()
    assert at("remove-view", LOANS, view.pk) not in page
    assert other.post(at("remove-view", LOANS, view.pk)).status_code == 404
    assert client_of(finance).post(at("remove-view", GIFTS, view.pk)).status_code == 404
    assert SavedView.objects.exists()


def test_of_a_register_that_few_see_no_view_is_shared(finance, works, client_of):
    saved(finance, GIFTS, asked=RowFilter(q="กระเช้า"), is_shared=True)
    assert not SavedView.objects.get().is_shared
    SavedView.objects.update(is_shared=True)
    assert names(works, GIFTS) == []
    page = tight(client_of(finance).get(at("register", GIFTS), {"q": "ก"}).content.decode())
    assert "ชื่อมุมมอง" in page
    assert "is_shared" not in page


def test_a_view_shows_what_its_reader_sees(agency, finance, works, make_actor, client_of):
    add(finance, GIFTS)
    add(works, GIFTS, unit="กองช่าง", position="ผู้อำนวยการกองช่าง")
    clerk = make_actor(agency, CHIEF_ADMINISTRATOR)
    for person, count in ((finance, 1), (works, 1), (clerk, 2)):
        saved(person, GIFTS, asked=RowFilter(q="กระเช้า"))
        (view,) = views_of(person, shipped_register(GIFTS))
        page = client_of(person).get(f"{at('register', GIFTS)}?{view.query}").context["page"]
        assert page["page"].paginator.count == count


def test_many_views_cost_no_more_queries(
    agency, browser, finance, make_actor, django_assert_max_num_queries
):
    saved(finance)
    with django_assert_max_num_queries(1):
        assert len(views_of(finance, shipped_register(LOANS))) == 1
    keeper = make_actor(agency, OFFICE_HEAD)
    for number in range(9):
        saved(keeper, name=f"มุม {number}", is_shared=True)
    with django_assert_max_num_queries(1):
        assert len(views_of(finance, shipped_register(LOANS))) == 10
