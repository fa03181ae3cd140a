"""Faults in a kind's YAML, each with the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml
from msgspec import Struct

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.text import Text
from prongsai.core.thai import shorten

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_QUOTED = 60
_WORDS = {
    "not_yaml": Text("แฟ้มไม่ใช่ YAML ที่ถูกต้อง", "the file is not valid YAML"),
    "not_a_list": Text("ต้องเป็นรายการ ชื่อ: ค่า", "must be a list of name: value"),
    "key": Text(
        "“{told}” ต้องเป็นอักษรอังกฤษเล็ก ตัวเลข และขีดกลาง",
        "“{told}” must be small Latin letters, digits and hyphens",
    ),
    "unknown_name": Text("ไม่รู้จักหัวข้อนี้ ใช้ได้เฉพาะ {told}", "this name is not known; use {told}"),
    "empty": Text("ต้องมี {told} อย่างน้อยหนึ่งรายการ", "needs at least one {told}"),
    "many": Text("เกิน {told} ข้อ", "has over {told} lines"),
    "no_source": Text(
        "“{told}” ไม่บอกที่มา (source)", "“{told}” does not say where it was read (source)"
    ),
    "part": Text("แต่ละส่วนมี heading และ lines เท่านั้น", "a part has heading and lines only"),
    "line": Text(
        "แต่ละข้อเป็นข้อความ หรือ item กับ subs หรือ text",
        "a line is a text, or item with subs, or text",
    ),
    "text": Text("{told} ต้องมีทั้ง th และ en", "{told} needs both th and en"),
    "string": Text("{told} ต้องเป็นข้อความที่ไม่ว่าง", "{told} must be a text that is not empty"),
    "long": Text("ข้อความยาวเกิน {told} ตัวอักษร", "the text has over {told} letters"),
    "field": Text("ช่องในวงเล็บปีกกาใช้ไม่ได้: {told}", "these braces cannot be used: {told}"),
    "list": Text("{told} ต้องเป็นรายการ ขึ้นต้นแต่ละบรรทัดด้วย -", "{told} must be a list"),
    "choice": Text("ใช้ได้เฉพาะ {told}", "use one of {told}"),
}
_FIX = Text("แก้บรรทัดนี้ แล้วอ่านใหม่", "correct this line and read it again")


class Fault(Struct, frozen=True):
    """What is wrong at a path of the document; `told` fills the words of `code`."""

    path: tuple[str | int, ...]
    code: str
    told: str


def finding(code: str, place: Place, told: str = "") -> Finding:
    """One fault in words."""
    return Finding(
        f"announcement_{code}", Severity.ERROR, _WORDS[code].format(told=told), (place,), _FIX
    )


class Faults:
    """Gathers faults and finds their lines; lines are looked up only when there is a fault."""

    def __init__(self, text: str, file: str) -> None:
        """Keep the text, to quote from it."""
        self._text = text
        self._file = file
        self._found: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Note a fault."""
        self._found.append(fault)

    def findings(self) -> tuple[Finding, ...]:
        """All faults with file, line and a quotation."""
        if not self._found:
            return ()
        root = yaml.compose(self._text, Loader=yaml.SafeLoader)
        return tuple(
            finding(one.code, self._place(root, one.path), one.told) for one in self._found
        )

    def _place(self, root: Any, path: tuple[str | int, ...]) -> Place:
        node, line = root, 0
        for key in path:
            found = _below(node, key)
            if found is None:
                break
            node, line = found
        lines = self._text.splitlines() or [""]
        quote = shorten(lines[min(line, len(lines) - 1)].strip(), _QUOTED)
        return Place(self._file, line=line + 1, quote=quote or None)


def strange_braces(text: str, fields: Iterable[str]) -> str:
    """The first braces of a text that are none of the fields; "" where all are.

    >>> strange_braces("ของ{agency} {agency.name}", ("agency",))
    '{agency.name}'
    """
    known = {f"{{{name}}}" for name in fields}
    return next((one for one in _BRACES.findall(text) if one not in known), "")


def _below(node: Any, key: str | int) -> tuple[Any, int] | None:
    """The node under a key, and the line (from 0) on which it begins."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return value, int(name.start_mark.line)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        inner = node.value[key]
        return inner, int(inner.start_mark.line)
    return None
