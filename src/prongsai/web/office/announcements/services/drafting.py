"""Begin an announcement: from its kind, from last year's, or as a revision; drop a draft."""

from uuid import uuid4

from django.db import transaction
from django.db.models import Manager, QuerySet
from msgspec import Struct

from prongsai.core.announcements.content import Words, words_of
from prongsai.core.announcements.drafting import renewed
from prongsai.core.announcements.model import AnnouncementKind
from prongsai.core.announcements.reading import shipped
from prongsai.core.errors import Misuse
from prongsai.core.thai import mend_line
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import (
    KIND,
    announcement_of,
    current_words,
    draft_of,
    words_in,
)
from prongsai.web.office.announcements.models import (
    OPEN,
    STANDING,
    Announcement,
    AnnouncementState,
    AnnouncementVersion,
    ChangeReason,
)
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.queries import submission_of
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.assessment.services.frameworks import locked as locked_year


@transaction.atomic
def draft(
    agency: Agency, *, by: Actor, year: int, key: str, earlier: Announcement | None = None
) -> Announcement:
    """A draft of a kind for a year, from the kind's own text or from an earlier edition.

    Errors: Misuse for a kind or year that is not there; Refused where one is being worked on, or
            stands already (that one is revised).
    """
    locked_year(agency, year)
    kind = shipped().kind(key)
    if kind is None:
        raise Misuse("announcements/kind_unknown", name=key)
    _refuse_open(agency, year, key)
    if editions_of(agency, year, key).filter(state__in=STANDING).exists():
        raise Refused("announcements/one_in_force_already")
    if earlier is None:
        made, change_reason = draft_of(agency, kind, year), ChangeReason.DRAFTED
    else:
        made, change_reason = renewed(announcement_of(earlier), year), ChangeReason.COPIED
    return _begin(agency, kind, year, words_in(made), by=by, change_reason=change_reason)


@transaction.atomic
def revise(announcement: Announcement, *, by: Actor) -> Announcement:
    """A new edition of an announcement that stands, with its words; the old one stands meanwhile.

    Errors: Refused where this one does not stand, or a new edition is being worked on.
    """
    old = locked(announcement)
    kind = shipped().kind(old.kind)
    if not old.stands or kind is None:
        raise Refused("announcements/revised_edition_not_in_force")
    _refuse_open(old.agency, old.fiscal_year, old.kind)
    return _begin(
        old.agency, kind, old.fiscal_year, current_words(old), by=by,
        change_reason=ChangeReason.COPIED, before=old,
    )  # fmt: skip


@transaction.atomic
def discard(announcement: Announcement, *, by: Actor, is_back: bool = False) -> None:
    """Drop a draft that was never submitted, or bring it back.

    Errors: Refused for what was submitted, and to bring back where another edition was begun.
    """
    row = locked(announcement, Announcement.with_removed)
    if not row.would_change(by, is_back=is_back):
        return
    if is_back:
        _refuse_open(row.agency, row.fiscal_year, row.kind)
        if editions_of(row.agency, row.fiscal_year, row.kind).filter(edition__gte=row.edition):
            raise Refused("announcements/one_in_force_already")
    elif row.state != AnnouncementState.DRAFT or submission_of(row.agency, KIND, row.pk):
        raise Refused("announcements/dropped_draft_submitted_already")
    row.mark_removed(by, is_back=is_back)
    record(row, by, "notice-brought-back" if is_back else "notice-discarded")


def _begin(
    agency: Agency,
    kind: AnnouncementKind,
    year: int,
    words: Words,
    *,
    by: Actor,
    change_reason: ChangeReason,
    before: Announcement | None = None,
) -> Announcement:
    last = editions_of(agency, year, kind.key).first()
    announcement = Announcement(
        agency=agency,
        fiscal_year=year,
        kind=kind.key,
        series=before.series if before else uuid4(),
        edition=last.edition + 1 if last else 1,
        form=kind.form.value,
        signer=kind.signer.value,
        readers=kind.readers.value,
        items=list(kind.lineages),
        made_at=now(),
        by=by.user,
        by_words=by.words,
    )
    write(announcement, words, by=by, change_reason=change_reason, number=1)
    journal.record(
        agency, by, "notice-drafted", announcement.subject, year=year, edition=announcement.edition
    )
    return announcement


def _refuse_open(agency: Agency, year: int, key: str) -> None:
    if editions_of(agency, year, key).filter(state__in=OPEN).exists():
        raise Refused("announcements/draft_exists_already")


def editions_of(agency: Agency, year: int, key: str) -> QuerySet[Announcement]:
    return Announcement.objects.filter(agency=agency, fiscal_year=year, kind=key)


