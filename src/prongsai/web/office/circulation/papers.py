"""Who reads a paper that is sent round, and what became of it: objected to, or taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from msgspec import Struct

from prongsai.core.roles import rank_of
from prongsai.web.agency.models import Agency, Appointment, Position, Unit, User
from prongsai.web.office.circulation.models import Circulation, Standing
from prongsai.web.signing.approval.objections import (
    Objected,
    approved_codes,
    objected_codes,
    objected_files,
)
from prongsai.web.signing.publication.checking import newest_codes, withdrawn_files


def standing_of(row: Circulation) -> Standing:
    return with_standing(row.agency, [row])[0].standing


def with_standing(agency: Agency, rows: Iterable[Circulation]) -> list[Circulation]:
    """Some circulations with how their papers stand, in a fixed number of queries.

    Shape:  a circulation keeps the file that was sent; the paper may have got a number since, and
            with it another copy, or be signed and published anew. So it is asked of the file,
            whichever of the paper's it is, and of the edition that stands by now. The rows bring
            their files along.
    """
    circulations = list(rows)
    digests = [row.file.digest if row.file else "" for row in circulations]
    of_files = objected_files(agency, digests)
    of_papers = _objected_papers(agency, circulations)
    withdrawn = withdrawn_files(agency, digests)
    for row, digest in zip(circulations, digests, strict=True):
        objected = of_files.get(digest) or of_papers.get(row.pk)
        row.standing = Standing(objected, withdrawn.get(digest))
    return circulations


def _objected_papers(agency: Agency, rows: Sequence[Circulation]) -> Mapping[UUID, Objected]:
    """Those among some circulations of whose paper the newest edition is held, by their key."""
    published = newest_codes(agency, (row.file.digest for row in rows if row.file))
    approved = approved_codes(
        agency, {(row.kind, row.subject) for row in rows if row.subject is not None}
    )
    codes = {
        row.pk: {
            published.get(row.file.digest if row.file else "", ""),
            approved.get((row.kind, row.subject), ""),
        }
        for row in rows
    }
    held = objected_codes(agency, set().union(*codes.values()))
    return {
        key: next(held[code] for code in own if code in held)
        for key, own in codes.items()
        if not own.isdisjoint(held)
    }


class Reader(Struct, frozen=True):
    """One person with the position and the unit that a report shows."""

    user: User
    position: str
    unit: Unit | None


def readers(
    agency: Agency, units: Sequence[Unit] | None, on: date, positions: Sequence[Position] = ()
) -> tuple[Reader, ...]:
    """Active people who hold one of the positions, or one in the units; with None every one.

    Shape:  each person once, with a position that was asked, a held one before an acting one.
    """
    rows = Appointment.objects.on(on).of_active().filter(agency=agency)
    rows = rows.select_related("user", "position__unit")
    if units is not None:
        rows = rows.filter(Q(position__unit__in=units) | Q(position__in=positions))
    held: dict[UUID, Reader] = {}
    for row in sorted(rows, key=lambda row: (row.is_acting, rank_of(row.position.role))):
        words = row.position.title
        if row.is_acting:
            words = f"{words} (รักษาราชการแทน)"
        held.setdefault(row.user_id, Reader(row.user, words, row.position.unit))
    if units is not None:
        return tuple(held.values())
    everybody = User.objects.filter(agency=agency, is_active=True).order_by("login")
    return tuple(held.get(user.pk) or Reader(user, user.login, None) for user in everybody)
