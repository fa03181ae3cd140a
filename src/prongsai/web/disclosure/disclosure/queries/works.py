"""The work of a whole year as the core sees it: six queries, however many items."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from msgspec import Struct

from prongsai import __version__
from prongsai.core.disclosure.asked_years import (
    YearPart,
    asked_part,
    asked_years,
    asks_first_half,
    asks_workbook,
)
from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.disclosure.model import ItemWork as CoreWork
from prongsai.core.disclosure.model import Piece as CorePiece
from prongsai.core.disclosure.readiness import Readiness, readiness
from prongsai.core.fiscal import half_year
from prongsai.core.messages import read_words
from prongsai.core.preaudit.model import Verdict as ReadVerdict
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rules import Every
from prongsai.core.text import Text
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import (
    MadePaper,
    YearItem,
    YearItems,
    items_of,
    published_files,
)
from prongsai.web.disclosure.disclosure.models import ElementCheck, ItemWork, Piece, PieceOfItem
from prongsai.web.disclosure.disclosure.reading_models import ItemReading
from prongsai.web.disclosure.links.models import Link, by_address
from prongsai.web.signing.publication.queries import OWN_WORK
from prongsai.web.year.assessment.queries import years

P = TypeVar("P", bound=MadePaper)
Checks = Mapping[str, ElementCheck]
Links = Mapping[str, Link]


class Work(Struct, frozen=True):
    """One item with what was done for it; `row` is None before anybody began.

    Shape:  `outdated` are the keys of looks that are older than the evidence that stands; `links`
            what is known of the addresses of its pieces, by the address; `published` where this
            site shows everybody a file of the item, by the digest; `reading` what the pre-audit
            says, also of evidence that is another since; `missed` the keys that it does not find in
            the evidence that stands, but those that a person judged in it.
    """

    item: YearItem
    row: ItemWork | None
    pieces: tuple[Piece, ...]
    checks: Checks
    outdated: frozenset[str]
    readiness: Readiness
    links: Links = {}
    published: Mapping[str, str] = {}
    reading: ItemReading | None = None
    missed: frozenset[str] = frozenset()

    @property
    def is_read(self) -> bool:
        """Whether this program read the evidence that stands, for what is asked today."""
        return self.reading is not None and self.reading.mark == self.mark

    @property
    def mark(self) -> str:
        """A word that is another when evidence, what is asked, or the program changes."""
        asked = [requirement.key for requirement in self.item.requirements or ()]
        return _word(f"{__version__} {asked} {self.evidence}")

    @property
    def looked(self) -> str:
        """A word that is another when there is anything new to look at, or somebody looked."""
        looks = sorted((key, check.number) for key, check in self.checks.items())
        read = self.reading.mark if self.reading is not None and self.is_read else ""
        return _word(f"{self.evidence} {read} {looks}")

    @property
    def evidence(self) -> str:
        """A word that is another when evidence, or what its addresses show, changes."""
        return _evidence_of(self.pieces, self.links)

    def has_found(self, key: str) -> bool:
        """Whether somebody found an element."""
        return key in self.checks and self.checks[key].presence == Presence.PRESENT

    def address_of(self, piece: Piece) -> str:
        """Where everybody opens a piece; "" where nobody outside does."""
        return _address(piece, self.published)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of its pieces that are on the web."""
        return tuple(filter(None, map(self.address_of, self.pieces)))

    @property
    def state(self) -> ItemState:
        return ItemState(self.row.state) if self.row else ItemState.NOT_STARTED

    @property
    def due(self) -> date | None:
        """The day the agency set itself."""
        return self.row.due if self.row else None

    @property
    def explanation(self) -> str:
        """What is told beside the addresses."""
        return self.row.explanation if self.row else ""


def _evidence_of(pieces: Iterable[Piece], links: Links) -> str:
    """A word that is another when evidence, or what its addresses show, changes."""
    facts = [
        (str(piece.pk), links[piece.address].newest_content if piece.address in links else "")
        if piece.address
        else (str(piece.pk), piece.file.digest if piece.file else "")
        for piece in pieces
    ]
    return _word(repr((facts, [piece.address for piece in pieces])))


def _word(facts: str) -> str:
    return blake2b(facts.encode(), digest_size=16).hexdigest()


def works_of(agency: Agency, year: int, on: date) -> tuple[YearItems, tuple[Work, ...]]:
    """Every item of a year with its work, in code order."""
    items = items_of(agency, year)
    return items, _works(agency, items, items.items, on)


