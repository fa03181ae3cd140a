"""Papers of the counter as PDF: queue tickets, posters of queues, services and announcements."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.announcements.model import Level, TextPart
from prongsai.core.counter.charts import Chart
from prongsai.core.papers.document import Mark
from prongsai.documents.marks import mark_svg
from prongsai.documents.typesetting.breaks import set_breaks
from prongsai.documents.typesetting.finish import finish
from prongsai.documents.typesetting.press import Press

_TEMPLATE = Path(__file__).with_name("counter.typ")


class Size(StrEnum):
    """How large the poster of a chart is."""

    A4 = "a4"
    A3 = "a3"


class Poster(Struct, frozen=True):
    """The chart of a service as a poster; `since` in words, `address` is its page."""

    agency: str
    service: str
    chart: Chart
    since: str
    edition: int
    address: str
    made_on: date


class Notice(Struct, frozen=True):
    """Parts of an announcement as a poster; `address` is the page on which all of it stands."""

    agency: str
    subject: str
    parts: tuple[TextPart, ...]
    foot: str
    address: str
    made_on: date


class PaperTicket(Struct, frozen=True):
    """A ticket as it is printed; `address` is where its state is read or "", `told` the moment."""

    agency: str
    point: str
    line: str
    number: str
    told: str
    address: str
    made_on: date


def ticket_paper(ticket: PaperTicket) -> bytes:
    """A ticket of eight centimetres, as the printers of counters take it."""
    content = {
        "kind": "ticket",
        "title": f"บัตรคิว {ticket.number}",
        "agency": set_breaks(ticket.agency),
        "point": set_breaks(ticket.point),
        "line": set_breaks(ticket.line),
        "number": ticket.number,
        "told": set_breaks(ticket.told),
    }
    return _set(content, ticket.address, ticket.made_on)


def queue_poster(ticket: PaperTicket) -> bytes:
    """A sheet of A4 whose code leads to where a number is taken; `line` and `number` are unused."""
    content = {
        "kind": "queue",
        "title": f"รับบัตรคิว {ticket.point}",
        "agency": set_breaks(ticket.agency),
        "point": set_breaks(ticket.point),
        "told": set_breaks(ticket.told),
    }
    return _set(content, ticket.address, ticket.made_on)


def chart_poster(poster: Poster, size: Size) -> bytes:
    """The steps of a service on one sheet, as large as they fit."""
    chart = poster.chart
    total = chart.total
    steps = [
        {
            "what": set_breaks(step.what),
            "time": set_breaks(step.time.th) if step.time else "ไม่ได้ระบุ",
            "who": set_breaks(step.who),
        }
        for step in chart.steps
    ]
    time_told = total.time.th if total.time else "ไม่ได้ระบุเวลา"
    untimed = f" (ไม่ระบุเวลา {total.unknown} ขั้นตอน)" if total.unknown and total.time else ""
    lists = [
        ("เอกสารที่ใช้", chart.documents, ""),
        ("ค่าธรรมเนียม", chart.fees, "ไม่มีค่าธรรมเนียม" if chart.is_free else ""),
        ("สถานที่และเวลา", (chart.place,) if chart.place else (), ""),
        ("กฎหมายที่เกี่ยวข้อง", chart.laws, ""),
    ]
    content = {
        "kind": "chart",
        "size": size.value,
        "title": f"ขั้นตอนและระยะเวลา {poster.service}",
        "agency": set_breaks(poster.agency),
        "service": set_breaks(poster.service),
        "steps": steps,
        "total": set_breaks(f"{total.steps} ขั้นตอน รวม {time_told}") + set_breaks(untimed),
        "lists": [
            {"head": head, "rows": [set_breaks(row) for row in rows] or [nothing] * bool(nothing)}
            for head, rows, nothing in lists
        ],
        "foot": f"ใช้ตั้งแต่ {poster.since} · ฉบับที่ {poster.edition}",
    }
    return _set(content, poster.address, poster.made_on)


def notice_poster(notice: Notice) -> bytes:
    """A sheet of A4: one part, or two beside each other: what to do and what not."""
    parts = [
        {
            "head": set_breaks(part.heading),
            "rows": [
                {"text": set_breaks(line.text), "is-below": line.level is not Level.ITEM}
                for line in part.lines
            ],
        }
        for part in notice.parts
    ]
    content = {
        "kind": "notice",
        "title": notice.subject,
        "agency": set_breaks(notice.agency),
        "subject": set_breaks(notice.subject),
        "parts": parts,
        "foot": notice.foot,
    }
    return _set(content, notice.address, notice.made_on)


def _set(content: Mapping[str, Any], address: str, made_on: date) -> bytes:
    """A paper with its words as data and its address as a code."""
    given = {
        **content,
        "address": address.removeprefix("https://").removeprefix("http://"),
        "made_on": [made_on.year, made_on.month, made_on.day],
    }
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "counter.json": json.dumps(given, ensure_ascii=False).encode(),
        "qr.svg": mark_svg(Mark("", address, ())) if address else b"",
    }
    with Press() as press:
        return finish(press.set(files, datetime.combine(made_on, time(), UTC)))
