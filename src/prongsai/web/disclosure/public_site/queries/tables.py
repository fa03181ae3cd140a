"""Every public table of an agency, filled from what is published and nothing else."""

from collections.abc import Collection, Iterator
from datetime import date

from django.urls import reverse

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import ItaContent, ShownTable, content_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition
from prongsai.web.disclosure.public_site.queries.public import PublicPage, pages_of
from prongsai.web.disclosure.public_site.queries.search import ClassOfInformation, act_page
from prongsai.web.disclosure.public_site.queries.table_files import (
    address_of,
    given_of,
    tables_shown,
)
from prongsai.web.disclosure.public_site.tables import COLUMNS, PublicColumn, PublicTable
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import cached_for_request
from prongsai.web.signing.publication import queries as papers
from prongsai.web.signing.publication.models import CURRENT

Rows = Iterator[tuple[str, ...]]


@cached_for_request
def tables_of(agency: Agency, on: date) -> tuple[PublicTable, ...]:
    """The tables in which something stands, those of years first, the newest first."""
    shown = [page for page in pages_of(agency, on) if page.is_current]
    years = [page for page in shown if page.page.kind == PageKind.ITA]
    years.sort(key=lambda page: page.page.fiscal_year or 0, reverse=True)
    tables = [table for page in years for table in tables_of_year(agency, page)]
    tables += [_news(agency, shown), _papers(agency), _act_table(agency, on)]
    # Of registers each once, from the newest of the pages that show it; two queries.
    newest: dict[str, tuple[PublicPage, ShownTable]] = {}
    for page, table in tables_shown(agency, shown):
        newest.setdefault(table.open_key, (page, table))
    own = newest.values()
    given = given_of(agency, ((table, file) for _, table in own for file in table.files))
    tables += [register_table(agency, page, table, given) for page, table in own]
    return tuple(table for table in tables if table.rows)


def register_table(
    agency: Agency, page: PublicPage, table: ShownTable, given: Collection[str]
) -> PublicTable:
    """A register's table as a page shows it; `given` are the keys of files that are given."""
    return PublicTable(
        key=table.open_key,
        title=table.title,
        about=read_words("public_site/table_about.register"),
        agency=agency.name,
        columns=tuple(PublicColumn(name.name, name.title, name.kind.about) for name in table.names),
        rows=tuple(_register_rows(agency, page, table, given)),
        page=_whole("read", agency, page.page.pk),
        year=table.year or None,
        version=page.edition.number,
        published_at=page.edition.published_at,
    )


def _register_rows(
    agency: Agency, page: PublicPage, table: ShownTable, given: Collection[str]
) -> Rows:
    """The cells as they are; a file that is given is its address."""
    files = {(file.row, file.column): file.key for file in table.files if file.key in given}
    for number, row in enumerate(table.shown.rows, start=1):
        cells = zip(table.names, row, strict=True)
        yield tuple(
            f"{site_address()}{address_of(agency, page.page.pk, files[number, column.name])}"
            if (number, column.name) in files
            else cell
            for column, cell in cells
        )


def tables_of_year(agency: Agency, shown: PublicPage) -> Iterator[PublicTable]:
    """What the ITA page of a year holds: its items, and its scores."""
    content = content_of(shown.edition.content)
    yield ita_table(agency, shown.edition, content)
    yield _scores(agency, shown.edition, content)


def ita_table(agency: Agency, edition: SiteEdition, content: ItaContent) -> PublicTable:
    """One row for each piece of evidence of a year; an item that shows none has one too."""
    return PublicTable(
        key=f"ita-{content.year}",
        title=Text(edition.title, f"ITA page of fiscal year {content.year}"),
        about=read_words("public_site/table_about.ita"),
        agency=content.about.name,
        columns=COLUMNS["ita"],
        rows=tuple(_item_rows(agency, content)),
        page=_whole("ita", agency, content.year),
        year=content.year,
        version=edition.number,
        published_at=edition.published_at,
    )


def _scores(agency: Agency, edition: SiteEdition, content: ItaContent) -> PublicTable:
    return PublicTable(
        key=f"scores-{content.year}",
        title=read_words("public_site/table_title.scores", year=content.year),
        about=read_words("public_site/table_about.scores"),
        agency=content.about.name,
        columns=COLUMNS["scores"],
        rows=tuple(_score_rows(content)),
        page=f"{_whole('ita', agency, content.year)}#scores",
        year=content.year,
        version=edition.number,
        published_at=edition.published_at,
    )


