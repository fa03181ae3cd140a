"""Working groups, meetings, minutes and tasks as they are typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai import arabic_digits, has_letter
from prongsai.web.agency.models import Position, Unit, User
from prongsai.web.office.meetings.models import Group, GroupKind, Meeting, Presence
from prongsai.web.office.meetings.series import LAST, Draft, Participant, Rule, roles
from prongsai.web.office.meetings.services.planning import Plan
from prongsai.web.platform.fields import (
    ChosenField,
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    with_this_year,
)
from prongsai.web.platform.forms import SeenForm, SeenOrNewForm
from prongsai.web.platform.rows import RowForm
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.ownership.forms import PersonField, UnitsField

_MOST_LINES = 60


class LinesField(LongTextField):
    """One thing to a line; numbers typed before them are dropped, the paper counts itself."""

    def clean(self, value: Any) -> Any:
        lines = [_uncounted(line) for line in super().clean(value).split("\n")]
        return tuple(line for line in lines if line)[:_MOST_LINES]


def _uncounted(line: str) -> str:
    head, _dot, rest = line.partition(".")
    number = arabic_digits(head).strip()
    return rest.strip() if rest and number.isascii() and number.isdecimal() else line.strip()


class ClockField(forms.TimeField):
    """A time of day: 09.30, 9:30 or ๐๙.๓๐ น."""

    def __init__(self, **kwargs: Any) -> None:
        """A plain text box, printed with a point."""
        look = {"inputmode": "decimal", "class": "govuk-input govuk-input--width-5"}
        super().__init__(
            widget=forms.TimeInput(look, format="%H.%M"),
            input_formats=["%H.%M", "%H:%M", "%H.%M น.", "%H.%M น"],
            error_messages={"invalid": _("อ่านเวลาไม่ได้ เขียนเช่น 09.30")},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """Thai digits are understood."""
        return super().to_python(arabic_digits(value) if isinstance(value, str) else value)


ONCE, DATE, WEEKDAY = "once", "date", "weekday"
_LONGEST_DAY = 31
_WEEKDAYS = [(0, _("วันจันทร์")), (1, _("วันอังคาร")), (2, _("วันพุธ")), (3, _("วันพฤหัสบดี")),
             (4, _("วันศุกร์"))]  # fmt: skip
_NTH = [(1, _("สัปดาห์ที่ 1")), (2, _("สัปดาห์ที่ 2")), (3, _("สัปดาห์ที่ 3")), (4, _("สัปดาห์ที่ 4")),
        (LAST, _("สัปดาห์สุดท้าย"))]  # fmt: skip


class GroupForm(SeenOrNewForm):
    """What the order of a working group says; its members are rows of their own."""

    name = ThaiTextField(
        label=_("ชื่อคณะทำงาน"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อ เช่น คณะทำงานขับเคลื่อนการประเมิน ITA")},
    )
    subject = ThaiTextField(
        label=_("เรื่องของคำสั่ง"),
        max_length=300,
        help_text=_("พิมพ์หลังคำว่า “เรื่อง” ในคำสั่ง"),
        error_messages={"required": _("ใส่เรื่อง เช่น แต่งตั้งคณะทำงานขับเคลื่อนการประเมิน ITA")},
    )
    reason = LongTextField(
        label=_("เหตุผลที่แต่งตั้ง"),
        max_length=1500,
        required=True,
        error_messages={"required": _("เขียนเหตุผลหนึ่งย่อหน้า")},
    )
    duties = LinesField(
        label=_("หน้าที่"),
        required=True,
        error_messages={"required": _("เขียนหน้าที่บรรทัดละหนึ่งข้อ")},
        rows=8,
        max_length=6000,
        help_text=_("บรรทัดละหนึ่งหน้าที่ ระบบใส่เลขข้อให้"),
    )
    publishes = forms.BooleanField(label=_("เผยแพร่คำสั่งบนเว็บไซต์เมื่อลงนามครบ"), required=False)

    def draft(self, participants: Sequence[Participant]) -> Draft:
        typed = self.cleaned_data
        return Draft(
            typed["name"], typed["subject"], typed["reason"], typed["duties"], tuple(participants),
            typed["publishes"],
        )  # fmt: skip


class PlanForm(forms.Form):
    """A meeting, or a monthly series, to be planned."""

    title = ThaiTextField(
        label=_("ชื่อการประชุม"),
        max_length=200,
        error_messages={"required": _("ใส่ชื่อ เช่น ประชุมคณะทำงาน ITA")},
    )
    group = ChosenField(
        label=_("คณะทำงาน"),
        error_messages={"required": _("เลือกคณะทำงาน หรือสร้างคณะก่อน")},
    )
    repeat = forms.ChoiceField(
        label=_("ประชุมเมื่อใด"),
        choices=[
            (DATE, _("ทุกเดือน ตามวันที่")),
            (WEEKDAY, _("ทุกเดือน ตามวันในสัปดาห์")),
            (ONCE, _("ครั้งเดียว")),
        ],
        widget=forms.RadioSelect,
        initial=WEEKDAY,
        error_messages={"required": _("เลือกว่าประชุมเมื่อใด")},
    )
    of_month = forms.CharField(label=_("วันที่ของเดือน"), required=False, max_length=2,
                               help_text=_("1–31 เดือนที่สั้นกว่าใช้วันสุดท้าย"))  # fmt: skip
    nth = forms.TypedChoiceField(label=_("สัปดาห์"), choices=_NTH, coerce=int, required=False)
    weekday = forms.TypedChoiceField(label=_("วัน"), choices=_WEEKDAYS, coerce=int,
                                     required=False)  # fmt: skip
    day = ThaiDateField(
        label=_("วันประชุม"),
        required=False,
        help_text=_("ต้องอยู่ในปีงบประมาณนี้"),
    )
    begins = ClockField(label=_("เวลาเริ่ม"), required=False, help_text=_("เช่น 09.30"))
    place = ThaiTextField(label=_("สถานที่"), max_length=200, required=False)
    chair = ThaiTextField(label=_("ประธานการประชุม (ตำแหน่ง)"), max_length=200, required=False)
    recorder = ThaiTextField(label=_("ผู้จดรายงาน (ตำแหน่ง)"), max_length=200, required=False)
    audience = ThaiTextField(label=_("ผู้ที่เชิญ"), max_length=300, required=False)
    agenda = LinesField(
        label=_("ระเบียบวาระ"),
        rows=8,
        max_length=4000,
        required=True,
        help_text=_("บรรทัดละหนึ่งวาระ แก้และเรียงใหม่ภายหลังได้"),
        error_messages={"required": _("เขียนอย่างน้อยหนึ่งวาระ")},
    )

    def __init__(self, kind: str, groups: Iterable[Group], *args: Any, **kwargs: Any) -> None:
        """Only what the kind of meeting needs is asked."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == GroupKind.GROUP:
            group: Any = self.fields["group"]
            group.offer(groups, _("เลือกคณะทำงาน"))
            del self.fields["audience"]
        else:
            del self.fields["group"]
        if kind != GroupKind.MONTHLY:
            for name in ("repeat", "of_month", "nth", "weekday"):
                del self.fields[name]
        if kind == GroupKind.EXCHANGE:
            self.fields["agenda"].label = _("หัวข้อที่จะแลกเปลี่ยน")
            self.fields["agenda"].help_text = _("บรรทัดละหนึ่งหัวข้อ ความเห็นสรุปโดยไม่ระบุชื่อ")

    def clean(self) -> dict[str, Any]:
        """A day is needed for one meeting, a rule for a series."""
        typed: dict[str, Any] = super().clean() or {}
        repeat = typed.get("repeat", ONCE)
        if repeat == ONCE and not typed.get("day") and "day" not in self.errors:
            self.add_error("day", with_this_year(_("ใส่วันประชุม เช่น 13 มี.ค. 2566")))
        if repeat == DATE and not _number(typed.get("of_month", "")):
            self.add_error("of_month", _("ใส่วันที่ 1–31"))
        if repeat == WEEKDAY and not typed.get("nth"):
            self.add_error("nth", _("เลือกสัปดาห์"))
        return typed

    @property
    def rule(self) -> Rule | None:
        """The rule of a series; None for one meeting."""
        typed = self.cleaned_data
        repeat = typed.get("repeat", ONCE)
        if repeat == ONCE:
            return None
        if repeat == DATE:
            return Rule(day=_number(typed["of_month"]))
        return Rule(nth=typed["nth"], weekday=typed["weekday"] or 0)

    def plan(self) -> Plan:
        return _planned(self.kind, self.cleaned_data)


