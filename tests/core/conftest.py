"""What the tests of the core share: frameworks, printed figures, and worked cases."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Figure, Origin
from prongsai.core.scoring.compute import score

CASES = Path(__file__).resolve().parents[1] / "cases"


@pytest.fixture(scope="session")
def catalogue():
    return Catalogue()


@pytest.fixture(scope="session")
def framework(catalogue):
    """The framework of a year, drafts included."""
    return lambda year: catalogue.get(year, draft=True)


@pytest.fixture(scope="session")
def figure():
    """One printed figure."""

    def build(code, printed, year=2565, **more):
        more = {"origin": Origin.TABLE, "place": Place("sheet.xlsx")} | more
        return Figure(code, year, str(printed), Decimal(str(printed)), **more)

    return build


@pytest.fixture(scope="session")
def card_of(framework, figure):
    """The score card of a year from printed figures by code."""

    def build(year, printed):
        return score(framework(year), {code: figure(code, printed[code], year) for code in printed})

    return build


@pytest.fixture(scope="session")
def worked_case():
    """A worked case by its file and the start of its name."""

    def find(file, name=""):
        cases = yaml.safe_load((CASES / file).read_text("utf-8"))
        return next(case for case in cases if case["name"].startswith(name))

    return find


@pytest.fixture(scope="session")
def ban_song_items(worked_case):
    """The 88 item scores of FY2565 as document 003 prints them."""
    return worked_case("2565/scores-ban-song.yaml")["given"]["printed"]


@pytest.fixture(scope="session")
def ban_song(card_of, ban_song_items):
    """The score card of those 88 items alone."""
    return card_of(2565, ban_song_items)
