"""Rules of positions: who held them when, their titles, which of them are sensitive."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from msgspec import Struct

from prongsai.core.roles import OfUnit, Role, all_roles
from prongsai.core.thai import has_letter, printed, skeleton
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.permissions import rights_of
from prongsai.web.agency.refusals import Refused

_ONE_DAY = timedelta(days=1)


class Period(Struct, frozen=True):
    """Somebody in a position; `last` None until further notice."""

    who: str
    first: date
    last: date | None
    is_acting: bool = False


class CoverageFault(StrEnum):
    GAP = "gap"
    OVERLAP = "overlap"


class CoverageFinding(Struct, frozen=True):
    """Days on which nobody, or more than one, held a position; `last` None without an end."""

    kind: CoverageFault
    first: date
    last: date | None
    who: tuple[str, ...] = ()


def coverage_findings(periods: Sequence[Period], *, until: date) -> tuple[CoverageFinding, ...]:
    """Gaps and overlaps of one position, oldest first.

    Shape:  a gap lies between two periods, or goes on to `until` and beyond; the holder and one
            who acts for them may overlap, two holders or two who act may not.
    """
    findings = [*_gaps(periods, until)]
    for acting in (False, True):
        findings += _overlaps([period for period in periods if period.is_acting is acting])
    return tuple(sorted(findings, key=lambda finding: (finding.first, finding.kind)))


def _gaps(periods: Sequence[Period], until: date) -> list[CoverageFinding]:
    gaps: list[CoverageFinding] = []
    covered: date | None = None
    for period in sorted(periods, key=lambda period: period.first):
        if covered is not None and period.first > covered + _ONE_DAY:
            gaps.append(
                CoverageFinding(CoverageFault.GAP, covered + _ONE_DAY, period.first - _ONE_DAY)
            )
        if period.last is None:
            return gaps
        covered = period.last if covered is None else max(covered, period.last)
    if covered is not None and covered < until:
        gaps.append(CoverageFinding(CoverageFault.GAP, covered + _ONE_DAY, None))
    return gaps


def _overlaps(periods: Sequence[Period]) -> list[CoverageFinding]:
    findings: list[CoverageFinding] = []
    for place, period in enumerate(periods):
        for other in periods[place + 1 :]:
            first = max(period.first, other.first)
            ends = [last for last in (period.last, other.last) if last is not None]
            last = min(ends, default=None)
            if last is None or first <= last:
                findings.append(
                    CoverageFinding(CoverageFault.OVERLAP, first, last, (period.who, other.who))
                )
    return findings


# Who acts says so in an appointment, with its order; never in the name of a post.
_ACTING = (
    "รักษาราชการ", "รักษาการ", "ปฏิบัติหน้าที่", "ปฏิบัติราชการแทน", "ทำการแทน", "ทำหน้าที่แทน",
)  # fmt: skip
_ACTING_SHORT = re.compile(r"(?<![ก-๙])(?:รก|รรท)\s*\.")


class Titles(Struct, frozen=True):
    """The titles there are, by how they look; whether one of them is of a post that signs."""

    signing: Mapping[str, bool]

    @classmethod
    def of_agency(cls, agency: Agency, *, without: Position | None = None) -> Self:
        """Those of an agency, with one query."""
        rows = Position.objects.filter(agency=agency)
        others = rows.exclude(pk=without.pk) if without else rows
        signing: dict[str, bool] = {}
        for position in others:
            key = looks(position.title)
            signing[key] = signing.get(key, False) or position.role.signs
        return cls(signing)

    def fault(self, role: Role, title: str) -> Refused | None:
        """Why a post cannot be called so: papers name who signed by the title."""
        shown = _seen(title)
        if not has_letter(shown):
            return Refused("agency/title_without_letters", field="title")
        return self._taken(role, shown) or _acting_fault(role, shown) or _chief_fault(role, shown)

    def _taken(self, role: Role, title: str) -> Refused | None:
        there = self.signing.get(looks(title))
        if there is None or not (there or role.signs):
            return None
        return Refused("agency/position_title_taken", field="title", title=title)


def misnamed(agency: Agency) -> list[tuple[Position, Refused]]:
    """The posts that could not be called as they are today, each with why; one query.

    Shape:  made before a rule was; nobody is asked until they are named anew.
    """
    rows = list(Position.objects.filter(agency=agency).order_by("title"))
    alike: dict[str, list[Position]] = {}
    for row in rows:
        alike.setdefault(looks(row.title), []).append(row)
    wrong = []
    for row in rows:
        key = looks(row.title)
        others = [other.role.signs for other in alike[key] if other is not row]
        fault = Titles({key: any(others)} if others else {}).fault(row.role, row.title)
        # From before, and kept otherwise than it is seen.
        if fault is None and printed(row.title) != row.title:
            fault = Refused("agency/title_with_unseen_letters", field="title", title=row.title)
        if fault is not None:
            wrong.append((row, fault))
    return wrong


def looks(title: str) -> str:
    """A title as an eye takes it: what stands for it where titles are compared."""
    return skeleton(_seen(title))


def _seen(title: str) -> str:
    """A title as it is printed; of another script no mark, which on a Thai letter is not seen."""
    return "".join(letter for letter in printed(title) if not _is_foreign_mark(letter))


def _is_foreign_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") and not "\u0e00" <= letter <= "\u0e7f"


def _acting_fault(role: Role, title: str) -> Refused | None:
    """A title that says that somebody acts would print as a signature of the other post."""
    key = looks(title)
    says_so = any(skeleton(word) in key for word in _ACTING) or _ACTING_SHORT.search(title)
    if role.leads_agency or not says_so:
        return None
    return Refused("agency/title_tells_of_acting", field="title", title=title)


def _chief_fault(role: Role, title: str) -> Refused | None:
    """Of some posts an agency has one: no other post's title reads as theirs.

    Shape:  deputies, assistants, secretaries and advisers begin with another word.
    """
    key = looks(title)
    for chief in all_roles():
        if role == chief:
            continue
        begins = any(key.startswith(skeleton(word)) for word in chief.reads_as)
        if begins or key in map(skeleton, chief.reads_alone_as):
            return Refused(
                "agency/title_of_other_role",
                field="title",
                title=title,
                chief=chief.name,
                role=role.name,
            )
    return None


def states_order(authority: str) -> bool:
    """Whether an order or law is stated: a dash is none.

    >>> states_order("คำสั่ง ที่ ๑/๒๕๖๙"), states_order(" - ")
    (True, False)
    """
    return has_letter(authority)


def order_fault(authority: str) -> Refused | None:
    """Why nobody is made to act without an order or law: by its number, date or section."""
    if any(letter.isdigit() for letter in printed(authority)):
        return None
    return Refused("agency/acting_without_order", field="authority")


class Post(Struct, frozen=True):
    """A post that is there, or is to be made; `unit` is the name of its unit, "" for none."""

    role: Role
    unit: str
    title: str

    @classmethod
    def of_position(cls, row: Position) -> Self:
        """That of a position, whose unit is at hand."""
        return cls(row.role, row.unit.name if row.unit else "", row.title)


def post_fault(post: Post, there: Iterable[Post], office: str) -> Refused | None:
    """Why a post cannot be beside those there are; `office` names the unit that is the office.

    Shape:  papers know one post of some roles, and in a unit one of a role that signs; of others
            there is any number in a unit, told apart by their titles.
    """
    others = list(there)
    if post.role.is_alone and any(other.role == post.role for other in others):
        return Refused("agency/sole_role_taken_already", field="kind", role=post.role.name)
    in_unit = [other for other in others if other.unit == post.unit]
    if post.role.signs and any(other.role == post.role for other in in_unit):
        return Refused("agency/role_in_unit_already", field="kind", role=post.role.name)
    if not post.role.signs and any(looks(other.title) == looks(post.title) for other in in_unit):
        return Refused("agency/title_in_unit_already", field="title", title=post.title)
    return _head_fault(post, others, office)


def outside_fault(post: Post, office: str) -> Refused | None:
    """Why the post of the office head belongs to no other unit than the office."""
    if not post.role.leads_office or post.unit in ("", office):
        return None
    return Refused("agency/office_head_outside", field="unit", unit=post.unit)


def _head_fault(post: Post, others: Sequence[Post], office: str) -> Refused | None:
    """The office head's post is that of the head of the central office, and stands there alone."""
    if fault := outside_fault(post, office):
        return fault
    heads = {other.role for other in others if other.unit == office and other.role.leads_unit}
    if post.role.leads_office and office and heads:
        return Refused("agency/office_with_two_heads", field="unit", unit=office)
    is_second = post.role.leads_unit and office and post.unit == office
    if is_second and any(other.role.leads_office for other in others):
        return Refused("agency/office_with_two_heads", field="unit", unit=office)
    return None


