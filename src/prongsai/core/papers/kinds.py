"""The papers that can be made of a case, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from prongsai.core.papers.booklet import booklet
from prongsai.core.papers.case import Case
from prongsai.core.papers.digits import printed
from prongsai.core.papers.document import Document
from prongsai.core.papers.letters import announcement, memo, order
from prongsai.core.papers.plan_paper import plan_paper
from prongsai.core.papers.responsibility import responsibility
from prongsai.core.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper."""

    name: str
    label: Text
    build: Callable[[Case], Document]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("booklet", Text("เล่มมาตรการ", "measures booklet"), booklet),
            Kind("plan", Text("แผนมาตรการ", "measures plan"), plan_paper),
            Kind("memo", Text("บันทึกข้อความ", "memo to the mayor"), memo),
            Kind("announcement", Text("ประกาศ", "announcement"), announcement),
            Kind("order", Text("คำสั่งแต่งตั้งคณะทำงาน", "working-group order"), order),
            Kind("responsibility", Text("ตารางผู้รับผิดชอบ", "responsibility table"), responsibility),
        )
    }
)


def paper(kind: str, case: Case) -> Document:
    """One paper with the agency's digits.

    Errors: KeyError for a kind that does not exist.
    """
    return printed(KINDS[kind].build(case), case.agency.digits)
