"""The receipt of a row as a PDF, as the row is now."""

from __future__ import annotations

from django.urls import reverse

from prongsai.core.papers.register_receipt import PaperReceipt, register_receipt
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import Receipt
from prongsai.core.registers.rows import row_name, with_computed
from prongsai.core.registers.values import shown
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.drawing import drawn_as


def receipt_of(register: Register, kept: RegisterRow) -> Receipt | None:
    """The receipt that a row may have as it stands: none of a removed one."""
    one = register.receipt
    if one is None or kept.removed_at is not None:
        return None
    return one if not one.states or kept.state in one.states else None


def receipt_pdf(
    person: Actor, register: Register, kept: RegisterRow, receipt: Receipt, year: int
) -> bytes:
    """The receipt, drawn; who asks for it sees the row."""
    office, context = office_of(kept.agency, today()), context_of(kept.agency, register, year)
    row = core_row(register, kept, year)
    values = with_computed(register, row.values)
    told = []
    for name in receipt.fields:
        field = register.named(name)
        value = values.get(field.name)
        words = row.left.get(field.name, "") if value is None else shown(field, value, context).th
        if words:
            told.append((field.title.th, words))
    state = register.state(kept.state)
    path = reverse("registers:row", args=[year, register.key, kept.pk])
    address = f"{site_address()}{path}"
    paper = PaperReceipt(
        receipt.title.th, row_name(register, row, context), tuple(told),
        state.title.th if state else kept.state, today(), person.words, address,
        tuple(one.th for one in receipt.signers),
    )  # fmt: skip
    return drawn_as("pdf", register_receipt(office, paper), office.agency.digits)
