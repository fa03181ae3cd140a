"""Send papers round, add people, close; acknowledge on the site, or on paper."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from prongsai.core.dates import in_words, long_date
from prongsai.core.messages import read_words
from prongsai.core.roles import head_of_a_unit
from prongsai.core.thai import printed, repair
from prongsai.web.agency.models import Agency, AgencyKind, Position, Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.position_rules import Titles, looks
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import OF_THE_WHOLE, title_of
from prongsai.web.agency.services import notifying
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.circulation.papers import Reader, readers, standing_of
from prongsai.web.office.circulation.queries import JOB, newest_job
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.signing.approval.checking import Withdrawal
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
    own(agency, file, *(units or ()), *positions)
    _check(agency, title, text, file, due)
    journal.hold(agency)
    running = _running(agency, kind, subject, file)
    if running is not None:
        return running
    people = readers(agency, units, today(), positions)
    if not people:
        raise Refused("circulation/no_holders_in_units", field="units")
    made = Circulation.objects.create(
        agency=agency, fiscal_year=year, kind=kind, subject=subject, title=title[:_LONGEST],
        text=text, file=file, is_for_all=units is None, due=due, started_at=now(),
        by=by.user if by else None, by_words=by.words if by else "",
    )  # fmt: skip
    made.units.set(units or ())
    made.positions.set(positions)
    _send(made, people)
    _record(made, by, "circulation-started", count=len(people))
    return made


def _send(row: Circulation, people: Sequence[Reader]) -> None:
    """Give each reader a line in the inbox."""
    _add(row, people)
    tell(row, [reader.user for reader in people])


def _running(
    agency: Agency, kind: str, subject: UUID | None, file: StoredFile | None
) -> Circulation | None:
    """The open circulation of the same file of the same subject; None for words alone."""
    rows = Circulation.objects.filter(agency=agency, kind=kind, subject=subject, closed_at=None)
    return rows.filter(file=file).first() if subject is not None else None


@transaction.atomic
def add_joined(circulation: Circulation, *, by: Actor) -> int:
    """Add who belongs to the units by now and was not asked yet; how many.

    Errors: Refused where it is closed or paused.
    """
    _locked(circulation)
    check_going(circulation)
    new = joined(circulation)
    if new:
        _send(circulation, new)
        _record(circulation, by, "circulation-added", count=len(new))
    return len(new)


def joined(circulation: Circulation) -> tuple[Reader, ...]:
    """Who would be asked today and was not."""
    units = None if circulation.is_for_all else list(circulation.units.all())
    had = set(circulation.recipients.exclude(user=None).values_list("user", flat=True))
    everybody = readers(circulation.agency, units, today(), list(circulation.positions.all()))
    return tuple(reader for reader in everybody if reader.user.pk not in had)


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
    words = [position for typed in positions if (position := printed(typed))]
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
                position=position[:_LONGEST_POSITION],
                unit=unit,
                unit_name=unit.name if unit else "",
                added_at=now(),
            )
            for position in words
        ]
    )
    _record(circulation, by, "circulation-added", count=len(words))
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
    verb = "circulation-closed" if fallen is None else "circulation-closed-fallen"
    more = {"fallen": fallen.isoformat()} if fallen else {}
    _record(circulation, by, verb, done=done, count=circulation.recipients.count(), **more)
    telling.settle(circulation.agency, circulation.pk)


def _locked(circulation: Circulation) -> None:
    """Hold the row, so that what is added or closed at once comes one after the other."""
    row = locked(circulation)
    circulation.closed_at = row.closed_at
    check_open(circulation)


def _check_typed(agency: Agency, words: Iterable[str]) -> None:
    """A line that reads like a post would let anybody tick for who holds it."""
    titles = Titles.of_agency(agency)
    usual = {looks(title_of(role, AgencyKind(agency.kind))) for role in OF_THE_WHOLE}
    for position in words:
        # As if a post that signs were to be called so: no other may read alike.
        is_a_post = titles.fault(head_of_a_unit(), position) is not None
        if is_a_post or looks(position) in usual:
            raise Refused("circulation/name_belongs_to_post", field="positions", position=position)


def _add(circulation: Circulation, people: Sequence[Reader]) -> None:
    disowned = _disowned(circulation, people)
    rows = [
        Recipient(
            agency=circulation.agency,
            circulation=circulation,
            user=reader.user,
            position=reader.position[:_LONGEST_POSITION],
            unit=reader.unit,
            unit_name=reader.unit.name if reader.unit else "",
            added_at=now(),
            disowned_at=disowned.get(reader.user.pk),
        )
        for reader in people
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
        user__in=[reader.user.pk for reader in people],
    )  # fmt: skip
    moments = rows.order_by("disowned_at").values_list("user", "disowned_at")
    return {user: moment for user, moment in moments if moment is not None}


def _check(
    agency: Agency, title: str, text: str, file: StoredFile | None, due: date | None
) -> None:
    if not title:
        raise Refused("circulation/title_missing", field="title")
    if file is None and not text:
        raise Refused("circulation/content_missing", field="text")
    if due is not None and due < today():
        raise Refused("circulation/last_day_past", field="due")
    if file is None:
        return
    withdrawn = withdrawn_files(agency, [file.digest]).get(file.digest)
    if withdrawn is not None:
        raise taken_back(withdrawn)
    refuse_held(agency, file, read_words("circulation/circulated"))


@transaction.atomic
def ask_report(circulation: Circulation, *, by: Actor) -> Job:
    """Queue the drawing of the report; who asks meanwhile gets the job that is at it."""
    locked(circulation)
    before = newest_job(circulation)
    if before is not None and before.is_open:
        return before
    _record(circulation, by, "circulation-report-asked")
    return jobs.ask(circulation.agency, by, JOB, {"circulation": str(circulation.pk)})


@transaction.atomic
def remind(circulation: Circulation, *, by: Actor | None) -> int:
    """Remind who has not acknowledged yet; how many were told, each once a day at most.

    Errors: Refused: closed, paused, or nobody is missing who has an account.
    """
    check_going(circulation)
    missing = circulation.recipients.filter(acknowledged_at=None, user__is_active=True)
    people = list(User.objects.filter(pk__in=missing.values("user")))
    if not people:
        raise Refused("circulation/all_acknowledged_already")
    count = tell(circulation, people)
    if count:
        _record(circulation, by, "circulation-reminded", count=count)
    return count


def tell(circulation: Circulation, people: Sequence[User]) -> int:
    """A line that opens the paper."""
    return telling.add_reminders(
        circulation.agency,
        to=people,
        about=circulation.pk,
        name=read_words("circulation/to_acknowledge", title=circulation.title),
        url=circulation.read_url,
        year=circulation.fiscal_year,
        last_day=circulation.due,
    )


def check_going(circulation: Circulation) -> None:
    """That it still takes acknowledgements, of a paper that is neither held nor taken back."""
    check_open(circulation)
    check_not_held(circulation)
    standing = standing_of(circulation)
    day = standing.fallen_on
    if day is not None:
        raise Refused("circulation/approval_set_aside", day=in_words(day))
    if standing.withdrawn is not None:
        raise taken_back(standing.withdrawn)


def taken_back(withdrawn: Withdrawal) -> Refused:
    """Nobody acknowledges, or is sent, what its office no longer stands by."""
    day = in_words(withdrawn.day)
    return Refused("circulation/paper_withdrawn", day=day, reason=withdrawn.reason)


def check_not_held(circulation: Circulation) -> None:
    """That nobody objects to the paper: it can only wait meanwhile.

    Shape:  what fell waits for nothing any more.
    """
    standing = standing_of(circulation)
    if standing.objected is None or not standing.is_paused:
        return
    if standing.objected.is_for_good:
        # Of a sheet whose result fell before it was confirmed.
        raise Refused("circulation/paused_by_objection.fallen")
    raise Refused("circulation/paused_by_objection")


def locked(circulation: Circulation) -> Circulation:
    """The row as it stands, changed by nobody else until the transaction ends."""
    journal.hold(circulation.agency)
    return Circulation.objects.select_for_update(no_key=True).get(pk=circulation.pk)


def check_open(circulation: Circulation) -> None:
    """That it still takes acknowledgements."""
    if circulation.is_closed:
        raise Refused("circulation/circulation_closed")


def note_opened(circulation: Circulation, *, by: Actor) -> None:
    """Keep when a recipient first opened the file: nobody acknowledges what they never opened."""
    mine = Recipient.objects.filter(circulation=circulation, user=by.user, opened_at=None)
    mine.update(opened_at=now())


@transaction.atomic
def acknowledge(circulation: Circulation, *, by: Actor) -> bool:
    """Keep that a person has read it, with the time; once, and for good. Whether it is new.

    Errors: Refused: not sent to this person, closed, paused, taken back, its file was not opened.
    """
    # A closing at the same time waits, or was first.
    row = locked(circulation)
    mine = Recipient.objects.filter(circulation=circulation, user=by.user)
    if not mine.exists():
        raise Refused("circulation/not_sent_to_you")
    if mine.exclude(acknowledged_at=None).exists():
        return False
    check_going(row)
    if row.file_id is not None and mine.filter(opened_at=None).exists():
        raise Refused("circulation/file_not_opened_yet")
    mine.filter(acknowledged_at=None).update(acknowledged_at=now())
    _record(circulation, by, "circulation-acknowledged")
    telling.settle(circulation.agency, circulation.pk, [by.user])
    return True


@transaction.atomic
def sign_on_paper(
    circulation: Circulation,
    *,
    by: Actor,
    recipients: Sequence[UUID],
    day: date,
    scan: StoredFile | None = None,
) -> int:
    """Write down who signed on paper, and when; how many are new. Who has an account is told.

    Errors: Refused: nobody was ticked, oneself was, a day before the start or to come, closed,
            paused or taken back; without the scan; for who said that such a signature was not
            theirs.
    """
    row = locked(circulation)
    check_going(row)
    own(row.agency, scan)
    if not day_of(row.started_at) <= day <= today():
        raise Refused("circulation/signing_day_out_of_range", field="day")
    rows = Recipient.objects.filter(circulation=row, pk__in=list(recipients), acknowledged_at=None)
    _check_signers(rows, by, scan)
    people = list(User.objects.filter(pk__in=rows.values("user")))
    count = rows.update(
        acknowledged_at=now(), paper_day=day, noted_by=by.user, noted_by_words=by.words, scan=scan
    )
    _record(row, by, "circulation-signed-on-paper", count=count, day=day.isoformat())
    if people:
        telling.settle(row.agency, row.pk, people)
        message = read_words(
            "circulation/signed_on_paper", by=by.words, day=long_date(day), title=row.title
        )
        notifying.notify(row.agency, people, message, row.read_url)
    return count


@transaction.atomic
def disown(circulation: Circulation, *, by: Actor) -> None:
    """A recipient says that a signature on paper in their name is not theirs: it falls.

    Shape:  after the closing too, for the report must not tell what is not so; from then on only
            the person acknowledges it, and who wrote it down is told.
    Errors: Refused where nobody wrote down a signature of this person.
    """
    row = locked(circulation)
    rows = Recipient.objects.filter(circulation=row, user=by.user).exclude(paper_day=None)
    mine = rows.select_related("noted_by", "scan").first()
    if mine is None:
        raise Refused("circulation/no_paper_signature_of_yours")
    rows.update(
        acknowledged_at=None, paper_day=None, noted_by=None, noted_by_words="", scan=None,
        disowned_at=now(),
    )  # fmt: skip
    digest = mine.scan.digest if mine.scan else ""
    facts = {"position": mine.position, "noted": mine.noted_by_words, "digest": digest}
    _record(row, by, "circulation-disowned", **facts)
    if mine.noted_by is not None:
        message = read_words(
            "circulation/signature_disowned", position=mine.position, title=row.title
        )
        notifying.notify(row.agency, [mine.noted_by], message, row.url)


@transaction.atomic
def unsign(recipient: Recipient, *, by: Actor) -> None:
    """Take back a signature on paper that was written down for the wrong person.

    Errors: Refused: closed, or it was acknowledged by the person.
    """
    row = locked(recipient.circulation)
    check_open(row)
    taken = (
        Recipient.objects.filter(pk=recipient.pk)
        .exclude(paper_day=None)
        .update(acknowledged_at=None, paper_day=None, noted_by=None, noted_by_words="", scan=None)
    )
    if not taken:
        raise Refused("circulation/no_paper_signature_of_person")
    _record(row, by, "circulation-unsigned", position=recipient.position)


def _record(row: Circulation, by: Actor | None, verb: str, **detail: object) -> None:
    journal.record(row.agency, by, verb, row.title, **detail)


def _check_signers(rows: QuerySet[Recipient], by: Actor, scan: StoredFile | None) -> None:
    """Who writes down a signature says what somebody else did: it takes the sheet that shows it."""
    if not rows.exists():
        raise Refused("circulation/nobody_chosen", field="recipients")
    if rows.filter(user=by.user).exists():
        raise Refused("circulation/own_signature_not_allowed", field="recipients")
    disowned = rows.exclude(disowned_at=None).first()
    if disowned is not None:
        raise Refused(
            "circulation/signature_disowned_before",
            field="recipients",
            position=disowned.position,
        )
    if scan is None:
        raise Refused("circulation/signed_sheet_missing", field="scan")
