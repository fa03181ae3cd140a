"""`prongsai plan`: what its commands share, `plan check` and `plan show`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from prongsai.cli.commands import Argument, FileGroup
from prongsai.cli.session import (
    DRAFT,
    JSON,
    NAME_WIDTH,
    OF_RESULTS,
    STRICT,
    TAKE,
    YEAR,
    Session,
    catalogue_of,
    command,
    read_bytes,
)
from prongsai.core.errors import Finding, Findings, Place, Severity, UnknownYear
from prongsai.core.measures.check import check_plan, standing
from prongsai.core.measures.data import plan_data
from prongsai.core.messages import read_words
from prongsai.core.text import same
from prongsai.core.thai import squeeze
from prongsai.readers.plan import read_plan

if TYPE_CHECKING:
    from prongsai.core.framework.catalogue import Catalogue
    from prongsai.core.measures.coverage import Standing
    from prongsai.core.measures.draft import LinkedRemark
    from prongsai.core.measures.model import Plan
    from prongsai.core.scoresheet.model import Reading
    from prongsai.core.scoring.card import ScoreCard


_UNIT_WIDTH = 40


PLAN_FILE = Argument(["plan_file"], metavar="PLAN", type=click.Path(path_type=Path))


plan = FileGroup(
    "plan",
    usual="draft",
    usage="[draft] FILE -o PLAN | check PLAN [FILE] | show PLAN",
    table={
        "draft": "prongsai.cli.plan_drafting:draft_command",
        "check": "prongsai.cli.plan:check_command",
        "show": "prongsai.cli.plan:show_command",
    },
)


class Scored(Struct, frozen=True):
    """The scores a plan answers."""

    card: ScoreCard
    remarks: tuple[LinkedRemark, ...]
    findings: tuple[Finding, ...]


def scored(
    file: Path,
    frameworks: Path | None,
    year: int | None,
    agency: str | None,
    answered: Plan | None,
    *,
    draft: bool,
    take: Sequence[str] = (),
) -> Scored:
    """Read and score a file: the year asked for, else that of the plan, else the file's chief."""
    from prongsai.cli.scored import all_findings, card_of, read_sheet
    from prongsai.core.analysis.linking import RemarkLinks
    from prongsai.core.measures.draft import LinkedRemark

    def read(year: int | None) -> tuple[Reading, Catalogue]:
        return read_sheet(
            file, frameworks=frameworks, year=year, agency=agency, draft=draft, take=take
        )

    reading, catalogue = read(year)
    wanted = answered.score_year if answered is not None and year is None else None
    if wanted in reading.sheet.years() and wanted != reading.sheet.fiscal_year:
        # A reading for another year would number its candidates anew.
        sheet = replace(reading.sheet, fiscal_year=wanted)
        reading, catalogue = (replace(reading, sheet=sheet), catalogue) if take else read(wanted)
    card = card_of(reading, catalogue, file, draft=draft)
    links = RemarkLinks(card.framework, card)
    remarks = tuple(
        LinkedRemark(squeeze(remark.text), links.items_of(remark))
        for remark in reading.sheet.remarks
    )
    return Scored(card, remarks, tuple(all_findings(reading, [card])))


def end(
    session: Session, file: Path, plan: Plan, standing: Standing, findings: Sequence[Finding]
) -> int:
    """A plan in numbers and what was found in it, in words or as JSON; gives the exit code."""
    document = {"plan": str(file), **_numbers(plan, standing)}
    return session.end(
        findings, document, lambda: print_summary(session, plan, standing), is_short=True
    )


def _numbers(plan: Plan, standing: Standing) -> dict[str, Any]:
    return {
        "agency": plan.agency,
        "fiscal_year": plan.fiscal_year,
        "score_year": plan.score_year,
        "target": f"{plan.target:f}",
        "target_is_official": is_official_target(plan),
        "measures": len(plan.measures),
        "points": {
            "all": standing.points,
            "answered": standing.answered,
            "reasoned": standing.reasoned,
            "general": standing.general,
            "open": standing.open,
        },
        "measures_by_unit": dict(_by_unit(plan)),
    }


def is_official_target(plan: Plan) -> bool:
    """Whether the rules of the year whose scores a plan answers set its target."""
    try:
        framework = catalogue_of(None).get(plan.score_year, draft=True)
    except UnknownYear:
        return False
    return framework.target_score == plan.target


def _by_unit(plan: Plan) -> list[tuple[str, int]]:
    return Counter(squeeze(measure.unit) or "-" for measure in plan.measures).most_common()


