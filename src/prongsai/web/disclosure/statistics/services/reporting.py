"""Make the report of a quarter, have it drawn, and bring it to the executive."""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import transaction
from django.utils.timezone import localtime
from msgspec.structs import replace

from prongsai.core.approval.model import State
from prongsai.core.fiscal import Quarter
from prongsai.core.papers.document import Document
from prongsai.core.papers.quarter import quarter_paper
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import digest_of
from prongsai.web.disclosure.statistics.models import QuarterPaper
from prongsai.web.disclosure.statistics.queries.quarters import gathered, of_quarter, report_of
from prongsai.web.disclosure.statistics.words import KIND
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.signing.approval.models import OPEN_STATES, Submission
from prongsai.web.signing.approval.services import submitting

JOB = "statistics.quarter"
FORMS = ("pdf", "docx")


@transaction.atomic
def make(
    agency: Agency, *, by: Actor, quarter: Quarter, problems: str = "", proposals: str = ""
) -> QuarterPaper:
    """Fix what is known of a quarter today; the worker draws it.

    Errors: Refused for a quarter that has not begun.
    """
    journal.hold(agency)
    if quarter.first > today():
        raise Refused(
            Text("ไตรมาสนี้ยังไม่เริ่ม", "this quarter has not begun"),
            next_step=Text("เลือกไตรมาสที่เริ่มแล้ว", "choose one that has"),
        )
    told = replace(gathered(agency, quarter, today()), problems=problems, proposals=proposals)
    content: dict[str, Any] = msgspec.to_builtins(told)
    former = of_quarter(agency, quarter).first()
    row = QuarterPaper.objects.create(
        agency=agency, fiscal_year=quarter.year, quarter=quarter.number,
        number=former.number + 1 if former else 1, content=content, digest=digest_of(content),
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, JOB, {"paper": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(
        agency, by, "quarter-made", quarter=quarter.number, year=quarter.year, number=row.number
    )
    return row


@transaction.atomic
def send(row: QuarterPaper, *, by: Actor) -> Submission:
    """Bring a report to the executive, who takes note of it.

    Errors: Refused where a report of the quarter is on its way, a newer one was made, or this one
            was noted already.
    """
    journal.hold(row.agency)
    family = of_quarter(row.agency, Quarter(row.fiscal_year, row.quarter))
    newest = family.first()
    if newest is not None and newest.pk != row.pk:
        raise Refused(
            Text("มีรายงานที่ทำใหม่กว่านี้แล้ว", "a newer report was made"),
            next_step=Text("เสนอฉบับล่าสุด", "submit the newest"),
        )
    sent = Submission.objects.filter(agency=row.agency, kind=KIND, subject__in=family.values("pk"))
    if sent.filter(state__in=OPEN_STATES).exists():
        raise Refused(
            Text("รายงานของไตรมาสนี้เสนอแล้ว", "a report of this quarter is on its way"),
            next_step=Text("ดูที่เรื่องที่เสนอ", "see what was submitted"),
        )
    if sent.filter(subject=row.pk, state=State.APPROVED).exists():
        raise Refused(
            Text("ผู้บริหารรับทราบฉบับนี้แล้ว", "the executive noted this one already"),
            next_step=Text("ทำฉบับใหม่ถ้ามีเรื่องเพิ่ม", "make a new one where there is more to tell"),
        )
    return submitting.submit(row.agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year)


def draw(row: QuarterPaper) -> None:
    """Draw the report as it was made, for signing by hand; done again it replaces the files."""
    office = office_of(row.agency, localtime(row.made_at).date())
    paper: Document = quarter_paper(office, report_of(row))
    name = f"web-statistics-{row.fiscal_year}-{row.quarter}"
    for form in FORMS:
        data = drawn_as(form, paper, office.agency.digits)
        kept = files.store(row.agency, None, f"{name}.{form}", MEDIA_TYPES[form], data)
        setattr(row, form, kept)
    row.save(update_fields=list(FORMS))
