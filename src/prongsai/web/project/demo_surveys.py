"""The demo's surveys: sixty staff, two hundred visitors, a file from elsewhere; made up by lot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from prongsai.core.surveys.questionnaire import Asked, Questionnaire
from prongsai.core.surveys.retention import Term
from prongsai.documents.table_files import csv_table
from prongsai.web.disclosure.surveys.models import Point, Survey
from prongsai.web.disclosure.surveys.queries.surveys import questionnaire_of
from prongsai.web.disclosure.surveys.services import planning
from prongsai.web.disclosure.surveys.services.answering import Sent, close, receive
from prongsai.web.disclosure.surveys.services.planning import Brought, NewSurvey, begin, print_cards
from prongsai.web.platform.clock import freeze
from prongsai.web.project.demo_stage import YEAR, Stage, on

STAFF, VISITORS, ELSEWHERE = 60, 200, 86
_PEOPLE = 64
_FIRST, _LAST = date(2023, 2, 2), date(2023, 3, 16)
_ZONE = ZoneInfo("Asia/Bangkok")
# One hand at the web site's point, so that the demo shows what is told of it.
_OF_ONE_HAND = 14
_POINTS = ("เคาน์เตอร์งานทะเบียน", "เคาน์เตอร์กองคลัง", "เว็บไซต์")
# What the people of the story find wanting.
_WEAK = frozenset({"i7", "i13", "i20", "e7", "e9", "e13"})
_WORDS = (
    "รอนานช่วงเช้าวันจันทร์", "เจ้าหน้าที่พูดดี", "อยากให้มีป้ายบอกขั้นตอน", "จ่ายเงินทางมือถือไม่ได้",
    "ที่จอดรถน้อย", "เว็บหาแบบฟอร์มยาก", "ได้เอกสารวันเดียว", "ห้องน้ำสะอาด", "โทรศัพท์ไม่ค่อยมีคนรับ",
    "อยากให้เปิดช่วงพักเที่ยง", "ป้ายตัวเล็ก", "ขอบคุณ",
)  # fmt: skip


class Surveys:
    """Two surveys of the story, a third that is open, and what a form on the web had gathered."""

    def __init__(self, stage: Stage) -> None:
        """Both begin on one day."""
        self._stage = stage
        self._lot = Random(YEAR)  # noqa: S311 - the same demo each time
        with on(date(2023, 2, 1), 16):
            by = stage.officer
            self._staff = begin(by, _asked("IIT", "ซ้อม IIT รอบ 1", _FIRST, _LAST, _PEOPLE))
            self._visitors = begin(by, _asked("EIT", "ซ้อม EIT รอบ 1", _FIRST, _LAST, None))
            self._cards = print_cards(by, self._staff)

    def answer(self) -> None:
        """Six weeks of answers."""
        point = self._staff.points.get()
        asked = questionnaire_of(self._staff)
        for number, moment in enumerate(self._moments(STAFF)):
            with freeze(moment):
                receive(point, self._sent(asked, "i", number, card=self._cards[number]))
        self._visit()

    def end(self) -> None:
        """Both close; the second round of EIT is open."""
        with on(date(2023, 3, 17), 15, 35):
            by = self._stage.officer
            close(by, Survey.objects.get(pk=self._staff.pk))
            close(by, Survey.objects.get(pk=self._visitors.pk))
            last = date(2023, 6, 30)
            begin(by, _asked("EIT", "ซ้อม EIT รอบ 2", date(2023, 3, 17), last, None))
            self._bring()

    def _bring(self) -> None:
        """A file of lines of people, as a form on the web gave it out before the year's survey."""
        asked = questionnaire_of(self._visitors)
        first, last = date(2022, 11, 1), date(2022, 11, 30)
        lines = [
            [one.options[self._choice(one)].th for one in asked.asked] for _ in range(ELSEWHERE)
        ]
        said = Brought("EIT", YEAR, "EIT จากแบบฟอร์มออนไลน์ พ.ย. 2565", first, last)
        by = self._stage.officer
        read = planning.read(by, said, "answers.csv", csv_table(asked.codes, lines))
        planning.bring(by, said, read.kept)

    def _visit(self) -> None:
        points = list(self._visitors.points.order_by("name"))
        asked = questionnaire_of(self._visitors)
        honest = VISITORS - _OF_ONE_HAND
        for number, moment in enumerate(self._moments(honest)):
            text = _WORDS[number // 9] if number % 9 == 0 and number // 9 < len(_WORDS) else ""
            with freeze(moment):
                point = self._lot.choice(points)
                receive(point, self._sent(asked, "e", number, text=text))
        self._one_hand(next(one for one in points if one.name == _POINTS[2]), asked)

    def _one_hand(self, point: Point, asked: Questionnaire) -> None:
        best = {one.code: max(range(len(one.options)), key=one.points) for one in asked.asked}
        moment = datetime(2023, 3, 15, 19, 2, tzinfo=_ZONE)
        for number in range(_OF_ONE_HAND):
            with freeze(moment + timedelta(seconds=70 * number)):
                receive(point, Sent(best, f"{0xF000 + number:032x}", again=number > 0))

    def _moments(self, count: int) -> Iterator[datetime]:
        days = (_LAST - _FIRST).days
        drawn = [
            datetime(2023, 2, 2, 9, tzinfo=_ZONE)
            + timedelta(days=self._lot.randrange(days), minutes=self._lot.randrange(420))
            for _ in range(count)
        ]
        return iter(sorted(drawn))

    def _sent(
        self, asked: Questionnaire, kind: str, number: int, card: str = "", text: str = ""
    ) -> Sent:
        key = f"{ord(kind):x}{number:030x}"
        values = {one.code: self._choice(one) for one in asked.asked}
        return Sent(values, key.zfill(32), card, text)

    def _choice(self, one: Asked) -> int:
        """Mostly content, less so with what is wanting."""
        best_first = sorted(range(len(one.options)), key=one.points, reverse=True)
        weights = (30, 40, 20, 10) if one.item in _WEAK else (62, 30, 6, 2)
        return self._lot.choices(best_first, weights[: len(best_first)])[0]


def _asked(instrument: str, name: str, first: date, last: date, people: int | None) -> NewSurvey:
    points = _POINTS if instrument == "EIT" else ()
    return NewSurvey(YEAR, instrument, name, first, last, people, points=points, term=Term.YEAR)
