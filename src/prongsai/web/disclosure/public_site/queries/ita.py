"""The ITA page of a year as the agency's own data stand now: what would be frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Max
from django.utils import timezone

from prongsai.core.ids import Level, sort_key
from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Score, ScoreCard
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, Appointment, Unit
from prongsai.web.agency.position_rules import rank
from prongsai.web.agency.social import social_pages
from prongsai.web.disclosure.disclosure.models import ItemWorkVersion, Piece
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.public_site.content import (
    About,
    Executive,
    ItaContent,
    ShownItem,
    ShownPart,
    ShownPiece,
    ShownScore,
    ShownScores,
)
from prongsai.web.year.scoring.queries import CurrentScores, current_scores, history

# Which part of what the agency keeps about itself answers an item, by the item's subject.
OWN = {
    "organisation-structure": "structure",
    "executives": "executives",
    "powers-and-duties": "authority",
    "contact-information": "contact",
    "social-network": "social",
}


def ita_content(agency: Agency, year: int, on: date) -> ItaContent | None:
    """What the page of a year would show today; None where no items of the year are known."""
    items, works = works_of(agency, year, on)
    if not items.items:
        return None
    about = about_of(agency, on)
    told = _explained(agency, year)
    return ItaContent(
        year=year,
        of_year=items.of_year,
        about=about,
        parts=tuple(ShownPart(code, name) for code, name in items.parts),
        items=tuple(_item(work, about, told) for work in works),
        scores=scores_of(agency, year),
    )


def about_of(agency: Agency, on: date) -> About:
    """What the agency keeps about itself."""
    return About(
        name=agency.name,
        district=agency.district_words,
        province=agency.province_words,
        telephone=agency.telephone,
        email=agency.email,
        website=agency.website,
        authority=agency.authority.strip(),
        units=tuple(Unit.objects.filter(agency=agency, is_closed=False).values_list(
            "name", flat=True
        )),
        executives=tuple(_executives(agency, on)),
        social=social_pages(agency.social_pages),
    )  # fmt: skip


def _executives(agency: Agency, on: date) -> Iterator[Executive]:
    """Who leads on a day, in the order of the posts; names only where the agency prints them."""
    rows = Appointment.objects.on(on).filter(agency=agency)
    found = rows.select_related("position__unit", "user")
    held = [one for one in found if one.position.role.leads is not None]
    for one in sorted(held, key=lambda one: (rank(one.position), one.is_acting)):
        unit = one.position.unit
        yield Executive(
            one.position.title,
            one.user.display_name if agency.prints_names else "",
            unit.name if unit else "",
            one.is_acting,
        )


def scores_of(agency: Agency, year: int) -> ShownScores | None:
    """The newest result as published, of the year or of one before; None where none is known."""
    cards = history(agency, year)
    known = [card for card in cards if card.total.published is not None]
    if not known:
        return None
    card = known[-1]
    former = tuple((one.fiscal_year, str(one.total.published)) for one in reversed(known[:-1]))
    return _scores(card, current_scores(agency, card.fiscal_year), former)


def _scores(
    card: ScoreCard, current: CurrentScores | None, former: tuple[tuple[int, str], ...]
) -> ShownScores:
    computed = card.total.recomputed if card.total.computed is not None else None
    return ShownScores(
        year=card.fiscal_year,
        total=str(card.total.published),
        rating=card.rating.code if card.rating and not card.rating.provisional else "",
        rating_label=card.rating.label if card.rating and not card.rating.provisional else None,
        made="" if computed is None else str(computed),
        instruments=_figures(card, Level.INSTRUMENT),
        indicators=_figures(card, Level.INDICATOR),
        source=current.revision.source if current else "",
        former=former,
    )


def _figures(card: ScoreCard, level: Level) -> tuple[ShownScore, ...]:
    shares = {part.code: part.share for part in card.total.parts}
    rows = [score for score in card.of_level(level) if score.published is not None]
    return tuple(_figure(score, shares) for score in sorted(rows, key=lambda s: sort_key(s.code)))


def _figure(score: Score, shares: Mapping[str, Fraction]) -> ShownScore:
    share = shares.get(score.code)
    return ShownScore(
        score.code,
        score.name,
        str(score.published),
        "" if share is None else _percent(share),
        score.verdict.label if score.verdict else None,
    )


def _percent(share: Fraction) -> str:
    return f"{half_up(share * 100):f}".rstrip("0").rstrip(".")


def _item(work: Work, about: About, told: Mapping[str, datetime]) -> ShownItem:
    item = work.item
    days = [piece.added_at for piece in work.pieces]
    if not days and work.explanation and item.key in told:
        days = [told[item.key]]
    own = next((OWN[key] for key in item.keys if key in OWN), "")
    return ShownItem(
        code=item.code,
        name=item.name,
        part=item.part,
        explanation=printed_lines(work.explanation),
        day=_day(max(days)) if days else None,
        pieces=tuple(_piece(piece) for piece in work.pieces),
        own=own if own and is_told(about, own) else "",
        keys=item.keys,
    )


def is_told(about: About, part: str) -> bool:
    """Whether the agency gives what a part of what it keeps about itself is asked for.

    Shape:  posts without a name tell nobody who leads, and a website alone is no contact.
    """
    return {
        "structure": bool(about.units),
        "executives": any(one.name for one in about.executives),
        "authority": bool(about.authority),
        "contact": bool(about.telephone or about.email),
        "social": bool(about.social),
    }[part]


def _piece(piece: Piece) -> ShownPiece:
    file = piece.file
    return ShownPiece(
        id=str(piece.pk),
        title=piece.title,
        day=_day(piece.added_at),
        unit=piece.unit.name if piece.unit else "",
        address=piece.address,
        file=str(file.pk) if file else "",
        name=file.name if file else "",
        media_type=file.media_type if file else "",
        size=file.size if file else 0,
        digest=file.digest if file else "",
        of_year=piece.of_year,
        stands_in_until=piece.stands_in_until,
        stands_in_why=piece.stands_in_why,
    )


def _explained(agency: Agency, year: int) -> Mapping[str, datetime]:
    """When the words of each item were last saved."""
    rows = ItemWorkVersion.objects.filter(agency=agency, work__fiscal_year=year).order_by()
    return dict(rows.values_list("work__item").annotate(Max("made_at")))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def printed_lines(text: str) -> str:
    """A text of several lines as it is printed."""
    return "\n".join(filter(None, (printed(line) for line in text.splitlines())))
