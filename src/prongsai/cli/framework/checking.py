"""`framework check` and `framework diff`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from prongsai.cli.commands import Argument
from prongsai.cli.framework.arguments import YEAR_HELP
from prongsai.cli.session import FRAMEWORKS, JSON, STRICT, Session, catalogue_of, command
from prongsai.core.errors import Finding
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.diff import ItemChange, compare, not_comparable
from prongsai.core.scoring.data import finding_data, text_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.framework.model import Item


@command(
    "check",
    Text(
        "ตรวจข้อมูลของปีหนึ่งหรือทุกปี บอกแฟ้มและบรรทัดที่ผิด",
        "Check one year or all; name file and line of every fault.",
    ),
    [Argument(["year"], type=int, required=False, help_text=YEAR_HELP), JSON, STRICT, FRAMEWORKS],
)
def check(session: Session, year: int | None, frameworks: Path | None) -> int:
    """Check frameworks."""
    catalogue = catalogue_of(frameworks)
    wanted = catalogue.years() if year is None else (year,)
    findings: list[Finding] = []
    for each in wanted:
        findings += check_folder(catalogue.folder(each))
    if session.as_json:
        session.print_json({"years": list(wanted), "findings": [finding_data(f) for f in findings]})
    else:
        session.print_findings(findings)
        if not findings:
            listed = ", ".join(map(str, wanted))
            session.console.print(session.say(f"ถูกต้องทุกปี: {listed}", f"all sound: {listed}"))
    return session.code(findings)


@command(
    "diff",
    Text(
        "บอกสิ่งที่เปลี่ยนระหว่างสองปี: เปลี่ยนชื่อ ย้าย แยก รวม ใหม่ ตัดออก",
        "Tell what changed between two years: renamed, moved, split, merged, new, dropped.",
    ),
    [
        Argument(["old"], type=int, help_text=Text("ปีเก่า", "The older year.")),
        Argument(["new"], type=int, help_text=Text("ปีใหม่", "The newer year.")),
        JSON,
        FRAMEWORKS,
    ],
)
def diff(session: Session, old: int, new: int, frameworks: Path | None) -> int:
    """Compare two years by lineage."""
    catalogue = catalogue_of(frameworks)
    before, after = catalogue.get(old, draft=True), catalogue.get(new, draft=True)
    changes, apart = compare(before, after), not_comparable(before, after)
    if session.as_json:
        session.print_json(
            {
                "from": old,
                "to": new,
                "not_comparable": list(apart),
                "changes": [_change_data(change) for change in changes],
            }
        )
        return 0
    from rich.table import Table

    table = Table()
    for heading in (session.say("การเปลี่ยน", "Change"), str(old), str(new)):
        table.add_column(heading)
    for change in changes:
        table.add_row(
            session.shown(change.kind.label),
            _names(session, change.before),
            _names(session, change.after),
        )
    session.console.print(table)
    if apart:
        listed = ", ".join(apart)
        session.console.print(session.message("cli/years_not_comparable", listed=listed))
    return 0


def _names(session: Session, items: tuple[Item, ...]) -> str:
    return "\n".join(f"{item.code} {session.shown(item.name, 46)}" for item in items) or "–"


def _change_data(change: ItemChange) -> dict[str, Any]:
    def side(items: tuple[Item, ...]) -> list[dict[str, Any]]:
        return [
            {
                "code": item.code,
                "name": text_data(item.name),
                "lineage": list(item.lineage),
                "indicator": item.indicator,
                "sub_indicator": item.sub_indicator,
            }
            for item in items
        ]

    return {"change": change.kind.value, "before": side(change.before), "after": side(change.after)}
