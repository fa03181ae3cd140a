"""The QR of a paper's mark, for every surface."""

from __future__ import annotations

import io
import re
from functools import lru_cache, reduce
from operator import xor
from typing import TYPE_CHECKING

from prongsai.core.papers.document import Mark

if TYPE_CHECKING:
    import segno

# A quarter of the code may be smudged as long as that costs no larger code.
_CORRECTION = "m"
_DOTS = 8
_QUIET = 4
_SMALL = 4
_AS_TEXT = bytes.maketrans(b"\0\1", b"01")
# Eight dots as strokes of a path, for each byte.
_STROKES = [
    "".join(f"h{len(run)}" if "1" in run else f"m{len(run)} 0" for run in runs)
    for runs in (re.findall("0+|1+", f"{byte:08b}") for byte in range(256))
]


def mark_svg(mark: Mark) -> bytes:
    """The code as one black path without a rim: the paper around it is its quiet zone."""
    out = io.BytesIO()
    _code(mark).save(out, kind="svg", border=0, omitsize=True, xmldecl=False, svgns=True)
    return out.getvalue()


def mark_png(mark: Mark) -> bytes:
    """The code as PNG, for Word."""
    out = io.BytesIO()
    _code(mark).save(out, kind="png", border=0, scale=_DOTS)
    return out.getvalue()


def qr_svg(url: str) -> bytes:
    """The code of an address as an SVG of its own, with its quiet zone, for a page or a poster."""
    import segno  # noqa: PLC0415 - only pages that show one

    out = io.BytesIO()
    segno.make_qr(url, error=_CORRECTION, boost_error=True).save(out, kind="svg", scale=_DOTS)
    return out.getvalue()


def qr_inline(url: str, *, mask: int | None = None) -> str:
    """The code of an address as SVG to stand inside a page, three centimetres wide at least.

    Shape:  `mask` is the pattern over the code, None to compare all eight, which takes most of
            the time; readers know any.
    """
    import segno  # noqa: PLC0415 - only pages that show one

    out = io.BytesIO()
    code = segno.make_qr(url, error=_CORRECTION, boost_error=True, mask=mask)
    code.save(
        out, kind="svg", border=_QUIET, scale=_SMALL, xmldecl=False, svgns=False, light="#fff"
    )
    return out.getvalue().decode()


def qr_of_number(address: str, number: str) -> str:
    """The picture of `qr_inline` for an address and the digits behind it, some fifty times as fast.

    A code is made of its text by additions without carry alone (those of Reed and Solomon, and the
    mask, which is 0 here): so each digit's dots are put over those of the address with noughts.

    Shape:  `address` is ASCII and has a small letter, as all that begin with "http"; else the code
            would be packed another way.
    """
    width, dots = _with_noughts(address, len(number))
    for own, digit in zip(_digits(len(address), len(number)), number, strict=True):
        dots ^= own[int(digit)]
    bytes_, octets = -(-width // 8), dots.to_bytes(width * -(-width // 8), "big")
    rows = (octets[at : at + bytes_] for at in range(0, len(octets), bytes_))
    lines = f"m-{8 * bytes_} 1".join("".join(map(_STROKES.__getitem__, row)) for row in rows)
    whole = width + 2 * _QUIET
    return (
        f'<svg width="{whole * _SMALL}" height="{whole * _SMALL}" class="segno">'
        f'<g transform="scale({_SMALL})"><path fill="#fff" d="M0 0h{whole}v{whole}h-{whole}z"/>'
        f'<path class="qrline" stroke="#000" d="M{_QUIET} {_QUIET}.5{lines}"/></g></svg>'
    )


@lru_cache(maxsize=256)
def _with_noughts(address: str, count: int) -> tuple[int, int]:
    return _dots(address + "0" * count)


@lru_cache(maxsize=16)
def _digits(length: int, count: int) -> tuple[tuple[int, ...], ...]:
    """What each digit at each place changes in a code of an address so long with noughts."""
    noughts = "a" * length + "0" * count
    _, plain = _dots(noughts)
    places = []
    for at in range(length, length + count):
        codes = (_dots(f"{noughts[:at]}{bit}{noughts[at + 1 :]}") for bit in (1, 2, 4, 8))
        bits = [dots ^ plain for _, dots in codes]
        own = (
            [change for bit, change in enumerate(bits) if digit >> bit & 1] for digit in range(10)
        )
        places.append(tuple(reduce(xor, ones, 0) for ones in own))
    return tuple(places)


def _dots(text: str) -> tuple[int, int]:
    """How wide a code is; its dots as one number, row after row, each filled up to whole bytes."""
    import segno  # noqa: PLC0415 - only pages that show one

    rows = segno.make_qr(text, error=_CORRECTION, boost_error=True, mask=0).matrix
    filling = bytes(-len(rows) % 8)
    return len(rows), int(b"".join(row + filling for row in rows).translate(_AS_TEXT), 2)


def qr_png(text: str) -> bytes:
    """The code of a text as PNG with its quiet zone, for a paper that shows it as a picture."""
    import segno  # noqa: PLC0415 - only papers that show one

    out = io.BytesIO()
    segno.make_qr(text, error=_CORRECTION).save(out, kind="png", border=_QUIET, scale=_DOTS)
    return out.getvalue()


def mark_alternative(mark: Mark) -> str:
    """What the code says, for those who cannot see it."""
    return f"QR {mark.url}"


def _code(mark: Mark) -> segno.QRCode:
    import segno  # noqa: PLC0415 - only papers that are signed have one

    return segno.make_qr(mark.url, error=_CORRECTION, boost_error=True)
