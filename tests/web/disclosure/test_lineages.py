"""What of the product answers each subject of the OIT: nobody forgets one that a year brings."""

from collections import defaultdict

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.registers.reading import SHIPPED
from prongsai.core.registers.reading import shipped as registers
from prongsai.web.disclosure.registers.models import OwnRegister
from prongsai.web.signing.publication.queries import OWN_WORK

YEARS = range(2564, 2570)  # 2563 has no items


def ways_of(agency):
    """By subject, what answers it."""
    ways = defaultdict(set)
    for work in OWN_WORK.values():
        for piece, subjects in work.subjects_for(agency).items():
            for subject in subjects:
                ways[subject].add(f"{work.name} {piece}")
    return ways


@pytest.fixture
def answered_by(agency):
    return ways_of(agency)


@pytest.mark.django_db
def test_something_answers_each_subject_of_every_year(answered_by):
    catalogue = Catalogue()
    asked = {
        subject
        for year in YEARS
        for code, item in catalogue.get(year, draft=True).items.items()
        if code.startswith("o")
        for subject in item.lineage
    }
    assert asked <= answered_by.keys()


# What an order, a standard or a list of activities shows is a part of what these items ask for.
JOINED = [
    ("registers ethics-assessments", "ethics-assessment"),
    ("registers conflict-training", "no-gift-culture"),
    ("announcements anti-corruption-centre", "corruption-complaint-guideline"),
    ("announcements service-practice", "service-manual"),
    ("announcements ethics-team", "ethics-drive"),
    ("registers work-manuals", "e-service"),
    ("registers financial-statements", "annual-performance-report"),
    ("meetings order", "corruption-complaint-guideline"),
    ("meetings order", "anti-corruption-plan"),
    ("meetings order", "integrity-measures"),
]


@pytest.mark.django_db
def test_what_shows_a_part_answers_the_subject_too(answered_by):
    assert [pair for pair in JOINED if pair[0] not in answered_by[pair[1]]] == []


@pytest.mark.django_db
def test_a_register_of_the_agency_itself_answers_in_its_own_agency_alone(agency, other_agency):
    text = (SHIPPED / "financial-statements.yaml").read_text(encoding="utf-8")
    OwnRegister.objects.create(agency=agency, key="own-1", text=text)
    subject = "annual-performance-report"
    assert "registers own-1" in ways_of(agency)[subject]
    assert "registers own-1" not in ways_of(other_agency)[subject]


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


@pytest.mark.django_db
def test_what_claims_a_subject_names_one_that_some_year_has(answered_by):
    known = {
        subject
        for year in Catalogue().years()
        for item in Catalogue().get(year, draft=True).items.values()
        for subject in item.lineage
    }
    claimed = {subject: ways for subject, ways in answered_by.items() if subject not in known}
    assert claimed == {}
