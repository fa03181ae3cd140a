"""Short names of items for tables and papers; the official name stays the framework's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from prongsai.core.framework.documents import read_document
from prongsai.core.framework.model import Item

FOLDER = Path(__file__).parents[2] / "data"
NAME = "short_names"


def short_name(item: Item) -> str:
    """Our short name where the official one is a question, else the official one."""
    own = (_names().get(lineage) for lineage in item.lineage)
    return next(filter(None, own), item.name.th)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return read_document(FOLDER, NAME)
