"""The pieces of WordprocessingML: elements, runs and paragraphs with their looks.

Word takes Thai from the complex-script twins (cs, szCs, bCs): without them letters, size and
weight of Thai fall back to the theme. So every run carries them, and the order of the elements is
that of the schema, as Word calls a file damaged where it is not.
"""

from typing import Literal

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from msgspec import Struct

from prongsai.documents.typesetting.breaks import tie
from prongsai.documents.wording import printable

FACE = "TH SarabunPSK"
BODY, TABLE, COMPACT, SMALL, LABEL, TITLE = 16.0, 14.0, 13.5, 12.5, 20.0, 29.0
ACCENT, INK, WEAK, GOLD, QUIET = "1F5F6B", "22303A", "9A4310", "C9A24A", "505050"
TINT, SOFT, FILLED, RULE = "E8F0F1", "F4F7F7", "BFD4D8", "9FB0B5"
_TWIPS_PER_CM = 1440 / 2.54
_TWIPS_PER_POINT = 20

Element = BaseOxmlElement
Align = Literal["left", "center", "right", "thaiDistribute"]
Border = tuple[str, str, float, str]


def twips(centimetres: float) -> int:
    """A length as Word counts it."""
    return round(centimetres * _TWIPS_PER_CM)


def element(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of WordprocessingML with its attributes and children; None is left out."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


class Letters(Struct, frozen=True):
    """How letters look; `size` in points of TH SarabunPSK."""

    size: float = BODY
    bold: bool = False
    colour: str = ""


def letters_markup(letters: Letters) -> Element:
    """The run properties, each with its complex-script twin."""
    half_points = round(letters.size * 2)
    return element(
        "rPr",
        element("rFonts", ascii=FACE, hAnsi=FACE, eastAsia=FACE, cs=FACE),
        element("b") if letters.bold else element("b", val=0),
        element("bCs") if letters.bold else element("bCs", val=0),
        element("color", val=letters.colour) if letters.colour else None,
        element("sz", val=half_points),
        element("szCs", val=half_points),
        element("cs"),
        element("lang", val="en-US", eastAsia="en-US", bidi="th-TH"),
    )


def text_markup(text: str, tag: str = "t") -> Element:
    made = element(tag)
    made.text = text
    made.set(qn("xml:space"), "preserve")
    return made


def run(text: str, letters: Letters | None = None) -> Element:
    """A run of words; numbers and their words stay on one line."""
    return with_letters(text_markup(printable(tie(text))), letters or Letters())


def with_letters(content: Element, letters: Letters) -> Element:
    return element("r", letters_markup(letters), content)


def tab(letters: Letters | None = None) -> Element:
    """A run that goes to the next tab stop."""
    return with_letters(element("tab"), letters or Letters())


def field(instruction: str, shown: str, letters: Letters) -> list[Element]:
    """The runs of a field that Word fills in; `shown` stands until then."""
    return [*field_opening(instruction, letters), run(shown, letters), field_end(letters)]


def field_opening(instruction: str, letters: Letters | None = None) -> list[Element]:
    """The runs of a field up to what it shows."""
    letters = letters or Letters()
    return [
        with_letters(element("fldChar", fldCharType="begin"), letters),
        with_letters(text_markup(f" {instruction} ", "instrText"), letters),
        with_letters(element("fldChar", fldCharType="separate"), letters),
    ]


def field_end(letters: Letters | None = None) -> Element:
    return with_letters(element("fldChar", fldCharType="end"), letters or Letters())


class Look(Struct, frozen=True):
    """How a paragraph stands.

    Shape:  centimetres for indents and tabs, points for `before`, `after` and `exact`; a negative
            `first` hangs; `tabs` are (place, kind, leader); `borders` (side, kind, points, colour);
            `frame` (x, y, width) fixes the paragraph on the page; without y it stands at the
            foot of the text's room, x counted from its left.
    """

    style: str = ""
    align: Align = "left"
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    first: float = 0
    exact: float = 0
    keep_next: bool = False
    tabs: tuple[tuple[float, str, str], ...] = ()
    borders: tuple[Border, ...] = ()
    frame: tuple[float, float | None, float] | None = None


def paragraph(look: Look, *runs: Element | None) -> Element:
    return element("p", _look_markup(look), *runs)


def borders_markup(tag: str, borders: tuple[Border, ...]) -> Element | None:
    """The borders of a paragraph, cell or table, in the order they are given."""
    if not borders:
        return None
    sides = [
        element(side, val=kind, sz=round(points * 8), space=1 if tag == "pBdr" else 0, color=colour)
        for side, kind, points, colour in borders
    ]
    return element(tag, *sides)


def _look_markup(look: Look) -> Element:
    tabs = [
        element("tab", val=kind, leader=leader, pos=twips(place))
        for place, kind, leader in look.tabs
    ]
    return element(
        "pPr",
        element("pStyle", val=look.style) if look.style else None,
        element("keepNext") if look.keep_next else None,
        _frame_markup(look.frame) if look.frame else None,
        element("widowControl"),
        borders_markup("pBdr", look.borders),
        element("tabs", *tabs) if tabs else None,
        _spacing_markup(look),
        _indent_markup(look),
        element("jc", val=look.align),
    )


def _frame_markup(frame: tuple[float, float | None, float]) -> Element:
    x, y, width = frame
    if y is None:
        place: dict[str, object] = {"vAnchor": "margin", "hAnchor": "margin", "yAlign": "bottom"}
    else:
        place = {"vAnchor": "page", "hAnchor": "page", "y": twips(y)}
    return element("framePr", w=twips(width), wrap="around", x=twips(x), **place)


def _spacing_markup(look: Look) -> Element:
    line, rule = (look.exact * _TWIPS_PER_POINT, "exact") if look.exact else (240, "auto")
    return element(
        "spacing",
        before=round(look.before * _TWIPS_PER_POINT),
        after=round(look.after * _TWIPS_PER_POINT),
        line=round(line),
        lineRule=rule,
    )


def _indent_markup(look: Look) -> Element:
    first = {"hanging": twips(-look.first)} if look.first < 0 else {"firstLine": twips(look.first)}
    return element("ind", left=twips(look.left), right=twips(look.right), **first)


def keep_with_next(parts: list[Element]) -> None:
    """Tie every paragraph of these parts to the one that follows it."""
    for part in parts:
        for xml_element in [part, *part.iter(qn("w:p"))]:
            if xml_element.tag == qn("w:p"):
                _flag(xml_element, "keepNext")


def break_before(part: Element) -> None:
    """Let this part begin a page."""
    first = next(part.iter(qn("w:p")))
    _flag(first, "pageBreakBefore")


def _flag(paragraph_element: Element, name: str) -> None:
    properties = paragraph_element.find(qn("w:pPr"))
    if properties is None or properties.find(qn(f"w:{name}")) is not None:
        return
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore"]
    before = {qn(f"w:{earlier}") for earlier in order[: order.index(name)]}
    place = sum(child.tag in before for child in properties)
    properties.insert(place, element(name))
