"""The fields of a register: what each of them holds, as its YAML declares it."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from prongsai.core.text import Labelled, Text
from prongsai.core.yaml_data.declared import Filled, wanted

LONGEST_NAME = 40
_HIGHEST_MARK = 10
# What a field is called in YAML, in formulas and in stored rows.
Name = Annotated[
    str,
    Meta(
        pattern=rf"^[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}$", extra=wanted("registers/wanted.name")
    ),
]
# What a register, a state, a choice, a roll-up, a paper or a heading is called.
Key = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=LONGEST_NAME,
        extra=wanted("registers/wanted.key"),
    ),
]


class FieldKind(Labelled):
    """What a field holds."""

    TEXT = "text", "ข้อความ", "text"
    LONG_TEXT = "long-text", "ข้อความยาว", "long text"
    DATE = "date", "วันที่", "date"
    MONTH = "month", "เดือนของปีงบประมาณ", "month of the fiscal year"  # of the fiscal year
    MONEY = "money", "จำนวนเงิน (บาท)", "money (baht)"  # baht with satang, exact
    COUNT = "count", "จำนวนนับ", "count"
    PERCENT = "percent", "ร้อยละ", "percent"
    CHOICE = "choice", "ตัวเลือก", "choice"
    UNIT = "unit", "ส่วนราชการ", "unit"
    POSITION = "position", "ตำแหน่ง", "position"
    YES_NO = "yes-no", "ใช่ หรือ ไม่ใช่", "yes or no"
    FILE = "file", "ไฟล์หรือที่อยู่เว็บ", "file or web address"
    REFERENCE = (
        "reference",
        "แถวของทะเบียนอื่น",
        "row of another register",
    )  # a row of another register
    COMPUTED = "computed", "คำนวณให้", "computed"

    @property
    def is_number(self) -> bool:
        return self in (FieldKind.MONEY, FieldKind.COUNT, FieldKind.PERCENT)


class Result(StrEnum):
    """What a computed field gives."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"


class Choice(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the values of a field of kind choice.

    Shape:  `also` are other words by which files know it; `was` are its former keys; `retired`
            where it is offered no more, though rows of before keep it.
    """

    key: Key
    title: Text
    also: tuple[Filled, ...] = ()
    was: tuple[Key, ...] = ()
    retired: bool = False


class Field(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One field.

    Shape:  `headings` are other column headings by which files know it, `was` its former names;
            `least` and `most` bound a number, `most` the letters of a text; `choices` are those of
            a choice; `adds` is false for a number whose sum means nothing; `register` is whose
            rows a reference names; `formula` and `result` are those of a computed field
            (`formulas` tells the language); `of_office` where it tells the number or address of an
            office: no datum of a person, but for a mobile.
    """

    name: Name
    kind: FieldKind
    title: Text
    hint: Text | None = None
    headings: tuple[Filled, ...] = ()
    was: tuple[Name, ...] = ()
    required: bool = False
    unique: bool = False
    adds: bool = True
    of_office: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    choices: tuple[Choice, ...] = ()
    register: Key | None = None
    formula: str = ""
    result: Result | None = None

    @property
    def is_typed(self) -> bool:
        """Whether people fill it in; all but what is computed."""
        return self.kind is not FieldKind.COMPUTED

    @property
    def can_be_added(self) -> bool:
        """Whether a sum of it means something."""
        if not self.adds:
            return False
        if self.kind is FieldKind.COMPUTED:
            return self.result in (Result.MONEY, Result.COUNT, Result.DAYS)
        return self.kind is FieldKind.MONEY or (self.kind is FieldKind.COUNT and not self.is_mark)

    @property
    def is_mark(self) -> bool:
        """Whether it is a mark on a scale, such as a likelihood from 1 to 5, which nobody adds."""
        if self.kind is not FieldKind.COUNT or self.least is None or self.most is None:
            return False
        return self.least >= 1 and self.most <= _HIGHEST_MARK

    def choice(self, key: str) -> Choice | None:
        current = next((choice for choice in self.choices if choice.key == key), None)
        return current or next((choice for choice in self.choices if key in choice.was), None)
