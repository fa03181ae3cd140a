"""What `prongsai nation score` writes: tables, workbooks of provinces, a report, a manifest."""

import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec.structs import replace

from prongsai import __version__
from prongsai.cli.session import Session, today
from prongsai.cli.tables import write_parquet
from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.nation.scoring import AgencyScores, Counted, Scorer
from prongsai.core.nation.summary import Before, ranks, summarise
from prongsai.core.nation.table import (
    csv_cell,
    figures_text,
    score_columns,
    score_rows,
    short_columns,
)
from prongsai.core.rounding import fraction_text
from prongsai.core.scoring.data import text_data
from prongsai.documents.tables_workbook import harmless
from prongsai.readers.nation import NationAnswers
from prongsai.readers.nation_parts import digest_of
from prongsai.readers.nation_sql import duckdb_version

_LOCK = "prongsai-lock"


@contextmanager
def whole_folder(output: Path) -> Iterator[Path]:
    """A folder beside `output` that takes its place when all is written; else nothing stays.

    What runs that were killed left of the same output is removed first.

    Errors: UnreadableInput where it cannot be written.
    """
    import duckdb  # an extra of its own

    name, parent = output.absolute().name, output.absolute().parent
    missing = [folder for folder in (parent, *parent.parents) if not folder.exists()]
    holder: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _remove_ownerless(parent, name)
        # Of its own, for another run may write to the same name.
        holder = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=parent))
        with _owned(holder):
            partial = holder / name  # which others may read, unlike its holder
            partial.mkdir()
            yield partial
            partial.replace(output)
    except (OSError, duckdb.Error) as error:  # DuckDB has an error of its own for a full disk
        raise UnreadableInput("cli/file_not_writable", place=Place(str(output))) from error
    finally:
        if holder is not None:
            shutil.rmtree(holder, ignore_errors=True)
        with suppress(OSError):  # the first that holds what was written stays
            for folder in missing:
                folder.rmdir()


@contextmanager
def _owned(holder: Path) -> Iterator[None]:
    """Lock a folder for as long as this process lives, however it ends."""
    new = holder / f"{_LOCK}.new"
    with new.open("w") as file:
        if _lock(file):
            new.rename(holder / _LOCK)  # nobody sees it before it is locked
        yield


def _remove_ownerless(parent: Path, name: str) -> None:
    """Remove the folders of runs that were killed: their lock is there, and no process holds it."""
    for holder in parent.iterdir():
        if holder.name.startswith(f".{name}.") and (holder / _LOCK).is_file():
            with suppress(OSError), (holder / _LOCK).open("r+") as file:
                if _lock(file):
                    shutil.rmtree(holder, ignore_errors=True)


