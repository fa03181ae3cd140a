"""Charts of services and forms for citizens: written, published, taken back."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from msgspec import Struct, to_builtins

from prongsai.core.counter.charts import Chart
from prongsai.core.disclosure.gate import Gate, gate
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import FormEdition, RequestForm, Service, ServiceChart
from prongsai.web.citizens.counter.papers import chart_pdf
from prongsai.web.citizens.counter.queries import answers, offer_of, public_charts
from prongsai.web.citizens.counter.rights import refuse_others
from prongsai.web.disclosure.disclosure import made_here
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import attaching
from prongsai.web.disclosure.public_site.models import FORM, SERVICE
from prongsai.web.disclosure.public_site.services.examining import persons_in
from prongsai.web.disclosure.public_site.services.indexing import Offered, index_offered
from prongsai.web.platform import files, journal, uploads
from prongsai.web.platform.clock import now
from prongsai.web.platform.upload_validation import MEDIA_TYPES, Checked
from prongsai.web.signing.publication.gate import (
    DRAFT,
    KnownAgainst,
    Look,
    in_words,
    is_draft,
    known_against,
    marks_of,
    own_data,
    passed,
)
from prongsai.web.signing.publication.services import tell_not_published

CHART_JOB = "counter.chart"


def service_named(agency: Agency, name: str) -> Service:
    """The service of a name, a new one where there is none; in a transaction of its caller."""
    return Service.objects.get_or_create(agency=agency, name=name)[0]


@transaction.atomic
def write_chart(*, by: Actor, name: str, chart: Chart, since: date, seen: int = 0) -> ServiceChart:
    """Write an edition of a service's chart; the worker draws its poster.

    Shape:  `seen` is the number of the newest edition when the form was opened, 0 for none.
    """
    refuse_others(by)
    journal.hold(by.agency)
    service = service_named(by.agency, name)
    charts = service.charts.all()
    former = charts.first()
    if (former.number if former else 0) != seen:
        raise Refused("counter/chart_exists_already", field="name")
    row = made_here.make_edition(
        charts,
        by=by,
        job=CHART_JOB,
        row_key="chart",
        service=service,
        content=to_builtins(chart),
        since=since,
    )
    journal.record(by.agency, by, "service-chart-written", service.name, number=row.number)
    return row


def draw_chart(row: ServiceChart) -> None:
    """Draw the poster of an edition; done again it replaces the file."""
    name = f"chart-{row.service_id.hex[:8]}-{row.number}.pdf"
    row.pdf = files.store(row.agency, None, name, MEDIA_TYPES["pdf"], chart_pdf(row))
    row.drawn_at = now()
    row.save(update_fields=["pdf", "drawn_at"])


@transaction.atomic
def publish_chart(row: ServiceChart, *, by: Actor, anyway: str = "") -> None:
    """Show an edition to everybody; the one before stands beside it as what was.

    Errors: KnownAgainst without a reason where something is; Refused for who may not publish, where
            it is not drawn, published or withdrawn already, or older than what is published.
    """
    _refuse_publishing(by, row.agency_id)
    journal.hold(row.agency)
    row.refresh_from_db()
    newest = row.service.charts.public().first()
    if row.published_at is not None or row.withdrawn_at is not None:
        raise Refused("counter/edition_changed_meanwhile")
    if newest is not None and newest.number > row.number:
        raise Refused("counter/newer_edition_published")
    if row.drawn_at is None:
        raise Refused("disclosure/paper_not_made_yet")
    known = _known_against(row)
    row.published_at, row.anyway = now(), passed(known, anyway)
    row.against = sorted(marks_of(known))
    row.save(update_fields=["published_at", "anyway", "against"])
    index_chart(row.service)
    name = row.service.name
    journal.record(row.agency, by, "service-chart-published", name, number=row.number)
    if row.anyway:
        journal.record(row.agency, by, "published-with-personal-data", name, reason=row.anyway)


@transaction.atomic
def withdraw_chart(row: ServiceChart, *, by: Actor) -> None:
    """Take an edition back; the published one before it stands again, asked anew."""
    _refuse_publishing(by, row.agency_id)
    journal.hold(row.agency)
    row.refresh_from_db()
    if row.published_at is None or row.withdrawn_at is not None:
        raise Refused("counter/edition_changed_meanwhile")
    was_in_force, row.withdrawn_at = row.is_in_force, now()
    row.save(update_fields=["withdrawn_at"])
    journal.record(row.agency, by, "service-chart-withdrawn", row.service.name, number=row.number)
    if was_in_force:
        for former in row.service.charts.in_force().select_related("agency", "service"):
            if ask_anew(former):
                break  # what everybody sees now
    index_chart(row.service)


def ask_anew(row: ServiceChart) -> bool:
    """Unpublish an edition if more is known against it than before; return whether it stays.

    Shape:  those who may publish are told why; in a transaction of its caller.
    """
    known = _known_against(row)
    if marks_of(known) <= set(row.against):
        return True
    row.published_at, row.anyway, row.against = None, "", []
    row.save(update_fields=["published_at", "anyway", "against"])
    url = reverse("counter:chart", args=[row.service_id])
    tell_not_published(row.agency, row.service.name, url, KnownAgainst(known))
    return False


def _known_against(row: ServiceChart) -> Gate:
    words = (row.service.name, row.chart.words)
    return known_against(Look(in_words(row.agency, words)))


@transaction.atomic
def make_evidence(
    row: ServiceChart, *, by: Actor, year: int, items: Sequence[YearItem]
) -> list[Piece]:
    """Make a chart that everybody sees evidence of the items of a year that ask for it.

    Errors: Refused for who may not work on the items, where it is not public yet or not drawn, a
            newer one is public, it was done already, or the year asks for no such thing; what
            `pieces.add` raises.
    """
    attaching.hold(row, by=by, year=year, items=items)
    shown = row.service.charts.in_force()
    if not shown.filter(pk=row.pk).exists():
        raise Refused("counter/chart_not_published")
    attaching.refuse_unfit(row, shown.first(), year, items, answers(row))
    return attaching.attach(
        row, by=by, year=year, items=items, forms=("pdf",),
        title=f"แผนผังขั้นตอนและระยะเวลาบริการ {row.service.name}",
        editions=row.service.charts.all(),
    )  # fmt: skip


def refuse_persons(agency: Agency, words: str) -> None:
    """Let no words go public that hold something of a person."""
    hits = personal_data(words, own_data(agency))
    if not hits:
        return
    shown = listed(
        same("{kind} {masked}").format(kind=hit.kind.label, masked=hit.masked) for hit in hits
    )
    raise Refused("counter/personal_data_found", shown=shown)


def _refuse_publishing(by: Actor, agency_id: UUID) -> None:
    if by.agency.pk != agency_id or not may(by, Right.PUBLISH):
        raise Refused("counter/publishing_not_allowed")


LONGEST_REASON = 300


class Looked(Struct, frozen=True):
    """What was found of persons and of drafts in files, and which could not be looked into."""

    hits: tuple[Text, ...]
    unread: tuple[Text, ...]


class FormWords(Struct, frozen=True):
    """A form as it is typed: its name, its service, the day that it bears."""

    name: str
    service: str
    dated: date


def looked(agency: Agency, files: Iterable[Checked]) -> Looked:
    """Look into files for what is a person's; outside of any transaction, for it takes seconds."""
    texts: list[Text] = []
    unread: list[Text] = []
    for file in files:
        hits, fault = persons_in(agency, file.name, file.data)
        hits += [DRAFT] if is_draft(agency, file.name, file.data) else []
        texts += (_of_file(file, hit) for hit in hits)
        if fault is not None:
            unread.append(_of_file(file, fault))
    return Looked(tuple(texts), tuple(unread))


