"""Any JSON as blocks: what stands beside scores as lines, records and named numbers as tables.

A key is what a heading is in print. One that says more than that results stand below it ("target",
"ปีก่อน") goes into the heading of the numbers, where it is held against the words of results.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Table, TableRow
from prongsai.core.ids import parse_code
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.agencies import is_a_name
from prongsai.core.scoresheet.vocabulary import is_only_doubt, left_over

_MOST_LEVELS = 6
_MOST_DIGITS = 20
_NAMES, _SCORES = "รายการ", "คะแนน"
_SEVERAL = "หลายแห่ง"
# Beside a list they count what it holds, or stand for its page.
_COUNTING = frozenset({"total", "count", "size", "limit", "offset", "page", "pages"})
_NUMBER = compiled(r"\s*[0-9๐-๙]{1,3}(?:[.,][0-9๐-๙]+)?\s*(?:%|คะแนน)?\s*")
_HUMP = compiled(r"(?<=[a-z])(?=[A-Z])")
_YEAR = compiled(r"(?i:(?:fiscal|budget)?[_ ]?year)|(?:ประจำ)?ปี(?:งบประมาณ)?|พ\.?\s?ศ\.?")
# What such a key says of its text the text says itself.
_TITLE = any_of(
    r"(?i:title|name|caption|heading|assessment|agency|organi[sz]ation|unit)",
    r"(?:ชื่อ)?(?:เรื่อง|หัวข้อ|หน่วยงาน|รายงาน|การประเมิน|ชุดข้อมูล)|ชื่อ",
)
# Words of keys that hold something, and say nothing of it.
_HOLDS = any_of(
    r"(?<![A-Za-z])(?i:data|dataset|records?|rows?|list|entries|body|content)(?![A-Za-z])",
    r"(?<![A-Za-z])(?i:payload|response|tables?|details?|assessments?|figures?)(?![A-Za-z])",
    r"ข้อมูล|ชุด|ตาราง|รายละเอียด",
)

Rows = list[tuple[str, ...]]
Values = Mapping[str, object]


def blocks_of(document: object, name: str) -> list[Block]:
    """The blocks of a JSON document; none where it holds no table."""
    blocks = list(_blocks(document, (), Place(name)))
    tables = sum(isinstance(block, Table) for block in blocks)
    return _with_numbers(blocks) if tables > 1 else blocks * tables


def written(score: object) -> str:
    """A score as text: a number such as 1e2 in plain digits, all else as it stands."""
    if isinstance(score, Decimal) and abs(score.adjusted()) <= _MOST_DIGITS:
        return f"{score:f}"
    return str(score)


def _blocks(value: object, path: Sequence[str], place: Place) -> Iterator[Block]:
    """The blocks of a value; `path` are the keys above it."""
    if len(path) > _MOST_LEVELS:
        return
    if isinstance(value, Mapping):
        inner = {key: _with_sayings(v) for key, v in value.items() if isinstance(v, Mapping)}
        records = [{_NAMES: key, **values} for key, values in inner.items()]
        if records and len(records) == len(value) and not any(map(_holds_more, records)):
            yield _table(_of_records(records, path), place)
        else:
            yield from _of_mapping(value, path, place)
    elif isinstance(value, list):
        yield from _of_list(value, path, place)


def _of_list(held: Sequence[object], path: Sequence[str], place: Place) -> Iterator[Block]:
    """Records and rows of cells are a table; what lies deeper in a record stands below it."""
    records = [_flat(_with_sayings(record)) for record in held if isinstance(record, Mapping)]
    rows = [tuple(map(_cell, row)) for row in held if isinstance(row, list) and row]
    if any(records) and len(records) == len(held):
        if not any(map(_holds_more, records)):
            yield _table(_of_records(records, path), place)
            return
        plain = [_without_more(record) for record in records]
        if any(map(_numbers, plain)):
            yield _table(_of_records(plain, path), place)
        names = [str(text) for record in plain for text in record.values()]
        path = (*path, *_of_several(names))
        for record in records:
            yield from _lines(_without_more(record), place, only_titles=True)
            yield from _deeper(record, path, place)
    elif rows and len(rows) == len(held):
        heading = [(_NAMES, *[_heading(_SCORES, path)] * (len(rows[0]) - 1))]
        heading *= bool(_strange(path))
        yield _table([*heading, *rows], place)


def _flat(record: Values) -> Values:
    """A record with the one mapping of plain values that it holds in its own row."""
    inner = {key: value for key, value in record.items() if isinstance(value, Mapping)}
    if len(inner) != 1:
        return record
    ((held, values),) = inner.items()
    rest = {key: value for key, value in record.items() if key != held}
    is_plain = not (_holds_more(values) or _strange([held]))
    return {**rest, **values} if is_plain and not {*values} & {*rest} else record


def _says(value: object) -> bool:
    """Whether a value holds no score: a mapping of such says what the scores beside it are."""
    if isinstance(value, Mapping):
        return not any(isinstance(held, list) or not _says(held) for held in value.values())
    text = _cell(value)
    return len(text) == 1 or not _NUMBER.fullmatch(text)


def _with_sayings(record: Values) -> Values:
    """A record with what mappings in it say of it as values of its own."""
    merged: dict[str, object] = {}
    for key, held in record.items():
        if isinstance(held, Mapping) and _says(held):
            merged |= {f"{key} {inner}": value for inner, value in _with_sayings(held).items()}
        else:
            merged[key] = held
    return merged


def _of_mapping(value: Values, path: Sequence[str], place: Place) -> Iterator[Block]:
    """What is told of the whole as lines, its numbers as a table, then what lies deeper."""
    plain = _without_more(value)
    yield from _lines(plain, place)
    sayings = {
        key: held for key, held in value.items() if isinstance(held, Mapping) and _says(held)
    }
    yield from _deeper(sayings, path, place)
    is_listed = any(isinstance(inner, list) for inner in value.values())
    counts = {key for key in _COUNTING if is_listed}
    numbers = [
        (key, n) for key, n in _numbers(plain) if not (key.lower() in counts and n.isdecimal())
    ]
    if numbers:
        names = "code" if all(parse_code(key) for key, _ in numbers) else _NAMES
        yield _table([(names, _heading(_SCORES, path)), *numbers], place)
    deeper = {key: held for key, held in value.items() if key not in sayings}
    yield from _deeper(deeper, (*path, *_of_several(list(value))), place)


def _deeper(value: Values, path: Sequence[str], place: Place) -> Iterator[Block]:
    """The blocks of what a mapping holds below its keys."""
    for key, inner in value.items():
        if isinstance(inner, (Mapping, list)):
            if caption := _caption(key):
                yield Paragraph(caption, place)
            yield from _blocks(inner, (*path, key), place)


def _of_several(names: Sequence[str]) -> tuple[str, ...]:
    """What goes into the path where names are those of several agencies: nobody knows whose."""
    return (_SEVERAL,) if sum(map(is_a_name, set(names))) > 1 else ()


def _lines(values: Values, place: Place, *, only_titles: bool = False) -> Iterator[Paragraph]:
    lines = [
        line
        for key, value in values.items()
        if (line := _line(key, _cell(value)))
        and not (only_titles and not (_YEAR.fullmatch(key) or _TITLE.fullmatch(key)))
    ]
    if lines:
        yield Paragraph("\n".join(lines), place)


def _numbers(values: Values) -> list[tuple[str, str]]:
    """The numbers by name; a year is none."""
    cells = ((key, _cell(value)) for key, value in values.items())
    return [(_words(key), text) for key, text in cells if _NUMBER.fullmatch(text)]


def _of_records(records: Sequence[Values], path: Sequence[str]) -> Rows:
    """A row for each record below their keys; those of numbers say what the keys above them say."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    flags = {key for key in keys if _is_flag(key, [record.get(key) for record in records])}
    rows = [tuple(_cell_of(key, record.get(key), flags) for key in keys) for record in records]
    headings = (
        _heading(key, path if any(map(_NUMBER.fullmatch, column)) else ())
        if key not in flags
        else ""  # what is true of a record may be anything
        for key, column in zip(keys, zip(*rows, strict=True), strict=True)
    )
    return [tuple(headings), *rows]


