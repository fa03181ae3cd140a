"""The papers of a meeting: invitation, attendance sheet, minutes, summary of views.

The minutes have form 11 of the regulation on official correspondence (design/documents.md §1.5).
"""

from collections.abc import Iterator, Sequence
from datetime import date, time

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.papers.approving import UNSIGNED, Signing, drafter_signature, last_signature
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Heading,
    Numbered,
    PaperCell,
    PaperColumn,
    Paragraph,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.memos import MemoText, memo_head
from prongsai.core.papers.office import Office
from prongsai.core.papers.tables import table_of_rows

_NONE = "–"
_OPEN = "…………………………"
_OPEN_HOUR = "…………"
# For who came without being asked.
_OPEN_ROWS = 3


class AgendaItem(Struct, frozen=True):
    """One item of the agenda; texts are paragraphs, one a line.

    Shape:  of an exchange of views `title` is the topic, `text` the views without names and
            `resolution` what the agency will do.
    """

    number: int
    title: str
    text: str = ""
    resolution: str = ""


class Participant(Struct, frozen=True):
    """Who sits in a meeting, by position; `role` in the group, or why nobody came."""

    position: str
    role: str = ""

    @property
    def role_cell(self) -> PaperCell:
        """The role in a table; an empty cell for none."""
        return PaperCell((self.role,) if self.role else ())


