"""Item codes that people type at the start or the end of a cell, with the name beside them."""

from __future__ import annotations

from prongsai.core.ids import item_code_at
from prongsai.core.patterns import compiled

_TRAILING_CODE = compiled(
    r"(?:[(\[]\s*((?:ข้อ\s*)?[ieoIEO๐]\s?[0-9๐-๙]{1,2})\s*[)\]]|\s([ieoIEO๐][0-9๐-๙]{1,2}))\s*$"
)


def trailing_item(text: str) -> tuple[str, str] | None:
    """An item code at the end of a cell, with what stands before it as its name."""
    found = _TRAILING_CODE.search(text)
    typed = item_code_at(found[1] or found[2]) if found else None
    if not found or typed is None:
        return None
    return typed[0], text[: found.start()].strip(" .:-–")


def leading_item(text: str) -> tuple[str, str] | None:
    """An item code typed at the start of a cell, with the rest of the cell as its name."""
    plain = text.strip(" \t-•*❖")
    found = item_code_at(plain)
    if not found:
        return None
    code, end = found
    return code, plain[end:].strip(" .:-–)\t")
