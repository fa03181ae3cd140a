"""Which papers fell by an annulment, or are held by an objection of before 0.3.

Other apps ask this before they say that a paper stands. Of which papers a file is goes by its
origin, for the same bytes may lie in several papers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from msgspec import Struct

from prongsai.core.approval.model import State
from prongsai.core.dates import in_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.approval.handlers import subjects_of
from prongsai.web.signing.approval.models import (
    HELD_WORDS,
    Decision,
    Enclosure,
    FormerFile,
    Objection,
    PaperResult,
    ResultState,
    Submission,
    Version,
)


class FileRole(StrEnum):
    """What a file is in a paper."""

    # Drawn here: it bears the code of its paper, so it is of that one, wherever else it lies.
    DRAWN = "drawn"
    # The scan of a result, or a copy that somebody edited.
    BROUGHT = "brought"
    ENCLOSED = "enclosed"


class Owner(Struct, frozen=True):
    """A paper that has a file: by its code, and since when it has it."""

    code: str
    part: FileRole
    since: datetime
    state: str
    objected_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it was approved, and nobody objects to it."""
        return self.state == State.APPROVED and self.objected_at is None


# Where a paper keeps its files: the field, how its row knows the submission, and since when.
_FILES: tuple[tuple[QuerySet[Any], str, str, FileRole, str], ...] = (
    (Version.objects.all(), "file", "submission", FileRole.DRAWN, "made_at"),
    (Version.objects.all(), "word_file", "submission", FileRole.DRAWN, "made_at"),
    (Version.objects.all(), "signed_file", "submission", FileRole.DRAWN, "made_at"),
    (
        Version.objects.exclude(final_at=None),
        "final_file",
        "submission",
        FileRole.BROUGHT,
        "final_at",
    ),
    (Decision.objects.all(), "scan", "submission", FileRole.BROUGHT, "made_at"),
    (PaperResult.objects.all(), "scan", "submission", FileRole.BROUGHT, "made_at"),
    (Enclosure.objects.all(), "file", "version__submission", FileRole.ENCLOSED, "version__made_at"),
    (FormerFile.objects.filter(form="signed"), "file", "version__submission", FileRole.DRAWN, "at"),
    (
        FormerFile.objects.exclude(form="signed"),
        "file",
        "version__submission",
        FileRole.BROUGHT,
        "at",
    ),
)


def owners_of(agency: Agency, asked: Collection[str]) -> Mapping[str, Sequence[Owner]]:
    """The papers that have each of some files, by digest; one query, however many there are.

    Shape:  every file that a paper has or had. Where one was drawn here only the papers of which
            it was drawn: nobody makes it theirs by entering or enclosing it.
    """
    if not asked:
        return {}
    queries = [
        rows.filter(**{"agency": agency, f"{name}__digest__in": asked})
        .order_by()
        .annotate(
            of_digest=F(f"{name}__digest"),
            of_code=F(f"{paper}__code"),
            of_part=Value(part.value, output_field=CharField()),
            of_since=F(since),
            of_state=F(f"{paper}__state"),
            of_objected=F(f"{paper}__objected_at"),
        )
        .values_list("of_digest", "of_code", "of_part", "of_since", "of_state", "of_objected")
        for rows, name, paper, part, since in _FILES
    ]
    by_digest: dict[str, list[Owner]] = {}
    for digest, code, part, since, state, objected_at in queries[0].union(*queries[1:]):
        by_digest.setdefault(digest, []).append(
            Owner(code, FileRole(part), since, state, objected_at)
        )
    return {digest: _by_origin(rows) for digest, rows in by_digest.items()}


def _by_origin(rows: Sequence[Owner]) -> Sequence[Owner]:
    drawn = [row for row in rows if row.part is FileRole.DRAWN]
    return sorted(drawn or rows, key=lambda row: (row.since, row.code))


