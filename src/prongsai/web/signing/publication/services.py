"""Publish a paper, replace it by a new edition, take it back."""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.personal_data import personal_data
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, Appointment, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, keys_with
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.platform import files, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.approval.handlers import handler_of
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.objections import is_set_aside, refuse_held
from prongsai.web.signing.publication.checking import (
    code_of,
    is_of_one_paper,
    is_signed_here,
    newest_approved,
)
from prongsai.web.signing.publication.gate import (
    ForItems,
    Look,
    known_against,
    look_at,
    marks_of,
    own_data,
    passed,
    works_named,
)
from prongsai.web.signing.publication.models import NUMBERED, Publication, label_of
from prongsai.web.signing.publication.queries import held_of

# Sent with `agency`, `kind` and `subject` once a paper was published or taken back.
paper_changed = Signal()


_PDF = "application/pdf"
_LONGEST_TITLE, _LONGEST_REASON, _LONGEST_NUMBER = 500, 500, 80


@transaction.atomic
def publish(  # noqa: PLR0913 - every part of what a public page says
    agency: Agency,
    *,
    by: Actor | None,
    kind: str,
    subject: UUID,
    title: str,
    year: int,
    file: StoredFile,
    number: str = "",
    day: date,
    items: tuple[str, ...] = (),
    asked: Iterable[ForItems] = (),
    anyway: str = "",
    look: Look | None = None,
    by_hand: bool = False,
) -> Publication:
    """Publish the exact file; the same subject again is a new edition.

    Shape:  the same file of the same subject again gives the edition that stands; `asked` are
            items of other years for which it is published too; `anyway` is why it goes out although
            something is known against it (`gate`); `look` what was found in it, where the caller
            looked already; `by` None where the site publishes; `by_hand` of a file that somebody
            sent in for items that they named, signed here or not.
    Errors: KnownAgainst without a reason; Refused without title or number, for a day to come, a
            file to whose approval somebody objects, in place of one held or signed here, for an
            item that the year does not have, and by the site what was withdrawn.
    """
    own(agency, file)
    title, number = _checked(title, day), _numbered(kind, number)
    look = look or look_at(agency, f"{title}\n{number}", file, year)
    journal.hold(agency)  # two at once would both count the same edition
    # What is held is not published by hand either, under whatever title.
    refuse_held(agency, file, read_words("publication/publishing"))
    newest = _newest(agency, kind, subject)
    if newest is not None and newest.withdrawn_at is None and newest.file.digest == file.digest:
        return newest
    code, moment = code_of(agency, file.digest), now()
    is_signed = not by_hand and is_signed_here(agency, file.digest)
    named = ForItems(kind, year, items, is_signed)
    look = replace(look, works=works_named(agency, named, *asked))
    known = known_against(look)
    anyway = passed(known, anyway)
    _replace(newest, by, code, moment, by_hand=by_hand)
    made = Publication.objects.create(
        agency=agency, fiscal_year=year, kind=kind, subject=subject,
        edition=newest.edition + 1 if newest else 1, title=title[:_LONGEST_TITLE],
        number=number[:_LONGEST_NUMBER], day=day, items=list(items), file=file,
        pages=_pages(file), check_code=code, published_at=moment,
        by=by.user if by else None, by_words=by.words if by else "", anyway=anyway,
        against=sorted(marks_of(known)),
    )  # fmt: skip
    _announce(made, by, look)
    return made


def _announce(made: Publication, by: Actor | None, look: Look) -> None:
    """Tell the journal, and the apps that show what is public."""
    agency, day, reason = made.agency, made.day.isoformat(), made.anyway
    journal.record(agency, by, "published", made.title, edition=made.edition, day=day)
    if look.hits:
        journal.record(agency, by, "published-with-personal-data", made.title, reason=reason)
    rest = known_against(replace(look, hits=())).red
    if reason and rest:
        against = "; ".join(f"{concern.code} {concern.message.th}".strip() for concern in rest)
        journal.record(
            agency, by, "paper-published-anyway", made.title, against=against, reason=reason
        )
    paper_changed.send(Publication, agency=agency, kind=made.kind, subject=made.subject)


