"""What the pages of years, frameworks, notes and unknown facts show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from msgspec import Struct

from prongsai.core.dates import read_calendar_text
from prongsai.core.fiscal import year_of
from prongsai.core.framework.model import Confidence
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.year.assessment.framework.confidence import (
    Fact,
    Group,
    Unconfirmed,
    facts,
    unconfirmed_of,
)
from prongsai.web.year.assessment.framework.documents import (
    ITEM_FILES,
    Documents,
    digest_of,
    from_texts,
    shipped_texts,
)
from prongsai.web.year.assessment.framework.editing import id_of
from prongsai.web.year.assessment.models import Assessment, FrameworkRevision, ItemNote
from prongsai.web.year.assessment.queries import catalogue_of, unconfirmed_in


class State(StrEnum):
    """Where the framework of a year comes from."""

    SHIPPED = "shipped"
    DRAFT = "draft"
    OWN = "own"

    @property
    def label(self) -> Text:
        """The word for people."""
        return {
            "shipped": Text("มากับโปรแกรม", "comes with the program"),
            "draft": Text("ร่างที่มากับโปรแกรม", "draft that comes with the program"),
            "own": Text("ฉบับของหน่วยงาน", "the agency's own copy"),
        }[self.value]

    @property
    def tag(self) -> str:
        """The kind of its tag."""
        return {"shipped": "ok", "draft": "unsure", "own": "doing"}[self.value]


class YearLine(Struct, frozen=True):
    """One opened year in the list."""

    year: int
    is_now: bool
    state: State
    open: int
    is_notable: bool
    has_official: bool
    opened_at: datetime


class YearsPage(Struct, frozen=True):
    """The opened years, and the one to open next; None where it is open."""

    years: tuple[YearLine, ...]
    this_year: int
    suggested: int | None


def years_page(agency: Agency) -> YearsPage:
    """The list of years."""
    rows = list(Assessment.objects.filter(agency=agency))
    catalogue = catalogue_of(agency)
    this_year = year_of(today())
    lines = []
    for row in rows:
        found = unconfirmed_in(catalogue, row.fiscal_year)
        lines.append(
            YearLine(
                row.fiscal_year,
                row.fiscal_year == this_year,
                _state(row, found),
                found.open if found else 0,
                found is not None and found.is_notable,
                has_newer_official(row),
                row.opened_at,
            )
        )
    is_open = any(line.year == this_year for line in lines)
    return YearsPage(tuple(lines), this_year, None if is_open else this_year)


def _state(assessment: Assessment | None, found: Unconfirmed | None) -> State:
    if assessment is not None and assessment.framework:
        return State.OWN
    return State.DRAFT if found is None or found.is_draft else State.SHIPPED


def has_newer_official(assessment: Assessment) -> bool:
    """Whether the program ships data that the agency's copy never was, and is not."""
    if not assessment.framework:
        return False
    texts = shipped_texts(assessment.fiscal_year)
    known = (assessment.official_digest, assessment.framework_digest)
    return bool(texts) and digest_of(texts) not in known


class Year(Struct, frozen=True):
    """A year as its pages and forms need it.

    Shape:  `assessment` is None where the agency has not opened it: then it can only be read;
            `number` is the revision that stands, 0 for the shipped.
    """

    fiscal_year: int
    assessment: Assessment | None
    documents: Documents
    state: State
    unconfirmed: Unconfirmed

    @property
    def number(self) -> int:
        """The revision that stands."""
        return self.assessment.framework_number if self.assessment else 0


def year_data(agency: Agency, fiscal_year: int) -> Year | None:
    """A year's framework; None where there is none."""
    row = Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year).first()
    texts = (row.framework if row else None) or shipped_texts(fiscal_year)
    if not texts:
        return None
    documents = from_texts(texts)
    is_own = bool(row and row.framework)
    found = unconfirmed_of(documents, is_own=is_own)
    return Year(fiscal_year, row, documents, _state(row, found), found)


class ItemLine(Struct, frozen=True):
    """One item in the list of a framework."""

    code: str
    name: Text
    lineage: str
    confidence: Confidence
    where: Text
    elements: int
    confirmed_elements: int
    has_note: bool


class PartLine(Struct, frozen=True):
    """An indicator or sub-indicator with the items right below it."""

    code: str
    name: Text
    confidence: Confidence
    where: Text
    items: tuple[ItemLine, ...]
    parts: tuple[PartLine, ...]

    @property
    def count(self) -> int:
        """How many items stand in it, at any depth."""
        return len(self.items) + sum(part.count for part in self.parts)


class InstrumentPart(Struct, frozen=True):
    """One instrument: its indicators, and items that have no place yet."""

    code: str
    name: Text
    confidence: Confidence
    weight: str
    count: int | None
    known: int
    parts: tuple[PartLine, ...]
    unplaced: tuple[ItemLine, ...]


class PhaseLine(Struct, frozen=True):
    """One entry of the calendar."""

    first: date | None
    last: date | None
    is_month: bool
    name: Text
    where: Text


