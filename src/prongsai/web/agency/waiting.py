"""What waits for a person: every app names what it has, and no page must know them all.

Apps name a function with `waiting`, and are imported when Django is ready. "My work", the counts
in the rail and the daily mail show what these functions give.
"""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.platform.hits import Hit


class Waiting(Struct, frozen=True):
    """One thing that waits for one person.

    Shape:  `kind` is the app's word for it ("signing"); `name` what it is about; `ask` what the
            person is asked to do; `since` when it began to wait; `due` its last day, None for none;
            `days` from the day asked to that, less than 0 when it is past (`waiting_for` counts
            them); `about` is the measure it is about, None for anything else; `has_reminder` where
            the calendar reminds of it by its own rules.
    """

    kind: str
    name: str
    ask: Text
    url: str
    since: date | None = None
    due: date | None = None
    about: UUID | None = None
    days: int | None = None
    has_reminder: bool = False

    @property
    def late_by(self) -> int:
        """Days past its last day, 0 where it is not past."""
        return max(0, -(self.days or 0))


# They know the pages where a person goes on entering what they entered lately.
LATELY: list[Callable[[Actor, date], Iterable[Hit]]] = []
Maker = Callable[[Actor, date], tuple[Waiting, ...]]
_MAKERS: dict[str, Maker] = {}


def waiting(maker: Maker) -> Maker:
    """Name a function that knows what waits for a person on a day."""
    _MAKERS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def waiting_for(person: Actor, on: date) -> tuple[Waiting, ...]:
    """Everything that waits: by last day, then by since when; what has neither stands last."""
    every = [waiting for maker in _MAKERS.values() for waiting in maker(person, on)]
    counted = (
        replace(waiting, days=(waiting.due - on).days) if waiting.due else waiting
        for waiting in every
    )
    return tuple(sorted(counted, key=lambda line: (line.due or date.max, line.since or date.max)))
