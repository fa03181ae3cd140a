"""Pages of owners: seen by all, changed by those who may, nothing typed is lost."""

import csv
import io
import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.web import factories
from tests.web.markup import tight
from tests.web.ownership import samples
from tests.web.ownership.samples import YEAR, subject
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER, OFFICER

from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.ownership import services
from prongsai.web.year.ownership.models import JOINT, MAIN, Assignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


@pytest.fixture
def march():
    with clock.freeze(datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))):
        yield


@pytest.fixture
def measures(agency):
    return samples.year(agency)


@pytest.fixture
def finance(agency, measures):
    return factories.make_unit(agency, "กองคลัง")


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *args):
    return reverse(f"ownership:{name}", args=[YEAR, *args])


def text_of(answer):
    return answer.content.decode()


def undo_in(text):
    """Where the button of the last message leads."""
    (action,) = re.findall(r'action="([^"]+\?at=[^"]+)"', text)
    return unescape(action)


def ticket(row):
    return f"measure:{row.pk}"


def test_the_matrix_is_seen_and_says_what_is_missing(browser, finance):
    text = text_of(browser.get(at("owners")))
    assert "100 จาก 100 เรื่องยังไม่มีผู้รับผิดชอบ" in text
    assert "แผนเขียนผู้รับผิดชอบไว้แล้ว 2 มาตรการ" in text


def test_several_are_assigned_at_once(browser, finance, measures):
    sent = {
        "subject": [ticket(one) for one in measures], "unit": finance.pk, "user": "", "rank": "1",
        "act": "assign", "shown_kind": "measure",
    }  # fmt: skip
    answer = browser.post(at("assign"), sent)
    assert answer.status_code == 302
    assert answer.url == f"{at('owners')}?kind=measure"
    assert Assignment.objects.filter(unit=finance).count() == 2
    assert "มอบหมาย 2 เรื่องแล้ว" in text_of(browser.get(answer.url))


def test_all_that_is_shown_is_assigned(browser, finance):
    sent = {"all": "1", "unit": finance.pk, "rank": "1", "act": "assign", "shown_kind": "indicator"}
    browser.post(at("assign"), sent)
    assert Assignment.objects.count() == 10


def test_a_form_sent_twice_acts_once(browser, finance, measures):
    sent = {"subject": ticket(measures[0]), "unit": finance.pk, "rank": "1", "once": "a" * 32}
    assert browser.post(at("assign"), sent).url == browser.post(at("assign"), sent).url
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"unit": True}, "ยังไม่ได้เลือกแถวใด"),
        ({"tick": True}, "ยังไม่ได้เลือกผู้รับผิดชอบ"),
        ({"tick": True, "unit": True, "rank": "2"}, "ยังไม่มีผู้รับผิดชอบหลักคนอื่น"),
    ],
)
def test_a_refusal_keeps_ticks_and_choices(browser, finance, measures, sent, said):
    typed = {"rank": sent.get("rank", "1"), "act": "assign", "shown_kind": "measure"}
    if "unit" in sent:
        typed["unit"] = str(finance.pk)
    if "tick" in sent:
        typed["subject"] = ticket(measures[0])
    answer = browser.post(at("assign"), typed)
    text = tight(text_of(answer))
    assert answer.status_code == 422
    assert said in text
    assert (f'value="{ticket(measures[0])}"' in text) is True
    assert ("checked>" in text.partition(ticket(measures[0]))[2][:120]) is ("tick" in sent)
    assert (f'value="{finance.pk}" selected' in text) is ("unit" in sent)
    assert not Assignment.objects.exists()


def test_the_ticked_ones_are_ended(browser, officer, agency, finance, measures):
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    wanted = {"subject": ticket(measures[0]), "act": "end"}
    text = text_of(browser.post(at("assign"), wanted, follow=True))
    assert Assignment.objects.get().ended_at is not None
    assert browser.post(undo_in(text), {"presence": "back"}).url == at("owners")
    assert Assignment.objects.get().ended_at is None
    assert browser.post(f"{at('assign')}?at=1", {"presence": "back"}).status_code == 404


