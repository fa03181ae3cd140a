"""What is told of a document as a whole: nothing certain, values twice, what is missing, whose."""

from collections.abc import Sequence

from prongsai.core.errors import Findings, Place, Severity
from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level, called, level_of
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading, ScoreSheet
from prongsai.core.scoresheet.names import likeness
from prongsai.core.scoresheet.prints import Print, told_twice
from prongsai.core.text import Text, listed

_SHOWN, _MOST_MESSAGES, _NEAREST = 8, 3, 5
_NOTHING = ("no_scores", "only_candidates")
LACKING = frozenset({*_NOTHING, "items_missing", "total_missing"})


def why_empty(reading: Reading, name: str) -> tuple[Text, Place]:
    """Why a file gave no score, in words of what was found, and the first place of that."""
    findings = [
        finding
        for finding in reading.findings
        if finding.severity is not Severity.NOTE or finding.places
    ]
    findings.sort(key=lambda finding: finding.code not in _NOTHING)
    messages = list(dict.fromkeys(finding.message for finding in findings))[:_MOST_MESSAGES]
    places = [place for finding in findings for place in finding.places]
    words = listed(messages or [read_words("scoresheet/no_scores")], " · ")
    return words, places[0] if places else Place(name)


def report(
    sheet: ScoreSheet, candidates: Sequence[Candidate], framework: Framework, findings: Findings
) -> None:
    """Tell what was not found."""
    if sheet.figures and sheet.fiscal_year is not None:
        report_missing(sheet, sheet.fiscal_year, framework, findings)
    elif not (sheet.figures or candidates):
        findings.warning("scoresheet/no_scores")
    elif not sheet.figures:
        given = read_words("scoresheet/give_year") if is_undated(candidates) else None
        findings.warning(
            "scoresheet/only_candidates",
            *(candidate.place for candidate in candidates[:_SHOWN]),
            next_step=given or read_words("scoresheet/take_candidates"),
            count=len(candidates),
            number="s" if len(candidates) > 1 else "",
        )


def is_undated(candidates: Sequence[Candidate]) -> bool:
    """Whether no score has a year, and of some nothing else is doubted."""
    is_alone = any(candidate.doubts == (Doubt.YEAR,) for candidate in candidates)
    return is_alone and all(candidate.year is None for candidate in candidates)


def report_missing(sheet: ScoreSheet, year: int, framework: Framework, findings: Findings) -> None:
    """Which items, and whether the total, the year the sheet is about does not have."""
    chief = sheet.of_year(year)
    missing = [code for code in framework.tree if code not in chief]
    items = [code for code in missing if level_of(code) is Level.ITEM]
    if items and any(level_of(code) is Level.ITEM for code in chief):
        shown = ", ".join(items[:_SHOWN]) + (" …" if len(items) > _SHOWN else "")
        findings.note("scoresheet/items_missing", count=len(items), shown=shown)
    if TOTAL in missing:
        findings.note("scoresheet/total_missing", year=year)


def tell_twice(prints: Sequence[Print], findings: Findings) -> None:
    """Tell the things that are printed with several values."""
    for code, year in sorted((c, y) for c, y in told_twice(prints) if c and y):
        own = {
            printed.number.value: printed
            for printed in prints
            if (printed.code, printed.year) == (code, year)
        }
        values = [printed.number.published for printed in own.values()]
        findings.warning(
            "scoresheet/contradictory_figures",
            *(printed.place for printed in own.values()),
            item_code=called(code),
            year=year,
            values=Text(" และ ".join(values), " and ".join(values)),
        )


def tell_whose(own: Own, listed: Sequence[str], named: Sequence[Place], findings: Findings) -> None:
    """Tell where a table lists agencies and none is the own one, or nobody said which is.

    Shape:  `listed` are the agencies of rows and columns that were passed over, `named` the places
            that name other agencies in a document that does not name the given one.
    """
    if listed and not own.is_known:
        shown = ", ".join(listed[:_NEAREST])
        findings.warning("scoresheet/several_agencies", shown=shown)
    elif listed and (given := own.given) and not any(map(own.is_same, listed)):
        near = sorted(listed, key=lambda name: (-likeness(name, given), name))
        nearest = ", ".join(near[:_NEAREST])
        findings.error("scoresheet/agency_not_listed", given=given, nearest=nearest)
    elif named:
        first = named[0]
        findings.warning("scoresheet/other_agency", first, given=own.given, quote=first.quote)
