"""Make grids of cells from the ruling lines of a page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import neg

from msgspec import Struct

_NEAR = 2.5
_AT = 0.3
_STRAIGHT = 1.0
_SHORTEST = 3.0


class Segment(Struct, frozen=True):
    """A level or upright stroke: `at` is its fixed coordinate, `low` to `high` the other."""

    upright: bool
    at: float
    low: float
    high: float

    @classmethod
    def between(cls, start: tuple[float, float], end: tuple[float, float]) -> Iterator[Segment]:
        """The stroke from one point to another, if it is straight enough and long enough."""
        (x0, y0), (x1, y1) = start, end
        if abs(x0 - x1) <= _STRAIGHT and abs(y0 - y1) >= _SHORTEST:
            yield cls(upright=True, at=(x0 + x1) / 2, low=min(y0, y1), high=max(y0, y1))
        elif abs(y0 - y1) <= _STRAIGHT and abs(x0 - x1) >= _SHORTEST:
            yield cls(upright=False, at=(y0 + y1) / 2, low=min(x0, x1), high=max(x0, x1))


class Grid(Struct, frozen=True):
    """A ruled table: column borders left to right, row borders top to bottom.

    `cells` gives each row's cells by number; a merged cell has one number in every place.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.rows[0]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.columns[0] <= x <= self.columns[-1] and self.rows[-1] <= y <= self.rows[0]

    def cell_at(self, x: float, y: float) -> int:
        """The number of the cell at a point inside the grid."""
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        row = min(max(bisect_right(self.rows, -y, key=neg) - 1, 0), len(self.rows) - 2)
        return self.cells[row][column]

    def begins_at(self, x: float) -> bool:
        """Whether a column begins there."""
        at = bisect_right(self.columns, x)
        return any(abs(border - x) <= _AT for border in self.columns[max(at - 1, 0) : at + 1])

    def width_of(self, cell: int) -> float:
        """How wide a cell is, over all columns that it covers."""
        row = next(row for row in self.cells if cell in row)
        places = [column for column, number in enumerate(row) if number == cell]
        return self.columns[places[-1] + 1] - self.columns[places[0]]


def find_grids(segments: Sequence[Segment]) -> list[Grid]:
    """Every connected set of strokes with at least two columns and one row."""
    grids: list[Grid] = []
    for group in _connected(segments):
        columns = _borders(segment.at for segment in group if segment.upright)
        rows = _borders(segment.at for segment in group if not segment.upright)
        if len(columns) > 2 and len(rows) > 1:  # noqa: PLR2004 - two columns have three borders
            # A stroke between merged cells touches no other; it still parts them.
            grids.append(_grid(segments, tuple(columns), tuple(reversed(rows))))
    return sorted(grids, key=lambda grid: -grid.top)


def _borders(positions: Iterator[float] | Sequence[float]) -> list[float]:
    """Distinct positions; strokes nearer than a line's thickness are one border."""
    borders: list[list[float]] = []
    for position in sorted(positions):
        if borders and position - borders[-1][-1] <= _NEAR:
            borders[-1].append(position)
        else:
            borders.append([position])
    return [sum(group) / len(group) for group in borders]


def _connected(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Strokes that touch, directly or through others."""
    parent = list(range(len(segments)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    upright = [index for index, segment in enumerate(segments) if segment.upright]
    level = sorted(
        (index for index, segment in enumerate(segments) if not segment.upright),
        key=lambda index: segments[index].at,
    )
    heights = [segments[index].at for index in level]
    for index in upright:
        stroke = segments[index]
        start = bisect_right(heights, stroke.low - _NEAR)
        for other_index in level[start : bisect_right(heights, stroke.high + _NEAR)]:
            other = segments[other_index]
            if other.low - _NEAR <= stroke.at <= other.high + _NEAR:
                parent[root(index)] = root(other_index)
    groups: dict[int, list[Segment]] = {}
    for index, segment in enumerate(segments):
        groups.setdefault(root(index), []).append(segment)
    return list(groups.values())


def _grid(segments: Sequence[Segment], columns: tuple[float, ...], rows: tuple[float, ...]) -> Grid:
    """Number the cells; where no stroke parts two neighbours they are one cell."""
    width, height = len(columns) - 1, len(rows) - 1
    number = list(range(width * height))

    def root(cell: int) -> int:
        while number[cell] != cell:
            cell = number[cell]
        return cell

    within = [segment for segment in segments if _lies_within(segment, columns, rows)]
    upright = [segment for segment in within if segment.upright]
    level = [segment for segment in within if not segment.upright]
    for row in range(height):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(width):
            cell = row * width + column
            if column + 1 < width and not _parted(upright, columns[column + 1], middle):
                number[root(cell + 1)] = root(cell)
            centre = (columns[column] + columns[column + 1]) / 2
            if row + 1 < height and not _parted(level, rows[row + 1], centre):
                number[root(cell + width)] = root(cell)
    cells = tuple(
        tuple(root(row * width + column) for column in range(width)) for row in range(height)
    )
    return Grid(columns, rows, cells)


def _lies_within(segment: Segment, columns: Sequence[float], rows: Sequence[float]) -> bool:
    """Whether a stroke lies between the outer borders, or on them."""
    left, right, top, bottom = columns[0], columns[-1], rows[0], rows[-1]
    across, along = (
        ((left, right), (bottom, top)) if segment.upright else ((bottom, top), (left, right))
    )
    is_at = across[0] - _NEAR <= segment.at <= across[1] + _NEAR
    return is_at and segment.high >= along[0] and segment.low <= along[1]


def _parted(segments: Sequence[Segment], at: float, through: float) -> bool:
    return any(
        abs(segment.at - at) <= 2 * _NEAR and segment.low - 1 <= through <= segment.high + 1
        for segment in segments
    )
