"""What is wrong with rows of a file, as findings with their places; what is alike is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.registers.rows import RowFault
from prongsai.core.registers.sheet import Sheet
from prongsai.core.registers.table import Taken
from prongsai.core.text import Text

_SHOWN = 20


def findings_of(
    faults: Iterable[RowFault], taken: Sequence[Taken], sheets: Sequence[Sheet]
) -> list[Finding]:
    """Faults of rows with the cells in which they stand."""
    found = []
    for fault in faults:
        if fault.row is None:
            places: tuple[Place, ...] = tuple(sheet.place for sheet in sheets[:1])
        else:
            places = (taken[fault.row].place(fault.field),)
        if fault.other is not None:
            places = (*places, taken[fault.other].place(fault.field))
        code = f"register_{fault.code}"
        found.append(Finding(code, fault.severity, fault.message, places, fault.next_step))
    return found


def gathered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings that say the same told once, with their places and how many there are."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for one in findings:
        alike.setdefault((one.code, one.severity, one.message.th), []).append(one)
    return tuple(_joined(several) for several in alike.values())


def _joined(several: Sequence[Finding]) -> Finding:
    first = several[0]
    if len(several) == 1:
        return first
    places = tuple(place for one in several for place in one.places)
    count = len(several)
    message = Text(f"{first.message.th} ({count:,} แห่ง)", f"{first.message.en} ({count:,} places)")
    return Finding(first.code, first.severity, message, places[:_SHOWN], first.next_step)


def of_other_years(
    taken: Sequence[Taken], year: int, findings: Findings, *, only_year: bool
) -> list[Taken]:
    """The rows of the year; those of others are told, once for each year."""
    others = [
        (number, fault.year)
        for number, one in enumerate(taken)
        for fault in one.faults
        if fault.code == "other_year" and fault.year is not None
    ]
    if not others or not only_year:
        if others:
            _tell_years(taken, [(at, own) for at, own in dict(others).items()], year, findings)
        return list(taken)
    left = dict(others)
    for own, count in sorted(Counter(left.values()).items()):
        findings.note(
            "register_other_years_left",
            Text(
                f"ไม่ได้นำเข้า {count:,} แถวของปีงบประมาณ {own}",
                f"{count:,} rows of fiscal year {own} are not taken",
            ),
            *[taken[at].place() for at, of in left.items() if of == own][:_SHOWN],
        )
    return [one for number, one in enumerate(taken) if number not in left]


def _tell_years(
    taken: Sequence[Taken], others: Sequence[tuple[int, int]], year: int, findings: Findings
) -> None:
    counts = Counter(own for _, own in others)
    own = len(taken) - len(others)
    th = ", ".join(f"ปี {one} {count:,} แถว" for one, count in sorted(counts.items()))
    en = ", ".join(f"{count:,} of {one}" for one, count in sorted(counts.items()))
    findings.error(
        "register_years",
        Text(
            f"แฟ้มมีหลายปีงบประมาณ: ปี {year} {own:,} แถว, {th}",
            f"the file has several fiscal years: {own:,} rows of {year}, {en}",
        ),
        *[taken[at].place() for at, _ in others][:_SHOWN],
        next_step=Text(
            f"นำเข้าทีละปี: เลือกปีให้ตรง หรือให้นำเข้าเฉพาะแถวของปี {year}",
            f"import year by year: choose the year, or take the rows of {year} only",
        ),
    )
