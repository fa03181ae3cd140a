"""What a shared part is on the kit page: the line that a page writes, and its states."""

from collections.abc import Iterator
from typing import Any

from django.template import engines
from django.utils.safestring import SafeString
from msgspec import Struct

USUAL, EMPTY, WRONG, OFF, LONG, MANY = "ปกติ", "ว่าง", "ผิด", "ปิดไว้", "ยาว", "หลายรายการ"


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A shared part: its name, its inputs in their order, what it is given in each state.

    `around` is the element that it stands in, as "ul.ps-rows".
    """

    name: str
    inputs: str
    states: dict[str, dict[str, Any]]
    is_tag: bool = False
    around: str = "div"

    @property
    def line(self) -> str:
        """The line that draws it: a tag, or a template of `ui/`."""
        if self.is_tag:
            return f"{{% {self.name} {self.inputs} %}}"
        given = " ".join(f"{word}={word}" for word in self.inputs.split())
        return f'{{% include "ui/{self.name}.html" with {given} only %}}'

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
