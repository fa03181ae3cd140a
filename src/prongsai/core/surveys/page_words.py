"""What the page says around its questions: buttons, what is told of the answers, thanks.

Thai and English stand here, another language in the operator's catalogue beside the questions.
"%1" and "%2" are figures.
"""

from __future__ import annotations

from collections.abc import Callable

from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text

Speak = Callable[[Text], Text]

_WORDS = {
    "lead_rehearsal": Text(
        "%1 คำถาม ราวสามนาที ไม่ถามชื่อ ไม่เก็บที่อยู่หรือเครื่องที่ใช้ตอบ",
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
    return {key: _filled(key, speak(text), figures) for key, text in _WORDS.items()}


def filled(text: Text, *figures: int) -> Text:
    """A text with its figures."""
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


def _filled(key: str, text: Text, figures: tuple[int, ...]) -> Text:
    """Of the rest the figures are known on the page alone."""
    return filled(text, *figures) if key.startswith("lead") else text