LONGEST = 2000
MOST_LINES = 200


class Saved(Struct, frozen=True):
    """What became of a saving.

    Shape:  `is_stale` where somebody had saved since the form was opened: nothing was stored, and
            `announcement` is what stands now. `is_changed` where a version was made.
    """

    announcement: Announcement
    is_changed: bool = False
    is_stale: bool = False


@transaction.atomic
def save(announcement: Announcement, *, by: Actor, words: Words, seen: int) -> Saved:
    """Save a draft; `seen` is the version that the form was opened with.

    Errors: Refused where it is signed already, or has no subject, no reason or no clause.
    """
    row = locked(announcement)
    check_editable(row)
    if words == current_words(row):
        return Saved(row)
    if seen != row.version:
        return Saved(row, is_stale=True)
    if not words.subject.strip():
        raise Refused("announcements/subject_missing", field="subject")
    if not words.preamble:
        raise Refused("announcements/preamble_missing", field="preamble")
    lines = [line for part in words.parts for line in part.lines]
    if not lines:
        raise Refused("announcements/clauses_missing", field="rows")
    too_long = any(len(text) > LONGEST for text in words.paragraphs())
    if too_long or len(lines) > MOST_LINES:
        raise Refused(
            "announcements/text_too_long",
            field="rows",
            longest=LONGEST,
            most_lines=MOST_LINES,
        )
    write(row, words, by=by, change_reason=ChangeReason.EDITED, number=row.version + 1)
    record(row, by, "notice-edited", number=row.version)
    return Saved(row, is_changed=True)


@transaction.atomic
def restore(announcement: Announcement, *, by: Actor, number: int, seen: int) -> Saved:
    """Make the words of a former version stand again, as a new version.

    Errors: Misuse where there is no such version; Refused where it is signed already.
    """
    row = locked(announcement)
    check_editable(row)
    version = AnnouncementVersion.objects.filter(announcement=row, number=number).first()
    if version is None:
        raise Misuse("announcements/version_unknown", number=number)
    words = words_of(version.content)
    if words == current_words(row):
        return Saved(row)
    if seen != row.version:
        return Saved(row, is_stale=True)
    write(row, words, by=by, change_reason=ChangeReason.RESTORED, number=row.version + 1)
    record(row, by, "notice-restored", number=row.version, former=number)
    return Saved(row, is_changed=True)


@transaction.atomic
def end(announcement: Announcement, *, by: Actor, reason: str) -> None:
    """End an announcement without a new one; what was published is withdrawn and says so.

    Errors: Refused without a reason, or where it does not stand.
    """
    reason = mend_line(reason)
    if not reason:
        raise Refused("announcements/reason_missing", field="reason")
    row = locked(announcement)
    if not row.stands:
        raise Refused("announcements/ended_edition_not_in_force")
    row.state = AnnouncementState.WITHDRAWN
    row.why = reason
    row.save(update_fields=["state", "why"])
    record(row, by, "notice-ended", reason=reason)
    standing = Publication.objects.standing().filter(agency=row.agency, subject=row.series)
    for published in standing:
        publishing.withdraw(published, by=by, reason=reason)


def locked(
    announcement: Announcement, among: Manager[Announcement] = Announcement.objects
) -> Announcement:
    """The row as it stands now, changed by nobody else until the transaction ends.

    Shape:  the agency is locked before it, so that two acts on a kind come one after the other.
    """
    Agency.objects.select_for_update(no_key=True).get(pk=announcement.agency_id)
    rows = among.select_for_update(no_key=True)
    return rows.select_related("agency").get(pk=announcement.pk)


def check_editable(announcement: Announcement) -> None:
    """Refuse where the text is signed; what is on its way may be edited, and is then "changed"."""
    if not announcement.is_open:
        raise Refused("announcements/edition_signed_or_ended")


def write(
    announcement: Announcement, words: Words, *, by: Actor, change_reason: ChangeReason, number: int
) -> None:
    """Make words stand as version `number` and keep them."""
    content = words.as_data()
    for name, value in content.items():
        setattr(announcement, name, value)
    announcement.version = number
    announcement.changed_at = now()
    announcement.save()
    AnnouncementVersion.objects.create(
        agency=announcement.agency,
        announcement=announcement,
        number=number,
        change_reason=change_reason,
        content=content,
        **made(by, announcement.changed_at),
    )


def record(announcement: Announcement, by: Actor | None, verb: str, **detail: object) -> None:
    """Write the act into the journal."""
    journal.record(
        announcement.agency, by, verb, announcement.subject, year=announcement.fiscal_year, **detail
    )
