"""Tell who brought a case, where they asked for it, that there is news: no word of what it is.

A message says who writes, that there is news and where a receipt is read: no number, kind or word
of the case, since others read a telephone too. Its address lies in a row of its own that no list,
search, export, journal or page reads, and goes with all that tells who somebody is. What a server
answers is not kept, because it may repeat the address: its number is.

The states are those of a reminder's mail (`calendar.services.mailing`), each written before the
step that it allows: what may have arrived is never sent again.
"""

import logging
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.ways import NewsState, NewsWay, WayKind
from prongsai.core.messages import read_words
from prongsai.core.text import Text, same
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.notifying import notify
from prongsai.web.citizens.desk.models import Case, CaseNews, CaseWay
from prongsai.web.citizens.desk.rights import is_for_few, kind_in
from prongsai.web.citizens.desk.sms import SmsHook
from prongsai.web.citizens.desk.sms import hand_over as hand_over_sms
from prongsai.web.platform import remnants
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.calendar.services import mailing
from prongsai.web.year.calendar.smtp import Answer, MailServer, Outcome, ascii_address
from prongsai.web.year.calendar.smtp import hand_over as hand_over_mail

_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
_LOST = timedelta(minutes=15)
# Our default: news that comes later than this helps nobody, and an address that was given with a
# slip of the finger is not tried for ever.
GIVEN_UP_AFTER = timedelta(days=3)
_MOST_AT_ONCE = 50
WAYS = "desk:ways"
_GOING = (NewsState.SENDING, NewsState.ENDING)
_STATE_OF = {
    Outcome.SENT: NewsState.SENT,
    Outcome.LATER: NewsState.WAITING,
    Outcome.REFUSED: NewsState.REFUSED,
    Outcome.UNSURE: NewsState.UNSURE,
}
_log = logging.getLogger(__name__)


def hook() -> SmsHook | None:
    """The hook that the settings name; None for none, and always in a demo."""
    sms_hook: SmsHook | None = None if settings.DEMO else getattr(settings, "SMS_HOOK", None)
    return sms_hook


def ways_open() -> tuple[WayKind, ...]:
    """By what somebody can be told here."""
    return tuple(kind for kind in WayKind if why_not(kind) is None)


def ways_of(kind: CaseKind | None) -> tuple[WayKind, ...]:
    """By what whoever brings a case of a kind can be told.

    Shape:  none for a restricted kind: whoever looks after the agency's mail would read in its log
            who complains of a superior.
    """
    return () if kind is None or kind.restricted else ways_open()


def why_not(kind: WayKind) -> Text | None:
    """Why nobody can be told by it, for officials; None where it goes."""
    if settings.DEMO:
        return read_words("desk/no_news.demo")
    if kind is WayKind.MAIL and mailing.server() is None:
        return read_words("desk/no_news.no_mail_server")
    if kind is WayKind.SMS and hook() is None:
        return read_words("desk/no_news.no_sms_service")
    if is_local(site_address()):
        return read_words("desk/no_news.no_address")
    return None


def store_way(case: Case, way: NewsWay, language: str) -> None:
    """Keep where who brought a case is told, in place of what was kept; the case's row is held."""
    if way.kind not in ways_of(kind_in(case.agency_id, case.kind)):
        raise Refused("desk/contact_channel_unavailable", field="tell_to")
    forget(case)
    CaseWay.objects.create(case=case, kind=way.kind, to=way.to, language=language)


@transaction.atomic
def change(case: Case, way: NewsWay | None, language: str = "th") -> None:
    """What the receipt's holder wants now: told another way, or no more."""
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if way is None:
        forget(row)
    else:
        store_way(row, way, language)


def stop(agency: Agency, key: UUID) -> None:
    """Whoever got a message wants no more; they may be a stranger whose address somebody gave."""
    row = CaseNews.objects.filter(key=key, way__case__agency=agency).select_related("way__case")
    if news := row.first():
        change(news.way.case, None)


