"""A meeting as somebody typed it: meeting.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from prongsai.core.dates import read_date
from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.papers.minutes import AgendaItem, Meeting, Seat
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, shorten, squeeze

_TEXTS = ("group", "number", "place", "chair", "recorder")
_SEATS = ("attended", "absent", "joined", "invited")
_KNOWN = (*_TEXTS, "day", "begins", "ends", "agenda", *_SEATS)
_HOUR = re.compile(r"(\d{1,2})[.:](\d{2})(?:\s*น\.?)?")
_QUOTED = 60


def read_meeting(content: Any, place: Place) -> tuple[Meeting, Findings]:
    """The meeting; what cannot be used is told and left open on the paper.

    Errors: UnreadableInput without a group or a day, as no paper of it could be told apart.
    """
    findings = Findings()
    if not isinstance(content, Mapping):
        raise _unusable(place, Text("ต้องเป็นรายการ ชื่อ: ค่า", "must be a list of name: value"))
    _tell_unknown(content, place, findings)
    texts = {name: squeeze(str(content.get(name) or "")) for name in _TEXTS}
    span = read_date(str(content.get("day") or ""))
    if not texts["group"] or span is None:
        raise _unusable(
            place,
            Text(
                "ต้องมี group: ชื่อคณะ และ day: วันที่ประชุม",
                "needs group: the group's name and day: the day of the meeting",
            ),
        )
    seats = {name: tuple(_seats(content.get(name), name, place, findings)) for name in _SEATS}
    meeting = Meeting(
        group=texts["group"],
        number=texts["number"],
        place=texts["place"],
        chair=texts["chair"],
        recorder=texts["recorder"],
        attended=seats["attended"],
        absent=seats["absent"],
        joined=seats["joined"],
        invited=seats["invited"],
        day=span.first,
        begins=_hour(content, "begins", place, findings),
        ends=_hour(content, "ends", place, findings),
        agenda=tuple(_agenda(content.get("agenda"), place, findings)),
    )
    return meeting, findings


def _tell_unknown(content: Mapping[Any, Any], place: Place, findings: Findings) -> None:
    for name in content:
        if name not in _KNOWN:
            findings.warning(
                "meeting_unknown_name",
                Text(f"ไม่รู้จัก “{name}”", f"“{name}” is not known"),
                place,
                next_step=Text(f"ใช้ได้เฉพาะ {', '.join(_KNOWN)}", f"use one of {', '.join(_KNOWN)}"),
            )


def _hour(content: Mapping[Any, Any], name: str, place: Place, findings: Findings) -> time | None:
    typed = squeeze(arabic_digits(str(content.get(name) or "")))
    if not typed:
        return None
    found = _HOUR.fullmatch(typed)
    hour, minute = (int(found[1]), int(found[2])) if found else (24, 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - of a clock
        quoted = shorten(typed, _QUOTED)
        findings.error(
            "meeting_hour",
            Text(f"{name}: “{quoted}” ไม่ใช่เวลา", f"{name}: “{quoted}” is no time"),
            place,
            next_step=Text("เขียนเช่น 09.30", "write it like 09.30"),
        )
        return None
    return time(hour, minute)


def _agenda(value: Any, place: Place, findings: Findings) -> Iterator[AgendaItem]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, str) and entry.strip():
            yield AgendaItem(number, squeeze(entry))
        elif isinstance(entry, Mapping) and str(entry.get("title") or "").strip():
            yield AgendaItem(
                number,
                squeeze(str(entry["title"])),
                str(entry.get("text") or ""),
                str(entry.get("resolution") or ""),
            )
        else:
            _tell(
                findings, "meeting_agenda", place, f"agenda {number}",
                Text("เขียน title: ชื่อระเบียบวาระ", "write title: the item's title"),
            )  # fmt: skip


def _seats(value: Any, name: str, place: Place, findings: Findings) -> Iterator[Seat]:
    entries = value if isinstance(value, list) else [] if value is None else [value]
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, str) and entry.strip():
            yield Seat(squeeze(entry))
        elif isinstance(entry, Mapping) and str(entry.get("position") or "").strip():
            yield Seat(squeeze(str(entry["position"])), squeeze(str(entry.get("role") or "")))
        else:
            _tell(
                findings, "meeting_seat", place, f"{name} {number}",
                Text("เขียน position: ชื่อตำแหน่ง", "write position: the position"),
            )  # fmt: skip


def _tell(findings: Findings, code: str, place: Place, what: str, next_step: Text) -> None:
    findings.error(
        code, Text(f"{what} ใช้ไม่ได้", f"{what} cannot be used"), place, next_step=next_step
    )


def _unusable(place: Place, message: Text) -> UnreadableInput:
    return UnreadableInput(
        message,
        place=place,
        next_step=Text(
            "ดูตัวอย่างใน examples/ban-song/meeting.yaml", "see examples/ban-song/meeting.yaml"
        ),
    )
