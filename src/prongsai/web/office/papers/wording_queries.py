"""The wording page: every sentence of the papers with the agency's own beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from prongsai.core.papers.wording import fields_of, shipped
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, WordingRow
from prongsai.web.agency.offices import newest_of_each_key, unfolded, wording_with
from prongsai.web.office.papers.wording_words import (
    PAPERS,
    editable,
    field_label,
    paper_label,
    paper_of,
)


class PaperLine(Struct, frozen=True):
    """One paper with how many of its sentences are the agency's own; `stale` need a look."""

    name: str
    label: Text
    count: int
    own: int
    stale: int


class SentenceLine(Struct, frozen=True):
    """One sentence.

    Shape:  `own` is "" where the program's own stands; `is_stale` where an update changed the
            program's sentence after the agency replaced it; `is_unusable` where the own one can
            no longer be used, and the program's own is printed.
    """

    key: str
    shipped: str
    own: str
    version: int
    is_stale: bool
    is_unusable: bool
    was_shipped: str
    is_list: bool
    at: datetime | None
    by_words: str

    @property
    def text(self) -> str:
        """What stands."""
        return self.own or self.shipped


class Field(Struct, frozen=True):
    """A field that a sentence may name, as it is typed."""

    typed: str
    label: Text


class WordingPage(Struct, frozen=True):
    """The papers, and the sentences of the one that is open."""

    papers: tuple[PaperLine, ...]
    paper: str
    label: Text
    sentences: tuple[SentenceLine, ...]
    own_count: int
    stale_count: int


class Version(Struct, frozen=True):
    """One version of a sentence; `text` "" where it went back to the program's own."""

    id: UUID
    number: int
    text: str
    at: datetime
    by_words: str
    is_here: bool


class SentencePage(Struct, frozen=True):
    """One sentence with its fields and history."""

    line: SentenceLine
    paper: str
    label: Text
    fields: tuple[Field, ...]
    versions: tuple[Version, ...]


def wording_page(agency: Agency, paper: str) -> WordingPage | None:
    """The sentences of a paper, in one query; None for a paper that there is not."""
    rows = {row.key: row for row in newest_of_each_key(WordingRow.objects.filter(agency=agency))}
    lines = [_line(key, rows.get(key)) for key in editable()]
    by_paper: dict[str, list[SentenceLine]] = {}
    for line in lines:
        by_paper.setdefault(paper_of(line.key), []).append(line)
    if paper not in by_paper:
        return None
    ordered = [name for name in PAPERS if name in by_paper]
    ordered += [name for name in by_paper if name not in PAPERS]
    return WordingPage(
        papers=tuple(_paper(name, by_paper[name]) for name in ordered),
        paper=paper,
        label=paper_label(paper),
        sentences=tuple(by_paper[paper]),
        own_count=sum(1 for line in lines if line.own),
        stale_count=sum(1 for line in lines if line.is_stale or line.is_unusable),
    )


def sentence_page(agency: Agency, key: str) -> SentencePage | None:
    """One sentence; None for a key that there is not."""
    if key not in editable():
        return None
    rows = list(WordingRow.objects.filter(agency=agency, key=key).order_by("-number"))
    line = _line(key, rows[0] if rows else None)
    return SentencePage(
        line=line,
        paper=paper_of(key),
        label=paper_label(paper_of(key)),
        fields=fields(key),
        versions=tuple(
            Version(
                row.pk,
                row.number,
                row.text,
                row.made_at,
                row.made_by_words,
                row.number == line.version,
            )
            for row in rows
        ),
    )


def newest(agency: Agency, key: str) -> WordingRow | None:
    """The version of a key that stands."""
    return WordingRow.objects.filter(agency=agency, key=key).order_by("-number").first()


def version_of(agency: Agency, key: str, version_id: UUID) -> WordingRow | None:
    """One version of a sentence of an agency."""
    return WordingRow.objects.filter(agency=agency, key=key, pk=version_id).first()


def fields(key: str) -> tuple[Field, ...]:
    """The fields that a sentence may name."""
    names = sorted(fields_of(shipped().unfilled(key)))
    return tuple(Field(f"{{{name}}}", field_label(name)) for name in names)


def _paper(name: str, lines: Sequence[SentenceLine]) -> PaperLine:
    return PaperLine(
        name=name,
        label=paper_label(name),
        count=len(lines),
        own=sum(1 for line in lines if line.own),
        stale=sum(1 for line in lines if line.is_stale or line.is_unusable),
    )


def _line(key: str, row: WordingRow | None) -> SentenceLine:
    ours = shipped().unfilled(key)
    own = row.text if row else ""
    faults = wording_with({key: unfolded(key, own)})[1].items if own else ()
    return SentenceLine(
        key=key,
        shipped=ours,
        own=own,
        version=row.number if row else 0,
        is_stale=bool(own) and row is not None and row.shipped != ours,
        is_unusable=bool(faults),
        was_shipped=row.shipped if row else "",
        is_list=shipped().is_list(key),
        at=row.made_at if row else None,
        by_words=row.made_by_words if row else "",
    )
