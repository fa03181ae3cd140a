"""`prongsai score --batch`: many score sheets by several processes, in one table.

What is done stands in a file beside the table, a line for each sheet: a run that was broken off
goes on from there, and a sheet that changed since is scored again.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import click
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from prongsai import __version__
from prongsai.cli.scored import score_file
from prongsai.cli.session import Session, Source, catalogue_of
from prongsai.cli.tables import check_apart, check_form, write_table
from prongsai.core.errors import (
    Finding,
    Misuse,
    Place,
    ProngsaiError,
    Severity,
    UnreadableInput,
)
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of, sort_key
from prongsai.core.nation.table import NUMBER, SCORE, TEXT, ScoreTable
from prongsai.core.scoring.card import ScoreCard, Verdict
from prongsai.core.text import Text

# What `prongsai score` reads; no pictures, for a folder has photos that are no sheets.
_KINDS = {
    ".csv", ".docx", ".htm", ".html", ".json", ".ods", ".pdf", ".tsv", ".txt", ".xls", ".xlsx",
}  # fmt: skip
_CHUNK = 8
_HEAD = 3  # rows in which a table of ours has its headings
_INDICATORS = tuple(str(number) for number in range(1, 11))
_CODES = (TOTAL, *INSTRUMENTS, *_INDICATORS)
_ABOUT = (("file", TEXT), ("year", NUMBER), ("level", TEXT), ("contradicts", NUMBER))


class Sheet(Struct, frozen=True):
    """A sheet that is done.

    Shape:  `cells` by the name of their column; `fault` is why there are none.
    """

    file: str
    digest: str
    cells: dict[str, str] = {}
    fault: Text | None = None
    next_step: Text | None = None


class Job(Struct, frozen=True):
    """Sheets for one process, with how they are read; `rules` is the digest of the frameworks."""

    files: tuple[tuple[str, Path], ...]
    source: Source
    rules: str

    def digest(self, path: Path) -> str:
        """The digest of a file as it is read here; "" where it cannot be, which scoring tells."""
        year, draft = self.source["year"], self.source["draft"]
        how = f"{__version__} {year} {draft} {self.rules}".encode()
        try:
            return hashlib.sha256(how + path.read_bytes()).hexdigest()
        except OSError:
            return ""


def score_batch(session: Session, batch: Path, output: Path, source: Source, *, items: bool) -> int:
    """Score all sheets of a folder or list; gives the exit code."""
    check_form(output)
    files = dict(_files(batch, output))
    if not files:
        raise UnreadableInput("nation/batch_list_empty", place=Place(str(batch)))
    _check_written(batch, output, files.values())
    progress = output.with_name(f"{output.name}.progress")
    whole = Job(tuple(files.items()), source, _rules(source["frameworks"]))
    done = _read_progress(progress, whole)
    if done:
        click.echo(session.message("nation/batch_resumed", count=len(done)), err=True)
    waiting = [(name, path) for name, path in files.items() if name not in done]
    jobs = [
        replace(whole, files=tuple(waiting[start : start + _CHUNK]))
        for start in range(0, len(waiting), _CHUNK)
    ]
    output.parent.mkdir(parents=True, exist_ok=True)
    with progress.open("ab") as file:
        for sheets in _run(session, jobs):
            done |= {sheet.file: sheet for sheet in sheets}
            file.writelines(msgspec.json.encode(sheet) + b"\n" for sheet in sheets)
            file.flush()
    sheets = [done[name] for name in sorted(files)]
    write_table(output, _table(session, sheets, items=items), output.stem)
    progress.unlink()
    return _end(session, output, sheets)


def _check_written(batch: Path, output: Path, sheets: Iterable[Path]) -> None:
    """Refuse to write over a sheet; over the table of an earlier run in the folder it may."""
    if not batch.is_dir():
        check_apart([output], [batch, *sheets])
    elif batch.resolve() in output.resolve().parents and output.is_file() and _is_sheet(output):
        raise Misuse("nation/written_over", place=Place(str(output)))


def _is_sheet(output: Path) -> bool:
    from prongsai.readers.sheets import read_sheets

    if output.suffix.lower() not in _KINDS:
        return False
    headings = {name for name, _ in _ABOUT}
    sheet = read_sheets(output.read_bytes(), output.name)[0]
    return not any(headings <= set(row) for row in sheet.rows[:_HEAD])


def _end(session: Session, output: Path, sheets: Sequence[Sheet]) -> int:
    findings = [
        Finding(
            "batch_fault", Severity.ERROR, sheet.fault, (Place(file=sheet.file),), sheet.next_step
        )
        for sheet in sheets
        if sheet.fault is not None
    ]
    faults = len(findings)
    counts = {"count": len(sheets), "scored": len(sheets) - faults, "faults": faults}

    def show() -> None:
        click.echo(session.message("nation/batch_done", path=str(output), **counts))

    return session.end(findings, {"file": str(output), **counts}, show)


def _rules(frameworks: Path | None) -> str:
    """The digest of every framework's files: a corrected rule makes other scores."""
    catalogue, digest = catalogue_of(frameworks), hashlib.sha256()
    for year in catalogue.years():
        for path in sorted(catalogue.folder(year).glob("*.yaml")):
            digest.update(f"{year} {path.name} ".encode() + path.read_bytes())
    return digest.hexdigest()