def forget(case: Case) -> None:
    """Delete where somebody is told, with what was or would be sent."""
    remnants.delete(CaseWay.objects.filter(case=case), subject=WAYS)


def queue(case: Case) -> None:
    """There is news of a case: one message waits where one was asked for; in the caller's lock."""
    way = CaseWay.objects.filter(case=case).first()
    if way is None or way.news.filter(state=NewsState.WAITING).exists():
        return
    # A kind of the agency's own may have become a restricted one since, or unreadable.
    if is_for_few(case.agency_id, case.kind):
        return
    CaseNews.objects.create(
        way=way, state=NewsState.WAITING, next_try=now(), made_at=now(), key=uuid4()
    )


class Telling(Struct, frozen=True):
    """By what somebody is told, and what became of the last message.

    Shape:  `state` None where there was none yet; `day` when it was made or ended; `code` the
            number that the server answered, None for none; `is_withheld` where nothing goes out any
            more, because the kind became one that fewer read.
    """

    kind: Text
    state: NewsState | None = None
    day: date | None = None
    code: int | None = None
    is_withheld: bool = False

    @property
    def is_failed(self) -> bool:
        """Whether they were not told, or nobody knows it: they must look it up."""
        return self.is_withheld or (self.state is not None and self.state.is_failed)

    @property
    def is_unsure(self) -> bool:
        """Whether the last message may have arrived all the same."""
        return self.state is NewsState.UNSURE and not self.is_withheld

    @property
    def words(self) -> Text | None:
        if self.is_withheld:
            return read_words("desk/no_news.restricted")
        if self.state is None:
            return None
        code = f" ({self.code})" if self.is_failed and self.code else ""
        return same("{state}{code}").format(state=self.state.label, code=code)


def telling_of(case: Case) -> Telling | None:
    """How who brought a case is told; None where they look themselves."""
    kind = Case.objects.filter(pk=case.pk).values_list("way__kind", flat=True).first()
    if not kind:
        return None
    if is_for_few(case.agency_id, case.kind):
        return Telling(WayKind(kind).label, is_withheld=True)
    last = CaseNews.objects.filter(way__case=case).last()
    if last is None:
        return Telling(WayKind(kind).label)
    day = timezone.localdate(last.finished_at or last.made_at)
    return Telling(WayKind(kind).label, NewsState(last.state), day, last.code)


def send_all(*, patience: float = 1.0) -> int:
    """Send what is due; how many were taken. What does not answer keeps only its own kind back."""
    rescue()
    old = CaseNews.objects.filter(state=NewsState.WAITING, made_at__lt=now() - GIVEN_UP_AFTER)
    old.update(state=NewsState.GIVEN_UP, finished_at=now())
    return sum(_send_due(kind, patience) for kind in WayKind)


def _send_due(kind: WayKind, patience: float) -> int:
    """Send what is due by one way, until nobody answers there; how many were taken."""
    due = CaseNews.objects.filter(
        state=NewsState.WAITING, next_try__lte=now(), way__kind=kind
    ).order_by("next_try")
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:_MOST_AT_ONCE]):
        answer = send(pk, patience=patience)
        if answer is None:
            continue
        sent += answer.outcome is Outcome.SENT
        if answer.is_down:
            break
    return sent


def send(pk: int, *, patience: float = 1.0) -> Answer | None:
    """Send one message; None where another worker has it, or nothing is there to send it by."""
    row = CaseNews.objects.select_related("way__case__agency").filter(pk=pk).first()
    if row is None:
        return None
    by: MailServer | SmsHook | None = mailing.server() if row.way.kind == WayKind.MAIL else hook()
    if by is None:
        return None
    waiting = CaseNews.objects.filter(pk=pk, state=NewsState.WAITING)
    if is_for_few(row.way.case.agency_id, row.way.case.kind):
        waiting.delete()
        return None
    taken = waiting.update(state=NewsState.SENDING, claimed_at=now(), attempts=F("attempts") + 1)
    if not taken:
        return None
    row.attempts += 1

    def mark_last_step() -> None:
        left = CaseNews.objects.filter(
            pk=pk, state=NewsState.SENDING, attempts=row.attempts
        ).update(state=NewsState.ENDING, claimed_at=now())
        if not left:
            raise _TakenAwayError

    try:
        answer = _handed_over(row, by, mark_last_step, patience)
    except _TakenAwayError:
        # The citizen turned it off, or it was given to another worker.
        return None
    except ValueError:
        # An address of which no mail can be made: were it tried again, it would stop all others.
        answer = Answer(Outcome.REFUSED)
    _finish(row, answer)
    return answer


