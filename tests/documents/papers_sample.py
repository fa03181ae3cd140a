"""One paper with every kind of block; the figures are those that Ban Song published for 2563-2565.

Loaded by the fixture `every_block`; tests are no package, so nothing imports this file.
"""

import io
from datetime import date
from decimal import Decimal

from PIL import Image

from prongsai.core.papers.document import (
    Align,
    Beside,
    Chart,
    ChartKind,
    ChartRow,
    Contents,
    Cover,
    Dated,
    Document,
    Form,
    Heading,
    KeyFigure,
    KeyFigures,
    Labelled,
    LetterHead,
    LetterRow,
    Mark,
    MemoHead,
    Note,
    NoticeHead,
    Numbered,
    Opinion,
    Opinions,
    PageBreak,
    PaperCell,
    PaperColumn,
    Paragraph,
    Photo,
    Photos,
    Picture,
    RowGroup,
    Section,
    Signature,
    Spanning,
    Table,
    TableStyle,
    Title,
    Together,
)  # fmt: skip

TARGET = Decimal(85)
WORDS = ("ผ่านเกณฑ์", "ต่ำกว่า 85", "เกณฑ์ 85")
NAME = "เทศบาลตำบลตัวอย่าง"
INDICATORS = (
    ("การปฏิบัติหน้าที่", "IIT", "88.52", "86.95", "95.21"),
    ("การใช้งบประมาณ", "IIT", "74.70", "77.31", "92.11"),
    ("การใช้อำนาจ", "IIT", "82.59", "82.37", "94.38"),
    ("การใช้ทรัพย์สินของราชการ", "IIT", "77.03", "76.87", "91.96"),
    ("การแก้ไขปัญหาการทุจริต", "IIT", "80.53", "79.40", "91.82"),
    ("คุณภาพการดำเนินงาน", "EIT", "89.87", "98.19", "81.03"),
    ("ประสิทธิภาพการสื่อสาร", "EIT", "90.03", "76.45", "76.92"),
    ("การปรับปรุงระบบการทำงาน", "EIT", "79.17", "87.27", "78.64"),
    ("การเปิดเผยข้อมูล", "OIT", "34.47", "87.00", "94.64"),
    ("การป้องกันการทุจริต", "OIT", "12.50", "87.50", "100.00"),
)
STEPS = (
    "สรุปแผนการใช้จ่ายเป็นหน้าเดียวที่อ่านง่าย",
    "นำเสนอในที่ประชุมประจำเดือนครั้งแรกของปีงบประมาณ",
    "ส่งเข้ากลุ่มสื่อสารภายในพร้อมให้กดรับทราบ",
)


def text_cell(*lines, **look):
    return PaperCell(lines, **look)


def bars():
    rows = tuple(ChartRow(name, tuple(map(Decimal, scores))) for name, _, *scores in INDICATORS)
    return Chart(
        ChartKind.BARS, "แผนภูมิที่ 3 คะแนนรายตัวชี้วัดเปรียบเทียบ 3 ปี",
        "แผนภูมิแท่งแนวนอนของ 10 ตัวชี้วัด ผ่านเกณฑ์ 85 คะแนน 7 ตัวชี้วัด",
        ("2563", "2564", "2565"), rows, TARGET, WORDS,
    )  # fmt: skip


def columns(caption, *rows):
    made = tuple(ChartRow(label, (Decimal(score),), foot) for label, score, foot in rows)
    return Chart(
        ChartKind.COLUMNS, caption, f"{caption} เป็นแผนภูมิแท่ง", ("คะแนน",), made, TARGET, WORDS
    )  # fmt: skip


def total():
    return columns(
        "แผนภูมิที่ 1 คะแนนรวม พ.ศ. 2563–2565",
        ("2563", "59.50", "ระดับ D"), ("2564", "85.26", "ระดับ A"), ("2565", "90.52", "ระดับ A"),
    )  # fmt: skip


def instruments():
    return columns(
        "แผนภูมิที่ 2 คะแนนรายแบบวัด",
        ("IIT", "93.10", "น้ำหนัก 30"), ("EIT", "78.86", "น้ำหนัก 30"),
        ("OIT", "97.32", "น้ำหนัก 40"),
    )  # fmt: skip


