"""What who brings a case types: the case, its receipt, what they add, where they are told."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from prongsai.core.desk.model import (
    KEPT_AFTER_ANSWER,
    MOST_CLASSES,
    MOST_FIELDS,
    MOST_PHOTOS,
    MOST_STEPS,
    Audience,
    CaseKind,
    Days,
    false_time,
)
from prongsai.core.desk.own import AS_SAID, CONTACT, OWN_SOURCE, OwnField, OwnKind, usual_notice
from prongsai.core.desk.reading import KINDS_OF_FIELDS
from prongsai.core.desk.ways import LONGEST_WAY, NewsWay, WayKind, read_way
from prongsai.core.errors import Wrong
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.values import Context, read_value
from prongsai.core.slips import RECEIPT, read_slip
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.citizens.desk.pictures import PHOTOS
from prongsai.web.citizens.desk.services.case_entries import LONGEST
from prongsai.web.citizens.desk.services.working import BEST
from prongsai.web.disclosure.registers.forms import Boxes
from prongsai.web.platform.fields import LongTextField, ThaiTextField, WholeNumberField
from prongsai.web.platform.forms import SeenOrNewForm, labels
from prongsai.web.platform.language import in_language, reader_language
from prongsai.web.platform.typed import several, whole_number

_LINE, _WORDS, _LINES = 120, 1_000, 4_000
# Values of a kind that its form takes unchanged.
_AS_TYPED = (*AS_SAID, "within", "source", "asks_contact")
_ENGLISH = _("ภาษาอังกฤษ ไม่กรอกก็ได้ จะแสดงภาษาไทยแทน")
_AUDIENCES = (
    (Audience.CITIZENS.value, _("ประชาชน")), (Audience.STAFF.value, _("เจ้าหน้าที่ของหน่วยงาน")),
)  # fmt: skip
_PARTED = _("บรรทัดละหนึ่งคำ เติมภาษาอังกฤษหลังเครื่องหมาย | ได้ เช่น ถนน | roads")
# Fields that every kind has room for beside its own.
_MOST_OWN_FIELDS = MOST_FIELDS - len(CONTACT)


class SlipField(forms.CharField):
    """The sixteen digits of a receipt or a bill, however they are typed."""

    def __init__(self, name: Text, **kwargs: Any) -> None:
        """`name` is what the number is called where it is wrong."""
        attributes = {"inputmode": "numeric", "autocomplete": "off", "data-mark": ""}
        super().__init__(max_length=60, widget=forms.TextInput(attributes), **kwargs)
        self._name = name

    def clean(self, value: Any) -> str:
        try:
            return read_slip(super().clean(value), self._name)
        except Wrong as fault:
            raise forms.ValidationError(in_language(fault.message)) from fault


def small_number(**kwargs: Any) -> WholeNumberField:
    """A whole number in a narrow box."""
    box = forms.TextInput({"inputmode": "numeric", "class": "field-s"})
    return WholeNumberField(widget=box, **kwargs)


def _refuse_false_time(notice: str) -> None:
    """Promise no other time than the one that is kept."""
    if time := false_time(notice):
        raise forms.ValidationError(
            gettext("เขียนว่า %(time)s แต่ระบบลบข้อมูลที่บอกว่าเป็นใครเมื่อตอบแล้ว 90 วัน") % {"time": time}
        )


class OwnKindForm(SeenOrNewForm):
    title = ThaiTextField(label=_("ชื่อชนิดเรื่อง"), max_length=_LINE)
    title_en = ThaiTextField(
        label=_("ชื่อภาษาอังกฤษ"), max_length=_LINE, required=False, help_text=_ENGLISH
    )
    purpose = LongTextField(label=_("เรื่องใดแจ้งทางนี้"), max_length=_WORDS, rows=2)
    purpose_en = LongTextField(
        label=_("เรื่องใดแจ้งทางนี้ ภาษาอังกฤษ"), max_length=_WORDS, rows=2, required=False
    )
    audience = forms.ChoiceField(label=_("ใครแจ้ง"), choices=_AUDIENCES)
    within = small_number(label=_("ตอบภายในกี่วัน"), min_value=1, max_value=365)
    days = forms.ChoiceField(
        label=_("นับวันใด"), choices=labels(Days),
        help_text=_("วันทำการไม่นับเสาร์ อาทิตย์ และวันหยุดที่หน่วยงานบันทึกไว้"),
    )  # fmt: skip
    source = ThaiTextField(
        label=_("ที่มาของจำนวนวัน"), max_length=_LINE,
        help_text=_("เช่น คู่มือประชาชนของหน่วยงาน ถ้าไม่มี เขียนว่าหน่วยงานกำหนดเอง"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("มอบให้ส่วนราชการทันทีที่รับ"), required=False)
    steps = LongTextField(
        label=_("ขั้นตอนที่แสดงแก่ผู้แจ้ง"), max_length=_LINES, required=False, help_text=_PARTED
    )
    classes = LongTextField(
        label=_("ประเภทสำหรับนับสถิติ"), max_length=_LINES, required=False, help_text=_PARTED
    )
    to_administrator = small_number(
        label=_("เกินกำหนดกี่วันทำการ จึงส่งถึงปลัด"), min_value=1, max_value=365, required=False
    )
    to_executive = small_number(
        label=_("เกินกำหนดกี่วันทำการ จึงส่งถึงผู้บริหาร"), min_value=1, max_value=365, required=False
    )
    restricted = forms.BooleanField(
        label=_("เห็นเฉพาะเจ้าหน้าที่รับเรื่องร้องเรียน"), required=False,
        help_text=_("สำหรับเรื่องที่ผู้บังคับบัญชาอาจถูกร้องเรียน เลือกแล้วเลิกไม่ได้ และไม่ส่งถึงปลัดหรือผู้บริหาร"),
    )  # fmt: skip
    may_be_faq = forms.BooleanField(
        label=_("คำตอบเขียนใหม่เป็นคำถามที่พบบ่อยได้"), required=False,
        help_text=_("นอกจากนี้ไม่มีสิ่งใดของเรื่องเผยแพร่ หน้าสาธารณะแสดงเพียงชื่อและคำอธิบายของชนิดเรื่อง"),
    )  # fmt: skip
    photos = forms.TypedChoiceField(
        label=_("แนบภาพได้กี่ภาพ"), coerce=whole_number,
        choices=[(number, str(number)) for number in range(MOST_PHOTOS + 1)],
    )  # fmt: skip
    point = forms.BooleanField(label=_("บอกจุดบนแผนที่ของหน่วยงานได้"), required=False)
    each_counts = forms.BooleanField(
        label=_("ทุกความเห็นนับแยกกัน แม้ข้อความเหมือนกัน"), required=False,
        help_text=_("สำหรับการรับฟังความคิดเห็น ถ้าไม่เลือก ข้อความเดียวกันที่ส่งซ้ำในหนึ่งชั่วโมงนับเป็นเรื่องเดียว"),
    )  # fmt: skip
    asks_contact = forms.BooleanField(
        label=_("มีช่องชื่อและทางติดต่อกลับ"), required=False,
        help_text=_("ผู้แจ้งไม่กรอกก็ได้ ลบเมื่อตอบแล้ว 90 วัน"),
    )  # fmt: skip
    notice = LongTextField(
        label=_("ประกาศเรื่องข้อมูลส่วนบุคคลที่แสดงใต้แบบ"), max_length=_WORDS,
        help_text=_("ระบบลบช่องที่บอกว่าเป็นใครและภาพเมื่อตอบแล้ว 90 วัน ข้อความนี้ต้องตรงกับที่ระบบทำ"),
        validators=[_refuse_false_time],
    )  # fmt: skip
    notice_en = LongTextField(
        label=_("ประกาศภาษาอังกฤษ"), max_length=_WORDS, required=False,
        validators=[_refuse_false_time],
    )  # fmt: skip

    def __init__(self, units: Sequence[str], *args: Any, **kwargs: Any) -> None:
        """The words of the choices; `units` are the names of those that may be given a case."""
        super().__init__(*args, **kwargs)
        standing = (kwargs.get("initial") or {}).get("unit", "")
        names = dict.fromkeys([*units, standing] if standing else units)
        unit: Any = self.fields["unit"]
        unit.choices = [
            ("", _("ไม่มอบ เจ้าหน้าที่รับเรื่องร้องเรียนมอบเอง")),
            *((name, name) for name in names),
        ]

    def clean_steps(self) -> tuple[Text, ...]:
        return _texts(self.cleaned_data["steps"].splitlines(), MOST_STEPS)

    def clean_classes(self) -> tuple[Text, ...]:
        return _texts(self.cleaned_data["classes"].splitlines(), MOST_CLASSES)

    def clean(self) -> dict[str, Any]:
        """What a restricted kind cannot have is told at its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("unit", "to_administrator", "to_executive")
        for name in names if cleaned.get("restricted") else ():
            if cleaned.get(name):
                self.add_error(name, gettext("เว้นว่างไว้ เพราะเรื่องชนิดนี้เห็นเฉพาะเจ้าหน้าที่รับเรื่องร้องเรียน"))
        first, second = cleaned.get("to_administrator"), cleaned.get("to_executive")
        if first and second and second <= first:
            self.add_error("to_executive", gettext("ต้องมากกว่าจำนวนวันก่อนส่งถึงปลัด"))
        return cleaned

    def fits(self, fields: Sequence[OwnField]) -> bool:
        """Whether the fields are enough; else it is told."""
        if self.is_valid() and all(field.identifies for field in fields):
            self.add_error(None, gettext("ใส่ชื่อช่องอย่างน้อยหนึ่งช่องที่บอกเรื่อง ไม่ใช่บอกว่าเป็นใคร"))
        return not self.errors

    def said(self, fields: Iterable[OwnField]) -> OwnKind:
        cleaned = self.cleaned_data
        return OwnKind(
            title=_text(cleaned["title"], cleaned["title_en"]),
            purpose=_text(cleaned["purpose"], cleaned["purpose_en"]),
            notice=_text(cleaned["notice"], cleaned["notice_en"]),
            fields=tuple(fields), days=Days(cleaned["days"]),
            audience=Audience(cleaned["audience"]), steps=cleaned["steps"],
            classes=cleaned["classes"],
            escalates=(cleaned["to_administrator"], cleaned["to_executive"]),
            **{name: cleaned[name] for name in _AS_TYPED},
        )  # fmt: skip


