"""Submit a paper along a route, submit it again, withdraw it, have it drawn again."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from prongsai.core.approval.chain import NotAllowed
from prongsai.core.approval.model import Ask, Route, State, Way
from prongsai.core.approval.routes import by_the_head
from prongsai.core.messages import read_words
from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import headed_units
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import LEADING_UNITS
from prongsai.web.agency.services import notifying
from prongsai.web.platform import jobs
from prongsai.web.platform.address import is_found_by_others
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import own
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job
from prongsai.web.signing.approval.drawing import is_changed
from prongsai.web.signing.approval.handlers import KINDS, handler_of, receiver_of
from prongsai.web.signing.approval.models import (
    OPEN_STATES,
    Decision,
    Enclosure,
    Objection,
    Submission,
    Version,
)
from prongsai.web.signing.approval.objections import objections_before, objections_to
from prongsai.web.signing.approval.positions import positions_by_role, unit_of
from prongsai.web.signing.approval.queries import choice_of
from prongsai.web.signing.approval.routes import routes_of
from prongsai.web.signing.approval.services.common import (
    COPY,
    DRAW,
    ask_copy,
    lock,
    refused,
    save_state,
)
from prongsai.web.signing.numbering.services import hand_on

# No letter that is read as another: I, L, O, U are left out.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HALF = 4


def submit(
    agency: Agency,
    *,
    by: Actor,
    kind: str,
    subject: UUID,
    year: int,
    unit: Unit | None = None,
    number: str = "",
    way: Way | None = None,
) -> Submission:
    """Submit a subject; a job draws the exact PDF and then opens the first step.

    Shape:  without `unit` it is the unit of the drafter's position; without `way`, as with the
            route, that which the agency chose, unless the handler has a route for this subject.
    Errors: MustChoose as `unit_of`; Refused where the subject is on its way already, nobody is
            there who decides, or its QR code would lead to this machine alone.
    """
    _refuse_local_code()
    own(agency, unit)
    route, chosen_way = chosen_route(agency, kind, subject)
    unit = unit or unit_of(by, today())
    moment = now()
    try:
        with transaction.atomic():
            row = Submission.objects.create(
                agency=agency, fiscal_year=year, kind=kind, subject=subject,
                title=handler_of(kind).title(agency, subject)[:500], unit=unit, number=number,
                way=(way or chosen_way).value, route=route, steps=planned_steps(by, unit, route),
                code=_new_code(), made_at=moment, changed_at=moment,
                by=by.user, by_words=by.words,
            )  # fmt: skip
            if not number:
                _take_over_number(row, by)
            _new_version(row, 1, by)
            record(agency, by, "approval-submitted", subject=row.title, year=year, code=row.code)
            _tell_objectors(row, by, objections_before(row), "submitted_again")
    except IntegrityError:
        if not _is_open(agency, kind, subject):
            raise
        raise Refused("approval/submitted_already") from None
    return row


def _take_over_number(row: Submission, by: Actor) -> None:
    """The number that the same paper took before it was withdrawn, in the register of this year."""
    before = Submission.objects.filter(
        agency=row.agency, kind=row.kind, subject=row.subject, unit=row.unit, state=State.WITHDRAWN
    )
    former = before.exclude(number="").order_by("-made_at").first()
    if former is None:
        return
    row.number = hand_on(
        row.agency, by=by, subject=former.pk, to=row.pk, title=row.title, on=today(),
        receiver=receiver_of(row),
    )  # fmt: skip
    row.save(update_fields=["number"])


@transaction.atomic
def resubmit(submission: Submission, *, by: Actor) -> Submission:
    """Submit the next version; what was decided on earlier ones becomes void.

    Errors: Refused after the end, for somebody who is neither drafter nor has the right, where it
            is on its way and nothing was changed, and where its QR code would lead to this machine.
    """
    _refuse_local_code()
    locked = lock(submission)
    check_own(locked.row, by)
    if locked.row.state == State.OPEN and not is_changed(locked.row, locked.version):
        raise Refused("approval/nothing_changed")
    _refuse_past_the_head(locked.row, by)
    try:
        chain = locked.chain.resubmitted()
    except NotAllowed as error:
        raise refused(error) from None
    handler = handler_of(locked.row.kind)
    locked.row.title = handler.title(locked.row.agency, locked.row.subject)[:500]
    Decision.objects.filter(submission=locked.row, voided_at=None).update(voided_at=now())
    save_state(locked, chain)
    _new_version(locked.row, chain.version, by)
    record(
        locked.row.agency, by, "approval-resubmitted",
        subject=locked.row.title, number=chain.version, code=locked.row.code,
    )  # fmt: skip
    _tell_objectors(locked.row, by, objections_to(locked.row), "submitted_again")
    return locked.row


@transaction.atomic
def withdraw(submission: Submission, *, by: Actor, reason: str = "") -> Submission:
    """Take a submission back; its history stays.

    Errors: Refused after the end, and for somebody else than the drafter or who has the right.
    """
    locked = lock(submission)
    check_own(locked.row, by)
    try:
        chain = locked.chain.withdrawn()
    except NotAllowed as error:
        raise refused(error) from None
    save_state(locked, chain)
    record(
        locked.row.agency, by, "approval-withdrawn",
        subject=locked.row.title, code=locked.row.code, reason=reason,
    )  # fmt: skip
    _tell_objectors(locked.row, by, objections_to(locked.row), "withdrawn")
    return locked.row


@transaction.atomic
def draw_again(submission: Submission, *, by: Actor) -> Job:
    """Ask again for the PDF of a version, or for its signed copy, whose job failed."""
    locked = lock(submission)
    check_own(locked.row, by)
    if lacks_copy(locked.row, locked.version):
        return ask_copy(locked, by)
    job = locked.version.job
    if locked.version.file_id is not None or (job is not None and job.is_open):
        raise Refused("approval/nothing_to_redraw")
    return _draw(locked.version, by)


@transaction.atomic
def give_number(submission: Submission, *, by: Actor, number: str) -> Submission:
    """Write the number of the register onto the submission; the signed copy is drawn anew."""
    locked = lock(submission)
    if locked.row.number == number:
        return locked.row
    locked.row.number = number
    locked.row.save(update_fields=["number"])
    record(locked.row.agency, by, "approval-numbered", subject=locked.row.title, number=number)
    if locked.row.state == State.APPROVED:
        ask_copy(locked, by)
    return locked.row


def lacks_copy(row: Submission, version: Version) -> bool:
    """Whether the end was reached, the signed copy is not there and no job is at it.

    Shape:  while somebody objects no copy is drawn.
    """
    is_over = row.state in (State.APPROVED, State.REFUSED) and row.objected_at is None
    if not is_over or version.signed_file_id is not None:
        return False
    return not jobs.open_jobs(row.agency_id, COPY, version=str(version.pk)).exists()


def check_own(row: Submission, by: Actor) -> None:
    if not may_resubmit(row, by):
        raise Refused("approval/submitting_not_allowed")


def may_resubmit(row: Submission, by: Actor) -> bool:
    """Whether a person may submit it again or take it back: its kind says whose it is."""
    handler = KINDS.get(row.kind)
    return may(by, Right.SUBMIT) or (handler is not None and handler.is_theirs(row, by))


def check_for_agency(by: Actor) -> None:
    """Whether a person submits for the agency: an officer skips no step of an own paper."""
    if not may(by, Right.SUBMIT):
        raise Refused("approval/skipping_not_allowed")


def _tell_objectors(
    row: Submission, by: Actor, objections: Iterable[Objection], outcome: str
) -> None:
    """Whoever objected hears what becomes of the paper: a new one bears no objection of theirs."""
    people = [
        objection.by
        for objection in objections
        if objection.by is not None and objection.by_id != by.user.pk
    ]
    sentence = read_words(f"approval/to_objectors.{outcome}", by=by.words, title=row.title)
    notifying.notify(row.agency, people, sentence, row.url)


def _refuse_local_code() -> None:
    # Whoever holds the paper looks up by its code whether it was approved.
    if not is_found_by_others():
        raise Refused("agency/address_missing")


def _is_open(agency: Agency, kind: str, subject: UUID) -> bool:
    rows = Submission.objects.filter(agency=agency, kind=kind, subject=subject)
    return rows.filter(state__in=OPEN_STATES).exists()


def _new_version(row: Submission, number: int, by: Actor) -> Version:
    handler = handler_of(row.kind)
    handler.prepare(row.agency, row.subject, by=by)
    version = Version.objects.create(
        agency=row.agency,
        submission=row,
        number=number,
        fingerprint=handler.fingerprint(row.agency, row.subject),
        made_at=now(),
        by=by.user,
        by_words=by.words,
        by_name=by.user.display_name if row.agency.prints_names else "",
    )
    numbered = enumerate(handler.enclosures(row.agency, row.subject), start=1)
    Enclosure.objects.bulk_create(
        Enclosure(
            agency=row.agency, version=version, place=place, title=title[:300], file=file,
            digest=file.digest,
        )
        for place, (title, file) in numbered
    )  # fmt: skip
    _draw(version, by)
    return version


def _draw(version: Version, by: Actor) -> Job:
    job = jobs.ask(version.agency, by, DRAW, {"version": str(version.pk)})
    version.job = job
    version.save(update_fields=["job"])
    return job


def chosen_route(agency: Agency, kind: str, subject: UUID | None) -> tuple[str, Way]:
    """The route and way that the agency chose, unless the handler has a route for the subject."""
    handler = handler_of(kind)
    route, way = choice_of(agency, kind)
    if subject is not None:
        route = handler.route_for(agency, subject) or route
    return route, way


def planned_steps(by: Actor, unit: Unit | None, name: str) -> list[dict[str, str | int]]:
    """The route as it is now, each step with its position; those that do not exist are left out.

    Shape:  a post that is named and is the drafter's unit head too signs once, at its later step.
    Errors: Refused where nobody is there who decides, or no head for what an officer drafted.
    """
    agency = by.agency
    route = routes_of(agency)[name]
    if unit is not None and _goes_by_head(by, unit):
        route = by_the_head(route)
        if not any(key in positions_by_role(agency, unit) for key in LEADING_UNITS):
            raise Refused("approval/head_of_unit_missing", unit=unit.name)
    posts = _positions_of(agency, unit, route)
    there = [
        (step, post)
        for place, (step, post) in enumerate(zip(route.steps, posts, strict=True))
        if post is not None and post not in posts[place + 1 :]
    ]
    if not there or (route.steps[-1].ask is Ask.DECIDE and there[-1][0] is not route.steps[-1]):
        raise Refused("approval/no_deciding_position")
    steps: list[dict[str, str | int]] = []
    for place, (step, position) in enumerate(there, start=1):
        named = step.named(position.title)
        steps.append(
            {
                "place": place, "seat": step.position, "ask": step.ask.value,
                "position": str(position.pk), "title": position.title,
                "th": named.th, "en": named.en,
            }
        )  # fmt: skip
    return steps


def _goes_by_head(by: Actor, unit: Unit) -> bool:
    """Whether the head of the unit sees it first, whatever the route: of who may only draft."""
    return not may(by, Right.SUBMIT) and unit.pk not in headed_units(by, today())


def _refuse_past_the_head(row: Submission, by: Actor) -> None:
    """Who may only draft now goes by the head, who is in no step of an earlier submission."""
    if row.unit is None or not _goes_by_head(by, row.unit):
        return
    posts = positions_by_role(row.agency, row.unit)
    heads = {str(posts[key].pk) for key in LEADING_UNITS if key in posts}
    if not heads & {step["position"] for step in row.steps}:
        raise Refused("approval/head_in_no_step", unit=row.unit.name)


def _positions_of(agency: Agency, unit: Unit | None, route: Route) -> list[Position | None]:
    """The position of each step of a route, in its order; None for one that does not exist."""
    positions = positions_by_role(agency, unit)
    named = Position.objects.filter(agency=agency).in_bulk(
        [s.position_key for s in route.steps if s.position_key]
    )
    by_key = {str(key): position for key, position in named.items()}
    return [
        by_key[step.position_key] if step.position_key else positions.get(step.position)
        for step in route.steps
    ]


def _new_code() -> str:
    letters = [secrets.choice(_LETTERS) for _ in range(2 * _HALF)]
    return f"{''.join(letters[:_HALF])}-{''.join(letters[_HALF:])}"
