"""Files in tables of registers: frozen with their page, given only while their row names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from msgspec.structs import replace

from prongsai.core.fiscal import year_of
from prongsai.core.registers.attached import attached
from prongsai.core.registers.model import Register
from prongsai.core.registers.public import PublicRows, can_be_public
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ShownFile, ShownTable, shown_table
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.open_tables import open_part
from prongsai.web.disclosure.public_site.queries.public import PublicPage, page_of, pages_of
from prongsai.web.disclosure.registers.models import RegisterFile
from prongsai.web.disclosure.registers.queries.catalogue import registers_of
from prongsai.web.platform.clock import today


def shown_files(agency: Agency, register: Register, rows: PublicRows) -> Iterator[ShownFile]:
    """What is frozen of the files in public columns; one query, none where there are none."""
    public = {column.name for column in rows.columns}
    named = [one for one in rows.files if one.column in public]
    if not named:
        return
    kept = RegisterFile.objects.filter(
        agency=agency, row__register=register.key, pk__in={UUID(one.key) for one in named}
    )
    found = {row.pk.hex: row.file for row in kept.select_related("file")}
    for one in named:
        file = found.get(one.key)
        if file is not None:
            yield ShownFile(one.row, one.column, one.key, file.media_type, file.size, file.digest)


def given_of(agency: Agency, files: Iterable[tuple[ShownTable, ShownFile]]) -> frozenset[str]:
    """The keys of those files that may still be given; one query, none where there are none.

    Shape:  a page stays as it was agreed to, but what it leads to is no longer given once its row
            was taken out or names another file, or its register or column is public no more.
    """
    asked = {one.key: (table, one) for table, one in files}
    if not asked:
        return frozenset()
    open_now = {one.key: one for one in registers_of(agency).registers if can_be_public(one)}
    rows = RegisterFile.objects.filter(
        agency=agency, pk__in=map(UUID, asked), row__agency=agency, row__removed_at=None
    )
    told = rows.values_list("pk", "row__register", "row__values", "file__digest")
    return frozenset(
        key.hex
        for key, register, values, digest in told
        if _is_given(open_now.get(register), *asked[key.hex], values, digest)
    )


def _is_given(
    register: Register | None,
    table: ShownTable,
    one: ShownFile,
    values: Mapping[str, Any],
    digest: str,
) -> bool:
    if register is None or register.key != table.register or one.column not in register.public:
        return False
    named = attached(values.get(one.column))
    return named is not None and named.key.hex == one.key and digest == one.digest


def with_addresses(
    agency: Agency, table: ShownTable, files: Iterable[ShownFile], url: Callable[[str], str]
) -> ShownTable:
    """The same table; of some of its files, those that are given have an address."""
    given = given_of(agency, ((table, one) for one in files))
    return replace(
        table,
        files=tuple(
            replace(one, url=url(one.key)) if one.key in given else one for one in table.files
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
    one = next((one for one in table.files if one.key == key.hex), None) if table else None
    if table is None or one is None or not given_of(agency, [(table, one)]):
        return None
    return table, one


def for_staff(agency: Agency, table: ShownTable | None) -> ShownTable | None:
    """The same table; files of the rows that a page shows open at their row, for who sees it.

    Shape:  one query where there are files: who is asked to agree sees what was frozen.
    """
    if table is None or not table.first_files:
        return table
    keys = [UUID(one.key) for one in table.first_files]
    kept = RegisterFile.objects.filter(agency=agency, row__register=table.register, pk__in=keys)
    year = table.year or year_of(today())
    urls = {
        key.hex: reverse("registers:file", args=[year, table.register, row, key])
        for key, row in kept.values_list("pk", "row")
    }
    return replace(
        table, files=tuple(replace(one, url=urls.get(one.key, "")) for one in table.files)
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
    pages = {one.edition.pk: one for one in shown if one.page.kind != PageKind.ITA}
    kept = SiteEdition.objects.filter(pk__in=pages).exclude(content={})
    contents = dict(kept.values_list("pk", "content"))
    found = ((one, shown_table(contents.get(key, {}))) for key, one in pages.items())
    told = ((one, open_part(agency, table)) for one, table in found if table)
    return [(one, table) for one, table in told if table is not None]


def file_addresses(agency: Agency, on: date) -> Iterator[str]:
    """Where everybody opens each file that tables lead to now."""
    pages = tables_shown(agency, (one for one in pages_of(agency, on) if one.is_current))
    given = given_of(agency, ((table, one) for _, table in pages for one in table.files))
    for page, table in pages:
        for one in table.files:
            if one.key in given:
                yield address_of(agency, page.page.pk, one.key)
