"""The demo's satisfaction surveys: two rounds at the counters, the second with its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from prongsai.core.surveys.own import OwnForm, shipped
from prongsai.core.surveys.retention import Term
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.services import reporting
from prongsai.web.disclosure.surveys.services.answering import Sent, close, receive
from prongsai.web.disclosure.surveys.services.planning import NewSurvey, begin
from prongsai.web.platform.clock import freeze
from prongsai.web.project.demo_stage import YEAR, Stage, on

_POINTS = ("เคาน์เตอร์งานทะเบียน", "เคาน์เตอร์กองคลัง", "กองช่าง")
_ANSWERED = (86, 112)
# How often each grade is given, the best first: the second round went better.
_GRADES = ((34, 36, 20, 7, 3), (46, 36, 13, 4, 1))
_MATTERS = (30, 34, 12, 18, 6)
_WORDS = (
    "ป้ายบอกห้องไม่ชัด", "รอนานวันจันทร์", "เจ้าหน้าที่ช่วยกรอกให้ดีมาก", "อยากจ่ายด้วย QR", "ที่จอดรถน้อย",
    "อยากให้มีบัตรคิว", "เปิดช่วงพักเที่ยงได้ไหม", "เอกสารขอซ้ำหลายชุด", "โทรถามแล้วไม่มีคนรับ", "สะอาดดี",
    "ตัวหนังสือในแบบฟอร์มเล็ก", "ขอบคุณ",
)  # fmt: skip
_SAID = {
    "words": "ป้ายบอกห้องไม่ชัดเจน\nรอนานในวันจันทร์\nอยากชำระเงินด้วย QR และมีบัตรคิว",
    "next": "ทำป้ายบอกห้องใหม่\nเพิ่มเจ้าหน้าที่รับเรื่องวันจันทร์\nเปิดรับชำระด้วย QR",
}
_ZONE = ZoneInfo("Asia/Bangkok")


class Rounds:
    """Two rounds, the second asked in the words of the first."""

    def __init__(self, stage: Stage) -> None:
        """The first begins."""
        self._stage = stage
        self._lot = Random(YEAR + 1)  # noqa: S311 - the same demo each time
        with on(date(2022, 11, 14), 8, 30):
            self._first = self._begun("ความพึงพอใจ รอบ 1", date(2023, 1, 31))
        self._answer(self._first, 0)

    def go_on(self) -> None:
        """The first closes, the second begins."""
        with on(date(2023, 2, 1), 16):
            close(self._stage.officer, self._first)
            former = Survey.objects.get(pk=self._first.pk)
            self._second = self._begun("ความพึงพอใจ รอบ 2", date(2023, 3, 16), former)
        self._answer(self._second, 1)

    def end(self) -> None:
        """The second closes, and is reported."""
        with on(date(2023, 3, 17), 15, 36):
            close(self._stage.officer, self._second)
            own = Survey.objects.get(pk=self._second.pk)
            reporting.make(self._stage.officer, own, _SAID)
            self._stage.work()

    def _begun(self, name: str, last: date, former: Survey | None = None) -> Survey:
        with_form = shipped()[0].form
        first = date(2023, 2, 2) if former else date(2022, 11, 14)
        asked = NewSurvey(
            YEAR,
            "",
            name,
            first,
            last,
            points=_POINTS,
            form=with_form,
            former=former,
            term=Term.YEAR if former else Term.REPORT,
        )
        return begin(self._stage.officer, asked)

    def _answer(self, survey: Survey, number: int) -> None:
        form = shipped()[0].form
        points = list(survey.points.order_by("name"))
        for place, moment in enumerate(self._moments(survey, _ANSWERED[number])):
            text = _WORDS[place // 7] if place % 7 == 0 and place // 7 < len(_WORDS) else ""
            values = self._values(form, _GRADES[number])
            key = f"{0xA + number:x}{place:031x}"
            words = {one.code: text for one in form.written}
            with freeze(moment):
                receive(self._lot.choice(points), Sent(values, key, words=words))

    def _values(self, form: OwnForm, weights: Sequence[int]) -> dict[str, int]:
        return {
            one.code: self._lot.choices(
                range(len(one.options)), weights if one.has_points else _MATTERS
            )[0]
            for one in form.asked
        }

    def _moments(self, survey: Survey, count: int) -> list[datetime]:
        """Visitors over office hours."""
        days = (survey.closes_on - survey.opens_on).days
        start = datetime(
            survey.opens_on.year, survey.opens_on.month, survey.opens_on.day, 9, tzinfo=_ZONE
        )
        drawn = (
            start + timedelta(days=self._lot.randrange(days), minutes=self._lot.randrange(420))
            for _ in range(count)
        )
        return sorted(drawn)
