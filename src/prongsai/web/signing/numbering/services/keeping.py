"""Look after a register: where it begins, what a kept number became, which number is void."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from prongsai.core.dates import buddhist_year
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.signing.numbering.models import NumberRow, PaperRange, Register
from prongsai.web.signing.numbering.services.issuing import register_for

HIGHEST = 99_999
_LONGEST_REASON = 300


@transaction.atomic
def begin_at(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    year: int,
    number: int,
    reason: str,
    unit: Unit | None = None,
) -> Register:
    """Go on from a register that was begun on paper: `number` is the first of the site.

    Errors: Refused without a reason, and for a number that is not above every taken one.
    """
    reason = _reasoned(reason)
    _lock(agency)
    register = register_for(agency, series, year, unit)
    first = register.last + 1
    if not first < number <= HIGHEST:
        raise Refused(
            Text(
                f"เลขถัดไปคือ {first} อยู่แล้ว ตั้งได้เฉพาะเลขที่สูงกว่า (ไม่เกิน {HIGHEST})",
                f"the next number is {first}: only a higher one can be set (up to {HIGHEST})",
            ),
            field="number",
            next_step=Text(
                "ดูเลขล่าสุดในทะเบียนกระดาษ แล้วใส่เลขถัดจากนั้น",
                "look up the last number in the paper register and enter the one after it",
            ),
        )
    PaperRange.objects.create(
        register=register, first=first, last=number - 1, reason=reason, at=now(), by=by.user,
        by_words=by.words,
    )  # fmt: skip
    register.last = number - 1
    register.save(update_fields=["last"])
    journal.record(
        agency, by, "register-begun", reason, series=f"series-{series}", year=year, number=number
    )
    return register


@transaction.atomic
def open_unit_register(
    agency: Agency, *, by: Actor, series: str, year: int, unit: Unit, prefix: str
) -> Register:
    """Give a unit a register of its own, with its own prefix, from this year on.

    Errors: Refused where it has one, and without a prefix: its numbers would be the agency's.
    """
    prefix = printed(prefix)
    if not prefix:
        raise Refused(
            Text("ยังไม่ได้ใส่เลขที่หนังสือของส่วนราชการ", "the unit's number prefix is missing"),
            field="lead",
            next_step=Text("เช่น กจ 53502/", "such as กจ 53502/"),
        )
    _lock(agency)
    register, is_new = Register.objects.get_or_create(
        agency=agency, series=series, year=year, unit=unit, defaults={"prefix": prefix}
    )
    if not is_new:
        raise Refused(
            Text(f"{unit.name} มีทะเบียนนี้แล้ว", f"{unit.name} has this register already"),
            field="unit",
            next_step=Text("เลือกส่วนราชการอื่น", "choose another unit"),
        )
    journal.record(
        agency, by, "unit-register-opened", unit.name, series=f"series-{series}", prefix=prefix
    )
    return register


@transaction.atomic
def describe(
    agency: Agency,
    number_id: UUID,
    *,
    by: Actor,
    day: date,
    title: str,
    sender: str = "",
    receiver: str = "",
) -> NumberRow:
    """Write down what a kept number was used for, on paper.

    Errors: Refused for a number that was not kept, is used, or void; and for a day of another
            year than the register's. NumberRow.DoesNotExist for another agency's.
    """
    row = _row(agency, number_id)
    if not row.kept_for or row.day is not None or row.voided_at is not None:
        raise Refused(
            Text("เลขนี้ไม่ใช่เลขที่กันไว้และยังว่าง", "this is no kept number that is still free"),
            next_step=Text("กลับไปดูทะเบียน", "go back to the register"),
        )
    if buddhist_year(day) != row.register.year:
        raise Refused(
            Text(
                f"ทะเบียนนี้เป็นของปี พ.ศ. {row.register.year}",
                f"this register is that of {row.register.year}",
            ),
            field="day",
            next_step=Text("ใส่วันที่ในปีนั้น", "enter a day of that year"),
        )
    row.day, row.title = day, printed(title)[:500]
    row.sender, row.receiver = printed(sender)[:200], printed(receiver)[:200]
    row.save(update_fields=["day", "title", "sender", "receiver"])
    journal.record(agency, by, "number-described", row.title, number=row.text)
    return row


@transaction.atomic
def void(agency: Agency, number_id: UUID, *, by: Actor, reason: str) -> NumberRow:
    """Strike a number through: it stays in the register and is never used again.

    Errors: Refused without a reason and for a void number. NumberRow.DoesNotExist for another
            agency's.
    """
    reason = _reasoned(reason)
    row = _row(agency, number_id)
    if row.voided_at is not None:
        raise Refused(
            Text(f"เลข {row.text} ยกเลิกไปแล้ว", f"number {row.text} is void already"),
            next_step=Text("กลับไปดูทะเบียน", "go back to the register"),
        )
    row.voided_at, row.void_reason, row.void_words = now(), reason, by.words
    row.save(update_fields=["voided_at", "void_reason", "void_words"])
    journal.record(agency, by, "number-voided", row.title or row.kept_for, number=row.text,
                   reason=reason)  # fmt: skip
    return row


def _lock(agency: Agency) -> None:
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _row(agency: Agency, number_id: UUID) -> NumberRow:
    _lock(agency)
    rows = NumberRow.objects.select_for_update(of=("self",)).select_related("register")
    return rows.get(agency=agency, pk=number_id)


def _reasoned(reason: str) -> str:
    told = printed(reason)[:_LONGEST_REASON]
    if not told:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผล", "there is no reason"),
            field="reason",
            next_step=Text("เขียนเหตุผลที่ผู้ตรวจสอบอ่านเข้าใจ", "write one that an auditor understands"),
        )
    return told
