"""Charts of services, as they are kept and as everybody sees them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from msgspec import Struct, convert

from prongsai.core.counter.charts import Change, Chart
from prongsai.core.fiscal import year_of
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import Service, ServiceChart
from prongsai.web.disclosure.disclosure.made import Made, made_of
from prongsai.web.disclosure.disclosure.queries.answered import Answered, answered
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
