"""Charts of services, as they are kept and as everybody sees them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from msgspec import Struct, convert

from prongsai.core.counter.charts import Change, Chart
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import FormEdition, RequestForm, Service, ServiceChart
from prongsai.web.disclosure.disclosure.items import Made, made_of
from prongsai.web.disclosure.disclosure.queries.works import Answered, answered
from prongsai.web.platform.clock import today

SUBJECT = "service-manual"


class Edition(Struct, frozen=True):
    """One edition as it is shown."""

    row: ServiceChart
    chart: Chart


class ServicePage(Struct, frozen=True):
    """A service for who keeps it: its editions with their files, newest first."""

    service: Service
    newest: Edition | None
    shown: Edition | None
    made: tuple[Made, ...]
    answered: tuple[Answered, ...]
    change: Change | None


class ServiceRow(Struct, frozen=True):
    """A service in the list; `shown` is the number of the edition that everybody sees."""

    service: Service
    newest: int
    shown: int | None


class PublicService(Struct, frozen=True):
    """A service for everybody: today's chart, and what it was before where that was published."""

    service: Service
    edition: Edition
    before: Edition | None
    change: Change | None


def chart_of(row: ServiceChart) -> Chart:
    """What an edition says."""
    return convert(row.content, Chart)


def charts_of(service: Service) -> QuerySet[ServiceChart]:
    """The editions of a service's chart, newest first."""
    return ServiceChart.objects.filter(service=service)


def published_of(service: Service) -> QuerySet[ServiceChart]:
    """Those that everybody may see, newest first."""
    return charts_of(service).filter(published_at__isnull=False, withdrawn_at=None)


def service_of(agency: Agency, service_id: UUID) -> Service | None:
    """A service of an agency."""
    return Service.objects.select_related("agency").filter(agency=agency, pk=service_id).first()


def chart_by_id(agency: Agency, chart_id: UUID) -> ServiceChart | None:
    """An edition of an agency."""
    rows = ServiceChart.objects.select_related("service", "agency", "pdf")
    return rows.filter(agency=agency, pk=chart_id).first()


def answers(row: ServiceChart) -> tuple[Answered, ...]:
    """The items that a chart answers: those of this fiscal year, for it holds until it changes."""
    year = year_of(today())
    return tuple(one for one in answered(row.agency, (SUBJECT,), year) if one.year == year)


def services_of(agency: Agency) -> tuple[ServiceRow, ...]:
    """The services that have a chart; two queries."""
    newest: dict[UUID, int] = {}
    shown: dict[UUID, int] = {}
    rows = ServiceChart.objects.filter(agency=agency).order_by("number")
    names = ("service_id", "number", "published_at", "withdrawn_at")
    for service, number, published, withdrawn in rows.values_list(*names):
        newest[service] = number
        if published is not None and withdrawn is None:
            shown[service] = number
    return tuple(
        ServiceRow(one, newest[one.pk], shown.get(one.pk))
        for one in Service.objects.filter(agency=agency, pk__in=newest)
    )


def service_page(service: Service) -> ServicePage:
    """A service with all its editions."""
    rows = list(charts_of(service).select_related("job", "pdf", "agency", "service"))
    shown = [row for row in rows if row.published_at and not row.withdrawn_at]
    return ServicePage(
        service, _edition(rows[0]) if rows else None, _edition(shown[0]) if shown else None,
        tuple(made_of(row) for row in rows), answers(rows[0]) if rows else (),
        _change(rows[1], rows[0]) if len(rows) > 1 else None,
    )  # fmt: skip


def public_services(agency: Agency) -> tuple[Service, ...]:
    """The services of which everybody sees a chart."""
    rows = ServiceChart.objects.filter(agency=agency, published_at__isnull=False, withdrawn_at=None)
    return tuple(Service.objects.filter(agency=agency, pk__in=rows.values("service")))


