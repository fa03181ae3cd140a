"""What every act on a case does; cases that are overdue, days off, photos of a case."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse

from prongsai.core.desk.model import (
    ANSWERING,
    MOST_PHOTOS,
    MOVES,
    Act,
    CaseKind,
    State,
    Step,
    Unfit,
    is_off,
    reached,
)
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry, CasePhoto, DayOff
from prongsai.web.citizens.desk.rights import is_for_few, kind_in, kinds_of, seen_by, standing_for
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.news import tell_who_watch
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import now, today
from prongsai.web.year.calendar.services import telling

LONGEST = 5_000
# Who holds a receipt writes as often as a matter needs, and fills nobody's disk.
MOST_ENTRIES = 100
# What who brought the case waits for.
_NEWS = (Act.ASK, *ANSWERING, Act.FORWARD)


def happened(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Write an entry and the state that it leads to; the caller has the row locked."""
    state = MOVES.get((State(row.state), act))
    if state is None:
        raise Refused("desk/not_possible_in_state", state=State(row.state).label)
    if by is None and row.version >= MOST_ENTRIES:
        raise Refused("desk/case_text_full")
    row.state = state
    return written(row, act, text, by)


def written(row: Case, act: Act, text: str, by: Actor | None) -> CaseEntry:
    """Keep a row as it stands, with the entry of what happened to it."""
    row.version += 1
    row.save()
    if act in _NEWS:
        news.queue(row)
    return CaseEntry.objects.create(
        case=row, number=row.version, act=act, day=today(), at=now() if by else None,
        by=by.user if by else None, by_words=by.words if by else "", text=text,
    )  # fmt: skip


def record(row: Case, by: Actor | None, verb: str, **details: str | int) -> None:
    """Write in the journal what was done to a case.

    Shape:  of a restricted kind nothing: those who read the journal may be complained of, and the
            acts would tell them how many came, and when. The case's own entries tell who did what.
    """
    if not is_for_few(row.agency_id, row.kind):
        journal.record(row.agency, by, verb, row.printed_number, **details)


def locked(case: Case, by: Actor, seen: int) -> Case:
    """The row, held until the transaction ends, of a case that the person may work on."""
    # Before any row: what officials do to cases of an agency comes one after the other.
    journal.hold(by.agency)
    rows = seen_by(by, today()).select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").filter(pk=case.pk).first()
    if row is None:
        raise Refused("desk/case_of_other_unit")
    if row.version != seen:
        last = row.entries.last()
        who = (last.by_words if last else "") or "–"
        raise Refused("desk/case_changed_meanwhile", who=who)
    return row


def said(text: str) -> str:
    """What was written, as it is kept; refused where nothing was."""
    kept = "\n".join(printed(line) for line in text.splitlines()).strip()[:LONGEST]
    if not kept:
        raise Refused("desk/text_missing", field="text")
    return kept


_MOVED = tuple(state for state, act in MOVES if act is Act.ESCALATE)


def escalate_all() -> int:
    """What is overdue today in every agency; how many cases went on."""
    late = Case.objects.filter(state__in=_MOVED, due_on__lt=today())
    agencies = Agency.objects.filter(pk__in=late.order_by().values("agency"))
    return sum(escalate(agency) for agency in agencies)


@transaction.atomic
def escalate(agency: Agency) -> int:
    """Send on what is overdue; how many cases went on. Done twice it sends nothing twice.

    Shape:  on a day off nothing goes. A step whose post nobody holds or acts for is passed over to
            the next, at once.
    """
    journal.hold(agency)
    day = today()
    off = set(DayOff.objects.filter(agency=agency).values_list("day", flat=True))
    kinds = {kind.key: kind for kind in kinds_of(agency.pk) if kind.escalation is not None}
    if is_off(day, off):
        return 0
    # Whoever acts for a post, else whoever holds it; no role whose post is empty.
    held = standing_for(agency, day)
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(
        agency=agency, kind__in=kinds, state__in=_MOVED, due_on__lt=day
    )
    gone: dict[str, list[Case]] = {}
    for row in rows.order_by("pk"):
        step = _next(row, kinds[row.kind], held, day, off)
        if step is not None:
            _sent(row, step, held)
            gone.setdefault(step.to, []).append(row)
    for role, cases in gone.items():
        _tell(agency, held.get(role, ()), cases, day)
    return sum(map(len, gone.values()))


def settle(agency: Agency, role: str) -> None:
    """Outdate what a role was told where none of it is left; in the caller's transaction."""
    if (
        role
        and not Case.objects.filter(agency=agency, escalated_to=role, state__in=_MOVED).exists()
    ):
        telling.settle(agency, _about(agency, role))


_Held = Mapping[str, Sequence[Appointment]]


def _next(row: Case, kind: CaseKind, held: _Held, day: date, off: set[date]) -> Step | None:
    """To whom a case goes now; None where it is there already, or no day has come."""
    steps = kind.escalation.steps if kind.escalation else ()
    reached_steps = reached(row.due_on, steps, day, off)
    if not reached_steps:
        return None
    place = steps.index(reached_steps[-1])
    keys = [step.to for step in steps]
    had = keys.index(row.escalated_to) if row.escalated_to in keys else -1
    return (
        next((step for step in steps[place:] if held.get(step.to)), None) if had < place else None
    )


def _sent(row: Case, step: Step, held: _Held) -> None:
    row.escalated_to, title = step.to, held[step.to][0].position.title
    written(row, Act.ESCALATE, title, None)
    record(row, None, "case-escalated", to=title)


