"""A kind of case, as its YAML file declares it; the states, days and keeping of a case."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Literal

from msgspec import Meta, Struct

from prongsai.core.announcements.model import Basis, Confidence
from prongsai.core.messages import read_words
from prongsai.core.registers.fields import Choice, Field, Key, Name
from prongsai.core.text import Labelled, Text
from prongsai.core.thai import arabic_digits

MOST_FIELDS = 20
MOST_PHOTOS = 5
MOST_STEPS = 12
MOST_CLASSES = 30
LONGEST_UNIT = 200


class Audience(StrEnum):
    """Who brings cases of a kind."""

    CITIZENS = "citizens"
    STAFF = "staff"


class Days(StrEnum):
    """Which days count until a case is due."""

    WORKING = "working"
    ALL = "all"

    @property
    def label(self) -> Text:
        """The words behind a number of days."""
        return read_words(f"desk/days.{self}")


class Due(Struct, frozen=True, kw_only=True):
    """Until when a case is answered.

    Shape:  `source` says where the number of days comes from, `confidence` how sure that is.
    """

    within: Annotated[int, Meta(ge=1, le=365)]
    days: Days
    source: str
    confidence: Confidence


class EscalationStep(Struct, frozen=True, kw_only=True):
    """To whom a case goes that is not answered `after` so many working days past its last day."""

    to: Key
    after: Annotated[int, Meta(ge=1, le=365)]


class Escalation(Struct, frozen=True, kw_only=True):
    """Who takes up what is overdue, one after the other.

    Shape:  `source` says where the days come from, `confidence` how sure that is.
    """

    steps: Annotated[tuple[EscalationStep, ...], Meta(min_length=1, max_length=5)]
    source: str
    confidence: Confidence


class Content(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the YAML of a kind holds.

    Shape:  `named_by` is the field that tells in a line what a case is about; `contact` are the
            fields that tell who somebody is: they are forgotten when the case has been closed for
            a while; `classes` are those that statistics count apart; `may_be_faq` where a question
            and its answer may be shown to everybody; `restricted` where units see nothing that was
            not given to them, and no superior takes it up by an `escalation`; `lineages` are the
            subjects of OIT items that the form of the kind, or its statistics, answers; `bill_to`
            is the one of `contact` that a bill of such a case is made out to, None where nothing is
            to be paid; `reckoned_by` is the rule by which its bill is reckoned, "" where an
            official types what is to be paid; `photos` is how many may come with it; `point` where
            it may tell a point on the agency's map; `unit` names the unit that gets a case as it
            comes, "" where the desk
            gives it out; `steps` are the ways on which officials tell how far it is; `former` are
            fields that are asked no more: cases of before hold them, and what of them is `contact`
            is forgotten as ever; `each_counts` where the same words of several people are as many
            voices, and are never taken for one case that was sent again.
    """

    title: Text
    purpose: Text
    basis: Annotated[tuple[Basis, ...], Meta(min_length=1)]
    audience: Audience = Audience.CITIZENS
    fields: Annotated[tuple[Field, ...], Meta(min_length=1, max_length=MOST_FIELDS)]
    named_by: Name
    contact: tuple[Name, ...] = ()
    bill_to: Name | None = None
    reckoned_by: Literal["", "sign-tax"] = ""
    photos: Annotated[int, Meta(ge=0, le=MOST_PHOTOS)] = 0
    point: bool = False
    notice: Text
    due: Due
    classes: Annotated[tuple[Choice, ...], Meta(max_length=MOST_CLASSES)] = ()
    unit: Annotated[str, Meta(max_length=LONGEST_UNIT)] = ""
    steps: Annotated[tuple[Choice, ...], Meta(max_length=MOST_STEPS)] = ()
    former: tuple[Field, ...] = ()
    may_be_faq: bool = False
    restricted: bool = False
    each_counts: bool = False
    lineages: tuple[Key, ...] = ()
    escalation: Escalation | None = None
    rank: int = 100