def by_itself(submission: Submission, act: Callable[[], object]) -> bool:
    """Publish what was just signed, as the site does without being asked; whether it was.

    Shape:  a refusal undoes all but its journal entry; the drafter, all who may publish and who
            withdrew the former edition find the reason in their inbox, so that a person decides.
    """
    try:
        with transaction.atomic():
            act()
    except Refused as refusal:
        people = [submission.by]
        if isinstance(refusal, StaysWithdrawn) and refusal.withdrawn_by is not None:
            people.append(refusal.withdrawn_by)
        url = handler_of(submission.kind).url(submission.agency, submission.subject)
        tell_not_published(submission.agency, submission.title, url, refusal, people)
        return False
    return True


def tell_not_published(
    agency: Agency, title: str, url: str, refusal: Refused, people: Iterable[User] = ()
) -> None:
    """Tell all who may publish, and some more, why something did not become public by itself."""
    why = Text(refusal.words("th"), refusal.words("en"))
    sentence = read_words("publication/not_published", title=title, why=why)
    notifying.notify(agency, [*people, *publishers_of(agency)], sentence, url)
    journal.record(agency, None, "not-published-by-itself", title, reason=refusal.words("th"))


def publishers_of(agency: Agency) -> list[User]:
    posts = Appointment.objects.on(today()).filter(
        agency=agency, position__kind__in=keys_with(Right.PUBLISH)
    )
    return [row.user for row in posts.select_related("user")]


def publish_former(submission: Submission) -> None:
    """Publish anew what a paper that fell had replaced.

    Shape:  the edition of the newest approval, as it was published then; none where somebody
            objects to that approval. It is checked again as of now: the former reason covers only
            what it was given for. Those who may publish are told where that approval was never
            published, its edition was taken back, or its file is lost.
    """
    former = newest_approved(submission)
    rows = Publication.objects.filter(agency=submission.agency)
    fallen = rows.standing().filter(check_code=submission.code).first()
    if former is None or former.objected_at is not None or fallen is None:
        return
    same = rows.filter(kind=fallen.kind, subject=fallen.subject, check_code=former.code)
    edition = same.order_by("-edition").select_related("file", "withdrawn_by").first()
    by_itself(former, lambda: _publish_anew(edition))


def _publish_anew(edition: Publication | None) -> None:
    """Publish an edition again, with its reason if that covers all that is known against it now.

    Errors: as `publish` has them; Refused where there is none, it was taken back, or its file is
            lost.
    """
    if edition is None:
        raise Refused("publication/former_never_published")
    if edition.withdrawn_at is not None:
        raise StaysWithdrawn(edition)
    words, year = f"{edition.title}\n{edition.number}", edition.fiscal_year
    named = ForItems(edition.kind, year, edition.items, is_signed=True)
    try:
        look = look_at(edition.agency, words, edition.file, year)
        look = replace(look, works=works_named(edition.agency, named))
        is_same = marks_of(known_against(look)) <= set(edition.against)
        publish(
            edition.agency, by=None, kind=edition.kind, subject=edition.subject,
            title=edition.title, year=year, file=edition.file, number=edition.number,
            day=edition.day, items=tuple(edition.items),
            anyway=edition.anyway if is_same else "", look=look,
        )  # fmt: skip
    except files.LostFile as error:
        # The approval falls whether or not a disk keeps the paper before it.
        raise Refused("publication/published_file_lost", name=edition.file.name) from error


class StaysWithdrawn(Refused):
    """The site alone does not publish again what a person took back; `withdrawn_by` is told."""

    def __init__(self, newest: Publication) -> None:
        super().__init__("publication/stays_withdrawn", reason=newest.reason)
        self.withdrawn_by = newest.withdrawn_by


