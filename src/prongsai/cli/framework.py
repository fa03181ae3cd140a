"""`prongsai framework`: the years that are known, and how an officer corrects one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import LazyGroup, Option
from prongsai.cli.session import (
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    command,
    own_frameworks,
    read_bytes,
    write_bytes,
)
from prongsai.core.analysis.worth import worth
from prongsai.core.errors import Finding, Misuse, Place
from prongsai.core.framework import years
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.diff import ItemChange, compare, not_comparable
from prongsai.core.rounding import half_up
from prongsai.core.scoring.data import finding_data, text_data
from prongsai.core.text import Text
from prongsai.core.thai import shorten

if TYPE_CHECKING:
    from prongsai.core.framework.model import Framework, Item

_YEAR = click.Argument(["year"], type=int)
_TO = Option(
    ["--to", "to_folder"],
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help_text=Text(
        "เก็บไว้ในโฟลเดอร์นี้แทนโฟลเดอร์ของผู้ใช้", "Keep it in this folder instead of the user's."
    ),
)


def _catalogue(frameworks: Path | None) -> Catalogue:
    return Catalogue(own_frameworks(frameworks))


@command("list", Text("รายชื่อปีที่มี", "The years there are."), [JSON, FRAMEWORKS])
def list_years(frameworks: Path | None, *, as_json: bool) -> int:
    """List every year with status and confidence."""
    session = Session.of(as_json=as_json)
    known = _catalogue(frameworks).all()
    if as_json:
        session.print_json([_year_data(framework) for framework in known])
        return 0
    from rich.table import Table

    table = Table()
    headings = (("ปีงบประมาณ", "Fiscal year"), ("สถานะ", "Status"), ("ความเชื่อมั่น", "Confidence"),
                ("IIT", "IIT"), ("EIT", "EIT"), ("OIT", "OIT"), ("ระดับผล", "Levels"))  # fmt: skip
    for heading in headings:
        table.add_column(session.say(*heading))
    for framework in known:
        counts = [str(len(p.items)) if p.items else "?" for p in framework.instruments]
        levels = " ".join(level.label.th for level in framework.rating.levels or ()) or "?"
        status, confidence = (
            session.text(framework.status.label),
            session.text(framework.confidence.label),
        )
        table.add_row(str(framework.fiscal_year), status, confidence, *counts, levels)
    session.console.print(table)
    return 0


def _year_data(framework: Framework) -> dict[str, Any]:
    return {
        "fiscal_year": framework.fiscal_year,
        "status": framework.status.value,
        "confidence": framework.confidence.value,
        "parts": {part: confidence.value for part, confidence in framework.parts.items()},
        "unknown": list(framework.unknown_parts()),
        "title": text_data(framework.title),
        "items": {
            part.code: None if part.items is None else len(part.items)
            for part in framework.instruments
        },
    }


@command(
    "show",
    Text("แสดงกรอบของปีหนึ่ง", "Show one year."),
    [_YEAR, JSON, FRAMEWORKS],
)
def show(year: int, frameworks: Path | None, *, as_json: bool) -> int:
    """Show a year, drafts included: looking is always allowed."""
    session = Session.of(as_json=as_json)
    framework = _catalogue(frameworks).get(year, draft=True)
    if as_json:
        session.print_json(_whole_year(framework))
        return 0
    from rich.tree import Tree

    head = f"[bold]{session.text(framework.title)}[/bold]  {session.text(framework.status.label)}"
    tree = Tree(head)
    for part in framework.instruments:
        weight = "?" if part.weight is None else f"{float(part.weight):.0%}"
        branch = tree.add(f"[bold]{part.code}[/bold] {session.text(part.name)} ({weight})")
        for indicator in part.indicators:
            mark = _mark(session, indicator.confidence)
            twig = branch.add(f"{indicator.code} {session.text(indicator.name)} {mark}")
            _show_items(session, framework, twig, indicator)
    unplaced = [item for item in framework.items.values() if item.indicator is None]
    if unplaced:
        twig = tree.add(session.say("ข้อที่ยังไม่ทราบตัวชี้วัด", "Items whose indicator is not known"))
        for item in unplaced:
            twig.add(_item_line(session, framework, item))
    session.console.print(tree)
    return 0


def _show_items(session: Session, framework: Framework, twig: Any, indicator: Any) -> None:
    own = [item for item in framework.items.values() if item.indicator == indicator.code]
    for sub in indicator.sub_indicators or ():
        leaf = twig.add(f"{sub.code} {session.text(sub.name)} {_mark(session, sub.confidence)}")
        for item in own:
            if item.sub_indicator == sub.code:
                leaf.add(_item_line(session, framework, item))
    for item in own:
        if item.sub_indicator is None:
            twig.add(_item_line(session, framework, item))
    if not own:
        twig.add(f"[dim]{session.say('ยังไม่ทราบรายข้อ', 'items not known')}[/dim]")


def _mark(session: Session, confidence: Any) -> str:
    return (
        "" if confidence.value == "confirmed" else f"[dim]({session.text(confidence.label)})[/dim]"
    )


def _item_line(session: Session, framework: Framework, item: Item) -> str:
    points = worth(framework, item.code)
    shown = "?" if points is None else str(half_up(points))
    name = shorten(session.text(item.name), 80)
    return f"{item.code} {name} [dim]{shown}[/dim] {_mark(session, item.confidence)}"


def _whole_year(framework: Framework) -> dict[str, Any]:
    data = _year_data(framework)
    data["rating"] = {
        "kind": framework.rating.kind,
        "confidence": framework.rating.confidence.value,
        "levels": framework.rating.levels
        and [
            {
                "code": level.code,
                "label": text_data(level.label),
                "minimum": str(level.minimum),
                "each_instrument": level.each_instrument and str(level.each_instrument),
            }
            for level in framework.rating.levels
        ],
    }
    target = framework.target_score
    data["target"] = {
        "score": target and str(target),
        "confidence": framework.target_confidence.value,
    }
    data["nodes"] = [
        {
            "code": node.code,
            "level": node.level.value,
            "name": text_data(node.name),
            "parent": node.parent,
            "confidence": node.confidence.value,
            "children": None if node.children is None else [code for code, _ in node.children],
        }
        for node in framework.tree.values()
    ]
    data["items"] = [_item_data(framework, item) for item in framework.items.values()]
    data |= years.details(Path(framework.folder))
    return data


def _item_data(framework: Framework, item: Item) -> dict[str, Any]:
    points = worth(framework, item.code)
    return {
        "code": item.code,
        "lineage": list(item.lineage),
        "name": text_data(item.name),
        "indicator": item.indicator,
        "sub_indicator": item.sub_indicator,
        "scale": item.scale,
        "polarity": item.polarity,
        "questions": [
            {**(text_data(q.text) or {}), "polarity": q.polarity} for q in item.questions
        ],
        "worth": None if points is None else str(half_up(points, 4)),
        "confidence": item.confidence.value,
        "sources": list(item.sources),
        "note": item.note,
    }


@command(
    "check",
    Text(
        "ตรวจข้อมูลของปีหนึ่งหรือทุกปี บอกแฟ้มและบรรทัดที่ผิด",
        "Check one year or all; name file and line of every fault.",
    ),
    [click.Argument(["year"], type=int, required=False), JSON, STRICT, FRAMEWORKS],
)
def check(year: int | None, frameworks: Path | None, *, as_json: bool, strict: bool) -> int:
    """Check frameworks."""
    session = Session.of(as_json=as_json, strict=strict)
    catalogue = _catalogue(frameworks)
    wanted = catalogue.years() if year is None else (year,)
    findings: list[Finding] = []
    for each in wanted:
        findings += check_folder(catalogue.folder(each))
    if as_json:
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
    [click.Argument(["old"], type=int), click.Argument(["new"], type=int), JSON, FRAMEWORKS],
)
def diff(old: int, new: int, frameworks: Path | None, *, as_json: bool) -> int:
    """Compare two years by lineage."""
    session = Session.of(as_json=as_json)
    catalogue = _catalogue(frameworks)
    before, after = catalogue.get(old, draft=True), catalogue.get(new, draft=True)
    changes, apart = compare(before, after), not_comparable(before, after)
    if as_json:
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
            session.text(change.kind.label),
            _names(session, change.before),
            _names(session, change.after),
        )
    session.console.print(table)
    if apart:
        listed = ", ".join(apart)
        session.console.print(
            session.say(
                f"เทียบไม่ได้เพราะยังไม่ทราบรายข้อ: {listed}",
                f"not comparable, items not known: {listed}",
            )
        )
    return 0


def _names(session: Session, items: tuple[Item, ...]) -> str:
    return "\n".join(f"{item.code} {shorten(session.text(item.name), 46)}" for item in items) or "–"


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


@command(
    "new",
    Text(
        "สร้างปีใหม่เป็นร่างโดยคัดลอกจากปีที่มี",
        "Make a new year, as a draft, from one there is.",
    ),
    [
        _YEAR,
        Option(
            ["--from", "source"],
            type=int,
            required=True,
            metavar="YEAR",
            help_text=Text("ปีต้นแบบ", "The year to copy."),
        ),
        _TO,
        FRAMEWORKS,
    ],
)
def new(year: int, source: int, to_folder: Path | None, frameworks: Path | None) -> int:
    """Copy a year; every confidence falls to likely at most, since nothing of it is confirmed."""
    session = Session.of()
    catalogue = _catalogue(frameworks)
    if year in catalogue.years():
        raise Misuse(
            Text(f"มีปี {year} อยู่แล้ว", f"there is a year {year} already"),
            place=Place(str(catalogue.folder(year))),
            next_step=Text(
                "แก้ปีนั้นด้วย framework export และ import", "correct it by framework export and import"
            ),
        )
    documents = years.copied(years.documents(catalogue.folder(source)), source, year)
    return _keep(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))


def _keep(session: Session, documents: dict[str, Any], folder: Path) -> int:
    """Write a year's files and check them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in years.files(documents).items():
        write_bytes(folder / f"{name}.yaml", text.encode())
    findings = check_folder(folder)
    session.print_findings(findings)
    session.console.print(session.say(f"เก็บไว้ที่ {folder}", f"kept in {folder}"), markup=False)
    return session.code(findings)


