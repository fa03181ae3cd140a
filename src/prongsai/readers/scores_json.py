"""Scores as JSON: what `prongsai read -o` wrote, a plain list of codes and scores, or records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeGuard

import msgspec

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Row, Table
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.kinds import damaged, too_deep
from prongsai.readers.plain import decode

FORMAT = "prongsai-scores"
_MOST_DIGITS = 20
_MOST_LEVELS = 5
_SCORE_KEYS = ("published", "score", "value", "คะแนน")


def write_scores(sheet: ScoreSheet) -> dict[str, Any]:
    """A score sheet as plain data; `read_scores` takes it back without loss."""
    return {"format": FORMAT, **msgspec.json.decode(msgspec.json.encode(sheet))}


def read_json(data: bytes, name: str) -> ScoreSheet | Extract:
    """Our own format becomes a sheet; plain codes and scores, or records, become a table.

    Errors: UnreadableInput where it is no JSON, holds neither, or an entry of ours is wrong.
    """
    try:
        document = json.loads(decode(data), parse_float=Decimal)
    except RecursionError as error:
        raise too_deep(name) from error
    except (ValueError, InvalidOperation) as error:
        raise damaged(name) from error
    if isinstance(document, Mapping) and document.get("format") == FORMAT:
        from prongsai.readers.own_scores import sheet_of  # noqa: PLC0415 - only for our own format

        return sheet_of(document, name)
    # "total" beside records counts them.
    told = _records(document) or list(_rows(document))
    rows = [Row(cells, Place(name, row=number)) for number, cells in enumerate(told, start=1)]
    if len(rows) < 2:  # noqa: PLR2004 - a heading and one score
        raise damaged(name)
    return Extract((Table(tuple(rows), Place(name)),))


def _rows(document: object) -> Iterator[tuple[str, ...]]:
    """Codes and scores in any of the plain shapes, as rows under a heading."""
    year = ""
    if isinstance(document, Mapping):
        year = str(document.get("fiscal_year") or document.get("year") or "")
        for key in ("scores", "figures", "items"):
            if isinstance(document.get(key), (Mapping, Sequence)):
                document = document[key]
                break
    yield ("code", "year", "score")
    if isinstance(document, Mapping):
        for code, score in document.items():
            if isinstance(score, (str, int, float, Decimal)) and not isinstance(score, bool):
                yield (str(code), year, _written(score))
    elif isinstance(document, Sequence) and not isinstance(document, str):
        for row in document:
            if isinstance(row, Mapping) and "code" in row:
                score = next((row[key] for key in _SCORE_KEYS if row.get(key) is not None), "")
                yield (str(row["code"]), str(row.get("year") or year), _written(score))


def _records(document: object) -> list[tuple[str, ...]]:
    """The first list of records anywhere in a document, as open data has them: a table."""
    level = [document]
    for _ in range(_MOST_LEVELS):
        for held in level:
            if _are_records(held):
                keys = list(dict.fromkeys(key for one in held for key in one))
                rows = [tuple(_cell(one.get(key)) for key in keys) for one in held]
                return [tuple(map(str, keys)), *rows]
        level = [
            inner
            for held in level
            for inner in (held.values() if isinstance(held, Mapping) else ())
        ]
    return []


def _are_records(held: object) -> TypeGuard[list[Mapping[str, object]]]:
    """Whether a list holds records; entries of a code and a score have a shape of their own."""
    if not isinstance(held, list) or not any(held):
        return False
    return all(isinstance(one, Mapping) and "code" not in one for one in held)


def _cell(value: object) -> str:
    """A record's value as a cell; what holds more values is none."""
    return "" if value is None or isinstance(value, (Mapping, list, bool)) else _written(value)


def _written(score: object) -> str:
    """A score as text: a number such as 1e2 in plain digits, all else as it stands."""
    if isinstance(score, Decimal) and abs(score.adjusted()) <= _MOST_DIGITS:
        return f"{score:f}"
    return str(score)
