"""Files that are kept: what passes, and the hostile kinds that do not."""

import io
import struct
import unicodedata
import zipfile
import zlib
from types import SimpleNamespace

import pikepdf
import pytest
import xlsxwriter
from docx import Document
from PIL import Image

from prongsai.core.errors import UnreadableInput
from prongsai.web.platform.upload_validation import MEDIA_TYPES, checked, clean_name, validate
from prongsai.web.platform.upload_validation.pdf import _is_archive, ends_with_itself

Dictionary, Name, String = pikepdf.Dictionary, pikepdf.Name, pikepdf.String


def pdf(*, encryption=False, annotation=None, stream=None, **root):
    made, out = pikepdf.new(), io.BytesIO()
    page = made.add_blank_page()
    if annotation is not None:
        page.obj.Annots = pikepdf.Array([made.make_indirect(annotation)])
    if stream is not None:
        page.obj.Extra = pikepdf.Stream(
            made, b"x", {f"/{key}": told for key, told in stream.items()}
        )
    for key, value in root.items():
        made.Root[f"/{key}"] = value
    made.save(out, encryption=encryption)
    return out.getvalue()


def xlsx(extra=None):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("แผน").write(0, 0, "มาตรการ")
    book.close()
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def docx():
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("บันทึกข้อความ")
    document.save(out)
    return out.getvalue()


def picture(form="JPEG", **options):
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, form, **options)
    return out.getvalue()


def link(address):
    return Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(address)))


def script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def huge_png(side=60_000):
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def plain_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", "b")
    return out.getvalue()


def locked(data):
    """The archive as one whose entries are locked: the first flag of each is set."""
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        parts = data.split(head)
        data = head.join(
            [
                parts[0],
                *(
                    one[: flags - 4] + bytes([one[flags - 4] | 1]) + one[flags - 3 :]
                    for one in parts[1:]
                ),
            ]
        )
    return data


def with_place():
    exif = Image.Exif()
    exif[0x010E] = "บ้านของใคร"
    exif[0x8825] = {1: "N", 2: (13.0, 45.0, 0.0)}
    return picture(exif=exif)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
OUTSIDE = (
    b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://x"'
    b' TargetMode="External"/></Relationships>'
)

