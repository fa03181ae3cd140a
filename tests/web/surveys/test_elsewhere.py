"""Answers taken elsewhere: read and shown first, then the counts alone are kept and marked."""

import random
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web import factories
from tests.web.measures.plans import YEAR, emptied
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD

from prongsai.core.dates import short_date
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.elsewhere import Elsewhere
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.hooks import rehearsal
from prongsai.web.disclosure.surveys.models import Answer, Remark, Survey, by_lot
from prongsai.web.disclosure.surveys.queries import results_page, weak_by_plan
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.measures.models import PointRow

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADDRESS = "/surveys/elsewhere/"


@pytest.fixture
def asked():
    return questionnaire(Catalogue(), 2566, "EIT")


@pytest.fixture
def holder(agency):
    def make(role, of=agency):
        user = factories.make_user(of)
        factories.hold(user, factories.make_position(of, role))
        return user

    return make


@pytest.fixture
def keeper(holder):
    return actor_on(holder(ITA_OFFICER), today())


@pytest.fixture
def officer(client, holder):
    client.force_login(holder(ITA_OFFICER))
    return client


def said(**more):
    told = {
        "instrument": "EIT", "fiscal_year": 2566, "name": "EIT จากแบบฟอร์ม",
        "opens_on": today() - timedelta(days=9), "closes_on": today(),
    }  # fmt: skip
    return planning.Brought(**(told | more))


def kept(asked, each=3):
    counts = {one.code: (each,) * len(one.options) for one in asked.asked}
    return Elsewhere(counts, max(map(sum, counts.values())), is_counted=True)


def csv(asked, count=12, mark=""):
    lot = random.Random(7)  # noqa: S311 - the same each time
    rows = [[lot.choice(one.options).th for one in asked.asked] for _ in range(count)]
    if mark:
        rows[0][0] = mark
    return "\n".join(",".join(row) for row in [list(asked.codes), *rows]).encode()


def day(name, on):
    return {name: short_date(on)}


def typed(**more):
    first, last = today() - timedelta(days=9), today()
    return {
        "instrument": "EIT", "fiscal_year": "2566", "name": "EIT จากแบบฟอร์ม", "people": "",
        **day("opens_on", first), **day("closes_on", last),
        "numbers": "", **more,
    }  # fmt: skip


def read(client, data, **more):
    file = SimpleUploadedFile("answers.csv", data)
    return client.post(ADDRESS, {**typed(), "act": "read", "file": file, **more})


