"""`framework new`, `export` and `import`: how an officer adds or corrects a year."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from prongsai.cli.commands import Argument, Option
from prongsai.cli.framework import YEAR
from prongsai.cli.session import (
    FRAMEWORKS,
    WORKBOOK_OUTPUT,
    Session,
    catalogue_of,
    command,
    own_frameworks,
    read_bytes,
    write_bytes,
    write_output,
)
from prongsai.core.errors import Misuse, Place
from prongsai.core.framework import years
from prongsai.core.framework.check import check_folder
from prongsai.core.text import Text

_TO = Option(["--to", "to_folder"], type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
_NOTHING_KEPT = Text("ไม่ได้เก็บอะไร แก้แล้วนำเข้าใหม่", "nothing was saved; correct it and import again")


@command(
    "new",
    [YEAR, Option(["--from", "source"], type=int, required=True, metavar="YEAR"), _TO, FRAMEWORKS],
)
def new(
    session: Session, year: int, source: int, to_folder: Path | None, frameworks: Path | None
) -> int:
    """Copy a year; every confidence falls to likely at most, since nothing of it is confirmed."""
    years.check_new(year)
    catalogue = catalogue_of(frameworks, must_exist=False)
    if year in catalogue.years():
        raise Misuse("cli/year_exists_already", place=Place(str(catalogue.folder(year))), year=year)
    documents = years.copied(years.documents(catalogue.folder(source)), source, year)
    return _keep(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))


def _keep(session: Session, documents: dict[str, Any], folder: Path) -> int:
    """Write a year's files beside their place, check them, and keep them only where sound."""
    with TemporaryDirectory() as scratch:
        draft = Path(scratch) / folder.name
        draft.mkdir()
        for name, text in years.files(documents).items():
            (draft / f"{name}.yaml").write_text(text, encoding="utf-8")
        findings = check_folder(draft)
        session.print_findings(findings)
        if session.code(findings):
            session.console.print(session.text(_NOTHING_KEPT))
            return 1
        for file in sorted(draft.iterdir()):
            write_bytes(folder / file.name, file.read_bytes())
    session.console.print(session.say(f"เก็บไว้ที่ {folder}", f"kept in {folder}"), markup=False)
    return 0


@command("export", [YEAR, WORKBOOK_OUTPUT, FRAMEWORKS])
def export(session: Session, year: int, output: Path, frameworks: Path | None) -> int:
    """Write the year as a workbook."""
    from prongsai.core.framework.workbook import to_rows
    from prongsai.documents.framework_workbook import framework_workbook

    documents = years.documents(catalogue_of(frameworks).folder(year))
    write_output(session, output, framework_workbook(to_rows(documents)))
    return 0


@command("import", [Argument(["file"], type=click.Path(path_type=Path)), _TO, FRAMEWORKS])
def import_(session: Session, file: Path, to_folder: Path | None, frameworks: Path | None) -> int:
    """Read the workbook and keep the year in the user's folder; faults keep nothing."""
    from prongsai.core.framework.corrections import from_rows
    from prongsai.readers.framework_workbook import read_framework_workbook

    rows = read_framework_workbook(read_bytes(file), file.name)
    year = years.year_of(rows["year"], file.name)
    catalogue = catalogue_of(frameworks, must_exist=False)
    base = (
        catalogue.folder(year)
        if year in catalogue.years()
        else catalogue.folder(catalogue.years()[-1])
    )
    documents, findings = from_rows(years.documents(base), rows, file.name)
    if findings.items:
        session.print_findings(findings.items)
        session.console.print(session.text(_NOTHING_KEPT))
        return 1
    return _keep(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))
