"""The kit page: the parts side by side, then each of them in all its states, from data/kit.yaml."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.utils.safestring import SafeString
from msgspec import Struct

from prongsai.core.yaml_data.documents import load
from prongsai.web.platform.drawings import progress, spark
from prongsai.web.platform.fields import ThaiDateField, WholeNumberField

_FILE = Path(__file__).parents[2] / "data" / "kit.yaml"
# The states in which a part is shown.
USUAL, EMPTY, WRONG, OFF, LONG, MANY = "ปกติ", "ว่าง", "ผิด", "ปิดไว้", "ยาว", "หลายรายการ"
# How many rows a list has, and which page of it is shown.
_LISTS = {EMPTY: (5, 1), USUAL: (60, 2), MANY: (20_000, 1000), LONG: (99_999_999, 4_999_999)}

States = dict[str, dict[str, Any]]
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


class KitPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A shared part: its name, its inputs in their order, what it is given in each state.

    `around` is the element that it stands in, as "ul.ps-rows".
    """

    name: str
    inputs: str
    states: dict[str, dict[str, Any]]
    is_tag: bool = False
    around: str = "div"

    @property
    def line(self) -> str:
        """The line that draws it: a tag, or a template of `ui/`."""
        if self.is_tag:
            return f"{{% {self.name} {self.inputs} %}}"
        given = " ".join(f"{word}={word}" for word in self.inputs.split())
        return f'{{% include "ui/{self.name}.html" with {given} only %}}'

    @property
    def is_wide(self) -> bool:
        """Whether it is made for the width of a page: its states stand below each other."""
        return self.around != "div"

    @property
    def drawn(self) -> Iterator[tuple[str, SafeString]]:
        """The name of each state, and the part in it."""
        template = engines["django"].from_string(self.line)
        element, _, kind = self.around.partition(".")
        for state, inputs in self.states.items():
            inner = template.render(dict(inputs))
            yield state, SafeString(f'<{element} class="{kind}">{inner}</{element}>')


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: words that stand in it again and again, the parts, the upper half of the page."""

    words: dict[str, str]
    parts: tuple[KitPart, ...]
    example: dict[str, Any]


def page() -> dict[str, Any]:
    example = _read().example | {
        "form": KitForm(_FAULTY | {"unit": "1", "money": "no"}),
        "page_obj": Paginator(range(60), 20).page(2),
    }
    return {**example, "parts_of_kit": parts()}


def parts() -> tuple[KitPart, ...]:
    """Every shared part with its states."""
    content = _read()
    # By part, the states that are no plain data: forms, pages of lists, drawings in a tile.
    fields = states()
    hinted = {"field": form_of("hinted")["name"], "hint": "คำอธิบายของหน้านี้"}
    tile = {"heading": "คะแนนรวม", "figure": "90.52", "note": "ระดับ A"}
    tile |= {"unit": "จาก 100", "url": "#", "link": "ดูที่มา"}
    made: dict[str, States] = {
        "fields": fields,
        "field": {
            USUAL: hinted | {"required_words": True},
            LONG: {"field": form_of("hinted_long")["name"], "hint": content.words["long"]},
        },
        # The links go to the fields above.
        "errors": {
            EMPTY: fields[USUAL],
            USUAL: {"form": form_of("one", data=_GIVEN | {"email": "clerk@"})},
            MANY: fields[WRONG],
            LONG: fields[LONG],
        },
        "pages": {
            state: {"page_obj": Paginator(range(rows), 20).page(number), "query": "q=o12"}
            for state, (rows, number) in _LISTS.items()
        },
        "tile": {
            "มีเส้น": tile | {"side": spark([59.5, 85.26, 90.52], "สามปี 59.5 85.26 90.52")},
            "มีแถบ": tile | {"below": progress(3, 4, "3 จาก 4")},
        },
    }
    for part in content.parts:
        part.states.update(made.get(part.name, {}))
    return content.parts


def _read() -> _File:
    return msgspec.convert(load(_FILE.read_bytes()), _File)
