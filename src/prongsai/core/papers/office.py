"""What every paper needs, whether it belongs to a case or not: who speaks, in which words, when."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.papers.agency import Agency
from prongsai.core.papers.document import Block, Document, Form, Heading, Mark, Picture, Section
from prongsai.core.papers.wording import Wording, shipped


class Office(Struct, frozen=True):
    """The agency that a paper speaks for, with its own wording and emblem."""

    agency: Agency
    made_on: date
    wording: Wording = field(default_factory=shipped)
    emblem: Picture | None = None

    def __call__(self, key: str, /, **more: object) -> str:
        """One sentence of the wording, filled; `more` are fields of this place only."""
        return self.wording(key, **{**self.fields, **more})

    def several(self, key: str, /, **more: object) -> tuple[str, ...]:
        """The sentences of a list, filled."""
        return self.wording.several(key, **{**self.fields, **more})

    @property
    def fields(self) -> Mapping[str, str]:
        """The fields that every sentence may name."""
        positions = self.agency.positions
        return {
            "agency": self.agency.name,
            "office": self.agency.office,
            "place": self.agency.place,
            "website": self.agency.website,
            "chief_executive": positions.chief_executive,
            "chief_administrator": positions.chief_administrator,
            "office_head": positions.office_head,
            "officer": positions.officer,
        }

    def of_unit(self, unit: str) -> Self:
        """The same where a unit of the agency writes; "" leaves the usual office."""
        return replace(self, agency=replace(self.agency, office=unit)) if unit else self

    def letter(
        self, kind: str, title: str, blocks: tuple[Block, ...], mark: Mark | None = None
    ) -> Document:
        """A paper in the regulation's form."""
        return self.paper(kind, title, (Section(Form.LETTER, blocks),), mark)

    def paper(
        self, kind: str, title: str, sections: tuple[Section, ...], mark: Mark | None = None
    ) -> Document:
        """A paper with what every paper of the agency carries."""
        sample = self.agency.is_sample
        return Document(
            kind=kind,
            title=title,
            author=self.agency.name,
            made_on=self.made_on,
            sections=sections,
            footnote=self("common.sample_note") if sample else "",
            stamp=self("common.sample") if sample else "",
            emblem=self.emblem,
            emblem_label=self("common.emblem"),
            names=self.agency.names,
            mark=mark,
        )


def numbered_parts(parts: Iterable[tuple[str, Iterable[Block]]]) -> Iterator[Block]:
    """Headings with what stands under them, numbered; one with nothing under it is left out."""
    number = 0
    for heading, part in parts:
        if own := tuple(part):
            number += 1
            yield Heading(2, heading, f"{number}.")
            yield from own
