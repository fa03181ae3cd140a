"""What a worker does by itself: a search that has nothing though something is public is filled."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from prongsai.web.agency.models import Agency
from prongsai.web.platform.periodic import periodic_task
from prongsai.web.public_site.models import SearchEntry, SitePage
from prongsai.web.public_site.services.indexing import rebuild
from prongsai.web.publication.models import Publication


@periodic_task(timedelta(minutes=10))
def fill() -> None:
    """Agencies whose papers were published before the search was there."""
    own = {"agency": OuterRef("pk"), "withdrawn_at": None}
    public = Q(Exists(Publication.objects.filter(**own))) | Q(
        Exists(SitePage.objects.filter(**own, published__isnull=False))
    )
    found = Exists(SearchEntry.objects.filter(agency=OuterRef("pk")))
    for agency in Agency.objects.filter(public).exclude(found):
        rebuild(agency)
