"""The memo that brings a report to the chief executive."""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.measures.model import Plan
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.general_memo import MemoText, general_memo
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import round_name
from prongsai.core.progress.rounds import Round


def report_memo(office: Office, text: MemoText, signing: Signing = UNSIGNED) -> Document:
    """The memo that brings a report to the chief executive, as `report_text` words it."""
    return general_memo(office, text, signing, kind="report-memo")


def report_text(office: Office, plan: Plan, asked: Round | None = None) -> MemoText:
    """The usual words of the memo: of a round, or of the results of the year."""
    fields: Mapping[str, object] = (
        {"plan_year": plan.fiscal_year, "report": office("results.name")}
        if asked is None
        else {"plan_year": plan.fiscal_year, "report": round_name(office, asked)}
    )
    return MemoText(
        subject=office("report_memo.subject", **fields),
        background=office.several("report_memo.background", **fields),
        closing=office("report_memo.closing", **fields),
        enclosures=(office("report_memo.enclosure", **fields),),
    )
