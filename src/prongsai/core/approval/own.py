"""A route that an agency makes itself: posts that give their opinions, then who decides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from prongsai.core.approval.model import Ask, Route, Seat, Step
from prongsai.core.text import Text, same

MOST_POSTS = 8
_TITLES = {
    Ask.ENDORSE: Text("ความเห็น{position}", "Opinion: {position}"),
    Ask.DECIDE: Text("คำสั่ง{position}", "Decision: {position}"),
}


class Post(Struct, frozen=True):
    """Whom a step of an own route waits for.

    Shape:  `key` names one post of the agency; "" for whoever sits in the seat for the drafter
            (the head of the drafter's unit, the chief executive).
    """

    seat: Seat
    title: str
    key: str = ""


def own_route(name: str, label: str, posts: Sequence[Post], decides: Post) -> Route:
    """The route of an agency: every post gives its opinion in its order, and `decides` ends it."""
    steps = (*(_step(post, Ask.ENDORSE) for post in posts), _step(decides, Ask.DECIDE))
    return Route(name, same(label), _about([post.title for post in posts], decides), steps)


def _step(post: Post, ask: Ask) -> Step:
    return Step(post.seat, ask, _TITLES[ask], post.key)


def _about(titles: Sequence[str], decides: Post) -> Text:
    if not titles:
        return Text(f"{decides.title}อนุมัติโดยไม่มีผู้ให้ความเห็น", f"{decides.title} decides alone")
    chain = " → ".join(titles)
    return Text(
        f"{chain} ให้ความเห็น {decides.title}อนุมัติ",
        f"{chain} give opinions, {decides.title} decides",
    )