def indicator_table():
    def score(text):
        weak = Decimal(text) < TARGET
        return text_cell(text, weak=weak, strong=not weak)

    rows = tuple(
        (
            text_cell(str(number)), text_cell(name), text_cell(tool), text_cell(first),
            text_cell(second), score(last),
        )
        for number, (name, tool, first, second, last) in enumerate(INDICATORS, start=1)
    )  # fmt: skip
    return Table(
        "ตารางที่ 1 คะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. 2563–2565",
        (
            PaperColumn("ที่", 1, Align.CENTER), PaperColumn("ตัวชี้วัด"),
            PaperColumn("แบบวัด", 1.8, Align.CENTER), PaperColumn("2563", 1.9, Align.RIGHT),
            PaperColumn("2564", 1.9, Align.RIGHT), PaperColumn("2565", 2.2, Align.RIGHT),
        ),
        (RowGroup("", rows),),
        (Spanning("คะแนน ปีงบประมาณ พ.ศ.", 3, 3),),
    )  # fmt: skip


def item_table():
    items = (
        ("e3", "การให้ข้อมูลตรงไปตรงมา ไม่ปิดบัง", "68.93"),
        ("i23", "แนวปฏิบัติการใช้ทรัพย์สิน", "85.94"),
    )
    rows = tuple(
        (
            text_cell(code), text_cell(label),
            PaperCell((), bar=Decimal(score), weak=Decimal(score) < TARGET),
            text_cell("ม.ค.", filled=True),
        )
        for code, label, score in items
    )  # fmt: skip
    heads = (
        PaperColumn("ข้อ", 1.4),
        PaperColumn("ประเด็น"),
        PaperColumn("คะแนน", 3),
        PaperColumn("เดือน", 1.6),
    )
    return Table("ตารางที่ 2 คะแนนรายข้อ", heads, (RowGroup("", rows),), style=TableStyle.COMPACT)


def measures_table():
    def row(number, title, unit):
        return (
            text_cell(str(number)), text_cell(title, strong=True), PaperCell(STEPS, numbered=True),
            text_cell(unit), text_cell("ภาพการประชุม", "รายชื่อผู้รับทราบ"),
        )  # fmt: skip

    heads = (
        PaperColumn("ที่", 1.1, Align.CENTER), PaperColumn("มาตรการ", share=2),
        PaperColumn("ขั้นตอน/วิธีการ", share=3),
        PaperColumn("ผู้รับผิดชอบ", 3), PaperColumn("หลักฐาน", 3.6),
    )  # fmt: skip
    groups = (
        RowGroup(
            "ด้านที่ 1 การบริหารงานภายในหน่วยงาน",
            (row(1, "การสร้างการรับรู้แผนการใช้จ่ายงบประมาณ", "กองคลัง"),),
        ),
        RowGroup(
            "ด้านที่ 2 การให้บริการประชาชน", (row(2, "การเผยแพร่ขั้นตอนการให้บริการ", "สำนักปลัด"),)
        ),
    )  # fmt: skip
    return Table("ตารางที่ 3 มาตรการส่งเสริมคุณธรรม", heads, groups, splits=True)


def members_table():
    rows = tuple(
        (text_cell(f"{number}. {position}"), text_cell(role))
        for number, (position, role) in enumerate(
            (("ปลัดเทศบาล", "ประธานคณะทำงาน"), ("หัวหน้าสำนักปลัด", "คณะทำงานและเลขานุการ")), start=1
        )
    )
    return Table(
        "", (PaperColumn(""), PaperColumn("", 6)), (RowGroup("", rows),), style=TableStyle.PLAIN
    )


