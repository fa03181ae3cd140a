"""What is published, taken back or held back is found by the search, or no more, at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.services.indexing import index_paper, index_tables
from prongsai.web.disclosure.registers.signals import register_changed
from prongsai.web.signing.publication.signals import paper_changed


@receiver(paper_changed)
def changed(*, agency: Agency, kind: str, subject: UUID, **_said: Any) -> None:
    """Make the paper's entries anew."""
    index_paper(agency, kind, subject)


@receiver(register_changed)
def held_back(*, agency: Agency, key: str, **_said: Any) -> None:
    """Make the entries of the pages anew that show a table of the register."""
    index_tables(agency, key)
