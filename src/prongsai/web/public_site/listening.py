"""A paper that is published or taken back is found by the search, or no more, at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from prongsai.web.agency.models import Agency
from prongsai.web.public_site.services.indexing import index_paper
from prongsai.web.publication.signals import paper_changed


@receiver(paper_changed)
def changed(*, agency: Agency, kind: str, subject: UUID, **_said: Any) -> None:
    """Make the paper's entries anew."""
    index_paper(agency, kind, subject)
