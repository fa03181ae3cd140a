"""What the chain of approval puts on a paper; announcements and reports of acknowledgement."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from prongsai.core.announcements.model import (
    AnnouncementText,
    Level,
    NumberedLine,
    Signer,
)
from prongsai.core.approval.model import Verdict
from prongsai.core.dates import buddhist_year, long_date, notice_date
from prongsai.core.papers.document import (
    Align,
    Block,
    Dated,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Mark,
    NoticeHead,
    Numbered,
    Opinion,
    Opinions,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Signature,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.office import Office

# Room to write a day by hand, as an order or announcement leaves it.
_OPEN_DAY = "      เดือน                    พ.ศ.        "


class SignedStep(Struct, frozen=True):
    """One step of a chain in words ready to print.

    Shape:  `place` 0 is who drafted it; `verdict` and `opinion` are "" and `signed` is "" where
            the step waits for a hand; `position` tells an acting officer in full; `unit` is the
            drafter's, "" for none and at every other step; `name` is who signed or is to sign,
            "" where the agency prints no names or none is known; `day` that of the signature.
    """

    place: int
    title: str
    position: str
    verdict: str = ""
    opinion: str = ""
    signed: str = ""
    unit: str = ""
    name: str = ""
    day: date | None = None


class Signing(Struct, frozen=True):
    """Number, day, steps and mark of one paper; what is open is left open on the paper.

    Shape:  `number` as the register prints it with Arabic digits.
    """

    number: str = ""
    day: date | None = None
    steps: tuple[SignedStep, ...] = ()
    mark: Mark | None = None

    @property
    def drafter(self) -> SignedStep | None:
        """Who drafted it; None where nobody is named."""
        return next((step for step in self.steps if step.place == 0), None)

    @property
    def unit(self) -> str:
        """The unit that a memo comes from; "" for the agency's usual office."""
        return self.drafter.unit if self.drafter else ""

    @property
    def chain(self) -> tuple[SignedStep, ...]:
        """The steps after the draft, in their order."""
        return tuple(step for step in self.steps if step.place > 0)

    @property
    def decided_on(self) -> date | None:
        """The day on which the last step signed; None while it waits, and where it refused."""
        last = self.chain[-1] if self.chain else None
        return last.day if last and last.verdict != Verdict.REFUSE.label.th else None

    @property
    def memo_day(self) -> str:
        """The day as a memo writes it; "" where it is open."""
        return long_date(self.day) if self.day else ""

    @property
    def notice_day(self) -> str:
        """The day as an order or announcement writes it, with room for a hand where it is open."""
        return notice_date(self.day) if self.day else _OPEN_DAY


UNSIGNED = Signing()


def mark_of(office: Office, code: str, url: str) -> Mark:
    """The mark of a paper: where it is checked, and that it is no digital signature."""
    return Mark(code, url, office.several("mark.words", code=code, url=url))


def drafter_signature(signing: Signing, position: str) -> Signature:
    """Where the drafter signs, or did; `position` where the chain names nobody."""
    drafter = signing.drafter
    if drafter is None:
        return Signature(position)
    return Signature(drafter.position or position, signed=drafter.signed, name=drafter.name)


def last_signature(signing: Signing, position: str) -> Signature:
    """Where the one who decides signs, or did; `position` where the chain names nobody."""
    if not signing.chain:
        return Signature(position)
    last = signing.chain[-1]
    return Signature(last.position or position, signed=last.signed, name=last.name)


def points_of(lines: Sequence[str]) -> Iterator[Paragraph | Numbered]:
    """What somebody wrote: one line as a paragraph, several with their numbers."""
    if len(lines) == 1:
        yield Paragraph(lines[0])
        return
    for number, line in enumerate(lines, start=1):
        yield Numbered(f"{number}.", line)


def opinions_of(office: Office, signing: Signing, *, is_information: bool = False) -> Opinions:
    """The chain as boxes: those of the steps, or of the agency's usual chain where none is given.

    Shape:  the last box decides, with its choice; of a memo for information it takes note.
    """
    steps = signing.chain or _usual_chain(office, is_information=is_information)
    boxes = [_opinion(office, step) for step in steps[:-1]]
    return Opinions((*boxes, _last(office, steps[-1], is_information=is_information)))


def _usual_chain(office: Office, *, is_information: bool) -> tuple[SignedStep, ...]:
    positions = office.agency.positions
    before = tuple(
        SignedStep(place, office("memo.opinion", position=position), position)
        for place, position in enumerate(
            (positions.office_head, positions.chief_administrator), start=1
        )
    )
    title = office("memo.opinion", position=positions.chief_executive)
    if not is_information:
        title = office("memo.decision")
    return (*before, SignedStep(len(before) + 1, title, positions.chief_executive))


def _opinion(office: Office, step: SignedStep) -> Opinion:
    text = " ".join(filter(None, (step.verdict, step.opinion)))
    return Opinion(step.title, step.position, text=text, signed=_hand(office, step), name=step.name)


def _last(office: Office, step: SignedStep, *, is_information: bool) -> Opinion:
    """The box that decides; its choice is ticked once it is decided."""
    chosen = {Verdict.APPROVE.label.th: 0, Verdict.REFUSE.label.th: 1}.get(step.verdict)
    if is_information or (step.verdict and chosen is None):
        return _opinion(office, step)
    choices = (office("memo.approve"), office("memo.refuse"))
    return Opinion(
        step.title, step.position, choices, step.opinion, chosen, signed=_hand(office, step),
        name=step.name,
    )  # fmt: skip


def _hand(office: Office, step: SignedStep) -> str:
    """What stands in the hand's place; nobody signs for a vacant post."""
    if step.verdict == Verdict.SKIP.label.th and not step.signed:
        return office("approving.skipped")
    return step.signed


