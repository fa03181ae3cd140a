"""The registers as pages read them, and how a number is written."""

from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.dates import long_date
from prongsai.core.papers.digits import Digits, to_arabic, to_thai
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.signing.numbering.models import NumberRow, PaperRange, Register, Series

_WITH_PREFIX = (Series.MEMO, Series.LETTER, Series.CIRCULAR)


def number_text(register: Register, number: int) -> str:
    """The number with Arabic digits: "กจ 53501/12", "กจ 53501/ว 12", "12/2569".

    Shape:  memos and letters carry the prefix of the agency or unit and no year; orders and
            announcements the calendar year.
    """
    if register.series not in _WITH_PREFIX:
        return f"{number}/{register.year}"
    prefix = prefix_of(register)
    return f"{prefix}ว {number}" if register.series == Series.CIRCULAR else f"{prefix}{number}"


def prefix_of(register: Register) -> str:
    """What stands before the numbers of a register, with its stroke; "" for none."""
    prefix = to_arabic((register.prefix or register.agency.number_prefix).strip())
    return prefix if not prefix or prefix.endswith("/") else f"{prefix}/"


def with_digits(agency: Agency, text: str) -> str:
    """A number with the agency's digits, as in the prose of its papers."""
    return text if Digits(agency.digits) is Digits.ARABIC else to_thai(text)


def row_of(agency: Agency, series: str, subject: UUID) -> NumberRow | None:
    """The number of a paper that stands; None where the register has given none."""
    rows = NumberRow.objects.filter(agency=agency, series=series, subject=subject)
    return rows.filter(voided_at=None).first()


def is_void(agency: Agency, subject: UUID, text: str) -> bool:
    """Whether the number that a paper bears was struck through in its register."""
    rows = NumberRow.objects.filter(agency=agency, subject=subject, text=text)
    return rows.filter(voided_at__isnull=False).exists()


Line = NumberRow | PaperRange


class RegisterPage(Struct, frozen=True):
    """One register of a calendar year.

    Shape:  `lines` newest first; `years` those in which there is a register, and this one; `tabs`
            the registers that may be looked at: series, name, whose own; `next_number` what the
            register would give now; `unit_name` "" for the agency's own.
    """

    series: str
    label: str
    year: int
    years: tuple[int, ...]
    tabs: tuple[tuple[str, str, UUID | None], ...]
    unit: UUID | None
    unit_name: str
    prefix: str
    next_number: int
    lines: tuple[Line, ...]
    void_count: int
    free_count: int

    @property
    def count(self) -> int:
        return sum(1 for line in self.lines if not line.is_range and not line.is_void)


def register_page(
    agency: Agency, series: str, year: int, this_year: int, unit: UUID | None = None
) -> RegisterPage:
    """A register with all its lines."""
    registers = list(Register.objects.filter(agency=agency).select_related("unit", "agency"))
    own = [
        register for register in registers if (register.series, register.unit_id) == (series, unit)
    ]
    here = next((register for register in own if register.year == year), None)
    lines = _lines(agency, here) if here else ()
    units = {
        (register.series, register.unit_id): register.unit
        for register in registers
        if register.unit and register.year <= year
    }
    chosen = units.get((series, unit)) if unit else None
    return RegisterPage(
        series=series,
        label=str(Series(series).label),
        year=year,
        years=tuple(
            sorted({this_year, year, *(register.year for register in registers)}, reverse=True)
        ),
        tabs=(
            *((series.value, str(series.label), None) for series in Series),
            *(
                (name, f"{Series(name).label} {own.name}", key)
                for (name, key), own in units.items()
            ),
        ),
        unit=unit,
        unit_name=chosen.name if chosen else "",
        prefix=own[0].prefix if unit and own else agency.number_prefix,
        next_number=here.last + 1 if here else 1,
        lines=lines,
        void_count=sum(1 for line in lines if line.is_void),
        free_count=sum(1 for line in lines if line.is_free),
    )


def unit_with_register(agency: Agency, series: str, unit_id: UUID) -> Unit | None:
    rows = Register.objects.filter(agency=agency, series=series, unit_id=unit_id)
    register = rows.select_related("unit").first()
    return register.unit if register else None


def line_of(agency: Agency, number_id: UUID) -> NumberRow | None:
    rows = NumberRow.objects.filter(agency=agency, pk=number_id)
    return rows.select_related("register").first()


def _lines(agency: Agency, register: Register) -> tuple[Line, ...]:
    lines: list[Line] = [
        *NumberRow.objects.filter(register=register),
        *PaperRange.objects.filter(register=register),
    ]
    for line in lines:
        line.shown = with_digits(agency, line.text)
    return tuple(sorted(lines, key=lambda line: line.number, reverse=True))


def register_xlsx(agency: str, page: RegisterPage) -> bytes:
    """One sheet in the order of the numbers, as a register is kept."""
    headings = [_("เลขทะเบียน"), _("วันที่"), _("จาก"), _("ถึง"), _("เรื่อง"), _("หมายเหตุ")]
    title = f"{_('ทะเบียนเลขที่')} {page.label} {page.unit_name} {page.year} {agency}"
    rows = [
        [
            line.shown,
            long_date(line.day) if line.day else "",
            line.sender,
            line.receiver,
            line.title,
            note_of(line),
        ]
        for line in reversed(page.lines)
    ]
    return xlsx_table(" ".join(title.split()), headings, rows, sheet=_("ทะเบียนเลขที่"))


def note_of(line: Line) -> str:
    """What a register writes into its last column."""
    if line.is_void:
        return _("ยกเลิก: %(reason)s") % {"reason": line.reason}
    if line.is_range:
        return _("ออกในทะเบียนกระดาษ: %(reason)s") % {"reason": line.reason}
    if line.is_free:
        return _("กันไว้ ยังไม่ได้ใช้: %(reason)s") % {"reason": line.reason}
    return _("ใช้กับเอกสารกระดาษ: %(reason)s") % {"reason": line.reason} if line.is_kept else ""
