"""A measures plan from a workbook, CSV, YAML or JSON, or from the tables of a document."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import astuple, replace

from prongsai.core import fiscal
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow
from prongsai.core.ids import item_code_at
from prongsai.core.measures.columns import EXPORTED, measure_field, point_field
from prongsai.core.measures.data import load_plan
from prongsai.core.measures.grid import Grid, place_of
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.sheet import PlanReading, has_measures, parse_plan
from prongsai.core.messages import read_words
from prongsai.core.rounding import plain_number
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
_SUBJECT = re.compile("ประเด็น|ข้อความ|ข้อคำถาม|หัวข้อ|จุดอ่อน")
_OF_A_POINT = {"code", "number", "subject", "score", "guideline"}
# After a code: "O25 - 28", "O1, O2" and "i5/i6" are several items, "o12/รายงานผล" is one.
_SEVERAL = re.compile(r"[-–—]|ถึง|(?:[,/]|และ|กับ)\s*(?:ข้อ\s*)?[ieoIEO]?\s?\d|[ieoIEO]\d")
# "01" numbers a row; a nought is the letter o after "ข้อ" or before two digits.
_RUNNING = re.compile(r"[0๐][\s.\-–]?\d(?!\d)")
_COLUMNS = {"unit": ("unit",), "time": ("period", "start", "due"), "items": ("items",)}
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
    lines, tables = list(_lines(blocks)), list(_of_document(blocks))
    reading = with_results(parse_plan(tables), blocks) if tables else _of_list(lines, name)
    points, unread = _points(blocks)
    plan, dated = _dated(replace(reading.plan, points=points), lines)
    findings = (*reading.findings, *unread, *_lacking(plan), *dated)
    return replace(reading, plan=plan, findings=findings)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, Place]]:
    """The lines of all paragraphs, each with its place."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for number, line in enumerate(block.text.splitlines()):
                yield line.strip(), block.place_of_line(number)


def _of_list(lines: Sequence[tuple[str, Place]], name: str) -> PlanReading:
    """The plan in numbered lines; titles above the first of them name the year."""
    listed = tuple(_listed(lines))
    above = lines[: listed[0][0]] if listed else ()
    titles = [cell for cell in above if _is_title(cell[0]) and not _LIST_LINE.match(cell[0])]
    rows: list[tuple[tuple[str, ...], Place]] = [((line,), place) for line, place in titles]
    rows += [(_LISTED, lines[at][1]) for at, _ in listed[:1]]
    rows += [(row, lines[at][1]) for at, row in listed]
    numbers = tuple(place.line for _, place in rows if place.line)
    has_lines = len(numbers) == len(rows)
    cells = tuple(row for row, _ in rows)
    reading = parse_plan([Grid(cells, Place(name), lines=numbers if has_lines else None)])
    note = finding("measures/measures_from_list", Severity.NOTE, Place(name), count=len(listed))
    return replace(reading, findings=(*reading.findings, note))


