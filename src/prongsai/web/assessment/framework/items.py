"""Items inside a year's documents: found, numbered, and their elements kept with them."""

from __future__ import annotations

from typing import Any

from prongsai.core.ids import instrument_of_item
from prongsai.web.assessment.framework.texts import ITEM_FILES, Documents


def item_list(documents: Documents, instrument: str) -> list[dict[str, Any]]:
    """The list itself, made where the year had no items of the instrument."""
    document = documents[ITEM_FILES[instrument]]
    if document.get("items") is None:
        document["items"] = []
    found: list[dict[str, Any]] = document["items"]
    return found


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


def set_elements(documents: Documents, code: str, elements: list[dict[str, Any]]) -> None:
    """Put the elements of an item; none take its entry out."""
    held = dict(documents["elements"].get("elements") or {})
    held[code] = elements
    _keep_elements(documents, held)


def _keep_elements(documents: Documents, held: dict[str, list[dict[str, Any]]]) -> None:
    """In the order of the items; an empty file is no file."""
    order = {
        item["code"]: place
        for name in ITEM_FILES.values()
        for place, item in enumerate(documents[name].get("items") or [])
    }
    codes = sorted((code for code in held if held[code]), key=lambda one: order.get(one, 999))
    documents["elements"] = {"elements": {code: held[code] for code in codes}} if codes else {}


def numbered(documents: Documents, instrument: str) -> None:
    """Number the items by their order, elements along with them, and count them."""
    name = ITEM_FILES[instrument]
    items = documents[name].get("items") or []
    letter = name[0]
    renamed = {
        item["code"]: f"{letter}{place}" for place, item in enumerate(items, 1) if item["code"]
    }
    for place, item in enumerate(items, 1):
        item["code"] = f"{letter}{place}"
    if not items:
        documents[name] = {}
    held = documents["elements"].get("elements") or {}
    _keep_elements(documents, {renamed.get(code, code): rows for code, rows in held.items()})
    for part in documents["framework"]["instruments"]:
        if part["code"] == instrument:
            _count(part, len(items))


def _count(part: dict[str, Any], items: int) -> None:
    if items and part.get("item_count") is not None and part["item_count"] != items:
        part["item_count"] = items
        part["item_count_confidence"] = "likely"


def keep_sub_indicators(documents: Documents) -> None:
    """Take out sub-indicators that no item belongs to any more: a year may not have empty ones."""
    used = {item.get("sub_indicator") for item in documents["oit"].get("items") or []}
    if not documents["oit"].get("items"):
        return
    for part in documents["framework"]["instruments"]:
        for indicator in part["indicators"]:
            subs = [sub for sub in indicator.get("sub_indicators") or [] if sub["code"] in used]
            if "sub_indicators" in indicator:
                indicator["sub_indicators"] = subs or None
