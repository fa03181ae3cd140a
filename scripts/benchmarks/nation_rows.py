"""Answers of a made nation, with a seed: `scripts.benchmarks.nation_rows DIR --share 0.1`.

8,317 agencies at 1, log-normal in size, in the order of arrival; 540,000 staff, 810,000 citizens.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
from pathlib import Path

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.nation.scoring import Scorer
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.readers.nation_sql import literal, open_duckdb
from scripts.benchmarks.measure import clean_environment, pairs, process, prongsai_command
from scripts.benchmarks.results import Line, Report

AGENCIES, PROVINCES = 8_317, 77
RESPONDENTS = {"IIT": 540_000, "EIT": 810_000}
_KINDS = ("เทศบาลตำบล", "เทศบาลเมือง", "องค์การบริหารส่วนตำบล", "องค์การบริหารส่วนจังหวัด")
_WEIGHTS = (24, 3, 72, 1)
_SPREAD = 0.8
_PEER = "PRONGSAI_PANDAS"  # a Python with pandas and pyarrow, which are no dependencies of ours


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="of the nation; 1 is the whole")
    parser.add_argument("--seed", type=int, default=2565)
    given = parser.parse_args()
    make(given.folder, share=given.share, seed=given.seed)


def measure(report: Report, folder: Path, *, count: int, share: float = 0.1) -> None:
    """`nation score` beside pandas, and beside the bare decoding of the same files."""
    python = os.environ.get(_PEER)
    if not python:
        report.remarks.append(f"Nation: not measured, for {_PEER} names no Python with pandas.")
        return
    make(data := folder / "nation", share=share)
    out, home = data / "out", clean_environment(folder)
    answers, agencies = (
        [str(data / f"{name}.parquet") for name in ("iit", "eit")],
        data / "agencies.csv",
    )
    options = ["--oit", str(agencies), "--framework", "2565", "-o", str(out)]
    command = process([prongsai_command(), "nation", "score", *answers, *options], home)

    def score() -> float:
        shutil.rmtree(out, ignore_errors=True)
        return command()

    score()  # its manifest holds the rules that pandas takes
    manifest = shutil.copy(out / "manifest.json", data)
    programs = Path(__file__).parent
    pandas = [
        str(programs / "nation_pandas.py"),
        manifest,
        *answers,
        str(agencies),
        str(data / "p"),
    ]
    bare = [str(programs / "nation_bare.py"), *answers]
    for peer, arguments in (("pandas", pandas), ("pyarrow only decodes", bare)):
        ratio = pairs(score, process([python, *arguments], home), count)
        report.lines.append(Line(f"`prongsai nation score`, {share} nation", peer, ratio))


def make(folder: Path, *, share: float, seed: int = 2565, year: int = 2565) -> None:
    """Write agencies.csv, iit.parquet and eit.parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue()
    scorer = Scorer(catalogue, catalogue.get(year))
    count = max(8, round(AGENCIES * share))
    chance = random.Random(seed)  # noqa: S311 - made data
    _write_agencies(folder / "agencies.csv", scorer, count, chance)
    sizes = [chance.lognormvariate(0, _SPREAD) for _ in range(count)]
    for survey in scorer.surveys.values():
        rows = round(RESPONDENTS[survey.instrument] * share)
        path = folder / f"{survey.instrument.lower()}.parquet"
        _write_answers(path, survey, rows, sizes, chance.random())


def code_of(number: int) -> str:
    """The code of an agency."""
    return f"A{number:05d}"


def _write_agencies(path: Path, scorer: Scorer, count: int, chance: random.Random) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("agency", "name", "province", "kind", "staff", *scorer.disclosed))
        for number in range(count):
            kind = chance.choices(_KINDS, _WEIGHTS)[0]
            good = chance.betavariate(8, 1.2)
            items = (100 if chance.random() < good else 0 for _ in scorer.disclosed)
            province = f"จังหวัดสมมติ {number % PROVINCES + 1:02d}"
            writer.writerow((code_of(number), f"{kind}สมมติ {number}", province, kind, "", *items))


def _write_answers(
    path: Path, survey: Questionnaire, rows: int, sizes: list[float], seed: float
) -> None:
    """Draw the agency of each respondent by its size, then answers that lean to the good end."""
    total = sum(sizes)
    bounds, reached = [], 0.0
    for number, size in enumerate(sizes):
        start, reached = reached, reached + size / total
        bounds.append((code_of(number), start, reached))
    columns = []
    for asked in survey.asked:
        options = len(asked.options)
        points = [asked.points(place) for place in range(options)]
        rising = points[-1] > points[0]
        place = f"floor(power(random(), 2.2) * {options})::TINYINT"
        columns.append(
            f'({f"{options} - {place}" if rising else f"1 + {place}"})::TINYINT AS "{asked.code}"'
        )
    with open_duckdb() as base:
        base.execute("SET threads = 1; SET preserve_insertion_order = true")
        base.execute(f"SELECT setseed({seed})")
        base.execute("CREATE TABLE bounds (agency VARCHAR, first DOUBLE, next DOUBLE)")
        base.executemany("INSERT INTO bounds VALUES (?, ?, ?)", bounds)
        prefix = survey.instrument[0]
        base.execute(
            f"CREATE TABLE drawn AS SELECT range AS number, random() AS place FROM range({rows})"
        )
        base.execute(
            f"COPY (SELECT agency, '{prefix}' || number AS respondent, {', '.join(columns)}"
            " FROM drawn"
            " ASOF JOIN bounds ON drawn.place >= bounds.first ORDER BY number)"
            f" TO {literal(path)} (FORMAT parquet, COMPRESSION zstd)"
        )


if __name__ == "__main__":
    main()
