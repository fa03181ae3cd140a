"""The corpora: no figure is made of what is none, nothing is read wrong.

False candidates are counted as a mean over all documents: one of them may have many.

`make corpus` measures the other forms of every document.
"""

import ast
import csv
import io
import re
from pathlib import Path

import pytest

from prongsai.core.scoresheet.evaluation import FigureOutcome, Tally, judge
from prongsai.core.scoresheet.model import Doubt
from prongsai.readers.labels import labelled_in
from prongsai.readers.plain import decode
from prongsai.readers.scores import read_scores

ROOT = Path(__file__).resolve().parents[2]
CASES, SOURCE = ROOT / "tests/cases", ROOT / "src/prongsai"
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
    candidates = whole.counts[FigureOutcome.CANDIDATE]
    assert whole.counts[FigureOutcome.FALSE_CANDIDATE] <= MOST_FALSE * candidates
    assert len(documents) >= 490
    # Labels hold no places: the document itself is asked.
    misplaced = [
        (name, figure)
        for name, figures in documents.items()
        for figure in figures
        if figure.outcome is FigureOutcome.CANDIDATE and not stands(CASES / "scored" / name, figure)
    ]
    assert len(misplaced) < 10, "only where a long row is quoted in part"
    right, missed = candidates - len(misplaced), whole.counts[FigureOutcome.MISSED]
    assert right >= ENOUGH_CANDIDATES * (candidates + missed)


def stands(path, figure):
    """Whether a number stands where its place says: in the line of a text, in the cell of CSV."""
    text, place, printed = decode(path.read_bytes()), figure.place, figure.place.quote or ""
    if path.suffix in (".txt", ".md"):
        printed = text.split("\n")[place.line - 1].replace(" ", "")
    elif path.suffix == ".csv":
        delimiter = max(",;\t", key=text.count)
        *_, row = csv.reader(io.StringIO(text).readlines()[: place.line], delimiter=delimiter)
        printed = row[place.column - 1] if place.column else " ".join(row)
    return figure.read in printed


def test_reading_stays_small_enough_to_be_changed_with_a_quiet_mind():
    """The aims of decision 96: no long module, function or pattern, and few lines in all."""
    modules = [*(SOURCE / "core/scoresheet").glob("*.py"), SOURCE / "readers/json_blocks.py"]
    for path in modules:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, path.name
        nodes = [*ast.walk(ast.parse(text))]
        docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        for node in nodes:
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 40, (path.name, node.name)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert len(node.value) <= 120 or id(node) in docstrings, (path.name, node.lineno)
    others = ("core/analysis/claims.py", "cli/taking.py", "web/year/scoring/candidates.py")
    counted = [*modules[:-1], *(SOURCE / path for path in others)]
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in counted)
    assert lines <= 6_500


def test_the_page_tells_what_a_candidate_still_gets_wrong(read):
    """A class that comes right goes from the page."""
    page = (ROOT / "docs/method/reading.md").read_text(encoding="utf-8")
    _, _, part = page.partition("## What a candidate still gets wrong")
    examples = re.findall(r'(?m)^\| [^|]+ \| "([^"|]+)" \| ', part)[:5]
    head = "ผลการประเมิน ITA เทศบาลตำบลบ้านใหม่ ปีงบประมาณ พ.ศ. 2566"
    last = [read(f"{head}\n{example}\n").candidates[-1] for example in examples]
    offered = [(one.code, one.year, one.published) for one in last]
    assert offered == [
        ("EIT", 2566, "91.20"), ("OIT", 2566, "91.40"), ("total", 2566, "90.10"),
        ("total", 2566, "85.10"), ("total", 2565, "91.20"),
    ]  # fmt: skip
    assert {one.code for one in read(f"{head}\n{examples[0]}\n").candidates} == {"EIT"}
    assert not {Doubt.WHOSE, Doubt.MEAN} & {*last[2].doubts, *last[3].doubts}


def tally(figures):
    """What became of figures, counted."""
    counted = Tally()
    counted.add(figures)
    return counted
