"""Derive "Prongsai Sarabun" from Sarabun, so that Thai can be copied out of our papers unharmed.

    python scripts/derive_font.py SOURCE_DIR OUT_DIR

A PDF names the letters of each glyph. Sarabun draws some clusters with glyphs that stand for half
a letter, or for two; then the names have to be guessed, and Thai comes out doubled or torn. In the
derived font every glyph stands for whole letters. Drawn, it is Sarabun but for tone marks that
stand up to 0.05 em higher or lower over the vowels.

Sarabun is under the OFL 1.1 without a reserved name; the derived family bears its own name, and
the licence lies beside it.
"""

from __future__ import annotations

import io
import itertools
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import uharfbuzz
from fontTools.otlLib import builder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

FAMILY = "Prongsai Sarabun"
STYLES = {"Regular": "400Regular/Sarabun_400Regular.ttf", "Bold": "700Bold/Sarabun_700Bold.ttf"}
LICENCE = "LICENSE_FONT"

NIKHAHIT, NARROW_NIKHAHIT, SARA_AA = "uni0E4D", "uni0E4D.narrow", "uni0E32"
TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
UPPER_VOWELS = "\u0e31\u0e34\u0e35\u0e36\u0e37"
VOWELS = f"{UPPER_VOWELS}\u0e38\u0e39"
MARKS = f"{VOWELS}\u0e3a\u0e47{TONES}\u0e4d\u0e4e"
CONSONANTS = "".join(map(chr, range(0x0E01, 0x0E2F)))
# What breaks.py puts between letters to forbid or allow a line break.
JOINERS = {0x2060: "uni2060", 0x200B: "uni200B", 0x034F: "uni034F"}

MARK_TO_BASE, MARK_TO_MARK, EXTENSION = 4, 6, 9
MULTIPLE, CHAINING_CONTEXT = 2, 6
BASE_GLYPH, MARK_GLYPH = 1, 3
# In font units, 1000 to the em.
SLIPPED_BASE_ANCHOR = 2
SLIPPED_TONE_ANCHOR = 10
TONE_STEP = 60


