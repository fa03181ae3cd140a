"""Bring in answers that were taken elsewhere: a file is counted, and the counts alone are kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from msgspec import Struct, convert, to_builtins

from prongsai.core.surveys.elsewhere import Elsewhere, Read, is_almost, may_show, read_elsewhere
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.raw_answers import Numbers
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.assessment.queries import catalogue_of
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.surveys.models import Survey
from prongsai.web.surveys.rights import refuse_others


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
            answered, or it is a file that was brought before, alone or with few more.
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
    journal.record(by.agency, by, "survey-taken-away", survey.name, count=survey.told)
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
    others = Survey.objects.filter(
        agency=by.agency, instrument=said.instrument, fiscal_year=said.fiscal_year
    ).exclude(elsewhere__isnull=True)
    for other in others:
        if is_almost(kept, convert(other.elsewhere, Elsewhere)):
            raise Refused(
                Text(
                    f"แฟ้มนี้คือ “{other.name}” ที่นำเข้าไว้แล้ว หรือต่างกันไม่กี่คำตอบ"
                    " ผลต่างจะบอกว่าคนไม่กี่คนตอบอะไร",
                    f"this is “{other.name}”, which was brought in before, alone or with few more:"
                    " the difference would tell what few people answered",
                ),
                field="file",
                next_step=Text(
                    "ถ้าชุดเดิมผิด ให้เอาชุดเดิมออกก่อน", "if that one is wrong, take it away first"
                ),
            )
