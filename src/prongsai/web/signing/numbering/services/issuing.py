"""Issue the next number of a register.

One after the other under the lock of the register's row; the unique constraints hold where a
database should ever not keep the lock.
"""

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
from prongsai.web.platform.db.tenancy import own
from prongsai.web.signing.numbering.models import NumberRow, Register, Series
from prongsai.web.signing.numbering.printing import number_text
from prongsai.web.signing.numbering.queries import row_of

MOST_AT_ONCE = 50
_LONGEST_TITLE = 500
_LONGEST_NAME = 200


@transaction.atomic
def issue(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    on: date,
    title: str,
    subject: UUID | None = None,
    unit: Unit | None = None,
    receiver: str = "",
) -> NumberRow:
    """The next number for a paper; the one that `subject` has already, where it has one.

    Shape:  the register is that of the calendar year of `on`; a unit without a register of its
            own takes the agency's.
    Errors: ValueError for a series that does not exist, the fault being ours.
    """
    agency = _locked(agency)
    before = row_of(agency, series, subject) if subject else None
    if before is not None:
        return before
    sender = unit.name if unit else agency.office
    register = register_for(agency, series, buddhist_year(on), unit)
    row = _taken(
        register, by, day=on, title=title, sender=sender, receiver=receiver, subject=subject
    )
    _record_issued(row, by)
    return row


@transaction.atomic
def issue_by_hand(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    on: date,
    title: str,
    unit: Unit | None = None,
    sender: str = "",
    receiver: str = "",
) -> NumberRow:
    """The next number for a paper that is not made here."""
    register = register_for(_locked(agency), series, buddhist_year(on), unit)
    row = _taken(register, by, day=on, title=title, sender=sender, receiver=receiver)
    _record_issued(row, by)
    return row


@transaction.atomic
def keep(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    year: int,
    count: int,
    reason: str,
    unit: Unit | None = None,
) -> tuple[NumberRow, ...]:
    """Keep the next numbers for use on paper; each is filled in when it has been used.

    Errors: Refused without a reason, and for none or more than `MOST_AT_ONCE` numbers.
    """
    reason = printed(reason)
    _refuse_unreasoned(reason)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(
            Text(
                f"กันได้ครั้งละ 1 ถึง {MOST_AT_ONCE} เลข",
                f"1 to {MOST_AT_ONCE} numbers are kept at once",
            ),
            field="count",
            next_step=Text("ใส่จำนวนใหม่", "enter another number"),
        )
    register = register_for(_locked(agency), series, year, unit)
    rows = tuple(_taken(register, by, kept_for=reason) for _ in range(count))
    journal.record(
        agency,
        by,
        "numbers-kept",
        reason,
        series=_series(series),
        start=rows[0].text,
        end=rows[-1].text,
    )
    return rows


def register_for(agency: Agency, series: str, year: int, unit: Unit | None = None) -> Register:
    """The register of a year under a lock; begun where it is not. In a transaction only.

    Shape:  the year before tells whether a unit has its own, and with what prefix.
    """
    Series(series)
    own(agency, unit)
    kept = _unit_register(agency, series, year, unit) if unit else None
    register, _ = Register.objects.get_or_create(
        agency=agency,
        series=series,
        year=year,
        unit=unit if kept else None,
        defaults={"prefix": kept.prefix if kept else ""},
    )
    return Register.objects.select_for_update().select_related("agency").get(pk=register.pk)


def _unit_register(agency: Agency, series: str, year: int, unit: Unit) -> Register | None:
    rows = Register.objects.filter(agency=agency, series=series, unit=unit, year__lte=year)
    return rows.order_by("-year").first()


def _locked(agency: Agency) -> Agency:
    """Two acts of an agency never write its journal at once."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _taken(
    register: Register,
    by: Actor,
    *,
    day: date | None = None,
    title: str = "",
    sender: str = "",
    receiver: str = "",
    subject: UUID | None = None,
    kept_for: str = "",
) -> NumberRow:
    """The register's next number, as a row."""
    register.last += 1
    register.save(update_fields=["last"])
    return NumberRow.objects.create(
        agency=register.agency,
        register=register,
        series=register.series,
        number=register.last,
        text=number_text(register, register.last),
        day=day,
        title=printed(title)[:_LONGEST_TITLE],
        sender=printed(sender)[:_LONGEST_NAME],
        receiver=printed(receiver)[:_LONGEST_NAME],
        subject=subject,
        kept_for=kept_for[:300],
        issued_at=now(),
        by=by.user,
        by_words=by.words,
    )


def _record_issued(row: NumberRow, by: Actor) -> None:
    journal.record(
        row.agency, by, "number-issued", row.title, number=row.text, series=_series(row.series)
    )


def _refuse_unreasoned(reason: str) -> None:
    if not reason:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผล", "there is no reason"),
            field="reason",
            next_step=Text("เขียนเหตุผลที่ผู้ตรวจสอบอ่านเข้าใจ", "write one that an auditor understands"),
        )


def _series(series: str) -> str:
    """The series' word for the journal."""
    return f"series-{series}"
