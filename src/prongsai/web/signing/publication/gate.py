"""Checks before publication: what is known against a paper, and the reason to publish it anyway."""

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from hashlib import sha256
from urllib.parse import unquote
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.disclosure.gate import Gate, ShownWork, gate
from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import UNSIGNED
from prongsai.core.papers.wording import shipped
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text, listed, same
from prongsai.core.thai import printed, states_reason
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.sandbox import has_words, read_personal
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import Version
from prongsai.web.signing.publication.models import Publication

LONGEST_REASON = 500
_KEY = re.compile(r"(?i)(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])")


class Look(Struct, frozen=True):
    """What a paper holds of persons, masked; `unread` the files that nobody could look into.

    Shape:  `draft` says why it is only a draft, None where it is none or nobody knows; `works` are
            the items for which it is published, as they stand.
    """

    hits: tuple[Text, ...] = ()
    unread: tuple[str, ...] = ()
    draft: Text | None = None
    works: tuple[ShownWork, ...] = ()


_NOTHING = Look()
DRAFT = read_words("publication/draft_before_end")
# Gives the digests of the files that the keys in an address stand for.
Named = Callable[[Agency, frozenset[UUID]], Iterable[str]]
_named: list[Named] = []
# Picks, from digests of files, those of drafts for a fiscal year; None for no year.
Drafts = Callable[[Agency, frozenset[str], int | None], Iterable[str]]
_drafts: list[Drafts] = []


class ForItems(Struct, frozen=True):
    """The items for which a paper is published.

    Shape:  `codes` of the fiscal year that asks for such a paper of `year`; `is_signed` of a file
            that was, or is being, approved here.
    """

    kind: str
    year: int
    codes: Collection[str]
    is_signed: bool


# Gives what is open of the items that a paper names; refuses codes that there are not.
WorksOf = Callable[[Agency, ForItems], Iterable[ShownWork]]
_works: list[WorksOf] = []


def knows_drafts(known: Drafts) -> Drafts:
    """Register how a room that makes papers picks the drafts among files."""
    _drafts.append(known)
    return known


def knows_items(known: WorksOf) -> WorksOf:
    """Register how the room of the items tells what is open of those that a paper names."""
    _works.append(known)
    return known


def works_named(agency: Agency, *named: ForItems) -> tuple[ShownWork, ...]:
    """Return the items that a paper names, with what is open of each.

    Errors: Refused for a code that the year does not have.
    """
    return tuple(work for each in named for known in _works for work in known(agency, each))


def names_files(known: Named) -> Named:
    """Register how a room finds the files that everybody may open by their keys."""
    _named.append(known)
    return known


class KnownAgainst(Refused):
    """Something is known against showing it, and no reason was given; `known` is told."""

    def __init__(self, known: Gate) -> None:
        """With the first of it in the sentence."""
        concern = known.red[0]
        first = (
            listed([same(concern.code), concern.message], " ") if concern.code else concern.message
        )
        super().__init__(
            "publication/known_against", field="anyway", count=len(known.red), first=first
        )
        self.known, self.mark = known, mark_of(known)


def passed(known: Gate, anyway: str) -> str:
    """The reason as it is kept, "" where nothing asks for one: every way to publish asks here.

    Errors: KnownAgainst where something asks for a reason and none is given.
    """
    if known.red and not states_reason(anyway):
        raise KnownAgainst(known)
    return printed(anyway)[:LONGEST_REASON] if known.red else ""


def known_against(look: Look) -> Gate:
    """What is known against showing a paper."""
    hits = look.hits
    return gate(look.works, personal=len(hits), unread=look.unread, draft=look.draft, places=hits)


def mark_of(known: Gate, look: Look = _NOTHING) -> str:
    """One digest of all that is known against a paper, so that a reason holds for nothing else."""
    red = ((concern.code, concern.message.th, concern.places) for concern in known.red)
    return sha256(repr((*red, look.hits)).encode()).hexdigest()


def marks_of(known: Gate) -> frozenset[str]:
    """A digest of each fact that needs a reason, after the code of its item, as it is stored."""
    return frozenset(
        f"{concern.code} {sha256(words.th.encode()).hexdigest()}".strip()
        for concern in known.red
        for words in concern.places or (concern.message,)
    )


def is_reason_for(marks: Iterable[str], code: str) -> bool:
    """Whether a reason was given for an item, or for the whole paper."""
    return any(code == mark.partition(" ")[0] or " " not in mark for mark in marks)


def look_at(agency: Agency, words: str, file: StoredFile, year: int | None = None) -> Look:
    """What the words of a page, and a paper that is kept here, hold of persons.

    Shape:  `year` is the fiscal year for which it is shown, None where nobody says.
    """
    signed = _of_signed(agency, words, file.digest)
    return signed or look_into(agency, words, file.name, files.read(file), year)


def look_into(agency: Agency, words: str, name: str, data: bytes, year: int | None = None) -> Look:
    """The same of a file that is sent in."""
    signed = _of_signed(agency, words, sha256(data).hexdigest())
    draft = DRAFT if not signed and is_draft(agency, name, data, year) else None
    return signed or replace(_read(agency, words, name, data), draft=draft)


