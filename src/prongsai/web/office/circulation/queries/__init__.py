"""What was sent round, and who has acknowledged it."""

from __future__ import annotations

from prongsai.web.office.circulation.queries.lists import (
    CirculationLine,
    CirculationsPage,
    Sent,
    circulation_of,
    circulations_page,
    is_running,
    newest_sent,
)
from prongsai.web.office.circulation.queries.one import (
    ReaderRow,
    ReadPage,
    StatePage,
    UnitGroup,
    circulation_row,
    own_scan,
    read_page,
    recipient_row,
    state_page,
)

__all__ = [
    "CirculationLine",
    "CirculationsPage",
    "ReadPage",
    "ReaderRow",
    "Sent",
    "StatePage",
    "UnitGroup",
    "circulation_of",
    "circulation_row",
    "circulations_page",
    "is_running",
    "newest_sent",
    "own_scan",
    "read_page",
    "recipient_row",
    "state_page",
]
