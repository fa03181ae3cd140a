"""The tables of registers that a page may show, as their rows are now."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from msgspec import Struct

from prongsai.core.registers.model import Register
from prongsai.core.registers.public import can_be_public, public_rows, table_key
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownTable
from prongsai.web.disclosure.public_site.queries.table_files import shown_files
from prongsai.web.disclosure.registers.models import LASTING, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row, registers_of
from prongsai.web.disclosure.registers.queries.rows import kept_rows
from prongsai.web.platform.language import in_language

# A page is one version of one thing: of more rows a citizen reads none, and each is kept.
MOST_ROWS = 5_000


class Offered(Struct, frozen=True):
    """A register's year of which there are rows that citizens may see."""

    register: Register
    year: int
    count: int

    @property
    def key(self) -> str:
        """What names it."""
        return table_key(self.register.key, self.year)

    @property
    def title(self) -> Text:
        """What it is called."""
        own = self.register.title
        if self.year == LASTING:
            return own
        return Text(f"{own.th} ปี {self.year}", f"{own.en}, fiscal year {self.year}")


class Difference(Struct, frozen=True):
    """How the register differs from what was frozen; both 0 where it does not."""

    added: int
    gone: int


def offered(agency: Agency) -> tuple[Offered, ...]:
    """Every register and year with rows that may be shown, the newest year first; one query.

    Shape:  none of registers that few may see, and none of more than MOST_ROWS rows.
    """
    rows = RegisterRow.objects.filter(agency=agency, removed_at=None).order_by()
    counts = rows.values_list("register", "fiscal_year").annotate(count=Count("pk"))
    known = {one.key: one for one in registers_of(agency).registers if can_be_public(one)}
    found = [
        Offered(known[key], year, count)
        for key, year, count in counts
        if key in known and count <= MOST_ROWS
    ]
    return tuple(sorted(found, key=lambda one: (-one.year, one.register.rank, one.key)))


def table_now(agency: Agency, key: str) -> ShownTable | None:
    """The table as its rows are now; None where it is not offered."""
    one = next((one for one in offered(agency) if one.key == key), None)
    if one is None:
        return None
    others = {other.key: other for other in registers_of(agency).registers}
    context = context_of(agency, one.register, one.year)
    rows = kept_rows(agency, one.register, one.year).order_by("day", "added_at", "pk")
    told = (core_row(one.register, row, one.year) for row in rows)
    shown = public_rows(one.register, told, context, others)
    files = tuple(shown_files(agency, one.register, shown))
    return ShownTable(one.register.key, one.year, one.title, shown, files)


def since(agency: Agency, table: ShownTable) -> Difference | None:
    """How the register differs from a frozen table now; None where it is offered no more."""
    now = table_now(agency, table.key)
    if now is None:
        return None
    if now.names != table.names:
        return Difference(now.count, table.count)
    before, after = Counter(table.compared), Counter(now.compared)
    return Difference((after - before).total(), (before - after).total())


def choices(agency: Agency, current: ShownTable | None) -> list[tuple[str, str]]:
    """What a form offers: the one that stands is among them, though it be offered no more."""
    found = [(one.key, f"{in_language(one.title)} ({one.count:,})") for one in offered(agency)]
    if current is not None and current.key not in dict(found):
        found.insert(0, (current.key, in_language(current.title)))
    return found
