"""The days of a monthly series: a day of the month, or its n-th weekday."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import last_of_month, long_date
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.figures import figures_of
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.offices import paper_agency, wording_of
from prongsai.web.office.meetings.models import GroupKind

LAST = 5
_DAYS_OF_WEEK = 7
_SATURDAY = 5


class Rule(Struct, frozen=True):
    """Which day of each month.

    Shape:  `day` is 1 to 31 (the month's last where it is shorter), or 0 where `nth` (1 to 4, 5 for
            the last) and `weekday` (Monday 0) say it.
    """

    day: int = 0
    nth: int = 0
    weekday: int = 0


def days_of(year: int, rule: Rule, first: date, last: date) -> tuple[date, ...]:
    """The days of a series that lie in a fiscal year and from `first` to `last`.

    >>> days_of(2566, Rule(day=31), date(2023, 2, 1), date(2023, 3, 31))
    (datetime.date(2023, 2, 28), datetime.date(2023, 3, 31))
    >>> days_of(2566, Rule(nth=1, weekday=0), date(2023, 3, 1), date(2023, 3, 31))
    (datetime.date(2023, 3, 6),)
    """
    days = (_day(month, rule) for month in fiscal.first_days(year))
    return tuple(day for day in days if first <= day <= last)


def is_weekend(day: date) -> bool:
    """Whether nobody works on a day of the week."""
    return day.weekday() >= _SATURDAY


def _day(month: date, rule: Rule) -> date:
    last = last_of_month(month)
    if rule.day:
        return month.replace(day=min(rule.day, last.day))
    if rule.nth == LAST:
        return last - timedelta(days=(last.weekday() - rule.weekday) % _DAYS_OF_WEEK)
    ahead = (rule.weekday - month.weekday()) % _DAYS_OF_WEEK
    return month + timedelta(days=ahead + _DAYS_OF_WEEK * (rule.nth - 1))


_SHIPPED = Path(__file__).parents[3] / "data" / "meetings" / "usual.yaml"


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
    content: Mapping[str, Any] = load(_SHIPPED.read_text(encoding="utf-8"))
    return content


def roles() -> tuple[str, ...]:
    """The roles that are offered; others may be typed."""
    return tuple(shipped()["roles"])


def group_kinds() -> tuple[tuple[str, str], ...]:
    """The kinds of working groups: key and name; "own" has none."""
    return tuple((group["key"], group["name"]) for group in shipped()["groups"])


def draft_of(agency: Agency, year: int, key: str) -> Draft:
    """What a new working group of a kind begins with; an unknown kind is the agency's own."""
    groups = {group["key"]: group for group in shipped()["groups"]}
    chosen = groups.get(key, groups["own"])
    fields = fields_of(agency, year)
    wording = wording_of(agency)
    usual = wording("order.subject", **fields)
    own = tuple(duty.format_map(fields) for duty in chosen["duties"])
    return Draft(
        name=chosen["name"],
        # The paper prints the word before a subject.
        subject=chosen["subject"] or usual.removeprefix("เรื่อง").strip(),
        reason=chosen["reason"].format_map(fields) or wording("order.reason", **fields),
        duties=own or wording.several("order.duties", **fields),
        participants=usual_participants(agency),
    )


def usual_participants(agency: Agency) -> tuple[Participant, ...]:
    """The positions of an agency with their usual roles; ITA officers assist."""
    rows = list(Position.objects.filter(agency=agency).order_by("title"))
    return tuple(
        Participant(row.title, usual["as"], row)
        for usual in shipped()["participants"]
        for row in rows
        if row.kind == usual["position"]
    )


def agenda_of(agency: Agency, year: int, kind: str) -> tuple[str, ...]:
    fields = fields_of(agency, year)
    return tuple(item.format_map(fields) for item in shipped()["agendas"][GroupKind(kind).value])


def begun_text(agency: Agency, year: int, heading: str, on: date) -> str:
    """What the minutes of a day say of an item before anybody writes; "" without figures."""
    for usual in shipped()["texts"]:
        if usual["heading"] == heading:
            for row in figures_of(usual["figures"], agency, year, on):
                return str(usual["text"].format_map(row))
    return ""


def provable_subjects(paper: str) -> frozenset[str]:
    """The subjects of OIT items that some paper of a kind may prove."""
    rules = (rule for rule in shipped()["proves"] if rule["paper"] == paper)
    return frozenset(subject for rule in rules for subject in rule["lineages"])


def provable(paper: str, text: str) -> frozenset[str]:
    """The subjects of OIT items that a paper may prove by what stands in it.

    >>> sorted(provable("order", "แต่งตั้งคณะทำงานขับเคลื่อนจริยธรรม"))
    ['ethics-drive']
    >>> sorted(provable("minutes", "มอบนโยบาย NO GIFT POLICY"))
    ['no-gift-culture']
    """
    words = text.casefold()
    return frozenset(
        subject
        for rule in shipped()["proves"]
        if rule["paper"] == paper and any(word.casefold() in words for word in rule["words"])
        for subject in rule["lineages"]
    )


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
