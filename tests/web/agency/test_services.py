"""The verbs of the agency, on both databases: what they change, journal, and refuse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from tests.web import factories
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    ITA_OFFICER,
    OFFICE_HEAD,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.roles import all_roles
from prongsai.core.text import Text
from prongsai.web.agency.models import (
    Agency,
    AgencyKind,
    Appointment,
    Notification,
    Position,
    Unit,
    User,
)
from prongsai.web.agency.people import actor_on, appointments_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.hands import written_by
from prongsai.web.agency.reach import units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as agencies
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import notifying, people, positions
from prongsai.web.agency.services.agency import FirstPerson, NewAgency, agency_started, start
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.request_cache import RequestCache
from prongsai.web.platform.versions import mark_of

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9\x8c!"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
NEW = NewAgency("เทศบาลตำบลตัวอย่าง", AgencyKind.SUBDISTRICT_MUNICIPALITY, 2569)


def first(roles=frozenset({ITA_OFFICER}), login="somsri"):
    return FirstPerson(login, "correct horse battery staple", "", frozenset(roles))


def told(agency):
    return [
        (entry.verb, entry.subject)
        for entry in JournalEntry.objects.filter(agency=agency).order_by("number")
    ]


# ---------------------------------------------------------------- the first run


def test_start_makes_agency_positions_person_and_tells_listeners(db):
    heard = []

    def listener(sender, **told):
        heard.append(told)

    agency_started.connect(listener)
    try:
        by = start(new=NEW, person=first())
    finally:
        agency_started.disconnect(listener)
    assert by.roles == {ITA_OFFICER, ADMINISTRATOR}
    assert may(by, Right.MANAGE_PEOPLE)
    assert by.user.check_password("correct horse battery staple")
    kinds = set(Position.objects.filter(agency=by.agency).values_list("kind", flat=True))
    assert kinds == {role.key for role in all_roles() if not role.needs_unit}
    office = Unit.objects.get(agency=by.agency)
    assert (office.name, office.is_office) == ("สำนักปลัด", True)
    assert Position.objects.get(unit=office).role == OFFICE_HEAD
    assert ("agency-started", by.agency.name) in told(by.agency)
    assert not written_by(), "who set the agency up is nobody's news"
    assert [one["fiscal_year"] for one in heard] == [2569]
    assert not list(journal.verify(by.agency))


def test_start_leaves_nothing_where_the_login_is_taken(host):
    with pytest.raises(Refused) as refused:
        start(new=NEW, person=first(login="HOST"))
    assert refused.value.field == "login"
    assert not Agency.objects.exists()
    assert start(new=NEW, person=first(login="somsri"))


def test_sqlite_refuses_a_second_agency_with_the_way_to_postgresql(agency):
    made = {"name": "เทศบาลตำบลที่สอง", "kind": AgencyKind.SUBDISTRICT_MUNICIPALITY}
    if connection.vendor == "sqlite":
        with pytest.raises(Misuse) as refused:
            agencies.create_agency(**made)
        assert "DATABASE_URL" in refused.value.next_step.th
        assert Agency.objects.count() == 1
    else:
        assert agencies.create_agency(**made).pk != agency.pk


# ---------------------------------------------------------------- settings


def test_settings_change_and_only_what_changed_is_told(agency, officer):
    values = {"name": agency.name, "telephone": "0 0000 0000"}
    assert agencies.edit_agency(agency=agency, by=officer, revision=1, values=values)
    agency.refresh_from_db()
    assert (agency.telephone, agency.revision) == ("0 0000 0000", 2)
    entry = JournalEntry.objects.get(agency=agency, verb="agency-edited")
    assert entry.detail == {"fields": ["telephone"]}
    assert not agencies.edit_agency(agency=agency, by=officer, revision=2, values=values)


def test_a_stale_page_of_settings_is_refused_and_a_current_one_is_not(agency, officer):
    agencies.edit_agency(agency=agency, by=officer, revision=1, values={"office": "สำนักปลัด อบต."})
    with pytest.raises(Refused):
        agencies.edit_agency(agency=agency, by=officer, revision=1, values={"office": "กองกลาง"})
    assert agencies.edit_agency(agency=agency, by=officer, revision=2, values={"office": "กองกลาง"})


def test_emblem_is_drawn_anew_kept_and_removed(agency, officer):
    findings = agencies.set_emblem(agency=agency, by=officer, name="ตรา.png", data=PNG)
    agency.refresh_from_db()
    assert agency.emblem.media_type == "image/png"
    assert [finding.code for finding in findings.items] == ["emblem_small"]
    agencies.remove_emblem(agency=agency, by=officer)
    agencies.remove_emblem(agency=agency, by=officer)
    agency.refresh_from_db()
    assert agency.emblem is None
    assert told(agency) == [("emblem-set", "ตรา.png"), ("emblem-removed", "")]


def test_no_picture_is_no_emblem(agency, officer):
    with pytest.raises(UnreadableInput):
        agencies.set_emblem(agency=agency, by=officer, name="a.png", data=b"<html>")
    agency.refresh_from_db()
    assert agency.emblem is None


def test_second_factor_rules(agency, officer):
    assert agency.second_factor == ["complaint-officer"]
    kinds = [CHIEF_EXECUTIVE, ADMINISTRATOR]
    agencies.set_second_factor(agency=agency, by=officer, roles=kinds)
    agencies.set_second_factor(agency=agency, by=officer, roles=reversed(kinds))
    agency.refresh_from_db()
    assert agency.second_factor == ["administrator", "chief-executive"]
    assert [verb for verb, _ in told(agency)] == ["second-factor-rules"]


# ---------------------------------------------------------------- units


def test_units_are_added_renamed_closed_and_opened_again(agency, officer):
    unit = units.add_unit(agency=agency, by=officer, name=" กอง  คลัง ")
    assert unit.name == "กอง คลัง"
    units.rename_unit(unit=unit, by=officer, name="กองคลัง")
    units.close_unit(unit=unit, by=officer)
    units.close_unit(unit=unit, by=officer)
    assert Unit.objects.get(pk=unit.pk).is_closed
    units.close_unit(unit=unit, by=officer, is_open=True)
    assert not Unit.objects.get(pk=unit.pk).is_closed
    verbs = [verb for verb, _ in told(agency)]
    assert verbs == [
        "unit-added", "unit-renamed", "register-writers-shifted", "unit-closed", "unit-reopened",
    ]  # fmt: skip


def test_a_name_stands_for_one_unit_of_an_agency(agency, other_agency, officer, make_actor):
    units.add_unit(agency=agency, by=officer, name="กองคลัง")
    with pytest.raises(Refused) as refused:
        units.add_unit(agency=agency, by=officer, name="กองคลัง")
    assert refused.value.field == "name"
    works = units.add_unit(agency=agency, by=officer, name="กองช่าง")
    with pytest.raises(Refused) as refused:
        units.rename_unit(unit=works, by=officer, name=" กองคลัง ")
    assert refused.value.field == "name"
    assert Unit.objects.get(pk=works.pk).name == "กองช่าง"
    units.rename_unit(unit=works, by=officer, name="กองโยธา")
    other = make_actor(other_agency, ADMINISTRATOR)
    assert units.add_unit(agency=other_agency, by=other, name="กองคลัง")


# ---------------------------------------------------------------- positions


def test_a_position_once_in_each_unit(agency, officer):
    finance = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    make = {"agency": agency, "by": officer, "role": UNIT_HEAD}
    position = positions.make_position(**make, unit=finance)
    assert position.title == "ผู้อำนวยการกองคลัง"
    with pytest.raises(Refused):
        positions.make_position(**make, unit=finance)
    with pytest.raises(Refused) as refused:
        positions.make_position(**make)
    assert refused.value.field == "unit"
    works = units.add_unit(agency=agency, by=officer, name="งานนิติการ")
    assert positions.make_position(**make, unit=works).title == "หัวหน้างานนิติการ"


def test_titles_follow_the_kind_of_agency(db):
    subdistrict = factories.make_agency("อบต.ตัวอย่าง", kind=AgencyKind.SUBDISTRICT)
    by = factories.make_actor(subdistrict, ADMINISTRATOR)
    position = positions.make_position(agency=subdistrict, by=by, role=CHIEF_ADMINISTRATOR)
    assert position.title == "ปลัดองค์การบริหารส่วนตำบล"


def test_an_appointment_gives_its_rights_on_its_days_only(agency, officer):
    user = factories.make_user(agency)
    position = factories.make_position(agency, OFFICE_HEAD)
    day = today() + timedelta(days=3)
    last = today() + timedelta(days=30)
    positions.hold(
        position=position, user=user, by=officer, first_day=day, last_day=last, is_acting=True,
        authority=ORDER,
    )  # fmt: skip
    for on, expected in (
        (day - timedelta(days=1), False),
        (day, True),
        (last, True),
        (last + timedelta(days=1), False),
    ):
        assert may(actor_on(user, on), Right.MANAGE_PEOPLE) is expected
    assert actor_on(user, day).words.endswith("(รักษาราชการแทน)")


def test_who_holds_a_post_and_acts_in_another_is_named_by_the_own(agency):
    user = factories.make_user(agency)
    acting = factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    own = factories.make_position(agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัด")
    factories.hold(user, acting, last_day=today(), is_acting=True, authority=ORDER)
    assert actor_on(user, today()).words == "ปลัดเทศบาล (รักษาราชการแทน)"
    factories.hold(user, own)
    assert actor_on(user, today()).words == "หัวหน้าสำนักปลัด"


def test_a_page_asks_once_who_holds_what(agency, officer, django_assert_num_queries):
    page = RequestCache(lambda _: [appointments_on(agency, today()) for _ in range(2)])
    with django_assert_num_queries(1):
        held = page(RequestFactory().get("/"))
    assert held[0] == held[1]
    assert {one.user for one in held[0]} == {officer.user}


def test_who_acts_in_a_post_of_the_longest_title_is_named_as_far_as_columns_go(agency):
    user, title = factories.make_user(agency), "ผู้" + "ก" * 197
    position = factories.make_position(agency, OFFICE_HEAD, title=title)
    factories.hold(user, position, last_day=today(), is_acting=True, authority=ORDER)
    actor = actor_on(user, today())
    assert actor.positions[0].words == f"{title} (รักษาราชการแทน)"
    with transaction.atomic():
        entry = journal.record(agency, actor, "tested")
    entry.refresh_from_db()
    assert entry.by_words == actor.words == title
    with pytest.raises(AttributeError):
        actor.agency = None
    with pytest.raises(AttributeError):
        actor.positions[0].is_acting = False


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"last_day": None, "is_acting": True}, "last_day"),
        ({"last_day": date(2025, 12, 31)}, "last_day"),
    ],
)
def test_days_that_cannot_be_are_refused(agency, officer, days, field):
    user = factories.make_user(agency)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    with pytest.raises(Refused) as refused:
        positions.hold(position=position, user=user, by=officer, first_day=date(2026, 1, 1), **days)
    assert refused.value.field == field
    assert positions.hold(position=position, user=user, by=officer, first_day=date(2026, 1, 1))


def test_the_same_person_twice_is_refused_and_afterwards_not(agency, officer):
    user = factories.make_user(agency)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    hold = {"position": position, "user": user, "by": officer}
    positions.hold(**hold, first_day=date(2025, 1, 1), last_day=date(2025, 6, 30))
    with pytest.raises(Refused):
        positions.hold(**hold, first_day=date(2025, 6, 30))
    with pytest.raises(Refused):
        positions.hold(**hold, first_day=date(2024, 1, 1), last_day=date(2025, 1, 1))
    assert positions.hold(**hold, first_day=date(2025, 7, 1))
    assert Appointment.objects.filter(user=user).count() == 2


def test_nobody_of_another_agency_or_deactivated_holds_a_position(agency, other_agency, officer):
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    for user in (
        factories.make_user(other_agency),
        factories.make_user(agency, is_active=False),
    ):
        with pytest.raises(Refused):
            positions.hold(position=position, user=user, by=officer, first_day=today())
    assert not Appointment.objects.filter(position=position).exists()


SIGNING = [CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR]
ORDER = "คำสั่งเทศบาลตัวอย่าง ที่ ๑/๒๕๖๙"


@pytest.fixture
def head(agency, officer):
    """A head who manages people, beside the officer who does so too."""
    return factories.make_actor(agency, OFFICE_HEAD, login="head")


@pytest.mark.parametrize("kind", SIGNING)
@pytest.mark.parametrize("is_acting", [False, True])
def test_nobody_appoints_themselves_to_sign(agency, officer, head, kind, is_acting):
    position = factories.make_position(agency, kind)
    days = {"first_day": today() + timedelta(days=30), "last_day": today() + timedelta(days=60)}
    mine = {"position": position, "user": head.user, "is_acting": is_acting, "authority": ORDER}
    with pytest.raises(Refused) as refused:
        positions.hold(**mine, by=head, **days)
    assert refused.value.field == "user"
    assert positions.hold(**mine, by=officer, **days), "somebody else may"
    other = factories.make_user(agency)
    later = {name: day + timedelta(days=90) for name, day in days.items()}
    assert positions.hold(**(mine | {"user": other}), by=head, **later)


@pytest.mark.parametrize("way", ["closes the account", "ends the term", "ended the term long ago"])
def test_who_makes_the_others_go_is_not_alone_by_it(agency, officer, head, way):
    """Each way by which who would gain leaves nobody else who manages people today."""
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    held = Appointment.objects.get(user=head.user)
    if way == "closes the account":
        people.deactivate_person(user=head.user, by=officer)
    else:
        days = 1 if way == "ends the term" else 400
        Appointment.objects.filter(pk=held.pk).update(first_day=today() - timedelta(days=900))
        held.refresh_from_db()
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() - timedelta(days=days)
        )
    for is_acting in (True, False):
        with pytest.raises(Refused) as refused:
            positions.hold(
                position=position, user=officer.user, by=officer,
                first_day=today(), last_day=today(), is_acting=is_acting, authority=ORDER,
            )  # fmt: skip
        assert "ผู้ดูแลเครื่องแม่ข่าย" in refused.value.next_step.th
    # The way that the words name: somebody else is made administrator, and enters it.
    second = factories.make_actor(agency, ADMINISTRATOR, login="second")
    assert positions.hold(position=position, user=officer.user, by=second, first_day=today())


@pytest.mark.parametrize("kind", SIGNING)
def test_a_post_that_signs_has_one_holder_at_a_time(agency, officer, kind):
    position = factories.make_position(agency, kind)
    first, second = (factories.make_user(agency, login=name) for name in ("first", "second"))
    held = factories.hold(first, position, today() - timedelta(days=900))
    other = {"position": position, "user": second, "by": officer}
    for day in (today(), today() - timedelta(days=400), today() + timedelta(days=30)):
        with pytest.raises(Refused) as refused:
            positions.hold(**other, first_day=day)
        assert "first" in refused.value.message.th
        assert "second" in refused.value.message.th
    assert positions.hold(
        **other, first_day=today(), last_day=today() + timedelta(days=3), is_acting=True,
        authority=ORDER,
    )  # fmt: skip
    positions.end_appointment(appointment=held, by=officer, last_day=today() + timedelta(days=9))
    assert positions.hold(**other, first_day=today() + timedelta(days=10))
    # Nor is the former's term lengthened into the next one's.
    with pytest.raises(Refused):
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() + timedelta(days=10)
        )
    positions.end_appointment(appointment=held, by=officer, last_day=today() + timedelta(days=5))


def test_there_is_one_mayor_and_titles_that_read_alike_are_one(agency, officer):
    unit = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    for kind in (CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR):
        with pytest.raises(Refused) as refused:
            positions.make_position(agency=agency, by=officer, role=kind, unit=unit)
        assert refused.value.field == "unit"
        assert positions.make_position(agency=agency, by=officer, role=kind)
    chief_executive = Position.objects.get(agency=agency, kind=CHIEF_EXECUTIVE.key).title
    for title in (chief_executive, f"{chief_executive[:4]} {chief_executive[4:]}"):
        with pytest.raises(Refused) as refused:
            positions.make_position(agency=agency, by=officer, role=ITA_OFFICER, title=title)
        assert refused.value.field == "title"
    with pytest.raises(Refused):
        units.add_unit(agency=agency, by=officer, name="กอง คลัง")
    units.rename_unit(unit=unit, by=officer, name="กอง คลัง")  # the own name may be set right


@pytest.mark.parametrize("is_acting", [False, True])
def test_what_is_over_is_not_lengthened_over_the_gap(agency, officer, is_acting):
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    user, ended = factories.make_user(agency), today() - timedelta(days=1)
    days = (today() - timedelta(days=9), ended)
    held = factories.hold(user, position, *days, is_acting=is_acting, authority=ORDER)
    with pytest.raises(Refused) as refused:
        positions.end_appointment(appointment=held, by=officer, last_day=today())
    assert refused.value.field == "last_day"
    positions.end_appointment(appointment=held, by=officer, last_day=days[0])
    still = factories.hold(
        factories.make_user(agency), position, today(), today(), is_acting=True, authority=ORDER
    )
    later = today() + timedelta(days=3)
    positions.end_appointment(appointment=still, by=officer, last_day=later)
    assert Appointment.objects.get(pk=still.pk).last_day == later


def test_a_post_that_does_not_sign_may_have_several_holders(agency, officer):
    position = factories.make_position(agency, ITA_OFFICER)
    for name in ("first", "second"):
        user = factories.make_user(agency, login=name)
        assert positions.hold(position=position, user=user, by=officer, first_day=today())


def test_closing_and_opening_the_account_of_who_signs_or_reads_is_told(agency, officer, make_actor):
    chief_executive, clerk, auditor = (
        make_actor(agency, kind, login=login)
        for kind, login in (
            (CHIEF_EXECUTIVE, "chief"),
            (CHIEF_ADMINISTRATOR, "clerk"),
            (AUDITOR, "auditor"),
        )
    )
    publisher = make_actor(agency, PUBLICATION_OFFICER)
    people.deactivate_person(user=publisher.user, by=officer)
    for user in (clerk.user, auditor.user):
        people.deactivate_person(user=user, by=officer)
        people.activate_person(user=user, by=officer)
    told = [
        one.said_th for one in Notification.objects.filter(user=chief_executive.user).order_by("pk")
    ]
    words = officer.words
    acts = [
        f"{words} {act}บัญชีของ {one}" for act in ("ปิด", "เปิด") for one in (clerk.user, auditor.user)
    ]
    assert sorted(told) == sorted(acts)
    # While it was closed nothing reached the account; that it was opened did.
    assert "เปิดบัญชีของ clerk" in str(Notification.objects.filter(user=clerk.user).values("said_th"))
    assert not Notification.objects.filter(user=officer.user).exists()


def test_who_is_alone_may_appoint_themselves_and_the_holder_is_told(agency, make_actor):
    alone = make_actor(agency, ADMINISTRATOR, login="alone")
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    chief_executive = factories.make_user(agency)
    factories.hold(chief_executive, position)
    positions.hold(
        position=position, user=alone.user, by=alone, first_day=today(), last_day=today(),
        is_acting=True, authority=ORDER,
    )  # fmt: skip
    assert "ผู้รักษาราชการแทน" in Notification.objects.get(user=chief_executive).said_th


def test_nobody_lengthens_their_own_acting(agency, officer, head):
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    held = factories.hold(
        head.user, position, today(), today() + timedelta(days=3), is_acting=True, authority=ORDER
    )
    with pytest.raises(Refused):
        positions.end_appointment(appointment=held, by=head, last_day=today() + timedelta(days=30))
    positions.end_appointment(appointment=held, by=head, last_day=today() + timedelta(days=1))
    positions.end_appointment(appointment=held, by=officer, last_day=today() + timedelta(days=30))
    held.refresh_from_db()
    assert held.last_day == today() + timedelta(days=30)


@pytest.mark.parametrize("act", ["hold", "end", "rename"])
def test_the_holder_and_the_clerk_are_told_but_not_who_did_it(agency, officer, act):
    clerk = factories.make_actor(agency, CHIEF_ADMINISTRATOR, login="clerk")
    chief_executive = factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    position = factories.make_position(agency, CHIEF_EXECUTIVE)
    if act == "hold":
        new = factories.make_user(agency)
        positions.hold(
            position=position, user=new, by=officer, first_day=today(), last_day=today(),
            is_acting=True, authority=" คำสั่ง ที่ ๑ ",
        )  # fmt: skip
        assert Appointment.objects.get(user=new).authority == "คำสั่ง ที่ ๑"
        expected = {new, clerk.user, chief_executive.user}
    elif act == "end":
        held = Appointment.objects.get(user=chief_executive.user)
        positions.end_appointment(appointment=held, by=officer, last_day=today())
        expected = {clerk.user, chief_executive.user}
    else:
        positions.rename_position(position=position, by=officer, title="นายกเทศมนตรีตำบลตัวอย่าง")
        expected = {clerk.user, chief_executive.user}
    assert {one.user for one in Notification.objects.all()} == expected


def test_a_title_of_one_who_signs_is_nobody_elses(agency, officer):
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี")
    head = factories.make_position(agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัด")
    with pytest.raises(Refused) as refused:
        positions.rename_position(position=head, by=officer, title="นายกเทศมนตรี")
    assert refused.value.field == "title"
    with pytest.raises(Refused):
        positions.make_position(agency=agency, by=officer, role=AUDITOR, title=" นายกเทศมนตรี ")
    positions.rename_position(position=head, by=officer, title="หัวหน้าสำนักปลัดเทศบาล")


def test_a_password_handed_over_is_told_to_whose_it_was_and_to_the_clerk(agency, officer):
    clerk = factories.make_actor(agency, CHIEF_ADMINISTRATOR, login="clerk")
    chief_executive = factories.make_actor(agency, CHIEF_EXECUTIVE, login="mayor")
    people.hand_over_password(user=chief_executive.user, by=officer)
    assert {one.user for one in Notification.objects.all()} == {chief_executive.user, clerk.user}
    Notification.objects.all().delete()
    # A second one before the first was used tells nothing new.
    people.hand_over_password(user=chief_executive.user, by=officer)
    assert not Notification.objects.exists()
    new = factories.make_user(agency)
    people.hand_over_password(user=new, by=officer)
    assert {one.user for one in Notification.objects.all()} == {new}, (
        "who signs nothing: the clerk not"
    )


def test_a_notice_is_read_by_whom_it_is_for(agency, officer):
    clerk = factories.make_actor(agency, CHIEF_ADMINISTRATOR, login="clerk")
    notifying.notify(agency, [clerk.user, clerk.user], Text("แต่งตั้ง", "appointed"))
    row = Notification.objects.get()
    assert [one.name for one in waiting_for(clerk, today()) if one.kind == "notice"] == ["แต่งตั้ง"]
    with pytest.raises(Refused):
        notifying.note(row.pk, by=officer)
    notifying.note(row.pk, by=clerk)
    notifying.note(row.pk, by=clerk)
    assert [one.kind for one in waiting_for(clerk, today())] == []
    assert [verb for verb, _ in told(agency)].count("notice-read") == 1
    entry = JournalEntry.objects.get(verb="notice-read")
    assert entry.detail["notice"] == str(row.pk)
    assert "แต่งตั้ง" not in f"{entry.subject} {entry.detail}", "it may be for its reader alone"


def test_an_appointment_ends_early(agency, officer):
    user = factories.make_user(agency)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    appointment = factories.hold(user, position)
    positions.end_appointment(appointment=appointment, by=officer, last_day=today())
    assert actor_on(user, today()).roles == {CHIEF_ADMINISTRATOR}
    assert actor_on(user, today() + timedelta(days=1)).roles == frozenset()
    with pytest.raises(Refused):
        positions.end_appointment(
            appointment=appointment, by=officer, last_day=appointment.first_day - timedelta(days=1)
        )


def test_only_what_has_not_begun_is_cancelled(agency, officer):
    user = factories.make_user(agency)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    begun = factories.hold(user, position, last_day=today())
    coming = factories.hold(user, position, first_day=today() + timedelta(days=1))
    with pytest.raises(Refused):
        positions.cancel_appointment(appointment=begun, by=officer)
    positions.cancel_appointment(appointment=coming, by=officer)
    assert list(Appointment.objects.filter(user=user)) == [begun]


def test_a_term_that_two_cancel_at_once_is_cancelled_once(agency, officer):
    user = factories.make_user(agency)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    coming = factories.hold(user, position, first_day=today() + timedelta(days=1))
    stale = Appointment.objects.get(pk=coming.pk)
    positions.cancel_appointment(appointment=coming, by=officer)
    for act in (
        lambda: positions.cancel_appointment(appointment=stale, by=officer),
        lambda: positions.end_appointment(appointment=stale, by=officer, last_day=today()),
    ):
        with pytest.raises(Refused, match="cancelled"):
            act()


def test_the_last_who_will_manage_people_is_not_cancelled(agency, officer):
    own = Appointment.objects.get(user=officer.user, position__kind=ADMINISTRATOR.key)
    day = today() + timedelta(days=5)
    next_one, other = (
        factories.hold(factories.make_user(agency), own.position, first_day=day) for _ in range(2)
    )
    positions.end_appointment(appointment=own, by=officer, last_day=day - timedelta(days=1))
    positions.cancel_appointment(appointment=other, by=officer)
    with pytest.raises(Refused):
        positions.cancel_appointment(appointment=next_one, by=officer)


def test_a_title_is_written_over_the_unit_that_another_gave_meanwhile(agency, officer):
    position = factories.make_position(agency, OFFICE_HEAD)
    stale = Position.objects.get(pk=position.pk)
    unit = factories.make_unit(agency)
    Position.objects.filter(pk=position.pk).update(unit=unit)
    positions.rename_position(position=stale, by=officer, title="หัวหน้าสำนักงานกลาง")
    assert Position.objects.get(pk=position.pk).unit == unit


def test_somebody_can_always_manage_people(agency, officer):
    own = Appointment.objects.get(user=officer.user, position__kind=ADMINISTRATOR.key)
    with pytest.raises(Refused):
        positions.end_appointment(appointment=own, by=officer, last_day=today())
    second = factories.make_actor(agency, OFFICE_HEAD)
    with pytest.raises(Refused):
        people.deactivate_person(user=officer.user, by=officer)
    positions.end_appointment(appointment=own, by=officer, last_day=today())
    positions.end_appointment(appointment=own, by=officer, last_day=today() - timedelta(days=1))
    with pytest.raises(Refused):
        people.deactivate_person(user=second.user, by=officer)


# ---------------------------------------------------------------- people


def test_a_person_is_added_with_a_password_good_once(agency, officer):
    handed = people.add_person(agency=agency, by=officer, login=" Somchai ", display_name="ส. ช.")
    assert handed.user.login == "somchai"
    assert handed.user.check_password(handed.password)
    assert handed.user.one_time_until == now() + timedelta(days=7) or handed.user.one_time_until
    assert handed.password not in str(list(JournalEntry.objects.values_list("detail", flat=True)))
    people.password_was_changed(user=handed.user, by=None)
    assert User.objects.get(pk=handed.user.pk).one_time_until is None


def test_a_login_is_one_persons_everywhere(agency, other_agency, officer, make_actor):
    people.add_person(agency=agency, by=officer, login="somchai")
    other = make_actor(other_agency, ADMINISTRATOR)
    for where, by in ((agency, officer), (other_agency, other)):
        with pytest.raises(Refused) as refused:
            people.add_person(agency=where, by=by, login="SOMCHAI")
        assert refused.value.field == "login"


def test_whose_mail_goes_elsewhere_is_told_and_so_is_the_clerk_of_a_signer(agency, officer):
    """Else nobody would hear by mail of what is done in their name next."""
    clerk = factories.make_actor(agency, CHIEF_ADMINISTRATOR)
    chief = factories.make_actor(agency, CHIEF_EXECUTIVE)
    user = chief.user
    people.edit_person(user=user, by=officer, display_name="", email="mayor@example.go.th")
    people.edit_person(user=user, by=chief, display_name="", email="own@example.go.th")
    assert not Notification.objects.exists(), "the first, and one's own"
    people.edit_person(user=user, by=officer, display_name="นายก", email="own@example.go.th")
    assert not Notification.objects.exists(), "the name alone"
    people.edit_person(user=user, by=officer, display_name="นายก", email="thief@example.com")
    assert {one.user for one in Notification.objects.all()} == {user, clerk.user}
    assert "อีเมล" in Notification.objects.get(user=clerk.user).said_th


def test_a_person_whom_another_edited_meanwhile_is_not_overwritten_unseen(agency, officer):
    user = factories.make_user(agency)
    opened = User.objects.get(pk=user.pk)
    seen = mark_of(user.display_name, user.email)
    people.edit_person(user=user, by=officer, display_name="", email="new@example.go.th", seen=seen)
    with pytest.raises(Refused):
        people.edit_person(user=opened, by=officer, display_name="ชื่อ", email="", seen=seen)
    assert User.objects.get(pk=user.pk).email == "new@example.go.th"
    seen = mark_of("", "new@example.go.th")
    people.edit_person(user=opened, by=officer, display_name="ชื่อ", email="", seen=seen)
    assert User.objects.get(pk=user.pk).display_name == "ชื่อ"


def test_a_person_is_edited_deactivated_and_activated(agency, officer):
    user = factories.make_user(agency)
    people.edit_person(user=user, by=officer, display_name="ชื่อใหม่", email="")
    people.edit_person(user=user, by=officer, display_name="ชื่อใหม่", email="")
    people.deactivate_person(user=user, by=officer)
    people.deactivate_person(user=user, by=officer)
    people.activate_person(user=user, by=officer)
    user.refresh_from_db()
    assert (user.display_name, user.is_active) == ("ชื่อใหม่", True)
    verbs = [verb for verb, _ in told(agency)]
    assert verbs == ["person-edited", "person-deactivated", "person-activated"]


def test_passwords_are_handed_to_those_who_have_none_some_at_a_time(agency, officer, monkeypatch):
    monkeypatch.setattr(people, "MOST_AT_ONCE", 2)
    for _number in range(3):
        user = factories.make_user(agency)
        user.set_unusable_password()
        user.save()
    handed = people.hand_over_missing(agency=agency, by=officer)
    assert len({one.password for one in handed}) == 2
    assert len(people.hand_over_missing(agency=agency, by=officer)) == 1
    assert people.hand_over_missing(agency=agency, by=officer) == ()


def test_the_journal_of_all_this_is_whole(agency, officer):
    unit = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    units.close_unit(unit=unit, by=officer)
    assert not list(journal.verify(agency))


def test_the_clerks_office_stays_that_office_whatever_it_is_called(agency, officer):
    office = units.add_unit(agency=agency, by=officer, name=agency.office)
    other = units.add_unit(agency=agency, by=officer, name="กองช่าง")
    head = actor_on(factories.make_actor(agency, OFFICE_HEAD).user, today())
    assert [unit.pk for unit in units_of(head, today())] == [office.pk]
    units.rename_unit(unit=office, by=officer, name="สำนักปลัด (เดิม)")
    units.rename_unit(unit=other, by=officer, name=agency.office)
    assert [unit.pk for unit in units_of(head, today())] == [office.pk]
    # Only the agency's own settings make another unit the office.
    values = {"office": "กองกลาง"}
    agencies.edit_agency(agency=agency, by=officer, revision=agency.revision, values=values)
    assert [unit.pk for unit in units_of(head, today())] == [office.pk]
    agency.refresh_from_db()
    values = {"office": other.name}
    agencies.edit_agency(agency=agency, by=officer, revision=agency.revision, values=values)
    assert [unit.pk for unit in units_of(head, today())] == [other.pk]


READ_AS_ANOTHERS = [
    "ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรีตำบลตัวอย่าง",
    "หัวหน้ากองคลัง รักษาการนายกเทศมนตรี",
    "ผู้อำนวยการกองคลัง ปฏิบัติหน้าที่นายกเทศมนตรี",
    "ผู้อำนวยการกองคลัง ปฏิบัติราชการแทนนายกเทศมนตรี",
    "ผู้อำนวยการกองคลัง รก. นายกเทศมนตรี",
    "นายกเทศมนตรี",
    "นายก เทศมนตรีตำบลตัวอย่าง",
    "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    "นายก อบต.ตัวอย่าง",
    "นายก",
    "ปลัดเทศบาล",
    "ปลัดองค์การบริหารส่วนตำบล",
    "ปลัด อบต.",
]
THEIR_OWN = [
    "รองนายกเทศมนตรี",
    "รองปลัดเทศบาล",
    "ผู้ช่วยปลัดเทศบาล",
    "เลขานุการนายกเทศมนตรี",
    "ที่ปรึกษานายกเทศมนตรี",
    "หัวหน้าสำนักปลัดเทศบาล",
    "หัวหน้าฝ่ายรักษาความสะอาด",
    "นักวิเคราะห์นโยบายและแผนปฏิบัติการ",
]


@pytest.mark.parametrize("kind", [UNIT_HEAD, AUDITOR])
@pytest.mark.parametrize("title", READ_AS_ANOTHERS)
def test_no_title_reads_as_the_mayors_or_the_clerks(agency, officer, kind, title):
    """By making it and by renaming what there is; where the mayor's is called something longer."""
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรีตำบลตัวอย่าง")
    unit = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    own = unit if kind is UNIT_HEAD else None
    with pytest.raises(Refused) as refused:
        positions.make_position(agency=agency, by=officer, role=kind, unit=own, title=title)
    assert refused.value.field == "title"
    position = positions.make_position(agency=agency, by=officer, role=kind, unit=own, title="เดิม")
    with pytest.raises(Refused) as refused:
        positions.rename_position(position=position, by=officer, title=title)
    assert refused.value.field == "title"


