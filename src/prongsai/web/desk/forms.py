"""What is typed into the desk: cases, receipts, and what is done with a case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.desk.chat import without_names
from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.model import MOST_PHOTOS, CaseKind, Channel, Outcome, Unfit
from prongsai.core.desk.retention import KEPT_AFTER_ANSWER
from prongsai.core.desk.ways import LONGEST_WAY, Way, WayKind, read_way
from prongsai.core.errors import Wrong
from prongsai.core.registers.periods import read_day
from prongsai.core.registers.values import Context, read_value
from prongsai.core.slips import RECEIPT, read_slip
from prongsai.web.agency.models import Unit
from prongsai.web.desk.models import CannedAnswer
from prongsai.web.desk.services.acts import LONGEST
from prongsai.web.desk.services.box import LONGEST_BOX, MOST_SLIPS, Count
from prongsai.web.desk.services.forwarding import Forward
from prongsai.web.desk.services.working import BEST
from prongsai.web.desk.uploads import PHOTOS
from prongsai.web.platform.fields import (
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import SeenForm, SeenOrNewForm
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.platform.typed import whole_number
from prongsai.web.public_site.markdown import typed
from prongsai.web.registers.forms import Boxes

_NO_YEAR = Context(0)
_A_DAY = re.compile(r"(\S+\s+\S+\s+[0-9๐-๙]{4}|[0-9๐-๙]{1,2}/[0-9๐-๙]{1,2}/[0-9๐-๙]{4})\s*(.*)")
_LONGEST_NAME = 120
_MOST_COMPLAINTS = 9_999
_STARS = (
    (5, gettext_lazy("ดีมาก")), (4, gettext_lazy("ดี")), (3, gettext_lazy("พอใช้")),
    (2, gettext_lazy("ควรปรับปรุง")), (1, gettext_lazy("ไม่พอใจ")),
)  # fmt: skip


class _Photos(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True


def _photos_field(most: int) -> forms.FileField:
    return forms.FileField(
        label=gettext("ภาพถ่าย"), required=False,
        help_text=gettext(
            "JPG หรือ PNG ไม่เกิน %(most)s ภาพ ภาพละไม่เกิน 10 MB"
            " ระบบวาดภาพใหม่ ตำแหน่ง วัน และชื่อแฟ้มที่ติดมาไม่ถูกเก็บ"
        ) % {"most": most},
        widget=_Photos({"accept": "image/jpeg,image/png", "multiple": True}),
    )  # fmt: skip


TELL_TO = "tell_to"


def _way_field(ways: Sequence[WayKind], *, required: bool) -> forms.CharField:
    """Where to tell that there is news."""
    if WayKind.SMS not in ways:
        label = gettext("อีเมลที่ให้ระบบแจ้งเมื่อมีคำตอบ")
    elif WayKind.MAIL not in ways:
        label = gettext("เบอร์มือถือที่ให้ระบบส่ง SMS เมื่อมีคำตอบ")
    else:
        label = gettext("อีเมลหรือเบอร์มือถือที่ให้ระบบแจ้งเมื่อมีคำตอบ")
    return forms.CharField(
        label=label,
        required=required, max_length=LONGEST_WAY,
        help_text=gettext(
            "ข้อความบอกเพียงว่ามีความเคลื่อนไหว ไม่บอกเรื่องหรือเลขใบรับ เมื่อส่งแล้วเว็บไม่แสดงช่องนี้ให้ใครเห็น"
            " ลบเมื่อครบ %(days)s วันหลังตอบ"
        ) % {"days": KEPT_AFTER_ANSWER.days},
        error_messages={"required": gettext("กรอกที่ที่จะให้แจ้ง")},
    )  # fmt: skip


def _way_in(form: forms.Form, ways: Sequence[WayKind]) -> Way | None:
    """What was typed there; None for nothing, or where it cannot be read, which is told."""
    typed = str(form.cleaned_data.get(TELL_TO) or "").strip()
    if not typed or TELL_TO not in form.fields:
        return None
    try:
        return read_way(typed, ways)
    except Wrong as fault:
        form.add_error(TELL_TO, in_language(fault.message))
        return None


class WayForm(forms.Form):
    """Where whoever holds a receipt wants to be told."""

    def __init__(self, ways: Sequence[WayKind], data: Any = None) -> None:
        """Of the ways that are open."""
        super().__init__(data, auto_id="way-%s")
        self._ways = ways
        self.way: Way | None = None
        self.fields[TELL_TO] = _way_field(ways, required=True)

    def clean(self) -> dict[str, Any]:
        """An address or a number."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        self.way = _way_in(self, self._ways)
        return said


