"""Matchers of words: as heading, head of a column or title, or anywhere."""

from collections.abc import Callable

from prongsai.core.patterns import any_of
from prongsai.core.preaudit.looking import Hit, Look, give
from prongsai.core.preaudit.model import ElementOutcome, Verdict, worst
from prongsai.core.preaudit.rules import Rule
from prongsai.core.preaudit.units import Role

Matcher = Callable[[Look, Rule], ElementOutcome]
FOUND, CANNOT_TELL, NOT_FOUND = Verdict.FOUND, Verdict.CANNOT_TELL, Verdict.NOT_FOUND
# Somebody is told to do it.
_ORDERS = any_of(
    r"\W*(?:\(?[\d๐-๙ก-ฮ]{1,2}[.)]\s*)?(?:เพื่อ)?(?:ให้(?!บริการ|ความรู้|การ)|จัดทำ(?!.*แล้ว)|ขอเชิญ)",
    r"ขั้น(?:ตอนต่อไป|ที่\s?[\d๐-๙])[^\n]{0,40}\sให้[ก-๎]",
)


def first_hit(look: Look, rule: Rule) -> Hit | None:
    hits = look.hits(rule.any, rule.but)
    return hits[0] if hits else None


def _by_group(match: Matcher) -> Matcher:
    """Ask for the phrases and for each further group; the worst outcome counts."""

    def match_each(look: Look, rule: Rule) -> ElementOutcome:
        groups = (rule.any, *rule.also)
        return worst(*(match(look, Rule(rule.match, group, rule.but)) for group in groups))

    return match_each


def weak(hit: Hit) -> ElementOutcome | None:
    """What is said of a phrase that stands in instructions, a list of contents or a "not yet"."""
    if hit.unit.is_guidance:
        verdict = CANNOT_TELL if hit.unit.may_guide and not hit.unit.names_item else NOT_FOUND
        return give("preaudit/only_in_guidance", verdict, hit.unit, phrase=hit.phrase)
    if hit.unit.is_contents:
        return give("preaudit/only_in_contents", NOT_FOUND, hit.unit, phrase=hit.phrase)
    if hit.unit.says_nothing_yet:
        return give("preaudit/says_not_yet", NOT_FOUND, hit.unit, phrase=hit.phrase)
    return None


def _not_filled(hit: Hit) -> ElementOutcome:
    """What is said of a heading with nothing below it, or with what may be nothing."""
    if hit.is_filled is None:
        return give("preaudit/maybe_blank", CANNOT_TELL, hit.unit, phrase=hit.phrase)
    return give("preaudit/heading_empty", NOT_FOUND, hit.unit, phrase=hit.phrase)


@_by_group
def heading(look: Look, rule: Rule) -> ElementOutcome:
    """A heading, head of a column or label, with something under it."""
    hits = look.hits(rule.any, rule.but)
    hit = next(iter(hits), None)
    if hit is None:
        return give("preaudit/words_absent", NOT_FOUND, phrase=rule.any[0])
    if (outcome := weak(hit)) is not None:
        return outcome
    if hit.is_heading:
        if hit.is_filled:
            return give("preaudit/heading_there", FOUND, hit.unit, phrase=hit.phrase)
        return _not_filled(hit)
    running = (each for each in hits if not (weak(each) or _ORDERS.match(each.unit.text)))
    if (other := next(running, None)) is not None:
        return give("preaudit/no_heading", CANNOT_TELL, other.unit, phrase=other.phrase)
    return give("preaudit/only_in_guidance", NOT_FOUND, hit.unit, phrase=hit.phrase)


def column(look: Look, rule: Rule) -> ElementOutcome:
    """The head of a column, or the label of a row, of a table that is filled."""
    hits = look.hits(rule.any, rule.but)
    in_tables = [hit for hit in hits if hit.unit.role in (Role.HEAD, Role.CELL) and hit.is_heading]
    if in_tables:
        hit = in_tables[0]
        if hit.is_filled:
            return give("preaudit/column_there", FOUND, hit.unit, phrase=hit.phrase)
        return _not_filled(hit)
    # A title says what a table is about, not what stands in it.
    outside = [hit for hit in hits if not (hit.unit.is_title or weak(hit))]
    # A list that says the same label of each of its entries is a table, too.
    labels = [hit for hit in outside if hit.is_heading and hit.is_filled]
    labels = labels if labels[1:] else [hit for hit in outside if look.heads_figures(hit.unit)]
    if labels:
        return give("preaudit/heading_there", FOUND, labels[0].unit, phrase=labels[0].phrase)
    if outside:
        return give("preaudit/no_column", CANNOT_TELL, outside[0].unit, phrase=outside[0].phrase)
    return give("preaudit/words_absent", NOT_FOUND, phrase=rule.any[0])


@_by_group
def words(look: Look, rule: Rule) -> ElementOutcome:
    """Words anywhere but in instructions and lists of contents."""
    hit = first_hit(look, rule)
    if hit is None:
        return give("preaudit/words_absent", NOT_FOUND, phrase=rule.any[0])
    return weak(hit) or give("preaudit/words_there", FOUND, hit.unit, phrase=hit.phrase)


def title(look: Look, rule: Rule) -> ElementOutcome:
    """What the paper calls itself."""
    hits = [hit for hit in look.hits(rule.any, rule.but) if not weak(hit)]
    for hit in hits:
        if hit.unit.is_title:
            return give("preaudit/title_there", FOUND, hit.unit, phrase=hit.phrase)
    if hits:
        return give("preaudit/not_in_title", CANNOT_TELL, hits[0].unit, phrase=hits[0].phrase)
    return give("preaudit/words_absent", NOT_FOUND, phrase=rule.any[0])


@_by_group
def topic(look: Look, rule: Rule) -> ElementOutcome:
    """What a title or heading names; in running text a person must look."""
    for hit in look.hits(rule.any, rule.but):
        if hit.unit.is_title and not weak(hit):
            return give("preaudit/title_there", FOUND, hit.unit, phrase=hit.phrase)
    return heading(look, rule)


def by_eye(_look: Look, rule: Rule) -> ElementOutcome:
    """What text cannot show."""
    return give(f"preaudit/eye_{rule.why}", CANNOT_TELL)
