"""The styles of the file: TH SarabunPSK throughout, with its complex-script twins."""

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from prongsai.documents.word.markup import (
    ACCENT,
    BODY,
    INK,
    SMALL,
    TABLE,
    TITLE,
    Element,
    Letters,
    element,
    letters_markup,
)

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


def set_styles(file: Document) -> None:
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


def _set_language(file: Document) -> None:
    settings = file.settings.element
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:bidi"), "th-TH")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
    # Lays lines out as East Asian Word does.
    for old in list(settings.iter(qn("w:useFELayout"))):
        old.getparent().remove(old)
