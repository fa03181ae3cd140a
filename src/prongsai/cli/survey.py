"""`prongsai survey`: the questions of IIT and EIT, and answers counted as a rehearsal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import (
    FRAMEWORKS,
    JSON,
    STRICT,
    Session,
    catalogue_of,
    command,
    read_bytes,
)
from prongsai.core.scoring.data import text_data

if TYPE_CHECKING:
    from prongsai.core.surveys.elsewhere import Read
    from prongsai.core.surveys.questionnaire import Questionnaire
    from prongsai.core.surveys.tally import Tally

_HERE = "prongsai.cli.survey"


survey = LazyGroup(
    "survey",
    table={
        "questions": f"{_HERE}:questions",
        "tally": f"{_HERE}:tally_command",
    },
)
_YEAR = Option(["--year"], type=click.IntRange(2550, 2649), required=True, metavar="YEAR")
_INSTRUMENT = Option(
    ["--instrument"], type=click.Choice(["IIT", "EIT"], case_sensitive=False), required=True
)
_FILE = Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))
_NUMBERS = Option(["--numbers"], type=click.Choice(["order", "points"]))
_PEOPLE = Option(["--people"], type=click.IntRange(1), metavar="N")


_TEXTS = Option(["--texts"], is_flag=True)


@command("questions", [_YEAR, _INSTRUMENT, _TEXTS, FRAMEWORKS, JSON])
def questions(
    session: Session, year: int, instrument: str, frameworks: Path | None, *, texts: bool
) -> int:
    from prongsai.core.surveys.questionnaire import questionnaire

    rehearsal = questionnaire(catalogue_of(frameworks), year, instrument)
    if texts:
        click.echo(_catalogue(rehearsal))
        return 0
    if session.as_json:
        session.print_json(_questions_data(rehearsal))
        return 0
    click.echo(session.text(rehearsal.label))
    table = session.table("code", "question", "options", overflow="fold")
    for question in rehearsal.asked:
        words = " – ".join(
            filter(None, (session.plain(question.lead), session.plain(question.words)))
        )
        table.add_row(question.code, words, " / ".join(map(session.plain, question.options)))
    session.console.print(table)
    return 0


@command("tally", [_FILE, _YEAR, _INSTRUMENT, _NUMBERS, _PEOPLE, FRAMEWORKS, JSON, STRICT])
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


def _catalogue(rehearsal: Questionnaire) -> str:
    """An empty catalogue of a language: every Thai text, to be translated."""
    from prongsai.core.framework.workbook import dump
    from prongsai.core.surveys.languages import texts_of

    texts = [{"th": text, "to": ""} for text in texts_of(rehearsal)]
    lead = "language: the code of the language, such as my; name: its name in itself"
    return dump({"language": "xx", "name": "", "texts": texts}, lead)


def _print(session: Session, counted: Tally[Questionnaire]) -> None:
    asked = counted.questionnaire
    click.echo(session.text(asked.label))
    click.echo(
        session.message("cli/respondents", respondents=counted.respondents, blanks=counted.blanks)
    )
    names = {code: node.name for code, node in asked.framework.tree.items()}
    table = session.table("code", "name", "rehearsed", overflow="fold")
    for code, score in _ordered(counted):
        score_text = score or session.message("cli/not_known")
        table.add_row(code, session.plain(names[code]), score_text)
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
    rows: list[tuple[str, str | None]] = []

    def add(code: str) -> None:
        rows.append((code, shown(counted.scores.get(code))))
        for child, _ in tree[code].children or ():
            add(child)

    add(counted.questionnaire.instrument)
    return rows


def _questions_data(rehearsal: Questionnaire) -> dict[str, Any]:
    return {
        "format": "prongsai-survey-questions",
        "instrument": rehearsal.instrument,
        "fiscal_year": rehearsal.year,
        "of_year": rehearsal.of_year,
        "confidence": rehearsal.confidence.value,
        "label": text_data(rehearsal.label),
        "questions": [
            {
                "code": question.code,
                "item": question.item,
                "lead": text_data(question.lead),
                "words": text_data(question.words),
                "polarity": question.polarity,
                "answers": [
                    {"answer": text_data(option), "points": question.points(place)}
                    for place, option in enumerate(question.options)
                ],
            }
            for question in rehearsal.asked
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
        "questions": [
            {"code": question.code, "counts": list(question.counts)}
            for question in counted.questions
        ],
        "missing": list(raw.missing),
    }
