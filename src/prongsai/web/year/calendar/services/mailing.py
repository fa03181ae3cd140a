"""Queue a day's reminders as one mail to a person, and send what is queued.

A mail passes through its states in the database, each written before the step it allows: WAITING,
SENDING (a worker has it; what it has said may be said again), ENDING (its last line goes out now:
never again), SENT. A worker that dies leaves the mail in one of them, and `rescue` knows from it
what may still be done.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.calendar_rules.reminding import rule_on, shipped
from prongsai.core.dates import long_date
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.reach import heads, substitutes
from prongsai.web.agency.roles import REMINDED_IN_TURN
from prongsai.web.platform import journal
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.calendar.models import (
    Preference,
    QueuedEmail,
    QueuedEmailState,
    RemindedDay,
    Reminder,
)
from prongsai.web.year.calendar.queries import Dated, events_of
from prongsai.web.year.calendar.services import telling
from prongsai.web.year.calendar.services.telling import tell_what_waits
from prongsai.web.year.calendar.smtp import Answer, MailServer, Outcome, ascii_address, hand_over
from prongsai.web.year.measures.models import ResponsibleUnit
from prongsai.web.year.ownership.models import Assignment, Kind
from prongsai.web.year.ownership.owners import left_among

_REMINDED = (Kind.MEASURE, Kind.DATE)
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)
_LOST = timedelta(minutes=15)
_MOST_AT_ONCE = 50
_MOST_LINES = 100
_STATE_OF = {
    Outcome.SENT: QueuedEmailState.SENT,
    Outcome.LATER: QueuedEmailState.WAITING,
    Outcome.REFUSED: QueuedEmailState.REFUSED,
    Outcome.UNSURE: QueuedEmailState.UNSURE,
}
_log = logging.getLogger(__name__)


def server() -> MailServer | None:
    """The server that the settings name; None for none, and always in a demo."""
    configured: MailServer | None = (
        None if settings.DEMO else getattr(settings, "MAIL_SERVER", None)
    )
    return configured


def queue_all() -> int:
    """Queue what nobody was mailed yet; how many mails were made. Nothing without a server."""
    if server() is None:
        return 0
    fresh = Reminder.objects.filter(
        queued_email=None, outdated_at=None, read_at=None, user__is_active=True
    ).exclude(user__email="")
    refusing = Preference.objects.filter(gets_mail=False).values("user")
    people = fresh.exclude(user__in=refusing).order_by().values_list("user", flat=True).distinct()
    return sum(_queue(user) for user in people)


@transaction.atomic
def _queue(user_id: UUID) -> int:
    """One mail a day: what comes later the same day waits, what waits takes it along."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.agency_id is None:
        return 0
    waiting = (
        QueuedEmail.objects.select_for_update()
        .filter(user=user, state=QueuedEmailState.WAITING)
        .first()
    )
    is_new = waiting is None
    if waiting is None:
        if QueuedEmail.objects.filter(user=user, day=today()).exists():
            return 0
        sender = server()
        domain = sender.sender.rpartition("@")[2].strip("> ") if sender else "localhost"
        waiting = QueuedEmail.objects.create(
            agency_id=user.agency_id,
            user=user,
            day=today(),
            next_try=now(),
            message_id=f"<{uuid4()}@{domain}>",
            made_at=now(),
        )
    Reminder.objects.filter(user=user, queued_email=None, outdated_at=None, read_at=None).update(
        queued_email=waiting
    )
    return int(is_new)


def send_all(*, patience: float = 1.0) -> int:
    """Send what is due; how many were taken. A server that does not answer ends the round."""
    mail_server = server()
    if mail_server is None:
        return 0
    rescue()
    due = QueuedEmail.objects.filter(state=QueuedEmailState.WAITING, next_try__lte=now())
    sent = 0
    for pk in list(due.order_by("next_try").values_list("pk", flat=True)[:_MOST_AT_ONCE]):
        answer = send(pk, mail_server, patience=patience)
        sent += answer is not None and answer.outcome is Outcome.SENT
        if answer is not None and answer.is_down:
            break
    return sent


