"""Receive cases, and delete the contacts of those that were answered long ago."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from msgspec import Struct

from prongsai.core.desk.model import Act, CaseKind, Channel, State, due_on
from prongsai.core.desk.ways import NewsWay
from prongsai.core.fiscal import year_of
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.guarding import FIRST_DRAWN, digest_of, drawn_number
from prongsai.web.citizens.desk.models import BoxOpening, Case, CaseEntry, CasePhoto, CaseWay
from prongsai.web.citizens.desk.pictures import MapPoint
from prongsai.web.citizens.desk.rights import kind_in, sees_kind
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.case_entries import record, record_act, refuse_many_photos
from prongsai.web.platform import remnants, turns
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
    point: MapPoint | None = None
    opening: BoxOpening | None = None
    way: NewsWay | None = None
    language: str = "th"
    again_of: UUID | None = None


def receive(agency: Agency, kind: CaseKind, brought: Brought) -> Case:
    """Keep a case; the same receipt again is the same case.

    Errors: Refused where more came on this day than people of one place send, where the official
            does not keep the desk, for more photos than the kind takes, and for a slip of a box
            that two have not opened; Shut for a kind that is shut.
    """
    by, opening = brought.by, brought.opening
    if by is not None and not (may(by, Right.KEEP_DESK) and sees_kind(by, kind)):
        raise Refused("desk/taking_in_not_allowed")
    is_opened = opening is not None and opening.is_confirmed and opening.agency_id == agency.pk
    if (brought.channel == Channel.BOX) != is_opened:
        raise Refused("desk/box_not_opened_by_two")
    with turns.taken(), transaction.atomic():
        day, digest = today(), digest_of(agency, brought.receipt)
        # One at a time: the number is the next, and the same form sent twice meets its first.
        standing = _hold_agency(agency, kind, digest, day)
        if standing.known is not None:
            case = Case.objects.get(pk=standing.known)
            if brought.way is None and brought.by is None:
                # The form that was sent again may name no address: what its page says is so.
                news.forget(case)
        else:
            _refuse_unfit(agency, kind, brought, day, standing)
            case = _new_case(agency, kind, brought, day, standing)
            case.receipt = digest
            entry = CaseEntry(case=case, number=1, act=Act.RECEIVE, day=case.day)
            # The moment only of an official, who is no citizen to be told by it.
            if (by := brought.by) is not None:
                entry.at, entry.by, entry.by_words = now(), by.user, by.words
            insert(case, entry)
        if brought.way is not None:
            news.store_way(case, brought.way, brought.language)
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
        agency=agency, kind=kind.key, values=dict(brought.values), day=day,
        state=State.RECEIVED,
        subject=shorten(brought.values.get(kind.named_by, ""), _LONGEST_SUBJECT),
        channel=brought.channel, opening=brought.opening, fiscal_year=year, number=number,
        due_on=due_on(day, kind.due, standing.off), version=1,
    )  # fmt: skip
    point = brought.point
    if point is not None and kind.point and point.map.agency_id == agency.pk:
        case.map, case.across, case.down = point.map, point.across, point.down
    return case


def _follow_up(case: Case, kind: CaseKind, brought: Brought) -> None:
    """Give a new case to the unit that its kind names, join it, and keep its photos."""
    names = Unit.objects.filter(agency=case.agency_id, name=kind.unit, is_closed=False)
    unit = names.first() if kind.unit else None
    if unit is not None:
        case.unit = unit
        record_act(case, Act.ASSIGN, unit.name, None)
    if brought.again_of is not None:
        _join_again(case, brought.again_of)
    CasePhoto.objects.bulk_create(
        CasePhoto(case=case, number=number, data=data)
        for number, data in enumerate(brought.photos, start=1)
    )
    if brought.by is not None:
        record(case, brought.by, "case-taken")


def _hold_agency(agency: Agency, kind: CaseKind, digest: str, day: date) -> _Standing:
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
    record_act(case, Act.JOIN, main.printed_number, None)


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


def _refuse_unfit(
    agency: Agency, kind: CaseKind, brought: Brought, day: date, standing: _Standing
) -> None:
    # What lay in a box that two have opened is keyed all the same.
    if standing.shut is not None and brought.opening is None:
        raise Shut("desk/kind_shut", shut=standing.shut)
    is_public, count = brought.channel is Channel.WEB, len(brought.photos)
    # Else fewer came in the whole year; restricted ones are not counted in it.
    if is_public and (standing.last >= MOST_A_DAY or kind.restricted):
        of_day = Case.objects.filter(agency=agency, day=day, channel=Channel.WEB)
        if of_day.count() >= MOST_A_DAY:
            raise Refused("desk/too_much_today")
    if count > kind.photos:
        raise Refused("desk/too_many_photos_for_kind", field="photos", photos=kind.photos)
    if is_public and count:
        refuse_many_photos(CasePhoto.objects.filter(case__agency=agency, case__day=day), count)
