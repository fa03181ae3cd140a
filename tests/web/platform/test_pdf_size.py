"""PDFs whose pages go round, and PDFs that expand to more than anybody shows."""

import base64
import io
import random
import zlib

import pikepdf
import pytest
from pikepdf.settings import get_qpdf_limits

from prongsai.core.errors import UnreadableInput
from prongsai.web.platform.upload_validation import checked, pdf, pdf_expansion

Array, Dictionary, Name = pikepdf.Array, pikepdf.Dictionary, pikepdf.Name
MOST = 2**18


def made(change):
    """A PDF of one page after `change(pdf, page)`, its streams as they were given."""
    out = io.BytesIO()
    with pikepdf.new() as new:
        change(new, new.add_blank_page().obj)
        new.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def with_stream(data, *filters, **entries):
    def change(new, page):
        page.Extra = pikepdf.Stream(new, data, {f"/{key}": one for key, one in entries.items()})
        if filters:
            page.Extra.Filter = Array([Name(f"/{one}") for one in filters])

    return made(change)


def refusal(data):
    with pytest.raises(UnreadableInput) as refused:
        checked("a.pdf", data)
    assert refused.value.next_step.th
    return refused.value.message.en


# ------------------------------------------------------------ pages


def test_what_a_page_inherits_from_does_not_go_round():
    def upwards(new, page):
        other = new.make_indirect(Dictionary(Type=Name.Pages))
        page.Parent = other
        other.Parent = page

    def itself(_, page):
        page.Parent = page

    def above(new, _):
        new.Root.Pages.Parent = new.make_indirect(Dictionary(Parent=new.Root.Pages))

    for change in (upwards, itself, above):
        assert "lead back to themselves, or there are more than 10,000" in refusal(made(change))
    whole = made(lambda *_: None)
    assert checked("a.pdf", whole).data == whole


class Tree:
    """Parts of a page tree by number, as they are written in a file; the first is its root."""

    def __init__(self, *parts):
        self.pdf = pikepdf.new()
        self.parts = [self.pdf.make_indirect(Dictionary(Type=Name.Pages)) for _ in parts]
        for part, kids in zip(self.parts, parts, strict=True):
            if kids is not None:
                part.Kids = Array([self.parts[kid] for kid in kids])

    def count(self):
        return pdf._count_pages(self.parts[0])


@pytest.mark.parametrize(
    "parts", [[[0]], [[1], [0]], [[1, 1], [2], None], [[1, 2], [3], [3], [4], None]]
)
def test_no_part_of_the_tree_lies_in_itself_or_in_two_places(parts):
    with pytest.raises(pdf.Tangled):
        Tree(*parts).count()


@pytest.mark.parametrize(
    ("parts", "pages"),
    [([[]], 0), ([[1], None], 1), ([[1, 2, 2], [3, 4], None, None, None], 4)],
    ids=["empty", "a page", "a page that is shown twice"],
)
def test_pages_are_counted_as_they_are_shown(parts, pages):
    assert Tree(*parts).count() == pages


def test_more_pages_than_anybody_prints_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 4)
    assert Tree([1, 2], [3, 4], [5, 6], *[None] * 4).count() == 4
    assert Tree([1] * 4, None).count() == 4
    for parts in ([[1] * 5, None], [[1, 2], [3, 3, 3], [3, 3], None]):
        with pytest.raises(pdf.Tangled):
            Tree(*parts).count()
    # What is no part of a tree is passed over, as viewers do.
    tree = Tree([1, 1], None)
    tree.parts[0].Kids = Array([tree.parts[1], 7, None])
    assert tree.count() == 1


# ------------------------------------------------------------ expansion


def zeros(size):
    return zlib.compress(bytes(size), 9)


