"""What goes with the hands at a paper's end: a signature never stands alone on a page.

A signature, a day to be filled in and the boxes of opinions want words before them on their page.
Each surface keeps an `Ending` together in its own way.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from prongsai.core.papers.document import (
    Block,
    Contents,
    Cover,
    Dated,
    Heading,
    LetterHead,
    MemoHead,
    NoticeHead,
    Opinions,
    PageBreak,
    Signature,
    Title,
    Together,
)

__all__ = ["Ending", "in_pairs", "with_endings"]

_HANDS = (Dated, Signature, Opinions)
# Nothing before these belongs to what stands below them; nor before a chapter.
_BEGINNINGS = (PageBreak, Cover, MemoHead, LetterHead, NoticeHead, Title, Contents)


class Ending(Struct, frozen=True):
    """The last words before hands, or what else stands there, and the hands; a heading first."""

    blocks: tuple[Block, ...]


def with_endings(blocks: Sequence[Block]) -> list[Block | Ending]:
    """The blocks of a section, hands in one `Ending` with what goes with them.

    >>> from prongsai.core.papers.document import Paragraph
    >>> [words, ending] = with_endings([Paragraph("ก"), Paragraph("ข"), Signature("ปลัดเทศบาล")])
    >>> ending.blocks
    (Paragraph(text='ข'), Signature(position='ปลัดเทศบาล', above='', below='', signed='', name=''))
    """
    made: list[Block | Ending] = []
    for block in blocks:
        opened = tuple(_opened(block))
        if not any(isinstance(part, _HANDS) for part in opened):
            made.append(block)
        elif made and isinstance(made[-1], Ending) and not _has_words(opened):
            made[-1] = Ending((*made[-1].blocks, *opened))
        else:
            before = [] if _has_words(opened) else _taken(made)
            made.append(Ending((*before, *opened)))
    return made


def in_pairs(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """The blocks one by one, but two signatures in succession as a pair that stands side by side.

    >>> from prongsai.core.papers.document import Paragraph
    >>> [len(row) for row in in_pairs([Paragraph("ก"), *[Signature("ปลัดเทศบาล")] * 3])]
    [1, 2, 1]
    """
    rows: list[tuple[Block, ...]] = []
    for block in blocks:
        is_second = isinstance(block, Signature) and bool(rows) and len(rows[-1]) == 1
        if is_second and isinstance(rows[-1][0], Signature):
            rows[-1] = (*rows[-1], block)
        else:
            rows.append((block,))
    return rows


def _opened(block: Block) -> Iterator[Block]:
    if isinstance(block, Together):
        for inner in block.blocks:
            yield from _opened(inner)
    else:
        yield block


def _has_words(opened: Sequence[Block]) -> bool:
    """Whether there are words before the first hand; a heading alone is none."""
    first = next(place for place, part in enumerate(opened) if isinstance(part, _HANDS))
    return any(not isinstance(part, Heading) for part in opened[:first])


def _taken(made: list[Block | Ending]) -> list[Block]:
    """Take the last block that is no heading, with the headings below it."""
    taken: list[Block] = []
    for block in reversed(made):
        is_chapter = isinstance(block, Heading) and block.level == 1
        if isinstance(block, (Ending, _BEGINNINGS)) or is_chapter:
            break
        taken.insert(0, block)
        if not isinstance(block, Heading):
            break
    del made[len(made) - len(taken) :]
    return taken
