"""Cases that come in, contacts that are deleted, and the opening of the opinion box."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.desk.model import Act, CaseKind, Channel, State, due_on
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.ways import Way
from prongsai.core.fiscal import year_of
from prongsai.core.thai import printed, shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.guarding import FIRST_DRAWN, digest_of, drawn_number
from prongsai.web.citizens.desk.models import BoxOpening, Case, CaseEntry, CasePhoto, CaseWay
from prongsai.web.citizens.desk.pictures import Point
from prongsai.web.citizens.desk.rights import kind_in, sees_kind
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.acts import happened, record, refuse_many_photos
from prongsai.web.platform import journal, remnants, turns
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.plain import hold, insert, run, stored

MOST_A_DAY = 1_000
_LONGEST_SUBJECT = 200
_STANDING = """
    SELECT off.day,
        (SELECT id FROM desk_case WHERE receipt = %s),
        (SELECT reason FROM desk_shutkind WHERE agency_id = %s AND kind = %s),
        (SELECT MAX(number) FROM desk_case
            WHERE agency_id = %s AND fiscal_year = %s AND number < %s)
    FROM (SELECT 1) AS one LEFT JOIN desk_dayoff AS off ON off.agency_id = %s AND off.day > %s
"""


class Shut(Refused):
    """The agency takes no more of a kind."""


class _Standing(Struct, frozen=True):
    """What a case is taken in by, as it stands while the agency is held.

    Shape:  `known` is the case that has the receipt; `shut` why no more of the kind is taken, None
            where it is; `last` the last number that was counted in the year; `off` the days to
            come on which the agency is closed.
    """

    known: UUID | str | None
    shut: str | None
    last: int
    off: frozenset[date]


class Brought(Struct, frozen=True):
    """What somebody brings, from the public page or through an official.

    Shape:  `values` are the fields as they were typed; `by` the official who writes for somebody,
            None on the public page: what comes from there stands in no journal; `photos` were drawn
            anew (`pictures.redrawn`); `point` is kept where the kind has some; `opening` that of
            the box in which the slip lay; `way` where they want to be told of news, in `language`;
            `again_of` a case of the same words that came within the last hour: both are worked on
            and counted as one.
    """

    values: Mapping[str, str]
    receipt: str
    channel: Channel = Channel.WEB
    by: Actor | None = None
    photos: Sequence[bytes] = ()
    point: Point | None = None
    opening: BoxOpening | None = None
    way: Way | None = None
    language: str = "th"
    again_of: UUID | None = None


def receive(agency: Agency, kind: CaseKind, brought: Brought) -> Case:
    """Keep a case; the same receipt again is the same case.

    Errors: Refused where more came on this day than people of one place send, where the official
            does not keep the desk, for more photos than the kind takes, and for a slip of a box
            that two have not opened; Shut for a kind that is shut.
    """
    _refuse_others(brought.by, kind)
    _refuse_box(agency, brought)
    with turns.taken(), transaction.atomic():
        day, digest = today(), digest_of(agency, brought.receipt)
        # One at a time: the number is the next, and the same form sent twice meets its first.
        standing = _held(agency, kind, digest, day)
        if standing.known is not None:
            case = Case.objects.get(pk=standing.known)
            if brought.way is None and brought.by is None:
                # The form that was sent again may name no address: what its page says is so.
                news.forget(case)
        else:
            _refuse_unfit(agency, kind, brought, day, standing)
            case = _new_case(agency, kind, brought, day, standing)
            case.receipt = digest
            insert(case, _first_entry(case, brought.by))
        if brought.way is not None:
            news.keep(case, brought.way, brought.language)
        if standing.known is None:
            _follow_up(case, kind, brought)
        return case


def _new_case(
    agency: Agency, kind: CaseKind, brought: Brought, day: date, standing: _Standing
) -> Case:
    """A case of what was typed, with its number and the day by which it is due."""
    year = year_of(day)
    number = drawn_number(agency.pk, year) if kind.restricted else standing.last + 1
    case = Case(
        agency=agency, kind=kind.key, values=dict(brought.values), state=State.RECEIVED, day=day,
        subject=shorten(brought.values.get(kind.named_by, ""), _LONGEST_SUBJECT),
        channel=brought.channel, opening=brought.opening, fiscal_year=year, number=number,
        due_on=due_on(day, kind.due, standing.off), version=1,
    )  # fmt: skip
    point = brought.point
    if point is not None and kind.point and point.map.agency_id == agency.pk:
        case.map, case.across, case.down = point.map, point.across, point.down
    return case


def _first_entry(case: Case, by: Actor | None) -> CaseEntry:
    """That it was received; the moment only of an official, who is no citizen to be told by it."""
    entry = CaseEntry(case=case, number=1, act=Act.RECEIVE, day=case.day)
    if by is not None:
        entry.at, entry.by, entry.by_words = now(), by.user, by.words
    return entry


def _follow_up(case: Case, kind: CaseKind, brought: Brought) -> None:
    """Give a new case to the unit that its kind names, join it, and keep its photos."""
    names = Unit.objects.filter(agency=case.agency_id, name=kind.unit, is_closed=False)
    unit = names.first() if kind.unit else None
    if unit is not None:
        case.unit = unit
        happened(case, Act.ASSIGN, unit.name, None)
    if brought.again_of is not None:
        _join_again(case, brought.again_of)
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, number=number, data=data)
        for number, data in enumerate(brought.photos, start=1)
    )
    if brought.by is not None:
        record(case, brought.by, "case-taken")


def _held(agency: Agency, kind: CaseKind, digest: str, day: date) -> _Standing:
    """Hold the agency until the transaction ends, and ask at once for all that decides."""
    key, on = stored(agency.pk), connection.ops.adapt_datefield_value(day)
    values = [digest, key, kind.key, key, year_of(day), FIRST_DRAWN, key, on]
    rows = run(*hold(agency), (_STANDING, values))
    _, known, shut, last = rows[0]
    off = frozenset(row[0] for row in rows if row[0] is not None)
    return _Standing(known, shut, last or 0, off)


def _join_again(case: Case, again_of: UUID) -> None:
    """Join a case with one of the same words, where that is worked on and stands alone.

    Shape:  each keeps its own receipt, and neither sees what the other adds.
    """
    # Held, so that nobody answers it between the look and the joining.
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    main = rows.filter(agency=case.agency_id, pk=again_of, joined_to=None).first()
    is_same = main is not None and (main.kind, main.values) == (case.kind, case.values)
    if main is None or not is_same or not State(main.state).is_open or main.due_on > case.due_on:
        return
    case.joined_to, case.is_again = main, True
    happened(case, Act.JOIN, main.printed_number, None)


@transaction.atomic
def forget_contacts(on: date, after: timedelta) -> int:
    """Delete who brought a case that was answered long ago, its photos, and where they are told."""
    forgotten = 0
    over = Case.objects.filter(state=State.ANSWERED, answered_on__lt=on - after)
    kind_of = cache(kind_in)
    for case in over:
        kind = kind_of(case.agency_id, case.kind)
        held = [name for name in kind.contact if case.values.get(name)] if kind else []
        if held:
            case.values = {name: text for name, text in case.values.items() if name not in held}
            case.save(update_fields=["values"])
            forgotten += 1
    remnants.delete(CasePhoto.objects.filter(case__in=over), subject="desk:photos")
    remnants.delete(CaseWay.objects.filter(case__in=over), subject=news.WAYS)
    remnants.owe("desk:contacts", *([Case] if forgotten else []))
    return forgotten


def _refuse_others(by: Actor | None, kind: CaseKind) -> None:
    if by is not None and not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused("desk/taking_in_not_allowed")


def _refuse_box(agency: Agency, brought: Brought) -> None:
    row = brought.opening
    is_open = row is not None and row.is_confirmed and row.agency_id == agency.pk
    if (brought.channel == Channel.BOX) != is_open:
        raise Refused("desk/box_not_opened_by_two")


def _refuse_unfit(
    agency: Agency, kind: CaseKind, brought: Brought, day: date, standing: _Standing
) -> None:
    # What lay in a box that two have opened is keyed all the same.
    if standing.shut is not None and brought.opening is None:
        raise Shut("desk/kind_shut", shut=standing.shut)
    is_public, count = brought.channel is Channel.WEB, len(brought.photos)
    # Else fewer came in the whole year; restricted ones are not counted in it.
    if is_public and (standing.last >= MOST_A_DAY or kind.restricted):
        _refuse_flood(agency, day)
    if count > kind.photos:
        raise Refused("desk/too_many_photos_for_kind", field="photos", photos=kind.photos)
    if is_public and count:
        refuse_many_photos(CasePhoto.objects.filter(case__agency=agency, case__day=day), count)


def _refuse_flood(agency: Agency, day: date) -> None:
    if Case.objects.filter(agency=agency, day=day, channel=Channel.WEB).count() >= MOST_A_DAY:
        raise Refused("desk/too_much_today")


LONGEST_BOX = 120
MOST_SLIPS = 999
# Who was there counts once, and once more after a slip; who was not would try one number after
# the other.
MOST_MISSES = 3
_LONGEST_WAIT = timedelta(days=366)
SLIPS = "opinion"


class Count(Struct, frozen=True):
    """What somebody counted: slips with words, and those without."""

    slips: int
    blank: int


@transaction.atomic
def open_box(*, by: Actor, box: str, day: date, counted: Count, next_on: date) -> BoxOpening:
    """Write down what the first officer counted; nothing can be keyed before another did too.

    Shape:  `box` says which box; `next_on` is when it is opened next, after today.
    """
    _refuse_others_box(by)
    box_name = printed(box)[:LONGEST_BOX]
    if not box_name:
        raise Refused("desk/box_missing", field="box")
    if day > today():
        raise Refused("desk/opening_day_to_come", field="day")
    if next_on <= max(day, today()):
        raise Refused("desk/next_opening_past", field="next_on")
    if next_on > today() + _LONGEST_WAIT:
        raise Refused("desk/next_opening_too_late", field="next_on")
    if not (0 <= counted.slips <= MOST_SLIPS and 0 <= counted.blank <= MOST_SLIPS):
        raise Refused("desk/count_out_of_range", field="slips", most=MOST_SLIPS)
    journal.hold(by.agency)
    row = BoxOpening.objects.create(
        agency=by.agency, day=day, box=box_name, slips=counted.slips, blank=counted.blank,
        next_on=next_on, first=by.user, first_words=by.words, made_at=now(),
    )  # fmt: skip
    journal.record(by.agency, by, "box-opened", box_name, day=long_date(day))
    return row


def confirm(opening: BoxOpening, *, by: Actor, counted: Count, seen: int) -> None:
    """Confirm an opening by another person's own count.

    Shape:  not within another transaction: a count that differs is refused and written down.
    """
    if not _agrees(opening, by, counted, seen):
        # The other's numbers are not told: they are to be counted, not copied.
        raise Refused("desk/count_differs_from_first", field="slips")


@transaction.atomic
def _agrees(opening: BoxOpening, by: Actor, counted: Count, seen: int) -> bool:
    """Whether the second count is that of the first; what came of it is kept."""
    row = _locked(opening, by, seen)
    _refuse_second(row, by)
    if Count(row.slips, row.blank) != counted:
        row.misses += 1
        row.save(update_fields=["misses"])
        journal.record(row.agency, by, "box-count-differs", row.box, times=row.misses)
        return False
    row.second, row.second_words, row.confirmed_at = by.user, by.words, now()
    row.version += 1
    row.save()
    journal.record(row.agency, by, "box-confirmed", row.box, count=row.slips)
    return True


def _refuse_second(row: BoxOpening, by: Actor) -> None:
    """Let only another person pass than who wrote it, and none who tries numbers."""
    if row.first_id == by.user.pk:
        raise Refused("desk/confirmed_by_first_opener")
    if row.is_confirmed:
        raise Refused("desk/opening_changed_meanwhile")
    if row.misses >= MOST_MISSES:
        raise Refused("desk/too_many_count_misses", most_misses=MOST_MISSES)


@transaction.atomic
def withdraw(opening: BoxOpening, *, by: Actor, seen: int) -> None:
    """Take back an opening that was counted wrong, before it is confirmed; its writer alone may."""
    row = _locked(opening, by, seen)
    if row.first_id != by.user.pk or row.is_confirmed:
        raise Refused("desk/opening_not_yours")
    box_name = row.box
    row.delete()
    journal.record(by.agency, by, "box-withdrawn", box_name)


@transaction.atomic
def key_slip(opening: BoxOpening, *, by: Actor, values: Mapping[str, str], receipt: str) -> Case:
    _refuse_others_box(by)
    # As `receive` does: the last two slips are not keyed at once.
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency.pk)
    row = BoxOpening.objects.filter(agency=by.agency, pk=opening.pk).first()
    kind = kind_of(SLIPS)
    if row is None or kind is None or not row.is_confirmed:
        raise Refused("desk/opening_not_confirmed")
    if row.cases.count() >= row.slips:
        raise Refused("desk/all_slips_keyed_already")
    slip = Brought(values, receipt, channel=Channel.BOX, by=by, opening=row)
    return receive(by.agency, kind, slip)


def _locked(opening: BoxOpening, by: Actor, seen: int) -> BoxOpening:
    _refuse_others_box(by)
    journal.hold(by.agency)
    rows = BoxOpening.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(agency=by.agency, pk=opening.pk).first()
    if row is None or row.version != seen:
        raise Refused("desk/opening_changed_meanwhile")
    return row


def _refuse_others_box(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/opening_box_not_allowed")