# Each door asks the gate: by these it shows that it does.
AT_A_DOOR = ("exe as jpg",)
GOOD = {
    "pdf": ("รายงานผล ปี 2569.pdf", pdf()),
    "xlsx": ("แผน.xlsx", xlsx()),
    "docx": ("บันทึก.DOCX", docx()),
    "jpg": ("รูป.jpg", picture()),
    "jpeg": ("รูป.jpeg", picture()),
    "png": ("รูป.PNG", picture("PNG")),
    "jpg that knows where": ("gps.jpg", with_place()),
    "pdf that opens at a page": ("a.pdf", pdf(OpenAction=pikepdf.Array([0, Name.Fit]))),
    "pdf with a link": ("a.pdf", pdf(annotation=link("https://www.example.go.th/oit"))),
    "pdf that goes to a page at opening": (
        "a.pdf",
        pdf(OpenAction=Dictionary(S=Name.GoTo, D=pikepdf.Array([0, Name.Fit]))),
    ),
    "pdf with a link to the own disk": ("a.pdf", pdf(annotation=link("file:///C:/b.pdf"))),
    "pdf with a link by name": ("a.pdf", pdf(annotation=link("www.example.go.th"))),
    "pdf with an address": ("a.pdf", pdf(annotation=link("mailto:office@example.go.th"))),
    "pdf base of its own site": (
        "a.pdf",
        pdf(URI=Dictionary(Base=String("https://example.go.th"))),
    ),
    "pdf with flags of an annotation": (
        "a.pdf",
        pdf(annotation=Dictionary(Subtype=Name.Link, F=4)),
    ),
    "pdf with a form": ("a.pdf", pdf(stream={"Subtype": Name.Form})),
}
ACTIVE_PDF = {
    "pdf script at opening": pdf(OpenAction=script()),
    "pdf script by name": pdf(
        Names=Dictionary(JavaScript=Dictionary(Names=[String("x"), script()]))
    ),
    "pdf launch": pdf(OpenAction=Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "pdf with a file in it": pdf(Names=Dictionary(EmbeddedFiles=Dictionary(Names=[]))),
    "pdf further actions": pdf(AA=Dictionary(WC=script())),
    "pdf that sends": pdf(OpenAction=Dictionary(S=Name.SubmitForm, F=String("http://x"))),
    "pdf with a form program": pdf(AcroForm=Dictionary(XFA=String("x"), Fields=[])),
    "pdf attachment of an annotation without a type": pdf(
        annotation=Dictionary(Subtype=Name.FileAttachment, FS=Dictionary(EF=Dictionary(F=1)))
    ),
    "pdf associated file": pdf(AF=pikepdf.Array([Dictionary(EF=Dictionary(F=1))])),
    "pdf link that runs": pdf(annotation=link("javascript:alert(1)")),
    "pdf link that runs, with a break in it": pdf(annotation=link("java\nscript:alert(1)")),
    "pdf link to a program": pdf(annotation=link("file://evil/share/x.exe")),
    "pdf link to another machine": pdf(annotation=link("\\\\evil\\share\\x.exe")),
    "pdf link to another machine, quoted": pdf(annotation=link("file:///%5C%5Cevil%5Cshare")),
    "pdf link to a program of the own disk": pdf(annotation=link("file:///C:/Windows/calc.exe")),
    "pdf link in wide letters": pdf(annotation=link("\uff46ile://evil/x")),
    "pdf base of all links": pdf(URI=Dictionary(Base=String("javascript:"))),
    "pdf stream in another file": pdf(stream={"F": String("\\\\evil\\x")}),
    "pdf stream in a file beside it": pdf(stream={"F": String("b.bin")}),
    "pdf page of a document beside it": pdf(stream={"Subtype": Name.Form, "Ref": Dictionary()}),
    "pdf page of another document": pdf(
        stream={"Subtype": Name.Form, "Ref": Dictionary(F=String("\\\\evil\\x.pdf"), Page=0)}
    ),
    "pdf link behind a space": pdf(annotation=link("\u00a0javascript:alert(1)")),
    "pdf link to another machine by one stroke": pdf(annotation=link("/\\evil\\s")),
    "pdf file beside another machine": pdf(
        annotation=Dictionary(Subtype=Name.FileAttachment, FS=Dictionary(F=String("\\\\evil\\x")))
    ),
    "pdf film": pdf(annotation=Dictionary(Subtype=Name.Movie)),
    "pdf film from elsewhere": pdf(annotation=Dictionary(A=Dictionary(S=Name.Rendition))),
    "pdf scene": pdf(annotation=Dictionary(Subtype=Name("/3D"))),
    "pdf thread in another file": pdf(
        annotation=Dictionary(A=Dictionary(S=Name.Thread, F=String("\\\\evil\\x.pdf")))
    ),
    "pdf thread in a file beside it": pdf(
        annotation=Dictionary(A=Dictionary(S=Name.Thread, F=String("b.pdf")))
    ),
    "pdf form program in parts": pdf(
        AcroForm=Dictionary(XFA=pikepdf.Array([String("x")]), Fields=[])
    ),
    "pdf further actions in a list": pdf(AA=pikepdf.Array([])),
    "pdf that opens the web by itself": pdf(
        OpenAction=Dictionary(S=Name.URI, URI=String("https://www.example.go.th"))
    ),
    "pdf that does what nobody knows by itself": pdf(OpenAction=Dictionary(S=Name.Beep)),
    "pdf deep inside": pdf(A=Dictionary(B=Dictionary(C=[Dictionary(D=script())]))),
}
HOSTILE_OFFICE = {
    "macro": {"xl/vbaProject.bin": b"x"},
    "embedded object": {"xl/embeddings/oleObject1.bin": b"x"},
    "entity": {"xl/x.xml": ENTITY},
    "entity in utf-16": {"xl/x.xml": ENTITY.decode().encode("utf-16")},
    "bomb": {"xl/b.bin": b"\0" * 150_000_000},
    "zip slip": {"../../etc/x": b"x"},
    "zip in zip": {"a.zip": b"x"},
    "many entries": {f"x{number}": b"" for number in range(2_100)},
    "outside template": {"word/_rels/settings.xml.rels": OUTSIDE},
    "dde": {"word/x.xml": b"<w:instrText>DDEAUTO c:\\\\x</w:instrText>"},
}
BAD = (
    {
        "empty": ("a.pdf", b""),
        "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "svg as png": ("a.png", b"<svg onload=alert(1)>"),
        "html as pdf": ("a.pdf", b"<html><script>"),
        "html, then pdf": ("a.pdf", b"<script>alert(1)</script>\n" + pdf()),
        "exe": ("a.exe", b"MZ"),
        "exe as jpg": ("a.jpg", b"MZ\x90"),
        "two endings": ("a.pdf.exe", pdf()),
        "pdf as docx": ("a.docx", pdf()),
        "docx as xlsx": ("a.xlsx", docx()),
        "no ending": ("a", pdf()),
        "old doc": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        "php": ("a.php", b"<?php"),
        "broken pdf": ("a.pdf", b"%PDF-1.7\nxx"),
        "locked pdf": ("a.pdf", pdf(encryption=pikepdf.Encryption(owner="a", user="b"))),
        "plain zip": ("a.docx", plain_zip()),
        "broken zip": ("a.docx", docx()[:300]),
        "huge png": ("a.png", huge_png()),
        "cut jpg": ("a.jpg", picture()[:200]),
        "gif": ("a.gif", b"GIF89a"),
        "too large": ("a.pdf", b"%PDF-1.7" + b"x" * (21 * 2**20)),
        "text": ("a.txt", b"X5O!P%@AP"),
    }
    | {kind: ("a.pdf", data) for kind, data in ACTIVE_PDF.items()}
    | {kind: ("a.xlsx", xlsx(extra)) for kind, extra in HOSTILE_OFFICE.items()}
)


@pytest.mark.parametrize("kind", GOOD)
def test_what_an_officer_sends_passes(kind):
    name, data = GOOD[kind]
    file = checked(name, data)
    assert file.media_type == MEDIA_TYPES[name.rpartition(".")[2].lower()]
    assert file.name == clean_name(name)
    assert file.data


@pytest.mark.parametrize("kind", BAD)
def test_a_hostile_file_is_refused_with_what_to_send_instead(kind):
    with pytest.raises(UnreadableInput) as caught:
        checked(*BAD[kind])
    error = caught.value
    for text in (error.message, error.next_step):
        assert text.th
        assert text.en
    assert error.place.file


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", pdf() + b"\n" * (20 * 2**20), "over 20 MB"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1", "HEIC"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        ("a.exe", b"MZ", "only documents and pictures"),
        ("a.docx", plain_zip(), "neither Word nor Excel"),
        ("a.docx", docx()[:300], "damaged"),
        ("a.docx", locked(docx()), "locked by a password"),
        ("a.xlsx", xlsx(HOSTILE_OFFICE["bomb"]), "unusually large"),
        ("a.xlsx", xlsx(HOSTILE_OFFICE["macro"]), "macros"),
        ("a.pdf", b"%PDF-1.7\nxx", "damaged"),
        ("a.pdf", BAD["locked pdf"][1], "locked by a password"),
        ("a.pdf", pdf() + b"<script>", "after the end of the file"),
        ("a.pdf", pdf(OpenAction=script()), "script"),
        ("a.png", huge_png(), "too many pixels"),
        ("a.png", huge_png(8_000), "too many pixels"),
        ("a.jpg", picture()[:200], "damaged"),
    ],
)
def test_a_refusal_says_why(name, data, reason):
    with pytest.raises(UnreadableInput) as refusal:
        checked(name, data)
    assert reason in refusal.value.message.en


