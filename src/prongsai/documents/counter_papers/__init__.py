"""Papers of the counter as PDF: a queue ticket, and the way to take one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.papers.document import Mark
from prongsai.documents.marks import mark_svg
from prongsai.documents.typesetting.breaks import set_breaks
from prongsai.documents.typesetting.finish import finish
from prongsai.documents.typesetting.press import Press

_TEMPLATE = Path(__file__).with_name("counter.typ")


class PaperTicket(Struct, frozen=True):
    """A ticket as it is printed; `address` is where its state is read, `told` the moment."""

    agency: str
    point: str
    line: str
    number: str
    told: str
    address: str
    made_on: date


def ticket_paper(ticket: PaperTicket) -> bytes:
    """A ticket of eight centimetres, as the printers of counters take it.

    Errors: MissingFont, NoPaper.
    """
    told = {
        "kind": "ticket",
        "title": f"บัตรคิว {ticket.number}",
        "agency": _broken(ticket.agency),
        "point": _broken(ticket.point),
        "line": _broken(ticket.line),
        "number": ticket.number,
        "told": _broken(ticket.told),
    }
    return _set(told, ticket.address, ticket.made_on)


def queue_poster(ticket: PaperTicket) -> bytes:
    """A sheet of A4 whose code leads to where a number is taken; `line` and `number` are unused.

    Errors: MissingFont, NoPaper.
    """
    told = {
        "kind": "queue",
        "title": f"รับบัตรคิว {ticket.point}",
        "agency": _broken(ticket.agency),
        "point": _broken(ticket.point),
        "told": _broken(ticket.told),
    }
    return _set(told, ticket.address, ticket.made_on)


def _set(told: Mapping[str, Any], address: str, made_on: date) -> bytes:
    """A paper with its words as data and its address as a code."""
    given = {
        **told,
        "address": address.removeprefix("https://").removeprefix("http://"),
        "made_on": [made_on.year, made_on.month, made_on.day],
    }
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "counter.json": json.dumps(given, ensure_ascii=False).encode(),
        "qr.svg": mark_svg(Mark("", address, ())),
    }
    with Press() as press:
        return finish(press.set(files, datetime.combine(made_on, time(), UTC)))


def _broken(text: str) -> str:
    return set_breaks(text)
