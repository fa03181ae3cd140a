"""An emblem is shapes or pixels and nothing else, whatever its file says it is."""

import contextlib
import io
import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from tests.growth import in_proportion

from prongsai.core.errors import Severity, UnreadableInput
from prongsai.readers.picture import MAX_BYTES, read_picture

SIZE = (400, 500)
SECRET = b"SECRET-PLACE"
SCRIPT = b"<script>alert(1)</script>"


def image(mode="RGB", size=SIZE, form="PNG", **more):
    """The bytes of a picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **more)
    return out.getvalue()


def chunk(kind, data):
    """One chunk of a PNG."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def svg(inner="", attributes="", before=""):
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" {attributes}'
        f' xmlns:xlink="http://www.w3.org/1999/xlink">{inner}</svg>'
    ).encode()


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


def accepted(data):
    """The picture that is made of these bytes; nothing was found."""
    picture, findings = read_picture(data, "emblem")
    assert findings.items == []
    return picture


def refused(data):
    """The English words of the refusal."""
    with pytest.raises(UnreadableInput) as error:
        read_picture(data, "emblem.x")
    assert error.value.place.file == "emblem.x"
    assert "PNG" in error.value.next_step.th
    return error.value.message.en


# Pixels


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_is_drawn_anew(mode):
    picture = accepted(image(mode))
    assert picture.media_type == "image/png"
    assert (opened(picture).format, opened(picture).size) == ("PNG", SIZE)


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_becomes_a_png(mode):
    picture = accepted(image(mode, form="JPEG"))
    assert (picture.media_type, opened(picture).format) == ("image/png", "PNG")


def test_transparency_stays():
    data = io.BytesIO()
    Image.new("RGBA", SIZE, (255, 0, 0, 0)).save(data, "PNG")
    assert opened(accepted(data.getvalue())).getpixel((0, 0))[3] == 0
    assert opened(accepted(image("RGB"))).getpixel((0, 0))[3] == 255


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = SECRET.decode()
    return data


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (400, 500)), (3, (400, 500)), (6, (500, 400))]
)
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_turned_as_its_camera_says(form, orientation, size):
    assert opened(accepted(image(form=form, exif=exif(orientation)))).size == size


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_a_camera_is_undone(orientation):
    out = io.BytesIO()
    scene = Image.linear_gradient("L").resize((400, 500)).rotate(10)
    scene.save(out, "PNG", exif=exif(orientation))
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(out.getvalue()))).convert("RGBA")
    assert opened(accepted(out.getvalue())).tobytes() == expected.tobytes()


def test_metadata_is_not_taken_over():
    plain = Image.open(io.BytesIO(image()))
    plain.info.clear()
    with_text = image("RGB", exif=exif(1), icc_profile=SECRET * 9)
    with_text = with_text[:33] + chunk(b"tEXt", b"Comment\0" + SECRET) + with_text[33:]
    jpeg = image(form="JPEG", exif=exif(6), icc_profile=SECRET * 9, comment=SECRET)
    for data in (with_text, jpeg):
        assert SECRET in data
        picture = accepted(data)
        assert opened(picture).info == {}
        assert SECRET not in picture.data


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_what_follows_a_picture_is_not_taken_over(form):
    data = image(form=form) + SCRIPT
    assert SCRIPT not in accepted(data).data


@pytest.mark.parametrize(
    ("height", "found"), [(349, ["emblem_small"]), (350, []), (1, ["emblem_small"])]
)
def test_a_small_emblem_is_told(height, found):
    _, findings = read_picture(image(size=(400, height)), "emblem.png")
    assert [finding.code for finding in findings.items] == found
    assert all(finding.severity is Severity.WARNING for finding in findings.items)
    assert all(str(height) in finding.message.en for finding in findings.items)


@pytest.mark.long
def test_a_large_emblem_is_made_smaller_in_proportion():
    assert opened(accepted(image("L", (4800, 2400)))).size == (2400, 1200)


def header(width, height):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (10_000, 4_001), (2**31 - 1, 2)])
def test_a_picture_of_too_many_pixels_is_refused_unopened(width, height):
    assert refused(png(header(width, height), chunk(b"IDAT", zlib.compress(b"\0" * 999))))


def test_forty_million_pixels_are_the_most():
    assert "too many pixels" in refused(image("1", (10_000, 4_001)))


@pytest.mark.long
def test_text_that_swells_is_refused():
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 80_000_000))
    data = image()
    assert "damaged" in refused(data[:33] + bomb + data[33:])


@pytest.mark.parametrize("kind", range(14))
def test_metadata_that_is_damaged_is_no_reason_to_refuse(kind):
    data = image(form="JPEG", exif=exif(6))
    field = data.index(b"\x01\x0e\x00\x02")  # the description: a text, made something else
    spoilt = data[: field + 2] + struct.pack(">HI", kind, 1) + data[field + 8 :]
    assert opened(accepted(spoilt)).size == (500, 400)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.few(3)
