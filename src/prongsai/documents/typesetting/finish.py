"""Finish a PDF of Typst: Thai can be searched and copied, and nothing of our joiners is left.

1. Each font of ours says which letters its glyphs stand for (ToUnicode), by their drawing.
2. Each line becomes one piece of text, without /ActualText (see lines.py).
3. The last rows of a table, kept together as its foot, are rows like the others.
4. Bookmarks, alternative texts, links and metadata lose the joiners.

Tags and metadata stay, and with them what the file claims to be (PDF/A-2a, PDF/UA-1).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from prongsai.core.errors import ProngsaiError
from prongsai.documents.typesetting.breaks import plain
from prongsai.documents.typesetting.font import FAMILY
from prongsai.documents.typesetting.letters import drawings_of, letters_by_drawing
from prongsai.documents.typesetting.lines import Widths, one_piece_a_line

_OURS = re.compile(rf"/(?:[A-Z]{{6}}\+)?{FAMILY.replace(' ', '')}-(Regular|Bold)")
_UNCLEAN = re.compile("[\u2060\u200b\u034f\u00a0]|\u0e4d[\u0e48-\u0e4b]?\u0e32")
_ROWS_A_BLOCK = 100  # the most a ToUnicode table may hold in one


class LostLetters(ProngsaiError):  # noqa: N818 - named for what happened, as in core/errors.py
    """A paper would be printed right and copied wrong."""


def finish(pdf: bytes) -> bytes:
    """The same pages with a sound text layer; the same input gives the same bytes.

    Errors: LostLetters, when a glyph stands for no letter we know.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        widths: dict[tuple[int, int], Widths] = {}
        for thing in document.objects:
            style = _style(thing)
            if style:
                _name_letters(thing, style)
                widths[thing.objgen] = _widths(thing)
        _rewrite_contents(document, widths)
        _clean_names(document)
        return _saved(document)


def _saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(
        target,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        recompress_flate=False,
        deterministic_id=True,
    )
    return target.getvalue()


# --- letters of the glyphs ------------------------------------------------------------------


def _style(thing: pikepdf.Object) -> str | None:
    """The style of a font of ours; None of everything else."""
    if not isinstance(thing, pikepdf.Dictionary) or "/DescendantFonts" not in thing:
        return None
    ours = _OURS.fullmatch(str(thing.get("/BaseFont", "")))
    return ours[1] if ours else None


def _name_letters(font: pikepdf.Object, style: str) -> None:
    """Write the font's ToUnicode table anew."""
    known = letters_by_drawing(style)
    rows = []
    embedded = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    for number, drawing in enumerate(drawings_of(embedded)):
        if number == 0:  # the box of a missing glyph; Typst refuses to print it
            continue
        letters = known.get(drawing)
        if letters is None:
            raise _lost(style, number)
        rows.append(f"<{number:04X}> <{letters.encode('utf-16-be').hex().upper()}>")
    old = font.ToUnicode.read_bytes().decode("latin-1")
    head = old[: old.index("endcodespacerange")]
    font.ToUnicode.write((head + "\n".join(_table(rows))).encode("latin-1"))


def _table(rows: list[str]) -> Iterator[str]:
    yield "endcodespacerange"
    for start in range(0, len(rows), _ROWS_A_BLOCK):
        block = rows[start : start + _ROWS_A_BLOCK]
        yield from (f"{len(block)} beginbfchar", *block, "endbfchar")
    yield from ("endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end")
    yield "%%EndResource\n%%EOF"


def _lost(style: str, number: int) -> LostLetters:
    return LostLetters("documents/glyph_letters_unknown", style=style, number=number)


def _widths(font: pikepdf.Object) -> Widths:
    """Read the array of widths: `first [w w w]` or `first last w`, in turn."""
    descendant = font.DescendantFonts[0]
    array = list(descendant.get("/W", pikepdf.Array()))
    by_glyph: dict[int, float] = {}
    position = 0
    while position < len(array):
        first, second = int(array[position]), array[position + 1]
        if isinstance(second, pikepdf.Array):
            by_glyph.update(enumerate(map(float, second), first))
            position += 2
        else:
            width = float(array[position + 2])
            by_glyph.update(dict.fromkeys(range(first, int(second) + 1), width))
            position += 3
    return Widths(by_glyph, float(descendant.get("/DW", 1000)))


# --- contents -------------------------------------------------------------------------------


def _rewrite_contents(document: pikepdf.Pdf, widths: dict[tuple[int, int], Widths]) -> None:
    for page in document.pages:
        page.contents_coalesce()
        if isinstance(page.obj.get("/Contents"), pikepdf.Stream):
            _rewrite(page.obj.Contents, page.resources, widths)
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and _is_drawing(thing):
            _rewrite(thing, thing.get("/Resources"), widths)


def _is_drawing(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") == "/Form" or "/PatternType" in stream


def _rewrite(
    stream: pikepdf.Object,
    resources: pikepdf.Object | None,
    widths: dict[tuple[int, int], Widths],
) -> None:
    nothing = pikepdf.Dictionary()
    named = (nothing if resources is None else resources).get("/Font", nothing)
    ours = {
        name.removeprefix("/").encode(): widths[font.objgen]
        for name, font in named.items()
        if font.objgen in widths
    }
    old = stream.read_bytes()
    new = one_piece_a_line(old, ours)
    if new != old:
        stream.write(new)


# --- names ----------------------------------------------------------------------------------


def _clean_names(document: pikepdf.Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream):
            if thing.get("/Type") == "/Metadata":
                _clean_metadata(thing)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TFoot":
                thing.S = pikepdf.Name.TBody
            _clean(thing)


def _clean_metadata(stream: pikepdf.Stream) -> None:
    text = stream.read_bytes().decode("utf-8")
    if _UNCLEAN.search(text):
        stream.write(plain(text).encode("utf-8"))


def _clean(thing: pikepdf.Object) -> None:
    """Clean the strings of a dictionary or array, and of those written in place inside it."""
    is_array = isinstance(thing, pikepdf.Array)
    entries: list[tuple[Any, Any]] = list(enumerate(thing) if is_array else thing.items())
    for key, value in entries:
        if isinstance(value, pikepdf.String):
            text = str(value)
            if _UNCLEAN.search(text):
                thing[key] = pikepdf.String(plain(text))
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            _clean(value)
