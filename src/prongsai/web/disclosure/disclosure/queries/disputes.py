"""The disputes of an item, and how far each is."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Dispute, ItemProof
from prongsai.web.disclosure.disclosure.queries.proofs import packs_of_item
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState

_OPEN = (JobState.WAITING, JobState.RUNNING)


class Told(Struct, frozen=True):
    """One dispute with its work."""

    row: Dispute
    failure: ProngsaiError | None

    @property
    def job(self) -> Job | None:
        """The work, None where it was cleared away."""
        found: Job | None = self.row.job
        return found

    @property
    def is_open(self) -> bool:
        """Whether it is being made."""
        return self.row.file is None and self.job is not None and self.job.state in _OPEN


class DisputePage(Struct, frozen=True):
    """An item's disputes, newest first, and the proofs that a new one may bring.

    Shape:  `packs` are those of keepings that are done, so that the journal has their digest, in
            which at least one address showed a page or a file.
    """

    year: int
    item: YearItem
    packs: tuple[ItemProof, ...]
    told: tuple[Told, ...]

    @property
    def is_open(self) -> bool:
        """Whether any is being made."""
        return any(one.is_open for one in self.told)


def dispute_page(agency: Agency, year: int, item: YearItem) -> DisputePage:
    """The disputes of an item."""
    rows = Dispute.objects.filter(agency=agency, fiscal_year=year, item__in=item.keys)
    told = tuple(
        Told(row, jobs.failure_of(row.job) if row.job else None)
        for row in rows.select_related("job", "file", "letter", "pack")
    )
    # What shows nothing proves nothing, and what no journal keeps proves little.
    kept = (one for one in packs_of_item(agency, year, item) if one.proof.finished_at)
    packs = tuple(one for one in kept if one.there)
    return DisputePage(year, item, packs, told)


def dispute_of(agency: Agency, dispute_id: UUID) -> Dispute | None:
    """One dispute of an agency."""
    rows = Dispute.objects.filter(agency=agency, pk=dispute_id)
    return rows.select_related("file__agency", "letter__agency").first()
