"""The papers and fields of the wording in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from prongsai.core.papers.wording import shipped
from prongsai.core.text import Text

# The first part of a key, in the order of the page. One that is not named here stands last.
PAPERS: Mapping[str, Text] = MappingProxyType(
    {
        "memo": Text("บันทึกเสนอแผนมาตรการ", "memo that brings the plan"),
        "general_memo": Text("บันทึกข้อความทั่วไป", "memo of any subject"),
        "site_page": Text("ขอความเห็นชอบเผยแพร่บนเว็บไซต์", "page of the public site"),
        "announcement": Text("ประกาศมาตรการ", "announcement of the measures"),
        "order": Text("คำสั่งแต่งตั้งคณะทำงาน", "working-group order"),
        "plan": Text("แผนมาตรการ", "measures plan"),
        "booklet": Text("เล่มมาตรการ", "measures booklet"),
        "responsibility": Text("ตารางผู้รับผิดชอบ", "responsibility table"),
        "invitation": Text("หนังสือเชิญประชุม", "invitation to a meeting"),
        "attendance": Text("บัญชีลงชื่อผู้เข้าประชุม", "attendance sheet"),
        "minutes": Text("รายงานการประชุม", "minutes"),
        "exchange": Text("สรุปการแลกเปลี่ยนความคิดเห็น", "exchange of views"),
        "dispute": Text("หนังสือขอให้ทบทวนผล", "letter that disputes a result"),
        "status": Text("ตารางสถานะการเปิดเผยข้อมูล", "table of the states of disclosure"),
        "quarter": Text("รายงานเว็บไซต์รายไตรมาส", "quarterly report on the web site"),
        "desk": Text("สถิติเรื่องที่แจ้งมาและเรื่องร้องเรียน", "statistics of the desk and of complaints"),
        "acknowledgement": Text("รายงานการรับทราบ", "acknowledgement report"),
        "progress": Text("รายงาน 6 และ 12 เดือน", "reports at 6 and 12 months"),
        "results": Text("รายงานผลการดำเนินการ", "results report"),
        "report_memo": Text("บันทึกเสนอรายงาน", "memo that brings a report"),
        "notice": Text("ประกาศอื่น", "other announcements"),
        "approving": Text("การลงนาม", "signing"),
        "common": Text("ทุกเอกสาร", "every paper"),
        "words": Text("คำในหัวตาราง", "words of table heads"),
    }
)
FIELDS: Mapping[str, Text] = MappingProxyType(
    {
        "agency": Text("ชื่อหน่วยงาน", "the agency's name"),
        "office": Text("ส่วนราชการเจ้าของเรื่อง", "the office that drafts"),
        "place": Text("อำเภอและจังหวัด", "district and province"),
        "website": Text("เว็บไซต์ของหน่วยงาน", "the agency's website"),
        "chief_executive": Text("ชื่อตำแหน่งผู้บริหารสูงสุด", "the chief executive's title"),
        "chief_administrator": Text(
            "ชื่อตำแหน่งหัวหน้าฝ่ายประจำ เช่น ปลัด", "the chief administrator's title"
        ),
        "office_head": Text(
            "ชื่อตำแหน่งหัวหน้าสำนักงานกลาง เช่น สำนักปลัด", "the title of the head of office"
        ),
        "officer": Text("ชื่อตำแหน่งผู้เสนอ", "the drafter's title"),
        "plan_year": Text("ปีงบประมาณของแผน", "the year of the plan"),
        "score_year": Text("ปีงบประมาณของคะแนน", "the year of the scores"),
        "target": Text("คะแนนเป้าหมาย เช่น 85", "the target score, such as 85"),
        "total": Text("คะแนนรวม", "the total score"),
        "rated": Text("ระดับผลการประเมินเป็นวลี", "the level as a clause"),
        "versus_before": Text("เทียบกับปีก่อนเป็นวลี", "the change from the year before"),
        "measure_count": Text("จำนวนมาตรการ", "how many measures"),
        "group_count": Text("จำนวนด้าน", "how many groups of measures"),
        "point_count": Text("จำนวนจุดที่ต้องตอบ", "how many points to answer"),
        "answered_count": Text("จำนวนจุดที่ตอบแล้ว", "how many points are answered"),
        "budget": Text("งบประมาณเป็นวลี", "the budget as a clause"),
        "criterion": Text(
            "“เกณฑ์” หรือ “เป้าหมายของหน่วยงาน”", "whether the target is a rule or the agency's own"
        ),
        "weak_count": Text("จำนวนข้อที่ต่ำกว่าเป้า", "how many items are weak"),
        "weak_by_instrument": Text("จำนวนข้อต่ำกว่าเป้าแยกตามแบบวัด", "weak items by instrument"),
        "remark_count": Text("จำนวนข้อเสนอแนะ", "how many remarks"),
        "half_day": Text("วันครบ 6 เดือน", "the last day of six months"),
        "first_day": Text("วันแรกของรอบ", "the first day of the round"),
        "last_day": Text("วันสุดท้ายของปีหรือรอบ", "the last day of the year or round"),
        "day": Text("วันที่ของเอกสาร", "the day of the paper"),
        "number": Text("เลขลำดับหรือครั้งที่", "a number"),
        "name": Text("ชื่อของเรื่องที่กล่าวถึง", "the name of what is told"),
        "position": Text("ชื่อตำแหน่งของผู้ลงนาม", "the title of who signs"),
        "group": Text("ชื่อคณะทำงาน", "the name of the working group"),
        "report": Text("ชื่อรายงาน", "the name of the report"),
        "months": Text("6 หรือ 12", "6 or 12"),
        "count": Text("จำนวน", "a count"),
        "code": Text("รหัส", "a code"),
        "url": Text("ที่อยู่เว็บสำหรับตรวจ", "the address for checking"),
        "authority": Text("ข้อกฎหมายที่หน่วยงานอ้าง", "the clause the agency cites"),
        "worst": Text("ชื่อข้อที่ได้คะแนนน้อยที่สุด", "the items with the lowest scores"),
    }
)
_OTHER = Text("ค่าที่ระบบใส่ให้", "a value that the site fills in")


def paper_of(key: str) -> str:
    """The part of a key that names its paper."""
    return key.partition(".")[0]


def paper_label(paper: str) -> Text:
    """A paper's name."""
    return PAPERS.get(paper, Text(paper, paper))


def field_label(field: str) -> Text:
    """What stands in a field's place."""
    return FIELDS.get(field, _OTHER)


def editable() -> tuple[str, ...]:
    """The keys an agency may replace.

    What a code at the foot says is ours: it must always say that it is no digital signature.
    """
    return tuple(key for key in shipped().keys if not key.startswith("mark."))