class OwnFieldForm(forms.Form):
    """One field; without a title it is none."""

    name = forms.CharField(required=False, max_length=_LINE, widget=forms.HiddenInput)
    title = ThaiTextField(label=_("ชื่อช่อง"), required=False, max_length=_LINE)
    title_en = ThaiTextField(label=_("ชื่อช่องภาษาอังกฤษ"), required=False, max_length=_LINE)
    kind = forms.ChoiceField(label=_("ชนิด"), choices=labels(KINDS_OF_FIELDS))
    choices = forms.CharField(
        label=_("ตัวเลือก คั่นด้วยจุลภาค"), required=False, max_length=_LINES,
        help_text=_("เช่น พาดสายไฟ | on wires, ใกล้บ้าน"),
    )  # fmt: skip
    required = forms.BooleanField(label=_("ต้องกรอก"), required=False)
    identifies = forms.BooleanField(
        label=_("บอกว่าเป็นใคร"), required=False, help_text=_("ลบเมื่อตอบแล้ว 90 วัน")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Boxes that an empty row leaves out."""
        super().__init__(*args, **kwargs)
        for name in ("title", "title_en", "choices"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_choice = cleaned.get("kind") == FieldKind.CHOICE.value
        if cleaned.get("title") and is_choice and not cleaned.get("choices", "").strip(" ,|"):
            self.add_error("choices", gettext("ใส่ตัวเลือก เช่น พาดสายไฟ, ใกล้บ้าน"))
        return cleaned

    @property
    def said(self) -> OwnField | None:
        """What was said; None where it has no title."""
        cleaned = self.cleaned_data
        if not cleaned.get("title"):
            return None
        kind = FieldKind(cleaned["kind"])
        words = cleaned["choices"].replace("\n", ",").split(",") if kind is FieldKind.CHOICE else []
        return OwnField(
            _text(cleaned["title"], cleaned["title_en"]), kind, cleaned["name"],
            cleaned["required"], cleaned["identifies"], _texts(words, _LINES),
        )  # fmt: skip


def fields_of(kind: OwnKind | None, data: Any = None, more: int = 0) -> Any:
    """A box of inputs for each field, and some more that are empty."""
    initial = [
        {
            "name": field.name, "title": field.title.th, "title_en": _english(field.title),
            "kind": field.kind.value, "choices": ", ".join(map(_line, field.choices)),
            "required": field.required, "identifies": field.identifies,
        }
        for field in (kind.fields if kind else ())
    ]  # fmt: skip
    return several(OwnFieldForm, initial, data, most=_MOST_OWN_FIELDS, more=more)


def initial_of(kind: OwnKind) -> dict[str, Any]:
    first, second = kind.escalates
    return {
        "title": kind.title.th, "title_en": _english(kind.title),
        "purpose": kind.purpose.th, "purpose_en": _english(kind.purpose),
        "notice": kind.notice.th, "notice_en": _english(kind.notice),
        "audience": kind.audience.value, "days": kind.days.value,
        "steps": "\n".join(map(_line, kind.steps)), "classes": "\n".join(map(_line, kind.classes)),
        "to_administrator": first, "to_executive": second,
        **{name: getattr(kind, name) for name in _AS_TYPED},
    }  # fmt: skip


def initial_of_new() -> dict[str, Any]:
    notice = usual_notice()
    return {
        "days": Days.WORKING.value, "within": 15, "source": OWN_SOURCE, "asks_contact": True,
        "notice": notice.th, "notice_en": notice.en, "photos": 0,
    }  # fmt: skip


class BringKindForm(forms.Form):
    """A kind that another agency shares."""

    file = forms.FileField(
        label=_("ไฟล์ YAML"),
        help_text=_("ที่ดาวน์โหลดจากชนิดเรื่องของหน่วยงานอื่น หรือเขียนเอง"),
        widget=forms.FileInput({"accept": ".yaml,.yml"}),
    )


def _text(th: str, en: str) -> Text:
    return Text(th, en or th)


def _english(text: Text) -> str:
    return "" if text.en == text.th else text.en


def _line(text: Text) -> str:
    return f"{text.th} | {text.en}" if text.en != text.th else text.th


def _texts(lines: Iterable[str], most: int) -> tuple[Text, ...]:
    """Words with their English behind a stroke, each once."""
    texts: dict[str, Text] = {}
    for line in lines:
        th, _stroke, en = line.partition("|")
        if printed(th):
            texts.setdefault(printed(th), _text(printed(th), printed(en)))
    if len(texts) > most:
        raise forms.ValidationError(gettext("ไม่เกิน %(most)s คำ") % {"most": most})
    return tuple(texts.values())


_NO_YEAR = Context(0)
TELL_TO = "tell_to"
_STARS = (
    (5, gettext_lazy("ดีมาก")), (4, gettext_lazy("ดี")), (3, gettext_lazy("พอใช้")),
    (2, gettext_lazy("ควรปรับปรุง")), (1, gettext_lazy("ไม่พอใจ")),
)  # fmt: skip


class _Photos(forms.FileInput):
    allow_multiple_selected = True


def photos_field(most: int) -> forms.FileField:
    """So many photos, each of which is drawn anew."""
    return forms.FileField(
        label=gettext("ภาพถ่าย"), required=False,
        help_text=gettext(
            "JPG หรือ PNG ไม่เกิน %(most)s ภาพ ภาพละไม่เกิน 10 MB"
            " ระบบจะลบพิกัดที่ถ่าย วันที่ และชื่อไฟล์ออกจากภาพ"
        ) % {"most": most},
        widget=_Photos({"accept": "image/jpeg,image/png", "multiple": True}),
    )  # fmt: skip


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
        error_messages={"required": gettext("กรอกอีเมลหรือเบอร์โทรศัพท์ที่จะให้แจ้ง")},
    )  # fmt: skip


def _way_in(form: forms.Form, ways: Sequence[WayKind]) -> NewsWay | None:
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

    def __init__(self, ways: Sequence[WayKind], data: Any) -> None:
        super().__init__(data, auto_id="way-%s")
        self._ways = ways
        self.way: NewsWay | None = None
        self.fields[TELL_TO] = _way_field(ways, required=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.way = _way_in(self, self._ways)
        return cleaned


@lru_cache(maxsize=100)
def _boxes(kind: CaseKind, _language: str) -> Mapping[str, forms.Field]:
    """A box for each field; that for photos before those that tell who somebody is.

    Shape:  many forms share them, so nobody changes one.
    """
    boxes = Boxes(_NO_YEAR)
    # Nobody sees it; what fills in every field it finds is no person.
    made: dict[str, forms.Field] = {
        "homepage": forms.CharField(required=False, widget=forms.HiddenInput)
    }
    for field in kind.fields:
        if kind.photos and field.name in kind.contact:
            made.setdefault(PHOTOS, photos_field(kind.photos))
        made[field.name] = boxes.box_for(field, "")
    if kind.photos:
        made.setdefault(PHOTOS, photos_field(kind.photos))
    return made


class CaseForm(forms.Form):
    """The fields of a kind; what was typed stays where something is wrong."""

    def __init__(
        self, kind: CaseKind, data: Any = None, initial: Any = None, ways: Sequence[WayKind] = ()
    ) -> None:
        """A box for each field of the kind, and where to tell of news where a way is open."""
        super().__init__(data, initial=initial)
        self._kind, self._ways = kind, ways
        self.way: NewsWay | None = None
        self.fields |= _boxes(kind, reader_language())
        if ways:
            self.fields[TELL_TO] = _way_field(ways, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("homepage"):
            raise forms.ValidationError(
                gettext("ส่งไม่ได้ เพราะช่องที่ซ่อนไว้มีข้อความ เปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง")
            )
        for field in self._kind.fields:
            text = str(cleaned.get(field.name) or "").strip()
            try:
                value = read_value(field, text, _NO_YEAR)
            except Wrong as fault:
                self.add_error(field.name, in_language(fault.message))
                continue
            if field.required and value is None:
                message = gettext("โปรดระบุ “%(name)s”") % {"name": in_language(field.title)}
                self.add_error(field.name, message)
        self.way = _way_in(self, self._ways)
        return cleaned

    @property
    def values(self) -> dict[str, str]:
        """The filled fields as they were typed."""
        names = [field.name for field in self._kind.fields]
        return {name: text for name in names if (text := self.cleaned_data.get(name, "").strip())}


class ReceiptForm(forms.Form):
    """The number of a receipt, however it is typed."""

    receipt = SlipField(
        RECEIPT, label=gettext_lazy("เลขใบรับเรื่อง 16 หลัก"),
        help_text=gettext_lazy("มีในใบรับที่ได้ตอนส่งเรื่อง จะเว้นวรรคหรือไม่ก็ได้"),
    )  # fmt: skip


class ReplyForm(forms.Form):
    """What who brought a case adds, or why it is brought again."""

    text = LongTextField(label=gettext_lazy("ข้อความ"), rows=4, max_length=LONGEST)

    def __init__(self, kind: CaseKind | None, data: Any = None) -> None:
        """Photos where the kind takes some; more of them may be too many for the case."""
        super().__init__(data, auto_id="say-%s")
        if kind is not None and kind.photos:
            self.fields[PHOTOS] = photos_field(kind.photos)


class RateForm(forms.Form):
    """How content who brought a case is."""

    points = forms.TypedChoiceField(
        label=gettext_lazy("พอใจกับการดำเนินการเพียงใด"), choices=_STARS[:BEST], coerce=whole_number,
        widget=forms.RadioSelect,
    )  # fmt: skip