class Meeting(Struct, frozen=True):
    """One meeting; whoever has no role is given by the bare position.

    Shape:  `number` as printed after ครั้งที่ ("1/2566"); `invited` who shall come, where nobody
            is named all who came and did not.
    """

    group: str
    number: str
    day: date
    begins: time | None = None
    ends: time | None = None
    place: str = ""
    chair: str = ""
    agenda: tuple[AgendaItem, ...] = ()
    attended: tuple[str | Participant, ...] = ()
    absent: tuple[str | Participant, ...] = ()
    joined: tuple[str | Participant, ...] = ()
    recorder: str = ""
    invited: tuple[str | Participant, ...] = ()

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Who was invited, in order; why somebody did not come is no role."""
        if self.invited:
            return _participants(self.invited)
        away = tuple(
            Participant(participant.position) for participant in _participants(self.absent)
        )
        return (*_participants(self.attended), *away)


def invitation(office: Office, meeting: Meeting, signing: Signing = UNSIGNED) -> Document:
    """The memo that invites, with the agenda."""
    fields = _fields(meeting)
    subject = office("invitation.subject", **fields)
    blocks: tuple[Block, ...] = (
        memo_head(office, office.agency, MemoText(subject, to=office("invitation.to")), signing),
        Paragraph(office("invitation.lead", **fields)),
        *_agenda(office, meeting),
        Together(
            (
                Paragraph(office("invitation.closing")),
                last_signature(
                    signing, meeting.chair or office.agency.positions.chief_administrator
                ),
            )
        ),
    )
    return office.letter("invitation", subject, blocks, signing.mark)


def minutes(office: Office, meeting: Meeting, signing: Signing = UNSIGNED) -> Document:
    """The minutes in form 11: who came, what was said and resolved, who wrote it down."""
    fields = _fields(meeting)
    lines = office.several("minutes.head", **fields)
    people = (
        ("attended", meeting.attended),
        ("absent", meeting.absent),
        ("joined", meeting.joined),
    )
    positions = office.agency.positions
    recorder = drafter_signature(signing, meeting.recorder or positions.officer)
    # Who read the minutes and certifies them: the last step, or the chair.
    reader = last_signature(signing, meeting.chair or positions.chief_administrator)
    blocks: tuple[Block, ...] = (
        Title((office("minutes.title"), *lines)),
        *(
            block
            for key, given in people
            if given or key == "attended"
            for block in _people(office, key, _participants(given))
        ),
        Heading(2, office("minutes.begins", **fields)),
        *(block for item in meeting.agenda for block in _item(office, item)),
        Together(
            (
                Heading(2, office("minutes.ends", **fields)),
                replace(recorder, below=office("minutes.recorder")),
                replace(reader, below=office("minutes.checked")),
            )
        ),
    )
    title = " ".join((office("minutes.title"), *lines[:2]))
    return office.letter("minutes", title, blocks, signing.mark)


def attendance_sheet(office: Office, meeting: Meeting, signing: Signing = UNSIGNED) -> Document:
    """A row for everybody who is invited, with room to sign, and a few open ones."""
    lines = office.several("minutes.head", **_fields(meeting))
    title = office("attendance.title")
    columns = (
        PaperColumn(office("attendance.number"), 1.2, Align.CENTER),
        PaperColumn(office("attendance.position")),
        PaperColumn(office("attendance.role"), 3.6),
        PaperColumn(office("attendance.hand"), 4.4),
    )
    participants = (*meeting.participants, *[Participant(" ")] * _OPEN_ROWS)
    hand = PaperCell((" ", " "))  # two lines high
    rows = (
        (str(number), participant.position, participant.role_cell, hand)
        for number, participant in enumerate(participants, start=1)
    )
    blocks = (Title((title, *lines)), table_of_rows("", columns, rows, TableStyle.RULED))
    return office.letter("attendance", f"{title} {lines[0]}", blocks, signing.mark)


def exchange_summary(office: Office, meeting: Meeting, signing: Signing = UNSIGNED) -> Document:
    """What was said in an exchange of views, by topic and without names, and what follows."""
    fields = _fields(meeting)
    title = office("exchange.title")
    columns = (
        PaperColumn(office("exchange.number"), 1.2, Align.CENTER),
        PaperColumn(office("exchange.topic"), None, share=0.9),
        PaperColumn(office("exchange.views"), None, share=1.4),
        PaperColumn(office("exchange.follows"), None, share=1.2),
    )
    rows = [
        (
            str(item.number),
            PaperCell((item.title,), strong=True),
            _lines_cell(item.text),
            _lines_cell(item.resolution),
        )
        for item in meeting.agenda
    ]
    people = len(meeting.attended) + len(meeting.joined)
    table = [table_of_rows("", columns, rows, TableStyle.RULED)] if rows else []
    blocks: tuple[Block, ...] = (
        Title((title, *office.several("exchange.head", **fields))),
        Paragraph(office("exchange.lead", people=people, topics=len(rows), **fields)),
        *table,
        Together(
            (
                Paragraph(office("exchange.closing")),
                drafter_signature(signing, meeting.recorder or office.agency.positions.officer),
            )
        ),
    )
    return office.letter("exchange", f"{title} {meeting.group}", blocks, signing.mark)


def _fields(meeting: Meeting) -> dict[str, str]:
    """What the sentences of a meeting may name; what is not known leaves room for a hand."""
    return {
        "group": meeting.group,
        "number": meeting.number,
        "day": long_date(meeting.day),
        "begins": _hour(meeting.begins),
        "ends": _hour(meeting.ends),
        "at": meeting.place or _OPEN,
        "chair": meeting.chair or _OPEN,
    }


def _hour(moment: time | None) -> str:
    return f"{moment:%H.%M}" if moment else _OPEN_HOUR


def _participants(given: Sequence[str | Participant]) -> tuple[Participant, ...]:
    return tuple(
        Participant(participant) if isinstance(participant, str) else participant
        for participant in given
    )


def _people(office: Office, key: str, participants: Sequence[Participant]) -> Iterator[Block]:
    yield Heading(2, office(f"minutes.{key}"))
    if not participants:
        yield Paragraph(office("minutes.nobody"))
        return
    rows = (
        (f"{number}.", participant.position, participant.role_cell)
        for number, participant in enumerate(participants, start=1)
    )
    columns = (PaperColumn("", 0.9, Align.RIGHT), PaperColumn(""), PaperColumn("", 5.8))
    yield table_of_rows("", columns, rows, TableStyle.PLAIN)


def _item(office: Office, item: AgendaItem) -> Iterator[Block]:
    yield Heading(2, item.title, _item_number(office, item))
    texts = [line for line in item.text.splitlines() if line.strip()]
    yield from (Paragraph(line.strip()) for line in texts)
    if item.resolution.strip():
        resolved = [line.strip() for line in item.resolution.splitlines() if line.strip()]
        yield Numbered(office("minutes.resolution"), resolved[0])
        yield from map(Paragraph, resolved[1:])


def _item_number(office: Office, item: AgendaItem) -> str:
    return office("minutes.item", number=item.number)


def _agenda(office: Office, meeting: Meeting) -> tuple[Block, ...]:
    if not meeting.agenda:
        return ()
    rows = ((_item_number(office, item), item.title) for item in meeting.agenda)
    columns = (PaperColumn("", 3.0), PaperColumn(""))
    table = table_of_rows("", columns, rows, TableStyle.PLAIN)
    return Paragraph(office("invitation.agenda")), table


def _lines_cell(text: str) -> PaperCell:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    return PaperCell(lines or (_NONE,), numbered=len(lines) > 1)