def seal_of(page):
    found = re.search(r'name="seal" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


# Who may


@pytest.mark.parametrize("role", [CHIEF_EXECUTIVE, UNIT_HEAD, ADMINISTRATOR])
def test_who_keeps_no_surveys_reads_brings_and_takes_away_nothing(
    client, holder, keeper, asked, role
):
    user = holder(role)
    other = actor_on(user, today())
    own = planning.bring(keeper, said(), kept(asked))
    for act in (
        lambda: planning.read(other, said(), "a.csv", csv(asked)),
        lambda: planning.bring(other, said(name="ข"), kept(asked, 9)),
        lambda: planning.take_away(other, own),
    ):
        with pytest.raises(Refused):
            act()
    client.force_login(user)
    assert client.get(ADDRESS).status_code == 403
    assert read(client, csv(asked)).status_code == 403
    assert client.post(reverse("surveys:away", args=[own.pk])).status_code == 403
    assert Survey.objects.get() == own
    page = client.get(reverse("surveys:results", args=[own.pk])).content.decode()
    assert "เก็บจากที่อื่น" in page


def test_another_agency_neither_sees_nor_takes_away(client, holder, keeper, asked, other_agency):
    own = planning.bring(keeper, said(), kept(asked))
    stranger = holder(ITA_OFFICER, of=other_agency)
    with pytest.raises(Refused):
        planning.take_away(actor_on(stranger, today()), own)
    client.force_login(stranger)
    assert client.get(reverse("surveys:results", args=[own.pk])).status_code == 404
    assert client.post(reverse("surveys:away", args=[own.pk])).status_code == 404
    # What one agency brought in bars no other from the same figures.
    planning.bring(actor_on(stranger, today()), said(), kept(asked))
    assert Survey.objects.count() == 2


# Read, seen, brought in


def test_nothing_changes_before_it_was_seen_and_then_the_counts_alone_are_kept(officer, asked):
    page = read(officer, csv(asked, mark="ลายมือของคนหนึ่ง"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "อ่านได้ 12 คน" in text
    # Every cell that was not read is told with its place.
    assert "ลายมือของคนหนึ่ง" in text
    assert not Survey.objects.exists()
    answer = officer.post(ADDRESS, {**typed(), "act": "take", "seal": seal_of(page)})
    own = Survey.objects.get()
    assert answer["Location"] == reverse("surveys:results", args=[own.pk])
    assert own.is_elsewhere
    assert own.elsewhere["respondents"] == own.told == 12
    assert own.elsewhere["findings"] > 0
    assert "ลายมือของคนหนึ่ง" not in str(own.elsewhere)
    assert not Answer.objects.exists()
    assert not Remark.objects.exists()
    assert JournalEntry.objects.filter(verb="survey-brought").count() == 1


def test_it_is_marked_wherever_it_is_shown(officer, keeper, asked):
    own = planning.bring(keeper, said(), kept(asked))
    for name in ("survey", "results"):
        page = officer.get(reverse(f"surveys:{name}", args=[own.pk])).content.decode()
        assert "เก็บจากที่อื่น" in page
    assert "เก็บจากที่อื่น" in officer.get(reverse("surveys:surveys")).content.decode()
    table = officer.get(reverse("surveys:table", args=[own.pk]))
    assert "elsewhere-2566.csv" in table["Content-Disposition"]
    page = results_page(own)
    assert page.results.tally is not None
    assert page.results.doubts == ()


def test_what_was_said_of_the_file_may_not_change_after_it_was_read(officer, asked):
    seal = seal_of(read(officer, csv(asked)))
    assert seal
    for change in (
        {"people": "9"},
        {"fiscal_year": "2565"},
        {"instrument": "IIT"},
        {"numbers": "order"},
    ):
        page = officer.post(ADDRESS, {**typed(), **change, "act": "take", "seal": seal})
        assert page.status_code == 422
    for forged in ("", seal[:-2], f"{seal}x"):
        page = officer.post(ADDRESS, {**typed(), "act": "take", "seal": forged})
        assert page.status_code == 422
    assert not Survey.objects.exists()
    officer.post(ADDRESS, {**typed(), "act": "take", "seal": seal})
    assert Survey.objects.count() == 1


def test_the_seal_of_another_person_opens_nothing(client, holder, asked):
    client.force_login(holder(ITA_OFFICER))
    seal = seal_of(read(client, csv(asked)))
    client.force_login(holder(ITA_OFFICER))
    assert client.post(ADDRESS, {**typed(), "act": "take", "seal": seal}).status_code == 422
    assert not Survey.objects.exists()


def test_few_are_told_and_offered_to_nobody(officer, asked):
    page = read(officer, csv(asked, 4))
    assert "ไม่ถึง 5 คน" in page.content.decode()
    assert not seal_of(page)
    assert seal_of(read(officer, csv(asked, 5)))


@pytest.mark.parametrize("data", [b"", b"\x00\x01", "ชื่อ,อายุ\nก,1\n".encode()])
def test_what_holds_no_answers_is_told(officer, data):
    page = read(officer, data)
    assert not seal_of(page)
    assert "ผิดพลาด" in page.content.decode()


def test_without_a_file_it_is_asked_for(officer):
    page = officer.post(ADDRESS, {**typed(), "act": "read"})
    assert page.status_code == 422
    assert "เลือกไฟล์ก่อน" in page.content.decode()


# Against who wants better results, and who wants to know


@pytest.mark.parametrize(("first", "last"), [(-1, -3), (-3, 1)])
def test_days_turned_round_or_to_come_are_refused(keeper, asked, first, last):
    days = {
        "opens_on": today() + timedelta(days=first), "closes_on": today() + timedelta(days=last)
    }  # fmt: skip
    with pytest.raises(Refused):
        planning.bring(keeper, said(**days), kept(asked))
    assert not Survey.objects.exists()


def with_more(asked, more, each=3):
    """The same file, with people more who all chose the first options."""
    counts = {code: (own[0] + more, *own[1:]) for code, own in kept(asked, each).counts.items()}
    return Elsewhere(counts, kept(asked, each).respondents + more, is_counted=True)


def test_the_same_file_with_one_line_more_is_refused_also_when_the_first_is_away(keeper, asked):
    """Its results were shown: whoever noted them would subtract."""
    first = planning.bring(keeper, said(), kept(asked))
    again = said(name="อีกครั้ง")
    for other in (kept(asked), with_more(asked, 1)):
        with pytest.raises(Refused):
            planning.bring(keeper, again, other)
    planning.take_away(keeper, first)
    for year in (2566, 2567):  # whatever year is said
        with pytest.raises(Refused):
            planning.bring(keeper, said(fiscal_year=year), with_more(asked, 1))
    planning.take_away(keeper, planning.bring(keeper, again, kept(asked)))
    planning.bring(keeper, again, with_more(asked, 5))
    assert [one.verb for one in JournalEntry.objects.order_by("number")][-5:] == [
        "survey-brought", "survey-taken-away", "survey-brought", "survey-taken-away",
        "survey-brought",
    ]  # fmt: skip


@pytest.mark.parametrize(("more", "is_refused"), [(1, True), (0, False), (7, False)])
def test_a_year_less_its_parts_leaves_nobody_or_many(more, is_refused, keeper, asked):
    """Half a year and half a year, and the file of the year with one who came late."""
    planning.bring(keeper, said(name="ครึ่งแรก"), kept(asked, 3))
    planning.bring(keeper, said(name="ครึ่งหลัง"), kept(asked, 8))
    if is_refused:
        with pytest.raises(Refused):
            planning.bring(keeper, said(name="ทั้งปี"), with_more(asked, more, 11))
    else:
        planning.bring(keeper, said(name="ทั้งปี"), with_more(asked, more, 11))


def test_what_was_answered_here_and_one_more_are_not_brought_in_beside(keeper, asked):
    """The same sheets, keyed in here, and a file of all of them but one."""
    own = planning.begin(keeper, planning.NewSurvey(2566, "EIT", "ที่นี่", today(), today()))
    for _ in range(6):
        values = dict.fromkeys(asked.codes, 0)
        Answer.objects.create(id=by_lot(), survey=own.pk, point=own.points.get().pk, values=values)
    answering.close(keeper, own)
    five, eleven = (
        Elsewhere(dict.fromkeys(asked.codes, (count,)), count, is_counted=True) for count in (5, 11)
    )
    with pytest.raises(Refused):
        planning.bring(keeper, said(), five)
    planning.bring(keeper, said(), eleven)


def test_what_was_answered_here_cannot_be_taken_away(keeper, officer):
    asked = planning.NewSurvey(2566, "EIT", "ซ้อม", today(), today())
    own = planning.begin(keeper, asked)
    with pytest.raises(Refused):
        planning.take_away(keeper, own)
    officer.post(reverse("surveys:away", args=[own.pk]), {"sure": "yes"})
    assert Survey.objects.get() == own


# Where else it is told


def test_a_rehearsal_that_was_answered_here_is_no_hindrance(keeper, asked):
    days = (today(), today() + timedelta(days=3))
    planning.begin(keeper, planning.NewSurvey(2566, "EIT", "ที่นี่", *days, points=("ก",)))
    own = planning.bring(keeper, said(), kept(asked))
    assert own.is_elsewhere


def test_weak_items_of_it_go_into_the_plan_and_say_where_they_are_from(
    agency, client, officer, keeper, asked
):
    emptied(agency, keeper)
    own = planning.bring(keeper, said(fiscal_year=YEAR), kept(asked))
    (found,) = weak_by_plan(own)
    assert found.items
    client.post(reverse("surveys:carry", args=[own.pk, YEAR]))
    rows = PointRow.objects.exclude(source="")
    assert rows
    assert all("เก็บจากที่อื่น" in one.source and "นำเข้าจากไฟล์" in one.source for one in rows)
    page = client.get(reverse("measures:plan", args=[YEAR])).content.decode()
    assert "เก็บจากที่อื่น" in page
    count = rows.count()
    planning.take_away(keeper, own)
    assert PointRow.objects.exclude(source="").count() == count


def test_the_dashboard_says_that_it_was_taken_elsewhere(agency, keeper, asked):
    planning.bring(keeper, said(), kept(asked))
    told = rehearsal(agency, 2566)
    assert "เก็บจากที่อื่น" in told.note
    assert told.figure == str(kept(asked).respondents)
    # What was answered here and closed later is the newer one.
    days = (today(), today() + timedelta(days=3))
    own = planning.begin(keeper, planning.NewSurvey(2566, "EIT", "ก", *days, points=("ก",)))
    with freeze(now() + timedelta(days=1)):
        answering.close(keeper, own)
    assert "เก็บจากที่อื่น" not in rehearsal(agency, 2566).note