def send(pk: UUID, to_server: MailServer, *, patience: float = 1.0) -> Answer | None:
    """Send one mail; None where another worker has it, or nobody wants it any more."""
    taken = QueuedEmail.objects.filter(pk=pk, state=QueuedEmailState.WAITING).update(
        state=QueuedEmailState.SENDING, claimed_at=now(), attempts=F("attempts") + 1
    )
    if not taken:
        return None
    row = QueuedEmail.objects.select_related("user", "agency").get(pk=pk)

    def ending() -> None:
        if not _leave(row, QueuedEmailState.SENDING, QueuedEmailState.ENDING):
            raise _TakenAwayError

    try:
        mail = _mail(row, to_server)
        if mail is None:
            _leave(row, QueuedEmailState.SENDING, QueuedEmailState.DROPPED)
            return None
        answer = hand_over(
            to_server, ascii_address(row.user.email), mail, ending, patience=patience
        )
    except _TakenAwayError:
        return None
    except ValueError as error:
        # An address of which no mail can be made: were it tried again, it would stop all others.
        answer = Answer(Outcome.REFUSED, f"{type(error).__name__}: no address for mail")
    _finish(row, answer)
    return answer


def rescue() -> int:
    """What dead workers left: sent again where no end was sent, else never; how many."""
    old = QueuedEmail.objects.filter(claimed_at__lt=now() - _LOST)
    again = old.filter(state=QueuedEmailState.SENDING).update(
        state=QueuedEmailState.WAITING, next_try=now(), claimed_at=None
    )
    lost = old.filter(state=QueuedEmailState.ENDING).update(
        state=QueuedEmailState.UNSURE,
        finished_at=now(),
        answer="the worker ended before the answer",
    )
    return again + lost


class _TakenAwayError(Exception):
    """A worker took so long that the mail was given to another."""


def _finish(row: QueuedEmail, answer: Answer) -> None:
    state = _STATE_OF[answer.outcome]
    wait = min(_FIRST_WAIT * 2 ** min(row.attempts - 1, 10), _LONGEST_WAIT)
    changes: dict[str, object] = {"answer": answer.words, "claimed_at": None}
    if state is QueuedEmailState.WAITING:
        changes["next_try"] = now() + wait
        _log.warning("a mail waits, the server did not take it: %s", answer.words)
    else:
        changes["finished_at"] = now()
    going = (QueuedEmailState.SENDING, QueuedEmailState.ENDING)
    QueuedEmail.objects.filter(pk=row.pk, state__in=going, attempts=row.attempts).update(
        state=state, **changes
    )


def _leave(row: QueuedEmail, before: QueuedEmailState, state: QueuedEmailState) -> int:
    """Step from one state to the next, unless somebody else did."""
    return QueuedEmail.objects.filter(pk=row.pk, state=before, attempts=row.attempts).update(
        state=state, claimed_at=now()
    )


def _mail(row: QueuedEmail, to_server: MailServer) -> bytes | None:
    """The mail in the words of the day; None where it is not wanted any more."""
    preference = Preference.objects.filter(user=row.user).first()
    reminders = list(
        Reminder.objects.filter(queued_email=row, outdated_at=None, read_at=None).order_by(
            F("last_day").asc(nulls_last=True), "made_at"
        )
    )
    is_wanted = (
        row.user.is_active and row.user.email and (preference is None or preference.gets_mail)
        and Appointment.objects.on(today()).filter(user=row.user).exists()
    )  # fmt: skip
    if not reminders or not is_wanted:
        return None
    # Nobody asked for this in a language: the site's own.
    with translation.override(settings.LANGUAGE_CODE):
        lines = _lines(row, reminders)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = _subject(lines)
        message["From"] = to_server.sender
        message["To"] = ascii_address(row.user.email)
        message["Date"] = format_datetime(now())
        message["Message-ID"] = row.message_id
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(_body(row, lines), charset="utf-8", cte="base64")
    return message.as_bytes()


class _Line(Struct, frozen=True):
    """One subject of a mail: what, by when, where."""

    name: str
    day: date | None
    url: str