_KEY = "acknowledgement"


class Reader(Struct, frozen=True):
    """One who was told, by position; `at` in words ("14 มี.ค. 2566 09.12 น."), "" for not yet.

    Shape:  `is_on_paper` where somebody else wrote down that they signed a sheet.
    """

    position: str
    unit: str = ""
    at: str = ""
    is_on_paper: bool = False


class Circulated(Struct, frozen=True):
    """One circulation: what was sent, when, until when it was to be acknowledged, and by whom."""

    title: str
    sent_on: date
    readers: tuple[Reader, ...]
    due: date | None = None
    counted_on: date | None = None

    @property
    def done(self) -> int:
        return sum(1 for reader in self.readers if reader.at)

    @property
    def on_paper(self) -> int:
        """How many of them signed on paper."""
        return sum(1 for reader in self.readers if reader.at and reader.is_on_paper)


def acknowledgement_report(office: Office, circulated: Circulated) -> Document:
    """The figures, then everybody by unit; who has not is printed as such."""
    title = office(f"{_KEY}.title")
    until = office(f"{_KEY}.due", due=long_date(circulated.due)) if circulated.due else ""
    fields = {
        "subject": circulated.title,
        "sent": long_date(circulated.sent_on),
        "due": until,
        "counted": long_date(circulated.counted_on or office.made_on),
    }
    blocks: tuple[Block, ...] = (
        Title((title, circulated.title)),
        Paragraph(office(f"{_KEY}.lead", **fields)),
        _figures(office, circulated),
        *_table(office, circulated),
        Together((Signature(office.agency.positions.officer),)),
    )
    return office.letter("acknowledgement", f"{title} {circulated.title}", blocks)


def _figures(office: Office, circulated: Circulated) -> KeyFigures:
    informed, done = len(circulated.readers), circulated.done
    figures: tuple[tuple[str, int], ...] = (
        ("told", informed),
        ("done", done),
        ("open", informed - done),
    )
    if circulated.on_paper:
        # What people did themselves is told apart from what was written down for them.
        figures = (
            ("told", informed), ("in_system", done - circulated.on_paper),
            ("on_paper", circulated.on_paper), ("open", informed - done),
        )  # fmt: skip
    return KeyFigures(
        tuple(
            KeyFigure(office(f"{_KEY}.{key}"), office(f"{_KEY}.people", count=count))
            for key, count in figures
        )
    )


def _table(office: Office, circulated: Circulated) -> Iterator[Table]:
    if not circulated.readers:
        return
    columns = (
        PaperColumn(office(f"{_KEY}.number"), 1.2, Align.CENTER),
        PaperColumn(office(f"{_KEY}.position")),
        PaperColumn(office(f"{_KEY}.at"), 5.2),
    )
    units = dict.fromkeys(reader.unit for reader in circulated.readers)
    numbered = list(enumerate(circulated.readers, start=1))
    groups = tuple(
        RowGroup(
            unit,
            tuple(
                _row(office, number, reader) for number, reader in numbered if reader.unit == unit
            ),
        )
        for unit in units
    )
    yield Table("", columns, groups, style=TableStyle.COMPACT)


def _row(office: Office, number: int, reader: Reader) -> tuple[PaperCell, ...]:
    at = (
        PaperCell((reader.at,))
        if reader.at
        else PaperCell((office(f"{_KEY}.not_yet"),), strong=True)
    )
    return PaperCell((str(number),)), PaperCell((reader.position,)), at


_SUBJECT = "เรื่อง"
# The year stands on a line of its own, as on the announcement of the measures.
_OF_A_YEAR = re.compile(r"(.*\S)\s+(ประจำปีงบประมาณ พ\.ศ\. \d{4})")


def announcement_paper(
    office: Office, announcement: AnnouncementText, signing: Signing = UNSIGNED
) -> Document:
    """Head, preamble, parts with their numbers, closing, day and signature."""
    head = _head(office, announcement, signing)
    body: list[Block] = [*map(Paragraph, announcement.preamble)]
    for part in announcement.parts:
        if part.heading:
            body.append(Heading(2, part.heading))
        body += map(_line, part.numbered())
    # The signature never stands alone: the last words go with it.
    last = [body.pop()] if body and not announcement.closing else []
    positions = office.agency.positions
    signer = (
        positions.chief_administrator
        if announcement.signer is Signer.CHIEF_ADMINISTRATOR
        else positions.chief_executive
    )
    key = "order.dated" if announcement.is_order else "announcement.dated"
    end = Together(
        (
            *last,
            *map(Paragraph, announcement.closing),
            Dated(office(key, day=signing.notice_day)),
            last_signature(signing, signer),
        )
    )
    title = " ".join((head.issuer, *head.subject))
    return office.letter("notice", title, (head, *body, end), signing.mark)


def _head(office: Office, announcement: AnnouncementText, signing: Signing) -> NoticeHead:
    issuer = office("order.issuer" if announcement.is_order else "announcement.issuer")
    subject = announcement.subject
    if not subject.startswith(_SUBJECT):
        subject = f"{_SUBJECT} {subject}"
    number, _, year = signing.number.partition("/")
    if announcement.is_order and not year:
        # Orders are numbered anew each calendar year.
        year = str(buddhist_year(signing.day or office.made_on))
    label = office("order.number") if number or announcement.is_order else ""
    match = _OF_A_YEAR.fullmatch(subject)
    lines = match.groups() if match else (subject,)
    return NoticeHead(issuer, lines, number_label=label, number=number, year=year)


def _line(line: NumberedLine) -> Block:
    if not line.number:
        return Paragraph(line.text)
    return Numbered(line.number, line.text, 2 if line.level is Level.SUB else 1)
