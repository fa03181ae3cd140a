"""What of the product answers each subject of the OIT: nobody forgets one that a year brings."""

from collections import defaultdict

from prongsai.core.announcements.reading import shipped as announcements
from prongsai.core.desk.reading import shipped as desk
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.registers.reading import shipped as registers
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.desk.queries import PAPERS
from prongsai.web.disclosure.disclosure.items import _MAKERS
from prongsai.web.disclosure.surveys.queries import SUBJECT
from prongsai.web.office.meetings.series import provable_subjects
from prongsai.web.office.papers.services import PLAN_LINEAGES
from prongsai.web.year.reports.kinds import LINEAGE

YEARS = range(2566, 2570)


def answered_by():
    """By subject, what answers it."""
    ways = defaultdict(set)
    fixed = {
        "page of the site": _MAKERS, "chart of a service": [queries.SUBJECT],
        "report of a survey": [SUBJECT], "plan of measures": PLAN_LINEAGES,
        "report of results": [LINEAGE], "minutes": provable_subjects("minutes"),
        "order of a group": provable_subjects("order"),
    }  # fmt: skip
    named = (
        *((f"case {kind.key}", kind.lineages) for kind in desk()),
        *((f"register {one.key}", one.all_lineages) for one in registers().registers),
        *((f"announcement {kind.key}", kind.lineages) for kind in announcements().kinds),
        *(("statistics", one.lineages) for one in (*PAPERS.values(), *queries.PAPERS.values())),
    )
    for way, subjects in (*fixed.items(), *named):
        for subject in subjects:
            ways[subject].add(way)
    return ways


# Of 2566 alone: no source tells its elements, so no form of ours can hold them.
UNANSWERED = {"ethics-assessment"}


def test_something_answers_each_subject_of_four_years():
    """What nothing answers is named above with the reason; a subject that is answered leaves it."""
    catalogue = Catalogue()
    asked = {
        subject
        for year in YEARS
        for code, item in catalogue.get(year, draft=True).items.items()
        if code.startswith("o")
        for subject in item.lineage
    }
    assert asked - answered_by().keys() == UNANSWERED


def test_what_claims_a_subject_names_one_that_some_year_has():
    known = {
        subject
        for year in Catalogue().years()
        for item in Catalogue().get(year, draft=True).items.values()
        for subject in item.lineage
    }
    claimed = {subject: ways for subject, ways in answered_by().items() if subject not in known}
    assert claimed == {}
