"""What the staff see of the public site: pages, what is to be done next, what is known against."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.dates import short_date
from prongsai.core.disclosure.gate import Gate, ShownWork, gate
from prongsai.core.messages import read_words
from prongsai.core.person_names import person_names
from prongsai.core.personal_data import as_of_office, letters_of, personal_data
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.items import PublishedAnyway
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.public_site.content import (
    ItaContent,
    ShownItem,
    content_of,
    digest_of,
    shown_table,
)
from prongsai.web.disclosure.public_site.markdown import addresses, plain
from prongsai.web.disclosure.public_site.models import (
    KIND,
    FileLook,
    PageKind,
    SiteEdition,
    SitePage,
)
from prongsai.web.disclosure.public_site.queries.about import AgencyFact, facts_of
from prongsai.web.disclosure.public_site.queries.public import (
    PublicPage,
    Standing,
    ita_content,
    pages_of,
)
from prongsai.web.disclosure.public_site.queries.table_files import for_staff, since, withheld
from prongsai.web.disclosure.registers.models import LASTING, RegisterFile
from prongsai.web.disclosure.registers.queries.catalogue import register_of
from prongsai.web.platform.language import in_language
from prongsai.web.platform.tags import Tag
from prongsai.web.signing.approval.models import OPEN_STATES, Submission, SubmissionState
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.signing.publication.gate import digests_at, drafts_among, keys_in, own_data

_READ = read_words("public_site/text_as_read")


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

    hits: tuple[Found, ...]
    unread: tuple[tuple[str, Text], ...]
    waiting: int

    @property
    def is_in_words(self) -> bool:
        """Whether something stands in the words, which can be masked."""
        return any(hit.can_be_masked for hit in self.hits)

    @property
    def mark(self) -> str:
        """A mark of all that is told: a reason is given for this and nothing else."""
        return digest_of(msgspec.to_builtins(self)) if self.hits or self.unread else ""


def words_of(edition: SiteEdition) -> Iterator[tuple[Text, str]]:
    """Every text of a version as it was typed, with what it is."""
    yield read_words("public_site/field.title"), edition.title
    yield read_words("public_site/field.text"), edition.text
    if edition.page.kind != PageKind.ITA:
        table = shown_table(edition.content)
        for number, words in table.words if table else ():
            yield read_words("public_site/table_row", number=number), words
        return
    content = content_of(edition.content)
    yield read_words("public_site/powers_and_duties"), content.about.duties
    for item in content.items:
        yield read_words("public_site/explanation_of", code=item.code), item.explanation
        for piece in item.pieces:
            text = f"{piece.title}\n{piece.stands_in_why}\n{piece.name}"
            yield read_words("public_site/evidence_of", code=item.code), text


def _as_read(edition: SiteEdition) -> Iterator[tuple[Text, str]]:
    """What only its readers see: words whose signs are gone, and where links lead."""
    if edition.page.kind != PageKind.ITA:
        yield _READ, plain(edition.text)
        yield _READ, "\n".join(addresses(edition.text))
        return
    content = content_of(edition.content)
    about, scores = content.about, content.scores
    social = (f"{account.name} {unquote(account.address)}" for account in about.social)
    executives = (
        f"{post.title} {post.name} {post.unit}\n{as_of_office(f'{post.telephone} {post.email}')}"
        for post in about.executives
    )
    lines = (about.website, *about.units, *executives, *social)
    yield read_words("public_site/structure_or_executives"), "\n".join(lines)
    yield read_words("public_site/source_of_scores"), scores.source if scores else ""
    for item in content.items:
        for piece in item.pieces:
            where = read_words("public_site/address_in_evidence", code=item.code)
            yield where, unquote(piece.address)


def files_of(edition: SiteEdition) -> Mapping[str, str]:
    """The name of each file that a version shows, by its digest."""
    if edition.page.kind != PageKind.ITA:
        table = shown_table(edition.content)
        return {file.digest: table.file_name(file) for file in table.files} if table else {}
    content: ItaContent = content_of(edition.content)
    # Photos of executives are no secret of theirs, and no program reads a picture.
    return {piece.digest: piece.name for piece in content.pieces if piece.digest}


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
        hits += [Found(same(name), msgspec.convert(message, Text)) for message in row.found]
        if row.unread:
            unread.append((name, msgspec.convert(row.unread, Text)))
    return Look(tuple(hits), tuple(unread), len(files) - len(looks))


def _in_words(edition: SiteEdition, own: list[str]) -> Iterator[Found]:
    known: set[str] = set()
    for where, text in words_of(edition):
        for hit in personal_data(text, own):
            known.add(letters_of(text[hit.start : hit.end]))
            yield Found(where, hit.kind.label, same(hit.masked), can_be_masked=True)
    for where, text in _as_read(edition):
        for hit in personal_data(text, own):
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
            where = read_words("public_site/table_row", number=number)
            yield Found(where, read_words("public_site/perhaps_a_name"), same(name.words))


MOST_VERSIONS = 30


class Listed(Struct, frozen=True):
    """One page in the list; `tags` say where it stands in public and on its way there."""

    page: SitePage
    edition: SiteEdition
    tags: tuple[Tag, ...]

    @property
    def tag(self) -> Tag:
        return Tag(self.tags[-1].kind, " · ".join(tag.text for tag in self.tags))


def listed(agency: Agency, on: date) -> tuple[Listed, ...]:
    """Every page, the newest first; five queries however many."""
    pages = list(SitePage.objects.filter(agency=agency))
    rows = SiteEdition.objects.filter(agency=agency).defer("text", "content").order_by("number")
    editions = {row.page_id: row for row in rows}
    public = {public_page.page.pk: public_page for public_page in pages_of(agency, on)}
    shown = [(page, editions[page.pk]) for page in pages if page.pk in editions]
    subjects = [edition.pk for _page, edition in shown]
    submissions = Submission.objects.filter(agency=agency, kind=KIND, subject__in=subjects)
    states = dict(submissions.order_by("made_at").values_list("subject", "state"))
    return tuple(
        Listed(page, edition, tuple(_tags(edition, public.get(page.pk), states)))
        for page, edition in shown
    )


def newest_edition(page: SitePage) -> SiteEdition | None:
    """The newest version of a page, ready for the services."""
    rows = SiteEdition.objects.filter(page=page).select_related("agency", "page__agency")
    return rows.first()


def staff_page(page: SitePage, on: date) -> dict[str, Any] | None:
    """One page with its newest version; None where it has none.

    Shape:  `content` None where it is no ITA page, with `facts` beside its items, each with where a
            photo opens; `public` None where it was never published; `changes` what the agency's
            own data say now otherwise than the newest version, of an ITA page; `table` the
            register's table that the newest version shows, `since` how the register differs now,
            and `withheld` what of it everybody sees no more.
    """
    rows = SiteEdition.objects.filter(page=page).select_related("agency", "page")
    edition = rows.first()
    if edition is None:
        return None
    is_ita = page.kind == PageKind.ITA
    content = content_of(edition.content) if is_ita else None
    table = shown_table(edition.content)
    public = {
        public_page.page.pk: public_page for public_page in pages_of(page.agency, on, (page.kind,))
    }.get(page.pk)
    approval = state_of(page.agency, KIND, edition.pk)
    ita_now = ita_content(page.agency, content.year, on) if content else None
    return {
        "page": page,
        "edition": edition,
        # What a version shows may be much; of those before the newest only the number is told.
        "editions": tuple(rows.defer("text", "content")[:MOST_VERSIONS]),
        "public": public,
        "approval": approval,
        "look": look_of(edition),
        "is_ita": is_ita,
        "content": content,
        "facts": _facts(page.agency, content) if content is not None else (),
        "changes": tuple(changes_between(content, ita_now)) if content and ita_now else (),
        "table": for_staff(page.agency, table),
        "since": since(page.agency, table) if table else None,
        "withheld": withheld(page.agency, table) if table else None,
        "is_shown": public is not None and public.is_current,
        **_next_steps(edition, public, is_agreed=approval is not None and approval.is_approved),
    }


def _facts(agency: Agency, content: ItaContent) -> tuple[tuple[AgencyFact, str], ...]:
    """What a version says beside its items; a photo opens at its row, for who agrees to it."""
    facts = tuple(facts_of(content))
    keys = [fact.photo for fact in facts if fact.photo]
    rows = RegisterFile.objects.filter(agency=agency, pk__in=keys).select_related("row")
    urls = {
        str(file.pk): reverse(
            "registers:file", args=[content.year, file.row.register, file.row_id, file.pk]
        )
        for file in rows
    }
    return tuple((fact, urls.get(fact.photo, "")) for fact in facts)


def _next_steps(
    edition: SiteEdition, public: PublicPage | None, *, is_agreed: bool
) -> dict[str, bool]:
    """What can be done now with a page's newest version.

    Shape:  `is_over` where only another version can be published, be it with the same content;
            a draft alone is discarded, which nobody read or was asked to agree to.
    """
    page, is_published = edition.page, edition.published_at is not None
    subjects = SiteEdition.objects.filter(page=page).values("pk")
    submitted = Submission.objects.filter(agency=page.agency, kind=KIND, subject__in=subjects)
    states = set(submitted.values_list("state", flat=True))
    is_waiting = not states.isdisjoint(OPEN_STATES)
    is_held = public is not None and public.standing is Standing.HELD
    is_over = edition.is_before_withdrawal(page) or (is_held and is_published)
    return {
        "is_over": is_over,
        "may_send": not (is_waiting or is_agreed or is_published or is_over),
        "may_publish": is_agreed and not is_published and not is_over,
        "may_discard": not (page.kind == PageKind.ITA or states or page.published_id),
        "may_withdraw": public is not None and public.standing is not Standing.WITHDRAWN,
    }


def changes_between(old: ItaContent, new: ItaContent) -> Iterator[str]:
    """What the newer of two contents shows otherwise, in words."""
    before = {item.code: item for item in old.items}
    for item in new.items:
        if item.code not in before:
            yield _("ข้อ %(code)s เพิ่มเข้ามา") % {"code": item.code}
        elif item != before[item.code]:
            yield from _of_item(before[item.code], item)
    gone = [code for code in before if new.item(code) is None]
    for code in gone:
        yield _("ข้อ %(code)s ไม่มีแล้ว") % {"code": code}
    if old.scores != new.scores:
        yield _("ผลคะแนน")
    if old.about != new.about:
        yield _("ข้อมูลหน่วยงาน โครงสร้าง ผู้บริหาร หรือช่องทางติดต่อ")
    if old.parts != new.parts or old.of_year != new.of_year:
        yield _("กรอบการประเมินของปี")


def _of_item(old: ShownItem, new: ShownItem) -> Iterator[str]:
    details = {"code": new.code, "name": in_language(new.name)}
    before = {piece.id: piece for piece in old.pieces}
    after = {piece.id: piece for piece in new.pieces}
    is_told = old.explanation != new.explanation
    if is_told:
        yield _("%(code)s แก้คำอธิบาย") % details
    for key, piece in after.items():
        if key not in before:
            yield _("%(code)s เพิ่มหลักฐาน “%(title)s”") % {**details, "title": piece.title}
            is_told = True
        elif piece != before[key]:
            yield _("%(code)s แก้หลักฐาน “%(title)s”") % {**details, "title": piece.title}
            is_told = True
    for key, piece in before.items():
        if key not in after:
            yield _("%(code)s นำหลักฐาน “%(title)s” ออก") % {**details, "title": piece.title}
            is_told = True
    if not is_told:
        yield _("%(code)s %(name)s") % details


def _tags(
    edition: SiteEdition, public: PublicPage | None, states: Mapping[UUID, str]
) -> Iterator[Tag]:
    if public is not None:
        yield public_tag(public)
    if edition.published_at is None:
        state = states.get(edition.pk)
        if state is None:
            yield Tag("todo", _("ร่าง ยังไม่เสนอ"))
        else:
            kind = {SubmissionState.APPROVED: "info"}.get(SubmissionState(state), "wait")
            yield Tag(kind, str(SubmissionState(state).label))


def public_tag(public: PublicPage) -> Tag:
    """What everybody finds at the address of a page."""
    if public.standing is Standing.WITHDRAWN:
        return Tag("bad", _("ถอนแล้ว"))
    if public.standing is Standing.HELD:
        return Tag("bad", _("มีผู้คัดค้าน พักไว้"))
    until = public.edition.expires_on
    if public.standing is Standing.EXPIRED and until is not None:
        return Tag("late", _("ครบวันที่แสดงเมื่อ %(day)s") % {"day": short_date(until)})
    return Tag("ok", _("เผยแพร่แล้ว"))


def gate_of(edition: SiteEdition, on: date, look: Look | None = None) -> Gate:
    """What is known against a version on a day; a fixed number of queries, however many items."""
    look = look or look_of(edition)
    is_ita = edition.page.kind == PageKind.ITA
    works = _works(edition.agency, content_of(edition.content), on) if is_ita else ()
    unread = [name for name, _why in look.unread]
    draft = None if is_ita else _draft_in(edition)
    return gate(works, personal=len(look.hits), unread=unread, waiting=look.waiting, draft=draft)


def _draft_in(edition: SiteEdition) -> Text | None:
    """What a page shows or links to that is only a draft, in its text and in its table."""
    agency, table, names = edition.agency, shown_table(edition.content), files_of(edition)
    cells = (cell for row in table.shown.rows for cell in row) if table else ()
    words = " ".join((edition.text, *cells))
    if not names and not keys_in(words):
        return None
    year = None if table is None or table.year == LASTING else table.year
    drafts = drafts_among(agency, digests_at(agency, words).union(names), year)
    named = sorted({names.get(digest, "") for digest in drafts} - {""})
    pieces = Piece.objects.filter(agency=agency, pk__in=keys_in(words), is_draft=True)
    if not drafts and not pieces.filter(removed_at=None).exists():
        return None
    return read_words("public_site/drafts_included", what=", ".join(named) or edition.title)


def mark_of(known: Gate, look: Look) -> str:
    """A mark of all that asks for a reason: it is given for this and nothing else."""
    return digest_of(msgspec.to_builtins(known.red), look.mark) if known.red else ""


def _works(agency: Agency, content: ItaContent, on: date) -> Iterator[ShownWork]:
    """The items of which a version shows something, as the board has them now."""
    _items, works = works_of(agency, content.year, on)
    by_code = {work.item.code: work for work in works}
    for item in content.given_items:
        work = by_code.get(item.code)
        if work is None:
            yield ShownWork(item.code, is_same=False)
        else:
            yield ShownWork(item.code, work.readiness.lacks, is_same=_is_same(item, work))


def _is_same(item: ShownItem, work: Work) -> bool:
    """Whether a version shows the very evidence that was looked through on the board."""
    shown = {(piece.id, piece.address, piece.digest) for piece in item.pieces}
    return shown == {
        (str(piece.pk), piece.address, piece.file.digest if piece.file else "")
        for piece in work.pieces
    }


def published_anyway(agency: Agency, year: int, code: str) -> PublishedAnyway | None:
    """Why an item of the version that everybody reads was published in spite of what was known."""
    rows = SitePage.objects.filter(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, withdrawn_at=None
    )
    page = rows.select_related("published").defer("published__content").first()
    edition = page.published if page is not None else None
    if edition is None or edition.published_at is None:
        return None
    messages = tuple(concern.message for concern in edition.known_against if concern.code == code)
    if not messages:
        return None
    return PublishedAnyway(
        edition.number, edition.published_at, edition.published_by_words, edition.anyway,
        tuple(map(in_language, messages)),
    )  # fmt: skip
