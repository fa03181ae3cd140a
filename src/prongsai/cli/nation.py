"""`prongsai nation score`: the answers of many agencies made into all of their scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    DRAFT,
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    catalogue_of,
    command,
    read_bytes,
)
from prongsai.core.errors import Findings, Misuse, Place
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.nation.scoring import AgencyScores
    from prongsai.readers.nation import NationAnswers
    from prongsai.readers.nation_parts import PartCounts

_NAMED = 10
_SCORE = Text(
    "คิดคะแนนของทุกหน่วยงานจากคำตอบ IIT และ EIT", "Score all agencies from answers to IIT and EIT."
)
MEASURES = Text(
    "ดูว่าข้อที่มีมาตรการเปลี่ยนไปเท่าใดในปีของแผน จากแผนและคะแนนสองปีของหลายหน่วยงาน",
    "How items with measures changed in the year of the plan, from the plans and two years'"
    " scores of many agencies.",
)
nation = LazyGroup(
    "nation",
    help_text=Text(
        "คะแนนของหลายหน่วยงานพร้อมกัน: จังหวัด กระทรวง หรือทั้งประเทศ",
        "Scores of many agencies at once: a province, a ministry, the nation.",
    ),
    table={
        "score": ("prongsai.cli.nation:score", _SCORE),
        "measures": ("prongsai.cli.nation_measures:measures_command", MEASURES),
    },
)


@command(
    "score",
    help_text=Text(
        f"{_SCORE.th}\nเขียน scores.csv, scores.parquet, counts.csv และ manifest.json;"
        " รูปแบบไฟล์คำตอบอยู่ใน docs/scale.md",
        f"{_SCORE.en}\nWrites scores.csv, scores.parquet, counts.csv and manifest.json."
        " docs/scale.md describes the files of answers.",
    ),
    params=[
        Argument(
            ["answers"],
            nargs=-1,
            required=True,
            metavar="ANSWERS…",
            type=click.Path(path_type=Path),
            help_text=Text(
                "ไฟล์คำตอบ Parquet หรือ CSV แถวละผู้ตอบ ไฟล์ละหนึ่งแบบวัด",
                "Answers as Parquet or CSV, a row for each respondent, one survey in a file.",
            ),
        ),
        Option(
            ["--framework", "year"],
            type=int,
            required=True,
            metavar="YEAR",
            help_text=Text("ปีงบประมาณของกฎที่ใช้ เช่น 2565", "Fiscal year of the rules, such as 2565."),
        ),
        Option(
            ["--oit"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help_text=Text(
                "รายชื่อหน่วยงานพร้อมผล OIT รายข้อ (Parquet หรือ CSV)",
                "The agencies with their OIT results by item (Parquet or CSV).",
            ),
        ),
        Option(
            ["--before"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help_text=Text(
                "scores.csv หรือ scores.parquet ของปีก่อน เพื่อบอกการเปลี่ยนแปลง",
                "Last year's scores.csv or scores.parquet, to tell what changed.",
            ),
        ),
        Option(
            ["--dask"],
            metavar="ADDRESS",
            help_text=Text(
                "นับด้วยคลัสเตอร์ Dask ที่ตัวจัดการอยู่ตามที่อยู่นี้ เช่น tcp://10.0.0.5:8786",
                "Count by the Dask cluster whose scheduler has this address: tcp://10.0.0.5:8786.",
            ),
        ),
        Option(
            ["--spark"],
            metavar="ADDRESS",
            help_text=Text(
                "นับด้วย Spark ที่มีอยู่ตามที่อยู่นี้ เช่น spark://10.0.0.5:7077",
                "Count by the existing Spark at this address: spark://10.0.0.5:7077.",
            ),
        ),
        Option(
            ["--provinces"],
            is_flag=True,
            help_text=Text("เขียนไฟล์ XLSX รายจังหวัดด้วย", "Also write a workbook for each province."),
        ),
        Option(
            ["--report"],
            is_flag=True,
            help_text=Text("เขียนรายงาน report.pdf ด้วย", "Also write report.pdf."),
        ),
        Option(
            ["--office"],
            default="",
            metavar="NAME",
            help_text=Text("ชื่อผู้จัดทำรายงาน", "Name of the author of the report."),
        ),
        Option(
            ["-o", "--output"],
            type=click.Path(file_okay=False, path_type=Path),
            required=True,
            metavar="DIR",
            help_text=Text("โฟลเดอร์ที่จะเขียน", "The folder to write to."),
        ),
        DRAFT,
        JSON,
        STRICT,
        FRAMEWORKS,
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
    from prongsai.cli.nation_files import NationFiles, whole_folder
    from prongsai.core.nation.scoring import Scorer
    from prongsai.readers.nation import NationAnswers
    from prongsai.readers.nation_scores import read_totals

    catalogue = catalogue_of(frameworks)
    scorer = Scorer(catalogue, catalogue.get(year, draft=draft))
    _check_paths([*answers, *filter(None, (oit, before))], output)
    with NationAnswers(scorer) as taken:
        past = read_totals(before, year - 1, taken.findings) if before else {}
        _take(session, taken, answers, oit, dask=dask, spark=spark)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        scores = [scorer.score(counted) for counted in taken.rows()]
        _tell_doubts(taken.findings, scores, has_oit=oit is not None)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        with whole_folder(output) as folder:
            files = NationFiles(folder, session, scorer, taken, scores, past, before)
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
    files = session.track(answers, session.say("กำลังนับคำตอบ", "Counting answers"))
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
