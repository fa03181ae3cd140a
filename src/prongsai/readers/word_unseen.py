"""What a Word file hides, strikes out or has deleted, and what the edges of its pages say."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.readers.unseen import Unseen, is_mark

_RUN, _TEXT, _DELETED_TEXT = qn("w:r"), qn("w:t"), qn("w:delText")
_PARAGRAPH, _STYLE, _VALUE = qn("w:p"), qn("w:style"), qn("w:val")
_RUN_PROPERTIES, _PROPERTIES = qn("w:rPr"), qn("w:pPr")
_RUN_STYLE, _PARAGRAPH_STYLE = qn("w:rStyle"), qn("w:pStyle")
_STYLE_ID, _BASED_ON = qn("w:styleId"), qn("w:basedOn")
_HIDDEN, _STRUCK, _DELETED = "hidden", "struck", "deleted"
_MARKS = {qn("w:vanish"): _HIDDEN, qn("w:strike"): _STRUCK, qn("w:dstrike"): _STRUCK}
_RAISED, _ALIGNED, _LIFTED = "raised", qn("w:vertAlign"), qn("w:position")
_TAKEN_AWAY = {qn("w:del"), qn("w:moveFrom")}
_ROW_PROPERTIES, _HIDDEN_ROW = qn("w:trPr"), qn("w:hidden")
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_OFF = {"0", "false", "off", "none"}
_EDGES = ("/header", "/footer", "/comments", "/footnotes", "/endnotes")
_LONGEST_CHAIN = 12
_HIGH = 6  # half points: lines are set right by less

Marks = Mapping[str, bool]


class Sight(Struct):
    """What can be seen of a document: the styles that hide or strike out, and what was skipped."""

    styles: Mapping[str, Marks]
    unseen: Unseen

    @classmethod
    def of_document(cls, document: Any, unseen: Unseen) -> Self:
        """The sight of a document."""
        return cls(_styles(document), unseen)

    def seen(self, paragraph: Any, nodes: Iterator[Any], place: Place) -> Iterator[Any]:
        """The nodes of a paragraph that people see, without marks of notes; the hidden are told."""
        gone: dict[str, list[str]] = {_HIDDEN: [], _STRUCK: [], _DELETED: []}
        base = self._style_of(paragraph.find(_PROPERTIES), _PARAGRAPH_STYLE)
        for node in nodes:
            why = self._why(node, base)
            if why == _RAISED:
                continue
            if why:
                gone[why].append(node.text or "")
            else:
                yield node
        self.unseen.hide("".join(gone[_HIDDEN]), place)
        self.unseen.strike("".join(gone[_STRUCK]), place)
        self.unseen.delete("".join(gone[_DELETED]), place)

    def shows_row(self, row: Any, place: Place) -> bool:
        """Whether a row of a table is shown; one that is not is told."""
        properties = row.find(_ROW_PROPERTIES)
        if properties is None:
            return True
        hidden = _is_on(properties.find(_HIDDEN_ROW))
        if hidden:
            self.unseen.hide(" ".join(node.text or "" for node in row.iter(_TEXT)), place)
        return not hidden

    def _why(self, node: Any, base: Marks) -> str:
        """Why people do not see a piece of text; nothing where they do."""
        if node.tag == _DELETED_TEXT:
            return _DELETED
        for above in node.iterancestors():
            if above.tag in _TAKEN_AWAY:
                return _DELETED
            if above.tag == _PARAGRAPH:
                break
        run = node.getparent()
        properties = run.find(_RUN_PROPERTIES) if run.tag == _RUN else None
        style = self._style_of(properties, _RUN_STYLE)
        marks = {**base, **style, **_marks(properties)}
        why = next((why for why in (_HIDDEN, _STRUCK, _RAISED) if marks.get(why)), "")
        is_text = node.tag == _TEXT and is_mark(node.text or "")
        return why if why != _RAISED or is_text else ""

    def _style_of(self, properties: Any, kind: str) -> Marks:
        named = properties.find(kind) if self.styles and properties is not None else None
        return self.styles.get(named.get(_VALUE, ""), {}) if named is not None else {}


def tell_edges(document: Any, name: str, unseen: Unseen) -> None:
    """Note what the heads, feet, watermarks, comments and notes say of the pages."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_EDGES) and not relation.is_external:
            part = relation.target_part
            is_parsed = hasattr(part, "element")  # footnotes are not
            element = part.element if is_parsed else parse_xml(part.blob)
            for paragraph in element.iter(_PARAGRAPH):
                text = "".join(node.text or "" for node in paragraph.iter(_TEXT))
                unseen.aside(text, Place(name))
            for drawn in element.iter(_WATERMARK):
                unseen.aside(drawn.get("string") or "", Place(name))


def _styles(document: Any) -> dict[str, Marks]:
    """The styles that hide or strike out their text, with what they take from others."""
    own: dict[str, tuple[Marks, str]] = {}
    for style in document.styles.element.iter(_STYLE):
        based = style.find(_BASED_ON)
        above = based.get(_VALUE, "") if based is not None else ""
        own[style.get(_STYLE_ID, "")] = _marks(style.find(_RUN_PROPERTIES)), above
    if not any(marks for marks, _ in own.values()):
        return {}
    whole = {name: _inherited(name, own) for name in own}
    return {name: marks for name, marks in whole.items() if marks}


def _inherited(name: str, own: Mapping[str, tuple[Marks, str]]) -> Marks:
    inherited: dict[str, bool] = {}
    for _ in range(_LONGEST_CHAIN):
        marks, above = own.get(name, ({}, ""))
        inherited = {**marks, **inherited}
        name = above
    return inherited


def _marks(properties: Any) -> Marks:
    """What the properties of a run or style say of hiding, striking out and raising."""
    if properties is None:
        return {}
    marks: dict[str, bool] = {}
    for child in properties:
        why = _MARKS.get(child.tag)
        if why:
            marks[why] = marks.get(why, False) or _is_on(child)
        elif child.tag == _ALIGNED:
            marks[_RAISED] = child.get(_VALUE) == "superscript"
        elif child.tag == _LIFTED:
            marks[_RAISED] = marks.get(_RAISED, False) or _is_high(child.get(_VALUE, ""))
    return marks


def _is_high(position: str) -> bool:
    return position.isdecimal() and int(position[:4]) >= _HIGH


def _is_on(mark: Any) -> bool:
    return mark is not None and mark.get(_VALUE, "1").lower() not in _OFF
