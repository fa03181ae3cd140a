"""What is said after a restore: the public sees again what it saw when the backup was made."""

from django.db import transaction
from django.urls import reverse

from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency
from prongsai.web.agency.services import notifying
from prongsai.web.citizens.counter.models import FormEdition, ServiceChart
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.services import publishers_of


def tell_publishers(made_at: str) -> bool:
    """Tell those who may publish, and the journal, what is public again; whether anything is.

    Shape:  a backup does not know what was withdrawn after it was made: people look it through.
    """
    agencies = [agency for agency in Agency.objects.all() if _is_public(agency)]
    url = reverse("publication:published", args=[year_of(today())])
    for agency in agencies:
        with transaction.atomic():
            journal.record(agency, None, "backup-restored", made_at)
            notifying.notify(
                agency, publishers_of(agency), read_words("project/restored_is_public"), url
            )
    return bool(agencies)


def _is_public(agency: Agency) -> bool:
    forms = FormEdition.objects.filter(form__agency=agency, form__retired_at=None)
    public = (
        Publication.objects.standing().filter(agency=agency),
        SitePage.objects.filter(agency=agency, published__isnull=False, withdrawn_at=None),
        ServiceChart.objects.public().filter(agency=agency),
        forms.filter(published_at__isnull=False),
    )
    return any(rows.exists() for rows in public)
