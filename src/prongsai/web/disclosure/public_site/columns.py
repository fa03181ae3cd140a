"""The columns of the public tables, and what stands in each: their data dictionary."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.disclosure.public_site.tables import Column

_YEAR = Column("year", Text("ปีงบประมาณ", "Fiscal year"), Text("พ.ศ.", "Buddhist era"))
_DAY_ABOUT = Text("ค.ศ. แบบ YYYY-MM-DD", "Christian era, YYYY-MM-DD")
_ADDRESS = Column("address", Text("ที่อยู่", "Address"), Text("ในเว็บนี้", "on this site"))
ITA = (
    _YEAR,
    Column("indicator", Text("ตัวชี้วัด", "Indicator"), Text("รหัส", "its code")),
    Column("item", Text("ข้อ", "Item"), Text("รหัสข้อของปีนั้น", "its code in that year")),
    Column("item_name", Text("ชื่อข้อ", "Name of the item"), Text("ตามกรอบของปี", "by the framework")),
    Column(
        "title", Text("หลักฐาน", "Evidence"),
        Text("ว่าง เมื่อยังไม่ให้ข้อมูล", "empty where nothing is given"),
    ),
    Column(
        "address", Text("ที่อยู่", "Address"),
        Text("หน้าเว็บ แฟ้ม หรือข้อมูลในเว็บนี้", "a page, a file, or what this site tells"),
    ),
    Column("unit", Text("ส่วนราชการ", "Unit"), Text("ที่ดูแล ถ้าบอกไว้", "that keeps it, where told")),
    Column("day", Text("วันที่เพิ่ม", "Day"), _DAY_ABOUT),
    Column(
        "sha256", Text("ลายนิ้วมือแฟ้ม", "Digest of the file"),
        Text("เฉพาะแฟ้มที่เว็บนี้แสดง", "of files that this site shows"),
    ),
    Column("explanation", Text("คำอธิบาย", "Explanation"), Text("ของข้อ", "of the item")),
)  # fmt: skip
SCORES = (
    _YEAR,
    Column(
        "code", Text("รหัส", "Code"),
        Text("total, IIT, EIT, OIT หรือรหัสตัวชี้วัด", "total, IIT, EIT, OIT or an indicator's code"),
    ),
    Column("name", Text("ชื่อ", "Name"), Text("ตามกรอบของปี", "by the framework")),
    Column(
        "published", Text("คะแนนที่ประกาศ", "Published score"),
        Text("ตามที่ประกาศทุกหลัก ว่าง เมื่อไม่ทราบ", "as published, to the digit; empty where not known"),
    ),
    Column(
        "weight", Text("น้ำหนักร้อยละ", "Weight in percent"),
        Text("ว่าง เมื่อไม่ทราบหรือไม่มี", "empty where not known or none"),
    ),
    Column("rating", Text("ระดับ", "Level"), Text("ของคะแนนรวม", "of the total")),
    Column("source", Text("ที่มา", "Source"), Text("ตามที่หน่วยงานบันทึก", "as the agency recorded it")),
)  # fmt: skip
NEWS = (
    Column("kind", Text("ชนิด", "Kind"), Text("news หรือ page", "news or page")),
    Column("title", Text("เรื่อง", "Title"), Text("ตามที่เผยแพร่", "as published")),
    Column("published", Text("วันที่เผยแพร่", "Published"), _DAY_ABOUT),
    Column(
        "last_day", Text("แสดงถึง", "Shown until"),
        Text("ค.ศ. ว่าง เมื่อไม่มีกำหนด", "Christian era; empty for no end"),
    ),
    Column("version", Text("ฉบับที่", "Version"), Text("นับจาก 1", "from 1")),
    _ADDRESS,
)  # fmt: skip
PAPERS = (
    _YEAR,
    Column("kind", Text("ชนิด", "Kind"), Text("ชนิดของเอกสาร", "the kind of paper")),
    Column("number", Text("เลขที่", "Number"), Text("ว่าง เมื่อไม่มี", "empty where there is none")),
    Column("title", Text("เรื่อง", "Title"), Text("ตามที่เผยแพร่", "as published")),
    Column("day", Text("วันที่", "Day"), _DAY_ABOUT),
    Column("edition", Text("ฉบับที่", "Edition"), Text("นับจาก 1", "from 1")),
    _ADDRESS,
)
ACT = (
    Column("clause", Text("มาตรา", "Section"), Text("เช่น 7(1)", "such as 7(1)")),
    Column(
        "clause_name", Text("เรื่องของมาตรา", "Subject"),
        Text("ตามพ.ร.บ. ข้อมูลข่าวสารของราชการ พ.ศ. 2540", "by the Official Information Act 2540"),
    ),
    _YEAR,
    Column("title", Text("เรื่อง", "Title"), Text("ข้อ OIT หรือเอกสาร", "an OIT item or a paper")),
    _ADDRESS,
)  # fmt: skip
