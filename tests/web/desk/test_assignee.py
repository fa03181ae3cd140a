"""Who of a unit sees its cases: the head, the officer they were given to, and nobody beside."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.factories import FIRST_DAY
from tests.web.roles import CHIEF_ADMINISTRATOR, COMPLAINT_OFFICER, OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Act, Outcome
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.forms import AssignForm
from prongsai.web.citizens.desk.models import Case, CaseEntry
from prongsai.web.citizens.desk.queries import case_of
from prongsai.web.citizens.desk.rights import is_shut_to_assignee, seen_by
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = pytest.mark.django_db
RESTRICTED = "work-assignment"


@pytest.fixture
def keeper(person):
    return person(COMPLAINT_OFFICER)


@pytest.fixture
def officers(agency, unit):
    """Two officers of one post of the unit: the accused, and a colleague."""
    post = factories.make_position(agency, OFFICER, unit, "นายช่างโยธา")
    users = [factories.make_user(agency) for _ in range(2)]
    for user in users:
        factories.hold(user, post)
    return [actor_on(user, today()) for user in users]


@pytest.fixture
def brought(agency, keeper):
    cases = {}
    for number, kind in enumerate((RESTRICTED, "complaint"), start=20):
        said = receiving.Brought(TYPED, slip_of(number))
        cases[kind] = receiving.receive(agency, kind_of(kind), said)
    return cases


def sees(person, case, client_of):
    """Whether somebody reaches a case by any way; all of them tell the same."""
    client = client_of(person)
    address = reverse("desk:case", args=[case.pk])
    listed = client.get(reverse("desk:cases"), {"standing": "all"}).content.decode()
    found = client.get(reverse("desk:cases"), {"q": case.printed_number, "standing": "all"})
    ways = {
        client.get(address).status_code == 200,
        client.post(address, {"act": "note", "text": "x", "seen": "0"}).status_code != 404,
        address in listed,
        address in found.content.decode(),
        case_of(person, case.pk, today()) is not None,
        bool([one for one in waiting_for(person, today()) if one.kind == "case"]),
    }
    assert len(ways) == 1, ways
    return ways.pop()


def test_a_restricted_case_reaches_its_assignee_and_nobody_else_of_the_unit(
    brought, officers, unit, person, keeper, client_of
):
    accused, colleague = officers
    head, case = person(UNIT_HEAD, unit), brought[RESTRICTED]
    working.assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=colleague.user)
    for other in (accused, head, person(CHIEF_ADMINISTRATOR)):
        assert case not in seen_by(other, today())
        with pytest.raises(Refused):
            working.note(case, by=other, text="x", seen=3)
    assert not sees(accused, case, client_of)
    assert not sees(head, case, client_of)
    assert sees(colleague, case, client_of)
    working.answer(case, by=colleague, text="ดูแล้ว", outcome=Outcome.DONE, seen=3)


@pytest.mark.parametrize(("begins", "may"), [(0, True), (1, False)], ids=["today", "tomorrow"])
def test_who_acts_in_the_assignees_post_works_on_open_cases_in_those_days(
    agency, brought, officers, unit, keeper, client_of, begins, may
):
    _accused, absent = officers
    first_day = today() + timedelta(days=begins)
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, OFFICER, None, "นักวิชาการ"))
    post = absent.user.appointments.get().position
    factories.hold(user, post, first_day, first_day, is_acting=True)
    for case in brought.values():
        working.assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=absent.user)
    substitute = actor_on(user, today())
    assert sees(substitute, brought["complaint"], client_of) is may
    assert brought[RESTRICTED] not in seen_by(substitute, today()), "named, and nobody else"


def test_nor_by_what_is_joined_with_it(agency, brought, officers, unit, keeper):
    accused, colleague = officers
    again = receiving.receive(
        agency, kind_of(RESTRICTED), receiving.Brought(TYPED | {"what": "อีกครั้ง"}, slip_of(30))
    )
    main = brought[RESTRICTED]
    working.assign(main, by=keeper, unit=unit, class_key="", seen=1, assignee=colleague.user)
    working.join(again, main, by=keeper, seen=again.version, main_seen=3)
    assert set(seen_by(colleague, today())) >= {main, again}
    assert {main, again}.isdisjoint(seen_by(accused, today()))


def changed(**values):
    """What becomes of the assignee's appointment."""
    return lambda user: user.appointments.update(**values)