def _lock(file: IO[str]) -> bool:
    """Lock a file; False where another process holds it, or where there are no such locks."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def score_all(
    scorer: Scorer, agencies: Iterable[Counted], figures: IO[str]
) -> Sequence[AgencyScores]:
    """The scores of all agencies without their figures, which go into a file, a line for each."""
    scores, respondents = [], dict[str, int]()
    for counted in agencies:
        each = scorer.score(counted)
        figures.write(f"{figures_text(each)}\n")
        scores.append(replace(each, respondents=respondents, figures=(), exact_total=None))
    return scores


class NationFiles:
    """The files of one run; `answers` is how many were counted."""

    def __init__(
        self,
        folder: Path,
        session: Session,
        scorer: Scorer,
        taken: NationAnswers,
        scores: Sequence[AgencyScores],
        figures: IO[str],
        past: Mapping[str, Before],
        before: Path | None,
    ) -> None:
        """Take what `score_all` gave and wrote; `past` holds the totals read from `before`."""
        self._folder, self._session, self._scorer, self._taken = folder, session, scorer, taken
        self._scores, self._past, self._before = scores, past, before
        self._figures, self._ranks = figures, ranks(scores)
        self._columns = score_columns(scorer)
        self._headings = [name for name, _ in self._columns]
        self.answers = 0

    def write_all(self, *, provinces: bool, report: bool, office: str) -> None:
        """Write the tables, what else is asked for, and the manifest of all of it."""
        self.write_tables()
        if provinces:
            self.write_provinces()
        if report:
            self.write_report(office)
        self.write_manifest()

    def write_tables(self) -> None:
        """Write the scores as CSV and Parquet, and the counts."""
        folder = self._folder
        with (folder / "scores.csv").open("w", encoding="utf-8-sig", newline="") as file:
            file.write(f"{','.join(self._headings)}\r\n")
            for *words, figures in self._rows():
                cells = (csv_cell(harmless(word)) for word in words)
                file.write(f"{','.join((*cells, figures))}\r\n")
        self.answers = self._taken.write_counts(folder / "counts.csv")
        write_parquet(folder / "scores.csv", folder / "scores.parquet", self._columns)

    def _rows(self) -> Iterator[Sequence[str]]:
        self._figures.seek(0)
        return score_rows(self._scores, self._figures, self._ranks, self._past)

    def write_report(self, office: str) -> None:
        """Write the report as PDF in the name of an office."""
        from prongsai.core.papers.agency import Agency
        from prongsai.core.papers.nation_paper import NationReport, nation_paper
        from prongsai.core.papers.office import Office
        from prongsai.documents.pdf import to_pdf

        framework = self._scorer.framework
        summary = summarise(framework, self._scores, self._past)
        year, target = framework.fiscal_year, framework.target_score
        report = NationReport(year, target, summary, self._scores, self._ranks, self.answers)
        agency = Agency(office or "prongsai nation score")
        paper = nation_paper(Office(agency, today()), report)
        (self._folder / "report.pdf").write_bytes(to_pdf(paper, digits=agency.digits))

    def write_provinces(self) -> None:
        """Write a workbook for each province: all scores but those of items."""
        from prongsai.documents.tables_workbook import xlsx_table

        folder, session = self._folder / "provinces", self._session
        folder.mkdir()
        framework = self._scorer.framework
        columns = short_columns(self._scorer)
        names = {code: session.text(node.name) for code, node in framework.tree.items()}
        headings = [
            f"{name} {names[name]}" if name in names else name
            for name in (self._headings[place] for place in columns)
        ]
        provinces: dict[str, list[Sequence[str]]] = {}
        province_place = self._headings.index("province")
        for *words, figures in self._rows():
            row = (*words, *figures.split(","))
            short = [row[place] for place in columns]
            name = words[province_place] or session.message("cli/without_province")
            provinces.setdefault(name, []).append(short)
        for province, rows in session.track(
            list(provinces.items()), session.message("cli/writing_provinces")
        ):
            data = xlsx_table(f"{province} {framework.fiscal_year}", headings, rows, sheet="ITA")
            _free_name(folder, province).write_bytes(data)

    def write_manifest(self) -> None:
        """Write what whoever has neither us nor our code needs to compute a total again."""
        framework, before = self._scorer.framework, self._before
        rules = Path(framework.folder).glob("*.yaml")
        inputs = [
            (part.path.name, part.instrument, part.rows, part.size, part.digest)
            for part in self._taken.parts
        ]
        if before is not None:
            size = before.stat().st_size
            inputs.append((before.name, "before", len(self._past), size, digest_of(before)))
        manifest = {
            "format": "prongsai-nation",
            "versions": {"prongsai": __version__, "duckdb": duckdb_version()},
            "made_on": today().isoformat(),
            "fiscal_year": framework.fiscal_year,
            "framework": {path.name: digest_of(path) for path in rules},
            "inputs": [
                dict(zip(("file", "holds", "rows", "bytes", "sha256"), known, strict=True))
                for known in inputs
            ],
            "outputs": {
                str(path.relative_to(self._folder)): digest_of(path)
                for path in files_in(self._folder)
            },
            "rules": _rules(self._scorer),
        }  # fmt: skip
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        (self._folder / "manifest.json").write_bytes(data + b"\n")


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _free_name(folder: Path, province: str) -> Path:
    """A file name for a province that is no path, and not taken by another."""
    plain = "".join("_" if letter in '/\\:*?"<>|' else letter for letter in province).strip(". ")
    plain = plain[:60] or "_"
    path, number = folder / f"{plain}.xlsx", 1
    while path.exists():
        number += 1
        path = folder / f"{plain} {number}.xlsx"
    return path


def _rules(scorer: Scorer) -> dict[str, Any]:
    """What the totals were computed by."""
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
        "ranks": text_data(read_words("nation/tie_rule")),
        "points": {question.code: list(question.all_points) for question in questions},
        "items": {question.code: question.item for question in questions},
        "shares": {
            code: {child: fraction_text(share) for child, share in node.children}
            for code, node in framework.tree.items()
            if node.children
        },
    }
