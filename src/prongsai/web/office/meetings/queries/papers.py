"""The papers of meetings and groups: what was made, and the documents themselves."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.papers import minutes as papers
from prongsai.core.papers.document import Document
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Attendance,
    Group,
    Meeting,
    MeetingPaper,
    MeetingState,
    MinutesState,
    Presence,
    Task,
)
from prongsai.web.office.meetings.queries.groups import invited
from prongsai.web.office.meetings.series import Participant
from prongsai.web.platform.jobs import open_jobs
from prongsai.web.platform.models import Job
from prongsai.web.platform.tags import Fact, Tag
from prongsai.web.platform.templatetags.ui import thai_moment, thai_weekday

JOB = "meeting-papers"
FORMS = ("pdf", "docx")
MINUTES = "minutes"  # the kind under which minutes and summaries are published
LABELS = {
    kind: read_words(f"meetings/paper.{kind}")
    for kind in ("invitation", "attendance", "minutes", "summary", "order")
}


def kinds_of(meeting: Meeting) -> tuple[str, ...]:
    """The papers that a meeting can have now: before it is held nothing can be told of it."""
    after = (meeting.paper_kind,) if meeting.attendance.exists() else ()
    return ("invitation", "attendance", *after)


def papers_part(
    agency: Agency, subject: UUID, revision: int, kinds: Sequence[str]
) -> dict[str, Any]:
    """Each kind with its newest files; `is_old` where its subject was changed since."""
    newest: dict[str, list[MeetingPaper]] = {}
    own = MeetingPaper.objects.filter(agency=agency, subject=subject)
    same = own.filter(kind=OuterRef("kind"), form=OuterRef("form"))
    latest = same.order_by("-revision", "-made_at", "-pk").values("pk")[:1]
    for row in own.filter(pk=Subquery(latest)).select_related("file"):
        newest.setdefault(row.kind, []).append(row)
    rows = [
        {
            "kind": kind,
            "label": LABELS[kind],
            "files": _files(made),
            "is_old": any(row.revision < revision for row in made),
        }
        for kind in kinds
        for made in (newest.get(kind, ()),)
    ]
    opened = open_jobs(agency, JOB, subject=str(subject)).first()
    return {"rows": rows, "open_job": opened.pk if opened else None}


def final_file(meeting: Meeting) -> MeetingPaper | None:
    """The PDF of its minutes, or summary, as it stands now."""
    rows = MeetingPaper.objects.filter(
        agency=meeting.agency, subject=meeting.pk, kind=meeting.paper_kind, form="pdf"
    )
    paper = rows.select_related("file").order_by("-revision", "-made_at", "-pk").first()
    return paper if paper is not None and paper.revision == meeting.revision else None


def paper_of(agency: Agency, paper_id: UUID) -> MeetingPaper | None:
    rows = MeetingPaper.objects.filter(agency=agency, pk=paper_id)
    return rows.select_related("file__agency").first()


def files_of(job: Job) -> tuple[MeetingPaper, ...]:
    return _files(MeetingPaper.objects.filter(agency=job.agency_id, job=job).select_related("file"))


def document_of(meeting: Meeting, kind: str, on: date) -> Document:
    office = office_of(meeting.agency, on)
    content = core_meeting(meeting)
    if kind == "invitation":
        return papers.invitation(office, content)
    if kind == "attendance":
        return papers.attendance_sheet(office, content)
    if kind == "summary":
        # Its title says already what it was; whose it was is not said yet.
        return papers.exchange_summary(office, replace(content, group=meeting.agency.name))
    return papers.minutes(office, content)


def core_meeting(meeting: Meeting) -> papers.Meeting:
    rows = list(meeting.attendance.all())
    participants = tuple(
        papers.Participant(participant.title, participant.role) for participant in invited(meeting)
    )
    came = tuple(
        papers.Participant(
            f"{row.substitute} แทน {row.title}" if row.substitute else row.title, row.role
        )
        for row in rows
        if row.presence != Presence.ABSENT
    )
    away = tuple(
        papers.Participant(row.title, row.reason) for row in rows if row.presence == Presence.ABSENT
    )
    return papers.Meeting(
        group=meeting.bare_title,
        number=f"{meeting.number}/{meeting.fiscal_year}",
        day=meeting.day,
        begins=meeting.begins,
        ends=meeting.ends,
        place=meeting.held_place,
        chair=meeting.chair,
        agenda=tuple(
            papers.AgendaItem(number, item.title, item.text, item.resolution)
            for number, item in enumerate(meeting.items.all(), start=1)
        ),
        attended=came,
        absent=away,
        joined=tuple(line.strip() for line in meeting.joined.splitlines() if line.strip()),
        recorder=meeting.recorder,
        invited=participants,
    )


def name_of(subject: Meeting | Group, kind: str, form: str) -> str:
    """The name under which a paper is saved."""
    words = f"{LABELS[kind].th}-{subject}"
    if isinstance(subject, Meeting):
        words += f" {subject.number}-{subject.fiscal_year}"
    return f"{words.replace('/', '-')}.{form}"


def _files(rows: Iterable[MeetingPaper]) -> tuple[MeetingPaper, ...]:
    kinds = list(LABELS)
    return tuple(sorted(rows, key=lambda row: (kinds.index(row.kind), FORMS.index(row.form))))


class MeetingPage(Struct, frozen=True):
    """One meeting with everything that belongs to it."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    attendance: tuple[Attendance, ...]
    participants: tuple[Participant, ...]
    tasks: list[Task]
    following: Meeting | None
    days: int

    @property
    def present(self) -> tuple[Attendance, ...]:
        """Who came, or sent somebody."""
        return tuple(row for row in self.attendance if row.presence != Presence.ABSENT)

    @property
    def is_past(self) -> bool:
        """Whether its day is today or past."""
        return self.days <= 0

    @property
    def may_certify(self) -> bool:
        """Whether the minutes wait to be certified."""
        return self.meeting.minutes == MinutesState.SENT and not self.meeting.is_exchange

    @property
    def is_changed_since_sent(self) -> bool:
        sent = self.meeting.minutes in (MinutesState.SENT, MinutesState.CERTIFIED)
        return sent and self.meeting.minutes_revision < self.meeting.revision

    @property
    def is_certified(self) -> bool:
        """Whether the minutes are certified: nothing changes any more."""
        return self.meeting.minutes == MinutesState.CERTIFIED

    @property
    def is_cancelled(self) -> bool:
        return self.meeting.state == MeetingState.CANCELLED

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, and its agenda can be changed."""
        return self.meeting.state == MeetingState.PLANNED

    @property
    def may_record(self) -> bool:
        """Whether its day has come and the minutes can be written."""
        return self.is_past and not self.is_certified and not self.is_cancelled

    @property
    def may_tell(self) -> bool:
        """Whether its members can be told of it."""
        return not self.is_past and not self.is_certified and not self.is_cancelled

    @property
    def may_edit(self) -> bool:
        """Whether its day, time and place can be changed."""
        return not self.is_certified and not self.is_cancelled

    @property
    def when_and_where(self) -> str:
        """Its day, time and place in one line."""
        meeting = self.meeting
        begins = meeting.begins
        time = _("เวลา %(time)s น.") % {"time": f"{begins:%H.%M}"} if begins else ""
        return " ".join(filter(None, (thai_weekday(meeting.day), time, meeting.held_place)))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is known of it, in the order it is read."""
        meeting, year = self.meeting, self.meeting.fiscal_year
        cancelled = self.is_cancelled
        group = meeting.group.url if meeting.group else ""
        date = reverse("calendar:event", args=[year, meeting.event]) if meeting.event else ""
        ends = f"{meeting.ends:%H.%M} {_('น.')}" if meeting.ends else ""
        known = (
            Fact(_("คณะทำงาน"), meeting.group.name if meeting.group else "", group),
            Fact(_("ผู้ที่เชิญ"), "" if meeting.group else meeting.audience),
            Fact(_("ประธาน"), meeting.chair),
            Fact(_("ผู้จดรายงาน"), meeting.recorder),
            Fact(_("แจ้งนัดเมื่อ"), thai_moment(meeting.told_at)),
            Fact(_("เลิกประชุม"), ends),
            Fact(_("ย้ายวันเพราะ"), "" if cancelled else meeting.reason),
            Fact(_("ปฏิทิน"), _("เปิดในปฏิทิน") if date else "", date),
        )
        return tuple(fact for fact in known if fact.value)

    @property
    def guests(self) -> list[tuple[str, str]]:
        """Who came, or did not, and what is said of it; before the meeting, who is invited."""
        came = [(row.title, _presence_words(row)) for row in self.attendance]
        return came + [(row.title, row.role) for row in self.participants]

    @property
    def guests_heading(self) -> str:
        if self.attendance:
            counts = {"came": len(self.present), "all": len(self.attendance)}
            return _("มา %(came)s จาก %(all)s ตำแหน่ง") % counts
        return _("เชิญ %(participants)s ตำแหน่ง") % {"participants": len(self.participants)}

    @property
    def minutes_tag(self) -> Tag:
        if self.is_certified:
            return Tag("ok", _("รับรองแล้ว"))
        if self.meeting.minutes != MinutesState.SENT:
            return Tag("wait", _("ร่าง"))
        return (
            Tag("ok", _("แจ้งผลแล้ว")) if self.meeting.is_exchange else Tag("doing", _("ส่งให้ตรวจแล้ว"))
        )

    @property
    def words(self) -> dict[str, str]:
        """What its parts and buttons are called: an exchange of views has no minutes."""
        is_sent = self.meeting.minutes == MinutesState.SENT
        tell = _("แจ้งนัดอีกครั้ง") if self.meeting.told_at else _("แจ้งนัดสมาชิก")
        record = _("แก้ผลการประชุม") if self.attendance else _("บันทึกผลการประชุม")
        no_tasks = (
            _("ยังไม่ได้มอบหมายงานจากการประชุมนี้")
            if self.attendance
            else _("มอบหมายงานได้หลังบันทึกผลการประชุม")
        )
        words = {
            "agenda": _("ระเบียบวาระ"),
            "resolution": _("มติ"),
            "minutes": _("รายงานการประชุม"),
            "send": _("ส่งฉบับที่แก้") if is_sent else _("ส่งให้สมาชิกตรวจ"),
            "tell": tell,
            "record": record,
            "no_tasks": no_tasks,
        }
        if self.meeting.is_exchange:
            words |= {
                "agenda": _("หัวข้อและความเห็น"),
                "resolution": _("สิ่งที่หน่วยงานจะทำ"),
                "minutes": _("สรุปผล"),
                "send": _("แจ้งผลให้ทุกคน"),
            }
        return words


def _presence_words(row: Attendance) -> str:
    if row.presence == Presence.ABSENT:
        return _("ไม่มา (%(reason)s)") % {"reason": row.reason} if row.reason else _("ไม่มา")
    if row.presence == Presence.SUBSTITUTE:
        return _("แทนโดย %(who)s") % {"who": row.substitute}
    return ""
