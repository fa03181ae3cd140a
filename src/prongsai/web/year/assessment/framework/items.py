"""Items inside a year's documents, and what they must disclose."""

from __future__ import annotations

from typing import Any

from prongsai.core.ids import instrument_of_item
from prongsai.web.year.assessment.framework.texts import ITEM_FILES, Documents


def find_item(documents: Documents, code: str) -> dict[str, Any] | None:
    """The item with a code."""
    if code[:1] not in ("i", "e", "o"):
        return None
    items = documents[ITEM_FILES[instrument_of_item(code)]].get("items") or []
    return next((item for item in items if item["code"] == code), None)


def elements_of(documents: Documents, code: str) -> list[dict[str, Any]]:
    """What an item must disclose."""
    found: list[dict[str, Any]] = (documents["elements"].get("elements") or {}).get(code) or []
    return found
