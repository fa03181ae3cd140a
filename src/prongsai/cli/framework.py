"""`prongsai framework` and `template`: the known years, correcting one, its empty sheet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    DRAFT,
    FOLDER,
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    catalogue_of,
    command,
    output_option,
    own_frameworks,
    read_bytes,
    write_bytes,
    write_output,
)
from prongsai.core.analysis.trend import worth
from prongsai.core.errors import Finding, Misuse, Place
from prongsai.core.framework import years
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.diff import ItemChange, compare, not_comparable
from prongsai.core.rounding import half_up
from prongsai.core.scoring.data import text_data

if TYPE_CHECKING:
    from prongsai.core.framework.model import Framework, Item

_HERE = "prongsai.cli.framework"
_YEAR = Argument(["year"], type=int)  # what most of the commands take
_TO = Option(["--to", "to_folder"], type=FOLDER, metavar="DIR")
_OUTPUT = output_option("FILE.xlsx")


@command("list", [JSON, FRAMEWORKS])
def list_years(session: Session, frameworks: Path | None) -> int:
    """List every year with status and confidence."""
    known = catalogue_of(frameworks).all()
    if session.as_json:
        session.print_json([_year_data(framework) for framework in known])
        return 0
    table = session.table("fiscal_year", "status", "confidence", "iit", "eit", "oit", "levels")
    for framework in known:
        counts = [str(len(p.items)) if p.items else "?" for p in framework.instruments]
        levels = " · ".join(session.plain(level.label) for level in framework.rating.levels or ())
        status, confidence = (
            session.plain(framework.status.label),
            session.plain(framework.confidence.label),
        )
        table.add_row(str(framework.fiscal_year), status, confidence, *counts, levels or "?")
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


@command("show", [_YEAR, JSON, FRAMEWORKS])
def show(session: Session, year: int, frameworks: Path | None) -> int:
    """Show a year, drafts included: looking is always allowed."""
    framework = catalogue_of(frameworks).get(year, draft=True)
    if session.as_json:
        session.print_json(_whole_year(framework))
        return 0
    from rich.tree import Tree

    head = f"[bold]{session.plain(framework.title)}[/bold]  {session.plain(framework.status.label)}"
    tree = Tree(head)
    for part in framework.instruments:
        weight = "?" if part.weight is None else f"{float(part.weight):.0%}"
        branch = tree.add(f"[bold]{part.code}[/bold] {session.plain(part.name)} ({weight})")
        for indicator in part.indicators:
            mark = _mark(session, indicator.confidence)
            twig = branch.add(f"{indicator.code} {session.plain(indicator.name)} {mark}")
            _show_items(session, framework, twig, indicator)
    unplaced = [item for item in framework.items.values() if item.indicator is None]
    if unplaced:
        twig = tree.add(session.message("cli/items_unplaced"))
        for item in unplaced:
            twig.add(_item_line(session, framework, item))
    session.console.print(tree)
    return 0


def _show_items(session: Session, framework: Framework, twig: Any, indicator: Any) -> None:
    own = [item for item in framework.items.values() if item.indicator == indicator.code]
    for sub in indicator.sub_indicators or ():
        leaf = twig.add(f"{sub.code} {session.plain(sub.name)} {_mark(session, sub.confidence)}")
        for item in own:
            if item.sub_indicator == sub.code:
                leaf.add(_item_line(session, framework, item))
    for item in own:
        if item.sub_indicator is None:
            twig.add(_item_line(session, framework, item))
    if not own:
        twig.add(f"[dim]{session.message('cli/items_not_known')}[/dim]")


def _mark(session: Session, confidence: Any) -> str:
    return (
        "" if confidence.value == "confirmed" else f"[dim]({session.plain(confidence.label)})[/dim]"
    )


def _item_line(session: Session, framework: Framework, item: Item) -> str:
    points = worth(framework, item.code)
    shown = "?" if points is None else str(half_up(points))
    name = session.plain(item.name)
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
    sources = _sources(framework)
    data["nodes"] = [
        {
            "code": node.code,
            "level": node.level.value,
            "name": text_data(node.name),
            "parent": node.parent,
            "confidence": node.confidence.value,
            "sources": list(sources.get(node.code, ())),
            "children": None if node.children is None else [code for code, _ in node.children],
        }
        for node in framework.tree.values()
    ]
    data["items"] = [_item_data(framework, item) for item in framework.items.values()]
    data |= years.details(Path(framework.folder))
    return data


def _sources(framework: Framework) -> dict[str, tuple[str, ...]]:
    """What each node's facts stand on; nothing where that is not known."""
    cited = {item.code: item.sources for item in framework.items.values()}
    for part in framework.instruments:
        cited[part.code] = part.sources
        for indicator in part.indicators:
            cited[indicator.code] = indicator.sources
            cited |= {sub.code: sub.sources for sub in indicator.sub_indicators or ()}
    return cited


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
        "notice": text_data(item.notice),
        "note": item.note,
    }