class FrameworkPage(Struct, frozen=True):
    """A year's framework, whole."""

    year: int
    is_open: bool
    number: int
    state: State
    unconfirmed: Unconfirmed
    has_official: bool
    instruments: tuple[InstrumentPart, ...]
    levels: tuple[Mapping[str, Any], ...]
    levels_confidence: Confidence
    levels_where: Text
    target: str
    target_confidence: Confidence
    scoring_confidence: Confidence
    weights_confidence: Confidence
    calendar: tuple[PhaseLine, ...]
    sources: tuple[Mapping[str, Any], ...]


def framework_page(agency: Agency, fiscal_year: int) -> FrameworkPage | None:
    """The page of a framework; None for a year without one."""
    year = year_data(agency, fiscal_year)
    if year is None:
        return None
    framework = year.documents["framework"]
    notes = set(
        ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year)
        .exclude(text="")
        .values_list("lineage", flat=True)
    )
    instruments = tuple(_instruments(year.documents, notes))
    return FrameworkPage(
        year=fiscal_year,
        is_open=year.assessment is not None,
        number=year.number,
        state=year.state,
        unconfirmed=year.unconfirmed,
        has_official=year.assessment is not None and has_newer_official(year.assessment),
        instruments=instruments,
        levels=tuple(framework["rating"].get("levels") or ()),
        levels_confidence=Confidence(framework["rating"]["confidence"]),
        levels_where=where_of(framework["rating"]),
        target=shown_number(framework["target"].get("score")),
        target_confidence=Confidence(framework["target"]["confidence"]),
        scoring_confidence=Confidence(framework["scoring"]["confidence"]),
        weights_confidence=max((one.confidence for one in instruments), key=lambda c: c.rank),
        calendar=calendar_of(year.documents),
        sources=tuple(year.documents["sources"].get("sources") or ()),
    )


def _instruments(documents: Documents, notes: set[str]) -> Iterator[InstrumentPart]:
    for part in documents["framework"]["instruments"]:
        code = part["code"]
        items = documents[ITEM_FILES[code]].get("items") or []
        lines = [(item, _item(item, documents, notes)) for item in items]
        placed = {one["code"] for one in part["indicators"]}
        yield InstrumentPart(
            code=code,
            name=name_of(part["name"]),
            confidence=Confidence(part["confidence"]),
            weight=percent(part.get("weight")),
            count=part.get("item_count"),
            known=len(items),
            parts=tuple(_part(one, lines) for one in part["indicators"]),
            unplaced=tuple(line for item, line in lines if item.get("indicator") not in placed),
        )


def _part(part: Mapping[str, Any], lines: Sequence[tuple[Mapping[str, Any], ItemLine]]) -> PartLine:
    subs = part.get("sub_indicators") or []
    own = [(item, line) for item, line in lines if item.get("indicator") == part["code"]]
    codes = {sub["code"] for sub in subs}
    return PartLine(
        part["code"],
        name_of(part["name"]),
        Confidence(part["confidence"]),
        where_of(part),
        tuple(line for item, line in own if item.get("sub_indicator") not in codes),
        tuple(
            PartLine(
                sub["code"],
                name_of(sub["name"]),
                Confidence(sub["confidence"]),
                where_of(sub),
                tuple(line for item, line in own if item.get("sub_indicator") == sub["code"]),
                (),
            )
            for sub in subs
        ),
    )


def _item(item: Mapping[str, Any], documents: Documents, notes: set[str]) -> ItemLine:
    elements = (documents["elements"].get("elements") or {}).get(item["code"]) or []
    return ItemLine(
        item["code"],
        name_of(item["name"]),
        item["lineage"][0],
        Confidence(item["confidence"]),
        where_of(item),
        len(elements),
        sum(1 for element in elements if element["confidence"] == "confirmed"),
        any(lineage in notes for lineage in item["lineage"]),
    )


def calendar_of(documents: Documents) -> tuple[PhaseLine, ...]:
    """The calendar of a year in its order."""
    return tuple(
        PhaseLine(
            read_calendar_text(phase.get("from")),
            read_calendar_text(phase.get("to")),
            phase.get("precision") == "month",
            name_of(phase["phase"]),
            where_of(phase),
        )
        for phase in documents["context"].get("calendar") or []
    )


def where_of(part: Mapping[str, Any]) -> Text:
    """The source of a part in words: its first source, and the page."""
    sources = part.get("sources") or []
    named = sources[0] if sources else ""
    page = part.get("page")
    if not page:
        return Text(named, named)
    return Text(f"{named} หน้า {page}".strip(), f"{named} page {page}".strip())


def percent(weight: float | None) -> str:
    """A weight in percent; "" where it is not known."""
    return "" if weight is None else shown_number(round(weight * 100, 4))


