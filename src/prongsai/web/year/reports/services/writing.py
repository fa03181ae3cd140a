"""Write in the rows of a report, each saved by itself."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.measures.cells import tidy
from prongsai.core.progress.rounds import NOTHING
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import record
from prongsai.web.platform.versions import made
from prongsai.web.year.reports.kinds import Kind
from prongsai.web.year.reports.models import Layout, RowVersion
from prongsai.web.year.reports.queries import MOST_PHOTOS, Line, digest_of_row, photos_of
from prongsai.web.year.reports.rights import Mine, may_compile
from prongsai.web.year.reports.services.common import Locked, check_open, locked

_LONGEST = 8_000


class Written(Struct, frozen=True):
    """What somebody writes in a row; `photos` are ids of evidence in the order they print."""

    summary: str = ""
    outcome: str = ""
    problem: str = ""
    proposal: str = ""
    photos: tuple[str, ...] = ()


class Saved(Struct, frozen=True):
    """What came of saving: `other` is the version that somebody saved first, None where none did.

    Shape:  where `other` is set nothing was saved; the writer sees both and saves again.
    """

    version: RowVersion | None
    other: RowVersion | None = None


@transaction.atomic
def save_row(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    kind: Kind,
    measure_id: UUID,
    written: Written,
    seen: int,
) -> Saved:
    """Write a row; `seen` is the number of the version that the writer had before them.

    Errors: Refused where the report is not open, the measure is not of its plan or not the
            writer's, or a photo is none of the measure's.
    """
    one = locked(agency, year, kind)
    check_open(one)
    line = _own_line(one, by, measure_id)
    written = replace(
        written,
        summary=_tidy(written.summary),
        outcome=_tidy(written.outcome),
        problem=_tidy(written.problem),
        proposal=_tidy(written.proposal),
    )
    _check_photos(line, written.photos)
    if line.number != seen and line.written is not None:
        return Saved(None, other=line.written)
    if _is_same(line, written):
        return Saved(line.written)
    version = _add(one, line, by, written)
    record(
        agency, by, "report-row-written",
        subject=line.row.title, report=kind.name, year=year, number=version.number,
    )  # fmt: skip
    return Saved(version)


@transaction.atomic
def write_nothing(agency: Agency, *, by: Actor, year: int, kind: Kind) -> int:
    """Write "ไม่มี" where neither a problem nor a proposal is told; how many rows.

    Shape:  only in rows of the person's own, and of nobody for who compiles: what another unit met
            is theirs to say.
    Errors: Refused where the report is not open.
    """
    one = locked(agency, year, kind)
    check_open(one)
    mine = Mine(by, today())
    blank = [
        line for line in one.compiled.lines if line.is_silent and mine.fills(line.row, line.owners)
    ]
    for line in blank:
        entry = line.entry
        photos = tuple(photo.id for photo in entry.photos)
        _add(one, line, by, Written(entry.summary, entry.outcome, NOTHING, NOTHING, photos))
    if blank:
        record(agency, by, "report-nothing-written", report=kind.name, year=year, count=len(blank))
    return len(blank)


@transaction.atomic
def choose_layout(agency: Agency, *, by: Actor, year: int, kind: Kind, layout: str) -> None:
    """Choose how the report of results is laid out.

    Errors: Refused for a layout that does not exist, and where the report is not open.
    """
    if layout not in Layout.values:
        raise Refused(
            Text("ไม่มีรูปแบบนี้", "there is no such layout"),
            field="layout",
            next_step=Text("เลือกจากที่มี", "choose one of those offered"),
        )
    one = locked(agency, year, kind)
    if one.report.layout == layout:
        return
    check_open(one)
    one.report.layout = layout
    one.report.save(update_fields=["layout"])
    record(
        agency, by, "report-laid-out",
        report=kind.name, year=year, layout=str(Layout(layout).label),
    )  # fmt: skip


def _tidy(text: str) -> str:
    return tidy(text).strip()[:_LONGEST]


def _own_line(one: Locked, by: Actor, measure_id: UUID) -> Line:
    line = one.compiled.line_of(measure_id)
    if line is None:
        raise Refused(
            Text("ไม่มีมาตรการนี้ในแผนแล้ว", "the plan has no such measure any more"),
            next_step=Text("เปิดรายงานใหม่", "open the report again"),
        )
    if not may_compile(by) and not Mine(by, today())(line.row, line.owners):
        raise Refused(
            Text("แถวนี้เป็นของส่วนราชการอื่น", "this row is another unit's"),
            next_step=Text("ขอให้ผู้รับผิดชอบหรือเจ้าหน้าที่ ITA เขียน", "ask its owner or the ITA officer"),
        )
    return line


def _check_photos(line: Line, photos: Sequence[str]) -> None:
    known = {photo.id for photo in photos_of(line.entry.row)}
    if len(photos) > MOST_PHOTOS:
        raise Refused(
            Text(f"เลือกได้ไม่เกิน {MOST_PHOTOS} ภาพ", f"choose {MOST_PHOTOS} photos at most"),
            field="photos",
            next_step=Text("เอาภาพที่ไม่ต้องการออก", "leave out what is not needed"),
        )
    if not known.issuperset(photos):
        raise Refused(
            Text("มีภาพที่ไม่ใช่ของมาตรการนี้หรือถูกลบแล้ว", "a photo is not of this measure, or is gone"),
            field="photos",
            next_step=Text("เลือกภาพใหม่", "choose again"),
        )


def _is_same(line: Line, written: Written) -> bool:
    entry = line.entry
    now_there = Written(
        entry.summary, entry.outcome, entry.problem, entry.proposal,
        tuple(photo.id for photo in entry.photos),
    )  # fmt: skip
    return line.written is not None and not line.is_behind and now_there == written


def _add(one: Locked, line: Line, by: Actor, written: Written) -> RowVersion:
    return RowVersion.objects.create(
        agency=one.report.agency,
        report=one.report,
        measure=line.row,
        number=line.number + 1,
        summary=written.summary,
        outcome=written.outcome,
        problem=written.problem,
        proposal=written.proposal,
        photos=list(written.photos),
        based_on=digest_of_row(line.entry.row),
        **made(by),
    )
