"""Files in tables of registers: frozen with their page, given only while their row names them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.registers.model import Register
from prongsai.core.registers.public import (
    PublicColumn,
    PublicRows,
    can_be_public,
    public_rows,
    table_key,
)
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.values import attached
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownFile, ShownTable, shown_table
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.public import PublicPage, page_of, pages_of
from prongsai.web.disclosure.registers.models import LASTING, RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    register_of,
    registers_of,
    standing_rows,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language


def open_part(agency: Agency, table: ShownTable) -> ShownTable | None:
    """A frozen table without the columns that may not be public any more.

    Shape:  the same table where all of it may; None where none of it may, or where the register
            is closed. Nothing kept changes: opened again, all of it is shown again.
    """
    open_now = _open_columns(agency, table)
    if len(open_now) == len(table.names):
        return table
    if not open_now:
        return None
    names = [column.name for column in open_now]
    places = [place for place, column in enumerate(table.names) if column.name in names]
    shown = table.shown
    rows = tuple(tuple(row[place] for place in places) for row in shown.rows)
    return replace(
        table,
        shown=PublicRows(
            tuple(open_now), rows, tuple(file for file in shown.files if file.column in names)
        ),
        files=tuple(file for file in table.files if file.column in names),
    )


def withheld(agency: Agency, table: ShownTable) -> Text | None:
    """What of a frozen table may not be public any more; None where all of it may.

    Shape:  the register's name where none of it may, or where the register is closed.
    """
    open_now = _open_columns(agency, table)
    if not open_now:
        return table.title
    lost = [column.title for column in table.names if column not in open_now]
    if not lost:
        return None
    return Text(", ".join(column.th for column in lost), ", ".join(column.en for column in lost))


def _open_columns(agency: Agency, table: ShownTable) -> Sequence[PublicColumn]:
    register = register_of(agency, table.register)
    if register is None or not can_be_public(register):
        return ()
    known = {STATE, *register.public}
    return [column for column in table.names if column.name in known]


def shown_files(agency: Agency, register: Register, rows: PublicRows) -> Iterator[ShownFile]:
    """What is frozen of the files in public columns; one query, none where there are none."""
    public = {column.name for column in rows.columns}
    named = [attachment for attachment in rows.files if attachment.column in public]
    if not named:
        return
    kept = RegisterFile.objects.filter(
        agency=agency,
        row__register=register.key,
        pk__in={UUID(attachment.key) for attachment in named},
    )
    stored = {row.pk.hex: row.file for row in kept.select_related("file")}
    for attachment in named:
        file = stored.get(attachment.key)
        if file is not None:
            yield ShownFile(
                attachment.row,
                attachment.column,
                attachment.key,
                file.media_type,
                file.size,
                file.digest,
            )


def given_of(agency: Agency, files: Iterable[tuple[ShownTable, ShownFile]]) -> frozenset[str]:
    """The keys of those files that may still be given; one query, none where there are none.

    Shape:  a page stays as it was agreed to, but what it leads to is no longer given once its row
            was taken out or names another file, or its register or column is public no more.
    """
    asked = {file.key: (table, file) for table, file in files}
    if not asked:
        return frozenset()
    open_now = {
        register.key: register
        for register in registers_of(agency).registers
        if can_be_public(register)
    }
    rows = RegisterFile.objects.filter(
        agency=agency, pk__in=map(UUID, asked), row__agency=agency, row__removed_at=None
    )
    records = rows.values_list("pk", "row__register", "row__values", "file__digest")
    return frozenset(
        key.hex
        for key, register, values, digest in records
        if _is_given(open_now.get(register), *asked[key.hex], values, digest)
    )


def _is_given(
    register: Register | None,
    table: ShownTable,
    file: ShownFile,
    values: Mapping[str, Any],
    digest: str,
) -> bool:
    if register is None or register.key != table.register or file.column not in register.public:
        return False
    named = attached(values.get(file.column))
    return named is not None and named.key.hex == file.key and digest == file.digest


def with_addresses(
    agency: Agency, table: ShownTable, files: Iterable[ShownFile], url: Callable[[str], str]
) -> ShownTable:
    """The same table; of some of its files, those that are given have an address."""
    given = given_of(agency, ((table, file) for file in files))
    return replace(
        table,
        files=tuple(
            replace(file, url=url(file.key)) if file.key in given else file for file in table.files
        ),
    )


def file_in(
    agency: Agency, page_id: UUID, key: UUID, on: date
) -> tuple[ShownTable, ShownFile] | None:
    """A file that a shown page leads to and that may be given; None for all others."""
    shown = page_of(agency, page_id, on)
    if shown is None or not shown.is_current:
        return None
    table = shown_table(shown.edition.content)
    file = next((file for file in table.files if file.key == key.hex), None) if table else None
    if table is None or file is None or not given_of(agency, [(table, file)]):
        return None
    return table, file


def for_staff(agency: Agency, table: ShownTable | None) -> ShownTable | None:
    """The same table; files of the rows that a page shows open at their row, for who sees it.

    Shape:  one query where there are files: who is asked to agree sees what was frozen.
    """
    if table is None or not table.first_files:
        return table
    keys = [UUID(file.key) for file in table.first_files]
    kept = RegisterFile.objects.filter(agency=agency, row__register=table.register, pk__in=keys)
    year = table.year or year_of(today())
    urls = {
        key.hex: reverse("registers:file", args=[year, table.register, row, key])
        for key, row in kept.values_list("pk", "row")
    }
    return replace(
        table, files=tuple(replace(file, url=urls.get(file.key, "")) for file in table.files)
    )


def address_of(agency: Agency, page_id: UUID, key: str) -> str:
    """Where everybody opens a file of a page's table."""
    return reverse("public_site:table-file", args=[agency.pk, page_id, UUID(key)])


