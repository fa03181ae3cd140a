"""What the pages of scores share."""

from __future__ import annotations

from django.http import Http404

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.web.agency.people import Actor
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.wording import next_step_of


def known_year(year: int) -> int:
    """The year, where it can be one that follows scores.

    Errors: Http404 otherwise.
    """
    if not FIRST_YEAR < year <= LAST_YEAR:
        raise Http404
    return year


def error_words(error: ProngsaiError) -> str:
    """What, where and what to do now, in one line."""
    words = in_language(error.message)
    if error.place is not None and error.place.text().th:
        words += f" ({in_language(error.place.text())})"
    step = next_step_of(error)
    if step is None:
        return words
    # Thai needs no full stop; English begins a sentence.
    if reader_language() == "th":
        return f"{words} {step.th}"
    return f"{words[:1].upper()}{words[1:]}. {step.en[:1].upper()}{step.en[1:]}."


def years_of(person: Actor) -> tuple[int, ...]:
    """The years that have a framework, newest first."""
    return tuple(reversed(catalogue_of(person.agency).years()))