@lru_cache(maxsize=100)
def _boxes(kind: CaseKind, _language: str) -> Mapping[str, forms.Field]:
    """A box for each field; that for photos before those that tell who somebody is.

    Shape:  many forms share them, so nobody changes one.
    """
    boxes = Boxes(_NO_YEAR)
    made: dict[str, forms.Field] = {}
    for field in kind.fields:
        if kind.photos and field.name in kind.contact:
            made.setdefault(PHOTOS, _photos_field(kind.photos))
        made[field.name] = boxes.of(field, "")
    if kind.photos:
        made.setdefault(PHOTOS, _photos_field(kind.photos))
    return made


class CaseForm(forms.Form):
    """The fields of a kind; what was typed stays where something is wrong."""

    # Nobody sees it; what fills in every field it finds is no person.
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, kind: CaseKind, data: Any = None, initial: Any = None, ways: Sequence[WayKind] = ()
    ) -> None:
        """A box for each field of the kind, and where to tell of news where a way is open."""
        super().__init__(data, initial=initial)
        self._kind, self._ways = kind, ways
        self.way: Way | None = None
        self.fields |= _boxes(kind, reader_language())
        if ways:
            self.fields[TELL_TO] = _way_field(ways, required=False)

    def clean(self) -> dict[str, Any]:
        """Each field as its kind reads it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("homepage"):
            raise forms.ValidationError(
                gettext("ส่งไม่ได้ เพราะช่องที่ซ่อนไว้มีข้อความ เปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง")
            )
        for field in self._kind.fields:
            text = str(said.get(field.name) or "").strip()
            try:
                value = read_value(field, text, _NO_YEAR)
            except Wrong as fault:
                self.add_error(field.name, in_language(fault.message))
                continue
            if field.required and value is None:
                told = gettext("กรอก “%(name)s” ด้วย") % {"name": in_language(field.title)}
                self.add_error(field.name, told)
        self.way = _way_in(self, self._ways)
        return said

    @property
    def values(self) -> dict[str, str]:
        """The filled fields as they were typed."""
        names = [field.name for field in self._kind.fields]
        return {name: text for name in names if (text := self.cleaned_data.get(name, "").strip())}


class TakeForm(CaseForm):
    """The same by an official, who says how the case came."""

    def __init__(self, kind: CaseKind, data: Any = None, ways: Sequence[WayKind] = ()) -> None:
        """The channel first."""
        super().__init__(kind, data, ways=ways)
        # Slips of the box are keyed where two have opened it.
        others = [one for one in Channel if one not in (Channel.WEB, Channel.BOX)]
        offered = [(one.value, in_language(one.label)) for one in others]
        channel = forms.ChoiceField(
            label=gettext("มาทางใด"), choices=offered,
            help_text=gettext("วางข้อความที่บันทึกจากไลน์ได้ทั้งก้อน ระบบตัดเวลาและชื่อผู้ส่งออก"),
        )  # fmt: skip
        self.fields = {"channel": channel, **self.fields}
        self.was_chat = False

    def clean(self) -> dict[str, Any]:
        """Of a saved chat the words alone."""
        if self.cleaned_data.get("channel") == Channel.CHAT:
            for field in self._kind.fields:
                chat = without_names(str(self.cleaned_data.get(field.name) or ""))
                if chat.speakers:
                    self.cleaned_data[field.name], self.was_chat = chat.text, True
        return super().clean()


class _Counted(forms.Form):
    """What an officer counted in the opinion box."""

    slips = WholeNumberField(
        label=gettext_lazy("ใบที่มีข้อความ นับได้กี่ใบ"), max_value=MOST_SLIPS,
        widget=forms.TextInput({"inputmode": "numeric", "class": "field-s"}),
    )  # fmt: skip
    blank = WholeNumberField(
        label=gettext_lazy("ใบเปล่าหรืออ่านไม่ออก กี่ใบ"), max_value=MOST_SLIPS,
        widget=forms.TextInput({"inputmode": "numeric", "class": "field-s"}),
    )  # fmt: skip

    @property
    def count(self) -> Count:
        """Both numbers."""
        return Count(self.cleaned_data["slips"], self.cleaned_data["blank"])


class CountForm(_Counted, SeenForm):
    """What the second officer counted."""


class OpeningForm(_Counted):
    """What the first officer writes of an opening."""

    box = ThaiTextField(
        label=gettext_lazy("กล่องใด"), max_length=LONGEST_BOX,
        help_text=gettext_lazy("เช่น หน้าห้องงานทะเบียน"),
    )  # fmt: skip
    day = ThaiDateField(label=gettext_lazy("วันที่เปิด"))
    next_on = ThaiDateField(label=gettext_lazy("กำหนดเปิดครั้งถัดไป"))
    field_order = ("box", "day", "slips", "blank", "next_on")


class ReceiptForm(forms.Form):
    """The number of a receipt, however it is typed."""

    receipt = forms.CharField(
        label=gettext_lazy("เลขใบรับเรื่อง 16 หลัก"),
        help_text=gettext_lazy("มีในใบรับที่ได้ตอนส่งเรื่อง จะเว้นวรรคหรือไม่ก็ได้"),
        max_length=60,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-mark": ""}),
    )  # fmt: skip

    def clean_receipt(self) -> str:
        """The sixteen digits."""
        try:
            return read_slip(self.cleaned_data["receipt"], RECEIPT)
        except Wrong as fault:
            raise forms.ValidationError(in_language(fault.message)) from fault


class ReplyForm(forms.Form):
    """What who brought a case adds, or why it is brought again."""

    text = LongTextField(label=gettext_lazy("ข้อความ"), rows=4, max_length=LONGEST)

    def __init__(self, kind: CaseKind | None, data: Any = None) -> None:
        """Photos where the kind takes some; more of them may be too many for the case."""
        super().__init__(data, auto_id="say-%s")
        if kind is not None and kind.photos:
            self.fields[PHOTOS] = _photos_field(kind.photos)


class UnfitForm(SeenForm):
    """Why a photo is taken out."""

    unfit = forms.ChoiceField(
        label=gettext_lazy("เหตุผล"), widget=forms.RadioSelect,
        help_text=gettext_lazy("ผู้แจ้งเห็นเหตุผลนี้แทนภาพ"),
        error_messages={"required": gettext_lazy("เลือกเหตุผล")},
    )  # fmt: skip

    def __init__(self, *args: Any, **given: Any) -> None:
        """The reasons in the language of the page."""
        super().__init__(*args, **given)
        offered = [(one.value, in_language(one.label)) for one in Unfit]
        self.fields["unfit"].choices = offered  # type: ignore[attr-defined]


class RateForm(forms.Form):
    """How content who brought a case is."""

    points = forms.TypedChoiceField(
        label=gettext_lazy("พอใจกับการดำเนินการเพียงใด"), choices=_STARS[:BEST], coerce=whole_number,
        widget=forms.RadioSelect,
    )  # fmt: skip


class AssignForm(SeenForm):
    """To which unit, and of which class the case is."""

    unit = forms.ChoiceField(label=gettext_lazy("ส่วนราชการ"))
    class_key = forms.ChoiceField(label=gettext_lazy("ประเภท"), required=False)

    def __init__(self, kind: CaseKind, units: Sequence[Unit], *args: Any, **given: Any) -> None:
        """Only the agency's units are offered."""
        super().__init__(*args, **given)
        self.fields["unit"].choices = [(str(unit.pk), unit.name) for unit in units]  # type: ignore[attr-defined]
        standing = (given.get("initial") or {}).get("class_key", "")
        classes = [
            (one.key, in_language(one.title))
            for one in kind.classes
            if not one.retired or one.key == standing
        ]
        if classes:
            self.fields["class_key"].choices = [("", gettext("ยังไม่ระบุ")), *classes]  # type: ignore[attr-defined]
        else:
            del self.fields["class_key"]