def test_an_end_is_undone_shortly_by_who_ended_and_takes_nothing_from_others(
    browser, officer, agency, make_actor, client_of, finance, measures
):
    one = subject(agency, "measure", measures[0].pk)
    ending, joined = at("subject-end", "measure", one.key), factories.make_unit(agency, "กองช่าง")
    for unit, rank in ((finance, MAIN), (joined, JOINT)):
        services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=unit, rank=rank)
    main = Assignment.objects.get(rank=MAIN)

    def undone(who, minutes=1):
        with clock.freeze(clock.now() + timedelta(minutes=minutes)):
            answer = who.post(undo, {"presence": "back"})
        main.refresh_from_db()
        return answer.status_code == 302 and main.ended_at is None

    undo = undo_in(text_of(browser.post(ending, {"assignment": main.pk}, follow=True)))
    assert Assignment.objects.get(ended_at=None).unit == joined
    assert not undone(client_of(make_actor(agency, ITA_OFFICER)))
    assert not undone(client_of(make_actor(agency, OFFICER)))
    assert not undone(browser, minutes=61)
    assert undone(browser)
    assert JournalEntry.objects.filter(verb="owners-brought-back").count() == 1
    with clock.freeze(clock.now() + timedelta(minutes=5)):
        undo = undo_in(text_of(browser.post(ending, {"assignment": main.pk}, follow=True)))
    with clock.freeze(clock.now() + timedelta(minutes=6)):
        services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=joined)
    assert not undone(browser, minutes=7), "another has it by now"
    assert Assignment.objects.get(ended_at=None).unit == joined


def test_of_two_ends_that_follow_each_other_the_first_that_is_undone_stands(
    officer, agency, finance, measures
):
    other, (one, two) = (
        factories.make_unit(agency, "กองช่าง"),
        [subject(agency, "measure", each.pk) for each in measures],
    )
    begun, ends = clock.now(), []
    act = {"agency": agency, "by": officer, "year": YEAR}
    for minutes, unit in enumerate((finance, other)):
        with clock.freeze(begun + timedelta(minutes=minutes)):
            services.assign(subjects=[one], unit=unit, **act)
        ends.append(begun + timedelta(minutes=minutes, seconds=30))
        with clock.freeze(ends[-1]):
            services.end(subjects=[one], **act)
    with clock.freeze(begun + timedelta(minutes=5)):
        undone = [services.bring_back(subjects=[one], at=at, **act) for at in ends]
    assert undone == [1, 0]
    assert Assignment.objects.get(ended_at=None).unit == finance
    services.assign(subjects=[two], unit=other, **act)
    services.end(subjects=[two], at=begun, **act)
    other.is_closed = True
    other.save()
    with pytest.raises(Refused, match="closed"):
        services.bring_back(subjects=[two], at=begun, **act)
    assert Assignment.objects.get(ended_at=None).unit == finance


def test_measures_are_assigned_as_planned(browser, finance):
    answer = browser.post(at("as-planned"))
    assert answer.status_code == 302
    assert {row.unit for row in Assignment.objects.all()} == {finance}


def test_a_tick_gives_a_row_to_all_units(browser, agency, finance, measures):
    office = factories.make_unit(agency, "สำนักปลัด")
    sent = {"subject": ticket(measures[0]), "unit": "", "user": "", "rank": "1"}
    assert browser.post(at("assign"), sent).status_code == 422, "nobody is named"
    assert browser.post(at("assign"), sent | {"every_unit": "on"}).status_code == 302
    assert {row.unit for row in Assignment.objects.all()} == {finance, office}


def test_one_subject_is_assigned_and_ended_on_its_page(browser, finance, measures):
    address = at("subject", "measure", measures[0].pk)
    assert "ยังไม่มีผู้รับผิดชอบหลัก" in text_of(browser.get(address))
    sent = {"unit": finance.pk, "user": "", "rank": "1"}
    assert browser.post(at("subject-assign", "measure", measures[0].pk), sent).url == address
    text = text_of(browser.get(address))
    assert "ผู้รับผิดชอบหลักคือ กองคลัง" in text
    assert "แผนเขียนไว้ว่า: กองคลัง ร่วมกับสำนักปลัด" in text
    ending = at("subject-end", "measure", measures[0].pk)
    for unknown in ({}, {"assignment": "everything"}):
        browser.post(ending, unknown)
        assert "ไม่มีอะไรเปลี่ยน" in text_of(browser.get(address))
    browser.post(ending, {"assignment": Assignment.objects.get().pk})
    assert "เลิกมอบหมาย 1 เรื่องแล้ว" in text_of(browser.get(address))
    refused = browser.post(at("subject-assign", "measure", measures[0].pk), {"rank": "1"})
    assert refused.status_code == 422
    assert "ยังไม่ได้เลือกผู้รับผิดชอบ" in text_of(refused)


