"""The page of the papers: the newest of each, told old when other scores stand."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.scoring.samples import sheet

from prongsai.core.papers.kinds import KINDS
from prongsai.web.office.papers import queries
from prongsai.web.office.papers.hooks import made as tile
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.platform import files
from prongsai.web.year.scoring.models import ScoreRevision

pytestmark = pytest.mark.django_db
FIRST = datetime(2022, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


def make(agency, kind, form="pdf", *, later=0, year=2566):
    moment = FIRST + timedelta(hours=later)
    return PaperFile.objects.create(
        agency=agency,
        fiscal_year=year,
        kind=kind,
        form=form,
        file=files.store(agency, None, f"{kind}.{form}", "application/pdf", b"%PDF-1.7"),
        revision=ScoreRevision.objects.filter(agency=agency).first(),
        made_at=moment,
    )


def kinds(agency):
    return {kind.kind.name: kind for kind in queries.papers_page(agency, 2566).kinds}


def test_every_kind_is_listed_before_any_is_made(agency):
    open_year(agency)
    page = queries.papers_page(agency, 2566)
    assert [kind.kind.name for kind in page.kinds] == list(KINDS)
    assert (page.has_scores, page.made_count, page.old_count) == (False, 0, 0)
    assert queries.case_of(agency, 2566, FIRST.date()) is None


def test_the_newest_file_of_each_form_stands(agency):
    full_year(agency)
    make(agency, "memo")
    newest = make(agency, "memo", later=2)
    word = make(agency, "memo", "docx", later=1)
    make(agency, "memo", year=2567, later=3)
    row = kinds(agency)["memo"]
    assert [file.id for file in row.files] == [newest.pk, word.pk]
    assert (row.newest, row.newest.revision.number, row.is_old) == (newest, 1, False)
    assert tile(agency, 2566).figure == "1"


def test_a_paper_of_older_figures_is_told(agency):
    full_year(agency)
    make(agency, "memo")
    make(agency, "order")
    enter(agency, sheet(2565, {"total": "91"}))
    make(agency, "order", later=1)
    held = kinds(agency)
    page = queries.papers_page(agency, 2566)
    assert (held["memo"].is_old, held["memo"].newest.revision.number) == (True, 1)
    assert not held["order"].is_old
    assert (page.standing, page.old_count) == (2, 1)


def test_nothing_of_another_agency_is_seen(agency, other_agency, officer):
    full_year(agency)
    full_year(other_agency)
    theirs = make(other_agency, "memo")
    page = queries.papers_page(agency, 2566)
    assert (page.made_count, page.open_job) == (0, None)
    assert queries.paper_file(agency, theirs.pk) is None
    assert queries.paper_file(other_agency, theirs.pk) is not None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(agency, count, django_assert_num_queries):
    full_year(agency)
    for number in range(count):
        for kind in ("booklet", "memo", "order")[:count]:
            make(agency, kind, later=number)
    queries.papers_page(agency, 2566)
    with django_assert_num_queries(5):
        queries.papers_page(agency, 2566)
    with django_assert_num_queries(1):
        tile(agency, 2566)
