"""What groups and meetings usually begin with: data/meetings/usual.yaml and the wording."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import long_date
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.offices import paper_agency, wording_of
from prongsai.web.office.meetings.models import Kind

_SHIPPED = Path(__file__).parents[3] / "data" / "meetings" / "usual.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Participant(Struct, frozen=True):
    """One member as typed or proposed."""

    title: str
    role: str
    position: Position | None = None


class Draft(Struct, frozen=True):
    """What the order of a working group says; texts that are "" are the wording's own."""

    name: str
    subject: str
    reason: str
    duties: tuple[str, ...]
    participants: tuple[Participant, ...]
    publishes: bool = False


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Any]:
    """The content of the file."""
    text = _SHIPPED.read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader in C
    return found


def roles() -> tuple[str, ...]:
    """The roles that are offered; others may be typed."""
    return tuple(shipped()["roles"])


def group_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of working groups: key and name; "own" has none."""
    return tuple((one["key"], one["name"]) for one in shipped()["groups"])


def draft_of(agency: Agency, year: int, key: str) -> Draft:
    """What a new working group of a kind begins with; an unknown kind is the agency's own."""
    found = {one["key"]: one for one in shipped()["groups"]}
    chosen = found.get(key, found["own"])
    fields = fields_of(agency, year)
    wording = wording_of(agency)
    own = tuple(one.format_map(fields) for one in chosen["duties"])
    return Draft(
        name=chosen["name"],
        subject=chosen["subject"] or bare_subject(wording("order.subject", **fields)),
        reason=chosen["reason"].format_map(fields) or wording("order.reason", **fields),
        duties=own or wording.several("order.duties", **fields),
        participants=usual_participants(agency),
    )


def bare_subject(text: str) -> str:
    """A subject without the word that the paper prints before it."""
    return text.removeprefix("เรื่อง").strip()


def usual_participants(agency: Agency) -> tuple[Participant, ...]:
    """The positions of an agency with their usual roles; ITA officers assist."""
    rows = list(Position.objects.filter(agency=agency).order_by("title"))
    return tuple(
        Participant(row.title, one["as"], row)
        for one in shipped()["participants"]
        for row in rows
        if row.kind == one["position"]
    )


def agenda_of(agency: Agency, year: int, kind: str) -> tuple[str, ...]:
    """The usual agenda of a kind of meeting."""
    fields = fields_of(agency, year)
    return tuple(one.format_map(fields) for one in shipped()["agendas"][Kind(kind).value])


def fields_of(agency: Agency, year: int) -> Mapping[str, str]:
    """What the sentences of the file and of the order may name."""
    return {
        "agency": agency.name,
        "office": agency.office,
        "chief_executive": paper_agency(agency).positions.chief_executive,
        "plan_year": str(year),
        "half_day": long_date(fiscal.half_year(year)),
        "last_day": long_date(fiscal.end(year)),
    }
