"""The papers that are submitted, as documents.

A plan is submitted as one document of three parts, so that one digest covers all that was approved:
the memo with the chain of opinions, the draft of the announcement it asks for, and the table of
measures in the plan's own layout. The booklet stays a paper of its own.
"""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from prongsai.core.errors import Misuse
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.document import Document
from prongsai.core.papers.letters import measures_announcement, memo
from prongsai.core.papers.memos import MemoText, general_memo, plan_paper
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of, unit_words
from prongsai.web.office.papers.models import Memo
from prongsai.web.office.papers.queries import case_of


def plan_document(agency: Agency, year: int, on: date, signing: Signing) -> Document:
    """Memo, draft announcement and plan of a year as one paper.

    Shape:  the table names no day of approval: what this paper asks for, its own memo tells.
    Errors: Misuse where the year has no scores: the memo tells of them.
    """
    case = case_of(agency, year, on)
    if case is None:
        raise Misuse("papers/scores_missing", year=year - 1)
    case = replace(case, plan=replace(case.plan, approved=""))
    letter, table = memo(case, signing, enclosed="memo.table"), plan_paper(case)
    parts = (*letter.sections, *measures_announcement(case).sections, *table.sections)
    return replace(letter, sections=parts)


def memo_document(row: Memo, on: date, signing: Signing) -> Document:
    """A memo of any subject with its chain of opinions, from the unit that wrote it."""
    office = office_of(row.agency, on).of_unit(unit_words(row.unit))
    return general_memo(office, memo_text(row), signing)


def memo_text(row: Memo) -> MemoText:
    """What a memo says."""
    enclosures = row.enclosures.filter(removed_at=None).values_list("title", flat=True)
    return MemoText(
        subject=row.subject,
        to=row.to,
        background=lines(row.background),
        facts=lines(row.facts),
        proposals=lines(row.proposals),
        closing=row.closing.strip(),
        enclosures=tuple(enclosures),
        is_information=row.is_information,
    )


def lines(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, one a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
