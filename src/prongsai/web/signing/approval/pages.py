"""What the pages of approval show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.differences import Difference, differences
from prongsai.core.approval.model import Ask, State, Way
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform import jobs
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.signing.approval import queries
from prongsai.web.signing.approval.changes import is_changed
from prongsai.web.signing.approval.confirming import waiting_to_confirm
from prongsai.web.signing.approval.facts import chain_of
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.inbox import days_since
from prongsai.web.signing.approval.models import (
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
from prongsai.web.signing.approval.services.submitting import lacks_copy
from prongsai.web.signing.approval.shown import Dispute, Drawn, Kept, SubmissionPage, Turn


def find(agency: Agency, submission_id: UUID) -> Submission | None:
    """One submission of an agency."""
    rows = Submission.objects.filter(agency=agency, pk=submission_id)
    return rows.select_related("agency", "waits_for", "unit").first()


def submission_page(row: Submission, person: Actor, on: date) -> SubmissionPage:
    """One submission with its newest version, as `person` may act on it."""
    versions = _versions(row)
    version = versions[-1]
    decisions = tuple(queries.decisions_of(row))
    chain = chain_of(row, version, decisions)
    handler = KINDS.get(row.kind)
    result = _result(row, version)
    return SubmissionPage(
        row=row,
        version=version,
        kind=handler.label if handler else same(row.kind),
        label=queries.label_of(row),
        tag=queries.tag_of(row),
        subject_url=handler.url(row.agency, row.subject) if handler else "",
        after=handler.after if handler else same(""),
        steps=queries.chain_steps(row, version, decisions),
        earlier=queries.earlier_steps(decisions),
        differences=_differences(versions),
        waits_for=row.waits_for.title if row.waits_for else "",
        days=days_since(row, on),
        done_count=len(chain.acts),
        is_changed=is_changed(row, version),
        is_own=row.by_id == person.user.pk or may(person, Right.SUBMIT),
        may_number=may(person, Right.ISSUE_NUMBERS) and not row.number and may_number(row),
        result=result,
        may_confirm=result is not None and result in waiting_to_confirm(person),
        local_address=_local_address(row, person),
        drawn=_drawn(row, version, decisions),
        turn=_turn(row, chain, person, on),
        dispute=_dispute(row, person),
    )


def _drawn(row: Submission, version: Version, decisions: Sequence[Decision]) -> Drawn:
    return Drawn(
        shown="signed" if version.signed_file_id else "pdf",
        sheets=tuple(range(1, (version.signed_pages or version.pages) + 1)),
        files=_files(row, version, decisions),
        enclosures=tuple(version.enclosures.select_related("file")),
        job=version.job,
        failure=jobs.failure_of(version.job) if version.job else None,
        is_drawing=version.file_id is None,
        is_whole=version.file_id is None or is_whole(version.file, version.digest),
        lacks_copy=lacks_copy(row, version),
    )


def _turn(row: Submission, chain: Chain, person: Actor, on: date) -> Turn:
    step = chain.waiting_step
    appointed = appointed_to(row.agency, row.waits_for_id, on)
    is_vacant = step is not None and is_open_to_skip(row, chain, appointed)
    is_mine = (
        row.way != Way.ON_PAPER
        and signatory_in(row.agency, person.user, row.waits_for_id, on) is not None
    )
    return Turn(
        verdicts=chain.may() if step and is_mine else (),
        holders=tuple(str(user) for user in appointed if user.is_active),
        is_vacant=is_vacant,
        is_closed=bool(appointed) and not any(user.is_active for user in appointed),
        is_emptied=step is not None and not appointed and not is_vacant,
        is_deciding=step is not None
        and (step.ask is Ask.DECIDE or chain.waits_at == len(chain.steps)),
    )


def _dispute(row: Submission, person: Actor) -> Dispute:
    named = annullable(row, person) if row.way == Way.ON_PAPER else None
    return Dispute(
        objections=objections_to(row),
        objections_before=() if State(row.state).is_over else objections_before(row),
        disputed_scan=_scan_at(row, named[0]) if named else "",
        may_annul=named is not None,
    )


def version_of(row: Submission, number: int) -> Version | None:
    """A version of a submission by its number, with its files."""
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
    drawn = [one for one in versions if one.file_id is not None]
    return differences(drawn[-2].strings, drawn[-1].strings) if len(drawn) > 1 else ()


def _result(row: Submission, version: Version) -> PaperResult | None:
    if row.way != Way.ON_PAPER:
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
    told = (
        (
            "signed", version.signed_file, Text("สำเนาลงนามแล้ว", "Signed copy"),
            Text("ฉบับที่ลงนาม พร้อมผลทุกขั้นและเลขที่", "with every decision and the number"),
        ),
        (
            "pdf", version.file, Text("ฉบับที่ลงนาม (PDF)", "The paper that is signed (PDF)"),
            Text("ไม่เปลี่ยนอีก ลายนิ้วมือพิมพ์ไว้ด้านล่าง", "never changes again; its digest is below"),
        ),
        (
            "docx", version.word_file, Text("ฉบับแก้ไขได้ (DOCX)", "To edit (DOCX)"),
            Text("เนื้อความเดียวกับ PDF", "the same content"),
        ),
        (
            "final", version.final_file, Text("ฉบับแก้ด้วยมือ", "Edited by hand"),
            Text("รับเข้าภายหลัง มีลายนิ้วมือของตนเอง", "taken in later, with a digest of its own"),
        ),
    )  # fmt: skip
    kept = [
        Kept(
            reverse("approval:file", args=[row.pk, version.number, form]), name, about, file.digest
        )
        for form, file, name, about in told
        if file is not None
    ]
    scans = [
        Kept(
            reverse("approval:scan", args=[row.pk, one.pk]),
            Text(f"ภาพสแกน: {one.position}", f"Scan: {one.position}"),
            same(one.scan.name),
            one.scan.digest,
        )
        for one in decisions
        # What was set aside is looked at by whoever asks what happened.
        if one.scan is not None and (one.voided_at is None or row.state == State.SET_ASIDE)
    ]
    return (*kept, *scans)
