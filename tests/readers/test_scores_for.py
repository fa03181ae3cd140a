"""A file that is sent as an agency's scores of a year: opened once, asked up to three times."""

import pytest
from msgspec.structs import replace
from tests.web.scoring.samples import candidate

from prongsai.core.errors import Severity, finding
from prongsai.core.extract import Extract
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Doubt, Reading, ScoreSheet
from prongsai.readers import scores

OWN = "เทศบาลตำบลบ้านสอง"
NOTHING = Reading(ScoreSheet(None), ())


def sent(monkeypatch, read, *, recognised=frozenset()):
    """What comes of a file that `read` answers for, and how often it was asked."""
    asked = []

    def scores_of(*_, year, agency, **__):
        asked.append((year, agency))
        return read(year, agency)

    opened = Extract((), (), recognised)
    monkeypatch.setattr(scores, "_opened", lambda *_: opened)
    monkeypatch.setattr(scores, "_scores_of", scores_of)
    reading = scores.read_scores_for(b"", "a.csv", Catalogue(), score_year=2565, agency=OWN)
    return reading, asked


def test_where_the_year_alone_is_not_told_the_doubts_of_the_rest_stay(monkeypatch):
    """The year that is open is taken for what lacks nothing else; of others it is no answer."""
    undated, doubted = candidate("93.10", "IIT", None, Doubt.YEAR), candidate("88", "EIT", None)

    def read(year, agency):
        if year is None:
            return replace(NOTHING, candidates=(undated, doubted))
        certain = NOTHING.taking([replace(undated, year=year)])
        return replace(certain, candidates=(replace(doubted, year=year),))

    reading, asked = sent(monkeypatch, read)
    assert reading.sheet.of_year(2565)["IIT"].published == "93.10"
    assert reading.candidates == (doubted,)
    assert "year_assumed" in {each.code for each in reading.findings}
    assert asked == [(None, OWN), (None, None), (2565, OWN)]


def test_where_the_year_makes_nothing_certain_it_is_no_answer(monkeypatch):
    undated = candidate("93.10", None, None)
    reading, _asked = sent(monkeypatch, lambda *_: replace(NOTHING, candidates=(undated,)))
    assert (reading.candidates, reading.findings) == ((undated,), ())


def test_another_agency_is_told_and_several_are_asked_about(monkeypatch):
    certain = NOTHING.taking([candidate("93.10", "IIT", 2565)])
    certain = replace(certain, sheet=replace(certain.sheet, fiscal_year=2565))

    def of_anybody(_year, agency):
        return certain if agency is None else NOTHING

    reading, _asked = sent(monkeypatch, of_anybody)
    assert "other_agency" in {each.code for each in reading.findings}
    reading, _asked = sent(monkeypatch, lambda *_: certain)
    assert not reading.findings
    several = finding("scoresheet/several_agencies", Severity.WARNING, shown="ก, ข")
    told = replace(NOTHING, findings=(several,), candidates=(candidate(),))
    reading, _asked = sent(monkeypatch, lambda *_: told)
    assert (reading.candidates, reading.findings) == ((), (several,))


@pytest.mark.parametrize(("pages", "times"), [(frozenset({1}), 1), (frozenset(), 3)])
def test_a_picture_is_asked_once(monkeypatch, pages, times):
    told = replace(NOTHING, candidates=(candidate(),))
    assert len(sent(monkeypatch, lambda *_: told, recognised=pages)[1]) == times
