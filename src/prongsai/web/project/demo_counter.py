"""The demo's counter: charts of three services, two forms, a year and a day of a queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from prongsai.core.counter.charts import Chart, read_list, read_steps
from prongsai.core.counter.queue import LineWords, TicketState, WindowWords
from prongsai.core.papers.document import Paragraph, Title
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.counter.models import Line, ServiceChart, ServicePoint, Ticket, Window
from prongsai.web.citizens.counter.queries import queues
from prongsai.web.citizens.counter.queries.queues import PAPERS
from prongsai.web.citizens.counter.services import charts
from prongsai.web.citizens.counter.services import queues as calling
from prongsai.web.citizens.counter.services import queues as planning
from prongsai.web.citizens.counter.services import queues as reporting
from prongsai.web.citizens.counter.services import queues as taking
from prongsai.web.platform.clock import freeze, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import Checked, checked
from prongsai.web.project.demo_stage import YEAR, Stage, on

_MADE, _DAY = date(2022, 10, 5), date(2023, 3, 18)
_ZONE = ZoneInfo("Asia/Bangkok")
_PLACE = "ศูนย์บริการประชาชน (ตัวอย่าง)"
_BUILDING, _TAX, _HEALTH = (
    "ขออนุญาตก่อสร้างอาคาร (ตัวอย่าง)",
    "ยื่นแบบและชำระภาษีป้าย (ตัวอย่าง)",
    "ขอรับหนังสือรับรองสถานที่สะสมอาหาร (ตัวอย่าง)",
)
_CARDS = "บัตรประจำตัวประชาชน\nหนังสือมอบอำนาจ ถ้าให้ผู้อื่นทำแทน"
# Each made up: (name, since, steps, documents, whether it is free). Fees and laws are not stated:
# the program does not know them, and an agency writes its own.
_CHARTS = (
    (
        _BUILDING, date(2021, 10, 1), _CARDS,
        ("ยื่นคำขอที่เคาน์เตอร์ | 20 นาที | งานธุรการ กองช่าง\n"
        "ตรวจเอกสาร | 1 วันทำการ | งานธุรการ กองช่าง\n"
        "ตรวจสถานที่และแบบแปลน | 10 วันทำการ | นายตรวจ กองช่าง\n"
        "เสนอความเห็น | 3 วันทำการ | ผู้อำนวยการกองช่าง\n"
        "ออกใบอนุญาตและรับค่าธรรมเนียม | 30 นาที | กองคลัง"),
    ),
    (
        _BUILDING, date(2023, 1, 3), _CARDS,
        ("ยื่นคำขอและตรวจเอกสารที่จุดเดียว | 30 นาที | ศูนย์บริการประชาชน\n"
        "ตรวจสถานที่และแบบแปลน | 7 วันทำการ | นายตรวจ กองช่าง\n"
        "เสนอความเห็น ออกใบอนุญาต รับค่าธรรมเนียม | 2 วันทำการ | กองช่างและกองคลัง"),
    ),
    (
        _TAX, date(2022, 10, 1), "บัตรประจำตัวประชาชน\nภาพถ่ายและขนาดของป้าย",
        ("รับบัตรคิวและยื่นแบบ | 5 นาที | งานจัดเก็บรายได้\n"
        "ตรวจแบบและคำนวณภาษี | 10 นาที | งานจัดเก็บรายได้\n"
        "ชำระเงินและรับใบเสร็จ | 5 นาที | งานการเงิน"),
    ),
    (
        _HEALTH, date(2022, 10, 1), f"{_CARDS}\nแผนที่สถานที่",
        ("ยื่นคำขอ | 10 นาที | งานธุรการ กองสาธารณสุขและสิ่งแวดล้อม\n"
        "ตรวจสถานที่ | 5 วันทำการ | นักวิชาการสาธารณสุข\n"
        "แจ้งผลและออกหนังสือรับรอง | 1 วันทำการ | กองสาธารณสุขและสิ่งแวดล้อม"),
    ),
)  # fmt: skip
_FORMS = (
    ("คำขออนุญาตก่อสร้างอาคาร (ตัวอย่าง)", _BUILDING),
    ("แบบแสดงรายการป้าย (ตัวอย่าง)", _TAX),
)
_OPENS, _CLOSES = time(8, 35), time(15, 40)
_TODAY, _EARLY = date(2023, 3, 20), time(8, 58)
_APART, _SERVED = 9, 8  # minutes between two who come, and at a window, about


def play_year(stage: Stage) -> None:
    """5 October: the point, with the numbers of the year before, and its paper."""
    with on(_MADE, 11):
        point = planning.make_point(
            by=stage.person("clerk"),
            words=planning.PointWords(
                _PLACE, stage.unit("กองคลัง"),
                (LineWords("A", "ชำระภาษีและค่าธรรมเนียม"), LineWords("B", "คำขอและคำร้อง")),
                (WindowWords("1"), WindowWords("2", ("A",))),
            ),
        )  # fmt: skip
        Ticket.objects.bulk_create(_of_the_year(point))
        for paper in PAPERS.values():
            reporting.make(stage.person("clerk"), paper, YEAR - 1)
        stage.work()


def _of_the_year(point: ServicePoint) -> Iterator[Ticket]:
    """Two days a month, from January on: before, nobody gave numbers."""
    lines = list(point.lines.all())
    for month in range(1, 10):
        for place, day in enumerate((date(2022, month, 8), date(2022, month, 22))):
            for number in range(1, 12 + (month + place) % 5):
                line = _line(lines, number)
                at = datetime.combine(day, _OPENS, _ZONE) + timedelta(minutes=number * _APART)
                called = at + timedelta(minutes=4 + number * month % 23)
                code = f"{_PLACE}{day}{line.prefix}{number}"
                yield Ticket(
                    agency=point.agency, point=point, line=line, day=day, number=number,
                    code=sha256(code.encode()).hexdigest()[:16], state=TicketState.SERVED,
                    taken_at=at, called_at=called, last_called_at=called, calls=1,
                    ended_at=called + timedelta(minutes=_SERVED),
                )  # fmt: skip


def play(stage: Stage) -> None:
    """18 March: charts and forms; then people come to the point and are called all day."""
    with on(_DAY, 8):
        _charts(stage)
        _forms(stage)
    point = ServicePoint.objects.select_related("agency").get(agency=stage.agency)
    with on(_DAY, 8, 30):
        planning.open_day(point, by=stage.person("clerk"))
        _queue(stage, point, _DAY, _CLOSES)


def open_again(stage: Stage) -> None:
    """The morning of the story's day: the queue is open, some wait."""
    with on(_TODAY, 8, 30):
        point = ServicePoint.objects.select_related("agency").get(agency=stage.agency)
        planning.open_day(point, by=stage.person("clerk"))
        _queue(stage, point, _TODAY, _EARLY)


