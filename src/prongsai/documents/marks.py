"""The QR of a paper's mark, for every surface."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from prongsai.core.papers.document import Mark

if TYPE_CHECKING:
    import segno

# A quarter of the code may be smudged as long as that costs no larger code.
_CORRECTION = "m"
_DOTS = 8
_QUIET = 4
_SMALL = 4


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
