"""Candidates on the command line: listed by number, asked one by one."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from prongsai.cli.taking import left_of, take
from prongsai.cli.telling import tell
from prongsai.core.errors import Misuse, Place, ProngsaiError
from prongsai.core.ids import written
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading
from prongsai.core.text import Text, same

if TYPE_CHECKING:
    from prongsai.cli.session import Session
    from prongsai.core.framework.catalogue import Catalogue

    Numbered = Sequence[tuple[int, Candidate]]

DOUBTS = {
    Doubt.WHOSE: Text("ของหน่วยงานใด?", "whose?"),
    Doubt.YEAR: Text("ปีใด?", "which year?"),
    Doubt.SCORE: Text("คะแนนใด?", "which score?"),
    Doubt.GOAL: Text("เป็นเป้าหมาย?", "a goal?"),
    Doubt.MEAN: Text("ค่าเฉลี่ยของหลายหน่วย?", "a mean of many?"),
    Doubt.WEIGHTED: Text("ถ่วงน้ำหนักแล้ว?", "weighted?"),
    Doubt.WORDS: Text("มีคำที่ไม่เข้าใจ", "words not understood"),
    Doubt.SENTENCE: Text("อยู่ในประโยค", "in a sentence"),
}
_ANSWERS = {"": "", "n": "", "ไม่": "", "y": "y", "ใช่": "y", "q": "q"}


def candidate_data(number: int, one: Candidate) -> dict[str, Any]:
    """A candidate for JSON."""
    return {
        "number": number,
        "code": one.code,
        "year": one.year,
        "published": one.published,
        "value": None if one.value is None else str(one.value),
        "level": one.level,
        "doubts": [doubt.value for doubt in one.doubts],
        "place": one.place.as_dict(),
    }


def print_candidates(session: Session, numbered: Numbered, catalogue: Catalogue) -> None:
    """Candidates by page, sheet or table, each with its number, what it seems to be, and quote."""
    console = session.console
    count = len(numbered)
    lead = session.message("cli/candidates", count=count)
    console.print(lead, style="bold", markup=False)
    groups: dict[Place, list[tuple[int, Candidate]]] = defaultdict(list)
    for number, one in numbered:
        groups[_group(one)].append((number, one))
    for place, group in groups.items():
        heading = session.text(place.text()) or session.say("ในข้อความ", "in the text")
        console.print(heading, style="cyan", markup=False)
        for number, one in group:
            what, where = _lines(session, one, catalogue)
            console.print(f"{number:>4}  {what}", markup=False)
            console.print(f"      {where}", style="dim", markup=False)


def _group(one: Candidate) -> Place:
    place = one.place
    is_paged = place.page is not None or place.sheet is not None
    return Place(sheet=place.sheet, page=place.page, table=None if is_paged else place.table)


def _lines(session: Session, one: Candidate, catalogue: Catalogue) -> tuple[str, str]:
    """What a candidate seems to be and why it is doubted; where it stands."""
    doubts = ", ".join(session.text(DOUBTS[doubt]) for doubt in one.doubts)
    year = str(one.year or session.say("ไม่ทราบปี", "no year"))
    what = session.text(_name(one, catalogue))
    table = None if _group(one).table else one.place.table
    where = replace(one.place, file=None, sheet=None, page=None, table=table).text()
    published = session.text(same(one.published))
    return f"{published}  {what} · {year} · {doubts}", session.text(where)


def _name(one: Candidate, catalogue: Catalogue) -> Text:
    """The code with its official name in the candidate's year, else in the newest."""
    if one.level is not None:
        return Text("ระดับ", "level")
    if one.code is None:
        return Text("ไม่ทราบว่าเป็นคะแนนใด", "of an unknown score")
    years = catalogue.years()
    framework = catalogue.get(one.year if one.year in years else years[-1], draft=True)
    node = framework.tree.get(one.code) or framework.items.get(one.code)
    code = written(one.code)
    return Text(f"{code} {node.name.th}", f"{code} {node.name.en}") if node else same(code)


def ask(
    session: Session, reading: Reading, asked: Sequence[str], catalogue: Catalogue
) -> tuple[str, ...]:
    """Ask of each candidate that is not taken yet; what `--take` is to say.

    Errors: Misuse where there is no terminal to ask on.
    """
    if session.as_json or not has_terminal():
        raise Misuse("cli/interactive_without_terminal")
    chosen = list(asked)
    question = session.message("cli/candidate_question")
    questions = iter(left_of(reading, take(reading, chosen, catalogue)))
    number, one = next(questions, (0, None))
    while one is not None:
        what, where = _lines(session, one, catalogue)
        click.echo(f"{number:>4}  {what}\n      {where}", err=True)
        answer = click.prompt(question, default="", show_default=False, err=True).strip()
        answer = _ANSWERS.get(answer.lower(), answer)
        if answer == "q":
            break
        sign = "" if answer.startswith("@") else "="
        word = str(number) if answer == "y" else f"{number}{sign}{answer.replace(',', ' ')}"
        more = [word] if answer else []
        try:
            take(reading, [*chosen, *more], catalogue)
        except ProngsaiError as error:
            tell(error, session.language, as_json=False)
            continue
        chosen += more
        number, one = next(questions, (0, None))
    click.echo(f"--take {','.join(chosen) or '–'}", err=True)
    return tuple(chosen)


def has_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()
