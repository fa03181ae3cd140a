"""Who may do what: rights follow from the roles of positions, in one table.

The page "สิทธิ์ตามตำแหน่ง" prints this table, and a test holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from prongsai.core.messages import read_words
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.roles import Role
    from prongsai.web.agency.people import Actor


class Right(StrEnum):
    """One thing a person may do."""

    SEE = "see"
    EDIT_AGENCY = "edit-agency"
    MANAGE_PEOPLE = "manage-people"
    OPEN_YEAR = "open-year"
    EDIT_FRAMEWORK = "edit-framework"
    IMPORT_SCORES = "import-scores"
    KEEP_SCENARIOS = "keep-scenarios"
    EDIT_PLAN = "edit-plan"
    MAKE_PAPERS = "make-papers"
    READ_JOURNAL = "read-journal"
    ASSIGN = "assign"
    ASSIGN_WITHIN = "assign-within"
    MOVE_DATES = "move-dates"
    DRAFT = "draft"
    SUBMIT = "submit"
    CHOOSE_ROUTES = "choose-routes"
    ISSUE_NUMBERS = "issue-numbers"
    EDIT_ANNOUNCEMENTS = "edit-announcements"
    PUBLISH = "publish"
    CIRCULATE = "circulate"
    HOLD_MEETINGS = "hold-meetings"
    RECORD_PROGRESS = "record-progress"
    COMPILE_REPORTS = "compile-reports"
    EDIT_WORDING = "edit-wording"
    CONFIRM_PAPER = "confirm-paper"
    DISCLOSE = "disclose"
    KEEP_DESK = "keep-desk"
    READ_RESTRICTED = "read-restricted"
    LET_READ = "let-read"
    KEEP_SURVEYS = "keep-surveys"
    KEEP_BILLS = "keep-bills"
    KEEP_COUNTERS = "keep-counters"

    @property
    def label(self) -> Text:
        return read_words(f"agency/right.{self}")

    @property
    def opens(self) -> Text | None:
        """What it lets its holder read that colleagues without it may not; None for nothing."""
        return OPENS[self]


# A right is declared here with what it opens: a post with such a right is as sensitive as one that
# signs (`sensitive.py`). A right that is not declared is a fault, told by a test.
OPENS: Mapping[Right, Text | None] = MappingProxyType(
    dict.fromkeys(
        (
            Right.SEE, Right.EDIT_AGENCY, Right.OPEN_YEAR, Right.EDIT_FRAMEWORK,
            Right.IMPORT_SCORES, Right.KEEP_SCENARIOS, Right.EDIT_PLAN, Right.MAKE_PAPERS,
            Right.ASSIGN, Right.ASSIGN_WITHIN, Right.MOVE_DATES, Right.DRAFT, Right.SUBMIT,
            Right.CHOOSE_ROUTES, Right.ISSUE_NUMBERS, Right.EDIT_ANNOUNCEMENTS, Right.PUBLISH,
            Right.CIRCULATE, Right.HOLD_MEETINGS, Right.RECORD_PROGRESS, Right.COMPILE_REPORTS,
            Right.EDIT_WORDING, Right.CONFIRM_PAPER, Right.DISCLOSE, Right.KEEP_COUNTERS,
        )
    )
    | {
        right: read_words(f"agency/opens.{right}")
        for right in (
            Right.MANAGE_PEOPLE, Right.READ_JOURNAL, Right.KEEP_DESK, Right.READ_RESTRICTED,
            Right.LET_READ, Right.KEEP_SURVEYS, Right.KEEP_BILLS,
        )
    }
)  # fmt: skip
_EVERYBODY = frozenset({Right.SEE})
_STAFF = _EVERYBODY | {Right.DRAFT}
_OFFICER = _STAFF | {
    Right.OPEN_YEAR,
    Right.EDIT_FRAMEWORK,
    Right.IMPORT_SCORES,
    Right.KEEP_SCENARIOS,
    Right.EDIT_PLAN,
    Right.MAKE_PAPERS,
    Right.ASSIGN,
    Right.MOVE_DATES,
    Right.SUBMIT,
    Right.ISSUE_NUMBERS,
    Right.EDIT_ANNOUNCEMENTS,
    Right.PUBLISH,
    Right.CIRCULATE,
    Right.HOLD_MEETINGS,
    Right.RECORD_PROGRESS,
    Right.COMPILE_REPORTS,
    Right.EDIT_WORDING,
    Right.DISCLOSE,
    Right.KEEP_SURVEYS,
    Right.KEEP_COUNTERS,
}

# One line for each role of data/roles.yaml.
MATRIX: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "chief-executive": _EVERYBODY | {Right.READ_JOURNAL, Right.CONFIRM_PAPER, Right.LET_READ},
        "chief-administrator": _STAFF
        | {
            Right.READ_JOURNAL,
            Right.KEEP_SCENARIOS,
            Right.MAKE_PAPERS,
            Right.SUBMIT,
            Right.CIRCULATE,
            Right.HOLD_MEETINGS,
            Right.CONFIRM_PAPER,
            Right.LET_READ,
            Right.KEEP_DESK,
            Right.KEEP_BILLS,
            Right.KEEP_COUNTERS,
        },
        "office-head": _OFFICER
        | {
            Right.EDIT_AGENCY,
            Right.MANAGE_PEOPLE,
            Right.READ_JOURNAL,
            Right.CHOOSE_ROUTES,
            Right.CONFIRM_PAPER,
            Right.KEEP_DESK,
            Right.KEEP_BILLS,
        },
        "unit-head": _STAFF | {Right.ASSIGN_WITHIN, Right.RECORD_PROGRESS, Right.CONFIRM_PAPER},
        "ita-officer": _OFFICER | {Right.EDIT_AGENCY},
        "publication-officer": _STAFF | {Right.PUBLISH},
        "complaint-officer": _STAFF | {Right.KEEP_DESK, Right.READ_RESTRICTED, Right.LET_READ},
        "auditor": _STAFF | {Right.READ_JOURNAL, Right.CONFIRM_PAPER, Right.LET_READ},
        # Who looks after the system reads nobody's complaints, holds the cards of no survey, and
        # takes nobody's money.
        "administrator": frozenset(Right)
        - {
            Right.KEEP_DESK,
            Right.READ_RESTRICTED,
            Right.LET_READ,
            Right.KEEP_SURVEYS,
            Right.KEEP_BILLS,
        },
        "officer": _STAFF | {Right.RECORD_PROGRESS},
    }
)


def rights_of(role: Role) -> frozenset[Right]:
    return MATRIX[role.key]


def keys_with(right: Right) -> tuple[str, ...]:
    """The keys of the roles that give a right: what queries ask for."""
    return tuple(key for key, rights in MATRIX.items() if right in rights)


def may(person: Actor | None, right: Right) -> bool:
    """Whether one of the positions a person holds today gives the right."""
    return person is not None and any(right in rights_of(role) for role in person.roles)
