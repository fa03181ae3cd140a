"""The dates of a plan: readable, inside its fiscal year, in order, approved before the work."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import Span, long_date, read_date
from prongsai.core.errors import Findings
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.model import Measure, Plan
from prongsai.core.measures.places import place_of, quoted
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, squeeze

_SHOWN = 5
_TO = re.compile(r"\s*(?:-|–|—|ถึง)\s*")
_YEAR_AT_END = re.compile(r"(?:พ\.?\s?ศ\.?\s*)?(?:[0-9]{4}|[0-9]{2})$")
_WHOLE_YEAR = re.compile(
    r"(?:ตลอด)?(?:ทั้ง)?ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?\s*)?(25[5-9][0-9]|26[0-4][0-9])"
)
_START = Text("วันเริ่ม", "the start")
_DUE = Text("กำหนดแล้วเสร็จ", "the due date")
_PERIOD = Text("ระยะเวลา", "the period")
_APPROVAL = Text("วันที่อนุมัติ", "the day of approval")


def spans_of(period: str) -> tuple[Span, ...]:
    """The days, months or fiscal year a period names; none where it says it otherwise.

    >>> [span.first.isoformat() for span in spans_of("ก.พ. - มี.ค. ๖๕")]
    ['2022-02-01', '2022-03-01']
    """
    plain = squeeze(arabic_digits(period))
    if found := _WHOLE_YEAR.fullmatch(plain):
        return (Span(fiscal.start(int(found[1])), fiscal.end(int(found[1]))),)
    pieces = _TO.split(plain)
    year = _YEAR_AT_END.search(pieces[-1])
    spans = [
        read_date(piece) or (read_date(f"{piece} {year[0]}") if year else None) for piece in pieces
    ]
    known = tuple(span for span in spans if span is not None)
    return known if len(known) == len(pieces) else ()


class Timing(Struct, frozen=True):
    """Checks the dates of one plan; without a fiscal year only their order."""

    plan: Plan
    findings: Findings

    def check(self) -> None:
        """Tell which dates cannot be read or cannot be."""
        for measure in self.plan.measures:
            self._stated(measure)
            self._readable(measure)
            self._inside(measure, _START, (measure.starts,))
            self._inside(measure, _DUE, (measure.ends,))
            self._inside(measure, _PERIOD, spans_of(measure.period))
            self._in_order(measure)
        self._approval()

    def _stated(self, measure: Measure) -> None:
        if not is_blank(measure.due):
            return
        write = Text("ใส่เดือนที่แล้วเสร็จ เช่น กันยายน 2569", "write the month, such as กันยายน 2569")
        if is_blank(measure.period) and is_blank(measure.start):
            self.findings.error(
                "measure_without_date",
                Text("มาตรการไม่มีวันที่", "the measure has no date"),
                place_of(measure),
                next_step=write,
            )
        else:
            self.findings.warning(
                "measure_without_due",
                Text("มาตรการไม่บอกกำหนดแล้วเสร็จ", "the measure does not say when it is due"),
                place_of(measure),
                next_step=write,
            )

    def _readable(self, measure: Measure) -> None:
        for name, typed, span in (
            (_START, measure.start, measure.starts),
            (_DUE, measure.due, measure.ends),
        ):
            if span is None and not is_blank(typed):
                self.findings.error(
                    "unreadable_date",
                    Text(
                        f"{name.th} “{quoted(typed)}” ไม่ใช่วันหรือเดือนที่อ่านได้",
                        f"{name.en} “{quoted(typed)}” is no day or month",
                    ),
                    place_of(measure),
                    next_step=Text(
                        "เขียน เช่น 30 กันยายน 2569 หรือ ก.ย. 69", "write 30 กันยายน 2569, or ก.ย. 69"
                    ),
                )

    def _inside(self, measure: Measure, name: Text, spans: Sequence[Span | None]) -> None:
        outside = [span for span in spans if span is not None and not self._is_inside(span)]
        if outside:
            year = self.plan.fiscal_year
            typed = {_START.en: measure.start, _DUE.en: measure.due}.get(name.en, measure.period)
            first, last = long_date(fiscal.start(year)), long_date(fiscal.end(year))
            self.findings.error(
                "date_outside_year",
                Text(
                    f"{name.th} “{quoted(typed)}” อยู่นอกปีงบประมาณ {year} ({first} ถึง {last})",
                    f"{name.en} “{quoted(typed)}” is outside fiscal year {year}",
                ),
                place_of(measure),
                next_step=Text("แก้วันที่ หรือแก้ปีของแผน", "correct the date, or the plan's year"),
            )

    def _is_inside(self, span: Span) -> bool:
        year = self.plan.fiscal_year
        return not year or (fiscal.start(year) <= span.first and span.last <= fiscal.end(year))

    def _in_order(self, measure: Measure) -> None:
        start, due = measure.starts, measure.ends
        if start is not None and due is not None and due.last < start.first:
            self.findings.error(
                "due_before_start",
                Text(
                    f"กำหนดแล้วเสร็จ “{quoted(measure.due)}” มาก่อนวันเริ่ม “{quoted(measure.start)}”",
                    f"due “{quoted(measure.due)}” before the start “{quoted(measure.start)}”",
                ),
                place_of(measure),
                next_step=Text("แก้วันใดวันหนึ่ง", "correct one of them"),
            )

    def _approval(self) -> None:
        typed = self.plan.approved
        approved = read_date(typed)
        if is_blank(typed):
            self.findings.note(
                "not_approved",
                Text("แผนยังไม่มีวันที่อนุมัติ", "the plan has no day of approval yet"),
                next_step=Text(
                    "เมื่ออนุมัติแล้ว ใส่บรรทัด “วันที่อนุมัติ” เหนือตาราง",
                    "once approved, write “วันที่อนุมัติ” above the table",
                ),
            )
        elif approved is None:
            self.findings.error(
                "unreadable_date",
                Text(
                    f"{_APPROVAL.th} “{quoted(typed)}” อ่านไม่ได้",
                    f"{_APPROVAL.en} “{quoted(typed)}” cannot be read",
                ),
                next_step=Text("เขียน เช่น 15 ตุลาคม 2568", "write 15 ตุลาคม 2568"),
            )
        else:
            self._approved(approved)

    def _approved(self, approved: Span) -> None:
        year = self.plan.fiscal_year
        if year and approved.first > fiscal.end(year):
            self.findings.error(
                "date_outside_year",
                Text(
                    f"{_APPROVAL.th} “{quoted(self.plan.approved)}” อยู่หลังปีงบประมาณ {year}",
                    f"{_APPROVAL.en} “{quoted(self.plan.approved)}” is after fiscal year {year}",
                ),
                next_step=Text("แก้วันที่ หรือแก้ปีของแผน", "correct the date, or the plan's year"),
            )
        early = [
            measure
            for measure in self.plan.measures
            if measure.starts is not None and measure.starts.last < approved.first
        ]
        if early:
            self.findings.warning(
                "approved_after_start",
                Text(
                    f"แผนอนุมัติ {quoted(self.plan.approved)} หลังเริ่มงานแล้ว {len(early)} มาตรการ",
                    f"approved {quoted(self.plan.approved)}, after {len(early)} measures began",
                ),
                *(place_of(measure) for measure in early[:_SHOWN]),
                next_step=Text(
                    "ผู้ประเมินจะเห็น: อนุมัติก่อนเริ่มงาน หรือบันทึกเหตุที่เริ่มก่อน อย่าแก้วันที่ให้ต่างจากที่เป็นจริง",
                    "assessors see it: approve first, or put on record why work began before; never"
                    " write another date than the true one",
                ),
            )
