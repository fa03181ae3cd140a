"""Rounds of looks: asked for by a person or by the schedule, done in slices by the worker.

A round goes on over as many jobs as it takes, each short, so that a paper that somebody waits for
comes in between; a worker that dies leaves the round, and the next goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet

from prongsai.links.reasons import Reason
from prongsai.links.results import Asked, Earlier, LinkResult
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.links.models import Link, LinkCheck, LinkRound
from prongsai.web.disclosure.links.queries.standing import MAY_BE_SEEN, digest_of, rows_of
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JobState

JOB = "links.check"
_LONG, _SHORT = 2000, 300
_OPEN = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def ask_round(agency: Agency, *, by: Actor | None, addresses: Iterable[str]) -> LinkRound | None:
    """Have some addresses looked at; None where there are none.

    Shape:  while a round goes on what is asked joins it, so that no address is looked at twice.
    """
    wanted = list(dict.fromkeys(addresses))
    if not wanted:
        return None
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    keys = [str(pk) for pk in _keys(agency, wanted)]
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
    if row.job is not None and row.job.state in _OPEN:
        return
    row.job = jobs.ask(row.agency, by, JOB, {"round": str(row.pk)})
    row.save(update_fields=["job"])


def left_of(row: LinkRound) -> QuerySet[Link]:
    """The addresses of a round that were not looked at yet."""
    rows = Link.objects.filter(agency=row.agency, pk__in=row.links)
    return rows.exclude(checks__round=row).order_by("pk")


def asked_of(links: Iterable[Link]) -> Iterator[Asked]:
    """Addresses as the checker wants them: with what they showed when that was right."""
    for one in links:
        earlier = None
        if one.content and one.content_at is not None:
            earlier = Earlier(one.content, one.content_at)
        yield Asked(one.address, str(one.pk), earlier)


@transaction.atomic
def keep(row: LinkRound, result: LinkResult) -> None:
    """Keep what one look found; told twice it is kept once."""
    link = Link.objects.select_for_update(no_key=True).filter(pk=result.asked.item).first()
    if link is None or LinkCheck.objects.filter(round=row, link=link).exists():
        return
    reason = result.reason
    if reason is Reason.CONTENT_DIFFERS and result.content == link.content:
        reason = Reason.ANSWERS  # somebody accepted it while the round went on
    verdict = reason.verdict
    told = {
        "verdict": verdict.value,
        "reason": reason.value,
        "detail": plain(result.detail if reason is result.reason else "", _SHORT),
        "final": plain(result.final, _LONG),
        "title": plain(result.title, 200),
        "checked_at": now(),
    }
    LinkCheck.objects.create(
        agency=row.agency, link=link, round=row, status=result.status, size=result.size,
        seconds=round(result.seconds, 3), content=result.content, **told,
    )  # fmt: skip
    for name, value in told.items():
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


def _keys(agency: Agency, addresses: list[str]) -> list[object]:
    """The rows of addresses, made where there are none yet."""
    known = {row.address for row in rows_of(agency, addresses)}
    new = [
        Link(agency=agency, address=one, digest=digest_of(one))
        for one in addresses
        if one not in known
    ]
    Link.objects.bulk_create(new, ignore_conflicts=True)
    return [row.pk for row in rows_of(agency, addresses)]
