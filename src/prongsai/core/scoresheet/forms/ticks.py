"""Ticks as scores of OIT items, where the table itself says how much a tick is worth.

Either its columns are headed with the scores ("100 คะแนน", "0 คะแนน"; "100" alone may head what it
likes) and one of them is ticked, or a legend tells it ("✓ = 100 คะแนน"). Any other mark is told as
a mark: items may earn half.
"""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core.extract import Table
from prongsai.core.ids import parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.circumstances import Circumstances, reworded, told_cells

_SIGN = (
    r"[✓✔√☑✗✘✕×☒☐☓●○/xXüûPOYN\uf0fc\uf0fb\uf0fe\uf0a8\uf050\uf04f]"
    r"|(?:ไม่)?(?:ผ่าน|มี|ครบ(?:ถ้วน)?|เผยแพร่)"
)
_MEANS = compiled(
    rf"(?<![^\s(,;:/|])({_SIGN})\s*(?:=|:|หมายถึง|คือ|เท่ากับ|ได้)+\s*(?:ได้|คะแนน|หมายถึง|\s)*(100|50|0)(?![\d.])\s*(?:คะแนน|%)?"
)
_ONE_SCORE = compiled(
    r"(?=.*(?:คะแนน|%|ได้|ผ่าน))(?:ได้)?\s?(?:คะแนน)?\s?(100|50|0)\s?(?:คะแนน|%)?(?:\s?\(?(?:ไม่)?(?:ผ่าน|มี|ครบถ้วน)\)?)?"
)
# Marks that say yes; a cross may say yes on a ballot and no on a list.
_TICK = compiled(r"[✓✔√☑●/üPY\uf0fc\uf0fe\uf050]")
_NOTHING = compiled(r"[-–—\s☐○]*")
_IN_BRACKETS = compiled(r"\s*[(\[][^()\[\]]*[)\]]")
_HEADING = "คะแนน"
_HEADINGS = 3


def with_ticks_worth(table: Table, around: Circumstances) -> Table:
    """The table with scores for ticks, where each is surely worth one."""
    rows = [told_cells(row) for row in table.rows]
    if not any(_coded(cells) for cells in rows):
        return table
    for number, cells in enumerate(rows[:_HEADINGS]):
        columns = {
            at: found[1] for at, cell in enumerate(cells) if (found := _ONE_SCORE.fullmatch(cell))
        }
        if len(columns) > 1 and len(set(columns.values())) == len(columns) and not _coded(cells):
            return _by_columns(table, rows, number, columns)
    return _by_legend(table, rows, around.caption)


def _coded(cells: Sequence[str]) -> bool:
    """Whether a row is that of an OIT item."""
    return any((parse_code(cell) or "").startswith("o") for cell in cells[:2])


def _by_columns(
    table: Table, rows: Sequence[Sequence[str]], heading: int, columns: dict[int, str]
) -> Table:
    """Each row's one ticked column as its score; rows with none or two keep their marks."""
    first, *others = columns
    words: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(rows[heading + 1 :], start=heading + 1):
        held = {at: cells[at] for at in columns if at < len(cells)}
        ticked = [at for at, cell in held.items() if _TICK.fullmatch(cell)]
        blank = [at for at, cell in held.items() if _NOTHING.fullmatch(cell)]
        if not _coded(cells) or len(ticked) != 1 or len(blank) != len(columns) - 1:
            continue
        words |= {(number, at): "" for at in held}
        words[number, first] = columns[ticked[0]]
    if words:
        words |= {(heading, at): "" for at in others} | {(heading, first): _HEADING}
    return reworded(table, words)


def _by_legend(table: Table, rows: Sequence[Sequence[str]], caption: str) -> Table:
    """Each mark that a legend explains as its score, where all of its column are explained."""
    legend = [
        caption,
        *(cell for cells in rows if not _coded(cells) for cell in dict.fromkeys(cells)),
    ]
    worth: dict[str, str] = {}
    for found in (one for text in legend for one in _MEANS.finditer(text)):
        if worth.setdefault(found[1], found[2]) != found[2]:
            return table
    items = [number for number, cells in enumerate(rows) if _coded(cells)]
    words: dict[tuple[int, int], str] = {}
    for column in range(table.width):
        marked = [n for n in items if column < len(rows[n]) and rows[n][column] in worth]
        filled = [n for n in items if column < len(rows[n]) and rows[n][column]]
        if not marked or marked != filled:
            continue
        words |= {(n, column): worth[rows[n][column]] for n in marked}
        words |= _plain_heading(rows[: items[0]], column)
    return reworded(table, words)


def _plain_heading(rows: Sequence[Sequence[str]], column: int) -> dict[tuple[int, int], str]:
    """The heading of a column without the legend in its brackets."""
    for number in range(len(rows) - 1, -1, -1):
        cells = rows[number]
        if column < len(cells) and cells[column] and len(set(cells)) > 1:
            plain = _IN_BRACKETS.sub("", cells[column])
            return {(number, column): plain} if _MEANS.search(cells[column]) else {}
    return {}
