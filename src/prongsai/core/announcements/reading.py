"""A kind of announcement from its YAML; every fault is told with file and line.

The texts are data and stay data: braces name one of the fields and nothing else, and they are
filled by replacing, so that no text can reach into the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from msgspec import Struct

from prongsai.core.announcements.faults import Fault, Faults, finding, strange_braces
from prongsai.core.announcements.model import (
    FIELDS,
    Basis,
    Confidence,
    Form,
    Kind,
    Level,
    Line,
    Part,
    Readers,
    Renewal,
    Signer,
)
from prongsai.core.errors import Finding, Place
from prongsai.core.text import Text

SHIPPED = Path(__file__).parents[2] / "data" / "announcements"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 2000
_MOST_LINES = 200
_NAMES = (
    "name", "purpose", "subject", "basis", "preamble", "parts", "closing", "form", "signer",
    "renewal", "readers", "lineages", "photos", "numbered", "carries_measures",
    "rank",
)  # fmt: skip
Choice = TypeVar("Choice", bound=StrEnum)


class Kinds(Struct, frozen=True):
    """The kinds of a folder in their order, and what is wrong with the files of others."""

    kinds: tuple[Kind, ...]
    findings: tuple[Finding, ...] = ()

    def kind(self, key: str) -> Kind | None:
        """One kind."""
        return next((one for one in self.kinds if one.key == key), None)


@lru_cache(maxsize=1)
def shipped() -> Kinds:
    """The kinds that come with the program."""
    return read_folder(SHIPPED)


def read_folder(folder: Path) -> Kinds:
    """The kinds of all YAML files of a folder; a broken file is left out and told."""
    kinds: list[Kind] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        kind, found = read_kind(path.stem, path.read_text(encoding="utf-8"), path.name)
        findings += found
        if kind is not None:
            kinds.append(kind)
    return Kinds(tuple(sorted(kinds, key=lambda one: (one.rank, one.key))), tuple(findings))


def read_kind(key: str, text: str, file: str) -> tuple[Kind | None, tuple[Finding, ...]]:
    """A kind from the text of its file; None with findings where anything is wrong.

    Shape:  `key` names the kind, `file` the file in findings.
    """
    try:
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader in C
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file, line=mark.line + 1 if mark else None)
        return None, (finding("not_yaml", place),)
    faults = Faults(text, file)
    if not _KEY.fullmatch(key):
        faults.add(Fault((), "key", key))
    if not isinstance(data, Mapping):
        faults.add(Fault((), "not_a_list", ""))
        return None, faults.findings()
    for name in data:
        if name not in _NAMES:
            faults.add(Fault((str(name),), "unknown_name", ", ".join(_NAMES)))
    kind = _kind(key, data, faults)
    _check(kind, data, faults)
    findings = faults.findings()
    return (None if findings else kind), findings


def _kind(key: str, data: Mapping[str, Any], faults: Faults) -> Kind:
    renewal = data.get("renewal", [])
    return Kind(
        key=key,
        name=_text(data, "name", faults),
        purpose=_text(data, "purpose", faults),
        subject=_string(data.get("subject"), ("subject",), faults),
        basis=tuple(_bases(data.get("basis"), faults)),
        preamble=tuple(_strings(data.get("preamble"), ("preamble",), faults)),
        parts=tuple(_parts(data.get("parts"), faults)),
        closing=tuple(_strings(data.get("closing", []), ("closing",), faults)),
        form=_choice(data.get("form", "announcement"), ("form",), Form, faults),
        signer=_choice(data.get("signer", "mayor"), ("signer",), Signer, faults),
        renewal=tuple(
            _choice(one, ("renewal", place), Renewal, faults)
            for place, one in enumerate(_list(renewal, ("renewal",), faults))
        ),
        readers=_choice(data.get("readers"), ("readers",), Readers, faults),
        lineages=tuple(_strings(data.get("lineages", []), ("lineages",), faults)),
        has_photos=_bool(data.get("photos", False), ("photos",), faults),
        numbered=_bool(data.get("numbered", False), ("numbered",), faults),
        carries_measures=_bool(data.get("carries_measures", False), ("carries_measures",), faults),
        rank=_number(data.get("rank", 100), ("rank",), faults),
    )


def _check(kind: Kind, data: Mapping[str, Any], faults: Faults) -> None:
    """What the pieces must be together."""
    for name in ("preamble", "parts"):
        if data.get(name) == [] or name not in data:
            faults.add(Fault((name,), "empty", name))
    for place, lineage in enumerate(kind.lineages):
        if not _KEY.fullmatch(lineage):
            faults.add(Fault(("lineages", place), "key", lineage))
    if sum(len(part.lines) for part in kind.parts) > _MOST_LINES:
        faults.add(Fault(("parts",), "many", str(_MOST_LINES)))


def _bases(value: Any, faults: Faults) -> Iterator[Basis]:
    for place, one in enumerate(_list(value or [], ("basis",), faults)):
        path = ("basis", place)
        if not isinstance(one, Mapping):
            faults.add(Fault(path, "not_a_list", ""))
            continue
        confidence = _choice(
            one.get("confidence", "unknown"), (*path, "confidence"), Confidence, faults
        )
        citation = one.get("citation") or ""
        source = one.get("source") or ""
        if citation and confidence is not Confidence.UNKNOWN and not source:
            faults.add(Fault(path, "no_source", str(citation)))
        yield Basis(
            _string(citation, (*path, "citation"), faults, may_be_empty=True),
            _string(source, (*path, "source"), faults, may_be_empty=True),
            confidence,
        )


def _parts(value: Any, faults: Faults) -> Iterator[Part]:
    for place, one in enumerate(_list(value, ("parts",), faults)):
        path = ("parts", place)
        if not isinstance(one, Mapping) or set(one) - {"heading", "lines"}:
            faults.add(Fault(path, "part", ""))
            continue
        heading = _string(one.get("heading", ""), (*path, "heading"), faults, may_be_empty=True)
        lines = _list(one.get("lines"), (*path, "lines"), faults)
        yield Part(
            heading,
            tuple(
                line
                for number, raw in enumerate(lines)
                for line in _lines(raw, (*path, "lines", number), faults)
            ),
        )


def _lines(raw: Any, path: tuple[str | int, ...], faults: Faults) -> Iterator[Line]:
    """An item is a text, or `item` with its `subs`; `text` is a paragraph without a number."""
    if isinstance(raw, str):
        yield Line(_string(raw, path, faults))
    elif isinstance(raw, Mapping) and set(raw) == {"text"}:
        yield Line(_string(raw["text"], (*path, "text"), faults), Level.TEXT)
    elif isinstance(raw, Mapping) and set(raw) == {"item", "subs"}:
        yield Line(_string(raw["item"], (*path, "item"), faults))
        for sub in _strings(raw["subs"], (*path, "subs"), faults):
            yield Line(sub, Level.SUB)
    else:
        faults.add(Fault(path, "line", ""))


def _text(data: Mapping[str, Any], name: str, faults: Faults) -> Text:
    value = data.get(name)
    if not isinstance(value, Mapping) or set(value) != {"th", "en"}:
        faults.add(Fault((name,), "text", name))
        return Text("", "")
    th, en = (
        _string(value[language], (name, language), faults, fields=()) for language in ("th", "en")
    )
    return Text(th, en)


def _strings(value: Any, path: tuple[str | int, ...], faults: Faults) -> Iterator[str]:
    for place, one in enumerate(_list(value, path, faults)):
        yield _string(one, (*path, place), faults)


def _string(
    value: Any,
    path: tuple[str | int, ...],
    faults: Faults,
    *,
    may_be_empty: bool = False,
    fields: tuple[str, ...] = (*FIELDS, "basis"),
) -> str:
    if not isinstance(value, str) or not (value.strip() or may_be_empty):
        faults.add(Fault(path, "string", str(path[-1])))
        return ""
    if len(value) > _LONGEST:
        faults.add(Fault(path, "long", str(_LONGEST)))
    strange = strange_braces(value, fields)
    if strange:
        allowed = ", ".join(f"{{{name}}}" for name in fields) or "–"
        faults.add(Fault(path, "field", f"{strange} → {allowed}"))
    return value.strip()


def _list(value: Any, path: tuple[str | int, ...], faults: Faults) -> list[Any]:
    if isinstance(value, list):
        return value
    if value is not None:
        faults.add(Fault(path, "list", str(path[-1])))
    return []


def _choice(
    value: Any, path: tuple[str | int, ...], choices: type[Choice], faults: Faults
) -> Choice:
    try:
        return choices(value)
    except ValueError:
        faults.add(Fault(path, "choice", ", ".join(choices)))
        return next(iter(choices))


def _bool(value: Any, path: tuple[str | int, ...], faults: Faults) -> bool:
    if not isinstance(value, bool):
        faults.add(Fault(path, "choice", "true, false"))
    return value is True


def _number(value: Any, path: tuple[str | int, ...], faults: Faults) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        faults.add(Fault(path, "choice", "10, 20, 30"))
        return 0
    return value