def main(source: Path, target: Path) -> None:
    """Write every style and the licence into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    for style, path in STYLES.items():
        # The time of making stays that of Sarabun: the same source gives the same bytes.
        font = TTFont(source / path, recalcTimestamp=False)
        derive(font, style)
        font.save(target / f"{FAMILY.replace(' ', '')}-{style}.ttf")
    shutil.copyfile(source / LICENCE, target / "OFL.txt")


def derive(font: TTFont, style: str) -> None:
    """Change the font in place."""
    font.ensureDecompiled()  # a lazy table keeps the old numbers of glyphs
    give_sara_am_whole_glyphs(font)
    flatten_tones(font)
    give_tall_letters_their_own_tones(font)
    draw_no_joiners(font)
    pull_marks_over_their_letter(font)
    rename(font, style)


# --- one glyph, one letter ------------------------------------------------------------------


def give_sara_am_whole_glyphs(font: TTFont) -> None:
    """Sara am is shaped as nikhahit + aa; make that one glyph, or an aa that is known as sara am.

    With a tone between them, nikhahit and tone are one glyph already (it stands for the tone) and
    the aa after it stands for sara am. That aa is one unit wider: outline and width together are
    the key by which finish.py knows a glyph again in the subset of a PDF.
    """
    width = font["hmtx"][SARA_AA][0]
    _add_glyph(font, "uni0E32.am", (SARA_AA,), width + 1)
    _add_glyph(font, "uni0E33.seq", (NIKHAHIT, SARA_AA), width)
    _add_glyph(font, "uni0E33.nseq", (NARROW_NIKHAHIT, SARA_AA), width)
    joined = builder.buildLigatureSubstSubtable(
        {
            (NIKHAHIT, SARA_AA): "uni0E33.seq",
            (NARROW_NIKHAHIT, SARA_AA): "uni0E33.nseq",
        }
    )
    ligature = _append_lookup(font, builder.buildLookup([joined]))
    single = builder.buildSingleSubstSubtable({SARA_AA: "uni0E32.am"})
    wider_aa = _append_lookup(font, builder.buildLookup([single]))
    with_tone = [name for name in font.getGlyphOrder() if name.startswith("uni0E4D0E4")]
    after_tone = _append_lookup(font, _only_after(font, with_tone, [SARA_AA], wider_aa))
    for feature in _features(font, "ccmp"):
        _set_lookups(feature, sorted({*feature.LookupListIndex, ligature, after_tone}))


def _only_after(font: TTFont, before: list[str], glyphs: list[str], lookup: int) -> Any:
    """A lookup that applies another to `glyphs` where one of `before` precedes them."""
    order = font.getReverseGlyphMap()
    record = otTables.SubstLookupRecord()
    record.SequenceIndex, record.LookupListIndex = 0, lookup
    rule = otTables.ChainContextSubst()
    rule.Format = 3
    rule.BacktrackCoverage = [builder.buildCoverage(before, order)]
    rule.InputCoverage = [builder.buildCoverage(glyphs, order)]
    rule.LookAheadCoverage = []
    rule.BacktrackGlyphCount, rule.InputGlyphCount, rule.LookAheadGlyphCount = 1, 1, 0
    rule.SubstLookupRecord, rule.SubstCount = [record], 1
    return _lookup(CHAINING_CONTEXT, rule)


def draw_no_joiners(font: TTFont) -> None:
    """Let the joiners shape to no glyph at all.

    HarfBuzz would set an invisible *space* for them, which readers of the PDF then report.
    """
    for code, name in JOINERS.items():
        if name not in font.getGlyphOrder():
            _add_glyph(font, name, (), 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name
    nothing = otTables.MultipleSubst()
    nothing.mapping = {name: [] for name in JOINERS.values()}
    _prepend_lookup(font, _lookup(MULTIPLE, nothing))
    for feature in _features(font, "ccmp"):
        _set_lookups(feature, [0, *feature.LookupListIndex])
    _give_every_script(font, "ccmp", [0])


# --- where marks stand ----------------------------------------------------------------------


def flatten_tones(font: TTFont) -> None:
    """Set tones over the upper vowels at one height.

    A small rise makes a new piece of text in the PDF, and readers put the mark on another line.
    """
    for kind, subtable in _positioning(font):
        if kind == MARK_TO_BASE:
            _flatten_base_anchors(subtable)
        elif kind == MARK_TO_MARK:
            _flatten_tone_anchors(subtable)


def _flatten_base_anchors(subtable: Any) -> None:
    """Anchors of letters that are a unit or two off (bold ษ) become equal to their mark's."""
    height = {mark.Class: mark.MarkAnchor.YCoordinate for mark in subtable.MarkArray.MarkRecord}
    for base in subtable.BaseArray.BaseRecord:
        for mark_class, anchor in enumerate(base.BaseAnchor):
            wanted = height.get(mark_class)
            if anchor is None or wanted is None:
                continue
            if abs(anchor.YCoordinate - wanted) <= SLIPPED_BASE_ANCHOR:
                anchor.YCoordinate = wanted


def _flatten_tone_anchors(subtable: Any) -> None:
    tones = list(zip(subtable.Mark1Coverage.glyphs, subtable.Mark1Array.MarkRecord, strict=True))
    height = {
        mark.Class: mark.MarkAnchor.YCoordinate for name, mark in tones if name == "uni0E48.small"
    }
    for name, mark in tones:
        wanted = height.get(mark.Class)
        if wanted is None or not re.fullmatch(r"uni0E4.*\.small", name):
            continue
        if abs(mark.MarkAnchor.YCoordinate - wanted) <= SLIPPED_TONE_ANCHOR:
            mark.MarkAnchor.YCoordinate = wanted
    vowels = tuple(f"uni{ord(vowel):04X}" for vowel in UPPER_VOWELS)
    lower = zip(subtable.Mark2Coverage.glyphs, subtable.Mark2Array.Mark2Record, strict=True)
    for name, below in lower:
        for mark_class, anchor in enumerate(below.Mark2Anchor):
            wanted = height.get(mark_class)
            if anchor is None or wanted is None or not name.startswith(vowels):
                continue
            if abs(anchor.YCoordinate - wanted) <= TONE_STEP:
                anchor.YCoordinate = wanted


