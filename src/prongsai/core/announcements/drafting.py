"""An announcement made of its kind, of last year's, and of a plan's measures as clauses."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.announcements.content import RowKind, TextRow
from prongsai.core.announcements.model import (
    AnnouncementKind,
    AnnouncementText,
    Each,
    TextLine,
    TextPart,
)
from prongsai.core.thai import squeeze

_FIELD = re.compile(r"\{(\w+)\}")
_BASIS = "{basis}"
_OPEN = "…"
Figures = Sequence[Mapping[str, str]]
# More than this is no announcement that anybody reads: then only what, who and when.
MOST_CLAUSES = 120
_LIST = "รายการมาตรการ"
_OURS = re.compile(rf"มาตรการที่ \d+ |{_LIST}$")


def drafted(
    kind: AnnouncementKind,
    fields: Mapping[str, str],
    year: int,
    figures: Callable[[Each], Figures] = lambda _: (),
) -> AnnouncementText:
    """The announcement of a kind with the agency's fields.

    Shape:  `fields` has a value for each of `model.FIELDS` but year; `figures` gives the rows for
            which an item is repeated: without any it stands once, and what they would say is open;
            a paragraph that names the legal basis is left out where none is cited.
    Errors: KeyError for a field without a value, the fault being ours.
    """
    known = {**fields, "year": str(year), "basis": citations(kind)}

    def fill(text: str) -> str:
        return _filled(text, known)

    def paragraphs(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(fill(text) for text in texts if known["basis"] or _BASIS not in text)

    return AnnouncementText(
        kind=kind.key,
        form=kind.form,
        subject=fill(kind.subject),
        year=year,
        preamble=paragraphs(kind.preamble),
        parts=tuple(
            TextPart(fill(part.heading), tuple(_lines(part, known, figures))) for part in kind.parts
        ),
        closing=paragraphs(kind.closing),
        signer=kind.signer,
    )


def _lines(
    part: TextPart, known: Mapping[str, str], figures: Callable[[Each], Figures]
) -> Iterator[TextLine]:
    for each, group in groupby(part.lines, lambda line: line.each):
        lines = tuple(group)
        for row in (figures(each) if each else ()) or ({},):
            names = {**known, **dict.fromkeys(each.fields if each else (), _OPEN), **row}
            yield from (TextLine(_filled(line.text, names), line.level) for line in lines)


def _filled(text: str, names: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: names[match[1]], text)


def renewed(announcement: AnnouncementText, year: int) -> AnnouncementText:
    """The same text for another year: where it names its own fiscal year it names the new one.

    >>> from prongsai.core.announcements.model import Form
    >>> old = AnnouncementText("measures", Form.ANNOUNCEMENT, "ปีงบประมาณ พ.ศ. 2568", 2568, (), ())
    >>> renewed(old, 2569).subject
    'ปีงบประมาณ พ.ศ. 2569'
    """
    named = re.compile(rf"(ปีงบประมาณ\s*(?:พ\.\s?ศ\.\s*)?){announcement.year}\b")

    def fill(text: str) -> str:
        return named.sub(rf"\g<1>{year}", text)

    return replace(
        announcement,
        subject=fill(announcement.subject),
        year=year,
        preamble=tuple(map(fill, announcement.preamble)),
        parts=_parts(announcement.parts, fill),
        closing=tuple(map(fill, announcement.closing)),
    )


def citations(kind: AnnouncementKind) -> str:
    """The legal basis as one sentence writes it; "" where none is cited.

    >>> from prongsai.core.announcements.reading import shipped
    >>> citations(shipped().kind("disclosure"))
    'พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 9'
    """
    cited = [basis.citation for basis in kind.basis if basis.citation]
    return " และ".join(filter(None, (" ".join(cited[:-1]), *cited[-1:])))


def _parts(parts: tuple[TextPart, ...], fill: Callable[[str], str]) -> tuple[TextPart, ...]:
    return tuple(
        TextPart(
            fill(part.heading), tuple(replace(line, text=fill(line.text)) for line in part.lines)
        )
        for part in parts
    )


class Carried(Struct, frozen=True):
    """One measure as an announcement tells it; "" for what the plan does not say."""

    title: str
    steps: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""


def carrying(rows: Sequence[TextRow], measures: Sequence[Carried]) -> tuple[TextRow, ...]:
    """The rows of an announcement with the measures in them.

    Shape:  measures that were taken in before are replaced where they stand; else they follow the
            first part. Each is a part with its steps; where that were more than `MOST_CLAUSES`
            clauses, all are one list of what, who and when.
    """
    parts = _split(rows)
    own = [place for place, part in enumerate(parts) if _is_ours(part)]
    place = own[0] if own else min(1, len(parts))
    before = [part for part in parts[:place] if not _is_ours(part)]
    after = [part for part in parts[place:] if not _is_ours(part)]
    return tuple(row for part in [*before, _rows(measures), *after] for row in part)


def has_steps(measures: Sequence[Carried]) -> bool:
    """Whether `carrying` tells the steps of each measure, and not only the list."""
    return sum(len(measure.steps) + 2 for measure in measures) <= MOST_CLAUSES


def _split(rows: Sequence[TextRow]) -> list[list[TextRow]]:
    """The rows part by part; each begins with its heading."""
    parts: list[list[TextRow]] = []
    for row in rows:
        if row.kind is RowKind.HEADING or not parts:
            parts.append([])
        parts[-1].append(row)
    return parts


def _is_ours(part: Sequence[TextRow]) -> bool:
    return part[0].kind is RowKind.HEADING and bool(_OURS.match(squeeze(part[0].text)))


def _rows(measures: Sequence[Carried]) -> list[TextRow]:
    if not has_steps(measures):
        listed = (TextRow(RowKind.ITEM, " ".join(_named(measure))) for measure in measures)
        return [TextRow(RowKind.HEADING, _LIST), *listed]
    return [
        row for number, measure in enumerate(measures, start=1) for row in _part(number, measure)
    ]


def _part(number: int, measure: Carried) -> Iterator[TextRow]:
    yield TextRow(RowKind.HEADING, f"มาตรการที่ {number} {measure.title}")
    for step in measure.steps:
        yield TextRow(RowKind.ITEM, step)
    who = " ".join(_named(Carried("", unit=measure.unit, period=measure.period)))
    if who:
        yield TextRow(RowKind.TEXT, who)


def _named(measure: Carried) -> Iterator[str]:
    if measure.title:
        yield measure.title
    if measure.unit:
        yield f"ผู้รับผิดชอบ {measure.unit}"
    if measure.period:
        yield f"ระยะเวลา {measure.period}"
