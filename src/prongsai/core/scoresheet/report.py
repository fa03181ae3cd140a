"""What is told of a document as a whole: nothing certain, values twice, what is missing, whose."""

from __future__ import annotations

from collections.abc import Sequence

from prongsai.core.errors import Findings, Place, Severity
from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.scoresheet.agencies import Own
from prongsai.core.scoresheet.likeness import likeness
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading, ScoreSheet
from prongsai.core.scoresheet.prints import Print, told_twice
from prongsai.core.text import Text

_SHOWN, _MOST_MESSAGES, _NEAREST = 8, 3, 5
_NOTHING = ("no_scores", "only_candidates")
NO_SCORE = Text("ไม่พบคะแนน ITA ในแฟ้มนี้", "no ITA score was found in this file")


def why_empty(reading: Reading, name: str) -> tuple[Text, Place]:
    """Why a file gave no score, in words of what was found, and the first place of that."""
    told = [one for one in reading.findings if one.severity is not Severity.NOTE or one.places]
    told.sort(key=lambda one: one.code not in _NOTHING)
    messages = list(dict.fromkeys(one.message for one in told))[:_MOST_MESSAGES] or [NO_SCORE]
    places = [place for one in told for place in one.places]
    said = Text(" · ".join(one.th for one in messages), " · ".join(one.en for one in messages))
    return said, places[0] if places else Place(name)


def report(
    sheet: ScoreSheet, candidates: Sequence[Candidate], framework: Framework, findings: Findings
) -> None:
    """Tell what was not found."""
    if not sheet.figures:
        _nothing(candidates, findings)
    elif sheet.fiscal_year is not None:
        _missing(sheet, sheet.fiscal_year, framework, findings)


def _nothing(candidates: Sequence[Candidate], findings: Findings) -> None:
    if not candidates:
        findings.warning(
            "no_scores",
            NO_SCORE,
            next_step=Text(
                "กรอกคะแนนในแบบฟอร์มจาก prongsai template scores แล้วอ่านใหม่",
                "fill in the sheet of prongsai template scores and read that",
            ),
        )
        return
    count = len(candidates)
    is_of_year = all(one.doubts == (Doubt.YEAR,) for one in candidates)
    findings.warning(
        "only_candidates",
        Text(
            f"ไม่มีคะแนนที่แน่นอน พบตัวเลขที่อาจเป็นคะแนน {count} รายการ",
            f"nothing is certain, {count} candidate{'s' if count > 1 else ''}",
        ),
        *(one.place for one in candidates[:_SHOWN]),
        next_step=Text("ระบุปีด้วย --year เช่น --year 2565", "give the year, as in --year 2565")
        if is_of_year
        else Text(
            "ดูด้วย prongsai read แล้วเลือกตัวที่ใช่ด้วย --take",
            "look at them with prongsai read, then take the right ones with --take",
        ),
    )


def _missing(sheet: ScoreSheet, year: int, framework: Framework, findings: Findings) -> None:
    """Which items, and whether the total, the year the sheet is about does not have."""
    chief = sheet.of_year(year)
    missing = [code for code in framework.tree if code not in chief]
    items = [code for code in missing if level_of(code) is Level.ITEM]
    if items and any(level_of(code) is Level.ITEM for code in chief):
        shown = ", ".join(items[:_SHOWN]) + (" …" if len(items) > _SHOWN else "")
        findings.note(
            "items_missing",
            Text(
                f"ไม่พบคะแนนของ {len(items)} ข้อ: {shown}",
                f"no score was found for {len(items)} items: {shown}",
            ),
        )
    if TOTAL in missing:
        findings.note(
            "total_missing", Text(f"ไม่พบคะแนนรวมของปี {year}", f"no total was found for {year}")
        )


_AS_PRINTED = Text(
    "ระบุชื่อตามที่พิมพ์ในแฟ้มด้วย --agency", "give the name as the file prints it with --agency"
)


def _not_listed(given: str, listed: Sequence[str]) -> tuple[str, Text]:
    near = sorted(listed, key=lambda name: (-likeness(name, given), name))[:_NEAREST]
    shown = ", ".join(near)
    return "agency_not_listed", Text(
        f"ไม่พบ “{given}” ในแฟ้มที่มีหลายหน่วยงาน ชื่อที่ใกล้เคียงคือ {shown}",
        f"“{given}” is not among the agencies of the file; the names nearest to it: {shown}",
    )


def tell_twice(prints: Sequence[Print], findings: Findings) -> None:
    """Tell the things that are printed with several values."""
    for code, year in sorted((c, y) for c, y in told_twice(prints) if c and y):
        own = {one.number.value: one for one in prints if (one.code, one.year) == (code, year)}
        values = [one.number.published for one in own.values()]
        findings.warning(
            "contradictory_figures",
            Text(
                f"{code} ปี {year} พิมพ์ไว้หลายค่า: {' และ '.join(values)} จึงยังไม่ใช้ค่าใด",
                f"{code} of {year} is printed with several values: {' and '.join(values)};"
                " none is used",
            ),
            *(one.place for one in own.values()),
            next_step=Text(
                "ตรวจกับผลที่ ป.ป.ช. ประกาศ แล้วเลือกค่าที่ถูก",
                "check it against what the NACC published, and take the value that is right",
            ),
        )


def tell_whose(own: Own, listed: Sequence[str], named: Sequence[Place], findings: Findings) -> None:
    """Tell where a table lists agencies and none is the own one, or nobody said which is.

    Shape:  `listed` are the agencies of rows and columns that were passed over, `named` the places
            that name other agencies in a document that does not name the given one.
    """
    if listed and not own.is_known:
        shown = ", ".join(listed[:_NEAREST])
        findings.warning(
            "several_agencies",
            Text(
                f"ตารางนี้มีคะแนนของหลายหน่วยงาน ({shown} …) จึงไม่เลือกให้",
                f"a table has the scores of several agencies ({shown} …); none is chosen",
            ),
            next_step=Text(
                "ระบุชื่อหน่วยงานเต็มด้วย --agency", "give the agency's full name with --agency"
            ),
        )
    elif listed and own.given and not any(map(own.is_same, listed)):
        findings.error(*_not_listed(own.given, listed), next_step=_AS_PRINTED)
    elif named:
        first = named[0]
        findings.warning(
            "other_agency",
            Text(
                f"ไม่พบชื่อ “{own.given}” ในแฟ้ม แต่พบ “{first.quote}”",
                f"the file does not name “{own.given}” but “{first.quote}”",
            ),
            first,
            next_step=Text(
                "ตรวจว่าเป็นแฟ้มคะแนนของหน่วยงานนี้จริง", "make sure that these are this agency's scores"
            ),
        )
