"""Papers of the queue and charts that answer an item; what the public search finds of them."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from prongsai.core.fiscal import year_of
from prongsai.core.text import same
from prongsai.web.agency.figures import gives
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.counter.models import Line, QueueReport, ServiceChart
from prongsai.web.citizens.counter.queries import (
    PAPERS,
    SUBJECT,
    public_offers,
    public_services,
    shorter_services,
)
from prongsai.web.citizens.counter.services import charts, queues
from prongsai.web.citizens.counter.services.charts import chart_entry, form_entry
from prongsai.web.citizens.desk.hooks import papers_for
from prongsai.web.disclosure.disclosure.items import MadePaper, YearItem
from prongsai.web.disclosure.disclosure.made_here import Made, Wanted
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import with_evidence
from prongsai.web.disclosure.public_site.services.indexing import Offered, offers
from prongsai.web.signing.publication.queries import answers_items


def made_queue_papers(wanted: Wanted) -> Iterator[Made]:
    """The papers of queues for an item, where the agency has queues."""
    agency = wanted.person.agency
    rows = QueueReport.objects.filter(agency=agency, fiscal_year__in=wanted.years)

    def newest() -> dict[tuple[int, str], MadePaper]:
        made = with_evidence(rows.order_by("number"))
        return {(row.fiscal_year, str(row.months)): row for row in made}

    for paper in papers_for(wanted, PAPERS.values(), newest, "counter:report"):
        if paper.row is not None or Line.objects.filter(point__agency=agency).exists():
            yield paper


def made_charts(wanted: Wanted) -> Iterator[Made]:
    """The charts of services that everybody sees and that answer an item of this fiscal year."""
    year = year_of(wanted.on)
    items = wanted.answered_by((SUBJECT,), year) if year == wanted.items.year else ()
    if not items:
        return
    rows = ServiceChart.objects.public().filter(agency=wanted.person.agency, since__lte=wanted.on)
    newest: dict[UUID, ServiceChart] = {}
    for row in with_evidence(rows.select_related("service").order_by("service__name", "-number")):
        newest.setdefault(row.service_id, row)
    for row in newest.values():
        url = reverse("counter:chart", args=[row.service_id])
        yield Made(same(row.service.name), url, items, row, may_use=True)


def _attach_chart(
    row: ServiceChart, *, by: Actor, year: int, items: Sequence[YearItem], **_: Any
) -> list[Piece]:
    """A chart is a poster alone, whatever forms are asked for."""
    return charts.make_evidence(row, by=by, year=year, items=items)


answers_items(
    "queues", {key: paper.lineages for key, paper in PAPERS.items()},
    find=made_queue_papers, attach=queues.make_evidence,
    times=(QueueReport, lambda row: PAPERS[str(row.months)].time(row.fiscal_year)),
)  # fmt: skip
answers_items("charts", {"chart": (SUBJECT,)}, find=made_charts, attach=_attach_chart)
gives("shorter-service", shorter_services)


@offers
def found_of(agency: Agency) -> Iterator[Offered]:
    for service in public_services(agency):
        if (chart := chart_entry(service)) is not None:
            yield chart
    for offer in public_offers(agency):
        if (form := form_entry(offer)) is not None:
            yield form
