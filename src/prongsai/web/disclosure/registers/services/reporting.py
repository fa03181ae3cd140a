"""Make the papers of a register, and evidence of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from msgspec.structs import replace

from prongsai.core.papers.register_paper import open_headings, register_paper
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Paper, slots_of_paper
from prongsai.core.registers.periods import Slot
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.services import attaching, drawing
from prongsai.web.disclosure.registers.models import RegisterPaper
from prongsai.web.disclosure.registers.queries.catalogue import register_of
from prongsai.web.disclosure.registers.queries.papers import (
    answered_by,
    editions,
    material_of,
    said_headings,
)
from prongsai.web.disclosure.registers.rights import may_report
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.year.assessment.services.revisions import locked

JOB = "registers.paper"


@transaction.atomic
def make(
    agency: Agency,
    *,
    by: Actor,
    register: Register,
    paper: Paper,
    slot: Slot,
    said: Mapping[str, str],
) -> RegisterPaper:
    """Have a paper made; the worker draws what is there then.

    Errors: Refused for a time that has not begun, and for who may not report; Misuse where the
            year is not open.
    """
    locked(agency, slot.year)
    if not may_report(by, register, today()):
        raise _not_yours()
    if slot.first > today():
        raise Refused(
            Text(f"ยังไม่ถึง{slot.label.th}", f"{slot.label.en} has not begun"),
            next_step=Text("เลือกช่วงที่เริ่มแล้ว", "choose a time that has begun"),
        )
    known = {one.key for one in said_headings(paper)}
    former = editions(agency, register, paper, slot).first()
    row = RegisterPaper.objects.create(
        agency=agency, register=register.key, fiscal_year=slot.year, paper=paper.key,
        slot=slot.number, number=former.number + 1 if former else 1,
        said={key: text for key, text in said.items() if key in known},
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, JOB, {"paper": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(
        agency, by, "register-paper-made", slot.label.th, year=slot.year,
        register=register.title.th, number=row.number,
    )  # fmt: skip
    return row


def draw(row: RegisterPaper) -> None:
    """Draw a paper in all its forms; done again it replaces the files."""
    found = paper_of(row)
    if found is None:
        return
    register, paper, slot = found
    material = replace(material_of(row.agency, register, paper, slot, today()), said=dict(row.said))
    office = office_of(row.agency, today())
    document = register_paper(office, material)
    name = f"{row.register}-{row.paper}-{row.fiscal_year}-{row.slot}"
    drawing.keep(row, document, name, office.agency.digits)


def paper_of(row: RegisterPaper) -> tuple[Register, Paper, Slot] | None:
    """The register, the paper and the time of a row; None where the register has it no more."""
    register = register_of(row.agency, row.register)
    paper = register.paper(row.paper) if register is not None else None
    if register is None or paper is None:
        return None
    slots = slots_of_paper(paper, row.fiscal_year)
    slot = next((one for one in slots if one.number == row.slot), None)
    return None if slot is None else (register, paper, slot)


@transaction.atomic
def make_evidence(
    row: RegisterPaper,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    forms: Sequence[str],
) -> list[Piece]:
    """Make the files of a paper evidence of the items of a year that it answers.

    Shape:  what an older edition of the same paper was evidence of goes: the newest stands for it.
    Errors: Refused where the paper is not drawn, a newer one was made, a heading is not said yet,
            it was done already, where it answers no item, or for who may not report or
            work on the items; what `pieces.add` raises.
    """
    locked(row.agency, year)
    row.refresh_from_db()
    found = paper_of(row)
    if found is None or row.drawn_at is None:
        raise attaching.not_made()
    register, paper, slot = found
    if not (may_report(by, register, today()) and may_work_on(by, year, items, today())):
        raise _not_yours()
    _check_evidence(row, found, year, items)
    older = editions(row.agency, register, paper, slot).exclude(pk=row.pk)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms,
        title=material_of(row.agency, register, paper, slot, today()).title,
        older=Piece.objects.filter(register_papers__in=older, fiscal_year=year, removed_at=None),
    )  # fmt: skip


def _not_yours() -> Refused:
    return Refused(
        Text("รายงานนี้รวมรายการของส่วนราชการอื่น", "this paper tells of the rows of other units"),
        next_step=Text("ให้ผู้ที่เห็นทุกรายการทำ", "let somebody who sees all rows make it"),
    )


def _check_evidence(
    row: RegisterPaper,
    found: tuple[Register, Paper, Slot],
    year: int,
    items: Sequence[YearItem],
) -> None:
    register, paper, slot = found
    attaching.refuse_unfit(
        row, editions(row.agency, register, paper, slot).first(), year, items,
        answered_by(row.agency, register, paper, slot.year),
    )  # fmt: skip
    material = material_of(row.agency, register, paper, slot, today())
    said = [
        one for one in open_headings(replace(material, said=dict(row.said)))
        if one.code == "register_not_said"
    ]  # fmt: skip
    if said:
        raise Refused(said[0].message, next_step=said[0].next_step)