@pytest.mark.long
def test_a_file_of_just_20_megabytes_passes():
    whole = pdf()
    data = whole + b"\n" * (20 * 2**20 - len(whole))
    assert checked("a.pdf", data).data == data
    with pytest.raises(UnreadableInput):
        checked("a.pdf", data + b"\n")


@pytest.mark.parametrize(
    ("files", "passes"),
    [
        ({"a": 200 * 1024}, True),  # little that unpacks to much is no bomb
        ({"a": 200 * 1024 + 1}, False),
        ({"a": 200_000, "b": 100_000}, True),
        ({"a": 200_000, "b": 100_001}, False),  # all of it counts
        ({f"{number}": 0 for number in range(2_000)}, True),
        ({f"{number}": 0 for number in range(2_001)}, False),
        ({"a/b": 1, "a/..b": 1}, True),
        ({"/a": 1}, False),
        ({"a/../b": 1}, False),
        ({"a\\b": 1}, False),
    ],
)
def test_what_an_archive_unpacks_to_is_counted(files, passes, monkeypatch):
    assert validate.MOST_UNPACKED == 104_857_600
    monkeypatch.setattr(validate, "MOST_UNPACKED", 300_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in files.items():
            archive.writestr(name, b"\0" * size)
    with zipfile.ZipFile(packed) as archive:
        if passes:
            validate._count(archive)
            return
        with pytest.raises(UnreadableInput):
            validate._count(archive)


def test_what_is_packed_well_may_unpack_to_two_hundred_times_its_size():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", bytes(range(256)) * 2_000)
    with zipfile.ZipFile(packed) as archive:
        validate._count(archive)


def test_a_name_that_stands_twice_in_an_archive_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", b"x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"x")
    with zipfile.ZipFile(packed) as archive, pytest.raises(UnreadableInput):
        validate._count(archive)


