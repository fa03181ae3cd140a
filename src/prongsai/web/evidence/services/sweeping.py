"""Clear away what was sent in for forms that nobody saved."""

from __future__ import annotations

from datetime import timedelta

from prongsai.web.evidence.models import EvidenceRow
from prongsai.web.evidence.queries import DRAFT
from prongsai.web.platform.clock import now

_KEPT = timedelta(days=30)


def sweep_drafts() -> int:
    """Drop the rows of forms that were left a month ago; how many there were."""
    rows = EvidenceRow.objects.filter(subject_kind=DRAFT, uploaded_at__lt=now() - _KEPT)
    count, _ = rows.delete()
    return count
