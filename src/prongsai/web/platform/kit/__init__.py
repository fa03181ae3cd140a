"""The kit page: the parts side by side, then each of them in all its states, from data/kit.yaml."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.template import engines
from django.utils.safestring import SafeString
from msgspec import Struct

from prongsai.core.yaml_data.documents import load
from prongsai.web.platform.drawings import progress, spark
from prongsai.web.platform.kit import forms
from prongsai.web.platform.kit.forms import EMPTY, LONG, MANY, USUAL, WRONG

_FILE = Path(__file__).parents[3] / "data" / "kit.yaml"
# How many rows a list has, and which page of it is shown.
_LISTS = {EMPTY: (5, 1), USUAL: (60, 2), MANY: (20_000, 1000), LONG: (99_999_999, 4_999_999)}

States = dict[str, dict[str, Any]]


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


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: words that stand in it again and again, the parts, the upper half of the page."""

    words: dict[str, str]
    parts: tuple[Part, ...]
    example: dict[str, Any]


def page() -> dict[str, Any]:
    example = _read().example | {
        "form": forms.typed_form(),
        "page_obj": Paginator(range(60), 20).page(2),
    }
    return {**example, "parts_of_kit": parts()}


def parts() -> tuple[Part, ...]:
    """Every shared part with its states."""
    content = _read()
    made = _made_states(content.words["long"])
    for part in content.parts:
        part.states.update(made.get(part.name, {}))
    return content.parts


def _read() -> _File:
    return msgspec.convert(load(_FILE.read_bytes()), _File)


def _made_states(long_words: str) -> dict[str, States]:
    """By part, the states that are no plain data: forms, pages of lists, drawings in a tile."""
    fields = forms.states()
    hinted = {"field": forms.form_of("hinted")["name"], "hint": "คำอธิบายของหน้านี้"}
    tile = {"heading": "คะแนนรวม", "figure": "90.52", "note": "ระดับ A"}
    tile |= {"unit": "จาก 100", "url": "#", "link": "ดูที่มา"}
    return {
        "fields": fields,
        "field": {
            USUAL: hinted | {"required_words": True},
            LONG: {"field": forms.form_of("hinted_long")["name"], "hint": long_words},
        },
        # The links go to the fields above.
        "errors": {
            EMPTY: fields[USUAL],
            USUAL: {"form": forms.form_with_one_fault()},
            MANY: fields[WRONG],
            LONG: fields[LONG],
        },
        "pages": {
            state: {"page_obj": Paginator(range(rows), 20).page(number), "query": "q=o12"}
            for state, (rows, number) in _LISTS.items()
        },
        "tile": {
            "มีเส้น": tile | {"side": spark([59.5, 85.26, 90.52], "สามปี 59.5 85.26 90.52")},
            "มีแถบ": tile | {"below": progress(3, 4, "3 จาก 4")},
        },
    }
