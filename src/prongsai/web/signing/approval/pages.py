"""What the inbox and the page of a paper on its way show, and the reader's own results."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from msgspec import Struct

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.differences import Difference, differences
from prongsai.core.approval.model import Ask, State, Way
from prongsai.core.disclosure.gate import Gate
from prongsai.core.messages import read_words
from prongsai.core.text import same
from prongsai.web.agency.models import Appointment
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.signing.approval import queries
from prongsai.web.signing.approval.confirming import waiting_to_confirm
from prongsai.web.signing.approval.drawing import is_changed
from prongsai.web.signing.approval.facts import chain_of
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import (
    OPEN_STATES,
    Decision,
    PaperResult,
    ResultState,
    Submission,
    Version,
)
from prongsai.web.signing.approval.objections import objections_before, objections_to
from prongsai.web.signing.approval.positions import appointed_to, is_open_to_skip, signatory_in
from prongsai.web.signing.approval.services.annulling import annullable
from prongsai.web.signing.approval.services.common import is_whole
from prongsai.web.signing.approval.services.numbering import may_number
from prongsai.web.signing.approval.services.submitting import lacks_copy, may_resubmit
from prongsai.web.signing.approval.shown import Dispute, Drawn, Kept, SubmissionPage, Turn

_ON_A_PAGE = 20


class InboxPage(Struct, frozen=True):
    """What waits for the reader, what the reader must go on with, the rest, and what is over."""

    to_sign: tuple[Submission, ...]
    to_do: tuple[Submission, ...]
    on_its_way: tuple[Submission, ...]
    decided: Page[Submission]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever submitted."""
        return not (self.to_sign or self.to_do or self.on_its_way or self.decided)


def inbox_page(person: Actor, on: date, number: str = "") -> InboxPage:
    """The reader's submissions of an agency, what waits for them first."""
    readable = queries.readable(person)
    waiting = {row.pk for row in queries.waiting_for_person(person, on)}
    to_sign, to_do, others = [], [], []
    for row in readable.filter(state__in=OPEN_STATES).order_by("changed_at"):
        if row.pk in waiting:
            to_sign.append(row)
        elif row.by_id == person.user.pk and _is_drafters(row):
            to_do.append(row)
        else:
            others.append(row)
    over = readable.exclude(state__in=OPEN_STATES)
    decided = Paginator(over.order_by("-changed_at"), _ON_A_PAGE).get_page(number)
    return InboxPage(tuple(to_sign), tuple(to_do), tuple(others), decided)


def _is_drafters(row: Submission) -> bool:
    is_on_paper = row.is_open and row.is_on_paper
    return row.state == State.SENT_BACK or (is_on_paper and row.objected_at is None)


def submission_page(row: Submission, person: Actor, on: date) -> SubmissionPage:
    """One submission with its newest version, as `person` may act on it."""
    versions = _versions(row)
    version = versions[-1]
    decisions = tuple(queries.decisions_of(row))
    chain = chain_of(row, version, decisions)
    handler = KINDS.get(row.kind)
    result = _result(row, version)
    is_for_agency = may(person, Right.SUBMIT)
    turn, dispute = _turn(row, chain, person, on), dispute_of(row, person)
    return SubmissionPage(
        row=row,
        version=version,
        subject_url=handler.url(row.agency, row.subject) if handler else "",
        after=handler.after if handler else same(""),
        steps=queries.chain_steps(row, version, decisions, dispute.objections),
        earlier=queries.earlier_steps(decisions),
        differences=_differences(versions),
        done_count=len(chain.acts),
        is_changed=is_changed(row, version),
        may_resubmit=may_resubmit(row, person),
        is_for_agency=is_for_agency,
        may_number=may(person, Right.ISSUE_NUMBERS) and not row.number and may_number(row),
        result=result,
        may_confirm=result is not None and result in waiting_to_confirm(person),
        local_address=_local_address(row, person),
        lacks_emblem=(
            row.by_id == person.user.pk
            and person.agency.emblem_id is None
            and may(person, Right.EDIT_AGENCY)
        ),
        drawn=_drawn(row, version, decisions),
        turn=turn,
        dispute=dispute,
        gate=_gate(row, version),
        next_paper=None if turn.verdicts else queries.waiting_for_person(person, on).first(),
    )


def _gate(row: Submission, version: Version) -> Gate | None:
    """What is known against what is asked, while somebody may still decide or publish it."""
    handler = KINDS.get(row.kind)
    is_over = row.state in (State.WITHDRAWN, State.REFUSED) or row.is_set_aside
    if handler is None or is_over:
        return None
    version.submission = row
    return handler.against(row.agency, row.subject, version)


def _drawn(row: Submission, version: Version, decisions: Sequence[Decision]) -> Drawn:
    return Drawn(
        shown="signed" if version.signed_file_id else "pdf",
        sheets=tuple(range(1, (version.signed_pages or version.pages) + 1)),
        files=_files(row, version, decisions),
        enclosures=tuple(version.enclosures.select_related("file")),
        job=version.job,
        failure=version.job.error if version.job else None,
        is_drawing=version.file_id is None,
        is_whole=version.file_id is None or is_whole(version.file, version.digest),
        lacks_copy=lacks_copy(row, version),
    )


