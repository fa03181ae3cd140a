"""How far every item is, as one table: today, on the days when it was frozen, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct, convert

from prongsai.core.disclosure.model import State
from prongsai.core.errors import ProngsaiError
from prongsai.core.papers.status import Status, StatusLine, StatusPart
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import YearItems
from prongsai.web.disclosure.disclosure.models import StatusSnapshot
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState, StoredFile
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.ownership.owners import Standing

_OPEN = (JobState.WAITING, JobState.RUNNING)
_ELSEWHERE = "ข้ออื่น"


class Change(Struct, frozen=True):
    """An item whose state is another than it was."""

    code: str
    name: str
    before: Text
    after: Text


class Frozen(Struct, frozen=True):
    """A table that was frozen; `files` are there once the worker drew them."""

    row: StatusSnapshot
    status: Status
    failure: ProngsaiError | None

    @property
    def job(self) -> Job | None:
        """The work, None where it was cleared away."""
        found: Job | None = self.row.job
        return found

    @property
    def is_open(self) -> bool:
        """Whether its files are being made."""
        return not self.files and self.job is not None and self.job.state in _OPEN

    @property
    def files(self) -> tuple[tuple[str, StoredFile], ...]:
        """Each form with its file; () until all are drawn."""
        made = (("pdf", self.row.pdf), ("docx", self.row.docx), ("xlsx", self.row.xlsx))
        files = tuple((form, one) for form, one in made if one is not None)
        return files if len(files) == len(made) else ()

    @property
    def finished(self) -> int:
        """How many items were done."""
        return sum(line.state.is_finished for line in self.status.lines)


class StatusPage(Struct, frozen=True):
    """Today's table, those that were frozen, and what changed since the last of them."""

    year: int
    status: Status
    counts: tuple[tuple[Text, int], ...]
    frozen: tuple[Frozen, ...]
    changes: tuple[Change, ...]

    @property
    def is_open(self) -> bool:
        """Whether any is being drawn."""
        return any(one.is_open for one in self.frozen)


def status_page(agency: Agency, year: int, on: date) -> StatusPage:
    """The table of a year: a fixed number of queries."""
    status = status_of(agency, year, on)
    rows = StatusSnapshot.objects.filter(agency=agency, fiscal_year=year)
    frozen = tuple(
        Frozen(
            row,
            convert(row.content, Status),
            jobs.failure_of(row.job) if row.job else None,
        )
        for row in rows.select_related("job", "pdf", "docx", "xlsx")
    )
    counts = tuple(
        (state.label, sum(line.state is state for line in status.lines)) for state in State
    )
    changes = tuple(changes_of(frozen[0].status, status)) if frozen else ()
    return StatusPage(year, status, counts, frozen, changes)


def status_of(agency: Agency, year: int, on: date, codes: Collection[str] = ()) -> Status:
    """Items of a year with their state, evidence, owners and remark; all where no codes are."""
    items, works = works_of(agency, year, on)
    standing = Standing(agency, year, on)
    lines: dict[str, list[StatusLine]] = {}
    for work in works:
        if codes and work.item.code not in codes:
            continue
        owners = standing.of(work.item.subject)
        lines.setdefault(work.item.indicator, []).append(
            _line(work, tuple(one.unit or one.words for one in owners.all))
        )
    names = _names(agency, items, lines)
    parts = tuple(StatusPart(names[code], tuple(own)) for code, own in lines.items())
    return Status(year, on, parts)


def changes_of(before: Status, after: Status) -> Iterator[Change]:
    """The items whose state differs between two days."""
    was = {line.code: line.state for line in before.lines}
    for line in after.lines:
        former = was.get(line.code)
        if former is not None and former is not line.state:
            yield Change(line.code, line.name, former.label, line.state.label)


def snapshot_of(agency: Agency, snapshot_id: UUID) -> StatusSnapshot | None:
    """One frozen table of an agency."""
    rows = StatusSnapshot.objects.filter(agency=agency, pk=snapshot_id)
    return rows.select_related("pdf__agency", "docx__agency", "xlsx__agency").first()


def _line(work: Work, owners: tuple[str, ...]) -> StatusLine:
    titles = tuple(piece.title for piece in work.pieces)
    remark = work.row.remark if work.row else ""
    return StatusLine(work.item.code, work.item.name.th, work.state, titles, owners, remark)


def _names(agency: Agency, items: YearItems, lines: dict[str, list[StatusLine]]) -> dict[str, str]:
    """What each indicator is called, with its code."""
    catalogue = catalogue_of(agency)
    known = items.of_year in catalogue.years()
    tree = catalogue.get(items.of_year, draft=True).tree if known else {}
    return {
        code: f"ตัวชี้วัดที่ {code} {tree[code].name.th}" if code in tree else _ELSEWHERE
        for code in lines
    }
