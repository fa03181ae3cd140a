"""Record which elements people found in the evidence of an item."""

from collections.abc import Collection, Mapping

from django.db import transaction
from msgspec import Struct

from prongsai.core.disclosure.model import Presence
from prongsai.core.preaudit.model import ElementVerdict, Verdict
from prongsai.core.thai import has_letter, states_reason
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck
from prongsai.web.disclosure.disclosure.queries.works import Work, work_of
from prongsai.web.disclosure.disclosure.services.working import begin
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.services.frameworks import locked


class Look(Struct, frozen=True):
    """What a person found for one element, None to take a look back.

    Shape:  `place` says where, or why the person says other than the pre-audit.
    """

    presence: Presence | None
    place: str = ""

    def is_same(self, check: ElementCheck | None) -> bool:
        """Whether it says what stands; what nobody looked for says nothing."""
        last = (check.presence, check.place) if check is not None else ("", "")
        return last == (self.presence.value if self.presence else "", self.place[:300])


@transaction.atomic
def check(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    item: YearItem,
    looks: Mapping[str, Look],
    seen: str | None = None,
) -> int:
    """Keep the looks that say something new, by the key of the requirement; how many.

    Shape:  keys that are no requirement of the item are left out; `seen` is what `Work.looked` was
            when the person looked, None where nobody was shown anything.
    Errors: Misuse where the year is not open; Refused where evidence, reading or looks are others
            than those seen, and where a look needs a reason (`unreasoned`) and has none.
    """
    locked(agency, year)
    known = {requirement.key for requirement in item.requirements or ()}
    items_and_work = work_of(agency, year, item.code, today())
    work = items_and_work[1] if items_and_work is not None else None
    if looks and work is not None and seen is not None and seen != work.looked:
        raise Refused("disclosure/looked_meanwhile")
    for refusal in unreasoned(work, looks) if work is not None else ():
        raise refusal
    # The same may be said again of other evidence, and of what the pre-audit does not find.
    again = work.outdated | work.missed if work is not None else frozenset()
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
            reading=_judged(work, key, look), checked_by=by.user, checked_by_words=by.words,
        )
        for key, look in looks.items()
        if key in known and (
            not look.is_same(last.get(key)) or (key in again and look.presence)
        )
    ]  # fmt: skip
    if rows:
        begin(agency, by=by, year=year, item=item)
        ElementCheck.objects.bulk_create(rows)
        journal.record(agency, by, "elements-checked", item.code, year=year, count=len(rows))
    return len(rows)


def _judged(work: Work | None, key: str, look: Look) -> dict[str, str]:
    """What the pre-audit says of an element in the evidence that stands, kept beside the look."""
    entry = _read_of(work, key) if look.presence is not None else None
    if work is None or entry is None:
        return {}
    outcome = entry.outcome
    return {
        "verdict": outcome.verdict.value, "evidence": work.evidence, "match": entry.match,
        "id": entry.id, "quote": outcome.quote, "why": outcome.reason.en,
    }  # fmt: skip


def _read_of(work: Work | None, key: str) -> ElementVerdict | None:
    if work is None or work.reading is None or not work.is_read:
        return None
    return work.reading.by_requirement.get(key)


def unreasoned(work: Work, looks: Mapping[str, Look]) -> list[Refused]:
    """The refusals of looks that need a reason and have none, each with its field.

    Shape:  of what is said not to be needed although everybody must show it; and where a person
            says other than the pre-audit, and neither where nor why.
    """
    asked_of_all = {asked.key for asked in work.item.requirements or () if not asked.condition}
    refusals = []
    for key, look in looks.items():
        if look.presence is None:
            continue
        entry = _read_of(work, key)
        same = (verdict_of(look.presence), Verdict.CANNOT_TELL)
        is_dropped = look.presence is Presence.NOT_NEEDED and key in asked_of_all
        if is_dropped and not states_reason(look.place):
            refusals.append(Refused("disclosure/not_needed_unreasoned", field=f"place_{key}"))
        elif entry and entry.outcome.verdict not in same and not has_letter(look.place):
            refusals.append(Refused("disclosure/said_otherwise", field=f"place_{key}"))
    return refusals


def verdict_of(presence: Presence) -> Verdict | None:
    """The verdict that says the same; None where an element is not needed."""
    return {Presence.PRESENT: Verdict.FOUND, Presence.ABSENT: Verdict.NOT_FOUND}.get(presence)


def take_back(agency: Agency, *, by: Actor, year: int, subjects: Collection[str]) -> None:
    """Open every look of the items of some subjects again, within a transaction.

    Shape:  what was said stays; an item that goes on from several keeps its looks under one of
            them, and evidence that was carried into the year may serve it under another.
    """
    named = set(subjects)
    same = (item.keys for item in items_of(agency, year).items if named & set(item.keys))
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
