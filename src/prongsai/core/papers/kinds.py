"""The kinds of papers by name: what they are called, and what they are made from."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Case
from prongsai.core.papers.digits import printed
from prongsai.core.papers.document import Document
from prongsai.core.papers.letters import measures_announcement, memo, order
from prongsai.core.papers.memos import plan_paper
from prongsai.core.papers.minutes import (
    Meeting,
    attendance_sheet,
    exchange_summary,
    invitation,
    minutes,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.responsibility import responsibility
from prongsai.core.text import Text


class Source(StrEnum):
    """What a paper is made from."""

    CASE = "case"  # scores, plan and settings
    NOTES = "notes"  # a case, and what was done for its measures
    MEETING = "meeting"
    NOTICE = "notice"  # an announcement's own words
    WRITTEN = "written"  # an officer's own words, on the site


class Paper(Struct, frozen=True):
    name: str
    label: Text
    source: Source


class PaperKind(Struct, frozen=True):
    """One kind of paper that a case alone makes; `about` tells in a line what stands in it."""

    name: str
    label: Text
    about: Text
    build: Callable[[Case], Document]


KINDS: Mapping[str, PaperKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            PaperKind(
                "booklet",
                Text("เล่มมาตรการ", "measures booklet"),
                Text("แผน มาตรการ จุดอ่อน และข้อเสนอแนะทั้งเล่ม", "plan, measures, weak points, remarks"),
                booklet,
            ),
            PaperKind(
                "plan",
                Text("แผนมาตรการ", "measures plan"),
                Text("ตารางมาตรการในรูปแบบที่เลือกไว้", "the table of measures in the chosen layout"),
                plan_paper,
            ),
            PaperKind(
                "memo",
                Text("บันทึกข้อความ", "memo to the chief executive"),
                Text(
                    "เสนอผลและมาตรการต่อผู้บริหารสูงสุด",
                    "reports scores and measures to the chief executive",
                ),
                memo,
            ),
            PaperKind(
                "announcement",
                Text("ประกาศ", "announcement"),
                Text("ประกาศใช้มาตรการ", "puts the measures in force"),
                measures_announcement,
            ),
            PaperKind(
                "order",
                Text("คำสั่งแต่งตั้งคณะทำงาน", "working-group order"),
                Text("แต่งตั้งคณะทำงานขับเคลื่อน", "appoints the working group"),
                order,
            ),
            PaperKind(
                "responsibility",
                Text("ตารางผู้รับผิดชอบ", "responsibility table"),
                Text("ใครรับผิดชอบเรื่องใด หลักและร่วม", "who answers for what"),
                responsibility,
            ),
        )
    }
)
OF_A_MEETING: Mapping[str, Callable[[Office, Meeting], Document]] = MappingProxyType(
    {
        "invitation": invitation,
        "attendance": attendance_sheet,
        "minutes": minutes,
        "exchange": exchange_summary,
    }
)
PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        paper.name: paper
        for paper in (
            *(Paper(kind.name, kind.label, Source.CASE) for kind in KINDS.values()),
            Paper(
                "report-6",
                Text("รายงานความก้าวหน้ารอบ 6 เดือน", "6-month progress report"),
                Source.NOTES,
            ),
            Paper(
                "report-12",
                Text("รายงานความก้าวหน้ารอบ 12 เดือน", "12-month progress report"),
                Source.NOTES,
            ),
            Paper("results", Text("รายงานผลการดำเนินการ", "results report"), Source.NOTES),
            Paper(
                "report-memo",
                Text("บันทึกข้อความเสนอรายงานผล", "memo that brings the results report"),
                Source.NOTES,
            ),
            Paper("invitation", Text("หนังสือเชิญประชุม", "invitation to a meeting"), Source.MEETING),
            Paper("attendance", Text("บัญชีลงชื่อผู้เข้าประชุม", "attendance sheet"), Source.MEETING),
            Paper("minutes", Text("รายงานการประชุม", "minutes"), Source.MEETING),
            Paper(
                "exchange",
                Text("สรุปการแลกเปลี่ยนความคิดเห็น", "summary of an exchange of views"),
                Source.MEETING,
            ),
            Paper("notice", Text("ประกาศตามชนิด", "announcement of a kind"), Source.NOTICE),
            Paper("general-memo", Text("บันทึกข้อความทั่วไป", "memo of any subject"), Source.WRITTEN),
            Paper(
                "dispute",
                Text("หนังสือขอให้ทบทวนผล", "letter that disputes a result"),
                Source.WRITTEN,
            ),
            Paper(
                "status",
                Text("ตารางสถานะการเปิดเผยข้อมูล", "table of the states of disclosure"),
                Source.WRITTEN,
            ),
            Paper(
                "quarter",
                Text("รายงานเว็บไซต์รายไตรมาส", "quarterly report on the web site"),
                Source.WRITTEN,
            ),
            Paper(
                "acknowledgement", Text("รายงานการรับทราบ", "acknowledgement report"), Source.WRITTEN
            ),
        )
    }
)


def paper(kind: str, case: Case) -> Document:
    """One paper of a case with the agency's digits."""
    return printed(KINDS[kind].build(case), case.agency.digits)
