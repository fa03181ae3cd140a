"""How a file is laid out: paper, margins, page numbers, running head, stamp; its styles."""

from collections.abc import Sequence
from html import escape

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.section import Section as WordSection
from docx.section import _BaseHeaderFooter
from docx.shared import Cm

from prongsai.core.papers.document import Document, Form, Section
from prongsai.documents.word.markup import (
    ACCENT,
    BODY,
    FACE,
    GOLD,
    INK,
    QUIET,
    RULE,
    SMALL,
    TABLE,
    TINT,
    TITLE,
    Element,
    Letters,
    Look,
    element,
    field,
    letters_markup,
    paragraph,
    run,
    tab,
    with_letters,
)
from prongsai.documents.word.page import A4, Page, margins, room
from prongsai.documents.wording import printable

_QUIET = Letters(SMALL, colour=QUIET)
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_WORDML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
# Shape 136 of Office, as Word writes it: letters that fill a straight line.
_TEXT_ON_A_LINE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" '
    'xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
# The bands of the cover in points: x, y, width, height, colour.
_COVER_BANDS = (
    (0, 0, 42.5, 842, ACCENT),
    (42.5, 0, 5.1, 842, GOLD),
    (47.6, 711.6, 547.7, 130.4, TINT),
)


def set_page(file: WordFile, section: Section, page: Page, *, begins: bool) -> None:
    """Lay out the last section of the file; one that `begins` counts its pages from 1."""
    word = file.sections[-1]
    _set_paper(word, section)
    _set_numbers(word, section, page, begins=begins)
    number = 2 * len(file.sections)
    titled = section.form is Form.LETTER and begins
    word.different_first_page_header_footer = titled
    _fill(word.header, _head(section, page, _stamp(page.document, number)))
    # The cover has its own foot, in the field that is painted there.
    bare = [paragraph(Look("Footer"))]
    _fill(word.footer, bare if section.form is Form.COVER else _foot(page.document))
    if titled:
        # No number on the first page of a letter, and no room for one.
        head = paragraph(Look("Header", exact=1), _stamp(page.document, number + 1))
        _fill(word.first_page_header, [head])
        _fill(word.first_page_footer, _foot(page.document))


def _set_paper(word: WordSection, section: Section) -> None:
    short, long = A4
    wide, high = (long, short) if section.landscape else (short, long)
    word.orientation = WD_ORIENT.LANDSCAPE if section.landscape else WD_ORIENT.PORTRAIT
    word.page_width, word.page_height = Cm(wide), Cm(high)
    around = margins(section)
    word.left_margin, word.right_margin = Cm(around.left), Cm(around.right)
    word.top_margin, word.bottom_margin = Cm(around.top), Cm(around.bottom)
    word.header_distance, word.footer_distance = Cm(1.25), Cm(0.9)


def _set_numbers(word: WordSection, section: Section, page: Page, *, begins: bool) -> None:
    """The kind of page numbers.

    The section's own format, as a field switch for Thai digits shows letters in LibreOffice.
    """
    properties = word._sectPr  # noqa: SLF001 - python-docx has no door to page numbers
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    digits = "thaiNumbers" if page.thai_prose else "decimal"
    numbers = element("pgNumType", fmt="thaiLetters" if section.form is Form.FRONT else digits)
    if begins:
        numbers.set(qn("w:start"), "1")
    properties.find(qn("w:cols")).addprevious(numbers)


def _fill(place: _BaseHeaderFooter, content: Sequence[Element]) -> None:
    place.is_linked_to_previous = False
    holder = place._element  # noqa: SLF001 - paragraphs are put in as elements
    for old in list(holder):
        holder.remove(old)
    holder.extend(content)


def _head(section: Section, page: Page, stamp: Element | None) -> list[Element]:
    if section.form is Form.COVER:
        bands = with_letters(_bands(), Letters())
        return [paragraph(Look("Header", exact=1), bands, stamp)]
    letters = Letters() if page.is_letter else _QUIET
    shown = "ก" if section.form is Form.FRONT else "๒" if page.thai_prose else "2"
    number = [run("- ", letters), *field("PAGE", shown, letters), run(" -", letters)]
    if page.is_letter:
        # Room below the number: the first page begins higher than the others.
        return [paragraph(Look("Header", align="center", after=14), *number, stamp)]
    look = Look(
        "Header", tabs=((room(section), "right", "none"),),
        borders=(("bottom", "single", 0.5, RULE),),
    )  # fmt: skip
    title = run(page.document.running_head, letters)
    return [paragraph(look, title, tab(letters), *number, stamp)]


def _foot(document: Document) -> list[Element]:
    return [paragraph(Look("Footer"), run(document.footnote, _QUIET))]