def _lines(row: QueuedEmail, reminders: Iterable[Reminder]) -> tuple[_Line, ...]:
    """What the mail is for, then whatever else waits for the person."""
    lines = [
        _Line(squeeze(reminder.name["th"]), reminder.last_day, reminder.address)
        for reminder in reminders
    ]
    person = actor_on(row.user, today())
    waits = telling.soon(person, today()) if person is not None else ()
    named = {line.url for line in lines}
    lines += [
        _Line(squeeze(f"{wait.ask.th}: {wait.name}"), wait.due, wait.url)
        for wait in waits
        if wait.url not in named
    ]
    return tuple(lines)


def _subject(lines: Sequence[_Line]) -> str:
    count = len(lines)
    if all(line.day for line in lines):
        words = ngettext(
            "โปร่งใส: %(count)s รายการใกล้ครบกำหนด", "โปร่งใส: %(count)s รายการใกล้ครบกำหนด", count
        )
    else:
        words = ngettext("โปร่งใส: %(count)s รายการรอท่าน", "โปร่งใส: %(count)s รายการรอท่าน", count)
    return words % {"count": count}


def _body(row: QueuedEmail, subjects: Sequence[_Line]) -> str:
    """Subjects and links, nothing else."""
    lines = [squeeze(row.agency.name), ""]
    for subject in subjects[:_MOST_LINES]:
        day = f" ({long_date(subject.day)})" if subject.day else ""
        lines += [f"- {subject.name}{day}", f"  {_at(subject.url)}"]
    if len(subjects) > _MOST_LINES:
        lines.append(_("และอีก %(count)s รายการ") % {"count": len(subjects) - _MOST_LINES})
    lines += ["", f"{_('กล่องแจ้งเตือน')}: {_at(reverse('calendar:inbox'))}",
              f"{_('เลิกรับอีเมล')}: {_at(reverse('calendar:preferences'))}", ""]  # fmt: skip
    return "\n".join(lines)


def _at(url: str) -> str:
    return f"{site_address()}{url}"


_BATCH = 500


def remind_all() -> int:
    """The reminders of today for every agency that has none yet; how many were made."""
    if timezone.localtime(now()).hour < shipped().from_hour:
        return 0
    had = RemindedDay.objects.filter(day=today()).values_list("agency", flat=True)
    agencies = list(Agency.objects.exclude(pk__in=had))
    # First, for the day counts as done with `remind`: broken off here it is done again, once.
    return sum(tell_what_waits(agency) + remind(agency) for agency in agencies)


@transaction.atomic
def remind(agency: Agency) -> int:
    """The reminders of today; how many are new. Done twice it makes nothing twice."""
    journal.hold(agency)
    day, made = today(), 0
    owners = Owners(agency, day)
    # Something may be due in the day's own year and in its neighbours.
    living = (year for year in years(agency) if abs(year - fiscal.year_of(day)) <= 1)
    for year in living:
        events = events_of(agency, year)
        _settle(agency, year, events, owners)
        wanted = [
            reminder for event in events for reminder in _reminders(agency, event, owners, day)
        ]
        # By its key, not by counting what the database says it made: those differ.
        held = set(
            Reminder.objects.filter(
                agency=agency, fiscal_year=year, event__in={reminder.event for reminder in wanted}
            ).values_list("user", "event", "last_day", "rule")
        )
        new = [
            reminder
            for reminder in wanted
            if (reminder.user_id, reminder.event, reminder.last_day, reminder.rule) not in held
        ]
        Reminder.objects.bulk_create(new, ignore_conflicts=True)
        made += len(new)
    RemindedDay.objects.get_or_create(agency=agency, day=day, defaults={"at": now()})
    return made


def follow(agency: Agency, year: int) -> None:
    """Let the reminders follow the calendar, in the transaction of what changed it."""
    _settle(agency, year, events_of(agency, year), Owners(agency, today()))