def _charts(stage: Stage) -> None:
    by = stage.officer
    seen: dict[str, int] = {}
    for name, since, documents, steps in _CHARTS:
        chart = Chart(read_steps(steps), read_list(documents), place=f"{_PLACE} ชั้น 1")
        row = charts.write_chart(
            by=by, name=name, chart=chart, since=since, seen=seen.get(name, 0)
        )  # fmt: skip
        seen[name] = row.number
        stage.work()
        charts.publish_chart(ServiceChart.objects.get(pk=row.pk), by=stage.person("publication"))


def _forms(stage: Stage) -> None:
    for name, service in _FORMS:
        blank = _paper(stage, name, "ข้าพเจ้า ……………………………… ขอ ………………………………")
        filled = _paper(stage, f"ตัวอย่าง {name}", "ข้าพเจ้า ผู้ยื่นคำขอสมมติ ขอ ตามที่ยื่นไว้ (ตัวอย่าง)")
        edition = charts.add_form(
            by=stage.officer, words=charts.FormWords(name, service, date(2022, 10, 1)),
            file=blank, example=filled, look=charts.looked(stage.agency, (blank, filled)),
        )  # fmt: skip
        charts.publish_form(edition, by=stage.person("publication"), reason="ทุกอย่างในแบบสมมติขึ้น")


def _paper(stage: Stage, title: str, words: str) -> Checked:
    office = office_of(stage.agency, today())
    drawn = office.letter("form", title, (Title((title, stage.agency.name)), Paragraph(words)))
    return checked(f"{title}.pdf", drawn_as("pdf", drawn, office.agency.digits))


def _queue(stage: Stage, point: ServicePoint, day: date, until: time) -> None:
    """Minute by minute: who comes takes a number, a window that is free calls."""
    by = stage.person("clerk")
    lines, windows = list(point.lines.all()), list(point.windows.select_related("point__agency"))
    moment = datetime.combine(day, _OPENS, _ZONE)
    comes, free, number = moment, dict.fromkeys((one.pk for one in windows), moment), 0
    while moment.time() <= until:
        with freeze(moment):
            if moment >= comes:
                number += 1
                taking.take(point, _line(lines, number), once=f"{day} {number}")
                comes = moment + timedelta(minutes=_APART - 6 + number * 5 % 9)
            for window in windows:
                if moment >= free[window.pk] and _called(window, by, number):
                    free[window.pk] = moment + timedelta(minutes=_SERVED + number * 7 % 11)
        moment += timedelta(minutes=1)


def _line(lines: list[Line], number: int) -> Line:
    return lines[number % 3 == 0]


def _called(window: Window, by: Actor, number: int) -> bool:
    """Whether somebody was called; who is at the window is done, and a few did not come."""
    at = queues.at_window(window)
    if at is not None and number % 13 == 0:
        calling.end(window, by=by, seen=at.pk, skips=True)
        at = None
    if not queues.waiting_for(window, window.point).exists():
        if at is not None:
            calling.end(window, by=by, seen=at.pk)
        return False
    return calling.call_next(window, by=by, seen=at.pk if at else calling.NOBODY) is not None