def _stamp(document: Document, number: int) -> Element | None:
    """Large pale letters behind the text of each page, as Word's own watermark."""
    if not document.stamp:
        return None
    clean = escape(printable(document.stamp))
    markup = (
        f'<w:pict {_WORDML} {_VML}>{_TEXT_ON_A_LINE}<v:shape id="PowerPlusWaterMarkObject{number}" '
        f'o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" alt="{clean}" '
        'style="position:absolute;margin-left:0;margin-top:0;width:330pt;height:150pt;'
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#e4e4e4" '
        f'stroked="f"><v:textpath style="font-family:&quot;{FACE}&quot;;font-size:1pt" '
        f'string="{clean}"/></v:shape></w:pict>'
    )
    return with_letters(parse_xml(markup), Letters())


def _bands() -> Element:
    """The coloured bands of the cover, behind its text."""
    shapes = "".join(
        f'<v:rect id="band-{number}" style="position:absolute;left:0;text-align:left;'
        f"margin-left:{x}pt;margin-top:{y}pt;width:{width}pt;height:{height}pt;z-index:-25165{number};"
        'mso-position-horizontal-relative:page;mso-position-vertical-relative:page" '
        f'fillcolor="#{colour}" stroked="f"/>'
        for number, (x, y, width, height, colour) in enumerate(_COVER_BANDS, start=1)
    )
    return parse_xml(f"<w:pict {_WORDML} {_VML}>{shapes}</w:pict>")


_LEFTOVERS = (
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.CUSTOM_XML,
)
_WORD_2013 = "15"
# id, name, letters, level of the outline (0 for none), whether it stays with what follows
_PARAGRAPHS = (
    ("Title", "Title", Letters(TITLE, bold=True), 0, True),
    ("Heading1", "heading 1", Letters(24, bold=True, colour=ACCENT), 1, True),
    ("Heading2", "heading 2", Letters(17.5, bold=True, colour=INK), 2, True),
    ("Heading3", "heading 3", Letters(BODY, bold=True, colour=INK), 3, True),
    ("TOCHeading", "TOC Heading", Letters(24, bold=True, colour=ACCENT), 0, True),
    ("TOC1", "toc 1", Letters(BODY, bold=True), 0, False),
    ("TOC2", "toc 2", Letters(BODY), 0, False),
    ("Caption", "caption", Letters(TABLE), 0, False),
    ("Header", "header", Letters(BODY), 0, False),
    ("Footer", "footer", Letters(SMALL), 0, False),
)


def set_styles(file: WordFile) -> None:
    """Replace the styles of the library's template by the few that a paper uses."""
    styles = file.styles.element
    for old in [*styles.findall(qn("w:style")), *styles.findall(qn("w:docDefaults"))]:
        styles.remove(old)
    spaced = element("pPrDefault", element("pPr", _single_spaced()))
    lettered = element("rPrDefault", letters_markup(Letters()))
    styles.insert(0, element("docDefaults", lettered, spaced))
    styles.extend([*_basic(), *map(_paragraph_style, _PARAGRAPHS)])
    # What the template carries beside: its preview, a copy of all styles, lists and a source.
    for holder in (file.part, file.part.package):
        for name in [name for name, link in holder.rels.items() if link.reltype in _LEFTOVERS]:
            del holder.rels[name]
    _set_language(file)


def _single_spaced() -> Element:
    return element("spacing", before=0, after=0, line=240, lineRule="auto")


def _basic() -> list[Element]:
    """What Word expects to find in every file."""
    cells = [
        element(side, w=room, type="dxa")
        for side, room in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    ]
    return [
        element(
            "style", element("name", val="Normal"), element("qFormat"),
            element("pPr", _single_spaced()), letters_markup(Letters()),
            type="paragraph", default=1, styleId="Normal",
        ),
        element(
            "style", element("name", val="Default Paragraph Font"),
            element("uiPriority", val=1), element("semiHidden"),
            type="character", default=1, styleId="DefaultParagraphFont",
        ),
        element(
            "style", element("name", val="Normal Table"), element("uiPriority", val=99),
            element("semiHidden"),
            element("tblPr", element("tblInd", w=0, type="dxa"), element("tblCellMar", *cells)),
            type="table", default=1, styleId="TableNormal",
        ),
        element(
            "style", element("name", val="No List"), element("uiPriority", val=99),
            element("semiHidden"), type="numbering", default=1, styleId="NoList",
        ),
    ]  # fmt: skip


def _paragraph_style(row: tuple[str, str, Letters, int, bool]) -> Element:
    identity, name, letters, level, stays = row
    return element(
        "style",
        element("name", val=name),
        element("basedOn", val="Normal"),
        element("next", val="Normal") if stays else None,
        element("qFormat"),
        element(
            "pPr",
            element("keepNext") if stays else None,
            element("keepLines") if stays else None,
            element("outlineLvl", val=level - 1) if level else None,
        ),
        letters_markup(letters),
        type="paragraph",
        styleId=identity,
    )


def _set_language(file: WordFile) -> None:
    settings = file.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:bidi"), "th-TH")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    # Lays lines out as East Asian Word does.
    for old in list(settings.iter(qn("w:useFELayout"))):
        old.getparent().remove(old)
