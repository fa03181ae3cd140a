"""What a PDF carries of persons that no page shows is told before it goes public."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image
from tests.readers.test_personal import _pdf

from prongsai.readers.personal import personal_findings

WHO = "สมมุติ ใจดี"
NOBODY = (
    "", "User", "Microsoft Office User", "HP", "Admin-PC 2", "DESKTOP-1",
    "กองคลัง เทศบาลตำบลตัวอย่าง",
)  # fmt: skip
GPS, ARTIST = 0x8825, 0x013B


def info(key, value):
    def change(made, _page):
        made.trailer["/Info"] = made.make_indirect(pikepdf.Dictionary({key: pikepdf.String(value)}))

    return change


def described(value):
    def change(made, _page):
        with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = [value]

    return change


def noted(value):
    def change(made, page):
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=[0, 0, 9, 9],
            T=pikepdf.String(value),
        )  # fmt: skip
        page.Annots = made.make_indirect(pikepdf.Array([note]))

    return change


def field(made, page):
    """The name of a field is nobody's."""
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9],
        T=pikepdf.String("applicant"),
    )  # fmt: skip
    note = made.make_indirect(note)
    page.Annots = pikepdf.Array([note])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([note]))


def jpeg(*, place=False, artist=""):
    exif, drawn = Image.Exif(), io.BytesIO()
    exif[0x010F] = "a camera"
    if artist:
        exif[ARTIST] = artist
    if place:
        exif.get_ifd(GPS).update({1: "N", 2: (13.0, 45.0, 30.0), 3: "E", 4: (100.0, 30.0, 0.0)})
    Image.new("RGB", (40, 30), "green").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def pictured(data, *, is_packed=False, is_nested=False):
    """Put a picture on a second page, in a stream of its own or drawn by another."""

    def change(made, _page):
        names = [pikepdf.Name.FlateDecode] * is_packed + [pikepdf.Name.DCTDecode]
        picture = made.make_indirect(
            pikepdf.Stream(
                made, zlib.compress(data) if is_packed else data, Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image, Width=40, Height=30, BitsPerComponent=8,
                ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Array(names),
            )
        )  # fmt: skip
        drawn = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        if is_nested:
            form = pikepdf.Stream(
                made, b"/I Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 9, 9], Resources=drawn,
            )  # fmt: skip
            drawn = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=made.make_indirect(form)))
        made.add_blank_page(page_size=(595, 842)).Resources = drawn

    return change


def told(change, lines=("plain words",)):
    found = personal_findings(_pdf(list(lines), change), "ก.pdf")
    return [one for one in found if one.code == "carried_data"]


@pytest.mark.parametrize(
    "change",
    [info("/Author", WHO), info("/Manager", WHO), described(WHO), noted(WHO),
     pictured(jpeg(artist="Somchai J"))],
)  # fmt: skip
def test_who_made_a_file_is_told(change):
    (one,) = told(change)
    assert ("สมมุติ" in one.message.th) or "Somchai J" in one.message.th
    assert "ตรวจสอบเอกสาร" in one.next_step.th


@pytest.mark.parametrize(
    "change",
    [
        *(info("/Author", name) for name in NOBODY), info("/Title", WHO), field,
        described("Administrator"), pictured(jpeg()),
    ],
)  # fmt: skip
def test_what_names_nobody_is_not(change):
    assert told(change) == []


def test_a_name_that_the_pages_show_is_nothing_new():
    assert told(info("/Author", "Somchai Jaidee"), ["made by Somchai Jaidee"]) == []
    assert len(told(info("/Author", "Somchai Jaidee"), ["made by somebody"])) == 1


@pytest.mark.parametrize("given", [{}, {"is_packed": True}, {"is_nested": True}], ids=str)
def test_a_picture_that_says_where_it_was_taken_is_told_with_its_page(given):
    (one,) = told(pictured(jpeg(place=True), **given))
    assert (one.places[0].page, "พิกัดที่ถ่าย" in one.message.th) == (2, True)
    assert told(pictured(jpeg(), **given)) == []


def test_a_picture_that_nobody_can_open_keeps_nothing_from_being_told():
    assert told(pictured(b"\xff\xd8\xff broken")) == []
