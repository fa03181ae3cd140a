"""Files that cannot be read are refused with a reason and a next step; nothing is half read."""

import io
import random
import zipfile

import pytest

from prongsai.core.errors import UnreadableInput
from prongsai.readers.kinds import MAX_BYTES, MAX_TEXT_BYTES, MAX_UNPACKED, FileKind, kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
RUBBISH = random.Random(12).randbytes(40_000)  # noqa: S311 - no secret
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="x"/></Relationships>'
)
ENTITIES = '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;&c;</d>'

# What is refused without a sound file to begin from: file name, bytes, a word of the reason.
REFUSED = {
    "empty": ("a.txt", lambda: b"", "empty"),
    "only blanks": ("a.csv", lambda: b" \r\n\t\x00" * 9, "empty"),
    "empty pdf": ("a.pdf", lambda: b"", "empty"),
    "too large": ("a.txt", lambda: b"x" * (MAX_BYTES + 1), "32 MB"),
    "not a pdf inside": ("a.pdf", lambda: b"%PDF-1.7\n" + b"rubbish " * 99, "damaged"),
    "picture named pdf": ("a.pdf", lambda: PNG, "picture"),
    "photo named docx": ("a.docx", lambda: b"\xff\xd8\xff\xe0" + bytes(99), "picture"),
    "zip named docx": ("a.docx", lambda: archive_of("read.txt", "1.jpg"), "zip"),
    "docx of one part": ("a.docx", lambda: archive_of("word/document.xml"), "damaged"),
    "xlsx of one part": ("a.xlsx", lambda: archive_of("xl/workbook.xml"), "damaged"),
    "encrypted xlsx": ("a.xlsx", lambda: OLE + utf16("EncryptedPackage"), "password"),
    "old word file": ("a.doc", lambda: OLE + utf16("WordDocument"), ".doc"),
    "rubbish named xls": ("a.xls", lambda: OLE + RUBBISH[:3000], "damaged"),
    "docx bomb": ("a.docx", lambda: bomb("word/document.xml"), "unpacks"),
    "xlsx bomb": ("a.xlsx", lambda: bomb("xl/workbook.xml"), "unpacks"),
    "rubbish named csv": ("a.csv", lambda: RUBBISH, "not a known"),
    "program": ("a.txt", lambda: b"\x7fELF" + bytes(range(32)) * 40, "not a known"),
    "broken json": ("a.json", lambda: b'{"scores": {"i1": ', "damaged"),
    "long csv field": ("a.csv", lambda: b'"' + b"a" * 200_000, "damaged"),
}
# What is refused of a sound file after a change: its name, the change, a word of the reason.
SPOILT = {
    "half a docx": ("a.docx", lambda sound, _: sound[: len(sound) // 2], "damaged"),
    "half an xlsx": ("a.xlsx", lambda sound, _: sound[: len(sound) // 2], "damaged"),
    "encrypted zip": ("a.docx", lambda sound, _: flagged_as_encrypted(sound), "password"),
    "broken docx packing": ("a.docx", lambda sound, _: badly_packed(sound), "damaged"),
    "broken xlsx packing": ("a.xlsx", lambda sound, _: badly_packed(sound), "damaged"),
    "broken xml": ("a.docx", lambda _, files: files.with_body("<w:p>"), "damaged"),
    "entities": ("a.docx", lambda s, f: f.with_part(s, "word/document.xml", ENTITIES), "damaged"),
    "no document": ("a.docx", lambda s, f: f.with_part(s, "word/document.xml", "<x/>"), "damaged"),
    "no types": ("a.docx", lambda s, f: f.with_part(s, "[Content_Types].xml", "<x/>"), "damaged"),
    "no target": ("a.docx", lambda s, f: f.with_part(s, "_rels/.rels", RELATIONS), "damaged"),
}


def archive_of(*names):
    """A zip file of small files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def bomb(part):
    """A zip file whose part unpacks to more than may be."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(part, "w", force_zip64=True) as entry,
    ):
        for _ in range(MAX_UNPACKED // 2**20 + 1):
            entry.write(bytes(2**20))
    return file.getvalue()


def flagged_as_encrypted(data):
    """An archive whose entries say that they are encrypted."""
    marked = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            marked[at + offset] |= 1
    return bytes(marked)


def badly_packed(data):
    """An archive whose packed bytes are overwritten in many places."""
    spoilt = bytearray(data)
    for at in range(200, len(data) - 2500, 60):
        if b"PK" not in data[at - 60 : at + 120]:
            spoilt[at : at + 6] = b"\xff" * 6
    return bytes(spoilt)


def locked(pdf):
    """A PDF that asks for a password, which no word is."""
    lock = b" /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
    return pdf.replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock % (b"41" * 32, b"42" * 32))


def utf16(text):
    """A name as OLE files hold it."""
    return text.encode("utf-16-le")


def assert_refused(read, data, name, reason):
    """Refused with a reason in both languages, the file's name, and what to do now."""
    with pytest.raises(UnreadableInput) as caught:
        read(data, name)
    error = caught.value
    assert error.place.file == name
    assert reason in error.message.en
    for text in (error.message, error.next_step):
        assert text.en.isascii()
        assert any("ก" <= letter <= "๛" for letter in text.th)


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(read, kind):
    name, make, reason = REFUSED[kind]
    assert_refused(read, make(), name, reason)


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_file_is_refused_with_a_reason(read, files, kind):
    name, spoil, reason = SPOILT[kind]
    assert_refused(read, spoil(files.sound[name], files), name, reason)


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.json", "a.xlsx", "a.docx"])
def test_the_same_kind_of_file_is_read_when_it_is_sound(scores_of, files, name):
    assert scores_of(files.sound[name], name) == files.scores


def test_a_file_as_large_as_allowed_is_not_too_large():
    assert kind_of(b"x" * MAX_TEXT_BYTES, "a.csv") is FileKind.DELIMITED
    assert kind_of(b"%PDF-" + b"x" * (MAX_BYTES - 5), "a.pdf") is FileKind.PDF


# PDF


def test_a_locked_pdf_is_refused_and_an_open_one_is_read(read, plain_pdf):
    pdf = plain_pdf("ITA 2565", "IIT   88.10")
    assert_refused(read, locked(pdf), "a.pdf", "password")
    assert len(read(pdf, "a.pdf").sheet.figures) == 1


def test_a_pdf_of_pictures_alone_is_refused(read, plain_pdf):
    assert_refused(read, plain_pdf("", ""), "a.pdf", "scan")


def test_a_pdf_without_pages_is_not_called_locked_after_a_locked_one(read, plain_pdf):
    assert_refused(read, locked(plain_pdf("ITA 2565")), "a.pdf", "password")
    assert_refused(read, plain_pdf(), "a.pdf", "damaged")


def test_a_pdf_of_too_many_pages_is_refused(read, plain_pdf):
    assert_refused(read, plain_pdf(*["IIT   88.10"] * 401), "a.pdf", "401 pages")
    assert read(plain_pdf("ITA 2565", *["IIT   88.10"] * 399), "a.pdf").sheet.figures


def read_whole_or_refused(read, pdf, share):
    """A PDF cut short is refused, or everything in it was there still."""
    whole = read(pdf, "a.pdf").sheet
    assert whole.figures
    try:
        sheet = read(pdf[: int(len(pdf) * share)], "a.pdf").sheet
    except UnreadableInput:
        return True
    return sheet == whole


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.9, 0.97])
def test_a_cut_pdf_is_never_half_read(read, plain_pdf, share):
    pages = [f"i{page}   88.{page}\ne{page - 9}   84.{page}" for page in range(10, 20)]
    assert read_whole_or_refused(read, plain_pdf("ITA 2565", *pages), share)


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_a_cut_typst_pdf_is_never_half_read(read, typst_pdf, share):
    pages = "\n#pagebreak()\n".join(f"i{page} #h(3em) 88.{page}" for page in range(10, 20))
    pdf = typst_pdf(f'#set text(font: "Sarabun")\nITA 2565\n\n{pages}')
    assert read_whole_or_refused(read, pdf, share)


# Files that can be read, and hold no scores

NO_SCORES = {
    "a.html": "<html><body><h1>ประกาศ</h1><script>var score = 99.99;</script></body></html>",
    "a.txt": "ประกาศเจตนารมณ์ No Gift Policy ประจำปีงบประมาณ พ.ศ. 2568",
    "a.csv": "ชื่อ,จำนวน\nโครงการ,5\n",
}


@pytest.mark.parametrize("name", NO_SCORES)
def test_a_readable_file_without_scores_says_so(read, name):
    reading = read(NO_SCORES[name], name)
    assert not reading.sheet.figures
    (finding,) = [finding for finding in reading.findings if finding.code == "no_scores"]
    assert finding.next_step.en
