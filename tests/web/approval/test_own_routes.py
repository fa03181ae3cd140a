"""Routes of the agency's own: section heads as posts, one table on a page, nobody passed unseen."""

from datetime import date

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.papers import KIND
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD, UNIT_HEAD

from prongsai.core.approval.model import Ask, State, Verdict, Way
from prongsai.web.agency.models import Appointment, Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import today
from prongsai.web.platform.db.tenancy import CrossTenantError
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.models import OwnRoute, Submission
from prongsai.web.signing.approval.routes import kind_lines, routes_of, stopping_steps
from prongsai.web.signing.approval.services import choosing, deciding
from prongsai.web.signing.approval.services.choosing import RouteDraft

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _one_factor(agency, other_agency):
    for one in (agency, other_agency):
        one.second_factor = []
        one.save()


@pytest.fixture
def works(office):
    """The head of another section, whom no shipped route knows."""
    unit = factories.make_unit(office.agency, "ฝ่ายโยธา")
    position = factories.make_position(office.agency, UNIT_HEAD, unit, "หัวหน้าฝ่ายโยธา")
    office.positions["works"] = position
    office.users["works"] = factories.make_user(
        office.agency, login=f"works-{office.agency.pk.hex[:6]}"
    )
    factories.hold(office.users["works"], position)
    return position


def made(office, *steps, label="สายกองช่าง"):
    return choosing.make(office.agency, by=office["head"], draft=RouteDraft(label, steps))


def choose(office, route, way=Way.IN_SYSTEM):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route=str(route.pk), way=way)


def told(office, name):
    rows = Notification.objects.filter(agency=office.agency, user=office.users[name])
    return [one.said_th for one in rows]


def test_a_paper_goes_by_the_posts_of_the_route(office, works, memo, submitted):
    choose(office, made(office, None, works, office.positions["clerk"]))
    row = submitted()
    assert [step["title"] for step in row.steps] == [
        "หัวหน้าฝ่ายแผนงานและงบประมาณ", "หัวหน้าฝ่ายโยธา", "ปลัดเทศบาล", "นายกเทศมนตรี",
    ]  # fmt: skip
    assert [step["th"] for step in row.steps][1:] == [
        "ความเห็นหัวหน้าฝ่ายโยธา", "ความเห็นปลัดเทศบาล", "คำสั่งนายกเทศมนตรี",
    ]  # fmt: skip
    for name in ("section", "works", "clerk"):
        deciding.decide(row, by=office[name], verdict=Verdict.ENDORSE)
        row.refresh_from_db()
    with pytest.raises(Refused):
        deciding.decide(row, by=office["works"], verdict=Verdict.APPROVE)
    deciding.decide(row, by=office["mayor"], verdict=Verdict.APPROVE)
    row.refresh_from_db()
    assert row.state == State.APPROVED


def test_what_is_on_its_way_keeps_its_steps(office, works, memo, submitted):
    route = made(office, works)
    choose(office, route)
    row = submitted()
    before = row.steps
    choosing.edit(
        route, by=office["head"], seen=1,
        draft=RouteDraft("สายกองช่าง", (office.positions["clerk"],)),
    )  # fmt: skip
    assert Submission.objects.get(pk=row.pk).steps == before
    assert [step.title.th for step in routes_of(office.agency)[str(route.pk)].steps] == [
        "ความเห็น{position}", "คำสั่ง{position}",
    ]  # fmt: skip


def test_who_is_the_drafters_head_and_named_too_signs_once(office, memo, submitted):
    choose(office, made(office, None, office.positions["clerk"], office.positions["section"]))
    assert [step["title"] for step in submitted().steps] == [
        "ปลัดเทศบาล", "หัวหน้าฝ่ายแผนงานและงบประมาณ", "นายกเทศมนตรี",
    ]  # fmt: skip


