"""What is typed into an item: the work on it, its pieces, and what was found in them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.dates import short_date
from prongsai.core.disclosure.addresses import MOST_LETTERS, Counting, Limit, read_address
from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.errors import Wrong
from prongsai.core.thai import arabic_digits
from prongsai.web.agency.models import Unit
from prongsai.web.disclosure.disclosure.items import YearItem, YearItems
from prongsai.web.disclosure.disclosure.models import ExplanationLimit, ItemProof, Piece
from prongsai.web.disclosure.disclosure.queries.board import (
    BY_PART,
    BY_UNIT,
    LATE,
    OPEN,
    READY,
    BoardFilter,
)
from prongsai.web.disclosure.disclosure.queries.item import Element
from prongsai.web.disclosure.disclosure.queries.works import Work
from prongsai.web.disclosure.disclosure.services.checking import Look, unreasoned
from prongsai.web.disclosure.disclosure.services.pieces import TERMS, Words, standing
from prongsai.web.disclosure.disclosure.services.working import MOST_REMARK, WorkEntry, untouched
from prongsai.web.platform.fields import (
    ChosenField,
    LongTextField,
    ThaiDateField,
    ThaiTextField,
    WholeNumberField,
)
from prongsai.web.platform.forms import SeenForm, SeenOrNewForm, labels
from prongsai.web.platform.language import in_language, words_of

_TAKEN_BACK = "none"  # of a look that has to be given again


class ItemForm(SeenOrNewForm):
    """One item as a person saves it: what was found of each element, and the work on it."""

    looked = forms.CharField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(label=_("สถานะ"), choices=labels(ItemState), widget=forms.RadioSelect)
    explanation = LongTextField(
        label=_("คำอธิบายที่ส่ง ป.ป.ช."),
        required=False,
        rows=5,
        max_length=8000,
        help_text=_("ระบุว่าอยู่ส่วนใดของแต่ละลิงก์ ไม่ใส่ชื่อหรือเบอร์โทรศัพท์ส่วนตัว"),
    )
    due = ThaiDateField(label=_("กำหนดแล้วเสร็จ"), required=False)
    documents = LongTextField(
        label=_("แนวทางและเอกสารที่เกี่ยวข้อง"), required=False, rows=2, max_length=MOST_REMARK,
        help_text=_("พิมพ์ในตารางสถานะ หน้าชื่อหลักฐาน"),
    )  # fmt: skip
    remark = LongTextField(
        label=_("หมายเหตุภายใน"), required=False, rows=2, max_length=MOST_REMARK,
        help_text=_("เห็นเฉพาะคนในหน่วยงาน"),
    )  # fmt: skip

    def __init__(self, page: Mapping[str, Any], sent: Any = None) -> None:
        self.work: Work = page["work"]
        work = self.work
        self.elements: tuple[Element, ...] = page["elements"]
        initial = {
            "seen": page["seen"],
            "looked": work.looked,
            "state": work.state.value,
            "explanation": work.explanation,
            "documents": work.row.documents if work.row else "",
            "remark": work.row.remark if work.row else "",
            "due": _typed(work.due),
        }
        super().__init__(sent, initial=initial)
        choices = labels(Presence, gettext("ยังไม่ตรวจ"))
        again = [*labels(Presence, gettext("ตรวจอีกครั้ง"))(), (_TAKEN_BACK, gettext("ถอนผลตรวจ"))]
        for element in self.elements:
            key, check = element.requirement.key, element.check
            # What has to be looked at again is answered anew; of other evidence no place is typed.
            is_again = element.check is not None and (element.is_outdated or element.is_doubted)
            presence = "" if is_again else element.presence or ""
            # Against what the page showed: what others found meanwhile is not taken back by a save.
            self.fields[f"presence_{key}"] = forms.ChoiceField(
                label=_("ผลตรวจ"), required=False, choices=again if is_again else choices,
                initial=presence,
                show_hidden_initial=True,
            )  # fmt: skip
            place = ThaiTextField(
                label=_("พบที่ไหน หรือเพราะเหตุใด"), required=False, max_length=300,
                initial=check.place if check and not element.is_outdated else "",
                show_hidden_initial=True,
            )  # fmt: skip
            place.is_conditional = True  # type: ignore[attr-defined]
            self.fields[f"place_{key}"] = place
        # The evidence, with forms of its own, stands between the elements and the work.
        for field in self.fields.values():
            field.widget.attrs["form"] = "item"

    @property
    def rows(self) -> list[tuple[Element, forms.BoundField, forms.BoundField]]:
        return [
            (
                element,
                self[f"presence_{element.requirement.key}"],
                self[f"place_{element.requirement.key}"],
            )
            for element in self.elements
        ]

    @property
    def of_work(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "explanation", "due", "documents", "remark")]

    @property
    def hidden_initials(self) -> SafeString:
        """What the page showed of the elements, hidden: a save changes what differs from it."""
        fields = (field for _element, *both in self.rows for field in both)
        return format_html_join(
            "", "{}", ((field.as_hidden(only_initial=True),) for field in fields)
        )

    def clean(self) -> dict[str, Any]:
        """Tell each place that stands without an answer, and each answer without its place."""
        cleaned = super().clean() or self.cleaned_data
        for _element, presence, place in self.rows:
            is_said = place.name in self.changed_data and cleaned.get(place.name)
            if is_said and not cleaned.get(presence.name) and presence.name not in self.errors:
                self.add_error(presence.name, gettext("เลือกผลตรวจ ข้อความที่พิมพ์จะได้อยู่กับผลนั้น"))
        if not self.errors:
            for refusal in unreasoned(self.work, self.looks()):
                self.add_error(refusal.field, words_of(refusal))
        return cleaned

    def see_anew(self, page: Mapping[str, Any], entry: WorkEntry) -> None:
        """Show what was refused beside what stands now: what the person left as it was follows.

        Shape:  `entry` is what was typed of the work.
        """
        now, data = ItemForm(page), QueryDict(mutable=True)
        data.update(self.data)
        looks = {field.name: field for _element, *both in now.rows for field in both}
        for field in looks.values():
            data[field.html_initial_name] = field.value() or ""
        left = untouched(page["work"].row, entry, self.revision)
        for name in left | (looks.keys() - set(self.changed_data)):
            data[name] = now[name].value() or ""
        data["seen"], data["looked"] = str(page["seen"]), page["work"].looked
        self.data = data

    def entry(self) -> WorkEntry:
        cleaned = self.cleaned_data
        return WorkEntry(
            ItemState(cleaned["state"]), cleaned["explanation"], cleaned["remark"], cleaned["due"],
            cleaned["documents"],
        )  # fmt: skip

    def looks(self) -> dict[str, Look]:
        """What was changed of the elements, by the key of the requirement."""
        looks = {}
        for element, presence, place in self.rows:
            if {presence.name, place.name} & set(self.changed_data):
                typed, where = (self.cleaned_data[name.name] for name in (presence, place))
                look = (
                    Look(Presence(typed), where) if typed not in ("", _TAKEN_BACK) else Look(None)
                )
                looks[element.requirement.key] = look
        return looks


class AddressField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("ที่อยู่เว็บ (URL)"),
            max_length=MOST_LETTERS,
            widget=forms.TextInput({"inputmode": "url"}),
            help_text=_("คัดลอกจากแถบที่อยู่ของเบราว์เซอร์"),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The address as it is kept.

        Errors: ValidationError with what is wrong with it.
        """
        typed: str = super().clean(value)
        try:
            return read_address(typed) if typed else ""
        except Wrong as wrong:
            raise forms.ValidationError(in_language(wrong.message), code="wrong") from wrong