def _tell(agency: Agency, people: Sequence[Appointment], cases: Sequence[Case], day: date) -> None:
    role = cases[0].escalated_to
    name = Text(f"เรื่องเกินกำหนดมาถึงท่าน {len(cases)} เรื่อง", f"{len(cases)} overdue cases came to you")
    telling.tell(
        agency, to=[appointment.user for appointment in people], about=_about(agency, role),
        name=name,
        url=f"{reverse('desk:cases')}?standing=escalated", year=year_of(day),
        last_day=min(case.due_on for case in cases),
    )  # fmt: skip


def _about(agency: Agency, role: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"desk-escalated:{agency.pk}:{role}")


@transaction.atomic
def set_days_off(by: Actor, days: Mapping[date, str]) -> None:
    """Replace the agency's days off; cases that have come keep the day that was told."""
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/days_off_not_allowed")
    journal.hold(by.agency)
    DayOff.objects.filter(agency=by.agency).delete()
    DayOff.objects.bulk_create(
        DayOff(agency=by.agency, day=day, name=name) for day, name in sorted(days.items())
    )
    journal.record(by.agency, by, "days-off-set", "", count=len(days))


MOST_PHOTOS_A_DAY = 500


# Who holds a receipt shows what a matter needs, and fills nobody's disk.
MOST_OF_A_CASE = 20


def attached(row: Case, entry: CaseEntry, photos: Sequence[bytes]) -> Sequence[CasePhoto]:
    """Keep an official's photos with what they wrote; they were drawn anew."""
    if len(photos) > MOST_PHOTOS:
        raise Refused("desk/too_many_photos", field="photos", most=MOST_PHOTOS)
    return _kept(row, entry, [(data, None) for data in photos])


def brought(row: Case, entry: CaseEntry, photos: Sequence[bytes]) -> None:
    """Keep the photos of who brought the case with what they wrote."""
    if not photos:
        return
    kind = kind_in(row.agency_id, row.kind)
    most = kind.photos if kind else 0
    if len(photos) > most:
        raise Refused("desk/too_many_photos", field="photos", most=most)
    if row.photos.count() + len(photos) > MOST_OF_A_CASE:
        raise Refused("desk/too_many_photos", field="photos", most=MOST_OF_A_CASE)
    of_today = CasePhoto.objects.filter(
        case__agency=row.agency_id, entry__day=entry.day, entry__by=None
    )
    refuse_many_photos(of_today, len(photos))
    _kept(row, entry, [(data, None) for data in photos])


def refuse_many_photos(of_today: QuerySet[CasePhoto], count: int) -> None:
    """Let no more photos come to an agency on a day than people of one place send."""
    if of_today.count() + count > MOST_PHOTOS_A_DAY:
        raise Refused("desk/too_many_photos_today", field="photos")


def copy_photos(row: Case, entry: CaseEntry, photos: Sequence[CasePhoto]) -> None:
    """Keep the photos of a main case's answer with the same answer to another."""
    _kept(row, entry, [(bytes(photo.data), photo) for photo in photos])


def is_again(row: Case, act: Act, words: str, photos: Sequence[bytes]) -> bool:
    """Whether the last that was written is the same, from outside: the answer to it was lost."""
    last = row.entries.order_by("number").last()
    if last is None or last.by_id is not None or (last.act, last.text) != (act, words):
        return False
    return [bytes(photo.data) for photo in last.photos.all()] == list(photos)


@transaction.atomic
def take_out(photo: CasePhoto, *, by: Actor, unfit: Unfit, seen: int) -> None:
    """Delete the pixels of a photo, and of its copies in answers to others; a mark stays.

    Shape:  the reason stands at the case, where who brought it reads it, and in the journal; of a
            restricted kind only its readers are told.
    """
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/case_of_other_unit")
    row = locked(photo.case, by, seen)
    first = photo.copy_of_id or photo.pk
    whole = CasePhoto.objects.filter(pk=first) | CasePhoto.objects.filter(copy_of=first)
    there = whole.filter(unfit="", case__agency=row.agency)
    changes = {"unfit": unfit, "data": b"", "removed_on": today()}
    if not there.filter(pk=photo.pk).exists():
        raise Refused("desk/photo_gone_already")
    for case in set(there.values_list("case", flat=True)):
        remnants.owe(_subject(case), CasePhoto)
    there.update(**changes)
    number = row.printed_number
    record(row, by, "case-photo-removed", photo=photo.number, reason=unfit.label.th)
    message = Text(
        f"{by.words}นำภาพที่ {photo.number} ของเรื่องเลขที่ {number} ออก: {unfit.label.th}",
        f"{by.words} removed photo {photo.number} of case {number}: {unfit.label.en}",
    )
    is_told = not is_for_few(row.agency_id, row.kind)
    tell_who_watch(by.agency, message, Right.LET_READ if is_told else Right.READ_RESTRICTED)
    transaction.on_commit(remnants.remove)


def traces_of(case: Case) -> remnants.Why | None:
    """Why the database's files may still hold a photo that was taken out; None where none does."""
    return remnants.reason_for(_subject(case.pk))


def _subject(case: UUID) -> str:
    return f"photos:{case}"


def _kept(
    row: Case, entry: CaseEntry, photos: Sequence[tuple[bytes, CasePhoto | None]]
) -> Sequence[CasePhoto]:
    if not photos:
        return ()
    last = row.photos.aggregate(last=Max("number"))["last"] or 0
    return CasePhoto.objects.bulk_create(
        CasePhoto(case=row, number=number, data=data, entry=entry, copy_of=first)
        for number, (data, first) in enumerate(photos, start=last + 1)
    )
