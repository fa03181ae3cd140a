"""Clear away what was sent in for forms that nobody saved."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from prongsai.web.platform import files
from prongsai.web.platform.clock import now
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import DRAFT

_KEPT = timedelta(days=30)


def sweep_drafts() -> int:
    """Drop the files of forms that were left a month ago; how many there were."""
    rows = EvidenceRow.objects.filter(subject_kind=DRAFT, uploaded_at__lt=now() - _KEPT)
    old = list(rows.select_related("file", "small"))
    for row in old:
        with transaction.atomic():
            row.delete()
            files.forget(row.file)
            files.forget(row.small)
    return len(old)