def memo():
    head = MemoHead(
        "บันทึกข้อความ",
        Labelled("ส่วนราชการ", f"สำนักปลัด {NAME} โทร. 0 7700 0000 อีเมล saraban@example.go.th"),
        Labelled("ที่", "ตย 00000/"),
        Labelled("วันที่", "10 กุมภาพันธ์ 2566"),
        Labelled("เรื่อง", "ขอความเห็นชอบมาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2566"),
        Labelled("เรียน", "นายกเทศมนตรีตำบลตัวอย่าง (ผ่านปลัดเทศบาล)"),
        "สิ่งที่ส่งมาด้วย",
        ("เล่มมาตรการ จำนวน 1 เล่ม", "ร่างประกาศ จำนวน 1 ฉบับ"),
    )
    opinions = Opinions(
        (
            Opinion("ความเห็นหัวหน้าสำนักปลัด", "หัวหน้าสำนักปลัด"),
            Opinion("ความเห็นปลัดเทศบาล", "ปลัดเทศบาลตำบลตัวอย่าง"),
            Opinion("คำสั่งนายกเทศมนตรี", "นายกเทศมนตรีตำบลตัวอย่าง", ("อนุมัติ", "ไม่อนุมัติ เพราะ")),
        )
    )
    return (
        head,
        Heading(1, "เรื่องเดิม", "1."),
        Paragraph(
            "สำนักงาน ป.ป.ช. ได้แจ้งผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
            "ประจำปีงบประมาณ พ.ศ. 2565 แล้ว ปรากฏว่าเทศบาลตำบลตัวอย่างได้คะแนนรวม 90.52 คะแนน อยู่ในระดับ A"
        ),
        Numbered("1.1", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT) ได้ 93.10 คะแนน"),
        Together(
            (
                Paragraph("จึงเรียนมาเพื่อโปรดพิจารณา ดูเพิ่มเติมที่ https://www.example.go.th/ita-2566"),
                Signature(
                    "นักวิเคราะห์นโยบายและแผน", above="ขอแสดงความนับถือ", below="โทร. 0 7700 0000"
                ),
            )
        ),
        opinions,
    )


def letter():
    return (
        LetterHead(
            Labelled("ที่", "ตย 52001/"),
            (NAME, "อำเภอตัวอย่าง จังหวัดตัวอย่าง"),
            "14 มีนาคม 2566",
            Labelled(
                "เรื่อง", "ขอให้ทบทวนผลการตรวจข้อ o13 คู่มือหรือมาตรฐานการปฏิบัติงาน ปีงบประมาณ พ.ศ. 2566"
            ),
            (
                LetterRow("เรียน", ("เลขาธิการคณะกรรมการ ป.ป.ช.",)),
                LetterRow("สิ่งที่ส่งมาด้วย", ("ชุดหลักฐานยืนยันข้อ o13", "ประวัติการตรวจลิงก์")),
            ),
        ),
        Paragraph("ตามที่ได้แจ้งผลการตรวจว่าไม่พบข้อมูลนั้น ขอเรียนชี้แจงว่าข้อมูลอยู่บนเว็บไซต์ตั้งแต่ต้นปี"),
        Signature("นายกเทศมนตรีตำบลตัวอย่าง", above="ขอแสดงความนับถือ"),
    )


def announcement():
    return (
        NoticeHead(
            f"คำสั่ง{NAME}", ("เรื่อง แต่งตั้งคณะทำงาน", "ประจำปีงบประมาณ พ.ศ. 2566"), "ที่", "", "2566"
        ),
        Paragraph("เพื่อให้การขับเคลื่อนการประเมินเป็นไปด้วยความเรียบร้อย จึงแต่งตั้งคณะทำงาน ประกอบด้วย"),
        members_table(),
        Numbered("ข้อ 1", "ให้คณะทำงานมีหน้าที่ ดังนี้"),
        Numbered("(1)", "รายงานความก้าวหน้ารอบ 6 เดือน", level=2),
        Together(
            (Dated("สั่ง ณ วันที่ 6 มกราคม พ.ศ. 2566"), Signature("นายกเทศมนตรีตำบลตัวอย่าง"))
        ),
    )  # fmt: skip


