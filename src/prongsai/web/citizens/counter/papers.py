"""Tickets and posters of the counter as papers."""

from django.urls import reverse
from django.utils import timezone

from prongsai.core.dates import long_date
from prongsai.core.thai import thai_digits
from prongsai.documents.counter_papers import (
    PaperTicket,
    Poster,
    Size,
    chart_poster,
    queue_poster,
    ticket_paper,
)
from prongsai.web.citizens.counter.models import ServiceChart, ServicePoint, Ticket
from prongsai.web.platform.address import printed_address, site_address
from prongsai.web.platform.clock import day_of, today


def ticket_pdf(row: Ticket) -> bytes:
    """A ticket with the moment at which it was taken, in Thailand."""
    point = row.point
    taken = f"{long_date(row.day)} เวลา {timezone.localtime(row.taken_at):%H.%M} น."
    path = reverse("counter:ticket", args=[row.agency_id, row.code])
    return ticket_paper(
        PaperTicket(
            row.agency.name, point.name, row.line.name, str(row),
            thai_digits(taken) if point.has_thai_digits else taken, printed_address(path),
            row.day,
        )
    )  # fmt: skip


def poster_pdf(point: ServicePoint) -> bytes:
    """A sheet that leads to where a number of a point is taken."""
    return queue_poster(
        PaperTicket(
            point.agency.name, point.name, "", "", "ไม่มีโทรศัพท์ ขอบัตรจากเจ้าหน้าที่ได้",
            point.short_address, today(),
        )
    )  # fmt: skip


def chart_pdf(row: ServiceChart, size: Size = Size.A4) -> bytes:
    """The poster of a service's chart, with the way to its page."""
    path = reverse("counter:service", args=[row.agency_id, row.service_id])
    poster = Poster(
        row.agency.name, row.service.name, row.chart, long_date(row.since), row.number,
        f"{site_address()}{path}", day_of(row.made_at),
    )  # fmt: skip
    return chart_poster(poster, size)