@pytest.mark.parametrize(
    ("width", "height", "passes"),
    [(6_000, 10_000, True), (60_000_001, 1, False), (8_000, 8_000, False)],
)
def test_a_picture_has_sixty_million_pixels_at_the_most(width, height, passes):
    made = SimpleNamespace(width=width, height=height)
    if passes:
        validate._check_size(made)
        return
    with pytest.raises(UnreadableInput):
        validate._check_size(made)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
@pytest.mark.parametrize(("longest", "size"), [(None, (40, 20)), (40, (40, 20)), (20, (20, 10))])
def test_a_picture_is_drawn_smaller_where_that_is_asked(form, longest, size):
    kept = checked(f"g.{form.lower()}", picture(form), longest=longest)
    with Image.open(io.BytesIO(kept.data)) as image:
        assert (image.size, image.format) == (size, form)


def test_a_photo_is_drawn_anew_so_well_that_a_document_in_it_is_read():
    with (
        Image.open(io.BytesIO(checked("g.jpg", picture()).data)) as image,
        Image.open(io.BytesIO(picture(quality=92))) as well,
    ):
        assert image.quantization == well.quantization


def test_what_was_checked_is_not_changed():
    with pytest.raises(AttributeError):
        checked(*GOOD["pdf"]).name = "a.exe"


def test_documents_are_kept_as_they_are():
    for kind in ("pdf", "xlsx", "docx"):
        name, data = GOOD[kind]
        assert checked(name, data).data == data


def test_a_picture_forgets_where_it_was_taken():
    data = checked("g.jpg", with_place()).data
    with Image.open(io.BytesIO(data)) as image:
        assert not image.getexif()
        assert image.size == (40, 20)
    assert "บ้าน".encode() not in data


def test_a_picture_is_upright_after_it_forgot_how_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(checked("g.jpg", picture(exif=exif)).data)) as image:
        assert image.size == (20, 40)


def test_nothing_hides_behind_a_picture():
    assert b"<script" not in checked("g.jpg", picture() + b"<script>").data


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("D:\\x\\ก.pdf", "ก.pdf"),
        ("ก\u202efdp.exe", "กfdp.exe"),
        ("a\0b.pdf", "ab.pdf"),
        ("..", "file"),
        ("น้ำ.pdf", unicodedata.normalize("NFC", "น้ำ.pdf")),
        ("ก" * 300 + ".pdf", "ก" * 50 + ".pdf"),
        ("a" * 201 + ".pdf", "a" * 150 + ".pdf"),
        ("\u0e48กา.pdf", "กา.pdf"),  # a tone without its letter
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ('a"b.pdf', "ab.pdf"),
        (" .pdf", "file.pdf"),
    ],
)
def test_names_show_what_they_are(name, clean):
    assert clean_name(name) == clean


# ---------------------------------------------------------------- two files in one


