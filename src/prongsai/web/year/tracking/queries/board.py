"""All measures of a year as they stood on a day: counted, narrowed, in lanes or in one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.duties import names_all_units
from prongsai.core.fiscal import end, half_year
from prongsai.core.ids import INSTRUMENTS
from prongsai.core.progress.status import MeasureState, Status, status_at
from prongsai.core.thai import skeleton
from prongsai.web.agency.people import Actor
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.year.measures.models import MeasureRow, names_in
from prongsai.web.year.measures.values import measure_of
from prongsai.web.year.ownership.owners import Owners, Standing, measures
from prongsai.web.year.scoring.queries import CurrentScores as Scores
from prongsai.web.year.scoring.queries import current_scores as scores_of
from prongsai.web.year.tracking.queries import notes_of
from prongsai.web.year.tracking.rights import recorder_of

# More cards than these nobody reads: the list is shown unless the board is asked for.
MOST_CARDS = 40
_LANES = (
    MeasureState.OVERDUE, MeasureState.DOING, MeasureState.AWAITING_EVIDENCE, MeasureState.WAITING,
    MeasureState.DONE,
)  # fmt: skip
# The kinds of tags that show states.
TAGS = {
    MeasureState.OVERDUE: "late",
    MeasureState.DOING: "doing",
    MeasureState.AWAITING_EVIDENCE: "wait",
    MeasureState.WAITING: "todo",
    MeasureState.UNKNOWN: "unsure",
    MeasureState.DONE: "ok",
}
_ICONS = {
    MeasureState.OVERDUE: "alert",
    MeasureState.DOING: "half",
    MeasureState.AWAITING_EVIDENCE: "clock",
    MeasureState.WAITING: "ring",
    MeasureState.DONE: "check",
}


class Asked(Struct, frozen=True):
    """What the board is narrowed to, "" for everything.

    Shape:  `unit` is a unit's name, `user` a person's id, `part` an instrument or an indicator's
            code, `state` the value of a state.
    """

    unit: str = ""
    user: str = ""
    part: str = ""
    state: str = ""

    @property
    def is_narrow(self) -> bool:
        return bool(self.unit or self.user or self.part or self.state)


class Choices(Struct, frozen=True):
    """What one may narrow to: (value, words) each."""

    units: tuple[tuple[str, str], ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    states: tuple[tuple[str, str], ...] = ()


class Card(Struct, frozen=True):
    """One measure as it stood.

    Shape:  `items` are codes with the score that was published before the plan, "" for none;
            `owner` are the owners, else the unit as the plan writes it; `is_noted` whether the
            round of the day has a note.
    """

    measure: MeasureRow
    items: tuple[tuple[str, str], ...]
    owner: str
    owners: Owners
    status: Status
    is_noted: bool
    may_record: bool

    @property
    def tag(self) -> str:
        """The kind of tag that shows its state."""
        return TAGS[self.status.state]


class BoardPage(Struct, frozen=True):
    """A year's measures on a day.

    Shape:  `cards` the most urgent first; figures count over the whole year, `shown_count` those
            left after narrowing; `round_end` is the last day of the half-year the day lies in or
            after and `without_note` how many measures have no note of that round; `indicators`
            gives the indicator of an item.
    Units:  `spent` baht, `reached` people.
    """

    year: int
    score_year: int
    on: date
    asked: Asked
    cards: tuple[Card, ...]
    counts: Mapping[MeasureState, int]
    total: int
    spent: Decimal | None
    reached: int | None
    evidence: int
    round_end: date
    without_note: int
    choices: Choices
    indicators: Mapping[str, str]

    def narrowed(self, asked: Asked) -> BoardPage:
        """The same day with fewer cards; its figures stay those of the whole year."""
        shown = (card for card in self.cards if _is_asked(card, asked, self.indicators))
        return replace(self, asked=asked, cards=tuple(shown))

    @property
    def late(self) -> int:
        return self.counts[MeasureState.OVERDUE]

    @property
    def done(self) -> int:
        return self.counts[MeasureState.DONE]

    @property
    def shown_count(self) -> int:
        """How many are left after narrowing."""
        return len(self.cards)

    @property
    def lanes(self) -> list[tuple[MeasureState, str, list[Card]]]:
        """The cards by state, each with its icon; what has no due day waits to begin."""
        return [
            (state, _ICONS[state], [card for card in self.cards if _lane_of(card) is state])
            for state in _LANES
        ]


@while_unchanged
def board_page(
    person: Actor,
    year: int,
    on: date,
    today: date,
    *,
    known_by: date | None = None,
) -> BoardPage:
    """The board of a year as it stood on a day: a fixed number of queries, however many rows."""
    scores = scores_of(person.agency, year - 1)
    cards = _cards(person, year, on, today, known_by, _published(scores))
    # The indicator of each item of the year whose scores the plan answers.
    items = scores.card.framework.items if scores is not None else {}
    indicators = {code: item.indicator for code, item in items.items() if item.indicator}
    statuses = [card.status for card in cards]
    spent = [status.spent for status in statuses if status.spent is not None]
    reached = [status.reached for status in statuses if status.reached is not None]
    return BoardPage(
        year=year,
        score_year=year - 1,
        on=on,
        asked=Asked(),
        cards=tuple(sorted(cards, key=_urgency)),
        counts={
            state: sum(1 for status in statuses if status.state is state) for state in MeasureState
        },
        total=len(cards),
        spent=sum(spent, Decimal(0)) if spent else None,
        reached=sum(reached) if reached else None,
        evidence=sum(status.evidence_count for status in statuses),
        round_end=half_year(year) if on <= half_year(year) else end(year),
        without_note=sum(1 for card in cards if not card.is_noted),
        choices=_choices(cards, indicators),
        indicators=indicators,
    )


def _cards(
    person: Actor,
    year: int,
    on: date,
    today: date,
    known_by: date | None,
    published: Mapping[str, str],
) -> tuple[Card, ...]:
    held = Standing(person.agency, year, today)
    recorder = recorder_of(person, today)
    notes = notes_of(person.agency, year, known_by)
    first = half_year(year) if on > half_year(year) else date.min
    cards = []
    for subject in measures(person.agency, year):
        row = subject.measure
        if row is None:
            continue
        owners = held.owners_of(subject)
        own_notes = notes.get(row.pk, ())
        cards.append(
            Card(
                measure=row,
                items=tuple((code, published.get(code, "")) for code in row.items),
                owner=held.in_short(owners) or row.unit,
                owners=owners,
                status=status_at(measure_of(row), own_notes, on),
                is_noted=any(first <= note.on <= on for note in own_notes),
                may_record=recorder.may(row, owners),
            )
        )
    return tuple(cards)


def _lane_of(card: Card) -> MeasureState:
    state = card.status.state
    return MeasureState.WAITING if state is MeasureState.UNKNOWN else state


def _urgency(card: Card) -> tuple[int, int, date, str]:
    """Overdue first, the latest of them first; then by due day."""
    place = tuple(MeasureState).index(card.status.state)
    return place, -card.status.late_days, card.measure.ends_on or date.max, card.measure.number


def _published(scores: Scores | None) -> dict[str, str]:
    if scores is None:
        return {}
    year = scores.sheet.fiscal_year
    return {figure.code: figure.published for figure in scores.sheet.figures if figure.year == year}


def _is_asked(card: Card, asked: Asked, indicators: Mapping[str, str]) -> bool:
    return (
        (not asked.state or card.status.state == asked.state)
        and (not asked.user or any(str(owner.user_id) == asked.user for owner in card.owners.all))
        and (not asked.unit or _is_units(card, asked.unit))
        and (not asked.part or asked.part in _parts(card, indicators))
    )


def _is_units(card: Card, unit: str) -> bool:
    if card.owners.all:
        return any(owner.unit == unit for owner in card.owners.all)
    planned = card.measure.unit
    if planned == unit or names_all_units(planned):
        return True
    return skeleton(unit) in names_in(planned, ())


def _parts(card: Card, indicators: Mapping[str, str]) -> set[str]:
    codes = [code for code, _score in card.items]
    instruments = {name for name in INSTRUMENTS for code in codes if name[0].lower() == code[:1]}
    return instruments | {indicators[code] for code in codes if code in indicators}


def _choices(cards: Iterable[Card], indicators: Mapping[str, str]) -> Choices:
    held = tuple(cards)
    owners = [owner for card in held for owner in card.owners.all]
    planned = [card.measure.unit for card in held if card.measure.unit and not card.owners.all]
    units = sorted({owner.unit for owner in owners if owner.unit} | set(planned))
    people = sorted({(str(owner.user_id), owner.person) for owner in owners if owner.user_id})
    parts = {part for card in held for part in _parts(card, indicators)}
    states = {card.status.state for card in held}
    return Choices(
        units=tuple((unit, unit) for unit in units),
        people=tuple(sorted(people, key=lambda pair: pair[1])),
        parts=tuple(
            (part, part if part in INSTRUMENTS else _("ตัวชี้วัดที่ %(code)s") % {"code": part})
            for part in sorted(parts, key=_part_place)
        ),
        states=tuple(
            (state.value, in_language(state.label)) for state in MeasureState if state in states
        ),
    )


def _part_place(part: str) -> tuple[bool, int, str]:
    return part not in INSTRUMENTS, int(part) if part.isdecimal() else 0, part
