"""`prongsai template`: empty sheets to fill in."""

from pathlib import Path

from prongsai.cli.commands import LazyGroup, Option
from prongsai.cli.session import (
    DRAFT,
    FRAMEWORKS,
    WORKBOOK_OUTPUT,
    Session,
    catalogue_of,
    command,
    write_output,
)


@command(
    "scores",
    [
        Option(["--year"], type=int, required=True, metavar="YEAR"),
        WORKBOOK_OUTPUT,
        DRAFT,
        FRAMEWORKS,
    ],
)
def scores(
    session: Session, year: int, output: Path, frameworks: Path | None, *, draft: bool
) -> int:
    """Write the empty sheet."""
    from prongsai.documents.framework_workbook import score_template

    framework = catalogue_of(frameworks).get(year, draft=draft)
    write_output(session, output, score_template(framework))
    return 0


template = LazyGroup(
    "template",
    table={"scores": "prongsai.cli.template:scores"},
)
