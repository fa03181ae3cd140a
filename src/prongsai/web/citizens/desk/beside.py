"""What other apps know of a case, beside it: the desk must know none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.citizens.desk.models import Case
from prongsai.web.platform.tags import Tag


class Beside(Struct, frozen=True):
    """One thing that stands beside a case.

    Shape:  `button` says what opens it, "" for nothing to open; `sends` are hidden fields with
            which its page is asked for, {} where it is an address that may be read by all.
    """

    head: str
    text: str = ""
    tag: Tag | None = None
    url: str = ""
    button: str = ""
    sends: Mapping[str, str] = {}


ForOfficials = Callable[[Actor, Case], tuple[Beside, ...]]
ForCitizens = Callable[[Case], tuple[Beside, ...]]
_OFFICIALS: dict[str, ForOfficials] = {}
_CITIZENS: dict[str, ForCitizens] = {}


def for_officials(maker: ForOfficials) -> ForOfficials:
    """Name a function that knows what an official who sees a case finds beside it."""
    _OFFICIALS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def for_citizens(maker: ForCitizens) -> ForCitizens:
    """Name a function that knows what whoever holds a case's receipt finds beside it."""
    _CITIZENS[f"{maker.__module__}.{maker.__qualname__}"] = maker
    return maker


def beside_for(person: Actor, case: Case) -> tuple[Beside, ...]:
    """All that an official finds; the caller has seen that they may see the case."""
    return tuple(one for maker in _OFFICIALS.values() for one in maker(person, case))


def beside_of(case: Case) -> tuple[Beside, ...]:
    """All that whoever holds the receipt finds."""
    return tuple(one for maker in _CITIZENS.values() for one in maker(case))
