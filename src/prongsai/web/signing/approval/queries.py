"""What other apps ask of approval: the submission of a subject, its state, its approved file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.approval.routes import route_of
from prongsai.core.dates import short_date
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import is_draft_of
from prongsai.web.platform.clock import day_of, today
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import JobState, StoredFile
from prongsai.web.signing.approval.drawing import is_edited
from prongsai.web.signing.approval.facts import approved_last
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import (
    Decision,
    FormerFile,
    KindChoice,
    Objection,
    ResultState,
    Submission,
    Version,
)
from prongsai.web.signing.approval.objections import Objected, objected, objections_to
from prongsai.web.signing.approval.positions import held_by
from prongsai.web.signing.approval.routes import routes_for


class ChainStep(Struct, frozen=True):
    """One line of the chain as `ui/chain.html` shows it.

    Shape:  `state` is done, now, later, back, or disputed: its post objects to what was entered.
    """

    who: str
    when: str
    detail: str
    state: str


class ApprovalState(Struct, frozen=True):
    """Where the newest submission of a subject stands.

    Shape:  `tag` is the colour of its state; `is_changed` where the subject was edited after it
            was submitted; `is_open` while it is on its way, so that nobody submits it twice;
            `before` who objects to an earlier submission whose approval the subject still bears;
            `objected` while the holder of a post objects to a result of paper; `is_approved`
            as `is_approved` tells it, and nothing else may be told as approved.
    """

    id: UUID
    url: str
    state: State
    label: Text
    tag: str
    steps: tuple[ChainStep, ...]
    version: int
    number: str
    is_open: bool
    is_changed: bool
    is_approved: bool
    objected: Objected | None
    before: Objected | None

    @property
    def is_held(self) -> bool:
        """Whether somebody objects to a result of paper."""
        return self.objected is not None

    @property
    def is_signed(self) -> bool:
        """Whether all steps are signed, whatever they asked: it stays as it is."""
        return self.state is State.APPROVED


def submission_of(agency: Agency, kind: str, subject: UUID) -> Submission | None:
    rows = Submission.objects.filter(agency=agency, kind=kind, subject=subject)
    return rows.select_related("agency").order_by("-made_at", "-pk").first()


def approved_file(agency: Agency, kind: str, subject: UUID) -> StoredFile | None:
    """The file of the newest approved submission: the signed copy, until it is drawn the exact PDF.

    Shape:  None where nothing was approved.
    """
    version = _approved(agency, kind, subject)
    return (version.signed_file or version.file) if version else None


def signed_copy(agency: Agency, kind: str, subject: UUID) -> StoredFile | None:
    """The signed copy of the newest approved submission; None until it is drawn.

    Shape:  only this is published and sent round: the exact PDF bears no decision yet. None too
            while the holder of a post objects to what was entered in their name.
    """
    version = signed_version(agency, kind, subject)
    return version.signed_file if version is not None else None


def signed_version(agency: Agency, kind: str, subject: UUID) -> Version | None:
    """The version of the newest approved submission, which may be submitted anew since.

    Shape:  None as for `signed_copy`.
    """
    version = _approved(agency, kind, subject)
    if version is None or version.signed_file is None or version.submission.objected_at is not None:
        return None
    return version


class SignedPaper(Struct, frozen=True):
    """An approved paper whose signed copy is there; `id` is its submission's."""

    id: UUID
    kind: str
    subject: UUID
    title: str
    file: StoredFile


def signed_papers(agency: Agency, year: int) -> tuple[SignedPaper, ...]:
    """What was signed in a year and may be sent round, newest first."""
    approved = Version.objects.filter(agency=agency, submission__state=State.APPROVED)
    rows = approved.filter(submission__objected_at=None, submission__fiscal_year=year)
    rows = rows.filter(signed_file__isnull=False)
    versions = rows.select_related("submission", "signed_file__agency")
    return tuple(
        SignedPaper(
            version.submission_id, version.submission.kind, version.submission.subject,
            version.submission.title, version.signed_file,
        )
        for version in versions.order_by("-submission__decided_at", "-number")
        if version.signed_file is not None
    )  # fmt: skip


def state_of(agency: Agency, kind: str, subject: UUID) -> ApprovalState | None:
    """Where a subject stands, for `approval/_state.html`; None before it is ever submitted."""
    row = submission_of(agency, kind, subject)
    if row is None:
        return None
    version = newest_version(row)
    state = State(row.state)
    return ApprovalState(
        id=row.pk,
        url=row.url,
        state=state,
        label=row.label,
        tag=row.tag,
        steps=chain_steps(row, version, tuple(decisions_of(row)), objections_to(row)),
        version=version.number,
        number=row.number,
        is_open=not state.is_over,
        is_changed=is_edited(row, version),
        is_approved=row.is_approved,
        objected=objected(row),
        before=_objected_before(row),
    )


