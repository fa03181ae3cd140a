"""What of persons stands in a version: in its words, and in the files that it would show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import msgspec
from msgspec import Struct

from prongsai.core.person_names import person_names
from prongsai.core.personal_data import PersonalDatum, letters_of, personal_data
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import (
    Executive,
    ItaContent,
    content_of,
    digest_of,
    shown_table,
)
from prongsai.web.disclosure.public_site.markdown import addresses, plain
from prongsai.web.disclosure.public_site.models import FileLook, PageKind, SiteEdition
from prongsai.web.disclosure.registers.queries.catalogue import register_of

_TITLE = Text("ชื่อเรื่อง", "the title")
_TEXT = Text("เนื้อหา", "the text")
_ROW = Text("แถวที่ {number} ของตาราง", "row {number} of the table")
_NAME = Text("อาจเป็นชื่อคน", "may be the name of a person")
_READ = Text("เนื้อหาที่ผู้อ่านเห็น", "the text as it is read")
_ADDRESS = Text("ที่อยู่ในหลักฐานของข้อ {code}", "an address in the evidence of {code}")
_ABOUT = Text("โครงสร้างหรือผู้บริหาร", "the structure or the executives")
_SOURCE = Text("ที่มาของคะแนน", "the source of the scores")
_AUTHORITY = Text("อำนาจหน้าที่", "the powers and duties")
_EXPLANATION = Text("คำอธิบายข้อ {code}", "the explanation of {code}")
_PIECE = Text("หลักฐานของข้อ {code}", "the evidence of {code}")


class Found(Struct, frozen=True):
    """One thing that looks like a person's; `quote` shows no more than may be shown of it.

    Shape:  `can_be_masked` where it stands in words as they were typed.
    """

    where: Text
    what: Text
    quote: Text = same("")
    can_be_masked: bool = False


class Look(Struct, frozen=True):
    """What is known of a version.

    Shape:  `unread` names files that nobody could look into, `waiting` counts those of which
            nobody has yet.
    """

    found: tuple[Found, ...]
    unread: tuple[tuple[str, Text], ...]
    waiting: int

    @property
    def is_in_words(self) -> bool:
        """Whether something stands in the words, which can be masked."""
        return any(one.can_be_masked for one in self.found)

    @property
    def told(self) -> str:
        """A mark of all that is told: a reason is given for this and nothing else."""
        return digest_of(msgspec.to_builtins(self)) if self.found or self.unread else ""


def own_data(agency: Agency) -> list[str]:
    """The agency's own telephone and address, which are meant to be public."""
    return [one for one in (agency.telephone, agency.email) if one]


def words_of(edition: SiteEdition) -> Iterator[tuple[Text, str]]:
    """Every text of a version as it was typed, with what it is."""
    yield _TITLE, edition.title
    yield _TEXT, edition.text
    if edition.page.kind != PageKind.ITA:
        table = shown_table(edition.content)
        for number, words in table.words if table else ():
            yield _ROW.format(number=number), words
        return
    content = content_of(edition.content)
    yield _AUTHORITY, content.about.authority
    for item in content.items:
        yield _EXPLANATION.format(code=item.code), item.explanation
        for piece in item.pieces:
            told = f"{piece.title}\n{piece.stands_in_why}\n{piece.name}"
            yield _PIECE.format(code=item.code), told


def _as_read(edition: SiteEdition) -> Iterator[tuple[Text, str]]:
    """What only its readers see: words whose signs are gone, and where links lead."""
    if edition.page.kind != PageKind.ITA:
        yield _READ, plain(edition.text)
        yield _READ, "\n".join(addresses(edition.text))
        return
    content = content_of(edition.content)
    about, scores = content.about, content.scores
    social = (f"{one.name} {unquote(one.address)}" for one in about.social)
    told = (about.website, *about.units, *map(_post, about.executives), *social)
    yield _ABOUT, "\n".join(told)
    yield _SOURCE, scores.source if scores else ""
    for item in content.items:
        for piece in item.pieces:
            yield _ADDRESS.format(code=item.code), unquote(piece.address)


def files_of(edition: SiteEdition) -> Mapping[str, str]:
    """The name of each file that a version shows, by its digest."""
    if edition.page.kind != PageKind.ITA:
        table = shown_table(edition.content)
        return {one.digest: table.file_name(one) for one in table.files} if table else {}
    content: ItaContent = content_of(edition.content)
    return {piece.digest: piece.name for piece in content.pieces if piece.digest}


def _post(one: Executive) -> str:
    return f"{one.title} {one.name} {one.unit}"


def look_of(edition: SiteEdition) -> Look:
    """What is known of a version: two queries, however many files."""
    agency = edition.agency
    own = own_data(agency)
    hits = [*_in_words(edition, own), *_names(edition)]
    files = files_of(edition)
    looks = {row.digest: row for row in FileLook.objects.filter(agency=agency, digest__in=files)}
    unread = []
    for digest, name in files.items():
        row = looks.get(digest)
        if row is None:
            continue
        hits += [Found(same(name), msgspec.convert(told, Text)) for told in row.found]
        if row.unread:
            unread.append((name, msgspec.convert(row.unread, Text)))
    return Look(tuple(hits), tuple(unread), len(files) - len(looks))


def _in_words(edition: SiteEdition, own: list[str]) -> Iterator[Found]:
    known: set[str] = set()
    for where, text in words_of(edition):
        for hit in hits_in(text, own):
            known.add(letters_of(text[hit.start : hit.end]))
            yield Found(where, hit.kind.label, same(hit.masked), can_be_masked=True)
    for where, text in _as_read(edition):
        for hit in hits_in(text, own):
            bare = letters_of(text[hit.start : hit.end])
            if bare not in known:
                known.add(bare)
                yield Found(where, hit.kind.label, same(hit.masked))


def _names(edition: SiteEdition) -> Iterator[Found]:
    """What looks like a name in the table of a register whose rows name nobody."""
    if edition.page.kind == PageKind.ITA:
        return
    table = shown_table(edition.content)
    register = register_of(edition.agency, table.register) if table else None
    if table is None or register is None or not register.names_nobody:
        return
    for number, words in table.words:
        for name in person_names(words):
            yield Found(_ROW.format(number=number), _NAME, same(name.words))


def hits_in(text: str, own: list[str]) -> tuple[PersonalDatum, ...]:
    """What one text holds of persons."""
    return personal_data(text, own)
