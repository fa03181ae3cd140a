"""The report of a quarter to the executive on the web site and what it discloses.

Source: the announcement of document 004, measure 3: statistics and results of searches are
summed up and brought to the executive each quarter.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date, short_date
from prongsai.core.disclosure.model import ItemState
from prongsai.core.fiscal import Quarter
from prongsai.core.papers.approving import UNSIGNED, Signing
from prongsai.core.papers.document import (
    Align,
    Block,
    Document,
    Form,
    KeyFigure,
    KeyFigures,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
    Section,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.papers.memos import MemoText, general_memo
from prongsai.core.papers.office import Office, numbered_parts
from prongsai.core.papers.tables import table_of_rows

KIND = "quarter"
# What an executive reads; the rest is on the site and in its tables.
MOST_ACTS = 60
MOST_DUE = 30


class Told(Struct, frozen=True):
    """Some words with up to two figures; None where one is not known."""

    words: str
    count: int | None = None
    more: int | None = None


class Week(Struct, frozen=True):
    """The readings of some days in succession; None where they were not counted."""

    first: date
    last: date
    count: int | None


class Act(Struct, frozen=True):
    """What was done with a page or paper on a day; `act` is published, changed or withdrawn."""

    day: date
    act: str
    title: str
    reason: str = ""


class Due(Struct, frozen=True):
    """A page that somebody should look at: why, and how many days ago it was published."""

    title: str
    why: str
    days: int


class Links(Struct, frozen=True):
    """The looks at addresses of evidence in the quarter.

    Shape:  `broken` and `mended` count addresses; `still` those of the year that are broken for
            sure on the day of the report.
    """

    looks: int
    broken: int = 0
    mended: int = 0
    still: int = 0


class QuarterReport(Struct, frozen=True):
    """What is told of a quarter as it stood on a day.

    Shape:  figures are None where nothing was counted, and hold from `known_from` where that is
            not the first day. `states` says how many OIT items stand in each state, () where the
            year has none. `problems` and `proposals` are the officer's own words.
    """

    year: int
    number: int
    day: date
    known_from: date | None = None
    readings: int | None = None
    searches: int | None = None
    unfound: int | None = None
    weeks: tuple[Week, ...] = ()
    pages: tuple[Told, ...] = ()
    words: tuple[Told, ...] = ()
    acts: tuple[Act, ...] = ()
    due: tuple[Due, ...] = ()
    shown: int = 0
    links: Links = Links(0)
    states: tuple[Told, ...] = ()
    problems: str = ""
    proposals: str = ""

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.year, self.number)

    @property
    def is_over(self) -> bool:
        return self.day > self.quarter.last


def quarter_title(office: Office, report: QuarterReport) -> str:
    return office(f"{KIND}.title", **_number(report))


def quarter_paper(office: Office, report: QuarterReport, signing: Signing = UNSIGNED) -> Document:
    """The memo for information, and the report that it brings, as one paper."""
    title = quarter_title(office, report)
    memo = general_memo(office, _memo(office.of_unit(signing.unit), report), signing, kind=KIND)
    parts = {
        "acts": _acts(office, report), "readings": _readings(office, report),
        "searches": _searches(office, report), "fresh": _fresh(office, report),
        "links": _links(office, report), "states": _states(office, report),
        "problems": _own(office, "problems", report.problems),
        "proposals": _own(office, "proposals", report.proposals),
    }  # fmt: skip
    blocks: list[Block] = [
        Title((*office.several(f"{KIND}.head", **_number(report)), office.agency.name)),
        *map(Paragraph, _lead(office, report)),
        _figures(office, report),
    ]
    blocks += numbered_parts((office(f"{KIND}.{name}_head"), part) for name, part in parts.items())
    blocks.append(Note(office(f"{KIND}.note")))
    section = Section(Form.CHAPTER, tuple(blocks))
    return replace(memo, sections=(*memo.sections, section), running_head=title)


def _memo(office: Office, report: QuarterReport) -> MemoText:
    title = quarter_title(office, report)
    return MemoText(
        subject=title,
        background=(office(f"{KIND}.background", **_days(report)), *_lead(office, report)[1:]),
        enclosures=(office(f"{KIND}.enclosure", title=title),),
        is_information=True,
    )


def _number(report: QuarterReport) -> dict[str, int]:
    return {"number": report.number, "plan_year": report.year}


def _days(report: QuarterReport) -> dict[str, str]:
    return {
        "first_day": long_date(report.quarter.first), "last_day": long_date(report.quarter.last),
        "day": long_date(report.day),
    }  # fmt: skip


def _lead(office: Office, report: QuarterReport) -> tuple[str, ...]:
    """The days it is of; that more is to come, where the quarter goes on."""
    days = _days(report)
    going = () if report.is_over else (office(f"{KIND}.not_over", **days),)
    return office(f"{KIND}.lead", **days), *going


def _figures(office: Office, report: QuarterReport) -> KeyFigures:
    counts = {
        "readings": report.readings, "searches": report.searches, "unfound": report.unfound,
        "due": len(report.due),
    }  # fmt: skip
    return KeyFigures(
        tuple(
            KeyFigure(office(f"{KIND}.{name}_figure"), _figure(office, count))
            for name, count in counts.items()
        )
    )


def _figure(office: Office, count: int | None) -> str:
    """A count; the word for what nobody knows, never 0 in its place."""
    return office(f"{KIND}.unknown") if count is None else f"{count:,}"


def _acts(office: Office, report: QuarterReport) -> Iterator[Block]:
    if not report.acts:
        yield Paragraph(office(f"{KIND}.acts_none"))
        return
    counts = {
        name: sum(act.act == name for act in report.acts)
        for name in ("published", "changed", "withdrawn")
    }
    yield Paragraph(office(f"{KIND}.acts", **counts))
    rows = (
        (short_date(act.day), office(f"{KIND}.act_{act.act}"), _because(office, act))
        for act in report.acts[:MOST_ACTS]
    )
    yield _table(office, {"day_head": 2.8, "act_head": 2.4, "page_head": None}, rows)
    yield from _rest(office, len(report.acts) - MOST_ACTS)


def _because(office: Office, act: Act) -> str:
    if not act.reason:
        return act.title
    return office(f"{KIND}.because", name=act.title, reason=act.reason)


def _readings(office: Office, report: QuarterReport) -> Iterator[Block]:
    yield from _known(office, report)
    if report.readings is None:
        return
    yield Paragraph(office(f"{KIND}.readings", count=f"{report.readings:,}"))
    yield _weeks(office, report.weeks)
    if report.pages:
        yield Paragraph(office(f"{KIND}.pages"))
        rows = ((page.words, _figure(office, page.count)) for page in report.pages)
        yield _table(office, {"page_head": None, "count_head": 2.4}, rows)


def _weeks(office: Office, weeks: tuple[Week, ...]) -> Together:
    """A line for each week, with a bar against the week that was read most; on one page."""
    most = max((week.count or 0 for week in weeks), default=0) or 1
    columns = (
        PaperColumn(office(f"{KIND}.week_head"), 6.0),
        PaperColumn(office(f"{KIND}.count_head"), 2.0, Align.RIGHT),
        PaperColumn(""),  # the bar of the figure beside it
    )
    rows = []
    for week in weeks:
        bar = None if week.count is None else Decimal(100 * week.count) / most
        days = " – ".join(map(short_date, dict.fromkeys((week.first, week.last))))
        rows.append((days, _figure(office, week.count), PaperCell((), bar=bar)))
    return Together((table_of_rows("", columns, rows, TableStyle.COMPACT),))


def _known(office: Office, report: QuarterReport) -> Iterator[Block]:
    if report.readings is None:
        yield Paragraph(office(f"{KIND}.not_counted"))
    elif report.known_from:
        yield Paragraph(office(f"{KIND}.counted_from", day=long_date(report.known_from)))


def _searches(office: Office, report: QuarterReport) -> Iterator[Block]:
    yield from _known(office, report)
    if report.searches is None:
        return
    fields = {"count": f"{report.searches:,}", "unfound": _figure(office, report.unfound)}
    yield Paragraph(office(f"{KIND}.searches", **fields))
    if report.words:
        rows = (
            (word.words, _figure(office, word.count), _figure(office, word.more))
            for word in report.words
        )
        heads = {"words_head": None, "count_head": 2.4, "unfound_head": 2.4}
        yield _table(office, heads, rows)
    yield Note(office(f"{KIND}.rare"))


def _fresh(office: Office, report: QuarterReport) -> Iterator[Block]:
    fields = {"count": report.shown, "due": len(report.due), "day": long_date(report.day)}
    yield Paragraph(office(f"{KIND}.fresh", **fields))
    if report.due:
        rows = ((page.title, page.why, str(page.days)) for page in report.due[:MOST_DUE])
        yield _table(office, {"page_head": None, "why_head": 5.2, "days_head": 2.8}, rows)
        yield from _rest(office, len(report.due) - MOST_DUE)


def _links(office: Office, report: QuarterReport) -> Iterator[Block]:
    links = report.links
    if not links.looks:
        yield Paragraph(office(f"{KIND}.links_none"))
        return
    fields = {
        "looks": f"{links.looks:,}", "broken": links.broken, "mended": links.mended,
        "still": links.still, "day": long_date(report.day),
    }  # fmt: skip
    yield Paragraph(office(f"{KIND}.links", **fields))


def _states(office: Office, report: QuarterReport) -> Iterator[Block]:
    if not report.states:
        yield Paragraph(office(f"{KIND}.states_none", plan_year=report.year))
        return
    fields = {"plan_year": report.year, "day": long_date(report.day)}
    yield Paragraph(office(f"{KIND}.states", **fields))
    rows = (
        (ItemState(state.words).label.th, _figure(office, state.count)) for state in report.states
    )
    yield _table(office, {"state_head": None, "items_head": 2.4}, rows)


def _own(office: Office, name: str, text: str) -> Iterator[Block]:
    """The officer's own lines; where there are none nothing is claimed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    yield from map(Paragraph, lines or [office(f"{KIND}.{name}_none")])


def _rest(office: Office, count: int) -> Iterator[Block]:
    if count > 0:
        yield Note(office(f"{KIND}.rest", count=count))


def _table(
    office: Office, heads: dict[str, float | None], rows: Iterable[tuple[str, ...]]
) -> Table:
    """A table whose figures stand at the right; `heads` are its columns with their widths."""
    figures = ("count_head", "unfound_head", "days_head", "items_head")
    columns = tuple(
        PaperColumn(office(f"{KIND}.{head}"), width, Align.RIGHT if head in figures else Align.LEFT)
        for head, width in heads.items()
    )
    return table_of_rows("", columns, rows)
