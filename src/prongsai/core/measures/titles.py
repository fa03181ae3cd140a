"""The lines above a plan's table: whose plan it is, of which year, from which scores."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.errors import Findings, Place
from prongsai.core.measures.cells import is_blank, tidy
from prongsai.core.measures.columns import title_field
from prongsai.core.measures.grid import Grid, Head
from prongsai.core.rounding import plain_number
from prongsai.core.thai import arabic_digits, shorten

DEFAULT_TARGET = Decimal(85)
_HIGHEST = 100
_QUOTED = 60
_YEAR = re.compile(r"(?<![0-9])(?:25[5-9]|26[0-4])[0-9](?![0-9])")
_INLINE = re.compile(r"([^:：\n]{2,40})[:：]\s*(.+)", re.DOTALL)


class TitleLines(Struct):
    """What is said above a table; a value that cannot be read is a finding."""

    grid: Grid
    head: Head
    findings: Findings
    _said: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather label and value of each line; the first of a label stands."""
        for row in range(self.head.first):
            texts = list(self.grid.typed(row).values())
            if not texts:
                continue
            inline = _INLINE.fullmatch(texts[0].strip())
            named = title_field(texts[0])
            if named is None and inline is not None and len(texts) == 1:
                named, texts = title_field(inline[1]), [inline[1], inline[2]]
            if named is not None:
                value = tidy(texts[1]) if len(texts) > 1 else ""
                self._said.setdefault(named, (value, self.grid.place_of(row)))

    def text(self, name: str) -> str:
        """A value as typed; "" where there is none."""
        return self._said[name][0] if name in self._said else ""

    def year(self, name: str) -> int:
        """A fiscal year; 0 where none is said or it cannot be read."""
        typed = self.text(name)
        found = set(_YEAR.findall(arabic_digits(typed)))
        if len(found) == 1:
            return int(found.pop())
        if not is_blank(typed):
            quoted = shorten(typed, _QUOTED)
            self.findings.error("measures/unreadable_year", self._said[name][1], quoted=quoted)
        return 0

    def year_of_title(self) -> int:
        """The latest year above the table: a plan is of a later year than its scores."""
        if "fiscal_year" in self._said:
            return 0
        labelled = {place for _, place in self._said.values()}
        found = [
            (year, self.grid.place_of(row, quote=shorten(text, _QUOTED)))
            for row in range(self.head.first)
            if self.grid.place_of(row) not in labelled
            for text in self.grid.typed(row).values()
            for _, year in fiscal.years_in(text)
        ]
        if not found:
            return 0
        year, place = max(found, key=lambda one: one[0])
        self.findings.note("measures/year_from_title", place, year=year)
        return year

    def target(self) -> Decimal:
        """The score the plan aims at; 85 where none is said."""
        typed = self.text("target")
        target = plain_number(typed)
        if target is not None and 0 < target <= _HIGHEST:
            return target
        if not is_blank(typed):
            place = replace(self._said["target"][1], quote=shorten(typed, _QUOTED))
            self.findings.error("measures/unreadable_target", place, default_target=DEFAULT_TARGET)
        return DEFAULT_TARGET