def _objected_before(row: Submission) -> Objected | None:
    """Who objects to the approval that a subject bears, where it is that of an older submission."""
    if row.state == State.APPROVED:
        return None  # nothing was submitted after it
    last = approved_last(row.agency, row.kind, row.subject)
    return objected(last) if last is not None else None


_DRAFTS = (State.WITHDRAWN, State.SENT_BACK)


def readable(person: Actor) -> QuerySet[Submission]:
    """The submissions that a person may read.

    Shape:  what was taken or sent back is a draft again where its kind says whose it is: for its
            drafter in the unit, its head, the posts that sign it, and who submits for the agency.
    """
    rows = Submission.objects.filter(agency=person.agency)
    if may(person, Right.SUBMIT):
        return rows
    private = [kind for kind, handler in KINDS.items() if handler.has_private_drafts]
    drafts = Q(kind__in=private, state__in=_DRAFTS)
    held = appointments_on(person.agency, today())
    posts = {str(row.position_id) for row in held if row.user_id == person.user.pk}
    signing = [
        key
        for key, steps in rows.filter(drafts).values_list("pk", "steps")
        if any(step["position"] in posts for step in steps)
    ]
    own = is_draft_of(person, today()) | Q(pk__in=signing)
    return rows.exclude(drafts & ~own)


def find(person: Actor, submission_id: UUID) -> Submission | None:
    """A submission that a person may read."""
    rows = readable(person).filter(pk=submission_id)
    return rows.select_related("agency", "waits_for", "unit").first()


def hits(person: Actor) -> Iterator[Hit]:
    """The submissions of every year, newest first, as a search lists them."""
    rows = readable(person).order_by("-changed_at")
    fields = ("pk", "title", "state", "steps", "code", "number", "fiscal_year", "objected_at")
    for row in rows.only(*fields):
        yield Hit(
            row.url,
            row.title,
            (read_words("approval/for_signature"), row.label, row.number, str(row.fiscal_year)),
            words=row.code,
        )


def newest_version(row: Submission) -> Version:
    versions = Version.objects.filter(submission=row).select_related("file", "job")
    return versions.order_by("-number")[0]


def decisions_of(row: Submission) -> QuerySet[Decision]:
    """All decisions of a submission, the void ones too."""
    return Decision.objects.filter(submission=row).select_related("version", "scan")


def choice_of(agency: Agency, kind: str) -> tuple[str, Way]:
    """The route and the way an agency has for a kind: its own choice, else the kind's default."""
    row = KindChoice.objects.filter(agency=agency, kind=kind).first()
    if row is None:
        return route_of(KINDS[kind].route).name, Way.IN_SYSTEM
    usable = {route.name for route in routes_for(agency, kind)}
    return row.route if row.route in usable else KINDS[kind].route, Way(row.way)


def waiting_for_person(person: Actor, on: date) -> QuerySet[Submission]:
    """What waits for a signature of a person in the system, longest waiting first."""
    own = Submission.objects.filter(held_by(person.user, on), agency=person.agency)
    rows = own.filter(state=State.OPEN, way=Way.IN_SYSTEM)
    return rows.distinct().order_by("changed_at")


def waiting_for_drafter(person: Actor) -> QuerySet[Submission]:
    """What its drafter must do: correct it, submit anew, enter what was signed, draw it again."""
    # Of what is held nothing can be entered: there is nothing to do but to ask who objects.
    on_paper = Q(state=State.OPEN, way=Way.ON_PAPER, objected_at=None)
    on_paper &= ~Q(paper_results__state=ResultState.WAITING)
    failed = Q(versions__file__isnull=True, versions__job__state=JobState.FAILED)
    failed &= Q(state=State.PREPARING)
    rows = Submission.objects.filter(agency=person.agency, by=person.user)
    waiting = rows.filter(Q(state=State.SENT_BACK) | on_paper | failed)
    return waiting.distinct().order_by("changed_at")


