"""Who writes a register is the agency's choice; who gains or loses is named before it is saved."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, LOANS, YEAR, add, head_of, row_of
from tests.web.roles import AUDITOR, ITA_OFFICER, OFFICE_HEAD, OFFICER

from prongsai.core.duties import duties, read_unit_names
from prongsai.core.registers.reading import read_register, shipped_register
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.position_rules import is_sensitive_post
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import agency as units
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.registers.models import ChosenWriters, NothingToReport, RegisterRow
from prongsai.web.disclosure.registers.queries.choice import preview_choice, writers_page
from prongsai.web.disclosure.registers.queries.writers import Writers
from prongsai.web.disclosure.registers.rights import may_report, seen_by, written_by
from prongsai.web.disclosure.registers.services import making, nothing, outcome, saving
from prongsai.web.disclosure.registers.services.choosing import choose_writers
from prongsai.web.disclosure.registers.services.keeping import SomeRefused
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("frozen_clock"),
]
BUDGET = "budget-lines"
LINE = {
    "code": "A1", "plan": "แผนงานบริหารทั่วไป", "line": "ค่าวัสดุ", "unit": "กองช่าง", "budget": "1,000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def officer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER)


def register_named(key):
    return shipped_register(key)


def scope(person, key=BUDGET):
    return written_by(person, register_named(key), today())


def add_line(person, **typed):
    row = row_of(person.agency, BUDGET, LINE | typed)
    return saving.add(person.agency, by=person, register=register_named(BUDGET), year=YEAR, row=row)


def unit_of(person):
    return person.user.appointments.get().position.unit


def post_of(person):
    return person.user.appointments.get().position


def choose(by, key=BUDGET, choice=None, seen=None):
    register = register_named(key)
    seen = seen or preview_choice(by.agency, register, choice).state
    return choose_writers(by.agency, by=by, register=register, choice=choice, seen=seen)


def of_units(*people, own_unit=False):
    return Writers(own_unit, frozenset(unit_of(person).pk for person in people))


def of_posts(*people):
    return Writers(posts=frozenset(post_of(person).pk for person in people))


def names(changes):
    return {change.person.user.login for change in changes}


# ---- as offices do it


@pytest.mark.parametrize(
    ("role", "names"),
    [(OFFICER, {"กองช่าง"}), (ITA_OFFICER, {"กองช่าง", "กองคลัง"})], ids=["own unit", "all"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["add", "grid"])
def test_only_open_units_for_which_somebody_may_write_are_offered(
    agency, client_of, role, names, page
):
    works = factories.make_unit(agency, "กองช่าง")
    factories.make_unit(agency, "กองคลัง")
    factories.make_unit(agency, "กองเดิม", is_closed=True)
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, role, works))
    said = client_of(actor_on(user, today())).get(
        reverse(f"registers:{page}", args=[YEAR, "facility-checks"])
    )
    text = said.content.decode()
    assert {unit.name for unit in agency.units.all() if f">{unit.name}</option>" in text} == names


def test_finance_keeps_the_budget_of_all_units_and_others_their_other_registers(finance, works):
    assert scope(finance).is_all
    assert not scope(works), "the same unit head writes none of it"
    assert scope(works, LOANS).units == {unit_of(works).pk}
    assert seen_by(works, register_named(BUDGET), today()).is_all, "who writes is not who reads"
    assert may_report(finance, register_named(BUDGET), today())
    assert not may_report(works, register_named(BUDGET), today())


def test_where_no_unit_is_called_so_each_writes_its_own(works, agency):
    assert scope(works).units == {unit_of(works).pk}
    assert "กองคลัง" in str(writers_page(agency)["shelves"]), "the page says which name it missed"
    add_line(works)


@pytest.mark.parametrize("name", ["ส่วนการคลัง", "กอง คลัง", "สำนักคลัง"])
def test_a_unit_is_known_by_its_usual_other_names(agency, name):
    assert scope(head_of(agency, name)).is_all


def test_a_closed_unit_keeps_nothing_for_others(finance, works, officer):
    units.close_unit(unit=unit_of(finance), by=officer)
    assert not scope(finance)
    assert scope(works).units == {unit_of(works).pk}


# ---- every way in


def test_every_way_in_asks_the_same(finance, works):
    register = register_named(BUDGET)
    kept = add_line(finance)
    assert kept.unit.name == "กองช่าง", "a row names its own unit, not that of who wrote it"
    line = outcome.TypedLine(row_of(works.agency, BUDGET, LINE | {"code": "A2"}))
    with pytest.raises(Refused):
        add_line(works, code="A3")
    with pytest.raises(SomeRefused):
        outcome.save(works, register, YEAR, {0: line})
    assert len(outcome.save(finance, register, YEAR, {0: line})[0]) == 1
    for act in (saving.remove, saving.restore):
        with pytest.raises(Refused):
            act(kept, by=works, register=register)
        assert act(kept, by=finance, register=register)
    changed = row_of(works.agency, BUDGET, LINE | {"budget": "2"})
    with pytest.raises(Refused):
        saving.change(kept, by=works, register=register, row=changed, seen=kept.version)


def test_finance_imports_the_spending_of_three_units_each_row_with_its_unit(finance, works, agency):
    head_of(agency, "กองการศึกษา")
    add_line(finance)
    add_line(finance, code="A2", unit="กองคลัง")
    add_line(finance, code="A3", unit="กองการศึกษา")
    register = register_named("spending")
    rows = ["เดือน,รหัสรายการ,ส่วนราชการ,เบิกจ่าย"]
    rows += [f"ต.ค.,{code},{unit},10" for code, unit in
             (("A1", "กองช่าง"), ("A2", "กองคลัง"), ("A3", "กองการศึกษา"))]  # fmt: skip
    data = "\n".join(rows).encode()

    def read(person):
        file = making.read_file(
            agency, by=person, register=register, year=YEAR, name="a.csv", data=data
        )
        return file, outcome.outcome_of(person, register, file)

    _, refused = read(works)
    assert [one.code for one in refused.findings] == ["register_others"]
    file, found = read(finance)
    assert found.is_sound
    making.take(file, by=finance, register=register, seen=found.state)
    kept = RegisterRow.objects.filter(register="spending").values_list("unit__name", flat=True)
    assert sorted(kept) == ["กองการศึกษา", "กองคลัง", "กองช่าง"]


def test_the_form_of_who_writes_for_all_names_no_unit_beforehand(finance, works, client_of):
    page = client_of(finance).get(reverse("registers:add", args=[YEAR, BUDGET]))
    assert page.context["form"].initial == {}
    own = client_of(finance).get(reverse("registers:add", args=[YEAR, LOANS]))
    assert own.context["form"].initial == {"unit": "กองคลัง"}
    assert client_of(works).get(reverse("registers:add", args=[YEAR, BUDGET])).status_code == 403
    for name in ("grid", "take"):
        address = reverse(f"registers:{name}", args=[YEAR, BUDGET])
        assert client_of(works).get(address).status_code == 403
        assert client_of(finance).get(address).status_code == 200


def test_a_box_that_refers_to_an_empty_register_says_which_to_fill_first(finance, client_of):
    """It took any word, and then refused it as “no row of another register”."""
    browser, address = client_of(finance), reverse("registers:add", args=[YEAR, "spending"])
    told = "ยังไม่มีรายการใน “แผนการใช้จ่ายงบประมาณ” เพิ่มที่นั่นก่อน"
    assert told in browser.get(address).content.decode()
    add_line(finance, unit="กองคลัง")
    assert told not in browser.get(address).content.decode()


def test_what_is_missing_waits_for_the_unit_that_keeps_it(finance, works):
    add_line(finance)
    register = register_named("spending")
    with pytest.raises(Refused):
        nothing.say_nothing(works.agency, by=works, register=register, year=YEAR, slot=1, unit=None)
    row = row_of(finance.agency, "spending", {
        "month": "ต.ค.", "line": "A1", "unit": "กองช่าง", "spent": "1",
    })  # fmt: skip
    saving.add(finance.agency, by=finance, register=register, year=YEAR, row=row)

    def waits(person):
        return [one for one in waiting_for(person, today()) if "เบิกจ่าย" in one.name]

    assert waits(finance)
    assert not waits(works), "though the row is of the unit"


# ---- the agency's choice


def test_a_choice_stands_over_the_usual_and_goes_back(finance, works, officer, agency):
    assert choose(officer, choice=of_units(works, own_unit=True))
    assert scope(works).is_all
    assert scope(finance).units == {unit_of(finance).pk}
    entry = JournalEntry.objects.latest("number")
    assert (entry.verb, entry.detail["gained"], entry.detail["lost"]) == (
        "register-writers-chosen", 1, 1,
    )  # fmt: skip
    assert "กองคลัง" in entry.detail["before"]
    assert Notification.objects.filter(user=works.user).count() == 1
    assert not choose(officer, choice=of_units(works, own_unit=True)), (
        "chosen again it is no change"
    )
    assert choose(officer)
    assert not ChosenWriters.objects.exists()
    assert scope(finance).is_all


def test_a_post_writes_for_all_and_nobody_else_of_its_unit(agency, finance, works, officer):
    other = factories.make_user(agency)
    factories.hold(other, factories.make_position(agency, AUDITOR, unit_of(works), "ผู้ช่วย"))
    choose(officer, choice=of_posts(works))
    assert scope(works).is_all
    assert not scope(actor_on(other, today()))
    assert not scope(finance)


def test_a_preview_names_who_gains_and_who_loses(finance, works, officer, agency):
    preview = preview_choice(agency, register_named(BUDGET), Writers(own_unit=True))
    assert names(preview.gains) == {works.user.login}
    assert names(preview.losses) == {finance.user.login}
    assert officer.user.login not in names(preview.changes), "who keeps the disclosure writes on"


def test_an_old_preview_saves_nothing(finance, works, officer, agency):
    choice = of_units(works)
    seen = preview_choice(agency, register_named(BUDGET), choice).state
    newcomer = factories.make_user(agency)
    factories.hold(newcomer, factories.make_position(agency, AUDITOR, unit_of(works), "ผู้ช่วย"))
    with pytest.raises(Refused):
        choose(officer, choice=choice, seen=seen)
    with pytest.raises(Refused):
        choose(officer, choice=of_units(finance, works), seen=seen)
    assert choose(officer, choice=choice)


def test_somebody_must_write(officer, agency):
    with pytest.raises(Refused):
        preview_choice(agency, register_named(BUDGET), Writers())


# ---- registers that few may read


def test_a_choice_opens_no_rows_that_were_written_for_few(finance, works, officer):
    add(works, GIFTS, unit="กองช่าง")
    with pytest.raises(Refused):
        choose(officer, GIFTS, of_units(finance, own_unit=True))
    assert not seen_by(finance, register_named(GIFTS), today()).is_all
    assert choose(officer, GIFTS, Writers(own_unit=True)), "what opens nothing is taken"


def test_new_readers_are_named_watched_and_sensitive(agency, finance, officer, make_actor):
    auditor = make_actor(agency, AUDITOR)
    clerk = factories.make_user(agency)
    post = factories.make_position(agency, "publication-officer", title="เจ้าหน้าที่เผยแพร่")
    factories.hold(clerk, post)
    assert not is_sensitive_post(post)
    choice = Writers(own_unit=True, posts=frozenset({post.pk}))
    preview = preview_choice(agency, register_named(GIFTS), choice)
    assert preview.opens
    assert names(preview.gains) == {clerk.login}
    assert choose(officer, GIFTS, choice)
    assert seen_by(actor_on(clerk, today()), register_named(GIFTS), today()).is_all
    assert is_sensitive_post(post), "who is put there becomes a reader"
    told = Notification.objects.filter(user__in=[auditor.user, clerk])
    assert told.count() == 2
    add(finance, GIFTS)
    assert choose(officer, GIFTS), "taken back it stays as the register says"
    with pytest.raises(Refused):
        choose(officer, GIFTS, choice)


def test_nobody_makes_himself_a_reader(agency, finance, make_actor):
    head = make_actor(agency, OFFICE_HEAD)
    with pytest.raises(Refused):
        choose(head, GIFTS, of_posts(head))
    assert choose(head, GIFTS, of_units(finance, own_unit=True)), "another is allowed"


def test_a_choice_takes_no_reading_away(finance, works, officer):
    add(finance, GIFTS)
    choose(officer, GIFTS, Writers(own_unit=True))
    register = register_named(GIFTS)
    stored = ChosenWriters.objects.get()
    stored.own_unit, stored.posts = False, [str(post_of(works).pk)]
    stored.save()
    assert not written_by(finance, register, today())
    assert seen_by(finance, register, today()).units == {unit_of(finance).pk}


def test_a_register_of_few_names_no_duty():
    text = (
        "title: {th: ก, en: a}\npurpose: {th: ก, en: a}\nbasis: [{source: ก}]\n"
        "fields: [{name: a, kind: text, title: {th: ก, en: a}}, "
        "{name: unit, kind: unit, title: {th: ข, en: u}}]\n"
        "named_by: [a]\nowned_by: unit\nrights: {sees: own-unit, duty: %s}\n"
    )
    _, findings = read_register("a", text % "finance", "a.yaml")
    assert [one.code for one in findings] == ["register_misplaced"]
    _, findings = read_register("a", text.replace("own-unit", "all") % "magic", "a.yaml")
    assert [one.code for one in findings] == ["register_no_duty"]
    register, findings = read_register("a", text.replace("own-unit", "all") % "legal", "a.yaml")
    assert (register.rights.duty, findings) == ("legal", ())


def test_a_name_belongs_to_one_duty():
    assert {"finance", "personnel", "legal"} <= set(duties())
    one = "- {key: %s, name: {th: ก, en: a}, units: [กองคลัง]}\n"
    _, findings = read_unit_names("all_units: []\nduties:\n" + one % "a" + one % "b", "x.yaml")
    assert [finding.code for finding in findings] == ["duty_twice"]


def test_a_site_of_before_keeps_its_writers_where_they_wrote(finance, works):
    add_line(finance)
    keep = import_module("prongsai.web.disclosure.registers.migrations.0003_keep_writers")
    keep.keep_writers(apps, None)
    assert scope(works).units == {unit_of(works).pk}
    assert scope(finance).units == {unit_of(finance).pk}
    assert scope(finance, "spending").is_all, "nobody had written this one"


# ---- names of units that change


def test_a_renamed_unit_shifts_the_duty_and_the_journal_tells(finance, works, officer, agency):
    units.rename_unit(unit=unit_of(finance), by=officer, name="กองแผน")
    shifted = JournalEntry.objects.filter(verb="register-writers-shifted")
    entry = shifted.get()
    assert (entry.by, entry.detail["before"]) == (officer.user, "กองคลัง")
    assert scope(works).units == {unit_of(works).pk}
    assert len(writers_page(agency)["history"]) == 1
    units.rename_unit(unit=unit_of(works), by=officer, name="กองช่างและผังเมือง")
    assert shifted.count() == 1, "a name that has no duty shifts nothing"
    add_line(works, unit="กองช่างและผังเมือง")
    units.add_unit(agency=agency, by=officer, name="ส่วนการคลัง")
    assert shifted.count() == 2, "rows that their unit wrote are another's to write now"


def test_what_the_agency_chose_does_not_shift_with_names(finance, works, officer):
    for register in ("budget-lines", "spending", "procurement-plan", "procurement-notices",
                     "procurement-winners", "financial-statements"):  # fmt: skip
        choose(officer, register, of_units(finance))
    units.rename_unit(unit=unit_of(finance), by=officer, name="กองแผน")
    assert not JournalEntry.objects.filter(verb="register-writers-shifted").exists()
    assert scope(finance).is_all


# ---- pages


def test_the_page_shows_before_it_saves(finance, works, officer, client_of, agency):
    browser = client_of(officer)
    address = reverse("registers:choose-writers", args=[BUDGET])
    sent = {"own_unit": "on", "act": "look"}
    page = browser.post(address, sent)
    assert not ChosenWriters.objects.exists()
    assert "ผู้อำนวยการกองช่าง" in page.content.decode()
    seen = page.context["preview"]["state"]
    done = browser.post(address, sent | {"act": "save", "seen": seen})
    assert done.status_code == 302
    assert ChosenWriters.objects.get(agency=agency).own_unit
    assert "หน่วยงานเลือกเอง" in browser.get(reverse("registers:writers")).content.decode()
    page = browser.post(address, {"act": "usual"})
    seen = page.context["preview"]["state"]
    browser.post(address, {"act": "save-usual", "seen": seen})
    assert not ChosenWriters.objects.exists()


def test_who_may_not_change_settings_reads_the_page_and_chooses_nothing(finance, client_of):
    browser = client_of(finance)
    page = browser.get(reverse("registers:writers"))
    assert page.status_code == 200
    address = reverse("registers:choose-writers", args=[BUDGET])
    assert address not in page.content.decode()
    assert browser.post(address, {"own_unit": "on", "act": "save"}).status_code == 403


def test_the_queries_do_not_grow_with_people(agency, finance, works, officer):
    def count():
        with CaptureQueriesContext(connection) as queries:
            writers_page(agency)
            preview_choice(agency, register_named(BUDGET), of_units(works))
        return len(queries)

    before = count()
    for number in range(3):
        head_of(agency, f"กองที่{number}")
    assert count() == before


# ---- who sees the own rows alone


def officer_in(agency, unit):
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, OFFICER, unit, "นักวิชาการ"))
    return actor_on(user, today())


def test_who_sees_the_own_rows_alone_says_nothing_of_a_unit(finance, agency):
    register, unit = register_named(GIFTS), unit_of(finance)
    member = officer_in(agency, unit)
    add(member, GIFTS)
    said = {"register": register, "year": YEAR, "unit": unit}
    with pytest.raises(Refused) as refused:
        nothing.say_nothing(agency, by=member, slot=1, **said)
    assert nothing.say_nothing(agency, by=finance, slot=1, **said)
    stood = NothingToReport.objects.get()
    with pytest.raises(Refused):
        nothing.take_back(stood, by=member, register=register)
    assert nothing.take_back(stood, by=finance, register=register)
    for who, is_asked in ((member, False), (finance, True)):
        asked = [one.name for one in waiting_for(who, today()) if one.kind == "register"]
        assert any(register.title.th in name for name in asked) is is_asked
    add(finance, GIFTS, offered_on="6 ต.ค. 2568")
    with pytest.raises(Refused) as with_rows:
        nothing.say_nothing(agency, by=member, slot=1, **said)
    assert str(refused.value) == str(with_rows.value), "nor is told whether colleagues wrote"


def test_an_officer_who_gains_own_rows_is_told_of_a_gain(finance, agency, officer):
    unit = unit_of(finance)
    member = officer_in(agency, unit)
    choose(officer, GIFTS, of_posts(finance))
    preview = preview_choice(agency, register_named(GIFTS), Writers(own_unit=True))
    assert names(preview.gains) == {member.user.login}
    assert names(preview.losses) == {finance.user.login}


def test_nobody_opens_rows_to_a_post_that_waits_for_them(agency, finance, officer):
    post = factories.make_position(agency, AUDITOR)
    tomorrow = today() + timedelta(days=1)
    factories.hold(officer.user, post, first_day=tomorrow)
    choice = Writers(posts=frozenset({post.pk}))
    with pytest.raises(Refused):
        choose(officer, GIFTS, choice)
    officer.user.appointments.filter(position=post).delete()
    factories.hold(finance.user, post, first_day=tomorrow)
    assert choose(officer, GIFTS, choice), "another's is no bar"


def test_who_keeps_the_disclosure_is_no_nobody(agency, officer):
    """Nobody but the officer is there: registers are written by somebody all the same."""
    shelves = writers_page(agency)["shelves"]
    rows = {row[0].key: row for _group, rows in shelves for row in rows}
    assert "1 คน" in rows["spending"][1]
    assert rows["spending"][2].text != "ยังไม่มีผู้บันทึก"
    open_to_all = [tag for register, _words, tag in rows.values() if not register.is_restricted]
    assert all(tag.text != "ยังไม่มีผู้บันทึก" for tag in open_to_all)
