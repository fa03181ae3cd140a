"""A plan as YAML: the same plan back, as typed, every fault with its line."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import UnreadableInput
from prongsai.core.measures.data import dump_plan, load_plan, plan_data
from prongsai.core.measures.model import Measure, Plan, WeakPoint

ONE = """fiscal_year: 2569
measures:
- key: M01
  title: ประกาศแผน
"""


def codes(reading):
    return [finding.code for finding in reading.findings]


@given(st.data())
@pytest.mark.long
def test_what_is_written_is_read_back(plans, data):
    plan = data.draw(plans)
    reading = load_plan(dump_plan(plan), "p.yaml")
    assert reading.plan == plan
    assert not reading.findings


@given(st.data())
@pytest.mark.long
def test_the_same_plan_as_json(plans, data):
    plan = data.draw(plans)
    assert load_plan(json.dumps(plan_data(plan), ensure_ascii=False), "p.json").plan == plan


def test_the_text_is_for_people():
    one = Measure("M01", "1", "ประกาศแผน", steps=("ร่าง", "ลงนาม\nปิดประกาศ"), items=("i7", "o12"))
    point = WeakPoint("งบประมาณ", item="i7", reason="ดำเนินการแล้ว")
    text = dump_plan(Plan("เทศบาลตำบลตัวอย่าง", 2569, 2568, (one,), (point,)))
    for line in (
        "agency: เทศบาลตำบลตัวอย่าง",
        "target: 85",
        "- item: i7",
        "  steps:\n  - ร่าง\n  - |-\n    ลงนาม\n    ปิดประกาศ",
        "  items: [i7, o12]",
    ):
        assert line in text
    assert yaml.safe_load(text)["measures"][0]["title"] == "ประกาศแผน"


@pytest.mark.parametrize(
    "typed", ["2026-09-30", "12,500", "5000", "no", "1.10", "null ", "๓๐ ก.ย. ๖๙"]
)
def test_a_value_is_kept_as_it_was_typed(typed):
    reading = load_plan(f"{ONE}  due: {typed}\n  budget: {typed}\n", "p.yaml")
    (one,) = reading.plan.measures
    kept = "" if typed.strip() == "null" else typed.strip()
    assert (one.due, one.budget) == (kept, kept)


def test_a_missing_key_is_made_and_one_text_is_a_list():
    reading = load_plan(
        "measures:\n- title: ก\n  steps: ร่าง\n  remarks: 2\n- key: own-1\n", "p.yaml"
    )
    first, second = reading.plan.measures
    assert (first.key, first.steps, first.remarks) == ("own-2", ("ร่าง",), (2,))
    assert second.key == "own-1"


def test_fields_of_ones_own_are_kept_and_told():
    reading = load_plan(f"{ONE}  เบอร์โทร: '123'\n", "p.yaml")
    assert reading.plan.measures[0].other == (("เบอร์โทร", "123"),)
    (told,) = reading.findings
    assert (told.code, told.places[0].line, told.places[0].quote) == (
        "plan_unknown_name", 5, "เบอร์โทร: '123'",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (ONE.replace("2569", "ปีหน้า"), "unreadable_year", 1),
        (ONE.replace("2569", "1999"), "unreadable_year", 1),
        (f"target: สูง\n{ONE}", "unreadable_target", 1),
        (f"target: 0\n{ONE}", "unreadable_target", 1),
        (f"{ONE}  remarks: [1, สอง]\n", "unreadable_remark_number", 5),
        (f"{ONE}  steps:\n    a: b\n", "plan_wrong_value", 5),
        (f"{ONE}  unit: [ก, ข]\n", "plan_wrong_value", 5),
        (f"{ONE}- เพียงข้อความ\n", "plan_wrong_value", 5),
        (f"{ONE}points:\n- item: i7\n  score: แปดสิบ\n", "unreadable_score", 7),
        (f"{ONE}points: i7\n", "plan_wrong_value", 5),
        (f"{ONE}ponts: []\n", "plan_unknown_name", 5),
    ],
)
def test_a_fault_is_a_finding_with_its_line(text, code, line):
    reading = load_plan(text, "p.yaml")
    (fault,) = reading.findings
    assert (fault.code, fault.places[0].line) == (code, line)
    assert fault.next_step is not None
    assert reading.plan.measures[0].title == "ประกาศแผน"


def test_a_sound_file_has_no_findings():
    assert codes(load_plan(ONE, "p.yaml")) == []


MANY = "- &a {key: M1, steps: &b [" + "x, " * 1000 + "]}\n"
BOMB = f"measures:\n{MANY}" + "- *a\n" * 1000
LOOP = "measures: &a [*a]\npoints: &b {b: *b}\nagency: *a"


@pytest.mark.parametrize(
    "text",
    ["", "ข้อความ", "- a\n- b", "a: 1", "measures: ก", BOMB, "measures: " + "[" * 500 + "]" * 500],
    ids=["empty", "text", "list", "other", "word", "bomb", "deep"],
)
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(UnreadableInput) as refused:
        load_plan(text, "p.yaml")
    assert refused.value.next_step is not None


def test_parts_may_refer_to_each_other():
    reading = load_plan(
        "measures:\n- {key: M1, steps: &a [ก, ข]}\n- {key: M2, steps: *a}\n", "p.yaml"
    )
    assert [one.steps for one in reading.plan.measures] == [("ก", "ข")] * 2
    with pytest.raises(UnreadableInput, match="without end"):
        load_plan(LOOP, "p.yaml")


def test_broken_yaml_is_refused_with_its_line():
    with pytest.raises(UnreadableInput) as refused:
        load_plan("measures:\n- title: ก\n  unit: [\n", "p.yaml")
    assert refused.value.place.line in (3, 4)
