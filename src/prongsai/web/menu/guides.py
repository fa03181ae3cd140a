"""The guides by role: pages of data/guides, and the part that each page of the site leads to."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec
from django.urls import reverse
from django.utils.safestring import SafeString
from msgspec import Struct

from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import load
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.public_site.markdown import rendered

FOLDER = Path(__file__).parents[2] / "data" / "guides"
CITIZEN = "citizen"
_SECTION = re.compile(r'^<a id="([a-z-]+)"></a>\n\n## (.+)$', re.MULTILINE)
_PICTURE = re.compile(r"^!\[(.+)\]\(pictures/([a-z-]+\.png)\)$", re.MULTILINE)
NAME = re.compile("«([^»]+)»")


class Guide(Struct, frozen=True, forbid_unknown_fields=True):
    """One guide; the fields are described in the head of the file."""

    key: str
    title: Text
    roles: tuple[str, ...]

    @property
    def url(self) -> str:
        if self.key == CITIZEN:
            return reverse("menu:citizen-guide")
        return reverse("menu:guide", args=[self.key])


class Part(Struct, frozen=True):
    """A stretch of text, and the picture below it: its file and what is seen in it, or ""."""

    text: SafeString
    picture: str = ""
    seen: str = ""


class Section(Struct, frozen=True):
    """A part of a guide that pages lead to."""

    anchor: str
    title: str
    parts: tuple[Part, ...]


class _Guides(Struct, frozen=True, forbid_unknown_fields=True):
    guides: tuple[Guide, ...]


_TEXT = (FOLDER / "guides.yaml").read_bytes()
GUIDES = msgspec.convert(load(_TEXT), _Guides).guides


@cache
def text_of(guide: str) -> str:
    return (FOLDER / f"{guide}.md").read_text(encoding="utf-8")


@cache
def anchors_of(guide: str) -> tuple[str, ...]:
    """The names of its parts."""
    return tuple(match[1] for match in _SECTION.finditer(text_of(guide)))


@cache
def sections_of(guide: str) -> tuple[Section, ...]:
    """The parts of a guide as they are read; its own title is left out."""
    texts = _SECTION.split(text_of(guide))[1:]
    return tuple(
        Section(anchor, title, tuple(_parts(text)))
        for anchor, title, text in zip(texts[::3], texts[1::3], texts[2::3], strict=True)
    )


def _parts(text: str) -> Iterator[Part]:
    texts = _PICTURE.split(text)
    pictures = zip(texts[1::3], texts[2::3], strict=True)
    for stretch in texts[::3]:
        seen, picture = next(pictures, ("", ""))
        yield Part(rendered(NAME.sub(r"**\1**", stretch)), picture, seen)


def help_address(person: Actor, anchor: str) -> str:
    """The part about something: in the guide of the person's role, else the first that has it."""
    own = [guide for role in person.roles for guide in GUIDES if role.key in guide.roles]
    guide = next(_with((*own, *GUIDES), anchor))
    return f"{guide.url}#{anchor}"


def _with(guides: Sequence[Guide], anchor: str) -> Iterator[Guide]:
    return (guide for guide in guides if anchor in anchors_of(guide.key))
