"""Add, change, move, take over, remove and restore pieces of evidence, and record each change."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import asdict, replace

from prongsai.core.dates import calendar_text
from prongsai.core.disclosure.pasted import PastedRow
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem, YearItems, items_of
from prongsai.web.disclosure.disclosure.models import Piece, PieceAct, PieceChange, PieceOfItem
from prongsai.web.disclosure.disclosure.queries.works import items_of_piece, other_period
from prongsai.web.disclosure.disclosure.services import checking, working
from prongsai.web.platform import journal, uploads
from prongsai.web.platform.clock import now
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.platform.versions import made
from prongsai.web.signing.publication.gate import digests_at, drafts_among, keys_in, knows_drafts
from prongsai.web.year.assessment.services.frameworks import locked

MOST_OF_AN_ITEM = 60
TERMS = ("stands_in_until", "stands_in_why", "valid_from", "valid_until")
_SAID = ("title", "address", "unit_id", *TERMS)


class Words(Struct, frozen=True):
    """What is said of a piece.

    Shape:  `title` "" for the address or the file's name; `stands_in_until` with its reason where
            it stands for another; `valid_from` and `valid_until` the term of a plan.
    """

    title: str = ""
    unit: Unit | None = None
    stands_in_until: date | None = None
    stands_in_why: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


@transaction.atomic
def add(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    words: Words,
    address: str = "",
    file: Checked | None = None,
) -> Piece:
    """Add an address or a file to some items.

    Shape:  an address that the year has already serves more items, and is not kept twice: it goes
            on under its own title.
    Errors: Refused where an item has as many as it may or asks a paper of this site of another
            period, or where a term or a stand-in is told of an address that is there without;
            Misuse where the year is not open.
    """
    locked(agency, year)
    known = _known(agency, year, address)
    if known is not None:
        _check_same(known, words)
    piece = known or _make(agency, by, year, words, address, file, items)
    _serve(piece, by, items, is_there=known is not None)
    codes = ", ".join(item.code for item in items)
    journal.record(agency, by, "piece-added", piece.title, year=year, items=codes)
    return piece


def _make(
    agency: Agency,
    by: Actor,
    year: int,
    words: Words,
    address: str,
    file: Checked | None = None,
    items: Sequence[YearItem] = (),
) -> Piece:
    """A new piece, which serves no item yet; last year's file of an item stays last year's."""
    piece = Piece(
        agency=agency, fiscal_year=year, address=address, added_at=now(), added_by=by.user,
        added_by_words=by.words,
    )  # fmt: skip
    if file is not None:
        piece.file = uploads.store(agency, by, file)
        keys = [key for item in items for key in item.keys]
        same = Piece.objects.filter(
            agency=agency, fiscal_year=year - 1, file__digest=piece.file.digest,
            items__item__in=keys, removed_at=None,
        ).first()  # fmt: skip
        piece.of_year = (same.of_year or same.fiscal_year) if same is not None else None
    _fill(piece, words)
    piece.is_draft = _is_draft(piece)
    piece.save(force_insert=True)
    return piece


@transaction.atomic
def change(
    piece: Piece,
    *,
    by: Actor,
    words: Words,
    items: Sequence[YearItem],
    address: str = "",
    seen: str = "",
) -> None:
    """Say something else of a piece, where it is now, and which items of the year it serves.

    Shape:  what was found in an item that the piece leaves may have stood in it: it is open again,
            and so is what was found before the piece moved to another address; "" leaves it where
            it is. `seen` is `standing` when the form was opened, "" where nobody looked.
    Errors: Refused without an item, where one has as many as it may, where the year has the new
            address already, or where another changed or removed the piece meanwhile.
    """
    locked(piece.agency, piece.fiscal_year)
    # What was read before the lock may be old: another's removal must not be undone by saving.
    piece.refresh_from_db()
    _check_seen(piece, seen)
    if not items:
        raise Refused("disclosure/piece_without_item", field="items")
    before = field_texts(piece)
    if piece.address and address not in ("", piece.address):
        # A piece that is called by its address is called by the new one.
        is_unnamed = words.title == piece.address[:300]
        _move(piece, by, address)
        words = replace(words, title="") if is_unnamed else words
        _refuse_other_period(piece, items)
    _fill(piece, words)
    piece.save()
    mark_leading_to(piece)
    kept = {key for item in items for key in item.keys}
    _leave(piece, by, piece.items.exclude(item__in=kept))
    _serve(piece, by, items, is_there=True)
    record_difference(piece, by, before)
    journal.record(piece.agency, by, "piece-changed", piece.title, year=piece.fiscal_year)


def _move(piece: Piece, by: Actor, address: str) -> None:
    """Another address for the same evidence: its permanent address leads there from now on."""
    known = _known(piece.agency, piece.fiscal_year, address)
    if known is not None:
        raise Refused("disclosure/address_in_year_already", field="address", title=known.title)
    before, at = piece.address, now()
    piece.moves = [*piece.moves, {"address": before, "until": at.isoformat(), "by": by.words}]
    piece.address, piece.moved_at = address, at
    piece.is_draft = _is_draft(piece)
    journal.record(
        piece.agency, by, "piece-moved", piece.title, year=piece.fiscal_year, before=before[:300],
        after=address[:300],
    )  # fmt: skip


@transaction.atomic
def remove(piece: Piece, *, by: Actor) -> bool:
    """Take a piece away, for all items that it serves; whether it was there."""
    locked(piece.agency, piece.fiscal_year)
    rows = Piece.objects.filter(pk=piece.pk, removed_at=None)
    if not rows.update(removed_at=now(), removed_by_words=by.words):
        return False
    record_change(piece, by, PieceAct.REMOVED, served_items(piece))
    journal.record(piece.agency, by, "piece-removed", piece.title, year=piece.fiscal_year)
    return True


@transaction.atomic
def detach(piece: Piece, *, by: Actor, item: YearItem) -> bool:
    """Let a piece serve an item no more, whatever others it serves; whether it did.

    Shape:  what was found in the item may have stood in it: it is open again.
    Errors: Refused for the last item that it serves: then it is removed instead.
    """
    locked(piece.agency, piece.fiscal_year)
    rows = piece.items.filter(item__in=item.keys)
    if not rows.exists():
        return False
    if piece.items.count() == rows.count():
        raise Refused("disclosure/piece_without_other_item")
    _leave(piece, by, rows)
    journal.record(
        piece.agency, by, "piece-detached", piece.title, year=piece.fiscal_year, items=item.code
    )
    return True


@transaction.atomic
def restore(piece: Piece, *, by: Actor) -> bool:
    """Bring a removed piece back; whether it was removed.

    Errors: Refused where its address was added again meanwhile, or an item has as many as it may.
    """
    locked(piece.agency, piece.fiscal_year)
    piece.refresh_from_db()
    again = _known(piece.agency, piece.fiscal_year, piece.address)
    if again is not None and again.pk != piece.pk:
        raise Refused("disclosure/address_added_again", title=again.title)
    if piece.removed_at is not None:
        for item in items_of(piece.agency, piece.fiscal_year).items:
            if _pieces_of(piece, item).filter(piece=piece).exists():
                _check_room(piece, item)
    rows = Piece.objects.filter(pk=piece.pk, removed_at__isnull=False)
    if not rows.update(removed_at=None, removed_by_words=""):
        return False
    record_change(piece, by, PieceAct.RESTORED, served_items(piece))
    journal.record(piece.agency, by, "piece-restored", piece.title, year=piece.fiscal_year)
    return True


@transaction.atomic
def renew(piece: Piece, *, by: Actor) -> bool:
    """Say that what was taken over from another year is of this year now; whether it was not.

    Errors: Refused for a paper of this site that tells of another period than an item asks.
    """
    locked(piece.agency, piece.fiscal_year)
    _refuse_other_period(piece, items_of_piece(items_of(piece.agency, piece.fiscal_year), piece))
    if not Piece.objects.filter(pk=piece.pk, of_year__isnull=False).update(of_year=None):
        return False
    record_change(piece, by, PieceAct.RENEWED, served_items(piece))
    journal.record(piece.agency, by, "piece-renewed", piece.title, year=piece.fiscal_year)
    return True


@transaction.atomic
def take_over(piece: Piece, *, by: Actor, year: int, item: YearItem) -> Piece:
    """Use a piece of another year for an item of this one: it says so until somebody renews it."""
    locked(piece.agency, year)
    known = carry_over(piece, year, by=by)
    _serve(known, by, [item], is_there=known.items.exists())
    journal.record(piece.agency, by, "piece-added", known.title, year=year, items=item.code)
    return known


@transaction.atomic
def take_pasted(
    agency: Agency, *, by: Actor, year: int, items: YearItems, rows: Sequence[PastedRow]
) -> int:
    """Add pasted addresses; how many items got one that they had not.

    Errors: as `add`.
    """
    locked(agency, year)
    count = 0
    for row in rows:
        item = items.item(row.code)
        if item is None:
            continue
        known = _known(agency, year, row.address)
        piece = known or _make(agency, by, year, Words(row.title), row.address)
        count += _serve(piece, by, [item], is_there=known is not None)
    if count:
        journal.record(agency, by, "pieces-pasted", str(year), year=year, count=count)
    return count


def carry_over(piece: Piece, year: int, *, by: Actor | None = None) -> Piece:
    """A piece in a year that it is taken over into: what that year has already, else a copy."""
    rows = Piece.objects.filter(agency=piece.agency, fiscal_year=year, removed_at=None)
    known = rows.filter(address=piece.address, file=piece.file_id).first()
    if known is not None:
        return known
    same = {name: getattr(piece, name) for name in ("agency", "file", *_SAID)}
    copy = Piece(
        **same, fiscal_year=year, of_year=piece.of_year or piece.fiscal_year, added_at=now(),
        added_by=by.user if by else None, added_by_words=by.words if by else "",
    )  # fmt: skip
    # What a year asks of itself before it is over, the next one asks whole.
    copy.is_draft = piece.is_draft or _is_draft(copy)
    copy.save(force_insert=True)
    return copy


def refuse_other_period(
    agency: Agency, digests: Collection[str], year: int, items: Iterable[YearItem]
) -> None:
    """Refuse papers of this site that tell of another period than an item asks, naming both."""
    if (other := other_period(agency, digests, year, items)) is not None:
        raise Refused("disclosure/paper_of_other_period", **asdict(other))


def _refuse_other_period(piece: Piece, items: Iterable[YearItem]) -> None:
    digests = frozenset(_digests_of(piece, frozenset()))
    refuse_other_period(piece.agency, digests, piece.fiscal_year, items)


def _is_draft(piece: Piece) -> bool:
    """Whether it is a paper of this site that was fixed as a draft, by its page or as a file."""
    agency, year = piece.agency, piece.fiscal_year
    return bool(drafts_among(agency, frozenset(_digests_of(piece, frozenset())), year))


def _digests_of(piece: Piece, before: frozenset[UUID]) -> Iterator[str]:
    """The digests of the files of this site that a piece shows, be it by way of other pieces.

    Shape:  `before` are the pieces on the way, which may lead in a circle.
    """
    if piece.file is not None:
        yield piece.file.digest
        return
    yield from digests_at(piece.agency, piece.address)
    known = before | {piece.pk}
    others = Piece.objects.filter(agency=piece.agency, pk__in=keys_in(piece.address) - known)
    for other in others.select_related("file", "agency"):
        yield from _digests_of(other, known)


def mark_leading_to(piece: Piece, before: frozenset[UUID] = frozenset()) -> None:
    """Tell anew of the evidence whose addresses lead to a piece whether it is a draft."""
    known = before | {piece.pk}
    rows = Piece.objects.filter(agency=piece.agency, address__icontains=str(piece.pk))
    for other in rows.exclude(pk__in=known).select_related("agency"):
        if (is_draft := _is_draft(other)) != other.is_draft:
            other.is_draft = is_draft
            other.save(update_fields=["is_draft"])
            mark_leading_to(other, known)


@knows_drafts
def draft_evidence(agency: Agency, digests: frozenset[str], year: int | None) -> Iterator[str]:
    """The files among these that are evidence marked as draft, of one year if it is given."""
    rows = Piece.objects.filter(
        agency=agency, is_draft=True, removed_at=None, file__digest__in=digests
    )
    of_year = rows.filter(fiscal_year=year) if year else rows
    yield from of_year.values_list("file__digest", flat=True)


def _known(agency: Agency, year: int, address: str) -> Piece | None:
    if not address:
        return None
    rows = Piece.objects.filter(agency=agency, fiscal_year=year, address=address, removed_at=None)
    return rows.first()


def standing(piece: Piece) -> str:
    """What is said of a piece now, in a word that is another when somebody changes it."""
    values: list[object] = [getattr(piece, name) for name in _SAID]
    values += sorted(piece.items.values_list("item", flat=True))
    return blake2b(repr([str(value) for value in values]).encode(), digest_size=8).hexdigest()


def _check_seen(piece: Piece, seen: str) -> None:
    if piece.removed_at is not None:
        raise Refused("disclosure/piece_removed_meanwhile", removed_by_words=piece.removed_by_words)
    if seen and seen != standing(piece):
        raise Refused("disclosure/piece_changed_meanwhile", title=piece.title)


def _check_same(piece: Piece, words: Words) -> None:
    """Lose no term and no stand-in without a word: what is there says nothing of them."""
    given = [name for name in TERMS if getattr(words, name)]
    if all(getattr(words, name) == getattr(piece, name) for name in given):
        return
    raise Refused("disclosure/address_with_other_details", field="address", title=piece.title)


def _fill(piece: Piece, words: Words) -> None:
    name = piece.file.name if piece.file else piece.address
    piece.title = (words.title or name)[:300]
    piece.unit = words.unit
    piece.stands_in_until = words.stands_in_until
    piece.stands_in_why = words.stands_in_why
    piece.valid_from, piece.valid_until = words.valid_from, words.valid_until


def _leave(piece: Piece, by: Actor, rows: QuerySet[PieceOfItem]) -> None:
    """Let a piece serve some items no more; what was found in them is open again."""
    left = [row.item for row in rows]
    checking.take_back(piece.agency, by=by, year=piece.fiscal_year, subjects=left)
    rows.delete()
    record_change(piece, by, PieceAct.DETACHED, left)


def _serve(piece: Piece, by: Actor, items: Sequence[YearItem], *, is_there: bool) -> int:
    """Let a piece serve items that it does not serve yet; how many.

    Shape:  `is_there` where the piece was kept before: then it is told that these items use it too.
    """
    served = set(piece.items.values_list("item", flat=True))
    new = [item for item in items if not served & set(item.keys)]
    # What was taken over from another year says so until it is renewed.
    if piece.of_year is None:
        _refuse_other_period(piece, new)
    for item in new:
        _check_room(piece, item)
        working.begin(piece.agency, by=by, year=piece.fiscal_year, item=item)
        place = _pieces_of(piece, item).count()
        PieceOfItem.objects.create(
            agency=piece.agency, piece=piece, item=item.key, place=place, added_at=now()
        )
    if is_there:
        record_change(piece, by, PieceAct.ATTACHED, [item.key for item in new])
    return len(new)


def _pieces_of(piece: Piece, item: YearItem) -> QuerySet[PieceOfItem]:
    """All pieces of an item in the year of a piece, removed ones too."""
    return PieceOfItem.objects.filter(
        agency=piece.agency, item__in=item.keys, piece__fiscal_year=piece.fiscal_year
    )


def _check_room(piece: Piece, item: YearItem) -> None:
    rows = _pieces_of(piece, item).filter(piece__removed_at=None)
    if rows.count() >= MOST_OF_AN_ITEM:
        raise Refused(
            "disclosure/too_many_pieces",
            item_code=item.code,
            most_of_an_item=MOST_OF_AN_ITEM,
        )


def field_texts(piece: Piece) -> Mapping[str, str]:
    """What is said of a piece now, as plain text, by field; its address is told by its moves."""
    days = {
        name: calendar_text(day) if (day := getattr(piece, name)) else ""
        for name in ("valid_from", "valid_until", "stands_in_until")
    }
    unit = piece.unit.name if piece.unit else ""
    return {"title": piece.title, "unit": unit, **days, "stands_in_why": piece.stands_in_why}


def record_difference(piece: Piece, by: Actor, before: Mapping[str, str]) -> None:
    """Keep what is said of a piece otherwise than `before`, with each item that it serves."""
    fields = [
        {"field": name, "before": before[name], "after": after}
        for name, after in field_texts(piece).items()
        if after != before[name]
    ]
    if fields:
        record_change(piece, by, PieceAct.CHANGED, served_items(piece), fields)


def record_change(
    piece: Piece,
    by: Actor,
    act: PieceAct,
    items: Iterable[str],
    fields: Iterable[Mapping[str, str]] = (),
) -> None:
    """Keep what was done, with each of some items."""
    listed, moment = list(fields), made(by)
    PieceChange.objects.bulk_create(
        PieceChange(
            agency_id=piece.agency_id, fiscal_year=piece.fiscal_year, item=item, piece=piece,
            act=act, title=piece.title, fields=listed, **moment,
        )
        for item in items
    )  # fmt: skip


def served_items(piece: Piece) -> list[str]:
    return list(piece.items.values_list("item", flat=True))
