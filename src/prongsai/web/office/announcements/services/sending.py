"""Submit an announcement, and do what follows when it was signed: publish it, send it round."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from prongsai.core.announcements.model import Readers
from prongsai.core.announcements.reading import shipped
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.announcements.content import KIND, current_words, full_title
from prongsai.web.office.announcements.models import OPEN, STANDING, Announcement, AnnouncementState
from prongsai.web.office.announcements.services import drafting
from prongsai.web.office.circulation import services as circulating
from prongsai.web.office.circulation.queries import is_running
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import OPEN_STATES, Submission, SubmissionState
from prongsai.web.signing.approval.queries import signed_copy, signed_version, submission_of
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.approval.services.numbering import (
    lacks_number,
    number_signed,
    refuse_unnumbered,
)
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.assessment.queries import codes_of

# Long enough for people on leave, short enough to be remembered.
DAYS_TO_ACKNOWLEDGE = 15
OPEN_PLACE = "…"


@transaction.atomic
def send(announcement: Announcement, *, by: Actor) -> Submission:
    """Submit an announcement for signature, or its newer version where it is on its way already.

    Errors: Refused where it is signed, on its way and nothing has changed, or not filled in.
    """
    row = drafting.locked(announcement)
    drafting.check_editable(row)
    # A model leaves open what only the agency knows; nobody signs that.
    left = next((text for text in current_words(row).paragraphs() if OPEN_PLACE in text), "")
    if left:
        quoted = shorten(left, 60)
        raise Refused("announcements/place_left_open", quoted=quoted)
    before = submission_of(row.agency, KIND, row.pk)
    if before is not None and before.state in OPEN_STATES:
        submission = submitting.resubmit(before, by=by)
    else:
        submission = submitting.submit(
            row.agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year
        )
    row.state = AnnouncementState.SENT
    row.save(update_fields=["state"])
    drafting.record(row, by, "notice-submitted")
    return submission


def _submitted(submission: Submission) -> Announcement | None:
    rows = Announcement.objects.filter(agency=submission.agency)
    return rows.filter(pk=submission.subject).first()


@transaction.atomic
def decided(submission: Submission, *, by: Actor | None) -> None:
    """What follows the last decision: number and day where it was signed, else a draft again."""
    announcement = _submitted(submission)
    if announcement is None or not announcement.is_open:
        return
    row = drafting.locked(announcement)
    if submission.state != SubmissionState.APPROVED:
        row.state = AnnouncementState.DRAFT
        row.save(update_fields=["state"])
        drafting.record(row, by, "notice-returned")
        return
    others = drafting.editions_of(row.agency, row.fiscal_year, row.kind).exclude(pk=row.pk)
    others.filter(state__in=STANDING).update(state=AnnouncementState.REPLACED)
    row.state = AnnouncementState.SIGNED
    row.signed_on = number_signed(submission, by=by, title=row.subject)
    row.number = submission.number
    row.save(update_fields=["state", "signed_on", "number"])
    drafting.record(row, by, "notice-signed", day=row.signed_on.isoformat())


@transaction.atomic
def set_aside(submission: Submission, *, by: Actor) -> None:
    """A disputed result fell: a draft again, without the number and day that it had by it.

    Shape:  where a corrected text is being worked on already, that one goes on. The edition that
            it replaced is in force again.
    """
    announcement = _submitted(submission)
    if announcement is None or not (announcement.is_open or announcement.stands):
        return
    row = drafting.locked(announcement)
    others = drafting.editions_of(row.agency, row.fiscal_year, row.kind).exclude(pk=row.pk)
    is_worked_on = others.filter(state__in=OPEN).exists()
    was_standing = row.stands
    row.state = AnnouncementState.REPLACED if is_worked_on else AnnouncementState.DRAFT
    row.signed_on, row.number = None, ""
    row.save(update_fields=["state", "signed_on", "number"])
    drafting.record(row, by, "notice-returned")
    if was_standing:
        _restore_former(row, by)


def _restore_former(row: Announcement, by: Actor) -> None:
    """Put in force again what a fallen edition replaced.

    Shape:  the edition that was approved last; none where somebody objects to that approval.
            `publication` publishes it anew where it was public; else it waits for a person.
    """
    editions = Announcement.objects.filter(
        agency=row.agency, series=row.series, state=AnnouncementState.REPLACED
    )
    approved = Submission.objects.filter(
        agency=row.agency, kind=KIND, state=SubmissionState.APPROVED,
        subject__in=editions.values("pk"),
    )  # fmt: skip
    approval = approved.order_by("-decided_at", "-made_at").first()
    if approval is None or approval.objected_at is not None:
        return
    former = editions.get(pk=approval.subject)
    public = Publication.objects.filter(
        agency=row.agency, subject=row.series, check_code=approval.code, withdrawn_at=None
    )
    former.state = AnnouncementState.PUBLISHED if public.exists() else AnnouncementState.SIGNED
    former.number = approval.number
    former.save(update_fields=["state", "number"])
    drafting.record(former, by, "notice-restored-in-force", edition=former.edition)


@transaction.atomic
def publish(announcement: Announcement, *, by: Actor | None, anyway: str = "") -> Publication:
    """Publish the signed copy and send it round to those who must acknowledge it.

    Shape:  once more does no harm: the same copy is published once, and sent round once.
    Errors: KnownAgainst without a reason where something is; Refused where it is not signed or
            not numbered, its copy is not drawn yet, or somebody objects to the edition before it,
            which nobody took back.
    """
    row = drafting.locked(announcement)
    signed = signed_version(row.agency, KIND, row.pk)
    file = signed.signed_file if signed is not None else None
    if not row.stands or signed is None or file is None or row.signed_on is None:
        raise Refused("announcements/signed_copy_missing")
    refuse_unnumbered(signed.submission)
    _refuse_held_former(row)
    made = publishing.publish(
        row.agency,
        by=by,
        kind="order" if row.form == "order" else KIND,
        subject=row.series,
        title=full_title(row),
        year=row.fiscal_year,
        file=file,
        number=row.number,
        day=row.signed_on,
        items=codes_of(row.agency, row.fiscal_year, row.items),
        anyway=anyway,
    )
    row.state = AnnouncementState.PUBLISHED
    row.save(update_fields=["state"])
    return made


@transaction.atomic
def circulate(announcement: Announcement, *, by: Actor | None) -> None:
    """Send a published announcement round to those its kind names; nothing where it names none.

    Shape:  once more does no harm: what is being sent round is not sent round again, even where
            its copy was drawn anew with a number.
    Errors: Refused where it is not published, or nobody holds a position who could read it.
    """
    row = drafting.locked(announcement)
    file = signed_copy(row.agency, KIND, row.pk)
    if row.state != AnnouncementState.PUBLISHED or file is None:
        raise Refused("announcements/not_published_yet")
    if row.readers == Readers.NONE or is_running(row.agency, KIND, row.pk):
        return
    units = None
    if row.readers == Readers.UNITS:
        units = list(Unit.objects.filter(agency=row.agency, is_closed=False))
    circulating.start(
        row.agency,
        by=by,
        title=full_title(row),
        kind=KIND,
        subject=row.pk,
        file=file,
        year=row.fiscal_year,
        units=units,
        due=today() + timedelta(days=DAYS_TO_ACKNOWLEDGE),
    )


def copied(submission: Submission) -> None:
    """The signed copy is kept: publish it and send it round, as the table of kinds says.

    Shape:  what lacks its number waits for the copy that bears it; where nobody could read it the
            announcement is published all the same, and its page says that it was not sent round.
            What was withdrawn stays so, and is not sent round either.
    """
    announcement = _submitted(submission)
    if announcement is None or not announcement.stands or lacks_number(submission):
        return
    with transaction.atomic():
        journal.hold(announcement.agency)
        Announcement.objects.filter(pk=announcement.pk).update(number=submission.number)
        if not publishing.by_itself(submission, lambda: publish(announcement, by=None)):
            return
        try:
            circulate(announcement, by=None)
        except Refused:
            return


def _refuse_held_former(row: Announcement) -> None:
    """An edition that is disputed is settled before another takes its place.

    Shape:  one that was ended, or withdrawn from the public with a reason, is settled.
    """
    others = Announcement.objects.filter(agency=row.agency, series=row.series).exclude(pk=row.pk)
    taken_back = Publication.objects.filter(
        agency=row.agency, check_code=OuterRef("code"), withdrawn_at__isnull=False
    )
    held_ones = Submission.objects.exclude(state=SubmissionState.SET_ASIDE).filter(
        ~Exists(taken_back), agency=row.agency, kind=KIND, objected_at__isnull=False,
        subject__in=others.exclude(state=AnnouncementState.WITHDRAWN).values("pk"),
    )  # fmt: skip
    if held_ones.exists():
        raise Refused("publication/former_edition_objected_to")


def series_of(row: Announcement) -> str:
    """The register that numbers it; "" where its kind has no numbers."""
    kind = shipped().kind(row.kind)
    if kind is None or not kind.numbered:
        return ""
    return Series.ORDER.value if row.form == "order" else Series.ANNOUNCEMENT.value
