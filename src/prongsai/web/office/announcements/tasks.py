"""Draw a draft as PDF and Word for those who want to read it on paper before it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits
from prongsai.web.office.announcements.content import full_title, shown
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.announcements.queries.one import JOB
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES, clean_name

_FORMS = ("pdf", "docx")
_LONGEST_NAME = 60


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Draw both files; the result names them with the version that they print.

    Errors: Misuse where the draft is gone.
    """
    key = running.arguments["notice"]
    rows = Announcement.objects.select_related("agency__emblem")
    row = rows.filter(agency=running.agency, pk=key).first()
    if row is None:
        raise Misuse("announcements/draft_gone")
    document, digits = shown(row, today()), Digits(row.agency.digits)
    made = {}
    for place, form in enumerate(_FORMS):
        running.step(place, len(_FORMS), form.upper())
        name = clean_name(f"{full_title(row)[:_LONGEST_NAME]}.{form}")
        data = drawn_as(form, document, digits)
        made[form] = str(files.store(row.agency, None, name, MEDIA_TYPES[form], data).pk)
    running.step(len(_FORMS), len(_FORMS))
    return {"files": made, "version": row.version}
