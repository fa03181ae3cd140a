"""Draw the acknowledgement report in a worker: a list of many people takes its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.agency.offices import office_of
from prongsai.web.office.circulation.exports import report_paper
from prongsai.web.office.circulation.queries import state_page
from prongsai.web.office.circulation.queries.report import FORMS, JOB
from prongsai.web.platform import files, jobs
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES, clean_name

_LONGEST_NAME = 60


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Draw every form; the result names the files and how many had acknowledged.

    Errors: Misuse where the circulation is gone.
    """
    page = state_page(running.agency, UUID(running.arguments["circulation"]))
    if page is None:
        raise Misuse(
            Text("ไม่มีเรื่องเวียนนี้แล้ว", "this circulation is gone"),
            next_step=Text("กลับไปที่หน้าแจ้งเวียน", "go back to the circulations"),
        )
    on = timezone.localtime(running.job.asked_at).date()
    document, digits = report_paper(page), office_of(running.agency, on).agency.digits
    made = {}
    for place, form in enumerate(FORMS):
        running.step(place, len(FORMS), form.upper())
        name = clean_name(f"รายงานการรับทราบ {page.row.title[:_LONGEST_NAME]}.{form}")
        data = drawn_as(form, document, digits)
        made[form] = str(files.store(running.agency, None, name, MEDIA_TYPES[form], data).pk)
    running.step(len(FORMS), len(FORMS))
    return {"files": made, "done": page.done, "count": page.count}
