"""Rounds of looks: asked for by a person or by the schedule, done in slices by the worker.

A round goes on over as many jobs as it takes, each short, so that a paper that somebody waits for
comes in between; a worker that dies leaves the round, and the next goes on where it was.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from prongsai.links.results import AskedLink, Earlier, LinkResult
from prongsai.links.verdicts import Reason, Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.links.models import (
    MAY_BE_SEEN,
    Link,
    LinkCheck,
    LinkRound,
    LinkSchedule,
    digest_of,
    rows_of,
)
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now

JOB = "links.check"
_LONG, _SHORT = 2000, 300


@transaction.atomic
def ask_round(agency: Agency, *, by: Actor | None, addresses: Iterable[str]) -> LinkRound | None:
    """Have some addresses looked at; None where there are none.

    Shape:  while a round goes on what is asked joins it, so that no address is looked at twice.
    """
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return None
    journal.hold(agency)
    known = {row.address for row in rows_of(agency, wanted)}
    new = [
        Link(agency=agency, address=address, digest=digest_of(address))
        for address in wanted
        if address not in known
    ]
    Link.objects.bulk_create(new, ignore_conflicts=True)
    keys = [str(row.pk) for row in rows_of(agency, wanted)]
    row = LinkRound.objects.filter(agency=agency, finished_at=None).first()
    if row is None:
        row = LinkRound.objects.create(
            agency=agency, links=keys, asked_at=now(), by=by.user if by else None,
            by_words=by.words if by else "",
        )  # fmt: skip
    else:
        row.links = list(dict.fromkeys([*row.links, *keys]))
        row.save(update_fields=["links"])
    go_on(row, by=by)
    if by is not None:
        journal.record(agency, by, "links-asked", "", count=len(wanted))
    return row


def go_on(row: LinkRound, *, by: Actor | None = None) -> None:
    """Ask for the next piece of work of a round, unless one waits or is done now."""
    if row.is_open:
        return
    row.job = jobs.ask(row.agency, by, JOB, {"round": str(row.pk)})
    row.save(update_fields=["job"])


def left_of(row: LinkRound) -> QuerySet[Link]:
    """The addresses of a round that were not looked at yet."""
    rows = Link.objects.filter(agency=row.agency, pk__in=row.links)
    return rows.exclude(checks__round=row).order_by("pk")


def asked_of(links: Iterable[Link]) -> Iterator[AskedLink]:
    """Addresses as the checker wants them: with what they showed when that was right."""
    for link in links:
        earlier = None
        if link.content and link.content_at is not None:
            earlier = Earlier(link.content, link.content_at)
        yield AskedLink(link.address, str(link.pk), earlier)


@transaction.atomic
def store_check(row: LinkRound, result: LinkResult) -> None:
    """Keep what one look found; told twice it is kept once."""
    link = Link.objects.select_for_update(no_key=True).filter(pk=result.asked.item).first()
    if link is None or LinkCheck.objects.filter(round=row, link=link).exists():
        return
    reason = result.reason
    if reason is Reason.CONTENT_DIFFERS and result.content == link.content:
        reason = Reason.ANSWERS  # somebody accepted it while the round went on
    verdict = reason.verdict
    seen = {
        "verdict": verdict.value,
        "reason": reason.value,
        "detail": plain(result.detail if reason is result.reason else "", _SHORT),
        "final": plain(result.final, _LONG),
        "title": plain(result.title, 200),
        "checked_at": now(),
    }
    LinkCheck.objects.create(
        agency=row.agency, link=link, round=row, status=result.status, size=result.size,
        seconds=round(result.seconds, 3), content=result.content, **seen,
    )  # fmt: skip
    for name, value in seen.items():
        setattr(link, name, value)
    _follow(link, verdict, result)
    link.save()


def finish(row: LinkRound) -> None:
    """A round of which nothing is left."""
    LinkRound.objects.filter(pk=row.pk, finished_at=None).update(finished_at=now())


def plain(text: str, most: int) -> str:
    """A text from anywhere as both databases keep it."""
    sound = text.encode("utf-8", "replace").decode().replace("\0", "")
    return sound[:most]


def _follow(link: Link, verdict: Verdict, result: LinkResult) -> None:
    """What a look means for what is known: how long it is broken, what the page meant."""
    if verdict.is_broken:
        link.broken_looks += 1
        link.broken_since = link.broken_since or link.checked_at
    elif verdict is not Verdict.UNKNOWN:
        link.broken_looks, link.broken_since = 0, None
    if verdict not in MAY_BE_SEEN:
        link.seen_verdict, link.seen_at, link.seen_by_words = "", None, ""
    if verdict.is_there:
        link.newest_content = result.content
        if not link.content:
            link.content, link.content_at = result.content, link.checked_at
    elif link.reason == Reason.SLOW_ANSWER:  # it is there, only late
        link.content_at = link.content_at or link.checked_at


SCHEDULES = (0, 1, 7, 30)


@transaction.atomic
def note_seen(link: Link, *, by: Actor, is_there: bool) -> None:
    """Keep what a person found who opened an address that a program cannot judge.

    Errors: Refused where a program can: nobody says that a page is there that is gone.
    """
    journal.hold(link.agency)
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if not link.verdict or Verdict(link.verdict) not in MAY_BE_SEEN:
        raise Refused("links/link_checkable_by_program")
    verdict = Verdict.ALIVE if is_there else Verdict.GONE
    link.seen_verdict, link.seen_at, link.seen_by_words = verdict.value, now(), by.words
    if is_there:  # stays known when a later look takes what the person saw away
        link.content_at = link.content_at or link.seen_at
    link.save(update_fields=["seen_verdict", "seen_at", "seen_by_words", "content_at"])
    LinkCheck.objects.create(
        agency=link.agency, link=link, checked_at=now(), verdict=verdict.value, by_words=by.words
    )
    journal.record(link.agency, by, "link-seen", link.address[:200], verdict=verdict.value)


@transaction.atomic
def accept(link: Link, *, by: Actor, seen: str) -> bool:
    """Say that what an address shows now is right, though it changed; whether it had.

    Shape:  `seen` is `newest_content` when the page was shown that the person answers.
    Errors: Refused where a later look found something else.
    """
    journal.hold(link.agency)
    link = Link.objects.select_for_update(no_key=True).get(pk=link.pk)
    if link.verdict != Verdict.CHANGED:
        return False
    if seen != link.newest_content:
        raise Refused("links/link_changed_meanwhile")
    link.content, link.content_at = link.newest_content, link.checked_at
    link.verdict, link.reason, link.detail = Verdict.ALIVE.value, "answers", ""
    link.save(update_fields=["content", "content_at", "verdict", "reason", "detail"])
    journal.record(link.agency, by, "link-accepted", link.address[:200])
    return True


@transaction.atomic
def schedule(agency: Agency, *, by: Actor, every_days: int) -> None:
    """Say how often addresses are looked at by themselves; 0 for never.

    Errors: Refused for another number than is offered.
    """
    if every_days not in SCHEDULES:
        raise Refused("links/interval_unknown", field="every_days")
    journal.hold(agency)
    LinkSchedule.objects.update_or_create(agency=agency, defaults={"every_days": every_days})
    journal.record(agency, by, "links-scheduled", "", days=every_days)