def rescue() -> None:
    """What dead workers left: sent again where it cannot have arrived, else never."""
    old = CaseNews.objects.filter(claimed_at__lt=now() - _LOST)
    old.filter(state=NewsState.SENDING).update(
        state=NewsState.WAITING, next_try=now(), claimed_at=None
    )
    old.filter(state=NewsState.ENDING).update(
        state=NewsState.UNSURE, finished_at=now(), claimed_at=None
    )


class _TakenAwayError(Exception):
    """A message that is not this worker's to send any more."""


def _handed_over(
    row: CaseNews, by: MailServer | SmsHook, mark_last_step: Callable[[], None], patience: float
) -> Answer:
    text = _text(row)
    if isinstance(by, SmsHook):
        return hand_over_sms(
            by,
            row.way.to,
            text,
            str(row.key),
            mark_last_step,
            patience=patience,
        )
    to = ascii_address(row.way.to)
    return hand_over_mail(by, to, _mail(row, by, to, text), mark_last_step, patience=patience)


def _finish(row: CaseNews, answer: Answer) -> None:
    state = _STATE_OF[answer.outcome]
    # Of the words only their number: a server repeats whom it does not know.
    code = answer.words[:3]
    changes: dict[str, object] = {"code": whole_number(code)}
    if state is NewsState.WAITING:
        wait = min(_FIRST_WAIT * 2 ** min(row.attempts - 1, 10), _LONGEST_WAIT)
        changes["next_try"] = now() + wait
        _log.warning("news of a case waits: its %s was not taken (%s)", row.way.kind, code or "-")
    else:
        changes["finished_at"] = now()
    CaseNews.objects.filter(pk=row.pk, state__in=_GOING, attempts=row.attempts).update(
        state=state, claimed_at=None, **changes
    )


def _text(row: CaseNews) -> str:
    """Who writes, that there is news, and where it is read or no more is wanted."""
    message = read_words("desk/news.message", agency=squeeze(row.way.case.agency.name))
    return f"{message.in_language(row.way.language)} {_address(row)}"


def _address(row: CaseNews) -> str:
    """The page of a message: nobody else knows its key, which opens nothing of the case."""
    path = reverse("desk:news", args=[row.way.case.agency_id, row.key])
    return f"{site_address()}{path}" + ("?language=en" if row.way.language == "en" else "")


def _mail(row: CaseNews, server: MailServer, to: str, text: str) -> bytes:
    """The mail.

    Errors: ValueError where its head would name others than whom it goes to.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = read_words("desk/news.subject").in_language(row.way.language)
    message["From"] = server.sender
    message["To"] = to
    if str(message["To"]) != to:
        raise ValueError
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{row.key}@{server.sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{_address(row)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    unwanted = read_words("desk/news.unwanted").in_language(row.way.language)
    message.set_content(f"{text}\n\n{unwanted}\n", charset="utf-8", cte="base64")
    return message.as_bytes()


def notify_watchers(agency: Agency, message: Text, right: Right = Right.LET_READ) -> None:
    """Tell chief executive, chief administrator, complaint officer and auditor.

    Shape:  so nobody can secretly change how people complain about them. Another `right` tells
            its holders only, of what only they know.
    """
    held = Appointment.objects.on(today()).of_active().filter(agency=agency)
    people = held.filter(position__kind__in=keys_with(right)).select_related("user")
    notify(agency, [appointment.user for appointment in people], message)
