"""A year's framework as values: its files as data, differences of two states, subjects."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.framework import years
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.diff import Change, ItemChange, compare, not_comparable
from prongsai.core.framework.documents import FILES, copy_data
from prongsai.core.framework.model import Confidence, Framework, Item, Status
from prongsai.core.framework.periods import in_year, mark_years
from prongsai.core.framework.workbook import SHEETS, Row, SheetPlan, to_rows
from prongsai.core.ids import instrument_of_item, sort_key
from prongsai.core.messages import read_words
from prongsai.core.text import Text, listed, same
from prongsai.core.yaml_data.documents import load

Documents = dict[str, Any]
Texts = Mapping[str, str]
ITEM_FILES = {"IIT": "iit", "EIT": "eit", "OIT": "oit"}
_END = ".yaml"


def digest_of(texts: Texts) -> str:
    return sha256(repr(sorted(texts.items())).encode()).hexdigest()


def to_texts(documents: Documents) -> dict[str, str]:
    """The files of a year by name, empty ones left out."""
    return {f"{name}{_END}": text for name, text in years.files(documents).items()}


def from_texts(texts: Texts) -> Documents:
    """A year as plain data, to be changed at will; the years of elements are marked."""
    documents = {name: copy_data(_read(texts.get(f"{name}{_END}", ""))) for name in FILES}
    if documents["framework"]:
        mark_years(documents["elements"], documents["framework"]["fiscal_year"])
    return documents


def shipped_root() -> Path:
    """The folder of the years that come with the program."""
    return Catalogue().builtin


def shipped_texts(fiscal_year: int) -> Texts:
    """The shipped files of a year in the form that is kept; {} where none are shipped."""
    folder = shipped_root() / str(fiscal_year)
    if not (folder / "framework.yaml").is_file():
        return {}
    return _shipped(folder, max(file.stat().st_mtime_ns for file in folder.iterdir()))


@lru_cache(maxsize=32)
def _shipped(folder: Path, changed: int) -> Texts:
    del changed
    return MappingProxyType(to_texts(years.documents(folder)))


def faults_of(documents: Documents, fiscal_year: int) -> tuple[Finding, ...]:
    """What is wrong with a year, found on a scratch folder; nothing for a sound one."""
    with TemporaryDirectory(prefix="prongsai-") as scratch:
        folder = Path(scratch) / str(fiscal_year)
        folder.mkdir()
        for name, text in to_texts(documents).items():
            (folder / name).write_text(text, encoding="utf-8")
        return check_folder(folder)


@lru_cache(maxsize=256)
def _read(text: str) -> dict[str, Any]:
    data: dict[str, Any] = load(text) or {}
    return data


def name_of(both: Mapping[str, str]) -> Text:
    return Text(both["th"], both.get("en") or both["th"])


def find_item(documents: Documents, code: str) -> dict[str, Any] | None:
    if code[:1] not in ("i", "e", "o"):
        return None
    items = documents[ITEM_FILES[instrument_of_item(code)]].get("items") or []
    return next((item for item in items if item["code"] == code), None)


def elements_of(documents: Documents, code: str) -> list[dict[str, Any]]:
    """What an item must disclose, as the year asks it."""
    year = documents["framework"]["fiscal_year"]
    held: list[dict[str, Any]] = (documents["elements"].get("elements") or {}).get(code) or []
    return [
        {**element, "text": {key: in_year(words, year) for key, words in element["text"].items()}}
        for element in held
    ]


_HEADINGS = {key: heading for plan in SHEETS for key, heading in plan.columns} | {
    "known": read_words("assessment/put_in"),
}
_NAMED = ("text", "name", "label", "phase")
# What a row of a list tells behind its code and name.
_TOLD = ("weight", "score", "levels", "minimum", "each_instrument", "confidence", "page")
_WORDS: Mapping[str, Text] = {member.value: member.label for member in Confidence} | {
    member.value: member.label for member in Status
}


def _gather(data: Any, key: str, gathered: dict[str, tuple[Text, Text]]) -> None:
    """Collect what a part says, by key: heading and value; nothing of None."""
    if isinstance(data, dict) and data:
        for name, value in data.items():
            _gather(value, f"{key}.{name}" if key else str(name), gathered)
    elif data not in (None, "", [], {}):
        last = key.rpartition(".")[2]
        heading = _HEADINGS.get(key) or _HEADINGS.get(last) or same(last)
        gathered[key] = (heading, _value(data))


def _value(data: Any) -> Text:
    if isinstance(data, list):
        inner = "\n" if any(isinstance(part, dict) for part in data) else ", "
        return listed((_value(part) for part in data), inner)
    if isinstance(data, dict):
        named = next((data[key] for key in _NAMED if data.get(key)), data)
        name = named.get("th") if isinstance(named, Mapping) else None
        cells = [data.get("code"), name, *(data.get(key) for key in _TOLD)]
        return listed((_value(cell) for cell in cells if cell not in (None, "", [])), " · ")
    text = f"{data:g}" if isinstance(data, float) else str(data)
    return _WORDS.get(text, same(text))


def differing(part: Any, other: Any) -> tuple[tuple[Text, Text, Text], ...]:
    """The lines in which two parts differ: heading, the one, the other; a dash for nothing."""
    first: dict[str, tuple[Text, Text]] = {}
    second: dict[str, tuple[Text, Text]] = {}
    _gather(part, "", first)
    _gather(other, "", second)
    nothing = same("–")
    return tuple(
        (heading, first.get(key, (heading, nothing))[1], second.get(key, (heading, nothing))[1])
        for key, (heading, _) in {**second, **first}.items()
        if first.get(key) != second.get(key)
    )


_KEYS = {
    "year": ("key",),
    "levels": ("code",),
    "calendar": ("from", "phase.th"),
    "sources": ("id",),
}
_NAMES = ("name.th", "label.th", "text.th", "phase.th", "th", "proves", "key")
_NAMES_EN = ("name.en", "label.en", "text.en", "phase.en", "en", "proves", "key")


class RowFate(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


class Cell(Struct, frozen=True):
    heading: Text
    before: str
    after: str


class Difference(Struct, frozen=True):
    """One row that differs."""

    title: str
    code: str
    name: Text
    kind: RowFate
    cells: tuple[Cell, ...]


class Differences(Struct, frozen=True):
    """All rows that differ, and how many items only got another number."""

    rows: tuple[Difference, ...]
    renumbered: int

    @property
    def is_nothing(self) -> bool:
        """Whether both say the same."""
        return not self.rows and not self.renumbered


def differences(before: Documents, after: Documents) -> Differences:
    """What `after` says differently, in the order of a workbook's sheets; items by subject."""
    old, new = to_rows(before), to_rows(after)
    rows: list[Difference] = []
    renumbered = 0
    for plan in SHEETS:
        held, given = _keyed(plan.key, old), _keyed(plan.key, new)
        for key in [*given, *(key for key in held if key not in given)]:
            row = _difference(plan, held.get(key), given.get(key))
            if row is None:
                continue
            headings = [cell.heading.th for cell in row.cells]
            if plan.key == "items" and row.kind is RowFate.CHANGED and headings == ["รหัส"]:
                renumbered += 1
            else:
                rows.append(row)
    return Differences(tuple(rows), renumbered)


