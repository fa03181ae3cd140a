"""Drawings: bars and lines; from nothing known to ten years."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.web.platform.kit.parts import EMPTY, MANY, USUAL, WRONG, Part, tagged

_YEARS = tuple((str(year), 55.5 + 4 * (year - 2560), "") for year in range(2560, 2570))
_SERIES = {
    EMPTY: (),
    "ไม่รู้": (("2564", None, ""), ("2565", None, "")),
    "รู้ปีเดียว": (("2565", 90.52, "90.52"),),
    "ขาดปี": (("2563", 59.5, "59.5"), ("2564", None, ""), ("2565", 90.52, "90.52")),
    WRONG: (("2564", 85.26, "85.26"), ("2565", 12.5, "12.50")),
    USUAL: (("2563", 59.5, "59.5"), ("2564", 85.26, "85.26"), ("2565", 90.52, "90.52")),
    MANY: tuple((year, value, f"{value:.2f}") for year, value, _ in _YEARS),
}


def parts() -> Iterator[Part]:
    """Each drawing with what it has to bear."""
    values = {EMPTY: None, WRONG: 12.5, USUAL: 83.93, "เต็ม": 100}
    bars = {state: {"value": value} for state, value in values.items()}
    yield tagged("bar", "value label=label", {s: g | {"label": s} for s, g in bars.items()})
    shares = {EMPTY: (0, 0), "เพิ่งเริ่ม": (0, 260), USUAL: (169, 260), "ครบ": (43, 43), MANY: (999, 9)}
    given = {
        state: {"done": done, "total": total, "label": f"{done} จาก {total}"}
        for state, (done, total) in shares.items()
    }
    yield tagged("progress", "done total label", given)
    stacks = {EMPTY: (), USUAL: (("eit", 6.34), ("iit", 2.07), ("oit", 1.07))}
    stacks |= {
        MANY: tuple((kind, 1) for kind in ("eit", "iit", "oit", "ok", "low", "gain", "done"))
    }
    yield tagged(
        "stacked",
        "parts label",
        {state: {"parts": parts, "label": state} for state, parts in stacks.items()},
    )
    lines = {
        state: {"values": [value for _, value, _ in points], "label": state}
        for state, points in _SERIES.items()
    }
    yield tagged("spark", "values label", lines)
    yield tagged("mini", "values label", lines)
    charts = {state: {"points": points, "label": state} for state, points in _SERIES.items()}
    yield tagged("line_chart", "points label", charts)
