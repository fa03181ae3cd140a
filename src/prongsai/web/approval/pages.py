"""What the pages of approval show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from msgspec import Struct

from prongsai.core.approval.differences import Difference, differences
from prongsai.core.approval.model import Ask, State, Verdict, Way
from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Acting
from prongsai.web.agency.permissions import Right, may
from prongsai.web.approval import queries
from prongsai.web.approval.chains import chain_of
from prongsai.web.approval.handlers import KINDS
from prongsai.web.approval.models import (
    OPEN_STATES,
    Decision,
    Enclosure,
    Objection,
    PaperResult,
    ResultState,
    Submission,
    Version,
)
from prongsai.web.approval.objections import objections_before, objections_to
from prongsai.web.approval.queries import ChainStep
from prongsai.web.approval.seats import appointed_to, is_open_to_skip, seated
from prongsai.web.approval.services import releasing, setting_aside
from prongsai.web.approval.services.common import is_whole
from prongsai.web.approval.services.numbering import may_number
from prongsai.web.approval.services.objecting import liftable, objectable
from prongsai.web.approval.services.submitting import lacks_copy
from prongsai.web.platform import jobs
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.models import Job, JobState

_ON_A_PAGE = 20
_OPEN_JOBS = (JobState.WAITING, JobState.RUNNING)


class Line(Struct, frozen=True):
    """One submission in a list; `days` since it began to wait."""

    url: str
    code: str
    title: str
    kind: Text
    by_words: str
    waits_for: str
    days: int
    label: Text
    tag: str
    decided_at: datetime | None


class InboxPage(Struct, frozen=True):
    """What waits for the reader, what the reader must go on with, the rest, and what is over."""

    to_sign: tuple[Line, ...]
    to_do: tuple[Line, ...]
    on_its_way: tuple[Line, ...]
    decided: tuple[Line, ...]
    page_obj: Page[Submission]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever submitted."""
        return not (self.to_sign or self.to_do or self.on_its_way or self.decided)


class Kept(Struct, frozen=True):
    """A kept file of a submission: `form` names it in its address."""

    url: str
    name: Text
    about: Text
    digest: str


class SubmissionPage(Struct, frozen=True):
    """One submission as a reader sees it.

    Shape:  `verdicts` is what the reader may decide now, () for nothing; `shown` and `sheets` tell
            whose pages are shown; `is_whole` that the kept PDF has the digest that was taken;
            `result` is what was entered from paper and waits for another person; `local_address`
            where the QR code leads if nobody else can open it, "" where they can; `disputed_scan`
            the sheet that was entered in the reader's name, to which they may object.
    """

    row: Submission
    version: Version
    kind: Text
    label: Text
    tag: str
    subject_url: str
    after: Text
    steps: tuple[ChainStep, ...]
    earlier: tuple[ChainStep, ...]
    differences: tuple[Difference, ...]
    verdicts: tuple[Verdict, ...]
    waits_for: str
    holders: tuple[str, ...]
    days: int
    done_count: int
    shown: str
    sheets: tuple[int, ...]
    files: tuple[Kept, ...]
    job: Job | None
    failure: ProngsaiError | None
    is_drawing: bool
    is_changed: bool
    is_whole: bool
    is_vacant: bool
    is_closed: bool
    is_emptied: bool
    is_own: bool
    is_deciding: bool
    may_number: bool
    lacks_copy: bool
    result: PaperResult | None
    may_confirm: bool
    may_object: bool
    disputed_scan: str
    objections: tuple[Objection, ...]
    objections_before: tuple[Objection, ...]
    may_lift: bool
    may_ask_aside: bool
    may_set_aside: bool
    may_ask_release: bool
    may_release: bool
    local_address: str
    enclosures: tuple[Enclosure, ...]

    @property
    def is_open(self) -> bool:
        """Whether a step waits."""
        return self.row.state == State.OPEN

    @property
    def is_on_paper(self) -> bool:
        """Whether its steps are signed on paper."""
        return self.row.way == Way.ON_PAPER

    @property
    def is_sent_back(self) -> bool:
        """Whether it waits for its drafter."""
        return self.row.state == State.SENT_BACK

    @property
    def is_over(self) -> bool:
        """Whether nothing can follow."""
        return State(self.row.state).is_over

    @property
    def is_set_aside(self) -> bool:
        """Whether a disputed result of it fell: it is void for good."""
        return self.row.state == State.SET_ASIDE

    @property
    def result_verdict(self) -> Text:
        """What the result of paper says."""
        return Verdict(self.result.verdict).label if self.result else same("")

    @property
    def scan_is_picture(self) -> bool:
        """Whether the scan that waits can be shown small, without drawing it first."""
        return self.result is not None and self.result.scan.media_type.startswith("image/")

    @property
    def may_skip(self) -> bool:
        """Whether the waiting post is vacant, can be skipped, and the reader may do so."""
        return self.is_open and self.is_own and self.is_vacant and not self.is_deciding


