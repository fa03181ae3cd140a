"""Scores as JSON: what `prongsai read -o` wrote, a plain list of codes and scores, or any other."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from prongsai.core.extract import Extract, Table
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.json_blocks import blocks_of
from prongsai.readers.kinds import damaged, too_deep
from prongsai.readers.plain import decode

FORMAT = "prongsai-scores"


def write_scores(sheet: ScoreSheet) -> dict[str, Any]:
    """A score sheet as plain data; `read_scores` takes it back without loss."""
    return {"format": FORMAT, **msgspec.json.decode(msgspec.json.encode(sheet))}


def read_json(data: bytes, name: str) -> ScoreSheet | Extract:
    """Our own format becomes a sheet, anything else its blocks.

    Errors: UnreadableInput where it is no JSON, holds no table, or an entry of ours is wrong.
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
    blocks = blocks_of(document, name)
    # A heading and one score are the least that a table tells.
    if not any(isinstance(block, Table) and len(block.rows) > 1 for block in blocks):
        raise damaged(name)
    return Extract(tuple(blocks))
