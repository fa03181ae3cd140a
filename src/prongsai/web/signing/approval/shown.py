"""A submission as its page shows it, and what is said of it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from prongsai.core.approval.differences import Difference
from prongsai.core.approval.model import State, Verdict
from prongsai.core.disclosure.gate import Gate
from prongsai.core.errors import ProngsaiError
from prongsai.core.text import Text, same
from prongsai.web.platform.models import Job
from prongsai.web.platform.tags import Note
from prongsai.web.platform.templatetags.ui import in_language, thai_date, thai_moment
from prongsai.web.signing.approval.models import (
    Enclosure,
    Objection,
    PaperResult,
    Submission,
    Version,
)
from prongsai.web.signing.approval.queries import ChainStep
from prongsai.web.signing.approval.services.annulling import Named


class Kept(Struct, frozen=True):
    """A kept file of a submission: `form` names it in its address."""

    url: str
    name: Text
    about: Text
    digest: str


class Drawn(Struct, frozen=True):
    """The papers of a version.

    Shape:  `shown` and `sheets` tell whose pages are shown; `is_whole` that the kept PDF has the
            digest that was taken.
    """

    shown: str
    sheets: tuple[int, ...]
    files: tuple[Kept, ...]
    enclosures: tuple[Enclosure, ...]
    job: Job | None
    failure: ProngsaiError | None
    is_drawing: bool
    is_whole: bool
    lacks_copy: bool


class Turn(Struct, frozen=True):
    """Whose turn it is: the step that waits, who holds its post, what the reader may decide.

    Shape:  `allowed` is what the step allows whoever asks; `is_closed` where the holder's account
            is, `is_emptied` where the post was vacated for it.
    """

    allowed: tuple[Verdict, ...]
    is_mine: bool
    holders: tuple[str, ...]
    is_vacant: bool
    is_closed: bool
    is_emptied: bool
    is_deciding: bool

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        return self.allowed if self.is_mine else ()

    @property
    def notes(self) -> tuple[Note, ...]:
        """Why the step that waits cannot be taken today, and what to do."""
        if self.is_closed:
            title = _("บัญชีของผู้ดำรงตำแหน่งในขั้นที่รออยู่ถูกปิดแล้ว")
            text = _(
                "ตำแหน่งนี้ไม่ว่าง จึงข้ามไม่ได้ ให้ผู้มีสิทธิ์จัดการบุคลากรเปิดบัญชี "
                "หรือตั้งผู้รักษาราชการแทนในหน้า “บุคลากรและตำแหน่ง”"
            )
        elif self.is_emptied:
            title = _("ตำแหน่งของขั้นที่รออยู่เพิ่งว่าง")
            text = _(
                "มีผู้พ้นจากตำแหน่งนี้หลังเสนอเรื่อง หรือไม่ถึง 30 วันก่อนเสนอ "
                "จึงข้ามไม่ได้ ตั้งผู้รักษาราชการแทนพร้อมคำสั่งในหน้า “บุคลากรและตำแหน่ง”"
            )
        elif not self.is_vacant:
            return ()
        elif self.holders:
            title = _("ผู้ดำรงตำแหน่งในขั้นที่รออยู่ลงนามในขั้นก่อนแล้ว")
            text = _(
                "คนเดียวลงนามสองขั้นได้เมื่อรักษาราชการแทนตามคำสั่งหรือกฎหมายที่ระบุไว้ "
                "หรือข้ามขั้นนี้พร้อมเหตุผล (ขั้นที่อนุมัติและขั้นสุดท้ายข้ามไม่ได้)"
            )
        else:
            title = _("ขั้นที่รออยู่ไม่มีผู้ดำรงตำแหน่งในวันนี้")
            text = _(
                "ตั้งผู้รักษาราชการแทนในหน้า “บุคลากรและตำแหน่ง” "
                "หรือข้ามขั้นนี้พร้อมเหตุผล (ขั้นที่อนุมัติและขั้นสุดท้ายข้ามไม่ได้)"
            )
        return (Note("warn", title, text),)


class Dispute(Struct, frozen=True):
    """Who annulled a result of the paper, or of the one before, and whether the reader may.

    Shape:  `disputed_scan` is the sheet that was entered in the reader's name, "" for none;
            `named` the result that the reader may annul, None for none.
    """

    objections: tuple[Objection, ...]
    objections_before: tuple[Objection, ...]
    disputed_scan: str
    named: Named | None

    @property
    def may_annul(self) -> bool:
        """Whether a result stands in the reader's name that they may annul."""
        return self.named is not None

    @property
    def objectors(self) -> str:
        """The posts by which its results are objected to."""
        return ", ".join(dict.fromkeys(objection.by_words for objection in self.objections))