class CaseKind(Content, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of case; `key` is its file's name without the ending."""

    key: str

    def field(self, name: str) -> Field | None:
        """A field by its name; one that is asked no more is found too."""
        return next((field for field in (*self.fields, *self.former) if field.name == name), None)

    @property
    def offered_classes(self) -> tuple[Choice, ...]:
        """The classes that a case may be put into today."""
        return tuple(choice for choice in self.classes if not choice.retired)

    @property
    def offered_steps(self) -> tuple[Choice, ...]:
        """The steps that a case may come to today, in order."""
        return tuple(step for step in self.steps if not step.retired)


class Channel(Labelled):
    """How a case came."""

    WEB = "web", "เว็บ", "web"
    COUNTER = "counter", "มาด้วยตนเอง", "at the counter"
    PHONE = "phone", "โทรศัพท์", "telephone"
    PAPER = "paper", "หนังสือ", "letter"
    BOX = "box", "กล่องรับความคิดเห็น", "opinion box"
    CHAT = "chat", "ไลน์หรือสื่อสังคมออนไลน์", "chat or social media"


class State(Labelled):
    """Where a case stands."""

    RECEIVED = "received", "รับเรื่องแล้ว", "received"
    ASSIGNED = "assigned", "กำลังดำเนินการ", "being worked on"
    ASKED = "asked", "รอข้อมูลจากผู้แจ้ง", "waiting for information from the person who reported it"
    OUTSIDE = "outside", "ส่งต่อแล้ว รอหน่วยงานอื่น", "forwarded, waiting for another agency"
    JOINED = "joined", "ดำเนินการรวมกับเรื่องเดียวกัน", "handled together with the same matter"
    ANSWERED = "answered", "ตอบแล้ว", "answered"

    @property
    def is_open(self) -> bool:
        """Whether somebody waits for the agency."""
        return self is not State.ANSWERED


class Outcome(Labelled):
    """How a case ended."""

    DONE = "done", "ดำเนินการแล้ว", "done"
    EXPLAINED = "explained", "ชี้แจงหรือให้ข้อมูลแล้ว", "explained"
    NOT_POSSIBLE = "not-possible", "ทำไม่ได้ พร้อมเหตุผล", "not possible, with the reason"
    FORWARDED = "forwarded", "ส่งต่อหน่วยงานที่มีอำนาจ", "forwarded to the agency in charge"
    MERGED = "merged", "รวมกับเรื่องเดียวกัน", "joined with the same matter"


class Unfit(Labelled):
    """Why a photo was taken out; there is no reason such as that it displeases."""

    INDECENT = "indecent", "ภาพลามกหรือรุนแรง", "indecent or violent"
    PERSONAL = "personal", "มีข้อมูลส่วนบุคคลของผู้อื่น", "shows personal data of others"


class Act(StrEnum):
    """What happens to a case."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    NOTE = "note"
    ASK = "ask"
    REPLY = "reply"
    ANSWER = "answer"
    RATE = "rate"
    REOPEN = "reopen"
    JOIN = "join"
    PART = "part"
    ESCALATE = "escalate"
    STEP = "step"
    FORWARD = "forward"
    CORRECT = "correct"

    @property
    def is_told(self) -> bool:
        """Whether who brought the case reads it."""
        return self not in (Act.ASSIGN, Act.NOTE, Act.JOIN, Act.PART, Act.ESCALATE)


# An answer, and an answer in the place of another.
ANSWERING = (Act.ANSWER, Act.CORRECT)
# What an act makes of a case in a state; what is not here cannot be done.
MOVES: Mapping[tuple[State, Act], State] = MappingProxyType({
    (State.RECEIVED, Act.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Act.ASSIGN): State.ASSIGNED,
    (State.ASKED, Act.ASSIGN): State.ASKED,
    (State.RECEIVED, Act.ASK): State.ASKED,
    (State.ASSIGNED, Act.ASK): State.ASKED,
    (State.ASKED, Act.REPLY): State.ASSIGNED,
    (State.RECEIVED, Act.REPLY): State.RECEIVED,
    (State.ASSIGNED, Act.REPLY): State.ASSIGNED,
    (State.RECEIVED, Act.ANSWER): State.ANSWERED,
    (State.ASSIGNED, Act.ANSWER): State.ANSWERED,
    (State.ASKED, Act.ANSWER): State.ANSWERED,
    # What waits for word from outside is nobody's delay here.
    (State.RECEIVED, Act.ESCALATE): State.RECEIVED,
    (State.ASSIGNED, Act.ESCALATE): State.ASSIGNED,
    (State.RECEIVED, Act.JOIN): State.JOINED,
    (State.ASSIGNED, Act.JOIN): State.JOINED,
    (State.ASKED, Act.JOIN): State.JOINED,
    (State.JOINED, Act.REPLY): State.JOINED,
    (State.JOINED, Act.PART): State.RECEIVED,
    (State.ANSWERED, Act.PART): State.RECEIVED,
    (State.ANSWERED, Act.CORRECT): State.ANSWERED,
    (State.ANSWERED, Act.RATE): State.ANSWERED,
    (State.ANSWERED, Act.REOPEN): State.RECEIVED,
    # A case that another agency works on, and this one follows up; back by assigning it.
    (State.RECEIVED, Act.FORWARD): State.OUTSIDE,
    (State.ASSIGNED, Act.FORWARD): State.OUTSIDE,
    (State.ASKED, Act.FORWARD): State.OUTSIDE,
    (State.OUTSIDE, Act.FORWARD): State.OUTSIDE,
    (State.OUTSIDE, Act.ASSIGN): State.ASSIGNED,
    (State.OUTSIDE, Act.ASK): State.ASKED,
    (State.OUTSIDE, Act.REPLY): State.OUTSIDE,
    (State.OUTSIDE, Act.STEP): State.OUTSIDE,
    (State.OUTSIDE, Act.ANSWER): State.ANSWERED,
    (State.RECEIVED, Act.STEP): State.RECEIVED,
    (State.ASSIGNED, Act.STEP): State.ASSIGNED,
    **{(state, Act.NOTE): state for state in State},
})  # fmt: skip


_SATURDAY = 5


def due_on(received: date, due: Due, days_off: Collection[date] = ()) -> date:
    """The last day on which an answer is in time; the day it came does not count.

    Shape:  `days_off` are the days on which the agency is closed beside Saturdays and Sundays; a
            last day that is one of either is moved to the next that is none.
    """
    day = received
    if due.days is Days.ALL:
        day += timedelta(days=due.within)
        while is_off(day, days_off):
            day += timedelta(days=1)
        return day
    return working_days_after(day, due.within, days_off)


def working_days_after(day: date, count: int, days_off: Collection[date] = ()) -> date:
    """The day that is so many working days later."""
    left = count
    while left:
        day += timedelta(days=1)
        left -= not is_off(day, days_off)
    return day


def reached(
    last_day: date, steps: Sequence[EscalationStep], on: date, days_off: Collection[date] = ()
) -> tuple[EscalationStep, ...]:
    """The steps of an escalation whose day has come, in their order; () where none has.

    Shape:  `last_day` is that of the case; a step begins with the day that is its number of working
            days later.
    """
    return tuple(step for step in steps if working_days_after(last_day, step.after, days_off) <= on)


def is_off(day: date, days_off: Collection[date]) -> bool:
    """Whether the agency is closed on a day."""
    return day.weekday() >= _SATURDAY or day in days_off


# Our default: no law sets the days. The notices of the kinds say this to whoever brings a case.
KEPT_AFTER_ANSWER = timedelta(days=90)
_A_TIME = re.compile(
    r"(?:ลบ|เก็บ|delet|keep|kept)[^0-9]{0,80}([0-9]+)\s*(วัน|เดือน|ปี|days?|months?|years?)"
)
_DAYS = ("วัน", "day", "days")


def false_time(notice: str) -> str:
    """The first time of keeping or deleting in a notice that is not the one kept; "" for none.

    >>> false_time("ลบเมื่อครบ ๓๐ วัน"), false_time("ลบเมื่อตอบแล้ว 90 วัน")
    ('30 วัน', '')
    """
    for number, word in _A_TIME.findall(arabic_digits(notice)):
        if int(number) != KEPT_AFTER_ANSWER.days or word not in _DAYS:
            return f"{number} {word}"
    return ""
