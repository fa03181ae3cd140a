"""Charts of services: written, drawn, published, compared, made evidence."""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.roles import AUDITOR, ITA_OFFICER, PUBLICATION_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.counter.charts import Chart, ChartVerdict, ServiceStep, read_steps
from prongsai.web.agency.models import Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.hooks import made_charts
from prongsai.web.citizens.counter.models import Service, ServiceChart
from prongsai.web.citizens.counter.services import charts
from prongsai.web.citizens.counter.tasks import begin
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.public_site.models import SERVICE, SearchEntry
from prongsai.web.office.announcements.services import drafting
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2569
NAME = "ขออนุญาตก่อสร้าง (ตัวอย่าง)"
OLD = Chart(
    read_steps("รับคำขอ | 20 นาที | งานทะเบียน\nตรวจสถานที่ | 5 วันทำการ | กองช่าง\nอนุญาต | 2 วันทำการ"),
    ("บัตรประชาชน",), ("ฉบับละ 20 บาท",), place="กองช่าง",
)  # fmt: skip
NEW = Chart(
    read_steps("รับคำขอ | 10 นาที | งานทะเบียน\nตรวจและอนุญาต | 3 วันทำการ | กองช่าง"), is_free=True
)


@pytest.fixture
def officer(person):
    return person(ITA_OFFICER)


@pytest.fixture
def publisher(person):
    return person(PUBLICATION_OFFICER)


@pytest.fixture
def wrote(officer):
    """Writes a chart and has it drawn."""

    def one(chart=OLD, seen=0, since=date(2025, 10, 1)):
        row = charts.write_chart(by=officer, name=NAME, chart=chart, since=since, seen=seen)
        assert row.job.arguments == {"chart": str(row.pk)}, "the worker reads jobs of v0.2.0 too"
        run_jobs()
        row.refresh_from_db()
        return row

    return one


def shown_at(row):
    address = reverse("counter:service", args=[row.agency_id, row.service_id])
    return Client().get(address)


def test_nobody_outside_sees_a_chart_before_it_is_published(wrote, publisher):
    row = wrote()
    poster = reverse("counter:service-chart", args=[row.agency_id, row.service_id])
    shelf = reverse("counter:services", args=[row.agency_id])
    assert shown_at(row).status_code == Client().get(poster).status_code == 404
    assert NAME not in Client().get(shelf).content.decode()
    charts.publish_chart(row, by=publisher)
    page = shown_at(row).content.decode()
    assert NAME in Client().get(shelf).content.decode()
    for told in ("3 ขั้นตอน", "7 วันทำการ 20 นาที", "ฉบับละ 20 บาท", "บัตรประชาชน"):
        assert told in page.replace("\u2060", "")
    assert "กฎหมายที่เกี่ยวข้อง" not in page, "an empty part says nothing"
    assert Client().get(poster).content == files.read(row.pdf)


def test_the_poster_says_steps_times_and_sum_on_one_sheet(wrote):
    paper = pypdfium2.PdfDocument(io.BytesIO(files.read(wrote().pdf)))
    assert len(paper) == 1
    told = paper[0].get_textpage().get_text_range().replace("\u2060", "").replace("\r\n", "")
    for words in (NAME, "20 นาที", "5 วันทำการ", "3 ขั้นตอน รวม 7 วันทำการ 20 นาที", "1 ตุลาคม 2568"):
        assert words in told


def test_the_announcement_tells_the_services_that_became_shorter_in_its_year(
    wrote, publisher, officer
):
    charts.publish_chart(wrote(since=date(2025, 9, 1)), by=publisher)
    charts.publish_chart(wrote(NEW, seen=1, since=date(2026, 1, 1)), by=publisher)
    open_year(officer.agency, YEAR)
    made = drafting.draft(officer.agency, by=officer, year=YEAR, key="step-reduction")
    assert [text for _, text in made.parts[0]["lines"]] == [
        NAME, "เดิม 3 ขั้นตอน ใช้เวลา 7 วันทำการ 20 นาที", "ใหม่ 2 ขั้นตอน ใช้เวลา 3 วันทำการ 10 นาที",
    ]  # fmt: skip
    for year in (YEAR - 1, YEAR + 1):
        assert not queries.shorter_services(officer.agency, year, today()), "nothing in that year"


