"""What is told of a document as a whole: nothing found, figures missing, figures twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from prongsai.core.errors import Findings, Place, Severity
from prongsai.core.extract import Block, Paragraph
from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Figure, Reading, ScoreSheet
from prongsai.core.scoresheet.names import Names
from prongsai.core.text import Text
from prongsai.core.thai import around

_SPEAKS_OF_ITA = compiled(r"(?<![A-Za-z])ITA(?![A-Za-z])|คุณธรรมและความโปร่งใส")
# Also several without a space between them, as tiles of a PDF may run together.
_OF_TWO_PLACES = compiled(r"(?<![\d.,])(?:\d{2}\.\d{2})+(?!\d)")
_MOST_PLACES = 12
_MOST_UNDATED = 100
_MOST_MESSAGES = 3
_NOTHING = ("no_scores", "year_unknown")
NO_SCORE = Text("ไม่พบคะแนน ITA ในแฟ้มนี้", "no ITA score was found in this file")


def why_empty(reading: Reading, name: str) -> tuple[Text, Place]:
    """Why a file gave no score, in words of what was found, and the first place of that."""
    told = [one for one in reading.findings if one.severity is not Severity.NOTE or one.places]
    told.sort(key=lambda one: one.code not in _NOTHING)
    messages = list(dict.fromkeys(one.message for one in told))[:_MOST_MESSAGES]
    places = [place for one in told for place in one.places]
    found = messages or [NO_SCORE]
    said = Text(" · ".join(one.th for one in found), " · ".join(one.en for one in found))
    return said, places[0] if places else Place(name)


def _like_scores(blocks: Sequence[Block]) -> Iterator[Place]:
    """Where numbers of two decimals stand in a document that speaks of the assessment, the first.

    They were not read; who looks for the scores begins there.
    """
    paragraphs = [
        cell
        for block in blocks
        for cell in (
            [block]
            if isinstance(block, Paragraph)
            else [
                Paragraph(cell, row.place_of(column))
                for row in block.rows
                for column, cell in enumerate(row.cells)
            ]
        )
    ]
    if not any(_SPEAKS_OF_ITA.search(one.text) for one in paragraphs):
        return
    found = ((one, match) for one in paragraphs for match in _OF_TWO_PLACES.finditer(one.text))
    for one, match in islice(found, _MOST_PLACES):
        yield one.place_at(match.start(), around(one.text, match.start(), match.end()))


def report(
    sheet: ScoreSheet,
    names: Names,
    framework: Framework,
    blocks: Sequence[Block],
    findings: Findings,
) -> None:
    """Tell what was not found, and where the document contradicts itself."""
    for year in sheet.years():
        standing = sheet.of_year(year)
        for code, others in sheet.other_prints(year).items():
            for other in others:
                _contradiction(standing[code], other, names, findings)
    if not sheet.figures:
        findings.warning(
            "no_scores",
            NO_SCORE,
            *_like_scores(blocks),
            next_step=Text(
                "กรอกคะแนนในแบบฟอร์มจาก prongsai template scores แล้วอ่านใหม่",
                "fill in the sheet of prongsai template scores and read that",
            ),
        )
        return
    if sheet.fiscal_year is None:
        findings.error(
            "year_unknown",
            Text(
                "พบคะแนนแต่ไม่พบว่าเป็นของปีงบประมาณใด",
                "scores were found, but not the fiscal year they are of",
            ),
            *(figure.place for figure in sheet.figures[:_MOST_UNDATED]),
            *(rating.place for rating in sheet.ratings[:_MOST_UNDATED]),
            next_step=Text("ระบุปีด้วย --year เช่น --year 2565", "give the year, as in --year 2565"),
        )
        return
    _report_missing(sheet, sheet.fiscal_year, framework, findings)


def _report_missing(sheet: ScoreSheet, year: int, framework: Framework, findings: Findings) -> None:
    """Which items, and whether the total, the year the sheet is about does not have."""
    chief = sheet.of_year(year)
    missing = [code for code, node in framework.tree.items() if code not in chief]
    items = [code for code in missing if level_of(code) is Level.ITEM]
    have_items = [code for code in chief if level_of(code) is Level.ITEM]
    if items and have_items:
        shown = ", ".join(items[:8]) + (" …" if len(items) > 8 else "")  # noqa: PLR2004
        findings.note(
            "items_missing",
            Text(
                f"ไม่พบคะแนนของ {len(items)} ข้อ: {shown}",
                f"no score was found for {len(items)} items: {shown}",
            ),
        )
    if TOTAL in missing:
        findings.note(
            "total_missing",
            Text(
                f"ไม่พบคะแนนรวมของปี {year}",
                f"no total was found for {year}",
            ),
        )


def _contradiction(standing: Figure, other: Figure, names: Names, findings: Findings) -> None:
    node = names.framework.tree.get(standing.code)
    name = node.name if node else Text(standing.code, standing.code)
    findings.warning(
        "contradictory_figures",
        Text(
            f"{name.th} ({standing.code}) ปี {standing.year} พิมพ์ไว้สองค่า: {standing.published}"
            f" และ {other.published}",
            f"{name.en} ({standing.code}) of {standing.year} is printed with two values:"
            f" {standing.published} and {other.published}",
        ),
        standing.place,
        other.place,
        next_step=Text(
            f"ใช้ {standing.published} ไปก่อน ตรวจกับผลที่ ป.ป.ช. ประกาศ",
            f"{standing.published} is used; check it against what the NACC published",
        ),
    )