@pytest.mark.parametrize("kind", ["indicator", "item", "measure", "nothing"])
def test_what_the_year_does_not_have_is_not_found(browser, measures, kind):
    assert browser.get(at("subject", kind, "99")).status_code == 404


def test_who_may_not_assign_sees_no_form_and_is_refused(
    agency, chief_executive, client_of, finance, measures
):
    browser = client_of(chief_executive)
    text = text_of(browser.get(at("owners")))
    assert 'name="subject"' not in text
    assert "มอบหมายแถวที่เลือก" not in text
    answer = browser.post(at("assign"), {"subject": ticket(measures[0]), "unit": finance.pk})
    assert answer.status_code == 403
    assert not Assignment.objects.exists()


def test_a_unit_head_gives_it_to_one_of_the_unit(agency, officer, client_of, finance, measures):
    head = samples.head_of(agency, finance, "head1")
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    browser = client_of(head)
    address = at("subject", "measure", measures[0].pk)
    assert 'id="within"' in text_of(browser.get(address))
    browser.post(at("assign-within", "measure", measures[0].pk), {"user": head.user.pk})
    assert Assignment.objects.get(ended_at=None).user == head.user
    assert 'name="only"' not in text_of(browser.get(address))
    # Where the unit owns it twice, the head says whose place is taken.
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance, rank=JOINT)
    assert 'name="only"' in text_of(browser.get(address))
    key, sending = Assignment.objects.get(ended_at=None, rank=JOINT).pk, address + "within/"
    assert browser.post(sending, {"user": head.user.pk}).status_code == 422
    assert browser.post(sending, {"user": head.user.pk, "only": key}).status_code == 302
    assert Assignment.objects.get(ended_at=None).rank == MAIN
    # Who assigns for the agency has the form for everybody.
    assert 'id="within"' not in text_of(client_of(officer).get(address))


def test_a_unit_head_gives_nothing_of_others(agency, officer, client_of, finance, measures):
    head = samples.head_of(agency, finance)
    browser = client_of(head)
    address = at("subject", "measure", measures[0].pk)
    assert 'id="within"' not in text_of(browser.get(address))
    answer = browser.post(at("assign-within", "measure", measures[0].pk), {"user": head.user.pk})
    assert answer.status_code == 422
    assert "ไม่ได้มอบหมายให้ส่วนราชการของท่าน" in text_of(answer)


def test_another_agencys_measure_is_not_found(
    agency, other_agency, officer, client_of, finance, measures
):
    head = samples.head_of(agency, finance)
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    services.assign_within(agency, by=head, year=YEAR, subject=one, user=head.user)
    samples.full_year(other_agency, YEAR)
    kinds = (ITA_OFFICER, ADMINISTRATOR)
    stranger = client_of(factories.make_actor(other_agency, *kinds))
    assert stranger.get(at("subject", "measure", measures[0].pk)).status_code == 404
    sent = {"unit": finance.pk, "rank": "1"}
    answer = stranger.post(at("subject-assign", "measure", measures[0].pk), sent)
    assert answer.status_code == 404
    answer = stranger.post(at("assign-within", "measure", measures[0].pk), {"user": ""})
    assert answer.status_code == 404
    # A unit of another agency is no choice.
    refused = stranger.post(at("subject-assign", "indicator", "1"), sent)
    assert refused.status_code == 422
    assert Assignment.objects.get(ended_at=None).user == head.user


def test_work_is_empty_for_who_has_none_and_says_what_comes(
    agency, chief_executive, client_of, measures
):
    text = text_of(client_of(chief_executive).get(reverse("ownership:work")))
    assert "ไม่มีงานที่รอท่าน" in text
    assert "ยังไม่มีเรื่องที่มอบหมายให้ท่าน" in text
    assert "บันทึกทะเบียน" in text, "a first day begins with the daily work"


