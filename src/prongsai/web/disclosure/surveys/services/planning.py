"""Begin a survey: its days, the points where it is answered, and cards to be drawn by lot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import ceil

from django.db import transaction
from django.db.models import F
from msgspec import Struct, to_builtins

from prongsai.core.surveys.own import OwnForm, asks_who
from prongsai.core.surveys.retention import Term
from prongsai.core.surveys.withholding import FEWEST
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Card, Point, Survey
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.disclosure.surveys.secrets import digest_of, new_card
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.short_codes import new_code

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
    _refuse_days(asked.opens_on, asked.closes_on)
    _refuse_unasked(by, asked)
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
        raise Refused(Text("แบบสำรวจนี้ไม่ใช้บัตรตอบ หรือปิดแล้ว", "this survey takes no cards now"))
    if row.cards:
        raise Refused(
            Text("พิมพ์บัตรไปแล้วหนึ่งชุด", "a set of cards was printed"),
            next_step=Text(
                "ถ้าแฟ้มหาย ให้ปิดแบบสำรวจนี้แล้วเริ่มใหม่ เพราะบัตรสองชุดตอบได้สองครั้ง",
                "if the file is lost, close this survey and begin another: two sets answer twice",
            ),
        )
    if not row.people:
        raise Refused(Text("ยังไม่ระบุจำนวนบุคลากร", "the number of staff is not given"))
    count = ceil(row.people * _MORE)
    if count > MOST_CARDS:
        raise Refused(
            Text(
                f"ต้องพิมพ์ {count:,} ใบ พิมพ์ได้ไม่เกิน {MOST_CARDS:,} ใบต่อแบบสำรวจ",
                f"{count:,} cards are needed, {MOST_CARDS:,} at the most for a survey",
            ),
            next_step=Text(
                "แบ่งเป็นหลายแบบสำรวจ เช่น ตามสำนัก", "divide it into several surveys, by office"
            ),
        )
    if 2 * row.people - count < FEWEST:
        raise Refused(
            Text(
                f"บุคลากร {row.people} คนน้อยเกินไป คำตอบของบางคนอาจคิดออกจากผลรวม จึงจะไม่มีผลให้ดู",
                f"{row.people} staff are too few: somebody's answers might be worked out of the"
                " whole, so no result could be shown",
            )
        )
    cards = _distinct(count)
    # In the order of their digests: that of printing tells which lay beside which.
    Card.objects.bulk_create(
        Card(digest=digest, survey=row) for digest in sorted(digest_of(row, one) for one in cards)
    )
    Survey.objects.filter(pk=row.pk).update(cards=F("cards") + count)
    journal.record(by.agency, by, "survey-cards-printed", row.name, count=count)
    return cards


def _distinct(count: int) -> tuple[str, ...]:
    cards: set[str] = set()
    while len(cards) < count:
        cards.add(new_card())
    return tuple(cards)


def _names(asked: NewSurvey) -> Sequence[str]:
    if asked.instrument == "IIT" or not asked.points:
        return ("ทุกช่องทาง",)
    names = list(dict.fromkeys(asked.points))
    if len(names) > MOST_POINTS:
        raise Refused(
            Text(f"จุดตอบมีได้ไม่เกิน {MOST_POINTS} จุด", f"{MOST_POINTS} points at the most"),
            field="points",
        )
    return names


def _refuse_twins(form: OwnForm | None) -> None:
    """Of two questions alike nobody could tell which a figure is of."""
    seen = Counter((one.aspect, one.words) for one in form.questions) if form else Counter()
    for (_, words), count in seen.items():
        if count > 1:
            raise Refused(
                Text(f"ถามซ้ำ: “{words}”", f"asked twice: “{words}”"),
                next_step=Text("ตัดออกข้อหนึ่ง หรือถามให้ต่างกัน", "leave one out, or ask it otherwise"),
            )


def _refuse_unasked(by: Actor, asked: NewSurvey) -> None:
    is_own = asked.form is not None
    if is_own == bool(asked.instrument) or (asked.form and not asked.form.questions):
        raise Refused(Text("ยังไม่มีคำถาม", "nothing is asked"))
    for one in asked.form.questions if asked.form else ():
        if who := asks_who(one):
            raise Refused(
                Text(f"คำถามนี้ถามว่าใครตอบ: “{who}”", f"this asks who answers: “{who}”"),
                next_step=Text(
                    "ตัดข้อนี้ออก คำตอบของแบบสำรวจต้องไม่มีเจ้าของ ถ้าต้องติดต่อกลับให้ใช้หน้ารับเรื่อง",
                    "leave it out: answers belong to nobody; whoever wants an answer has the desk",
                ),
            )
    _refuse_twins(asked.form)
    if asked.term is Term.REPORT and not is_own:
        raise Refused(
            Text("การซ้อมไม่มีรายงานให้รอ", "a rehearsal has no report to wait for"), field="term"
        )
    former = asked.former
    if former and (former.agency_id != by.agency.pk or former.is_rehearsal or not is_own):
        raise Refused(
            Text("รอบก่อนไม่ใช่แบบสำรวจชนิดเดียวกัน", "the round before is no survey of this kind")
        )


def _refuse_days(opens_on: date, closes_on: date) -> None:
    if closes_on < opens_on:
        raise Refused(Text("วันปิดอยู่ก่อนวันเปิด", "it closes before it opens"), field="closes_on")
    if closes_on < today():
        raise Refused(Text("วันปิดผ่านไปแล้ว", "the day of closing is over"), field="closes_on")
