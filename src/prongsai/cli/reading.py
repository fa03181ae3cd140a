"""`prongsai read`: what a file says about scores; `read eval` measures how well it is read."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from prongsai.cli import taking
from prongsai.cli.commands import Argument, FileGroup, Option
from prongsai.cli.scored import read_sheet
from prongsai.cli.session import (
    AGENCY,
    DRAFT,
    FILE,
    FRAMEWORKS,
    JSON,
    OF_RESULTS,
    TAKE,
    YEAR,
    Session,
    catalogue_of,
    command,
    file_argument,
    read_bytes,
    write_output,
)
from prongsai.core.errors import Misuse, Place, UnknownYear, UnreadableInput
from prongsai.core.ids import Level, level_of
from prongsai.core.scoresheet.evaluation import FigureOutcome, Judged, Tally, judge
from prongsai.core.scoresheet.model import Reading, ScoreSheet
from prongsai.core.scoring.data import finding_data
from prongsai.readers.labels import Labelled, labelled_in
from prongsai.readers.scores_json import write_scores

if TYPE_CHECKING:
    from prongsai.core.framework.catalogue import Catalogue


read = FileGroup(
    "read",
    usual="file",
    usage="[file] FILE [-o SCORES] | eval FOLDER",
    table={
        "file": "prongsai.cli.reading:read_file",
        "eval": "prongsai.cli.reading:evaluate",
    },
)


@command(
    "file",
    [
        file_argument(),
        YEAR,
        AGENCY,
        TAKE,
        Option(["--interactive"], is_flag=True),
        DRAFT,
        Option(["-o", "--output"], type=FILE, metavar="FILE"),
        *OF_RESULTS,
    ],
)
def read_file(
    session: Session,
    file: Path,
    year: int | None,
    agency: str | None,
    take: tuple[str, ...],
    output: Path | None,
    frameworks: Path | None,
    *,
    interactive: bool,
    draft: bool,
) -> int:
    whole, catalogue = read_sheet(
        file, frameworks=frameworks, year=year, agency=agency, draft=draft
    )
    if interactive:
        take = taking.ask(session, whole, take, catalogue)
    reading = taking.take(whole, take, catalogue)
    left = taking.left_of(whole, reading)
    findings = list(reading.findings)
    if left and not reading.sheet.figures:
        nothing = taking.nothing_certain_listed(reading)
        findings = [
            nothing,
            *(finding for finding in findings if finding.code not in taking.SETTLED),
        ]
    document = write_scores(reading.sheet)
    document["candidates"] = [taking.candidate_data(*pair) for pair in left]
    document["findings"] = [finding_data(finding) for finding in findings]
    if output is not None:
        data = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        write_output(session, output, data.encode())
    if session.as_json:
        session.print_json(document)
    else:
        _print_reading(session, reading.sheet)
        if left:
            taking.print_candidates(session, left, catalogue)
        session.print_findings(findings)
    return session.code(findings)


def _print_reading(session: Session, sheet: ScoreSheet) -> None:
    table = session.table(
        "fiscal_year",
        *(f"scores.{level}" for level in Level),
        "level",
        right=range(1, len(Level) + 1),
        title=session.message("cli/scores_found"),
    )
    for year in sheet.years():
        table.add_row(*_year_row(sheet, year))
    console = session.console
    if sheet.figures:
        console.print(table)
    if sheet.remarks:
        lead = session.message("cli/remarks_of_nacc")
        console.print(f"{lead}: {len(sheet.remarks)}", markup=False)
        for number, remark in enumerate(sheet.remarks, start=1):
            part = f"[{remark.instrument}] " if remark.instrument else ""
            console.print(f"  {number}. {part}{remark.text}", markup=False)


def _year_row(sheet: ScoreSheet, year: int) -> list[str]:
    standing = sheet.of_year(year)
    chief = f"{year} *" if year == sheet.fiscal_year else str(year)
    counts = [sum(level_of(code) is level for code in standing) for level in Level]
    total = standing.get("total")
    cells = [total.published if total else "–", *(str(count) for count in counts[1:])]
    rating = sheet.rating_of(year)
    return [chief, *cells, rating.published if rating else "–"]


# What is listed one by one: a false candidate harms nobody, so only its count is told.
_LISTED = (FigureOutcome.WRONG, FigureOutcome.INVENTED, FigureOutcome.MISSED)
_THRESHOLD = (2_000, 10, 10)


class _Read(Struct, frozen=True):
    """One document and what became of its figures."""

    name: str
    kind: str
    judged: Sequence[Judged]
    is_refused: bool = False


@command("eval", [Argument(["folder"], type=click.Path(path_type=Path)), JSON, FRAMEWORKS])
def evaluate(session: Session, folder: Path, frameworks: Path | None) -> int:
    """Read every labelled document; 1 where anything is wrong or invented."""
    if not folder.is_dir():
        raise Misuse("cli/folder_unknown", place=Place(str(folder)))
    labelled = list(labelled_in(folder))
    if not labelled:
        raise UnreadableInput("cli/label_missing", place=Place(str(folder)))
    # A command keeps what it makes, which is too much for hundreds of documents.
    gc.set_threshold(*_THRESHOLD)
    catalogue = catalogue_of(frameworks)
    label = session.message("cli/reading_labels")
    files = [
        _read(labelled_file, folder, catalogue) for labelled_file in session.track(labelled, label)
    ]
    kinds = {kind: _tally(files, kind) for kind in sorted({file.kind for file in files})}
    whole = _tally(files)
    if session.as_json:
        session.print_json(_data(files, kinds, whole))
    else:
        _print(session, files, kinds, whole)
    return int(not whole.sound)


def _read(labelled: Labelled, folder: Path, catalogue: Catalogue) -> _Read:
    from prongsai.readers.kinds import kind_of
    from prongsai.readers.scores import read_scores

    data, name = read_bytes(labelled.document), str(labelled.document.relative_to(folder))
    kind = labelled.document.suffix.removeprefix(".").lower()
    try:
        kind = kind_of(data, labelled.document.name).value
        reading = read_scores(
            data,
            labelled.document.name,
            catalogue,
            year=labelled.year,
            agency=labelled.agency,
            draft=True,
        )
    except (UnreadableInput, UnknownYear):
        return _Read(
            name, kind, judge(labelled.label, Reading(ScoreSheet(None), ())), is_refused=True
        )
    return _Read(name, kind, judge(labelled.label, reading))


def _tally(files: Sequence[_Read], kind: str | None = None) -> Tally:
    tally = Tally()
    for file in files:
        if kind in (None, file.kind):
            tally.add(file.judged)
    return tally


def _data(files: Sequence[_Read], kinds: dict[str, Tally], whole: Tally) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": file.name,
                "kind": file.kind,
                "refused": file.is_refused,
                **_counts(_tally([file])),
                "not_right": [
                    _judged_data(judged)
                    for judged in file.judged
                    if judged.outcome is not FigureOutcome.RIGHT
                ],
            }
            for file in files
        ],
        "kinds": {kind: {"files": tally.files, **_counts(tally)} for kind, tally in kinds.items()},
        "sum": {"files": whole.files, **_counts(whole)},
    }


def _counts(tally: Tally) -> dict[str, int]:
    return {outcome.value: tally.counts[outcome] for outcome in FigureOutcome}


def _judged_data(judged: Judged) -> dict[str, Any]:
    return {
        "outcome": judged.outcome.value,
        "year": judged.year,
        "code": judged.code,
        "labelled": judged.labelled,
        "read": judged.read,
        "place": judged.place.as_dict() if judged.place else None,
    }


def _print(session: Session, files: Sequence[_Read], kinds: dict[str, Tally], whole: Tally) -> None:
    table = session.table(
        "kind_of_file",
        "files",
        *(f"figures.{outcome}" for outcome in FigureOutcome),
        right=range(1, len(FigureOutcome) + 2),
        title=session.message("cli/reading_against_labels"),
    )
    for kind, tally in kinds.items():
        table.add_row(kind, *_cells(tally))
    table.add_section()
    table.add_row(session.message("cli/all_together"), *_cells(whole))
    session.console.print(table)
    for file in files:
        for judged in file.judged:
            if judged.outcome in _LISTED and not file.is_refused:
                session.console.print(_line(session, file, judged), markup=False)
        if file.is_refused and file.judged:
            refusal = session.message("cli/refused_whole")
            session.console.print(f"{file.name}: {refusal}", markup=False)


def _cells(tally: Tally) -> list[str]:
    return [str(number) for number in (tally.files, *_counts(tally).values())]


def _line(session: Session, file: _Read, judged: Judged) -> str:
    """One fault: where, what, what stands in the label, what was read."""
    labelled, read = judged.labelled or "–", judged.read or "–"
    year = judged.year or session.message("cli/no_year")
    words = session.message("cli/label_and_read", labelled=labelled, read=read)
    where = f" · {session.text(judged.place.text())}" if judged.place else ""
    word = session.message(f"cli/column.figures.{judged.outcome}")
    return f"{file.name}: {word} {year} {judged.code}: {words}{where}"