class SubmissionPage(Struct, frozen=True):
    """One submission as a reader sees it.

    Shape:  `result` is what was entered from paper and waits for another person; `local_address`
            where the QR code leads if nobody else can open it, "" where they can; `lacks_emblem`
            where the drafter, who may add it, is told that there is none; `next_paper` the
            one that waits for the reader, once this one does not; `gate` what is known
            against it while it waits; `is_for_agency` whether the reader submits for the agency.
    """

    row: Submission
    version: Version
    subject_url: str
    after: Text
    steps: tuple[ChainStep, ...]
    earlier: tuple[ChainStep, ...]
    differences: tuple[Difference, ...]
    done_count: int
    is_changed: bool
    may_resubmit: bool
    is_for_agency: bool
    may_number: bool
    result: PaperResult | None
    may_confirm: bool
    local_address: str
    lacks_emblem: bool
    drawn: Drawn
    turn: Turn
    dispute: Dispute
    next_paper: Submission | None
    gate: Gate | None = None

    @property
    def takes_final(self) -> bool:
        """Whether the reader may hand in a copy that was finished by hand."""
        is_gone = self.row.state == State.WITHDRAWN or self.row.is_set_aside
        return self.is_for_agency and not self.drawn.is_drawing and not is_gone

    @property
    def result_verdict(self) -> Text:
        return Verdict(self.result.verdict).label if self.result else same("")

    @property
    def scan_is_picture(self) -> bool:
        """Whether the scan that waits can be shown small, without drawing it first."""
        return self.result is not None and self.result.scan.media_type.startswith("image/")

    @property
    def may_skip(self) -> bool:
        """Whether the waiting post is vacant, can be skipped, and the reader may do so."""
        is_vacant = self.row.is_open and self.turn.is_vacant and not self.row.is_shown_held
        return is_vacant and self.is_for_agency and not self.turn.is_deciding

    @property
    def finding(self) -> str:
        if self.drawn.is_drawing:
            return _("กำลังทำฉบับที่จะลงนาม")
        if self.row.is_shown_held:
            return _("พักไว้ %(who)sคัดค้านผลบนกระดาษ") % {"who": self.dispute.objectors}
        if self.row.is_open:
            return f"{self._finding_of_turn} {self._waiting}".strip()
        if self.row.is_set_aside:
            return _("ยกเลิกเมื่อ %(day)s") % {"day": thai_date(self.row.changed_at)}
        is_told = not self.dispute.objections
        decided = thai_moment(self.row.decided_at) if is_told else ""
        return f"{in_language(self.row.label)} {decided}".strip()

    @property
    def _finding_of_turn(self) -> str:
        if self.may_confirm:
            return _("รอท่านเทียบผลบนกระดาษกับภาพสแกน")
        if not self.turn.verdicts:
            return _("รอ%(title)s") % {"title": self.row.waits_for}
        if self.done_count:
            words = _("ผ่านความเห็น %(count)s ขั้นแล้ว รอการพิจารณาของท่าน")
            return words % {"count": self.done_count}
        return _("รอการพิจารณาของท่านเป็นขั้นแรก")

    @property
    def _waiting(self) -> str:
        days = self.row.days_waiting
        words = ngettext("ค้างมา %(days)s วัน", "ค้างมา %(days)s วัน", days)
        return words % {"days": days} if days else ""

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Where a phone jumps to what waits for the reader: places of the page and words."""
        is_waiting = self.row.is_open and not self.row.is_shown_held and not self.drawn.is_drawing
        jumps = []
        if is_waiting and self.may_confirm:
            jumps.append(("#result", _("ข้ามไปเทียบ")))
        if self.turn.verdicts:
            gate = self.gate
            jumps.append(("#gate" if gate and gate.red else "#decide", _("ข้ามไปที่ส่วนพิจารณา")))
        return jumps

    @property
    def resubmission(self) -> Note | None:
        """What the drafter is told who may submit a new version now."""
        if not self.may_resubmit:
            return None
        if self.row.state == State.SENT_BACK:
            words = _("ฉบับใหม่เริ่มตั้งแต่ขั้นแรก ความเห็นเดิมแสดงเป็นโมฆะ")
            return Note("", _("แก้แล้วเสนอใหม่"), words, self.subject_url)
        if self.row.is_open and self.is_changed:
            return Note("", _("เสนอฉบับที่แก้แล้ว"))
        return None

    @property
    def takes_paper(self) -> bool:
        """Whether its drafter enters what was decided on paper."""
        is_waiting = self.row.is_open and not self.row.is_shown_held
        return is_waiting and self.may_resubmit and self.row.is_on_paper and self.result is None

    @property
    def earlier_words(self) -> str:
        """What the decisions that count no more are called."""
        return _("ผลที่เป็นโมฆะ") if self.row.is_set_aside else _("ฉบับก่อน (เป็นโมฆะ)")
