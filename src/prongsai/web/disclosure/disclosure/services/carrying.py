"""Evidence goes on into the next year with its subject, marked as that of the year before."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.models import Piece, PieceOfItem
from prongsai.web.disclosure.disclosure.queries.works import pieces_by_item
from prongsai.web.disclosure.disclosure.services.pieces import taken
from prongsai.web.platform.clock import now
from prongsai.web.year.assessment.framework.subjects import YearMapping
from prongsai.web.year.assessment.services.carrying import Counts, register


def carry_pieces(
    agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
) -> Counts:
    """Pieces go to the same subject, unless that has, or had, evidence of its own.

    Shape:  counts subjects, not pieces; a piece of several subjects is copied once.
    """
    old = pieces_by_item(agency, from_year)
    there = set(
        PieceOfItem.objects.filter(agency=agency, piece__fiscal_year=to_year).values_list(
            "item", flat=True
        )
    )
    going = [item for item in old if mapping.goes_on(item)]
    new = [item for item in going if item not in there]
    if not dry:
        made: dict[Piece, Piece] = {}
        for item in new:
            for place, piece in enumerate(old[item]):
                if piece not in made:
                    made[piece] = taken(piece, to_year)
                PieceOfItem.objects.get_or_create(
                    piece=made[piece],
                    item=item,
                    defaults={"agency": agency, "place": place, "added_at": now()},
                )
    return Counts(len(new), len(going) - len(new), len(old) - len(going))


register("evidence", Text("หลักฐานของข้อ OIT", "Evidence of OIT items"), carry_pieces)
