"""Make the papers of the queues."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.desk.published import last_day
from prongsai.core.papers.queue_paper import queue_paper
from prongsai.core.text import Text
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.counter.models import QueueReport
from prongsai.web.counter.queries.reports import Paper, editions, figures_of, queues_in
from prongsai.web.counter.rights import refuse_others
from prongsai.web.disclosure.services import drawing
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now, today

JOB = "counter.report"


@transaction.atomic
def make(by: Actor, paper: Paper, year: int) -> QueueReport:
    """Have a paper made of the figures as they stand; the worker draws it.

    Errors: Refused for who keeps no counters, and before its time is over.
    """
    refuse_others(by)
    if last_day(year, paper.months - 1) >= today():
        raise Refused(
            Text("รอบนี้ยังไม่สิ้นสุด", "this time is not over"),
            next_step=Text("ทำรายงานเมื่อสิ้นรอบแล้ว", "make the paper when it is"),
        )
    journal.hold(by.agency)
    former = editions(by.agency, paper, year).first()
    row = QueueReport.objects.create(
        agency=by.agency, months=paper.months, fiscal_year=year,
        number=former.number + 1 if former else 1,
        figures=figures_of(by.agency, paper, year, today()),
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(by.agency, by, JOB, {"report": str(row.pk)})
    row.save(update_fields=["job"])
    title = f"{paper.title.th} {year}"
    journal.record(by.agency, by, "queue-report-made", title, number=row.number)
    return row


def draw(row: QueueReport) -> None:
    """Draw an edition in all its forms; done again it replaces the files."""
    office = office_of(row.agency, today())
    document = queue_paper(office, queues_in(row))
    name = f"{document.kind}-{row.fiscal_year}-{row.months}-{row.number}"
    drawing.keep(row, document, name, office.agency.digits)