def _files(batch: Path, output: Path) -> Iterator[tuple[str, Path]]:
    """The sheets by the name that the table gives them: a path below the folder, or as listed."""
    if batch.is_dir():
        for path in sorted(batch.rglob("*")):
            name = path.relative_to(batch)
            is_hidden = any(part.startswith(".") for part in name.parts)
            is_own = path.resolve() == output.resolve()
            if path.suffix.lower() in _KINDS and path.is_file() and not (is_hidden or is_own):
                yield name.as_posix(), path
        return
    from prongsai.cli.session import read_bytes
    from prongsai.readers.plain import decode

    listed: set[Path] = set()
    for line in filter(None, map(str.strip, decode(read_bytes(batch)).splitlines())):
        path = batch.parent / line
        if path.resolve() in listed:
            raise UnreadableInput("nation/batch_listed_twice", place=Place(str(batch)), name=line)
        listed.add(path.resolve())
        yield line, path


def _read_progress(path: Path, job: Job) -> dict[str, Sheet]:
    """What an earlier run finished of the same files; a line cut off in the middle is no sheet."""
    done, files = {}, dict(job.files)
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        try:
            sheet = msgspec.json.decode(line, type=Sheet)
        except (msgspec.DecodeError, msgspec.ValidationError):
            continue
        if sheet.file in files and sheet.digest == job.digest(files[sheet.file]):
            done[sheet.file] = sheet
    return done


def _run(session: Session, jobs: Sequence[Job]) -> Iterator[list[Sheet]]:
    """The sheets of each job, as they are done.

    Errors: ProngsaiError where a process was killed; what is done stays done.
    """
    if not jobs:
        return
    with _pool(min(os.cpu_count() or 1, len(jobs))) as pool:
        futures = [pool.submit(score_job, job) for job in jobs]
        label = session.message("cli/scoring")
        try:
            for future in session.track_some(as_completed(futures), len(futures), label):
                yield future.result()
        except BrokenProcessPool as error:
            raise ProngsaiError("nation/batch_broken") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> Executor:
    """Processes; one thread where the system has no memory that processes share (/dev/shm)."""
    try:
        # The parent alone hears Ctrl-C: it keeps what is done and ends them.
        return ProcessPoolExecutor(
            count, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)
        )
    except (ImportError, OSError):
        return ThreadPoolExecutor(1)


def score_job(job: Job) -> list[Sheet]:
    """Score the sheets of a job, in a process of its own."""
    return [_score(job, name, path) for name, path in job.files]


def _score(job: Job, name: str, path: Path) -> Sheet:
    digest = job.digest(path)
    try:
        scored = score_file(path, **job.source)
    except ProngsaiError as error:
        return Sheet(name, digest, fault=error.message, next_step=error.next_step)
    except Exception as error:  # noqa: BLE001 - one sheet must not end thousands
        from prongsai.cli.telling import own_fault

        fault = own_fault(error)
        return Sheet(name, digest, fault=fault.message, next_step=fault.next_step)
    return Sheet(name, digest, _cells(scored.card))


def _cells(card: ScoreCard) -> dict[str, str]:
    figures = {
        code: str(score.figure) for code, score in card.scores.items() if score.figure is not None
    }
    contradicting = dict(card.counts).get(Verdict.CONTRADICTS, 0)
    level = card.rating.code if card.rating and not card.rating.provisional else ""
    about = {"year": str(card.fiscal_year), "level": level, "contradicts": str(contradicting)}
    return {**about, **figures}


def _table(session: Session, sheets: Sequence[Sheet], *, items: bool) -> ScoreTable:
    """A row for each sheet; with a column for each item that any sheet has, where asked for."""
    every = {code for sheet in sheets for code in sheet.cells if level_of(code) is Level.ITEM}
    codes = (*_CODES, *(sorted(every, key=sort_key) if items else ()))
    columns = (*_ABOUT, *((code, SCORE) for code in codes), ("fault", TEXT))
    rows = []
    for sheet in sheets:
        fault = "" if sheet.fault is None else session.text(sheet.fault)
        cells = {"file": sheet.file, "fault": fault, **sheet.cells}
        rows.append(tuple(cells.get(name, "") for name, _ in columns))
    return ScoreTable(columns, rows)
