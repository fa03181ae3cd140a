"""What the pages of years, frameworks, notes and unknown facts show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from msgspec import Struct

from prongsai.core.dates import read_calendar_text
from prongsai.core.fiscal import year_of
from prongsai.core.framework.model import Confidence
from prongsai.core.messages import read_words
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.year.assessment.framework.confidence import (
    Fact,
    Group,
    State,
    Unconfirmed,
    facts,
    unconfirmed_of,
)
from prongsai.web.year.assessment.framework.documents import (
    ITEM_FILES,
    Documents,
    digest_of,
    from_texts,
    name_of,
    shipped_texts,
)
from prongsai.web.year.assessment.framework.editing import id_of
from prongsai.web.year.assessment.models import Assessment, FrameworkRevision, ItemNote
from prongsai.web.year.assessment.queries import assessment_of, catalogue_of, unconfirmed_in


class YearLine(Struct, frozen=True):
    """One opened year in the list; `unconfirmed` is None where its framework is not known."""

    row: Assessment
    unconfirmed: Unconfirmed | None
    is_now: bool

    @property
    def state(self) -> State:
        return self.unconfirmed.state if self.unconfirmed else State.DRAFT

    @property
    def has_official(self) -> bool:
        """Whether official data are there that the agency's copy never was."""
        return has_newer_official(self.row)


def years_page(agency: Agency) -> dict[str, Any]:
    catalogue = catalogue_of(agency)
    this_year = year_of(today())
    lines = tuple(
        YearLine(
            row, unconfirmed_in(catalogue, row.fiscal_year), is_now=row.fiscal_year == this_year
        )
        for row in Assessment.objects.filter(agency=agency)
    )
    is_open = any(line.is_now for line in lines)
    return {
        "years": lines,
        "this_year": this_year,
        "suggested": None if is_open else this_year,
    }


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
    unconfirmed: Unconfirmed

    @property
    def number(self) -> int:
        """The revision that stands."""
        return self.assessment.framework_number if self.assessment else 0


def year_data(agency: Agency, fiscal_year: int) -> Year | None:
    """A year's framework; None where there is none."""
    row = assessment_of(agency, fiscal_year)
    texts = (row.framework if row else None) or shipped_texts(fiscal_year)
    if not texts:
        return None
    documents = from_texts(texts)
    unconfirmed = unconfirmed_of(documents, is_own=bool(row and row.framework))
    return Year(fiscal_year, row, documents, unconfirmed)


class ItemLine(Struct, frozen=True):
    """One item in the list of a framework; `data` is its entry in the documents of the year."""

    data: Mapping[str, Any]
    elements: Sequence[Mapping[str, Any]]
    has_note: bool

    @property
    def code(self) -> str:
        return str(self.data["code"])

    @property
    def confirmed_elements(self) -> int:
        return sum(1 for element in self.elements if element["confidence"] == "confirmed")


class PartLine(Struct, frozen=True):
    """An indicator or sub-indicator with the items right below it."""

    data: Mapping[str, Any]
    items: tuple[ItemLine, ...]
    parts: tuple[PartLine, ...]

    @property
    def count(self) -> int:
        """How many items stand in it, at any depth."""
        return len(self.items) + sum(part.count for part in self.parts)

    @property
    def open(self) -> int:
        """How many items, elements and parts below it no official document confirms yet."""
        below = [item.data for item in self.items] + [part.data for part in self.parts]
        open_facts: int = sum(data.get("confidence") != "confirmed" for data in below)
        open_facts += sum(len(item.elements) - item.confirmed_elements for item in self.items)
        return open_facts + sum(part.open for part in self.parts)


class InstrumentPart(Struct, frozen=True):
    """One instrument: its items, its indicators, and items that have no place yet."""

    data: Mapping[str, Any]
    items: tuple[ItemLine, ...]
    parts: tuple[PartLine, ...]
    unplaced: tuple[ItemLine, ...]

    @property
    def weight(self) -> str:
        """The weight in percent; "" where it is not known."""
        return percent(self.data.get("weight"))


class FrameworkPage(Struct, frozen=True):
    """A year's framework, whole; `rules` are the document of weights, levels and target."""

    year: Year
    has_official: bool
    instruments: tuple[InstrumentPart, ...]
    rules: Mapping[str, Any]
    calendar: tuple[dict[str, Any], ...]

    @property
    def target(self) -> str:
        """The target score; "" where it is not known."""
        return shown_number(self.rules["target"].get("score"))

    @property
    def weights_confidence(self) -> Confidence:
        """How sure the least sure weight is."""
        words = (Confidence(part.data["confidence"]) for part in self.instruments)
        return max(words, key=lambda word: word.rank)


def framework_page(agency: Agency, fiscal_year: int) -> FrameworkPage | None:
    year = year_data(agency, fiscal_year)
    if year is None:
        return None
    notes = {note.lineage for note in notes_of(agency, fiscal_year)}
    return FrameworkPage(
        year=year,
        has_official=year.assessment is not None and has_newer_official(year.assessment),
        instruments=tuple(_instruments(year.documents, notes)),
        rules=year.documents["framework"],
        calendar=calendar_of(year.documents),
    )


