"""What the tests of the papers share: cases made of small score sheets, and a look inside."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from prongsai.core.measures.draft import DraftOptions, LinkedRemark, draft_plan
from prongsai.core.papers.agency import Agency, read_agency
from prongsai.core.papers.case import Case, Settings
from prongsai.core.scoring.compute import score_sheet
from prongsai.core.yaml_data.documents import Document
from prongsai.readers.scores import read_scores

EXAMPLE = Path(__file__).parents[3] / "examples" / "ban-song"
AGENCY = Agency("เทศบาลตำบลทดสอบ", "อำเภอทดลอง", "จังหวัดสมมุติ")


@pytest.fixture(scope="session")
def example_scores():
    """The published figures of Ban Song, three years of them, as a CSV."""
    return (EXAMPLE / "scores.csv").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def case_of(catalogue):
    """A case of the scores in a CSV, read as a file of the user is read."""

    def build(scores, remarks=(), *, agency=AGENCY, not_before=None, **more):
        sheet = read_scores(scores.encode(), "scores.csv", catalogue, draft=True).sheet
        cards = {
            year: score_sheet(catalogue.get(year, draft=True), sheet) for year in sheet.years()
        }
        card = cards.pop(sheet.fiscal_year)
        options = DraftOptions(agency.name, not_before=not_before)
        plan = draft_plan(card, remarks, options=options).plan
        case = Case(
            agency,
            card,
            plan,
            Settings(made_on=date(2023, 2, 10)),
            tuple(cards.values()),
            remarks,
            sheet.figures,
        )
        return replace(case, **more)

    return build


@pytest.fixture(scope="session")
def ban_song_case(case_of, example_scores):
    """The case of the example, its files read."""
    data = {
        name: yaml.safe_load((EXAMPLE / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("agency", "remarks")
    }
    return case_of(
        example_scores,
        tuple(LinkedRemark(one["text"], tuple(one["items"])) for one in data["remarks"]),
        agency=read_agency(Document("", data["agency"])).agency,
        not_before=date(2023, 3, 1),
    )


def _lines(*codes, year=2565, score="100"):
    return "".join(f"{code},{year},{score}\n" for code in codes)


@pytest.fixture(scope="session")
def sheets(example_scores):
    """Score sheets that lack what the example has, by what they lack."""
    head, *lines = example_scores.splitlines(keepends=True)
    items = [f"{part}{n}" for part, count in (("i", 30), ("e", 15), ("o", 43))
             for n in range(1, count + 1)]  # fmt: skip
    of_2565 = [line for line in lines if ",2565," in line]
    above_items = [line for line in of_2565 if line.split(",")[0] not in items]
    return {
        "years before": head + "".join(of_2565),
        "item scores": head + "".join(above_items),
        "weak items": head + _lines(*items),
        "indicators": head + _lines("total", "IIT", "EIT", "OIT", score="80"),
        "instruments and a certain level": f"{head}total,2568,93.05\n9,2568,90\n",
        "weights and a total": f"{head}IIT,2569,90\nEIT,2569,80\nOIT,2569,100\n",
        "weights": f"{head}IIT,2569,90\nEIT,2569,80\nOIT,2569,100\ntotal,2569,91\n",
        "the total of this year": f"{head}IIT,2569,90\ntotal,2565,90.52\ntotal,2564,85.26\n",
        "survey items": head + _lines("total", score="60") + _lines("o1", "o2", score="0"),
        "a year between": f"{head}total,2565,90.52\n1,2565,90\ntotal,2563,59.5\n1,2563,88\n",
    }
