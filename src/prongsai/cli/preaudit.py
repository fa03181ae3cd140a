"""`prongsai preaudit`: evidence of an OIT item read as its assessor will; `eval` measures it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, FileGroup, Option
from prongsai.cli.links import ALLOW, checker_of
from prongsai.cli.session import (
    AGENCY,
    FRAMEWORKS,
    JSON,
    OF_RESULTS,
    Session,
    catalogue_of,
    command,
    file_argument,
    read_bytes,
    write_bytes,
)
from prongsai.core.errors import Findings, Misuse, Place, UnreadableInput
from prongsai.core.scoring.data import text_data
from prongsai.core.text import same

if TYPE_CHECKING:
    from prongsai.core.preaudit.evaluation import Judgement, Tally
    from prongsai.core.preaudit.model import Audit, ElementVerdict, Evidence
    from prongsai.links.checking import Checker
    from prongsai.links.evidence import Read

_MOST_FILES = 100
_SECONDS_OF_SCANS = 600
_STYLES = {"found": "green", "cannot-tell": "yellow", "not-found": "red"}
preaudit = FileGroup(
    "preaudit",
    usual="file",
    usage="[file] URL|FILE|FOLDER... --item ITEM --year YEAR | eval LABELS... | labels",
    table={
        "file": "prongsai.cli.preaudit:audit_evidence",
        "eval": "prongsai.cli.preaudit:evaluate",
        # The site's own: by name, since this command line knows no Django.
        "labels": "prongsai.web.project.commands.labels:labels",
    },
)


@command(
    "file",
    [
        Argument(["sources"], metavar="URL|FILE|FOLDER...", nargs=-1, required=True),
        Option(["--item"], required=True, metavar="ITEM"),
        Option(["--year"], type=int, required=True, metavar="YEAR"),
        AGENCY,
        Option(["--pictures"], metavar="FOLDER", type=click.Path(path_type=Path)),
        ALLOW,
        *OF_RESULTS,
    ],
)
def audit_evidence(
    session: Session,
    sources: Sequence[str],
    item: str,
    year: int,
    agency: str | None,
    pictures: Path | None,
    allowed_hosts: Sequence[str],
    frameworks: Path | None,
) -> int:
    """Read the evidence of one item; 1 where a confirmed element is not found."""
    from prongsai.core.preaudit.audit import preaudit as read_as_assessor
    from prongsai.links.evidence import left_out
    from prongsai.readers.evidence import read_evidence

    findings, end = Findings(), monotonic() + _SECONDS_OF_SCANS
    read_files: dict[str, bytes] = {}

    def read(data: bytes, name: str, address: str, is_web: bool) -> Evidence:  # noqa: FBT001 - as `links.evidence.Read`
        # What stands against a file goes by its name, its kind by how the name ends.
        name = f"({len(read_files)}) {name}" if name in read_files else name
        read_files[name] = data if pictures is not None else b""
        return read_evidence(data, name, address=address, is_web=is_web, seconds=end - monotonic())

    checker = checker_of(allowed_hosts, 1, 0.2, keep=True)
    things = [thing for source in sources for thing in _things_in(source)]
    evidence: list[Evidence] = []
    for thing in session.track(things[:_MOST_FILES], session.message("cli/reading")):
        evidence += _evidence_of(thing, checker, read, findings)
    if len(things) > _MOST_FILES:
        evidence.append(left_out(sources[0], len(things) - _MOST_FILES, findings))
    if findings.items and not any(page.blocks for file in evidence for page in file.pages):
        raise UnreadableInput.from_finding(findings.items[0])
    audit = read_as_assessor(evidence, item, year, catalogue_of(frameworks), agency=agency or "")
    if pictures is not None:
        _draw(audit, read_files, pictures)
    everything = (*findings.items, *audit.findings)
    return session.end(everything, audit_data(audit), lambda: _print(session, audit))


def _things_in(source: str) -> list[str | Path]:
    """An address, a file, or all files in a folder."""
    path = Path(source)
    if "://" in source or not path.is_dir():
        return [source if "://" in source else path]
    files = sorted(file for file in path.rglob("*") if file.is_file())
    if not files:
        raise Misuse("cli/no_evidence_in_folder", place=Place(source))
    return [*files]


def _evidence_of(
    thing: str | Path, checker: Checker, read: Read, findings: Findings
) -> list[Evidence]:
    """The evidence at an address, or of a file; what was not read is told."""
    from prongsai.links.evidence import fetch_evidence, not_read

    if isinstance(thing, str):
        return fetch_evidence(thing, checker, read, findings)
    try:
        return [read(read_bytes(thing), thing.name, "", False)]  # noqa: FBT003
    except UnreadableInput as error:
        return [not_read(error, str(thing), findings)]


def _draw(audit: Audit, read_files: Mapping[str, bytes], folder: Path) -> None:
    """Draw the page of each quote from a PDF."""
    from prongsai.readers.marked_page import marked_page

    for entry in audit.elements:
        outcome = entry.outcome
        data = read_files.get(outcome.file, b"")
        if outcome.page and outcome.quote and data.startswith(b"%PDF"):
            png = marked_page(data, outcome.file, outcome.page, (outcome.quote, ""))
            write_bytes(folder / f"{entry.id}.png", png)


def audit_data(audit: Audit) -> dict[str, Any]:
    """A pre-audit as plain data."""
    confirmed = audit.confirmed
    there = sum(entry.outcome.verdict.value == "found" for entry in confirmed)
    return {
        "item": audit.item,
        "name": text_data(audit.name),
        "year": audit.fiscal_year,
        "verdict": audit.forecast.value,
        "words": text_data(audit.forecast.label),
        "confirmed": {"elements": len(confirmed), "found": there, "of": len(audit.elements)},
        "elements": [_element_data(entry) for entry in audit.elements],
    }


def _element_data(entry: ElementVerdict) -> dict[str, Any]:
    outcome = entry.outcome
    return {
        "id": entry.id,
        "key": entry.requirement.key,
        "element": text_data(entry.requirement.text),
        "kind": entry.requirement.kind.value,
        "confidence": entry.requirement.confidence.value,
        "verdict": outcome.verdict.value,
        "advice": entry.is_advice,
        "words": text_data(entry.label),
        "quote": outcome.quote or None,
        "page": outcome.page,
        "file": outcome.file or None,
        "reason": text_data(outcome.reason),
        "next_step": text_data(outcome.step),
    }


def _print(session: Session, audit: Audit) -> None:
    table = session.table(
        "element",
        "asked",
        "outcome",
        "why_and_quote",
        "page",
        overflow="fold",
        title=f"{audit.item} {session.plain(audit.name)} ({audit.fiscal_year})",
    )
    for entry in audit.elements:
        outcome = entry.outcome
        style = "yellow" if entry.is_advice else _STYLES[outcome.verdict.value]
        why = session.plain(outcome.reason)
        if outcome.quote:
            why += f"\n“{session.plain(same(outcome.quote))}”"
        if outcome.step:
            why += f"\n→ {session.plain(outcome.step)}"
        words = f"[{style}]{session.plain(entry.label)}[/{style}]"
        asked = session.plain(entry.requirement.text)
        if not entry.is_confirmed:
            asked += f"\n({session.plain(entry.requirement.confidence.label)})"
        table.add_row(entry.id, asked, words, why, str(outcome.page or ""))
    session.console.print(table)
    share = session.message(
        "cli/confirmed_elements", confirmed=len(audit.confirmed), all=len(audit.elements)
    )
    session.console.print(f"{session.text(audit.forecast.label)} · {share}", markup=False)


@command("eval", [file_argument("labels", many=True), JSON, FRAMEWORKS])
def evaluate(session: Session, labels: Sequence[Path], frameworks: Path | None) -> int:
    """Judge every labelled document."""
    judgements = [judgement for path in labels for judgement in _judged_in(path, frameworks)]
    if not judgements:
        raise UnreadableInput("cli/label_missing", place=Place(str(labels[0])))
    tuned = [entry for entry in judgements if not entry.is_held_out]
    held_out = [entry for entry in judgements if entry.is_held_out]
    halves = {"tuning": tuned, "held_out": held_out} if tuned and held_out else {}
    if session.as_json:
        session.print_json(_evaluation_data(judgements, halves))
        return 0
    for name, half in (halves or {"": judgements}).items():
        _print_measures(session, half, session.message(f"cli/half.{name}") if name else "")
    for entry in judgements:
        if entry.truth is not entry.verdict:
            verdicts = f"{entry.truth} → {entry.verdict}"
            line = f"{entry.document}: {entry.element} {verdicts}: {entry.reason}"
            session.console.print(line, markup=False)
    return 0


def _judged_in(path: Path, frameworks: Path | None) -> list[Judgement]:
    """The judgements of a file, each beside the verdict that is given, or was on a site."""
    from prongsai.core.preaudit.audit import preaudit as read_as_assessor
    from prongsai.core.preaudit.evaluation import judge
    from prongsai.readers.judgements import evidence_of, read_judgements

    catalogue = catalogue_of(frameworks)
    content = read_judgements(path)
    judgements = list(content.judgements)
    for document in content.documents:
        evidence = evidence_of(document, path.parent)
        audit = read_as_assessor(
            [evidence], document.item, document.year, catalogue, agency=document.agency
        )
        judgements += judge(document.name, audit, document.truth, is_held_out=document.held_out)
    return judgements


def _numbers(tally: Tally) -> dict[str, Any]:
    from prongsai.core.preaudit.model import Verdict

    return {
        "judgements": tally.total,
        **{
            verdict.value: {
                "given": tally.given(verdict),
                "precision": _rounded(tally.precision(verdict)),
                "recall": _rounded(tally.recall(verdict)),
            }
            for verdict in Verdict
        },
        "false_found": round(tally.false_found, 3),
        "open": round(tally.share_open, 3),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _tallies(judgements: Sequence[Judgement]) -> tuple[dict[str, Tally], Tally]:
    """Count judgements by matcher, and all of them."""
    from prongsai.core.preaudit.evaluation import tally

    matches = sorted({entry.match for entry in judgements})
    parts = [tally(entry for entry in judgements if entry.match == match) for match in matches]
    return dict(zip(matches, parts, strict=True)), tally(judgements)


def _measures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    parts, whole = _tallies(judgements)
    matchers = {match: _numbers(part) for match, part in parts.items()}
    return {"matchers": matchers, "sum": _numbers(whole)}


def _evaluation_data(
    judgements: Sequence[Judgement], halves: Mapping[str, Sequence[Judgement]]
) -> dict[str, Any]:
    return {
        **_measures(judgements),
        "halves": {name: _measures(half) for name, half in halves.items()},
        "not_right": [
            {
                "document": entry.document,
                "element": entry.element,
                "matcher": entry.match,
                "truth": entry.truth.value,
                "verdict": entry.verdict.value,
                "reason": entry.reason,
                "held_out": entry.is_held_out,
            }
            for entry in judgements
            if entry.truth is not entry.verdict
        ],
    }


def _print_measures(session: Session, judgements: Sequence[Judgement], title: str) -> None:
    parts, whole = _tallies(judgements)
    table = session.table(
        "matcher",
        "judgements",
        "precision_of_found",
        "recall",
        "precision_of_not_found",
        "recall",
        "cannot_tell",
        right=range(1, 7),
        title=title,
    )
    for match, part in parts.items():
        table.add_row(match, *_cells(part))
    table.add_section()
    table.add_row(session.message("cli/all_together"), *_cells(whole))
    session.console.print(table)


def _cells(tally: Tally) -> list[str]:
    numbers = _numbers(tally)
    found_share, absent = numbers["found"], numbers["not-found"]
    shares = (
        found_share["precision"],
        found_share["recall"],
        absent["precision"],
        absent["recall"],
        numbers["open"],
    )
    return [str(tally.total), *("–" if share is None else f"{share:.0%}" for share in shares)]
