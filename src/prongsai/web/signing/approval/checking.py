"""Whether a paper in hand is the approved one: what anybody may ask with the code on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, QuerySet
from django.utils import timezone
from msgspec import Struct

from prongsai.core.approval.model import Verdict
from prongsai.core.text import Text
from prongsai.web.signing.approval.facts import SHOWN_OF_ENTRY, last_entry
from prongsai.web.signing.approval.models import Decision, Objection, Submission, Version
from prongsai.web.signing.approval.objections import objected
from prongsai.web.signing.approval.queries import is_approved, label_of, tag_of

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


class Made(Struct, frozen=True):
    """One decision, by position; of a result of paper also who entered and who confirmed it."""

    position: str
    verdict: Text
    day: date
    is_on_paper: bool
    entered: str
    confirmed: str
    authority: str


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
    """What the public page tells of a paper; no name, no opinion, no content.

    Shape:  `entry` and `entry_digest` are those of the journal at the last decision, 0 and "" for
            none: whoever notes them down can later tell that the journal was rewritten.
    """

    code: str
    agency: str
    title: str
    number: str
    label: Text
    tag: str
    version: int
    digest: str
    signed_digest: str
    made_at: datetime
    decided_at: datetime | None
    decisions: tuple[Made, ...]
    is_sample: bool
    is_approved: bool
    is_held: bool
    objected: str
    lifted: tuple[Objection, ...]
    annulled: Objection | None
    entry: int
    entry_digest: str
    withdrawal: Withdrawal | None


def tidy_code(typed: str) -> str:
    """A code as it is kept, of what a hand typed: "7f3a 91c2" is "7F3A-91C2"."""
    plain = typed.strip().upper().translate(_READ_AS).replace("-", "")
    return f"{plain[:4]}-{plain[4:]}"


def check_page(code: str) -> CheckPage | None:
    """The paper with a code, of any agency; None where no paper has it."""
    row = Submission.objects.filter(code=code).select_related("agency").first()
    if row is None:
        return None
    version = _standing(row)
    decisions = Decision.objects.filter(version=version, voided_at=None)
    entry, held = last_entry(row), objected(row)
    return CheckPage(
        code=row.code,
        agency=row.agency.name,
        title=row.title,
        number=row.number,
        label=label_of(row),
        tag=tag_of(row),
        version=version.number,
        digest=version.digest,
        signed_digest=version.signed_file.digest if version.signed_file else "",
        made_at=version.made_at,
        decided_at=row.decided_at,
        decisions=tuple(_made(one) for one in decisions),
        is_sample=row.agency.is_sample,
        is_approved=is_approved(row),
        is_held=held is not None,
        objected=held.words if held else "",
        lifted=tuple(row.objections.exclude(lifted_at=None)),
        annulled=row.objections.exclude(settled_at=None).order_by(_STATED_FIRST).first(),
        withdrawal=next((one for maker in _WITHDRAWN if (one := maker(row.code))), None),
        entry=entry.number if entry else 0,
        entry_digest=entry.digest[:SHOWN_OF_ENTRY] if entry else "",
    )


def match_of(code: str, digest: str) -> Match:
    """What a file with a digest is among the files of a code.

    Shape:  the first letters of a digest (eight at least) count as the digest.
    """
    typed = re.sub(r"\s+", "", digest).lower()
    if len(typed) < _SHORTEST:
        return Match.NONE
    versions = Version.objects.filter(submission__code=code).order_by("-number")
    for place, one in enumerate(_with_files(versions)):
        match = _match_in(one, typed)
        if match is not Match.NONE:
            return Match.OLDER if place and match is not Match.BY_HAND else match
    return Match.NONE


def _match_in(version: Version, typed: str) -> Match:
    """What a file is among those that a version has, and had before others took their place."""
    told = [
        (version.signed_file.digest if version.signed_file else "", Match.SIGNED),
        (version.digest, Match.EXACT),
        (version.final_file.digest if version.final_file else "", Match.BY_HAND),
        *((kept.digest, Match.ENCLOSURE) for kept in version.enclosures.all()),
        *((kept.file.digest, _FORMER[kept.form]) for kept in version.former_files.all()),
    ]
    return next((match for digest, match in told if digest.startswith(typed)), Match.NONE)


def _with_files(versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.select_related("signed_file", "final_file").prefetch_related(
        "enclosures", "former_files__file"
    )


def _standing(row: Submission) -> Version:
    versions = Version.objects.filter(submission=row).select_related("signed_file")
    return versions.order_by("-number")[0]


def _made(row: Decision) -> Made:
    day = timezone.localtime(row.at).date()
    return Made(
        row.position,
        Verdict(row.verdict).label,
        day,
        row.is_on_paper,
        entered=row.by_words if row.is_on_paper else "",
        confirmed=row.confirmed_words,
        authority=row.authority,
    )