def _of_file(file: Checked, text: Text) -> Text:
    return same("{file}: {text}").format(file=file.name, text=text)


@transaction.atomic
def add_form(
    *,
    by: Actor,
    words: FormWords,
    file: Checked,
    example: Checked | None,
    look: Looked,
    form: RequestForm | None = None,
) -> FormEdition:
    """Keep an edition of a form; nobody outside sees it before it is published.

    Shape:  `form` is the one that it belongs to, None for a new one.
    """
    refuse_others(by, form.agency_id if form else None)
    journal.hold(by.agency)
    _refuse_name(by.agency, words.name, form)
    service = service_named(by.agency, words.service)
    row = form or RequestForm(agency=by.agency)
    # What everybody reads changes when somebody publishes it, and not before.
    if form is None or _published(form) is None:
        row.name, row.service = words.name, service
        row.save()
    last = row.editions.first()
    edition = FormEdition.objects.create(
        form=row, number=last.number + 1 if last else 1, name=words.name, service=service,
        dated=words.dated,
        file=uploads.store(by.agency, by, file),
        example=uploads.store(by.agency, by, example) if example else None,
        found=[to_builtins(text) for text in look.hits],
        unread=[to_builtins(text) for text in look.unread],
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    journal.record(by.agency, by, "request-form-added", row.name, number=edition.number)
    return edition


@transaction.atomic
def publish_form(edition: FormEdition, *, by: Actor, reason: str = "") -> None:
    """Offer an edition to everybody, in the stead of the one before."""
    _refuse_publishing(by, edition.form.agency_id)
    journal.hold(by.agency)
    edition.refresh_from_db()
    newest = _published(edition.form)
    if edition.published_at is not None or (newest is not None and newest.number > edition.number):
        raise Refused("counter/form_changed_meanwhile")
    drafts = [text for text in edition.found if text["th"].endswith(DRAFT.th)]
    known = gate(
        (), personal=len(edition.found) - len(drafts),
        unread=[text["th"] for text in edition.unread], draft=DRAFT if drafts else None,
    )  # fmt: skip
    reason = passed(known, reason)
    form = edition.form
    form.name, form.service = edition.name or form.name, edition.service or form.service
    _refuse_name(by.agency, form.name, form)
    refuse_persons(by.agency, f"{form.name}\n{form.service.name}")
    edition.published_at, edition.reason = now(), reason[:LONGEST_REASON]
    edition.save(update_fields=["published_at", "reason"])
    form.retired_at, form.reason = None, ""
    form.save(update_fields=["name", "service", "retired_at", "reason"])
    index_form(form)
    journal.record(
        by.agency, by, "request-form-published", form.name, number=edition.number,
        reason=edition.reason or "–",
    )  # fmt: skip


@transaction.atomic
def retire_form(form: RequestForm, *, by: Actor, reason: str) -> None:
    """Offer a form no more; its address says so."""
    _refuse_publishing(by, form.agency_id)
    checked_reason = reason.strip()[:LONGEST_REASON]
    if not checked_reason:
        raise Refused("counter/reason_missing", field="reason")
    refuse_persons(form.agency, checked_reason)
    journal.hold(by.agency)
    form.refresh_from_db()
    if form.retired_at is not None or not form.editions.filter(published_at__isnull=False).exists():
        raise Refused("counter/form_changed_meanwhile")
    form.retired_at, form.reason = now(), checked_reason
    form.save(update_fields=["retired_at", "reason"])
    index_form(form)
    journal.record(by.agency, by, "request-form-retired", form.name, reason=checked_reason)


def _published(form: RequestForm) -> FormEdition | None:
    return form.editions.filter(published_at__isnull=False).first()


def _refuse_name(agency: Agency, name: str, form: RequestForm | None) -> None:
    named = RequestForm.objects.filter(agency=agency, name=name)
    if (named.exclude(pk=form.pk) if form else named).exists():
        raise Refused("counter/form_name_taken", field="name")


def index_chart(service: Service) -> None:
    """Renew the search entry of a service, in the transaction that changed it."""
    index_offered(service.agency, SERVICE, str(service.pk), chart_entry(service))


def index_form(form: RequestForm) -> None:
    """Renew the search entry of a form, in the transaction that changed it."""
    index_offered(form.agency, FORM, str(form.pk), form_entry(form))


def chart_entry(service: Service) -> Offered | None:
    row = next(iter(public_charts(service)), None)
    if row is None:
        return None
    return Offered(
        SERVICE, str(service.pk), reverse("counter:service", args=[service.agency_id, service.pk]),
        service.name, row.chart.words, localdate(row.published_at or row.made_at),
    )  # fmt: skip


def form_entry(form: RequestForm) -> Offered | None:
    offer = offer_of(form.agency, form.pk)
    row = offer.published if offer is not None and offer.is_offered else None
    if row is None:
        return None
    return Offered(
        FORM, str(form.pk), reverse("counter:form", args=[form.agency_id, form.pk]), form.name,
        form.service.name, localdate(row.published_at or row.made_at),
    )  # fmt: skip
