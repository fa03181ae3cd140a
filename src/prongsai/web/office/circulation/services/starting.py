"""Start a circulation, add people to it, close it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from prongsai.core.roles import head_of_a_unit
from prongsai.core.text import Text
from prongsai.core.thai import printed, repair
from prongsai.web.agency.models import Agency, AgencyKind, Position, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.position_rules import Titles, looks
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import OF_THE_WHOLE, title_of
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import Reader, readers, standing_of
from prongsai.web.office.circulation.queries import JOB, is_open, newest_job
from prongsai.web.office.circulation.services.acknowledging import (
    check_going,
    check_not_held,
    check_open,
    locked,
    taken_back,
    tell,
)
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.signing.approval.objections import refuse_held
from prongsai.web.signing.publication.checking import withdrawn_files
from prongsai.web.year.calendar.services import telling

_BATCH = 500
_LONGEST = 500
_LONGEST_POSITION = 200
_MOST_WITHOUT_ACCOUNT = 500


@transaction.atomic
def start(  # noqa: PLR0913 - every part of a letter that is sent round
    agency: Agency,
    *,
    by: Actor | None,
    title: str,
    text: str = "",
    kind: str,
    subject: UUID | None,
    file: StoredFile | None,
    year: int,
    units: Sequence[Unit] | None,
    positions: Sequence[Position] = (),
    due: date | None,
) -> Circulation:
    """Send a paper round; the people are those of today, and each gets a line in the inbox.

    Shape:  `units` None for all staff; `positions` are asked besides, whatever their unit. The
            same file of the same subject again, while the first is open, gives the one that runs.
    Errors: Refused: no title, nothing to read, nobody to read it, a last day that is past, a file
            to whose approval somebody objects, or that was taken back from the public.
    """
    title, text = printed(title), repair(text).strip()
    _check(title, text, file, due)
    own(agency, file, *(units or ()), *positions)
    _check_not_held(agency, file)
    journal.hold(agency)
    running = _running(agency, kind, subject, file)
    if running is not None:
        return running
    people = _people(agency, units, positions)
    made = Circulation.objects.create(
        agency=agency, fiscal_year=year, kind=kind, subject=subject, title=title[:_LONGEST],
        text=text, file=file, is_for_all=units is None, due=due, started_at=now(),
        by=by.user if by else None, by_words=by.words if by else "",
    )  # fmt: skip
    made.units.set(units or ())
    made.positions.set(positions)
    _add(made, people)
    journal.record(agency, by, "circulation-started", made.title, count=len(people))
    tell(made, [one.user for one in people], by)
    return made


def _running(
    agency: Agency, kind: str, subject: UUID | None, file: StoredFile | None
) -> Circulation | None:
    """The open circulation of the same file of the same subject; None for words alone."""
    if subject is None:
        return None
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject=subject, closed_at=None)
    return rows.filter(file=file).first()


@transaction.atomic
def add_joined(circulation: Circulation, *, by: Actor) -> int:
    """Add who belongs to the units by now and was not asked yet; how many.

    Errors: Refused where it is closed or paused.
    """
    _locked(circulation)
    check_going(circulation)
    new = joined(circulation)
    if new:
        _add(circulation, new)
        journal.record(
            circulation.agency, by, "circulation-added", circulation.title, count=len(new)
        )
        tell(circulation, [one.user for one in new], by)
    return len(new)


def joined(circulation: Circulation) -> tuple[Reader, ...]:
    """Who would be asked today and was not."""
    units = None if circulation.is_for_all else list(circulation.units.all())
    had = set(circulation.recipients.exclude(user=None).values_list("user", flat=True))
    found = readers(circulation.agency, units, today(), list(circulation.positions.all()))
    return tuple(one for one in found if one.user.pk not in had)


@transaction.atomic
def add_without_account(
    circulation: Circulation, *, by: Actor, positions: Sequence[str], unit: Unit | None
) -> int:
    """Add staff who sign on paper, each by a position; how many.

    Errors: Refused: no position, too many, closed; the title of a post, whose holder has an
            account and is asked there.
    """
    own(circulation.agency, unit)
    _locked(circulation)
    words = [position for one in positions if (position := printed(one))]
    if not words:
        raise Refused("circulation/positions_missing", field="positions")
    if len(words) > _MOST_WITHOUT_ACCOUNT:
        most = _MOST_WITHOUT_ACCOUNT
        raise Refused("circulation/too_many_positions", field="positions", most=most)
    _check_typed(circulation.agency, words)
    Recipient.objects.bulk_create(
        [
            Recipient(
                agency=circulation.agency,
                circulation=circulation,
                position=one[:_LONGEST_POSITION],
                unit=unit,
                unit_name=unit.name if unit else "",
                added_at=now(),
            )
            for one in words
        ]
    )
    journal.record(circulation.agency, by, "circulation-added", circulation.title, count=len(words))
    return len(words)


@transaction.atomic
def close(circulation: Circulation, *, by: Actor) -> None:
    """End it: the report stays, nobody acknowledges any more.

    Shape:  that its paper fell is the reason of its end where it did.
    Errors: Refused where it is closed already, and while it is held: it ends with the result.
    """
    _locked(circulation)
    check_not_held(circulation)
    fallen = standing_of(circulation).fallen_on
    circulation.closed_at = now()
    circulation.closed_by_words = by.words
    circulation.save(update_fields=["closed_at", "closed_by_words"])
    done = circulation.recipients.exclude(acknowledged_at=None).count()
    journal.record(
        circulation.agency,
        by,
        "circulation-closed" if fallen is None else "circulation-closed-fallen",
        circulation.title,
        done=done,
        count=circulation.recipients.count(),
        **({"fallen": fallen.isoformat()} if fallen else {}),
    )
    telling.settle(circulation.agency, circulation.pk)


def _locked(circulation: Circulation) -> None:
    """Hold the row, so that what is added or closed at once comes one after the other."""
    found = locked(circulation)
    circulation.closed_at = found.closed_at
    check_open(circulation)


def _check_typed(agency: Agency, words: Iterable[str]) -> None:
    """A line that reads like a post would let anybody tick for who holds it."""
    titles = Titles.of(agency)
    usual = {looks(title_of(role, AgencyKind(agency.kind))) for role in OF_THE_WHOLE}
    for one in words:
        # As if a post that signs were to be called so: no other may read alike.
        is_a_post = titles.fault(head_of_a_unit(), one) is not None
        if is_a_post or looks(one) in usual:
            raise Refused("circulation/name_belongs_to_post", field="positions", position=one)


def _add(circulation: Circulation, people: Sequence[Reader]) -> None:
    disowned = _disowned(circulation, people)
    rows = [
        Recipient(
            agency=circulation.agency,
            circulation=circulation,
            user=one.user,
            position=one.position[:_LONGEST_POSITION],
            unit=one.unit,
            unit_name=one.unit.name if one.unit else "",
            added_at=now(),
            disowned_at=disowned.get(one.user.pk),
        )
        for one in people
    ]
    Recipient.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)


def _disowned(circulation: Circulation, people: Sequence[Reader]) -> dict[UUID, datetime]:
    """Who said of the same paper, sent round before, that a signature on it was not theirs."""
    same = Q()
    if circulation.subject is not None:
        same |= Q(circulation__kind=circulation.kind, circulation__subject=circulation.subject)
    if circulation.file is not None:
        same |= Q(circulation__file__digest=circulation.file.digest)
    if not same:
        return {}
    rows = Recipient.objects.filter(
        same, agency=circulation.agency, disowned_at__isnull=False,
        user__in=[one.user.pk for one in people],
    )  # fmt: skip
    told = rows.order_by("disowned_at").values_list("user", "disowned_at")
    return {user: moment for user, moment in told if moment is not None}


def _people(
    agency: Agency, units: Sequence[Unit] | None, positions: Sequence[Position]
) -> tuple[Reader, ...]:
    people = readers(agency, units, today(), positions)
    if not people:
        raise Refused("circulation/no_holders_in_units", field="units")
    return people


def _check_not_held(agency: Agency, file: StoredFile | None) -> None:
    if file is None:
        return
    withdrawn = withdrawn_files(agency, [file.digest]).get(file.digest)
    if withdrawn is not None:
        raise taken_back(withdrawn)
    refuse_held(agency, file, Text("แจ้งเวียน", "sent round"))


def _check(title: str, text: str, file: StoredFile | None, due: date | None) -> None:
    if not title:
        raise Refused("circulation/title_missing", field="title")
    if file is None and not text:
        raise Refused("circulation/content_missing", field="text")
    if due is not None and due < today():
        raise Refused("circulation/last_day_past", field="due")


@transaction.atomic
def ask_report(circulation: Circulation, *, by: Actor) -> Job:
    """Queue the drawing of the report; who asks meanwhile gets the job that is at it."""
    locked(circulation)
    before = newest_job(circulation)
    if before is not None and is_open(before):
        return before
    record(circulation.agency, by, "circulation-report-asked", circulation.title)
    return jobs.ask(circulation.agency, by, JOB, {"circulation": str(circulation.pk)})
