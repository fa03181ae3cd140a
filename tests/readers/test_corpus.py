"""The corpora: no figure is made of what is none, nothing is read wrong.

False candidates are counted as a mean over all documents: one of them may have many.

`make corpus` measures the other forms of every document.
"""

from pathlib import Path

import pytest

from prongsai.core.scoresheet.evaluation import FigureOutcome, Tally, judge
from prongsai.readers.labels import labelled_in
from prongsai.readers.scores import read_scores

CASES = Path(__file__).resolve().parents[1] / "cases"
# Of the figures that are not read, how many a person may take; false candidates for each true one
# over documents with scores, and the mean of them over all documents without.
ENOUGH_CANDIDATES, MOST_FALSE, MOST_FALSE_WITHOUT = 0.95, 0.5, 2


@pytest.fixture(scope="module")
def judged(catalogue):
    """Makes what became of every figure by the name of a document of a corpus."""

    def judged(corpus):
        return {
            case.document.name: tuple(judge(case.label, reading_of(case)))
            for case in labelled_in(CASES / corpus)
        }

    def reading_of(case):
        data, name = case.document.read_bytes(), case.document.name
        given = {"year": case.year, "agency": case.agency}
        return read_scores(data, name, catalogue, **given, draft=True)

    return judged


def test_a_document_without_scores_gives_no_figure_and_few_candidates(judged):
    documents = judged("unscored")
    assert {name: figures for name, figures in documents.items() if not tally(figures).sound} == {}
    assert len(documents) >= 330
    assert sum(map(len, documents.values())) <= MOST_FALSE_WITHOUT * len(documents)


def test_nothing_is_wrong_or_invented_and_what_is_not_read_is_a_candidate(judged):
    documents = judged("scored")
    assert {name: figures for name, figures in documents.items() if not tally(figures).sound} == {}
    whole = tally(one for figures in documents.values() for one in figures)
    candidates = whole.count(FigureOutcome.CANDIDATE)
    assert candidates >= ENOUGH_CANDIDATES * (candidates + whole.count(FigureOutcome.MISSED))
    assert whole.count(FigureOutcome.FALSE_CANDIDATE) <= MOST_FALSE * candidates
    assert len(documents) >= 490


def tally(figures):
    """What became of figures, counted."""
    counted = Tally()
    counted.add(figures)
    return counted