@transaction.atomic
def withdraw(publication: Publication, *, by: Actor | None, reason: str) -> int:
    """Take a paper back: its page stays and says so, and offers no file; how many editions.

    Shape:  the newest edition takes the earlier ones with it, else the paper would still be
            public in an older form; an earlier edition goes alone.
    """
    reason = _given(publication.agency, reason)
    journal.hold(publication.agency)
    publication.refresh_from_db(fields=["replaced_at", "withdrawn_at"])
    if publication.withdrawn_at is not None:
        raise Refused("publication/withdrawn_already")
    going = Publication.objects.filter(
        agency=publication.agency,
        kind=publication.kind,
        subject=publication.subject,
        withdrawn_at=None,
    )
    if publication.replaced_at is not None:
        going = going.filter(pk=publication.pk)
    count = going.update(
        withdrawn_at=now(),
        withdrawn_by=by.user if by else None,
        withdrawn_by_words=by.words if by else "",
        reason=reason[:_LONGEST_REASON],
    )
    publication.refresh_from_db()
    journal.record(
        publication.agency,
        by,
        "publication-withdrawn",
        publication.title,
        edition=publication.edition,
        reason=publication.reason,
    )
    paper_changed.send(
        Publication,
        agency=publication.agency, kind=publication.kind, subject=publication.subject,
    )  # fmt: skip
    return count


def _newest(agency: Agency, kind: str, subject: UUID) -> Publication | None:
    """The newest edition of a paper, whatever became of it."""
    rows = Publication.objects.filter(agency=agency, kind=kind, subject=subject, replaced_at=None)
    return rows.select_related("agency", "file", "withdrawn_by").first()


def _replace(
    newest: Publication | None, by: Actor | None, code: str, moment: datetime, *, by_hand: bool
) -> None:
    """Make room for an edition whose file was approved under a code, "" for none."""
    if newest is None:
        return
    # What a person took back only a person publishes again; what is held is not replaced.
    if newest.withdrawn_at is not None:
        if by is None:
            raise StaysWithdrawn(newest)
    elif held_of(newest) is not None and not is_set_aside(newest.agency, newest.check_code):
        raise Refused("publication/former_edition_objected_to")
    former = newest.check_code
    # A signed memo may enclose it: then only the page that made it publishes another.
    is_enclosed = by_hand and not former and is_signed_here(newest.agency, newest.file.digest)
    if is_enclosed or (former and not (code and is_of_one_paper(newest.agency, code, former))):
        # Nobody's file takes the place of what was signed here.
        raise Refused("publication/replaced_paper_signed_here", field="file")
    Publication.objects.filter(pk=newest.pk).update(replaced_at=moment)


def _given(agency: Agency, reason: str) -> str:
    """The reason of a withdrawal as it is kept: everybody reads it."""
    reason = printed(reason)
    if personal_data(reason, own_data(agency)):
        raise Refused("publication/reason_with_personal_data", field="reason")
    if not reason:
        raise Refused("publication/reason_missing", field="reason")
    return reason


def _checked(title: str, day: date) -> str:
    """The title as it is kept, of a paper whose day has come."""
    title = printed(title)
    if not title:
        raise Refused("publication/title_missing", field="title")
    if day > today():
        raise Refused("publication/paper_day_in_future", field="day")
    return title


def _numbered(kind: str, number: str) -> str:
    """The number as it is kept, of a kind that bears one."""
    number = printed(number)
    if not any(letter.isdigit() for letter in number) and kind in NUMBERED:
        raise Refused("publication/number_missing", field="number", kind=label_of(kind))
    return number


def _pages(file: StoredFile) -> int | None:
    if file.media_type != _PDF:
        return None
    import pikepdf  # noqa: PLC0415 - 15 MB, and papers are published by hand now and then

    try:
        with pikepdf.open(io.BytesIO(files.read(file))) as opened:
            return len(opened.pages)
    except pikepdf.PdfError:
        return None
