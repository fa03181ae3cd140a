"""Matchers of time: of a year, dated within it, in force, six months, month by month."""

from prongsai.core.patterns import any_of, compiled
from prongsai.core.preaudit.looking import Look, give
from prongsai.core.preaudit.model import ElementOutcome, Verdict, worst
from prongsai.core.preaudit.rules import Rule
from prongsai.core.preaudit.units import Unit
from prongsai.core.preaudit.years import months_in, says_half_year, says_other_time, years_in

_MOSTLY = 0.6
_OFTEN = 3
_FIRST_HALF = {10, 11, 12, 1, 2, 3}
# A year that lost a digit, or a day whose year is not said.
_TORN_YEAR = any_of(
    r"พ\.\s?ศ\.\s*25\d?(?!\d)|พ\.\s?ศ\.\s*$",
    r"\d\s(?:เดือน\s)?[ก-ฮ][ก-๎]{2,9}(?:คม|ยน|พันธ์)(?!\D{0,8}25)",
)
_YEAR_IN_ADDRESS = compiled(r"25[4-9]\d")


def _unit_with(look: Look, year: int) -> Unit | None:
    """The unit that names a year, a title before others."""
    named = [unit for unit in look.units if str(year) in unit.plain]
    return next((unit for unit in named if unit.is_title), named[0] if named else None)


def _unclear(look: Look) -> ElementOutcome | None:
    """What is said where the title came from a picture: its years are not trusted."""
    if any(unit.is_recognised for unit in look.titles or look.units[:1]):
        return give("preaudit/year_recognised", Verdict.CANNOT_TELL, look.units[0])
    return None


def of_year(look: Look, rule: Rule) -> ElementOutcome:
    """Whether a paper is of the year that is asked."""
    year = rule.year or look.fiscal_year
    if (unclear := _unclear(look)) is not None:
        return unclear
    years, unit = look.years, _unit_with(look, year)
    half = says_half_year(look.titles) if year < look.fiscal_year else None
    if half is not None and (year in years.title or years.everywhere[year]):
        # Of a year that is over all of it is asked.
        return give("preaudit/half_of_year", Verdict.CANNOT_TELL, half, year=year)
    if years.title:
        return _by_title(look, year, unit)
    return _by_text(look, rule, year, unit) if years.everywhere else _undated(look)


def _by_text(look: Look, rule: Rule, year: int, unit: Unit | None) -> ElementOutcome:
    """What the years of the text say where the title has none."""
    years, named = look.years, look.years.everywhere
    if named[year] >= _MOSTLY * named.total():
        return give("preaudit/year_in_text", Verdict.FOUND, unit, year=year)
    if named[year] or years.covers(year):
        return give("preaudit/year_beside_others", Verdict.CANNOT_TELL, unit, year=year)
    other = named.most_common(1)[0][0]
    # A day of printing says little of which year a report tells.
    if not years.body and rule.match != "dated":
        return give("preaudit/only_days", Verdict.CANNOT_TELL, _unit_with(look, other), year=year)
    return give(
        "preaudit/other_year", Verdict.NOT_FOUND, _unit_with(look, other), year=year, other=other
    )


def _by_title(look: Look, year: int, unit: Unit | None) -> ElementOutcome:
    """What the years of the title say, and whether the body says the same."""
    title, body = look.years.title, look.years.everywhere
    if year in title:
        enough = {other for other in body if body[other] >= _OFTEN or other in title}
        others = sorted(enough - {year}, key=lambda other: -body[other])
        if others and (not body[year] or body[others[0]] >= _MOSTLY * body.total()):
            return give(
                "preaudit/cover_and_body", Verdict.CANNOT_TELL, unit, year=year, other=others[0]
            )
        if title[0] != year:
            return give("preaudit/year_beside_others", Verdict.CANNOT_TELL, unit, year=year)
        return give("preaudit/year_in_title", Verdict.FOUND, unit, year=year)
    if body[year] >= _OFTEN and body[year] >= _MOSTLY * body.total():
        return give("preaudit/cover_and_body", Verdict.CANNOT_TELL, unit, year=title[0], other=year)
    place = _unit_with(look, title[0])
    if look.years.covers(year):
        return give("preaudit/year_beside_others", Verdict.CANNOT_TELL, place, year=year)
    return give("preaudit/other_year", Verdict.NOT_FOUND, place, year=year, other=title[0])


