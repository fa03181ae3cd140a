"""The pages of the agency: what they show, keep, refuse, and how many queries they take."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse
from tests.web import factories
from tests.web.agency.test_services import PNG
from tests.web.markup import tight
from tests.web.platform.test_upload_validation import AT_A_DOOR, BAD, GOOD
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    OFFICE_HEAD,
    OFFICER,
    UNIT_HEAD,
)

from prongsai.core.roles import all_roles
from prongsai.web.agency import first_run
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.agency.queries.people import rights_page
from prongsai.web.agency.roles import SIGNING
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.services import people
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry, StoredFile
from prongsai.web.platform.upload_validation import clean_name
from prongsai.web.platform.versions import mark_of

pytestmark = pytest.mark.django_db
AGENCY = {"name": "เทศบาลตำบลตัวอย่าง", "kind": "subdistrict-municipality", "fiscal_year": "2569"}
PERSON = {
    "login": "somsri",
    "password": "correct horse battery staple",
    "password_again": "correct horse battery staple",
    "kinds": ["ita-officer", "chief-administrator"],
}


def words(answer):
    return answer.content.decode()


# ---------------------------------------------------------------- the first run


@pytest.fixture
def owner(client, settings, tmp_path, db):
    """A browser whose person has read the key that the server printed."""
    settings.DATA = tmp_path
    client.get(reverse("agency:start"), {"key": first_run.key()})
    return client


def test_nobody_sets_an_empty_site_up_without_the_key(client, settings, tmp_path, db):
    """The first stranger who found an empty site owned it."""
    settings.DATA = tmp_path
    for name in ("agency:start", "agency:start_person"):
        assert "รหัสเริ่มใช้งาน" in words(client.get(reverse(name)))
        for typed in (AGENCY, PERSON, {"key": ""}, {"key": "guess"}):
            answer = client.post(reverse(name), typed)
            assert "รหัสเริ่มใช้งาน" in words(answer)
            assert answer.status_code == 422
    assert Agency.objects.count() == 0
    assert client.post(reverse("agency:start"), {"key": first_run.key()}).status_code == 302
    assert "หน่วยงานของท่านชื่ออะไร" in words(client.get(reverse("agency:start")))


def test_the_key_is_gone_and_the_address_is_kept(owner, settings):
    owner.post(reverse("agency:start"), AGENCY | {"address": "https://ita.example.go.th/"})
    owner.post(reverse("agency:start_person"), PERSON)
    assert not (settings.DATA / first_run.NAME).exists()
    assert site_address() == "https://ita.example.go.th"
    settings.ADDRESS_IS_TOLD = True
    assert site_address() == settings.SITE_ADDRESS.rstrip("/")


@pytest.mark.parametrize(
    ("host", "proposed"),
    [
        ("127.0.0.1:8000", ""),
        ("testserver", ""),
        ("ita.example.go.th", "http://ita.example.go.th"),
    ],
)
def test_no_address_is_proposed_that_the_form_would_refuse(owner, settings, host, proposed):
    settings.ALLOWED_HOSTS = ["*"]
    form = owner.get(reverse("agency:start"), headers={"host": host}).context["form"]
    assert form["address"].value() == proposed


def test_an_empty_site_leads_to_the_wizard(client):
    for address in (reverse("account_login"), reverse("agency:people")):
        assert client.get(address).headers["Location"] == reverse("agency:start")


def test_the_wizard_ends_signed_in_on_the_list_of_what_is_missing(owner, frozen_clock):
    answer = owner.get(reverse("agency:start"))
    assert 'value="2569"' in words(answer)
    answer = owner.post(reverse("agency:start"), AGENCY)
    assert answer.headers["Location"] == reverse("agency:start_person")
    answer = owner.post(reverse("agency:start_person"), PERSON)
    assert answer.headers["Location"] == reverse("agency:missing")
    user = User.objects.get(login="somsri")
    assert owner.session["_auth_user_id"] == str(user.pk)
    assert {held.position.kind for held in user.appointments.all()} == {
        "ita-officer", "chief-administrator", "administrator",
    }  # fmt: skip
    shown = words(owner.get(reverse("agency:missing")))
    assert "ขั้นต่อไป" in shown
    assert 'href="/2569/scores/"' in shown


def test_the_wizard_is_gone_once_there_is_an_agency(client, agency):
    for name in ("agency:start", "agency:start_person"):
        assert client.get(reverse(name)).status_code == 404
        assert client.post(reverse(name), AGENCY).status_code == 404
    assert Agency.objects.count() == 1


def test_the_second_page_needs_the_first(owner):
    answer = owner.post(reverse("agency:start_person"), PERSON)
    assert answer.headers["Location"] == reverse("agency:start")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": ""}, "kind"),
        ({"fiscal_year": ""}, "fiscal_year"),
        ({"fiscal_year": "ปีนี้"}, "fiscal_year"),
        ({"fiscal_year": "99"}, "fiscal_year"),
    ],
)
def test_faults_of_the_first_page_stand_on_top_and_at_the_field(owner, change, field):
    typed = AGENCY | {"district": "อำเภอที่พิมพ์ไว้"} | change
    answer = owner.post(reverse("agency:start"), typed)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in words(answer)
    assert f'id="id_{field}_error"' in words(answer)
    assert "อำเภอที่พิมพ์ไว้" in words(answer)


@pytest.mark.parametrize("year", ["2569", "๒๕๖๙", "2026", " 2569 "])
def test_years_are_understood_as_typed(owner, year):
    owner.post(reverse("agency:start"), AGENCY | {"fiscal_year": year})
    assert owner.session["start"]["fiscal_year"] == 2569


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": "ส ม"}, "login"),
        ({"password": "short", "password_again": "short"}, "password"),
        ({"login": "somsri.clerk", "password": "somsri.clerk1"}, "password"),
        ({"password_again": "something else"}, "password_again"),
    ],
)
def test_faults_of_the_second_page_lose_nothing(owner, change, field):
    owner.post(reverse("agency:start"), AGENCY)
    typed = PERSON | {"display_name": "ชื่อที่พิมพ์ไว้"} | change
    answer = owner.post(reverse("agency:start_person"), typed)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in words(answer)
    assert "ชื่อที่พิมพ์ไว้" in words(answer)
    assert not User.objects.exists()
    # What was typed on the first page is still there, too.
    assert "เทศบาลตำบลตัวอย่าง" in words(owner.get(reverse("agency:start")))


def test_a_taken_login_is_told_at_its_field(owner, host):
    owner.post(reverse("agency:start"), AGENCY)
    answer = owner.post(reverse("agency:start_person"), PERSON | {"login": "host"})
    assert answer.status_code == 422
    assert 'id="id_login_error"' in words(answer)
    assert not Agency.objects.exists()


# ---------------------------------------------------------------- settings


def settings_of(agency, **changes):
    names = (
        "name", "kind", "district", "province", "office", "telephone", "email", "website",
        "number_prefix", "authority", "digits", "prints_names", "revision",
    )  # fmt: skip
    return {name: getattr(agency, name) for name in names} | changes


def test_settings_are_saved_and_a_stale_page_is_told(agency, officer, client_of):
    browser, address = client_of(officer), reverse("agency:settings")
    assert browser.post(address, settings_of(agency, office="กองกลาง")).status_code == 302
    stale = browser.post(address, settings_of(agency, office="สำนักอื่น"))
    assert stale.status_code == 422
    assert "สำนักอื่น" in words(stale)
    assert Agency.objects.get().office == "กองกลาง"
    assert 'name="revision" value="2"' in words(stale)
    again = browser.post(address, settings_of(agency, office="สำนักอื่น", revision=2))
    assert again.status_code == 302
    assert Agency.objects.get().office == "สำนักอื่น"


def test_a_wrong_setting_keeps_the_others_typed(agency, officer, client_of):
    typed = settings_of(agency, email="office@", telephone="0 1111 2222")
    answer = client_of(officer).post(reverse("agency:settings"), typed)
    assert answer.status_code == 422
    assert 'href="#id_email"' in words(answer)
    assert "0 1111 2222" in words(answer)


@pytest.mark.parametrize("kind", AT_A_DOOR)
def test_no_hostile_file_becomes_an_emblem(kind, agency, officer, client_of):
    name, data = BAD[kind]
    page = client_of(officer).post(
        reverse("agency:emblem"), {"emblem": SimpleUploadedFile(name, data)}
    )
    assert page.status_code == 422
    assert 'href="#id_emblem"' in words(page)
    agency.refresh_from_db()
    assert agency.emblem is None
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["jpg", "jpeg", "png", "jpg that knows where"])
def test_every_kind_of_picture_becomes_an_emblem(kind, agency, officer, client_of):
    name, data = GOOD[kind]
    page = client_of(officer).post(
        reverse("agency:emblem"), {"emblem": SimpleUploadedFile(name, data)}
    )
    assert page.status_code == 302
    kept = StoredFile.objects.get()
    assert kept.name == clean_name(name)
    assert b"Exif" not in files.read(kept)


def test_an_emblem_is_uploaded_served_shut_in_and_removed(agency, officer, client_of):
    browser, address = client_of(officer), reverse("agency:emblem")
    picture = reverse("agency:emblem_picture")
    assert browser.get(picture).status_code == 404
    wrong = browser.post(address, {"emblem": SimpleUploadedFile("a.png", b"<html>")})
    assert wrong.status_code == 422
    assert 'href="#id_emblem"' in words(wrong)
    assert browser.post(address, {"emblem": SimpleUploadedFile("ตรา.png", PNG)}).status_code == 302
    served = browser.get(picture)
    assert served.headers["Content-Type"] == "image/png"
    assert served.headers["Content-Security-Policy"].startswith("sandbox")
    assert browser.post(reverse("agency:emblem_remove")).status_code == 302
    assert browser.get(picture).status_code == 404
    assert browser.post(address, {}).status_code == 422


def test_rules_of_the_second_factor_and_the_page_of_rights(agency, officer, client_of):
    browser = client_of(officer)
    address = reverse("agency:second_factor_rules")
    sent = {
        "kinds": ["chief-executive", "chief-administrator"],
        "seen": mark_of(*agency.second_factor),
    }
    assert browser.post(address, sent).status_code == 302
    held = ["chief-administrator", "chief-executive"]
    assert Agency.objects.get().second_factor == held
    answer = browser.post(address, {"seen": sent["seen"]})
    assert answer.status_code == 422, "set meanwhile"
    assert f'value="{mark_of(*held)}"' in answer.text, "sent again, it is taken"
    assert Agency.objects.get().second_factor == held
    answer = browser.post(address, {})
    assert "มีผู้แก้ไปก่อนแล้ว" in answer.text, "from a page of before an update"
    assert f'value="{mark_of(*held)}"' in answer.text
    assert browser.post(address, {"seen": mark_of(*held)}).status_code == 302
    assert Agency.objects.get().second_factor == []
    shown = words(browser.get(reverse("agency:rights")))
    for title in ("ปลัดเทศบาล", "เจ้าหน้าที่ ITA", "อ่านบันทึกการใช้งาน"):
        assert title.replace(" ", "") in shown.replace(" ", "").replace("\xa0", "")
    assert "ไม่มีตำแหน่งใด" in shown


def test_the_page_of_rights_is_the_table_of_rights(agency, officer, client_of):
    shown = tight(words(client_of(officer).get(reverse("agency:rights"))))
    body = re.search(r"<tbody>(.*?)</tbody>", shown, re.DOTALL)[1]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    assert [re.findall(r'<td class="unit( gives)?"', row) for row in rows] == [
        [" gives" if right in MATRIX[role.key] else "" for role in all_roles()] for right in Right
    ]
    heads = re.findall(r'<th scope="col"[^>]*>', shown)
    assert len(heads) == len(all_roles()) + 2
    # A screen reader hears a word in every cell, and the sign beside it not at all.
    assert body.count('<span class="vh">') == len(Right) * len(all_roles())


def test_rights_told_to_one_who_has_and_one_who_lacks_them(agency, officer):
    shown = {role: rights_page(agency, frozenset({role})) for role in all_roles()}
    for role, told in shown.items():
        assert [row.is_mine for row in told["rows"]] == [
            right in MATRIX[role.key] for right in Right
        ]
    assert [row.is_everybodys for row in shown[CHIEF_EXECUTIVE]["rows"]].count(True) == 1


# ---------------------------------------------------------------- units and positions


def test_units_on_their_page(agency, officer, client_of):
    browser = client_of(officer)
    assert browser.post(reverse("agency:units"), {"name": "กองคลัง"}).status_code == 302
    twice = browser.post(reverse("agency:units"), {"name": "กองคลัง"})
    assert twice.status_code == 422
    unit = Unit.objects.get()
    address = reverse("agency:unit", args=[unit.pk])
    assert browser.post(address, {"name": "กองการคลัง"}).status_code == 302
    state = reverse("agency:unit_state", args=[unit.pk])
    assert browser.post(state, {"state": "closed"}).status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.is_closed) == ("กองการคลัง", True)
    assert browser.post(state, {"state": "open"}).status_code == 302
    assert browser.get(reverse("agency:units")).status_code == 200


def test_a_position_from_making_it_to_its_end(agency, officer, client_of):
    browser = client_of(officer)
    user = factories.make_user(agency, login="somchai")
    made = browser.post(reverse("agency:position_add"), {"kind": "chief-administrator"})
    position = Position.objects.get(kind="chief-administrator")
    assert made.headers["Location"] == reverse("agency:position", args=[position.pk])
    typed = {
        "user": str(user.pk),
        "first_day": "1 ต.ค. 2568",
        "last_day": "31/15/2569",
    }  # fmt: skip
    wrong = browser.post(made.headers["Location"], typed)
    assert wrong.status_code == 422
    assert 'value="31/15/2569"' in words(wrong)
    acting = typed | {"last_day": "", "is_acting": "on"}
    assert browser.post(made.headers["Location"], acting).status_code == 422
    right = typed | {"last_day": "31 มี.ค. 2027", "is_acting": "on"}
    unstated = browser.post(made.headers["Location"], right)
    assert unstated.status_code == 422
    assert "ต้องมีเลขที่หรือวันที่ของคำสั่ง" in words(unstated)
    right["authority"] = "คำสั่งที่ ๑/๒๕๖๙"
    assert browser.post(made.headers["Location"], right).status_code == 302
    appointment = Appointment.objects.get(position=position)
    assert (appointment.last_day.isoformat(), appointment.is_acting) == ("2027-03-31", True)
    end = {"last_day": "31/12/2569"}
    assert (
        browser.post(reverse("agency:appointment", args=[appointment.pk]), end).status_code == 302
    )
    title = reverse("agency:position_title", args=[position.pk])
    assert browser.post(title, {"title": "ปลัดเทศบาลตำบล"}).status_code == 302
    position.refresh_from_db()
    assert position.title == "ปลัดเทศบาลตำบล"
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรี")
    taken = browser.post(title, {"title": "นายก เทศมนตรี"})
    assert taken.status_code == 422
    assert "มีตำแหน่งชื่อ" in words(taken)
    assert 'value="นายก เทศมนตรี"' in words(taken), "what was typed stays"
    position.refresh_from_db()
    assert position.title == "ปลัดเทศบาลตำบล"


def test_gaps_and_overlaps_are_told(agency, officer, client_of):
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    factories.hold(factories.make_user(agency, login="one"), position)
    factories.hold(factories.make_user(agency, login="two"), position)
    vacant = factories.make_position(agency, CHIEF_EXECUTIVE)
    ended = today() - timedelta(days=5)
    factories.hold(factories.make_user(agency), vacant, last_day=ended)
    shown = words(client_of(officer).get(reverse("agency:positions")))
    assert "one / two" in shown
    assert "ว่าง" in shown


def test_a_coming_appointment_is_cancelled_and_a_running_one_is_not(agency, officer, client_of):
    browser = client_of(officer)
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR)
    user = factories.make_user(agency)
    coming = factories.hold(user, position, first_day=today() + timedelta(days=3))
    running = factories.hold(user, position, last_day=today())
    for appointment in (coming, running):
        address = reverse("agency:appointment_cancel", args=[appointment.pk])
        assert browser.post(address).status_code == 200
        assert Appointment.objects.filter(pk=appointment.pk).exists(), "it was asked first"
        browser.post(address, {"sure": "yes"})
    assert list(Appointment.objects.filter(user=user)) == [running]


# ---------------------------------------------------------------- people


def test_a_person_is_added_and_their_password_shown_once(agency, officer, client_of):
    browser = client_of(officer)
    answer = browser.post(reverse("agency:person_add"), {"login": "Somchai", "email": ""})
    user = User.objects.get(login="somchai")
    shown = words(answer)
    password = shown.partition("<code>")[2].partition("</code>")[0]
    assert user.check_password(password)
    assert password not in words(browser.get(reverse("agency:person", args=[user.pk])))
    twice = browser.post(reverse("agency:person_add"), {"login": "somchai", "display_name": "ก ข"})
    assert twice.status_code == 422
    assert "ก ข" in words(twice)


def test_a_second_person_of_a_name_is_added_after_asking(agency, officer, client_of):
    browser, adding = client_of(officer), reverse("agency:person_add")
    browser.post(adding, {"login": "somchai", "display_name": "นายสมชาย ใจดี"})
    User.objects.filter(login="somchai").update(is_active=False)
    typed = {"login": "somchai.2", "display_name": "นายสมชาย  ใจดี"}
    asked = browser.post(adding, typed)
    assert "ตรงกันแล้ว: somchai เพิ่มอีกคน?" in words(asked)
    assert not User.objects.filter(login="somchai.2").exists()
    browser.post(adding, dict(asked.context["typed"]) | {"sure": "yes"})
    assert User.objects.get(login="somchai.2").display_name == "นายสมชาย ใจดี"
    browser.post(adding, {"login": "somsri", "display_name": "นางสมศรี ใจดี"})
    assert User.objects.filter(login="somsri").exists(), "another name is not asked about"


def test_whoever_may_be_appointed_is_told_with_the_posts_held_and_apart(agency, officer, client_of):
    users = {
        login: factories.make_user(agency, login=login, display_name=name)
        for login, name in (("a1", "นายหนึ่ง"), ("a2", "นายหนึ่ง"), ("b1", "นายสอง"))
    }
    unit = factories.make_unit(agency)
    former, wanted = (factories.make_position(agency, OFFICER, unit, one) for one in ("นิติกร", "ครู"))
    factories.hold(users["a2"], former)
    factories.hold(users["b1"], former, last_day=today() - timedelta(days=1))
    page = client_of(officer).get(reverse("agency:position", args=[wanted.pk]))
    offered = dict(page.context["form"].fields["user"].choices)
    assert [offered[str(user.pk)] for user in users.values()] == [
        "นายหนึ่ง · a1", "นายหนึ่ง · a2 · นิติกร", "นายสอง · b1",
    ]  # fmt: skip


def test_a_person_is_deactivated_after_asking_and_opened_again(agency, officer, client_of):
    browser = client_of(officer)
    user = factories.make_user(agency, login="somchai")
    own = client_of(user)
    ask = reverse("agency:person_deactivate", args=[user.pk])
    assert browser.get(ask).status_code == 200
    browser.post(ask)
    user.refresh_from_db()
    assert not user.is_active
    assert own.get(reverse("mfa_index")).status_code == 302
    browser.post(reverse("agency:person_activate", args=[user.pk]))
    user.refresh_from_db()
    assert user.is_active
    me = reverse("agency:person_deactivate", args=[officer.user.pk])
    browser.post(me)
    officer.user.refresh_from_db()
    assert officer.user.is_active


def test_a_new_password_ends_sessions_under_the_old_one(agency, officer, client_of):
    user = factories.make_user(agency, login="somchai")
    own = client_of(user)
    assert own.get(reverse("mfa_index")).status_code == 200
    browser = client_of(officer)
    answer = browser.post(reverse("agency:person_password", args=[user.pk]))
    user.refresh_from_db()
    assert user.check_password(words(answer).partition("<code>")[2].partition("</code>")[0])
    assert own.get(reverse("mfa_index")).status_code == 302


def test_people_from_a_file_get_passwords_together(agency, officer, client_of):
    browser = client_of(officer)
    for login in ("a1", "b1"):
        user = factories.make_user(agency, login=login)
        user.set_unusable_password()
        user.save()
    assert "2 คนยังไม่มีรหัสผ่าน" in words(browser.get(reverse("agency:people"))).replace("\xa0", " ")
    address = "https://www.example.go.th"
    with override_settings(SITE_ADDRESS=address, ADDRESS_IS_TOLD=True):
        answer = browser.post(reverse("agency:passwords_missing"))
    assert words(answer).count("<code>") == 2
    slips = words(answer).partition("ps-slips")[2].split('class="ps-card"')[1:]
    assert [(address in slip, "ใช้ได้ถึง" in slip) for slip in slips] == [(True, True)] * 2
    assert answer.headers["Cache-Control"] == "no-store", "shown once, kept nowhere"
    assert browser.post(reverse("agency:passwords_missing")).status_code == 302


def test_slips_that_were_lost_are_made_anew_for_those_who_never_signed_in(
    agency, officer, client_of
):
    browser, lost = client_of(officer), factories.make_user(agency, login="a1")
    used = factories.make_user(agency, login="b1")
    people.hand_over_password(user=lost, by=officer)
    former, kept = lost.password, used.password
    assert "1 คนยังไม่ได้ใช้รหัสผ่านครั้งเดียว" in tight(words(browser.get(reverse("agency:people"))))
    answer = browser.post(reverse("agency:passwords_missing"), {"again": "1"})
    assert words(answer).count("<code>") == 1
    lost.refresh_from_db()
    used.refresh_from_db()
    assert (lost.password != former, used.password) == (True, kept)


def test_people_are_found_and_paged(agency, officer, client_of):
    browser = client_of(officer)
    for number in range(60):
        factories.make_user(agency, login=f"person{number:02}", display_name=f"ชื่อ {number}")
    address = reverse("agency:people")
    assert "person59" not in words(browser.get(address))
    assert "person59" in words(browser.get(address, {"page": 2}))
    found = words(browser.get(address, {"q": "ชื่อ ๕๙"}))
    assert "person59" in found
    assert "person01" not in found
    assert browser.get(address, {"q": "ไม่มีใคร", "page": "x"}).status_code == 200


@pytest.mark.parametrize("name", ["people", "positions", "units", "journal", "rights"])
@pytest.mark.few(3)
def test_lists_take_the_same_queries_for_one_row_and_for_many(
    agency, officer, client_of, name, django_assert_num_queries
):
    browser = client_of(officer)
    address = reverse(f"agency:{name}")

    def more(count):
        for _number in range(count):
            unit = units.add_unit(agency=agency, by=officer, name=f"กอง {Unit.objects.count()}")
            position = factories.make_position(agency, UNIT_HEAD, unit)
            user = factories.make_user(agency)
            factories.hold(user, position)

    more(1)
    browser.get(address)
    with django_assert_num_queries(count_of(browser, address)):
        browser.get(address)
    before = count_of(browser, address)
    more(3)
    assert count_of(browser, address) == before
    assert before <= 11


def count_of(browser, address):
    from django.db import connection  # noqa: PLC0415 - the one of this test
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


# ---------------------------------------------------------------- the journal


@pytest.fixture
def told(agency, officer, make_actor):
    """Entries of two people."""
    other = make_actor(agency, OFFICE_HEAD, login="head")
    units.add_unit(agency=agency, by=officer, name="กองคลัง")
    units.add_unit(agency=agency, by=other, name="=cmd()")
    people.edit_person(user=other.user, by=officer, display_name="ชื่อ", email="")
    return other


def test_the_journal_tells_in_words_and_is_filtered(agency, officer, told, client_of):
    browser, address = client_of(officer), reverse("agency:journal")
    shown = words(browser.get(address))
    assert "กองคลัง" in shown
    assert "=cmd()" in shown
    by_person = words(browser.get(address, {"person": told.user.pk}))
    assert "=cmd()" in by_person
    assert "“กองคลัง”" not in by_person
    by_verb = words(browser.get(address, {"verb": "person-edited"}))
    assert "“กองคลัง”" not in by_verb
    day = today()
    asked = f"{day.day}/{day.month}/{day.year + 543}"
    assert "กองคลัง" in words(browser.get(address, {"day": asked}))
    assert "กองคลัง" not in words(
        browser.get(address, {"day": f"{day.day}/{day.month}/{day.year + 533}"})
    )
    wrong = browser.get(address, {"day": "x"})
    assert wrong.status_code == 422


def test_the_journal_as_csv_holds_no_formula(agency, officer, told, client_of):
    browser = client_of(officer)
    answer = browser.get(reverse("agency:journal_csv"))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + JournalEntry.objects.filter(agency=agency).count()
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))
    only = browser.get(reverse("agency:journal_csv"), {"verb": "person-edited"})
    assert len(b"".join(only.streaming_content).decode().splitlines()) == 2


def test_the_journal_of_another_agency_is_not_shown(
    agency, other_agency, officer, make_actor, client_of
):
    other = make_actor(other_agency, ADMINISTRATOR)
    units.add_unit(agency=other_agency, by=other, name="กองลับ")
    assert "กองลับ" not in words(client_of(officer).get(reverse("agency:journal")))
    assert "กองลับ" in words(client_of(other).get(reverse("agency:journal")))


def test_english(agency, officer, client_of):
    browser = client_of(officer, HTTP_ACCEPT_LANGUAGE="en")
    units.add_unit(agency=agency, by=officer, name="กองคลัง")
    assert "added the unit" in words(browser.get(reverse("agency:journal")))


def test_the_wizard_ticks_nothing_that_signs_and_warns_of_two_signatures(owner, frozen_clock):
    """Whoever clicks through becomes no mayor; who takes two signing posts says that they know."""
    owner.post(reverse("agency:start"), AGENCY)
    address = reverse("agency:start_person")
    page = words(owner.get(address))
    ticked = set(re.findall(r'value="([a-z-]+)"[^>]*checked', page))
    assert ticked.isdisjoint({*SIGNING, "auditor", "complaint-officer"})
    assert "ita-officer" in ticked
    kinds = ["chief-executive", "chief-administrator"]
    refused = owner.post(address, PERSON | {"kinds": kinds})
    assert "ลงนามเอกสารเรื่องหนึ่งได้ขั้นเดียว" in words(refused)
    assert owner.post(address, PERSON | {"kinds": kinds, "knows_chain": "on"}).status_code == 302
