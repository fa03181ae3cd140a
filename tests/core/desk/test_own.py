"""A kind that a person says is a kind as a file would declare it, and forgets nothing it asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.desk.model import Days
from prongsai.core.desk.own import (
    CONTACT,
    OwnField,
    OwnKind,
    content_of,
    content_said,
    own_of,
    usual_notice,
)
from prongsai.core.desk.reading import KINDS_OF_FIELDS, corruption_in, read_kind, shipped
from prongsai.core.errors import Severity
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.own import yaml_of
from prongsai.core.text import Text, same

SAID = OwnKind(
    title=Text("ขอใช้ห้องประชุม", "Use of the hall"),
    purpose=same("ชุมชนขอใช้ห้องประชุมของเทศบาล"),
    notice=usual_notice(),
    fields=(
        OwnField(same("ใช้ทำอะไร"), FieldKind.TEXT, required=True),
        OwnField(same("วันที่ใช้"), FieldKind.DATE, required=True),
        OwnField(
            same("ห้องใด"), FieldKind.CHOICE, choices=(Text("เล็ก", "small"), Text("ใหญ่", "large"))
        ),
        OwnField(same("บ้านเลขที่ผู้ขอ"), FieldKind.TEXT, identifies=True),
    ),
    within=5,
    days=Days.WORKING,
    unit="กองการศึกษา",
    steps=(same("ตรวจวันว่าง"), same("แจ้งผล")),
    classes=(same("งานบุญ"), same("ประชุม")),
    escalates=(3, 10),
)


def kind_said(said, before=None):
    content = content_said(said, before)
    kind, findings = read_kind("own-1", yaml_of(content), "own-1")
    assert kind is not None, findings
    assert content_of(kind) == content
    return kind


def faults(content):
    kind, findings = read_kind("own-1", yaml_of(content), "own-1")
    assert (kind is None) == any(one.severity is Severity.ERROR for one in findings)
    return {one.code for one in findings if one.severity is Severity.ERROR}


@pytest.mark.parametrize("kind", shipped(), ids=lambda one: one.key)
def test_a_kind_of_the_program_goes_through_the_page_and_comes_out_the_same(kind):
    assert content_said(own_of(kind), kind) == content_of(kind)
    assert read_kind(kind.key, yaml_of(content_of(kind)), "x")[0] == kind


def test_what_is_said_is_what_is_declared():
    kind = kind_said(SAID)
    assert own_of(kind) == replace(SAID, fields=own_of(kind).fields)
    assert [one.name for one in kind.fields] == [*(f"field_{n}" for n in range(1, 5)), *CONTACT]
    assert kind.contact == ("field_4", *CONTACT)
    assert kind.named_by == "field_1"
    assert [one.after for one in kind.escalation.steps] == [3, 10]


def test_a_field_that_is_asked_no_more_keeps_its_name_and_is_forgotten_in_time():
    first = kind_said(SAID)
    said = own_of(first)
    second = kind_said(replace(said, fields=said.fields[:1], asks_contact=False), first)
    assert [one.name for one in second.fields] == ["field_1"]
    assert second.contact == first.contact, "what tells who somebody is must still be deleted"
    assert second.field("field_3").title == first.field("field_3").title
    third = kind_said(
        replace(
            own_of(second), asks_contact=True,
            fields=(*own_of(second).fields, OwnField(same("ใหม่"), FieldKind.TEXT)),
        ),
        second,
    )  # fmt: skip
    assert third.fields[1].name == "field_5", "no new field shows what was typed for an old one"
    assert [one.name for one in third.fields[2:]] == list(CONTACT)


def test_a_field_of_another_sort_is_another_field():
    first = kind_said(SAID)
    said = own_of(first)
    fields = (replace(said.fields[0]), replace(said.fields[1], kind=FieldKind.TEXT))
    second = kind_said(replace(said, fields=fields), first)
    assert second.fields[1].name == "field_5"
    assert second.field("field_2").kind is FieldKind.DATE


def test_words_that_are_taken_out_are_offered_no_more_and_stay_known():
    first = kind_said(SAID)
    said = replace(own_of(first), classes=(same("ประชุม"), same("กีฬา")), steps=())
    second = kind_said(said, first)
    assert [(one.key, one.title.th) for one in second.offered_classes] == [
        ("class-2", "ประชุม"), ("class-3", "กีฬา"),
    ]  # fmt: skip
    assert [one.title.th for one in second.classes if one.retired] == ["งานบุญ"]
    assert second.offered_steps == ()
    assert len(second.steps) == 2
    third = kind_said(replace(own_of(second), classes=(same("งานบุญ"),)), second)
    assert third.offered_classes[0].key == "class-1", "it is the same class again"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"named_by": "field_4"}, "case_kind_named_by_contact"),
        ({"named_by": "nothing"}, "case_kind_no_field"),
        ({"contact": ("nobody",)}, "case_kind_no_field"),
        ({"restricted": True, "escalation": None}, "case_kind_restricted"),
        ({"title": same("แจ้งเบาะแสการทุจริต")}, "case_kind_corruption"),
        ({"purpose": Text("แจ้งเจ้าหน้าที่", "Report bribes")}, "case_kind_corruption"),
    ],
)
def test_what_no_kind_may_be(change, code):
    content = content_said(SAID)
    assert faults(content) == set()
    assert faults(replace(content, **change)) == {code}


def test_a_restricted_kind_goes_to_no_unit_and_no_superior():
    content = replace(content_said(SAID), restricted=True)
    assert faults(content) == {"case_kind_restricted"}
    assert faults(replace(content, unit="", escalation=None)) == set()


@pytest.mark.parametrize("place", ["field", "choice", "class", "step"])
def test_corruption_is_found_wherever_it_is_asked_for(place):
    word = Text("ทุ จริต", "x")
    asked = OwnField(same("ก"), FieldKind.CHOICE, choices=(word,))
    changes = {
        "field": {"fields": (*SAID.fields, OwnField(word, FieldKind.TEXT))},
        "choice": {"fields": (*SAID.fields, asked)},
        "class": {"classes": (word,)},
        "step": {"steps": (word,)},
    }
    assert faults(content_said(replace(SAID, **changes[place]))) == {"case_kind_corruption"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ร้องเรียนทุจริต", "ทุจริต"), ("ทุ\u200bจริต", "ทุจริต"), ("CORRUPTION", "corrupt"),
        ("เรียกสินบน", "สินบน"), ("ไม่ใช่ช่องทางแจ้งการทุจริต", ""),
        ("ไม่ใช่ช่องทางแจ้งการทุจริต แต่แจ้งทุจริตได้", "ทุจริต"), ("เลือกปฏิบัติ", ""), ("", ""),
    ],
)  # fmt: skip
def test_corruption_by_its_words(text, word):
    assert corruption_in(text) == word


WORDS = st.text(alphabet="กขคงจ ab", min_size=1, max_size=6).map(str.strip).filter(bool)
FIELDS = st.lists(
    st.builds(
        OwnField, WORDS.map(same), st.sampled_from([*KINDS_OF_FIELDS]), st.just(""),
        st.booleans(), st.booleans(), st.lists(WORDS.map(same), min_size=1, max_size=3).map(tuple),
    ),
    min_size=0, max_size=5,
)  # fmt: skip


@given(st.lists(FIELDS, min_size=1, max_size=4), st.data())
@pytest.mark.long
def test_no_change_ever_loses_a_field_or_lets_a_name_stay(changes, data):
    kind = kind_said(SAID)
    seen, contact = set(), set()
    for more in changes:
        said = own_of(kind)
        kept = [one for one in said.fields if one.identifies or data.draw(st.booleans())]
        first = OwnField(same("เรื่อง"), FieldKind.TEXT)
        kind = kind_said(replace(said, fields=(first, *kept, *more)[:18]), kind)
        names = [one.name for one in (*kind.fields, *kind.former)]
        assert len(names) == len(set(names))
        assert seen <= set(names)
        assert contact <= set(kind.contact)
        assert kind.named_by not in kind.contact
        seen, contact = set(names), set(kind.contact)
