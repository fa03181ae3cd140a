"""Make the papers of meetings and groups in a worker; done twice it keeps what it made."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits
from prongsai.web.office.meetings.models import Group, Meeting, MeetingPaper
from prongsai.web.office.meetings.queries.groups import order_of
from prongsai.web.office.meetings.queries.papers import JOB, LABELS, document_of, name_of
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.drawing import drawn_as


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Make every asked paper; the result names the files.

    Errors: Misuse where the meeting or group is gone.
    """
    asked = running.arguments
    rows: Any = Group.objects if asked["is_group"] else Meeting.objects
    subject: Meeting | Group | None = rows.filter(
        agency=running.agency, pk=UUID(asked["subject"])
    ).first()
    if subject is None:
        raise Misuse("meetings/meeting_or_group_gone")
    on = day_of(running.job.asked_at)
    wanted = [(kind, form) for kind in asked["kinds"] for form in asked["forms"]]
    each = running.each(wanted, lambda pair: f"{LABELS[pair[0]].th} ({pair[1].upper()})")
    return {"files": [_make(running, subject, kind, form, on) for kind, form in each]}


def _make(running: jobs.Running, subject: Meeting | Group, kind: str, form: str, on: date) -> str:
    def draw() -> bytes:
        if isinstance(subject, Group):
            document = order_of(subject, on)
        else:
            document = document_of(subject, kind, on)
        return drawn_as(form, document, Digits(subject.agency.digits))

    values = {"subject": subject.pk, "kind": kind, "form": form}
    rows = MeetingPaper.objects.filter(job=running.job, **values)
    name = name_of(subject, kind, form)
    return files.make_once(running, rows, name, draw, revision=subject.revision, **values)
