"""Bring in answers that were taken elsewhere: a file is counted, and the counts alone are kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from msgspec import Struct, convert, to_builtins

from prongsai.core.surveys.elsewhere import (
    Elsewhere,
    Read,
    is_same,
    leaves_few,
    may_show,
    read_elsewhere,
)
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Numbers
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries.answers import counted, questionnaire_of
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.year.assessment.queries import catalogue_of


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


def read(by: Actor, said: Brought, name: str, data: bytes) -> Read:
    """Count a file in a process of its own; nothing of it is kept.

    Errors: Refused for who keeps no surveys; UnreadableInput where it is no table.
    """
    refuse_others(by)
    asked = questionnaire(catalogue_of(by.agency), said.fiscal_year, said.instrument)
    numbers = Numbers(said.numbers) if said.numbers else None
    return read_elsewhere(asked, read_rows(data, name), numbers, said.people)


@transaction.atomic
def bring(by: Actor, said: Brought, kept: Elsewhere) -> Survey:
    """Keep the counts as a survey that is closed and was taken elsewhere.

    Errors: Refused for who keeps no surveys, where its days are turned round or not over, too few
            answered, or few people would be left of it and what was ever shown.
    """
    refuse_others(by)
    journal.hold(by.agency)
    refuse_unfit(by, said, kept)
    survey = Survey.objects.create(
        agency=by.agency, fiscal_year=said.fiscal_year, instrument=said.instrument,
        name=said.name, people=said.people, opens_on=said.opens_on, closes_on=said.closes_on,
        closed_on=said.closes_on, told=kept.respondents, told_on=said.closes_on,
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
        raise Refused(Text("แบบสำรวจที่ตอบในระบบเอาออกไม่ได้", "what was answered here stays"))
    # What was shown is known: what is brought in later is compared with it (`_shown_once`).
    journal.record(
        by.agency, by, "survey-taken-away", survey.name, count=survey.told,
        instrument=survey.instrument, told=survey.elsewhere,
    )  # fmt: skip
    survey.delete()


def refuse_unfit(by: Actor, said: Brought, kept: Elsewhere) -> None:
    """Say why a file cannot be brought in.

    Errors: Refused.
    """
    if said.closes_on < said.opens_on:
        raise Refused(Text("วันสุดท้ายอยู่ก่อนวันแรก", "it ends before it begins"), field="closes_on")
    if said.closes_on > today():
        raise Refused(Text("วันสุดท้ายยังมาไม่ถึง", "its last day is still to come"), field="closes_on")
    if not kept.counts:
        raise Refused(Text("ไม่มีคำตอบที่อ่านได้", "no answer could be read"), field="file")
    if not may_show(kept):
        raise Refused(
            Text(
                "มีคำถามที่มีคนตอบไม่ถึง 5 คน แสดงผลแล้วอาจรู้ว่าใครตอบ จึงไม่รับ",
                "fewer than five answered some question: a result would tell who, so it is refused",
            ),
            field="file",
        )
    shown = _shown(by, said.instrument)
    every = [*_shown_once(by, said.instrument), *shown]
    is_there = any(is_same(kept, one) for one in shown)
    if is_there or any(leaves_few(kept, [one]) for one in every) or leaves_few(kept, every):
        raise Refused(
            Text(
                "แฟ้มนี้นำเข้าไว้แล้ว หรือต่างจากผลที่แสดงอยู่หรือเคยแสดงไม่ถึง 5 คน ผลต่างจะบอกว่าคนไม่กี่คนตอบอะไร",
                "this was brought in before, or differs by fewer than five from results that are or"
                " were shown: the difference would tell what few people answered",
            ),
            field="file",
            next_step=Text(
                "นำเข้าเมื่อมีผู้ตอบเพิ่มอย่างน้อย 5 คน ถ้าระบุชื่อหรือวันผิด ให้เอาชุดเดิมออก แล้วนำเข้าแฟ้มเดิม",
                "bring it in when five more have answered; where a name or day was wrong, take that"
                " one away and bring in the same file again",
            ),
        )


def _shown(by: Actor, instrument: str) -> list[Elsewhere]:
    """The counts of what is shown of an instrument, of any year: brought in, or answered here."""
    closed = Survey.objects.filter(agency=by.agency, instrument=instrument).exclude(closed_on=None)
    told = []
    for one in closed.select_related("agency").order_by("closed_on"):
        found = counted(one, questionnaire_of(one)).tally
        if found is not None:
            counts = {asked.code: tuple(asked.counts) for asked in found.questions if asked.answers}
            told.append(Elsewhere(counts, found.respondents, is_counted=True))
    return told


def _shown_once(by: Actor, instrument: str) -> list[Elsewhere]:
    """The counts of what was taken away; entries of before do not tell them."""
    taken = JournalEntry.objects.filter(
        agency=by.agency, verb="survey-taken-away", detail__instrument=instrument
    )
    details = taken.order_by("number").values_list("detail", flat=True)
    return [convert(told["told"], Elsewhere) for told in details]
