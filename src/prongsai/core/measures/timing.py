"""The dates of a plan: readable, inside its fiscal year, in order, approved before the work."""

import re
from collections.abc import Sequence

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import Span, long_date, read_date
from prongsai.core.errors import Findings
from prongsai.core.measures.cells import is_blank
from prongsai.core.measures.grid import place_of, quoted
from prongsai.core.measures.model import Measure, Plan
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
            self.findings.error("measures/measure_without_date", place_of(measure), next_step=write)
        else:
            self.findings.warning(
                "measures/measure_without_due", place_of(measure), next_step=write
            )

    def _readable(self, measure: Measure) -> None:
        for name, typed, span in (
            (_START, measure.start, measure.starts),
            (_DUE, measure.due, measure.ends),
        ):
            if span is None and not is_blank(typed):
                self.findings.error(
                    "measures/unreadable_date", place_of(measure), name=name, typed=quoted(typed)
                )

    def _inside(self, measure: Measure, name: Text, spans: Sequence[Span | None]) -> None:
        outside = [span for span in spans if span is not None and not self._is_inside(span)]
        if outside:
            year = self.plan.fiscal_year
            typed = {_START.en: measure.start, _DUE.en: measure.due}.get(name.en, measure.period)
            first, last = long_date(fiscal.start(year)), long_date(fiscal.end(year))
            self.findings.error(
                "measures/date_outside_year",
                place_of(measure),
                name=name,
                typed=quoted(typed),
                year=year,
                first=first,
                last=last,
            )

    def _is_inside(self, span: Span) -> bool:
        year = self.plan.fiscal_year
        return not year or (fiscal.start(year) <= span.first and span.last <= fiscal.end(year))

    def _in_order(self, measure: Measure) -> None:
        start, due = measure.starts, measure.ends
        if start is not None and due is not None and due.last < start.first:
            self.findings.error(
                "measures/due_before_start",
                place_of(measure),
                due=quoted(measure.due),
                start=quoted(measure.start),
            )

    def _approval(self) -> None:
        typed = self.plan.approved
        approved = read_date(typed)
        if is_blank(typed):
            self.findings.note("measures/not_approved")
        elif approved is None:
            self.findings.error(
                "measures/unreadable_date.approval",
                approval=_APPROVAL,
                typed=quoted(typed),
            )
        else:
            self._approved(approved)

    def _approved(self, approved: Span) -> None:
        year = self.plan.fiscal_year
        if year and approved.first > fiscal.end(year):
            self.findings.error(
                "measures/date_outside_year.approval",
                approval=_APPROVAL,
                approved=quoted(self.plan.approved),
                year=year,
            )
        early = [
            measure
            for measure in self.plan.measures
            if measure.starts is not None and measure.starts.last < approved.first
        ]
        if early:
            self.findings.warning(
                "measures/approved_after_start",
                *(place_of(measure) for measure in early[:_SHOWN]),
                approved=quoted(self.plan.approved),
                count=len(early),
            )
