"""Acts of surveys; who answers what is drawn by lot."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from demo_agency.stage import ZONE, Stage
from prongsai.core.surveys.own import shipped
from prongsai.core.surveys.questionnaire import Asked
from prongsai.documents.tables_workbook import csv_table
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries import questionnaire_of
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.clock import freeze

_OFFICE_MINUTES = 420  # of a day, from nine o'clock


class Lots(Struct, frozen=True):
    """How rehearsals are answered: weights of the options, the best first; items found wanting."""

    seed: int
    usual: tuple[int, ...]
    wanting: tuple[int, ...]
    items: frozenset[str]

    def choice(self, lot: Random, asked: Asked) -> int:
        """An option of a question."""
        best_first = sorted(range(len(asked.options)), key=asked.points, reverse=True)
        weights = self.wanting if asked.item in self.items else self.usual
        return lot.choices(best_first, weights[: len(best_first)])[0]


def ask_satisfaction(by: Actor, asked: planning.NewSurvey) -> Survey:
    """Begin a round of the shipped questionnaire of satisfaction."""
    return planning.begin(by, replace(asked, form=shipped()[0].form))


def answer_satisfaction(
    stage: Stage,
    survey: Survey,
    count: int,
    seed: int,
    mark: str,
    grades: list[int],
    matters: list[int],
    written: list[str],
) -> None:
    """Visitors answer at the counters over the days of a round.

    Shape:  `grades` weighs the options that have points, the best first, `matters` the others;
            every seventh visitor writes; `mark` begins the keys of the forms.
    """
    form = shipped()[0].form
    lot = stage.lot(seed)
    points = list(survey.points.order_by("name"))
    for place, moment in enumerate(_moments(lot, survey, count)):
        text = written[place // 7] if place % 7 == 0 and place // 7 < len(written) else ""
        values = {
            asked.code: lot.choices(
                range(len(asked.options)), grades if asked.has_points else matters
            )[0]
            for asked in form.asked
        }
        words = {asked.code: text for asked in form.written}
        with freeze(moment):
            answering.receive(
                lot.choice(points), answering.Sent(values, f"{mark}{place:031x}", words=words)
            )


def answer_as_staff(
    stage: Stage, survey: Survey, cards: tuple[str, ...], count: int, lots: Lots
) -> None:
    """Staff answer a rehearsal, each with a card."""
    lot, point = stage.lot(lots.seed), survey.points.get()
    questions = questionnaire_of(survey).asked
    for number, moment in enumerate(_moments(lot, survey, count)):
        values = {asked.code: lots.choice(lot, asked) for asked in questions}
        with freeze(moment):
            answering.receive(point, answering.Sent(values, _key("i", number), cards[number]))


def answer_as_visitors(
    stage: Stage, survey: Survey, count: int, lots: Lots, written: list[str]
) -> None:
    """Visitors answer a rehearsal; every ninth writes."""
    lot, points = stage.lot(lots.seed), list(survey.points.order_by("name"))
    questions = questionnaire_of(survey).asked
    for number, moment in enumerate(_moments(lot, survey, count)):
        text = written[number // 9] if number % 9 == 0 and number // 9 < len(written) else ""
        with freeze(moment):
            point = lot.choice(points)
            values = {asked.code: lots.choice(lot, asked) for asked in questions}
            answering.receive(point, answering.Sent(values, _key("e", number), text=text))


def answer_with_one_hand(survey: Survey, point: str, count: int, begins: str) -> None:
    """One person answers again and again, always the best: the demo shows what is said of it."""
    questions = questionnaire_of(survey).asked
    best = {asked.code: max(range(len(asked.options)), key=asked.points) for asked in questions}
    moment = datetime.fromisoformat(begins).replace(tzinfo=ZONE)
    for number in range(count):
        with freeze(moment + timedelta(seconds=70 * number)):
            sent = answering.Sent(best, f"{0xF000 + number:032x}", again=number > 0)
            answering.receive(survey.points.get(name=point), sent)


def bring_answers(
    stage: Stage, by: Actor, survey: Survey, count: int, lots: Lots, said: planning.Brought
) -> None:
    """Import a file of answers, as a form on the web gives it out."""
    questionnaire, lot = questionnaire_of(survey), stage.lot(lots.seed)
    lines = [
        [asked.options[lots.choice(lot, asked)].th for asked in questionnaire.asked]
        for _ in range(count)
    ]
    read = planning.read(by, said, "answers.csv", csv_table(questionnaire.codes, lines))
    planning.bring(by, said, read.kept)


def _key(kind: str, number: int) -> str:
    return f"{ord(kind):x}{number:030x}".zfill(32)


def _moments(lot: Random, survey: Survey, count: int) -> list[datetime]:
    """Moments in office hours of a survey's days."""
    days = (survey.closes_on - survey.opens_on).days
    first = datetime.combine(survey.opens_on, datetime.min.time(), ZONE) + timedelta(hours=9)
    drawn = (
        first + timedelta(days=lot.randrange(days), minutes=lot.randrange(_OFFICE_MINUTES))
        for _ in range(count)
    )
    return sorted(drawn)
