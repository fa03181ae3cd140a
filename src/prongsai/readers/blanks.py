"""The columns of a table that blanks set: cells that stand below each other are of one column."""

from collections.abc import Iterable, Sequence

from prongsai.core.patterns import compiled

WIDE_GAP = compiled(r"(?<=\S)(?: {2,}|\u3000+)(?=\S)")
_NO_WIDTH = compiled("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_MOST_COLUMNS = 12

# Where the cells of a line begin and end: as they are seen, for Thai marks take no room, and as
# programs count that set columns by letters.
Span = tuple[int, int]
Spans = tuple[tuple[Span, ...], tuple[Span, ...]]


def spans_of(line: str) -> Spans:
    """Where the cells of a line stand, by both measures."""
    return _spans(_NO_WIDTH.sub("", line)), _spans(line)


def _spans(line: str) -> tuple[Span, ...]:
    shown = line.rstrip()
    starts = [len(shown) - len(shown.lstrip()), *(gap.end() for gap in WIDE_GAP.finditer(shown))]
    ends = [*(gap.start() for gap in WIDE_GAP.finditer(shown)), len(shown)]
    return tuple(zip(starts, ends, strict=True))


def set_apart(rows: Sequence[Sequence[str]], spans: Sequence[Spans]) -> list[tuple[str, ...]]:
    """The rows with an empty cell where nothing stands in a column.

    Shape:  where the measures do not say the same, rows are left as long as they are, and one blank
            cell longer where that makes them look whole: of such rows no column is known.
    """
    lengths = {len(row) for row in rows}
    if max(lengths) > _MOST_COLUMNS:
        return [tuple(row) for row in rows]
    known = [places for several in zip(*spans, strict=True) if (places := _places(several))]
    widths = {max(map(max, places)) + 1 for places in known}
    if len(lengths) == 1 and widths <= lengths:
        return [tuple(row) for row in rows]
    if not known or any(places != known[0] for places in known):
        head, *others = (tuple(row) for row in rows)
        return [head, *((*row, "") if len(row) == len(head) and known else row for row in others)]
    return [_spread(row, at, max(widths)) for row, at in zip(rows, known[0], strict=True)]


def _places(rows: Iterable[tuple[Span, ...]]) -> list[list[int]] | None:
    """The column of each cell; None where two cells of a row would share one."""
    rows = list(rows)
    columns: list[Span] = []
    for start, end in sorted(span for row in rows for span in row):
        if columns and start < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(end, columns[-1][1]))
        else:
            columns.append((start, end))
    if len(columns) > _MOST_COLUMNS:
        return None
    places = [
        [next(at for at, (_, end) in enumerate(columns) if span[0] < end) for span in row]
        for row in rows
    ]
    return places if all(len({*row}) == len(row) for row in places) else None


def _spread(cells: Sequence[str], places: Sequence[int], width: int) -> tuple[str, ...]:
    spread = [""] * width
    for cell, place in zip(cells, places, strict=True):
        spread[place] = cell
    return tuple(spread)
