"""How a paper begins: the cover of a booklet, the head of a memo, of an order or announcement."""

from prongsai.core.papers.document import (
    Cover,
    Labelled,
    LetterHead,
    LetterRow,
    MemoHead,
    NoticeHead,
    Title,
)
from prongsai.documents.word.grid import Frame, WordCell, WordRow, grid
from prongsai.documents.word.markup import (
    ACCENT,
    BODY,
    GOLD,
    INK,
    LABEL,
    QUIET,
    TITLE,
    Element,
    Letters,
    Look,
    paragraph,
    run,
    tab,
)
from prongsai.documents.word.page import Page
from prongsai.documents.word.pictures import emblem
from prongsai.documents.wording import counted

_STRONG = Letters(BODY, bold=True)
_PLAIN = Letters(BODY)
_LABEL = Letters(LABEL, bold=True)
_DOTS = ("right", "dot")
_MEMO_EMBLEM, _NOTICE_EMBLEM, _COVER_EMBLEM = 1.5, 3.0, 2.6
_SUBJECT_HANGS, _ENCLOSURES_HANG = 1.3, 2.6
_SHORT_RULE = 4.2
_LETTER_TITLE, _REPORT_TITLE = 18, 20
# The foot of the cover stands in the tinted field that `sections` paints.
_COVER_FOOT = (3.4, 25.6, 15.4)


def cover(block: Cover, page: Page) -> list[Element]:
    """The cover: emblem, title, year, and the agency in the field at its foot."""
    title = Letters(34, bold=True, colour=ACCENT)
    year = Letters(24, bold=True, colour=INK)
    foot = (
        (block.agency, Letters(22, bold=True, colour=INK)),
        (block.place, Letters(18, colour=INK)),
        (block.made_by, Letters(BODY, colour=QUIET)),
    )
    gold = Look(right=page.width - 5, after=14, borders=(("bottom", "single", 2, GOLD),))
    return [
        emblem(page, _COVER_EMBLEM),
        paragraph(Look(before=64), run(block.title, title)),
        paragraph(gold, run("", year)),
        paragraph(Look(), run(block.subtitle, year)),
        *(paragraph(Look(frame=_COVER_FOOT), run(text, letters)) for text, letters in foot if text),
    ]


def memo_head(block: MemoHead, page: Page) -> list[Element]:
    """The head of a memo: emblem and title in one band, then labels on dotted lines."""
    middle = page.width / 2
    dots = Look(tabs=((page.width, *_DOTS),))
    two = Look(tabs=((middle, "left", "dot"), (page.width, *_DOTS)))
    subject = Look(left=_SUBJECT_HANGS, first=-_SUBJECT_HANGS, tabs=((page.width, *_DOTS),))
    return [
        _memo_band(block.title, page),
        paragraph(dots, *_on_dots(block.office)),
        paragraph(two, *_on_dots(block.number), *_on_dots(block.day)),
        paragraph(subject, *_on_dots(block.subject)),
        paragraph(
            Look(before=6, left=_SUBJECT_HANGS, first=-_SUBJECT_HANGS),
            run(f"{block.to.label}  "),
            run(block.to.text),
        ),
        *_enclosures(block, page),
    ]


def _memo_band(title: str, page: Page) -> Element:
    """Emblem at the left, the title in the middle of the page; a line of exactly 35 points."""
    side = _MEMO_EMBLEM + 0.2
    words = paragraph(
        Look("Title", align="center", exact=35), run(title, Letters(TITLE, bold=True))
    )
    # A cell must end with a paragraph.
    left = WordCell([emblem(page, _MEMO_EMBLEM), paragraph(Look(exact=1))])
    cells = [left, WordCell([words], across="center"), WordCell([paragraph(Look(exact=1))])]
    widths = [side, page.width - 2 * side, side]
    return grid(widths, [WordRow(cells)], Frame(inset=(0, 0)))


