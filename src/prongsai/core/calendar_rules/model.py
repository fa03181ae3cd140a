"""An event of a fiscal year."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from prongsai.core.text import Text

NOTHING = Text("", "")


class Origin(StrEnum):
    """Where a date comes from."""

    OFFICIAL = "official"
    PROPOSED = "proposed"
    OWN = "own"
    TASK = "task"


class Event(Struct, frozen=True):
    """One event: a day, or the days from first to last.

    Shape:  `key` names it within its year; `is_month` where only months are known; `asks` where
            somebody must have done something by the last day; `source` says who knows the date.
    """

    key: str
    origin: Origin
    name: Text
    first: date
    last: date
    detail: Text = NOTHING
    source: Text = NOTHING
    is_month: bool = False
    asks: bool = True