class WordsForm(forms.Form):
    """What is said of a piece of evidence."""

    title = ThaiTextField(
        label=_("ชื่อหลักฐาน"), required=False, max_length=300,
        help_text=_("เช่น รายงานผลการดำเนินงาน ปี 2568 ถ้าว่างใช้ที่อยู่หรือชื่อไฟล์"),
    )  # fmt: skip
    unit = ChosenField(label=_("ส่วนราชการที่ให้"), required=False)
    valid_from = ThaiDateField(label=_("มีผลตั้งแต่"), required=False)
    valid_until = ThaiDateField(
        label=_("มีผลถึง"), required=False, help_text=_("ของแผนหรือเอกสารที่มีอายุ")
    )
    stands_in_until = ThaiDateField(
        label=_("ใช้แทนของจริงถึง"), required=False, help_text=_("ถ้าเป็นหลักฐานชั่วคราว")
    )
    stands_in_why = ThaiTextField(label=_("เหตุที่ใช้แทน"), required=False, max_length=500)

    def __init__(self, units: Iterable[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(units, gettext("ไม่ระบุ"))

    def clean(self) -> dict[str, Any]:
        """A term begins before it ends; what stands in for something says why, and how long."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", gettext("วันสิ้นสุดอยู่ก่อนวันเริ่ม"))
        if cleaned.get("stands_in_until") and not cleaned.get("stands_in_why"):
            self.add_error("stands_in_why", gettext("ระบุเหตุที่ใช้หลักฐานนี้แทน"))
        if cleaned.get("stands_in_why") and not cleaned.get("stands_in_until"):
            self.add_error("stands_in_until", gettext("ระบุวันสุดท้ายที่ใช้แทน"))
        return cleaned

    def words(self) -> Words:
        cleaned = self.cleaned_data
        return Words(
            cleaned["title"], cleaned["unit"], cleaned["stands_in_until"], cleaned["stands_in_why"],
            cleaned["valid_from"], cleaned["valid_until"],
        )  # fmt: skip


class AddForm(WordsForm):
    address = AddressField(required=False)
    file = forms.FileField(
        label=_("หรือไฟล์"), required=False, help_text=_("ยังไม่มีที่อยู่เว็บ ไม่เกิน 20 MB")
    )
    field_order = ("address", "file", "title")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "address" in self.errors or "file" in self.errors:
            return cleaned
        if bool(cleaned.get("address")) == bool(cleaned.get("file")):
            self.add_error("address", gettext("ใส่ที่อยู่เว็บ หรือเลือกไฟล์ อย่างใดอย่างหนึ่ง"))
        return cleaned


class PieceForm(WordsForm, SeenForm):
    """What is said of a piece that is there, and the items that it serves."""

    items = forms.CharField(
        label=_("ใช้กับข้อ"), max_length=500, help_text=_("รหัสข้อ คั่นด้วยจุลภาค เช่น o13, o14")
    )
    address = AddressField()
    seen = forms.CharField(  # type: ignore[assignment]
        widget=forms.HiddenInput, required=False, max_length=40
    )
    field_order = ("title", "address", "items")

    def __init__(self, year_items: YearItems, *args: Any, **kwargs: Any) -> None:
        """The items of the year are those that can be named; a file has no address to change."""
        super().__init__(*args, **kwargs)
        self._items = year_items
        if not self.initial["address"]:
            del self.fields["address"]

    @classmethod
    def for_piece(
        cls, piece: Piece, year_items: YearItems, served: Iterable[YearItem],
        units: Iterable[Unit], sent: Any,
    ) -> Self:  # fmt: skip
        names = ("title", "address", *TERMS)
        initial: dict[str, Any] = {name: _typed(getattr(piece, name)) for name in names}
        initial["seen"] = standing(piece)
        initial |= {"unit": piece.unit_id, "items": ", ".join(item.code for item in served)}
        return cls(year_items, units, sent, initial=initial)

    def clean_items(self) -> tuple[YearItem, ...]:
        typed = arabic_digits(self.cleaned_data["items"]).lower().replace(",", " ").split()
        by_code = {code: self._items.item(code) for code in typed}
        unknown = [code for code, item in by_code.items() if item is None]
        if unknown:
            message = gettext("ปีนี้ไม่มีข้อ %(codes)s") % {"codes": ", ".join(unknown)}
            raise forms.ValidationError(message, code="unknown")
        return tuple(item for item in by_code.values() if item is not None)


def _typed(value: Any) -> Any:
    """A value as a person would type it."""
    return short_date(value) if isinstance(value, date) else value


MOST_PASTED = 20_000
MOST_OF_A_TABLE = 100_000


class PasteForm(forms.Form):
    """Two columns of a spreadsheet, pasted or as a file."""

    file = forms.FileField(
        label=_("ไฟล์ XLSX หรือ CSV"),
        required=False,
        help_text=_("สองคอลัมน์แรกเป็นรหัสข้อและที่อยู่ เช่นไฟล์ที่ได้จากปุ่ม XLSX ของหน้าข้อ OIT"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv"}),
    )
    text = forms.CharField(
        label=_("หรือวางรหัสข้อและที่อยู่"),
        required=False,
        max_length=MOST_PASTED,
        strip=False,
        widget=forms.Textarea({"rows": 12, "placeholder": "o1\thttps://www.example.go.th/ita/o1"}),
        help_text=_("คัดลอกสองคอลัมน์จาก Excel หรือ Google Sheets มาวาง บรรทัดละหนึ่งที่อยู่"),
    )
    nothing = _("เลือกไฟล์ หรือวางรหัสข้อและที่อยู่ก่อน")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["max_length"] = _(
            "วางได้ครั้งละไม่เกิน %(limit_value)d ตัวอักษร ที่วางมี %(show_value)d"
            " บันทึกเป็นไฟล์แล้วเลือกไฟล์แทน หรือแบ่งวางทีละส่วน"
        )

    def clean(self) -> dict[str, Any]:
        """One of the two; blanks alone are nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned["text"].strip():
            self.add_error("text", str(self.nothing))
        return cleaned

    def has_been_read(self, lines: str) -> None:
        """Show the lines of a file, so that they can be mended before they are taken."""
        self.data = {**self.data.dict(), "text": lines}  # type: ignore[attr-defined]


class StatusForm(PasteForm):
    """A table of states, pasted or as a file."""

    file = forms.FileField(
        label=_("ไฟล์ Word, PDF, Excel หรือ CSV"),
        required=False,
        help_text=_("ตารางที่มีช่อง ยังไม่ดำเนินการ อยู่ระหว่างดำเนินการ ดำเนินการแล้ว หรือช่องสถานะ"),
        widget=forms.FileInput({"accept": ".docx,.pdf,.xlsx,.xls,.ods,.csv"}),
    )
    text = forms.CharField(
        label=_("หรือวางตาราง"),
        required=False,
        max_length=MOST_OF_A_TABLE,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("คัดลอกทั้งตารางรวมหัวตารางจาก Word หรือ Excel มาวาง"),
    )
    notes = forms.BooleanField(
        label=_("เก็บแนวทาง เอกสาร และหมายเหตุในตาราง ให้ข้อที่ยังไม่มี"), required=False
    )
    owners = forms.BooleanField(
        label=_("มอบหมายส่วนราชการตามตาราง ให้ข้อที่ยังไม่มีผู้รับผิดชอบ"), required=False
    )
    nothing = _("เลือกไฟล์ หรือวางตารางก่อน")

    def __init__(self, *args: Any, may_assign: bool, **kwargs: Any) -> None:
        """Only who assigns owners is asked about them."""
        super().__init__(*args, **kwargs)
        if not may_assign:
            del self.fields["owners"]


class NarrowForm(forms.Form):
    """What the board shows; what makes no sense narrows nothing."""

    state = forms.ChoiceField(label=_("สถานะ"), required=False)
    unit = forms.ChoiceField(label=_("ส่วนราชการ"), required=False)
    q = forms.CharField(label=_("ค้นชื่อข้อ"), required=False, max_length=100)
    group = forms.ChoiceField(
        required=False, choices=[("", ""), (BY_PART, BY_PART), (BY_UNIT, BY_UNIT)]
    )
    mine = forms.BooleanField(label=_("เฉพาะข้อที่ฉันทำได้"), required=False)

    def __init__(self, units: Iterable[str], *args: Any, **kwargs: Any) -> None:
        """The states of the work, and what follows from it."""
        super().__init__(*args, **kwargs | {"auto_id": "narrow_%s"})
        state: Any = self.fields["state"]
        state.choices = [
            ("", gettext("ทุกสถานะ")), (READY, gettext("พร้อม")), (OPEN, gettext("ยังไม่พร้อม")),
            (LATE, gettext("เกินกำหนด")), *labels(ItemState)(),
        ]  # fmt: skip
        unit: Any = self.fields["unit"]
        unit.choices = [("", gettext("ทุกส่วนราชการ")), *((name, name) for name in units)]

    def asked(self) -> BoardFilter:
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        return BoardFilter(
            cleaned.get("state", ""), cleaned.get("unit", ""), cleaned.get("q", ""),
            cleaned.get("group") or BY_PART, bool(cleaned.get("mine")),
        )  # fmt: skip


class ManyForm(forms.Form):
    """What several ticked items are given."""

    state = forms.ChoiceField(
        label=_("สถานะ"), required=False, choices=labels(ItemState, _("ไม่เปลี่ยน"))
    )
    due = ThaiDateField(label=_("กำหนดแล้วเสร็จ"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The page has other forms with such fields."""
        super().__init__(*args, **kwargs | {"auto_id": "many_%s"})

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


class ScheduleForm(forms.Form):
    every_days = forms.TypedChoiceField(
        label=_("ตรวจอัตโนมัติ"),
        coerce=int,
        choices=[(0, _("ไม่ตรวจอัตโนมัติ")), (1, _("ทุกวัน")), (7, _("ทุกสัปดาห์")), (30, _("ทุกเดือน"))],
    )


def _proof_words(pack: ItemProof) -> str:
    """When a proof was kept, and how much of it opened."""
    at = localtime(pack.kept_at)
    details = {"day": short_date(at.date()), "there": pack.there, "links": pack.links}
    return gettext("%(day)s เปิดได้ %(there)s จาก %(links)s ลิงก์") % details


class DisputeForm(forms.Form):
    """What a letter that disputes a result says."""

    to = ThaiTextField(label=_("เรียน"), max_length=300)
    told = ThaiTextField(
        label=_("ผลที่ได้รับแจ้ง"), max_length=1000, help_text=_("ตามถ้อยคำของผู้ตรวจ เช่น ไม่พบข้อมูล")
    )
    answer = LongTextField(
        label=_("คำชี้แจง"), rows=6, max_length=8000,
        help_text=_("บรรทัดละย่อหน้า ไม่ใส่ชื่อหรือเบอร์โทรศัพท์ส่วนตัว"),
    )  # fmt: skip
    pack = ChosenField(label=_("ชุดหลักฐานยืนยันที่ส่งด้วย"))

    def __init__(self, packs: Iterable[ItemProof], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack: Any = self.fields["pack"]
        pack.offer(packs, gettext("เลือกชุดหลักฐานยืนยัน"), _proof_words)


class LimitForm(SeenOrNewForm):
    """How long an explanation may be in a year, and where that is written."""

    most = WholeNumberField(
        label=_("ยาวที่สุดกี่ตัวอักษร"),
        required=False,
        min_value=1,
        max_value=MOST_OF_A_TABLE,
        help_text=_("เว้นว่างถ้าไม่ทราบ"),
    )
    counting = forms.ChoiceField(
        label=_("แบบของ ป.ป.ช. นับอย่างไร"), choices=labels(Counting), widget=forms.RadioSelect
    )
    source = ThaiTextField(
        label=_("แหล่งที่มา"),
        required=False,
        max_length=300,
        help_text=_("คู่มือและหน้า หรือหนังสือแจ้ง เช่น คู่มือปี 2569 หน้า 45"),
    )

    @classmethod
    def for_limit(cls, row: ExplanationLimit | None, sent: Any) -> Self:
        row = row or ExplanationLimit()
        initial = {
            "most": row.most, "counting": row.counting, "source": row.source, "seen": row.version,
        }  # fmt: skip
        return cls(sent, initial=initial)

    def limit(self) -> Limit | None:
        """What was typed; None where it is not known."""
        cleaned = self.cleaned_data
        if cleaned["most"] is None:
            return None
        return Limit(cleaned["most"], Counting(cleaned["counting"]), cleaned["source"])