def tables_shown(
    agency: Agency, shown: Iterable[PublicPage]
) -> list[tuple[PublicPage, ShownTable]]:
    """The tables of registers that pages show, the newest page first; one query.

    Shape:  what a register holds back since is in none of them.
    """
    pages = {page.edition.pk: page for page in shown if page.page.kind != PageKind.ITA}
    kept = SiteEdition.objects.filter(pk__in=pages).exclude(content={})
    contents = dict(kept.values_list("pk", "content"))
    tables = ((page, shown_table(contents.get(key, {}))) for key, page in pages.items())
    open_tables = ((page, open_part(agency, table)) for page, table in tables if table)
    return [(page, table) for page, table in open_tables if table is not None]


def file_addresses(agency: Agency, on: date) -> Iterator[str]:
    """Where everybody opens each file that tables lead to now."""
    pages = tables_shown(agency, (page for page in pages_of(agency, on) if page.is_current))
    given = given_of(agency, ((table, file) for _, table in pages for file in table.files))
    for page, table in pages:
        for file in table.files:
            if file.key in given:
                yield address_of(agency, page.page.pk, file.key)


# A page is one version of one thing: of more rows a citizen reads none, and each is kept.
MOST_ROWS = 5_000


class Offered(Struct, frozen=True):
    """A register's year of which there are rows that citizens may see."""

    register: Register
    year: int
    count: int

    @property
    def key(self) -> str:
        return table_key(self.register.key, self.year)

    @property
    def title(self) -> Text:
        own = self.register.title
        if self.year == LASTING:
            return own
        return read_words("public_site/table_of_year", own=own, year=self.year)


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
    known = {
        register.key: register
        for register in registers_of(agency).registers
        if can_be_public(register)
    }
    offers = [
        Offered(known[key], year, count)
        for key, year, count in counts
        if key in known and count <= MOST_ROWS
    ]
    return tuple(sorted(offers, key=lambda offer: (-offer.year, offer.register.rank, offer.key)))


def table_now(agency: Agency, key: str) -> ShownTable | None:
    """The table as its rows are now; None where it is not offered."""
    offer = next((offer for offer in offered(agency) if offer.key == key), None)
    if offer is None:
        return None
    others = {other.key: other for other in registers_of(agency).registers}
    context = context_of(agency, offer.register, offer.year)
    rows = standing_rows(agency, offer.register, offer.year).order_by("day", "added_at", "pk")
    core_rows = (core_row(offer.register, row, offer.year) for row in rows)
    shown = public_rows(offer.register, core_rows, context, others)
    files = tuple(shown_files(agency, offer.register, shown))
    return ShownTable(offer.register.key, offer.year, offer.title, shown, files)


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
    pairs = [
        (offer.key, f"{in_language(offer.title)} ({offer.count:,})") for offer in offered(agency)
    ]
    if current is not None and current.key not in dict(pairs):
        pairs.insert(0, (current.key, in_language(current.title)))
    return pairs
