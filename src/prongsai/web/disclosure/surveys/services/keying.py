"""Sheets of paper that officials key in, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex

from django.db import transaction

from prongsai.core.surveys.keyed import Keyed
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.surveys.models import Point
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.disclosure.surveys.services.answering import (
    Sent,
    count_keyed,
    keep,
    open_for,
    use_card,
)
from prongsai.web.platform import journal


@transaction.atomic
def key_in(by: Actor, point: Point, sheets: Sequence[Keyed]) -> None:
    """Keep the answers of sheets; how many were keyed in is told beside the results.

    Errors: Refused where the person keeps no surveys, it is not open, or a card is used or none.
    """
    refuse_others(by, point.survey)
    journal.hold(by.agency)
    open_for(point.survey)
    for one in sheets:
        if point.survey.asks_for_cards:
            use_card(point.survey, one.card)
        keep(point, Sent(one.answers, token_hex(16)), sitting=False)
    count_keyed(point, len(sheets))
    journal.record(by.agency, by, "survey-keyed", point.survey.name, count=len(sheets))