def test_work_shows_the_late_first(agency, officer, client_of, finance, measures):
    head = samples.head_of(agency, finance)
    every = [subject(agency, "measure", one.pk) for one in measures]
    services.assign(agency, by=officer, year=YEAR, subjects=every, unit=finance)
    client = client_of(head)
    text = text_of(client.get(reverse("ownership:work")))
    badge = client.get(reverse("ownership:count")).context["count"]
    assert f"{badge} รายการรอท่าน เกินกำหนดแล้ว 1" in text
    assert "เกินกำหนด 10 วัน" in text
    assert text.index("มาตรการเรื่องที่ 1") < text.index("มาตรการเรื่องที่ 2")
    assert "รอท่านมอบหมาย" not in text


def test_work_stands_first_in_the_rail(browser, measures):
    text = text_of(browser.get(at("owners")))
    rail = text.partition('class="ps-rail')[2]
    assert 0 < rail.index('href="/work/"') < rail.index(f'href="/{YEAR}/"')


def test_the_workbook_holds_the_matrix_and_no_formula(browser, officer, agency, finance, measures):
    measures[0].title = "=HYPERLINK(1)"
    measures[0].save()
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    answer = browser.get(f"{at('export')}?kind=measure")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0][:4] == ("ประเภท", "รหัส", "เรื่อง", "กองคลัง")
    assert [row[3] or "" for row in rows[1:]] == ["หลัก", ""]
    assert sheet.cell(4, 3).data_type == "s"
    assert sheet.cell(4, 3).value == "=HYPERLINK(1)"


def test_the_matrix_is_printed(browser, officer, agency, finance, measures):
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    text = text_of(browser.get(f"{at('print')}?kind=measure"))
    assert "กองคลัง" in text
    assert "2 เรื่อง ทั้งปียังไม่มีผู้รับผิดชอบ 99 เรื่อง" in text


def test_the_dashboard_tells_what_has_no_owner(browser, finance):
    text = text_of(browser.get(f"/{YEAR}/"))
    assert "ยังไม่มีผู้รับผิดชอบ" in text
    assert "จาก 100 เรื่อง" in text
    assert f"{at('owners')}?state=open" in text


def test_a_filter_that_makes_no_sense_narrows_nothing(browser, finance):
    answer = browser.get(at("owners"), {"unit": "x", "kind": "x", "state": "x", "user": "x"})
    assert answer.status_code == 200
    assert "100 จาก 100" in text_of(answer)


def test_a_year_that_is_not_open_is_not_found(browser):
    assert browser.get(reverse("ownership:owners", args=[2560])).status_code == 404


def test_the_owners_go_out_as_csv_with_the_rows_of_the_workbook(browser, measures):
    answer = browser.get(reverse("ownership:export-csv", args=[YEAR]))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    workbook = browser.get(reverse("ownership:export", args=[YEAR])).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    cells = [
        [f"{c:g}" if isinstance(c, float) else str(c) for c in row] for row in sheet.to_python()
    ]
    assert rows == cells[-len(rows) :]
    assert len(rows) > 20


def test_a_head_is_offered_the_people_of_the_unit_that_owns_it_alone(
    agency, officer, client_of, finance, measures
):
    """Nobody of another unit in which the head holds an officer's post."""
    head, works = samples.head_of(agency, finance), factories.make_unit(agency, "กองช่าง")
    clerk, other = (factories.make_user(agency) for _ in range(2))
    factories.hold(clerk, factories.make_position(agency, OFFICER, finance, "นักวิชาการ"))
    for user in (head.user, other):
        factories.hold(user, factories.make_position(agency, OFFICER, works, "นายช่าง"))
    one = subject(agency, "measure", measures[0].pk)
    services.assign(agency, by=officer, year=YEAR, subjects=[one], unit=finance)
    browser, address = client_of(head), at("subject", "measure", measures[0].pk)
    text = text_of(browser.get(address))
    assert str(other.pk) not in text
    assert str(clerk.pk) in text
    assert browser.post(f"{address}within/", {"user": other.pk}).status_code == 422
    assert browser.post(f"{address}within/", {"user": clerk.pk}).status_code == 302
