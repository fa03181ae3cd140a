"""How who brought a case wants to be told that there is news: by mail, by SMS, or not at all."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

LONGEST_WAY = 254
_LONGEST_DOMAIN = 253
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9\u0E00-\u0E7F](?:[A-Za-z0-9\u0E00-\u0E7F-]{0,61}[A-Za-z0-9\u0E00-\u0E7F])?\.)+"
    r"[A-Za-z\u0E00-\u0E7F][A-Za-z0-9\u0E00-\u0E7F-]{0,61}[A-Za-z0-9\u0E00-\u0E7F]"
)
# Thai mobile numbers: ten digits from 06, 08 or 09, or the same behind the country's code.
_MOBILE = re.compile(r"(?:0|\+?66|0066)([689][0-9]{8})")
_BETWEEN = re.compile(r"[\s().-]")


class WayKind(StrEnum):
    """By what somebody is told."""

    MAIL = "mail"
    SMS = "sms"

    @property
    def label(self) -> Text:
        """The word for people."""
        return Text("อีเมล", "e-mail") if self is WayKind.MAIL else Text("SMS", "SMS")


class NewsState(StrEnum):
    """Where one message stands.

    Shape:  UNSURE is one that was handed over and not answered: it is never sent again; GIVEN_UP
            one that nobody took for days.
    """

    WAITING = "waiting"
    SENDING = "sending"
    ENDING = "ending"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"
    GIVEN_UP = "given-up"

    @property
    def is_failed(self) -> bool:
        """Whether nobody knows that it arrived, and nothing more is tried."""
        return self in (NewsState.REFUSED, NewsState.UNSURE, NewsState.GIVEN_UP)

    @property
    def label(self) -> Text:
        """The words for people."""
        return _STATES[self]


_STATES = {
    NewsState.WAITING: Text("รอส่ง", "waiting to be sent"),
    NewsState.SENDING: Text("กำลังส่ง", "being sent"),
    NewsState.ENDING: Text("กำลังส่ง", "being sent"),
    NewsState.SENT: Text("ส่งแล้ว", "sent"),
    NewsState.REFUSED: Text("ปลายทางไม่รับ", "refused at the other end"),
    NewsState.UNSURE: Text("ไม่แน่ใจว่าส่งถึง", "may not have arrived"),
    NewsState.GIVEN_UP: Text("ส่งไม่ได้หลายวัน เลิกส่งแล้ว", "could not be sent for days, given up"),
}


class Way(Struct, frozen=True):
    """Where somebody is told; `to` a mail address, or a mobile number behind +66."""

    kind: WayKind
    to: str

    def __repr__(self) -> str:
        """By what; never where, so that no log holds it."""
        return f"Way({self.kind})"


def read_way(typed: str, offered: Collection[WayKind]) -> Way:
    """What was typed, of the kinds that are offered.

    Errors: Wrong, which does not repeat what was typed.

    >>> read_way("๐๘๑ ๒๓๔-๕๖๗๘", [WayKind.SMS]).to
    '+66812345678'
    """
    text = arabic_digits(typed).strip()
    mobile = _MOBILE.fullmatch(_BETWEEN.sub("", text))
    if mobile and WayKind.SMS in offered:
        return Way(WayKind.SMS, f"+66{mobile[1]}")
    if "@" in text and WayKind.MAIL in offered and len(text) <= LONGEST_WAY:
        name = text.rpartition("@")[0]
        dots = ".." in name or name.startswith(".") or name.endswith(".")
        if _MAIL.fullmatch(text) and not dots and _is_written_as_it_is(text):
            return Way(WayKind.MAIL, text)
    raise Wrong(_ASKED[frozenset(offered)])


def _is_written_as_it_is(address: str) -> bool:
    """Whether a mail's head has it as it was typed: “=?” begins words that are read as others."""
    try:
        domain = address.rpartition("@")[2].encode("idna")
    except UnicodeError:  # a label that is too long once it is written in ASCII
        return False
    return "=?" not in address and len(domain) <= _LONGEST_DOMAIN


_ASKED = {
    frozenset(): Text("หน่วยงานยังส่งอีเมลหรือ SMS ไม่ได้", "the agency sends neither mail nor SMS"),
    frozenset({WayKind.MAIL}): Text(
        "ไม่ใช่อีเมล ตัวอย่าง name@example.com", "this is no e-mail address, such as name@example.com"
    ),
    frozenset({WayKind.SMS}): Text(
        "ไม่ใช่เบอร์มือถือไทย 10 หลัก", "this is no Thai mobile number of ten digits"
    ),
    frozenset(WayKind): Text(
        "ไม่ใช่อีเมลหรือเบอร์มือถือไทย 10 หลัก", "this is no e-mail address or Thai mobile number"
    ),
}