def revised(base, text="signed", between=b""):
    """A PDF with a revision behind its end, as a program that signs adds one."""
    start = int(base.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(io.BytesIO(base)) as opened:
        number, size = opened.Root.objgen[0], int(opened.trailer.Size)
        root = b"<< /Type /Catalog /Pages %d 0 R /Note (%s) >>" % (
            opened.Root.Pages.objgen[0], text.encode(),
        )  # fmt: skip
    base += between
    place = len(base)
    added = b"%d 0 obj\n%s\nendobj\n" % (number, root)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (
        number, place, size, number, start,
    )  # fmt: skip
    return base + added + table + b"startxref\n%d\n%%%%EOF\n" % (place + len(added))


def plain():
    """One with a table that can be added to."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def for_the_web():
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, linearize=True)
    return out.getvalue()


def with_comment(comment):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"x")
        archive.comment = comment
    return out.getvalue()


def again(base):
    """The end of a PDF written once more behind something else."""
    return b"\nstartxref\n" + base.rpartition(b"startxref")[2].lstrip()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf() + docx(), id="an archive behind it"),
        pytest.param(pdf() + b"<script>alert(1)</script>", id="a script behind it"),
        pytest.param(pdf() + with_comment(again(pdf())), id="an archive that ends as a PDF"),
        pytest.param(pdf() + b"<script>" + again(pdf()), id="a script that ends as a PDF"),
        pytest.param(
            for_the_web() + b"<script>" + again(for_the_web()), id="behind one made for the web"
        ),
        pytest.param(revised(plain()) + b"<script>", id="behind a revision"),
        pytest.param(
            revised(plain(), between=plain_zip()), id="an archive where a revision begins"
        ),
        pytest.param(
            pdf() + b"\nstartxref\n0\n%%EOF\n<script>" + again(pdf()),
            id="behind what only looks as if made for the web",
        ),
    ],
)
def test_nothing_hides_behind_a_pdf(data):
    with pytest.raises(UnreadableInput) as refusal:
        checked("a.pdf", data)
    assert "ต่อท้าย" in refusal.value.message.th
    assert refusal.value.next_step is not None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pdf(), id="alone"),
        pytest.param(pdf() + b"\r\n \x00\x00\n", id="white space"),
        pytest.param(for_the_web(), id="made for the web"),
        pytest.param(revised(plain()), id="signed"),
        pytest.param(revised(revised(plain()), "again"), id="signed twice"),
        pytest.param(revised(plain()) + b"\n", id="signed, white space"),
        pytest.param(revised(plain(), between=b"%% a note\n"), id="a note before a revision"),
    ],
)
def test_a_pdf_with_its_revisions_passes(data):
    assert checked("a.pdf", data).data == data


def end(table):
    return b"startxref\n%d\n%%%%EOF" % table


@pytest.mark.parametrize(
    ("table", "is_whole"),
    [
        (len(end(5)) - 1, False),
        (len(end(5)), True),  # right behind the end before
        (len(end(5)) + 6, True),
        (len(end(5)) + 7, False),  # the end itself is no table
        (len(end(5)) + 40, False),
    ],
)
def test_a_revision_has_its_table_between_the_end_before_and_its_own(table, is_whole):
    assert ends_with_itself(end(5) + b"xref 0\n" + end(table)) is is_whole


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(
            b"PK\x05\x06" + b"\0" * 8 + b"\xff" * 8 + b"\0\0", id="begins before the file"
        ),
        pytest.param(
            plain_zip().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
            id="of later times",
        ),
    ],
)
def test_what_cannot_be_opened_as_an_archive_is_none(data):
    assert not _is_archive(data)
    assert _is_archive(plain_zip())


@pytest.mark.parametrize("make", [docx, xlsx])
def test_nothing_hides_behind_an_office_file(make):
    ending = make.__name__
    whole = make()
    assert checked(f"a.{ending}", whole).data == whole
    for tail in (b"<script>", b"\n", pdf(), make()[:40]):
        with pytest.raises(UnreadableInput):
            checked(f"a.{ending}", make() + tail)
    for comment in (b"<script>alert(1)</script>", b"<script>\0\0"):
        commented = io.BytesIO(make())
        with zipfile.ZipFile(commented, "a") as archive:
            archive.comment = comment
        with pytest.raises(UnreadableInput) as refusal:
            checked(f"a.{ending}", commented.getvalue())
        assert "ต่อท้าย" in refusal.value.message.th