def test_half_a_picture_is_refused(form, share):
    noise = Image.effect_noise(SIZE, 50)
    out = io.BytesIO()
    noise.save(out, form)
    data = out.getvalue()
    assert "damaged" in refused(data[: int(len(data) * share)])
    assert accepted(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"\x89PNG",
        b"\xff\xd8\xff",
        image(form="GIF"),
        image(form="BMP"),
        image(form="TIFF"),
        image(form="WEBP"),
        b"%PDF-1.7\n",
        b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>",
        b"<html>" + SCRIPT + b"</html>",
        b"GIF89a" + SCRIPT,
        SCRIPT + image(),
        b"\0" * 100,
        "ภาพตรา".encode(),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_picture_of_ours_is_refused(data):
    assert refused(data)


def test_a_file_of_too_many_bytes_is_refused():
    assert "5 MB" in refused(image() + b"\0" * MAX_BYTES)
    assert accepted(image() + b"\0" * 1000)


BASES = [
    image("P", (60, 60)),
    image(size=(60, 60), form="JPEG", exif=exif(6)),
    svg("<path d='M0 0h9'/>"),
]
CHANGES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=5)


@given(base=st.sampled_from(BASES), changes=CHANGES, end=st.integers(0, 2000))
def test_a_damaged_picture_is_a_picture_or_refused(base, changes, end):
    data = bytearray(base[:end])
    for place, byte in changes:
        if place < len(data):
            data[place] = byte
    with contextlib.suppress(UnreadableInput):
        picture, _ = read_picture(bytes(data), "emblem")
        assert picture.media_type in ("image/png", "image/svg+xml")


# Shapes

HARMLESS = {
    "a path": '<path d="M0 0h9v9z" fill="#c00"/>',
    "groups and shapes": '<g transform="scale(2)"><circle r="3"/><rect width="1" height="1"/></g>',
    "a title": "<title>ตรา</title><desc>ตราเทศบาล</desc>",
    "a gradient of its own": '<linearGradient id="a"><stop offset="0"/></linearGradient>'
    '<path d="M0 0h9" fill="url(#a)" style="stroke:url( \'#a\' )"/>',
    "a shape used twice": '<path id="p" d="M0 0"/><use href="#p"/><use xlink:href="#p"/>',
    "small numbers and long names": '<path id="p123456789012" d="M1e-06.12345678901 0"/>',
    "a colour of eight digits": '<path fill="#12345678" d="M0 0h9"/>',
    "a style": '<path style="fill:#fff;stroke-width:.5" d="M0 0h9"/>',
    "a clip": '<clipPath id="c"><path d="M0 0h9"/></clipPath><g clip-path="url(&quot;#c&quot;)"/>',
}


@pytest.mark.parametrize("inner", HARMLESS.values(), ids=HARMLESS)
def test_an_svg_of_plain_shapes_is_taken(inner):
    picture = accepted(svg(inner))
    assert picture.media_type == "image/svg+xml"
    assert picture.data.startswith(b"<svg")


@pytest.mark.parametrize(
    "before",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        "\ufeff",
        "<!-- ตรา -->",
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">',
        '<?xml version="1.0"?><?xml-stylesheet href="http://example.com/a.css"?>',
    ],
)
def test_what_stands_before_the_svg_is_left_out(before):
    data = accepted(svg("<!-- <script/> --><?php x?><path d='M0 0'/>", before=before)).data
    assert re.match(b"<svg[^>]*><path d=.M0 0./></svg>$", data)


HARMFUL = {
    "a script": "<script>alert(1)</script>",
    "a script in a group": "<g><g><script href='#a'/></g></g>",
    "a script of no name space": "<script xmlns=''>alert(1)</script>",
    "an event": "<path onload='alert(1)' d='M0 0'/>",
    "an event in capitals": "<path ONCLICK='alert(1)' d='M0 0'/>",
    "a foreign object": "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
    "a page's element": "<h:img xmlns:h='http://www.w3.org/1999/xhtml' src='a'/>",
    "an image": "<image href='http://example.com/a.png'/>",
    "an inner image": "<image href='data:image/png;base64,AAAA'/>",
    "a link": "<a href='http://example.com'><path d='M0 0'/></a>",
    "letters": "<text>ตรา</text>",
    "a style sheet": "<style>@import 'http://example.com/a.css';</style>",
    "an animation": "<animate attributeName='href' to='javascript:alert(1)'/>",
    "a call outside": "<use href='http://example.com/a.svg#x'/>",
    "an old call outside": "<use xlink:href='a.svg#x'/>",
    "a call of a script": "<use href='javascript:alert(1)'/>",
    "an address in an attribute": "<path fill='url(http://example.com/a)' d='M0 0'/>",
    "an address in quotes": "<path fill='url( \"//example.com/a\" )' d='M0 0'/>",
    "an address in a style": "<path style='fill:URL(//example.com/a)' d='M0 0'/>",
    "an address in other letters": "<path style='fill:\\75rl(//example.com/a)' d='M0 0'/>",
    "a set of images": "<path style='background:image-set(\"//example.com/a\" 1x)' d='M0 0'/>",
    "an expression": "<path style='width:expression(alert(1))' d='M0 0'/>",
    "an inclusion": "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/hosts'/>",
}