def fallen_owner(
    rows: Sequence[Owner], is_held: Callable[[Owner], bool], public_since: datetime | None = None
) -> Owner | None:
    """The held paper as whose file a file is held; None where it may go out.

    Shape:  what a paper that stands had first stays, whoever enters or encloses it after that;
            what was only enclosed in a held paper is free once one that stands encloses it too,
            and where it was public by itself before.
            The sheet of a held paper gains nothing by being enclosed in another.
    """
    held = [row for row in rows if is_held(row)]
    if not held or stood_before(rows, held[0].since):
        return None
    if any(row.part is not FileRole.ENCLOSED for row in held):
        return held[0]
    was_public = public_since is not None and public_since < held[0].since
    is_enclosed_anew = any(row.stands and row.part is FileRole.ENCLOSED for row in rows)
    return None if was_public or is_enclosed_anew else held[0]


def stood_before(rows: Sequence[Owner], moment: datetime) -> bool:
    """Whether a file is of a paper that stands and had it before, or was drawn of one not held."""
    return any(
        (row.stands and row.since < moment)
        or (row.part is FileRole.DRAWN and row.objected_at is None)
        for row in rows
    )


FALLEN_WORDS = State.SET_ASIDE.label


class Objected(Struct, frozen=True):
    """That a paper is held: since which day, and by which posts.

    Shape:  `is_for_good` of a sheet whose result was annulled before it was confirmed: only a
            result that another confirms sets the sheet free. `fallen_on` once a confirmed result
            was annulled: then nothing waits, and it is held for good.
    """

    day: date
    words: str
    is_for_good: bool = False
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


def fallen(reference: str) -> Exists:
    """Whether a paper fell, for a query whose `reference` is a submission's key."""
    return Exists(Submission.objects.filter(pk=OuterRef(reference), state=State.SET_ASIDE))


def objected_submission(agency: Agency, submission: UUID) -> Objected | None:
    """Since when and by whom the paper of a submission's key is held; None where it is not."""
    return _summed(Objection.objects.filter(agency=agency, submission=submission, lifted_at=None))


def objected(row: Submission) -> Objected | None:
    """Since when and by whom a paper is held; None where it is not."""
    return _summed(objections_to(row))


def is_set_aside(agency: Agency, code: str) -> bool:
    """Whether a result of a paper's code was annulled: a new one may take its place."""
    rows = Submission.objects.filter(agency=agency, code=code, state=State.SET_ASIDE)
    return bool(code) and rows.exists()


def objected_codes(agency: Agency, codes: Iterable[str]) -> Mapping[str, Objected]:
    """The held papers among some codes; two queries, however many there are."""
    asked = {code for code in codes if code}
    if not asked or not _disputes(agency).held:
        return {}
    rows = Objection.objects.filter(agency=agency, lifted_at=None, submission__code__in=asked)
    by_code: dict[str, list[Objection]] = {}
    for row in rows.select_related("submission"):
        by_code.setdefault(row.submission.code, []).append(row)
    return {code: summed for code, rows in by_code.items() if (summed := _summed(rows)) is not None}


def held_codes(agency: Agency) -> frozenset[str]:
    """The codes of all papers of an agency that are held; one query, two where any is."""
    if not _disputes(agency).held:
        return frozenset()
    rows = Objection.objects.filter(agency=agency, lifted_at=None).exclude(submission__code="")
    return frozenset(rows.values_list("submission__code", flat=True))


def approved_codes(
    agency: Agency, papers: Iterable[tuple[str, UUID]]
) -> Mapping[tuple[str, UUID | None], str]:
    """The codes under which papers, each a kind and a subject, were approved last; one query."""
    asked = set(papers)
    if not asked:
        return {}
    rows = Submission.objects.filter(
        agency=agency, state=State.APPROVED, kind__in={kind for kind, _ in asked},
        subject__in={subject for _, subject in asked},
    )  # fmt: skip
    approved = rows.order_by("decided_at").values_list("kind", "subject", "code")
    return {(kind, subject): code for kind, subject, code in approved if (kind, subject) in asked}


