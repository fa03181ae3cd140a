"""The blocks of a paper as HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from msgspec import Struct, field

from prongsai.core.papers import document as paper
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Block, Document, Heading, Labelled, TableStyle
from prongsai.documents.charts import svg
from prongsai.documents.marks import mark_alternative, mark_svg
from prongsai.documents.page.markup import NOTHING, Markup, each, joined, tag, words
from prongsai.documents.page.tables import Setting, table_markup
from prongsai.documents.photos import Frame, frame_of, sized
from prongsai.documents.wording import (
    choice_lines,
    counted,
    entries,
    heading_text,
    in_prose,
    in_tables,
    is_because,
    is_clause,
    pass_line,
    unknown_block,
)

_DEEPEST_HEADING = 6
_MARK_DOTS = 96


class Story(Struct):
    """The page while it is told: which heading and chart come next, and its line in cm."""

    document: Document
    digits: Digits
    headings: count[int] = field(default_factory=lambda: count(1))
    charts: count[int] = field(default_factory=lambda: count(1))
    has_title: bool = False
    last_level: int = 1
    room: float = 16.0

    @property
    def below(self) -> int:
        """How far headings stand below the title: a memo begins with those of level 2."""
        headings = (part.level for part in self.document.blocks() if isinstance(part, Heading))
        return 2 - min(headings, default=1)

    def title(self, text: str) -> Markup:
        """The first title of a page is its only heading of the first level."""
        self.last_level = 2 if self.has_title else 1
        self.has_title = True
        return tag(f"h{self.last_level}", words(text))

    def level_of(self, heading: paper.Heading) -> int:
        """Never two steps below the heading before, where papers of two kinds share a file."""
        deepest = min(self.last_level + 1, _DEEPEST_HEADING)
        self.last_level = min(heading.level + self.below, deepest)
        return self.last_level


def block_markup(block: Block, story: Story) -> Markup:
    """One block.

    Errors: Misuse (a block this surface does not know).
    """
    tell = _TELL.get(type(block))
    if tell is None:
        raise unknown_block(block)
    return tell(block, story)


def _emblem(story: Story) -> Markup:
    """The emblem as an image: an SVG inside the page could run scripts, an image cannot."""
    given, label = story.document.emblem, story.document.emblem_label
    if given is None:
        return tag("div", class_="emblem")
    address = _data_address(given.media_type, given.data)
    return tag("div", tag("img", src=address, alt=label or story.document.author), class_="emblem")


def _cover(block: paper.Cover, story: Story) -> Markup:
    foot = each("p", [block.agency, block.place, block.made_by])
    subtitle = each("p", [block.subtitle], class_="subtitle")
    return tag(
        "header",
        _emblem(story), story.title(block.title), subtitle, tag("div", foot, class_="agency"),
        class_="cover",
    )  # fmt: skip


def _memo_head(block: paper.MemoHead, story: Story) -> Markup:
    band = tag("div", _emblem(story), story.title(block.title), class_="band")
    lines = tag(
        "dl",
        _line(block.office), _line(block.number, "half"), _line(block.day, "half"),
        _line(block.subject),
        class_="dotted",
    )  # fmt: skip
    enclosures = counted(block.enclosures, thai_digits=in_prose(story.digits))
    items = tag("dd", each("div", enclosures))
    below = tag("div", tag("dt", words(block.enclosures_label)), items) if enclosures else NOTHING
    return tag(
        "header", band, lines, tag("dl", _line(block.to), below, class_="plain"), class_="memo"
    )


def _letter_head(block: paper.LetterHead, story: Story) -> Markup:
    thai = in_prose(story.digits)
    rows = [
        tag(
            "div",
            tag("dt", words(row.label)),
            tag("dd", each("div", counted(row.texts, thai_digits=thai))),
        )
        for row in block.rows
        if row.texts
    ]
    subject = tag(
        "div", tag("dt", words(block.subject.label)), tag("dd", story.title(block.subject.text))
    )
    top = tag("div", tag("p", words(f"{block.number.label} {block.number.text}")),
              tag("div", each("p", list(block.issuer))), class_="top")  # fmt: skip
    return tag(
        "header",
        _emblem(story), top, tag("p", words(block.day), class_="day"),
        tag("dl", subject, *rows),
        class_="memo letter",
    )  # fmt: skip


def _line(part: Labelled, kind: str | None = None) -> Markup:
    return tag("div", tag("dt", words(part.label)), tag("dd", words(part.text)), class_=kind)


def _notice_head(block: paper.NoticeHead, story: Story) -> Markup:
    number = NOTHING
    if block.number_label or block.number or block.year:
        room = words(block.number) if block.number else tag("span", class_="blank")
        year = words(f"/{block.year.removeprefix('/')}" if block.year else "")
        number = tag("p", words(f"{block.number_label} "), room, year)
    return tag(
        "header",
        _emblem(story), story.title(block.issuer), number, each("p", list(block.subject)),
        class_="notice",
    )  # fmt: skip


def _title(block: paper.Title, story: Story) -> Markup:
    first, *others = block.lines
    return tag("header", story.title(first), each("p", others), class_="title-lines")


def _heading(block: paper.Heading, story: Story) -> Markup:
    level = story.level_of(block)
    return tag(f"h{level}", words(heading_text(block)), id=f"heading-{next(story.headings)}")


def _numbered(block: paper.Numbered, story: Story) -> Markup:
    del story
    number = words(f"{block.number} ")
    shown = tag("b", number) if is_clause(block.number) else number
    further = " further" if block.level > 1 else ""
    return tag("p", shown, words(block.text), class_=f"prose{further}")


def _key_figures(block: paper.KeyFigures, story: Story) -> Markup:
    del story
    figures = (
        tag("div", tag("dt", words(figure.label)), tag("dd", words(figure.text)))
        for figure in block.figures
    )
    return tag("div", tag("dl", *figures), each("p", [block.text]), class_="figures")


def _table(block: paper.Table, story: Story) -> Markup:
    plain = block.style is TableStyle.PLAIN
    thai = in_prose(story.digits) if plain else in_tables(story.digits)
    return table_markup(block, Setting(story.room, thai, pass_line(story.document)))


def _chart(block: paper.Chart, story: Story) -> Markup:
    """Two drawings, of which the style sheet shows the one that fits."""
    key = str(next(story.charts))
    return _figure(block, _drawn(block, story, key, narrow=False, shown="large"),
                   _drawn(block, story, f"{key}-narrow", narrow=True, shown="small"))  # fmt: skip


def _beside(block: paper.Beside, story: Story) -> Markup:
    both = (
        _figure(part, _drawn(part, story, str(next(story.charts)), narrow=True))
        for part in (block.left, block.right)
    )
    return tag("div", *both, class_="beside")


def _figure(block: paper.Chart, *drawings: Markup) -> Markup:
    return tag("figure", *drawings, tag("figcaption", words(block.caption)))


def _drawn(
    block: paper.Chart, story: Story, key: str, *, narrow: bool, shown: str | None = None
) -> Markup:
    drawing = svg(
        block,
        thai_digits=in_tables(story.digits),
        narrow=narrow,
        names=story.document.names,
        key=key,
    )
    return tag("div", Markup(drawing), class_=shown)


def _photos(block: paper.Photos, story: Story) -> Markup:
    frame = frame_of(block, story.room)
    shown = (_photo(photo, frame) for photo in block.photos)
    return tag("div", *shown, class_="photos" if block.across > 1 else "photos single")


def _photo(photo: paper.Photo, frame: Frame) -> Markup:
    drawn = sized(photo.picture, frame, photo.caption)
    width, height = drawn.pixels
    shown = tag(
        "img",
        src=_data_address(drawn.media_type, drawn.data),
        alt=photo.alternative or photo.caption,
        width=width,
        height=height,
    )
    return tag("figure", shown, each("figcaption", [photo.caption]))


def mark_markup(mark: paper.Mark) -> Markup:
    code = tag(
        "img",
        src=_data_address("image/svg+xml", mark_svg(mark)),
        alt=mark_alternative(mark),
        width=_MARK_DOTS,
        height=_MARK_DOTS,
    )
    return tag("div", code, tag("div", each("p", mark.words)), class_="mark")


def _data_address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{b64encode(data).decode()}"


def _contents(block: paper.Contents, story: Story) -> Markup:
    items = (
        tag(
            "li",
            tag("a", words(heading_text(entry.heading)), href=f"#heading-{entry.number}"),
            class_=f"level-{entry.heading.level}",
        )
        for entry in entries(story.document)
    )
    title = tag("p", words(block.title), class_="title")
    return tag("nav", title, tag("ul", *items), aria_label=block.title)


def _signed(block: paper.Signature) -> Markup:
    blank = words(block.name) if block.name else tag("span", class_="blank")
    hand = tag("p", words("("), blank, words(")"), class_="hand")
    if block.signed:
        name = each("p", [f"({block.name})"] if block.name else [])
        hand = joined(tag("p", words(block.signed), class_="signed"), name)
    below = each("p", [block.position, block.below])
    return tag("div", each("p", [block.above]), hand, below, class_="signature")


def _opinion(opinion: paper.Opinion) -> Markup:
    title = tag("p", words(opinion.title), class_="title")
    choices = tag("ul", each("li", choice_lines(opinion))) if opinion.choices else NOTHING
    written = NOTHING if is_because(opinion) else each("p", [opinion.text])
    is_open = not (opinion.text or opinion.signed)
    lines = tag("div", class_="lines") if is_open else NOTHING
    hand = _signed(paper.Signature(opinion.position, signed=opinion.signed, name=opinion.name))
    return tag("div", title, choices, written, lines, hand, role="group", aria_label=opinion.title)


def _together(block: paper.Together, story: Story) -> Markup:
    return tag("div", all_markup(block.blocks, story), class_="together")


def all_markup(blocks: Sequence[Block], story: Story) -> Markup:
    return joined(*(block_markup(block, story) for block in blocks))


_TELL: dict[type[Any], Callable[[Any, Story], Markup]] = {
    paper.Cover: _cover,
    paper.MemoHead: _memo_head,
    paper.LetterHead: _letter_head,
    paper.NoticeHead: _notice_head,
    paper.Title: _title,
    paper.Heading: _heading,
    paper.Paragraph: lambda block, _: tag("p", words(block.text), class_="prose"),
    paper.Numbered: _numbered,
    paper.Note: lambda block, _: tag("p", words(block.text), class_="note"),
    paper.KeyFigures: _key_figures,
    paper.Table: _table,
    paper.Chart: _chart,
    paper.Beside: _beside,
    paper.Photos: _photos,
    paper.Contents: _contents,
    paper.Dated: lambda block, _: tag("p", words(block.text), class_="dated"),
    paper.Signature: lambda block, _: _signed(block),
    paper.Opinions: lambda block, _: tag("div", *map(_opinion, block.boxes), class_="opinions"),
    paper.PageBreak: lambda _block, _: tag("div", class_="page-break"),
    paper.Together: _together,
}
