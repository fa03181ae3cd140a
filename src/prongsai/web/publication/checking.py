"""Which approval a published file has."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from prongsai.core.approval.model import State
from prongsai.web.agency.models import Agency
from prongsai.web.approval.checking import Withdrawal, tells_withdrawal
from prongsai.web.approval.models import Version
from prongsai.web.platform.models import StoredFile
from prongsai.web.publication.models import Publication


@tells_withdrawal
def withdrawal_of(code: str) -> Withdrawal | None:
    """When and why what was approved under a code was taken back; None while one is published."""
    rows = Publication.objects.filter(check_code=code)
    if rows.filter(withdrawn_at=None, replaced_at=None).exists():
        return None
    row = rows.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at").first()
    if row is None or row.withdrawn_at is None:
        return None
    return Withdrawal(timezone.localtime(row.withdrawn_at).date(), row.reason)


def code_of(agency: Agency, file: StoredFile) -> str:
    """The code of the approval of exactly this file; "" where nobody approved it here.

    Shape:  the file alone decides: its mark holds the code, so no other approval has its digest,
            and a paper may be published under another subject than it was approved under (the
            editions of an announcement).
    """
    approved = Version.objects.filter(
        Q(file__digest=file.digest) | Q(signed_file__digest=file.digest),
        agency=agency,
        submission__state=State.APPROVED.value,
    )
    version = approved.select_related("submission").order_by("-number").first()
    return version.submission.code if version else ""
