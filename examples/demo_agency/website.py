"""Acts of disclosure: evidence of the items, pages of the public site, how often they are read."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from msgspec import Struct

from demo_agency.office import sign_through
from demo_agency.reading import read_data
from demo_agency.stage import Stage, later
from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.core.errors import Place
from prongsai.core.extract import Table as ReadTable
from prongsai.core.fiscal import quarter_of
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import (
    Block,
    Document,
    Form,
    Heading,
    PaperColumn,
    Paragraph,
    Section,
    TableStyle,
    Title,
)
from prongsai.core.papers.tables import table_of_rows
from prongsai.documents.drawn import drawn_as
from prongsai.documents.tables_workbook import to_xlsx
from prongsai.readers.judgements import blocks_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.services import pieces, working
from prongsai.web.disclosure.disclosure.services.checking import Look, check
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.disclosure.public_site.services import examining, publishing
from prongsai.web.disclosure.statistics import services as statistics
from prongsai.web.disclosure.statistics.models import Counting, PageReading, SearchCount
from prongsai.web.platform.clock import today
from prongsai.web.platform.upload_validation import checked
from prongsai.web.project.demo_web import address_of

_WEEKEND = 5


def set_due_days(stage: Stage, by: Actor, due: date, late: dict[str, date]) -> None:
    """Set the day by which each item is due; some have another one."""
    items = items_of(stage.agency, stage.year).items
    rest = [item for item in items if item.code not in late]
    working.save_many(stage.agency, by=by, year=stage.year, items=rest, changes={"due": due})
    for code, day in late.items():
        changes = {"due": day}
        own = [_item(stage, code)]
        working.save_many(stage.agency, by=by, year=stage.year, items=own, changes=changes)


def link_evidence(
    stage: Stage, by: Actor, codes: list[str], words: pieces.Words | None = None
) -> None:
    """Link a page of the demo's own web site as evidence of items; its title is the first's."""
    items = [_item(stage, code) for code in codes]
    pieces.add(
        stage.agency, by=by, year=stage.year, items=items, address=address_of(codes[0]),
        words=words or pieces.Words(f"{items[0].name.th} (ตัวอย่าง)"),
    )  # fmt: skip


def upload_evidence(
    stage: Stage, by: Actor, code: str, title: str, name: str, photo: bytes
) -> None:
    """Upload a photo that is not on the web site yet."""
    pieces.add(
        stage.agency, by=by, year=stage.year, items=[_item(stage, code)],
        words=pieces.Words(title), file=checked(name, photo),
    )  # fmt: skip


class Paper(Struct, frozen=True):
    """A file of `evidence-2566.yaml`; `title` is what its piece is called."""

    name: str
    title: str
    text: str


class Evidence(Struct, frozen=True):
    """What the items of a year show: pages and files by item, and why others have nothing."""

    pages: dict[str, str]
    files: dict[str, Paper]
    waits: dict[str, str]


def upload_papers(stage: Stage, by: Actor) -> None:
    """Upload the files that units handed in and that are not on the web site yet."""
    for code, paper in read_data(f"evidence-{stage.year}.yaml", Evidence).files.items():
        file = checked(paper.name, _draw(paper, stage.agency.name))
        pieces.add(
            stage.agency, by=by, year=stage.year, items=[_item(stage, code)],
            words=pieces.Words(paper.title), file=file,
        )  # fmt: skip


def _draw(paper: Paper, author: str) -> bytes:
    """Draw a paper in the form that its name ends with.

    Shape:  the first line is the title; "# " begins a heading, "= " names the table below.
    """
    title, _, text = paper.text.partition("\n")
    drawn: list[Block] = [Title((title,))]
    caption = ""
    for block in blocks_of(text, Place(paper.name)):
        if isinstance(block, ReadTable):
            heads, *rows = [row.cells for row in block.rows]
            style = TableStyle.RULED
            drawn.append(table_of_rows(caption, map(PaperColumn, heads), rows, style))
            caption = ""
        elif block.text.startswith("= "):
            caption = block.text.removeprefix("= ")
        elif block.text.startswith("# "):
            drawn.append(Heading(2, block.text.removeprefix("# ")))
        else:
            drawn.append(Paragraph(block.text))
    sections = (Section(Form.CHAPTER, tuple(drawn)),)
    document = Document("evidence", title, author, today(), sections)
    form = paper.name.rpartition(".")[2]
    return to_xlsx(document) if form == "xlsx" else drawn_as(form, document, Digits.ARABIC)


def look_through(
    stage: Stage, by: Actor, codes: list[str], place: str, missing: dict[str, list[int]]
) -> None:
    """Look through items and find them complete; in some a few requirements are missing.

    Shape:  `missing` has the numbers of what is not there, from 1, by item.
    """
    for code in [*codes, *missing]:
        item = _item(stage, code)
        looks = {
            requirement.key: Look(Presence.ABSENT)
            if number in missing.get(code, ())
            else Look(Presence.PRESENT, place)
            for number, requirement in enumerate(item.requirements or (), start=1)
        }
        check(stage.agency, by=by, year=stage.year, item=item, looks=looks)


def say_done(stage: Stage, by: Actor, codes: list[str], explanation: str, due: date) -> None:
    """Say that items are done.

    Shape:  `explanation` may name the item as {code} and {name}.
    """
    for code in codes:
        item = _item(stage, code)
        text = explanation.format(code=item.code, name=item.name.th)
        entry = working.WorkEntry(ItemState.DONE, text, "", due)
        working.save_work(stage.agency, by=by, year=stage.year, item=item, entry=entry, seen=2)


def _item(stage: Stage, code: str) -> YearItem:
    item = items_of(stage.agency, stage.year).item(code)
    if item is None:
        raise LookupError(code)
    return item


# The public site


def publish_items(stage: Stage, by: Actor, anyway: str) -> None:
    """Publish the page of the year's items, after its files were looked at."""
    # What its page says was changed since the agency was made.
    stage.agency.refresh_from_db()
    page = publishing.prepare(stage.agency, by=by, year=stage.year)
    edition = newest_edition(page)
    if edition is not None:
        examining.ask_to_look(edition, by=by)
    _publish(stage, by, page, anyway)


