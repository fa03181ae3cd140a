"""Headings, paragraphs, the contents, and how a paper ends: date and signature."""

from prongsai.core.papers.document import (
    Contents,
    Dated,
    Heading,
    Note,
    Numbered,
    Paragraph,
    Signature,
)
from prongsai.documents.word.markup import (
    ACCENT,
    BODY,
    INK,
    QUIET,
    SMALL,
    Element,
    Letters,
    Look,
    element,
    field,
    field_end,
    field_opening,
    keep_with_next,
    paragraph,
    run,
    tab,
)
from prongsai.documents.word.page import Page
from prongsai.documents.wording import ContentsEntry, entries, heading_text, is_clause

_LETTER_INDENT, _BOOKLET_INDENT = 2.5, 1.5
_STEP = 1.0
_SIGNATURE_WIDTH = 8.0
_NAME_WIDTH = 5.6
_DATE_INDENT = 4.1
_CHAPTER = Letters(24, bold=True, colour=ACCENT)
_PART = Letters(17.5, bold=True, colour=INK)
_LETTER_HEADING = Letters(BODY, bold=True, colour="000000")
_SIGNED = Letters(14)
_DEEPEST = 3


def heading(block: Heading, page: Page) -> list[Element]:
    """A heading in a real style, with the mark that the contents point at."""
    number = next(page.headings)
    level = min(block.level, _DEEPEST)
    if page.is_letter:
        letters, look = _LETTER_HEADING, Look(f"Heading{level}", before=6, keep_next=True)
    elif level == 1:
        rule = (("bottom", "single", 1.25, ACCENT),)
        letters, look = _CHAPTER, Look("Heading1", after=10, borders=rule, keep_next=True)
    else:
        letters, look = _PART, Look(f"Heading{level}", before=12, after=2, keep_next=True)
    name = _bookmark(number)
    return [
        paragraph(
            look,
            element("bookmarkStart", id=number, name=name),
            run(heading_text(block), letters),
            element("bookmarkEnd", id=number),
        )
    ]


def _bookmark(number: int) -> str:
    return f"_Toc{number:08}"


def _indent(page: Page) -> float:
    return _LETTER_INDENT if page.is_letter else _BOOKLET_INDENT


def prose(block: Paragraph, page: Page) -> list[Element]:
    """A paragraph of prose, distributed as Thai is."""
    return [paragraph(Look(align="thaiDistribute", before=6, first=_indent(page)), run(block.text))]


def numbered(block: Numbered, page: Page) -> list[Element]:
    """A paragraph that begins with its own number."""
    number = Letters(BODY, bold=is_clause(block.number))
    first = _indent(page) + (block.level - 1) * _STEP
    return [
        paragraph(
            Look(align="thaiDistribute", before=3, first=first),
            run(block.number, number),
            run("\u00a0\u00a0"),
            run(block.text),
        )
    ]


def note(block: Note, page: Page) -> list[Element]:
    """Small print."""
    del page
    return [paragraph(Look(before=3, after=3), run(block.text, Letters(SMALL, colour=QUIET)))]


def dated(block: Dated, page: Page) -> list[Element]:
    """The day of an order or announcement; it stays with the signature."""
    del page
    return [paragraph(Look(before=12, left=_DATE_INDENT, keep_next=True), run(block.text))]


def signature(block: Signature, page: Page) -> list[Element]:
    """From the middle of the page: room for the hand, a name and the position."""
    left = max(page.width - _SIGNATURE_WIDTH, 0.0)
    return signed(block, page.width - left, left=left)


def signed(block: Signature, width: float, left: float = 0) -> list[Element]:
    """The lines at which somebody signs, or that say when it was signed; they stay together.

    Shape:  `width` is the room from `left`, in centimetres.
    """

    def line(text: str, before: float = 0.0, letters: Letters | None = None) -> Element:
        return paragraph(Look(align="center", left=left, before=before), run(text, letters))

    name = f"({block.name})" if block.name else ""
    made = [line(block.above, 12.0)] if block.above else []
    if block.signed:
        made += [line(block.signed, 16.0, _SIGNED), *([line(name)] if name else [])]
    else:
        made.append(line(name, 36.0) if name else _open_name(left, width))
    made += [line(text) for text in (block.position, block.below) if text]
    keep_with_next(made[:-1])
    return made


def _open_name(left: float, width: float) -> Element:
    """Dots between brackets, by the leader of a tab: as many as there is room, in any font."""
    dots = min(_NAME_WIDTH, width)
    begin = left + (width - dots) / 2
    look = Look(left=begin, before=36.0, tabs=((begin + dots - 0.2, "right", "dot"),))
    return paragraph(look, run("("), tab(), run(")"))


def contents(block: Contents, page: Page) -> list[Element]:
    """A contents field that Word can renew, with the headings in it already.

    The numbers of the pages are Word's to count; it does so when the field is renewed.
    """
    rule = (("bottom", "single", 1.25, ACCENT),)
    title = Look("TOCHeading", after=10, borders=rule, keep_next=True)
    lines = [_entry(entry, page) for entry in entries(page.document)] or [paragraph(Look())]
    opening = field_opening('TOC \\o "1-2" \\h \\z')
    for place, part in enumerate(opening, start=1):  # behind the paragraph's own properties
        lines[0].insert(place, part)
    closing = paragraph(Look(exact=1), field_end())
    return [paragraph(title, run(block.title, _CHAPTER)), *lines, closing]


def _entry(entry: ContentsEntry, page: Page) -> Element:
    chapter = entry.heading.level == 1
    letters = Letters(BODY, bold=chapter)
    name = _bookmark(entry.number)
    link = element("hyperlink", anchor=name, history=1)
    link.extend([run(heading_text(entry.heading), letters), tab(letters)])
    link.extend(field(f"PAGEREF {name} \\h", "", letters))
    look = Look(
        "TOC1" if chapter else "TOC2",
        before=6 if chapter else 0,
        left=0 if chapter else 0.9,
        tabs=((page.width, "right", "dot"),),
    )
    return paragraph(look, link)