def _turn(row: Submission, chain: Chain, person: Actor, on: date) -> Turn:
    step = chain.waiting_step
    appointed = appointed_to(row.agency, row.waits_for_id, on)
    is_vacant = step is not None and is_open_to_skip(row, chain, appointed)
    is_mine = (
        not row.is_on_paper
        and signatory_in(row.agency, person.user, row.waits_for_id, on) is not None
    )
    return Turn(
        allowed=chain.may(),
        is_mine=is_mine,
        holders=tuple(str(user) for user in appointed if user.is_active),
        is_vacant=is_vacant,
        is_closed=bool(appointed) and not any(user.is_active for user in appointed),
        is_emptied=step is not None and not appointed and not is_vacant,
        is_deciding=step is not None
        and (step.ask is Ask.DECIDE or chain.waits_at == len(chain.steps)),
    )


def dispute_of(row: Submission, person: Actor) -> Dispute:
    """Who annulled a result of a paper, and what of it the reader may annul."""
    named = annullable(row, person) if row.is_on_paper else None
    return Dispute(
        objections=objections_to(row),
        objections_before=() if row.is_over else objections_before(row),
        disputed_scan=_scan_at(row, named.place) if named else "",
        named=named,
    )


def named_page(person: Actor, number: str = "") -> Page[Submission]:
    """The papers with a result in the name of a person that they may annul, the newest first.

    Shape:  what is shown of a page of them; one that they may not annul is left out of it.
    """
    rows = Submission.objects.filter(agency=person.agency, way=Way.ON_PAPER)
    standing = rows.exclude(state__in=(State.WITHDRAWN, State.SET_ASIDE))
    page: Page[Any] = Paginator(_of_posts(person, standing), _ON_A_PAGE).get_page(number)
    listed = rows.filter(pk__in=list(page)).order_by("-changed_at")
    page.object_list = [row for row in listed.select_related("agency") if annullable(row, person)]
    return page


def was_asked(person: Actor) -> bool:
    """Whether a post that a person ever held signs on paper, also once nothing can be annulled."""
    return bool(_of_posts(person, Submission.objects.filter(way=Way.ON_PAPER)))


def _of_posts(person: Actor, rows: QuerySet[Submission]) -> list[UUID]:
    """The keys of those papers that a post which a person ever held signs, the newest first."""
    held = Appointment.objects.filter(agency=person.agency, user=person.user, is_acting=False)
    posts = {str(post) for post in held.values_list("position", flat=True)}
    own = Q(paper_results__own_position__in=posts) | Q(decisions__own_position__in=posts)
    of_agency = rows.filter(agency=person.agency)
    acted = set(of_agency.filter(own).values_list("pk", flat=True))
    return [
        key
        for key, steps in of_agency.order_by("-changed_at").values_list("pk", "steps")
        if key in acted or posts & {step["position"] for step in steps}
    ]


def version_of(row: Submission, number: int) -> Version | None:
    versions = Version.objects.filter(submission=row, number=number)
    return versions.select_related(
        "submission__agency", "file__agency", "word_file__agency", "page_file__agency",
        "signed_file__agency", "final_file__agency",
    ).first()  # fmt: skip


def _versions(row: Submission) -> list[Version]:
    """The versions of a submission; the printed text only of the last two."""
    versions = Version.objects.filter(submission=row).order_by("-number")
    named = versions.select_related("file__agency", "word_file", "signed_file", "final_file", "job")
    return list(reversed(named[:2]))


def _differences(versions: Sequence[Version]) -> tuple[Difference, ...]:
    drawn = [version for version in versions if version.file_id is not None]
    return differences(drawn[-2].strings, drawn[-1].strings) if len(drawn) > 1 else ()


def _result(row: Submission, version: Version) -> PaperResult | None:
    if not row.is_on_paper:
        return None
    rows = PaperResult.objects.filter(submission=row, version=version, state=ResultState.WAITING)
    return rows.select_related("scan").first()


def _local_address(row: Submission, person: Actor) -> str:
    """Where the QR code leads if nobody else can open it: told to the drafter, who can wait."""
    address = site_address()
    return address if row.by_id == person.user.pk and is_local(address) else ""


def _scan_at(row: Submission, place: int) -> str:
    """The address of the sheet that was entered for a step; "" for none."""
    entered = row.paper_results.filter(place=place, state=ResultState.WAITING).first()
    if entered is not None:
        return reverse("approval:entered_scan", args=[row.pk, entered.pk])
    made = row.decisions.filter(place=place, is_on_paper=True, voided_at=None).first()
    return reverse("approval:scan", args=[row.pk, made.pk]) if made else ""


def _files(row: Submission, version: Version, decisions: Sequence[Decision]) -> tuple[Kept, ...]:
    parts = {
        "signed": version.signed_file, "pdf": version.file, "docx": version.word_file,
        "final": version.final_file,
    }  # fmt: skip
    kept = [
        Kept(
            reverse("approval:file", args=[row.pk, version.number, form]),
            read_words(f"approval/copy.{form}"),
            read_words(f"approval/copy_about.{form}"),
            file.digest,
        )
        for form, file in parts.items()
        if file is not None
    ]
    scans = [
        Kept(
            reverse("approval:scan", args=[row.pk, decision.pk]),
            read_words("approval/scan", position=decision.position),
            same(decision.scan.name),
            decision.scan.digest,
        )
        for decision in decisions
        # What was set aside is looked at by whoever asks what happened.
        if decision.scan is not None and (decision.voided_at is None or row.is_set_aside)
    ]
    return (*kept, *scans)
