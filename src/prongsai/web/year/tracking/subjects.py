"""Evidence hangs on notes: who may add to one is who may write down its measure's progress."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import today
from prongsai.web.signing.evidence.kinds import SubjectKind, register
from prongsai.web.year.tracking.queries import NOTE, note_of_thread
from prongsai.web.year.tracking.queries.measure import may_record


def _name(agency: Agency, thread: UUID) -> str | None:
    note = note_of_thread(agency, thread)
    return note.measure.title if note is not None else None


def _may_add(person: Actor, thread: UUID) -> bool:
    note = note_of_thread(person.agency, thread)
    return note is not None and may_record(person, note.measure, today())


def _url(agency: Agency, thread: UUID) -> str:
    note = note_of_thread(agency, thread)
    if note is None:
        return reverse("analysis:root")
    year = note.measure.plan.fiscal_year
    return f"{reverse('tracking:measure', args=[year, note.measure_id])}#n-{thread}"


register(NOTE, SubjectKind(Text("บันทึกผล", "Progress note"), _name, _may_add, _url))