@pytest.mark.parametrize("inner", HARMFUL.values(), ids=HARMFUL)
def test_an_svg_that_does_more_than_show_shapes_is_refused(inner):
    assert re.search("not allowed|outside itself", refused(svg(inner)))


@pytest.mark.parametrize("name", ["onload", "onclick", "xml:base", "from", "src"])
def test_an_attribute_that_is_none_of_a_shape_is_refused(name):
    assert "not allowed" in refused(svg(attributes=f"{name}='a'"))
    assert accepted(svg(attributes="width='9' height='9' xml:space='preserve'"))


@pytest.mark.parametrize(
    ("before", "inner"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>', "&a;"),
        ('<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hosts">]>', "<title>&a;</title>"),
        ('<!DOCTYPE svg [<!ENTITY % a SYSTEM "http://example.com/a.dtd"> %a;]>', ""),
        ('<!DOCTYPE svg SYSTEM "http://example.com/a.dtd">', "<title>&a;</title>"),
        ("", "&a;"),
    ],
)
def test_entities_are_refused(before, inner):
    assert refused(svg(inner, before=before))


def laughing(levels):
    """Ten patterns of ten patterns of ten patterns."""
    called = "".join(
        f'<pattern id="a{n}">' + f'<path d="M0 0" fill="url(#a{n - 1})"/>' * 10 + "</pattern>"
        for n in range(1, levels)
    )
    return svg(f'<path id="a0" d="M0 0"/>{called}<path d="M0 0" fill="url(#a{levels - 1})"/>')


@pytest.mark.long
def test_shapes_of_shapes_of_shapes_are_refused():
    assert accepted(laughing(4))
    for levels in (7, 60, 3000):
        assert "too many" in refused(laughing(levels))
    assert in_proportion(lambda levels: refused(laughing(levels)), 750, 3_000)


@pytest.mark.parametrize(
    "inner",
    [
        '<g id="a"><use href="#a"/></g>',
        '<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>',
        '<path id="a"/><pattern id="a"><path fill="url(\'#a\')" d="M0 0"/></pattern>',
    ],
)
def test_a_shape_that_draws_itself_is_refused(inner):
    assert "too many" in refused(svg(inner))


def sized(**sides):
    sides = " ".join(f'{name}="{value}"' for name, value in sides.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg" {sides}><path d="M0 0h9"/></svg>'.encode()


@pytest.mark.parametrize(
    "sides",
    [
        {"width": "0", "height": "0"},
        {"width": "-5", "height": "5"},
        {"width": "1000000", "height": "1000000"},
        {"width": "10", "height": "1000"},
        {"viewBox": "0 0 0 0"},
        {"viewBox": "0 0 1 30"},
        {"viewBox": "0 0 9 9", "width": "0.001mm", "height": "0.001mm"},
        {"viewBox": "0 0 1e-30 1e-30"},
    ],
)
def test_an_svg_of_no_usable_size_is_refused(sides):
    assert "size" in refused(sized(**sides))


@pytest.mark.parametrize(
    "sides",
    [
        {},
        {"width": "3cm", "height": "3cm"},
        {"width": "100%", "height": "100%"},
        {"viewBox": "-10,-10,20,20"},
        {"viewBox": "0 0 744.09448 1052.3622", "width": "210mm", "height": "297mm"},
    ],
)
def test_an_svg_of_usual_size_is_taken(sides):
    assert accepted(sized(**sides))


@pytest.mark.parametrize("number", ["1e30", "1E+99", "123456789", "-1e10", "9" * 400])
def test_a_number_that_nobody_draws_is_refused(number):
    assert "too large" in refused(svg(f'<path d="M0 0h{number}"/>'))
    assert "too large" in refused(svg(f'<rect width="{number}" height="1"/>'))
    assert "too large" in refused(sized(viewBox=f"0 0 {number} {number}"))


@pytest.mark.parametrize(
    "data",
    [
        svg()[:-3],
        svg("<g>"),
        svg("<g>" * 5000 + "</g>" * 5000),
        b"<svg/>",
        b"<?xml version='1.0'?><html/>",
        b'<svg xmlns="http://www.w3.org/1999/xhtml"/>',
        "<?xml version='1.0' encoding='utf-16'?><svg/>".encode("utf-16"),
        svg("<title>\x00</title>"),
    ],
)
def test_an_svg_that_is_none_is_refused(data):
    assert refused(data)