def _on_dots(part: Labelled) -> list[Element]:
    return [run(f"{part.label}  ", _LABEL), run(part.text), tab()]


def _enclosures(block: MemoHead, page: Page) -> list[Element]:
    lines = counted(block.enclosures, thai_digits=page.thai_prose)
    if not lines:
        return []
    first = paragraph(
        Look(before=6, left=_ENCLOSURES_HANG, first=-_ENCLOSURES_HANG),
        run(f"{block.enclosures_label}  "),
        run(lines[0]),
    )
    below = Look(left=_ENCLOSURES_HANG)
    return [first, *(paragraph(below, run(line)) for line in lines[1:])]


def letter_head(block: LetterHead, page: Page) -> list[Element]:
    """The head of a letter to another agency: emblem, number and sender, day, labels with texts."""
    number = paragraph(Look(), run(f"{block.number.label}  "), run(block.number.text))
    issuer = [paragraph(Look(), run(line)) for line in block.issuer] or [paragraph(Look())]
    middle = 1.4
    side = (page.width - middle) / 2
    row = WordRow([WordCell([number]), WordCell([paragraph(Look())]), WordCell(issuer)])
    hangs = Look(before=6, left=_ENCLOSURES_HANG, first=-_ENCLOSURES_HANG)
    subject = Look("Title", before=6, left=_ENCLOSURES_HANG, first=-_ENCLOSURES_HANG)
    lines = [
        paragraph(
            subject, run(f"{block.subject.label}  ", _PLAIN), run(block.subject.text, _PLAIN)
        ),
        *(element for each in block.rows for element in _letter_row(each, hangs, page)),
    ]
    return [
        emblem(page, _NOTICE_EMBLEM, "center"),
        grid([side, middle, side], [row], Frame(inset=(0, 0))),
        paragraph(Look(align="center", before=6, after=3), run(block.day)),
        *lines,
        paragraph(Look(exact=6)),
    ]


def _letter_row(row: LetterRow, look: Look, page: Page) -> list[Element]:
    texts = counted(row.texts, thai_digits=page.thai_prose)
    first = paragraph(look, run(f"{row.label}  "), run(texts[0])) if texts else None
    below = Look(left=_ENCLOSURES_HANG)
    rest = [paragraph(below, run(line)) for line in texts[1:]]
    return [first, *rest] if first is not None else []


def notice_head(block: NoticeHead, page: Page) -> list[Element]:
    """The head of an order or announcement."""
    centred = Look(align="center")
    beside = (page.width - _SHORT_RULE) / 2
    rule = Look(
        left=beside, right=beside, exact=6, after=6, borders=(("bottom", "single", 0.75, "3C3C3C"),)
    )
    number = _notice_number(block)
    return [
        emblem(page, _NOTICE_EMBLEM, "center"),
        paragraph(Look("Title", align="center", before=3), run(block.issuer, _STRONG)),
        *([paragraph(centred, run(number, _STRONG))] if number else []),
        *(paragraph(centred, run(line, _STRONG)) for line in block.subject),
        paragraph(rule),
    ]


def title(block: Title, page: Page) -> list[Element]:
    """Centred bold lines; the first is the title."""
    first, *others = block.lines
    size = _LETTER_TITLE if page.is_letter else _REPORT_TITLE
    letters = Letters(size, bold=True, colour="" if page.is_letter else ACCENT)
    below = Look(align="center", keep_next=True)
    return [
        paragraph(Look("Title", align="center", keep_next=True), run(first, letters)),
        *(paragraph(below, run(line, _STRONG)) for line in others),
        paragraph(Look(exact=8, keep_next=True)),
    ]


def _notice_number(block: NoticeHead) -> str:
    """The number and its year, with room before the year until the register gives one."""
    if not (block.number_label or block.number or block.year):
        return ""
    number = block.number or "\u00a0" * 14
    year = f"/{block.year.removeprefix('/')}" if block.year else ""
    return f"{block.number_label} {number}{year}".strip()
