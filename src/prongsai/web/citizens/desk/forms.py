"""What officials type at the desk: cases for others, and what is done with a case."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from prongsai.core.desk.corruption import Class, End, MonthCounts
from prongsai.core.desk.model import MOST_PHOTOS, CaseKind, Channel, Outcome, Unfit
from prongsai.core.desk.ways import WayKind, without_names
from prongsai.core.registers.periods import read_day
from prongsai.web.agency.models import Unit
from prongsai.web.citizens.desk.models import CannedAnswer
from prongsai.web.citizens.desk.pictures import PHOTOS
from prongsai.web.citizens.desk.public_forms import CaseForm, photos_field, small_number
from prongsai.web.citizens.desk.services.case_entries import LONGEST
from prongsai.web.citizens.desk.services.opinion_box import LONGEST_BOX, MOST_SLIPS, Count
from prongsai.web.citizens.desk.services.working import Forward
from prongsai.web.disclosure.public_site.markdown import typed
from prongsai.web.platform.fields import (
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import MarkForm, SeenForm, SeenOrNewForm, labels
from prongsai.web.platform.language import in_language

_A_DAY = re.compile(r"(\S+\s+\S+\s+[0-9๐-๙]{4}|[0-9๐-๙]{1,2}/[0-9๐-๙]{1,2}/[0-9๐-๙]{4})\s*(.*)")
_LONGEST_NAME = 120
# The others have a page or form of their own.
_OUTCOMES = [outcome for outcome in Outcome if outcome not in (Outcome.MERGED, Outcome.FORWARDED)]
_MOST_COMPLAINTS = 9_999
Grouped = Sequence[tuple[str, Sequence[tuple[str, str]]]]


class TakeForm(CaseForm):
    """The same by an official, who says how the case came."""

    def __init__(self, kind: CaseKind, data: Any, ways: Sequence[WayKind]) -> None:
        super().__init__(kind, data, ways=ways)
        # Slips of the box are keyed where two have opened it.
        others = [channel for channel in Channel if channel not in (Channel.WEB, Channel.BOX)]
        channel = forms.ChoiceField(
            label=gettext("มาทางใด"), choices=labels(others),
            help_text=gettext("วางข้อความที่บันทึกจากไลน์ได้ทั้งหมด ระบบลบเวลาและชื่อผู้ส่งให้"),
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

    slips = small_number(label=gettext_lazy("ใบที่มีข้อความ นับได้กี่ใบ"), max_value=MOST_SLIPS)
    blank = small_number(label=gettext_lazy("ใบเปล่าหรืออ่านไม่ออก กี่ใบ"), max_value=MOST_SLIPS)

    @property
    def count(self) -> Count:
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


class UnfitForm(SeenForm):
    unfit = forms.ChoiceField(
        label=gettext_lazy("เหตุผล"), widget=forms.RadioSelect, choices=labels(Unfit),
        help_text=gettext_lazy("ผู้แจ้งเห็นเหตุผลนี้แทนภาพ"),
        error_messages={"required": gettext_lazy("เลือกเหตุผล")},
    )  # fmt: skip


class HandForm(SeenForm):
    """Who of a unit works on a case."""

    assignee = forms.ChoiceField(label=gettext_lazy("ผู้รับผิดชอบ"), required=False)

    def __init__(self, people: Grouped, *args: Any, **given: Any) -> None:
        """The people that are offered, or all of the unit."""
        super().__init__(*args, **given)
        self.fields["assignee"].choices = [("", gettext("ทุกคนของส่วนราชการ")), *people]  # type: ignore[attr-defined]


class AssignForm(HandForm):
    """To which unit, to whom of it, and of which class the case is."""

    unit = forms.ChoiceField(label=gettext_lazy("ส่วนราชการ"))
    field_order = ("unit", "assignee", "class_key")
    class_key = forms.ChoiceField(label=gettext_lazy("ประเภท"), required=False)

    def __init__(
        self, kind: CaseKind, units: Sequence[Unit], people: Grouped, *args: Any, **given: Any
    ) -> None:
        super().__init__(people, *args, **given)
        if kind.restricted:
            alone = gettext("เรื่องนี้จำกัดผู้อ่าน ต้องเลือกหนึ่งคน คนอื่นของส่วนราชการไม่เห็น")
            assignee = self.fields["assignee"]
            assignee.help_text, assignee.required = alone, True
            assignee.choices = [("", gettext("เลือกผู้รับผิดชอบ")), *people]  # type: ignore[attr-defined]
        # No unit is preselected: people in a hurry would send their cases to the first.
        names = [(str(unit.pk), unit.name) for unit in units]
        self.fields["unit"].choices = [("", gettext("เลือกส่วนราชการ")), *names]  # type: ignore[attr-defined]
        standing = (given.get("initial") or {}).get("class_key", "")
        classes = [
            (case_class.key, in_language(case_class.title))
            for case_class in kind.classes
            if not case_class.retired or case_class.key == standing
        ]
        if classes:
            self.fields["class_key"].choices = [("", gettext("ยังไม่ระบุ")), *classes]  # type: ignore[attr-defined]
        else:
            del self.fields["class_key"]


class GiveForm(forms.Form):
    """To whom of which unit the ticked cases of the list go."""

    to = forms.ChoiceField(label=gettext_lazy("ผู้รับผิดชอบ"))


class StepForm(SeenForm):
    """Which step of its kind a case has come to."""

    step = forms.ChoiceField(label=gettext_lazy("ถึงขั้น"))

    def __init__(self, kind: CaseKind, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        offered = [(step.key, in_language(step.title)) for step in kind.offered_steps]
        self.fields["step"].choices = offered  # type: ignore[attr-defined]


class TextForm(SeenForm):
    """A note, or a question to who brought the case."""

    text = LongTextField(label=gettext_lazy("ข้อความ"), max_length=LONGEST)


class DaysOffForm(MarkForm):
    """The days on which the agency is closed, a line each."""

    days = LongTextField(
        label=gettext_lazy("วันหยุดของหน่วยงาน บรรทัดละวัน"), max_length=LONGEST, required=False,
        help_text=gettext_lazy("วันที่ แล้วชื่อ เช่น 5 ธ.ค. 2569 วันพ่อแห่งชาติ เสาร์และอาทิตย์ไม่ต้องเขียน"),
    )  # fmt: skip

    def clean_days(self) -> dict[date, str]:
        days = {}
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            if not line.strip():
                continue
            match = _A_DAY.match(line.strip())
            day = read_day(match[1]) if match else None
            if match is None or day is None:
                raise forms.ValidationError(
                    gettext("บรรทัดที่ %(number)s “%(line)s” ไม่ขึ้นต้นด้วยวันที่")
                    % {"number": number, "line": line[:40]}
                )
            days[day] = match[2][:_LONGEST_NAME]
        return days


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

    canned = forms.ChoiceField(label=gettext_lazy("คำตอบสำเร็จรูป"), required=False)
    # None is chosen for them: whoever brought the case reads it.
    outcome = forms.ChoiceField(
        label=gettext_lazy("ผล"),
        choices=labels(_OUTCOMES, gettext_lazy("เลือกผล")),
        error_messages={"required": gettext_lazy("เลือกว่าเรื่องจบอย่างไร")},
    )
    field_order = ("canned", "outcome", "text")

    def __init__(self, canned: Mapping[UUID, CannedAnswer], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if canned:
            names = [(str(key), row.name) for key, row in canned.items()]
            self.fields["canned"].choices = [("", gettext("ไม่ใช้")), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["canned"]
        self.fields[PHOTOS] = photos_field(MOST_PHOTOS)
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
        choices=[("no", gettext_lazy("ไม่ส่งไป")), ("yes", gettext_lazy("ส่งไปด้วย"))],
        help_text=gettext_lazy("ส่งเท่าที่จำเป็น ผู้แจ้งเห็นว่าส่งไปหรือไม่"),
        error_messages={"required": gettext_lazy("เลือกว่าส่งไปด้วยหรือไม่")},
    )  # fmt: skip
    text = LongTextField(
        label=gettext_lazy("ข้อความถึงผู้แจ้ง"), max_length=LONGEST, rows=4,
        error_messages={"required": gettext_lazy("เขียนข้อความถึงผู้แจ้ง")},
        help_text=gettext_lazy("ระบบบอกชื่อหน่วยงาน วันที่ และเลขที่หนังสือให้เอง"),
    )  # fmt: skip
    ends = forms.ChoiceField(
        label=gettext_lazy("การดำเนินการของหน่วยงานต่อเรื่องนี้"), widget=forms.RadioSelect,
        choices=[
            ("follow", gettext_lazy("ยังไม่ปิด จะติดตามผลให้ผู้แจ้ง")),
            ("close", gettext_lazy("ปิดเรื่องเป็น “ส่งต่อหน่วยงานที่มีอำนาจ”")),
        ],
        error_messages={"required": gettext_lazy("เลือกว่าติดตามผลหรือปิดเรื่อง")},
    )  # fmt: skip
    follow_up_on = ThaiDateField(
        label=gettext_lazy("วันที่ติดตามผล"), required=False,
        help_text=gettext_lazy("เมื่อเลือกติดตามผล ถึงวันนั้นเรื่องจะอยู่ใน “งานของฉัน”"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is followed up has a day, what is closed none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_followed = cleaned.get("ends") == "follow"
        if is_followed and not cleaned.get("follow_up_on") and "follow_up_on" not in self.errors:
            self.add_error("follow_up_on", gettext("ใส่วันที่ติดตามผล"))
        if cleaned.get("ends") == "close" and cleaned.get("follow_up_on"):
            self.add_error("follow_up_on", gettext("ปิดเรื่องแล้วไม่มีวันติดตาม ลบวันที่ หรือเลือกติดตามผล"))
        return cleaned

    @property
    def forward(self) -> Forward:
        """What is to be written down."""
        given = self.cleaned_data
        return Forward(
            given["to"], given["sent_on"], given["text"], given["letter"],
            given["contact"] == "yes", given["follow_up_on"],
        )  # fmt: skip


class FollowUpForm(SeenForm):
    """What the other agency said, and when it is asked again."""

    text = LongTextField(
        label=gettext_lazy("หน่วยงานนั้นแจ้งว่าอย่างไร"), max_length=LONGEST, rows=3,
        error_messages={"required": gettext_lazy("เขียนว่าหน่วยงานนั้นแจ้งว่าอย่างไร")},
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

    def __init__(self, counts: MonthCounts | None, data: Any, **given: Any) -> None:
        initial = dict(given.pop("initial", {}))
        if counts is not None:
            initial["total"] = counts.total
        super().__init__(data, initial=initial, **given)
        self._had = counts is not None and counts.total > 0
        for complaint_class in Class:
            for end in End:
                label = f"{in_language(complaint_class.label)}: {in_language(end.label)}"
                count = counts.count(complaint_class, end) if counts is not None else 0
                box = WholeNumberField(
                    label=label, required=False, max_value=_MOST_COMPLAINTS,
                    initial=count or None,
                    widget=forms.TextInput({
                        "inputmode": "numeric", "class": "field-s", "aria-label": label,
                    }),
                )  # fmt: skip
                self.fields[f"{complaint_class}-{end}"] = box

    @property
    def is_told_apart(self) -> bool:
        """Whether the boxes matter: most months have no complaint, and then nobody needs them."""
        return self._had or bool(self.errors)

    @property
    def rows(self) -> Iterator[tuple[str, list[tuple[str, forms.BoundField]]]]:
        for complaint_class in Class:
            boxes = [(in_language(end.label), self[f"{complaint_class}-{end}"]) for end in End]
            yield in_language(complaint_class.label), boxes

    def clean(self) -> dict[str, Any]:
        """The boxes come to the number of all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        total = cleaned.get("total")
        if total is not None and not self.errors and self.counts.total != total:
            message = gettext("ช่องข้างล่างรวมกันได้ %(sum)s เรื่อง ใส่ตามประเภทและผลให้ครบ %(total)s เรื่อง")
            self.add_error("total", message % {"sum": self.counts.total, "total": total})
        return cleaned

    @property
    def counts(self) -> MonthCounts:
        given = self.cleaned_data
        return MonthCounts(
            {
                complaint_class: {end: given.get(f"{complaint_class}-{end}") or 0 for end in End}
                for complaint_class in Class
            }
        )
