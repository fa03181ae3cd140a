"""What of a framework is confirmed: every fact with its confidence, and how many are not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Finding, Place, Severity, finding
from prongsai.core.framework.model import Confidence, Status
from prongsai.core.framework.periods import text_in
from prongsai.core.messages import read_words
from prongsai.core.text import Labelled, Text, listed, same
from prongsai.web.year.assessment.framework.documents import ITEM_FILES, Documents, name_of

Key = tuple[str, ...]
# Before the keys that say how well the answer scale of an instrument is known.
ANSWERS = "answer_scales_"


class Group(Labelled):
    """The kinds of facts, in the order in which they matter for a score."""

    WEIGHTS = "weights", "น้ำหนักแบบวัด", "instrument weights"
    RULES = "rules", "วิธีคิดคะแนนและเป้า", "scoring rules and target"
    LEVELS = "levels", "ระดับผล", "result levels"
    STRUCTURE = "structure", "ตัวชี้วัดและตัวชี้วัดย่อย", "indicators and sub-indicators"
    ITEMS = "items", "ข้อ", "items"
    ELEMENTS = "elements", "องค์ประกอบข้อมูล", "required elements"
    CALENDAR = "calendar", "ปฏิทิน", "calendar"


_SCORING = {Group.WEIGHTS, Group.RULES, Group.LEVELS, Group.STRUCTURE, Group.ITEMS}


class State(Labelled):
    """Where the framework of a year comes from."""

    SHIPPED = "shipped", "มากับโปรแกรม", "comes with the program"
    DRAFT = "draft", "ร่างที่มากับโปรแกรม", "draft that comes with the program"
    OWN = "own", "ฉบับของหน่วยงาน", "the agency's own copy"

    @property
    def tag(self) -> str:
        return {State.SHIPPED: "ok", State.DRAFT: "unsure", State.OWN: "doing"}[self]


class Fact(Struct, frozen=True):
    """One thing that a framework says; `key` holds across renumbering, `code` is this year's."""

    group: Group
    key: Key
    code: str
    name: Text
    confidence: Confidence
    page: int | None


class GroupCount(Struct, frozen=True):
    """How well a kind of facts is known."""

    group: Group
    total: int
    likely: int
    unknown: int

    @property
    def open(self) -> int:
        return self.likely + self.unknown


class Unconfirmed(Struct, frozen=True):
    """What of a year is not confirmed.

    Shape:  `counts` only of kinds with something open; `missing` names what is not there at all.
    """

    year: int
    is_draft: bool
    is_own: bool
    counts: tuple[GroupCount, ...]
    missing: tuple[Text, ...]
    total: int = 0

    @property
    def state(self) -> State:
        return State.OWN if self.is_own else State.DRAFT if self.is_draft else State.SHIPPED

    @property
    def confirmed(self) -> int:
        return self.total - self.open

    @property
    def open(self) -> int:
        """How many facts are not confirmed."""
        return sum(count.open for count in self.counts)

    @property
    def is_notable(self) -> bool:
        """Whether people must know before they trust a figure of the year."""
        return self.is_draft or any(count.group in _SCORING for count in self.counts)


def unconfirmed_of(documents: Documents, *, is_own: bool) -> Unconfirmed:
    framework = documents["framework"]
    all_facts = list(facts(documents))
    totals = Counter(fact.group for fact in all_facts)
    known = Counter((fact.group, fact.confidence) for fact in all_facts)
    counts = [
        GroupCount(
            group,
            totals[group],
            known[group, Confidence.LIKELY],
            known[group, Confidence.UNKNOWN],
        )
        for group in Group
    ]
    return Unconfirmed(
        year=framework["fiscal_year"],
        is_draft=framework["status"] == Status.DRAFT.value,
        is_own=is_own,
        counts=tuple(count for count in counts if count.open),
        missing=tuple(_missing(documents)),
        total=len(all_facts),
    )


def _missing(documents: Documents) -> Iterator[Text]:
    framework = documents["framework"]
    if any(part.get("weight") is None for part in framework["instruments"]):
        yield Group.WEIGHTS.label
    if not framework["rating"].get("levels"):
        yield Group.LEVELS.label
    for code, name in ITEM_FILES.items():
        if not documents.get(name, {}).get("items"):
            yield read_words("assessment/items_of", code=code)
    if not documents.get("context", {}).get("calendar"):
        yield Group.CALENDAR.label


