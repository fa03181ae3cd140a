"""What a position is in any agency: the roles, read from data; a fault names its file and line.

Source: data/roles.yaml. A role is neutral: the mayor of a municipality, the president of a
university and the director-general of a department are all its chief executive. What a post is
called is the agency's own. What a role may do stands in one table of the site
(`web/agency/permissions.py`).
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_shipped, read_text

SHIPPED = Path(__file__).parents[1] / "data" / "roles.yaml"
USUAL = "usual"


class Leads(StrEnum):
    AGENCY = "agency"
    ADMINISTRATION = "administration"
    OFFICE = "office"
    UNIT = "unit"


class Posts(StrEnum):
    """How many posts of a role an agency has."""

    ONE = "one"
    MANY = "many"


class OfUnit(StrEnum):
    """Whether the posts of a role belong to a unit."""

    NEVER = "never"
    ALWAYS = "always"
    FREE = "free"


class Reach(StrEnum):
    """How far the rights of a role go."""

    AGENCY = "agency"
    UNITS = "units"  # the unit of the post
    ASSIGNED = "assigned"  # what the holder or the unit was given to do


class Told(StrEnum):
    """What the holders of a role are told of, whoever did it."""

    ACCOUNTS = "accounts"  # what was done with the account of somebody who signs or reads
    APPOINTMENTS = "appointments"  # who was put into a post that signs or reads
    ROUTES = "routes"  # that a kind of paper goes another way
    LOST_FILES = "lost-files"
    JOURNAL = "journal"  # the head of the journal, each week
    MONEY = "money"  # the account of bills; payments and statements taken back


class Role(Struct, frozen=True, eq=False):
    """One role; the fields are told in the head of the file. Two of a key are the same role."""

    key: str
    name: Text
    titles: dict[str, str] = {}
    formerly: str = ""
    leads: Leads | None = None
    signs: bool = False
    posts: Posts = Posts.MANY
    unit: OfUnit = OfUnit.FREE
    reach: Reach = Reach.AGENCY
    printed_as: str = ""
    reads_as: tuple[str, ...] = ()
    reads_alone_as: tuple[str, ...] = ()
    told_of: tuple[Told, ...] = ()
    writes_minutes: bool = False
    reminded: int | None = None
    second_factor: bool = False
    keeps_system: bool = False
    lands: str = "work/"

    def __eq__(self, other: object) -> bool:
        """Alike by the key, so that a role kept elsewhere is the one of the table."""
        return isinstance(other, Role) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def leads_agency(self) -> bool:
        """Whether it leads the agency: what goes through the agency is decided there."""
        return self.leads is Leads.AGENCY

    @property
    def leads_office(self) -> bool:
        return self.leads is Leads.OFFICE

    @property
    def leads_unit(self) -> bool:
        """Whether it leads a unit: measures of that unit are edited and written down by it."""
        return self.leads is Leads.UNIT

    @property
    def reaches_agency(self) -> bool:
        """Whether its rights hold in the whole agency."""
        return self.reach is Reach.AGENCY

    @property
    def oversees_unit(self) -> bool:
        """Whether it sees what colleagues of its unit do, as its head; else its own work alone.

        Shape:  a role of the whole agency whose post stands in a unit heads nothing there.
        """
        return self.reach is Reach.UNITS or self.leads_office

    @property
    def is_of_the_whole(self) -> bool:
        """Whether its post is the one of the whole agency, of no unit."""
        return self.is_alone and self.unit is OfUnit.NEVER

    @property
    def is_alone(self) -> bool:
        return self.posts is Posts.ONE

    @property
    def needs_unit(self) -> bool:
        """Whether its post is always one of a unit."""
        return self.unit is OfUnit.ALWAYS

    def title_in(self, kind: str) -> str:
        """What agencies of a kind usually call it."""
        return self.titles.get(kind) or self.titles.get(USUAL) or self.name.th


class _File(Struct):
    roles: tuple[Role, ...]


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Role]:
    """The roles by key, in their order."""
    roles = read_shipped(SHIPPED, read)
    return MappingProxyType({role.key: role for role in roles})


def read(text: str, name: str) -> tuple[tuple[Role, ...], tuple[Finding, ...]]:
    """The roles of a YAML text and what is wrong in it; of a text with a fault there are none."""
    content, findings = read_text(text, name, _File, "role", partial(_faults))
    return (content.roles if content is not None else ()), findings


def all_roles() -> tuple[Role, ...]:
    """Every role, in the order in which they are shown."""
    return tuple(shipped().values())


def role_of(key: str) -> Role:
    """A role by its key, or by the word it was stored by before."""
    role = known_role(key)
    if role is None:
        raise KeyError(key)
    return role


def known_role(key: str) -> Role | None:
    """The same; None for a word that no role has."""
    roles = shipped()
    return roles.get(key) or next((role for role in roles.values() if role.formerly == key), None)


def keys_where(holds: Callable[[Role], bool]) -> tuple[str, ...]:
    """The keys of the roles of which something holds, in their order: what queries ask for."""
    return tuple(role.key for role in all_roles() if holds(role))


def chief_executive() -> Role:
    """The role that leads the agency: the one that decides."""
    return _leading(Leads.AGENCY)


def head_of_a_unit() -> Role:
    """The first role that leads a unit: it stands for the head of the drafter's unit."""
    return _leading(Leads.UNIT)


def ordinary_officer() -> Role:
    """The role that reaches no further than what was assigned: whoever holds no other post."""
    return next(role for role in all_roles() if role.reach is Reach.ASSIGNED)


def rank_of(role: Role) -> int:
    """Its place in the order in which roles are shown."""
    return list(shipped()).index(role.key)


def former_fields() -> Mapping[str, str]:
    """The names that the titles of positions had in papers before, with those of today."""
    return {
        role.formerly: role.printed_as for role in all_roles() if role.formerly and role.printed_as
    }


def in_words_of_today(sentence: str) -> str:
    """A sentence with the fields of today in the place of former ones.

    >>> in_words_of_today("{mayor}มอบหมาย{office}")
    '{chief_executive}มอบหมาย{office}'
    """
    for former, name in former_fields().items():
        sentence = sentence.replace(f"{{{former}}}", f"{{{name}}}")
    return sentence


def _leading(what: Leads) -> Role:
    return next(role for role in all_roles() if role.leads is what)


def _faults(content: _File) -> Iterator[Fault]:
    """One role leads the agency, one its administration, one the office; no word stands twice."""
    seen: set[str] = set()
    for place, role in enumerate(content.roles):
        for word in filter(None, (role.key, role.formerly)):
            if word in seen:
                yield fault_at("core/twice.role", ("roles", place), word=word)
            seen.add(word)
        if not role.reaches_agency and not role.needs_unit:
            yield fault_at("core/reach.role", ("roles", place), word=role.key)
    for what in Leads:
        count = sum(role.leads is what for role in content.roles)
        if count != 1 and not (what is Leads.UNIT and count):
            yield fault_at("core/leads.role", ("roles",), led=what.value, count=count)