def shown_number(value: Any) -> str:
    """A number without needless places; "" for none."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)


def name_of(both: Mapping[str, str]) -> Text:
    """A name in the languages it has."""
    return Text(both["th"], both.get("en") or both["th"])


def revisions_of(agency: Agency, fiscal_year: int) -> tuple[FrameworkRevision, ...]:
    """The states of a framework, newest first."""
    rows = FrameworkRevision.objects.filter(agency=agency, assessment__fiscal_year=fiscal_year)
    return tuple(rows.defer("files", "official"))


class NoteLine(Struct, frozen=True):
    """A subject of the year with its note; `note` is None where there is none yet."""

    lineage: str
    code: str
    name: Text
    note: ItemNote | None


def note_lines(agency: Agency, fiscal_year: int) -> tuple[NoteLine, ...]:
    """Every note of a year with its item; subjects without an item come last."""
    year = year_data(agency, fiscal_year)
    held = {note.lineage: note for note in notes_of(agency, fiscal_year)}
    lines = []
    for item in _all_items(year.documents) if year else ():
        for lineage in item["lineage"]:
            if lineage in held:
                note = held.pop(lineage)
                lines.append(NoteLine(lineage, item["code"], name_of(item["name"]), note))
    lines += [NoteLine(key, "", Text(key, key), note) for key, note in held.items()]
    return tuple(lines)


def notes_of(agency: Agency, fiscal_year: int) -> tuple[ItemNote, ...]:
    """The notes of a year that say something."""
    rows = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year)
    return tuple(rows.exclude(text=""))


def note_of(agency: Agency, fiscal_year: int, lineage: str) -> NoteLine | None:
    """One subject with its note; None where the year has neither."""
    year = year_data(agency, fiscal_year)
    row = ItemNote.objects.filter(agency=agency, fiscal_year=fiscal_year, lineage=lineage).first()
    items = _all_items(year.documents) if year else ()
    item = next((one for one in items if lineage in one["lineage"]), None)
    if item is None:
        return NoteLine(lineage, "", Text(lineage, lineage), row) if row else None
    return NoteLine(lineage, item["code"], name_of(item["name"]), row)


def _all_items(documents: Documents) -> Iterator[Mapping[str, Any]]:
    for name in ITEM_FILES.values():
        yield from documents[name].get("items") or []


class UnknownFact(Struct, frozen=True):
    """One entry: the fact, its name in the form, and the page where all of it is read."""

    id: str
    fact: Fact
    url: str

    @property
    def is_open(self) -> bool:
        """Whether nobody confirmed it yet."""
        return self.fact.confidence is not Confidence.CONFIRMED


class UnknownGroup(Struct, frozen=True):
    """The entries of a kind."""

    group: Group
    facts: tuple[UnknownFact, ...]


class UnknownYear(Struct, frozen=True):
    """A year's unknowns; `data.assessment` is None where the year is not open."""

    data: Year
    all_facts: tuple[UnknownFact, ...]

    @property
    def groups(self) -> tuple[UnknownGroup, ...]:
        """What is open, by kind."""
        held = (
            (group, tuple(one for one in self.all_facts if one.is_open and one.fact.group is group))
            for group in Group
        )
        return tuple(UnknownGroup(group, rows) for group, rows in held if rows)

    @property
    def share(self) -> int:
        """How much of the year is confirmed, in whole percent, never rounded up to all."""
        found = self.data.unconfirmed
        return 100 * found.confirmed // found.total if found.total else 0


def unknown_years(agency: Agency, fiscal_year: int) -> tuple[UnknownYear, ...]:
    """The year of the results first, then the year one lives in; without those of no framework."""
    found = (year_data(agency, year) for year in (fiscal_year - 1, fiscal_year))
    return tuple(UnknownYear(data, tuple(_facts(data))) for data in found if data is not None)


def unknown_of(agency: Agency, fiscal_year: int) -> int:
    """Whose list a year stands in: that of the year after, where it is open."""
    held = Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year + 1)
    return fiscal_year + 1 if held.exists() else fiscal_year


def _facts(data: Year) -> Iterator[UnknownFact]:
    return (UnknownFact(id_of(fact.key), fact, _url(data, fact)) for fact in facts(data.documents))


def _url(data: Year, fact: Fact) -> str:
    """Where the fact is read with what belongs to it."""
    year = data.fiscal_year
    if fact.group in (Group.ITEMS, Group.ELEMENTS):
        return reverse("assessment:item", args=[year, fact.code])
    anchor = "#calendar" if fact.group is Group.CALENDAR else ""
    return reverse("assessment:framework", args=[year]) + anchor


def known_ratings(agency: Agency, documents: Documents) -> Mapping[int, Mapping[str, Any]]:
    """The ratings that other years have: {newest year of a rating: rating}."""
    own = documents["framework"]["fiscal_year"]
    found: dict[int, Mapping[str, Any]] = {}
    for year in sorted(catalogue_of(agency).years(), reverse=True):
        data = shipped_texts(year)
        rating = from_texts(data)["framework"]["rating"] if data and year != own else {}
        levels = rating.get("levels")
        if levels and all(levels != held["levels"] for held in found.values()):
            found[year] = rating
    return found


def rating_words(rating: Mapping[str, Any]) -> Text:
    """The levels of a rating in a line."""
    labels = [level["label"] for level in rating["levels"]]
    count = len(labels)
    first, last = labels[0], labels[-1]
    return Text(
        f"{count} ระดับ {first['th']} ถึง {last['th']}",
        f"{count} levels, {first.get('en') or first['th']} to {last.get('en') or last['th']}",
    )