def test_before_and_today_stand_beside_each_other(wrote, publisher):
    charts.publish_chart(wrote(), by=publisher)
    row = wrote(NEW, seen=1, since=date(2026, 1, 1))
    assert [one.number for one in queries.public_charts(row.service)] == [1]
    charts.publish_chart(row, by=publisher)
    today_s, before = queries.public_charts(row.service)
    assert today_s.pk == row.pk
    change = today_s.change_from(before)
    assert (change.steps, change.time) == (ChartVerdict.LESS, ChartVerdict.LESS)
    told = shown_at(row).content.decode()
    assert "ขั้นตอนน้อยลง" in told
    assert "ไม่มีค่าธรรมเนียม" in told
    charts.withdraw_chart(row, by=publisher)
    assert queries.public_charts(row.service)[0].number == 1
    with pytest.raises(Refused):
        charts.withdraw_chart(row, by=publisher)
    with pytest.raises(Refused):
        charts.publish_chart(row, by=publisher)


def test_a_chart_takes_effect_on_its_day(wrote, publisher, client_of):
    """Until then the one before it stands, and the search finds that."""
    first = wrote()
    charts.publish_chart(first, by=publisher)
    day = timedelta(days=3)
    row = wrote(NEW, seen=1, since=today() + day)
    charts.publish_chart(row, by=publisher)
    old, new = "ตรวจสถานที่", "ตรวจและอนุญาต"

    def shown():
        begin()
        entry = SearchEntry.objects.get(kind=SERVICE)
        page = shown_at(row).content.decode()
        return [(old in text, new in text) for text in (page, entry.text)]

    assert shown() == [(True, False), (True, False)]
    page = client_of(publisher).get(reverse("counter:chart", args=[row.service_id]))
    assert "ประชาชนเห็นเมื่อถึงวัน" in page.content.decode().replace("\u2060", "")
    with clock.freeze(clock.now() + day):
        assert shown()[1] == (False, True)
        assert [chart.number for chart in queries.public_charts(row.service)] == [2, 1]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://www.example.go.th"])
def test_the_page_of_staff_has_a_code_once_others_find_the_site(
    wrote, publisher, client_of, settings, address
):
    settings.SITE_ADDRESS, is_found = address, "127" not in address
    row = wrote()
    charts.publish_chart(row, by=publisher)
    page = client_of(publisher).get(reverse("counter:chart", args=[row.service_id]))
    page = page.content.decode().replace("\u2060", "")
    assert ("คิวอาร์ของหน้านี้" in page) == is_found
    assert ("จนกว่าจะตั้งที่อยู่ของเว็บ" in page) != is_found
    assert reverse("counter:service", args=[row.agency_id, row.service_id]) in page
    assert "127.0.0.1" not in page


def test_what_everybody_sees_is_evidence_and_no_chart_of_a_day_to_come(
    agency, wrote, publisher, officer
):
    open_year(agency, YEAR)
    first = wrote()
    charts.publish_chart(first, by=publisher)
    later = wrote(NEW, seen=1, since=today() + timedelta(days=3))
    charts.publish_chart(later, by=publisher)
    (answer,) = queries.answers(first)
    wanted = Wanted(officer, items_of(agency, YEAR), answer.items[0], today())
    assert [made.row.number for made in made_charts(wanted)] == [1]
    with pytest.raises(Refused, match="do not see"):
        charts.make_evidence(later, by=officer, year=YEAR, items=answer.items)
    (piece,) = charts.make_evidence(first, by=officer, year=YEAR, items=answer.items)
    with clock.freeze(clock.now() + timedelta(days=3)):
        charts.make_evidence(later, by=officer, year=YEAR, items=answer.items)
    piece.refresh_from_db()
    assert piece.removed_at is not None, "the new one takes its place on its day"