class StepForm(SeenForm):
    """Which step of its kind a case has come to."""

    step = forms.ChoiceField(label=gettext_lazy("ถึงขั้น"))

    def __init__(self, kind: CaseKind, *args: Any, **given: Any) -> None:
        """The steps of the kind, in order."""
        super().__init__(*args, **given)
        offered = [(one.key, in_language(one.title)) for one in kind.offered_steps]
        self.fields["step"].choices = offered  # type: ignore[attr-defined]


class TextForm(SeenForm):
    """A note, or a question to who brought the case."""

    text = LongTextField(label=gettext_lazy("ข้อความ"), max_length=LONGEST)


class DaysOffForm(forms.Form):
    """The days on which the agency is closed, a line each."""

    days = LongTextField(
        label=gettext_lazy("วันหยุดของหน่วยงาน บรรทัดละวัน"), max_length=LONGEST, required=False,
        help_text=gettext_lazy("วันที่ แล้วชื่อ เช่น 5 ธ.ค. 2569 วันพ่อแห่งชาติ เสาร์และอาทิตย์ไม่ต้องเขียน"),
    )  # fmt: skip

    def clean_days(self) -> dict[date, str]:
        """Each day with its name."""
        found = {}
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            if not line.strip():
                continue
            told = _A_DAY.match(line.strip())
            day = read_day(told[1]) if told else None
            if day is None:
                raise forms.ValidationError(
                    gettext("บรรทัดที่ %(number)s “%(line)s” ไม่ขึ้นต้นด้วยวันที่")
                    % {"number": number, "line": line[:40]}
                )
            found[day] = told[2][:_LONGEST_NAME] if told else ""
        return found


