"""Many agencies are counted as each counts its own answers: equal sums, equal scores."""

import csv
import tempfile
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.nation.scoring import Scorer
from prongsai.core.surveys.tally import tally
from prongsai.readers.nation import NationAnswers
from prongsai.readers.nation_parts import count_part, digest_of

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


WRONG = {
    **dict.fromkeys(("TINYINT", "SMALLINT", "INTEGER", "BIGINT"), ("-1", "0", "5", "127")),
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER"), ("0", "5", "255")),
    "UBIGINT": ("0", "18446744073709551615"),
    **dict.fromkeys(("FLOAT", "DOUBLE"), ("-1", "0", "1.5", "1e30", "nan", "inf")),
    "VARCHAR": ("-1", "0", "5", "1.0", "01", "+1", "มาก"),
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.few(3)
def test_an_answer_of_any_type_counts_if_it_is_in_its_scale(tmp_path, kind):
    path, codes = tmp_path / "eit.parquet", SCORER.surveys["EIT"].codes
    others = ", ".join(f'1 AS "{code}"' for code in codes if code != "e3")
    for marks in ((), *((mark,) for mark in WRONG[kind])):
        rows = ", ".join(f"('{n}', '{mark}'::{kind})" for n, mark in enumerate(("1", "4", *marks)))
        answers = f"(VALUES {rows}) AS rows (respondent, e3)"
        with NationAnswers(SCORER) as taken:
            taken._base.execute(
                f"COPY (SELECT 'ก' AS agency, *, {others} FROM {answers})"  # noqa: S608 - made here
                f" TO '{path}' (FORMAT parquet)"
            )
            taken.add_answers(path)
            assert [each.code for each in taken.findings.items] == [
                "answer_outside_scale" for _ in marks
            ]
            if not marks:
                taken.check_all()
                list(taken.rows())
                taken.write_counts(tmp_path / "counts.csv")
                counts = counts_of(tmp_path / "counts.csv")
                assert [counts["ก", "e3", place] for place in range(1, 5)] == [1, 0, 0, 1]


def test_an_agency_may_have_more_answers_than_a_short_number_holds(tmp_path):
    path = tmp_path / "eit.parquet"
    answers = ", ".join(f'2 AS "{code}"' for code in SCORER.surveys["EIT"].codes)
    with NationAnswers(SCORER) as taken:
        taken._base.execute(
            f"COPY (SELECT 'ก' AS agency, range AS respondent, {answers} FROM range(70000))"  # noqa: S608 - made here
            f" TO '{path}' (FORMAT parquet)"
        )
        taken.add_answers(path)
        taken.check_all()
        (agency,) = taken.rows()
        taken.write_counts(tmp_path / "counts.csv")
    assert agency.respondents == {"IIT": 0, "EIT": 70_000}
    assert counts_of(tmp_path / "counts.csv")["ก", "e3", 2] == 70_000


def test_hashes_that_meet_by_chance_make_no_respondent_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("prongsai.readers.nation.HASH", "length")  # all codes meet
    with NationAnswers(SCORER) as taken:
        taken.add_answers(write(tmp_path, "EIT", drawn(Random(1))["EIT"]))  # noqa: S311 - test data
        taken.check_all()
        assert not taken.findings.items


@pytest.mark.parametrize("agency", ['1,"2', "1\n2", "ก 1"])
def test_lines_of_counts_are_csv_whatever_an_agencys_code_is(tmp_path, agency):
    with NationAnswers(SCORER) as taken:
        taken.add_answers(write(tmp_path, "EIT", {agency: [{"e3": 0}], "9": [{"e3": 1}]}))
        taken.check_all()
        list(taken.rows())
        assert taken.write_counts(tmp_path / "counts.csv") == 2
    counts = {key: count for key, count in counts_of(tmp_path / "counts.csv").items() if count}
    assert counts == {(agency, "e3", 1): 1, ("9", "e3", 2): 1}


def test_a_worker_refuses_another_file_than_the_one_it_was_given(tmp_path):
    path = write(tmp_path, "EIT", drawn(Random(1))["EIT"])  # noqa: S311 - test data
    digest = digest_of(path)
    assert count_part(path, digest, surveys=SCORER.surveys).part.digest == digest
    path.write_text(path.read_text("utf-8") + "\n")
    refused = count_part(path, digest, surveys=SCORER.surveys)
    assert refused.part is None
    (finding,) = refused.findings
    assert (finding.code, finding.places[0].file) == ("cluster_other_file", "EIT.csv")


def test_a_file_that_changed_while_it_was_counted_is_told(tmp_path):
    with NationAnswers(SCORER) as taken:
        path = write(tmp_path, "EIT", drawn(Random(1))["EIT"])  # noqa: S311 - test data
        taken.add_answers(path)
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([*lines, lines[-1].replace("-", "-new-")]))
        taken.check_all()
        (finding,) = taken.findings.items
        assert finding.code == "rows_changed"
        assert f"{len(lines) - 1} rows were counted, but the files have {len(lines)}" in (
            finding.message.en
        )