def work_of(agency: Agency, year: int, code: str, on: date) -> tuple[YearItems, Work] | None:
    items = items_of(agency, year)
    item = items.item(code)
    if item is None:
        return None
    return items, _works(agency, items, (item,), on)[0]


def pieces_by_item(agency: Agency, year: int) -> Mapping[str, tuple[Piece, ...]]:
    return _standing(_served(agency, year))


def with_year_before(
    agency: Agency, year: int
) -> tuple[Mapping[str, tuple[Piece, ...]], Mapping[str, tuple[Piece, ...]]]:
    """The same of a year and of the year before; one query for both."""
    rows = _served(agency, year, year - 1)
    here = _standing(row for row in rows if row.piece.fiscal_year == year)
    return here, _standing(row for row in rows if row.piece.fiscal_year != year)


def _served(agency: Agency, *years: int) -> tuple[PieceOfItem, ...]:
    """Every piece of some years with each subject it serves, removed ones too."""
    rows = PieceOfItem.objects.filter(agency=agency, piece__fiscal_year__in=years)
    return tuple(rows.select_related("piece__file", "piece__unit"))


def _standing(rows: Iterable[PieceOfItem]) -> Mapping[str, tuple[Piece, ...]]:
    by_item: dict[str, list[Piece]] = {}
    for row in rows:
        if row.piece.removed_at is None:
            by_item.setdefault(row.item, []).append(row.piece)
    return {item: tuple(pieces) for item, pieces in by_item.items()}


def public_address(piece: Piece, on: date) -> str:
    """Where everybody opens a piece, for any of its items; "" where nobody outside does."""
    if piece.file is None:
        return piece.address
    files, digest = published_files(piece.agency, piece.fiscal_year, on), piece.file.digest
    keys = piece.items.values_list("item", flat=True) if files else ()
    return next((files[key, digest] for key in keys if (key, digest) in files), "")


# What nobody can tell: whether an address shows what it is given for.
_UNSURE = (Verdict.UNKNOWN, Verdict.SLOW, Verdict.CHANGED)


def core_piece(
    piece: Piece, link: Link | None, address: str, looked: datetime | None = None
) -> CorePiece:
    """A piece as far as rules ask, with what is known of its address.

    Shape:  `address` is where everybody opens it. A file that this site sends itself needs no look
            at its link: it opens as long as the page that shows it stands. `looked` is when
            somebody last looked for an element of its item.
    """
    return CorePiece(
        piece.title, piece.of_year, piece.stands_in_until, piece.valid_from, piece.valid_until,
        is_on_web=bool(address),
        is_checked=not piece.address or (link is not None and link.standing is not None),
        broken=link.why if link is not None and link.is_broken else None,
        unsure=link.why if link is not None and link.standing in _UNSURE else None,
        was_opened=link is None or link.was_opened,
        is_draft=piece.is_draft,
        is_added_later=looked is not None and looked < piece.added_at,
    )  # fmt: skip


def _works(
    agency: Agency, items: YearItems, asked: Sequence[YearItem], on: date
) -> tuple[Work, ...]:
    rows = {row.item: row for row in ItemWork.objects.filter(agency=agency, fiscal_year=items.year)}
    served = _served(agency, items.year)
    pieces, gone = _standing(served), _last_removed(served)
    # Of each element the last look counts, also one that was taken back.
    checks: dict[str, dict[str, ElementCheck]] = {}
    for row in ElementCheck.objects.filter(agency=agency, fiscal_year=items.year):
        checks.setdefault(row.item, {})[row.element] = row
    wanted = {key for item in asked for key in item.keys}
    addresses = [piece.address for key in wanted for piece in pieces.get(key, ()) if piece.address]
    links = by_address(agency, addresses)
    has_files = any(piece.file_id for key in wanted for piece in pieces.get(key, ()))
    files = published_files(agency, items.year, on) if has_files else {}
    readings = {
        row.item: row
        for row in ItemReading.objects.filter(
            agency=agency, fiscal_year=items.year, item__in=wanted
        ).select_related("job")
    }
    known = _Known(rows, pieces, checks, gone, links, files, readings)
    return tuple(_work(items.year, item, known, on) for item in asked)


class _Known(Struct, frozen=True):
    """What a year has of all items, by their subject; `files` by subject and digest."""

    rows: Mapping[str, ItemWork]
    pieces: Mapping[str, tuple[Piece, ...]]
    checks: Mapping[str, Checks]
    gone: Mapping[str, datetime]
    links: Links
    files: Mapping[tuple[str, str], str]
    readings: Mapping[str, ItemReading]