class MainForm(forms.Form):
    """The number of the case that another is joined with."""

    to = ThaiTextField(
        label=gettext_lazy("เลขที่ของเรื่องหลัก"), max_length=20,
        help_text=gettext_lazy("เช่น 12/2569 เรื่องหลักคือเรื่องที่ครบกำหนดก่อน"),
        error_messages={"required": gettext_lazy("ใส่เลขที่ของเรื่องหลัก")},
    )  # fmt: skip


class JoinForm(SeenForm):
    """Both cases were looked at."""

    main_seen = WholeNumberField(widget=forms.HiddenInput)


class FaqForm(SeenForm):
    """A frequent question in the officer's own words; both boxes begin empty."""

    question = ThaiTextField(
        label=gettext_lazy("คำถาม เขียนใหม่ด้วยถ้อยคำของหน่วยงาน"), max_length=200,
        error_messages={"required": gettext_lazy("เขียนคำถาม")},
    )  # fmt: skip
    answer = LongTextField(
        label=gettext_lazy("คำตอบ"), rows=8, max_length=LONGEST,
        help_text=gettext_lazy("เว้นบรรทัดว่างระหว่างย่อหน้า ไม่ใส่ชื่อ เลข หรือเหตุการณ์ที่บอกว่าใครถาม"),
        error_messages={"required": gettext_lazy("เขียนคำตอบ")},
    )  # fmt: skip
    looked = forms.BooleanField(
        label=gettext_lazy("อ่านแล้ว ไม่มีสิ่งใดที่บอกว่าใครถาม"),
        error_messages={"required": gettext_lazy("อ่านทั้งสองช่อง แล้วทำเครื่องหมาย")},
    )

    def clean_answer(self) -> str:
        """What the executive reads in the memo is what everybody reads then."""
        return typed(self.cleaned_data["answer"])


class CannedForm(SeenOrNewForm):
    """An answer that is kept ready."""

    name = ThaiTextField(
        label=gettext_lazy("ชื่อ เพื่อเลือก"), max_length=_LONGEST_NAME,
        help_text=gettext_lazy("ผู้แจ้งไม่เห็นชื่อนี้"),
        error_messages={"required": gettext_lazy("ตั้งชื่อ")},
    )  # fmt: skip
    text = LongTextField(
        label=gettext_lazy("ข้อความ"), rows=8, max_length=LONGEST,
        help_text=gettext_lazy("ใส่ลงในช่องคำตอบแล้วแก้ได้ทุกครั้ง"),
        error_messages={"required": gettext_lazy("เขียนข้อความ")},
    )  # fmt: skip


