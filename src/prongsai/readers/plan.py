"""A measures plan from a workbook, CSV, YAML or JSON, or from the tables of a document."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain, zip_longest

from msgspec import Struct
from msgspec.structs import astuple, replace

from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.extract import Block, Extract, Table, TableRow
from prongsai.core.measures.columns import EXPORTED, measure_field
from prongsai.core.measures.data import load_plan
from prongsai.core.measures.grid import Grid
from prongsai.core.measures.model import Measure
from prongsai.core.measures.sheet import PlanReading, has_measures, parse_plan
from prongsai.core.thai import shorten, skeleton, squeeze
from prongsai.readers.kinds import FileKind, kind_of, too_deep
from prongsai.readers.plain import decode
from prongsai.readers.sheets import read_sheets

_TEXT_ENDINGS = (".yaml", ".yml", ".json")
_PROSE = (".txt", ".md")
_PAPERS = (FileKind.PDF, FileKind.WORD, FileKind.HTML, FileKind.TEXT, FileKind.DELIMITED)
_TITLE = re.compile(r"มาตรการ|^\**\s*ประจำปี")
_LONGEST_TITLE = 140
_LISTED = ("ลำดับ", "ด้าน", "มาตรการ")
_LIST_HEADING = re.compile(r"\**\s*(?P<number>[0-9๐-๙]{1,2})\.\s+(?P<words>.*มาตรการ.*)")
_LIST_LINE = re.compile(r"(?P<of>[0-9๐-๙]{1,2})\.(?P<place>[0-9๐-๙]{1,2})\.?\s+(?P<words>.+)")
_RESULT = re.compile("ความสำเร็จ|ผลลัพธ์|ผลการดำเนิน")
_NUMBER = re.compile(r"([0-9๐-๙]{1,2})\s?[.)]\s*(?=\S)")
_ALIKE, _QUOTED = 8, 60
_PART = "docProps/custom.xml"
_MOST_BYTES = 65_536
_VALUE = re.compile(
    rb'name="' + EXPORTED.encode() + rb'"[^>]*>\s*<vt:lpwstr>([0-9T:.+\-]{10,40})</vt:lpwstr>'
)


def read_plan(data: bytes, name: str) -> PlanReading:
    """Read the plan in a file; `name` is the file's own name.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    is_prose = name.lower().endswith(_PROSE)
    if kind is FileKind.SPREADSHEET or (kind is FileKind.DELIMITED and not is_prose):
        return parse_plan(grids(data, name))
    if kind in (FileKind.TEXT, FileKind.JSON) and name.lower().endswith(_TEXT_ENDINGS):
        try:
            return load_plan(decode(data), name)
        except RecursionError as error:
            raise too_deep(name) from error
    if kind in _PAPERS and not (kind is FileKind.TEXT and not is_prose):
        return _of_paper(data, name)
    raise UnreadableInput("readers/plan_file_kind_unknown", place=Place(name))


def _of_paper(data: bytes, name: str) -> PlanReading:
    """The plan in the tables of a document; where it has none of measures, in its numbered lines.

    Errors: UnreadableInput where it has neither.
    """
    from prongsai.readers.extracts import read_extract  # noqa: PLC0415 - it loads every other reader

    extract = read_extract(data, name)
    blocks = extract.blocks if isinstance(extract, Extract) else ()
    tables = list(_of_document(blocks))
    listed = () if tables else tuple(_listed(blocks))
    if not listed:
        return with_results(parse_plan(tables or [Grid((), Place(name))]), blocks)
    reading = parse_plan([Grid((_LISTED, *listed), Place(name))])
    note = finding("measures/measures_from_list", Severity.NOTE, Place(name), count=len(listed))
    return replace(reading, findings=(*reading.findings, note))


def _listed(blocks: Sequence[Block]) -> Iterator[tuple[str, ...]]:
    """Lines "1.2 …" below a heading "1. …" of measures: number, heading, title.

    Shape:  a number that does not rise is of another chapter.
    """
    number, last, heading = 0, 0, ""
    lines = (block.text.splitlines() for block in blocks if not isinstance(block, Table))
    for line in map(str.strip, chain.from_iterable(lines)):
        if match := _LIST_HEADING.match(line):
            number, last, heading = int(match["number"]), 0, match["words"].strip("* ")
        elif (match := _LIST_LINE.match(line)) and int(match["of"]) == number and heading:
            if int(match["place"]) <= last:
                heading = ""
                continue
            last = int(match["place"])
            yield f"{match['of']}.{match['place']}", heading, match["words"]


def _of_document(blocks: Sequence[Block]) -> Iterator[Grid]:
    """The tables of measures of a document, those of one heading joined over its pages.

    Shape:  a table without a heading of its own goes on with the one before it, as a page break
            parts it; titles above the first one stand in it, for they name the year.
    """
    held: list[Grid] = []
    above: list[str] = []
    for block in blocks:
        if not isinstance(block, Table):
            above += block.text.splitlines()
            continue
        grid = Grid(tuple(row.cells for row in block.rows), block.place, block.under)
        is_next = bool(held) and block.width == _width(held[-1])
        if is_next and (has_measures(grid) or not _words(above)):
            held[-1] = _joined([*held[-1].rows, *_rows(above)], grid, held[-1])
        elif has_measures(grid):
            held.append(_joined([(line,) for line in _titles(above)], grid))
        above = []
    yield from held


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)


def _words(lines: Sequence[str]) -> list[str]:
    """Lines between two tables that are no row of either."""
    return [line for line in lines if line.strip() and not line.startswith("\t")]


def _rows(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Rows of which one cell alone is filled, which a text tells by its tabs."""
    return [tuple(line.split("\t")) for line in lines if line.startswith("\t") and line.strip()]


def _titles(lines: Sequence[str]) -> list[str]:
    """Lines that are titles of a plan: what prose tells of a year may be another's."""
    return [line for line in lines if len(line) <= _LONGEST_TITLE and _TITLE.search(line)]


def _joined(first: Sequence[tuple[str, ...]], grid: Grid, of: Grid | None = None) -> Grid:
    """Rows that stand before those of a grid, and both under one head."""
    under = {(row + len(first), column) for row, column in grid.under}
    before = of.under if of else frozenset()
    return Grid((*first, *grid.rows), (of or grid).place, frozenset(before | under))


def grids(data: bytes, name: str) -> list[Grid]:
    """The sheets of a file as cells of text, hidden ones too, days as a paper writes them.

    Errors: UnreadableInput for a damaged file or one with too many cells.
    """
    return [Grid(*astuple(sheet)) for sheet in read_sheets(data, name, hidden=True)]


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


def _result(heads: Sequence[str], row: TableRow) -> Iterator[_Result]:
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


def exported_at(data: bytes) -> datetime | None:
    """The moment, with its zone; None for any other file, and where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_PART) as part:
            match = _VALUE.search(part.read(_MOST_BYTES))
        moment = datetime.fromisoformat(match[1].decode()) if match else None
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    return moment if moment is None or moment.tzinfo else None
