"""Which approval a published file has."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from prongsai.core.approval.model import State
from prongsai.web.agency.models import Agency
from prongsai.web.signing.approval.checking import Withdrawal, tells_withdrawal
from prongsai.web.signing.approval.handlers import subjects_of
from prongsai.web.signing.approval.models import Enclosure, Submission, Version
from prongsai.web.signing.approval.objections import codes_of_files
from prongsai.web.signing.publication.models import Publication


@tells_withdrawal
def withdrawal_of(code: str) -> Withdrawal | None:
    """When and why what was approved under a code was taken back; None while one is published."""
    rows = Publication.objects.filter(check_code=code)
    if rows.standing().exists():
        return None
    row = rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at").first()
    if row is None or row.withdrawn_at is None:
        return None
    return Withdrawal(timezone.localtime(row.withdrawn_at).date(), row.reason)


def withdrawn_files(agency: Agency, digests: Iterable[str]) -> Mapping[str, Withdrawal]:
    """The files among some digests whose papers were taken back, by digest; two queries.

    Shape:  the paper's other files too (a signed copy that had no number yet); not those of a
            paper of which another edition is published.
    """
    asked = {digest for digest in digests if digest}
    if not asked:
        return {}
    codes = codes_of_files(agency, asked)
    rows = Publication.objects.filter(
        ~Exists(_standing_edition()),
        Q(file__digest__in=asked) | Q(check_code__in=set(codes.values())),
        agency=agency, withdrawn_at__isnull=False,
    )  # fmt: skip
    by_digest: dict[str, Withdrawal] = {}
    by_code: dict[str, Withdrawal] = {}
    for row in rows.order_by("withdrawn_at").select_related("file"):
        if row.withdrawn_at is not None:
            withdrawal = Withdrawal(timezone.localtime(row.withdrawn_at).date(), row.reason)
            by_digest[row.file.digest] = by_code[row.check_code] = withdrawal
    withdrawals = {
        digest: by_digest.get(digest) or by_code.get(codes.get(digest, "")) for digest in asked
    }
    return {
        digest: withdrawal for digest, withdrawal in withdrawals.items() if withdrawal is not None
    }


def newest_codes(agency: Agency, digests: Iterable[str]) -> Mapping[str, str]:
    """The codes of the editions that stand of the papers published as some files; one query."""
    asked = {digest for digest in digests if digest}
    if not asked:
        return {}
    rows = Publication.objects.filter(agency=agency, file__digest__in=asked).order_by("edition")
    code = Subquery(_standing_edition().values("check_code")[:1])
    pairs = rows.values_list("file__digest", code)
    return {digest: code for digest, code in pairs if code}


def _standing_edition() -> QuerySet[Publication]:
    """The edition that stands of the paper of a row."""
    own = {name: OuterRef(name) for name in ("agency", "kind", "subject")}
    return Publication.objects.standing().filter(**own)


def code_of(agency: Agency, digest: str) -> str:
    """The code of the approval of exactly this file; "" where nobody approved it here.

    Shape:  the file alone decides: its mark holds the code, so no other approval has its digest,
            and a paper may be published under another subject than it was approved under (the
            editions of an announcement). Only the newest version of an approved paper counts, for
            those before it were sent back, and none while a holder objects.
    """
    later = Version.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    approved = Version.objects.filter(
        ~Exists(later),
        Q(file__digest=digest) | Q(signed_file__digest=digest),
        agency=agency,
        submission__state=State.APPROVED.value,
        submission__objected_at=None,
    )
    version = approved.select_related("submission").first()
    return version.submission.code if version else ""


def is_signed_here(agency: Agency, digest: str) -> bool:
    """Whether a file was approved or noted here, or stands in the last version of such a paper."""
    if code_of(agency, digest):
        return True
    of_submission, number = OuterRef("version__submission"), OuterRef("version__number")
    later = Version.objects.filter(submission=of_submission, number__gt=number)
    enclosed = Enclosure.objects.filter(
        ~Exists(later), agency=agency, file__digest=digest,
        version__submission__state=State.APPROVED.value, version__submission__objected_at=None,
    )  # fmt: skip
    return enclosed.exists()


def is_of_decided(agency: Agency, code: str) -> bool:
    """Whether a code is of a paper that somebody decided; a paper for information is noted."""
    row = Submission.objects.filter(agency=agency, code=code).first() if code else None
    return row is not None and row.asks_decision


def is_of_one_paper(agency: Agency, code: str, former: str) -> bool:
    """Whether what bears a code may take the place of what bears another: the same paper, anew.

    Shape:  a paper that was signed anew has a code of its own; its subject stays, or is one of the
            same paper, as the editions of an announcement are. What was signed before the newest
            that was approved takes the place of nothing.
    """
    rows = Submission.objects.filter(agency=agency, code__in=(code, former))
    by_code = {row.code: row for row in rows.select_related("agency")}
    new, old = by_code.get(code), by_code.get(former)
    if new is None or old is None or new.kind != old.kind:
        return False
    return new.subject in subjects_of(old) and newest_approved(old) == new


def newest_approved(row: Submission) -> Submission | None:
    """The submission of the same paper that was approved last and did not fall."""
    approved = Submission.objects.filter(
        agency=row.agency, kind=row.kind, subject__in=subjects_of(row), state=State.APPROVED.value
    )
    return approved.order_by("-decided_at", "-made_at").first()
