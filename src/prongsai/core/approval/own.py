"""A route that an agency makes itself: a list of posts, and whether somebody decides at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prongsai.core.approval.model import Ask, Route, Seat, Step
from prongsai.core.text import Text, same

MOST_POSTS = 8
_TITLES = {
    Ask.ENDORSE: Text("ความเห็น{position}", "Opinion: {position}"),
    Ask.DECIDE: Text("คำสั่ง{position}", "Decision: {position}"),
    Ask.NOTE: Text("{position}รับทราบ", "Noted: {position}"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """Whom a step of an own route waits for.

    Shape:  `key` names one post of the agency; "" for whoever sits in the seat for the drafter
            (the head of the drafter's unit, the chief executive).
    """

    seat: Seat
    title: str
    key: str = ""


def own_route(
    name: str, label: str, posts: Sequence[Post], *, decides: Post | None = None
) -> Route:
    """The route of an agency: every post gives its opinion and `decides` ends it, or all note.

    Shape:  the steps in the order of `posts`; nobody decides where `decides` is None.
    """
    ask = Ask.ENDORSE if decides else Ask.NOTE
    steps = [_step(post, ask) for post in posts]
    if decides:
        steps.append(_step(decides, Ask.DECIDE))
    return Route(name, same(label), _about([post.title for post in posts], decides), tuple(steps))


def _step(post: Post, ask: Ask) -> Step:
    return Step(post.seat, ask, _TITLES[ask], post.key)


def _about(titles: Sequence[str], decides: Post | None) -> Text:
    thai, english = " → ".join(titles), " → ".join(titles)
    if decides is None:
        return Text(f"{thai} รับทราบ ไม่มีการอนุมัติ", f"{english} note it, nobody decides")
    if not titles:
        return Text(f"{decides.title}อนุมัติโดยไม่มีผู้ให้ความเห็น", f"{decides.title} decides alone")
    return Text(
        f"{thai} ให้ความเห็น {decides.title}อนุมัติ",
        f"{english} give opinions, {decides.title} decides",
    )
