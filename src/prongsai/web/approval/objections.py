"""Which papers are held by an objection: what other apps ask before they say that one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from msgspec import Struct

from prongsai.core.approval.model import State
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.approval.handlers import subjects_of
from prongsai.web.approval.models import (
    Decision,
    Enclosure,
    Objection,
    PaperResult,
    Submission,
    Version,
)

# Where a paper keeps its files, and how each row knows its submission.
_FILES: tuple[tuple[QuerySet[Any], str, tuple[str, ...]], ...] = (
    (Version.objects.all(), "submission", ("file", "word_file", "signed_file", "final_file")),
    (Decision.objects.all(), "submission", ("scan",)),
    (PaperResult.objects.all(), "submission", ("scan",)),
    (Enclosure.objects.all(), "version__submission", ("file",)),
)
# Where room is small; else: until who objected takes it back. Nobody rules on it.
HELD_WORDS = Text("มีผู้คัดค้าน พักไว้", "objected to, held")
FALLEN_WORDS = State.SET_ASIDE.label


class Objected(Struct, frozen=True):
    """That a paper is held: since which day, and by which posts.

    Shape:  `fallen_on` once its result was set aside: then nothing waits, and it is held for good.
    """

    day: date
    words: str
    fallen_on: date | None = None

    @property
    def label(self) -> Text:
        """What is said of it where room is small."""
        return FALLEN_WORDS if self.fallen_on is not None else HELD_WORDS


def held_mark(row: Submission) -> str:
    """What stands before the name of each file of a held paper; "" where nobody objects.

    Shape:  the staff keeps such files, to settle what is disputed; whoever gets one sees it.
    """
    if row.objected_at is None:
        return ""
    return FALLEN_WORDS.th if row.state == State.SET_ASIDE else HELD_WORDS.th


def objections_to(row: Submission) -> tuple[Objection, ...]:
    """The objections that stand against a paper, the first one first."""
    if row.objected_at is None:
        return ()
    return tuple(row.objections.filter(lifted_at=None))


def objections_before(row: Submission) -> tuple[Objection, ...]:
    """The objections that stand against other submissions of a paper's subject, the first first.

    Shape:  a kind whose new text is a subject of its own tells them all (`family`).
    """
    rows = Objection.objects.filter(
        agency=row.agency, lifted_at=None,
        submission__kind=row.kind, submission__subject__in=subjects_of(row),
    ).exclude(submission=row)  # fmt: skip
    return tuple(rows.select_related("submission", "by"))


def held_since(reference: str) -> Subquery:
    """The moment since which a paper is held, for a query whose `reference` is a submission's key.

    Shape:  null where it is not: then nobody need ask who objects.
    """
    return Subquery(Submission.objects.filter(pk=OuterRef(reference)).values("objected_at")[:1])


def objected_submission(agency: Agency, submission: UUID) -> Objected | None:
    """Since when and by whom the paper of a submission's key is held; None where it is not."""
    return _summed(Objection.objects.filter(agency=agency, submission=submission, lifted_at=None))


def objected(row: Submission) -> Objected | None:
    """Since when and by whom a paper is held; None where it is not."""
    return _summed(objections_to(row))


def is_set_aside(agency: Agency, code: str) -> bool:
    """Whether the disputed result of a paper's code was set aside: a new one may take its place."""
    rows = Submission.objects.filter(agency=agency, code=code, state=State.SET_ASIDE)
    return bool(code) and rows.exists()


def objected_codes(agency: Agency, codes: Iterable[str]) -> Mapping[str, Objected]:
    """The held papers among some codes; one query, however many there are."""
    asked = {code for code in codes if code}
    if not asked:
        return {}
    rows = Objection.objects.filter(agency=agency, lifted_at=None, submission__code__in=asked)
    found: dict[str, list[Objection]] = {}
    for row in rows.select_related("submission"):
        found.setdefault(row.submission.code, []).append(row)
    return {code: told for code, rows in found.items() if (told := _summed(rows)) is not None}


def objected_files(agency: Agency, digests: Iterable[str]) -> Mapping[str, Objected]:
    """The files among some digests that are of a held paper, by digest; two queries.

    Shape:  every file that a paper has: what is disputed may be the sheet that was scanned, a copy
            that was edited by hand, or what was sent along.
    """
    asked = {digest for digest in digests if digest}
    if not asked:
        return {}
    codes: dict[str, str] = dict(_files_of_held(agency, asked))
    held = objected_codes(agency, codes.values())
    return {digest: held[code] for digest, code in codes.items() if code in held}


def _files_of_held(agency: Agency, asked: set[str]) -> QuerySet[Any, tuple[str, str]]:
    """Digest and code of each file of a held paper that is asked for, in one query."""
    found = [
        rows.filter(**{
            "agency": agency, f"{paper}__objected_at__isnull": False, f"{name}__digest__in": asked,
        }).order_by().values_list(f"{name}__digest", f"{paper}__code")
        for rows, paper, names in _FILES
        for name in names
    ]  # fmt: skip
    return found[0].union(*found[1:])


def _summed(rows: Iterable[Objection]) -> Objected | None:
    told = list(rows)
    if not told:
        return None
    first = min(row.made_at for row in told)
    words = ", ".join(dict.fromkeys(row.by_words for row in told))
    fallen = max((row.settled_at for row in told if row.settled_at), default=None)
    return Objected(
        timezone.localtime(first).date(),
        words,
        timezone.localtime(fallen).date() if fallen else None,
    )
