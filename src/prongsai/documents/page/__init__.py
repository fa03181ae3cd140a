"""A paper as one web page: nothing is fetched, nothing runs, every reader finds its way.

Headings, tables and charts are told to screen readers as they are; on a hand's screen wide tables
become cards and charts their narrow drawing; printed, the page follows the form of the paper.
"""

from functools import cache
from importlib.resources import files

from prongsai.core.papers import document as paper
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import Document, Section
from prongsai.documents.page.blocks import Story, all_markup, mark_markup
from prongsai.documents.page.markup import NOTHING, Markup, each, joined, tag, words

__all__ = ["to_html"]

# The page needs nothing from anywhere; so nothing that got into it can fetch or run either.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
# The line of a page in centimetres.
_LINE, _WIDE_LINE = 16.0, 25.7
_HEADS = (paper.Cover, paper.LetterHead, paper.MemoHead, paper.NoticeHead, paper.Title)


def to_html(document: Document, digits: Digits) -> str:
    """The paper as one self-contained page with the digits of the agency.

    Errors: Misuse (a block this surface does not know), MissingFont (charts are measured by it).
    """
    document = printed(document, digits)
    story = Story(document, digits)
    title = NOTHING
    if not any(isinstance(block, _HEADS) for block in document.blocks()):
        title = tag("div", story.title(document.title), class_="unseen")
    sections = [_section(section, story) for section in document.sections]
    if document.mark:
        sections.append(mark_markup(document.mark))
    running = each("p", [document.running_head], class_="running")
    stamp = each("p", [document.stamp], class_="stamp")
    foot = tag("footer", each("p", [document.footnote])) if document.footnote else NOTHING
    body = tag("body", running, tag("main", stamp, title, *sections), foot)
    return f'<!doctype html>\n<html lang="th">{_head(document)}{body}</html>\n'


def _head(document: Document) -> Markup:
    names = (("author", document.author), ("description", document.subject))
    metas = joined(*(tag("meta", name=name, content=text) for name, text in names if text))
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", words(document.title)),
        metas,
        tag("style", _style()),
    )


@cache
def _style() -> Markup:
    return Markup(files(__name__).joinpath("page.css").read_text(encoding="utf-8"))


def _section(section: Section, story: Story) -> Markup:
    wide = " wide" if section.landscape else ""
    story.room = _WIDE_LINE if section.landscape else _LINE
    return tag("section", all_markup(section.blocks, story), class_=section.form.value + wide)
