"""Write the chart of a service, publish it, take it back, and make it evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from msgspec import to_builtins

from prongsai.core.counter.charts import Chart
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.hooks import index_chart
from prongsai.web.citizens.counter.models import Service, ServiceChart
from prongsai.web.citizens.counter.papers import chart_pdf
from prongsai.web.citizens.counter.queries.charts import answers, chart_of, charts_of, published_of
from prongsai.web.citizens.counter.rights import refuse_others
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import working
from prongsai.web.disclosure.public_site.queries.staff import own_data
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.upload_validation import MEDIA_TYPES

JOB = "counter.chart"


def service_named(agency: Agency, name: str) -> Service:
    """The service of a name, a new one where there is none; in a transaction of its caller."""
    return Service.objects.get_or_create(agency=agency, name=name)[0]


@transaction.atomic
def write(*, by: Actor, name: str, chart: Chart, since: date, seen: int = 0) -> ServiceChart:
    """Write an edition of a service's chart; the worker draws its poster.

    Shape:  `seen` is the number of the newest edition when the form was opened, 0 for none.
    Errors: Refused where the person keeps no charts, or a newer edition was written meanwhile.
    """
    refuse_others(by)
    journal.hold(by.agency)
    service = service_named(by.agency, name)
    former = charts_of(service).first()
    if (former.number if former else 0) != seen:
        raise Refused(
            Text("มีผู้เขียนแผนผังของบริการนี้แล้ว", "somebody wrote a chart of this service already"),
            field="name",
            next_step=Text("เปิดหน้าบริการนั้น แล้วแก้จากฉบับล่าสุด", "open it, and go on from the newest"),
        )
    row = ServiceChart.objects.create(
        agency=by.agency, service=service, number=seen + 1, content=to_builtins(chart),
        since=since, made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(by.agency, by, JOB, {"chart": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(by.agency, by, "service-chart-written", service.name, number=row.number)
    return row


def draw(row: ServiceChart) -> None:
    """Draw the poster of an edition; done again it replaces the file."""
    name = f"chart-{row.service_id.hex[:8]}-{row.number}.pdf"
    row.pdf = files.store(row.agency, None, name, MEDIA_TYPES["pdf"], chart_pdf(row))
    row.drawn_at = now()
    row.save(update_fields=["pdf", "drawn_at"])


@transaction.atomic
def publish(row: ServiceChart, *, by: Actor) -> None:
    """Show an edition to everybody; the one before stands beside it as what was.

    Errors: Refused where the person may not publish, a newer edition is published, it was taken
            back or is not drawn, or its words hold something of a person.
    """
    _refuse_publishing(by, row)
    journal.hold(row.agency)
    row.refresh_from_db()
    newest = published_of(row.service).first()
    if row.published_at is not None or row.withdrawn_at is not None:
        raise _done_already()
    if newest is not None and newest.number > row.number:
        raise Refused(
            Text("เผยแพร่ฉบับที่ใหม่กว่าแล้ว", "a newer edition is published"),
            next_step=Text("เขียนฉบับใหม่", "write a new edition"),
        )
    if row.drawn_at is None:
        raise working.not_made()
    refuse_persons(row.agency, f"{row.service.name}\n{chart_of(row).words}")
    row.published_at = now()
    row.save(update_fields=["published_at"])
    index_chart(row.service)
    journal.record(row.agency, by, "service-chart-published", row.service.name, number=row.number)


@transaction.atomic
def withdraw(row: ServiceChart, *, by: Actor) -> None:
    """Take an edition back; the published one before it stands again.

    Errors: Refused where the person may not publish, or it is not published.
    """
    _refuse_publishing(by, row)
    journal.hold(row.agency)
    row.refresh_from_db()
    if row.published_at is None or row.withdrawn_at is not None:
        raise _done_already()
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])
    index_chart(row.service)
    journal.record(row.agency, by, "service-chart-withdrawn", row.service.name, number=row.number)


@transaction.atomic
def make_evidence(
    row: ServiceChart, *, by: Actor, year: int, items: Sequence[YearItem]
) -> list[Piece]:
    """Make a published chart evidence of the items of a year that ask for it.

    Errors: Refused for who may not work on the items, where it is not published or drawn, a newer
            one is published, it was done already, or the year asks for no such thing; what
            `pieces.add` raises.
    """
    working.hold(row, by=by, year=year, items=items)
    shown = published_of(row.service)
    if not shown.filter(pk=row.pk).exists():
        raise Refused(
            Text("แผนผังนี้ไม่ได้เผยแพร่", "this chart is not published"),
            next_step=Text("เผยแพร่ก่อน", "publish it first"),
        )
    working.refuse_unfit(row, shown.first(), year, items, answers(row))
    older = charts_of(row.service).exclude(pk=row.pk)
    return working.attach(
        row, by=by, year=year, items=items, forms=("pdf",),
        title=f"แผนผังขั้นตอนและระยะเวลาบริการ {row.service.name}",
        older=Piece.objects.filter(service_charts__in=older, fiscal_year=year, removed_at=None),
    )  # fmt: skip


def refuse_persons(agency: Agency, words: str) -> None:
    """Let no words go public that hold something of a person.

    Errors: Refused.
    """
    hits = personal_data(words, own_data(agency))
    if not hits:
        return
    shown = ", ".join(f"{one.kind.label.th} {one.masked}" for one in hits)
    english = ", ".join(f"{one.kind.label.en} {one.masked}" for one in hits)
    raise Refused(
        Text(f"พบสิ่งที่เหมือนข้อมูลส่วนบุคคล: {shown}", f"this looks like a person's: {english}"),
        next_step=Text(
            "เขียนฉบับใหม่โดยไม่มีข้อมูลนั้น ใช้ชื่อตำแหน่งแทนชื่อคน",
            "write a new edition without it; name posts, not persons",
        ),
    )


def _refuse_publishing(by: Actor, row: ServiceChart) -> None:
    if by.agency.pk != row.agency_id or not may(by, Right.PUBLISH):
        raise Refused(
            Text("ตำแหน่งนี้เผยแพร่ไม่ได้", "this position does not publish"),
            next_step=Text("ให้เจ้าหน้าที่ประชาสัมพันธ์เผยแพร่", "ask the publication officer"),
        )


def _done_already() -> Refused:
    return Refused(
        Text("ฉบับนี้เปลี่ยนไปแล้ว", "something happened to this edition meanwhile"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )
