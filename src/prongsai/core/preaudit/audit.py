"""Joins matchers and traps: the evidence of an item in, its forecast out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from prongsai.core.disclosure.model import requirement_of
from prongsai.core.errors import Findings, Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import Element
from prongsai.core.framework.model import Confidence, Item
from prongsai.core.framework.periods import text_in
from prongsai.core.messages import read_words
from prongsai.core.preaudit.looking import QUOTED, Look, give
from prongsai.core.preaudit.matchers import MATCHERS
from prongsai.core.preaudit.model import (
    Audit,
    ElementOutcome,
    ElementVerdict,
    Evidence,
    Forecast,
    Verdict,
)
from prongsai.core.preaudit.rules import Lineage, Rule, shipped_rules
from prongsai.core.preaudit.titles import named_in_titles
from prongsai.core.preaudit.traps import Trap, doubts_in, traps_in
from prongsai.core.thai import shorten

_OF_FIGURES = ("statistic", "reported", "complaints", "activity", "news")
_NO_TEXT = ("by_eye", "links")
# Of which year a paper is does not depend on what was filled in.
_OF_TIME = ("of_year", "dated", "in_force", "half_year", "months")
_OF_ANY_PAPER = (*_OF_TIME, "not_whole_law")
_NOT_OF_TIME = ("unfilled", "form")
_BY_NAME = ("title", "topic", "words")
_IF_ANY, _LINES_OF_NAME = "ถ้ามี", 2


def preaudit(
    evidence: Sequence[Evidence],
    item: str,
    fiscal_year: int,
    catalogue: Catalogue,
    *,
    agency: str = "",
) -> Audit:
    """Read the files that are the evidence of an item as its assessor would.

    Errors: Misuse where the year has no such item; UnknownYear as `Catalogue.get`.
    """
    known = _item(item, fiscal_year, catalogue)
    findings = Findings([finding for file in evidence for finding in file.findings])
    lineages = shipped_rules().lineages
    papers = lineages.get(known.lineage[0] if known.lineage else "", Lineage())
    elements = catalogue.elements(fiscal_year).get(known.code) or ()
    named = (_asked_year(element.text.th, fiscal_year) for element in elements if element.text)
    asked = next(filter(None, named), fiscal_year)
    asks = tuple(text_in(each.text, fiscal_year).th for each in elements if each.text)
    look = Look(tuple(evidence), fiscal_year, papers.titles, asked, asks, papers.about)
    against = (traps_in(file, look, known.lineage, agency, findings) for file in evidence)
    traps = [trap for of_file in against for trap in of_file]
    doubts_in(look, findings)
    if not agency:
        traps += _of_several(look, findings)
    verdicts = tuple(
        verdict
        for number, element in enumerate(elements, start=1)
        if (verdict := _judge(look, known, number, element, traps)) is not None
    )
    verdicts = _together(look, verdicts, traps)
    _tell_lacking(verdicts, findings)
    forecast = _forecast(verdicts)
    return Audit(known.code, known.name, fiscal_year, forecast, verdicts, tuple(findings.items))


def _together(
    look: Look, verdicts: tuple[ElementVerdict, ...], traps: Sequence[Trap]
) -> tuple[ElementVerdict, ...]:
    """The verdicts of all elements, each corrected by what the others say of the paper."""
    if not _is_this_paper(look, verdicts, traps):
        verdicts = tuple(_doubted(entry, _OF_ANY_PAPER) for entry in verdicts)
    contents = [entry for entry in verdicts if entry.match not in (*_OF_ANY_PAPER, "title")]
    if contents and not any(entry.outcome.verdict is Verdict.FOUND for entry in contents):
        # A name says nothing where nothing else that is asked is seen below it.
        verdicts = tuple(_doubted(entry, ("title",)) for entry in verdicts)
    return tuple(_with_part(look, entry) for entry in _after_activities(verdicts))


def _item(code: str, fiscal_year: int, catalogue: Catalogue) -> Item:
    framework = catalogue.get(fiscal_year, draft=True)
    items = next((part.items for part in framework.instruments if part.code == "OIT"), None) or ()
    for item in items:
        if item.code == code.strip().lower():
            return item
    raise Misuse("preaudit/item_unknown", code=code, year=fiscal_year)


def _judge(
    look: Look, item: Item, number: int, element: Element, traps: Sequence[Trap]
) -> ElementVerdict | None:
    """The verdict of one element; None where its words are not known."""
    requirement = requirement_of(element, look.fiscal_year)
    if requirement is None or element.text is None:
        return None
    lineage = item.lineage[0] if item.lineage else ""
    rule = shipped_rules().rule_for(element.text.th, lineage)
    rule = replace(rule, year=_asked_year(element.text.th, look.fiscal_year))
    outcome = give("preaudit/no_text", Verdict.CANNOT_TELL)
    outcome = MATCHERS[rule.match](look, rule) if look.units else outcome
    if outcome.verdict is Verdict.NOT_FOUND and not outcome.quote:
        outcome = look.other_words(rule) or outcome
    is_misread = rule.match in _OF_FIGURES and any(unit.is_recognised for unit in look.units)
    if outcome.quote and outcome.verdict is not Verdict.FOUND and is_misread:
        outcome = _quoting(outcome, give("preaudit/year_recognised", Verdict.CANNOT_TELL))
    if rule.match not in _NO_TEXT and outcome.verdict is Verdict.FOUND:
        outcome = _weighed(outcome, look, rule, traps)
    if outcome.verdict is Verdict.NOT_FOUND and _IF_ANY in element.text.th:
        outcome = _quoting(outcome, give("preaudit/eye_condition", Verdict.CANNOT_TELL))
    if outcome.verdict is Verdict.NOT_FOUND and look.is_recognised:
        outcome = _quoting(outcome, give("preaudit/not_in_scan", Verdict.CANNOT_TELL))
    if outcome.verdict is Verdict.NOT_FOUND and requirement.confidence is not Confidence.CONFIRMED:
        outcome = replace(outcome, step=read_words("preaudit/likely_step"))
    return ElementVerdict(f"{item.code}.{number}", requirement, rule.match, outcome)


def _quoting(seen: ElementOutcome, outcome: ElementOutcome) -> ElementOutcome:
    """An outcome with the quotation of what was seen."""
    return replace(outcome, quote=seen.quote, page=seen.page, file=seen.file)


def _asked_year(words: str, fiscal_year: int) -> int | None:
    """The year that an element names by a mark; None where it names none."""
    if "{year-1}" in words:
        return fiscal_year - 1
    return fiscal_year if "{year}" in words else None


def _weighed(
    outcome: ElementOutcome, look: Look, rule: Rule, traps: Sequence[Trap]
) -> ElementOutcome:
    """What was found, unless a trap stands against it: then files without one must show it, too."""
    silent: tuple[str, ...] = _NOT_OF_TIME if rule.match in _OF_TIME else ()
    silent += ("other_office",) if rule.match != "activity" else ()
    against = [trap for trap in traps if trap.key not in silent]
    if not against:
        return outcome
    wrong = {trap.file for trap in against}
    sound = replace(look, evidence=tuple(file for file in look.evidence if file.name not in wrong))
    if sound.units and (alone := MATCHERS[rule.match](sound, rule)).verdict is Verdict.FOUND:
        return alone
    trap = next((trap for trap in against if trap.file == outcome.file), against[0])
    empty = {trap.file for trap in against if trap.is_empty}
    is_all = trap.is_empty and all(file.name in empty for file in look.evidence)
    verdict = Verdict.NOT_FOUND if is_all else Verdict.CANNOT_TELL
    return _quoting(outcome, give(f"preaudit/against_{trap.key}", verdict, says=trap.says))


def _of_several(look: Look, findings: Findings) -> list[Trap]:
    """What stands against papers whose titles name several agencies, where none was given.

    A single name is told as a proposal: nothing is checked against it.
    """
    names = named_in_titles(look.units)
    if len(names) == 1:
        findings.note("preaudit/agency_proposed", agency=names[0])
    return [Trap("several_agencies", file.name) for file in look.evidence] if names[1:] else []


def _is_this_paper(look: Look, verdicts: Sequence[ElementVerdict], traps: Sequence[Trap]) -> bool:
    """Whether a title is one of the item's, or anything but the time was found."""
    contents = [entry for entry in verdicts if entry.match not in _OF_ANY_PAPER]
    if not contents and {trap.file for trap in traps} >= {file.name for file in look.evidence}:
        return False
    if look.is_called:
        return True
    seen = [entry for entry in contents if entry.outcome.verdict is not Verdict.NOT_FOUND]
    return not contents or bool(seen)


def _with_part(look: Look, entry: ElementVerdict) -> ElementVerdict:
    """Make "not found" "cannot tell" if the text is only a part and no words speak against it.

    Of a page that only links to a paper, the paper's name shows nothing.
    """
    outcome = entry.outcome
    names = [shorten(unit.text, QUOTED) for unit in look.units[:_LINES_OF_NAME] if unit.is_title]
    if look.part == "elsewhere" and outcome.quote in names:
        return _doubted(entry, _BY_NAME)
    if not look.part or outcome.verdict is not Verdict.NOT_FOUND or outcome.quote:
        return entry
    return replace(entry, outcome=give(f"preaudit/part_{look.part}", Verdict.CANNOT_TELL))


def _after_activities(verdicts: Sequence[ElementVerdict]) -> Iterator[ElementVerdict]:
    """Doubt a day if nothing before it was found, and a form if the activity before it was not."""
    group: list[ElementVerdict] = []
    for entry in verdicts:
        seen = [other.outcome.verdict is Verdict.FOUND for other in group]
        is_unseen = entry.match == "dated" and not any(seen)
        is_formless = entry.match == "words" and bool(seen) and not seen[-1]
        is_formless = is_formless and group[-1].match == "activity"
        judged = _doubted(entry, [entry.match]) if is_unseen or is_formless else entry
        if is_unseen and judged is not entry and _shows_no_activity(group):
            judged = replace(judged, outcome=replace(judged.outcome, verdict=Verdict.NOT_FOUND))
        yield judged
        group = [] if entry.match in _OF_TIME else [*group, judged]


def _shows_no_activity(group: Sequence[ElementVerdict]) -> bool:
    """Whether activities are asked for, and each is absent."""
    outcomes = [entry.outcome for entry in group if entry.match == "activity"]
    return bool(outcomes) and all(
        each.verdict is Verdict.NOT_FOUND and each.quote for each in outcomes
    )


def _doubted(entry: ElementVerdict, matches: Sequence[str]) -> ElementVerdict:
    """Make "found" of these matchers "cannot tell": the paper may not be the item's."""
    if entry.match not in matches or entry.outcome.verdict is not Verdict.FOUND:
        return entry
    outcome = give("preaudit/not_this_paper", Verdict.CANNOT_TELL)
    return replace(entry, outcome=replace(outcome, quote=entry.outcome.quote))


def _tell_lacking(verdicts: Sequence[ElementVerdict], findings: Findings) -> None:
    """One error for each element that is confirmed and not there."""
    for entry in verdicts:
        if entry.is_confirmed and entry.outcome.verdict is Verdict.NOT_FOUND:
            findings.error("preaudit/element_lacking", element=entry.requirement.text, id=entry.id)


def _forecast(verdicts: Sequence[ElementVerdict]) -> Forecast:
    """What is to be expected: only a confirmed element that is not there costs the item."""
    if not verdicts:
        return Forecast.NOT_KNOWN
    if any(entry.is_confirmed and entry.outcome.verdict is Verdict.NOT_FOUND for entry in verdicts):
        return Forecast.WILL_MISS
    if all(entry.outcome.verdict is Verdict.FOUND for entry in verdicts):
        return Forecast.WORDS_FOUND
    return Forecast.LOOK
