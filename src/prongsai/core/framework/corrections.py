"""The sheets an officer corrected, put back into a year's files.

Only what the sheets show is taken back; everything else of the year stays as it is.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from prongsai.core.errors import Findings, Place
from prongsai.core.framework.documents import copy_data
from prongsai.core.framework.workbook import CONFIDENT, ITEM_FILES, SHEETS, YEAR_KEYS, Row, dig

_LISTS = {"lineage", "sources"}
_NUMBERS = {
    "weight",
    "item_count",
    "minimum",
    "each_instrument",
    "page",
    "target.score",
    "target.national_share",
    "fiscal_year",
    "published_places",
}
_KEPT_NULL = {"indicator", "sub_indicator", "weight", "item_count", "each_instrument"}


def from_rows(
    documents: Mapping[str, Any], rows: Mapping[str, Sequence[Row]], file: str
) -> tuple[dict[str, Any], Findings]:
    """A year's files with the sheets' corrections put in.

    Shape:  `documents` is the year as it was; sheets that are absent leave their part as it was.
    Errors: none; what cannot be taken is a finding with sheet and row, and is left as it was.
    """
    changed = copy_data(dict(documents))
    findings = Findings()
    taker = _Taker(changed, findings, file)
    for key, take in taker.sheets.items():
        for number, row in enumerate(rows.get(key, ()), start=2):
            if any(value.strip() for value in row.values()):
                take(row, number)
    taker.finish(rows)
    return changed, findings


class _Taker:
    """Puts rows back into the files."""

    def __init__(self, documents: dict[str, Any], findings: Findings, file: str) -> None:
        self.documents = documents
        self.findings = findings
        self.file = file
        self.items: dict[str, list[dict[str, Any]]] = {name: [] for name in ITEM_FILES}
        self.questions: dict[str, list[dict[str, Any]]] = {}
        self.elements: dict[str, list[dict[str, Any]]] = {}
        self.lists: dict[str, list[dict[str, Any]]] = {"levels": [], "calendar": [], "sources": []}
        self.subs: dict[str, list[dict[str, Any]]] = {}
        self.sheets: dict[str, Callable[[Row, int], None]] = {
            "year": self.year,
            "instruments": self.instrument,
            "indicators": self.indicator,
            "sub_indicators": self.sub_indicator,
            "levels": self.level,
            "items": self.item,
            "questions": self.question,
            "elements": self.element,
            "calendar": self.phase,
            "sources": self.source,
        }

    def _old(self, part: Sequence[Mapping[str, Any]], key: str, value: str) -> dict[str, Any]:
        return dict(next((entry for entry in part if str(entry.get(key)) == value), {}))

    def place(self, sheet: str, row: int) -> Place:
        title = next(plan.title for plan in SHEETS if plan.key == sheet)
        return Place(self.file, sheet=title, row=row)

    def year(self, row: Row, number: int) -> None:
        key = row["key"].strip()
        if key not in YEAR_KEYS:
            self.findings.error("framework/key_unknown", self.place("year", number), name=key)
            return
        framework = self.documents["framework"]
        value = _value(key, row["value"])
        if value is not None or dig(framework, key) is not None:
            _set(framework, key, value)
        about = CONFIDENT.get(key)
        if about:
            framework[about]["confidence"] = row["confidence"].strip() or "unknown"
            if row["sources"].strip() or "sources" in framework[about]:
                framework[about]["sources"] = _value("sources", row["sources"])
            if "page" in row:
                _fill(framework[about], {"page": row["page"]})

    def instrument(self, row: Row, number: int) -> None:
        for part in self.documents["framework"]["instruments"]:
            if part["code"] == row["code"].strip():
                _fill(part, row, skip=("code",))
                return
        self.findings.error("framework/instrument_unknown", self.place("instruments", number))

    def indicator(self, row: Row, number: int) -> None:
        for part in self.documents["framework"]["instruments"]:
            for indicator in part["indicators"]:
                if indicator["code"] == row["code"].strip():
                    _fill(indicator, row, skip=("code", "instrument"))
                    return
        place = self.place("indicators", number)
        self.findings.error("framework/indicator_unknown.row", place, code=row["code"])

    def sub_indicator(self, row: Row, _: int) -> None:
        indicator = row["indicator"].strip()
        old = self._old(list(self._subs_of(indicator)), "code", row["code"].strip())
        self.subs.setdefault(indicator, []).append(_fill(old, row, skip=("indicator",)))

    def _subs_of(self, indicator: str) -> Iterator[dict[str, Any]]:
        for part in self.documents["framework"]["instruments"]:
            for own in part["indicators"]:
                if own["code"] == indicator:
                    yield from own.get("sub_indicators") or []

    def item(self, row: Row, number: int) -> None:
        code = row["code"].strip()
        name = {"i": "iit", "e": "eit", "o": "oit"}.get(code[:1])
        if name is None:
            self.findings.error(
                "framework/code_wrong.letter", self.place("items", number), code=code
            )
            return
        old = self._old(self.documents.get(name, {}).get("items") or [], "code", code)
        self.items[name].append(_fill(old, row))

    def question(self, row: Row, _: int) -> None:
        entry = {key: row[key].strip() for key in ("th", "en", "polarity")}
        self.questions.setdefault(row["item"].strip(), []).append(entry)

    def element(self, row: Row, _: int) -> None:
        code = row["item"].strip()
        held = (self.documents.get("elements", {}).get("elements") or {}).get(code, [])
        old = next((dict(e) for e in held if e["text"]["th"] == row["text.th"]), {})
        self.elements.setdefault(code, []).append(_fill(old, row, skip=("item",)))

    def level(self, row: Row, _: int) -> None:
        self._listed("levels", row)

    def phase(self, row: Row, _: int) -> None:
        self._listed("calendar", row)

    def source(self, row: Row, _: int) -> None:
        self._listed("sources", row)

    def _listed(self, sheet: str, row: Row) -> None:
        framework, context = self.documents["framework"], self.documents.get("context", {})
        held = {
            "levels": framework["rating"].get("levels") or [],
            "calendar": context.get("calendar") or [],
            "sources": self.documents.get("sources", {}).get("sources") or [],
        }[sheet]
        position = len(self.lists[sheet])
        key = {"levels": "code", "calendar": "from", "sources": "id"}[sheet]
        old = self._old(held, key, row[key].strip())
        if sheet == "calendar":
            old = dict(held[position]) if position < len(held) else {}
        self.lists[sheet].append(_fill(old, row))

    def finish(self, sheets: Container[str]) -> None:
        """Put the gathered lists in place of the old ones, for the sheets that were there."""
        framework = self.documents["framework"]
        if "sub_indicators" in sheets:
            for part in framework["instruments"]:
                for indicator in part["indicators"] if part["code"] == "OIT" else ():
                    indicator["sub_indicators"] = self.subs.get(indicator["code"]) or None
        if self.lists["levels"]:
            framework["rating"]["levels"] = self.lists["levels"]
        if "items" in sheets:
            self._finish_items(with_questions="questions" in sheets)
        if "elements" in sheets and (self.elements or self.documents.get("elements")):
            self.documents["elements"] = {"elements": self.elements}
        if "calendar" in sheets:
            context = self.documents.setdefault("context", {})
            context["calendar"] = self.lists["calendar"] or None
        if "sources" in sheets:
            self.documents.setdefault("sources", {})["sources"] = self.lists["sources"]

    def _finish_items(self, *, with_questions: bool) -> None:
        for name, items in self.items.items():
            for item in items if with_questions else ():
                item.pop("questions", None)
                if item["code"] in self.questions:
                    item["questions"] = self.questions[item["code"]]
            if items:
                self.documents[name] = {"items": [_in_order(item) for item in items]}


_ITEM_ORDER = (
    "code",
    "lineage",
    "indicator",
    "sub_indicator",
    "name",
    "other_name",
    "topic",
    "scale",
    "polarity",
    "questions",
    "confidence",
    "sources",
    "page",
    "notice",
    "note",
    "carried_from",
)


def _in_order(item: dict[str, Any]) -> dict[str, Any]:
    return {key: item[key] for key in (*_ITEM_ORDER, *item) if key in item}


def _fill(target: dict[str, Any], row: Row, skip: Sequence[str] = ()) -> dict[str, Any]:
    """Put a row's cells into a mapping; an empty cell removes what was there."""
    for key, text in row.items():
        if key in skip:
            continue
        value = _value(key, text)
        if value in (None, []) and key not in _KEPT_NULL and not dig(target, key):
            continue
        if value in (None, []) and key not in _KEPT_NULL:
            _remove(target, key)
        elif value is not None or key in target:
            _set(target, key, value)
    return target


def _set(target: dict[str, Any], key: str, value: Any) -> None:
    *parents, last = key.split(".")
    for parent in parents:
        target = target.setdefault(parent, {})
    target[last] = value


def _remove(target: dict[str, Any], key: str) -> None:
    """Take out the value at a dotted key, and a parent that is left with nothing."""
    first, _, rest = key.partition(".")
    if rest:
        _remove(target[first], rest)
    if not rest or not target[first]:
        target.pop(first, None)


def _value(key: str, text: str) -> Any:
    text = text.strip()
    if key in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if not text:
        return None
    if key in _NUMBERS:
        try:
            number = float(text)
        except ValueError:
            return text
        if not isfinite(number):
            return text
        return int(number) if number.is_integer() else number
    return text
