"""A year of six-month and yearly papers for a new year: each is made and taken by its item."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import open_year
from tests.web.roles import ITA_OFFICER, OFFICE_HEAD
from tests.web.running import run_jobs

from prongsai.core.dates import common_era
from prongsai.core.disclosure.asked_years import asked_years
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.reading import shipped
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.made_here import Wanted, attach_made, made_here
from prongsai.web.disclosure.disclosure.queries.works import work_of
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.queries.row import subjects_of
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today

ZONE = ZoneInfo("Asia/Bangkok")
# A year whose rules are a copy, and one whose items ask for every paper of six months.
YEARS = {2570: 22, 2566: 25}


def offered(person, items, register, paper):
    """The papers of one kind that items show before any was made, each once."""
    subjects = set(subjects_of(register, paper))
    for item in items.items:
        for made in (
            made_here(Wanted(person, items, item, today())) if subjects & set(item.keys) else ()
        ):
            if f"/{register.key}/papers/{paper.key}/" in made.url and made.row is None:
                yield item, made


@pytest.mark.long
@pytest.mark.parametrize(("year", "least"), YEARS.items())
def test_every_paper_that_an_item_offers_is_made_and_taken_by_it(
    agency, make_actor, settings, tmp_path, year, least
):
    """After the six months of the year: they and the year before are over."""
    settings.DATA = tmp_path
    settings.FROZEN_NOW = datetime(common_era(year), 4, 2, 9, tzinfo=ZONE)
    for one in (year - 1, year):
        open_year(agency, one)
    person = make_actor(agency, ITA_OFFICER, OFFICE_HEAD)
    items, wanted = items_of(agency, year), []
    for register in shipped().registers:
        for paper in register.papers:
            for item, made in offered(person, items, register, paper):
                slot = next(
                    slot for of in (year, year - 1) for slot in slots_of_paper(paper, of)
                    if made.url.endswith(f"/{slot.number}/") and f"/{slot.year}/" in made.url
                )  # fmt: skip
                if asked := asked_years(item.requirements or ()):
                    assert slot.year in asked, (item.code, made.title.th)
                said = {one.key: "ไม่มี" for one in paper.said_headings}
                given = {"register": register, "paper": paper, "slot": slot, "own_words": said}
                wanted.append((item, saving.make(agency, by=person, **given).pk))
    run_jobs()
    assert len(wanted) >= least, len(wanted)
    for item, key in wanted:
        if RegisterPaper.objects.get(pk=key).pieces.exists():
            continue
        made, pieces = attach_made(Wanted(person, items, item, today()), key, lambda _item: True)
        assert {piece.file.name.rpartition(".")[2] for piece in pieces} == set(made.forms)
        assert not any(piece.is_draft or piece.of_year for piece in pieces), made.title.th
    for item, _key in wanted:
        codes = {
            str(lack.gap) for lack in work_of(agency, year, item.code, today())[1].readiness.lacks
        }
        assert not codes & {"no-evidence", "of-former-year", "draft"}, (item.code, codes)