@pytest.mark.parametrize("title", THEIR_OWN)
def test_deputies_and_secretaries_are_called_what_they_are(agency, officer, title):
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี")
    unit = units.add_unit(agency=agency, by=officer, name="กองคลัง")
    for kind, own in ((UNIT_HEAD, unit), (AUDITOR, None)):
        position = positions.make_position(
            agency=agency, by=officer, role=kind, unit=own, title=f"{title} {kind.key}"
        )
        positions.rename_position(position=position, by=officer, title=f"{title} ({kind.key})")


def test_the_mayor_and_the_clerk_are_called_by_their_own_words(agency, officer):
    chief_executive, clerk = (
        positions.make_position(agency=agency, by=officer, role=kind)
        for kind in (CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR)
    )
    positions.rename_position(position=chief_executive, by=officer, title="นายก อบต.ตัวอย่าง")
    positions.rename_position(position=clerk, by=officer, title="ปลัดเทศบาลตำบลตัวอย่าง")
    for position, title in ((chief_executive, "ปลัดเทศบาล"), (clerk, "นายกเทศมนตรี")):
        with pytest.raises(Refused):
            positions.rename_position(position=position, by=officer, title=title)


@pytest.mark.parametrize("kind", [CHIEF_EXECUTIVE, OFFICE_HEAD, ITA_OFFICER])
@pytest.mark.parametrize("authority", ["", "–", "...", "ตามคำสั่ง"])
def test_nobody_acts_without_an_order_that_is_stated(agency, officer, kind, authority):
    position, user = factories.make_position(agency, kind), factories.make_user(agency)
    days = {"first_day": today(), "last_day": today(), "is_acting": True}
    act = {"position": position, "user": user, "by": officer} | days
    with pytest.raises(Refused) as refused:
        positions.hold(**act, authority=authority)
    assert refused.value.field == "authority"
    assert "คำสั่ง" in refused.value.next_step.th
    assert positions.hold(**act, authority="ม. 48 เอกูนวีสติ")
    # Nor is one that was written before orders were asked for made longer.
    old = factories.hold(
        factories.make_user(agency), position, today(), today(), is_acting=True, authority=authority
    )
    with pytest.raises(Refused) as refused:
        positions.end_appointment(appointment=old, by=officer, last_day=today() + timedelta(days=1))
    assert refused.value.field == "last_day"
