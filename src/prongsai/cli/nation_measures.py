"""`prongsai nation measures`: how items changed after the measures of many agencies."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from prongsai.cli.commands import Argument, Option
from prongsai.cli.session import (
    DRAFT,
    FILE,
    OF_RESULTS,
    Session,
    catalogue_of,
    command,
    output_option,
    read_bytes,
)
from prongsai.cli.tables import check_apart, check_form, write_table
from prongsai.core.errors import Findings, Place, ProngsaiError, UnreadableInput
from prongsai.core.framework.diff import same_items
from prongsai.core.measures.model import Plan, shipped
from prongsai.core.nation.outcomes import OWN, UNSAID, AgencyYear, Outcomes, compare
from prongsai.core.thai import skeleton

_KINDS = {
    ".csv", ".docx", ".htm", ".html", ".json", ".md", ".ods", ".pdf", ".txt", ".xlsx",
    ".yaml", ".yml",
}  # fmt: skip


@command(
    "measures",
    [
        Argument(
            ["plans"], nargs=-1, required=True, metavar="PLANS…", type=click.Path(path_type=Path)
        ),
        Option(["--framework", "year"], type=int, required=True, metavar="YEAR"),
        Option(["--before"], type=FILE, required=True, metavar="FILE"),
        Option(["--after"], type=FILE, required=True, metavar="FILE"),
        Option(["--agencies"], type=FILE, metavar="FILE"),
        Option(["--peers"], type=FILE, metavar="FILE"),
        output_option("FILE"),
        DRAFT,
        *OF_RESULTS,
    ],
)
def measures_command(
    session: Session,
    plans: tuple[Path, ...],
    year: int,
    before: Path,
    after: Path,
    output: Path,
    frameworks: Path | None,
    *,
    agencies: Path | None,
    peers: Path | None,
    draft: bool,
) -> int:
    """Compare the change of items that had a measure with that of similar agencies."""
    from prongsai.readers.nation_scores import read_scores

    tables, files = [path for path in (before, after, agencies) if path], list(_files(plans))
    written = [path for path in (output, peers) if path]
    for path in written:
        check_form(path)
    check_apart(written, (*tables, *files))
    for path in tables:
        read_bytes(path)
    catalogue, findings = catalogue_of(frameworks), Findings()
    items = same_items(catalogue.get(year - 1, draft=draft), catalogue.get(year, draft=draft))
    if not items:
        findings.error("nation/no_items_alike", before=year - 1, after=year)
    former = read_scores(before, year - 1, findings)
    if agencies is not None:
        former = _described(former, read_scores(agencies, year - 1, findings))
    scores = read_scores(after, year, findings)
    _check_scores({before: (former, items.keys()), after: (scores, items.values())}, findings)
    read = _read_plans(session, files, former, year, findings)
    if not read:
        findings.error("nation/no_plan_counts")
    if session.code(findings.items):
        findings.error("nation/nothing_written")
        return session.end(findings.items, {"files": []})
    outcomes = compare(former, scores, read, items)
    _tell_limits(outcomes, sorted(read.keys() - scores.keys()), findings)
    title = session.message("cli/after_measures", year=year)
    write_table(output, outcomes.measures, title)
    if peers is not None:
        write_table(peers, outcomes.peers, session.message("cli/comparable_agencies"))
    counts = {"plans": len(read), "rows": len(outcomes.measures.rows)}
    done = session.message("nation/measures_done", **counts, path=str(output))
    document = {"files": [str(path) for path in written], **counts}
    return session.end(findings.items, document, lambda: click.echo(done))


def _check_scores(
    years: Mapping[Path, tuple[Mapping[str, AgencyYear], Collection[str]]], findings: Findings
) -> None:
    """Tell of a table that has no score of any item in question."""
    for path, (agencies, codes) in years.items():
        if not any(agency.figures.keys() & codes for agency in agencies.values()):
            findings.error("nation/no_item_scores", Place(file=path.name))


def _tell_limits(outcomes: Outcomes, absent: Sequence[str], findings: Findings) -> None:
    """Say what the tables do not tell; `absent` are agencies with a plan and no later scores."""
    from prongsai.readers.nation_sql import listed

    findings.warning("nation/after_not_because")
    if absent:
        findings.warning("nation/plans_without_scores", count=len(absent), codes=listed(absent))
    if outcomes.withheld:
        findings.note("nation/rows_withheld", count=outcomes.withheld)
    if not outcomes.compared:
        findings.note("nation/without_peers")


def _described(
    former: Mapping[str, AgencyYear], listed: Mapping[str, AgencyYear]
) -> dict[str, AgencyYear]:
    """The agencies, with name, kind and staff from the list where it has them."""
    return {
        code: replace(
            agency, name=own.name or agency.name, kind=own.kind or agency.kind,
            staff=agency.staff if own.staff is None else own.staff,
        )
        if (own := listed.get(code))
        else agency
        for code, agency in former.items()
    }  # fmt: skip


def _read_plans(
    session: Session,
    files: Sequence[Path],
    agencies: Mapping[str, AgencyYear],
    year: int,
    findings: Findings,
) -> dict[str, dict[str, frozenset[str]]]:
    """The items of each measure by agency; plans that cannot be used are told and left out."""
    from prongsai.readers.plan import read_plan

    names: dict[str, list[str]] = {}
    for agency in agencies.values():
        names.setdefault(skeleton(agency.name), []).append(agency.code)
    read: dict[str, dict[str, frozenset[str]]] = {}
    for path in session.track(files, session.message("cli/reading_plans")):
        place = Place(file=path.name)
        try:
            plan = read_plan(read_bytes(path), path.name).plan
        except ProngsaiError as error:
            findings.warning("nation/plan_unreadable", place, reason=session.text(error.message))
            continue
        code = _agency_of(plan, path, agencies, names)
        if not plan.fiscal_year:
            findings.warning("nation/plan_year_unknown", place)
        elif plan.fiscal_year != year:
            findings.warning("nation/plan_of_other_year", place, found=plan.fiscal_year, year=year)
        elif code is None:
            findings.warning("nation/plan_agency_unknown", place)
        elif code in read:
            findings.error("nation/plan_twice", place, code=code)
        else:
            read[code] = _items(plan)
    return read


def _agency_of(
    plan: Plan, path: Path, agencies: Collection[str], names: Mapping[str, Sequence[str]]
) -> str | None:
    """The agency of a plan by the name of its file, else by its own; None where they differ."""
    own = names.get(skeleton(plan.agency), ()) if plan.agency else ()
    if path.stem in agencies:
        return path.stem if not own or path.stem in own else None
    return own[0] if len(own) == 1 else None


def _items(plan: Plan) -> dict[str, frozenset[str]]:
    """The items by the key of their measure; all measures of the agency's own have one key."""
    known = {pattern.key for pattern in shipped().patterns}
    items: dict[str, frozenset[str]] = {}
    for measure in plan.measures:
        key = measure.key if measure.key in known else OWN
        items[key] = items.get(key, frozenset()) | frozenset(measure.items or [UNSAID])
    return items


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that were named, and those in the folders that were named."""
    count = 0
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            is_wanted = file.suffix.lower() in _KINDS and not file.name.startswith(".")
            if not path.is_dir() or (file.is_file() and is_wanted):
                count += 1
                yield file
    if not count:
        raise UnreadableInput("nation/no_plans", place=Place(str(paths[0])))
