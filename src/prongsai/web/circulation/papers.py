"""What became of the papers that are sent round: objected to, or taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.models import Agency
from prongsai.web.approval.checking import Withdrawal
from prongsai.web.approval.objections import Objected, objected_files
from prongsai.web.circulation.models import Circulation
from prongsai.web.publication.checking import withdrawn_files


class Standing(Struct, frozen=True):
    """How the file of a circulation stands.

    Shape:  `objected` while somebody objects to its approval: nobody is asked to acknowledge it
            meanwhile; nor any more where its result was set aside. `withdrawn` once its paper was
            taken back from the public: nobody any more.
    """

    objected: Objected | None = None
    withdrawn: Withdrawal | None = None

    @property
    def words(self) -> str:
        """What stands before the name of its file; "" where it stands."""
        if self.objected is not None:
            return self.objected.label.th
        return "ถอนแล้ว" if self.withdrawn is not None else ""

    @property
    def is_paused(self) -> bool:
        """Whether it waits until an objection is taken back."""
        return self.objected is not None and self.objected.fallen_on is None

    @property
    def fallen_on(self) -> date | None:
        """When its result was set aside; None where it was not."""
        return self.objected.fallen_on if self.objected is not None else None

    @property
    def is_going(self) -> bool:
        """Whether anybody is asked to acknowledge it: neither held nor taken back."""
        return self.objected is None and self.withdrawn is None


def standing_of(row: Circulation) -> Standing:
    """How the file of one circulation stands."""
    return standings(row.agency, [row])[row.pk]


def standings(agency: Agency, rows: Iterable[Circulation]) -> Mapping[UUID, Standing]:
    """How the files of some circulations stand, in three queries, however many they are.

    Shape:  the rows bring their files along.
    """
    digests = {row.pk: row.file.digest if row.file else "" for row in rows}
    objected = objected_files(agency, digests.values())
    withdrawn = withdrawn_files(agency, digests.values())
    return {
        key: Standing(objected.get(digest), withdrawn.get(digest))
        for key, digest in digests.items()
    }
