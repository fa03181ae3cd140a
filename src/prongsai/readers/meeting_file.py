"""A meeting as somebody typed it: meeting.yaml."""

import re
from collections.abc import Iterator
from datetime import time

from msgspec import Struct

from prongsai.core.dates import read_date
from prongsai.core.errors import Finding, Severity, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.papers.minutes import AgendaItem, Meeting, Participant
from prongsai.core.thai import arabic_digits, shorten, squeeze
from prongsai.core.yaml_data.declared import Fault, Filled, fault_at, read
from prongsai.core.yaml_data.documents import Document

_HOUR = re.compile(r"(\d{1,2})[.:](\d{2})(?:\s*น\.?)?")
_QUOTED = 60


class _Item(Struct):
    title: str
    text: str = ""
    resolution: str = ""


class _File(Struct):
    """What meeting.yaml holds; day and hours as they were typed."""

    group: str
    day: str
    number: str = ""
    place: str = ""
    chair: str = ""
    recorder: str = ""
    begins: str = ""
    ends: str = ""
    agenda: tuple[Filled | _Item, ...] = ()
    attended: tuple[Filled | Participant, ...] = ()
    absent: tuple[Filled | Participant, ...] = ()
    joined: tuple[Filled | Participant, ...] = ()
    invited: tuple[Filled | Participant, ...] = ()


def read_meeting(document: Document) -> tuple[Meeting, tuple[Finding, ...]]:
    """The meeting; what cannot be used is told and left open on the paper.

    Errors: UnreadableInput without a group or a day, as no paper of it could be told apart.
    """
    reading = read(document.data, _File, unknown=Severity.WARNING, lone=True)
    file = reading.value
    span = read_date(file.day) if file is not None else None
    if file is None or span is None:
        raise _unusable(document, [*reading.faults, fault_at("readers/day", ("day",))])
    begins, ends = _hour(file.begins), _hour(file.ends)
    faults = [*document.twice, *reading.faults, *_faults_of_hours(file)]
    meeting = Meeting(
        group=squeeze(file.group),
        number=squeeze(file.number),
        place=squeeze(file.place),
        chair=squeeze(file.chair),
        recorder=squeeze(file.recorder),
        attended=_participants(file.attended),
        absent=_participants(file.absent),
        joined=_participants(file.joined),
        invited=_participants(file.invited),
        day=span.first,
        begins=begins,
        ends=ends,
        agenda=tuple(_agenda(file)),
    )
    fix = read_words("readers/see_example.meeting")
    return meeting, tuple(document.findings(faults, "meeting", fix))


def _unusable(document: Document, faults: list[Fault]) -> UnreadableInput:
    """The first fault that is more than a warning, as what stops the work."""
    findings = document.findings(faults, "meeting", read_words("readers/see_example.meeting"))
    first = next(finding for finding in findings if finding.severity is Severity.ERROR)
    return UnreadableInput(first.message, place=first.places[0], next_step=first.next_step)


def _hour(typed: str) -> time | None:
    """An hour as it was typed; None where there is none or it cannot be read."""
    match = _HOUR.fullmatch(squeeze(arabic_digits(typed)))
    hour, minute = (int(match[1]), int(match[2])) if match else (24, 0)
    return None if hour > 23 or minute > 59 else time(hour, minute)  # noqa: PLR2004 - of a clock


def _faults_of_hours(file: _File) -> Iterator[Fault]:
    for name, typed in (("begins", file.begins), ("ends", file.ends)):
        if typed and _hour(typed) is None:
            yield fault_at("readers/hour", (name,), name=name, quoted=shorten(typed, _QUOTED))


def _agenda(file: _File) -> Iterator[AgendaItem]:
    for number, item in enumerate(file.agenda, start=1):
        if isinstance(item, str):
            yield AgendaItem(number, squeeze(item))
        else:
            yield AgendaItem(number, squeeze(item.title), item.text, item.resolution)


def _participants(entries: tuple[Filled | Participant, ...]) -> tuple[Participant, ...]:
    participants = (Participant(entry) if isinstance(entry, str) else entry for entry in entries)
    return tuple(
        Participant(squeeze(participant.position), squeeze(participant.role))
        for participant in participants
    )
