"""`prongsai nation score`: the answers of many agencies made into all of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    DRAFT,
    FOLDER,
    OF_RESULTS,
    Session,
    catalogue_of,
    command,
    output_option,
    read_bytes,
)
from prongsai.core.errors import Findings, Misuse, Place

if TYPE_CHECKING:
    from prongsai.core.nation.scoring import AgencyScores
    from prongsai.readers.nation import NationAnswers
    from prongsai.readers.nation_parts import PartCounts

_NAMED = 10
nation = LazyGroup(
    "nation",
    table={
        "score": "prongsai.cli.nation:score",
        "measures": "prongsai.cli.nation_measures:measures_command",
    },
)
_FILE = click.Path(path_type=Path)


@command(
    "score",
    [
        Argument(["answers"], nargs=-1, required=True, metavar="ANSWERS…", type=_FILE),
        Option(["--framework", "year"], type=int, required=True, metavar="YEAR"),
        Option(["--oit"], type=_FILE, metavar="FILE"),
        Option(["--before"], type=_FILE, metavar="FILE"),
        Option(["--dask"], metavar="ADDRESS"),
        Option(["--spark"], metavar="ADDRESS"),
        Option(["--provinces"], is_flag=True),
        Option(["--report"], is_flag=True),
        Option(["--office"], default="", metavar="NAME"),
        output_option("DIR", FOLDER),
        DRAFT,
        *OF_RESULTS,
    ],
)
def score(
    session: Session,
    answers: tuple[Path, ...],
    year: int,
    oit: Path | None,
    before: Path | None,
    office: str,
    output: Path,
    frameworks: Path | None,
    *,
    dask: str | None,
    spark: str | None,
    draft: bool,
    provinces: bool,
    report: bool,
) -> int:
    """Score all agencies."""
    from prongsai.cli.nation_files import NationFiles, score_all, whole_folder
    from prongsai.core.nation.scoring import Scorer
    from prongsai.readers.nation import NationAnswers
    from prongsai.readers.nation_scores import read_totals

    catalogue = catalogue_of(frameworks)
    scorer = Scorer(catalogue, catalogue.get(year, draft=draft))
    _check_paths([*answers, *filter(None, (oit, before))], output)
    with NationAnswers(scorer) as taken, TemporaryFile("w+", encoding="utf-8") as figures:
        past = read_totals(before, year - 1, taken.findings) if before else {}
        _take(session, taken, answers, oit, dask=dask, spark=spark)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        scores = score_all(scorer, taken.rows(), figures)
        _tell_doubts(taken.findings, scores, has_oit=oit is not None)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        with whole_folder(output) as folder:
            files = NationFiles(folder, session, scorer, taken, scores, figures, past, before)
            files.write_all(provinces=provinces, report=report, office=office)
        return _end_written(session, taken.findings, output, len(scores), files.answers)


def _end_written(
    session: Session, findings: Findings, output: Path, agencies: int, answers: int
) -> int:
    from prongsai.cli.nation_files import files_in

    names = [str(path.relative_to(output)) for path in files_in(output)]
    document = {"files": names, "agencies": agencies, "answers": answers}
    done = session.message("nation/done", agencies=agencies, answers=answers, folder=str(output))
    return session.end(findings.items, document, lambda: click.echo(done))


def _end_unwritten(session: Session, findings: Findings) -> int:
    findings.error("nation/nothing_written")
    return session.end(findings.items, {"files": []})


def _check_paths(files: Iterable[Path], output: Path) -> None:
    """Refuse what is not there before anything is read."""
    for path in files:
        if not path.is_file():
            read_bytes(path)  # tells why
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise Misuse("nation/folder_exists", place=Place(str(output)))


def _take(
    session: Session,
    taken: NationAnswers,
    answers: Sequence[Path],
    oit: Path | None,
    *,
    dask: str | None,
    spark: str | None,
) -> None:
    if oit is not None:
        taken.add_agencies(oit)
    else:
        taken.findings.note("nation/without_oit")
    files = session.track(answers, session.message("cli/counting_answers"))
    if dask is None and spark is None:
        for path in files:
            taken.add_answers(path)
    else:
        counted = _counted_elsewhere(taken, answers, dask=dask, spark=spark)
        for path, counts in zip(files, counted, strict=True):
            taken.add_counted(path, counts)
    if not session.code(taken.findings.items):
        taken.check_all()


def _counted_elsewhere(
    taken: NationAnswers, answers: Sequence[Path], *, dask: str | None, spark: str | None
) -> Iterator[PartCounts]:
    if dask is not None and spark is not None:
        raise Misuse("nation/one_cluster")
    if dask is not None:
        from prongsai.readers.nation_dask import count_by_dask

        return count_by_dask(dask, answers, taken.surveys)
    from prongsai.readers.nation_spark import count_by_spark

    return count_by_spark(str(spark), answers, taken.surveys)


def _tell_doubts(findings: Findings, scores: Sequence[AgencyScores], *, has_oit: bool) -> None:
    """Warn of agencies with few answers, and of those without a total."""
    for name in ("IIT", "EIT"):
        few = [each.agency.code for each in scores if name in each.few]
        if few:
            codes = ", ".join(few[:_NAMED])
            findings.warning("nation/few_answers", instrument=name, count=len(few), codes=codes)
    without = [each.agency.code for each in scores if each.total is None]
    if without and has_oit:
        codes = ", ".join(without[:_NAMED])
        findings.warning("nation/without_total", count=len(without), codes=codes)
