"""What the pages of notes share: the files of a form, kept before anything else can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError
from prongsai.core.progress.plan_words import plans_in
from prongsai.core.progress.rounds import HALF
from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.evidence.queries import DRAFT
from prongsai.web.signing.evidence.services.adding import Refusal, Sent, add_all
from prongsai.web.year.analysis.views import check_opened
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import note_row
from prongsai.web.year.tracking.queries.measure import may_record


def person_in(request: HttpRequest, year: int) -> Actor:
    """The person of a request for an opened year.

    Errors: Http404 where the agency has not opened it.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    return person


def own_note(request: HttpRequest, year: int, note_id: UUID) -> ProgressNote:
    """A note that the person may change.

    Errors: Http404 for another agency's; PermissionDenied where the measure is not theirs.
    """
    person = person_in(request, year)
    note = note_row(person.agency, year, note_id)
    if note is None:
        raise Http404
    if not may_record(person, note.measure, today()):
        raise PermissionDenied
    return note


def saved(request: HttpRequest, form: Form, draft: UUID, act: Callable[[], str]) -> str:
    """Keep the files of a form, then act if the form is sound; where to go, "" for the form again.

    What was sent is kept in any case: a refusal undoes the act, and the files are kept anew.
    """
    refused: tuple[Refusal, ...] = ()

    def acted() -> str:
        nonlocal refused
        refused = keep_files(request, draft)
        return act() if form.is_valid() else ""

    def kept() -> str:
        nonlocal refused
        refused = keep_files(request, draft)
        return ""

    try:
        address = answered(request, acted)
    except ProngsaiError as refusal:
        refuse(form, refusal)
        address = answered(request, kept)
    for one in refused:
        told = {"name": one.name, "why": words_of(one.error)}
        messages.error(request, _("ไม่ได้เก็บ “%(name)s”: %(why)s") % told)
    return address


def keep_files(request: HttpRequest, draft: UUID) -> tuple[Refusal, ...]:
    """Keep the form's files under its draft, so that an error in a field does not lose them."""
    files = request.FILES.getlist("files")
    if not files:
        return ()
    person = person_of(request)
    sent = (Sent(one.name or "", content_of(one)) for one in files)
    taken = add_all(person.agency, by=person, subject_kind=DRAFT, subject=draft, sent=sent)
    return taken.refused


def measure_url(year: int, measure: MeasureRow, thread: UUID | None = None) -> str:
    """A measure's page, at one of its notes."""
    address = reverse("tracking:measure", args=[year, measure.pk])
    return f"{address}#n-{thread}" if thread else address


def tell_plans(request: HttpRequest, note: ProgressNote) -> None:
    """Say at once what a report would not let through: words of a plan where a result is asked."""
    quotes = [told.quote for text in (note.done, note.outcome) for told in plans_in(text, HALF)]
    if quotes:
        messages.warning(
            request,
            _("“%(quote)s” อ่านเหมือนแผน ไม่ใช่ผลที่ทำแล้ว แก้บันทึกก่อนถึงรอบรายงาน") % {"quote": quotes[0]},
        )