def test_the_chief_executive_always_decides_and_no_list_can_put_another_there(office, works, memo):
    """Who edits routes gains most by deciding alone: every way there ends at the same post."""
    chief_executive = office.positions["mayor"]
    for steps in ((), (works,), (office.positions["head"],)):
        route = made(office, *steps, label=f"สาย {len(OwnRoute.objects.all())}")
        last = routes_of(office.agency)[str(route.pk)].steps[-1]
        assert (last.position, last.ask) == (CHIEF_EXECUTIVE.key, Ask.DECIDE)
    with pytest.raises(Refused) as twice:
        made(office, works, chief_executive, label="สองครั้ง")
    assert "นายกเทศมนตรี" in twice.value.message.th


def test_a_route_in_use_does_not_go_away(office, works, memo):
    route = made(office, works)
    choose(office, route)
    with pytest.raises(Refused) as refusal:
        choosing.remove(route, by=office["head"])
    assert memo.label.th in refusal.value.message.th
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="usual", way=Way.IN_SYSTEM)
    choosing.remove(route, by=office["head"])
    assert not OwnRoute.objects.filter(pk=route.pk).exists()
    assert JournalEntry.objects.filter(verb="route-removed").exists()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("twice", "สองครั้ง"),
        ("cannot sign", "ไม่ใช่ตำแหน่งที่ลงนาม"),
        ("too many", "ไม่เกิน 8"),
    ],
)
def test_a_route_that_cannot_be_is_refused(office, works, what, words):
    many = [
        factories.make_position(
            office.agency, UNIT_HEAD,
            factories.make_unit(office.agency, f"ฝ่าย {number}"), f"หัวหน้าฝ่าย {number}",
        )
        for number in range(9)
    ]  # fmt: skip
    steps = {
        "twice": (works, works),
        "cannot sign": (office.positions["analyst"],),
        "too many": tuple(many),
    }[what]
    with pytest.raises(Refused) as refusal:
        made(office, *steps)
    assert words in refusal.value.message.th
    assert refusal.value.next_step
    assert not OwnRoute.objects.exists()
    made(office, *many[:8])  # its twin


def test_a_name_is_used_once_and_posts_of_others_do_not_come_in(office, works, other_agency):
    route = made(office, works)
    with pytest.raises(Refused) as taken:
        made(office)
    assert taken.value.field == "label"
    other = made(office, works, label="อีกสาย")
    with pytest.raises(Refused):
        choosing.edit(
            other,
            by=office["head"],
            seen=1,
            draft=RouteDraft(route.label, ()),
        )
    stranger = factories.make_position(other_agency, CHIEF_ADMINISTRATOR, title="ปลัดที่อื่น")
    with pytest.raises(CrossTenantError):
        made(office, stranger, label="ของคนอื่น")


def test_who_saves_over_anothers_change_is_told(office, works):
    route = made(office, works)
    draft = RouteDraft("สายกองช่าง", ())
    choosing.edit(route, by=office["head"], seen=1, draft=draft)
    with pytest.raises(Refused) as stale:
        choosing.edit(route, by=office["head"], seen=1, draft=RouteDraft("x", (works,)))
    assert "แก้สายนี้หลังจากที่ท่านเปิดหน้านี้" in stale.value.message.th
    choosing.edit(route, by=office["head"], seen=2, draft=draft)  # nothing changed: no new revision
    assert OwnRoute.objects.get(pk=route.pk).revision == 2


def test_the_clerk_and_the_mayor_learn_that_a_paper_takes_another_way(office, works, memo):
    route = made(office, works, office.positions["clerk"])
    assert told(office, "clerk") == []  # no paper takes it yet
    choose(office, route)
    for name in ("clerk", "mayor"):
        assert "หัวหน้าฝ่ายโยธา → ปลัดเทศบาล ให้ความเห็น" in told(office, name)[0]
    choosing.edit(
        route, by=office["head"], seen=1,
        draft=RouteDraft("สายกองช่าง", ()),
    )  # fmt: skip
    assert any("โดยไม่มีผู้ให้ความเห็น" in said for said in told(office, "clerk"))
    choose(office, route, Way.ON_PAPER)
    assert any("ลงนามบนกระดาษ" in said for said in told(office, "mayor"))
    assert told(office, "head") == []


