"""Make the papers of the queues, and evidence of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from prongsai.core.desk.published import last_day
from prongsai.core.papers.queue_paper import name_of, queue_paper
from prongsai.core.text import Text
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import QueueReport
from prongsai.web.citizens.counter.queries.queues import (
    PAPERS,
    Paper,
    answers,
    editions,
    figures_of,
    queues_in,
)
from prongsai.web.citizens.counter.rights import refuse_others
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces, working
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
    pieces.keep(row, document, name, office.agency.digits)


@transaction.atomic
def make_evidence(
    row: QueueReport, *, by: Actor, year: int, items: Sequence[YearItem], forms: Sequence[str]
) -> list[Piece]:
    """Make the files of an edition evidence of the items of a year that it answers.

    Errors: Refused for who may not work on the items, where it is not drawn, a newer one was made,
            it was done already, or it answers no such item; what `pieces.add` raises.
    """
    working.hold(row, by=by, year=year, items=items)
    own = editions(row.agency, PAPERS[str(row.months)], row.fiscal_year)
    working.refuse_unfit(row, own.first(), year, items, answers(row.agency, row.fiscal_year))
    older = own.exclude(pk=row.pk)
    return working.attach(
        row, by=by, year=year, items=items, forms=forms,
        title=name_of(office_of(row.agency, today()), queues_in(row)),
        older=Piece.objects.filter(queue_reports__in=older, fiscal_year=year, removed_at=None),
    )  # fmt: skip
