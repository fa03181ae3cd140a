"""States and facts in words, worked out before a template shows them."""

from django.utils.translation import gettext as _
from msgspec import Struct

_SOON = 7


class Tag(Struct, frozen=True):
    """What `ui/tag.html` is given: the kind, which chooses colour and sign, and the words."""

    kind: str
    text: str


def due_tag(days: int) -> Tag:
    """How near a day is: late, today, within a week, later."""
    if days < 0:
        return Tag("late", _("เกินกำหนด %(days)s วัน") % {"days": -days})
    if not days:
        return Tag("wait", _("ครบวันนี้"))
    return Tag("wait" if days <= _SOON else "todo", _("อีก %(days)s วัน") % {"days": days})


class Picture(Struct, frozen=True):
    """A picture of a list: its address, that of the little one, and what it shows."""

    url: str
    small: str
    words: str


class Fact(Struct, frozen=True):
    """A line of `ui/facts.html`: what it is called, what it is, the page that tells more."""

    name: str
    value: str
    url: str = ""


class Note(Struct, frozen=True):
    """What `ui/note.html` is given: "" for plain, warn, bad, good; title, words, a page."""

    kind: str
    title: str
    text: str = ""
    url: str = ""
