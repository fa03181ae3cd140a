"""Scores as JSON: what `prongsai read -o` wrote, a plain list of codes and scores, or any other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Row, Table
from prongsai.core.ids import parse_code
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.json_blocks import blocks_of, written
from prongsai.readers.kinds import damaged, too_deep
from prongsai.readers.plain import decode

FORMAT = "prongsai-scores"
_HOLDING = ("scores", "figures", "items")
_PLAIN = ("year", "fiscal_year", "format", "version")
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
    if _is_typed(document):
        told = enumerate(_rows(document), start=1)
        rows = tuple(Row(cells, Place(name, row=number)) for number, cells in told)
        blocks: Sequence[Block] = (Table(rows, Place(name)),)
    else:
        blocks = blocks_of(document, name)
    # A heading and one score are the least that a table tells.
    if not any(isinstance(block, Table) and len(block.rows) > 1 for block in blocks):
        raise damaged(name)
    return Extract(tuple(blocks))


def _is_typed(document: object) -> bool:
    """Whether a document is codes and scores, with nothing else that may hold any."""
    if isinstance(document, Mapping):
        held = next((document[key] for key in _HOLDING if key in document), document)
        inner = [one for one in document.values() if isinstance(one, (Mapping, list))]
        beside = held is not document and not {*document} <= {*_HOLDING, *_PLAIN}
        if beside or any(one is not held for one in inner):
            return False  # what stands beside scores may say whose, or of what, they are
        document = held
    if isinstance(document, Mapping):
        return any(map(parse_code, document)) and all(
            (parse_code(key) or key in _PLAIN) and not isinstance(one, (Mapping, list))
            for key, one in document.items()
        )
    return isinstance(document, list) and all(
        isinstance(one, Mapping)
        and {*one} - {*_SCORE_KEYS} <= {"code", "year", "name"}
        and "code" in one
        and len({*one} & {*_SCORE_KEYS}) == 1
        for one in document
    )


def _rows(document: object) -> Iterator[tuple[str, ...]]:
    """Codes and scores in any of the plain shapes, as rows under a heading."""
    year = ""
    if isinstance(document, Mapping):
        year = str(document.get("fiscal_year") or document.get("year") or "")
        for key in _HOLDING:
            if isinstance(document.get(key), (Mapping, Sequence)):
                document = document[key]
                break
    yield ("code", "year", "score")
    if isinstance(document, Mapping):
        for code, score in document.items():
            if isinstance(score, (str, int, float, Decimal)) and not isinstance(score, bool):
                yield (str(code), year, written(score))
    elif isinstance(document, Sequence) and not isinstance(document, str):
        for row in document:
            if isinstance(row, Mapping) and "code" in row:
                score = next((row[key] for key in _SCORE_KEYS if row.get(key) is not None), "")
                yield (str(row["code"]), str(row.get("year") or year), written(score))
