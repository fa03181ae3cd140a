"""Who may do what, in words: whoever changes a right changes it here too."""

import pytest
from tests.web.roles import AUDITOR, ITA_OFFICER

from prongsai.core.roles import all_roles
from prongsai.web.agency.people import Actor, HeldPosition
from prongsai.web.agency.permissions import (
    MATRIX,
    OPENS,
    Right,
    keys_with,
    may,
    rights_of,
)

EVERYTHING = [right.label.th for right in Right]
THE_DESK = "รับ มอบหมาย และอ่านเรื่องทุกเรื่อง (ส่วนราชการทำเรื่องที่ได้รับมอบได้เสมอ)"
RESTRICTED = "อ่านและดูแลเรื่องที่จำกัดผู้อ่าน ซึ่งผู้บังคับบัญชาไม่เห็น"
SECOND = "ยืนยันให้ผู้อ่านคนใหม่อ่านเรื่องที่จำกัดผู้อ่านซึ่งเข้ามาก่อน"
SURVEYS = "จัดแบบสำรวจ พิมพ์บัตรและแผ่นปิดประกาศ บันทึกคำตอบจากกระดาษ"
BILLS = "ออกใบแจ้งชำระ บันทึกรับเงิน กำหนดบัญชีรับชำระ (หัวหน้าส่วนราชการที่รับเงินออกและบันทึกได้)"
COUNTERS = "ตั้งจุดบริการ เขียนแผนผังขั้นตอนและแบบคำร้อง (คนของส่วนราชการเรียกคิวที่จุดของตนได้)"
DRAFTS = "ร่างและเสนอบันทึกข้อความและหนังสือของตน (ผ่านหัวหน้าส่วนราชการก่อน)"
WITHIN = "มอบหมายเรื่องของส่วนราชการตนให้คนในส่วนราชการ"
# Everybody with a position sees scores, analysis and papers; beside that:
WHO_MAY_DO_WHAT = {
    "ผู้บริหารสูงสุด": [
        "อ่านบันทึกการใช้งาน",
        "ยืนยันผลที่ผู้อื่นบันทึกจากกระดาษ โดยเทียบกับภาพสแกน",
        SECOND,
    ],
    "ปลัด": [
        "อ่านบันทึกการใช้งาน",
        DRAFTS,
        "เก็บและลบแบบจำลองคะแนน",
        "ทำเอกสารทางการ",
        "เสนอเรื่องขออนุมัติ",
        "แจ้งเวียนและเตือนให้รับทราบ",
        "จัดประชุม คณะทำงาน และรายงานการประชุม",
        "ยืนยันผลที่ผู้อื่นบันทึกจากกระดาษ โดยเทียบกับภาพสแกน",
        THE_DESK,
        SECOND,
        BILLS,
        COUNTERS,
    ],
    # Complaints of superiors are no superior's to read.
    "หัวหน้าสำนักปลัด": [one for one in EVERYTHING if one not in (RESTRICTED, SECOND, WITHIN)],
    "หัวหน้าส่วนราชการ": [
        DRAFTS,
        WITHIN,
        "บันทึกผลของมาตรการ (ผู้รับผิดชอบบันทึกมาตรการของตนได้เสมอ)",
        "ยืนยันผลที่ผู้อื่นบันทึกจากกระดาษ โดยเทียบกับภาพสแกน",
    ],
    "เจ้าหน้าที่ ITA": [
        DRAFTS,
        "แก้ข้อมูลหน่วยงานและตรา",
        "เปิดปีงบประมาณใหม่",
        "แก้กรอบการประเมินของปี",
        "นำเข้าคะแนนและข้อเสนอแนะ",
        "เก็บและลบแบบจำลองคะแนน",
        "แก้แผนมาตรการ (หัวหน้าส่วนราชการแก้มาตรการของส่วนราชการตนได้)",
        "ทำเอกสารทางการ",
        "มอบหมายผู้รับผิดชอบ",
        "แก้ปฏิทิน: ย้ายวันพร้อมเหตุผล เพิ่มกำหนดการ บอกว่าทำแล้ว",
        "เสนอเรื่องขออนุมัติ",
        "ออกเลขที่บันทึก คำสั่ง และประกาศ",
        "ร่างประกาศ",
        "เผยแพร่และถอนการเผยแพร่",
        "แจ้งเวียนและเตือนให้รับทราบ",
        "จัดประชุม คณะทำงาน และรายงานการประชุม",
        "บันทึกผลของมาตรการ (ผู้รับผิดชอบบันทึกมาตรการของตนได้เสมอ)",
        "รวบรวมรายงาน 6 และ 12 เดือน",
        "แก้ถ้อยคำในเอกสาร",
        "ดูแลข้อ OIT และการส่ง ป.ป.ช. (ผู้รับผิดชอบทำข้อของตนได้เสมอ)",
        SURVEYS,
        COUNTERS,
    ],
    "เจ้าหน้าที่ประชาสัมพันธ์": [DRAFTS, "เผยแพร่และถอนการเผยแพร่"],
    "เจ้าหน้าที่รับเรื่องร้องเรียน": [DRAFTS, THE_DESK, RESTRICTED, SECOND],
    "ผู้ตรวจสอบภายใน": [
        DRAFTS,
        "อ่านบันทึกการใช้งาน",
        "ยืนยันผลที่ผู้อื่นบันทึกจากกระดาษ โดยเทียบกับภาพสแกน",
        SECOND,
    ],
    # Who looks after the system reads nobody's complaints, holds the cards of no survey, and takes
    # nobody's money.
    "ผู้ดูแลระบบของหน่วยงาน": [
        one for one in EVERYTHING if one not in (THE_DESK, RESTRICTED, SECOND, SURVEYS, BILLS)
    ],
    "เจ้าหน้าที่": [DRAFTS, "บันทึกผลของมาตรการ (ผู้รับผิดชอบบันทึกมาตรการของตนได้เสมอ)"],
}
# What lets its holder read what colleagues may not; every other right opens nothing.
OPENING = {
    Right.MANAGE_PEOPLE, Right.READ_JOURNAL, Right.KEEP_DESK, Right.READ_RESTRICTED,
    Right.LET_READ, Right.KEEP_SURVEYS, Right.KEEP_BILLS,
}  # fmt: skip


