"""What a shared part is on the kit page: the line that a page writes, and its states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.template import engines
from django.utils.safestring import SafeString
from msgspec import Struct

USUAL, EMPTY, WRONG, OFF, LONG, MANY = "ปกติ", "ว่าง", "ผิด", "ปิดไว้", "ยาว", "หลายรายการ"
SHORT_NAME = "รายงานรอบ 6 เดือน"
LONG_NAME = (
    "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงานขององค์กรปกครองส่วนท้องถิ่น"
    "ประจำปีงบประมาณพ.ศ.๒๕๖๖รอบหกเดือนแรกฉบับแก้ไขเพิ่มเติมครั้งที่สอง"
)
LONG_TAG = "รอผู้อำนวยการกองยุทธศาสตร์และงบประมาณ"


class Part(Struct, frozen=True):
    """A shared part: its name, the line that draws it, what that line is given in each state.

    `around` is the element that it stands in, as "ul.ps-rows".
    """

    name: str
    line: str
    states: Mapping[str, Mapping[str, Any]]
    around: str = "div"

    @property
    def is_wide(self) -> bool:
        """Whether it is made for the width of a page: its states stand below each other."""
        return self.around != "div"

    @property
    def drawn(self) -> Iterator[tuple[str, SafeString]]:
        """The name of each state, and the part in it."""
        template = engines["django"].from_string(self.line)
        element, _, kind = self.around.partition(".")
        for state, inputs in self.states.items():
            inner = template.render(dict(inputs))
            yield state, SafeString(f'<{element} class="{kind}">{inner}</{element}>')


def included(
    name: str, inputs: str, states: Mapping[str, Mapping[str, Any]], around: str = "div"
) -> Part:
    """A part that is a template of `ui/`, with its inputs."""
    given = " ".join(f"{word}={word}" for word in inputs.split())
    return Part(name, f'{{% include "ui/{name}.html" with {given} only %}}', states, around)


def tagged(
    name: str, inputs: str, states: Mapping[str, Mapping[str, Any]], around: str = "div"
) -> Part:
    """A part that is a tag, with its inputs in their order."""
    return Part(name, f"{{% {name} {inputs} %}}", states, around)


def rows_of(name: str, row: Callable[[str], object], **others: object) -> dict[str, dict[str, Any]]:
    """The states of a list called `name`: none, two, with long words, and very many."""
    found = {
        EMPTY: [],
        USUAL: [row(SHORT_NAME), row("แผนมาตรการ")],
        LONG: [row(LONG_NAME)],
        MANY: [row(f"{SHORT_NAME} ครั้งที่ {number}") for number in range(1, 13)],
    }
    return {state: {name: rows, **others} for state, rows in found.items()}
