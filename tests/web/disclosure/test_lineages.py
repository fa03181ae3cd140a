"""What of the product answers each subject of the OIT: nobody forgets one that a year brings."""

from collections import defaultdict

import pytest

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

YEARS = range(2564, 2570)  # 2563 has no items


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


def test_something_answers_each_subject_of_every_year():
    catalogue = Catalogue()
    asked = {
        subject
        for year in YEARS
        for code, item in catalogue.get(year, draft=True).items.items()
        if code.startswith("o")
        for subject in item.lineage
    }
    assert asked <= answered_by().keys()


# What an order, a standard or a list of activities shows is a part of what these items ask for.
JOINED = [
    ("register ethics-assessments", "ethics-assessment"),
    ("register conflict-training", "no-gift-culture"),
    ("announcement anti-corruption-centre", "corruption-complaint-guideline"),
    ("announcement service-practice", "service-manual"),
    ("announcement ethics-team", "ethics-drive"),
    ("register work-manuals", "e-service"),
    ("order of a group", "corruption-complaint-guideline"),
    ("order of a group", "anti-corruption-plan"),
    ("order of a group", "integrity-measures"),
]


@pytest.mark.parametrize(("way", "subject"), JOINED)
def test_this_way_answers_this_subject(way, subject):
    assert way in answered_by()[subject]


@pytest.mark.parametrize(
    ("year", "code", "paper"),
    [(2567, "o8", "half"), (2568, "o6", "half"), (2569, "o6", "half"), (2567, "o9", "year"),
     (2568, "o7", "year")],
)  # fmt: skip
def test_the_report_of_spending_answers_the_item_that_asks_for_it_with_the_work(year, code, paper):
    lineage = Catalogue().get(year, draft=True).items[code].lineage
    register = next(one for one in registers().registers if one.key == "spending")
    (asked,) = (one for one in register.papers if one.key == paper)
    assert set(asked.lineages) <= set(lineage)


def test_what_claims_a_subject_names_one_that_some_year_has():
    known = {
        subject
        for year in Catalogue().years()
        for item in Catalogue().get(year, draft=True).items.values()
        for subject in item.lineage
    }
    claimed = {subject: ways for subject, ways in answered_by().items() if subject not in known}
    assert claimed == {}
