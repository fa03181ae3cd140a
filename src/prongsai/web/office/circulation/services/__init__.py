"""Send papers round and keep who has read them."""

from __future__ import annotations

from prongsai.web.office.circulation.services.acknowledging import (
    acknowledge,
    disown,
    note_opened,
    remind,
    sign_on_paper,
    unsign,
)
from prongsai.web.office.circulation.services.starting import (
    add_joined,
    add_without_account,
    ask_report,
    close,
    start,
)

__all__ = [
    "acknowledge",
    "add_joined",
    "add_without_account",
    "ask_report",
    "close",
    "disown",
    "note_opened",
    "remind",
    "sign_on_paper",
    "start",
    "unsign",
]
