"""Small YAML files that people write by hand: agency, remarks, overrides, plan."""

from __future__ import annotations

from typing import Any

import yaml

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.core.thai import shorten, squeeze

MAX_BYTES = 2_000_000
_QUOTED = 60


class _Loader(yaml.SafeLoader):
    """Texts as typed: no tags (!!int "x" fails late), no aliases (they can grow without end)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        problem = ""
        if isinstance(event, yaml.AliasEvent):
            problem = "aliases are not used here"
        elif getattr(event, "tag", None) is not None:
            problem = "tags are not used here"
        if problem:
            raise yaml.constructor.ConstructorError(None, None, problem, event.start_mark)
        return super().compose_node(parent, index)


# Nothing and true or false are read; "2023-02-10", "012", "no" and "=" stay what was typed.
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag == "tag:yaml.org,2002:null" or (tag == "tag:yaml.org,2002:bool" and first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(data: bytes, name: str) -> Any:
    """The content of a YAML file; numbers and dates stay texts as typed.

    Errors: UnreadableInput where it is too large, no UTF-8, or no YAML (with the line).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput(
            Text(f"แฟ้มใหญ่เกิน {MAX_BYTES:,} ไบต์", f"the file is over {MAX_BYTES:,} bytes"),
            place=Place(name),
            next_step=Text("ตรวจว่าเป็นแฟ้มที่ตั้งใจส่ง", "check that this is the file you meant"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Text("แฟ้มไม่ใช่ข้อความ UTF-8", "the file is no UTF-8 text"),
            place=Place(name),
            next_step=Text("บันทึกใหม่โดยเลือกรหัส UTF-8", "save it again as UTF-8"),
        ) from error
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError) as error:
        said = "nested too deeply"
        if isinstance(error, yaml.YAMLError):
            said = str(getattr(error, "problem", None) or getattr(error, "reason", error))
        raise UnreadableInput(
            Text(f"รูปแบบ YAML ผิด ({said})", f"this is no valid YAML ({said})"),
            place=_place(error, text, name),
            next_step=Text(
                "ตรวจย่อหน้าและเครื่องหมาย : ของบรรทัดนั้น", "check indentation and colons of that line"
            ),
        ) from error


def _place(error: Exception, text: str, name: str) -> Place:
    """The line the parser stopped at, quoted."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Place(name)
    lines = text.splitlines()
    quoted = shorten(squeeze(lines[mark.line]), _QUOTED) if mark.line < len(lines) else None
    return Place(name, line=mark.line + 1, quote=quoted or None)
