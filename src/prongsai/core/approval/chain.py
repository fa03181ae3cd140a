"""The chain of steps of one submission: a pure state machine.

A chain never changes; each act gives a new one. What is against the rules raises `NotAllowed`:
nobody decides before every step before is done, and nothing follows the end.
"""

from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.approval.model import Ask, State, Step, Verdict
from prongsai.core.errors import Misuse
from prongsai.core.text import listed

_FORWARD = {
    Ask.ENDORSE: (Verdict.ENDORSE,),
    Ask.DECIDE: (Verdict.APPROVE, Verdict.REFUSE),
    Ask.NOTE: (Verdict.NOTED,),
}
_NEED_REASON = (Verdict.REFUSE, Verdict.SEND_BACK, Verdict.SKIP)


class NotAllowed(Misuse):
    """An act that the chain does not allow; `field` is the part of the act that is wrong."""

    def __init__(self, message: str, *, field: str = "", **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field


class Act(Struct, frozen=True):
    """What one person decided at one step.

    Shape:  `place` counts from 1; `person` is any name that is the same for the same person.
    """

    place: int
    verdict: Verdict
    person: str = ""
    reason: str = ""


class Chain(Struct, frozen=True):
    """The steps, what was decided in this version, and what earlier versions had (now void)."""

    steps: tuple[Step, ...]
    acts: tuple[Act, ...] = ()
    void: tuple[Act, ...] = ()
    version: int = 1
    state: State = State.PREPARING

    @property
    def waits_at(self) -> int | None:
        """The place whose position must act now; None where nobody must."""
        return len(self.acts) + 1 if self.state is State.OPEN else None

    @property
    def waiting_step(self) -> Step | None:
        return self.steps[self.waits_at - 1] if self.waits_at else None

    def may(self) -> tuple[Verdict, ...]:
        """The verdicts that the waiting step allows; a vacant position may be skipped as well."""
        step = self.waiting_step
        return (*_FORWARD[step.ask], Verdict.SEND_BACK) if step else ()

    def signed_before(self, person: str) -> tuple[int, ...]:
        """The places of this version that the same person has signed."""
        return tuple(
            act.place for act in self.acts if act.person == person and act.verdict != Verdict.SKIP
        )

    def opened(self) -> Self:
        """The paper is drawn; the first step waits.

        Errors: NotAllowed unless it was being prepared.
        """
        if self.state is not State.PREPARING:
            raise _wrong_state(self.state)
        return replace(self, state=State.OPEN)

    def acted(self, act: Act, *, is_vacant: bool = False) -> Self:
        """The chain after an act.

        Shape:  `is_vacant` tells whether nobody holds the waiting position, which alone may
                be skipped.
        Errors: NotAllowed for another place, a verdict that the step does not allow, a missing
                reason, a skip of a held position, of the one that decides, or of the last: nothing
                ends without anybody's hand.
        """
        self._check(act, is_vacant=is_vacant)
        if act.verdict is Verdict.SEND_BACK:
            return replace(self, acts=(*self.acts, act), state=State.SENT_BACK)
        if act.verdict is Verdict.REFUSE:
            return replace(self, acts=(*self.acts, act), state=State.REFUSED)
        is_last = act.place == len(self.steps)
        return replace(
            self, acts=(*self.acts, act), state=State.APPROVED if is_last else State.OPEN
        )

    def resubmitted(self) -> Self:
        """The next version, from the first step; what was decided before is void.

        Errors: NotAllowed after the end, and while a version is being drawn.
        """
        if self.state not in (State.SENT_BACK, State.OPEN):
            raise _wrong_state(self.state)
        return replace(
            self,
            acts=(),
            void=self.void + self.acts,
            version=self.version + 1,
            state=State.PREPARING,
        )

    def withdrawn(self) -> Self:
        """The drafter takes it back.

        Errors: NotAllowed after the end.
        """
        if self.state.is_over:
            raise _wrong_state(self.state)
        return replace(self, state=State.WITHDRAWN)

    def set_aside(self) -> Self:
        """What was decided is void because whose name it bears denies it; nothing follows.

        Errors: NotAllowed where it was withdrawn or set aside before.
        """
        if self.state in (State.WITHDRAWN, State.SET_ASIDE):
            raise _wrong_state(self.state)
        return replace(self, acts=(), void=self.void + self.acts, state=State.SET_ASIDE)

    def _check(self, act: Act, *, is_vacant: bool) -> None:
        step = self.waiting_step
        if step is None:
            raise _wrong_state(self.state)
        if act.place != self.waits_at:
            raise NotAllowed("approval/step_not_due")
        if act.verdict is Verdict.SKIP:
            if step.ask is Ask.DECIDE or act.place == len(self.steps):
                raise NotAllowed("approval/deciding_step_not_skippable")
            if not is_vacant:
                raise NotAllowed("approval/held_post_not_skippable")
        elif act.verdict not in self.may():
            allowed = listed(verdict.label for verdict in self.may())
            raise NotAllowed("approval/verdict_not_allowed", field="verdict", allowed=allowed)
        if act.verdict in _NEED_REASON and not act.reason.strip():
            raise NotAllowed(
                "approval/verdict_without_reason", field="reason", verdict=act.verdict.label
            )


def _wrong_state(state: State) -> NotAllowed:
    return NotAllowed("approval/not_possible_in_state", state=state.label)
