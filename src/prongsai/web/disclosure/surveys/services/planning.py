"""Begin a survey: its days, the points where it is answered, and cards to be drawn by lot."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import ceil

from django.db import transaction
from django.db.models import F
from msgspec import Struct, convert, to_builtins

from prongsai.core.measures.model import WeakPoint
from prongsai.core.surveys.elsewhere import (
    Elsewhere,
    Read,
    is_same,
    leaves_few,
    may_show,
    read_elsewhere,
)
from prongsai.core.surveys.own import OwnForm, asks_who
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Numbers
from prongsai.core.surveys.retention import Term
from prongsai.core.surveys.withholding import FEWEST
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Card, Point, Survey, digest_of, new_card
from prongsai.web.disclosure.surveys.queries import counted, questionnaire_of, weak_of
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.references import new_code
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.services.editing import add_points

MOST_POINTS = 50
MOST_CARDS = 2_000
# So many more than people are printed that the last who draws still draws among several.
_MORE = 1.2


class NewSurvey(Struct, frozen=True):
    """What somebody asks for; the points of one that asks for cards are a single one.

    Shape:  with a `form` of one's own `instrument` is ""; `former` is the round before it; `term`
            is until when rows of answers are kept.
    """

    fiscal_year: int
    instrument: str
    name: str
    opens_on: date
    closes_on: date
    people: int | None = None
    official_url: str = ""
    points: tuple[str, ...] = ()
    form: OwnForm | None = None
    former: Survey | None = None
    term: Term = Term.QUARTER


@transaction.atomic
def begin(by: Actor, asked: NewSurvey) -> Survey:
    """A survey with its points.

    Errors: Refused where the person keeps none, the days are turned round or over, there are too
            many points, nothing is asked, or the round before is none of the same kind.
    """
    refuse_others(by)
    if asked.closes_on < asked.opens_on:
        raise Refused("surveys/closes_before_opening", field="closes_on")
    if asked.closes_on < today():
        raise Refused("surveys/closing_day_past", field="closes_on")
    is_own = asked.form is not None
    if is_own == bool(asked.instrument) or (asked.form and not asked.form.questions):
        raise Refused("surveys/questions_missing")
    for question in asked.form.questions if asked.form else ():
        if who := asks_who(question):
            raise Refused("surveys/question_asks_identity", who=who)
    _refuse_twins(asked.form)
    if asked.term is Term.REPORT and not is_own:
        raise Refused("surveys/rehearsal_without_report", field="term")
    former = asked.former
    if former and (former.agency_id != by.agency.pk or former.is_rehearsal or not is_own):
        raise Refused("surveys/former_round_of_other_kind")
    names = _names(asked)
    journal.hold(by.agency)
    survey = Survey.objects.create(
        agency=by.agency, fiscal_year=asked.fiscal_year, instrument=asked.instrument,
        name=asked.name, people=asked.people, opens_on=asked.opens_on, closes_on=asked.closes_on,
        official_url=asked.official_url, former=asked.former, term=asked.term.value,
        questions=to_builtins(asked.form) if asked.form else None,
    )  # fmt: skip
    Point.objects.bulk_create(Point(survey=survey, name=name, code=new_code()) for name in names)
    journal.record(by.agency, by, "survey-begun", survey.name)
    return survey


@transaction.atomic
def print_cards(by: Actor, survey: Survey) -> tuple[str, ...]:
    """Draw a set of cards, a fifth more than there are people; their numbers are kept nowhere.

    Shape:  printed once: a second set would let some answer twice.
    Errors: Refused where the survey asks for no cards, is closed, has a set, or nobody knows how
            many people there are.
    """
    refuse_others(by, survey)
    journal.hold(by.agency)
    row = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not row.asks_for_cards or row.closed_on is not None:
        raise Refused("surveys/cards_not_taken_now")
    if row.cards:
        raise Refused("surveys/cards_printed_already")
    if not row.people:
        raise Refused("surveys/staff_count_missing")
    count = ceil(row.people * _MORE)
    if count > MOST_CARDS:
        raise Refused("surveys/too_many_cards", count=count, most_cards=MOST_CARDS)
    if 2 * row.people - count < FEWEST:
        raise Refused("surveys/too_few_staff", people=row.people)
    cards: set[str] = set()
    while len(cards) < count:
        cards.add(new_card())
    # In the order of their digests: that of printing tells which lay beside which.
    Card.objects.bulk_create(
        Card(digest=digest, survey=row) for digest in sorted(digest_of(row, card) for card in cards)
    )
    Survey.objects.filter(pk=row.pk).update(cards=F("cards") + count)
    journal.record(by.agency, by, "survey-cards-printed", row.name, count=count)
    return tuple(cards)


def _names(asked: NewSurvey) -> Sequence[str]:
    if asked.instrument == "IIT" or not asked.points:
        return ("ทุกช่องทาง",)
    names = list(dict.fromkeys(asked.points))
    if len(names) > MOST_POINTS:
        raise Refused("surveys/too_many_points", field="points", most_points=MOST_POINTS)
    return names


def _refuse_twins(form: OwnForm | None) -> None:
    """Of two questions alike nobody could tell which a figure is of."""
    seen = (
        Counter((question.aspect, question.words) for question in form.questions)
        if form
        else Counter()
    )
    for (_, words), count in seen.items():
        if count > 1:
            raise Refused("surveys/question_asked_twice", words=words)


class Brought(Struct, frozen=True):
    """What somebody says of a file: whose questions, and when they were asked.

    Shape:  `numbers` is what numbers in it mean, "" where nobody said.
    """

    instrument: str
    fiscal_year: int
    name: str
    opens_on: date
    closes_on: date
    people: int | None = None
    numbers: str = ""


def read(by: Actor, brought: Brought, name: str, data: bytes) -> Read:
    """Count a file in a process of its own; nothing of it is kept.

    Errors: Refused for who keeps no surveys; UnreadableInput where it is no table.
    """
    refuse_others(by)
    asked = questionnaire(catalogue_of(by.agency), brought.fiscal_year, brought.instrument)
    numbers = Numbers(brought.numbers) if brought.numbers else None
    return read_elsewhere(asked, read_rows(data, name), numbers, brought.people)


@transaction.atomic
def bring(by: Actor, brought: Brought, kept: Elsewhere) -> Survey:
    """Keep the counts as a survey that is closed and was taken elsewhere.

    Errors: Refused for who keeps no surveys, where its days are turned round or not over, too few
            answered, or few people would be left of it and what was ever shown.
    """
    refuse_others(by)
    journal.hold(by.agency)
    refuse_unfit(by, brought, kept)
    survey = Survey.objects.create(
        agency=by.agency, fiscal_year=brought.fiscal_year, instrument=brought.instrument,
        name=brought.name, people=brought.people, opens_on=brought.opens_on,
        closes_on=brought.closes_on, closed_on=brought.closes_on,
        told=kept.respondents, told_on=brought.closes_on,
        elsewhere=to_builtins(kept),
    )  # fmt: skip
    journal.record(by.agency, by, "survey-brought", survey.name, count=kept.respondents)
    return survey


@transaction.atomic
def take_away(by: Actor, survey: Survey) -> None:
    """Delete what was brought in; points that a plan took over stay and say where they are from.

    Errors: Refused for who keeps no surveys, and of a survey that was answered here.
    """
    refuse_others(by, survey)
    journal.hold(by.agency)
    if not survey.is_elsewhere:
        raise Refused("surveys/answers_not_removable")
    # What was shown is known: what is brought in later is compared with it (`_shown_once`).
    journal.record(
        by.agency, by, "survey-taken-away", survey.name, count=survey.told,
        instrument=survey.instrument, told=survey.elsewhere,
    )  # fmt: skip
    survey.delete()


def refuse_unfit(by: Actor, brought: Brought, kept: Elsewhere) -> None:
    """Say why a file cannot be brought in.

    Errors: Refused.
    """
    if brought.closes_on < brought.opens_on:
        raise Refused("surveys/ends_before_beginning", field="closes_on")
    if brought.closes_on > today():
        raise Refused("surveys/last_day_not_past", field="closes_on")
    if not kept.counts:
        raise Refused("surveys/no_readable_answers", field="file")
    if not may_show(kept):
        raise Refused("surveys/too_few_answers", field="file")
    # The counts of what is shown of an instrument, of any year: brought in, or answered here.
    closed = Survey.objects.filter(agency=by.agency, instrument=brought.instrument).exclude(
        closed_on=None
    )
    shown = []
    for survey in closed.select_related("agency").order_by("closed_on"):
        tally = counted(survey, questionnaire_of(survey)).tally
        if tally is not None:
            counts = {asked.code: tuple(asked.counts) for asked in tally.questions if asked.answers}
            shown.append(Elsewhere(counts, tally.respondents, is_counted=True))
    every = [*_shown_once(by, brought.instrument), *shown]
    is_there = any(is_same(kept, other) for other in shown)
    if is_there or any(leaves_few(kept, [other]) for other in every) or leaves_few(kept, every):
        raise Refused("surveys/difference_tells_of_few", field="file")


def _shown_once(by: Actor, instrument: str) -> list[Elsewhere]:
    """The counts of what was taken away; entries of before do not tell them."""
    taken = JournalEntry.objects.filter(
        agency=by.agency, verb="survey-taken-away", detail__instrument=instrument
    )
    details = taken.order_by("number").values_list("detail", flat=True)
    return [convert(detail["told"], Elsewhere) for detail in details]


def carry(by: Actor, survey: Survey, year: int) -> tuple[int, int]:
    """Add the items below target to the plan of a year; how many are new, how many were there.

    Errors: Refused for who may not edit the plan, for another agency's survey, and where it has no
            results that may be shown or nothing weak; Misuse where the year has no plan.
    """
    if survey.agency_id != by.agency.pk or not may(by, Right.EDIT_PLAN):
        raise Refused("surveys/editing_plan_not_allowed")
    weak = weak_of(survey, year)
    if weak is None or not weak.items:
        raise Refused("surveys/nothing_below_target")
    points = [
        WeakPoint(item.name.th, item=item.code, score=item.score, source=weak.source.th)
        for item in weak.items
        if item.code
    ]
    added = add_points(by.agency, by=by, fiscal_year=year, points=points)
    return added, len(points) - added
