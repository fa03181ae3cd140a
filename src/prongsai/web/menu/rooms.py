"""The menu as data: at most nine rooms, each with the pages that stand in it.

An address is written without its first stroke, with `{year}` where it lives in a year. The rail
shows the rooms; the pages of the room one is in stand above the page.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from msgspec import Struct

YEAR = "{year}"


class Page(Struct, frozen=True):
    """One page of a room; `words` are what else people call it, for the search."""

    address: str
    label: Promise
    words: str = ""


class Room(Struct, frozen=True):
    """One line of the rail; `begins_group` sets it off from the line above."""

    icon: str
    label: Promise
    pages: tuple[Page, ...]
    begins_group: bool = False


ROOMS = (
    Room(
        "board",
        gettext_lazy("งานของฉัน"),
        (
            Page("work/", gettext_lazy("งานของฉัน"), "my work tasks งานค้าง มอบหมาย"),
            Page("inbox/", gettext_lazy("กล่องเตือน"), "inbox reminders แจ้งเตือน ข้อความ อีเมล"),
        ),
    ),
    Room(
        "pen",
        gettext_lazy("รอลงนาม"),
        (Page("signing/", gettext_lazy("รอลงนาม"), "signing approve เซ็น อนุมัติ ลงชื่อ เสนอ"),),
    ),
    Room(
        "home",
        gettext_lazy("ภาพรวมของปี"),
        (
            Page("{year}/", gettext_lazy("ภาพรวมของปี"), "overview dashboard หน้าแรก"),
            Page("{year}/calendar/", gettext_lazy("ปฏิทิน"), "calendar กำหนดการ วันครบกำหนด"),
            Page(
                "{year}/framework/",
                gettext_lazy("กรอบการประเมิน"),
                "framework ตัวชี้วัด น้ำหนัก เกณฑ์ IIT EIT OIT",
            ),
            Page("years/", gettext_lazy("ปีงบประมาณ"), "fiscal years เปิดปีใหม่"),
        ),
        begins_group=True,
    ),
    Room(
        "chart",
        gettext_lazy("คะแนนและจุดอ่อน"),
        (
            Page("{year}/analysis/", gettext_lazy("วิเคราะห์ผลคะแนน"), "analysis weak จุดอ่อน ผล ITA"),
            Page("{year}/whatif/", gettext_lazy("จำลองคะแนน"), "what-if target เป้าหมาย ถ้าทำ"),
            Page("{year}/why/", gettext_lazy("ที่มาของคะแนน"), "why formula วิธีคิดคะแนน"),
            Page("{year}/scores/", gettext_lazy("คะแนนที่ประกาศ"), "scores import นำเข้าคะแนน"),
            Page("{year}/remarks/", gettext_lazy("ข้อเสนอแนะ"), "remarks ข้อสังเกต ป.ป.ช."),
            Page(
                "surveys/",
                gettext_lazy("แบบสำรวจ"),
                "surveys rehearse IIT EIT ซ้อม บัตรตอบ QR ความพึงพอใจ",
            ),
        ),
    ),
    Room(
        "plan",
        gettext_lazy("แผนและติดตาม"),
        (
            Page("{year}/plan/", gettext_lazy("แผนมาตรการ"), "plan measures มาตรการส่งเสริมคุณธรรม"),
            Page("{year}/owners/", gettext_lazy("ผู้รับผิดชอบ"), "owners มอบหมาย ใครทำ"),
            Page("{year}/tracking/", gettext_lazy("ติดตามมาตรการ"), "tracking ความคืบหน้า ภาพถ่าย"),
            Page(
                "{year}/reports/", gettext_lazy("รายงาน 6 และ 12 เดือน"), "reports รายงานผล รอบ ๖ ๑๒"
            ),
        ),
        begins_group=True,
    ),
    Room(
        "link",
        gettext_lazy("OIT เปิดเผยข้อมูล"),
        (
            Page(
                "{year}/oit/",
                gettext_lazy("ข้อ OIT"),
                "OIT disclosure evidence หลักฐาน ลิงก์ เปิดเผยข้อมูลสาธารณะ",
            ),
            Page(
                "{year}/oit/status/",
                gettext_lazy("ตารางสถานะ"),
                "status table ดำเนินการแล้ว อยู่ระหว่างดำเนินการ นำเข้า",
            ),
            Page("{year}/oit/links/", gettext_lazy("ลิงก์"), "links ตรวจลิงก์ เปิดไม่ได้ 404"),
            Page(
                "{year}/registers/",
                gettext_lazy("ทะเบียนงาน"),
                "registers จัดซื้อจัดจ้าง ยืมทรัพย์สิน ของขวัญ งบประมาณ ความเสี่ยง บันทึกประจำ",
            ),
            Page("{year}/hand-in/", gettext_lazy("ใบส่ง"), "hand-in ITAS ส่ง ป.ป.ช. คำอธิบาย"),
        ),
    ),
    Room(
        "chat",
        gettext_lazy("ประชุมและแจ้งเวียน"),
        (
            Page(
                "{year}/meetings/",
                gettext_lazy("คณะทำงานและประชุม"),
                "meetings working group minutes รายงานการประชุม วาระ คำสั่งแต่งตั้ง",
            ),
            Page("{year}/circulation/", gettext_lazy("แจ้งเวียน"), "circulate หนังสือเวียน รับทราบ"),
            Page(
                "desk/", gettext_lazy("เรื่องที่แจ้งมา"), "desk complaint ร้องเรียน คำร้อง ถามตอบ ความเห็น"
            ),
            Page(
                "bills/",
                gettext_lazy("ใบแจ้งชำระ"),
                "bills PromptPay QR พร้อมเพย์ รับชำระ ค่าธรรมเนียม ภาษีป้าย กระทบยอด ธนาคาร",
            ),
            Page(
                "counter/",
                gettext_lazy("จุดบริการ"),
                "counter queue บัตรคิว เวลารอ ขั้นตอนบริการ แผนผัง แบบคำร้อง แบบฟอร์ม",
            ),
        ),
    ),
    Room(
        "doc",
        gettext_lazy("เอกสารและประกาศ"),
        (
            Page("{year}/papers/", gettext_lazy("เอกสารทางการ"), "papers บันทึกข้อความ รูปเล่ม PDF"),
            Page("{year}/notices/", gettext_lazy("ประกาศ"), "announcements เจตนารมณ์ No Gift"),
            Page("{year}/published/", gettext_lazy("เผยแพร่แล้ว"), "published เว็บไซต์ ถอน"),
            Page("public-site/", gettext_lazy("เว็บสาธารณะ"), "public site ข่าว หน้าเว็บ ประชาชน ITA"),
            Page(
                "public-site/statistics/",
                gettext_lazy("สถิติเว็บสาธารณะ"),
                "statistics readings searches freshness สถิติ ผู้อ่าน คำค้น ไตรมาส",
            ),
            Page("numbers/", gettext_lazy("ทะเบียนเลขที่"), "numbers register เลขหนังสือ ทะเบียนคุม"),
        ),
    ),
    Room(
        "gear",
        gettext_lazy("หน่วยงาน"),
        (
            Page("agency/", gettext_lazy("ข้อมูลหน่วยงาน"), "agency ตรา ที่อยู่ ตั้งค่า"),
            Page(
                "agency/people/",
                gettext_lazy("คนและตำแหน่ง"),
                "people positions acting รหัสผ่าน รักษาราชการแทน ส่วนราชการ",
            ),
            Page("agency/routes/", gettext_lazy("สายการลงนาม"), "routes เสนอผ่าน ลำดับ"),
            Page("agency/wording/", gettext_lazy("ถ้อยคำในเอกสาร"), "wording ข้อความ แบบฟอร์ม"),
            Page("agency/rights/", gettext_lazy("สิทธิ์ตามตำแหน่ง"), "rights permission อำนาจ"),
            Page("agency/journal/", gettext_lazy("บันทึกการใช้งาน"), "journal log audit ประวัติ"),
        ),
        begins_group=True,
    ),
)

# Pages that stand under a page of the menu without standing below its address.
UNDER = {
    "{year}/item/": "{year}/analysis/",
    "{year}/indicator/": "{year}/analysis/",
    "{year}/scenarios/": "{year}/whatif/",
    "{year}/notes/": "{year}/framework/",
    "{year}/unknown/": "{year}/framework/",
    "{year}/carry/": "{year}/framework/",
    "agency/positions/": "agency/people/",
    "agency/units/": "agency/people/",
    "agency/roster/": "agency/people/",
    "agency/holdings/": "agency/people/",
    "circulation/": "{year}/circulation/",
    "published/": "{year}/published/",
    "meetings/": "{year}/meetings/",
    "papers/": "{year}/papers/",
    "reports/": "{year}/reports/",
}


def address_of(pattern: str, year: int | None) -> str:
    """The address of a page in a year."""
    return "/" + pattern.replace(YEAR, str(year))