def objected_files(
    agency: Agency, digests: Iterable[str], *, public_since: Mapping[str, datetime] | None = None
) -> Mapping[str, Objected]:
    """The files among some digests that are of a held paper, by digest; five queries at most.

    Shape:  every file that a paper has or had: what is disputed may be the sheet that was scanned,
            a copy that was edited by hand or had no number yet, or what was sent along; and the
            sheet of a result that fell by an objection. Only as the file of that paper: what
            another paper has by its own right stays; `public_since` says of files
            since when they are public by themselves.
    """
    asked = {digest for digest in digests if digest}
    disputes = _disputes(agency) if asked else None
    if disputes is None or not (disputes.held or disputes.fallen):
        return {}
    owners = owners_of(agency, asked)
    by_digest: dict[str, Objected] = {}
    if disputes.fallen:
        for digest, (since, objected) in _fallen_sheets(agency, asked).items():
            if not stood_before(owners.get(digest, ()), since):
                by_digest[digest] = objected
    if disputes.held:
        codes = {row.code for rows in owners.values() for row in rows if row.objected_at}
        held = objected_codes(agency, codes)
        for digest, rows in owners.items():
            since_when = (public_since or {}).get(digest)
            row = fallen_owner(rows, lambda row: row.code in held, since_when)
            if row is not None:
                by_digest[digest] = held[row.code]
    return by_digest


class _Disputes(Struct, frozen=True):
    """Whether anything of an agency is held, and whether a result of it ever fell."""

    held: bool
    fallen: bool


@cached_for_request
def _disputes(agency: Agency) -> _Disputes:
    """What of an agency can be disputed at all: hardly ever anything, and every list asks."""
    held = Objection.objects.filter(agency=agency, lifted_at=None)
    fallen = PaperResult.objects.filter(agency=agency, state=ResultState.OBJECTED)
    rows = Agency.objects.filter(pk=agency.pk)
    return _Disputes(*rows.values_list(Exists(held), Exists(fallen)).get())


def refuse_held(agency: Agency, file: StoredFile, before: Text) -> None:
    """That a file may go out; `before` names the act for which it is asked."""
    held = objected_files(agency, [file.digest]).get(file.digest)
    if held is None:
        return
    day = held.fallen_on
    if day is not None:
        # What was set aside is void for good: nobody need wait for anything.
        raise Refused("approval/approval_set_aside", field="file", day=in_words(day))
    if held.is_for_good:
        raise Refused(
            "approval/approval_objected_to.before_confirmed",
            field="file",
            before=before,
            holder=held.words,
        )
    raise Refused("approval/approval_objected_to.standing", field="file", before=before)


def codes_of_files(agency: Agency, digests: Iterable[str]) -> Mapping[str, str]:
    """The codes of the papers whose files are among some digests, by digest; one query."""
    owners = owners_of(agency, {digest for digest in digests if digest})
    return {digest: rows[0].code for digest, rows in owners.items()}


def fallen_mark(result: PaperResult) -> str:
    """What stands before the name of the sheet of a result; "" where nobody objected to it."""
    sheets = _fallen_sheets(result.agency, {result.scan.digest}, result.submission)
    return HELD_WORDS.th if sheets else held_mark(result.submission)


def _fallen_sheets(
    agency: Agency, asked: set[str], submission: Submission | None = None
) -> Mapping[str, tuple[datetime, Objected]]:
    """The sheets whose results fell by an objection before they were confirmed; one query.

    Shape:  each with the moment at which it was entered. Not where the same sheet was entered
            again and confirmed: who objected was told of that too, and can object to the result
            that stands.
    """
    confirmed = Decision.objects.filter(
        submission=OuterRef("submission"), scan__digest=OuterRef("scan__digest"), voided_at=None
    )
    rows = PaperResult.objects.filter(
        ~Exists(confirmed), agency=agency, state=ResultState.OBJECTED, scan__digest__in=asked
    )
    if submission is not None:
        rows = rows.filter(submission=submission)
    sheets = rows.order_by("-settled_at").values_list(
        "scan__digest", "made_at", "settled_at", "settled_words"
    )
    return {
        digest: (since, Objected(day_of(moment), words, is_for_good=True))
        for digest, since, moment, words in sheets
        if moment is not None
    }


def _summed(rows: Iterable[Objection]) -> Objected | None:
    objections = list(rows)
    if not objections:
        return None
    first = min(row.made_at for row in objections)
    words = ", ".join(dict.fromkeys(row.by_words for row in objections))
    fallen = max((row.settled_at for row in objections if row.settled_at), default=None)
    return Objected(
        day_of(first),
        words,
        fallen_on=day_of(fallen) if fallen else None,
    )
