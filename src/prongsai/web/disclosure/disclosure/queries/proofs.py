"""What was kept of the web on the day, and how far a keeping is."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.core.ids import sort_key
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import ItemProof, Proof
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState

_OPEN = (JobState.WAITING, JobState.RUNNING)


class Progress(Struct, frozen=True):
    """A keeping that goes on; `job` None where nothing is at work."""

    row: Proof
    job: Job | None
    done: int
    failure: ProngsaiError | None

    @property
    def total(self) -> int:
        """How many items are kept in the end."""
        return len(self.row.items)

    @property
    def is_open(self) -> bool:
        """Whether it goes on by itself."""
        return self.job is not None and self.job.state in _OPEN


class Kept(Struct, frozen=True):
    """A keeping that is done, with the pack of each item in the order of their codes."""

    row: Proof
    packs: tuple[ItemProof, ...]
    digest: str

    @property
    def links(self) -> int:
        """How many addresses it holds."""
        return sum(one.links for one in self.packs)

    @property
    def there(self) -> int:
        """How many of them showed a page or a file."""
        return sum(one.there for one in self.packs)


class ProofsPage(Struct, frozen=True):
    """The proofs of a year, the newest first."""

    year: int
    kept: tuple[Kept, ...]
    progress: Progress | None
    may_keep: bool


def proofs_page(person: Actor, year: int) -> ProofsPage:
    """What was kept of a year."""
    agency = person.agency
    rows = Proof.objects.filter(agency=agency, fiscal_year=year, finished_at__isnull=False)
    packs = ItemProof.objects.filter(agency=agency, proof__in=rows).select_related("file")
    by_proof: dict[UUID, list[ItemProof]] = {}
    for pack in packs:
        by_proof.setdefault(pack.proof_id, []).append(pack)
    kept = (_kept(row, by_proof.get(row.pk, [])) for row in rows)
    return ProofsPage(year, tuple(kept), progress_of(agency, year), may_hand_in(person))


def progress_of(agency: Agency, year: int) -> Progress | None:
    """How far the keeping of a year is that goes on; None where none does."""
    rows = Proof.objects.filter(agency=agency, fiscal_year=year, finished_at=None)
    row = rows.select_related("job").first()
    if row is None:
        return None
    failure = jobs.failure_of(row.job) if row.job else None
    return Progress(row, row.job, row.packs.count(), failure)


def pack_of(agency: Agency, pack_id: UUID) -> ItemProof | None:
    """One pack of an agency."""
    rows = ItemProof.objects.filter(agency=agency, pk=pack_id)
    return rows.select_related("file__agency", "proof").first()


def packs_of_item(agency: Agency, year: int, item: YearItem) -> tuple[ItemProof, ...]:
    """What was kept of an item, the newest first."""
    rows = ItemProof.objects.filter(agency=agency, proof__fiscal_year=year, item__in=item.keys)
    return tuple(rows.select_related("file", "proof").order_by("-kept_at"))


def digest_of_all(packs: Sequence[ItemProof]) -> str:
    """The SHA-256 over the lines "code digest" of all packs, in the order of these lines."""
    lines = sorted(f"{one.code} {one.file.digest}\n" for one in packs)
    return sha256("".join(lines).encode()).hexdigest()


def _kept(row: Proof, packs: Sequence[ItemProof]) -> Kept:
    in_order = sorted(packs, key=lambda one: sort_key(one.code))
    return Kept(row, tuple(in_order), digest_of_all(packs))
