"""Finish a PDF of Typst: Thai can be searched and copied, and nothing of our joiners is left.

1. Each font of ours says which letters its glyphs stand for (ToUnicode), by their drawing.
2. Each line becomes one piece of text, without /ActualText (see lines.py).
3. The last rows of a table, kept together as its foot, are rows like the others.
4. Bookmarks, alternative texts, links and metadata lose the joiners.

The subset of the font in a PDF has neither names nor code points. Outline and width together are
the key: in the derived font no two glyphs that stand for different Thai letters share it.

Tags and metadata stay, and with them what the file claims to be (PDF/A-2a, PDF/UA-1).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pikepdf

from prongsai.core.errors import ProngsaiError
from prongsai.documents.typesetting.breaks import plain
from prongsai.documents.typesetting.font import FAMILY, fonts
from prongsai.documents.typesetting.lines import Widths, one_piece_a_line

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

Drawing = tuple[tuple[tuple[int, int], ...], int]

_JOINERS = frozenset({"uni2060", "uni200B", "uni034F"})
_SARA_AM = frozenset({"uni0E32.am", "uni0E33.seq", "uni0E33.nseq"})
_NIKHAHIT_WITH_TONE = re.compile(r"uni0E4D(0E4[89AB])")
_THAI = re.compile("[\u0e01-\u0e5b]")
# Signs that are drawn alike: the one people type wins.
_TYPED = " -–—−"
_SINGLE, _LIGATURE = 1, 4


@lru_cache(maxsize=2)
def letters_by_drawing(style: str) -> dict[Drawing, str]:
    """What every glyph of the font stands for."""
    font = _open(fonts()[style].read_bytes())
    letters = dict(_letters(font))
    by_drawing: dict[Drawing, str] = {}
    for name, drawing in _drawings(font):
        if name in letters:
            both = (letters[name], by_drawing.get(drawing, letters[name]))
            by_drawing[drawing] = min(both, key=lambda letter: (letter not in _TYPED, letter))
    return by_drawing


def _open(data: bytes) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a tenth of a second, only for papers

    return TTFont(io.BytesIO(data))


def _drawings(font: TTFont) -> Iterator[tuple[str, Drawing]]:
    table, widths = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        points = glyph.getCoordinates(table)[0] if glyph.numberOfContours else ()
        yield name, (tuple(map(tuple, points)), widths[name][0])


def _letters(font: TTFont) -> Iterator[tuple[str, str]]:
    """Letters of each glyph name: by code point, or by the rule that makes it from others."""
    typed: dict[str, str] = {}
    for code, name in sorted(font.getBestCmap().items()):
        if name not in _JOINERS:
            typed.setdefault(name, chr(code))
    replaced, joined = _substitutions(font)
    for name in font.getGlyphOrder():
        with_tone = _NIKHAHIT_WITH_TONE.match(name)
        parts = [typed.get(part, "") for part in joined.get(name, ())]
        if name in _SARA_AM:
            yield name, "\u0e33"
        elif with_tone:  # the aa that follows stands for sara am
            yield name, chr(int(with_tone[1], 16))
        elif parts and all(parts) and not _THAI.match(typed.get(name, " ")):
            yield name, "".join(parts)  # fi
        else:
            # "uni0E31.narrow", or the yo ying without its tail
            sources = (name, name.partition(".")[0], replaced.get(name, ""))
            letter = next((typed[source] for source in sources if source in typed), None)
            if letter:
                yield name, letter


def _substitutions(font: TTFont) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What each made glyph is made from: one glyph, or the parts of a ligature."""
    replaced: dict[str, str] = {}
    joined: dict[str, list[str]] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for rule in lookup.SubTable:
            content = getattr(rule, "ExtSubTable", rule)
            if content.LookupType == _SINGLE:
                for source, made in content.mapping.items():
                    replaced.setdefault(made, source)
            elif content.LookupType == _LIGATURE:
                for first, ligatures in content.ligatures.items():
                    for ligature in ligatures:
                        joined.setdefault(ligature.LigGlyph, [first, *ligature.Component])
    return replaced, joined


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
    for number, (_, drawing) in enumerate(_drawings(_open(embedded))):
        if number == 0:  # the box of a missing glyph; Typst refuses to print it
            continue
        letters = known.get(drawing)
        if letters is None:
            raise LostLetters("documents/glyph_letters_unknown", style=style, number=number)
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
        if isinstance(thing, pikepdf.Stream) and (
            thing.get("/Subtype") == "/Form" or "/PatternType" in thing
        ):
            _rewrite(thing, thing.get("/Resources"), widths)


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
                text = thing.read_bytes().decode("utf-8")
                if _UNCLEAN.search(text):
                    thing.write(plain(text).encode("utf-8"))
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Array):
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TFoot":
                thing.S = pikepdf.Name.TBody
            _clean(thing)


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