def rank(post: Position) -> tuple[bool, bool, str]:
    """In which order posts of a kind stand, from before there was one alone; the first signs.

    Shape:  the head in the office itself, then who is of the whole agency. Its unit is at hand.
    """
    is_there = post.unit is not None and post.unit.is_office
    return not is_there, post.unit is not None, post.title


def unit_fault(role: Role, *, has_unit: bool) -> Refused | None:
    """Why a post of a role cannot be of a unit, or of none."""
    if role.needs_unit and not has_unit:
        return Refused("agency/position_without_unit", field="unit", role=role.name)
    if role.unit is OfUnit.NEVER and has_unit:
        return Refused("agency/role_belongs_no_unit", field="unit", role=role.name)
    return None


Named = Callable[[Agency], frozenset[str]]
_NAMED: list[Named] = []


def names_readers(maker: Named) -> Named:
    """Name a function that knows the keys of the roles to which an app opens what is restricted."""
    _NAMED.append(maker)
    return maker


def is_sensitive(agency: Agency, role: Role, *, has_unit: bool) -> bool:
    """Whether a post of a role, in a unit or in none, signs or reads what colleagues may not."""
    return role.signs or has_unit or reads_alone(agency, role)


def is_sensitive_post(position: Position) -> bool:
    """The same of a post that there is."""
    return is_sensitive(position.agency, position.role, has_unit=position.unit_id is not None)


def reads_alone(agency: Agency, role: Role) -> bool:
    """Whether a post of a role reads what colleagues may not, by a right or as an app says."""
    by_right = any(right.opens is not None for right in rights_of(role))
    return by_right or any(role.key in maker(agency) for maker in _NAMED)
