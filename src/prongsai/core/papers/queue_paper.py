"""The queues of half a year or a year: how many took a number, how long half of them waited.

What is counted here is withheld or let through as the desk's counts are (`core.desk.published`).
Nothing is said of a month in which no queue was opened, and nothing of waits where nobody was
called: neither is nought.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.counter.queue import Passed, TicketState, minutes, waits
from prongsai.core.dates import long_date, month_and_year
from prongsai.core.desk.published import FEWEST, HALF, Share, last_day, parts_of
from prongsai.core.desk.statistics import first_day, place_of
from prongsai.core.papers.desk_papers import numbered_tables, shown_count, span_words
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Form,
    KeyFigure,
    KeyFigures,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Table,
    TableStyle,
    Title,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.tables import table_of_rows

_FIGURE, _NARROW = 2.4, 1.9
_ENDS = (TicketState.SERVED, TicketState.SKIPPED, TicketState.LEFT)


class Service(Struct, frozen=True):
    """A service that people took numbers for; `point` is where, `key` tells it from all others."""

    key: str
    point: str
    name: str


class Counted(Struct, frozen=True):
    """The numbers of one service or month.

    Shape:  `taken` None where it is withheld; `is_known` whether anybody was called at all;
            `median` None where that is not known, or where few were called; `longest` also where
            some line of the half is withheld, whose wait it may be.
    Units:  `median` and `longest` whole minutes.
    """

    key: str
    taken: int | None
    is_known: bool
    median: int | None
    longest: int | None = None


class HalfQueues(Struct, frozen=True):
    """The queues of half a year.

    Shape:  `taken` counts all numbers; `months` by their place in the fiscal year; `shut` are the
            places of those in which no queue was opened; `ends` what became of the numbers.
    """

    taken: int
    all: Counted
    services: tuple[Counted, ...]
    months: tuple[Counted, ...]
    ends: tuple[Share, ...]
    shut: tuple[int, ...]


class Queues(Struct, frozen=True):
    """What a paper tells: the halves of a fiscal year, as they stood on a day."""

    year: int
    on: date
    services: tuple[Service, ...]
    halves: tuple[HalfQueues, ...]


def queues_of(
    services: Sequence[Service],
    tickets: Iterable[tuple[str, Passed]],
    opened: Iterable[int],
    span: tuple[int, int],
    on: date,
) -> Queues:
    """What may be shown of the numbers that were taken.

    Shape:  `tickets` of the fiscal year, with the key of their service; `opened` the places of the
            months in which a queue was opened; `span` the fiscal year, and six or twelve months.
    """
    year, months = span
    halves: list[list[tuple[str, Passed]]] = [[] for _ in range(months // HALF)]
    for key, ticket in tickets:
        half = place_of(ticket.taken.date()) // HALF
        if half < len(halves):
            halves[half].append((key, ticket))
    ran = set(opened)
    half_queues = tuple(_half(services, own, number, ran) for number, own in enumerate(halves))
    return Queues(year, on, tuple(services), half_queues)


def _half(
    services: Sequence[Service], tickets: Sequence[tuple[str, Passed]], number: int, ran: set[int]
) -> HalfQueues:
    every = [ticket for _key, ticket in tickets]
    by_service: dict[str, list[Passed]] = {service.key: [] for service in services}
    by_month: dict[str, list[Passed]] = {
        str(place): [] for place in range(number * HALF, number * HALF + HALF)
    }
    ends = dict.fromkeys(_ENDS, 0)
    for key, ticket in tickets:
        by_service[key].append(ticket)
        by_month[str(place_of(ticket.taken.date()))].append(ticket)
        ends[ticket.state if ticket.state in ends else TicketState.LEFT] += 1
    whole, own, months = _one("", every, len(every)), _counted(by_service), _counted(by_month)
    if any(
        line.median is None and (line.is_known or line.taken is None) for line in (*own, *months)
    ):
        whole = replace(whole, longest=None)
        own = tuple(replace(line, longest=None) for line in own)
        months = tuple(replace(line, longest=None) for line in months)
    return HalfQueues(
        len(every),
        whole,
        own,
        months,
        parts_of({end.value: count for end, count in ends.items()}),
        # Where numbers were taken a queue ran, whatever is written of its opening.
        tuple(int(key) for key, taken in by_month.items() if not taken and int(key) not in ran),
    )


def _counted(groups: Mapping[str, Sequence[Passed]]) -> tuple[Counted, ...]:
    shown = parts_of({key: len(own) for key, own in groups.items()})
    return tuple(_one(part.key, groups[part.key], part.count) for part in shown)


def _one(key: str, tickets: Sequence[Passed], taken: int | None) -> Counted:
    waiting = waits(tickets)
    is_shown = taken is not None and waiting.called >= FEWEST
    half, longest = (waiting.median, waiting.longest) if is_shown else (None, None)
    return Counted(key, taken, waiting.called > 0, minutes(half), minutes(longest))


def queue_paper(office: Office, queues: Queues) -> Document:
    """The numbers that were taken and how long people waited."""
    title = name_of(office, queues)
    span = span_words(office, len(queues.halves))
    head = office.several("queue.head", span=span, plan_year=queues.year)
    first, last = first_day(queues.year, 0), last_day(queues.year, len(queues.halves) * HALF - 1)
    days = {"first_day": long_date(first), "last_day": long_date(last), "day": long_date(queues.on)}
    taken = sum(half.taken for half in queues.halves)
    figures = [KeyFigure(office("queue.taken"), f"{taken:,}")]
    heads = ("half_1", "half_2")
    for name, half in zip(heads, queues.halves, strict=False):
        label = office("queue.median_of", half=office(f"desk.{name}"))
        figures.append(KeyFigure(label, _wait(office, half.all, half.all.median)))
    blocks: list[Block] = [
        Title((*head, office.agency.name)),
        Paragraph(office("queue.lead", **days)),
        KeyFigures(tuple(figures)),
    ]
    if not taken:
        blocks.append(Paragraph(office("queue.none")))
    tables = (_by_service(office, queues), _by_month(office, queues), _by_end(office, queues))
    blocks += numbered_tables(office, tables)
    shut = [
        month_and_year(first_day(queues.year, place))
        for half in queues.halves
        for place in half.shut
    ]
    if shut:
        blocks.append(Note(office("queue.shut_note", months=" ".join(shut))))
    blocks += [Note(text) for text in office.several("queue.notes", fewest=FEWEST)]
    return office.paper("queue-statistics", title, (Section(Form.CHAPTER, tuple(blocks)),))


def name_of(office: Office, queues: Queues) -> str:
    span = span_words(office, len(queues.halves))
    return office("queue.title", span=span, plan_year=queues.year)


def _by_service(office: Office, queues: Queues) -> Table:
    """A line for each service in the group of its point: numbers and waits of each half."""
    halves = [{counted.key: counted for counted in half.services} for half in queues.halves]
    groups: dict[str, list[tuple[PaperCell, ...]]] = {}
    for service in queues.services:
        cells = [PaperCell((service.name,))]
        for counted in halves:
            cells += _cells(office, counted[service.key])
        groups.setdefault(service.point, []).append(tuple(cells))
    rows = [RowGroup(point, tuple(lines)) for point, lines in groups.items()]
    total: list[PaperCell] = [PaperCell((office("desk.all"),), strong=True)]
    for half in queues.halves:
        total += _cells(office, half.all, strong=True)
    rows.append(RowGroup("", (tuple(total),)))
    columns = [PaperColumn(office("queue.service"))]
    for number in range(len(queues.halves)):
        of = office(f"desk.half_{number + 1}")
        columns += [
            PaperColumn(office(f"queue.{name}_of", half=of), _NARROW, Align.RIGHT)
            for name in ("taken", "wait", "longest")
        ]
    return Table(office("queue.by_service"), tuple(columns), tuple(rows), style=TableStyle.COMPACT)


def _by_month(office: Office, queues: Queues) -> Table:
    """A line for each month, and what each half comes to."""
    groups = []
    for number, half in enumerate(queues.halves, start=1):
        rows = [
            (
                PaperCell((month_and_year(first_day(queues.year, int(month.key))),)),
                *(
                    [PaperCell((office("queue.shut"),))] * 3
                    if int(month.key) in half.shut
                    else _cells(office, month)
                ),
            )
            for month in half.months
        ]
        rows.append(
            (
                PaperCell((office(f"desk.half_{number}"),), strong=True),
                *_cells(office, half.all, strong=True),
            )
        )
        groups.append(RowGroup("", tuple(rows)))
    columns = (
        PaperColumn(office("desk.month")),
        PaperColumn(office("queue.count"), _FIGURE, Align.RIGHT),
        PaperColumn(office("queue.wait"), _FIGURE, Align.RIGHT),
        PaperColumn(office("queue.longest"), _FIGURE, Align.RIGHT),
    )
    return Table(office("desk.by_month"), columns, tuple(groups), style=TableStyle.COMPACT)


def _by_end(office: Office, queues: Queues) -> Table:
    halves = [{part.key: part.count for part in half.ends} for half in queues.halves]
    rows = [
        (office(f"queue.{end.value}"), *(shown_count(office, half[end.value]) for half in halves))
        for end in _ENDS
    ]
    totals = (office("desk.all"), *(f"{half.taken:,}" for half in queues.halves))
    columns = [PaperColumn(office("queue.end"))]
    for number in range(1, len(queues.halves) + 1):
        head = office("queue.taken_of", half=office(f"desk.half_{number}"))
        columns.append(PaperColumn(head, _FIGURE, Align.RIGHT))
    total = tuple(PaperCell((text,), strong=True) for text in totals)
    return table_of_rows(office("queue.by_end"), columns, (*rows, total))


def _cells(office: Office, counted: Counted, *, strong: bool = False) -> Iterator[PaperCell]:
    yield PaperCell((shown_count(office, counted.taken),), strong=strong)
    for wait in (counted.median, counted.longest):
        yield PaperCell((_wait(office, counted, wait),), strong=strong)


def _wait(office: Office, counted: Counted, wait: int | None) -> str:
    """A wait, or why there is none: withheld as the count is, too few, or nobody was called."""
    if wait is not None:
        return f"{wait:,}"
    is_unknown = counted.taken is not None and not counted.is_known
    return office("queue.unknown" if is_unknown else "desk.withheld")
