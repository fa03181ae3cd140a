"""The corpora: no figure is made of what is none, nothing is read wrong without a word.

What is not so yet stands in OPEN; who mends a document takes it out there, or its test fails.
`make corpus` measures the other forms of every document.
"""

from pathlib import Path

import pytest

from prongsai.core.scoresheet.evaluation import Outcome, Tally, judge
from prongsai.readers.labels import labelled_in
from prongsai.readers.scores import read_scores

CASES = Path(__file__).resolve().parents[1] / "cases"
UNSCORED, SCORED = (list(labelled_in(CASES / name)) for name in ("unscored", "scored"))
ENOUGH_READ = 0.95
OPEN = {
    "invented": set(),
    "missed": set(),
}


def cases(labelled, open_ones=frozenset()):
    """Labelled documents by name; the open ones must still fail."""
    still_open = pytest.mark.xfail(strict=True, reason="open")
    return [
        pytest.param(
            one, id=one.document.stem, marks=[still_open] if one.document.stem in open_ones else []
        )
        for one in labelled
    ]


@pytest.fixture(scope="session")
def judged(catalogue):
    """What became of every figure of a document; read once by a process, asked three times."""
    known = {}

    def judged(one):
        if one.document not in known:
            known[one.document] = tuple(read_and_judged(one))
        return list(known[one.document])

    def read_and_judged(one):
        data, name = one.document.read_bytes(), one.document.name
        reading = read_scores(data, name, catalogue, year=one.year, agency=one.agency, draft=True)
        return judge(one.label, reading)

    return judged


def silent(judged, *outcomes):
    """The figures that ended so without a word."""
    return [one for one in judged if one.outcome in outcomes and not one.told]


@pytest.mark.parametrize("labelled", cases(UNSCORED))
def test_a_document_without_scores_gives_no_figure_and_no_level(labelled, judged):
    assert judged(labelled) == []


@pytest.mark.parametrize("labelled", cases(SCORED, OPEN["invented"]))
def test_nothing_is_wrong_or_invented_in_silence(labelled, judged):
    assert silent(judged(labelled), Outcome.WRONG, Outcome.INVENTED) == []


@pytest.mark.parametrize("labelled", cases(SCORED, OPEN["missed"]))
def test_what_was_not_read_is_told(labelled, judged):
    assert silent(judged(labelled), Outcome.MISSED) == []


def test_enough_of_the_figures_is_read(judged):
    tally = Tally()
    for one in SCORED:
        tally.add(judged(one))
    printed = sum(len(row) for one in SCORED for row in one.label.figures.values())
    assert tally.of(Outcome.RIGHT) >= ENOUGH_READ * printed


def test_the_corpora_are_no_smaller_than_they_were():
    assert len(UNSCORED) >= 330
    assert len(SCORED) >= 490
