"""remarks.yaml and overrides.yaml: what can be used is, what cannot is told with what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Place, Severity
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.papers.case import Member, Narrative, Settings
from prongsai.core.yaml_data.documents import Document, Scalars, parse
from prongsai.readers.case_files import Overrides, read_overrides, read_remarks

PLACE = Place("overrides.yaml")
SHAPE = "override_wrong_value"
TODAY = date(2023, 2, 1)
NOTHING = Overrides(Settings(made_on=TODAY))


def overrides(content):
    """What is set, and the codes of what was found."""
    read, findings = read_overrides(Document("overrides.yaml", content), today=TODAY)
    assert all(finding.next_step and finding.places == (PLACE,) for finding in findings)
    return read, [finding.code for finding in findings]


def remarks(content):
    read, findings = read_remarks(Document("remarks.yaml", content))
    assert all(
        (finding.severity is Severity.WARNING) is (finding.code == "remark_unknown_name")
        for finding in findings
    )
    return read, [finding.code for finding in findings]


# overrides.yaml


@pytest.mark.parametrize("content", [None, {}])
def test_nothing_set_is_nothing_changed(content):
    assert overrides(content) == (NOTHING, [])


def test_all_that_can_be_set_is_read():
    read, codes = overrides(
        {
            "made_on": "10 กุมภาพันธ์ 2566",
            "memo_day": "๑๓ ก.พ. ๖๖",
            "announcement_day": "2023-02-14",
            "order_day": "15/2/2566",
            "not_before": "มีนาคม 2566",
            "memo_number": " 12 ",
            "order_number": "๗",
            "members": [{"position": "ปลัด ", "role": "ประธาน"}],
            "duties": [" วิเคราะห์\nผล "],
            "wording": {"memo": {"closing": "ก"}},
        }
    )
    assert codes == []
    assert read.settings == Settings(
        made_on=date(2023, 2, 10),
        memo_day=date(2023, 2, 13),
        announcement_day=date(2023, 2, 14),
        order_day=date(2023, 2, 15),
        memo_number="12",
        order_number="๗",
        members=(Member("ปลัด", "ประธาน"),),
        duties=("วิเคราะห์ ผล",),
    )
    assert read.not_before == date(2023, 3, 1)
    assert read.wording == {"memo": {"closing": "ก"}}


@pytest.mark.parametrize("content", ["ข้อความ", ["made_on"], True, 5])
def test_a_file_of_another_shape_is_told(content):
    assert overrides(content) == (NOTHING, [SHAPE])


@pytest.mark.parametrize("name", ["made", "Memo_day", "ชื่อ", None, True])
def test_an_unknown_name_is_told_with_those_that_are_known(name):
    assert overrides({name: "ก"}) == (NOTHING, ["override_unknown_name"])
    _, findings = read_overrides(Document("overrides.yaml", {name: "ก"}), today=TODAY)
    assert "memo_day" in findings[0].next_step.th


@pytest.mark.parametrize(
    "name", ["made_on", "memo_day", "announcement_day", "order_day", "not_before"]
)
@pytest.mark.parametrize("value", ["31 กุมภาพันธ์ 2566", "พรุ่งนี้", ["ก"], "ก" * 5000, True])
def test_a_day_that_cannot_be_read_is_told_and_left_open(name, value):
    read, codes = overrides({name: value})
    assert (read, codes) == (NOTHING, ["override_date" if isinstance(value, str) else SHAPE])
    _, findings = read_overrides(Document("overrides.yaml", {name: value}), today=TODAY)
    assert name in findings[0].message.en
    assert len(findings[0].message.en) < 120


@pytest.mark.parametrize("value", [None, ""])
def test_a_day_left_open_is_open(value):
    assert overrides({"memo_day": value, "not_before": value}) == (NOTHING, [])


@pytest.mark.parametrize("name", ["memo_number", "order_number"])
@pytest.mark.parametrize("value", [["12"], {"a": "b"}, True])
def test_a_number_that_is_no_text_is_told(name, value):
    assert overrides({name: value}) == (NOTHING, [SHAPE])
    assert getattr(overrides({name: "0"})[0].settings, name) == "0"


GOOD = {"position": "ปลัด", "role": "ประธาน"}


@pytest.mark.parametrize(
    "members",
    [
        "ปลัด",
        ["ปลัด"],
        [GOOD | {"role": ["ประธาน"]}],
        [GOOD] * 61,
    ],
)
def test_members_that_cannot_be_used_are_told_and_left_out_together(members):
    assert overrides({"members": members}) == (NOTHING, [SHAPE])


@pytest.mark.parametrize("given", [{}, {"role": None}, {"role": " "}])
def test_a_member_without_role_leaves_all_members_out(given):
    members = [GOOD, {"position": "ปลัด"} | given]
    assert overrides({"members": members}) == (NOTHING, ["override_missing_name"])


def test_a_name_of_a_person_is_no_part_of_a_member():
    read, codes = overrides({"members": [GOOD | {"name": "ใคร"}]})
    assert (read.settings.members, codes) == ((Member(**GOOD),), ["override_unknown_name"])


@pytest.mark.parametrize("count", [1, 2, 60])
def test_members_are_read_in_their_order(count):
    members = [GOOD | {"position": f"ตำแหน่ง {n}"} for n in range(count)]
    read, codes = overrides({"members": members})
    assert codes == []
    assert [one.position for one in read.settings.members] == [m["position"] for m in members]


@pytest.mark.parametrize("value", [None, []])
def test_no_members_and_no_duties_leave_the_usual_ones(value):
    assert overrides({"members": value, "duties": value}) == (NOTHING, [])


@pytest.mark.parametrize("duties", ["หนึ่ง", {"a": "b"}, ["ก", None], ["ก", ""], [["ก"]], [{}]])
def test_duties_that_cannot_be_used_are_told(duties):
    assert overrides({"duties": duties}) == (NOTHING, [SHAPE])


@pytest.mark.parametrize("value", ["ข้อความ", ["ก"], True])
def test_wording_that_is_no_list_of_names_is_told(value):
    assert overrides({"wording": value}) == (NOTHING, [SHAPE])
    assert overrides({"wording": None}) == (NOTHING, [])


def test_one_fault_leaves_the_rest_in_place():
    read, codes = overrides({"memo_day": "ไม่ทราบ", "order_day": "1 มีนาคม 2566"})
    assert codes == ["override_date"]
    assert read.settings == Settings(made_on=TODAY, order_day=date(2023, 3, 1))


# remarks.yaml


@pytest.mark.parametrize(
    ("entry", "remark"),
    [
        ("เพิ่มช่องทาง", LinkedRemark("เพิ่มช่องทาง")),
        ({"text": " เพิ่ม\nช่องทาง "}, LinkedRemark("เพิ่ม ช่องทาง")),
        ({"text": "ก", "items": ["i27", "E6", "ข้อ o12"]}, LinkedRemark("ก", ("i27", "e6", "o12"))),
        ({"text": "ก", "items": "i27, e6 ,๐๑๒"}, LinkedRemark("ก", ("i27", "e6", "o12"))),
        ({"text": "ก", "items": ["i7", "I7"]}, LinkedRemark("ก", ("i7",))),
        ({"text": "ก", "items": None}, LinkedRemark("ก")),
        ({"text": "ก", "items": []}, LinkedRemark("ก")),
    ],
)
def test_a_remark_is_a_text_or_a_text_with_items(entry, remark):
    assert remarks([entry]) == ((remark,), [])


@pytest.mark.parametrize(
    ("entry", "code"),
    [(one, "remark_wrong_value") for one in (None, "", " ", {"text": 5}, ["ก"], True)]
    + [(one, "remark_missing_name") for one in ({}, {"items": ["i7"]})],
)
def test_a_remark_without_text_is_told_and_left_out(entry, code):
    assert remarks([entry, "ข"]) == ((LinkedRemark("ข"),), [code])


@pytest.mark.parametrize("typed", ["x1", "27", "i", "i0", "i271", "i27 และ i28", "o12 o20", "ข้อ"])
def test_what_is_no_item_code_is_told_and_left_out(typed):
    read, codes = remarks([{"text": "ก", "items": [typed, "i7"]}])
    assert (read, codes) == ((LinkedRemark("ก", ("i7",)),), ["remark_item"])
    _, findings = read_remarks(Document("a.yaml", [{"text": "ก", "items": [typed]}]))
    assert typed in findings[0].message.th


@pytest.mark.parametrize("content", ["ข้อความ", {"text": "ก"}, True, 5])
def test_remarks_of_another_shape_are_told(content):
    assert remarks(content) == ((), ["remark_wrong_value"])


@pytest.mark.parametrize("content", [None, []])
def test_no_remarks_are_no_remarks(content):
    assert remarks(content) == ((), [])


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
NAMES = st.sampled_from(["made_on", "memo_number", "members", "duties", "wording", "text", "items"])


@given(VALUES | st.dictionaries(NAMES, VALUES, max_size=5) | st.lists(VALUES, max_size=3))
def test_nothing_in_a_file_makes_its_reading_fail(content):
    overrides(content)
    read, _ = remarks(content)
    assert all(remark.text.strip() for remark in read)


@pytest.mark.parametrize(
    "narratives",
    [
        ["ข้อความ"],
        {"EIT": "ก"},
        {"EIT": {"mend": 1}},
    ],
)
def test_summaries_that_cannot_be_used_are_told(narratives):
    assert overrides({"narratives": narratives}) == (NOTHING, [SHAPE])


@pytest.mark.parametrize("narratives", [{"XIT": {"mend": "ก"}}, {"EIT": {"worse": "ก"}}])
def test_summaries_of_what_there_is_not_are_told(narratives):
    assert overrides({"narratives": narratives}) == (NOTHING, ["override_unknown_name"])


def test_summaries_stand_in_the_order_of_the_instruments():
    given = {"OIT": {"keep": "ค"}, "IIT": {"mend": "ก", "improve": "ข"}}
    found, codes = overrides({"narratives": given})
    assert codes == []
    assert found.settings.narratives == (
        Narrative("IIT", mend="ก", improve="ข"), Narrative("OIT", keep="ค"),
    )  # fmt: skip


def test_every_fault_has_its_line():
    text = "memo_day: พรุ่งนี้\nmembers:\n- position: ปลัด\nmemo_dy: 1 มีนาคม 2566\n"
    _, findings = read_overrides(parse(text, "overrides.yaml", Scalars.WRITTEN), today=TODAY)
    assert [(one.code, one.places[0].line) for one in findings] == [
        ("override_unknown_name", 4), ("override_missing_name", 3), ("override_date", 1),
    ]  # fmt: skip
    _, (finding,) = read_remarks(parse("- ก\n- text: ข\n  items: [x9]\n", "remarks.yaml"))
    assert (finding.code, finding.places[0].line) == ("remark_item", 3)