def rows(*posts, **fields):
    """A form as a browser sends it."""
    sent = {"label": "สายกองช่าง", "seen": 0, "step-count": len(posts)}
    for number, post in enumerate(posts):
        sent |= {f"step-{number}-place": number + 1, f"step-{number}-post": post}
    return sent | fields


@pytest.mark.long
def test_the_page_makes_orders_changes_and_removes_a_route(office, works, memo, client_of):
    head, add = client_of(office["head"]), reverse("approval:route-add")
    assert head.get(add).status_code == 200
    clerk = str(office.positions["clerk"].pk)
    sent = rows(clerk, "", str(works.pk), "unit-head")
    more = head.post(add, sent | {"more": "1"})
    assert more.context["rows"].count == 7
    assert OwnRoute.objects.count() == 0
    order = {"step-0-place": "๓", "step-2-place": "2", "step-3-place": "1"}
    assert head.post(add, sent | order).status_code == 302
    route = OwnRoute.objects.get()
    assert [step.position for step in route.steps.all()] == [None, works, office.positions["clerk"]]
    here = reverse("approval:route", args=[route.pk])
    page = head.get(here)
    assert [row["post"].value() for row in page.context["rows"]][:3] == [
        "unit-head", str(works.pk), clerk,
    ]  # fmt: skip
    assert head.post(here, rows(clerk, seen=1, label="สายใหม่")).status_code == 302
    stale = head.post(here, rows(clerk, str(works.pk), seen=1, label="ทับ"))
    assert stale.status_code == 422
    assert "ทับ" in stale.content.decode()
    listed = head.get(reverse("approval:routes"))
    assert "สายใหม่" in listed.content.decode()
    form = listed.context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert head.post(
        reverse("approval:routes"), values | {f"route-{KIND}": str(route.pk)}
    ).status_code == 302  # fmt: skip
    assert "สายใหม่" in head.get(reverse("approval:kinds")).content.decode()
    gone = reverse("approval:route-remove", args=[route.pk])
    head.post(gone)
    assert OwnRoute.objects.exists()
    head.post(reverse("approval:routes"), values)
    head.post(gone)
    assert not OwnRoute.objects.exists()


@pytest.mark.long
def test_only_who_chooses_routes_edits_them(office, works, other_agency, client_of):
    route = made(office, works)
    here = reverse("approval:route", args=[route.pk])
    away = reverse("approval:route-remove", args=[route.pk])
    for name in ("analyst", "clerk", "mayor", "section"):
        browser = client_of(office[name])
        assert browser.get(here).status_code == 403
        assert browser.post(here, rows(seen=1)).status_code == 403
        assert browser.post(reverse("approval:route-add"), rows()).status_code == 403
        assert browser.post(away).status_code == 403
    stranger = factories.make_user(other_agency, login="stranger-head")
    factories.hold(stranger, factories.make_position(other_agency, OFFICE_HEAD))
    browser = client_of(stranger)
    assert browser.get(here).status_code == 404
    assert browser.post(away).status_code == 404
    assert OwnRoute.objects.get().revision == 1


def test_the_page_warns_of_a_step_that_waits_for_who_has_signed(office, memo, client_of):
    """One person as clerk and mayor: the paper would stop at the mayor. With two it goes on."""

    def stops():
        return stopping_steps(office.agency, kind_lines(office.agency), today())

    assert not stops()
    clerk = office.users["clerk"]
    Appointment.objects.filter(position=office.positions["mayor"]).update(user=clerk)
    found = stops()
    assert {(before, title) for _, before, title, _ in found} == {("ปลัดเทศบาล", "นายกเทศมนตรี")}
    page = client_of(office["head"]).get(reverse("approval:routes")).content.decode()
    assert "คนเดียวลงนามสองขั้นไม่ได้" in page
    Appointment.objects.filter(position=office.positions["mayor"]).update(
        is_acting=True, last_day=date(2099, 1, 1), authority="คำสั่งที่ 1/2566"
    )
    assert not stops()
