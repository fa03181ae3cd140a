"""Open a fiscal year; where nothing is known of it, begin it as a copy of the newest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from msgspec import Struct

from prongsai.core.dates import buddhist_as_typed
from prongsai.core.errors import Misuse
from prongsai.core.fiscal import year_of
from prongsai.core.framework import years
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.framework import texts
from prongsai.web.year.assessment.models import Assessment, ChangeReason
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.services.revisions import keep


class Opened(Struct, frozen=True):
    """What came of opening; `copied_from` is the year that was copied, None for none."""

    assessment: Assessment
    is_new: bool
    copied_from: int | None


def open_year(agency: Agency, *, by: Actor | None, fiscal_year: int) -> Opened:
    """Open a year of an agency; a year that is open stays as it is.

    Errors: Misuse where the year cannot be opened, with the years that can.
    """
    held = _held(agency, fiscal_year)
    if held is not None:
        return Opened(held, is_new=False, copied_from=None)
    catalogue = catalogue_of(agency)
    check_year(fiscal_year, catalogue.years())
    try:
        with transaction.atomic():
            return _opened(agency, by, fiscal_year, catalogue)
    except IntegrityError:  # somebody else opened it in this moment
        held = _held(agency, fiscal_year)
        if held is None:
            raise
        return Opened(held, is_new=False, copied_from=None)


def _held(agency: Agency, fiscal_year: int) -> Assessment | None:
    return Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year).first()


def _opened(agency: Agency, by: Actor | None, year: int, catalogue: Catalogue) -> Opened:
    assessment = Assessment.objects.create(
        agency=agency, fiscal_year=year, opened_at=now(), opened_by=by.user if by else None
    )
    source = None
    if year not in catalogue.years():
        source = max(catalogue.years())
        documents = years.documents(catalogue.folder(source))
        copied = texts.to_texts(years.copied(documents, source, year))
        keep(
            assessment, by=by, texts=copied, change_reason=ChangeReason.OPENED, subject=str(source)
        )
    verb = "year-copied" if source else "year-opened"
    journal.record(agency, by, verb, str(year), year=year, source=source)
    return Opened(assessment, is_new=True, copied_from=source)


def newest_year() -> int:
    """The newest year that can be opened: the one after the year one lives in."""
    return year_of(today()) + 1


def check_year(year: int, known: Sequence[int]) -> None:
    """Refuse a year that cannot be opened.

    Errors: Misuse, with what to type instead.
    """
    oldest, newest = min(known), max(newest_year(), *known)
    if oldest <= year <= newest:
        return
    raise Misuse(_why_not(year, oldest, newest), next_step=_instead(year, oldest, newest))


def _why_not(year: int, oldest: int, newest: int) -> Text:
    if year < oldest:
        return Text(
            f"ปี {year} เปิดไม่ได้ เพราะไม่มีกรอบการประเมินของปีก่อน {oldest}",
            f"{year} cannot be opened: no framework before {oldest} is known",
        )
    return Text(
        f"ยังเปิดปี {year} ไม่ได้ เปิดล่วงหน้าได้ถึงปี {newest}",
        f"{year} cannot be opened yet: years up to {newest} can",
    )


def _instead(year: int, oldest: int, newest: int) -> Text:
    meant = buddhist_as_typed(year)
    if meant != year and oldest <= meant <= newest:
        return Text(
            f"ถ้าหมายถึง พ.ศ. {meant} ให้พิมพ์ {meant}", f"if you mean B.E. {meant}, type {meant}"
        )
    return Text(f"ใส่ปีระหว่าง {oldest}–{newest}", f"type a year from {oldest} to {newest}")


def on_agency_started(
    sender: Any, *, agency: Agency, fiscal_year: int, by: Actor, **_: Any
) -> None:
    """The first-run wizard made an agency: its first year opens, and that whose results it uses."""
    del sender
    known = catalogue_of(agency).years()
    for year in (fiscal_year - 1, fiscal_year):
        if year == fiscal_year or year in known:
            open_year(agency, by=by, fiscal_year=year)
