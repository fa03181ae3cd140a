"""Surveys to begin from: questions in our own words, which an agency changes as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path as File
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.errors import Finding, Misuse, Severity, UnreadableInput
from prongsai.core.surveys.own import (
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    OwnForm,
    OwnKind,
    OwnQuestion,
)
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, read
from prongsai.core.yaml_data.documents import parse

SHIPPED = File(__file__).parents[2] / "data" / "surveys"
_PREFIX = "survey_template"


class Content(Struct, frozen=True, kw_only=True):
    """What a file of a template says; `rank` is its place in the list."""

    title: Text
    purpose: Text
    questions: Annotated[tuple[OwnQuestion, ...], Meta(min_length=1, max_length=MOST_QUESTIONS)]
    rank: int


class Template(Struct, frozen=True):
    """A survey to begin from."""

    key: str
    title: Text
    purpose: Text
    form: OwnForm
    rank: int


@lru_cache(maxsize=1)
def shipped() -> tuple[Template, ...]:
    """The templates that come with the program, in their order.

    Errors: Misuse where a file is wrong, the fault being ours.
    """
    found = []
    for path in SHIPPED.glob("*.yaml"):
        template, findings = read_template(path.stem, path.read_text("utf-8"), path.name)
        if template is None:
            raise Misuse(findings[0].message, place=findings[0].places[0])
        found.append(template)
    return tuple(sorted(found, key=lambda one: (one.rank, one.key)))


def read_template(key: str, text: str, file: str) -> tuple[Template | None, tuple[Finding, ...]]:
    """A template from the text of its file; None with findings where anything is wrong."""
    try:
        document = parse(text, file)
    except UnreadableInput as error:
        places = (error.place,) if error.place else ()
        code = f"{_PREFIX}_not_yaml"
        return None, (Finding(code, Severity.ERROR, error.message, places, error.next_step),)
    reading = read(document.data, Content)
    faults = [*document.twice, *reading.faults]
    content = reading.value
    if content is not None:
        faults += _faults_of(content)
    findings = tuple(document.findings(faults, _PREFIX))
    if content is None or findings:
        return None, findings
    form = OwnForm(content.questions)
    return Template(key, content.title, content.purpose, form, content.rank), findings


def _faults_of(content: Content) -> Iterator[Fault]:
    for place, one in enumerate(content.questions):
        is_choice = one.kind is OwnKind.CHOICE
        count = len(one.options)
        if is_choice and not FEWEST_OPTIONS <= count <= MOST_OPTIONS:
            yield Fault(
                ("questions", place, "options"),
                "options",
                Text(
                    f"ตัวเลือกมีได้ {FEWEST_OPTIONS} ถึง {MOST_OPTIONS} ข้อ",
                    f"a choice has {FEWEST_OPTIONS} to {MOST_OPTIONS} options",
                ),
            )
        if not is_choice and count:
            said = Text("คำถามชนิดนี้ไม่มีตัวเลือก", "a question of this kind has no options")
            yield Fault(("questions", place, "options"), "options", said)