def inbox_page(person: Acting, on: date, number: str = "") -> InboxPage:
    """The reader's submissions of an agency, what waits for them first."""
    rows = Submission.objects.filter(agency=person.agency, state__in=OPEN_STATES)
    waiting = {row.pk for row in queries.waiting_for_seat(person, on)}
    to_sign, to_do, others = [], [], []
    for row in rows.select_related("waits_for").order_by("changed_at"):
        if row.pk in waiting:
            to_sign.append(_line(row, on))
        elif row.by_id == person.user.pk and _is_drafters(row):
            to_do.append(_line(row, on))
        else:
            others.append(_line(row, on))
    over = Submission.objects.filter(agency=person.agency).exclude(state__in=OPEN_STATES)
    page = Paginator(over.order_by("-changed_at"), _ON_A_PAGE).get_page(number)
    decided = tuple(_line(row, on) for row in page)
    return InboxPage(tuple(to_sign), tuple(to_do), tuple(others), decided, page)


def find(agency: Agency, submission_id: UUID) -> Submission | None:
    """One submission of an agency."""
    rows = Submission.objects.filter(agency=agency, pk=submission_id)
    return rows.select_related("agency", "waits_for", "unit").first()


def submission_page(row: Submission, person: Acting, on: date) -> SubmissionPage:
    """One submission with its newest version, as `person` may act on it."""
    versions = _versions(row)
    version = versions[-1]
    decisions = tuple(queries.decisions_of(row))
    chain = chain_of(row, version, decisions)
    step = chain.waiting_step
    appointed = appointed_to(row.agency, row.waits_for_id, on)
    handler = KINDS.get(row.kind)
    is_vacant = step is not None and is_open_to_skip(row, chain, appointed)
    mine = chain.may() if step and _is_mine(row, person, on) else ()
    result = _result(row, version)
    named = objectable(row, person) if row.way == Way.ON_PAPER else None
    place = named[0] if named else 0
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
        verdicts=mine,
        waits_for=row.waits_for.title if row.waits_for else "",
        holders=tuple(str(user) for user in appointed if user.is_active),
        days=_days(row, on),
        done_count=len(chain.acts),
        shown="signed" if version.signed_file_id else "pdf",
        sheets=tuple(range(1, (version.signed_pages or version.pages) + 1)),
        files=_files(row, version, decisions),
        job=version.job,
        failure=jobs.failure_of(version.job) if version.job else None,
        is_drawing=version.file_id is None,
        is_changed=queries.is_changed(row, version),
        is_whole=version.file_id is None or is_whole(version.file, version.digest),
        is_vacant=is_vacant,
        is_emptied=step is not None and not appointed and not is_vacant,
        is_own=row.by_id == person.user.pk or may(person, Right.SUBMIT),
        is_closed=bool(appointed) and not any(user.is_active for user in appointed),
        is_deciding=step is not None
        and (step.ask is Ask.DECIDE or chain.waits_at == len(chain.steps)),
        may_number=may(person, Right.ISSUE_NUMBERS) and not row.number and may_number(row),
        lacks_copy=lacks_copy(row, version),
        result=result,
        may_confirm=result is not None and queries.waiting_to_confirm(person).contains(result),
        may_object=place > 0,
        disputed_scan=_scan_at(row, place),
        objections=objections_to(row),
        objections_before=() if State(row.state).is_over else objections_before(row),
        may_lift=bool(liftable(row, person)),
        may_ask_aside=setting_aside.may_ask(row, person),
        may_set_aside=setting_aside.may_confirm(row, person),
        may_ask_release=releasing.may_ask(row, person),
        may_release=releasing.may_confirm(row, person),
        enclosures=tuple(version.enclosures.select_related("file")),
        local_address=_local_address(row, person),
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


def _is_drafters(row: Submission) -> bool:
    return row.state == State.SENT_BACK or (row.state == State.OPEN and row.way == Way.ON_PAPER)


def _result(row: Submission, version: Version) -> PaperResult | None:
    if row.way != Way.ON_PAPER:
        return None
    rows = PaperResult.objects.filter(submission=row, version=version, state=ResultState.WAITING)
    return rows.select_related("scan").first()


def _local_address(row: Submission, person: Acting) -> str:
    """Where the QR code leads if nobody else can open it: told to the drafter, who can wait."""
    address = site_address()
    return address if row.by_id == person.user.pk and is_local(address) else ""


def _scan_at(row: Submission, place: int) -> str:
    """The address of the sheet that was entered for a step; "" for none."""
    if not place:
        return ""
    entered = row.paper_results.filter(place=place, state=ResultState.WAITING).first()
    if entered is not None:
        return reverse("approval:entered_scan", args=[row.pk, entered.pk])
    made = row.decisions.filter(place=place, is_on_paper=True, voided_at=None).first()
    return reverse("approval:scan", args=[row.pk, made.pk]) if made else ""


def _is_mine(row: Submission, person: Acting, on: date) -> bool:
    if row.way == Way.ON_PAPER:
        return False
    return seated(row.agency, person.user, row.waits_for_id, on) is not None


def _line(row: Submission, on: date) -> Line:
    handler = KINDS.get(row.kind)
    return Line(
        url=reverse("approval:submission", args=[row.pk]),
        code=row.code,
        title=row.title,
        kind=handler.label if handler else same(row.kind),
        by_words=row.by_words,
        waits_for=row.steps[row.waits_place - 1]["title"] if row.waits_place else "",
        days=_days(row, on),
        label=queries.label_of(row),
        tag=queries.tag_of(row),
        decided_at=row.decided_at,
    )


def _days(row: Submission, on: date) -> int:
    return max(0, (on - timezone.localtime(row.changed_at).date()).days)


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
