"""Many agencies are counted as each counts its own answers: equal sums, equal scores."""

import csv
import tempfile
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.nation.scoring import Scorer
from prongsai.core.surveys.tally import tally
from prongsai.readers.nation import NationAnswers

CATALOGUE = Catalogue()
SCORER = Scorer(CATALOGUE, CATALOGUE.get(2565))


def drawn(chance):
    """The answers of respondents by survey and agency; a few questions are left out."""
    return {
        name: {
            f"{number:04d}": [
                {
                    asked.code: chance.randrange(len(asked.options))
                    for asked in survey.asked
                    if chance.random() < 0.97
                }
                for _ in range(chance.randint(1, 12))
            ]
            for number in range(chance.randint(1, 3))
        }
        for name, survey in SCORER.surveys.items()
    }


def write(folder, name, agencies):
    path = folder / f"{name}.csv"
    codes = SCORER.surveys[name].codes
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("agency", "respondent", *codes))
        for agency, rows in agencies.items():
            for number, answers in enumerate(rows):
                cells = (answers.get(code) for code in codes)
                marks = ("" if place is None else place + 1 for place in cells)
                writer.writerow((agency, f"{agency}-{number}", *marks))
    return path


def counts_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(r["agency"], r["question"], int(r["answer"])): int(r["count"]) for r in rows}


@given(seed=st.integers(0, 2**32))
@settings(max_examples=max(2, settings.default.max_examples // 5))
def test_the_sums_of_many_are_those_of_each_agencys_own_tally(seed):
    answers = drawn(Random(seed))  # noqa: S311 - test data
    with tempfile.TemporaryDirectory() as folder, NationAnswers(SCORER) as taken:
        for name, agencies in answers.items():
            taken.add_answers(write(Path(folder), name, agencies))
        taken.check_all()
        assert not taken.findings.items
        rows = {counted.agency.code: counted for counted in taken.rows()}
        taken.write_counts(Path(folder) / "counts.csv")
        counts = counts_of(Path(folder) / "counts.csv")
    told = {}
    for name, agencies in answers.items():
        for agency, own in agencies.items():
            counted = tally(SCORER.surveys[name], own)
            assert rows[agency].respondents[name] == len(own)
            for question in counted.questions:
                for place, count in enumerate(question.counts, start=1):
                    told[agency, question.code, place] = count
            for item, points, number in zip(
                SCORER.items, rows[agency].points, rows[agency].answers, strict=True
            ):
                if item in counted.scores:
                    mean = Fraction(points, number) if number else None
                    assert mean == counted.scores[item]
    assert counts == told
