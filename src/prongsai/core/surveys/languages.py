"""Questions and the page around them in other languages: a catalogue has the words of Thai texts.

A text that a catalogue does not have is put in English, and the page says that some are.
Thai and English of the page stand in data/messages/surveys.yaml; "%1" and "%2" are figures.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.errors import Finding
from prongsai.core.messages import read_words
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_text

Speak = Callable[[Text], Text]

_KEYS = (
    "lead_rehearsal", "lead_own", "left_out", "question", "waits", "answered", "card",
    "card_help", "more", "more_help", "on", "back", "send", "send_as_it_is", "thanks",
    "thanks_more", "rehearsal", "official", "next_person",
)  # fmt: skip


def page_texts() -> tuple[Text, ...]:
    """Every text of the page that is none of a question."""
    return (*_words().values(), *(deleted(term) for term in Term))


def _words() -> dict[str, Text]:
    return {key: read_words(f"surveys/page.{key}") for key in _KEYS}


def page_words(speak: Speak, *figures: int) -> dict[str, Text]:
    """The page's texts in a language; `figures` are how many questions and how many minutes."""
    words = {key: speak(text) for key, text in _words().items()}
    # Of the others the figures are known on the page alone.
    leads = {key: filled(text, *figures) for key, text in words.items() if key.startswith("lead")}
    return words | leads


def filled(text: Text, *figures: int) -> Text:
    th, en = text.th, text.en
    for place, figure in enumerate(figures, start=1):
        th, en = th.replace(f"%{place}", str(figure)), en.replace(f"%{place}", str(figure))
    return Text(th, en)


def deleted(term: Term) -> Text:
    """When whoever answers is rid of their row."""
    return read_words("surveys/deleted_when", when=term.label)


_PREFIX = "survey_language"
OURS = ("th", "en")


class Translation(Struct, frozen=True):
    """A Thai text with its translation, "" where there is none yet."""

    th: str
    to: str = ""


class Content(Struct, frozen=True, kw_only=True):
    """What a file says: the code of the language ("my"), its name in itself, and the texts."""

    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    name: str
    texts: tuple[Translation, ...]


class Language(Struct, frozen=True):
    """A language that questions can be put in; `texts` by the letters of the Thai."""

    code: str
    name: str
    texts: Mapping[str, str]

    def translate(self, text: Text) -> Text:
        """A text in this language, in English where the catalogue has none."""
        translated = self.texts.get(skeleton(text.th)) or text.en
        return Text(translated, translated)

    def lacks(self, form: Questionnaire | OwnForm) -> tuple[str, ...]:
        """The Thai texts of a form that it has no words for."""
        return tuple(text for text in texts_of(form) if skeleton(text) not in self.texts)


def _faults_of(content: Content) -> Iterator[Fault]:
    if content.language in OURS:
        yield fault_at("surveys/ours.language", ("language",))


def read_language(text: str, file: str) -> tuple[Language | None, tuple[Finding, ...]]:
    """A catalogue from the text of its file; None with findings where it is wrong."""
    content, findings = read_text(text, file, Content, _PREFIX, partial(_faults_of))
    if content is None:
        return None, findings
    known = {
        skeleton(translation.th): translation.to.strip()
        for translation in content.texts
        if translation.to.strip()
    }
    return Language(content.language, content.name, known), ()


def texts_of(form: Questionnaire | OwnForm) -> tuple[str, ...]:
    """Every Thai text that who answers is shown, once each: those of questions, then the page's."""
    texts = [
        text.th
        for question in form.asked
        for text in (question.lead, question.words, *question.options)
    ]
    texts += [question.text.th for question in form.written]
    texts += [form.label.th, *(text.th for text in page_texts())]
    return tuple(dict.fromkeys(filter(None, texts)))
