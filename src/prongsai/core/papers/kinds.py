"""The kinds of papers by name: what they are called, and what they are made from."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Case
from prongsai.core.papers.digits import printed
from prongsai.core.papers.document import Document
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.memos import plan_paper
from prongsai.core.papers.minutes import (
    Meeting,
    attendance_sheet,
    exchange_summary,
    invitation,
    minutes,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.responsibility import responsibility
from prongsai.core.text import Text


class Source(StrEnum):
    """What a paper is made from."""

    CASE = "case"  # scores, plan and settings
    NOTES = "notes"  # a case, and what was done for its measures
    MEETING = "meeting"
    NOTICE = "notice"  # an announcement's own words
    WRITTEN = "written"  # an officer's own words, on the site


class PaperKind(Struct, frozen=True):
    """One kind of paper that a case alone makes."""

    name: str
    build: Callable[[Case], Document]

    @property
    def label(self) -> Text:
        return read_words(f"papers/kind.{self.name}")

    @property
    def about(self) -> Text:
        """What stands in it, in a line."""
        return read_words(f"papers/about_kind.{self.name}")


KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            PaperKind("booklet", booklet),
            PaperKind("plan", plan_paper),
            PaperKind("memo", memo),
            PaperKind("announcement", measures_announcement),
            PaperKind("order", order),
            PaperKind("responsibility", responsibility),
        )
    }
)
OF_A_MEETING: Mapping[str, Callable[[Office, Meeting], Document]] = MappingProxyType(
    {
        "invitation": invitation,
        "attendance": attendance_sheet,
        "minutes": minutes,
        "exchange": exchange_summary,
    }
)
_BY_SOURCE = {
    Source.CASE: tuple(KINDS),
    Source.NOTES: ("report-6", "report-12", "results", "report-memo"),
    Source.MEETING: tuple(OF_A_MEETING),
    Source.NOTICE: ("notice",),
    Source.WRITTEN: ("general-memo", "dispute", "status", "quarter", "acknowledgement"),
}
SOURCES = {name: source for source, names in _BY_SOURCE.items() for name in names}


def paper(kind: str, case: Case) -> Document:
    """One paper of a case with the agency's digits."""
    return printed(KINDS[kind].build(case), case.agency.digits)