def came(ago):
    """As if the assignee had come some days ago, and had been given the case that day or before."""

    def happens(user):
        day = today() - timedelta(days=ago)
        user.appointments.update(waits_since=day)
        CaseEntry.objects.filter(act=Act.ASSIGN).update(day=day)

    return happens


def closed(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


@pytest.mark.parametrize(
    ("happens", "state"),
    [
        (changed(), ""),
        (changed(waits_since=FIRST_DAY), ""),
        (came(0), "today"),
        (came(1), "new"),
        (changed(last_day=FIRST_DAY), "gone"),
        (closed, "gone"),
    ],
    ids=["there", "given-since", "came-today", "came-before", "left-the-post", "account-closed"],
)
def test_a_restricted_case_that_its_assignee_cannot_open_is_asked_of_the_desk(
    brought, officers, unit, keeper, client_of, happens, state
):
    """One line of the work, whose list has that case alone, and one button that gives it again."""
    is_shut, colleague = bool(state), officers[1]
    Agency.objects.update(second_factor=[])
    case = brought[RESTRICTED]
    Case.objects.exclude(pk=case.pk).delete()
    working.assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=colleague.user)
    Case.objects.update(day=FIRST_DAY)  # it came before anybody there
    happens(colleague.user)
    actor = actor_on(colleague.user, today())
    opens = colleague.user.is_active and case in seen_by(actor, today())
    assert opens is not is_shut
    asked = [one for one in waiting_for(keeper, today()) if one.kind == "case"]
    assert bool(asked) is is_shut
    address, browser = reverse("desk:case", args=[case.pk]), client_of(keeper)
    listed = browser.get(reverse("desk:cases"), {"standing": "unassigned"}).content.decode()
    assert (address in listed) is is_shut
    page = browser.get(address)
    assert (page.context["open"] == "assign") is is_shut
    assert page.context["assignee_is"] == state
    if is_shut:
        assert asked[0].url == f"{reverse('desk:cases')}?standing=unassigned"
    if state == "new":
        made = {name: form for name, _, form in page.context["forms"]}["assign"].initial
        assert browser.post(address, {**made, "act": "assign"}).status_code == 302
        assert case in seen_by(actor, today())


@pytest.mark.long
def test_an_officer_sees_the_open_cases_that_nobody_or_they_were_given(
    brought, officers, unit, person, client_of
):
    first, second = officers
    case, clerk, head = brought["complaint"], person(CHIEF_ADMINISTRATOR), person(UNIT_HEAD, unit)
    working.assign(case, by=clerk, unit=unit, class_key="", seen=1)
    assert sees(first, case, client_of)
    assert sees(second, case, client_of)
    working.hand(case, by=head, assignee=second.user, seen=2)
    assert not sees(first, case, client_of)
    assert sees(second, case, client_of)
    assert sees(head, case, client_of)


def test_only_the_head_hands_a_case_on_and_never_a_restricted_one(
    agency, brought, officers, unit, person, keeper
):
    first, second = officers
    head, clerk = person(UNIT_HEAD, unit), person(CHIEF_ADMINISTRATOR)
    outside = person(UNIT_HEAD, factories.make_unit(agency))
    case, restricted = brought["complaint"], brought[RESTRICTED]
    working.assign(case, by=clerk, unit=unit, class_key="", seen=1)
    working.assign(restricted, by=keeper, unit=unit, class_key="", seen=1, assignee=head.user)
    for who in (first, clerk, outside):
        with pytest.raises(Refused):
            working.hand(case, by=who, assignee=second.user, seen=2)
    with pytest.raises(Refused):
        working.hand(case, by=head, assignee=outside.user, seen=2)
    with pytest.raises(Refused):
        working.hand(restricted, by=head, assignee=second.user, seen=3)
    working.hand(case, by=head, assignee=second.user, seen=2)
    assert Case.objects.get(pk=case.pk).assignee == second.user


