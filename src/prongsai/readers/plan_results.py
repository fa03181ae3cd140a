"""Results of measures that a document tells in tables of their own, apart from its plan."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place, Severity, finding
from prongsai.core.extract import Block, Row, Table
from prongsai.core.measures.columns import measure_field
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.model import Measure
from prongsai.core.measures.sheet import PlanReading, has_measures
from prongsai.core.thai import shorten, skeleton, squeeze

_RESULT = re.compile("ความสำเร็จ|ผลลัพธ์|ผลการดำเนิน")
_NUMBER = re.compile(r"([0-9๐-๙]{1,2})\s?[.)]\s*(?=\S)")
_ALIKE, _QUOTED = 8, 60


class _Result(Struct, frozen=True):
    """What a row, at its place, says came of one measure under a heading of the document."""

    place: Place
    heading: str
    number: str
    title: str
    text: str


def with_results(reading: PlanReading, blocks: Sequence[Block]) -> PlanReading:
    """Put each result beside the measure of its number and name, in a column of its own heading.

    Shape:  a number that stands twice, or beside another name, is nobody's: its row is a finding.
    """
    measures, findings = list(reading.plan.measures), list(reading.findings)
    numbers = Counter(skeleton(measure.number) for measure in measures)
    places = {skeleton(measure.number): place for place, measure in enumerate(measures)}
    headings: list[str] = []
    for result in _results(blocks):
        place = places.get(result.number)
        if place is None or numbers[result.number] > 1 or not _is_of(result, measures[place]):
            findings.append(_unplaced(result))
            continue
        other = (*measures[place].other, (result.heading, result.text))
        measures[place] = replace(measures[place], other=other)
        headings.append(result.heading)
    plan = replace(reading.plan, measures=tuple(measures))
    own = tuple(dict.fromkeys((*reading.own_columns, *headings)))
    return PlanReading(plan, tuple(findings), own)


def _is_of(result: _Result, measure: Measure) -> bool:
    """Whether both names begin alike, as far as faults of a scan let them."""
    first = skeleton(result.title)[:_ALIKE]
    return bool(first) and skeleton(measure.title).startswith(first)


def _unplaced(result: _Result) -> Finding:
    return finding(
        "measures/result_not_placed", Severity.WARNING, result.place,
        title=shorten(result.title, _QUOTED), heading=result.heading,
    )  # fmt: skip


def _results(blocks: Sequence[Block]) -> Iterator[_Result]:
    """The rows of such tables; one without a head of its own goes on with the one before it."""
    heads: tuple[str, ...] = ()
    for block in blocks:
        if not isinstance(block, Table):
            continue
        rows = list(block.rows)
        if has_measures(Grid(tuple(row.cells for row in rows), block.place)):
            heads = ()  # the plan's own
        elif rows and _is_head(first := tuple(map(squeeze, rows[0].cells))):
            heads, rows = first, rows[1:]
        elif block.width != len(heads):
            heads = ()
        for row in rows if heads else ():
            yield from _result(heads, row)


def _is_head(cells: Sequence[str]) -> bool:
    fields = set(map(measure_field, cells))
    return "title" in fields and "unit" not in fields and any(map(_RESULT.search, cells))


def _result(heads: Sequence[str], row: Row) -> Iterator[_Result]:
    """One row, whose cells may repeat their headings before what they say; it may end early."""
    pairs = zip_longest(heads, map(squeeze, row.cells), fillvalue="")
    cells = {head: cell.removeprefix(head).strip() for head, cell in pairs if head}
    title = next(text for head, text in cells.items() if measure_field(head) == "title")
    number = _NUMBER.match(title)
    name = title[number.end() :] if number else title
    known = skeleton(number[1]) if number else ""
    for heading, text in cells.items():
        if text and title and _RESULT.search(heading):
            yield _Result(row.place, heading, known, name, text)