def test_a_first_chart_is_seen_by_nobody_before_its_day(wrote, publisher):
    row = wrote(since=today() + timedelta(days=1))
    charts.publish_chart(row, by=publisher)
    shelf = reverse("counter:services", args=[row.agency_id])
    assert shown_at(row).status_code == 404
    assert NAME not in Client().get(shelf).content.decode()
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert shown_at(row).status_code == 200
        assert NAME in Client().get(shelf).content.decode()


def test_of_two_who_write_at_once_the_later_is_told(wrote, officer):
    wrote()
    with pytest.raises(Refused):
        charts.write_chart(by=officer, name=NAME, chart=NEW, since=date(2026, 1, 1), seen=0)
    assert charts.write_chart(by=officer, name=NAME, chart=NEW, since=date(2026, 1, 1), seen=1)


def test_an_edition_is_not_published_below_a_newer_one(wrote, publisher):
    first = wrote()
    second = wrote(NEW, seen=1)
    charts.publish_chart(second, by=publisher)
    with pytest.raises(Refused):
        charts.publish_chart(first, by=publisher)


TELEPHONE = "081-234-5678"
CALLED = Chart((ServiceStep("รับคำขอ", 5, 0, f"โทร {TELEPHONE}"),))


def test_what_looks_like_a_persons_is_published_with_a_reason_alone(wrote, publisher, client_of):
    row, browser = wrote(CALLED), client_of(publisher)
    address = reverse("counter:chart-publish", args=[row.pk])
    page = browser.post(address, {"act": "publish"}).content.decode()
    assert "พบข้อมูลส่วนบุคคล" in page
    assert TELEPHONE not in page
    assert queries.public_charts(row.service) == []
    mark = re.search(r'name="told" value="(\w+)"', page)[1]
    sent = browser.post(address, {"anyway": "เบอร์กลางของงาน", "told": mark})
    assert sent.status_code == 302
    assert "เหตุผลที่เผยแพร่: เบอร์กลางของงาน" in browser.get(sent.url).content.decode()
    assert [chart.pk for chart in queries.public_charts(row.service)] == [row.pk]


@pytest.mark.parametrize("is_known", [True, False])
def test_what_becomes_public_by_itself_is_asked_anew(wrote, publisher, client_of, is_known):
    """An edition that comes back, and that whose day comes; a telephone was the agency's once."""
    agency = publisher.agency
    agency.telephone = TELEPHONE
    agency.save()
    first = wrote(CALLED)
    charts.publish_chart(first, by=publisher)
    second = wrote(OLD, seen=1)
    charts.publish_chart(second, by=publisher)
    coming = wrote(CALLED, seen=2, since=today() + timedelta(days=3))
    charts.publish_chart(coming, by=publisher)
    if is_known:
        agency.telephone = ""
        agency.save()
    begin()
    charts.withdraw_chart(second, by=publisher)
    in_force = queries.public_charts(first.service)
    assert [chart.number for chart in in_force] == ([] if is_known else [1])
    with clock.freeze(clock.now() + timedelta(days=3)):
        in_force = queries.public_charts(first.service)
    assert [chart.number for chart in in_force] == ([] if is_known else [3, 1])
    notices = Notification.objects.filter(user=publisher.user, said_th__contains="ไม่ได้เผยแพร่")
    assert notices.count() == (2 if is_known else 0)
    if is_known:  # a person decides
        page = client_of(publisher).get(notices.first().url).content.decode()
        assert reverse("counter:chart-publish", args=[coming.pk]) in page
        coming.refresh_from_db()
        charts.publish_chart(coming, by=publisher, anyway="ยังใช้เบอร์นี้")


def test_what_is_not_drawn_is_not_published(officer, publisher, wrote):
    row = charts.write_chart(by=officer, name=NAME, chart=OLD, since=date(2026, 1, 1))
    with pytest.raises(Refused):
        charts.publish_chart(row, by=publisher)
    run_jobs()
    charts.publish_chart(row, by=publisher)


