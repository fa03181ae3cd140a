"""Whether a paper in hand is the approved one: what anybody may ask with the code on it."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.db.models import F
from msgspec import Struct

from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval.facts import SHOWN_OF_ENTRY, last_entry
from prongsai.web.signing.approval.models import Decision, Objection, Submission, Version
from prongsai.web.signing.approval.objections import Objected, objected

_SHORTEST = 8
# Letters that a hand writes for the ones that the codes have.
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", " ": None, "–": "-"})


class Match(StrEnum):
    """What a paper in hand is."""

    EXACT = "exact"
    SIGNED = "signed"
    BY_HAND = "by-hand"
    ENCLOSURE = "enclosure"
    FORMER = "former"
    OLDER = "older"
    NONE = "none"


# Of a result that fell before 0.3 the one objection tells who asked for it.
_STATED_FIRST = F("stated_at").asc(nulls_last=True)
_FORMER = {"signed": Match.FORMER, "final": Match.BY_HAND}


class Withdrawal(Struct, frozen=True):
    """That what was published of a paper was taken back, when and why."""

    day: date
    reason: str


Withdrawn = Callable[[str], Withdrawal | None]
_WITHDRAWN: list[Withdrawn] = []


def tells_withdrawal(maker: Withdrawn) -> Withdrawn:
    """Name a function that knows by its code whether a paper was taken back."""
    _WITHDRAWN.append(maker)
    return maker


class CheckPage(Struct, frozen=True):
    """What the public page tells of a paper: it shows no name, no opinion, no content.

    Shape:  `entry` is that of the journal at the last decision, None for none: whoever notes it
            down can later tell that the journal was rewritten.
    """

    row: Submission
    version: Version
    decisions: tuple[Decision, ...]
    objected: Objected | None
    lifted: tuple[Objection, ...]
    annulled: Objection | None
    entry: JournalEntry | None
    withdrawal: Withdrawal | None

    @property
    def entry_digest(self) -> str:
        """As much of the entry's digest as is printed on the signed copy."""
        return self.entry.digest[:SHOWN_OF_ENTRY] if self.entry else ""


def tidy_code(typed: str) -> str:
    """A code as it is kept, of what a hand typed: "7f3a 91c2" is "7F3A-91C2"."""
    plain = typed.strip().upper().translate(_READ_AS).replace("-", "")
    return f"{plain[:4]}-{plain[4:]}"


def check_page(code: str) -> CheckPage | None:
    """The paper with a code, of any agency; None where no paper has it."""
    row = Submission.objects.filter(code=code).select_related("agency").first()
    if row is None:
        return None
    versions = Version.objects.filter(submission=row).select_related("signed_file")
    version = versions.order_by("-number")[0]
    return CheckPage(
        row=row,
        version=version,
        decisions=tuple(Decision.objects.filter(version=version, voided_at=None)),
        objected=objected(row),
        lifted=tuple(row.objections.exclude(lifted_at=None)),
        annulled=row.objections.exclude(settled_at=None).order_by(_STATED_FIRST).first(),
        entry=last_entry(row),
        withdrawal=next(
            (withdrawal for maker in _WITHDRAWN if (withdrawal := maker(row.code))), None
        ),
    )


def match_of(code: str, digest: str) -> Match:
    """What a file with a digest is among the files of a code.

    Shape:  the first letters of a digest (eight at least) count as the digest.
    """
    typed = re.sub(r"\s+", "", digest).lower()
    if len(typed) < _SHORTEST:
        return Match.NONE
    versions = Version.objects.filter(submission__code=code).order_by("-number")
    versions = versions.select_related("signed_file", "final_file")
    versions = versions.prefetch_related("enclosures", "former_files__file")
    for place, version in enumerate(versions):
        match = _match_in(version, typed)
        if match is not Match.NONE:
            return Match.OLDER if place and match is not Match.BY_HAND else match
    return Match.NONE


def _match_in(version: Version, typed: str) -> Match:
    """What a file is among those that a version has, and had before others took their place."""
    matches = [
        (version.signed_file.digest if version.signed_file else "", Match.SIGNED),
        (version.digest, Match.EXACT),
        (version.final_file.digest if version.final_file else "", Match.BY_HAND),
        *((kept.digest, Match.ENCLOSURE) for kept in version.enclosures.all()),
        *((kept.file.digest, _FORMER[kept.form]) for kept in version.former_files.all()),
    ]
    return next((match for digest, match in matches if digest.startswith(typed)), Match.NONE)
