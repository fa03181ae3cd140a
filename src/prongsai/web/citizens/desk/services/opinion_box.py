"""Open the opinion box with two people, and key its slips as cases."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.desk.model import Channel
from prongsai.core.desk.reading import kind_of
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import BoxOpening, Case
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

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
    row = _lock(opening, by, seen)
    # Only another person than who wrote it passes, and none who tries numbers.
    if row.first_id == by.user.pk:
        raise Refused("desk/confirmed_by_first_opener")
    if row.is_confirmed:
        raise Refused("desk/opening_changed_meanwhile")
    if row.misses >= MOST_MISSES:
        raise Refused("desk/too_many_count_misses", most_misses=MOST_MISSES)
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


@transaction.atomic
def withdraw(opening: BoxOpening, *, by: Actor, seen: int) -> None:
    """Take back an opening that was counted wrong, before it is confirmed; its writer alone may."""
    row = _lock(opening, by, seen)
    if row.first_id != by.user.pk or row.is_confirmed:
        raise Refused("desk/opening_not_yours")
    box_name = row.box
    row.delete()
    journal.record(by.agency, by, "box-withdrawn", box_name)


@transaction.atomic
def key_slip(opening: BoxOpening, *, by: Actor, values: Mapping[str, str], receipt: str) -> Case:
    _refuse_others_box(by)
    # As `receive` does: the last two slips are not keyed at once.
    journal.hold(by.agency)
    row = BoxOpening.objects.filter(agency=by.agency, pk=opening.pk).first()
    kind = kind_of(SLIPS)
    if row is None or kind is None or not row.is_confirmed:
        raise Refused("desk/opening_not_confirmed")
    if row.cases.count() >= row.slips:
        raise Refused("desk/all_slips_keyed_already")
    slip = Brought(values, receipt, channel=Channel.BOX, by=by, opening=row)
    return receive(by.agency, kind, slip)


def _lock(opening: BoxOpening, by: Actor, seen: int) -> BoxOpening:
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
