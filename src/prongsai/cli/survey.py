"""`prongsai survey`: the questions of IIT and EIT, and answers counted as a rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    FRAMEWORKS,
    JSON,
    NAME_WIDTH,
    STRICT,
    Session,
    catalogue_of,
    command,
    read_bytes,
)
from prongsai.core.scoring.data import text_data
from prongsai.core.text import Text

if TYPE_CHECKING:
    from prongsai.core.surveys.elsewhere import Read
    from prongsai.core.surveys.questionnaire import Questionnaire
    from prongsai.core.surveys.tally import Tally

_HERE = "prongsai.cli.survey"
_QUESTIONS = Text(
    "คำถามของ IIT หรือ EIT พร้อมรหัสและคำตอบ", "The questions of IIT or EIT, with codes and answers."
)
_TALLY = Text("นับคำตอบจากไฟล์เป็นคะแนนซ้อม", "Count the answers of a file into rehearsed scores.")
survey = LazyGroup(
    "survey",
    help_text=Text(
        "ซ้อม IIT และ EIT ด้วยคำถามของปี ไม่ใช่การประเมินของ ป.ป.ช.",
        "Rehearse IIT and EIT with the questions of a year; not the NACC's assessment.",
    ),
    table={
        "questions": (f"{_HERE}:questions", _QUESTIONS),
        "tally": (f"{_HERE}:tally_command", _TALLY),
    },
)
_YEAR = Option(
    ["--year"],
    type=click.IntRange(2550, 2649),
    required=True,
    metavar="YEAR",
    help_text=Text("ปีงบประมาณที่ซ้อม เช่น 2569", "Fiscal year to rehearse, such as 2569."),
)
_INSTRUMENT = Option(
    ["--instrument"],
    type=click.Choice(["IIT", "EIT"], case_sensitive=False),
    required=True,
    help_text=Text("แบบวัด", "The instrument."),
)
_FILE = Argument(
    ["file"],
    metavar="FILE",
    type=click.Path(path_type=Path),
    help_text=Text(
        "ไฟล์คำตอบ แถวละคน หรือตารางจำนวนคนรายข้อ: XLSX, XLS, ODS, CSV",
        "File of answers, a line for each person, or of counts: XLSX, XLS, ODS, CSV.",
    ),
)
_NUMBERS = Option(
    ["--numbers"],
    type=click.Choice(["order", "points"]),
    help_text=Text(
        "ตัวเลขในไฟล์คือลำดับคำตอบ (order) หรือคะแนนที่ได้ (points) ไม่ระบุคือไม่อ่านตัวเลข",
        "What numbers are: which answer (order), or the points it earned; else they are not read.",
    ),
)
_PEOPLE = Option(
    ["--people"],
    type=click.IntRange(1),
    metavar="N",
    help_text=Text("จำนวนคนที่มีสิทธิ์ตอบทั้งหมด ถ้าทราบ", "How many could have answered, where known."),
)


_TEXTS = Option(
    ["--texts"],
    is_flag=True,
    help_text=Text(
        "พิมพ์ทุกข้อความเป็น YAML ให้แปลเป็นภาษาอื่น ไว้ในโฟลเดอร์ languages ของข้อมูล",
        "Print every text as YAML to be translated, for the data's folder languages.",
    ),
)


@command("questions", _QUESTIONS, [_YEAR, _INSTRUMENT, _TEXTS, FRAMEWORKS, JSON])
def questions(
    session: Session, year: int, instrument: str, frameworks: Path | None, *, texts: bool
) -> int:
    """List the questions."""
    from prongsai.core.surveys.questionnaire import questionnaire

    found = questionnaire(catalogue_of(frameworks), year, instrument)
    if texts:
        click.echo(_catalogue(found))
        return 0
    if session.as_json:
        session.print_json(_questions_data(found))
        return 0
    click.echo(session.text(found.label))
    headings = (("รหัส", "Code"), ("คำถาม", "Question"), ("คำตอบ", "Answers"))
    table = session.table(*headings, overflow="fold")
    for one in found.asked:
        words = " – ".join(filter(None, (session.shown(one.lead), session.shown(one.words))))
        table.add_row(one.code, words, " / ".join(map(session.shown, one.options)))
    session.console.print(table)
    return 0


@command("tally", _TALLY, [_FILE, _YEAR, _INSTRUMENT, _NUMBERS, _PEOPLE, FRAMEWORKS, JSON, STRICT])
def tally_command(
    session: Session,
    file: Path,
    year: int,
    instrument: str,
    numbers: str | None,
    people: int | None,
    frameworks: Path | None,
) -> int:
    """Count the answers of a file."""
    from prongsai.core.surveys.elsewhere import read_elsewhere
    from prongsai.core.surveys.questionnaire import questionnaire
    from prongsai.core.surveys.raw_answers import Numbers
    from prongsai.readers.sheets import read_sheets

    asked = questionnaire(catalogue_of(frameworks), year, instrument)
    sheets = read_sheets(read_bytes(file), file.name)
    raw = read_elsewhere(asked, sheets, Numbers(numbers) if numbers else None, people)
    counted = raw.tally
    data = _tally_data(counted, raw)
    return session.end(raw.findings, data, lambda: _print(session, counted))


def _catalogue(found: Questionnaire) -> str:
    """An empty catalogue of a language: every Thai text, to be translated."""
    from prongsai.core.framework.workbook import dump
    from prongsai.core.surveys.languages import texts_of

    texts = [{"th": text, "to": ""} for text in texts_of(found)]
    lead = "language: the code of the language, such as my; name: its name in itself"
    return dump({"language": "xx", "name": "", "texts": texts}, lead)


def _print(session: Session, counted: Tally[Questionnaire]) -> None:
    asked = counted.questionnaire
    click.echo(session.text(asked.label))
    click.echo(
        session.message("cli/respondents", respondents=counted.respondents, blanks=counted.blanks)
    )
    names = {code: node.name for code, node in asked.framework.tree.items()}
    headings = (("รหัส", "Code"), ("ชื่อ", "Name"), ("คะแนนซ้อม", "Rehearsed"))
    table = session.table(*headings, overflow="fold")
    for code, score in _ordered(counted):
        told = score or session.say("ไม่ทราบ", "not known")
        table.add_row(code, session.shown(names[code], NAME_WIDTH), told)
    session.console.print(table)
    if counted.span is not None:
        low, high = f"{counted.span.low:.2f}", f"{counted.span.high:.2f}"
        click.echo(
            session.message("cli/rehearsal_span", instrument=asked.instrument, low=low, high=high)
        )


def _ordered(counted: Tally[Questionnaire]) -> list[tuple[str, str | None]]:
    """The instrument, its indicators, their items, each with its score to two places."""
    from prongsai.core.scoring.compute import shown

    tree = counted.questionnaire.framework.tree
    found: list[tuple[str, str | None]] = []

    def add(code: str) -> None:
        found.append((code, shown(counted.scores.get(code))))
        for child, _ in tree[code].children or ():
            add(child)

    add(counted.questionnaire.instrument)
    return found


def _questions_data(found: Questionnaire) -> dict[str, Any]:
    return {
        "format": "prongsai-survey-questions",
        "instrument": found.instrument,
        "fiscal_year": found.year,
        "of_year": found.of_year,
        "confidence": found.confidence.value,
        "label": text_data(found.label),
        "questions": [
            {
                "code": one.code,
                "item": one.item,
                "lead": text_data(one.lead),
                "words": text_data(one.words),
                "polarity": one.polarity,
                "answers": [
                    {"answer": text_data(option), "points": one.points(place)}
                    for place, option in enumerate(one.options)
                ],
            }
            for one in found.asked
        ],
    }


def _tally_data(counted: Tally[Questionnaire], raw: Read) -> dict[str, Any]:
    span = counted.span
    return {
        "format": "prongsai-survey-tally",
        "instrument": counted.questionnaire.instrument,
        "fiscal_year": counted.questionnaire.year,
        "of_year": counted.questionnaire.of_year,
        "is_rehearsal": True,
        "label": text_data(counted.questionnaire.label),
        "respondents": counted.respondents,
        "blanks": counted.blanks,
        "scores": dict(_ordered(counted)),
        "span": {"low": f"{span.low:.2f}", "high": f"{span.high:.2f}"} if span else None,
        "questions": [{"code": one.code, "counts": list(one.counts)} for one in counted.questions],
        "missing": list(raw.missing),
    }