def _score_rows(content: ItaContent) -> Rows:
    scores = content.scores
    if scores is None:
        return
    year = str(scores.year)
    yield year, "total", "คะแนนรวม", scores.total, "", scores.rating, scores.source
    for score in (*scores.instruments, *scores.indicators):
        yield (
            year,
            score.code,
            in_language(score.name),
            score.published,
            score.share,
            "",
            scores.source,
        )
    for former, total in scores.former:
        yield str(former), "total", "คะแนนรวม", total, "", "", ""


def _item_rows(agency: Agency, content: ItaContent) -> Rows:
    """A row for each piece of an item, one more for what this site tells, or one with nothing."""
    for item in content.items:
        name = in_language(item.name)
        beginning = str(content.year), item.part, item.code, name
        if item.own:
            address = f"{_whole('about', agency)}#{item.own}"
            yield *beginning, name, address, "", _day(item.day), "", item.explanation
        elif not item.pieces:
            yield *beginning, "", "", "", _day(item.day), "", item.explanation
        for piece in item.pieces:
            address = piece.address
            if piece.file:
                address = _whole("file", agency, content.year, piece.id)
            yield (
                *beginning, piece.title, address, piece.unit, _day(piece.day), piece.digest,
                item.explanation,
            )  # fmt: skip


def _news(agency: Agency, shown: list[PublicPage]) -> PublicTable:
    own = [page for page in shown if page.page.kind != PageKind.ITA]
    days = [page.edition.published_at for page in own if page.edition.published_at]
    return PublicTable(
        key="news",
        title=read_words("public_site/table_title.news"),
        about=read_words("public_site/table_about.news"),
        agency=agency.name,
        columns=COLUMNS["news"],
        rows=tuple(_news_row(agency, page) for page in own),
        page=_whole("news", agency),
        published_at=max(days, default=None),
    )


def _news_row(agency: Agency, page: PublicPage) -> tuple[str, ...]:
    published, last = page.edition.published_at, page.edition.expires_on
    return (
        page.page.kind, page.edition.title,
        _day(day_of(published) if published else None), _day(last),
        str(page.edition.number), _whole("read", agency, page.page.pk),
    )  # fmt: skip


def _papers(agency: Agency) -> PublicTable:
    own = [paper for paper in papers.in_force(agency) if paper.state == CURRENT]
    address = reverse("publication:public", args=[agency.pk])
    return PublicTable(
        key="papers",
        title=read_words("public_site/table_title.papers"),
        about=read_words("public_site/table_about.papers"),
        agency=agency.name,
        columns=COLUMNS["papers"],
        rows=tuple(
            (
                str(paper.year), in_language(paper.label), paper.number, paper.title,
                _day(paper.day), str(paper.edition),
                f"{site_address()}{reverse('publication:paper', args=[agency.pk, paper.id])}",
            )
            for paper in own
        ),
        page=f"{site_address()}{address}",
        published_at=max((paper.published_at for paper in own), default=None),
    )  # fmt: skip


def _act_table(agency: Agency, on: date) -> PublicTable:
    rows = [
        row
        for _section, classes in act_page(agency, on)
        for information_class in classes
        for row in _act_rows(agency, information_class)
    ]
    return PublicTable(
        key="information-act",
        title=read_words("public_site/table_title.act"),
        about=read_words("public_site/table_about.act"),
        agency=agency.name,
        columns=COLUMNS["act"],
        rows=tuple(rows),
        page=_whole("act", agency),
    )


def _act_rows(agency: Agency, clause: ClassOfInformation) -> Rows:
    own = clause.own.code, in_language(clause.own.name)
    for row in clause.items:
        name = f"{row.item.code} {in_language(row.item.name)}"
        yield *own, str(row.year), name, _whole("item", agency, row.year, row.item.code)
    for paper in clause.papers:
        address = reverse("publication:paper", args=[agency.pk, paper.id])
        yield *own, str(paper.year), paper.title, f"{site_address()}{address}"


def _whole(name: str, agency: Agency, *more: object) -> str:
    return f"{site_address()}{reverse(f'public_site:{name}', args=[agency.pk, *more])}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