def publish_page(
    stage: Stage, by: Actor, kind: PageKind, shown: publishing.Shown, table: str = ""
) -> None:
    """Write a page, have it agreed to, and publish it."""
    page = publishing.begin(stage.agency, by=by, kind=kind, shown=shown, table=table)
    _publish(stage, by, page)


def _publish(stage: Stage, by: Actor, page: SitePage, anyway: str = "") -> None:
    edition = newest_edition(page)
    if edition is None:
        raise LookupError(page)
    submission = publishing.send(edition, by=by)
    stage.work()
    sign_through(stage, submission, {"clerk": ""})
    publishing.publish(edition, by=by, anyway=anyway)


# How often pages are read


def count_readings(
    stage: Stage, first: date, last: date, pages: dict[str, int], items: dict[str, int], since: date
) -> None:
    """Count readings of each day; those of the page of items begin when it is published.

    Shape:  `pages` and `items` have how often a page is read on a usual day: by its name, and by
            the code of an item, "" for all items together.
    """
    own = [stage.agency.pk]
    Counting.objects.create(agency=stage.agency, began_on=first)
    usual = {reverse(name, args=own): count for name, count in pages.items()}
    shown = {
        reverse("public_site:item", args=[*own, stage.year, code])
        if code
        else reverse("public_site:ita", args=[*own, stage.year]): count
        for code, count in items.items()
    }
    PageReading.objects.bulk_create(
        PageReading(
            agency=stage.agency, day=day, path=path,
            count=max(1, (most + some) // (3 if day.weekday() >= _WEEKEND else 1)),
        )
        for day in _days(first, last)
        for some in [day.toordinal() % 5 + (day - first).days // 20]
        for path, most in (usual | shown if day >= since else usual).items()
    )  # fmt: skip


def count_searches(
    stage: Stage, first: date, last: date, words: list[tuple[str, int, bool]]
) -> None:
    """Count what was searched.

    Shape:  `words` with how many days lie between two searches, and whether something is found.
    """
    rows = []
    for day in _days(first, last):
        own = [(text, is_found) for text, days, is_found in words if not day.toordinal() % days]
        rows += [
            SearchCount(agency=stage.agency, day=day, words=text, count=1, unfound=not is_found)
            for text, is_found in own
        ]
        # One more, whose words nobody else asks for.
        unfound = sum(not is_found for _text, is_found in own)
        rows.append(
            SearchCount(agency=stage.agency, day=day, count=len(own) + 1, unfound=unfound)
        )  # fmt: skip
    SearchCount.objects.bulk_create(rows)


def report_readings(stage: Stage, by: Actor, day: date, problems: str, proposals: str) -> None:
    """Write the report of a quarter."""
    quarter = quarter_of(day)
    statistics.make(
        stage.agency, by=by, quarter=quarter, problems=problems, proposals=proposals
    )  # fmt: skip


def _days(first: date, last: date) -> list[date]:
    return [later(first, number) for number in range((last - first).days + 1)]