class Owners:
    """Who has to do something on a day: whom it was assigned to, else by positions."""

    def __init__(self, agency: Agency, day: date) -> None:
        """Who heads which unit that day, who was assigned what and left, what plans name."""
        self._by_kind: dict[str, list[User]] = defaultdict(list)
        self._by_unit: dict[UUID, list[User]] = defaultdict(list)
        rows = Appointment.objects.on(day).of_active().filter(agency=agency)
        held = list(rows.select_related("user", "position__unit"))
        for appointment in held:
            self._by_kind[appointment.position.kind].append(appointment.user)
            unit = appointment.position.unit
            if unit is not None and not unit.is_closed and heads(appointment.position):
                self._by_unit[unit.pk].append(appointment.user)
        self._substitutes = substitutes(held)
        self._assigned = _assigned(agency)
        every = (row for rows in self._assigned.values() for row in rows)
        self._left = left_among(agency, every, day)
        self._responsible: dict[UUID, list[UUID]] = defaultdict(list)
        named = ResponsibleUnit.objects.filter(agency=agency, unit__isnull=False)
        for measure, unit_id in named.values_list("measure", "unit"):
            self._responsible[measure].append(unit_id)
        self._officers = next(filter(None, map(self._by_kind.get, REMINDED_IN_TURN)), [])

    def people_of(self, event: Dated) -> tuple[User, ...]:
        """Whom to remind, each once; the ITA officer where nobody else has it, or an own part."""
        return self._or_officer(self._of_measure(event.id, event.parts_done))

    def of_measure(self, measure: UUID) -> tuple[User, ...]:
        """Whom to remind of a measure: whom it was assigned to, else the heads of its units."""
        return self._or_officer(self._of_measure(measure))

    def _or_officer(self, wanted: Iterable[User]) -> tuple[User, ...]:
        users = list(wanted) or self._officers
        return tuple({user.pk: user for user in users}.values())

    def _of_measure(self, measure: UUID, done: Collection[UUID] = ()) -> Iterable[User]:
        if measure in self._assigned:
            return self._assignees(measure, done)
        return [user for unit in self._responsible.get(measure, ()) for user in self._heads(unit)]

    def _heads(self, unit: UUID) -> Sequence[User]:
        return self._by_unit.get(unit, ())

    def _assignees(self, measure: UUID, done: Collection[UUID]) -> Iterable[User]:
        for assignment in self._assigned[measure]:
            if assignment.part in done:
                continue
            user = assignment.user
            if user is not None and user.is_active and assignment.pk not in self._left:
                yield user
                yield from self._substitutes.get(user.pk, ())
            else:
                heads = self._heads(assignment.unit_id) if assignment.unit_id else ()
                yield from heads or self._officers


def _assigned(agency: Agency) -> dict[UUID, list[Assignment]]:
    by_measure: dict[UUID, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(agency=agency, kind__in=_REMINDED, ended_at=None)
    for row in rows.select_related("user"):
        with suppress(ValueError):
            by_measure[UUID(row.subject)].append(row)
    return dict(by_measure)


def _reminders(agency: Agency, event: Dated, owners: Owners, day: date) -> Iterable[Reminder]:
    if event.is_done:
        return
    rule = rule_on(shipped(), event.last, day, asks=event.asks)
    if not rule:
        return
    for user in owners.people_of(event):
        yield Reminder(
            agency=agency,
            user=user,
            fiscal_year=event.year,
            event=event.id,
            last_day=event.last,
            rule=rule,
            name={"th": event.name.th, "en": event.name.en},
            made_at=now(),
        )


def _settle(agency: Agency, year: int, events: Sequence[Dated], owners: Owners) -> None:
    """Outdate reminders of days that were moved and of things done or gone; revive the others.

    Shape:  also those of whoever has it no more, or has done the own part; what holds again is
            unread, and mailed anew.
    """
    appointment = {(event.id, event.last) for event in events if not event.is_done}
    theirs = {event.id: {user.pk for user in owners.people_of(event)} for event in events}
    rows = Reminder.objects.filter(agency=agency, fiscal_year=year, url="", last_day__isnull=False)
    old: list[UUID] = []
    again: list[UUID] = []
    columns = ("pk", "event", "last_day", "outdated_at", "user")
    for pk, event, day, outdated, user in rows.values_list(*columns):
        holds = (event, day) in appointment and user in theirs[event]
        if holds == (outdated is None):
            continue
        (old if outdated is None else again).append(pk)
    anew = {"outdated_at": None, "read_at": None, "queued_email": None, "made_at": now()}
    for pks, changes in ((old, {"outdated_at": now()}), (again, anew)):
        for start in range(0, len(pks), _BATCH):
            rows.filter(pk__in=pks[start : start + _BATCH]).update(**changes)
