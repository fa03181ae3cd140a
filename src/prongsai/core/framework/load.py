"""A folder of YAML becomes a `Framework`; a fault in it names file and line.

Source of the layout: docs/frameworks.md. Line numbers are looked up only when a fault is found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from prongsai.core.errors import BrokenFramework, Place
from prongsai.core.framework.documents import FIX, read_document
from prongsai.core.framework.model import (
    Confidence,
    Framework,
    Indicator,
    Instrument,
    Item,
    Question,
    RatingLevel,
    RatingRule,
    Scale,
    Status,
    SubIndicator,
)
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.text import Text

FILES = ("framework", "iit", "eit", "oit", "elements", "context", "sources")

_Path = tuple[str | int, ...]
Result = TypeVar("Result")


class FaultError(Exception):
    """A value of a file is not what its place asks for."""

    def __init__(self, path: _Path, message: Text) -> None:
        """Keep where in the document, and what is wrong."""
        super().__init__(message.en)
        self.path = path
        self.message = message


def load_framework(folder: Path) -> Framework:
    """Read one year's folder.

    Errors: BrokenFramework, with file and line, where a file is missing, is not YAML, or a
    value is of the wrong kind. Whether the contents make sense is `check`'s work.
    """
    main = read_document(folder, "framework")
    parts: dict[str, Sequence[Item] | None] = {}
    for code in ("IIT", "EIT", "OIT"):
        name = code.lower()
        parts[code] = None
        if (folder / f"{name}.yaml").exists():
            document = read_document(folder, name)
            parts[code] = locate(folder, name, lambda d=document: _items(d))  # type: ignore[misc]
    return locate(folder, "framework", lambda: _framework(main, parts, folder))


def locate(folder: Path, name: str, build: Callable[[], Result]) -> Result:
    """Run `build`; a `FaultError` in it becomes a BrokenFramework with file and line."""
    try:
        return build()
    except FaultError as fault:
        path = folder / f"{name}.yaml"
        place = Place(str(path), line=line_of(path, fault.path), quote=_dotted(fault.path))
        raise BrokenFramework(fault.message, place=place, next_step=FIX) from fault


def line_of(path: Path, keys: _Path) -> int | None:
    """The line (from 1) on which the value at `keys` stands; of its parent where it is missing."""
    if not path.exists():
        return None
    import yaml  # noqa: PLC0415 - only where a fault is found

    node: Any = yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader)
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            inner = [value for name, value in node.value if name.value == str(key)]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int):
            inner = node.value[key : key + 1]
        else:
            inner = []
        if not inner:
            break
        node = inner[0]
    return int(node.start_mark.line) + 1 if node is not None else None


def _dotted(path: _Path) -> str:
    return ".".join(str(part) for part in path)


def _get(data: Any, path: _Path, kind: type | tuple[type, ...], *, optional: bool = False) -> Any:
    """The value under the last key of `path`, of the right kind."""
    value = data.get(path[-1]) if isinstance(data, Mapping) else None
    if value is None and optional:
        return None
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise FaultError(
            path,
            Text(
                f"ค่าของ “{path[-1]}” หายไปหรือผิดชนิด",
                f"the value of “{path[-1]}” is missing or of the wrong kind",
            ),
        )
    return value


def _rows(data: Any, path: _Path, *, optional: bool = False) -> list[tuple[_Path, Any]]:
    rows = _get(data, path, list, optional=optional) or []
    return [((*path, number), row) for number, row in enumerate(rows)]


def _text(data: Any, path: _Path) -> Text:
    both = _get(data, path, Mapping)
    return Text(_get(both, (*path, "th"), str), _get(both, (*path, "en"), str))


def _confidence(data: Any, path: _Path, key: str = "confidence") -> Confidence:
    word = _get(data, (*path, key), str)
    if word not in {member.value for member in Confidence}:
        raise FaultError(
            (*path, key),
            Text(
                f"ระดับความเชื่อมั่น “{word}” ไม่มี ใช้ confirmed, likely หรือ unknown",
                f"no such confidence “{word}”: use confirmed, likely or unknown",
            ),
        )
    return Confidence(word)


def _strings(data: Any, path: _Path) -> tuple[str, ...]:
    return tuple(str(value) for value in _get(data, path, list, optional=True) or ())


def _decimal(data: Any, path: _Path, *, optional: bool = True) -> Decimal | None:
    value = _get(data, path, (int, float), optional=optional)
    if value is None:
        return None
    if not isfinite(value):
        raise FaultError(path, Text("ต้องเป็นจำนวนจริง", "must be a finite number"))
    # A number somebody typed as 85 and a form stored as 85.0 is one number.
    return Decimal(int(value)) if value == int(value) else Decimal(str(value))


def _items(document: Any) -> tuple[Item, ...]:
    return tuple(_item(row, path) for path, row in _rows(document, ("items",)))


def _item(row: Any, path: _Path) -> Item:
    questions = tuple(
        Question(
            Text(_get(q, (*at, "th"), str), _get(q, (*at, "en"), str)),
            _get(q, (*at, "polarity"), str),
        )
        for at, q in _rows(row, (*path, "questions"), optional=True)
    )
    return Item(
        code=_get(row, (*path, "code"), str),
        lineage=_strings(row, (*path, "lineage")),
        name=_text(row, (*path, "name")),
        indicator=_get(row, (*path, "indicator"), str, optional=True),
        sub_indicator=_get(row, (*path, "sub_indicator"), str, optional=True),
        scale=_get(row, (*path, "scale"), str),
        confidence=_confidence(row, path),
        sources=_strings(row, (*path, "sources")),
        polarity=_get(row, (*path, "polarity"), str, optional=True),
        questions=questions,
        topic=_text(row, (*path, "topic")) if row.get("topic") else None,
        other_name=_get(row, (*path, "other_name"), str, optional=True),
        note=_get(row, (*path, "note"), str, optional=True),
    )


def _framework(data: Any, items: Mapping[str, Sequence[Item] | None], folder: Path) -> Framework:
    target = _get(data, ("target",), Mapping)
    scoring = _get(data, ("scoring",), Mapping)
    status = _get(data, ("status",), str)
    if status not in {member.value for member in Status}:
        raise FaultError(
            ("status",),
            Text("สถานะต้องเป็น released หรือ draft", "status must be released or draft"),
        )
    instruments = tuple(
        _instrument(row, path, items) for path, row in _rows(data, ("instruments",))
    )
    if tuple(part.code for part in instruments) != INSTRUMENTS:
        raise FaultError(
            ("instruments",),
            Text("แบบวัดต้องเป็น IIT, EIT, OIT ตามลำดับ", "the instruments must be IIT, EIT, OIT"),
        )
    return Framework(
        fiscal_year=_get(data, ("fiscal_year",), int),
        status=Status(status),
        title=_text(data, ("title",)),
        completeness=_get(data, ("completeness",), str),
        published_places=_get(data, ("published_places",), int),
        target_score=_decimal(target, ("target", "score")),
        target_national_share=_decimal(target, ("target", "national_share")),
        target_confidence=_confidence(target, ("target",)),
        scoring_confidence=_confidence(scoring, ("scoring",)),
        rating=_rating(_get(data, ("rating",), Mapping)),
        scales=tuple(_scale(row, path) for path, row in _rows(data, ("scales",))),
        instruments=instruments,
        folder=str(folder),
    )


def _rating(data: Any) -> RatingRule:
    rows = _rows(data, ("rating", "levels"), optional=True)
    levels = tuple(
        RatingLevel(
            _get(row, (*path, "code"), str),
            _text(row, (*path, "label")),
            _decimal(row, (*path, "minimum"), optional=False) or Decimal(0),
            _decimal(row, (*path, "each_instrument")),
        )
        for path, row in rows
    )
    kind = _get(data, ("rating", "kind"), str, optional=True)
    return RatingRule(kind, levels or None, _confidence(data, ("rating",)))


def _scale(row: Any, path: _Path) -> Scale:
    options = tuple(
        (
            Text(_get(option, (*at, "th"), str), _get(option, (*at, "en"), str)),
            _get(option, (*at, "positive"), int, optional=True),
            _get(option, (*at, "negative"), int, optional=True),
        )
        for at, option in _rows(row, (*path, "options"))
    )
    name = _text(row, (*path, "name"))
    return Scale(_get(row, (*path, "code"), str), name, options, _confidence(row, path))


def _instrument(row: Any, path: _Path, items: Mapping[str, Sequence[Item] | None]) -> Instrument:
    code = _get(row, (*path, "code"), str)
    weight = _decimal(row, (*path, "weight"))
    own = items.get(code)
    return Instrument(
        code=code,
        name=_text(row, (*path, "name")),
        weight=None if weight is None else Fraction(weight),
        item_count=_get(row, (*path, "item_count"), int, optional=True),
        item_count_confidence=_confidence(row, path, "item_count_confidence"),
        confidence=_confidence(row, path),
        indicators=tuple(_indicator(inner, at) for at, inner in _rows(row, (*path, "indicators"))),
        items=None if own is None else tuple(own),
        other_names=_strings(row, (*path, "other_names")),
        sources=_strings(row, (*path, "sources")),
        answer_scales=_strings(row, (*path, "answer_scales")),
    )


def _indicator(row: Any, path: _Path) -> Indicator:
    subs = tuple(
        SubIndicator(
            _get(sub, (*at, "code"), str),
            _text(sub, (*at, "name")),
            _confidence(sub, at),
            _strings(sub, (*at, "sources")),
        )
        for at, sub in _rows(row, (*path, "sub_indicators"), optional=True)
    )
    return Indicator(
        code=_get(row, (*path, "code"), str),
        name=_text(row, (*path, "name")),
        confidence=_confidence(row, path),
        sub_indicators=subs or None,
        other_names=_strings(row, (*path, "other_names")),
        note=_get(row, (*path, "note"), str, optional=True),
        sources=_strings(row, (*path, "sources")),
    )
