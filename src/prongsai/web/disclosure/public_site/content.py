"""What pages show, frozen as plain values: what was agreed to is what everybody reads."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.registers.public import CellKind, PublicColumn, PublicRows, table_key
from prongsai.core.scoring.card import Verdict
from prongsai.core.text import Text
from prongsai.web.agency.social_pages import SocialPage
from prongsai.web.platform.upload_validation import MEDIA_TYPES

_MOST_ON_A_PAGE = 100  # rows of a table; its files hold all


class ShownPiece(Struct, frozen=True):
    """One piece of evidence.

    Shape:  `address` of a web page, else `file` is the key of a kept file that this site shows,
            with its name, type, size and digest; `stands_in_until` the last day on which it stands
            in for another, None for never.
    """

    id: str
    title: str
    day: date
    unit: str = ""
    address: str = ""
    file: str = ""
    name: str = ""
    media_type: str = ""
    size: int = 0
    digest: str = ""
    of_year: int | None = None
    stands_in_until: date | None = None
    stands_in_why: str = ""

    @property
    def is_link(self) -> bool:
        """Whether its address is one of the web: nothing else is ever a link."""
        return self.address.lower().startswith(("https://", "http://"))


class ShownItem(Struct, frozen=True):
    """One item of the year with what is shown for it; `own` the part of `About` that answers it.

    Shape:  `keys` are its subjects, which go on when the code changes.
    """

    code: str
    name: Text
    part: str
    explanation: str = ""
    day: date | None = None
    pieces: tuple[ShownPiece, ...] = ()
    own: str = ""
    keys: tuple[str, ...] = ()

    @property
    def shown_words(self) -> str:
        """What is shown for it in one line, for the staff."""
        own = (_("ข้อมูลในเว็บนี้"),) if self.own else ()
        return "; ".join((*own, *(piece.title for piece in self.pieces))) or _("ยังไม่ให้ข้อมูล")

    @property
    def is_given(self) -> bool:
        """Whether the agency shows anything for it."""
        return bool(self.pieces or self.own)


class ShownPart(Struct, frozen=True):
    """A group of items by its indicator."""

    code: str
    name: Text


class ShownScore(Struct, frozen=True):
    """One published figure; `share` is its weight in percent, "" where it has none here."""

    code: str
    name: Text
    published: str
    share: str = ""
    verdict: Text | None = None

    @property
    def is_equal(self) -> bool:
        """Whether it was recomputed and is the same to the last digit."""
        return self.verdict == Verdict.EQUAL.label


class ShownScores(Struct, frozen=True):
    """The result of a year as published, and what it is made of.

    Shape:  `made` is the total as the shares make it, "" where they do not define it;
            `former` the totals of the years before, newest first.
    """

    year: int
    total: str
    rating: str
    rating_label: Text | None
    made: str
    instruments: tuple[ShownScore, ...]
    indicators: tuple[ShownScore, ...]
    source: str
    former: tuple[tuple[int, str], ...] = ()

    @property
    def figures(self) -> tuple[ShownScore, ...]:
        """What the total is made of, from above."""
        return (*self.instruments, *self.indicators)

    @property
    def equal(self) -> int:
        """How many of them were recomputed and are the same."""
        return sum(figure.is_equal for figure in self.figures)


SIDES = ("political", "council", "permanent")


class Executive(Struct, frozen=True):
    """A post that leads; `name` "" where the agency gives none, `unit` "" for the whole agency.

    Shape:  `is_vacant` where nobody holds it; `side` one of SIDES, "" where it is not known.
    """

    title: str
    name: str = ""
    unit: str = ""
    is_acting: bool = False
    is_vacant: bool = False
    side: str = ""
    telephone: str = ""
    email: str = ""
    photo: ShownPiece | None = None


class About(Struct, frozen=True):
    """What the agency keeps about itself; "" and () are told as not given."""

    name: str
    district: str = ""
    province: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    street: str = ""
    fax: str = ""
    map_address: str = ""
    duties: str = ""
    authority: str = ""  # of pages that were agreed to before there were duties
    units: tuple[str, ...] = ()
    executives: tuple[Executive, ...] = ()
    social: tuple[SocialPage, ...] = ()

    @property
    def top(self) -> tuple[tuple[tuple[str, Text | None, tuple[str, ...]], ...], ...]:
        """The posts that lead the whole agency, in rows from above; in a row side by side.

        Shape:  of each side its key, its name, and the titles in their order; the council stands
                beside the political side, for it heads nobody.
        """
        titles: dict[str, dict[str, None]] = {}
        for post in self.executives:
            if not post.unit:
                titles.setdefault(post.side, {})[post.title] = None
        sides = {
            key: (key, read_words(f"public_site/side.{key}") if key else None, tuple(own))
            for key, own in titles.items()
        }
        below = tuple(side for key, side in sides.items() if key == "permanent")
        above = tuple(side for key, side in sides.items() if key != "permanent")
        return tuple(row for row in (above, below) if row)

    @property
    def divisions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each unit with the titles of the posts that lead it."""
        titles = {
            unit: [executive.title for executive in self.executives if executive.unit == unit]
            for unit in self.units
        }
        return tuple((unit, tuple(dict.fromkeys(led))) for unit, led in titles.items())