def _undated(look: Look) -> ElementOutcome:
    """What is said where no year stands in the text; the address is no text."""
    for file in look.evidence:
        if _YEAR_IN_ADDRESS.search(file.address) or _YEAR_IN_ADDRESS.search(file.name):
            return give("preaudit/year_in_address", Verdict.NOT_FOUND)
    torn = next((unit for unit in look.units if _TORN_YEAR.search(unit.plain)), None)
    verdict = Verdict.NOT_FOUND if torn is None else Verdict.CANNOT_TELL
    return give("preaudit/no_year", verdict, torn)


def dated(look: Look, rule: Rule) -> ElementOutcome:
    """Whether what was done was done in the year, by fiscal or calendar year."""
    year = rule.year or look.fiscal_year
    outcome = of_year(look, rule)
    if outcome.verdict is Verdict.NOT_FOUND and look.years.dated[year]:
        unit = _unit_with(look, year)
        return give("preaudit/year_beside_others", Verdict.CANNOT_TELL, unit, year=year)
    return outcome


def in_force(look: Look, rule: Rule) -> ElementOutcome:
    """Whether a plan or policy is in force in the year, by its term or its title."""
    year = rule.year or look.fiscal_year
    if (unclear := _unclear(look)) is not None:
        return unclear
    # A term in running text may be that of another plan.
    spans = years_in(look.titles).spans
    for first, last in spans:
        if first <= year <= last:
            unit = _unit_with(look, first)
            return give("preaudit/term_covers", Verdict.FOUND, unit, first=first, last=last)
    if spans and year not in look.years.title:
        first, last = spans[0]
        unit = _unit_with(look, first)
        return give(
            "preaudit/term_ends", Verdict.NOT_FOUND, unit, first=first, last=last, year=year
        )
    outcome = of_year(look, rule)
    title = look.years.title
    is_open = min(title) < year < max(title) if title else True
    later = any(last >= year or not title for _, last in look.years.spans)
    if outcome.verdict is Verdict.NOT_FOUND and (is_open or later):
        return give("preaudit/term_unknown", Verdict.CANNOT_TELL, year=year)
    return outcome


def of_other_time(look: Look) -> ElementOutcome | None:
    """What is said of a title of another time; its text may still speak of the first six months."""
    other = says_other_time(look.titles)
    if other is None or says_half_year(look.titles) is not None:
        return None
    return give("preaudit/other_time_told", Verdict.NOT_FOUND, other)


def half_year(look: Look, rule: Rule) -> ElementOutcome:
    """Whether the first six months are told, and of the year."""
    half = None if of_other_time(look) else says_half_year(look.units)
    if half is not None and half.is_recognised:
        return give("preaudit/year_recognised", Verdict.CANNOT_TELL, half)
    if half is not None or months_in(look.units) >= _FIRST_HALF:
        period = give("preaudit/half_year_there", Verdict.FOUND, half)
    elif months_in(look.units, anywhere=True) >= _FIRST_HALF:
        period = give("preaudit/eye_contents", Verdict.CANNOT_TELL)
    elif (other := says_other_time(look.titles)) is not None:
        period = give("preaudit/other_time_told", Verdict.NOT_FOUND, other)
    else:
        period = give("preaudit/no_half_year", Verdict.NOT_FOUND)
    return worst(period, of_year(look, rule))


def months(look: Look, rule: Rule) -> ElementOutcome:
    """Whether each month has its table."""
    named = months_in(look.units)
    wanted = _FIRST_HALF if rule.numbers == len(_FIRST_HALF) else set(range(1, 13))
    if named >= wanted:
        outcome = give("preaudit/months_there", Verdict.FOUND, count=len(wanted))
        return outcome if rule.year is None else worst(outcome, of_year(look, rule))
    is_half = not named and says_half_year(look.units) is not None
    if is_half or months_in(look.units, anywhere=True) >= wanted:
        return give("preaudit/eye_contents", Verdict.CANNOT_TELL)
    return give(
        "preaudit/months_lack", Verdict.NOT_FOUND, count=len(named & wanted), wanted=len(wanted)
    )
