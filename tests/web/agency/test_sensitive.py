"""Who may read is as sensitive as who may sign: every way into a post that reads is tried."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from tests.web import factories
from tests.web.agency.test_roster import row, uploaded
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.core.roles import Role, all_roles
from prongsai.core.text import same
from prongsai.web.agency import permissions, position_rules
from prongsai.web.agency.models import Appointment, Notification, User
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.position_rules import is_sensitive
from prongsai.web.agency.queries.hands import written_by
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as agencies
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import people, positions
from prongsai.web.agency.services.roster import take_over
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.calendar.models import Reminder
from prongsai.web.year.calendar.services import telling

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ORDER = "คำสั่งเทศบาลตัวอย่าง ที่ ๑/๒๕๖๙"
LATER = today() + timedelta(days=9)
READING = [COMPLAINT_OFFICER, ITA_OFFICER, AUDITOR, ADMINISTRATOR]


@pytest.fixture
def head(agency, officer):
    """A head who manages people, beside the officer who does so too."""
    return factories.make_actor(agency, OFFICE_HEAD, login="head")


@pytest.fixture
def watchers(agency):
    """Who is told of what others do: the chief administrator and the auditor."""
    return [
        factories.make_actor(agency, role, login=role.key).user
        for role in (CHIEF_ADMINISTRATOR, AUDITOR)
    ]


def told_of(word):
    return {one.user for one in Notification.objects.filter(said_th__contains=word)}


def by_page(post, user, by, *, is_acting=False):
    return positions.hold(
        position=post, user=user, by=by, first_day=today(), last_day=LATER,
        is_acting=is_acting, authority=ORDER,
    )  # fmt: skip


def by_acting(post, user, by):
    return by_page(post, user, by, is_acting=True)


def by_lengthening(post, user, by):
    held = Appointment.objects.filter(position=post, user=user).first()
    held = held or factories.hold(user, post, last_day=today() + timedelta(days=1))
    positions.end_appointment(appointment=held, by=by, last_day=LATER)


def by_file(post, user, by):
    unit = post.unit.name if post.unit else ""
    line = row(user.login, unit, post.role.name.th, today(), LATER)
    take_over(roster=uploaded(post.agency, by, line), by=by)


WAYS = [by_page, by_acting, by_lengthening, by_file]


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
def test_only_a_post_that_neither_signs_nor_reads_is_not_sensitive(agency, role):
    assert is_sensitive(agency, role, has_unit=False) == (
        role not in (PUBLICATION_OFFICER, OFFICER)
    )
    assert is_sensitive(agency, role, has_unit=True), "a unit reads what it was given"


@pytest.mark.parametrize("right", Right)
def test_a_new_role_is_as_sensitive_as_its_rights(agency, monkeypatch, right):
    role = Role("trial-role", same("บทบาททดลอง"))
    monkeypatch.setattr(permissions, "MATRIX", {role.key: frozenset({right})})
    assert is_sensitive(agency, role, has_unit=False) == (right.opens is not None)


def test_who_is_named_by_an_app_is_sensitive(agency, monkeypatch):
    monkeypatch.setattr(position_rules, "_NAMED", [])
    assert not is_sensitive(agency, PUBLICATION_OFFICER, has_unit=False)
    position_rules.names_readers(lambda _agency: frozenset({PUBLICATION_OFFICER.key}))
    assert is_sensitive(agency, PUBLICATION_OFFICER, has_unit=False)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", [*READING, UNIT_HEAD], ids=lambda role: role.key)
def test_nobody_appoints_himself_to_read(agency, head, watchers, way, role):
    unit = factories.make_unit(agency) if role is UNIT_HEAD else None
    post = factories.make_position(agency, role, unit)
    before = Appointment.objects.filter(position=post).count() + (way is by_lengthening)
    with pytest.raises(Refused, match=r"appoint yourself|1 fault to correct"):
        way(post, head.user, head)
    assert Appointment.objects.filter(position=post).count() == before
    assert not told_of("head")
    other = factories.make_user(agency, login="another")
    Appointment.objects.filter(position=post, user=head.user).delete()
    there = {one.user for one in Appointment.objects.on(today()).filter(position=post)}
    way(post, other, head)
    if role is UNIT_HEAD and way is by_file:
        assert told_of("1 รายการ") == set(watchers)
    else:
        assert told_of("another") == {other, *there, *watchers}


@pytest.mark.parametrize("way", WAYS)
def test_a_post_that_neither_signs_nor_reads_is_taken_by_oneself_and_nobodys_news(
    agency, head, watchers, way
):
    way(factories.make_position(agency, PUBLICATION_OFFICER), head.user, head)
    assert not Notification.objects.exists()


@pytest.mark.long
def test_the_auditor_reads_it_in_the_inbox_and_by_mail(agency, head, watchers):
    by_page(factories.make_position(agency, COMPLAINT_OFFICER), factories.make_user(agency), head)
    telling.tell_what_waits(agency)
    for user in watchers:
        lines = Reminder.objects.filter(user=user, outdated_at=None, queued_email=None)
        assert [one for one in lines if "เจ้าหน้าที่รับเรื่องร้องเรียน" in one.name["th"]]


def test_a_file_of_many_tells_readers_one_by_one_and_unit_heads_in_a_line(agency, head, watchers):
    lines = [row(f"head{one}", f"กอง{one}", UNIT_HEAD.name.th) for one in range(3)]
    reader = row("reader", "", COMPLAINT_OFFICER.name.th)
    take_over(roster=uploaded(agency, head, *lines, reader), by=head)
    assert told_of("ให้ reader") == {User.objects.get(login="reader"), *watchers}
    assert told_of("3 รายการ") == set(watchers)
    assert not told_of("ให้ head0")


def test_a_file_tells_of_who_reads_because_an_app_names_the_post(
    agency, head, watchers, monkeypatch
):
    named = frozenset({PUBLICATION_OFFICER.key})
    monkeypatch.setattr(position_rules, "_NAMED", [lambda _agency: named])
    line = row("press", "", PUBLICATION_OFFICER.name.th)
    take_over(roster=uploaded(agency, head, line), by=head)
    assert told_of("ให้ press") == {User.objects.get(login="press"), *watchers}


@pytest.mark.parametrize("role", [COMPLAINT_OFFICER, CHIEF_EXECUTIVE], ids=lambda role: role.key)
def test_the_sole_manager_may_and_the_auditor_and_the_host_are_told(
    agency, make_actor, watchers, caplog, role
):
    alone = make_actor(agency, OFFICE_HEAD, login="alone")
    by_page(factories.make_position(agency, role), alone.user, alone)
    assert told_of("alone") == set(watchers)
    assert "alone" in caplog.text


@pytest.mark.parametrize("way", WAYS)
def test_who_appointed_himself_is_known_after_a_password_was_handed_over(agency, make_actor, way):
    alone = make_actor(agency, OFFICE_HEAD, login="alone")
    post = factories.make_position(agency, COMPLAINT_OFFICER)
    way(post, alone.user, alone)
    Appointment.objects.filter(user=alone.user).update(entered_by=None)
    own = Appointment.objects.get(position=post)
    assert (str(own.pk), alone.user.pk) in written_by()
    positions.end_appointment(appointment=own, by=make_actor(agency), last_day=today())
    others = {by for key, by in written_by() if key == str(own.pk)}
    assert others == {alone.user.pk}, "who ended it made nobody a reader"


def test_the_server_makes_nobody_administrator_unseen(agency, watchers):
    user = factories.make_user(agency, login="rescued", is_active=False)
    assert people.make_administrator(user)
    assert told_of("ผู้ดูแลเครื่องแม่ข่าย ให้ rescued") == {user, *watchers}
    assert told_of("เปิดบัญชีของ rescued") == {user}, "no post was held when it was opened"
    Notification.objects.all().delete()
    assert not people.make_administrator(user)
    assert not Notification.objects.exists()
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert people.make_administrator(user)
    opened = JournalEntry.objects.filter(verb="person-activated", subject="rescued")
    assert opened.count() == 2, "the journal says each time that it was opened"


@pytest.mark.parametrize("by_server", [False, True])
@pytest.mark.parametrize("role", [COMPLAINT_OFFICER, PUBLICATION_OFFICER], ids=lambda one: one.key)
def test_a_password_handed_over_for_a_reader_is_told_and_the_reader_is_new_again(
    agency, head, watchers, by_server, role
):
    reader = factories.make_actor(agency, role).user
    people.hand_over_password(user=reader, by=None if by_server else head)
    held = Appointment.objects.get(user=reader)
    by = None if by_server else head.user
    assert (held.waits_since, held.entered_by) == (today(), by)
    everybody = set(watchers) if role is COMPLAINT_OFFICER else set()
    assert told_of("ออกรหัสผ่านใหม่") == {reader, *everybody}
    assert Appointment.objects.get(user=head.user).waits_since is None, "only whose it is"


def test_a_password_that_nobody_used_yet_is_one_more_way_to_read(agency, head):
    reader = factories.make_actor(agency, COMPLAINT_OFFICER).user
    reader.one_time_until = now() + timedelta(days=7)
    reader.save()
    people.hand_over_password(user=reader, by=head)
    assert Appointment.objects.get(user=reader).waits_since == today()


def test_a_second_factor_removed_is_told_and_the_reader_is_new_again(agency, head, watchers):
    reader = factories.make_actor(agency, COMPLAINT_OFFICER).user
    assert people.remove_second_factor(user=reader, by=head) == 0
    assert Appointment.objects.get(user=reader).waits_since is None, "there was none"
    Authenticator.objects.create(user=reader, type=Authenticator.Type.TOTP, data={})
    assert people.remove_second_factor(user=reader, by=head) == 1
    assert Appointment.objects.get(user=reader).waits_since == today()
    assert told_of("ลบการยืนยันสองขั้น") == {reader, *watchers}


def test_what_one_does_with_the_own_account_makes_nobody_new(agency, head):
    people.hand_over_password(user=head.user, by=head)
    assert Appointment.objects.get(user=head.user).waits_since is None


def test_an_account_that_is_opened_again_reads_as_a_new_one(agency, head, watchers):
    reader = factories.make_actor(agency, COMPLAINT_OFFICER).user
    people.deactivate_person(user=reader, by=head)
    people.activate_person(user=reader, by=head)
    assert Appointment.objects.get(user=reader).waits_since == today()
    assert told_of("เปิดบัญชี") == {reader, *watchers}


@pytest.mark.parametrize("way", ["settings", "rename"])
def test_the_head_of_the_office_joins_no_unit_by_its_name(agency, head, officer, watchers, way):
    unit = factories.make_unit(agency, "กองช่าง")

    def name_it(by):
        if way == "rename":
            units.rename_unit(unit=unit, by=by, name=agency.office)
        else:
            agency.refresh_from_db()
            agencies.edit_agency(
                agency=agency, by=by, revision=agency.revision, values={"office": unit.name}
            )

    with pytest.raises(Refused, match="appoint yourself"):
        name_it(head)
    unit.refresh_from_db()
    assert (unit.is_office, unit.name) == (False, "กองช่าง")
    name_it(officer)
    unit.refresh_from_db()
    assert unit.is_office
    held = Appointment.objects.get(user=head.user)
    assert (held.waits_since, held.entered_by) == (today(), officer.user)
    assert told_of("head") == {head.user, *watchers}


def test_a_unit_that_is_new_may_be_the_office_at_once(agency, head):
    unit = units.add_unit(agency=agency, by=head, name=agency.office)
    unit.refresh_from_db()
    assert unit.is_office
    assert Appointment.objects.get(user=head.user).waits_since is None
    other = factories.make_unit(agency, "กองคลัง")
    units.rename_unit(unit=other, by=head, name="กองการคลัง")
    assert Appointment.objects.get(user=head.user).waits_since is None


def test_what_was_entered_is_written_down_whatever_the_way(agency, head):
    for way in (by_page, by_acting, by_file):
        post = factories.make_position(agency, COMPLAINT_OFFICER)
        user = factories.make_user(agency, login=way.__name__)
        way(post, user, head)
        held = Appointment.objects.get(user=user)
        assert (held.entered_on, held.entered_by, held.waits_since) == (
            today(), head.user, today(),
        )  # fmt: skip
