"""Does anything act in a Word or Excel file? Every part is read as what it is, not searched.

A file of Office is an archive of XML parts that name one another. A part may lie under any name
and in any encoding, an attribute may be quoted and escaped in several ways, a field may be spread
over runs: so nothing is looked for by bytes. XML is parsed, in the encodings that Office itself
writes; relations, elements, fields and formulas are then asked what they do. What is neither XML
nor a picture nor a font has no place in such a file.
"""

import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath
from xml.parsers import expat

from msgspec import Struct, field

from prongsai.web.platform.upload_validation.fields import (
    ActiveContent,
    Unreadable,
    can_hold_field,
    check_field,
    check_formula,
)
from prongsai.web.platform.upload_validation.links import is_harmless

TYPES = "[Content_Types].xml"
_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
MOST_XML = 40 * 2**20
_DEEPEST = 200

# What a part or a relation may be called, by words in its type. Each acts, or brings in what does.
_ACTING_TYPES = (
    "macroenabled", "vbaproject", "vbadata", "activex", "oleobject", "officedocument.package",
    "macrosheet", "xlmacrosheet", "dialogsheet", "connections", "querytable", "externallink",
    "customui", "webextension", "taskpane", "attachedtoolbars", "keymapcustomizations",
    "mailmerge", "recipientdata", "x-msdownload", "x-javascript", "html", "rtf", "mht",
    "template.main", "addin", "customdata", "spreadsheetml.volatiledependencies",
)  # fmt: skip
_ACTING_RELATIONS = frozenset(
    {
        "oleobject", "package", "afchunk", "subdocument", "frame", "attachedtemplate",
        "externallink", "externallinkpath", "externallinklongpath", "xlpathmissing",
        "xlexternallinkpath", "xlstartup", "xllibrary", "connections", "querytable", "control",
        "activexcontrolbinary", "vbaproject", "wordvbadata", "extensibility", "attachedtoolbars",
        "keymapcustomizations", "mailmergesource", "mailmergeheadersource",
        "mailmergerecipientdata", "recipientdata", "macrosheet", "xlmacrosheet",
        "xlintlmacrosheet", "dialogsheet",
        "webextension", "webextensiontaskpanes", "customdata", "customui", "video", "audio",
        "media", "webvideo", "transform",
    }
)  # fmt: skip
_ACTING_ELEMENTS = frozenset(
    {
        "altchunk", "subdoc", "oleobject", "oleembed", "olelink", "ddelink", "attachedtemplate",
        "mailmerge", "frameset", "ocx", "webvideopr", "externalbook", "querytable", "connection",
        "websourcesrc", "script", "foreignobject", "xlink",
    }
)  # fmt: skip
_PICTURE_ELEMENTS = frozenset({"imagedata", "fill", "stroke", "image", "blip"})
_SOURCES = frozenset({"src", "href", "althref", "link"})
# Text of a page between a field's begin and its result is read as its instruction too.
_INSTRUCTIONS = frozenset({"instrtext", "delinstrtext", "t"})
_FORMULAS = frozenset(
    {
        "f",
        "formula",
        "formula1",
        "formula2",
        "definedname",
        "calculatedcolumnformula",
        "totalsrowformula",
    }
)  # fmt: skip
_OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]+:|\\\\|//)", re.IGNORECASE)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*",
    b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00",
    b"RIFF", b"\x00\x00\x00\x0cjP",
)  # fmt: skip
_FONT = ".odttf"
_DOCTYPE, _NESTED = "DOCTYPE", "{ { } }"
# What Excel keeps of a printer: a structure of Windows that nothing runs.
_PRINTER = re.compile(r"xl/printersettings/printersettings\d*\.bin", re.IGNORECASE)
_PROGRAMS = (b"\xd0\xcf\x11\xe0", b"MZ", b"PK\x03\x04", b"\x7fELF", b"#!", b"%PDF", b"{\\rt")


class _Field(Struct):
    """A field that is being read: what its instruction says so far."""

    instruction: str = ""
    is_instruction: bool = True


class _Part(Struct):
    """One XML part while it is parsed: its fields and formulas."""

    name: str
    root: str = ""
    depth: int = 0
    texts: list[str] | None = None
    fields: list[_Field] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)


def kind_of(archive: zipfile.ZipFile) -> str:
    """The kind of an Office file in which nothing acts: "docx", "xlsx", "" for another kind.

    Shape:  the caller has counted what the archive unpacks to.
    """
    names = archive.namelist()
    if len({name.lower() for name in names}) != len(names):
        raise Unreadable(TYPES)
    if TYPES not in names:
        return ""
    types = _read(archive, TYPES).types
    for media_type in types.values():
        if any(word in media_type.lower() for word in _ACTING_TYPES):
            raise ActiveContent(media_type)
    left = MOST_XML
    for name in names:
        if name.endswith("/") or name == TYPES:
            continue
        head = _head(archive, name)
        if _is_xml(head):
            left -= archive.getinfo(name).file_size
            if left < 0:
                raise Unreadable(name)
            _read(archive, name)
        else:
            _check_other(name, head)
    return next((_MAIN[media_type] for media_type in types.values() if media_type in _MAIN), "")


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        return file.read(64)