class AnswerForm(TextForm):
    """The answer and how the case ends; one that is kept ready can be put into it first."""

    canned = forms.ChoiceField(label=gettext_lazy("คำตอบสำเร็จ"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("ผล"))
    field_order = ("canned", "outcome", "text")

    def __init__(self, canned: Mapping[UUID, CannedAnswer], *args: Any, **given: Any) -> None:
        """The outcomes in the language of the page."""
        super().__init__(*args, **given)
        # Both have a page or form of their own.
        others = (Outcome.MERGED, Outcome.FORWARDED)
        offered = [one for one in Outcome if one not in others]
        self.fields["outcome"].choices = [(one.value, in_language(one.label)) for one in offered]  # type: ignore[attr-defined]
        if canned:
            names = [(str(key), row.name) for key, row in canned.items()]
            self.fields["canned"].choices = [("", gettext("ไม่ใช้")), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["canned"]
        self.fields[PHOTOS] = _photos_field(MOST_PHOTOS)
        self.fields[PHOTOS].help_text = gettext(
            "เช่น ภาพก่อนและหลังทำ ไม่เกิน %(most)s ภาพ ผู้แจ้งเห็นภาพเหล่านี้ อย่าให้เห็นหน้าหรือข้อมูลของผู้อื่น"
        ) % {"most": MOST_PHOTOS}


class ForwardForm(SeenForm):
    """To which other agency a case goes, how and when, and what becomes of it here."""

    to = ThaiTextField(
        label=gettext_lazy("หน่วยงานที่ส่งต่อ"), max_length=200,
        error_messages={"required": gettext_lazy("ใส่ชื่อหน่วยงาน")},
    )  # fmt: skip
    sent_on = ThaiDateField(label=gettext_lazy("วันที่ส่ง"))
    letter = ThaiTextField(
        label=gettext_lazy("เลขที่หนังสือ"), max_length=60, required=False,
        help_text=gettext_lazy("ถ้าส่งเป็นหนังสือ"),
    )  # fmt: skip
    contact = forms.ChoiceField(
        label=gettext_lazy("ชื่อและช่องทางติดต่อของผู้แจ้ง"), widget=forms.RadioSelect,
        help_text=gettext_lazy("ส่งเท่าที่จำเป็น ผู้แจ้งเห็นว่าส่งไปหรือไม่"),
        error_messages={"required": gettext_lazy("เลือกว่าส่งไปด้วยหรือไม่")},
    )  # fmt: skip
    text = LongTextField(
        label=gettext_lazy("ข้อความถึงผู้แจ้ง"), max_length=LONGEST, rows=4,
        error_messages={"required": gettext_lazy("เขียนข้อความถึงผู้แจ้ง")},
        help_text=gettext_lazy("ระบบบอกชื่อหน่วยงาน วันที่ และเลขที่หนังสือให้เอง"),
    )  # fmt: skip
    ends = forms.ChoiceField(
        label=gettext_lazy("เรื่องนี้ที่หน่วยงานเรา"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("เลือกว่าติดตามผลหรือปิดเรื่อง")},
    )  # fmt: skip
    follow_up_on = ThaiDateField(
        label=gettext_lazy("วันที่ติดตามผล"), required=False,
        help_text=gettext_lazy("เมื่อเลือกติดตามผล ถึงวันนั้นเรื่องจะอยู่ใน “งานของฉัน”"),
    )  # fmt: skip

    def __init__(self, *args: Any, **given: Any) -> None:
        """The choices in the language of the page."""
        super().__init__(*args, **given)
        self.fields["contact"].choices = [  # type: ignore[attr-defined]
            ("no", gettext("ไม่ส่งไป")), ("yes", gettext("ส่งไปด้วย")),
        ]  # fmt: skip
        self.fields["ends"].choices = [  # type: ignore[attr-defined]
            ("follow", gettext("ยังไม่ปิด จะติดตามผลให้ผู้แจ้ง")),
            ("close", gettext("ปิดเรื่องเป็น “ส่งต่อหน่วยงานที่มีอำนาจ”")),
        ]

    def clean(self) -> dict[str, Any]:
        """What is followed up has a day, what is closed none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_followed = said.get("ends") == "follow"
        if is_followed and not said.get("follow_up_on") and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", gettext("ใส่วันที่ติดตามผล"))
        if said.get("ends") == "close" and said.get("follow_up_on"):
            self.add_error("follow_up_on", gettext("ปิดเรื่องแล้วไม่มีวันติดตาม ลบวันที่ หรือเลือกติดตามผล"))
        return said

    @property
    def told(self) -> Forward:
        """What is to be written down."""
        given = self.cleaned_data
        return Forward(
            given["to"], given["sent_on"], given["text"], given["letter"],
            given["contact"] == "yes", given["follow_up_on"],
        )  # fmt: skip


class FollowUpForm(SeenForm):
    """What the other agency said, and when it is asked again."""

    text = LongTextField(
        label=gettext_lazy("หน่วยงานนั้นว่าอย่างไร"), max_length=LONGEST, rows=3,
        error_messages={"required": gettext_lazy("เขียนว่าหน่วยงานนั้นว่าอย่างไร")},
        help_text=gettext_lazy("ผู้แจ้งไม่เห็น เมื่อได้ผลแล้วใช้ “ตอบและปิดเรื่อง”"),
    )  # fmt: skip
    again_on = ThaiDateField(label=gettext_lazy("ติดตามอีกครั้งวันที่"))


def with_canned(
    sent: Mapping[str, str], canned: Mapping[UUID, CannedAnswer], seen: int
) -> AnswerForm:
    """The answer's form with the chosen text behind what was typed; nothing is sent yet."""
    chosen = next((row for key, row in canned.items() if str(key) == sent.get("canned")), None)
    parts = [sent.get("text", "").strip(), chosen.text if chosen else ""]
    text = "\n\n".join(part for part in parts if part)
    kept = {"outcome": sent.get("outcome", ""), "text": text, "seen": seen}
    return AnswerForm(canned, initial=kept)


class CorruptionForm(SeenOrNewForm):
    """How many complaints of corruption came in a month, by class and end; an empty box is nought.

    Nobody enters nought by leaving everything empty: the number of all is typed, 0 too, and the
    boxes must come to it.
    """

    total = WholeNumberField(
        label=gettext_lazy("รับในเดือนนี้ทั้งหมด (เรื่อง)"), max_value=_MOST_COMPLAINTS,
        help_text=gettext_lazy("ถ้าไม่มี ใส่ 0"),
        error_messages={"required": gettext_lazy("ใส่จำนวนทั้งหมด ถ้าไม่มีใส่ 0")},
    )  # fmt: skip

    def __init__(self, counts: MonthCounts | None, data: Any = None, **given: Any) -> None:
        """A box for each class and end; `counts` what was entered, None for nothing yet."""
        initial = dict(given.pop("initial", {}))
        if counts is not None:
            initial["total"] = counts.total
        super().__init__(data, initial=initial, **given)
        self._had = counts is not None and counts.total > 0
        for one in Class:
            for end in End:
                label = f"{in_language(one.label)}: {in_language(end.label)}"
                count = counts.count(one, end) if counts is not None else 0
                box = WholeNumberField(
                    label=label, required=False, max_value=_MOST_COMPLAINTS,
                    initial=count or None,
                    widget=forms.TextInput({
                        "inputmode": "numeric", "class": "field-s", "aria-label": label,
                    }),
                )  # fmt: skip
                self.fields[f"{one}-{end}"] = box

    @property
    def is_told_apart(self) -> bool:
        """Whether the boxes matter: most months have no complaint, and then nobody needs them."""
        return self._had or bool(self.errors)

    @property
    def rows(self) -> Iterator[tuple[str, list[tuple[str, forms.BoundField]]]]:
        """The boxes of each class, each with its end."""
        for one in Class:
            boxes = [(in_language(end.label), self[f"{one}-{end}"]) for end in End]
            yield in_language(one.label), boxes

    def clean(self) -> dict[str, Any]:
        """The boxes come to the number of all."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        total = said.get("total")
        if total is not None and not self.errors and self.counts.total != total:
            told = gettext("ช่องข้างล่างรวมกันได้ %(sum)s เรื่อง ไม่เท่ากับ %(total)s เรื่องที่ใส่ไว้")
            self.add_error("total", told % {"sum": self.counts.total, "total": total})
        return said

    @property
    def counts(self) -> MonthCounts:
        """What was typed."""
        given = self.cleaned_data
        return MonthCounts(
            {one: {end: given.get(f"{one}-{end}") or 0 for end in End} for one in Class}
        )
