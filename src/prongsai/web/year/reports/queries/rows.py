"""One row of a report as its page shows it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.core.progress.model import Evidence, Note
from prongsai.web.agency.people import Actor
from prongsai.web.year.reports.kinds import Kind
from prongsai.web.year.reports.queries import Line, compiled_report, photos_of
from prongsai.web.year.reports.queries.pages import finding_lines
from prongsai.web.year.reports.queries.shown import FindingLine
from prongsai.web.year.reports.queries.states import State, state_in
from prongsai.web.year.reports.rights import Mine, may_compile


class RowPage(Struct, frozen=True):
    """One measure of a report.

    Shape:  `is_own` whether the reader may write it once the report is open; `may_write` whether
            they may now; `notes` what the units wrote in the round; `next_id` the next row that is
            empty, None for none.
    """

    kind: Kind
    year: int
    state: State
    line: Line
    is_own: bool
    notes: tuple[Note, ...]
    photos: tuple[Evidence, ...]
    findings: tuple[FindingLine, ...]
    next_id: UUID | None

    @property
    def may_write(self) -> bool:
        """Whether the reader may write it now."""
        return self.is_own and self.state.may_write


def row_page(person: Actor, year: int, kind: Kind, measure_id: UUID, today: date) -> RowPage | None:
    """One measure of a report; None where the plan has no such measure."""
    compiled = compiled_report(person.agency, year, kind, today)
    line = compiled.line_of(measure_id) if compiled else None
    if compiled is None or line is None:
        return None
    state = state_in(compiled, today)
    if not state.may_write:
        compiled = compiled.as_submitted()
        line = compiled.line_of(measure_id)
        if line is None:
            return None
    own = tuple(one for one in finding_lines(compiled) if one.measure_id == measure_id)
    after = compiled.lines[compiled.lines.index(line) + 1 :]
    return RowPage(
        kind=kind,
        year=year,
        state=state,
        line=line,
        is_own=may_compile(person) or Mine(person, today)(line.row, line.owners),
        notes=line.entry.row.notes,
        photos=photos_of(line.entry.row),
        findings=own,
        next_id=next((one.row.pk for one in after if one.is_empty), None),
    )
