"""Issue numbers, reserve them for paper, void and describe them, begin and hand on registers."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal

from prongsai.core.dates import buddhist_year
from prongsai.core.papers.digits import to_arabic
from prongsai.core.papers.numbers import is_number_prefix
from prongsai.core.thai import printed
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now
from prongsai.web.platform.db.tenancy import own
from prongsai.web.signing.numbering.models import NumberRow, PaperRange, Register, Series
from prongsai.web.signing.numbering.queries import number_text, row_of

# Sent with a `row` that is to be struck out: who knows its paper takes it off, or refuses.
number_voided = Signal()
MOST_AT_ONCE = 50
_LONGEST_TITLE = 500
_LONGEST_NAME = 200
_LONGEST_REASON = 300
HIGHEST = 99_999


@transaction.atomic
def issue(  # noqa: PLR0913 - everything that a register says of a paper
    agency: Agency,
    *,
    by: Actor,
    series: str,
    on: date,
    title: str,
    subject: UUID | None = None,
    unit: Unit | None = None,
    sender: str | None = None,
    receiver: str = "",
) -> NumberRow:
    """The next number for a paper; the one that `subject` has already, where it has one.

    Shape:  the register is that of the calendar year of `on`; a unit without a register of its
            own takes the agency's; without `sender` the paper is from the unit, or the agency.
    Errors: ValueError for a series that does not exist, the fault being ours.
    """
    agency = _locked(agency)
    before = row_of(agency, series, subject) if subject else None
    if before is not None:
        return before
    if sender is None:
        sender = unit.name if unit else agency.office
    register = register_for(agency, series, buddhist_year(on), unit)
    row = _take_next(
        register, by, day=on, title=title, sender=sender, receiver=receiver, subject=subject
    )
    journal.record(agency, by, "number-issued", row.title, number=row.text, series=_series(series))
    return row


@transaction.atomic
def reserve(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    year: int,
    count: int,
    reason: str,
    unit: Unit | None = None,
) -> tuple[NumberRow, ...]:
    """Keep the next numbers for use on paper; each is filled in when it has been used."""
    reason = _reasoned(reason)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused("numbering/kept_count_out_of_range", field="count", most_at_once=MOST_AT_ONCE)
    register = register_for(_locked(agency), series, year, unit)
    rows = tuple(_take_next(register, by, kept_for=reason) for _ in range(count))
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
    Errors: Refused where another register of the year has its prefix.
    """
    Series(series)
    own(agency, unit)
    rows = Register.objects.filter(agency=agency, series=series, unit=unit, year__lte=year)
    kept = rows.order_by("-year").first() if unit else None
    register, _ = Register.objects.get_or_create(
        agency=agency,
        series=series,
        year=year,
        unit=unit if kept else None,
        defaults={"prefix": kept.prefix if kept else ""},
    )
    rows = Register.objects.select_for_update(of=("self",)).select_related("agency")
    register = rows.get(pk=register.pk)
    _refuse_shared(register)
    return register


def _locked(agency: Agency) -> Agency:
    """Two acts of an agency never write its journal at once."""
    return Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def _take_next(
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
        kept_for=kept_for,
        issued_at=now(),
        by=by.user,
        by_words=by.words,
    )


def _series(series: str) -> str:
    return f"series-{series}"


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
    """Go on from a register that was begun on paper: `number` is the first of the site."""
    reason = _reasoned(reason)
    _locked(agency)
    register = register_for(agency, series, year, unit)
    first = register.last + 1
    if not first < number <= HIGHEST:
        raise Refused(
            "numbering/next_number_out_of_range",
            field="number",
            first=first,
            highest=HIGHEST,
        )
    PaperRange.objects.create(
        register=register, first=first, last=number - 1, reason=reason, at=now(), by=by.user,
        by_words=by.words,
    )  # fmt: skip
    register.last = number - 1
    register.save(update_fields=["last"])
    journal.record(
        agency, by, "register-begun", reason, series=_series(series), year=year, number=number
    )
    return register


