"""`prongsai nation score`: the answers of many agencies made into all of their scores."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from prongsai import __version__
from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.papers import OUTPUT
from prongsai.cli.session import (
    DRAFT,
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    catalogue_of,
    command,
    read_bytes,
    today,
)
from prongsai.core.errors import Findings, Misuse, Place, UnreadableInput
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.nation.scoring import AgencyScores, Scorer
    from prongsai.core.nation.summary import Before, Summary
    from prongsai.core.nation.table import ScoreTable
    from prongsai.readers.nation import NationAnswers

_NAMED = 10
_NO_PROVINCE = Text("ไม่ระบุจังหวัด", "without province")
_SCORE = Text(
    "คิดคะแนนของทุกหน่วยงานจากคำตอบ IIT และ EIT", "Score all agencies from answers to IIT and EIT."
)
nation = LazyGroup(
    "nation",
    help_text=Text(
        "คะแนนของหลายหน่วยงานพร้อมกัน: จังหวัด กระทรวง หรือทั้งประเทศ",
        "The scores of many agencies at once: a province, a ministry, the nation.",
    ),
    table={"score": ("prongsai.cli.nation:score", _SCORE)},
)


@command(
    "score",
    Text(
        f"{_SCORE.th}\nเขียน scores.csv, scores.parquet, counts.csv, ไฟล์ XLSX รายจังหวัด,"
        " report.pdf และ manifest.json; รูปแบบไฟล์คำตอบอยู่ใน docs/scale.md",
        f"{_SCORE.en}\nWrites scores.csv, scores.parquet, counts.csv, an XLSX file for each"
        " province, report.pdf and manifest.json. docs/scale.md tells the layout of answers.",
    ),
    [
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
            ["--office"],
            default="",
            metavar="NAME",
            help_text=Text("ชื่อผู้จัดทำรายงาน", "Whose name the report bears."),
        ),
        OUTPUT,
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
    draft: bool,
) -> int:
    """Score all agencies."""
    from prongsai.core.nation.scoring import Scorer
    from prongsai.readers.nation import NationAnswers
    from prongsai.readers.nation_sql import read_before

    catalogue = catalogue_of(frameworks)
    scorer = Scorer(catalogue, catalogue.get(year, draft=draft))
    _check_paths([*answers, *filter(None, (oit, before))], output)
    with NationAnswers(scorer.surveys, scorer.disclosed) as taken:
        past = read_before(before) if before else {}
        _take(session, taken, answers, oit)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        scores = [scorer.score(counted) for counted in taken.rows()]
        _tell_doubts(taken.findings, scores, has_oit=oit is not None)
        if session.code(taken.findings.items):
            return _end_unwritten(session, taken.findings)
        with whole_folder(output) as folder:
            summary, count = _write(folder, session, scorer, taken, scores, past, office)
        files = [str(path.relative_to(output)) for path in _files_in(output)]
    document = {"files": files, "agencies": summary.agencies, "answers": count}
    done = session.message(
        "nation/done", agencies=summary.agencies, answers=count, folder=str(output)
    )
    return session.end(taken.findings.items, document, lambda: click.echo(done))


def _files_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _end_unwritten(session: Session, findings: Findings) -> int:
    findings.error("nation/nothing_written")
    return session.end(findings.items, {"files": []})


def _check_paths(files: Iterable[Path], output: Path) -> None:
    """Refuse what is not there before anything is read.

    Errors: UnreadableInput for a file, Misuse for a folder that holds something.
    """
    for path in files:
        if not path.is_file():
            read_bytes(path)  # tells why
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise Misuse("nation/folder_exists", place=Place(str(output)))


def _take(
    session: Session, taken: NationAnswers, answers: Sequence[Path], oit: Path | None
) -> None:
    if oit is not None:
        taken.add_agencies(oit)
    else:
        taken.findings.note("nation/without_oit")
    for path in session.track(answers, session.say("กำลังนับคำตอบ", "Counting answers")):
        taken.add_answers(path)
    if not session.code(taken.findings.items):
        taken.check_all()


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


@contextmanager
def whole_folder(output: Path) -> Iterator[Path]:
    """A folder beside `output` that takes its place when all is written; else nothing stays.

    Errors: UnreadableInput where it cannot be written.
    """
    partial = output.absolute().with_name(f".{output.absolute().name}.part")
    try:
        shutil.rmtree(partial, ignore_errors=True)  # of a run that was killed
        partial.mkdir(parents=True)
        yield partial
        partial.replace(output)
    except OSError as error:
        raise UnreadableInput("cli/file_not_writable", place=Place(str(output))) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write(
    folder: Path,
    session: Session,
    scorer: Scorer,
    taken: NationAnswers,
    scores: Sequence[AgencyScores],
    past: Mapping[str, Before],
    office: str,
) -> tuple[Summary, int]:
    """Write every file; gives the summary and the number of answers."""
    from prongsai.cli.tables import write_parquet, write_table
    from prongsai.core.nation.summary import ranks, summarise
    from prongsai.core.nation.table import score_table
    from prongsai.core.papers.nation_paper import NationReport

    places = ranks(scores)
    table = score_table(scorer, scores, places, past)
    write_table(folder / "scores.csv", table, "")
    write_parquet(folder / "scores.csv", folder / "scores.parquet", table.columns)
    count = taken.write_counts(folder / "counts.csv")
    _write_provinces(folder / "provinces", session, scorer, table)
    summary = summarise(scorer.framework, scores, past)
    framework = scorer.framework
    report = NationReport(
        framework.fiscal_year, framework.target_score, summary, scores, places, count
    )
    (folder / "report.pdf").write_bytes(_report(report, office))
    manifest = _manifest(scorer, taken, folder)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / "manifest.json").write_bytes(data + b"\n")
    return summary, count


def _report(report: Any, office: str) -> bytes:
    from prongsai.core.papers.agency import Agency
    from prongsai.core.papers.nation_paper import nation_paper
    from prongsai.core.papers.office import Office
    from prongsai.documents.pdf import to_pdf

    agency = Agency(office or "prongsai nation score")
    return to_pdf(nation_paper(Office(agency, today()), report), digits=agency.digits)


def _write_provinces(folder: Path, session: Session, scorer: Scorer, table: ScoreTable) -> None:
    """Write a workbook for each province: all scores but those of items."""
    from prongsai.core.nation.table import short_columns
    from prongsai.documents.tables_workbook import xlsx_table

    folder.mkdir()
    columns = short_columns(scorer, table)
    names = {code: session.text(node.name) for code, node in scorer.framework.tree.items()}
    headings = [
        f"{name} {names[name]}" if name in names else name
        for name in (table.headings[place] for place in columns)
    ]
    provinces: dict[str, list[Sequence[str]]] = {}
    place = table.headings.index("province")
    for row in table.rows:
        provinces.setdefault(row[place] or session.text(_NO_PROVINCE), []).append(row)
    for province, rows in session.track(
        list(provinces.items()), session.say("กำลังเขียนไฟล์รายจังหวัด", "Writing provinces")
    ):
        short = ([row[place] for place in columns] for row in rows)
        data = xlsx_table(
            f"{province} {scorer.framework.fiscal_year}", headings, short, sheet="ITA"
        )
        _free_name(folder, province).write_bytes(data)


def _free_name(folder: Path, province: str) -> Path:
    """A file name for a province that is no path, and not taken by another."""
    plain = "".join("_" if letter in '/\\:*?"<>|' else letter for letter in province).strip(". ")
    plain = plain[:60] or "_"
    path, number = folder / f"{plain}.xlsx", 1
    while path.exists():
        number += 1
        path = folder / f"{plain} {number}.xlsx"
    return path


def _manifest(scorer: Scorer, taken: NationAnswers, folder: Path) -> dict[str, Any]:
    """What whoever has neither us nor our code needs to compute a total again."""
    from prongsai.readers.nation_sql import duckdb_version

    framework = scorer.framework
    return {
        "format": "prongsai-nation",
        "versions": {"prongsai": __version__, "duckdb": duckdb_version()},
        "made_on": today().isoformat(),
        "fiscal_year": framework.fiscal_year,
        "framework": {path.name: _digest(path) for path in Path(framework.folder).glob("*.yaml")},
        "inputs": [
            {
                "file": part.path.name, "holds": part.instrument, "rows": part.rows,
                "bytes": part.size, "sha256": part.digest,
            }
            for part in taken.parts
        ],
        "outputs": {str(path.relative_to(folder)): _digest(path) for path in _files_in(folder)},
        "rules": _rules(scorer),
    }  # fmt: skip


def _rules(scorer: Scorer) -> dict[str, Any]:
    """What the totals were computed by."""
    from prongsai.core.nation.summary import TIE_RULE
    from prongsai.core.rounding import fraction_text
    from prongsai.core.scoring.data import text_data

    framework = scorer.framework
    questions = [asked for survey in scorer.surveys.values() for asked in survey.asked]
    return {
        "answer": "the place of the option, counted from 1; empty where not answered",
        "item": "sum of points of all answers to its questions, divided by their number",
        "above": "each score is the sum of its parts times their shares, as exact fractions",
        "rounding": f"half up to {framework.published_places} decimals, once, when published",
        "levels": [
            {
                "code": level.code,
                "minimum": str(level.minimum),
                "each_instrument": None
                if level.each_instrument is None
                else str(level.each_instrument),
            }
            for level in framework.rating.levels or ()
        ],
        "ranks": text_data(TIE_RULE),
        "points": {question.code: list(question.all_points) for question in questions},
        "items": {question.code: question.item for question in questions},
        "shares": {
            code: {child: fraction_text(share) for child, share in node.children}
            for code, node in framework.tree.items()
            if node.children
        },
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