@command(
    "export",
    Text("ส่งออกปีหนึ่งเป็น XLSX เพื่อแก้ตามคู่มือ", "Export a year as XLSX, to correct it from the manual."),
    [
        _YEAR,
        Option(
            ["-o", "--output"],
            type=click.Path(dir_okay=False, path_type=Path),
            required=True,
            metavar="FILE.xlsx",
            help_text=Text("แฟ้มที่จะเขียน", "The file to write."),
        ),
        FRAMEWORKS,
    ],
)
def export(year: int, output: Path, frameworks: Path | None) -> int:
    """Write the year as a workbook."""
    from prongsai.core.framework.workbook import to_rows
    from prongsai.documents.framework_workbook import framework_workbook

    session = Session.of()
    documents = years.documents(_catalogue(frameworks).folder(year))
    write_bytes(output, framework_workbook(to_rows(documents)))
    session.console.print(session.say(f"เขียน {output} แล้ว", f"wrote {output}"), markup=False)
    return 0


@command(
    "import",
    Text(
        "นำปีที่แก้ใน XLSX กลับเข้ามา โดยไม่ต้องแก้ YAML",
        "Take back a year corrected in XLSX, without touching YAML.",
    ),
    [click.Argument(["file"], type=click.Path(path_type=Path)), _TO, FRAMEWORKS],
)
def import_(file: Path, to_folder: Path | None, frameworks: Path | None) -> int:
    """Read the workbook and keep the year in the user's folder; faults keep nothing."""
    from prongsai.core.framework.corrections import from_rows
    from prongsai.readers.framework_workbook import read_framework_workbook

    session = Session.of()
    rows = read_framework_workbook(read_bytes(file), file.name)
    year = years.year_of(rows["year"], file.name)
    catalogue = _catalogue(frameworks)
    base = (
        catalogue.folder(year)
        if year in catalogue.years()
        else catalogue.folder(catalogue.years()[-1])
    )
    documents, findings = from_rows(years.documents(base), rows, file.name)
    if findings.items:
        session.print_findings(findings.items)
        session.console.print(
            session.say("ไม่ได้เก็บอะไร แก้แล้วนำเข้าใหม่", "nothing was kept; correct and import again")
        )
        return 1
    return _keep(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))


_MODULE = "prongsai.cli.framework"
framework = LazyGroup(
    "framework",
    help_text=Text("กรอบการประเมินรายปีงบประมาณ", "The assessment frameworks by fiscal year."),
    table={
        "list": (f"{_MODULE}:list_years", Text("รายชื่อปีที่มี", "The years there are.")),
        "show": (f"{_MODULE}:show", Text("แสดงกรอบของปีหนึ่ง", "Show one year.")),
        "check": (f"{_MODULE}:check", Text("ตรวจข้อมูลของปี", "Check the data of a year.")),
        "diff": (f"{_MODULE}:diff", Text("สิ่งที่เปลี่ยนระหว่างสองปี", "What changed between two years.")),
        "new": (f"{_MODULE}:new", Text("สร้างปีใหม่จากปีที่มี", "Make a new year from one there is.")),
        "export": (f"{_MODULE}:export", Text("ส่งออกเป็น XLSX", "Export as XLSX.")),
        "import": (f"{_MODULE}:import_", Text("นำเข้าจาก XLSX", "Import from XLSX.")),
    },
    no_args_is_help=True,
)
