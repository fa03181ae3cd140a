"""What was typed into a row, beside what stood there before and what stands there now."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row
from prongsai.core.registers.values import Context, typed

Texts = Mapping[str, str]  # what stands in the boxes of a row, by the names of its fields


class Meanwhile(Struct, frozen=True):
    """A row that somebody changed while a page with it was open.

    Shape:  `boxes` hold what was typed where anything was, else what stands now; `changed` names
            what is no longer as the page showed it, `both` what was typed there otherwise.
    """

    boxes: Texts
    changed: tuple[str, ...]
    both: tuple[str, ...]


def texts_of(register: Register, row: Row, context: Context) -> dict[str, str]:
    """A row as it would be typed; what cannot be read stands as it was written."""
    return {
        one.name: row.left.get(one.name) or typed(one, row.values.get(one.name), context)
        for one in register.typed_fields
        if one.name in row.values or one.name in row.left
    }


def touched(was: Texts, said: Texts) -> tuple[str, ...]:
    """The fields in which something else was typed than stood there.

    Shape:  a field that `said` does not name was not asked. Blanks around a text and the ends of
            its lines are the browser's.
    """
    return tuple(name for name, text in said.items() if _plain(text) != _plain(was.get(name, "")))


def meanwhile(was: Texts, now: Texts, said: Texts) -> Meanwhile:
    """Hold what was typed against what another made of the row."""
    mine = touched(was, said)
    changed = tuple(
        name for name in dict.fromkeys((*was, *now)) if was.get(name, "") != now.get(name, "")
    )
    boxes = {**now, **{name: said[name] for name in mine}}
    both = (name for name in mine if name in changed and touched(now, {name: said[name]}))
    return Meanwhile(boxes, changed, tuple(both))


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
