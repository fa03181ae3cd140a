"""An announcement made of its kind, and of last year's."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from prongsai.core.announcements.model import AnnouncementText, Each, Kind, Line, Part

_FIELD = re.compile(r"\{(\w+)\}")
_BASIS = "{basis}"
_OPEN = "…"
Figures = Sequence[Mapping[str, str]]


def drafted(
    kind: Kind,
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
            Part(fill(part.heading), tuple(_lines(part, known, figures))) for part in kind.parts
        ),
        closing=paragraphs(kind.closing),
        signer=kind.signer,
    )


def _lines(
    part: Part, known: Mapping[str, str], figures: Callable[[Each], Figures]
) -> Iterator[Line]:
    for each, group in groupby(part.lines, lambda line: line.each):
        lines = tuple(group)
        for row in (figures(each) if each else ()) or ({},):
            names = {**known, **dict.fromkeys(each.fields if each else (), _OPEN), **row}
            yield from (Line(_filled(line.text, names), line.level) for line in lines)


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


def citations(kind: Kind) -> str:
    """The legal basis as one sentence writes it; "" where none is cited.

    >>> from prongsai.core.announcements.reading import shipped
    >>> citations(shipped().kind("disclosure"))
    'พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 9'
    """
    cited = [basis.citation for basis in kind.basis if basis.citation]
    return " และ".join(filter(None, (" ".join(cited[:-1]), *cited[-1:])))


def _parts(parts: tuple[Part, ...], fill: Callable[[str], str]) -> tuple[Part, ...]:
    return tuple(
        Part(fill(part.heading), tuple(replace(line, text=fill(line.text)) for line in part.lines))
        for part in parts
    )