def person(*roles):
    held = (HeldPosition(role.name.th, role, is_acting=False) for role in roles)
    return Actor(None, None, tuple(held))


def test_the_table_names_every_role_and_the_matrix_has_a_line_for_each():
    assert list(WHO_MAY_DO_WHAT) == [role.name.th for role in all_roles()]
    assert set(MATRIX) == {role.key for role in all_roles()}


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
def test_each_role_may_do_this_and_nothing_else(role):
    told = {Right.SEE.label.th, *WHO_MAY_DO_WHAT[role.name.th]}
    assert {right.label.th for right in rights_of(role)} == told
    given = {right for right in Right if may(person(role), right)}
    assert given == rights_of(role)


@pytest.mark.parametrize("right", Right)
def test_nobody_without_a_position_may_anything(right):
    assert not may(person(), right)
    assert not may(None, right)


def test_rights_of_several_positions_add_up():
    both = person(ITA_OFFICER, AUDITOR)
    assert may(both, Right.IMPORT_SCORES)
    assert may(both, Right.READ_JOURNAL)
    assert not may(both, Right.MANAGE_PEOPLE)


@pytest.mark.parametrize("right", Right)
def test_every_right_declares_what_it_opens(right):
    assert right in OPENS, "say beside the rights whether it opens what others may not read"
    assert (right.opens is not None) == (right in OPENING)
    if right.opens is not None:
        assert right.opens.th
        assert right.opens.en


@pytest.mark.parametrize("right", Right)
def test_the_roles_of_a_right_are_those_that_give_it(right):
    assert set(keys_with(right)) == {role.key for role in all_roles() if right in rights_of(role)}


@pytest.mark.parametrize("right", Right)
def test_every_right_has_words(right):
    assert right.label.th
    assert right.label.en
