"""A meeting as its page shows it, and what is said of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.web.office.meetings.models import (
    AgendaItem,
    Attendance,
    Kind,
    Meeting,
    MeetingState,
    MinutesState,
    Presence,
)
from prongsai.web.office.meetings.queries.tasks import TaskRow
from prongsai.web.office.meetings.usual import Participant
from prongsai.web.platform.tags import Fact, Tag
from prongsai.web.platform.templatetags.ui import thai_moment, thai_weekday


class MeetingWords(Struct, frozen=True):
    """The names of a meeting's parts and buttons."""

    agenda: str
    resolution: str
    minutes: str
    send: str
    tell: str
    record: str
    no_tasks: str


class Guest(Struct, frozen=True):
    """One place of a meeting, and what is said of it."""

    title: str
    words: str


class MeetingPage(Struct, frozen=True):
    """One meeting with everything that belongs to it."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    attendance: tuple[Attendance, ...]
    participants: tuple[Participant, ...]
    tasks: tuple[TaskRow, ...]
    following: Meeting | None
    days: int

    @property
    def present(self) -> tuple[Attendance, ...]:
        """Who came, or sent somebody."""
        return tuple(one for one in self.attendance if one.presence != Presence.ABSENT)

    @property
    def is_past(self) -> bool:
        """Whether its day is today or past."""
        return self.days <= 0

    @property
    def may_certify(self) -> bool:
        """Whether the minutes wait to be certified."""
        return self.meeting.minutes == MinutesState.SENT and self.meeting.kind != Kind.EXCHANGE

    @property
    def is_changed_since_sent(self) -> bool:
        """Whether something was changed since the members were sent the minutes."""
        sent = self.meeting.minutes in (MinutesState.SENT, MinutesState.CERTIFIED)
        return sent and self.meeting.minutes_revision < self.meeting.revision

    @property
    def is_exchange(self) -> bool:
        """Whether views are exchanged, and not a group meets."""
        return self.meeting.kind == Kind.EXCHANGE

    @property
    def is_certified(self) -> bool:
        """Whether the minutes are certified: nothing changes any more."""
        return self.meeting.minutes == MinutesState.CERTIFIED

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
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
        group = reverse("meetings:group", args=[year, meeting.group_id]) if meeting.group else ""
        date = reverse("calendar:event", args=[year, meeting.event]) if meeting.event else ""
        ends = f"{meeting.ends:%H.%M} {_('น.')}" if meeting.ends else ""
        told = (
            Fact(_("คณะทำงาน"), meeting.group.name if meeting.group else "", group),
            Fact(_("ผู้ที่เชิญ"), "" if meeting.group else meeting.audience),
            Fact(_("ประธาน"), meeting.chair),
            Fact(_("ผู้จดรายงาน"), meeting.recorder),
            Fact(_("แจ้งนัดเมื่อ"), thai_moment(meeting.told_at)),
            Fact(_("เลิกประชุม"), ends),
            Fact(_("ย้ายวันเพราะ"), "" if cancelled else meeting.reason),
            Fact(_("ปฏิทิน"), _("เปิดในปฏิทิน") if date else "", date),
        )
        return tuple(fact for fact in told if fact.value)

    @property
    def guests(self) -> tuple[Guest, ...]:
        """Who came, or did not; before the meeting, who is invited."""
        came = tuple(Guest(row.title, _presence_words(row)) for row in self.attendance)
        return came + tuple(Guest(row.title, row.role) for row in self.participants)

    @property
    def guests_heading(self) -> str:
        """How many came, or are invited."""
        if self.attendance:
            counts = {"came": len(self.present), "all": len(self.attendance)}
            return _("มา %(came)s จาก %(all)s ตำแหน่ง") % counts
        return _("เชิญ %(participants)s ตำแหน่ง") % {"participants": len(self.participants)}

    @property
    def minutes_tag(self) -> Tag:
        """How far the minutes are."""
        if self.is_certified:
            return Tag("ok", _("รับรองแล้ว"))
        if self.meeting.minutes != MinutesState.SENT:
            return Tag("wait", _("ร่าง"))
        return Tag("ok", _("แจ้งผลแล้ว")) if self.is_exchange else Tag("doing", _("ส่งให้ตรวจแล้ว"))

    @property
    def words(self) -> MeetingWords:
        """What its parts and buttons are called: an exchange of views has no minutes."""
        is_sent = self.meeting.minutes == MinutesState.SENT
        tell = _("แจ้งนัดอีกครั้ง") if self.meeting.told_at else _("แจ้งนัดสมาชิก")
        record = _("แก้ผลการประชุม") if self.attendance else _("บันทึกผลการประชุม")
        no_tasks = (
            _("ยังไม่ได้มอบงานจากการประชุมนี้") if self.attendance else _("มอบงานได้หลังบันทึกผลการประชุม")
        )
        if self.is_exchange:
            return MeetingWords(
                agenda=_("หัวข้อและความเห็น"),
                resolution=_("สิ่งที่หน่วยงานจะทำ"),
                minutes=_("สรุปผล"),
                send=_("แจ้งผลให้ทุกคน"),
                tell=tell,
                record=record,
                no_tasks=no_tasks,
            )
        return MeetingWords(
            agenda=_("ระเบียบวาระ"),
            resolution=_("มติ"),
            minutes=_("รายงานการประชุม"),
            send=_("ส่งฉบับที่แก้") if is_sent else _("ส่งให้สมาชิกตรวจ"),
            tell=tell,
            record=record,
            no_tasks=no_tasks,
        )


def _presence_words(row: Attendance) -> str:
    if row.presence == Presence.ABSENT:
        return _("ไม่มา (%(reason)s)") % {"reason": row.reason} if row.reason else _("ไม่มา")
    if row.presence == Presence.SUBSTITUTE:
        return _("แทนโดย %(who)s") % {"who": row.substitute}
    return ""
