"""Who writes the rows of a register: as the agency chose, else the unit with the duty."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from msgspec import Struct

from prongsai.core.duties import duty_of
from prongsai.core.messages import read_words
from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import Reach
from prongsai.core.roles import known_role
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.agency.reach import heads
from prongsai.web.disclosure.registers.models import ChosenWriters
from prongsai.web.platform.request_cache import cached_for_request


class Writers(Struct, frozen=True):
    """Who writes a register: each unit its own rows, and units and posts the rows of all."""

    own_unit: bool = False
    units: frozenset[UUID] = frozenset()
    posts: frozenset[UUID] = frozenset()


OWN_UNIT = Writers(own_unit=True)


@cached_for_request
def chosen_writers(agency: Agency) -> Mapping[str, Writers]:
    """What an agency chose, by the keys of the registers; one query."""
    rows = ChosenWriters.objects.filter(agency=agency)
    return {
        key: Writers(own_unit, frozenset(map(UUID, units)), frozenset(map(UUID, posts)))
        for key, own_unit, units, posts in rows.values_list(
            "register", "own_unit", "units", "posts"
        )
    }


@cached_for_request
def open_unit_names(agency: Agency) -> Mapping[UUID, str]:
    units = Unit.objects.filter(agency=agency, is_closed=False)
    return dict(units.values_list("pk", "name"))


def usual_writers(register: Register, names: Mapping[UUID, str]) -> Writers | None:
    """The unit that has the register's duty, among open units; None where none is called so."""
    if not register.rights.duty:
        return None
    unit = duty_of(register.rights.duty).unit_among(names)
    return None if unit is None else Writers(units=frozenset({unit}))


def writers_of(agency: Agency, register: Register) -> Writers | None:
    """Who writes a register in an agency; None where it is as the register itself says."""
    return writers_among(agency, (register,)).get(register.key)


def writers_among(agency: Agency, registers: Iterable[Register]) -> Mapping[str, Writers]:
    """Who writes some registers, by their keys, without those that are as they say themselves."""
    chosen = chosen_writers(agency)
    writers = {}
    for register in registers:
        there = chosen.get(register.key)
        if there is None and register.rights.duty:
            there = usual_writers(register, open_unit_names(agency))
        if there is not None:
            writers[register.key] = there
    return writers


def keeper_of(agency: Agency, register: Register) -> str:
    """The post that answers for a register: the only one chosen, or the head of the only unit.

    Shape:  "" where several write it, or the unit has no head.
    """
    writers = writers_of(agency, register)
    if writers is None or writers.own_unit or len(writers.units | writers.posts) != 1:
        return ""
    posts = Position.objects.filter(agency=agency).select_related("unit")
    chosen = posts.filter(Q(pk__in=writers.posts) | Q(unit__in=writers.units))
    return next((post.title for post in chosen if post.pk in writers.posts or heads(post)), "")


def describe_writers(
    register: Register, writers: Writers | None, names: Mapping[UUID, str]
) -> Text:
    """The writers in words; `names` are those of units and posts."""
    rights = register.rights
    if writers is None and rights.writes is Reach.ALL:
        return read_words("registers/writers_everybody")
    if writers is None:
        roles = filter(None, map(known_role, rights.writing_roles))
        # Whoever keeps the disclosure writes what everybody sees: roles are told of others alone.
        of_all = [role.name for role in roles] if rights.is_restricted else []
        return _in_words(rights.writes is Reach.OWN_UNIT, of_all)
    named = sorted(names[key] for key in (*writers.units, *writers.posts) if key in names)
    return _in_words(writers.own_unit, map(same, named))


def _in_words(own_unit: bool, of_all: Iterable[Text]) -> Text:  # noqa: FBT001 - of this module
    names = list(of_all)
    parts = [read_words("registers/writers_own_unit")] if own_unit else []
    if names:
        parts.append(read_words("registers/writers_of_all", names=listed(names)))
    return listed(parts or [same("–")], " · ")
