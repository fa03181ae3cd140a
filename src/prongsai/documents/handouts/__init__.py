"""Handouts of surveys as PDF: cards to be drawn by lot, posters with a QR, forms on paper."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from prongsai.core.papers.document import Mark
from prongsai.core.slips import printed_slip
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.documents.marks import mark_svg
from prongsai.documents.typesetting.breaks import set_breaks
from prongsai.documents.typesetting.finish import finish
from prongsai.documents.typesetting.press import Press

_LONGEST_ADDRESS = 48
_TEMPLATE = Path(__file__).with_name("handout.typ")


class Size(StrEnum):
    """How large a poster is."""

    A4 = "a4"
    A5 = "a5"
    STICKER = "sticker"


class Place(Struct, frozen=True):
    """Where a survey is answered: whose it is, what it is, at which point, under which address.

    Shape:  `is_short` where a minute is enough; `is_own` where the agency asks its own questions,
            of which nobody knows what they ask; `official` names the instrument where the address
            is that of the NACC's own survey, "" elsewhere.
    """

    agency: str
    survey: str
    point: str
    address: str
    label: str
    made_on: date
    is_short: bool = False
    is_own: bool = False
    official: str = ""


def cards_pdf(place: Place, cards: Sequence[str]) -> bytes:
    """Cards to be cut apart, eight on a page.

    Shape:  the QR holds the number behind the mark of the address, which is sent to no server.
    """
    addresses = [f"{place.address}#{card}" for card in cards]
    content = {
        **_common_content(place, "cards"),
        "title": f"บัตรตอบ {place.survey}",
        "cards": [printed_slip(card) for card in cards],
    }
    return _set(content, addresses, place.made_on)


def poster_pdf(place: Place, size: Size) -> bytes:
    """A poster or sticker with the QR of one point."""
    content = {
        **_common_content(place, "poster"),
        "title": f"{place.survey} {place.point}",
        "size": size.value,
    }
    if place.official:
        content.update(
            {
                "head": set_breaks(f"ตอบแบบ {place.official} ของ ป.ป.ช."),
                "question": set_breaks("ประเมินคุณธรรมและความโปร่งใสของหน่วยงาน"),
                "private": set_breaks("คำตอบส่งถึงระบบของ ป.ป.ช. โดยตรง ไม่ผ่านหน่วยงาน"),
            }
        )
        if len(content["address"]) > _LONGEST_ADDRESS:
            content["address"] = "สแกนเพื่อตอบ"
    return _set(content, [place.address], place.made_on)


def form_pdf(place: Place, asked: Questionnaire | OwnForm, *, with_card: bool) -> bytes:
    """The questions on paper, each answer with the number that is keyed in."""
    groups: dict[str, dict[str, Any]] = {}
    for number, question in enumerate(asked.asked, start=1):
        group = groups.setdefault(
            question.item, {"lead": set_breaks(question.lead.th), "questions": []}
        )
        group["questions"].append(
            {
                "number": str(number),
                "words": set_breaks(question.words.th),
                "answers": [set_breaks(option.th) for option in question.options],
            }
        )
    content = {
        **_common_content(place, "form"),
        "title": f"แบบสอบถาม {place.survey}",
        "with_card": with_card,
        "groups": list(groups.values()),
        "written": [set_breaks(question.text.th) for question in asked.written],
    }
    return _set(content, [place.address], place.made_on)


def _common_content(place: Place, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "agency": set_breaks(place.agency),
        "survey": set_breaks(place.survey),
        "point": set_breaks(place.point),
        "address": place.address.removeprefix("https://").removeprefix("http://"),
        "label": set_breaks(place.label),
        "head": f"สละเวลา {'1' if place.is_short else '3'} นาที ประเมินบริการ",
        "question": set_breaks(place.survey) if place.is_own else "บริการที่นี่เป็นอย่างไร",
        "private": ("ไม่ต้องบอกชื่อ ไม่ต้องมีบัญชี" if place.is_own else "ไม่ถามชื่อ ไม่ถามเบอร์ ไม่ต้องมีบัญชี"),
        "made_on": [place.made_on.year, place.made_on.month, place.made_on.day],
    }


def _set(content: Mapping[str, Any], addresses: Iterable[str], made_on: date) -> bytes:
    files = {
        "main.typ": _TEMPLATE.read_bytes(),
        "handout.json": json.dumps(content, ensure_ascii=False).encode(),
    }
    for number, address in enumerate(addresses):
        files[f"qr-{number}.svg"] = mark_svg(Mark("", address, ()))
    with Press() as press:
        return finish(press.set(files, datetime.combine(made_on, time(), UTC)))
