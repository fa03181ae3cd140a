"""Questions in other languages: a catalogue gives the words of a Thai text, whatever asks it.

A text that a catalogue does not have is put in English, and the page says that some are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.errors import Finding, Severity, UnreadableInput
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.page_words import page_texts
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, read
from prongsai.core.yaml_data.documents import parse

_PREFIX = "survey_language"
OURS = ("th", "en")


class Entry(Struct, frozen=True):
    """A Thai text with its translation, "" where there is none yet."""

    th: str
    to: str = ""


class Content(Struct, frozen=True, kw_only=True):
    """What a file says: the code of the language ("my"), its name in itself, and the texts."""

    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    name: str
    texts: tuple[Entry, ...]


class Language(Struct, frozen=True):
    """A language that questions can be put in; `texts` by the letters of the Thai."""

    code: str
    name: str
    texts: Mapping[str, str]

    def of(self, text: Text) -> Text:
        """A text in this language, in English where the catalogue has none."""
        told = self.texts.get(skeleton(text.th)) or text.en
        return Text(told, told)

    def lacks(self, form: Questionnaire | OwnForm) -> tuple[str, ...]:
        """The Thai texts of a form that it has no words for."""
        return tuple(text for text in texts_of(form) if skeleton(text) not in self.texts)


def read_language(text: str, file: str) -> tuple[Language | None, tuple[Finding, ...]]:
    """A catalogue from the text of its file; None with findings where it is wrong."""
    try:
        document = parse(text, file)
    except UnreadableInput as error:
        places = (error.place,) if error.place else ()
        code = f"{_PREFIX}_not_yaml"
        return None, (Finding(code, Severity.ERROR, error.message, places, error.next_step),)
    reading = read(document.data, Content)
    faults = [*document.twice, *reading.faults]
    content = reading.value
    if content is not None and content.language in OURS:
        said = Text("ภาษานี้มีอยู่ในระบบแล้ว", "this language is the program's own")
        faults.append(Fault(("language",), "ours", said))
    findings = tuple(document.findings(faults, _PREFIX))
    if content is None or findings:
        return None, findings
    known = {skeleton(one.th): one.to.strip() for one in content.texts if one.to.strip()}
    return Language(content.language, content.name, known), ()


def texts_of(form: Questionnaire | OwnForm) -> tuple[str, ...]:
    """Every Thai text that who answers is shown, once each: those of questions, then the page's."""
    return tuple(dict.fromkeys(filter(None, _texts(form))))


def _texts(form: Questionnaire | OwnForm) -> Iterable[str]:
    for one in form.asked:
        yield from (one.lead.th, one.words.th)
        yield from (option.th for option in one.options)
    yield from (one.text.th for one in form.written)
    yield form.label.th
    yield from (one.th for one in page_texts())
