"""Draw a draft as PDF and Word for those who want to read it on paper before it is submitted."""

from collections.abc import Mapping
from typing import Any

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits
from prongsai.web.office.announcements.content import current_paper, full_title
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries.pages import JOB
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.files import store_drawn


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Draw both files; the result names them with the version that they print."""
    key = running.arguments["notice"]
    rows = Announcement.objects.select_related("agency__emblem")
    row = rows.filter(agency=running.agency, pk=key).first()
    if row is None:
        raise Misuse("announcements/draft_gone")
    document, digits = current_paper(row, today()), Digits(row.agency.digits)
    made = store_drawn(running, document, digits, full_title(row))
    return {"files": made, "version": row.version}