def _missed(reading: ItemReading, checks: Checks, evidence: str) -> Iterator[str]:
    """What the pre-audit does not find and no person has judged in this very evidence."""
    for key, entry in reading.by_requirement.items():
        verdict = entry.outcome.verdict
        judged = checks[key].reading if key in checks else {}
        is_judged = (judged.get("verdict"), judged.get("evidence")) == (verdict, evidence)
        if verdict is ReadVerdict.NOT_FOUND and not is_judged:
            yield key


def _work(year: int, item: YearItem, known: _Known, on: date) -> Work:
    rows, gone, links, files = known.rows, known.gone, known.links, known.files
    row = next((rows[key] for key in item.keys if key in rows), None)
    own = tuple(dict.fromkeys(piece for key in item.keys for piece in known.pieces.get(key, ())))
    standing = _standing_checks(item, known.checks)
    looked = max((check.checked_at for check in standing.values()), default=None)
    changed = _last_change(own, [gone[key] for key in item.keys if key in gone])
    outdated = frozenset(
        name for name, check in standing.items() if changed and check.checked_at < changed
    )
    published = {
        piece.file.digest: files[key, piece.file.digest]
        for piece in own if piece.file
        for key in item.keys if (key, piece.file.digest) in files
    }  # fmt: skip
    reading = next((known.readings[key] for key in item.keys if key in known.readings), None)
    own_links = {piece.address: links[piece.address] for piece in own if piece.address in links}
    evidence = _evidence_of(own, own_links)
    missed = frozenset(_missed(reading, standing, evidence)) if reading else frozenset()
    is_same = reading is not None and reading.evidence == evidence
    core = CoreWork(
        item.code,
        ItemState(row.state) if row else ItemState.NOT_STARTED,
        item.requirements,
        {key: Presence(check.presence) for key, check in standing.items()},
        tuple(
            core_piece(piece, links.get(piece.address), _address(piece, published), looked)
            for piece in own
        ),
        item.are_all_known,
        outdated,
        missed if is_same else frozenset(),
        missed_before=missed if own and not is_same else frozenset(),
    )
    ready = readiness(core, year, on)
    return Work(
        item, row, own, standing, outdated, ready, own_links, published, reading, core.missed
    )


def _standing_checks(item: YearItem, checks: Mapping[str, Checks]) -> Checks:
    """The last look for each element, but for those that were taken back."""
    every = (check for key in item.keys for check in checks.get(key, {}).values())
    last = {check.element: check for check in sorted(every, key=lambda check: check.number)}
    return {name: check for name, check in last.items() if check.presence}


def _address(piece: Piece, published: Mapping[str, str]) -> str:
    return piece.address or (published.get(piece.file.digest, "") if piece.file else "")


def _last_change(pieces: Sequence[Piece], removed: Sequence[datetime]) -> datetime | None:
    """When the evidence last became other than what a look before it can have been of.

    A piece that is added takes nothing away; one that is removed, or moved to another address, may
    be where something was found.
    """
    first = min((piece.added_at for piece in pieces), default=None)
    moved = (piece.moved_at for piece in pieces)
    return max((moment for moment in (first, *moved, *removed) if moment is not None), default=None)


def _last_removed(rows: Iterable[PieceOfItem]) -> Mapping[str, datetime]:
    last: dict[str, datetime] = {}
    for row in rows:
        moment = row.piece.removed_at
        if moment is not None:
            last[row.item] = max(moment, last.get(row.item, moment))
    return last


def with_evidence(rows: QuerySet[P]) -> list[P]:
    """Fetch editions with their files and the evidence that was made of them: two queries."""
    standing = Prefetch("pieces", Piece.objects.filter(removed_at=None), to_attr="evidence")
    return list(rows.select_related("job", "pdf", "docx", "xlsx").prefetch_related(standing))


def with_file(rows: QuerySet[P], digests: Collection[str]) -> QuerySet[P]:
    """The editions of which any file is among these."""
    forms = [Q(**{f"{form}__digest__in": digests}) for form in ("pdf", "docx", "xlsx")]
    return rows.filter(forms[0] | forms[1] | forms[2])


class Answered(Struct, frozen=True):
    """The items of an opened year that a paper answers."""

    year: int
    items: tuple[YearItem, ...]

    @property
    def codes(self) -> str:
        return ", ".join(item.code for item in self.items)

    @property
    def asks_workbook(self) -> bool:
        """Whether any of them asks for the table as an Excel file too."""
        return any(asks_workbook(item.requirements or ()) for item in self.items)


class Other(Struct, frozen=True):
    """An item of a year that asks for another period than the paper's, with both in words."""

    year: int
    code: str
    asked: Text
    own: Text


