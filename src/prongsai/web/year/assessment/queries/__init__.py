"""Years and frameworks of an agency: what every other app asks for."""

import os
import shutil
import time
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.years import documents
from prongsai.core.ids import sort_key
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.year.assessment.framework.confidence import Unconfirmed, unconfirmed_of
from prongsai.web.year.assessment.models import Assessment

_OLD_SECONDS = 3600


@cached_for_request
def years(agency: Agency) -> tuple[int, ...]:
    """The fiscal years an agency has opened, newest first."""
    return tuple(row.fiscal_year for row in _rows(agency))


def opened_on(agency: Agency, fiscal_year: int) -> date | None:
    """The day on which the agency opened a year here; None where it did not."""
    days = (row.opened_at for row in _rows(agency) if row.fiscal_year == fiscal_year)
    return next((day_of(at) for at in days), None)


def began_on(agency: Agency) -> date | None:
    """The day on which the agency opened its first year here; None where it opened none."""
    return min((day_of(row.opened_at) for row in _rows(agency)), default=None)


@cached_for_request
def _rows(agency: Agency) -> tuple[Assessment, ...]:
    """Every year of an agency without the texts of its framework, which are long."""
    return tuple(Assessment.objects.filter(agency=agency).defer("framework"))


def assessment_of(agency: Agency, fiscal_year: int) -> Assessment | None:
    return Assessment.objects.filter(agency=agency, fiscal_year=fiscal_year).first()


@cached_for_request
def catalogue_of(agency: Agency) -> Catalogue:
    """The shipped frameworks and the agency's own copies, which come first.

    The database holds the copies. Each state of them has a folder of its own beside it, made
    whole or not at all and never changed, so that no reader ever meets half a year.
    """
    folder = own_frameworks(agency)
    return Catalogue(folder) if folder else Catalogue()


def codes_of(agency: Agency, year: int, lineages: Sequence[str]) -> tuple[str, ...]:
    """The codes of the OIT items of a year that continue some subjects; () where none does.

    Shape:  until the year's own items are known, those of the year before, as on its board.
    """
    catalogue = catalogue_of(agency)
    source = next((each for each in (year, year - 1) if each in catalogue.years()), None)
    if not lineages or source is None:
        return ()
    parts = catalogue.get(source, draft=True).instruments
    codes = {
        item.code
        for part in parts
        for item in part.items or ()
        if set(item.lineage) & set(lineages)
    }
    return tuple(sorted(codes, key=sort_key))


def own_frameworks(agency: Agency) -> Path | None:
    """The folder of the agency's own years as they stand; None where it keeps no copy."""
    state = _state(
        (row.fiscal_year, row.framework_digest) for row in _rows(agency) if row.framework_digest
    )
    if not state:
        return None
    folder = _folder(agency) / state
    return folder if folder.is_dir() else _make(agency)


def unconfirmed(agency: Agency, fiscal_year: int) -> Unconfirmed | None:
    """What people must know of a year before they trust its figures; None where all is well."""
    return next(iter(unconfirmed_notes(agency, fiscal_year)), None)


def unconfirmed_notes(agency: Agency, *fiscal_years: int) -> tuple[Unconfirmed, ...]:
    """What people must know of some years; none of a year where all that scores is confirmed.

    For the tag `unconfirmed`, which stands on every page whose figures use a framework.
    """
    catalogue = catalogue_of(agency)
    notes = (unconfirmed_in(catalogue, year) for year in fiscal_years)
    return tuple(note for note in notes if note is not None and note.is_notable)


def unconfirmed_in(catalogue: Catalogue, fiscal_year: int) -> Unconfirmed | None:
    """What of a year is not confirmed; None for a year without a framework."""
    if fiscal_year not in catalogue.years():
        return None
    folder = catalogue.folder(fiscal_year)
    newest = max(file.stat().st_mtime_ns for file in folder.iterdir())
    return _unconfirmed(folder, newest, is_own=folder.parent != catalogue.builtin)


@lru_cache(maxsize=128)
def _unconfirmed(folder: Path, changed: int, *, is_own: bool) -> Unconfirmed:
    del changed
    return unconfirmed_of(documents(folder), is_own=is_own)


def _state(digests: Iterable[tuple[int, str]]) -> str:
    ordered = sorted(digests)
    return sha256(repr(ordered).encode()).hexdigest()[:24] if ordered else ""


def _folder(agency: Agency) -> Path:
    data: Path = settings.DATA
    return data / "frameworks" / str(agency.pk)


def _make(agency: Agency) -> Path:
    rows = Assessment.objects.filter(agency=agency).exclude(framework_digest="")
    folder = _folder(agency) / _state((row.fiscal_year, row.framework_digest) for row in rows)
    partial = folder.with_name(f"{uuid4().hex}.part")
    for row in rows:
        own = partial / str(row.fiscal_year)
        own.mkdir(parents=True)
        for name, text in row.framework.items():
            (own / name).write_text(text, encoding="utf-8")
    try:
        os.rename(partial, folder)  # noqa: PTH104 - fails where another process was faster
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        if not folder.is_dir():
            raise
    before = time.time() - _OLD_SECONDS
    for other in folder.parent.iterdir():  # former states that nobody reads any more
        if other != folder and other.stat().st_mtime < before:
            shutil.rmtree(other, ignore_errors=True)
    return folder
