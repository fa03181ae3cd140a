"""The dashboard's tile, owners carried into the next year, the matrix as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import now
from prongsai.web.platform.language import in_language
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.assessment.framework.documents import YearMapping
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.services.years import Counts, register
from prongsai.web.year.ownership.models import Assignment, Kind
from prongsai.web.year.ownership.owners import Owner
from prongsai.web.year.ownership.queries import OwnersPage, Row, gap_count


@tile
def unassigned(agency: Agency, year: int) -> Tile | None:
    """How many indicators, items and measures have no owner; None where there is nothing."""
    gaps, again, total = gap_count(agency, year)
    if not total:
        return None
    note = _("ทุกเรื่องมีผู้รับผิดชอบแล้ว")
    if again:
        note = _("ในจำนวนนี้ %(count)s เรื่องต้องมอบหมายใหม่") % {"count": again}
    elif gaps:
        note = _("ตัวชี้วัด ข้อ และมาตรการ")
    address = reverse("ownership:owners", args=[year])
    return Tile(
        heading=_("ยังไม่มีผู้รับผิดชอบ"),
        figure=str(gaps),
        unit=_("จาก %(all)s เรื่อง") % {"all": total},
        note=note,
        url=f"{address}?state=open" if gaps else address,
        link=_("มอบหมาย") if gaps else _("ดูผู้รับผิดชอบ"),
    )


_CARRIED = (Kind.INDICATOR, Kind.ITEM)


def carry_owners(
    agency: Agency, from_year: int, to_year: int, mapping: YearMapping, *, dry: bool
) -> Counts:
    """The standing owners go to the same subject, unless that has, or had, owners of its own.

    Shape:  an item goes on by its lineage, an indicator by its code. A closed unit or account goes
            along: the new year then shows that it must be assigned anew.
    """
    rows = Assignment.objects.filter(agency=agency, kind__in=_CARRIED)
    old = list(rows.filter(fiscal_year=from_year, ended_at__isnull=True))
    there = set(rows.filter(fiscal_year=to_year).values_list("kind", "subject"))
    indicators = _indicators(agency, to_year)

    def goes_on(row: Assignment) -> bool:
        is_indicator = row.kind == Kind.INDICATOR
        return row.subject in indicators if is_indicator else mapping.goes_on(row.subject)

    going = [row for row in old if goes_on(row)]
    new = [row for row in going if (row.kind, row.subject) not in there]
    if new and not dry:
        moment = now()
        Assignment.objects.bulk_create(
            Assignment(
                agency_id=row.agency_id,
                fiscal_year=to_year,
                kind=row.kind,
                subject=row.subject,
                unit_id=row.unit_id,
                user_id=row.user_id,
                rank=row.rank,
                begun_at=moment,
                begun_by_id=row.begun_by_id,
                begun_by_words=row.begun_by_words,
                carried_from=row.fiscal_year,
            )
            for row in new
        )
    return Counts(len(new), len(going) - len(new), len(old) - len(going))


def _indicators(agency: Agency, year: int) -> set[str]:
    catalogue = catalogue_of(agency)
    if year not in catalogue.years():
        return set()
    parts = catalogue.get(year, draft=True).instruments
    return {indicator.code for part in parts for indicator in part.indicators}


register("owners", read_words("ownership/owners"), carry_owners)


def matrix_xlsx(agency: str, page: OwnersPage) -> bytes:
    """One sheet: a row for each subject, a column for each unit where they are columns."""
    title = f"{_('ผู้รับผิดชอบ')} {_('ปีงบประมาณ')} {page.year} {agency}"
    return xlsx_table(title, _headings(page), _every(page), sheet=_("ผู้รับผิดชอบ"))


def matrix_csv(page: OwnersPage) -> bytes:
    """The same rows and columns as a CSV file."""
    return csv_table(_headings(page), _every(page))


def _headings(page: OwnersPage) -> list[str]:
    middle = page.units if page.is_matrix else ()
    return [
        _("ประเภท"), _("รหัส"), _("เรื่อง"), *middle,
        _("ผู้รับผิดชอบหลัก"), _("ผู้รับผิดชอบร่วม"), _("หมายเหตุ"),
    ]  # fmt: skip


def _every(page: OwnersPage) -> list[list[str]]:
    return [cells for part in page.parts for cells in _rows(part.label, part.rows)]


def _rows(kind: Text, rows: tuple[Row, ...]) -> Iterator[list[str]]:
    for row in rows:
        owners = row.owners
        yield [
            in_language(kind),
            row.subject.code,
            in_language(row.subject.name),
            *(_mark(owner) for owner in row.cells),
            owners.main.words if owners.main else "",
            ", ".join(owner.words for owner in owners.joint),
            _note(row),
        ]


def _mark(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return _("หลัก") if owner.is_main else _("ร่วม")


def _note(row: Row) -> str:
    if row.owners.is_gone:
        return _("ต้องมอบหมายใหม่")
    if row.owners.is_open:
        return _("ยังไม่มีผู้รับผิดชอบ")
    return _("ตามตัวชี้วัด") if row.owners.inherited else ""