def _is_flag(key: str, values: Sequence[object]) -> bool:
    """Whether a key says of records that they are something: by true, or a goal's by 1."""
    known = [value for value in values if value is not None]
    is_goal = bool(is_only_doubt(_saying(key))) and all(value in (0, 1) for value in known)
    return is_goal or any(isinstance(value, bool) for value in known)


def _cell_of(key: str, value: object, flags: Collection[str]) -> str:
    """A value as a cell; what a key says of a record in the key's words."""
    return _saying(key) if key in flags and value == 1 else _cell(value)


def _heading(key: str, path: Sequence[str]) -> str:
    return " ".join([_words(key), *_strange(path)])


def _strange(path: Sequence[str]) -> list[str]:
    """The keys that say more than that results stand below them."""
    return [key for key in map(_words, path) if left_over(_HOLDS.sub(" ", key))]


def _caption(key: str) -> str:
    """A key in the words of results: it captions what it holds, as does a year."""
    words = _HOLDS.sub(" ", _words(key)).strip()
    if not words or left_over(words):
        return ""
    return f"ปีงบประมาณ {words}" if words.isdecimal() else words


def _line(key: str, text: str) -> str:
    """A text or a year as a line; "" for a number, which stands in a table, but for a sign."""
    is_sign = len(text) == 1 and left_over(_words(key))  # "type: 2" may call all goals
    if not text or (_NUMBER.fullmatch(text) and not is_sign):
        return ""
    if _YEAR.fullmatch(key):
        return f"fiscal year {text}" if key.isascii() else f"ปีงบประมาณ {text}"
    return text if _TITLE.fullmatch(key) else f"{_words(key)}: {text}"


def _words(key: str) -> str:
    return _HUMP.sub(" ", key.replace("_", " ")).strip()


def _saying(key: str) -> str:
    return _words(key).removeprefix("is ")


def _is_more(value: object) -> bool:
    """Whether a value holds records or lists of them; a list of values is one value."""
    if isinstance(value, list):
        return any(isinstance(inner, (Mapping, list)) for inner in value)
    return isinstance(value, Mapping)


def _holds_more(record: Values) -> bool:
    return any(map(_is_more, record.values()))


def _without_more(record: Values) -> Values:
    return {key: value for key, value in record.items() if not _is_more(value)}


def _cell(value: object) -> str:
    """A value as a cell; what holds more values is none."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, (Mapping, list)) else written(value)


def _table(rows: Rows, place: Place) -> Table:
    numbered = (
        TableRow(cells, replace(place, row=number)) for number, cells in enumerate(rows, start=1)
    )
    return Table(tuple(numbered), place)


def _with_numbers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with the number of each table in its places."""
    numbered: list[Block] = []
    number = 0
    for block in blocks:
        if isinstance(block, Table):
            number += 1
            rows = (replace(row, place=replace(row.place, table=number)) for row in block.rows)
            numbered.append(Table(tuple(rows), replace(block.place, table=number)))
        else:
            numbered.append(block)
    return numbered