def drafted_by(submission: Submission, user: User, until: datetime | None = None) -> bool:
    """Whether a person wrote a paper or ever submitted it.

    Shape:  any version, in any submission of its subject; `until` asks it of what a version of
            that moment says, whatever was written or approved since.
    """
    same = Submission.objects.filter(
        agency=submission.agency_id, kind=submission.kind, subject=submission.subject
    )
    versions = Q(versions__by=user)
    if until is not None:
        same, versions = same.filter(made_at__lte=until), versions & Q(versions__made_at__lte=until)
    drafted = Q(by=user) | versions
    handler = KINDS.get(submission.kind)
    if handler is not None:
        drafted |= Q(subject__in=handler.written_by(submission.agency, user, until))
    return same.filter(drafted).exists()


def chain_steps(
    row: Submission,
    version: Version,
    decisions: Sequence[Decision],
    objections: Iterable[Objection],
) -> tuple[ChainStep, ...]:
    """The chain in words: who submitted, every decision in its order, what still waits.

    Shape:  `objections` are those that stand against the paper.
    """
    when = _("เสนอ %(moment)s") % {"moment": moment_words(version.made_at)}
    lines = [ChainStep(version.by_words, when, "", "done")]
    made = [
        decision
        for decision in decisions
        if decision.version_id == version.pk and decision.voided_at is None
    ]
    disputed = {objection.place for objection in objections}
    lines += [_decided(decision, is_disputed=decision.place in disputed) for decision in made]
    if row.state in (State.OPEN, State.PREPARING):
        lines += [_coming(row, step) for step in row.steps[len(made) :]]
    return tuple(lines)


def earlier_steps(decisions: Sequence[Decision]) -> tuple[ChainStep, ...]:
    """What was decided on earlier versions and is void now."""
    return tuple(_decided(decision) for decision in decisions if decision.voided_at is not None)


def _approved(agency: Agency, kind: str, subject: UUID) -> Version | None:
    approved = Version.objects.filter(agency=agency, submission__state=State.APPROVED)
    approved = approved.filter(submission__kind=kind, submission__subject=subject)
    files = approved.select_related("file__agency", "signed_file__agency", "submission")
    return files.order_by("-submission__decided_at", "-number").first()


def _decided(row: Decision, *, is_disputed: bool = False) -> ChainStep:
    verdict = Verdict(row.verdict)
    is_back = verdict in (Verdict.SEND_BACK, Verdict.REFUSE)
    day = day_of(row.at)
    moment = short_date(day) if row.is_on_paper else moment_words(row.at)
    when = f"{in_language(verdict.label)} {moment}"
    notes = [row.opinion, row.reason]
    if row.is_on_paper:
        notes.append(_("ลงนามบนกระดาษ บันทึกโดย %(by)s") % {"by": row.by_words})
        if row.confirmed_words:
            notes.append(_("ยืนยันกับภาพสแกนโดย %(by)s") % {"by": row.confirmed_words})
    if row.authority:
        notes.append(_("อาศัย %(authority)s") % {"authority": row.authority})
    if row.is_again:
        notes.append(_("คนเดียวกับผู้เสนอหรือผู้ลงนามขั้นก่อน"))
    mark = "later" if verdict is Verdict.SKIP else "done"
    if is_disputed and row.is_on_paper:
        mark = "disputed"
        notes.insert(0, _("ผู้ดำรงตำแหน่งนี้คัดค้านผลนี้"))
    elif is_back:
        mark = "back"
    return ChainStep(row.position, when, " · ".join(filter(None, notes)), mark)


def _coming(row: Submission, step: dict[str, str]) -> ChainStep:
    if row.waits_place != int(step["place"]):
        return ChainStep(step["title"], "", "", "later")
    if row.is_shown_held:
        return ChainStep(step["title"], _("พักไว้ก่อน"), "", "later")
    since = moment_words(row.changed_at)
    return ChainStep(step["title"], _("รอตั้งแต่ %(moment)s") % {"moment": since}, "", "now")


def moment_words(moment: datetime) -> str:
    """A moment as the chain tells it."""
    local = timezone.localtime(moment)
    return f"{short_date(local.date())} {local:%H.%M} น."


class Numbered(Struct, frozen=True):
    """The number that a paper got, and where its copy that bears it is opened."""

    number: str
    submission: UUID
    version: int


def numbered_copy(agency: Agency, file: StoredFile | None) -> Numbered | None:
    """The numbered copy of a paper of which a file is the copy from before; None for others."""
    if file is None:
        return None
    rows = FormerFile.objects.filter(agency=agency, form="signed", file__digest=file.digest)
    former = rows.select_related("version__submission").last()
    if former is None or not former.version.signed_number:
        return None
    version = former.version
    return Numbered(version.signed_number, version.submission_id, version.number)