def print_summary(session: Session, plan: Plan, standing: Standing) -> None:
    """The numbers of a plan in three lines."""
    console = session.console
    whose = same("") if is_official_target(plan) else read_words("cli/own_target")
    years = session.message(
        "cli/plan_summary",
        fiscal_year=plan.fiscal_year or "?",
        score_year=plan.score_year or "?",
        target=plan.target,
        whose=whose,
    )
    console.print(years, style="bold", markup=False)
    points = session.message(
        "cli/plan_points",
        points=standing.points,
        answered=standing.answered,
        reasoned=standing.reasoned,
        open=standing.open,
    )
    console.print(points, markup=False)
    if standing.general:
        console.print(
            session.message("cli/plan_general_points", general=standing.general),
            markup=False,
        )
    units = ", ".join(
        f"{session.plain(same(unit), _UNIT_WIDTH)} {count}" for unit, count in _by_unit(plan)
    )
    lead = session.message("cli/measure_count", count=len(plan.measures))
    console.print(f"{lead}: {units}" if units else lead)


def once(*findings: Iterable[Finding]) -> list[Finding]:
    """Findings of several steps, each once."""
    return list(dict.fromkeys(finding for some in findings for finding in some))


_COLUMN_WIDTH = 30
_OF_CANDIDATES = ("candidates_taken", "candidates_left")


@command(
    "check",
    [
        PLAN_FILE,
        Argument(["file"], required=False, type=click.Path(path_type=Path)),
        YEAR,
        TAKE,
        DRAFT,
        *OF_RESULTS,
    ],
)
def check_command(
    session: Session,
    plan_file: Path,
    file: Path | None,
    year: int | None,
    take: tuple[str, ...],
    frameworks: Path | None,
    *,
    draft: bool,
) -> int:
    """Check a plan, with the scores or without."""
    reading = read_plan(read_bytes(plan_file), plan_file.name)
    plan = reading.plan
    if file is None:
        note = Findings()
        note.note("cli/checked_without_scores")
        own = [*_placed(check_plan(plan), plan_file), *note.items]
        reached = standing(plan)
    else:
        known = scored(file, frameworks, year, plan.agency or None, plan, draft=draft, take=take)
        # What is notable of the scores is told by `prongsai score`; what is wrong counts here too.
        wrong = [
            finding
            for finding in known.findings
            if finding.severity is Severity.ERROR or finding.code in _OF_CANDIDATES
        ]
        own = [*wrong, *_placed(check_plan(plan, known.card, known.remarks), plan_file)]
        reached = standing(plan, known.card, known.remarks)
    return end(session, plan_file, plan, reached, once(reading.findings, own))


def _placed(findings: Iterable[Finding], file: Path) -> Iterator[Finding]:
    """What is true of the whole plan stands in its file."""
    for finding in findings:
        yield finding if finding.places else replace(finding, places=(Place(file.name),))


def show(session: Session, plan_file: Path, year: int | None) -> int:
    """Print the plan in a file, with the items that its measures name."""
    reading = read_plan(read_bytes(plan_file), plan_file.name)
    plan, findings = _with_items(reading.plan, year)

    def print_plan() -> None:
        print_summary(session, plan, standing(plan))
        _print_measures(session, plan)

    return session.end((*reading.findings, *findings), plan_data(plan), print_plan, is_short=True)


def _with_items(plan: Plan, year: int | None) -> tuple[Plan, list[Finding]]:
    """The plan with the items that its measures name, and which they may name.

    Shape:  as it is where neither the file nor `year` tells the year of its scores: codes mean
            other items in other years.
    """
    from prongsai.core.framework.catalogue import Catalogue
    from prongsai.core.measures.naming import with_items

    years = Catalogue().of_plan(year or plan.score_year or plan.fiscal_year - 1)
    measures, candidates = with_items(plan.measures, years)
    findings = Findings()
    for item in candidates:
        place = item.measure.place or Place(quote=item.measure.title)
        findings.note("measures/item_may_be_named", place, code=item.code, name=item.name)
    return replace(plan, measures=measures), findings.items


_OF_SHOW = (PLAN_FILE, YEAR, JSON, STRICT)
show_command = command("show", _OF_SHOW)(show)
read_command = command("read-plan", _OF_SHOW)(show)


def _print_measures(session: Session, plan: Plan) -> None:
    table = session.table("no", "measure", "unit", "due", "answers")
    for name, measures in plan.groups:
        if name:
            table.add_section()
            table.add_row("", f"[bold]{session.plain(same(name), NAME_WIDTH)}[/bold]")
        for measure in measures:
            remarks = [session.message("cli/remark_number", n=n) for n in measure.remarks]
            cells = (
                (measure.number, _COLUMN_WIDTH),
                (measure.title, NAME_WIDTH),
                (measure.unit, _COLUMN_WIDTH),
                (measure.due or measure.period, _COLUMN_WIDTH),
                (", ".join((*measure.items, *remarks)), NAME_WIDTH),
            )
            table.add_row(*(session.plain(same(text), width) for text, width in cells))
    session.console.print(table)
