"""`prongsai template`: empty sheets to fill in."""

from __future__ import annotations

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
from prongsai.core.text import Text

_SCORES = Text("แบบฟอร์มคะแนนของปีหนึ่ง (XLSX)", "The score sheet of one year (XLSX).")


@command(
    "scores",
    Text(
        "สร้างแบบฟอร์มคะแนนของปีหนึ่งพร้อมหัวตารางภาษาไทย กรอกแล้วอ่านกลับด้วย prongsai read",
        "Make the score sheet of one year with Thai headings; prongsai read takes it back.",
    ),
    [
        Option(
            ["--year"],
            type=int,
            required=True,
            metavar="YEAR",
            help_text=Text("ปีงบประมาณ เช่น 2565", "Fiscal year, such as 2565."),
        ),
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
    help_text=Text("สร้างแบบฟอร์มเปล่าให้กรอก", "Make an empty sheet to fill in."),
    table={"scores": ("prongsai.cli.template:scores", _SCORES)},
)
