"""What a person says on a page is a register like any other; what stood in rows stays theirs."""

import pytest
from msgspec.structs import replace

from prongsai.core.errors import Severity
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.own import (
    OwnField,
    OwnRegister,
    content_of,
    content_said,
    own_of,
    yaml_of,
)
from prongsai.core.registers.reading import read_register, shipped
from prongsai.core.registers.rows import read_row
from prongsai.core.registers.rules import Every
from prongsai.core.registers.values import Context

SAID = OwnRegister(
    "ทะเบียน  คุมน้ำมัน", "รู้ว่ารถใดใช้เท่าใด",
    (
        OwnField("รถ", FieldKind.TEXT, required=True, public=True),
        OwnField("วันที่เติม", FieldKind.DATE, required=True),
        OwnField("ลิตร", FieldKind.COUNT),
        OwnField("ชนิด", FieldKind.CHOICE, choices=("ดีเซล", "เบนซิน", "ดีเซล", " ")),
        OwnField("กอง", FieldKind.UNIT),
    ),
    every=Every.MONTH,
)  # fmt: skip


def register_of(content, key="own-1"):
    register, findings = read_register(key, yaml_of(content), f"{key}.yaml")
    assert register is not None, [one.message.th for one in findings]
    assert not [one for one in findings if one.severity is Severity.ERROR]
    return register


@pytest.mark.parametrize("register", shipped().registers, ids=lambda one: one.key)
def test_every_register_is_written_as_it_is_read(register):
    assert register_of(content_of(register), register.key) == register


@pytest.mark.parametrize("register", shipped().registers, ids=lambda one: one.key)
def test_a_page_that_changes_nothing_changes_nothing(register):
    assert register_of(content_said(own_of(register), register), register.key) == register


def test_what_is_said_is_a_register():
    made = register_of(content_said(SAID))
    assert made.title.th == "ทะเบียน คุมน้ำมัน"
    assert [one.name for one in made.fields] == [f"field_{number}" for number in range(1, 6)]
    assert (made.named_by, made.dated_by, made.owned_by) == (("field_1",), "field_2", "field_5")
    assert made.public == ("field_1",)
    assert [one.title.th for one in made.named("field_4").choices] == ["ดีเซล", "เบนซิน"]
    assert made.rhythm.every is Every.MONTH
    assert made.papers[0].headings[-1].title.th == "ปัญหา อุปสรรค และข้อเสนอแนะ"
    assert own_of(made) == replace(
        SAID, title="ทะเบียน คุมน้ำมัน",
        fields=tuple(
            replace(one, name=f"field_{number}", choices=("ดีเซล", "เบนซิน") if one.choices else ())
            for number, one in enumerate(SAID.fields, start=1)
        ),
    )  # fmt: skip


def test_renaming_keeps_rows_and_a_new_field_never_shows_what_an_old_one_held():
    first = register_of(content_said(SAID))
    row = read_row(
        first, {"field_1": "กข 1", "field_3": "30", "field_4": "ดีเซล"}, Context(2569)
    ).row
    fields = own_of(first).fields
    changed = replace(
        own_of(first),
        fields=(
            replace(fields[0], title="ทะเบียนรถ"), fields[1],
            replace(fields[3], choices=("เบนซิน", "ไฟฟ้า")), OwnField("เลขไมล์", FieldKind.COUNT),
        ),
    )  # fmt: skip
    second = register_of(content_said(changed, first, {"field_9"}))
    assert [one.name for one in second.fields] == ["field_1", "field_2", "field_4", "field_6"]
    assert second.named("field_1").title.th == "ทะเบียนรถ"
    choices = {one.title.th: (one.key, one.retired) for one in second.named("field_4").choices}
    assert choices == {
        "เบนซิน": ("choice-2", False), "ไฟฟ้า": ("choice-3", False), "ดีเซล": ("choice-1", True),
    }  # fmt: skip
    assert second.named("field_4").choice(row.values["field_4"]).title.th == "ดีเซล"
    fields = (*own_of(second).fields, OwnField("อีก", FieldKind.TEXT))
    names = {one.name for one in first.fields}
    third = register_of(content_said(replace(own_of(second), fields=fields), second, names))
    assert third.fields[-1].name == "field_7", "field_3 and field_5 held something once"


def test_a_field_of_another_kind_is_another_field_in_all_but_its_name():
    first = register_of(content_said(SAID))
    fields = list(own_of(first).fields)
    fields[3] = replace(fields[3], kind=FieldKind.TEXT, choices=())
    second = register_of(content_said(replace(own_of(first), fields=tuple(fields)), first))
    assert second.named("field_4").choices == ()


def test_what_cannot_be_is_told():
    undated = replace(SAID, fields=SAID.fields[:1])
    _, findings = read_register("own-1", yaml_of(content_said(undated)), "own-1.yaml")
    assert "register_undated" in {one.code for one in findings}
