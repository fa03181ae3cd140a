"""A route that an agency makes itself: positions that give their opinions, then who decides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from prongsai.core.approval.model import Ask, Route, Step
from prongsai.core.text import Text, same

MOST_POSTS = 8
_TITLES = {
    Ask.ENDORSE: Text("ความเห็น{position}", "Opinion: {position}"),
    Ask.DECIDE: Text("คำสั่ง{position}", "Decision: {position}"),
}


class StepPosition(Struct, frozen=True):
    """Whom a step of an own route waits for.

    Shape:  `position` is the key of its role; `key` names one position of the agency; "" for
            whoever holds it for the drafter (the head of the drafter's unit, the chief executive).
    """

    position: str
    title: str
    key: str = ""


def own_route(
    name: str, label: str, positions: Sequence[StepPosition], decides: StepPosition
) -> Route:
    """The route of an agency: positions give their opinions in order, and `decides` ends it."""
    steps = (*(_step(position, Ask.ENDORSE) for position in positions), _step(decides, Ask.DECIDE))
    return Route(
        name, same(label), _about([position.title for position in positions], decides), steps
    )


def _step(position: StepPosition, ask: Ask) -> Step:
    return Step(position.position, ask, _TITLES[ask], position.key)


def _about(titles: Sequence[str], decides: StepPosition) -> Text:
    if not titles:
        return Text(f"{decides.title}อนุมัติโดยไม่มีผู้ให้ความเห็น", f"{decides.title} decides alone")
    chain = " → ".join(titles)
    return Text(
        f"{chain} ให้ความเห็น {decides.title}อนุมัติ",
        f"{chain} give opinions, {decides.title} decides",
    )