def is_draft(agency: Agency, name: str, data: bytes, year: int | None = None) -> bool:
    """Whether a file is a draft of this site, or says so, as one does that was saved again."""
    return shows_draft(agency, sha256(data).hexdigest(), year) or says_draft(name, data)


def says_draft(name: str, data: bytes) -> bool:
    """Whether a file has the beginning of the sentence that stands on every sheet of a draft."""
    notes = map(shipped().unfilled, ("progress.draft_note", "register.draft_note"))
    try:
        return has_words(data, name, [note.partition("{")[0] for note in notes])
    except UnreadableInput:
        return False  # told where persons are looked for


def _of_signed(agency: Agency, words: str, digest: str) -> Look | None:
    """The same of a paper that was signed here, whose text is known; None for any other file."""
    version = next(iter(_versions(agency, frozenset({digest}))), None)
    if version is None or not version.strings:
        return None
    return Look(in_words(agency, [words, *_printed(version)]), draft=_draft(version))


def _versions(agency: Agency, digests: frozenset[str]) -> QuerySet[Version]:
    """The signed versions to which any of these files belong, newest first."""
    signed = Version.objects.filter(
        Q(file__digest__in=digests) | Q(signed_file__digest__in=digests), agency=agency
    )
    rows = signed.select_related("submission", "agency", "file", "signed_file")
    return rows.order_by("-made_at")


def drafts_among(
    agency: Agency, digests: frozenset[str], year: int | None = None
) -> frozenset[str]:
    """The files among these that were made before the period they report on was over.

    Shape:  `year` is the fiscal year for which they are shown, None where nobody says.
    """
    if not digests:
        return digests
    last: dict[str, Version] = {}
    for version in _versions(agency, digests):
        for file in (version.file, version.signed_file):
            if file is not None:
                last.setdefault(file.digest, version)
    drafts = {digest for digest, version in last.items() if _draft(version) is not None}
    return digests & drafts.union(*(known(agency, digests, year) for known in _drafts))


def shows_draft(agency: Agency, digest: str, year: int | None = None) -> bool:
    """Whether a file was made before the period it reports on was over."""
    return bool(drafts_among(agency, frozenset({digest}), year))


def keys_in(address: str) -> frozenset[UUID]:
    """The keys that an address names: whatever host and spelling leads there, they stand in it."""
    return frozenset(map(UUID, _KEY.findall(unquote(address))))


def digests_at(agency: Agency, address: str) -> frozenset[str]:
    """The digests of the files of this site that an address names; no query where it names none."""
    if not (keys := keys_in(address)):
        return frozenset()
    rows = Publication.objects.filter(agency=agency, pk__in=keys)
    papers = frozenset(rows.values_list("file__digest", flat=True))
    return papers.union(*(known(agency, keys) for known in _named))


def _draft(version: Version) -> Text | None:
    """Why a paper as it was submitted here is only a draft, as its handler knows."""
    signed = version.submission
    handler = KINDS.get(signed.kind)
    day = timezone.localtime(version.made_at).date()
    return handler.draft(version.agency, signed.subject, day) if handler else None


def _read(agency: Agency, words: str, name: str, data: bytes) -> Look:
    """What any file holds of persons; it is read in a process of its own."""
    in_page = in_words(agency, [words])
    try:
        hits = read_personal(data, name, own_data(agency))
    except UnreadableInput:
        return Look(in_page, (name,))
    in_file = (
        read_words("publication/in_file", what=hit.message, where=hit.where()) for hit in hits
    )
    return Look((*in_page, *in_file))


def in_words(agency: Agency, texts: Iterable[str]) -> tuple[Text, ...]:
    """What texts hold of persons, each thing once, masked."""
    hits = personal_data("\n".join(texts), own_data(agency))
    words = (
        read_words("publication/in_page", what=hit.kind.label, quote=hit.masked) for hit in hits
    )
    return tuple(dict.fromkeys(words))


def own_data(agency: Agency) -> list[str]:
    """The agency's own telephone, fax and e-mail, which are meant to be public."""
    return [line for line in (agency.telephone, agency.fax, agency.email) if line]


def before_signing(agency: Agency, subject: UUID, version: Version | None, named: ForItems) -> Gate:
    """What will be known against a paper, for who prepares it and who decides on it.

    Shape:  `version` is what was submitted, None for the paper as it would be submitted now.
    """
    if version is not None:
        return gate_ahead(agency, _printed(version), named, draft=_draft(version))
    handler, words, on = KINDS[named.kind], [], today()
    # What is fixed is only known once it is submitted; why it cannot be drawn is told elsewhere.
    with suppress(ProngsaiError):
        words = [] if handler.is_fixed else [*handler.draw(agency, subject, on, UNSIGNED).strings()]
    return gate_ahead(agency, words, named, draft=handler.draft(agency, subject, on))


def gate_ahead(
    agency: Agency, words: Iterable[str], *named: ForItems, draft: Text | None = None
) -> Gate:
    """What will be known against a paper with these words."""
    works = works_named(agency, *named)
    return known_against(Look(in_words(agency, words), draft=draft, works=works))


def _printed(version: Version) -> list[str]:
    """What stands on the paper: its text, and the opinions that were written below it."""
    opinions = version.decisions.values_list("opinion", flat=True)
    return [*version.strings, *opinions]