def facts(documents: Documents) -> Iterator[Fact]:
    return (fact for fact, _ in parts(documents))


def parts(documents: Documents) -> Iterator[tuple[Fact, dict[str, Any]]]:
    framework = documents["framework"]
    for rule in ("scoring", "target"):
        words = read_words(f"assessment/rule.{rule}")
        yield _fact(Group.RULES, (rule,), "", words, framework[rule]), framework[rule]
    rating = framework["rating"]
    yield _fact(Group.LEVELS, ("rating",), "", Group.LEVELS.label, rating), rating
    for part in framework["instruments"]:
        code = part["code"]
        yield _fact(Group.WEIGHTS, ("weight", code), code, name_of(part["name"]), part), part
        if part.get("answer_scales"):
            name = read_words("assessment/answer_scale", code=code)
            word = Confidence(part[f"{ANSWERS}confidence"])
            page = part.get(f"{ANSWERS}page")
            yield Fact(Group.RULES, ("answers", code), code, name, word, page), part
        for indicator in part["indicators"]:
            yield _of_code(indicator), indicator
            yield from ((_of_code(sub), sub) for sub in indicator.get("sub_indicators") or [])
    for file in ITEM_FILES.values():
        yield from _of_items(documents, file)
    for phase in documents.get("context", {}).get("calendar") or []:
        # A date has no confidence of its own: with a page of the manual it is confirmed.
        page = phase.get("page")
        word = Confidence.CONFIRMED if page else Confidence.LIKELY
        key = ("phase", str(phase.get("from")), phase["phase"]["th"])
        yield Fact(Group.CALENDAR, key, "", name_of(phase["phase"]), word, page), phase


def _of_code(part: Mapping[str, Any]) -> Fact:
    code = part["code"]
    return _fact(Group.STRUCTURE, ("indicator", code), code, name_of(part["name"]), part)


def _of_items(documents: Documents, name: str) -> Iterator[tuple[Fact, dict[str, Any]]]:
    held = documents.get("elements", {}).get("elements") or {}
    for item in documents.get(name, {}).get("items") or []:
        code, subject = item["code"], ",".join(item["lineage"])
        yield _fact(Group.ITEMS, ("item", subject), code, name_of(item["name"]), item), item
        for element in held.get(code) or []:
            key = ("element", subject, element["text"]["th"])
            words = text_in(name_of(element["text"]), documents["framework"]["fiscal_year"])
            yield _fact(Group.ELEMENTS, key, code, words, element), element


def _fact(group: Group, key: Key, code: str, name: Text, data: Mapping[str, Any]) -> Fact:
    return Fact(group, key, code, name, Confidence(data["confidence"]), data.get("page"))


def unproven(before: Documents, after: Documents) -> tuple[Finding, ...]:
    """Facts that a change confirms without naming the page that confirms them.

    What was confirmed before stays so: only a person's new word needs its page.
    """
    held = {fact.key for fact in facts(before) if fact.confidence is Confidence.CONFIRMED}
    without_page = tuple(
        finding(
            "assessment/confirmed_without_page",
            Severity.ERROR,
            *([Place(quote=fact.code)] if fact.code else []),
            fact=listed([same(fact.code), fact.name], " ") if fact.code else fact.name,
        )
        for fact in facts(after)
        if fact.confidence is Confidence.CONFIRMED and not fact.page and fact.key not in held
    )
    return (*without_page, *_released_too_soon(before, after))


def _released_too_soon(before: Documents, after: Documents) -> Iterator[Finding]:
    """A year is usable once all that scoring stands on is confirmed."""
    was, status = (documents["framework"]["status"] for documents in (before, after))
    if status != Status.RELEASED.value or was == status:
        return
    unconfirmed = unconfirmed_of(after, is_own=True)
    open_groups = [count.group.label for count in unconfirmed.counts if count.group in _SCORING]
    if open_groups or unconfirmed.missing:
        parts = listed([*open_groups, *unconfirmed.missing])
        yield finding("assessment/released_too_soon", Severity.ERROR, parts=parts)