def _instruments(documents: Documents, notes: set[str]) -> Iterator[InstrumentPart]:
    elements = documents["elements"].get("elements") or {}
    for part in documents["framework"]["instruments"]:
        items = tuple(
            ItemLine(item, elements.get(item["code"]) or (), bool(notes & {*item["lineage"]}))
            for item in documents[ITEM_FILES[part["code"]]].get("items") or []
        )
        placed = {indicator["code"] for indicator in part["indicators"]}
        yield InstrumentPart(
            part,
            items,
            tuple(_indicator(indicator, items) for indicator in part["indicators"]),
            tuple(item for item in items if item.data.get("indicator") not in placed),
        )


def _indicator(part: Mapping[str, Any], items: Sequence[ItemLine]) -> PartLine:
    subs = part.get("sub_indicators") or []
    below: dict[str, list[ItemLine]] = {sub["code"]: [] for sub in subs}
    direct: list[ItemLine] = []
    for item in items:
        if item.data.get("indicator") == part["code"]:
            below.get(item.data.get("sub_indicator") or "", direct).append(item)
    return PartLine(
        part,
        tuple(direct),
        tuple(PartLine(sub, tuple(below[sub["code"]]), ()) for sub in subs),
    )


def calendar_of(documents: Documents) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "first": read_calendar_text(phase.get("from")),
            "last": read_calendar_text(phase.get("to")),
            "is_month": phase.get("precision") == "month",
            "name": name_of(phase["phase"]),
            "where": where_of(phase),
        }
        for phase in documents["context"].get("calendar") or []
    )


def where_of(part: Mapping[str, Any]) -> Text:
    """The source of a part in words: its first source, and the page."""
    sources = part.get("sources") or []
    named = sources[0] if sources else ""
    page = part.get("page")
    if not page:
        return same(named)
    words = read_words("assessment/source_page", page=page)
    return listed([same(named), words], " ") if named else words


def percent(weight: float | None) -> str:
    """A weight in percent; "" where it is not known."""
    return "" if weight is None else shown_number(round(weight * 100, 4))


def shown_number(value: Any) -> str:
    """A number without needless places; "" for none."""
    if value is None:
        return ""
    return str(int(value)) if float(value).is_integer() else str(value)


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
    lines += [NoteLine(key, "", same(key), note) for key, note in held.items()]
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
    item = next((listed for listed in items if lineage in listed["lineage"]), None)
    if item is None:
        return NoteLine(lineage, "", same(lineage), row) if row else None
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
        return self.fact.confidence is not Confidence.CONFIRMED


class UnknownYear(Struct, frozen=True):
    """A year's unknowns; `data.assessment` is None where the year is not open."""

    data: Year
    all_facts: tuple[UnknownFact, ...]

    @property
    def groups(self) -> Mapping[Group, list[UnknownFact]]:
        entries: dict[Group, list[UnknownFact]] = {group: [] for group in Group}
        for entry in self.all_facts:
            if entry.is_open:
                entries[entry.fact.group].append(entry)
        return entries

    @property
    def share(self) -> int:
        """How much of the year is confirmed, in whole percent, never rounded up to all."""
        unconfirmed = self.data.unconfirmed
        return 100 * unconfirmed.confirmed // unconfirmed.total if unconfirmed.total else 0


def unknown_years(agency: Agency, fiscal_year: int) -> tuple[UnknownYear, ...]:
    """The year of the results first, then the year one lives in; without those of no framework."""
    years = (year_data(agency, year) for year in (fiscal_year - 1, fiscal_year))
    return tuple(
        UnknownYear(
            data,
            tuple(
                UnknownFact(id_of(fact.key), fact, _url(data.fiscal_year, fact))
                for fact in facts(data.documents)
            ),
        )
        for data in years
        if data is not None
    )


def unknown_of(agency: Agency, fiscal_year: int) -> int:
    """Whose list a year stands in: that of the year after, where it is open."""
    held = Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year + 1)
    return fiscal_year + 1 if held.exists() else fiscal_year


def _url(year: int, fact: Fact) -> str:
    """Where the fact is read with what belongs to it."""
    if fact.group in (Group.ITEMS, Group.ELEMENTS):
        return reverse("assessment:item", args=[year, fact.code])
    anchor = "#calendar" if fact.group is Group.CALENDAR else ""
    return reverse("assessment:framework", args=[year]) + anchor


def known_ratings(agency: Agency, documents: Documents) -> Mapping[int, Mapping[str, Any]]:
    """The ratings that other years have: {newest year of a rating: rating}."""
    own = documents["framework"]["fiscal_year"]
    ratings: dict[int, Mapping[str, Any]] = {}
    for year in sorted(catalogue_of(agency).years(), reverse=True):
        data = shipped_texts(year)
        rating = from_texts(data)["framework"]["rating"] if data and year != own else {}
        levels = rating.get("levels")
        if levels and all(levels != held["levels"] for held in ratings.values()):
            ratings[year] = rating
    return ratings


def rating_words(rating: Mapping[str, Any]) -> Text:
    """The levels of a rating in a line."""
    labels = [level["label"] for level in rating["levels"]]
    count = len(labels)
    first, last = labels[0], labels[-1]
    return read_words(
        "assessment/rating_levels", count=count, first=name_of(first), last=name_of(last)
    )