class ItaContent(Struct, frozen=True):
    """The whole page of a year; `of_year` is the year that its items were taken from."""

    year: int
    of_year: int
    about: About
    parts: tuple[ShownPart, ...]
    items: tuple[ShownItem, ...]
    scores: ShownScores | None = None

    def item(self, code: str) -> ShownItem | None:
        return next((item for item in self.items if item.code == code), None)

    def piece(self, piece_id: str) -> ShownPiece | None:
        """One piece, or photo of an executive, by its key."""
        return next((piece for piece in (*self.pieces, *self.photos) if piece.id == piece_id), None)

    @property
    def photos(self) -> tuple[ShownPiece, ...]:
        return tuple(post.photo for post in self.about.executives if post.photo)

    @property
    def pieces(self) -> Iterator[ShownPiece]:
        """Every piece, once for each item that it serves."""
        return (piece for item in self.items for piece in item.pieces)

    @property
    def given_items(self) -> tuple[ShownItem, ...]:
        return tuple(item for item in self.items if item.is_given)

    @property
    def missing_items(self) -> tuple[ShownItem, ...]:
        return tuple(item for item in self.items if not item.is_given)

    @property
    def given(self) -> int:
        """For how many items something is shown."""
        return len(self.given_items)

    @property
    def groups(self) -> tuple[tuple[ShownPart, tuple[ShownItem, ...]], ...]:
        """The items by their part, in order."""
        return tuple(
            (part, tuple(item for item in self.items if item.part == part.code))
            for part in self.parts
        )


def as_data(content: ItaContent) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(content)
    if not content.about.social:
        del data["about"]["social"]  # as before there was any: the same page is the same version
    return data


def content_of(data: Mapping[str, Any]) -> ItaContent:
    return msgspec.convert(data, ItaContent)


def digest_of(*parts: object) -> str:
    """Of everything that a version shows."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


class ShownFile(Struct, frozen=True):
    """A file that stands in a cell of a table, as it was when the page was saved.

    Shape:  `row` counts from 1, `column` names the field, `key` the file of the row; no word of
            what a person called it is kept. `url` is where a reader opens it, told when a page is
            drawn and never kept; "" where it is not given.
    """

    row: int
    column: str
    key: str
    media_type: str
    size: int
    digest: str
    url: str = ""

    @property
    def ending(self) -> str:
        """The end of its name: "pdf"."""
        return next((end for end, kind in MEDIA_TYPES.items() if kind == self.media_type), "file")


class ShownCell(Struct, frozen=True):
    """One cell of a table as a page shows it."""

    kind: CellKind
    text: Text
    file: ShownFile | None = None


class ShownTable(Struct, frozen=True):
    """A register's public rows as they were when a page was saved; `year` LASTING for no year."""

    register: str
    year: int
    title: Text
    shown: PublicRows
    files: tuple[ShownFile, ...] = ()

    @property
    def key(self) -> str:
        """What names the table in forms and, apart from the page, in open data."""
        return table_key(self.register, self.year)

    @property
    def names(self) -> tuple[PublicColumn, ...]:
        return self.shown.columns

    @property
    def count(self) -> int:
        return len(self.shown.rows)

    @property
    def open_key(self) -> str:
        """What names it among the public tables."""
        return f"register-{self.key}"

    @property
    def first_rows(self) -> tuple[tuple[ShownCell, ...], ...]:
        """The rows that a page shows: of each cell its kind, how it is read, and its file."""
        files = {(file.row, file.column): file for file in self.files}
        return tuple(
            tuple(
                ShownCell(column.kind, column.kind.display(cell), files.get((number, column.name)))
                for column, cell in zip(self.names, row, strict=True)
            )
            for number, row in enumerate(self.shown.rows[:_MOST_ON_A_PAGE], start=1)
        )

    @property
    def first_files(self) -> tuple[ShownFile, ...]:
        """The files of the rows that a page shows."""
        return tuple(file for file in self.files if file.row <= _MOST_ON_A_PAGE)

    @property
    def compared(self) -> tuple[tuple[str, ...], ...]:
        """The rows with what tells their files apart: a file that was replaced is another row."""
        marks: dict[int, tuple[str, ...]] = {}
        for file in self.files:
            marks[file.row] = (*marks.get(file.row, ()), file.column, file.digest, file.key)
        return tuple(
            (*row, *marks.get(number, ())) for number, row in enumerate(self.shown.rows, start=1)
        )

    def file_name(self, file: ShownFile) -> str:
        """What a file is called when it is saved: nothing that a person typed."""
        return f"{self.key}-{file.row}-{file.column}.{file.ending}"

    @property
    def sums(self) -> tuple[Text, ...]:
        """What the columns of all rows add up to, () where none does."""
        totals = self.shown.sums()
        if not any(totals):
            return ()
        return tuple(
            column.kind.display(total) for column, total in zip(self.names, totals, strict=True)
        )

    @property
    def words(self) -> Iterator[tuple[int, str]]:
        """What stands in the cells that are words, with the number of the row, from 1."""
        for number, row in enumerate(self.shown.rows, start=1):
            for column, cell in zip(self.names, row, strict=True):
                if cell and column.kind.is_written(cell):
                    yield number, cell


def table_data(table: ShownTable) -> dict[str, Any]:
    """The content of a version that shows a table."""
    kept = replace(table, files=tuple(replace(file, url="") for file in table.files))
    return {"table": msgspec.to_builtins(kept)}


def shown_table(data: Mapping[str, Any]) -> ShownTable | None:
    """The table that a version shows; None where it shows none."""
    kept = data.get("table")
    return msgspec.convert(kept, ShownTable) if kept else None
