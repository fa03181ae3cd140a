"""The table of roles: what it must hold, and words of before."""

import pytest

from prongsai.core import roles
from prongsai.core.papers.agency import Agency, Positions, read_agency
from prongsai.core.papers.wording import shipped as wording
from prongsai.core.roles import SHIPPED, all_roles, known_role, read, role_of
from prongsai.core.yaml_data.documents import Document

TEXT = SHIPPED.read_text(encoding="utf-8")
DEPUTY = """
- key: trial-role
  name: {th: บทบาททดลอง, en: trial role}
  titles: {usual: ตำแหน่งทดลอง}
  signs: true
  unit: never
"""


def test_the_shipped_table_is_sound_and_its_order_is_that_of_the_file():
    found, findings = read(TEXT, "roles.yaml")
    assert findings == ()
    assert found == all_roles()
    assert [roles.rank_of(role) for role in found] == list(range(len(found)))


def test_a_role_is_its_lines_in_the_table():
    found, findings = read(TEXT + DEPUTY, "roles.yaml")
    assert findings == ()
    deputy = found[-1]
    assert (deputy.key, deputy.signs, deputy.is_alone) == ("trial-role", True, False)
    assert deputy.title_in("subdistrict-municipality") == "ตำแหน่งทดลอง"
    assert not deputy.is_of_the_whole


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("key: auditor", "key: clerk", "role_twice"),
        ("formerly: mayor", "formerly: auditor", "role_twice"),
        ("leads: administration", "leads: agency", "role_leads"),
        ("leads: unit", "leads: office", "role_leads"),
        ("signs: true", "signs: perhaps", "role_wrong_value"),
        ("told_of: [lost-files]", "told_of: [gossip]", "role_wrong_value"),
        ("writes_minutes:", "writes_minute:", "role_unknown_name"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(old, new, code):
    assert old in TEXT
    found, findings = read(TEXT.replace(old, new), "roles.yaml")
    assert found == ()
    assert code in {one.code for one in findings}
    assert all(one.places[0].line for one in findings)


@pytest.mark.parametrize(
    ("former", "key"),
    [("mayor", "chief-executive"), ("clerk", "chief-administrator"), ("head", "office-head")],
)
def test_a_word_of_before_is_the_same_role(former, key):
    assert role_of(former) == role_of(key)
    assert known_role("king") is None
    with pytest.raises(KeyError):
        role_of("king")


def test_titles_are_those_of_the_kind_of_agency():
    chief = role_of("chief-executive")
    kinds = ("subdistrict-municipality", "province", "other", "a kind to come")
    assert [chief.title_in(kind) for kind in kinds] == [
        "นายกเทศมนตรี", "นายกองค์การบริหารส่วนจังหวัด", "หัวหน้าหน่วยงาน", "นายกเทศมนตรี",
    ]  # fmt: skip
    assert role_of("auditor").title_in("other") == "ผู้ตรวจสอบภายใน"


def test_what_papers_print_is_a_field_of_the_positions():
    printed = [role.printed_as for role in all_roles() if role.printed_as]
    assert tuple(printed) == Positions.__struct_fields__


def test_files_of_an_agency_from_before_are_read_as_today():
    old = {"mayor": "อธิการบดี", "clerk": "รองอธิการบดี", "head": "ผู้อำนวยการ", "officer": "นักวิเคราะห์"}
    new = dict(zip(Positions.__struct_fields__, old.values(), strict=True))
    read_of = [
        read_agency(Document("agency.yaml", {"name": "มหาวิทยาลัยตัวอย่าง", "positions": titles}))
        for titles in (old, new)
    ]
    assert (
        read_of[0].agency
        == read_of[1].agency
        == Agency("มหาวิทยาลัยตัวอย่าง", positions=Positions(**new))
    )
    assert not read_of[0].findings.items
    assert wording().keys  # the sentences of today
