"""The register's number of a submission: one for each, whatever the paper is."""

from __future__ import annotations

from django.db import transaction

from prongsai.web.agency.people import Acting
from prongsai.web.approval.models import Submission
from prongsai.web.approval.services.submitting import give_number
from prongsai.web.numbering.models import Series
from prongsai.web.numbering.services import issue
from prongsai.web.platform.clock import today


@transaction.atomic
def number_for(sent: Submission, *, by: Acting, receiver: str = "") -> str:
    """The memo number of a submission, taken from the register where it has none.

    Shape:  the number belongs to the submission, not to the plan: a plan that is approved again
            goes with another memo.
    """
    row = issue(
        sent.agency, by=by, series=Series.MEMO.value, on=today(), title=sent.title,
        subject=sent.pk, unit=sent.unit, receiver=receiver,
    )  # fmt: skip
    give_number(sent, by=by, number=row.text)
    return row.text
