"""What the pages ask the database for: the same for one row and for three."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prongsai.web.year.assessment import queries
from prongsai.web.year.assessment.framework.confidence import Group
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.assessment.queries import pages
from prongsai.web.year.assessment.services.years import open_year, write_note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_after_2569")]


def cost(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_the_list_of_years_costs_the_same_for_one_and_for_three(agency, officer, frozen_clock):
    open_year(agency, by=officer, fiscal_year=2570)
    queries.catalogue_of(agency)
    one = cost(lambda: pages.years_page(agency))
    for year in (2568, 2569):
        open_year(agency, by=officer, fiscal_year=year)
    assert cost(lambda: pages.years_page(agency)) == one
    page = pages.years_page(agency)
    assert [(line.row.fiscal_year, line.state.value) for line in page["years"]] == [
        (2570, "own"), (2569, "draft"), (2568, "shipped"),
    ]  # fmt: skip
    assert page["suggested"] is None


def test_a_framework_costs_the_same_without_and_with_notes(agency, officer, frozen_clock):
    open_year(agency, by=officer, fiscal_year=2570)
    none = cost(lambda: pages.framework_page(agency, 2570))
    for lineage in ("executives", "strategic-plan", "service-manual"):
        write_note(agency, by=officer, fiscal_year=2570, lineage=lineage, text="x", seen=0)
    assert cost(lambda: pages.framework_page(agency, 2570)) == none
    page = pages.framework_page(agency, 2570)
    noted = [line.code for line in page.instruments[2].unplaced if line.has_note]
    assert noted == ["o2", "o5", "o9"]
    assert [line.code for line in pages.note_lines(agency, 2570)] == noted


def test_what_is_unconfirmed_is_one_query(agency, officer, frozen_clock):
    open_year(agency, by=officer, fiscal_year=2570)
    queries.unconfirmed(agency, 2570)
    assert cost(lambda: queries.unconfirmed(agency, 2570)) == 1
    found = queries.unconfirmed(agency, 2570)
    counts = {count.group: (count.open, count.total) for count in found.counts}
    assert counts[Group.ITEMS] == (26, 26)
    assert "ปฏิทิน" in [one.th for one in found.missing]


def test_the_folder_of_own_years_is_made_whole_and_follows_the_database(
    agency, officer, frozen_clock
):
    assert queries.own_frameworks(agency) is None
    row = open_year(agency, by=officer, fiscal_year=2570).assessment
    first = queries.own_frameworks(agency)
    assert first.is_relative_to(settings.DATA)
    assert sorted(file.name for file in (first / "2570").iterdir()) == sorted(row.framework)
    row.framework = row.framework | {"oit.yaml": row.framework["oit.yaml"] + "# changed\n"}
    row.save()
    second = queries.own_frameworks(agency)
    assert second != first
    assert "# changed" in (second / "2570" / "oit.yaml").read_text()
    assert "# changed" not in (first / "2570" / "oit.yaml").read_text()
    Assessment.objects.all().delete()
    assert queries.own_frameworks(agency) is None


def test_every_query_knows_only_its_agency(agency, other_agency, officer, frozen_clock):
    open_year(agency, by=officer, fiscal_year=2570)
    write_note(agency, by=officer, fiscal_year=2570, lineage="executives", text="x", seen=0)
    assert queries.years(other_agency) == ()
    assert queries.assessment_of(other_agency, 2570) is None
    assert pages.years_page(other_agency)["years"] == ()
    assert pages.framework_page(other_agency, 2570) is None
    assert pages.note_lines(other_agency, 2570) == ()
    assert pages.note_of(other_agency, 2570, "executives") is None
    assert pages.revisions_of(other_agency, 2570) == ()
    assert len(pages.revisions_of(agency, 2570)) == 1