@transaction.atomic
def open_unit_register(
    agency: Agency,
    *,
    by: Actor,
    series: str,
    year: int,
    unit: Unit,
    prefix: str,
    corrects: bool = False,
) -> Register:
    """Give a unit a register of its own, with its own prefix, from this year on.

    Shape:  `corrects` the prefix of the next numbers, of a register that there is already.
    Errors: Refused where it has one otherwise, or has this prefix already; without a prefix, and
            with one that others have: two papers would bear one number.
    """
    prefix = printed(prefix)
    if not prefix:
        raise Refused("numbering/prefix_missing", field="lead")
    if not is_number_prefix(to_arabic(prefix)):
        raise Refused("numbering/prefix_not_understood", field="lead", prefix=prefix)
    agency = _locked(agency)
    register, is_new = Register.objects.get_or_create(
        agency=agency, series=series, year=year, unit=unit, defaults={"prefix": prefix}
    )
    journalled = prefix
    if not is_new:
        if not corrects or register.prefix == prefix:
            raise Refused("numbering/register_exists_already", field="unit", unit=unit.name)
        journalled = f"{register.prefix} → {prefix}"
        register.prefix = prefix
        register.save(update_fields=["prefix"])
    _refuse_shared(register)
    journal.record(
        agency, by, "unit-register-opened", unit.name, series=_series(series), prefix=journalled
    )
    return register


def _refuse_shared(register: Register) -> None:
    """Two registers of a kind and year with one prefix would give two papers one number.

    Shape:  asked at each number too: the agency's own prefix is typed elsewhere.
    """
    agency, series, year = register.agency, register.series, register.year
    units = Register.objects.filter(agency=agency, series=series, year=year, unit__isnull=False)
    taken = {
        _bare(prefix) for prefix in units.exclude(pk=register.pk).values_list("prefix", flat=True)
    }
    if register.unit_id:
        taken.add(_bare(agency.number_prefix))
    prefix = register.prefix or agency.number_prefix
    if _bare(prefix) in taken:
        raise Refused("numbering/prefix_taken", field="lead", prefix=prefix)


def _bare(prefix: str) -> str:
    """A prefix as papers tell it apart: without blanks, stroke and Thai digits."""
    return "".join(to_arabic(prefix).split()).removesuffix("/")


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
    if not row.is_free:
        raise Refused("numbering/kept_number_not_free")
    if buddhist_year(day) != row.register.year:
        raise Refused("numbering/register_of_other_year", field="day", year=row.register.year)
    row.day, row.title = day, printed(title)[:_LONGEST_TITLE]
    row.sender, row.receiver = printed(sender)[:_LONGEST_NAME], printed(receiver)[:_LONGEST_NAME]
    row.save(update_fields=["day", "title", "sender", "receiver"])
    journal.record(agency, by, "number-described", row.title, number=row.text)
    return row


@transaction.atomic
def hand_on(
    agency: Agency, *, by: Actor, subject: UUID, to: UUID, title: str, receiver: str, on: date
) -> str:
    """Give a withdrawn paper's number to the same paper submitted anew; the number, "" for none.

    Shape:  the register then tells the new title, receiver and day; a number of another year stays
            where it is.
    """
    agency = _locked(agency)
    rows = NumberRow.objects.filter(agency=agency, subject=subject, voided_at=None)
    row = rows.filter(register__year=buddhist_year(on)).first()
    if row is None:
        return ""
    row.subject, row.day = to, on
    row.title = printed(title)[:_LONGEST_TITLE]
    row.receiver = printed(receiver)[:_LONGEST_NAME]
    row.save(update_fields=["subject", "day", "title", "receiver"])
    journal.record(agency, by, "number-described", row.title, number=row.text)
    return row.text


@transaction.atomic
def void(agency: Agency, number_id: UUID, *, by: Actor, reason: str) -> NumberRow:
    """Strike a number through: it stays in the register and is never used again.

    Errors: Refused where it is void already, or its paper is on its way to the last signature.
    """
    reason = _reasoned(reason)
    row = _row(agency, number_id)
    if row.is_void:
        raise Refused("numbering/number_void_already", text=row.text)
    number_voided.send(NumberRow, row=row)
    row.voided_at, row.void_reason, row.void_words = now(), reason, by.words
    row.save(update_fields=["voided_at", "void_reason", "void_words"])
    journal.record(agency, by, "number-voided", row.title or row.kept_for, number=row.text,
                   reason=reason)  # fmt: skip
    return row


def _row(agency: Agency, number_id: UUID) -> NumberRow:
    _locked(agency)
    rows = NumberRow.objects.select_for_update(of=("self",)).select_related("register")
    return rows.get(agency=agency, pk=number_id)


def _reasoned(reason: str) -> str:
    text = printed(reason)[:_LONGEST_REASON]
    if not text:
        raise Refused("numbering/reason_missing", field="reason")
    return text
