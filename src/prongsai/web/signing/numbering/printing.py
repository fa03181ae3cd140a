"""How a number is written, in the regulation's manner."""

from __future__ import annotations

from prongsai.core.papers.digits import Digits, to_arabic, to_thai
from prongsai.web.agency.models import Agency
from prongsai.web.signing.numbering.models import Register, Series

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


def shown(agency: Agency, text: str) -> str:
    """A number with the agency's digits, as in the prose of its papers."""
    return text if Digits(agency.digits) is Digits.ARABIC else to_thai(text)