def public_service(service: Service) -> PublicService | None:
    """What everybody sees of a service; None where no chart of it is published."""
    rows = list(published_of(service).select_related("service", "agency", "pdf")[:2])
    if not rows:
        return None
    before = rows[1] if len(rows) > 1 else None
    return PublicService(
        service, _edition(rows[0]), _edition(before) if before else None,
        _change(before, rows[0]) if before else None,
    )  # fmt: skip


def fiscal_year() -> int:
    """The fiscal year in which a chart becomes evidence."""
    return year_of(today())


def _edition(row: ServiceChart) -> Edition:
    return Edition(row, chart_of(row))


def _change(before: ServiceChart, after: ServiceChart) -> Change:
    return Change(chart_of(before).total, chart_of(after).total)


class Offer(Struct, frozen=True):
    """A form with the edition that everybody sees, None where there is none."""

    form: RequestForm
    shown: FormEdition | None
    newest: FormEdition | None

    @property
    def is_offered(self) -> bool:
        """Whether everybody may take it."""
        return self.shown is not None and self.form.retired_at is None

    @property
    def called(self) -> str:
        """What it is called by its newest edition."""
        return (self.newest.name if self.newest else "") or self.form.name

    @property
    def belongs_to(self) -> str:
        """The service that it is for by its newest edition."""
        service = self.newest.service if self.newest else None
        return (service or self.form.service).name


class EditionPage(Struct, frozen=True):
    """An edition with what was found in its files.

    Shape:  `new_name` is what the form will be called once it is published, "" where that stays.
    """

    row: FormEdition
    found: tuple[Text, ...]
    unread: tuple[Text, ...]
    can_publish: bool
    new_name: str


def offers_of(agency: Agency) -> tuple[Offer, ...]:
    """Every form of an agency; two queries."""
    editions = FormEdition.objects.select_related("file", "example")
    rows = RequestForm.objects.filter(agency=agency).select_related("service")
    return tuple(map(_offer, rows.prefetch_related(Prefetch("editions", editions))))


def public_offers(agency: Agency, words: str = "", service: Service | None = None) -> list[Offer]:
    """What everybody may take: all, or what bears every word in its name or its service's."""
    asked = [skeleton(one) for one in words.split()]
    return [
        one
        for one in offers_of(agency)
        if one.is_offered
        and (service is None or one.form.service_id == service.pk)
        and bears(f"{one.form.name} {one.form.service.name}", asked)
    ]


def bears(name: str, asked: Iterable[str]) -> bool:
    """Whether a name has all words, without tones, spaces or kind of digits."""
    told = skeleton(name)
    return all(one in told for one in asked)


def offer_of(agency: Agency, form_id: UUID) -> Offer | None:
    """One form of an agency."""
    rows = RequestForm.objects.filter(agency=agency, pk=form_id)
    row = rows.select_related("service", "agency").prefetch_related("editions__service").first()
    return None if row is None else _offer(row)


def edition_of(agency: Agency, edition_id: UUID) -> FormEdition | None:
    """One edition of an agency."""
    rows = FormEdition.objects.select_related("form__agency", "file", "example")
    return rows.filter(form__agency=agency, pk=edition_id).first()


def editions_of(offer: Offer) -> tuple[EditionPage, ...]:
    """The editions of a form, newest first."""
    least = offer.shown.number if offer.shown else 0
    return tuple(
        EditionPage(
            one, tuple(convert(told, Text) for told in one.found),
            tuple(convert(told, Text) for told in one.unread),
            one.published_at is None and one.number > least, _new_name(offer.form, one),
        )
        for one in offer.form.editions.select_related("file", "example", "service")
    )  # fmt: skip


def _new_name(form: RequestForm, row: FormEdition) -> str:
    name, service = row.name or form.name, row.service or form.service
    is_new = row.published_at is None and (name != form.name or service.pk != form.service_id)
    return f"{name} · {service.name}" if is_new else ""


def _offer(row: RequestForm) -> Offer:
    editions = list(row.editions.all())
    shown = next((one for one in editions if one.published_at is not None), None)
    return Offer(row, shown, editions[0] if editions else None)
