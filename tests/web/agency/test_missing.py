"""What an agency lacks before it can work, and the address of the site."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.roles import (
    ADMINISTRATOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)

from prongsai.web.agency.missing import NEEDS, missing_for
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as agencies
from prongsai.web.citizens.desk.models import DeskMap
from prongsai.web.citizens.desk.services import readers
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.services import submitting

pytestmark = pytest.mark.django_db
HERE, OTHERS = "http://127.0.0.1:8000", "https://ita.example.go.th"
NO_PASSWORD = {"password": "!none"}
SIGNING = (CHIEF_EXECUTIVE, CHIEF_ADMINISTRATOR, OFFICE_HEAD)


@pytest.fixture
def local(settings, tmp_path):
    """A site that only its own machine finds."""
    settings.DATA, settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = tmp_path, HERE, False


def lacking(person):
    person = actor_on(person.user, today())
    return {line.lacks.en for line in missing_for(person, today())}


def test_each_need_is_told_until_it_is_met(agency, local, settings):
    agency.telephone = ""
    agency.save()
    person = factories.make_actor(agency, ADMINISTRATOR)
    words = {need.key: need.lacks.en for need in NEEDS}
    # No year is open, so no scores are asked for.
    assert lacking(person) == set(words.values()) - {
        words["scores"], words["stops"], words["passwords"], words["host-address"],
        words["reader"],
    }  # fmt: skip

    for role in (*SIGNING, COMPLAINT_OFFICER, ITA_OFFICER):
        factories.make_actor(agency, role)
    factories.make_unit(agency)
    settings.SITE_ADDRESS = OTHERS
    agency.telephone = "0 4400 0000"
    agency.emblem = files.store(agency, person, "emblem.png", "image/png", b"emblem")
    agency.save()
    picture = {"number": 1, "data": b"map", "width": 400, "height": 300, "source": "กองช่าง"}
    DeskMap.objects.create(agency=agency, **picture)
    assert lacking(person) == set()

    User.objects.filter(agency=agency).exclude(pk=person.user.pk).update(**NO_PASSWORD)
    assert lacking(person) == {words["passwords"]}


def test_a_need_leads_only_those_who_may_meet_it(agency, local):
    lines = missing_for(factories.make_actor(agency, ITA_OFFICER), today())
    told = {line.lacks.en: line.url for line in lines}
    assert told["the site has no address that others can open"].endswith("/agency/#id_address")
    assert told["there is no unit"] == "", "who may not manage people is led nowhere"


def test_a_reader_who_waits_for_a_second_person_is_told_until_one_confirms(agency, client_of):
    agency.second_factor = []
    agency.save()
    admin, second = (factories.make_actor(agency, who) for who in (ADMINISTRATOR, CHIEF_EXECUTIVE))
    factories.make_actor(agency, COMPLAINT_OFFICER)
    row = Appointment.objects.get(position__kind=COMPLAINT_OFFICER.key)
    Appointment.objects.filter(pk=row.pk).update(waits_since=today())
    url, (told,) = (
        reverse("desk:reader", args=[row.pk]),
        [line for line in missing_for(admin, today()) if line.right is Right.LET_READ],
    )  # fmt: skip
    assert (told.url, "นายกเทศมนตรี" in [title.th for title in told.who]) == ("", True)
    assert told.lacks.th in client_of(admin).get(reverse("agency:missing")).content.decode()
    work = [
        client_of(person).get(reverse("ownership:work")).content.decode()
        for person in (second, admin)
    ]
    assert [(page.count(f'href="{url}"'), "อ่านและยืนยัน" in page) for page in work] == [
        (1, True), (0, False),
    ]  # fmt: skip
    readers.let_read(row, by=second)
    assert told.lacks.en not in lacking(admin)


@pytest.mark.parametrize(("role", "is_told"), [(ADMINISTRATOR, True), (COMPLAINT_OFFICER, False)])
def test_the_page_of_work_tells_who_sets_the_agency_up(agency, client_of, role, is_told):
    page = client_of(factories.make_actor(agency, role)).get(reverse("ownership:work"))
    assert (reverse("agency:missing") in page.content.decode()) is is_told


def test_an_address_of_the_server_leads_to_no_form(agency, officer, client_of, local, settings):
    person = factories.make_actor(agency, ADMINISTRATOR)
    own, servers = (
        {need.key: need.lacks.en for need in NEEDS}[key] for key in ("address", "host-address")
    )
    assert own in lacking(person)
    assert servers not in lacking(person)
    settings.ADDRESS_IS_TOLD = True
    told = {line.lacks.en: line.url for line in missing_for(person, today())}
    assert own not in told
    assert told[servers] == ""
    # Other pages lead to this place, where it is said who sets it.
    page = client_of(officer).get(reverse("agency:settings")).content.decode()
    assert page.count('id="id_address"') == 1
    settings.SITE_ADDRESS = OTHERS
    assert not {own, servers} & lacking(person)


def test_the_list_costs_as_many_queries_for_forty_people(agency, django_assert_max_num_queries):
    person = factories.make_actor(agency, ADMINISTRATOR)
    for number in range(12):
        user = factories.make_user(agency)
        unit = factories.make_unit(agency, f"กอง {number}")
        factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    with django_assert_max_num_queries(11):
        missing_for(person, today())


def typed(agency, **more):
    kept = {name: getattr(agency, name) for name in agencies.SETTINGS}
    return kept | {"revision": agency.revision} | more


def test_the_address_is_set_with_the_settings_and_never_a_local_one(
    agency, officer, client_of, local, django_capture_on_commit_callbacks
):
    browser, page = client_of(officer), reverse("agency:settings")
    assert browser.get(page).context["form"]["address"].value() == "", "127.0.0.1 is not proposed"
    for refused in (HERE, "http://[::1]", f"{OTHERS}/page/", "https://me@ita.example.go.th"):
        answer = browser.post(page, typed(agency, address=refused))
        assert answer.status_code == 422, refused
    assert site_address() == HERE
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page, typed(agency, address=f"{OTHERS}/")).status_code == 302
    assert site_address() == OTHERS
    assert JournalEntry.objects.filter(verb="agency-edited").last().detail["fields"] == ["address"]
    agency.refresh_from_db()
    assert browser.post(page, typed(agency, name="เทศบาลตำบลใหม่")).status_code == 302
    assert site_address() == OTHERS, "a page without the field leaves it"


def test_no_words_are_kept_before_the_numbers_of_letters(agency, officer, client_of, local):
    """They would be printed above signatures."""
    browser, page = client_of(officer), reverse("agency:settings")
    for prefix, status in (("อนุมัติให้จ่าย/", 422), ("นม ๑๒๓๔๕/", 302)):
        assert browser.post(page, typed(agency, number_prefix=prefix)).status_code == status
    agency.refresh_from_db()
    assert agency.number_prefix == "นม ๑๒๓๔๕/"


@pytest.mark.parametrize("who", ["the administrator", "two agencies"])
def test_what_is_not_the_agencys_alone_is_not_its_to_say(
    agency, officer, client_of, local, settings, who
):
    if who == "the administrator":
        settings.ADDRESS_IS_TOLD = True
    else:
        factories.make_agency("เทศบาลตำบลอื่น")
    browser, page = client_of(officer), reverse("agency:settings")
    assert "address" not in browser.get(page).context["form"].fields
    browser.post(page, typed(agency, address=OTHERS))
    revision = Agency.objects.get(pk=agency.pk).revision
    with pytest.raises(Refused):
        agencies.edit_agency(
            agency=agency, by=officer, revision=revision, values={"address": OTHERS}
        )
    assert site_address() == HERE


def test_slips_say_that_the_address_is_missing(agency, officer, client_of, local):
    user = factories.make_user(agency)
    User.objects.filter(pk=user.pk).update(**NO_PASSWORD)
    browser = client_of(officer)
    before = browser.get(reverse("agency:people")).content.decode()
    assert "#id_address" in before, "it is set before the passwords are shown, which is once"
    slips = browser.post(reverse("agency:person_password", args=[user.pk])).content.decode()
    assert "ยังไม่ได้ตั้งที่อยู่ของเว็บ" in slips
    assert "#id_address" not in slips, "a link that leaves the slips loses them"


def test_who_may_not_meet_a_need_reads_who_may(agency, local):
    person = factories.make_actor(agency, ITA_OFFICER)
    told = {line.lacks.en: (line.url, line.who) for line in missing_for(person, today())}
    url, who = told["there is no picture of the area"]
    assert (url, [title.th for title in who][-1]) == ("", "เจ้าหน้าที่รับเรื่องร้องเรียน")
    keeper = factories.make_actor(agency, COMPLAINT_OFFICER)
    told = {line.lacks.en: (line.url, line.who) for line in missing_for(keeper, today())}
    assert told["there is no picture of the area"] == (reverse("desk:map"), ())


def test_no_paper_is_submitted_with_a_code_that_leads_nowhere(agency, officer, local):
    with pytest.raises(Refused, match="no address"):
        submitting.submit(agency, by=officer, kind="memo", subject=agency.pk, year=2569)