def _keyed(sheet: str, rows: Mapping[str, list[dict[str, str]]]) -> dict[tuple[str, ...], Row]:
    """The rows of a sheet by what stays the same when codes change."""
    subjects = {row["code"]: row["lineage"] for row in rows["items"]}
    met: Counter[tuple[str, ...]] = Counter()
    keyed: dict[tuple[str, ...], Row] = {}
    for row in rows[sheet]:
        key = tuple(_key(sheet, row, subjects))
        met[key] += 1
        keyed[(*key, str(met[key]))] = row
    return keyed


def _key(sheet: str, row: Row, subjects: Mapping[str, str]) -> Iterator[str]:
    if sheet == "items":
        yield from (row["code"][:1], row["lineage"])
    elif sheet in ("questions", "elements"):
        yield from (subjects.get(row["item"], row["item"]), row.get("th", row.get("text.th", "")))
    else:
        yield from (row[key] for key in _KEYS.get(sheet, ("code",)))


def _difference(plan: SheetPlan, old: Row | None, new: Row | None) -> Difference | None:
    row = new or old or {}
    ignored = {"item", *_KEYS.get(plan.key, ())}
    cells = tuple(
        Cell(heading, (old or {}).get(key, ""), (new or {}).get(key, ""))
        for key, heading in plan.columns
        if key not in ignored and (old or {}).get(key, "") != (new or {}).get(key, "")
    )
    if old is not None and new is not None and not cells:
        return None
    kind = RowFate.CHANGED if old and new else RowFate.NEW if new else RowFate.GONE
    code = row.get("code") or row.get("item") or ""
    thai = next((row[key] for key in _NAMES if row.get(key)), "")
    english = next((row[key] for key in _NAMES_EN if row.get(key)), "")
    return Difference(plan.title, code, Text(thai, english or thai), kind, cells)


class YearMapping(Struct, frozen=True):
    """Which items of a year continue which of the year before.

    Shape:  `items` are {subject: codes in the new year}, `former` {subject: codes in the old}.
    """

    from_year: int
    to_year: int
    items: Mapping[str, tuple[str, ...]]
    former: Mapping[str, tuple[str, ...]]

    def goes_on(self, lineage: str) -> bool:
        return lineage in self.items


class Joined(Struct, frozen=True):
    """Two years side by side.

    Shape:  `carried` are unchanged items as (before, after); `changes` the changed ones, then the
            new and the dropped; `unknown` the instruments whose items one year does not know.
    """

    mapping: YearMapping
    carried: tuple[tuple[Item, Item], ...]
    changed: tuple[ItemChange, ...]
    new: tuple[Item, ...]
    dropped: tuple[Item, ...]
    unknown: tuple[str, ...]


def joined(old: Framework, new: Framework) -> Joined:
    """Join two years by subject."""
    changes = compare(old, new)
    unknown = not_comparable(old, new)
    touched = {item.code for change in changes for item in change.after}
    carried = [
        (before, after)
        for after in new.items.values()
        if after.code not in touched and instrument_of_item(after.code) not in unknown
        for before in old.items.values()
        if set(before.lineage) & set(after.lineage)
        and instrument_of_item(before.code) == instrument_of_item(after.code)
    ]
    return Joined(
        YearMapping(old.fiscal_year, new.fiscal_year, _codes(new), _codes(old)),
        tuple(sorted(carried, key=lambda pair: sort_key(pair[1].code))),
        tuple(change for change in changes if change.kind not in (Change.NEW, Change.DROPPED)),
        tuple(item for change in changes if change.kind is Change.NEW for item in change.after),
        tuple(
            item for change in changes if change.kind is Change.DROPPED for item in change.before
        ),
        unknown,
    )


def _codes(framework: Framework) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for item in framework.items.values():
        for lineage in item.lineage:
            codes[lineage] = (*codes.get(lineage, ()), item.code)
    return codes
