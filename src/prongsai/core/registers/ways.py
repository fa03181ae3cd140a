"""The states that a row may come to without anybody's decision."""

from __future__ import annotations

from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row


def undecided_states(register: Register, row: Row) -> frozenset[str]:
    """Where a row may go from its state by ways that nobody decides on and lack no field.

    Shape:  its own state is among them. What somebody must decide, no file decides.
    """
    found, waiting = {row.state}, [row.state]
    while waiting:
        for way in register.moves_from(waiting.pop()):
            is_open = not way.is_decision and all(name in row.values for name in way.needs)
            if is_open and way.to not in found:
                found.add(way.to)
                waiting.append(way.to)
    return frozenset(found)