def _listed(lines: Sequence[tuple[str, Place]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines "1.2 …" below a heading "1. …" of measures: where, and number, heading, title.

    Shape:  a number that does not rise is of another chapter.
    """
    number, last, heading = 0, 0, ""
    for at, (line, _) in enumerate(lines):
        if match := _LIST_HEADING.match(line):
            number, last, heading = int(match["number"]), 0, match["words"].strip("* ")
        elif (match := _LIST_LINE.match(line)) and int(match["of"]) == number and heading:
            if int(match["place"]) <= last:
                heading = ""
                continue
            last = int(match["place"])
            yield at, (f"{match['of']}.{match['place']}", heading, match["words"])


def _lacking(plan: Plan) -> Iterator[Finding]:
    """Tell what no column says of some measures, of all of them at the first: it stays empty."""
    for column, names in _COLUMNS.items():
        lacking = [row for row in plan.measures if not any(getattr(row, name) for name in names)]
        count = len(lacking)
        places = map(place_of, lacking[:1] if count == len(plan.measures) else lacking)
        if lacking:
            what = read_words(f"readers/plan_column.{column}")
            yield finding("measures/not_told", Severity.NOTE, *places, what=what, count=count)


def _dated(plan: Plan, lines: Sequence[tuple[str, Place]]) -> tuple[Plan, list[Finding]]:
    """The plan with the year of all its months where no title tells one; later titles are told."""
    spans = (span for row in plan.measures for span in (row.starts, row.ends) if span)
    years = {fiscal.year_of(day) for span in spans for day in (span.first, span.last)}
    if not plan.fiscal_year and len(years) == 1:
        plan = replace(plan, fiscal_year=years.pop())
        places = [place_of(row) for row in plan.measures if row.starts][:1]
        year = plan.fiscal_year
        return plan, [finding("measures/year_from_months", Severity.NOTE, *places, year=year)]
    titles = [(line, place) for line, place in lines if plan.fiscal_year and _is_title(line)]
    return plan, [
        finding("measures/title_of_later_year", Severity.WARNING, replace(place, quote=line),
                year=plan.fiscal_year)
        for line, place in titles
        if max((year for _, year in fiscal.years_in(line)), default=0) > plan.fiscal_year
    ]  # fmt: skip


def _points(blocks: Sequence[Block]) -> tuple[tuple[WeakPoint, ...], tuple[Finding, ...]]:
    """The items of tables that say what is to be done about each; every item once."""
    points: dict[str, WeakPoint] = {}
    unread = []
    heads: tuple[str, ...] = ()
    for table in (block for block in blocks if isinstance(block, Table) and block.rows):
        is_headed = _is_of_points(table)
        if is_headed or table.width != len(heads):
            heads = tuple(map(squeeze, table.rows[0].cells)) if is_headed else ()
        read = [(row, _point(heads, row)) for row in table.rows[is_headed:]]
        # Without a head of its own it goes on over a page break where it begins with an item.
        if not any(point for _, point in (read if is_headed else read[:1])):
            continue
        for row, point in read:
            if point is not None and point.key not in points:
                points[point.key] = point
            elif tuple(map(squeeze, row.cells)) != heads:
                place = replace(row.place, quote=shorten(squeeze(" ".join(row.cells)), _QUOTED))
                unread.append(finding("measures/row_not_read", Severity.NOTE, place))
    return tuple(points.values()), tuple(unread)


def _is_of_points(table: Table) -> bool:
    """Whether a table is headed by what is to be improved and how, and is none of measures."""
    roles = {_role(squeeze(cell)) for row in table.rows[:1] for cell in row.cells}
    return {"subject", "guideline"} <= roles and "title" not in roles


def _role(heading: str) -> str:
    """What a column of such a table holds; "" for none of the roles of a point."""
    if _SUBJECT.search(heading):
        return "subject"
    field = "guideline" if "แนวทาง" in heading else point_field(heading)
    return field or measure_field(heading) or ""


def _point(heads: Sequence[str], row: TableRow) -> WeakPoint | None:
    """The item of a row with its code; what else it says stands below its guideline."""
    pairs = zip(heads, row.cells, strict=False)
    cells = [(head, _role(head), squeeze(cell)) for head, cell in pairs]
    texts = {role: text for _, role, text in reversed(cells)}
    fields = [texts.get(name, "") for name in ("code", "subject")]
    text = next((text for text in fields if item_code_at(text) and not _RUNNING.match(text)), "")
    typed = item_code_at(text)
    name = text[typed[1] :].strip(" .:)") if typed else ""
    if typed is None or _SEVERAL.match(name):
        return None
    others = (f"{head}: {cell}" for head, role, cell in cells if cell and role not in _OF_A_POINT)
    guideline = "\n".join(filter(None, (texts.get("guideline", ""), *others)))
    score = plain_number(texts.get("score", ""))
    name = name.lstrip(",/ ") or fields[1]
    return WeakPoint(name, typed[0], score=score, guideline=guideline, place=row.place)


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
        is_next = bool(held) and block.width == max(map(len, held[-1].rows), default=0)
        is_next = is_next and not _is_of_points(block)
        # Of a row with one cell filled a text tells by its tabs.
        rows = [tuple(line.split("\t")) for line in above if line.startswith("\t") and line.strip()]
        has_words = len(rows) < sum(bool(line.strip()) for line in above)
        if is_next and (has_measures(grid) or not has_words):
            held[-1] = _joined([*held[-1].rows, *rows], grid, held[-1])
        elif has_measures(grid):
            held.append(_joined([(line,) for line in above if _is_title(line)], grid))
        above = []
    yield from held


def _is_title(line: str) -> bool:
    """Whether a line is a title of a plan: what prose tells of a year may be another's."""
    return len(line) <= _LONGEST_TITLE and _TITLE.search(line) is not None


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
            findings.append(finding(
                "measures/result_not_placed", Severity.WARNING, result.place,
                title=shorten(result.title, _QUOTED), heading=result.heading,
            ))  # fmt: skip
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
