"""The agency as its papers know it: its names, positions, emblem, and its own wording.

It stands this low so that every app above can draw with it: circulation and approval as well as
papers, meetings, announcements and reports. All of them take the wording from here and from
nowhere else, so that a sentence that an agency replaced is replaced on every paper.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from prongsai.core.errors import Findings, Place
from prongsai.core.papers.agency import Agency as PaperAgency
from prongsai.core.papers.agency import Positions, in_fields_of_today
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Picture
from prongsai.core.papers.office import Office
from prongsai.core.papers.wording import Wording, shipped
from prongsai.core.roles import in_words_of_today
from prongsai.web.agency.models import Agency, Position, Unit, WordingRow
from prongsai.web.agency.position_rules import rank
from prongsai.web.agency.roles import PRINTED
from prongsai.web.platform import files

_PLACE = Place("wording")

# What is said of an agency while a paper is drawn once more as it was.
_kept: ContextVar[tuple[UUID, Mapping[str, Any]] | None] = ContextVar("kept_office", default=None)


def office_of(agency: Agency, on: date) -> Office:
    """What every paper of an agency needs: who speaks, on which day, in which words."""
    return Office(
        agency=paper_agency(agency),
        made_on=on,
        wording=wording_of(agency),
        emblem=emblem_of(agency),
    )


def office_data(agency: Agency) -> dict[str, Any]:
    """What `office_of` says of an agency now, as plain data to be kept."""
    return {
        "agency": msgspec.to_builtins(paper_agency(agency)),
        "wording": dict(wording_of(agency).sentences),
        "emblem": str(agency.emblem_id or ""),
        "units": {str(unit.pk): unit.name for unit in Unit.objects.filter(agency=agency)},
    }


@contextmanager
def with_stored_office(agency: Agency, kept: Mapping[str, Any]) -> Iterator[None]:
    """Draw papers of an agency with what `office_data` once said, whatever was changed since."""
    before = _kept.set((agency.pk, kept))
    try:
        yield
    finally:
        _kept.reset(before)


def _kept_of(agency_id: UUID) -> Mapping[str, Any] | None:
    kept = _kept.get()
    return kept[1] if kept and kept[0] == agency_id else None


def unit_words(unit: Unit | None) -> str:
    """A unit as papers name it; "" for none."""
    if unit is None:
        return ""
    kept = _kept_of(unit.agency_id) or {}
    name: str = kept.get("units", {}).get(str(unit.pk), unit.name)
    return name


def wording_of(agency: Agency) -> Wording:
    """The sentences of the papers, the agency's own in their place.

    Shape:  an own sentence that an update made unusable (a field is gone) is left out; the page
            of the wording says so.
    """
    if kept := _kept_of(agency.pk):
        # A sentence that is newer than what was kept is the program's.
        own = {key: _sentence(value) for key, value in kept["wording"].items()}
        return Wording({**shipped().sentences, **own})
    return wording_with(own_sentences(agency))[0]


def wording_with(own: Mapping[str, str | list[str]]) -> tuple[Wording, Findings]:
    """The program's sentences with some replaced, and what could not be."""
    return shipped().replaced(own, _PLACE)


def own_sentences(agency: Agency) -> Mapping[str, str | list[str]]:
    return {
        row.key: unfolded(row.key, row.text)
        for row in newest_of_each_key(WordingRow.objects.filter(agency=agency).defer("shipped"))
        if row.text
    }


def newest_of_each_key(rows: Iterable[WordingRow]) -> tuple[WordingRow, ...]:
    newest: dict[str, WordingRow] = {}
    for row in rows:
        if row.key not in newest or newest[row.key].number < row.number:
            newest[row.key] = row
    return tuple(newest.values())


def unfolded(key: str, text: str) -> str | list[str]:
    """A sentence as wording takes it: of a key that holds several, one for each line."""
    if not shipped().is_list(key):
        return text
    return [line.strip() for line in text.splitlines() if line.strip()]


def paper_agency(agency: Agency) -> PaperAgency:
    """The agency as papers name it."""
    if kept := _kept_of(agency.pk):
        return msgspec.convert(in_fields_of_today(kept["agency"]), PaperAgency)
    rows = Position.objects.filter(agency=agency, kind__in=PRINTED).select_related("unit")
    # The one that signs is written last.
    ordered = sorted(rows, key=rank, reverse=True)
    return PaperAgency(
        name=agency.name,
        district=agency.district_words,
        province=agency.province_words,
        office=agency.office,
        telephone=agency.telephone,
        email=agency.email,
        website=agency.website,
        number_prefix=agency.number_prefix,
        authority=agency.authority,
        digits=Digits(agency.digits),
        is_sample=agency.is_sample,
        positions=Positions(**{row.role.printed_as: row.title for row in ordered}),
    )


def emblem_of(agency: Agency) -> Picture | None:
    """The picture at the head of its papers."""
    file = agency.emblem
    if kept := _kept_of(agency.pk):
        file = files.of_agency(agency, UUID(kept["emblem"])) if kept["emblem"] else None
    if file is None:
        return None
    return Picture(files.read(file), file.media_type)


def _sentence(value: str | list[str]) -> str | tuple[str, ...]:
    """A sentence that was kept, under whatever names its fields had then."""
    if isinstance(value, str):
        return in_words_of_today(value)
    return tuple(map(in_words_of_today, value))
