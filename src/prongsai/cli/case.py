"""A case folder, read: agency, score sheets of the years, remarks, plan, overrides.

agency.yaml     the agency and its positions (needed)
scores*         one or more score sheets of any kind that `prongsai read` takes (needed)
remarks.yaml    remarks of the NACC, where the sheets do not hold them
plan.xlsx       the measures plan; drafted where there is none (.yaml is taken too)
overrides.yaml  days, members, duties and sentences of the agency's own
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from prongsai.cli.scored import ScoredFile, score_file
from prongsai.cli.session import read_bytes, today
from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.measures.draft import DraftOptions, LinkedRemark, draft_plan
from prongsai.core.measures.model import Plan
from prongsai.core.papers.agency import Agency, read_agency
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Picture
from prongsai.core.papers.wording import shipped
from prongsai.core.scoresheet.model import Figure, Remark
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.yaml_data.documents import Document
from prongsai.readers.case_files import Overrides, read_overrides, read_remarks
from prongsai.readers.yaml_file import read_yaml

_PLANS = ("plan.xlsx", "plan.ods", "plan.yaml", "plan.yml")


class CaseReading(Struct, frozen=True):
    """A case that can be put on paper, with everything notable in its files.

    Shape:  `drafted` where the folder held no plan.
    """

    case: Case
    findings: tuple[Finding, ...]
    drafted: bool


class _Scores(Struct, frozen=True):
    card: ScoreCard
    history: tuple[ScoreCard, ...]
    remarks: tuple[LinkedRemark, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def read_case(folder: Path, *, frameworks: Path | None, draft: bool) -> CaseReading:
    """Read a case folder."""
    if not folder.is_dir():
        raise UnreadableInput("cli/case_folder_unknown", place=Place(str(folder)))
    agency, agency_findings = read_agency_file(folder / "agency.yaml")
    overrides, more = _overrides(folder)
    scores = _scores(folder, frameworks, draft=draft)
    typed, remark_findings = _remarks(folder)
    remarks = _linked(typed, scores.card) or scores.remarks
    plan, plan_findings, drafted = _plan(folder, agency, scores, remarks, overrides)
    emblem, emblem_findings = _emblem(folder, agency)
    wording, wording_findings = shipped().replaced(overrides.wording, Place("overrides.yaml"))
    case = Case(
        agency=agency,
        card=scores.card,
        plan=plan,
        settings=overrides.settings,
        history=scores.history,
        remarks=remarks,
        figures=scores.figures,
        emblem=emblem,
        wording=wording,
    )
    findings = (
        *agency_findings,
        *more,
        *scores.findings,
        *remark_findings,
        *plan_findings,
        *emblem_findings,
        *wording_findings.items,
    )
    return CaseReading(case, tuple(dict.fromkeys(findings)), drafted)


def read_agency_file(path: Path) -> tuple[Agency, Sequence[Finding]]:
    """The agency of a file, with what was found in it."""
    if not path.is_file():
        raise UnreadableInput("cli/agency_file_missing", place=Place(str(path)))
    reading = read_agency(read_yaml(read_bytes(path), path.name))
    if reading.agency is None:
        errors = (f for f in reading.findings.items if f.severity is Severity.ERROR)
        raise UnreadableInput.from_finding(next(errors))
    return reading.agency, reading.findings.items


def _overrides(folder: Path) -> tuple[Overrides, Sequence[Finding]]:
    path = folder / "overrides.yaml"
    is_there = path.is_file()
    document = read_yaml(read_bytes(path), path.name) if is_there else Document(path.name, None)
    return read_overrides(document, today=today())


def _score_files(folder: Path) -> list[Path]:
    inside = folder / "scores"
    files = [path for path in folder.iterdir() if path.stem.lower().startswith("scores")]
    if inside.is_dir():
        files += inside.iterdir()
    return sorted(path for path in files if path.is_file() and not _is_left_over(path.name))


def _is_left_over(name: str) -> bool:
    """What programs leave beside a file: locks, half files, former files."""
    return name.startswith((".", "~")) or name.endswith((".bak", ".part", ".tmp", "~"))


def _scores(folder: Path, frameworks: Path | None, *, draft: bool) -> _Scores:
    """The newest year of all sheets is what the papers are about; all others are its history."""
    files = _score_files(folder)
    if not files:
        raise UnreadableInput("cli/score_sheet_missing", place=Place(str(folder)))
    sheets = {
        file: score_file(file, year=None, agency=None, take=(), draft=draft, frameworks=frameworks)
        for file in files
    }
    cards: dict[int, ScoreCard] = {}
    remarks: dict[int, tuple[LinkedRemark, ...]] = {}
    for scored in sheets.values():
        card = scored.card
        # A sheet's own year outweighs what another sheet prints of it beside its own.
        for printed_card in (card, *scored.history):
            if printed_card is card or printed_card.fiscal_year not in cards:
                cards[printed_card.fiscal_year] = printed_card
        links = RemarkLinks(card.framework, card)
        remarks[card.fiscal_year] = tuple(
            LinkedRemark(remark.text, links.items_of(remark))
            for remark in scored.reading.sheet.remarks
        )
    newest = max(cards)
    return _Scores(
        cards[newest],
        tuple(card for year, card in cards.items() if year != newest),
        remarks.get(newest, ()),
        tuple(figure for scored in sheets.values() for figure in scored.reading.sheet.figures),
        tuple(_findings(sheets)),
    )


def _findings(sheets: Mapping[Path, ScoredFile]) -> Iterator[Finding]:
    """What was found in each sheet, and which tell of the same year."""
    chief: dict[int, Path] = {}
    for file, scored in sheets.items():
        year = scored.card.fiscal_year
        if year in chief:
            places = (Place(chief[year].name), Place(file.name))
            yield finding(
                "cli/scores_same_year",
                Severity.WARNING,
                *places,
                fiscal_year=year,
                file=file.name,
            )
        chief[year] = file
        yield from scored.findings


def _remarks(folder: Path) -> tuple[tuple[LinkedRemark, ...], Sequence[Finding]]:
    path = folder / "remarks.yaml"
    if not path.is_file():
        return (), ()
    return read_remarks(read_yaml(read_bytes(path), path.name))


def _linked(typed: Sequence[LinkedRemark], card: ScoreCard) -> tuple[LinkedRemark, ...]:
    """Remarks typed without items are linked by their words, as those of a sheet are."""
    links = RemarkLinks(card.framework, card)
    return tuple(
        remark
        if remark.items
        else LinkedRemark(remark.text, links.items_of(Remark(remark.text, Place())))
        for remark in typed
    )


def _plan(
    folder: Path,
    agency: Agency,
    scores: _Scores,
    remarks: Sequence[LinkedRemark],
    overrides: Overrides,
) -> tuple[Plan, Sequence[Finding], bool]:
    from prongsai.readers.plan import read_plan

    path = next((folder / name for name in _PLANS if (folder / name).is_file()), None)
    if path is None:
        options = DraftOptions(agency.name, not_before=overrides.not_before)
        drafted = draft_plan(scores.card, remarks, options=options)
        return drafted.plan, drafted.findings, True
    reading = read_plan(read_bytes(path), path.name)
    plan = reading.plan if reading.plan.agency else replace(reading.plan, agency=agency.name)
    return plan, reading.findings, False


def _emblem(folder: Path, agency: Agency) -> tuple[Picture | None, Sequence[Finding]]:
    """The emblem, or the placeholder box where there is none or it may not be printed."""
    from prongsai.readers.picture import read_picture

    if not agency.emblem:
        return None, ()
    path = folder / Path(agency.emblem).name
    try:
        picture, findings = read_picture(read_bytes(path), path.name)
    except UnreadableInput as error:
        places = (error.place,) if error.place else ()
        refused = finding(
            "cli/emblem_refused",
            Severity.ERROR,
            *places,
            next_step=error.next_step,
            reason=error.message,
        )
        return None, (refused,)
    return picture, findings.items
