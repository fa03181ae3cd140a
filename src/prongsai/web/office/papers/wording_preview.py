"""A paper with a sentence that is not saved yet, so that it is seen before it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace

from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Case
from prongsai.core.papers.document import Block, Document, Heading, Paragraph
from prongsai.core.papers.general_memo import MemoText, general_memo
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.plan_paper import plan_paper
from prongsai.core.papers.responsibility import responsibility
from prongsai.core.papers.wording import Wording, fields_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of, own_sentences, unfolded, wording_with
from prongsai.web.office.papers.queries import case_of
from prongsai.web.office.papers.wording_words import paper_label, paper_of
from prongsai.web.year.assessment.queries import years

_OF_A_CASE: Mapping[str, Callable[[Case], Document]] = {
    "memo": memo,
    "announcement": measures_announcement,
    "order": order,
    "plan": plan_paper,
    "booklet": booklet,
    "responsibility": responsibility,
}
_EXAMPLES = {
    "plan_year": "2569", "score_year": "2568", "year_before": "2567", "year_range": "2566–2568",
    "target": "85", "total": "87.50", "measure_count": "12", "group_count": "4", "months": "6",
    "day": "20 มีนาคม 2569", "first_day": "1 ตุลาคม 2568", "last_day": "30 กันยายน 2569",
    "half_day": "31 มีนาคม 2569", "due": "30 เมษายน 2569", "sent": "1 เมษายน 2569",
    "begins": "09.30", "ends": "12.00", "at": "ห้องประชุม", "group": "คณะทำงาน", "number": "1",
    "people": "20", "topics": "3", "count": "3", "amount": "10,000", "percent": "50",
    "code": "7F3A-91C2", "url": "https://www.example.go.th", "report": "รายงานความก้าวหน้ารอบ 6 เดือน",
}  # fmt: skip
_OPEN = "……"


def preview_document(agency: Agency, key: str, text: str, on: date) -> Document:
    """The paper of a key with `text` in the place of its sentence.

    Shape:  from the agency's newest year with scores where the paper is made of one; a paper that
            needs more than that shows all its sentences one below the other, fields filled with
            examples. `text` has passed `services.wording.check`.
    """
    own = {**own_sentences(agency), key: unfolded(key, text)}
    wording, _faults = wording_with(own)
    paper = paper_of(key)
    build, case = _OF_A_CASE.get(paper), None
    if build is not None:
        case = newest_case(agency, on)
    if build is not None and case is not None:
        case = replace(case, wording=wording)
        # The plan that is submitted encloses its table; the memo by itself, the booklet.
        return memo(case, enclosed=key) if key == "memo.table" else build(case)
    if paper == "general_memo":
        return general_memo(replace(office_of(agency, on), wording=wording), _EXAMPLE_MEMO)
    return _listed(agency, paper, wording, on)


def newest_case(agency: Agency, on: date) -> Case | None:
    """The case of the newest year that has scores."""
    for year in sorted(years(agency), reverse=True):
        case = case_of(agency, year, on)
        if case is not None:
            return case
    return None


def filled(agency: Agency, key: str, text: str, on: date) -> tuple[str, ...]:
    """A sentence (or those of a list) with its fields filled with examples."""
    wording, _faults = wording_with({key: unfolded(key, text)})
    return _filled(wording, key, _values(agency, on))


def _listed(agency: Agency, paper: str, wording: Wording, on: date) -> Document:
    office = replace(office_of(agency, on), wording=wording)
    values = _values(agency, on)
    label = paper_label(paper).th
    blocks: list[Block] = [Heading(1, f"ข้อความทั้งหมดของ{label} ช่องในวงเล็บปีกกาแทนด้วยตัวอย่าง")]
    for key in wording.keys:
        if paper_of(key) == paper:
            blocks += [Paragraph(text) for text in _filled(wording, key, values)]
    return office.letter("wording", label, tuple(blocks))


def _filled(wording: Wording, key: str, values: Mapping[str, str]) -> tuple[str, ...]:
    names = fields_of(wording.unfilled(key))
    given = {name: values.get(name, _OPEN) for name in names}
    if wording.is_list(key):
        return wording.several(key, **given)
    return (wording(key, **given),)


def _values(agency: Agency, on: date) -> Mapping[str, str]:
    return {**_EXAMPLES, **office_of(agency, on).fields}


_EXAMPLE_MEMO = MemoText(
    subject="ขออนุมัติจัดประชุมคณะทำงาน",
    background=("คณะทำงานมีกำหนดประชุมทุกเดือนเพื่อติดตามมาตรการ",),
    facts=("ห้องประชุมว่างในวันดังกล่าว", "ไม่ใช้งบประมาณ"),
    proposals=("อนุมัติให้จัดประชุม", "แจ้งผู้เกี่ยวข้องเข้าประชุม"),
)
