"""The corpora: no figure is made of what is none, nothing is read wrong without a word.

`make corpus` measures the other forms of every document.
"""

from pathlib import Path

import pytest

from prongsai.core.scoresheet.evaluation import Outcome, Tally, judge
from prongsai.readers.labels import labelled_in
from prongsai.readers.scores import read_scores

CASES = Path(__file__).resolve().parents[1] / "cases"
ENOUGH_READ = 0.95


@pytest.fixture(scope="module")
def judged(catalogue):
    """Makes (label, what became of every figure) by the name of a document of a corpus."""

    def judged(corpus):
        return {
            case.document.name: (case.label, tuple(judge(case.label, reading_of(case))))
            for case in labelled_in(CASES / corpus)
        }

    def reading_of(case):
        data, name = case.document.read_bytes(), case.document.name
        given = {"year": case.year, "agency": case.agency}
        return read_scores(data, name, catalogue, **given, draft=True)

    return judged


def test_a_document_without_scores_gives_no_figure_and_no_level(judged):
    documents = judged("unscored")
    assert {name: figures for name, (_, figures) in documents.items() if figures} == {}
    assert len(documents) >= 330


def test_nothing_is_wrong_invented_or_missed_in_silence_and_enough_is_read(judged):
    documents = judged("scored")
    silent = {
        name: [figure for figure in figures if not is_known(figure)]
        for name, (_, figures) in documents.items()
        if not all(map(is_known, figures))
    }
    assert silent == {}
    tally = Tally()
    for _, figures in documents.values():
        tally.add(figures)
    printed = sum(len(row) for label, _ in documents.values() for row in label.figures.values())
    assert tally.of(Outcome.RIGHT) >= ENOUGH_READ * printed
    assert len(documents) >= 490


def is_known(figure):
    """Whether it was read right, or what became of it is told."""
    return figure.outcome is Outcome.RIGHT or figure.told
