"""A file the user names, read and scored: what score, analyse and whatif begin with."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from msgspec import Struct

from prongsai.cli.session import Source, catalogue_of, read_bytes
from prongsai.core.errors import Finding, Misuse, UnreadableInput
from prongsai.core.framework.catalogue import OLDEST_SAME_RULE
from prongsai.core.framework.model import Status
from prongsai.core.rounding import plain_number
from prongsai.core.scoresheet.report import why_empty
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.scoring.compute import score_sheet

if TYPE_CHECKING:
    from prongsai.core.framework.catalogue import Catalogue
    from prongsai.core.scoresheet.model import Reading

_HIGHEST = 100
# Whose next step is told, the surest remedy first.
_WHAT_TO_DO = ("formulas_without_values", "no_scores", "year_unknown")


class ScoredFile(Struct, frozen=True):
    """A file read and scored: its chief year, and the other years that it prints."""

    reading: Reading
    card: ScoreCard
    history: tuple[ScoreCard, ...]

    @property
    def findings(self) -> list[Finding]:
        """What is notable of all its years."""
        return all_findings(self.reading, [self.card, *self.history])


def score_file(path: Path, **source: Unpack[Source]) -> ScoredFile:
    """Read and score a file."""
    reading, catalogue = read_sheet(path, **source)
    draft = source["draft"]
    card = card_of(reading, catalogue, path, draft=draft)
    return ScoredFile(reading, card, tuple(history_of(reading, catalogue, draft=draft)))


def read_sheet(
    path: Path,
    *,
    frameworks: Path | None,
    year: int | None = None,
    agency: str | None = None,
    draft: bool = False,
    take: Sequence[str] = (),
) -> tuple[Reading, Catalogue]:
    """Read a score file with the user's frameworks, and take the candidates of `--take`.

    Errors: Misuse where `take` names what cannot be taken.
    """
    from prongsai.readers.scores import read_scores

    catalogue = catalogue_of(frameworks)
    reading = read_scores(
        read_bytes(path), path.name, catalogue, year=year, agency=agency, draft=draft
    )
    if take:
        from prongsai.cli import taking

        reading = taking.take(reading, take, catalogue)
    return reading, catalogue


def target_of(text: str | None) -> Decimal | None:
    """The target of `--target SCORE`; None where none is given."""
    if text is None:
        return None
    value = plain_number(text)
    if value is None or not 0 < value <= _HIGHEST:
        raise Misuse("cli/target_out_of_range", text=text)
    return value


def card_of(reading: Reading, catalogue: Catalogue, file: Path, *, draft: bool) -> ScoreCard:
    """The card of a reading's chief year.

    Errors: UnreadableInput where the file has no score, NothingCertain where it has candidates
            alone; UnknownYear where its year has no rules.
    """
    year = reading.sheet.fiscal_year
    if reading.candidates and not reading.sheet.figures:
        from prongsai.cli.taking import NothingCertain, nothing_certain

        finding = nothing_certain(reading)
        raise NothingCertain(
            finding.message,
            place=finding.places[0],
            next_step=finding.next_step,
            findings=(finding, *reading.findings),
        )
    if year is None or not reading.sheet.of_year(year):
        by_code = {finding.code: finding for finding in reading.findings}
        advice = next((by_code[code] for code in _WHAT_TO_DO if code in by_code), None)
        message, place = why_empty(reading, file.name)
        raise UnreadableInput(
            message,
            place=place,
            next_step=advice.next_step if advice else None,
            findings=reading.findings,
        )
    return score_sheet(catalogue.get(year, draft=draft), reading.sheet)


def history_of(reading: Reading, catalogue: Catalogue, *, draft: bool) -> list[ScoreCard]:
    """The other years a file prints, verified too; 2563 counts, its weights being confirmed."""
    cards: list[ScoreCard] = []
    for year in reading.sheet.years():
        if year == reading.sheet.fiscal_year or year not in catalogue.years():
            continue
        framework = catalogue.get(year, draft=True)
        if draft or framework.status is not Status.DRAFT or year == OLDEST_SAME_RULE:
            cards.append(score_sheet(framework, reading.sheet))
    return cards


def all_findings(reading: Reading, cards: list[ScoreCard]) -> list[Finding]:
    """What reading and scoring found, and which words of it its figures deny, each once."""
    findings = [*reading.findings, *(finding for card in cards for finding in card.findings)]
    sheet = reading.sheet
    if sheet.claims or sheet.statements:
        # Only a document with sentences pays for the checking of sentences.
        from prongsai.core.analysis.claims import check_claims, marks_of

        findings += check_claims(sheet, marks_of(cards))
    if reading.candidates:
        from prongsai.cli.taking import candidates_left

        findings.append(candidates_left(reading))
    return list(dict.fromkeys(findings))
