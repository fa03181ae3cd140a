"""Acts of the desk, the opinion box and bills: cases in every state, all made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from msgspec import Struct

from demo_agency import drawings
from demo_agency.reading import read_data
from demo_agency.stage import Stage, later, on
from prongsai.core.desk.corruption import MonthCounts
from prongsai.core.desk.model import Act, CaseKind, Channel, Outcome, State, due_on
from prongsai.core.desk.reading import kind_of
from prongsai.core.desk.statistics import MONTHS
from prongsai.core.desk.ways import NewsState, WayKind
from prongsai.core.fiscal import end, start
from prongsai.core.slips import drawn_slip
from prongsai.web.agency.people import Actor
from prongsai.web.citizens.bills import services as billing
from prongsai.web.citizens.bills.models import Bill, PaymentWay
from prongsai.web.citizens.desk.guarding import digest_of
from prongsai.web.citizens.desk.models import BoxOpening, Case, CaseEntry, CaseNews, CaseWay
from prongsai.web.citizens.desk.pictures import MapPoint, map_in_use, redrawn
from prongsai.web.citizens.desk.queries import PAPERS, answers, editions
from prongsai.web.citizens.desk.services import opinion_box, receiving, reports, working
from prongsai.web.platform.clock import now

_ENDS = (Outcome.DONE, Outcome.DONE, Outcome.EXPLAINED, Outcome.FORWARDED)


class Then(Struct, frozen=True):
    """What happened to a case, and when.

    Shape:  `text` of a join is what the main one is about; `to`, `letter` and `follow_up_on` are
            those of a forwarding.
    """

    day: date
    act: Act
    text: str = ""
    outcome: Outcome = Outcome.DONE
    points: int = 0
    photos: tuple[str, ...] = ()
    to: str = ""
    letter: str = ""
    follow_up_on: date | None = None


class Brought(Struct, frozen=True):
    """A case of the story.

    Shape:  `point` in thousandths of the map, () for none; `told` is what became of the mails that
            there is news, None where none was asked for: a demo sends nothing.
    """

    kind: str
    day: date
    values: dict[str, str]
    channel: Channel = Channel.WEB
    unit: str = ""
    class_key: str = ""
    then: tuple[Then, ...] = ()
    photos: tuple[str, ...] = ()
    point: tuple[int, ...] = ()
    told: NewsState | None = None


def bring_cases(stage: Stage, after: date, until: date) -> None:
    """Play what happened to the cases of `desk.yaml` after one day and until another."""
    cases = read_data("desk.yaml", list[Brought])
    steps: list[tuple[date, int, Then | None]] = []
    for number, brought in enumerate(cases):
        steps.append((brought.day, number, None))
        steps += [(then.day, number, then) for then in brought.then]
    # What an official does stands in the journal, in the order of the days.
    for day, number, then in sorted(steps, key=lambda step: step[:2]):
        if after < day <= until:
            with on(day, 15, 45):
                if then is None:
                    _receive(stage, number, cases[number])
                else:
                    _happen(stage, number, cases[number], then)


def _receive(stage: Stage, number: int, brought: Brought) -> None:
    by = None if brought.channel is Channel.WEB else stage.person("clerk")
    row = map_in_use(stage.agency)
    values = receiving.Brought(
        brought.values, _receipt(f"demo {number}"), brought.channel, by, _photos(brought.photos),
        MapPoint(row, *brought.point) if row and brought.point else None,
    )  # fmt: skip
    case = receiving.receive(stage.agency, _kind(brought.kind), values)
    if brought.told:
        CaseWay.objects.create(case=case, kind=WayKind.MAIL, to=f"citizen-{number}@example.com")


def _happen(stage: Stage, number: int, brought: Brought, then: Then) -> None:
    digest = digest_of(stage.agency, _receipt(f"demo {number}"))
    case = Case.objects.select_related("agency").get(agency=stage.agency, receipt=digest)
    text, photos = then.text, _photos(then.photos)
    official: dict[str, Any] = {"by": stage.person("clerk"), "seen": case.version}
    match then.act:
        case Act.ASSIGN:
            unit = stage.unit(brought.unit)
            working.assign(case, unit=unit, class_key=brought.class_key, **official)
        case Act.ASK:
            working.ask(case, text=text, **official)
        case Act.ANSWER:
            working.answer(case, text=text, outcome=then.outcome, photos=photos, **official)
        case Act.FORWARD:
            forward = working.Forward(
                then.to, then.day, text, then.letter, follow_up_on=then.follow_up_on
            )
            working.forward(case, forward, **official)
        case Act.JOIN:
            main = Case.objects.get(agency=stage.agency, subject=text)
            working.join(case, main, main_seen=main.version, **official)
        case Act.RATE:
            working.rate(case, points=then.points)
        case Act.REPLY:
            working.reply(case, text=text, photos=photos)
        case _:
            working.reopen(case, text=text)
    if brought.told:
        waits = CaseNews.objects.filter(way__case=case, state=NewsState.WAITING)
        waits.update(state=brought.told, finished_at=now(), attempts=1)


def _photos(scenes: tuple[str, ...]) -> list[bytes]:
    words = "ภาพสมมติของเรื่องที่แจ้ง"
    return [redrawn("photo.jpg", drawings.drawing(scene, words)) for scene in scenes]


def _kind(key: str) -> CaseKind:
    kind = kind_of(key)
    if kind is None:
        raise LookupError(key)
    return kind


def _receipt(words: str) -> str:
    return drawn_slip(sha256(words.encode()).digest())


def key_slip(by: Actor, opening: BoxOpening, values: dict[str, str]) -> None:
    """Key a slip of the opinion box."""
    opinion_box.key_slip(opening, by=by, values=values, receipt=_receipt("demo box"))


# The year before


class Came(Struct, frozen=True):
    """How many cases of a kind came in the year before, and what they were about."""

    kind: str
    count: int
    subjects: list[str]
    classes: list[str] = []


def bring_old_cases(stage: Stage, came: list[Came], answer: str) -> None:
    """Copy the cases of the agency's old book, all answered."""
    year = stage.year - 1
    lot = stage.lot(year)
    days = (end(year) - start(year)).days
    drawn = sorted(
        (later(start(year), lot.randrange(days)), place)
        for place, kind in enumerate(came)
        for _ in range(kind.count)
    )
    rows = [
        _old_case(stage, lot, number, day, came[place])
        for number, (day, place) in enumerate(drawn, start=1)
    ]
    Case.objects.bulk_create(rows)
    CaseEntry.objects.bulk_create(
        CaseEntry(case=row, number=number, act=act, day=day, text=text)
        for row in rows
        for number, act, day, text in (
            (1, Act.RECEIVE, row.day, ""), (2, Act.ANSWER, row.answered_on or row.day, answer),
        )
    )  # fmt: skip