def give_tall_letters_their_own_tones(font: TTFont) -> None:
    """Over the narrow vowels of ป ฝ ฟ a tone is drawn at its place, not moved to it.

    The way back to the next letter was 0.2 em; readers took that for a space ("ปั๊ มน้ำ").
    """
    narrow = [f"uni{ord(vowel):04X}.narrow" for vowel in f"{UPPER_VOWELS}\u0e47\u0e4d"]
    tones = {f"uni{ord(tone):04X}.small": f"uni{ord(tone):04X}.smallnarrow" for tone in TONES}
    attached_as = font["GDEF"].table.MarkAttachClassDef.classDefs
    for tone, moved in tones.items():
        _add_glyph(font, moved, (tone,), 0, kind=MARK_GLYPH)
        attached_as[moved] = attached_as[tone]
    for kind, subtable in _positioning(font):
        if kind == MARK_TO_MARK:
            _anchor_alike(subtable, tones)
    single = _append_lookup(font, builder.buildLookup([builder.buildSingleSubstSubtable(tones)]))
    chain = _append_lookup(font, _only_after(font, narrow, list(tones), single))
    for feature in _features(font, "ccmp"):
        _set_lookups(feature, sorted({*feature.LookupListIndex, chain}))


def _anchor_alike(subtable: Any, copies: dict[str, str]) -> None:
    """Give new marks the anchors of those they copy."""
    glyphs, records = subtable.Mark1Coverage.glyphs, subtable.Mark1Array.MarkRecord
    for name, copy in copies.items():
        if name in glyphs:
            glyphs.append(copy)  # a new glyph has the highest number, and the list stays in order
            records.append(deepcopy(records[glyphs.index(name)]))
    subtable.Mark1Array.MarkCount = len(records)


def pull_marks_over_their_letter(font: TTFont) -> None:
    """Let marks start where their letter ends, or as little left of it as may be; never right.

    Poppler orders glyphs by their start and would put the next letter first ("สว่น" for "ส่วน").
    Outline and anchors of a mark move together, so the drawing stays as it was.
    """
    shift = _starts_right_of_letter(font)
    _move_outlines(font, shift)
    for kind, subtable in _positioning(font):
        if kind == MARK_TO_BASE:
            marks = zip(subtable.MarkCoverage.glyphs, subtable.MarkArray.MarkRecord, strict=True)
        elif kind == MARK_TO_MARK:
            marks = zip(subtable.Mark1Coverage.glyphs, subtable.Mark1Array.MarkRecord, strict=True)
            _move_carrying_anchors(subtable, shift)
        else:
            continue
        for name, mark in marks:
            mark.MarkAnchor.XCoordinate += shift.get(name, 0)


def _move_carrying_anchors(subtable: Any, shift: dict[str, int]) -> None:
    lower = zip(subtable.Mark2Coverage.glyphs, subtable.Mark2Array.Mark2Record, strict=True)
    for name, record in lower:
        for anchor in filter(None, record.Mark2Anchor):
            anchor.XCoordinate += shift.get(name, 0)


def _starts_right_of_letter(font: TTFont) -> dict[str, int]:
    """How far right of its place each mark starts, at most over all letters and pairs of marks."""
    shaper = _shaper(font)
    stacked = [low + tone for low in f"{VOWELS}\u0e4d" for tone in TONES]
    shift: dict[str, int] = {}
    for letter, marks in itertools.product(CONSONANTS, (*MARKS, *stacked)):
        for name, advance, offset in _shaped(shaper, letter + marks):
            if advance == 0:
                shift[name] = max(shift.get(name, offset), offset)
    return shift


def _shaper(font: TTFont) -> uharfbuzz.Font:
    data = io.BytesIO()
    font.save(data)
    return uharfbuzz.Font(uharfbuzz.Face(data.getvalue()))


