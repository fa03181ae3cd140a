"""The acknowledgement report as a paper and as a workbook, drawn in a worker."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from prongsai.core.dates import long_date, short_date
from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import Circulated, Reader, acknowledgement_report
from prongsai.core.papers.document import Document
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.agency.offices import office_of
from prongsai.web.office.circulation.models import Recipient
from prongsai.web.office.circulation.queries import JOB, StatePage, state_page
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.files import store_drawn

_OF_NO_UNIT = "ไม่สังกัดส่วนราชการ"


def report_paper(page: StatePage) -> Document:
    """The report as it is printed, in Thai as every official paper."""
    row = page.row
    # Below the last unit they would stand as its own.
    none = _OF_NO_UNIT if len(page.groups) > 1 else ""
    circulated = Circulated(
        title=row.title,
        sent_on=day_of(row.started_at),
        readers=tuple(
            Reader(
                recipient.position,
                recipient.unit_name or none,
                _moment(recipient),
                is_on_paper=recipient.paper_day is not None,
            )
            for group in page.groups
            for recipient in group.rows
        ),
        due=row.due,
        counted_on=day_of(row.closed_at) if row.closed_at else None,
    )
    return acknowledgement_report(office_of(row.agency, today()), circulated)


def report_workbook(page: StatePage) -> bytes:
    headings = [
        _("ลำดับ"), _("ส่วนราชการ"), _("ตำแหน่ง"), _("สถานะ"), _("วันที่รับทราบ"), _("เวลา"),
        _("วิธี"), _("ผู้บันทึก"),
    ]  # fmt: skip
    rows = [recipient for group in page.groups for recipient in group.rows]
    title = f"{_('รายงานการรับทราบ')} {page.row.title} {page.row.agency.name}"
    cells = [_cells(number, recipient) for number, recipient in enumerate(rows, start=1)]
    return xlsx_table(title, headings, cells, sheet=_("รายงานการรับทราบ"))


def _cells(number: int, recipient: Recipient) -> list[str]:
    who = [str(number), recipient.unit_name, recipient.position]
    if recipient.acknowledged_at is None:
        return [*who, _("ยังไม่รับทราบ"), "", "", "", ""]
    moment = timezone.localtime(recipient.acknowledged_at)
    day = recipient.paper_day or moment.date()
    return [
        *who,
        _("รับทราบแล้ว"),
        long_date(day),
        "" if recipient.paper_day else f"{moment:%H.%M} น.",
        _("ลงชื่อบนกระดาษ") if recipient.paper_day else _("ในระบบ"),
        recipient.noted_by_words,
    ]


def _moment(recipient: Recipient) -> str:
    """When, as the paper prints it; "" for not yet."""
    if recipient.acknowledged_at is None:
        return ""
    if recipient.paper_day is not None:
        return f"ลงชื่อบนกระดาษ {short_date(recipient.paper_day)}"
    moment = timezone.localtime(recipient.acknowledged_at)
    return f"{short_date(moment.date())} {moment:%H.%M} น."


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Draw the report; the result names the files and how many had acknowledged."""
    page = state_page(running.agency, UUID(running.arguments["circulation"]))
    if page is None:
        raise Misuse("circulation/circulation_gone")
    on = day_of(running.job.asked_at)
    digits = office_of(running.agency, on).agency.digits
    title = f"รายงานการรับทราบ {page.row.title}"
    made = store_drawn(running, report_paper(page), digits, title)
    return {"files": made, "done": page.row.done, "count": page.row.count}