def _is_xml(head: bytes) -> bool:
    """Whether a part says that it is XML, in any encoding that a reader might guess."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    # "+ADw-" is how UTF-7 writes "<"; 4C is how EBCDIC does.
    return plain[:1] in (b"<", b"\x4c") or plain.startswith((b"+ADw", b"+AHw")) or not plain


def _check_other(name: str, head: bytes) -> None:
    """A part that is no XML: a picture, a font, what a printer was told."""
    if head.startswith(_PROGRAMS):
        raise ActiveContent(name)
    if head.startswith(_PICTURES) or PurePosixPath(name).suffix.lower() == _FONT:
        return
    if not _PRINTER.fullmatch(name):
        raise ActiveContent(name)


def _read(archive: zipfile.ZipFile, name: str) -> _Part:
    part = _Part(name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.XmlDeclHandler = _check_encoding
    parser.ProcessingInstructionHandler = _check_processing
    parser.StartElementHandler = lambda tag, attributes: _start(part, tag, attributes)
    parser.EndElementHandler = lambda tag: _end(part, tag)
    parser.CharacterDataHandler = lambda text: _text(part, text)
    try:
        with archive.open(name) as file:
            parser.ParseFile(file)
    except expat.ExpatError as error:
        if archive.read(name).strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
            raise Unreadable(name) from error
    return part


def _refuse_doctype(*_told: object) -> None:
    raise ActiveContent(_DOCTYPE)


def _check_encoding(version: str, encoding: str | None, standalone: int) -> None:
    del version, standalone
    if (encoding or "utf-8").lower() not in ("utf-8", "utf-16", "us-ascii", "ascii"):
        raise Unreadable(str(encoding))


def _check_processing(target: str, data: str) -> None:
    del data
    if target.lower() == "xml-stylesheet":
        raise ActiveContent(target)


def _start(part: _Part, tag: str, attributes: Mapping[str, str]) -> None:
    part.depth += 1
    if part.depth > _DEEPEST:
        raise Unreadable(part.name)
    name = _local(tag)
    if not part.root:
        part.root = name
    if name in ("default", "override"):
        part.types[attributes.get("PartName", attributes.get("Extension", ""))] = attributes.get(
            "ContentType", ""
        )
    elif name == "relationship":
        _check_relation(attributes)
    elif name in _ACTING_ELEMENTS:
        raise ActiveContent(name)
    elif name == "fldsimple":
        _check_nested(part)
        check_field(_attribute(attributes, "instr"))
    elif name == "fldchar":
        _field_mark(part, _attribute(attributes, "fldchartype"))
    else:
        _check_addresses(name, attributes)
    if name in _INSTRUCTIONS or name in _FORMULAS:
        is_shown = name == "t" and not _is_told(part)
        part.texts = None if is_shown else []


def _end(part: _Part, tag: str) -> None:
    part.depth -= 1
    if part.texts is None:
        return
    name = _local(tag)
    if name in _INSTRUCTIONS:
        text, part.texts = "".join(part.texts), None
        if part.fields:
            part.fields[-1].instruction += text
        else:
            check_field(text)
    elif name in _FORMULAS:
        text, part.texts = "".join(part.texts), None
        check_formula(text)


def _text(part: _Part, text: str) -> None:
    if part.texts is not None:
        part.texts.append(text)


def _field_mark(part: _Part, mark: str) -> None:
    """A field begins, comes to its result, or ends; its instruction may be spread over runs."""
    if mark == "begin":
        _check_nested(part)
        part.fields.append(_Field())
    elif part.fields:
        check_field(part.fields[-1].instruction)
        if mark == "separate":
            part.fields[-1].is_instruction = False
        else:
            part.fields.pop()


def _is_told(part: _Part) -> bool:
    """Whether what comes now is the instruction of a field, not what it shows."""
    return bool(part.fields) and part.fields[-1].is_instruction


def _check_nested(part: _Part) -> None:
    """A field in the instruction of another gives neither its name nor its address."""
    if _is_told(part) and not can_hold_field(part.fields[-1].instruction):
        raise ActiveContent(_NESTED)


def _check_relation(attributes: Mapping[str, str]) -> None:
    kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
    target = attributes.get("Target", "")
    if kind in _ACTING_RELATIONS:
        raise ActiveContent(kind)
    is_outside = attributes.get("TargetMode", "").strip().lower() == "external"
    if kind == "hyperlink":
        _check_link(target)
    elif is_outside or _OUTSIDE.match(target):
        raise ActiveContent(kind, target)


def _check_link(target: str) -> None:
    """A link that a reader must press: to a page, an address, or a file of the own disk."""
    if not is_harmless(target):
        raise ActiveContent(target)


def _check_addresses(name: str, attributes: Mapping[str, str]) -> None:
    """A picture's source, or a link that is no relation."""
    if name in _PICTURE_ELEMENTS:
        _check_sources(name, attributes)
    elif linked := _attribute(attributes, "href"):
        _check_link(linked)


def _check_sources(name: str, attributes: Mapping[str, str]) -> None:
    """A picture that is fetched from elsewhere as soon as the file is opened."""
    for key, value in attributes.items():
        if _local(key) in _SOURCES and _OUTSIDE.match(value):
            if name == "image" and value.startswith("data:image/"):
                continue
            raise ActiveContent(value)


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2].lower()
