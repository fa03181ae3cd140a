"""Of which papers a file is: by its origin, for the same bytes may lie in several papers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from msgspec import Struct

from prongsai.core.approval.model import State
from prongsai.web.agency.models import Agency
from prongsai.web.signing.approval.models import (
    Decision,
    Enclosure,
    FormerFile,
    PaperResult,
    Version,
)


class Part(StrEnum):
    """What a file is in a paper."""

    # Drawn here: it bears the code of its paper, so it is of that one, wherever else it lies.
    DRAWN = "drawn"
    # The scan of a result, or a copy that somebody edited.
    BROUGHT = "brought"
    ENCLOSED = "enclosed"


class Owner(Struct, frozen=True):
    """A paper that has a file: by its code, and since when it has it."""

    code: str
    part: Part
    since: datetime
    state: str
    objected_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it was approved, and nobody objects to it."""
        return self.state == State.APPROVED and self.objected_at is None


# Where a paper keeps its files: the field, how its row knows the submission, and since when.
_FILES: tuple[tuple[QuerySet[Any], str, str, Part, str], ...] = (
    (Version.objects.all(), "file", "submission", Part.DRAWN, "made_at"),
    (Version.objects.all(), "word_file", "submission", Part.DRAWN, "made_at"),
    (Version.objects.all(), "signed_file", "submission", Part.DRAWN, "made_at"),
    (Version.objects.exclude(final_at=None), "final_file", "submission", Part.BROUGHT, "final_at"),
    (Decision.objects.all(), "scan", "submission", Part.BROUGHT, "made_at"),
    (PaperResult.objects.all(), "scan", "submission", Part.BROUGHT, "made_at"),
    (Enclosure.objects.all(), "file", "version__submission", Part.ENCLOSED, "version__made_at"),
    (FormerFile.objects.filter(form="signed"), "file", "version__submission", Part.DRAWN, "at"),
    (FormerFile.objects.exclude(form="signed"), "file", "version__submission", Part.BROUGHT, "at"),
)


def owners_of(agency: Agency, asked: Collection[str]) -> Mapping[str, Sequence[Owner]]:
    """The papers that have each of some files, by digest; one query, however many there are.

    Shape:  every file that a paper has or had. Where one was drawn here only the papers of which
            it was drawn: nobody makes it theirs by entering or enclosing it.
    """
    if not asked:
        return {}
    found = [
        rows.filter(**{"agency": agency, f"{name}__digest__in": asked})
        .order_by()
        .annotate(
            of_digest=F(f"{name}__digest"),
            of_code=F(f"{paper}__code"),
            of_part=Value(part.value, output_field=CharField()),
            of_since=F(since),
            of_state=F(f"{paper}__state"),
            of_objected=F(f"{paper}__objected_at"),
        )
        .values_list("of_digest", "of_code", "of_part", "of_since", "of_state", "of_objected")
        for rows, name, paper, part, since in _FILES
    ]
    told: dict[str, list[Owner]] = {}
    for digest, code, part, since, state, objected_at in found[0].union(*found[1:]):
        told.setdefault(digest, []).append(Owner(code, Part(part), since, state, objected_at))
    return {digest: _by_origin(rows) for digest, rows in told.items()}


def _by_origin(rows: Sequence[Owner]) -> Sequence[Owner]:
    drawn = [row for row in rows if row.part is Part.DRAWN]
    return sorted(drawn or rows, key=lambda row: (row.since, row.code))


def fallen_owner(
    rows: Sequence[Owner], is_held: Callable[[Owner], bool], public_since: datetime | None = None
) -> Owner | None:
    """The held paper as whose file a file is held; None where it may go out.

    Shape:  what a paper that stands had first stays, whoever enters or encloses it after that;
            what was only enclosed in a held paper is free once one that stands encloses it too,
            and where it was public by itself before.
            The sheet of a held paper gains nothing by being enclosed in another.
    """
    held = [row for row in rows if is_held(row)]
    if not held or stood_before(rows, held[0].since):
        return None
    if any(row.part is not Part.ENCLOSED for row in held):
        return held[0]
    was_public = public_since is not None and public_since < held[0].since
    is_enclosed_anew = any(row.stands and row.part is Part.ENCLOSED for row in rows)
    return None if was_public or is_enclosed_anew else held[0]


def stood_before(rows: Sequence[Owner], moment: datetime) -> bool:
    """Whether a file is of a paper that stands and had it before, or was drawn of one not held."""
    return any(
        (row.stands and row.since < moment) or (row.part is Part.DRAWN and row.objected_at is None)
        for row in rows
    )
