"""What waits for a person: items with a day, broken links, evidence that ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from prongsai.core.disclosure.model import State
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.waiting import Waiting, waiting
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ItemWork
from prongsai.web.disclosure.disclosure.queries.item import items_of_piece
from prongsai.web.disclosure.disclosure.queries.links import broken_rows
from prongsai.web.disclosure.disclosure.queries.terms import ending_pieces
from prongsai.web.disclosure.disclosure.rights import worker_of
from prongsai.web.year.ownership.owners import Standing
from prongsai.web.year.ownership.work_queries import working_years

_ASK = Text("ทำหลักฐานของข้อ OIT ให้เสร็จ", "finish the evidence of the OIT item")
_RENEW = Text("เตรียมฉบับใหม่ก่อนหลักฐานสิ้นอายุ", "prepare the next one before this evidence ends")
_REPLACE = Text("ใส่หลักฐานจริงแทนที่ใช้ชั่วคราว", "put the real evidence in place of the stand-in")
_AHEAD = timedelta(days=60)
_MEND = Text("แก้ลิงก์หลักฐานที่เปิดไม่ได้", "mend a link of evidence that does not open")


@waiting
def items_of_mine(person: Actor, on: date) -> tuple[Waiting, ...]:
    """The items that a person owns, or whose unit they head, with a day."""
    years = working_years(person.agency, on)
    return tuple(one for year in years for one in _of_year(person, year, on))


@waiting
def broken_links_of_mine(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Addresses that were found broken more than once, of a person's items and of nobody's."""
    years = working_years(person.agency, on)
    return tuple(one for year in years for one in _broken(person, year, on))


@waiting
def terms_of_mine(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Evidence of a person's items, and of nobody's, that soon stands no more."""
    years = working_years(person.agency, on)
    return tuple(one for year in years for one in _ending(person, year, on))


def _ending(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    rows = ending_pieces(person.agency, year, on + _AHEAD)
    if not rows:
        return
    worker, standing = worker_of(person, on), Standing(person.agency, year, None)
    items = items_of(person.agency, year)
    for piece, day in rows:
        for item in items_of_piece(items, piece):
            owners = standing.of(item.subject)
            if worker.owns(owners) or (owners.is_open and worker.works_on_all):
                address = reverse("disclosure:item", args=[year, item.code])
                ask = _REPLACE if piece.stands_in_until else _RENEW
                yield Waiting("terms", f"{item.code} {piece.title}", ask, address, due=day)
                break


def _broken(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    worker = worker_of(person, on)
    for row in broken_rows(person.agency, year):
        # Whoever has any of its items may lose that item's points.
        is_mine = any(
            worker.owns(owners) or (owners.is_open and worker.works_on_all) for owners in row.owners
        )
        if row.state is not None and is_mine:
            address = reverse("disclosure:link", args=[year, row.state.id])
            since = row.state.broken_since
            day = timezone.localtime(since).date() if since else None
            codes = ", ".join(item.code for item in row.items)
            yield Waiting("links", f"{codes} {row.title}", _MEND, address, since=day)


def _of_year(person: Actor, year: int, on: date) -> Iterator[Waiting]:
    rows = ItemWork.objects.filter(
        agency=person.agency, fiscal_year=year, due__isnull=False
    ).exclude(state__in=[State.DONE, State.HANDED_IN])
    found = {row.item: row for row in rows}
    if not found:
        return
    standing, worker = Standing(person.agency, year, None), worker_of(person, on)
    for item in items_of(person.agency, year).items:
        row = next((found[key] for key in item.keys if key in found), None)
        if row is not None and worker.owns(standing.of(item.subject)):
            address = reverse("disclosure:item", args=[year, item.code])
            yield Waiting("disclosure", item.words, _ASK, address, due=row.due)
