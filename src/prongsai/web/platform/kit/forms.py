"""The forms of the kit page: every kind of field, in each of its states."""

from datetime import date
from typing import Any

from django import forms

from prongsai.web.platform.fields import ThaiDateField, WholeNumberField

# The states in which a part is shown.
USUAL, EMPTY, WRONG, OFF, LONG, MANY = "ปกติ", "ว่าง", "ผิด", "ปิดไว้", "ยาว", "หลายรายการ"
_UNITS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา", "กองสาธารณสุขและสิ่งแวดล้อม")
_LONG_QUESTION = (
    "หน่วยงานมีการเผยแพร่ข้อมูลการใช้จ่ายงบประมาณและการจัดซื้อจัดจ้างประจำปีให้สาธารณชนทราบอย่างตรงไปตรงมา"
    "ครบถ้วนและเข้าถึงได้ง่ายหลายช่องทางหรือไม่"
)
_GIVEN = {
    "name": "ลดขั้นตอนการให้บริการ",
    "email": "clerk@example.go.th",
    "words": "ประชาชนรอนาน",
    "number": "12",
    "unit": "1",
    "day": "13 มี.ค. 2566",
    "money": "no",
    "units": ["0", "2"],
    "sure": "on",
}
_FAULTY = {"email": "clerk@", "day": "13/15/2566"}


class KitForm(forms.Form):
    """One field of each kind, with and without faults."""

    name = forms.CharField(label="ชื่อมาตรการ", help_text="สั้นพอให้จำได้", required=False)
    email = forms.EmailField(
        label="อีเมล", error_messages={"invalid": "ใส่อีเมลให้ครบ เช่น clerk@example.go.th"}
    )
    words = forms.CharField(label="เหตุผล", widget=forms.Textarea({"rows": 2}), required=False)
    number = WholeNumberField(label="จำนวนคน")
    unit = forms.ChoiceField(label="ส่วนราชการ", choices=[*enumerate(_UNITS)])
    day = ThaiDateField(label="เริ่มวันที่", help_text="เช่น 13 มี.ค. 2566 พิมพ์ปี ค.ศ. ก็ได้")
    money = forms.ChoiceField(
        label="งบประมาณ",
        choices=[("no", "ไม่ใช้งบประมาณ"), ("yes", "ใช้งบประมาณ")],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label="ส่วนราชการร่วม", choices=[*enumerate(_UNITS)], widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(label="ไฟล์หลักฐาน", required=False)
    sure = forms.BooleanField(label="ตรวจแล้ว", help_text="เลือกเมื่ออ่านครบ")


def form_of(state: str, **options: Any) -> KitForm:
    """The form with ids of its own: a page shows it in several states."""
    return KitForm(auto_id=f"{state}_%s", **options)


def states() -> dict[str, dict[str, KitForm]]:
    """All fields in each state: nothing typed, all typed without a fault, and so on."""
    return {
        EMPTY: {"form": form_of("empty")},
        USUAL: {"form": form_of("filled", data=_GIVEN)},
        WRONG: {"form": wrong_form()},
        OFF: {"form": closed_form()},
        LONG: {"form": long_form()},
        MANY: {"form": form_of_many()},
    }


def typed_form() -> KitForm:
    """The form of the upper half, with faults in it."""
    return KitForm(_FAULTY | {"unit": "1", "money": "no"})


def wrong_form() -> KitForm:
    """Every field has a fault."""
    form = form_of("wrong", data=_FAULTY)
    for name in form.fields:
        if name not in form.errors:
            form.add_error(name, "แก้ช่องนี้ก่อน แล้วบันทึกอีกครั้ง")
    form.add_error(None, "ข้อมูลสองช่องขัดกัน เลือกไว้ช่องเดียว")
    return form


def closed_form() -> KitForm:
    """Every field is shown and none can be changed."""
    form = form_of("closed", initial=_GIVEN | {"day": date(2023, 3, 13)})
    for field in form.fields.values():
        field.disabled = True
    return form


def long_form() -> KitForm:
    """Labels, hints and choices as long as a question of the assessment."""
    form = form_of("long", data={"name": _LONG_QUESTION})
    for field in form.fields.values():
        field.label, field.help_text = _LONG_QUESTION, _LONG_QUESTION
        if isinstance(field, forms.ChoiceField):
            field.choices = [(place, _LONG_QUESTION) for place in range(2)]
    for name in form.fields:
        form.add_error(name, _LONG_QUESTION)
    return form


def form_of_many() -> KitForm:
    """Choices that fill a screen."""
    form = form_of("many")
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            field.choices = [(place, f"ชุมชนที่ {place}") for place in range(1, 25)]
    return form


def form_with_one_fault() -> KitForm:
    """All typed, one address of mail cut off."""
    return form_of("one", data=_GIVEN | {"email": "clerk@"})