def test_a_keeper_who_was_given_a_restricted_case_hands_it_to_nobody(
    brought, unit, person, keeper, officers
):
    case, clerk = brought[RESTRICTED], person(CHIEF_ADMINISTRATOR)
    factories.hold(clerk.user, factories.make_position(clerk.agency, OFFICER, unit, "นายช่างโยธา"))
    clerk = actor_on(clerk.user, today())
    working.assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=clerk.user)
    assert case_of(clerk, case.pk, today())
    with pytest.raises(Refused):
        working.assign(case, by=clerk, unit=unit, class_key="", seen=3, assignee=officers[0].user)


def test_the_pages_offer_who_may_be_given_a_case(brought, officers, unit, person, client_of):
    head, clerk = person(UNIT_HEAD, unit), person(CHIEF_ADMINISTRATOR)
    case, address = brought["complaint"], reverse("desk:case", args=[brought["complaint"].pk])
    sent = {"act": "assign", "unit": str(unit.pk), "seen": "1", "assignee": str(head.user.pk)}
    assert client_of(clerk).post(address, sent).status_code == 302
    sent = {"act": "hand", "seen": "3", "assignee": str(officers[0].user.pk)}
    assert client_of(officers[0]).post(address, sent).status_code == 404
    assert client_of(head).post(address, sent).status_code == 302
    assert Case.objects.get(pk=case.pk).assignee == officers[0].user


def test_no_unit_is_chosen_beforehand_but_the_one_that_has_the_case(
    brought, unit, person, client_of
):
    case, browser = brought["complaint"], client_of(person(CHIEF_ADMINISTRATOR))
    address = reverse("desk:case", args=[case.pk])

    def chosen():
        made = {name: form for name, _, form in browser.get(address).context["forms"]}
        field = made["assign"]["unit"]
        return [option.data["value"] for option in field.subwidgets if option.data["selected"]]

    assert chosen() == [""]
    assert browser.post(address, {"act": "assign", "unit": "", "seen": "1"}).status_code == 422
    assert browser.post(address, {"act": "assign", "unit": unit.pk, "seen": "1"}).status_code == 302
    assert chosen() == [str(unit.pk)]


def test_all_of_a_unit_are_offered_but_for_a_restricted_case(unit):
    def first(name):
        field = AssignForm(kind_of(name), [unit], ())["assignee"]
        return field.field.required, next(iter(field.subwidgets)).data["label"]

    assert first(RESTRICTED) == (True, "เลือกผู้รับผิดชอบ")
    assert first("complaint") == (False, "ทุกคนของส่วนราชการ")


def test_who_gives_a_restricted_case_to_somebody_new_is_told(brought, officers, unit, keeper):
    """Of a file of people all are new on its day, and nobody is a second person for them."""
    case, (new, _) = brought[RESTRICTED], officers
    new.user.appointments.update(waits_since=today())
    working.assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=new.user)
    case.refresh_from_db()
    assert case_of(new, case.pk, today()) is None
    assert is_shut_to_assignee(case, today())
    new.user.appointments.update(waits_since=None)
    assert case_of(new, case.pk, today())
    assert not is_shut_to_assignee(case, today())


def test_a_case_whose_assignee_left_a_unit_without_a_head_is_asked_of_the_desk(
    brought, officers, unit, person
):
    colleague, clerk = officers[1], person(CHIEF_ADMINISTRATOR)
    case = brought["complaint"]
    Case.objects.exclude(pk=case.pk).delete()
    working.assign(case, by=clerk, unit=unit, class_key="", seen=1, assignee=colleague.user)

    def is_asked():
        return bool([one for one in waiting_for(clerk, today()) if one.kind == "case"])

    assert not is_asked()
    colleague.user.appointments.update(last_day=factories.FIRST_DAY)
    assert is_asked(), "the other officer of the unit does not see it"
    person(UNIT_HEAD, unit)
    assert not is_asked(), "a head sees it, and gives it to somebody"


@pytest.fixture
def keeper_in_browser(agency, keeper, client_of):
    agency.second_factor = []
    agency.save()
    return client_of(keeper)


def ticks(*cases):
    return [f"{case.pk} {case.version} {case.printed_number}" for case in cases]