@command("check", [Argument(["year"], type=int, required=False), JSON, STRICT, FRAMEWORKS])
def check(session: Session, year: int | None, frameworks: Path | None) -> int:
    catalogue = catalogue_of(frameworks)
    wanted = catalogue.years() if year is None else (year,)
    findings: list[Finding] = []
    for each in wanted:
        findings += check_folder(catalogue.folder(each))
    if not (findings or session.as_json):
        listed = ", ".join(map(str, wanted))
        session.console.print(session.message("cli/years_correct", listed=listed))
    return session.end(findings, {"years": list(wanted)})


@command("diff", [Argument(["old"], type=int), Argument(["new"], type=int), JSON, FRAMEWORKS])
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

    table = session.table("kind_of_change", (str(old), str(old)), (str(new), str(new)))
    for change in changes:
        table.add_row(
            session.plain(change.kind.label),
            _names(session, change.before),
            _names(session, change.after),
        )
    session.console.print(table)
    if apart:
        listed = ", ".join(apart)
        session.console.print(session.message("cli/years_not_comparable", listed=listed))
    return 0


def _names(session: Session, items: tuple[Item, ...]) -> str:
    return "\n".join(f"{item.code} {session.plain(item.name)}" for item in items) or "–"


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
    [_YEAR, Option(["--from", "source"], type=int, required=True, metavar="YEAR"), _TO, FRAMEWORKS],
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
    return _write_checked(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))


def _write_checked(session: Session, documents: dict[str, Any], folder: Path) -> int:
    """Write a year's files beside their place, check them, and keep them only where sound."""
    with TemporaryDirectory() as scratch:
        draft = Path(scratch) / folder.name
        draft.mkdir()
        for name, text in years.files(documents).items():
            (draft / f"{name}.yaml").write_text(text, encoding="utf-8")
        findings = check_folder(draft)
        session.print_findings(findings)
        if session.code(findings):
            session.console.print(session.message("cli/nothing_kept"))
            return 1
        for file in sorted(draft.iterdir()):
            write_bytes(folder / file.name, file.read_bytes())
    session.console.print(session.message("cli/kept_in", folder=folder), markup=False)
    return 0


@command("export", [_YEAR, _OUTPUT, FRAMEWORKS])
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
        session.console.print(session.message("cli/nothing_kept"))
        return 1
    return _write_checked(session, documents, (to_folder or own_frameworks(frameworks)) / str(year))


framework = LazyGroup(
    "framework",
    table={
        "list": f"{_HERE}:list_years",
        "show": f"{_HERE}:show",
        "check": f"{_HERE}:check",
        "diff": f"{_HERE}:diff",
        "new": f"{_HERE}:new",
        "export": f"{_HERE}:export",
        "import": f"{_HERE}:import_",
    },
)


@command(
    "scores",
    [
        Option(["--year"], type=int, required=True, metavar="YEAR"),
        _OUTPUT,
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
    table={"scores": f"{_HERE}:scores"},
)
