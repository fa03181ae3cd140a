"""Make working groups, change them, copy last year's, close them; every version is kept."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from prongsai.core.dates import in_words
from prongsai.core.messages import read_words
from prongsai.core.text import same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.queries import is_running
from prongsai.web.office.circulation.services import start
from prongsai.web.office.meetings.models import Group, GroupVersion, Member
from prongsai.web.office.meetings.queries.groups import (
    groups_of,
    holders,
    participants_of,
    positions_of_group,
    units_of_group,
)
from prongsai.web.office.meetings.series import Draft, Participant
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import hold, record
from prongsai.web.platform.versions import made
from prongsai.web.signing.approval.facts import approved_last
from prongsai.web.signing.approval.models import OPEN_STATES, Submission, SubmissionState
from prongsai.web.signing.approval.queries import signed_copy, submission_of
from prongsai.web.signing.approval.services import submitting
from prongsai.web.signing.approval.services.numbering import lacks_number, number_signed, signed_on
from prongsai.web.signing.publication.models import FALLEN, WITHDRAWN, Publication
from prongsai.web.signing.publication.queries import published_of
from prongsai.web.signing.publication.services import by_itself, publish
from prongsai.web.year.assessment.services.frameworks import locked
from prongsai.web.year.calendar.services import telling

MOST_GROUPS = 20
MOST_MEMBERS = 60


@transaction.atomic
def make(
    agency: Agency,
    *,
    by: Actor,
    year: int,
    kind: str,
    draft: Draft,
    copied_from: UUID | None = None,
) -> Group:
    """A new working group of a year.

    Errors: Refused without members or duties, or for a name that the year has already; Misuse
            where the year is not open.
    """
    locked(agency, year)
    _check(draft)
    standing = groups_of(agency, year)
    _refuse_twin(standing, draft.name)
    if standing.count() >= MOST_GROUPS:
        raise Refused("meetings/too_many_groups", most_groups=MOST_GROUPS)
    group = Group.objects.create(
        agency=agency,
        fiscal_year=year,
        kind=kind,
        name=draft.name,
        subject=draft.subject,
        reason=draft.reason,
        duties=list(draft.duties),
        publishes=draft.publishes,
        copied_from=copied_from,
        made_at=now(),
        made_by=by.user,
        by_words=by.words,
    )
    _write_members(group, draft.participants)
    _write_version(group, draft, by)
    verb = "group-copied" if copied_from else "group-made"
    record(agency, by, verb, draft.name, year=year, members=len(draft.participants))
    return group


@transaction.atomic
def edit(group: Group, *, by: Actor, seen: int, draft: Draft) -> Group:
    """Change a working group; `seen` is the revision that the page showed.

    Errors: Refused where somebody changed it meanwhile, it is closed, or what `make` refuses.
    """
    locked(group.agency, group.fiscal_year)
    row = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if row.closed_at is not None:
        raise Refused("meetings/group_closed")
    if row.revision != seen:
        version = row.versions.first()
        made_by = version.made_by_words if version else ""
        who = same(made_by) if made_by else read_words("meetings/somebody")
        raise Refused("meetings/group_changed_meanwhile", who=who)
    _check(draft)
    _refuse_twin(groups_of(row.agency, row.fiscal_year).exclude(pk=row.pk), draft.name)
    if content_of(draft) == content_of_row(row):
        return row
    row.name, row.subject, row.reason = draft.name, draft.subject, draft.reason
    row.duties, row.publishes = list(draft.duties), draft.publishes
    row.revision += 1
    row.save()
    Member.objects.filter(group=row).delete()
    _write_members(row, draft.participants)
    _write_version(row, draft, by)
    record(row.agency, by, "group-edited", row.name, year=row.fiscal_year, number=row.revision)
    return row


def copy_from(agency: Agency, *, by: Actor, source: Group, year: int) -> Group:
    """The working group of another year once more, with duties that name the new year."""
    old, new = source.fiscal_year, year

    def renewed(text: str) -> str:
        # The years in its sentences move along: "ปี 2566" and the report days of its half years.
        for offset in (1, 0, -1):
            text = text.replace(str(old + offset), f"\0{new + offset}\0")
        return text.replace("\0", "")

    draft = Draft(
        name=renewed(source.name),
        subject=renewed(source.subject),
        reason=renewed(source.reason),
        duties=tuple(renewed(duty) for duty in source.duties),
        participants=participants_of(source),
        publishes=source.publishes,
    )
    return make(agency, by=by, year=year, kind=source.kind, draft=draft, copied_from=source.pk)


@transaction.atomic
def close(group: Group, *, by: Actor, is_open: bool = False) -> None:
    """Close a working group, or open it again; its meetings and papers stay."""
    hold(group.agency)
    row = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if (row.closed_at is None) == is_open:
        return
    row.closed_at = None if is_open else now()
    row.save(update_fields=["closed_at"])
    verb = "group-opened" if is_open else "group-closed"
    record(row.agency, by, verb, row.name, year=row.fiscal_year)


def written(group: Group, participants: tuple[Participant, ...]) -> Draft:
    """What the order of a group says, with these members."""
    return Draft(
        group.name, group.subject, group.reason, tuple(group.duties), participants, group.publishes
    )


def content_of(draft: Draft) -> dict[str, object]:
    """What a version keeps."""
    return {
        "name": draft.name,
        "subject": draft.subject,
        "reason": draft.reason,
        "duties": list(draft.duties),
        "publishes": draft.publishes,
        "members": [
            {
                "title": participant.title,
                "role": participant.role,
                "position": str(participant.position.pk) if participant.position else "",
            }
            for participant in draft.participants
        ],
    }


def content_of_row(group: Group) -> dict[str, object]:
    """What stands, as a version keeps it."""
    members = group.members.select_related("position")
    participants = (Participant(row.title, row.role, row.position) for row in members)
    return content_of(written(group, tuple(participants)))


def printed_content(group: Group) -> dict[str, object]:
    """What the order of a group prints: its members by the titles that their posts have today."""
    return content_of(written(group, participants_of(group)))


def _write_members(group: Group, participants: Sequence[Participant]) -> None:
    Member.objects.bulk_create(
        Member(
            agency=group.agency,
            group=group,
            place=place,
            position=participant.position,
            title=participant.title,
            role=participant.role,
        )
        for place, participant in enumerate(participants, start=1)
    )


def _write_version(group: Group, draft: Draft, by: Actor) -> None:
    GroupVersion.objects.create(
        agency=group.agency,
        group=group,
        number=group.revision,
        content=content_of(draft),
        **made(by),
    )


def _check(draft: Draft) -> None:
    if not draft.participants:
        raise Refused("meetings/group_without_members")
    if len(draft.participants) > MOST_MEMBERS:
        raise Refused("meetings/too_many_members", most_members=MOST_MEMBERS)
    if not draft.duties:
        raise Refused("meetings/duties_missing", field="duties")
    seen: set[UUID] = set()
    for participant in draft.participants:
        if participant.position is None:
            continue
        if participant.position.pk in seen:
            raise Refused("meetings/member_listed_twice", title=participant.title)
        seen.add(participant.position.pk)


def _refuse_twin(groups: QuerySet[Group], name: str) -> None:
    if groups.filter(name=name).exists():
        raise Refused("meetings/group_name_taken", field="name", name=name)


KIND = "order"
# Long enough for people on leave, short enough to be remembered.
_DAYS_TO_ACKNOWLEDGE = 15


@transaction.atomic
def submit(group: Group, *, by: Actor) -> Submission:
    """Submit the order for signature, or its newer version where it is on its way already.

    Errors: Refused for a closed group, or where it is on its way and nothing has changed.
    """
    hold(group.agency)
    rows = Group.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("agency").get(pk=group.pk)
    if row.closed_at is not None:
        raise Refused("meetings/group_closed.order_submitted")
    before = submission_of(row.agency, KIND, row.pk)
    if before is not None and before.state in OPEN_STATES:
        return submitting.resubmit(before, by=by)
    return submitting.submit(row.agency, by=by, kind=KIND, subject=row.pk, year=row.fiscal_year)


@transaction.atomic
def decided(submission: Submission, *, by: Actor | None) -> None:
    """The last step: number and day where it was signed, and the members are told."""
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    if row is None or submission.state != SubmissionState.APPROVED:
        return
    row.signed_on = number_signed(submission, by=by, title=row.subject)
    row.number = submission.number
    row.save(update_fields=["signed_on", "number"])
    people = holders(row.agency, positions_of_group(row), today())
    telling.add_reminders(
        row.agency,
        to=people,
        about=row.pk,
        name=read_words("meetings/member_by_order", name=row.name, day=in_words(row.signed_on)),
        url=row.url,
        year=row.fiscal_year,
        last_day=None,
    )
    record(row.agency, by, "group-order-signed", row.name, year=row.fiscal_year,
           number=row.number or "–", told=len(people))  # fmt: skip


@transaction.atomic
def set_aside(submission: Submission, *, by: Actor) -> None:
    """A disputed result fell: the order before it stands again, with its day and number, or none.

    Shape:  one that somebody objects to does not stand.
    """
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    if row is None:
        return
    former = approved_last(row.agency, KIND, row.pk)
    row.signed_on, row.number = None, ""
    if former is not None and former.objected_at is None:
        row.signed_on, row.number = signed_on(former), former.number
    row.save(update_fields=["signed_on", "number"])
    record(row.agency, by, "group-order-set-aside", row.name, year=row.fiscal_year)


def _order_title(row: Group) -> str:
    return f"คำสั่งที่ {row.number} {row.subject}" if row.number else f"คำสั่ง {row.subject}"


def publish_order(row: Group, *, by: Actor | None, anyway: str = "") -> Publication:
    """Publish the signed copy of an order.

    Errors: KnownAgainst without a reason where something is; Refused where it is not signed yet.
    """
    file = signed_copy(row.agency, KIND, row.pk)
    if file is None or row.signed_on is None:
        raise Refused("papers/signed_copy_missing")
    return publish(
        row.agency, by=by, kind=KIND, subject=row.pk, title=_order_title(row)[:300],
        year=row.fiscal_year, file=file, number=row.number, day=row.signed_on, anyway=anyway,
    )  # fmt: skip


def is_unpublished(row: Group) -> bool:
    """Whether an order that is to be published, and is signed, is not public."""
    if not row.publishes or row.signed_on is None:
        return False
    newest = published_of(row.agency, KIND, row.pk)
    return newest is None or newest.state in (WITHDRAWN, FALLEN)


def copied(submission: Submission) -> None:
    """The signed copy is kept: publish it where that was ticked, and send it to the units.

    Shape:  what lacks its number waits for the copy that bears it; a group of outsiders only has
            nobody to be sent to: its members hear by other ways. What was withdrawn from the public
            stays so and is not sent round.
    """
    row = Group.objects.filter(agency=submission.agency, pk=submission.subject).first()
    file = signed_copy(submission.agency, KIND, submission.subject)
    if row is None or file is None or lacks_number(submission):
        return
    day = signed_on(submission)
    with transaction.atomic():
        hold(row.agency)
        # Its number may have come by hand, after it was signed; and where a newer order fell,
        # this one is borne again.
        row.signed_on, row.number = day, submission.number
        row.save(update_fields=["signed_on", "number"])
        if row.publishes and not by_itself(submission, lambda: publish_order(row, by=None)):
            return
        units, positions = units_of_group(row), positions_of_group(row)
        # A copy that is drawn anew with its number is not sent round again.
        if not (units or positions) or is_running(row.agency, KIND, row.pk):
            return
        try:
            start(
                row.agency, by=None, title=_order_title(row), text="ถือปฏิบัติตามคำสั่ง", kind=KIND,
                subject=row.pk, file=file, year=row.fiscal_year, units=units, positions=positions,
                due=today() + timedelta(days=_DAYS_TO_ACKNOWLEDGE),
            )  # fmt: skip
        except Refused:
            return
