"""Write down what was found of the required elements; each look is kept, the newest counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from msgspec import Struct

from prongsai.core.disclosure.model import Presence
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck
from prongsai.web.disclosure.disclosure.queries.works import work_of
from prongsai.web.disclosure.disclosure.services.working import begin
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.services.frameworks import locked


class Look(Struct, frozen=True):
    """What a person found for one element, None to take a look back; `place` says where."""

    presence: Presence | None
    place: str = ""

    def is_same(self, check: ElementCheck | None) -> bool:
        """Whether it says what stands; what nobody looked for says nothing."""
        last = (check.presence, check.place) if check is not None else ("", "")
        return last == (self.presence.value if self.presence else "", self.place[:300])


@transaction.atomic
def check(
    agency: Agency, *, by: Actor, year: int, item: YearItem, looks: Mapping[str, Look]
) -> int:
    """Keep the looks that say something new, by the key of the requirement; how many.

    Shape:  keys that are no requirement of the item are left out.
    Errors: Misuse where the year is not open.
    """
    locked(agency, year)
    known = {one.key for one in item.requirements or ()}
    # The same may be said again where the evidence is another since.
    found = work_of(agency, year, item.code, today())
    outdated = found[1].outdated if found is not None else frozenset()
    last = {
        row.element: row
        for row in ElementCheck.objects.filter(agency=agency, fiscal_year=year, item__in=item.keys)
    }
    moment = now()
    rows = [
        ElementCheck(
            agency=agency, fiscal_year=year, item=item.key, element=key, checked_at=moment,
            number=last[key].number + 1 if key in last else 1,
            presence=look.presence.value if look.presence else "", place=look.place[:300],
            checked_by=by.user, checked_by_words=by.words,
        )
        for key, look in looks.items()
        if key in known and (
            not look.is_same(last.get(key)) or (key in outdated and look.presence)
        )
    ]  # fmt: skip
    if rows:
        begin(agency, by=by, year=year, item=item)
        ElementCheck.objects.bulk_create(rows)
        journal.record(agency, by, "elements-checked", item.code, year=year, count=len(rows))
    return len(rows)


def take_back(agency: Agency, *, by: Actor, year: int, subjects: Collection[str]) -> None:
    """Open every look of the items of some subjects again, within a transaction.

    Shape:  what was said stays; an item that goes on from several keeps its looks under one of
            them, and evidence that was carried into the year may serve it under another.
    """
    named = set(subjects)
    same = (one.keys for one in items_of(agency, year).items if named & set(one.keys))
    wanted = named.union(*same)
    rows = ElementCheck.objects.filter(agency=agency, fiscal_year=year, item__in=wanted)
    last = {(row.item, row.element): row for row in rows}
    moment = now()
    ElementCheck.objects.bulk_create(
        ElementCheck(
            agency=agency, fiscal_year=year, item=row.item, element=row.element,
            number=row.number + 1, checked_at=moment, checked_by=by.user, checked_by_words=by.words,
        )
        for row in last.values() if row.presence
    )  # fmt: skip
