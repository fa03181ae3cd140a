"""Short names of items for tables and papers; the official name stays the framework's."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from prongsai.core.framework.model import Item

_FILE = Path(__file__).parents[2] / "data" / "short_names.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def short_name(item: Item) -> str:
    """Our short name where the official one is a question, else the official one."""
    own = (_names().get(lineage) for lineage in item.lineage)
    return next(filter(None, own), item.name.th)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    text = _FILE.read_text(encoding="utf-8")
    names: dict[str, str] = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader in C
    return names