def _shaped(shaper: uharfbuzz.Font, text: str) -> Iterator[tuple[str, int, int]]:
    """Name, advance and offset of every glyph of a text."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    for glyph, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        name = shaper.get_glyph_name(glyph.codepoint)
        yield name, position.x_advance, position.x_offset


def _move_outlines(font: TTFont, shift: dict[str, int]) -> None:
    table = font["glyf"]
    for name, distance in shift.items():
        glyph = table[name]
        if glyph.isComposite():
            for part in glyph.components:
                # A part that moves by itself has carried this glyph along already.
                part.x += distance - shift.get(part.glyphName, 0)
        else:
            glyph.coordinates.translate((distance, 0))
    for name in shift:
        table[name].recalcBounds(table)
        font["hmtx"][name] = (0, table[name].xMin)


# --- names ----------------------------------------------------------------------------------


def rename(font: TTFont, style: str) -> None:
    """The family's own name; copyright and licence stay."""
    full = f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = {1: FAMILY, 3: f"1.000;{postscript}", 4: full, 6: postscript, 16: FAMILY}
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)


# --- tables ---------------------------------------------------------------------------------


def _add_glyph(
    font: TTFont, name: str, parts: Iterable[str], width: int, kind: int = BASE_GLYPH
) -> None:
    """A new glyph that is drawn as its parts over one another."""
    glyphs, pen = font.getGlyphSet(), TTGlyphPen(None)
    for part in parts:
        recording = DecomposingRecordingPen(glyphs)
        glyphs[part].draw(recording)
        recording.replay(pen)
    order = [*font.getGlyphOrder(), name]
    font.setGlyphOrder(order)
    table = font["glyf"]
    table.glyphOrder = order
    table.glyphs[name] = glyph = pen.glyph()
    glyph.recalcBounds(table)
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    font["GDEF"].table.GlyphClassDef.classDefs[name] = kind


def _lookup(kind: int, subtable: Any) -> Any:
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = kind, 0
    lookup.SubTable, lookup.SubTableCount = [subtable], 1
    return lookup


def _append_lookup(font: TTFont, lookup: Any) -> int:
    lookups = font["GSUB"].table.LookupList
    lookups.Lookup.append(lookup)
    lookups.LookupCount = len(lookups.Lookup)
    return len(lookups.Lookup) - 1


def _prepend_lookup(font: TTFont, lookup: Any) -> None:
    """Put a lookup before all others: they look at neighbours, and those must be gone by then."""
    table = font["GSUB"].table
    for other in table.LookupList.Lookup:
        for record in _records(other.SubTable):
            record.LookupListIndex += 1
    for record in table.FeatureList.FeatureRecord:
        indices = record.Feature.LookupListIndex
        _set_lookups(record.Feature, [index + 1 for index in indices])
    table.LookupList.Lookup.insert(0, lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)


def _records(part: Any) -> Iterator[Any]:
    """All references to lookups inside (chaining) context rules."""
    if isinstance(part, otTables.SubstLookupRecord):
        yield part
    elif isinstance(part, list):
        for item in part:
            yield from _records(item)
    elif type(part).__module__ == otTables.__name__:
        yield from _records(list(vars(part).values()))


def _features(font: TTFont, tag: str) -> Iterator[Any]:
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == tag:
            yield record.Feature


def _give_every_script(font: TTFont, tag: str, lookups: list[int]) -> None:
    """A feature for the scripts that lack it: numbers by themselves are of no script."""
    table = font["GSUB"].table
    records = table.FeatureList.FeatureRecord
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams = None
    _set_lookups(record.Feature, lookups)
    for script in table.ScriptList.ScriptRecord:
        languages = [language.LangSys for language in script.Script.LangSysRecord]
        for system in filter(None, [script.Script.DefaultLangSys, *languages]):
            if tag not in {records[index].FeatureTag for index in system.FeatureIndex or ()}:
                system.FeatureIndex = [*(system.FeatureIndex or ()), len(records)]
                system.FeatureCount = len(system.FeatureIndex)
    records.append(record)
    table.FeatureList.FeatureCount = len(records)


def _set_lookups(feature: Any, indices: list[int]) -> None:
    feature.LookupListIndex = indices
    feature.LookupCount = len(indices)


def _positioning(font: TTFont) -> Iterator[tuple[int, Any]]:
    """Kind and content of every positioning subtable."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            content = subtable.ExtSubTable if lookup.LookupType == EXTENSION else subtable
            yield content.LookupType, content


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