def _planned(kind: str, typed: Mapping[str, Any]) -> Plan:
    """A meeting as its form has it; what the form does not ask is as it usually is."""
    asked = {name: typed[name] for name in Plan.__struct_fields__ if name in typed}
    return Plan(kind=kind, **asked)


def _number(text: Any) -> int:
    number = whole_number(arabic_digits(str(text or "")).strip()) or 0
    return number if 1 <= number <= _LONGEST_DAY else 0


class MeetingForm(SeenOrNewForm):
    """Day and place of a meeting that was planned."""

    title = ThaiTextField(
        label=_("ชื่อการประชุม"), max_length=200, error_messages={"required": _("ใส่ชื่อการประชุม")}
    )
    day = ThaiDateField(label=_("วันประชุม"), error_messages={"required": _("ใส่วันประชุม")})
    reason = ThaiTextField(
        label=_("เหตุผลที่ย้ายวัน"),
        max_length=500,
        required=False,
        help_text=_("ใส่เมื่อเปลี่ยนวันหลังแจ้งนัดแล้ว"),
    )
    begins = ClockField(label=_("เวลาเริ่ม"), required=False, help_text=_("เช่น 09.30"))
    place = ThaiTextField(label=_("สถานที่"), max_length=200, required=False)
    chair = ThaiTextField(label=_("ประธานการประชุม (ตำแหน่ง)"), max_length=200, required=False)
    recorder = ThaiTextField(label=_("ผู้จดรายงาน (ตำแหน่ง)"), max_length=200, required=False)
    audience = ThaiTextField(label=_("ผู้ที่เชิญ"), max_length=300, required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        """As it stands; a group's meeting invites the group."""
        same = forms.model_to_dict(
            meeting, ("title", "day", "begins", "chair", "recorder", "audience")
        )
        initial = same | {"seen": meeting.revision, "place": meeting.held_place}
        super().__init__(*args, **{"initial": initial} | kwargs)
        self._kind = meeting.kind
        if meeting.group_id is not None:
            del self.fields["audience"]

    def plan(self) -> Plan:
        return _planned(self._kind, self.cleaned_data)


class ReasonForm(SeenOrNewForm):
    reason = ThaiTextField(
        label=_("เหตุผลที่งดประชุม"),
        max_length=500,
        error_messages={"required": _("เขียนเหตุผล ผู้ได้รับนัดจะได้ทราบ")},
    )


class RecordForm(SeenOrNewForm):
    """What is typed beside the rows of attendance and agenda."""

    ends = ClockField(label=_("เลิกประชุมเวลา"), required=False, help_text=_("เช่น 12.00"))
    joined = LongTextField(
        label=_("ผู้เข้าร่วมประชุม"),
        max_length=3000,
        required=False,
        help_text=_("ผู้เข้าร่วมที่ไม่มีรายชื่อข้างบน บรรทัดละหนึ่งตำแหน่ง"),
    )


class TaskForm(forms.Form):
    item = ChosenField(label=_("จากวาระ"), required=False)
    text = ThaiTextField(
        label=_("งานที่ต้องทำ"),
        max_length=300,
        error_messages={"required": _("เขียนสิ่งที่ต้องทำ เช่น จัดทำคู่มือการยืมทรัพย์สิน")},
    )
    units = UnitsField(label=_("ผู้รับผิดชอบงาน ส่วนราชการละหนึ่งงาน"), required=False)
    position = ChosenField(label=_("ตำแหน่งที่รับผิดชอบงาน"), required=False)
    user = PersonField(label=_("คนที่รับผิดชอบงาน"), required=False)
    due = ThaiDateField(
        label=_("เสร็จภายในวันที่"), error_messages={"required": _("ใส่วัน เช่น 31 มี.ค. 2566")}
    )

    def __init__(
        self,
        items: Iterable[Any],
        units: Iterable[Unit],
        positions: Iterable[Position],
        people: Iterable[User],
        titles: Mapping[UUID, str],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """What there is to choose from; `titles` are the posts that people hold."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["item"].offer(items, _("ไม่ระบุ"))
        fields["position"].offer(positions, _("ไม่ระบุ"))
        fields["user"].offer_people(people, titles, _("ไม่ระบุ"))
        fields["units"].offer(units)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"units", "position", "user"} and not self.owners:
            self.add_error("units", _("เลือกส่วนราชการ ตำแหน่ง หรือคน"))
        return given

    @property
    def owners(self) -> Sequence[Unit | Position | User]:
        """Who is to do it, each a task of their own."""
        given = self.cleaned_data
        return [*given["units"], *filter(None, (given["position"], given["user"]))]


class DoneForm(forms.Form):
    note = ThaiTextField(
        label=_("ผลที่ได้"),
        max_length=500,
        help_text=with_this_year(_("เช่น จัดทำและแจ้งเวียนแล้วเมื่อ 20 มี.ค. 2566")),
        error_messages={"required": _("เขียนสั้น ๆ ว่าทำอะไรแล้ว")},
    )


class PutOffForm(forms.Form):
    """Another day for a task, and why; `seen_due` is the day that the page showed."""

    due = ThaiDateField(
        label=_("เสร็จภายในวันที่"), error_messages={"required": _("ใส่วัน เช่น 31 มี.ค. 2566")}
    )
    reason = ThaiTextField(
        label=_("เหตุผลที่เลื่อน"),
        max_length=500,
        error_messages={"required": _("เขียนเหตุผล ผู้อื่นจะได้ทราบว่าเหตุใดจึงเลื่อนวัน")},
    )
    seen_due = forms.DateField(widget=forms.HiddenInput)


class DayForm(SeenForm):
    """The day on which minutes were certified; of those corrected since they were sent, that so."""

    day = ThaiDateField(label=_("วันที่รับรอง"), error_messages={"required": _("ใส่วันที่รับรอง")})
    as_corrected = forms.BooleanField(label=_("ที่ประชุมรับรองตามฉบับที่แก้ไขนี้"), required=False)

    def __init__(self, row: Meeting, data: Any = None, day: date | None = None) -> None:
        super().__init__(data, initial={"day": day, "seen": row.revision})
        if row.minutes_revision == row.revision:
            del self.fields["as_corrected"]


class SendForm(forms.Form):
    """Until when members may ask for corrections."""

    due = ThaiDateField(
        label=_("ให้ตอบภายในวันที่"), error_messages={"required": _("ใส่วัน เช่น 31 มี.ค. 2566")}
    )


ROLES_LIST = "usual-roles"


class ParticipantForm(RowForm):
    """One member: a position of the agency, or somebody from outside by their title."""

    position = ChosenField(label=_("ตำแหน่ง"), required=False)
    title = ThaiTextField(label=_("หรือบุคคลภายนอก (ชื่อตำแหน่ง)"), max_length=200, required=False)
    role = ThaiTextField(label=_("ทำหน้าที่"), max_length=100, required=False)
    counting_field = "participant"

    def __init__(self, positions: Iterable[Position], *args: Any, **kwargs: Any) -> None:
        """The positions to choose from; roles may be chosen or typed."""
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        position.offer(positions, _("ไม่เลือก"))
        self.fields["role"].widget.attrs["list"] = ROLES_LIST

    def clean(self) -> dict[str, Any]:
        """The participant; a position goes before a typed title."""
        typed: dict[str, Any] = super().clean() or {}
        position, title = typed.get("position"), typed.get("title", "")
        if position is None and not title:
            typed["participant"] = None
            return typed
        if position is not None and title:
            raise forms.ValidationError(_("เลือกตำแหน่ง หรือพิมพ์บุคคลภายนอก อย่างใดอย่างหนึ่ง"))
        # Most members are just that.
        role = typed.get("role") or roles()[1]
        typed["participant"] = Participant(str(position or title), role, position)
        return typed


class ItemForm(RowForm):
    """One item of the agenda, with what was said and resolved."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = ThaiTextField(label=_("เรื่อง"), max_length=300, required=False)
    text = LongTextField(label=_("สาระสำคัญ"), max_length=8000, required=False)
    resolution = LongTextField(label=_("มติ"), max_length=3000, rows=2, required=False)
    counting_field = "title"

    def __init__(self, *args: Any, is_agenda: bool = False, kind: str = "", **kwargs: Any) -> None:
        """Before the meeting nothing was said: those fields wait unseen."""
        super().__init__(*args, **kwargs)
        if kind == GroupKind.EXCHANGE:
            self.fields["title"].label = _("หัวข้อ")
            self.fields["text"].label = _("ความเห็นที่สรุปได้ (ไม่ระบุชื่อ)")
            self.fields["resolution"].label = _("สิ่งที่หน่วยงานจะทำ")
        if is_agenda:
            for name in ("text", "resolution"):
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Text without its subject cannot stand."""
        typed: dict[str, Any] = super().clean() or {}
        if not typed.get("title") and (typed.get("text") or typed.get("resolution")):
            self.add_error("title", _("ใส่เรื่องของวาระนี้ หรือลบสาระและมติออกด้วย"))
        return typed


class CameForm(RowForm):
    position = ChosenField(required=False, widget=forms.HiddenInput)
    title = ThaiTextField(label=_("ตำแหน่งอื่นที่มาประชุม"), max_length=200, required=False)
    role = ThaiTextField(max_length=100, required=False, widget=forms.HiddenInput)
    present = forms.BooleanField(label=_("มาประชุม"), required=False, initial=True)
    reason = ThaiTextField(label=_("เหตุที่ไม่มา"), max_length=200, required=False)
    substitute = ThaiTextField(label=_("ผู้มาแทน (ตำแหน่ง) ถ้ามี"), max_length=200, required=False)
    left_out = forms.BooleanField(label=_("ไม่ลงตำแหน่งนี้ในรายงาน"), required=False)
    counting_field = "came"

    def __init__(self, positions: Iterable[Position], *args: Any, **kwargs: Any) -> None:
        """Offer the agency's positions; the title of one is the words of its tick."""
        super().__init__(*args, **kwargs)
        position: Any = self.fields["position"]
        position.offer(positions, "")
        if self["position"].value() and self["title"].value():
            self.fields["title"].widget = forms.HiddenInput()
            self.fields["present"].label = self["title"].value()

    def clean(self) -> dict[str, Any]:
        """Who is ticked came; of the others it is told why not, or who came instead."""
        typed: dict[str, Any] = super().clean() or {}
        typed["came"] = bool(typed.get("title")) and not typed.get("left_out")
        if not typed.get("title") and (typed.get("substitute") or typed.get("reason")):
            self.add_error("title", _("เขียนตำแหน่งของผู้ที่แถวนี้พูดถึง หรือลบข้อความในแถว"))
        if not typed.get("present"):
            # A dash names nobody.
            instead = has_letter(typed.get("substitute") or "")
            typed["presence"] = Presence.SUBSTITUTE if instead else Presence.ABSENT
        else:
            typed["presence"] = Presence.PRESENT
            for name in ("reason", "substitute"):
                if typed.get(name):
                    self.add_error(name, _("นำเครื่องหมาย “มาประชุม” ออก หรือลบข้อความนี้"))
        return typed
