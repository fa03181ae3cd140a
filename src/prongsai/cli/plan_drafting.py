"""`prongsai plan FILE -o PLAN`: draft a plan, or add to one what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from prongsai.cli.commands import Option
from prongsai.cli.plan import end, once, scored
from prongsai.cli.scored import target_of
from prongsai.cli.session import (
    DRAFT,
    OF_RESULTS,
    TAKE,
    TARGET,
    YEAR,
    Session,
    command,
    file_argument,
    output_option,
    read_bytes,
    write_output,
)
from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Findings, Misuse, Place, Severity, UnreadableInput

if TYPE_CHECKING:
    from datetime import date

    from prongsai.core.measures.model import Plan
    from prongsai.core.measures.sheet import PlanReading
    from prongsai.core.scoring.card import ScoreCard

_SHEET_ENDING = ".xlsx"
_TEXT_ENDINGS = (".yaml", ".yml")


@command(
    "draft",
    [
        file_argument(),
        output_option("PLAN"),
        YEAR,
        Option(["--agency"], metavar="NAME"),
        TARGET,
        Option(["--keep-improving"], is_flag=True),
        Option(["--not-before"], metavar="DATE"),
        TAKE,
        DRAFT,
        *OF_RESULTS,
    ],
)
def draft_command(
    session: Session,
    file: Path,
    output: Path,
    year: int | None,
    agency: str | None,
    take: tuple[str, ...],
    target: str | None,
    not_before: str | None,
    *,
    frameworks: Path | None,
    keep_improving: bool,
    draft: bool,
) -> int:
    """Draft a plan, or add to one what is missing."""
    from prongsai.core.measures.check import standing
    from prongsai.core.measures.draft import DraftOptions, draft_plan

    if output.suffix.lower() not in (_SHEET_ENDING, *_TEXT_ENDINGS):
        raise Misuse("cli/plan_suffix_unknown", place=Place(str(output)), suffix=output.suffix)
    options = DraftOptions(agency or "", target_of(target), keep_improving, _day(not_before))
    earlier = _earlier(output)
    if earlier is not None and any(f.severity is Severity.ERROR for f in earlier.findings):
        return _leave(session, output, earlier.findings)
    former = earlier.plan if earlier else None
    known = scored(file, frameworks, year, agency, former, draft=draft, take=take)
    drafted = draft_plan(
        known.card, known.remarks, options=options, earlier=_with_years(former, known.card)
    )
    made = replace(drafted.plan, agency=agency or drafted.plan.agency)
    write_output(session, output, _file_of(made, output, earlier.own_columns if earlier else ()))
    findings = once(known.findings, earlier.findings if earlier else (), drafted.findings)
    return end(session, output, made, standing(made, known.card, known.remarks), findings)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    span = read_date(text)
    if span is None:
        raise Misuse("cli/not_before_without_date", text=text)
    return span.first


def _earlier(output: Path) -> PlanReading | None:
    """The plan that stands where the new one goes; None where nothing does."""
    from prongsai.core.measures.check import tell_same_keys
    from prongsai.readers.plan import read_plan

    if not output.exists() or (output.is_file() and not output.stat().st_size):
        return None
    try:
        reading = read_plan(read_bytes(output), output.name)
    except UnreadableInput as error:
        raise Misuse(
            "cli/other_file_in_way",
            place=error.place or Place(str(output)),
            words=error.message,
        ) from error
    same = Findings()
    tell_same_keys(reading.plan.measures, same)
    return replace(reading, findings=(*reading.findings, *same.items))


def _leave(session: Session, output: Path, findings: Sequence[Finding]) -> int:
    """A plan that cannot be read whole is not written over."""
    code = session.end(findings, {"plan": None}, is_short=True)
    click.echo(session.message("cli/plan_left", output=output), err=True)
    return code


def _with_years(plan: Plan | None, card: ScoreCard) -> Plan | None:
    """A plan that does not say its years is taken for one of these scores."""
    if plan is None:
        return None
    score_year = plan.score_year or card.fiscal_year
    return replace(plan, score_year=score_year, fiscal_year=plan.fiscal_year or score_year + 1)


def _file_of(plan: Plan, output: Path, own_columns: Sequence[str]) -> bytes:
    if output.suffix.lower() in _TEXT_ENDINGS:
        from prongsai.core.measures.data import dump_plan

        return dump_plan(plan).encode()
    from prongsai.documents.plan_workbook import plan_workbook

    return plan_workbook(plan, own_columns)
