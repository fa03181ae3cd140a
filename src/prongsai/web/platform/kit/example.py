"""The parts side by side as a page has them, with figures of the example municipality."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from msgspec import Struct

from prongsai.core.errors import Finding, Place, Severity
from prongsai.core.text import Text
from prongsai.web.platform.kit.forms import KitForm
from prongsai.web.platform.kit.words import KINDS
from prongsai.web.platform.tags import Fact

# Source: published scores of document 003, fiscal years 2563-2565.
_TOTALS = (("2563", 59.5, "59.5"), ("2564", 85.26, "85.26"), ("2565", 90.52, "90.52"))
_TRENDS = (
    ("ประสิทธิภาพการสื่อสาร", (90.03, 76.45, 76.92)),
    ("การปรับปรุงการทำงาน", (79.17, 87.27, 78.64)),
    ("คุณภาพการดำเนินงาน", (89.87, 98.19, 81.03)),
    ("การใช้งบประมาณ", (74.70, 77.31, 92.11)),
    ("การเปิดเผยข้อมูล", (None, 87.00, 94.64)),
)
_FAILURE = SimpleNamespace(message="เครื่องพิมพ์เอกสารหยุด", next_step="ลองอีกครั้ง")
_TYPED = {
    "email": "clerk@",
    "unit": "1",
    "day_0": "13",
    "day_1": "15",
    "day_2": "2566",
    "money": "no",
}


class Node(Struct, frozen=True):
    """A node of the tree of a score."""

    title: str
    value: float
    how: str = ""
    code: str = ""
    is_low: bool = False
    is_open: bool = False
    kind: str = ""
    tag: str = ""
    children: tuple[Node, ...] = ()


def example() -> dict[str, Any]:
    """What the upper half of the page shows."""
    return {
        "form": KitForm(_TYPED),
        "kinds": KINDS,
        "totals": _TOTALS,
        "spark": [value for _, value, _ in _TOTALS],
        "trends": [_trend(name, values) for name, values in _TRENDS],
        "parts": [("eit", 6.34), ("iit", 2.07), ("oit", 1.07)],
        "facts": [Fact("หน่วยงาน", "สำนักปลัด"), Fact("กำหนด", "15 มี.ค. 2566")],
        "findings": _findings(),
        "steps": _steps(),
        "wizard": ["หน่วยงาน", "ส่วนราชการ", "คนและตำแหน่ง", "ผลคะแนนปีก่อน", "พร้อมใช้"],
        "chain": _chain(),
        "switch": [
            SimpleNamespace(url="#", label="ตาราง", is_here=True),
            SimpleNamespace(url="#", label="รายการ", is_here=False),
        ],
        "nodes": _nodes(),
        "page_obj": Paginator(range(60), 20).page(2),
        "jobs": [
            SimpleNamespace(words="เล่มมาตรการ (PDF)", done=5, total=12, failure=None),
            SimpleNamespace(words="", done=0, total=0, failure=_FAILURE),
        ],
    }


def _trend(name: str, values: tuple[float | None, ...]) -> SimpleNamespace:
    printed = " · ".join("–" if value is None else f"{value:.2f}" for value in values)
    last, before = values[-1] or 0, values[-2] or 0
    return SimpleNamespace(
        name=name,
        values=values,
        words=f"{name} {printed}",
        printed=printed,
        last=f"{last:.2f}",
        change=last - before,
        is_up=last >= before,
    )


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "kit-error",
            Severity.ERROR,
            Text("คะแนน e3 อ่านได้ 689.3 เกิน 100", "e3 reads 689.3, over 100"),
            (Place(sheet="EIT", row=12, column=4, quote="689.3"),),
            Text("แก้ในแฟ้มเป็น 68.93 แล้วส่งใหม่", "correct the file to 68.93 and send it again"),
        ),
        Finding(
            "kit-warning",
            Severity.WARNING,
            Text("คะแนนรวมพิมพ์ไว้สองค่า", "the total is printed with two values"),
            (Place(page=3, quote="85.29"), Place(page=7, quote="85.26")),
        ),
    )


def _steps() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title="ตั้งค่าหน่วยงาน", text="เทศบาล ตำแหน่ง และสิทธิ์", state="done", url=""),
        SimpleNamespace(title="ใส่ผลคะแนน", text="ราว 5 นาที", state="now", url="#"),
        SimpleNamespace(title="ร่างแผนมาตรการ", text="ระบบร่างให้จากจุดอ่อน", state="later", url=""),
    ]


def _chain() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(who="เจ้าหน้าที่ ITA", when="10 มี.ค. 2566", said="", state="done"),
        SimpleNamespace(who="ปลัดเทศบาล", when="13 มี.ค. 2566", said="เพิ่มผู้รับผิดชอบ", state="back"),
        SimpleNamespace(who="นายกเทศมนตรี", when="", said="", state="later"),
    ]


def _nodes() -> tuple[Node, ...]:
    leaves = (
        Node("เผยแพร่ข้อมูลเข้าถึงง่ายหลายช่องทาง", 75.25, code="e6", is_low=True),
        Node("มีช่องทางรับฟังความเห็น", 86.67, code="e8"),
    )
    return (
        Node(
            "EIT ผู้มาติดต่อ",
            78.86,
            "เฉลี่ย 3 ตัวชี้วัด · ให้คะแนนรวม 23.66 จากเต็ม 30",
            is_low=True,
            is_open=True,
            kind="warn",
            tag="ต่ำกว่า 85",
            children=(
                Node("7 ประสิทธิภาพการสื่อสาร", 76.92, "เฉลี่ย e6–e10", is_low=True, children=leaves),
            ),
        ),
        Node("OIT ข้อมูลสาธารณะ", 97.32, "เฉลี่ย 2 ตัวชี้วัด · ให้คะแนนรวม 38.93 จากเต็ม 40"),
    )
