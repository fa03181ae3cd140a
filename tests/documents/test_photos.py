"""Photos are made as small as they are printed, upright and without what the camera wrote."""

import io
from datetime import date

import pikepdf
import pytest
from PIL import Image

from prongsai.core.errors import UnreadableInput
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document, Form, Photo, Photos, Picture, Section
from prongsai.documents.pdf import to_pdf
from prongsai.documents.photos import Frame, for_print, frame_of, sized

FRAME = Frame(7.75, 5.8)
ORIENTATION, GPS = 0x0112, 0x8825


def jpeg(width, height, mode="RGB", *, turned=0, with_place=False):
    exif = Image.Exif()
    if turned:
        exif[ORIENTATION] = turned
    if with_place:
        exif[GPS] = {1: "N", 2: (8.0, 30.0, 0.0)}
    target = io.BytesIO()
    Image.new(mode, (width, height)).save(target, "JPEG", **({"exif": exif} if exif else {}))
    return target.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def test_a_large_photo_is_drawn_at_two_hundred_dots_an_inch():
    drawn = sized(Picture(jpeg(4000, 3000), "image/jpeg"), FRAME, "")
    assert drawn.pixels[1] <= 457 < drawn.pixels[1] + 3
    assert drawn.width <= FRAME.width
    assert drawn.height == pytest.approx(FRAME.height, abs=0.02)


def test_a_small_photo_stays_as_it_is():
    data = jpeg(400, 300)
    assert sized(Picture(data, "image/jpeg"), FRAME, "").data == data


def test_the_camera_s_notes_are_left_behind():
    small = for_print(jpeg(400, 300, with_place=True))
    assert not opened(small.data).getexif()
    assert b"Exif" not in small.data


def test_a_photo_stands_upright():
    assert opened(for_print(jpeg(400, 300, turned=6)).data).size == (300, 400)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_colours_that_paper_does_not_take_are_changed(mode):
    assert opened(for_print(jpeg(2000, 1500, mode)).data).mode == "RGB"


def test_clear_ground_is_white():
    target = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(target, "PNG")
    assert opened(for_print(target.getvalue()).data).getpixel((20, 15)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"GIF89a", jpeg(2000, 1500)[:900]])
def test_what_is_no_picture_is_refused_with_its_name(data):
    with pytest.raises(UnreadableInput) as error:
        for_print(data, name="a.jpg")
    assert error.value.place.file == "a.jpg"


def test_a_damaged_small_photo_is_refused_too():
    with pytest.raises(UnreadableInput):
        for_print(jpeg(400, 300)[:-200])


def test_frames_grow_no_wider_on_a_wide_page():
    photos = Photos(())
    assert frame_of(photos, 16).width == 7.75
    assert frame_of(photos, 25.7).width == 9.6
    assert frame_of(Photos((), 1), 16).width == 13


def test_the_pdf_carries_each_photo_as_the_small_jpeg_with_its_words(paper_fonts):
    assert paper_fonts
    shown = (Photo(Picture(jpeg(4000, 3000), "image/jpeg"), "ประชุม", "คนรอบโต๊ะ"),) * 2
    paper = Document(
        "results", "รายงาน", "เทศบาล", date(2023, 9, 30), (Section(Form.CHAPTER, (Photos(shown),)),)
    )
    with pikepdf.open(io.BytesIO(to_pdf(paper, digits=Digits.ARABIC))) as pdf:
        images = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        told = [
            str(thing.Alt)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ]
    assert {str(image.Filter) for image in images} == {"/DCTDecode"}
    assert all(int(image.Width) < 640 for image in images)
    assert told.count("คนรอบโต๊ะ") >= 2
