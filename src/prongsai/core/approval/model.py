"""The words of approval: who signs, what a step asks, what was decided."""

from enum import StrEnum

from msgspec import Struct

from prongsai.core.text import Labelled, Text

_FIELD = "{position}"


class Ask(StrEnum):
    """What a step asks of its position."""

    ENDORSE = "endorse"
    DECIDE = "decide"
    NOTE = "note"


class Verdict(Labelled):
    """What was decided at a step."""

    ENDORSE = "endorse", "เห็นชอบ", "endorsed"
    APPROVE = "approve", "อนุมัติ", "approved"
    REFUSE = "refuse", "ไม่อนุมัติ", "not approved"
    NOTED = "noted", "ทราบ", "noted"
    SEND_BACK = "send-back", "ส่งกลับให้แก้", "sent back"
    SKIP = "skip", "ข้าม (ตำแหน่งว่าง)", "skipped (vacant position)"


class State(Labelled):
    """Where a submission stands; the last four are its end."""

    PREPARING = "preparing", "กำลังทำฉบับที่จะลงนาม", "making the paper to sign"
    OPEN = "open", "รอลงนาม", "waiting for signatures"
    SENT_BACK = "sent-back", "ส่งกลับให้แก้", "sent back"
    APPROVED = "approved", "อนุมัติแล้ว", "approved"
    REFUSED = "refused", "ไม่อนุมัติ", "not approved"
    WITHDRAWN = "withdrawn", "ถอนเรื่องแล้ว", "withdrawn"
    SET_ASIDE = "set-aside", "ผลถูกยกเลิก", "result annulled"

    @property
    def is_over(self) -> bool:
        return self in (State.APPROVED, State.REFUSED, State.WITHDRAWN, State.SET_ASIDE)


class Way(Labelled):
    """How the steps are signed."""

    IN_SYSTEM = "in-system", "ลงนามในระบบ", "signed in the system"
    ON_PAPER = "on-paper", "ลงนามบนกระดาษ", "signed on paper"


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
        return Text(*(title.replace(_FIELD, position) for title in (self.title.th, self.title.en)))


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