def give(client, cases, unit, user):
    address = reverse("desk:cases") + "?standing=all"
    values = {"case": ticks(*cases), "to": f"{unit.pk} {user.pk}"}
    return client.post(address, values, follow=True)


def open_cases(agency, *slips):
    said = {slip: TYPED | {"subject": f"ไฟดับจุดที่ {slip}", "what": f"ดับ {slip} คืน"} for slip in slips}
    return [
        receiving.receive(agency, kind_of("complaint"), receiving.Brought(words, slip_of(slip)))
        for slip, words in said.items()
    ]


def test_ticked_cases_go_to_one_and_what_changed_meanwhile_is_left_and_named(
    agency, keeper, keeper_in_browser, officers, unit
):
    cases = open_cases(agency, 40, 41, 42)
    working.note(cases[1], by=keeper, text="โทรถามแล้ว", seen=1)
    page = give(keeper_in_browser, cases, unit, officers[0].user).content.decode()
    assert [case.assignee for case in Case.objects.order_by("number")] == [
        officers[0].user, None, officers[0].user,
    ]  # fmt: skip
    entries = JournalEntry.objects.filter(verb="case-assigned")
    assert sorted(entries.values_list("subject", flat=True)) == [
        cases[0].printed_number, cases[2].printed_number,
    ]  # fmt: skip
    assert f"เรื่องที่ {cases[1].printed_number}:" in page


def test_a_head_gives_ticked_cases_of_the_own_unit_alone_and_no_restricted_one(
    agency, brought, keeper, officers, unit, person, client_of
):
    head, other = person(UNIT_HEAD, unit), factories.make_unit(agency)
    theirs = person(UNIT_HEAD, other)
    mine, alien = open_cases(agency, 40, 41)
    restricted = brought[RESTRICTED]
    for case, to in ((mine, unit), (alien, other)):
        working.assign(case, by=keeper, unit=to, class_key="", seen=1)
    working.assign(restricted, by=keeper, unit=unit, class_key="", seen=1, assignee=head.user)
    cases = [Case.objects.get(pk=case.pk) for case in (mine, alien, restricted)]
    client = client_of(head)
    listed = client.get(reverse("desk:cases"), {"standing": "all"}).content.decode()
    assert [tick in listed for tick in ticks(*cases)] == [True, False, False]
    give(client, cases, unit, officers[0].user)
    assert [Case.objects.get(pk=case.pk).assignee for case in cases] == [
        officers[0].user, None, head.user,
    ]  # fmt: skip
    answer = client.post(
        reverse("desk:cases"), {"case": ticks(cases[0]), "to": f"{other.pk} {theirs.user.pk}"}
    )
    assert answer.status_code == 422, "nobody of another unit is offered"


def test_nothing_ticked_is_said_and_an_officer_gives_nothing(
    agency, brought, keeper, keeper_in_browser, officers, unit, client_of
):
    to = f"{unit.pk} {officers[0].user.pk}"
    answer = keeper_in_browser.post(reverse("desk:cases"), {"to": to})
    assert answer.status_code == 422
    case = brought["complaint"]
    working.assign(case, by=keeper, unit=unit, class_key="", seen=1)
    case.refresh_from_db()
    client = client_of(officers[1])
    assert ticks(case)[0] not in client.get(reverse("desk:cases")).content.decode()
    assert give(client, [case], unit, officers[1].user).status_code == 422
    case.refresh_from_db()
    assert case.assignee is None


def test_a_line_of_ones_work_counts_the_cases_of_the_list_that_it_opens(
    agency, keeper, unit, person, client_of
):
    head = person(UNIT_HEAD, unit)
    cases = open_cases(agency, 40, 41)
    for case in cases:
        working.assign(case, by=keeper, unit=unit, class_key="", seen=1)
    working.ask(cases[1], by=head, text="ถนนสายใด", seen=2)
    (line,) = [line for line in waiting_for(head, today()) if line.kind == "case"]
    assert line.name.endswith(" 1 เรื่อง"), "the other waits for who brought it"
    listed = client_of(head).get(line.url).content.decode()
    assert "แสดง 1 เรื่อง" in listed
    assert [case.printed_number in listed for case in cases] == [True, False]
