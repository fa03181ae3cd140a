"""The content of a page: lines become one piece, and nothing else is touched."""

from itertools import pairwise

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.documents.typesetting.lines import Widths, one_piece_a_line

OURS = {b"f0": Widths({1: 500.0, 2: 0.0, 40: 600.0, 41: 300.0}, 1000.0)}


def _show(x, text, font=b"f0", y=0):
    return b"0 Tr/%s 10 Tf 1 0 0 -1 %g %g Tm(%s)Tj\n" % (font, x, y, text)


def _shown(content):
    """Every glyph with its place, as an interpreter of PDF finds them."""
    size = widths = x = y = None
    for operands, operator in _operators(content):
        match str(operator):
            case "Tf":
                widths, size = OURS.get(str(operands[0])[1:].encode()), float(operands[1])
            case "Tm":
                x, y = float(operands[4]), float(operands[5])
            case "Tj" | "TJ":
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in parts:
                    if not isinstance(part, pikepdf.String):
                        x -= float(part) * size / 1000
                        continue
                    for high, low in zip(bytes(part)[::2], bytes(part)[1::2], strict=True):
                        yield high << 8 | low, pytest.approx(x, abs=1e-3), y
                        x += widths.measure(bytes((high, low))) * size / 1000 if widths else 0


def _operators(content):
    document = pikepdf.new()
    return [
        (list(operands), operator)
        for operands, operator in pikepdf.parse_content_stream(document.make_stream(content))
    ]


def test_a_line_becomes_one_piece_with_every_glyph_in_its_place():
    content = (
        b"q BT " + _show(0, b"\\000\\001") + b"/Span<</ActualText<FEFF0E01>>>BDC "
        + _show(4.5, b"\\000\\002") + b"EMC " + _show(5, b"\\000(\\000)") + b"ET Q"
    )  # fmt: skip
    done = one_piece_a_line(content, OURS)
    assert done.count(b"TJ") == 1
    assert b"Tj" not in done
    assert b"Span" not in done
    assert list(_shown(done)) == list(_shown(content))


@pytest.mark.parametrize(
    "between",
    [
        b"0.5 g\n",
        b"ET Q q BT ",
        b"/Span<</MCID 1>>BDC ",
        b"(x)' ",
        b"% remark\n",
        b"1 0 0 1 0 0 cm ",
    ],
)
def test_whatever_stands_between_ends_the_line(between):
    content = b"BT " + _show(0, b"\\000\\001") + between + _show(5, b"\\000\\002") + b"ET"
    done = one_piece_a_line(content, OURS)
    assert done.count(b"TJ") == 2
    assert between.strip() in done
    assert list(_shown(done)) == list(_shown(content))


@pytest.mark.parametrize("other", [{"y": 3}, {"font": b"f1"}])
def test_another_height_or_font_ends_the_line(other):
    content = _show(0, b"\\000\\001") + _show(5, b"\\000\\002", **other)
    assert list(_shown(one_piece_a_line(content, OURS))) == list(_shown(content))


@pytest.mark.parametrize(
    "string",
    [
        b"0 Tr/f0 10 Tf 1 0 0 -1 0 0 Tm\\(a\\)Tj",
        b"BDC EMC (nested (0 Tr/f0 10 Tf 1 0 0 -1 0 0 Tm(ab)Tj) here) \\\\",
        b"(" * 30 + b"EMC" + b")" * 30,
        b"/Span<</ActualText<FEFF0E01>>>BDC",
        b"% no remark EMC",
    ],
)
def test_nothing_inside_a_string_is_an_operator(string):
    content = b"BT /f9 1 Tf (%s) Tj ET\n" % string
    assert one_piece_a_line(content, OURS) == content
    done = one_piece_a_line(content + _show(0, b"\\000\\001"), OURS)
    assert done.startswith(content)
    assert done.count(b"TJ") == 1


def test_pictures_in_the_content_and_remarks_are_copied():
    picture = b"q BI /W 1 /H 1 /BPC 8 /CS /G ID (\x00EMC EI\nQ % EMC (\n"
    assert one_piece_a_line(picture, OURS) == picture


def test_what_another_font_says_of_itself_stays_but_for_joiners():
    span = b"/Span<</ActualText<FEFF0E322060>>>BDC "
    content = span + _show(0, b"\\000\\001", font=b"f7") + b"EMC"
    assert one_piece_a_line(content, OURS) == content.replace(b"2060", b"")


def test_names_that_look_like_operators_are_none():
    content = b"/EMC BMC /BDC gs EMC\n" + _show(0, b"\\000\\001")
    assert one_piece_a_line(content, OURS).startswith(b"/EMC BMC /BDC gs EMC\n")


STREAMS = st.lists(
    st.sampled_from(
        b"q|Q|BT|ET|EMC|/P<</MCID 3>>BDC|(a(b)\\))Tj|"
        b"<0a0B>Tj|1 0 0 RG|% x\n|[(a)-3(b)]TJ|/f0 9 Tf|0 Tr"
        b"|/Span<</ActualText<FEFF0E01>>>BDC".split(b"|")
    ),
    max_size=20,
)


@given(STREAMS)
def test_a_stream_without_our_font_is_not_changed(parts):
    content = b"\n".join(parts)
    assert one_piece_a_line(content, {}) == content


GLYPHS = {
    1: b"\\000\\001",
    2: b"\\000\\002",
    40: b"\\000\\(",
    41: b"\\000\\051",
    0x0D0A: b"\\r\\n",
}


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(list(GLYPHS))), max_size=12))
def test_glyphs_keep_their_places_whatever_is_shown(shows):
    content = b"".join(_show(quarter / 4, GLYPHS[glyph]) for quarter, glyph in shows)
    done = one_piece_a_line(content, OURS)
    assert list(_shown(done)) == list(_shown(content))
    assert done.count(b"TJ") == bool(shows)


def test_pairs_of_numbers_keep_their_space():
    content = b"0 Tr/f0 10 Tf 1 0 0 -1 0 0 Tm[(\\000\\001)-20 -30(\\000\\002)]TJ"
    done = one_piece_a_line(content, OURS)
    assert all(one < other for one, other in pairwise([done.index(b"-20 "), done.index(b"-30 ")]))
    assert list(_shown(done)) == list(_shown(content))