def test_who_writes_and_who_publishes(wrote, person, publisher, officer, other_agency, make_actor):
    row = wrote()
    elsewhere = make_actor(other_agency, ITA_OFFICER)
    for by in (person(AUDITOR), person(UNIT_HEAD), elsewhere):
        with pytest.raises(Refused):
            charts.publish_chart(row, by=by)
    for by in (person(AUDITOR), publisher):
        with pytest.raises(Refused):
            charts.write_chart(by=by, name="อื่น", chart=NEW, since=date(2026, 1, 1))
    own = charts.write_chart(by=elsewhere, name=NAME, chart=NEW, since=date(2026, 1, 1))
    assert own.agency == other_agency
    charts.publish_chart(row, by=officer)
    with pytest.raises(Refused):
        charts.withdraw_chart(row, by=elsewhere)


@pytest.mark.long
def test_one_button_makes_it_evidence_and_the_newest_stands_for_all(
    agency, wrote, publisher, officer, person
):
    open_year(agency, YEAR)
    row = wrote()

    def attach(chart, by=officer):
        (answer,) = queries.answers(chart)
        return charts.make_evidence(chart, by=by, year=YEAR, items=answer.items)

    with pytest.raises(Refused):  # not published
        attach(row)
    charts.publish_chart(row, by=publisher)
    with pytest.raises(Refused):  # another unit's
        attach(row, by=person(UNIT_HEAD))
    (piece,) = attach(row)
    assert piece.file.digest == row.pdf.digest
    with pytest.raises(Refused):  # done already
        attach(row)
    newer = wrote(NEW, seen=1)
    charts.publish_chart(newer, by=publisher)
    with pytest.raises(Refused):  # a newer one is published
        attach(row)
    attach(newer)
    kept = Piece.objects.filter(removed_at=None)
    assert [one.service_charts.get().number for one in kept] == [2]


def test_an_item_of_something_else_is_not_answered(agency, wrote, publisher, officer):
    open_year(agency, YEAR)
    row = wrote()
    charts.publish_chart(row, by=publisher)
    others = [one for one in items_of(agency, YEAR).items if queries.SUBJECT not in one.keys][:1]
    for items in (others, ()):
        with pytest.raises(Refused):
            charts.make_evidence(row, by=officer, year=YEAR, items=items)


def test_a_chart_is_written_by_its_form(officer, client_of):
    browser = client_of(officer)
    typed = {
        "name": NAME, "steps": "รับคำขอ | เร็ว", "since": "1/10/2568",
        "fees": "20 บาท", "is_free": "on", "once": "ab" * 16,
    }  # fmt: skip
    answer = browser.post(reverse("counter:chart-write"), typed)
    assert answer.status_code == 422
    for told in ("บรรทัดที่ 1", "เลือกอย่างใดอย่างหนึ่ง"):
        assert told in answer.content.decode()
    good = typed | {"steps": "รับคำขอ | ๕ นาที | งานทะเบียน", "fees": ""}
    assert browser.post(reverse("counter:chart-write"), good).status_code == 302
    row = ServiceChart.objects.get()
    assert row.chart == Chart((ServiceStep("รับคำขอ", 5, 0, "งานทะเบียน"),), is_free=True)
    address = reverse("counter:chart-rewrite", args=[row.service_id])
    page = browser.get(address).content.decode()
    assert "รับคำขอ | 5 นาที | งานทะเบียน" in page
    again = good | {"seen": "1", "name": "ชื่ออื่น"}  # the name of a service stays
    assert browser.post(address, again).status_code == 302
    assert Service.objects.get().charts.count() == 2


def test_the_list_asks_once_however_many(wrote, agency, django_assert_num_queries):
    wrote()
    for number in range(5):
        service = Service.objects.create(agency=agency, name=f"บริการ {number}")
        ServiceChart.objects.create(
            agency=agency, service=service, number=1, content={"steps": []},
            since=date(2026, 1, 1), made_at="2026-01-01T00:00:00Z",
        )  # fmt: skip
    with django_assert_num_queries(1):
        assert len(queries.services_of(agency)) == 6
