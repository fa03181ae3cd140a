"""Questions and the page around them in other languages: a catalogue has the words of Thai texts.

A text that a catalogue does not have is put in English, and the page says that some are.
Thai and English of the page stand here; "%1" and "%2" are figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.errors import Finding
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_text

Speak = Callable[[Text], Text]

_WORDS = {
    "lead_rehearsal": Text(
        "%1 คำถาม ราว 3 นาที ไม่ถามชื่อ ไม่เก็บที่อยู่หรือเครื่องที่ใช้ตอบ",
        "%1 questions, about three minutes. No name is asked, neither address nor device is kept",
    ),
    "lead_own": Text(
        "%1 คำถาม ราว %2 นาที ไม่ต้องบอกชื่อ ระบบไม่เก็บที่อยู่หรือเครื่องที่ใช้ตอบ",
        "%1 questions, about %2 min. No name is needed; neither address nor device is kept",
    ),
    "left_out": Text(
        "ยังไม่ได้ตอบ %1 ข้อ ตอบต่อ หรือส่งทั้งที่เว้นไว้",
        "%1 questions have no answer. Go on, or send it as it is",
    ),
    "question": Text("ข้อ", "Question"),
    "waits": Text(
        "ส่งไม่ได้เพราะไม่มีสัญญาณ คำตอบอยู่ในเครื่องนี้ จะส่งให้เองเมื่อมีสัญญาณ เปิดหน้านี้ไว้",
        "No line. Your answers are on this device and send themselves once there is one; keep this"
        " page open",
    ),
    "answered": Text("ตอบแล้ว %1 จาก %2 ข้อ", "%1 of %2 answered"),
    "card": Text("เลขบัตรตอบ 16 หลัก", "The 16 digits of your card"),
    "card_help": Text(
        "อยู่บนบัตรที่ท่านจับได้ ไม่มีใครรู้ว่าใครจับได้ใบใด",
        "On the card that you drew; who drew which is written nowhere",
    ),
    "more": Text("อยากบอกอะไรเพิ่ม", "Anything else you want to say"),
    "more_help": Text(
        "อย่าเขียนชื่อ ข้อความเก็บแยกจากคำตอบ และแสดงเมื่อมี 10 ข้อความขึ้นไป",
        "Write no names. Words are kept apart from the answers, and shown where there are ten or"
        " more",
    ),
    "on": Text("ต่อไป", "Go on"),
    "back": Text("ย้อนกลับ", "Back"),
    "send": Text("ส่งคำตอบ", "Send"),
    "send_as_it_is": Text("ส่งทั้งที่เว้นไว้", "Send it as it is"),
    "thanks": Text("ขอบคุณ รับคำตอบแล้ว", "Thank you, your answers are in"),
    "thanks_more": Text(
        "คำตอบรวมกับของคนอื่น ระบบไม่เก็บสิ่งที่บอกได้ว่าใครตอบ ผลแสดงหลังปิดรับคำตอบ",
        "Your answers lie among those of others; nothing is kept that tells whose they are. Results"
        " are shown after the end",
    ),
    "rehearsal": Text(
        "นี่คือการซ้อมของหน่วยงาน การประเมินจริงตอบในระบบของสำนักงาน ป.ป.ช.",
        "This is the agency's rehearsal. The real assessment is answered in the NACC's own system",
    ),
    "official": Text("ไปที่แบบสำรวจของ ป.ป.ช.", "To the NACC's survey"),
    "next_person": Text("คนต่อไป", "Next person"),
}


def page_texts() -> tuple[Text, ...]:
    """Every text of the page that is none of a question."""
    return (*_WORDS.values(), *(deleted(one) for one in Term))


def page_words(speak: Speak, *figures: int) -> dict[str, Text]:
    """The page's texts in a language; `figures` are how many questions and how many minutes."""
    words = {key: speak(text) for key, text in _WORDS.items()}
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
    return Text(
        f"กำหนดลบคำตอบแต่ละชุด: {term.label.th} หลังจากนั้นเหลือเฉพาะจำนวนรวม",
        f"Each set of answers is deleted {term.label.en}; only counts stay",
    )


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


def _faults_of(content: Content) -> Iterator[Fault]:
    if content.language in OURS:
        yield fault_at("surveys/ours.language", ("language",))


def read_language(text: str, file: str) -> tuple[Language | None, tuple[Finding, ...]]:
    """A catalogue from the text of its file; None with findings where it is wrong."""
    content, findings = read_text(text, file, Content, _PREFIX, partial(_faults_of))
    if content is None:
        return None, findings
    known = {skeleton(one.th): one.to.strip() for one in content.texts if one.to.strip()}
    return Language(content.language, content.name, known), ()


def texts_of(form: Questionnaire | OwnForm) -> tuple[str, ...]:
    """Every Thai text that who answers is shown, once each: those of questions, then the page's."""
    texts = [text.th for one in form.asked for text in (one.lead, one.words, *one.options)]
    texts += [one.text.th for one in form.written]
    texts += [form.label.th, *(one.th for one in page_texts())]
    return tuple(dict.fromkeys(filter(None, texts)))
