"""The statistics of half a year or a year: of what was brought to the desk, and of corruption.

Every figure was withheld or let through before (`core.desk.published`); here nothing is counted but
the sum of two halves that are both shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date, month_and_year
from prongsai.core.desk.corruption import Class, End
from prongsai.core.desk.model import CaseKind, Outcome
from prongsai.core.desk.published import (
    FEWEST,
    HALF,
    IN_TIME,
    LATE,
    NO_CLASS,
    OPEN,
    HalfComplaints,
    HalfCounts,
    Share,
    last_day,
)
from prongsai.core.desk.statistics import first_day
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

DESK, CORRUPTION = "desk", "corruption"
_FIGURE, _HALVES = 3.0, 2

# The parts of each half by their key; a half that does not tell of something has none.
_Told = Sequence[Mapping[str, Share] | None]


class Counted(Struct, frozen=True):
    """What a paper tells: the halves of a fiscal year, as they stood on a day."""

    year: int
    on: date
    cases: tuple[HalfCounts, ...] = ()
    complaints: tuple[HalfComplaints, ...] = ()

    @property
    def halves(self) -> int:
        """How many halves are told: one or two."""
        return len(self.cases or self.complaints)


def desk_paper(office: Office, counted: Counted, kinds: Sequence[CaseKind]) -> Document:
    """The statistics of what was brought to the desk."""
    halves = counted.cases
    received = sum(half.received for half in halves)
    blocks: list[Block] = [*_head(office, counted, DESK)]
    apart = [part for half in halves for part in half.apart]
    label = office("desk.received_but" if apart else "desk.received")
    blocks.append(KeyFigures((KeyFigure(label, f"{received:,}"),)))
    if not received and not any(part.count != 0 for part in apart):
        blocks.append(Paragraph(office("desk.none")))
    whole = [half.received for half in halves]
    outcomes = {
        OPEN: office("desk.open"),
        **{outcome.value: outcome.label.th for outcome in Outcome},
    }
    times = {IN_TIME: office("desk.in_time"), LATE: office("desk.late")}
    # A kind that came after the edition was made is not in it.
    known = {part.key for half in halves for part in half.kinds}
    titles = {kind.key: kind.title.th for kind in kinds if kind.key in known}
    tables = [
        _months(office, counted, [half.months for half in halves], whole),
        _table(office, "kind", titles, [_by_key(half.kinds) for half in halves], whole),
        _table(office, "outcome", outcomes, [_by_key(half.outcomes) for half in halves], whole),
        _table(office, "time", times, [_by_key(half.times) for half in halves], whole),
        *_classes(office, halves, kinds),
        *_apart(office, halves, kinds),
    ]
    return _paper(office, counted, DESK, blocks, tables)


def corruption_paper(office: Office, counted: Counted) -> Document:
    """The statistics of complaints of corruption, as the complaint officer entered them."""
    halves = counted.complaints
    received, done = sum(half.received for half in halves), sum(half.done for half in halves)
    figures = (("received", received), ("done", done), ("open", received - done))
    blocks: list[Block] = [*_head(office, counted, CORRUPTION)]
    blocks.append(
        KeyFigures(tuple(KeyFigure(office(f"desk.{key}"), f"{count:,}") for key, count in figures))
    )
    if not received:
        blocks.append(Paragraph(office("desk.no_complaints")))
    whole = [half.received for half in halves]
    classes = {complaint_class.value: complaint_class.label.th for complaint_class in Class}
    ends = {end.value: end.label.th for end in End if end.is_done}
    told_done = [_by_key((Share("done", half.done), Share("open", half.open))) for half in halves]
    stands = {"done": office("desk.done"), "open": office("desk.open")}
    tables = [
        _table(office, "stand", stands, told_done, whole),
        _months(office, counted, [half.months for half in halves], whole),
        _table(office, "about", classes, [_by_key(half.classes) for half in halves], whole),
        _table(
            office, "end", ends, [_by_key(half.outcomes) for half in halves],
            [half.done for half in halves],
        ),
    ]  # fmt: skip
    return _paper(office, counted, CORRUPTION, blocks, tables)


def name_of(office: Office, counted: Counted, about: str) -> str:
    return office(
        f"desk.{about}_title", span=span_words(office, counted.halves), plan_year=counted.year
    )


def span_words(office: Office, halves: int) -> str:
    """The year where both halves are told, else half of it."""
    return office("desk.year" if halves == _HALVES else "desk.half")


def _head(office: Office, counted: Counted, about: str) -> Iterator[Block]:
    span = span_words(office, counted.halves)
    head = office.several(f"desk.{about}_head", span=span, plan_year=counted.year)
    yield Title((*head, office.agency.name))
    first, last = first_day(counted.year, 0), last_day(counted.year, counted.halves * HALF - 1)
    yield Paragraph(
        office(
            f"desk.{about}_lead",
            first_day=long_date(first), last_day=long_date(last), day=long_date(counted.on),
        )
    )  # fmt: skip


def _paper(
    office: Office, counted: Counted, about: str, blocks: list[Block], tables: Sequence[Table]
) -> Document:
    blocks += numbered_tables(office, tables)
    blocks.append(Note(office("desk.withheld_note", fewest=FEWEST)))
    if counted.halves == _HALVES:
        blocks.append(Note(office("desk.halves_note")))
    blocks += [Note(text) for text in office.several(f"desk.{about}_notes")]
    section = Section(Form.CHAPTER, tuple(blocks))
    return office.paper(f"{about}-statistics", name_of(office, counted, about), (section,))


def numbered_tables(office: Office, tables: Iterable[Table]) -> Iterator[Table]:
    """The tables with their numbers before their captions."""
    for number, table in enumerate(tables, start=1):
        caption = office("desk.table", number=number, title=table.caption)
        yield replace(table, caption=caption)


def _by_key(parts: Sequence[Share]) -> Mapping[str, Share]:
    return {part.key: part for part in parts}


def _months(
    office: Office, counted: Counted, halves: Sequence[Sequence[Share]], whole: Sequence[int]
) -> Table:
    """A line for each month, and what each half comes to."""
    groups = []
    for number, months in enumerate(halves):
        rows: list[tuple[PaperCell, ...]] = [
            (
                PaperCell((month_and_year(first_day(counted.year, int(part.key))),)),
                PaperCell((shown_count(office, part.count),)),
            )
            for part in months
        ]
        rows.append(_total(office, f"half_{number + 1}", [whole[number]]))
        groups.append(RowGroup("", tuple(rows)))
    if len(whole) == _HALVES:
        groups.append(RowGroup("", (_total(office, "all", [sum(whole)]),)))
    columns = (
        PaperColumn(office("desk.month")),
        PaperColumn(office("desk.count"), _FIGURE, Align.RIGHT),
    )
    return Table(office("desk.by_month"), columns, tuple(groups), style=TableStyle.COMPACT)


def _table(
    office: Office, key: str, names: Mapping[str, str], halves: _Told, whole: Sequence[int]
) -> Table:
    """A line for each part with a column for each half, and the year where both are shown."""
    rows = [_line(office, name, part, halves) for part, name in names.items()]
    totals = [*whole, sum(whole)] if len(whole) == _HALVES else whole
    rows.append(_total(office, "all", totals))
    return _grid(office, office(f"desk.by_{key}"), key, (RowGroup("", tuple(rows)),), len(whole))


def _classes(
    office: Office, halves: Sequence[HalfCounts], kinds: Sequence[CaseKind]
) -> Iterator[Table]:
    """The classes of every kind whose number is shown, a group each; no table where none is."""
    by_kind = [
        {classes.kind: _by_key(classes.parts) for classes in half.classes} for half in halves
    ]
    groups = []
    for kind in kinds:
        own = [half.get(kind.key) for half in by_kind]
        if not any(own):
            continue
        names = {case_class.key: case_class.title.th for case_class in kind.classes}
        names[NO_CLASS] = office("desk.no_class")
        rows = tuple(_line(office, name, key, own) for key, name in names.items())
        groups.append(RowGroup(kind.title.th, rows))
    if groups:
        yield _grid(office, office("desk.by_class"), "class", tuple(groups), len(halves))


def _apart(
    office: Office, halves: Sequence[HalfCounts], kinds: Sequence[CaseKind]
) -> Iterator[Table]:
    """The kinds that stand in no sum; no table where there are none."""
    counts = [_by_key(half.apart) for half in halves]
    known = {key for half in counts for key in half}
    rows = tuple(
        _line(office, kind.title.th, kind.key, counts) for kind in kinds if kind.key in known
    )
    if rows:
        caption = office("desk.by_kind_apart")
        yield _grid(office, caption, "kind", (RowGroup("", rows),), len(halves))


def _grid(
    office: Office, caption: str, key: str, groups: tuple[RowGroup, ...], halves: int
) -> Table:
    heads = ("half_1", "half_2", "all") if halves == _HALVES else ("count",)
    columns = (
        PaperColumn(office(f"desk.{key}")),
        *(PaperColumn(office(f"desk.{head}"), _FIGURE, Align.RIGHT) for head in heads),
    )
    return Table(caption, columns, groups, style=TableStyle.COMPACT)


def _line(office: Office, name: str, key: str, halves: _Told) -> tuple[PaperCell, ...]:
    counts = [half[key].count if half and key in half else None for half in halves]
    if len(counts) == _HALVES:
        known = [count for count in counts if count is not None]
        counts.append(sum(known) if len(known) == _HALVES else None)
    return (
        PaperCell((name,)),
        *(PaperCell((shown_count(office, count),)) for count in counts),
    )


def _total(office: Office, key: str, counts: Sequence[int]) -> tuple[PaperCell, ...]:
    return (
        PaperCell((office(f"desk.{key}"),), strong=True),
        *(PaperCell((f"{count:,}",), strong=True) for count in counts),
    )


def shown_count(office: Office, count: int | None) -> str:
    return office("desk.withheld") if count is None else f"{count:,}"
