"""Charts of services and forms, as they are kept and as everybody sees them."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Max, Prefetch, Q, QuerySet

from prongsai.core.counter.charts import Verdict
from prongsai.core.fiscal import end, year_of
from prongsai.core.thai import skeleton
from prongsai.web.agency.figures import Rows
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import FormEdition, RequestForm, Service, ServiceChart
from prongsai.web.disclosure.disclosure.queries.works import Answered, answered
from prongsai.web.platform.clock import today

SUBJECT = "service-manual"


def charts_of(service: Service) -> QuerySet[ServiceChart]:
    """The editions of a service's chart, newest first."""
    return ServiceChart.objects.filter(service=service)


def published_of(service: Service) -> QuerySet[ServiceChart]:
    """Those that were published and not taken back, newest first."""
    return charts_of(service).filter(published_at__isnull=False, withdrawn_at=None)


def in_force_of(service: Service) -> QuerySet[ServiceChart]:
    """Those that everybody sees, for their day has come, newest first."""
    return published_of(service).filter(since__lte=today())


def shorter_services(agency: Agency, year: int, _: date) -> Rows:
    """The services whose newest chart of a fiscal year has less of steps or time than before it."""
    charts = ServiceChart.objects.filter(
        agency=agency, published_at__isnull=False, withdrawn_at=None, since__lte=end(year)
    )
    shorter = []
    ordered = charts.select_related("service").order_by("service__name", "-number")
    for service, group in groupby(ordered, lambda row: row.service):
        rows = list(group)
        before = next((row for row in rows if year_of(row.since) < year), rows[-1])
        change = rows[0].change_from(before)
        if Verdict.LESS in (change.steps, change.time):
            sides = {"before": change.before, "after": change.after}
            steps = {f"steps_{side}": str(total.steps) for side, total in sides.items()}
            times = {
                f"time_{side}": total.time.th
                for side, total in sides.items()
                if total.time and not total.unknown
            }
            shorter.append({"service": service.name, **steps, **times})
    return shorter


def service_of(agency: Agency, service_id: UUID) -> Service | None:
    return Service.objects.select_related("agency").filter(agency=agency, pk=service_id).first()


def chart_by_id(agency: Agency, chart_id: UUID) -> ServiceChart | None:
    rows = ServiceChart.objects.select_related("service", "agency", "pdf")
    return rows.filter(agency=agency, pk=chart_id).first()


def answers(row: ServiceChart) -> tuple[Answered, ...]:
    """The items that a chart answers: those of this fiscal year, for it holds until it changes."""
    year = year_of(today())
    return tuple(item for item in answered(row.agency, (SUBJECT,), year) if item.year == year)


def services_of(agency: Agency) -> QuerySet[Service]:
    """The services that have a chart, with `newest` and `shown`, the numbers of two editions."""
    is_public = Q(charts__published_at__isnull=False, charts__withdrawn_at=None)
    rows = Service.objects.filter(agency=agency, charts__isnull=False)
    shown = Max("charts__number", filter=is_public)
    return rows.annotate(newest=Max("charts__number"), shown=shown)


def public_services(agency: Agency) -> QuerySet[Service]:
    """The services of which everybody sees a chart."""
    rows = ServiceChart.objects.filter(
        agency=agency, published_at__isnull=False, withdrawn_at=None, since__lte=today()
    )
    return Service.objects.filter(agency=agency, pk__in=rows.values("service"))


def public_charts(service: Service) -> list[ServiceChart]:
    """The chart that everybody sees, then the one before it; [] where none is in force."""
    return list(in_force_of(service).select_related("service", "agency", "pdf")[:2])


def offers_of(agency: Agency) -> QuerySet[RequestForm]:
    """Every form of an agency with its editions; two queries."""
    editions = FormEdition.objects.select_related("file", "example", "service")
    rows = RequestForm.objects.filter(agency=agency).select_related("service", "agency")
    return rows.prefetch_related(Prefetch("editions", editions))


def public_offers(
    agency: Agency, words: str = "", service: Service | None = None
) -> list[RequestForm]:
    """What everybody may take: all, or what bears every word in its name or its service's."""
    asked = [skeleton(word) for word in words.split()]
    return [
        form
        for form in offers_of(agency)
        if form.is_offered
        and (service is None or form.service_id == service.pk)
        and bears(f"{form.name} {form.service.name}", asked)
    ]


def bears(name: str, asked: Iterable[str]) -> bool:
    """Whether a name has all words, without tones, spaces or kind of digits."""
    letters = skeleton(name)
    return all(word in letters for word in asked)


def offer_of(agency: Agency, form_id: UUID) -> RequestForm | None:
    return offers_of(agency).filter(pk=form_id).first()


def edition_of(agency: Agency, edition_id: UUID) -> FormEdition | None:
    rows = FormEdition.objects.select_related("form__agency", "file", "example")
    return rows.filter(form__agency=agency, pk=edition_id).first()
