"""What a worker does by itself: the search knows what is public, no less and no more."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.models import SearchEntry, SitePage
from prongsai.web.disclosure.public_site.services.indexing import index_changed_tables, rebuild
from prongsai.web.platform.periodic import periodic_task
from prongsai.web.signing.publication.models import Publication


@periodic_task(timedelta(minutes=10))
def fill() -> None:
    """Agencies whose papers were published before the search was there."""
    own = {"agency": OuterRef("pk"), "withdrawn_at": None}
    public = Q(Exists(Publication.objects.filter(**own))) | Q(
        Exists(SitePage.objects.filter(**own, published__isnull=False))
    )
    indexed = Exists(SearchEntry.objects.filter(agency=OuterRef("pk")))
    for agency in Agency.objects.filter(public).exclude(indexed):
        rebuild(agency)


@periodic_task(timedelta(hours=1))
def settle_tables() -> None:
    """What the search knows of tables, after a new version of a register."""
    index_changed_tables()
