"""What the register and the chain of approval put on a paper: number, day, opinions, mark."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from prongsai.core.approval.model import Verdict
from prongsai.core.dates import long_date, notice_date
from prongsai.core.papers.document import Mark, Opinion, Opinions, Signature
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
