"""What a worker does by itself: charts and forms of before the search knew them are found, too."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from prongsai.web.agency.models import Agency
from prongsai.web.citizens.counter.models import FormEdition, ServiceChart
from prongsai.web.disclosure.public_site.models import SearchEntry
from prongsai.web.disclosure.public_site.services.indexing import rebuild
from prongsai.web.disclosure.public_site.words import FORM, SERVICE
from prongsai.web.platform.periodic import periodic_task


@periodic_task(timedelta(minutes=10))
def fill() -> None:
    """Agencies that show charts or forms of which the search has none."""
    own = OuterRef("pk")
    charts = ServiceChart.objects.filter(agency=own, published_at__isnull=False, withdrawn_at=None)
    forms = FormEdition.objects.filter(
        form__agency=own, form__retired_at=None, published_at__isnull=False
    )
    entries = SearchEntry.objects.filter(agency=own)
    lacks = Q(Exists(charts)) & ~Q(Exists(entries.filter(kind=SERVICE)))
    lacks |= Q(Exists(forms)) & ~Q(Exists(entries.filter(kind=FORM)))
    for agency in Agency.objects.filter(lacks):
        rebuild(agency)
