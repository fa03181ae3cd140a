"""Results of measures that a document tells in tables of their own, apart from its plan."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Severity, finding
from prongsai.core.extract import Block, Table
from prongsai.core.measures.columns import measure_field
from prongsai.core.measures.model import Measure
from prongsai.core.measures.sheet import PlanReading
from prongsai.core.thai import shorten, skeleton, squeeze

_RESULT = re.compile("ความสำเร็จ|ผลลัพธ์|ผลการดำเนิน")
_NUMBER = re.compile(r"([0-9๐-๙]{1,2})\s?[.)]\s*(?=\S)")
_ALIKE, _QUOTED = 8, 60


class _Result(Struct, frozen=True):
    """What a row says came of one measure, under a heading of the document."""

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
            findings.append(_unplaced(result, reading))
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


def _unplaced(result: _Result, reading: PlanReading) -> Finding:
    places = (row.place for row in reading.plan.measures if row.place)
    return finding(
        "measures/result_not_placed", Severity.WARNING, *list(places)[:1],
        title=shorten(result.title, _QUOTED), heading=result.heading,
    )  # fmt: skip


def _results(blocks: Sequence[Block]) -> Iterator[_Result]:
    """The rows of such tables; one without a head of its own goes on with the one before it."""
    heads: tuple[str, ...] = ()
    for block in blocks:
        if not isinstance(block, Table):
            continue
        rows = [tuple(map(squeeze, row.cells)) for row in block.rows]
        if rows and _is_head(rows[0]):
            heads = rows.pop(0)
        elif block.width != len(heads):
            heads = ()
        for row in rows if heads else ():
            yield from _result(heads, row)


def _is_head(cells: Sequence[str]) -> bool:
    fields = set(map(measure_field, cells))
    return "title" in fields and "unit" not in fields and any(map(_RESULT.search, cells))


def _result(heads: Sequence[str], row: Sequence[str]) -> Iterator[_Result]:
    """One row, whose cells may repeat their headings before what they say."""
    cells = {head: cell.removeprefix(head).strip() for head, cell in zip(heads, row, strict=False)}
    title = next(text for head, text in cells.items() if measure_field(head) == "title")
    heading = next(head for head in cells if _RESULT.search(head))
    number = _NUMBER.match(title)
    if cells[heading] and title:
        name = title[number.end() :] if number else title
        yield _Result(heading, skeleton(number[1]) if number else "", name, cells[heading])
