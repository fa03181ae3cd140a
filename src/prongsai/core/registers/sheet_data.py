"""Sheets as plain data and back: they are read in one process and wait in a row of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.registers.sheet import Cell, Sheet


class _Kept(Struct, frozen=True, omit_defaults=True):
    """A sheet whose places of cells are lists, for JSON knows no other."""

    rows: tuple[tuple[str, ...], ...]
    place: Place
    under: tuple[Cell, ...] = ()
    beside: tuple[Cell, ...] = ()
    formulas: tuple[tuple[Cell, str], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    struck: tuple[Cell, ...] = ()
    lines: tuple[int, ...] | None = None
    displayed: tuple[tuple[Cell, str], ...] = ()
    damaged: tuple[tuple[Cell, str], ...] = ()
    above: str = ""


def sheets_data(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Sheets, so that `sheets_of` gives them back whole."""
    told: list[dict[str, Any]] = msgspec.to_builtins([_kept(one) for one in sheets])
    return told


def sheets_of(data: Sequence[Any]) -> tuple[Sheet, ...]:
    """The sheets again."""
    return tuple(_sheet(one) for one in msgspec.convert(data, tuple[_Kept, ...]))


def _kept(sheet: Sheet) -> _Kept:
    return _Kept(
        sheet.rows, sheet.place, tuple(sorted(sheet.under)), tuple(sorted(sheet.beside)),
        tuple(sorted(sheet.formulas.items())), tuple(sorted(sheet.hidden_rows)),
        tuple(sorted(sheet.hidden_columns)), tuple(sorted(sheet.struck)), sheet.lines,
        tuple(sorted(sheet.displayed.items())), tuple(sorted(sheet.damaged.items())),
        sheet.above,
    )  # fmt: skip


def _sheet(kept: _Kept) -> Sheet:
    return Sheet(
        kept.rows, kept.place, frozenset(kept.under), frozenset(kept.beside), dict(kept.formulas),
        frozenset(kept.hidden_rows), frozenset(kept.hidden_columns), frozenset(kept.struck),
        kept.lines, dict(kept.displayed), dict(kept.damaged), above=kept.above,
    )  # fmt: skip