def chapter():
    return (
        Heading(1, "ผลการประเมินประจำปีงบประมาณ พ.ศ. 2565", "บทที่ 1"),
        Heading(2, "ผลในภาพรวม", "1.1"),
        Paragraph(f"{NAME}ได้คะแนนรวม 90.52 คะแนน อยู่ในระดับ A ผ่านเกณฑ์ต่อเนื่องเป็นปีที่ 2"),
        KeyFigures(
            (KeyFigure("คะแนนรวม", "90.52"), KeyFigure("ระดับผลการประเมิน", "A")),
            "สูงขึ้น 5.26 คะแนน จากปีงบประมาณ พ.ศ. 2564",
        ),
        Beside(total(), instruments()),
        PageBreak(),
        Heading(2, "ผลรายตัวชี้วัดเปรียบเทียบ 3 ปี", "1.2"),
        indicator_table(),
        bars(),
        Note("ข้อที่ต่ำกว่า 85 คะแนน พิมพ์ตัวหนา มีเครื่องหมายและแถบลายเส้นทแยง"),
        item_table(),
    )


def picture(width, height, colour):
    target = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(target, "JPEG")
    return Picture(target.getvalue(), "image/jpeg")


def photos():
    shown = (
        Photo(picture(1600, 1200, "teal"), "ประชุมคณะทำงาน 14 มีนาคม 2566", "คนหกคนรอบโต๊ะ"),
        Photo(picture(900, 1200, "brown"), "ป้ายขั้นตอนการให้บริการ", "ป้ายหน้าสำนักปลัด"),
        Photo(picture(640, 480, "navy"), "จุดบริการหลังใช้บัตรคิว", "เคาน์เตอร์และป้ายคิว"),
    )
    return Title(("ภาพประกอบ", "ประจำปีงบประมาณ พ.ศ. 2566")), Photos(shown), Photos(shown[:1], 1)


def signed():
    return Opinions(
        (
            Opinion(
                "ความเห็นหัวหน้าสำนักปลัด", "หัวหน้าสำนักปลัด", text="เห็นควรอนุมัติ",
                signed="ลงนามในระบบ 14 มี.ค. 2566 09.12 น.",
            ),
            Opinion(
                "คำสั่งนายกเทศมนตรี", "ปลัดเทศบาล รักษาราชการแทน นายกเทศมนตรีตำบลตัวอย่าง",
                ("อนุมัติ", "ไม่อนุมัติ เพราะ"), text="ยังไม่ระบุงบประมาณ", chosen=1,
                signed="ลงนามบนกระดาษ 15 มี.ค. 2566",
            ),
        )
    )  # fmt: skip


def mark():
    return Mark(
        "7F3A-91C2", "https://www.example.go.th/v/7F3A-91C2",
        (
            "ตรวจฉบับจริงที่ https://www.example.go.th/v/7F3A-91C2",
            "รหัส 7F3A-91C2 ไม่ใช่ลายมือชื่อดิจิทัลแบบ PKI",
        ),
    )  # fmt: skip


def every_block():
    sections = (
        Section(
            Form.COVER,
            (
                Cover(
                    "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน", "ประจำปีงบประมาณ พ.ศ. 2566",
                    NAME, "อำเภอตัวอย่าง จังหวัดตัวอย่าง", "จัดทำโดย สำนักปลัด www.example.go.th",
                ),
            ),
        ),
        Section(
            Form.FRONT,
            (
                Heading(1, "คำนำ"),
                Paragraph("เล่มนี้รวบรวมผลการประเมินและมาตรการของปีงบประมาณ"),
                PageBreak(),
                Contents("สารบัญ"),
            ),
        ),
        Section(Form.CHAPTER, (*chapter(), *photos())),
        Section(
            Form.CHAPTER,
            (Heading(1, "มาตรการประจำปี", "บทที่ 2"), measures_table()),
            landscape=True,
        ),
        Section(Form.LETTER, (*memo(), signed())),
        Section(Form.LETTER, (*announcement(), *letter())),
    )  # fmt: skip
    return Document(
        "sample", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. 2566", NAME,
        date(2023, 2, 10), sections, subject="ผลการประเมิน ITA",
        running_head="มาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2566",
        footnote="เอกสารตัวอย่าง คะแนนเป็นตัวเลขที่เผยแพร่", stamp="ร่าง", emblem_label="ตราครุฑ",
        names=frozenset({NAME}), mark=mark(),
    )  # fmt: skip
