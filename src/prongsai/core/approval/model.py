"""The words of approval: who signs, what a step asks, what was decided."""

from enum import StrEnum

from msgspec import Struct

from prongsai.core.text import Text

_FIELD = "{position}"


class Ask(StrEnum):
    """What a step asks of its position."""

    ENDORSE = "endorse"
    DECIDE = "decide"
    NOTE = "note"


class Verdict(StrEnum):
    """What was decided at a step."""

    ENDORSE = "endorse"
    APPROVE = "approve"
    REFUSE = "refuse"
    NOTED = "noted"
    SEND_BACK = "send-back"
    SKIP = "skip"

    @property
    def label(self) -> Text:
        """The verdict as a page and a paper say it."""
        return _VERDICTS[self]


class State(StrEnum):
    """Where a submission stands; the last four are its end."""

    PREPARING = "preparing"
    OPEN = "open"
    SENT_BACK = "sent-back"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set-aside"

    @property
    def is_over(self) -> bool:
        return self in (State.APPROVED, State.REFUSED, State.WITHDRAWN, State.SET_ASIDE)

    @property
    def label(self) -> Text:
        return _STATES[self]


class Way(StrEnum):
    """How the steps are signed."""

    IN_SYSTEM = "in-system"
    ON_PAPER = "on-paper"

    @property
    def label(self) -> Text:
        return _WAYS[self]


_VERDICTS = {
    Verdict.ENDORSE: Text("เห็นชอบ", "endorsed"),
    Verdict.APPROVE: Text("อนุมัติ", "approved"),
    Verdict.REFUSE: Text("ไม่อนุมัติ", "not approved"),
    Verdict.NOTED: Text("ทราบ", "noted"),
    Verdict.SEND_BACK: Text("ส่งกลับให้แก้", "sent back"),
    Verdict.SKIP: Text("ข้าม (ตำแหน่งว่าง)", "skipped (vacant post)"),
}
_STATES = {
    State.PREPARING: Text("กำลังทำฉบับที่จะลงนาม", "drawing the paper to sign"),
    State.OPEN: Text("รอลงนาม", "waiting for signatures"),
    State.SENT_BACK: Text("ส่งกลับให้แก้", "sent back"),
    State.APPROVED: Text("อนุมัติแล้ว", "approved"),
    State.REFUSED: Text("ไม่อนุมัติ", "not approved"),
    State.WITHDRAWN: Text("ถอนเรื่องแล้ว", "withdrawn"),
    State.SET_ASIDE: Text("ผลถูกยกเลิก", "result set aside"),
}
_WAYS = {
    Way.IN_SYSTEM: Text("ลงนามในระบบ", "signed in the system"),
    Way.ON_PAPER: Text("ลงนามบนกระดาษ", "signed on paper"),
}


class Step(Struct, frozen=True):
    """One step of a route: the position it waits for, what it asks, its name on the paper.

    Shape:  `position` is the key of a role that signs; of one that leads a unit it is the drafter's
            own unit, which is known only when something is submitted. `{position}` in `title`
            stands for the position's title in the agency; `position_key` names one where an agency
            has many (a unit's head), "" where it has one.
    """

    position: str
    ask: Ask
    title: Text
    position_key: str = ""

    def named(self, position: str) -> Text:
        return Text(*(one.replace(_FIELD, position) for one in (self.title.th, self.title.en)))


class Route(Struct, frozen=True):
    """A way through an agency, from the drafter to who decides.

    Shape:  exactly the last step decides, or every step notes.
    """

    name: str
    label: Text
    about: Text
    steps: tuple[Step, ...]

    @property
    def is_information(self) -> bool:
        """Whether nobody decides: the paper is for information."""
        return all(step.ask is Ask.NOTE for step in self.steps)