class PaperTime(Struct, frozen=True):
    """The subjects of a paper and the time of which it tells; `slot` as for `answered`."""

    lineages: Collection[str]
    year: int
    slot: Slot | None = None


def answered(
    agency: Agency, lineages: Collection[str], year: int, slot: Slot | None = None
) -> tuple[Answered, ...]:
    """The items that a paper of a year about some subjects answers.

    Shape:  a yearly report is asked for in the year after; only opened years are looked at.
            `slot` is the time of which a paper tells, None where no item asks after that.
    """
    years_answered = []
    for fiscal_year in sorted({year, year + 1} & set(years(agency))):
        items = answering(items_of(agency, fiscal_year), lineages, year, slot)
        if items:
            years_answered.append(Answered(fiscal_year, items))
    return tuple(years_answered)


def answering(
    items: YearItems, lineages: Collection[str], year: int, slot: Slot | None = None
) -> tuple[YearItem, ...]:
    """The items of a fiscal year that a paper of `year` about some subjects answers."""
    return tuple(
        item
        for item, asked in _asked(items, lineages)
        if (year in asked if asked else items.year == year)
        and _other_part(item, items.year, slot) is None
    )


def others_asked(
    agency: Agency, lineages: Collection[str], year: int, slot: Slot | None = None
) -> Iterator[Other]:
    """The items about these subjects that ask the paper of another period.

    Shape:  those of the paper's year, and those of the year after that ask for a part of it.
    """
    for fiscal_year in (year, *({year + 1} & set(years(agency)))):
        for item, asked in _asked(items_of(agency, fiscal_year), lineages):
            if fiscal_year == year or year in asked:
                yield from _other(item, fiscal_year, PaperTime(lineages, year, slot))


def _other(item: YearItem, fiscal_year: int, time: PaperTime) -> Iterator[Other]:
    """An item of a year, where it asks for another period than that of a paper."""
    year, asked = time.year, asked_years(item.requirements or ())
    own = time.slot.label if time.slot else read_words("disclosure/the_year.named", year=year)
    part = _other_part(item, fiscal_year, time.slot)
    if year not in (asked or {fiscal_year}):
        case = "named" if asked else "not_named"
        words = read_words(f"disclosure/the_year.{case}", year=max(asked or {fiscal_year}))
        yield Other(fiscal_year, item.code, words, own)
    elif part is not None:
        yield Other(fiscal_year, item.code, part.value.format(year=year), own)


def other_period(
    agency: Agency, digests: Collection[str], year: int, items: Iterable[YearItem]
) -> Other | None:
    """The first of some items that asks these papers of this site of another period; None of none.

    Shape:  files that are no papers about an item are not asked.
    """
    if not digests:
        return None
    times: list[PaperTime | None] = [
        time_of(row)
        for model, time_of in filter(None, (work.times for work in OWN_WORK.values()))
        for row in with_file(model.objects.filter(agency=agency), digests)
    ]
    for item in items:
        own = [time for time in times if time and set(time.lineages) & set(item.keys)]
        others = [other for time in own for other in _other(item, year, time)]
        if others and len(others) == len(own):
            return others[0]
    return None


def _other_part(item: YearItem, of_year: int, slot: Slot | None) -> YearPart | None:
    """The part of the paper's year that an item asks, where the paper tells of another part."""
    if slot is None:
        return None
    requirements = item.requirements or ()
    if slot.first > half_year(slot.year) and asks_first_half(requirements):
        return YearPart.FIRST_HALF
    part = asked_part(requirements, slot.year)
    # The data of a year that still runs are those until now.
    is_half = slot.every is Every.HALF and slot.year < of_year
    is_other = {YearPart.FIRST_HALF: slot.every is Every.YEAR, YearPart.WHOLE: is_half, None: False}
    return part if is_other[part] else None


def _asked(
    items: YearItems, lineages: Collection[str]
) -> Iterator[tuple[YearItem, frozenset[int]]]:
    """The items of a year about these subjects, and of which years they ask it."""
    for item in items.items:
        if set(lineages) & set(item.keys):
            yield item, asked_years(item.requirements or ())


def piece_of(agency: Agency, year: int, piece_id: UUID) -> Piece | None:
    """One piece of a year, removed or not."""
    rows = Piece.objects.filter(agency=agency, fiscal_year=year, pk=piece_id)
    return rows.select_related("agency", "file__agency", "unit").first()


def items_of_piece(items: YearItems, piece: Piece) -> tuple[YearItem, ...]:
    keys = {row.item for row in piece.items.all()}
    return tuple(item for item in items.items if keys & set(item.keys))