def lzw(data, early=1, *, clears=True):
    """Data as LZW of PDF writes them; one that never clears its table goes on with a full one."""
    codes, table, width, word = [(256, 9)], {bytes([one]): one for one in range(256)}, 9, b""
    for byte in data:
        longer = word + bytes([byte])
        if longer in table:
            word = longer
            continue
        codes.append((table[word], width))
        if len(table) + 2 < 4096:
            table[longer] = len(table) + 2
        width = min(12, (len(table) + 2 + early - 1).bit_length())
        word = bytes([byte])
        if clears and len(table) >= 4091:
            codes.append((256, width))
            table, width = {bytes([one]): one for one in range(256)}, 9
    codes.append((table[word], width))
    codes.append((257, min(12, (len(table) + 2 + early).bit_length())))
    bits = "".join(f"{code:0{width}b}" for code, width in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def runs(size):
    return b"\x81\0" * (size // 128) + b"\x80"


PACKED = {
    "plain": ((), bytes),
    "flate": (("FlateDecode",), zeros),
    "flate, short": (("Fl",), zeros),
    "flate in flate": (("FlateDecode", "FlateDecode"), lambda size: zlib.compress(zeros(size))),
    "flate in hexadecimal": (
        ("ASCIIHexDecode", "FlateDecode"), lambda size: zeros(size).hex().encode() + b">",
    ),
    "flate in letters": (
        ("ASCII85Decode", "FlateDecode"), lambda size: base64.a85encode(zeros(size)) + b"~>",
    ),
    "runs": (("RunLengthDecode",), runs),
    "runs in flate": (("FlateDecode", "RL"), lambda size: zlib.compress(runs(size))),
    "lzw": (("LZWDecode",), lambda size: lzw(bytes(size))),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
def test_a_stream_expands_to_the_most_and_not_further(name, monkeypatch):
    filters, pack = PACKED[name]
    monkeypatch.setattr(pdf_expansion, "MOST", MOST + 2**10)  # the page's own stream
    whole = with_stream(pack(MOST), *filters)
    assert checked("a.pdf", whole).data == whole
    assert "unusually large" in refusal(with_stream(pack(MOST + 2**11), *filters))


def test_all_streams_count_together_and_a_picture_by_what_it_has(monkeypatch):
    monkeypatch.setattr(pdf_expansion, "MOST", MOST)

    def two(new, page):
        for name in ("/One", "/Two"):
            page[name] = new.make_stream(zeros(MOST * 2 // 3), {"/Filter": Name.FlateDecode})

    assert "unusually large" in refusal(made(two))
    picture = with_stream(zeros(MOST // 2), "FlateDecode", "DCTDecode")
    assert checked("a.pdf", picture).data == picture


@pytest.mark.parametrize("filters", [("RunLengthDecode", "FlateDecode"), ("LZW", "Fl")])
def test_what_nobody_can_measure_is_refused(filters):
    assert "unusually large" in refusal(with_stream(b"x", *filters))


def test_a_broken_stream_expands_as_far_as_it_is_sound(monkeypatch):
    monkeypatch.setattr(pdf_expansion, "MOST", MOST)
    for broken in (b"", b"x", zeros(MOST // 2)[:-40], zeros(MOST // 2) + b"rest"):
        data = with_stream(broken, "FlateDecode")
        assert checked("a.pdf", data).data == data
    assert "unusually large" in refusal(with_stream(zeros(MOST * 2)[:-40], "FlateDecode"))
    for filters in (("ASCIIHexDecode",), ("ASCII85Decode",), ("ASCIIHexDecode", "FlateDecode")):
        data = with_stream("ก".encode(), *filters)
        assert checked("a.pdf", data).data == data


@pytest.mark.parametrize("early", [1, 0])
@pytest.mark.parametrize("letters", [b"a", b"abcdef", bytes(range(256))])
def test_lzw_is_measured_to_the_byte(letters, early):
    data = bytes(random.Random(early).choices(letters, k=30_000))  # noqa: S311 - any will do
    assert sum(pdf_expansion._lzw(lzw(data, early), bool(early))) == len(data)


def test_lzw_goes_on_with_a_table_that_is_full():
    data = bytes(random.Random(7).choices(b"abcdefgh", k=60_000))  # noqa: S311 - any will do
    assert sum(pdf_expansion._lzw(lzw(data, clears=False), True)) == len(data)  # noqa: FBT003


def test_lzw_whose_codes_grow_late_says_so():
    late = lzw(bytes(range(256)) * 80, early=0)
    data = with_stream(late, "LZWDecode", DecodeParms=Array([Dictionary(EarlyChange=0)]))
    assert checked("a.pdf", data).data == data
    data = with_stream(late, "LZWDecode", DecodeParms=Dictionary(EarlyChange=0))
    assert checked("a.pdf", data).data == data
    assert "unusually large" in refusal(with_stream(b"\xff" * 9, "LZWDecode"))
    usual = lzw(bytes(range(256)) * 80)
    data = with_stream(usual, "LZWDecode", DecodeParms=Dictionary(Colors=1))
    assert checked("a.pdf", data).data == data


def codes(*told):
    """Codes of nine bits, as they lie in a file."""
    bits = "".join(f"{code:09b}" for code in told)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def test_lzw_that_ends_without_its_mark_counts_to_the_last_code_and_no_unknown_one():
    assert sum(pdf_expansion._lzw(codes(256, *b"abcdefg"), True)) == 7  # noqa: FBT003
    assert sum(pdf_expansion._lzw(codes(97, 98, 259), True)) == 4  # noqa: FBT003
    for unknown in (codes(256, 97, 259), codes(97, 98, 260)):
        with pytest.raises(pdf_expansion.TooLarge):
            list(pdf_expansion._lzw(unknown, True))  # noqa: FBT003


@pytest.mark.parametrize(
    ("data", "sizes"),
    [(b"\x02abc\xfe0\x80\x02abc", [3, 3]), (b"\x000", [1]), (b"\x05ab", [6]),
     (b"\xff0\x010", [2, 2]), (b"\x7f" + b"a" * 128, [128])],
    ids=["with a mark", "without one", "cut off", "a repeat first", "the longest copy"],
)  # fmt: skip
def test_runs_are_measured_to_the_byte(data, sizes):
    assert list(pdf_expansion._runs(data, True)) == sizes  # noqa: FBT003


def test_the_last_digit_of_an_odd_number_is_a_nought():
    assert pdf_expansion._hexadecimal(b"abc>00") == bytes.fromhex("abc0")
    assert pdf_expansion._hexadecimal(b"abcd") == bytes.fromhex("abcd")


def test_limits_are_as_they_are_told(monkeypatch):
    limits = get_qpdf_limits()
    kinds = ("flate", "run_length", "png", "tiff")
    assert {limits[f"{kind}_max_memory"] for kind in kinds} == {32 * 2**20}
    assert (pdf_expansion.MOST, limits["max_stream_filters"]) == (256 * 2**20, 4)
    monkeypatch.setattr(pdf_expansion, "MOST", 800)
    pdf_expansion._add_up([700, 100])
    assert b"".join(pdf_expansion._bounded([b"x" * 60, b"x" * 40])) == b"x" * 100
    for refused in (lambda: pdf_expansion._add_up([700, 101]),
                    lambda: list(pdf_expansion._bounded([b"x" * 60, b"x" * 41]))):  # fmt: skip
        with pytest.raises(pdf_expansion.TooLarge):
            refused()


def test_what_stands_behind_the_filter_of_a_picture_is_not_inflated(monkeypatch):
    monkeypatch.setattr(pdf_expansion, "MOST", MOST)
    data = with_stream(zeros(2 * MOST), "DCTDecode", "FlateDecode")
    assert checked("a.pdf", data).data == data
    assert "unusually large" in refusal(with_stream(zeros(2 * MOST), "FlateDecode", "DCTDecode"))


def with_packed_objects(size, **entries):
    out = io.BytesIO()
    with pikepdf.new() as new:
        new.add_blank_page()
        new.Root.Note = new.make_indirect(pikepdf.String("0" * size))
        for key, value in entries.items():
            new.Root[f"/{key}"] = value
        new.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def test_objects_that_are_packed_are_measured_before_they_are_opened(monkeypatch):
    monkeypatch.setattr(pdf_expansion, "MOST", MOST)
    monkeypatch.setattr(pikepdf, "open", None)  # whoever opens it holds all of it
    with pytest.raises(pdf_expansion.TooLarge):
        pdf_expansion.check_file(with_packed_objects(2 * MOST))
    pdf_expansion.check_file(with_packed_objects(MOST // 2))
    for name in (b"/LZWDecode", b"/LZW ", b"/L#5aW "):
        with pytest.raises(pdf_expansion.TooLarge):
            pdf_expansion.check_file(with_packed_objects(9) + name)
        pdf_expansion.check_file(pikepdf_without_packing() + name)
    pdf_expansion.check_file(with_packed_objects(9) + b"/LZWorld /ObjStmt")


def pikepdf_without_packing():
    return made(lambda *_: None)


@pytest.mark.long
def test_300_megabytes_are_refused_and_250_are_not():
    assert "unusually large" in refusal(with_stream(zeros(300_000_000), "FlateDecode"))
    whole = with_stream(zeros(250_000_000), "FlateDecode")
    assert checked("a.pdf", whole).data == whole