def _old_case(stage: Stage, lot: Random, number: int, day: date, came: Came) -> Case:
    year = stage.year - 1
    kind = _kind(came.kind)
    which = lot.randrange(len(came.subjects))
    subject = f"{came.subjects[which]} (ตัวอย่าง)"
    receipt = digest_of(stage.agency, _receipt(f"demo {year} {number}"))
    return Case(
        agency=stage.agency, kind=came.kind, fiscal_year=year, number=number, channel=Channel.WEB,
        receipt=receipt, values={kind.named_by: subject}, subject=subject,
        class_key=came.classes[which] if came.classes else "", state=State.ANSWERED, day=day,
        due_on=due_on(day, kind.due, ()), answered_on=later(day, 1 + lot.randrange(18)),
        outcome=lot.choice(_ENDS), version=2,
    )  # fmt: skip


def report_old_cases(stage: Stage, by: Actor, complaints: dict[int, MonthCounts]) -> None:
    """Enter complaints of corruption of the year before by month, and make its papers."""
    year = stage.year - 1
    for month in range(MONTHS):
        reports.enter(by, year, month, complaints.get(month, MonthCounts()), seen=0)
    for paper in PAPERS.values():
        reports.make(by, paper, year)
    stage.work()


def show_old_papers(stage: Stage, by: Actor) -> None:
    """Make the papers of the year before evidence of the items that ask for them."""
    year = stage.year - 1
    for paper in PAPERS.values():
        row = editions(stage.agency, paper, year).select_related("agency").first()
        if row is None:
            continue
        for answer in answers(stage.agency, paper, year):
            reports.make_evidence(row, by=by, year=answer.year, items=answer.items, forms=("pdf",))


# Bills


class NewBill(Struct, frozen=True):
    """A bill; `case` is the kind of the case that it belongs to, "" for none."""

    payer: str
    about: str
    items: list[tuple[str, Decimal]]
    case: str = ""


def make_bills(stage: Stage, by: Actor, due: date, bills: list[NewBill]) -> list[Bill]:
    """Make bills."""
    cases = Case.objects.filter(agency=stage.agency)
    return [
        billing.make(
            by=by, payer=bill.payer, about=bill.about, due_on=due, items=bill.items,
            case=cases.get(kind=bill.case) if bill.case else None,
        )
        for bill in bills
    ]  # fmt: skip


def pay_bills(by: Actor, bills: list[Bill], day: date, name: str, statement: str) -> None:
    """Take the first bill's money in cash; the second is paid by a line of the bank's statement.

    Shape:  `statement` names amount and reference of the second as {amount} and {reference}.
    """
    first, second = bills[0], bills[1]
    billing.record_payment(first, by=by, amount=first.amount, day=day, way=PaymentWay.CASH, seen=1)
    lines = statement.format(amount=second.amount, reference=second.reference)
    file, _ = billing.take_file(by=by, name=name, data=lines.strip().encode())
    billing.record_certain(file, by=by)
