"""The paper of a register: every heading that it must carry, whatever there is to show.

A heading of something that a person must say never says more than a person said: "ไม่มี" stands
only where somebody said that there is nothing, else that it was not said yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.errors import Finding, Findings
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import points_of
from prongsai.core.papers.document import (
    Block,
    Document,
    Form,
    Heading,
    Note,
    Numbered,
    Paragraph,
    Section,
    Signature,
    Table,
    Title,
    Together,
)
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_tables import (
    is_wide,
    months_blocks,
    on_a_lying_page,
    plan_chart,
    roll_up_table,
    rows_table,
    years_table,
)
from prongsai.core.patterns import compiled
from prongsai.core.person_names import person_names
from prongsai.core.progress.rounds import NOTHING, is_nothing
from prongsai.core.registers import papers
from prongsai.core.registers.checks import holds
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil, Reported, reported
from prongsai.core.registers.papers import Paper, Shows
from prongsai.core.registers.periods import Slot
from prongsai.core.registers.rolling import Others, Rolled, roll_up_of
from prongsai.core.registers.rows import Row, day_of, order_of, row_name, with_computed
from prongsai.core.registers.values import Context
from prongsai.core.text import Text, listed
from prongsai.core.thai import arabic_digits

_NAMES_TOLD = 3
# More columns lie on their side, whatever a month brings; fewer where their texts are long.
_UPRIGHT = 5


class Material(Struct, frozen=True):
    """What a paper is made of.

    Shape:  `rows` are those of the year, `number` which quarter or month the paper is about;
            `said` is what a person wrote under a heading, by its key ("ไม่มี" for nothing);
            `units` are the keys of those that owe rows; `others` the registers that references
            name, by their keys; `on` is the day of the figures; `asked_in` the years whose items
            it answers; `later` counts the rows whose newest progress is of after its time;
            `before` is the same of the year before, None where nothing is kept of it; `keeper` is
            the post that signs, "" for the usual officer; `since` the day from which rows are kept.
    """

    register: Register
    paper: Paper
    year: int
    rows: tuple[Row, ...]
    context: Context
    on: date
    number: int = 1
    nils: tuple[Nil, ...] = ()
    said: Mapping[str, str] = {}
    units: tuple[str, ...] = ()
    others: Mapping[str, Others] = {}
    asked_in: tuple[int, ...] = ()
    later: int = 0
    before: Material | None = None
    keeper: str = ""
    since: date | None = None

    @property
    def slot(self) -> Slot:
        return Slot(self.year, self.paper.period.every, self.number)

    @property
    def title(self) -> str:
        return self.paper.title_at(self.slot).th

    @property
    def is_draft(self) -> bool:
        """Whether it is made before its time is over."""
        return self.paper.is_draft(self.slot, self.on, asked_in=self.asked_in)

    @property
    def told_time(self) -> str:
        label = self.slot.label.th
        return f"ตั้งแต่ต้นปีงบประมาณถึง{label}" if self.paper.so_far else label

    @property
    def told_rows(self) -> tuple[Row, ...]:
        return self.rows_of(_EVERYTHING)

    def rows_of(self, heading: papers.Heading) -> tuple[Row, ...]:
        """The rows of the time of which a heading speaks, by day, by what orders them, by name."""
        keyed = [
            ((day or date.min, order_of(self.register, row), self._name(row), number), row)
            for number, row in enumerate(self.rows)
            if (day := day_of(self.register, row, self.year)) is None
            or self.paper.whole
            or self._holds(day)
            if holds(heading.when, self.register, row, with_computed(self.register, row.values))
        ]
        return tuple(row for _, row in sorted(keyed, key=lambda pair: pair[0]))

    def _name(self, row: Row) -> tuple[tuple[int, str], ...]:
        """Where a row stands among others by its name, in which numbers count as numbers."""
        parts = _FIGURES.split(arabic_digits(row_name(self.register, row, self.context)))
        return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)

    def _holds(self, day: date) -> bool:
        """Whether a day is of the time, or before its end where all so far is told."""
        return day <= self.slot.last if self.paper.so_far else self.slot.holds(day)

    def reported(self) -> tuple[Reported, ...]:
        """What was said of each month or quarter of the time."""
        times = reported(
            self.register, self.rows, self.nils, self.year,
            units=self.units, on=self.on, since=self.since,
        )  # fmt: skip
        return tuple(time for time in times if self._holds(time.slot.first))


def register_paper(office: Office, material: Material) -> Document:
    """The paper with all its headings in order."""
    blocks: list[Block] = [
        Title((_TORN_YEAR.sub("ปีงบประมาณ\u00a0พ.ศ.", material.title), office.agency.name)),
        Paragraph(
            office(
                "register.lead",
                register=material.register.title.th,
                count=len(material.told_rows),
                period=material.told_time,
                day=long_date(material.on),
            )
        ),
    ]
    for number, heading in enumerate(material.paper.headings, start=1):
        blocks.append(Heading(2, heading.title.th, f"{number}."))
        tables = sum(isinstance(block, Table) and bool(block.caption) for block in blocks)
        blocks += _under(office, material, heading, tables + 1)
    # Nobody shall take it for whole.
    for key, state in (("missing_times", "is_missing"), ("untold_times", "is_untold")):
        times = _times(material, attrgetter(state))
        if times is not None:
            blocks.append(Note(office(f"register.{key}", times=times.th)))
    if material.later:
        day = long_date(material.slot.last)
        blocks.append(Note(office("register.later", count=material.later, day=day)))
    hand = Signature(material.keeper or office.agency.positions.officer)
    section = _section(material, _with_the_hand(blocks, hand))
    kind = f"register-{material.register.key}-{material.paper.key}"
    paper = office.paper(kind, material.title, (section,))
    if not material.is_draft:
        return paper
    # An example stays an example; what else it is stands beside it.
    note = office("register.draft_note", day=long_date(material.slot.last))
    return replace(
        paper,
        stamp=paper.stamp or office("common.draft"),
        footnote=f"{paper.footnote} {note}".strip(),
    )


def _with_the_hand(blocks: list[Block], hand: Signature) -> list[Block]:
    """The hand with what stands last: it signs no empty page."""
    last = max(place for place, block in enumerate(blocks) if isinstance(block, Heading))
    end = blocks[last:]
    is_short = len(end) <= _SHORT_END and all(
        isinstance(block, Heading | Paragraph | Note) and len(block.text) <= _SHORT_TEXT
        for block in end
    )
    kept = end if is_short else end[-1:]
    if isinstance(kept[-1], Paragraph | Note | Numbered) and len(kept[-1].text) <= _SHORT_TEXT:
        return [*blocks[: -len(kept)], Together((*kept, hand))]
    return [*blocks, Together((hand,))]


# What stays on one page with the hand that signs: a heading, what it says, and what is missing.
_SHORT_END, _SHORT_TEXT = 3, 600

_FIGURES = compiled("([0-9]+)")
# No line of a title ends between these; in a narrow cell it may.
_TORN_YEAR = compiled(r"ปีงบประมาณ พ\.ศ\.")
_EVERYTHING = papers.Heading(key="all", title=Text("", ""), shows=Shows.ROWS)


def _section(material: Material, blocks: Sequence[Block]) -> Section:
    """Lay the page on its side where a table is wide."""
    widest = max(
        (len(_columns(material, heading)) for heading in material.paper.headings), default=0
    )
    lies = widest > _UPRIGHT or any(isinstance(block, Table) and is_wide(block) for block in blocks)
    if lies:
        blocks = [on_a_lying_page(block) if isinstance(block, Table) else block for block in blocks]
    return Section(Form.CHAPTER, tuple(blocks), landscape=lies)


def open_headings(material: Material) -> tuple[Finding, ...]:
    """What a person must still say before the paper may go out, and which times are missing."""
    findings = Findings()
    for heading in material.paper.headings:
        if heading.shows is Shows.SAID and _said(material, heading) is None:
            findings.warning("registers/register_not_said", heading=heading.title)
    times = _times(material, attrgetter("is_missing"))
    if times is not None:
        findings.warning("registers/register_period_missing", times=times)
    if material.later:
        last = material.slot.last
        day = Text(long_date(last), last.isoformat())
        findings.warning("registers/register_progress_later", day=day, count=material.later)
    if names := _names(material):
        listed = ", ".join(f"“{name}”" for name in names[:_NAMES_TOLD])
        findings.warning("registers/register_paper_names", names=listed)
    return tuple(findings.items)


def _names(material: Material) -> tuple[str, ...]:
    """What looks like names in all that the paper shows, of a register that names nobody."""
    if not material.register.names_nobody:
        return ()
    texts: list[str] = list(material.said.values())
    for heading in material.paper.headings:
        rolled = material.register.roll_up(heading.roll_up or "")
        fields = (*_columns(material, heading), *(rolled.by if rolled else ()))
        years = (year for year in (material, material.before) if fields and year is not None)
        rows = (row for year in years for row in year.rows_of(heading))
        texts += [str(row.values.get(name, "")) for row in rows for name in fields]
    names = (name.words for text in dict.fromkeys(texts) for name in person_names(text))
    return tuple(dict.fromkeys(names))


def _times(material: Material, is_so: Callable[[Reported], bool]) -> Text | None:
    """The times of a kind, unit by unit; what follows on is told as one."""
    names = material.context.units.labels if material.context.units else {}
    by_unit: dict[str, list[Reported]] = {}
    for time in material.reported():
        by_unit.setdefault(time.unit, []).append(time)
    texts = []
    for unit, times in by_unit.items():
        runs = [list(run) for is_asked, run in groupby(times, is_so) if is_asked]
        if runs:
            words = listed(span for run in runs for span in _spans(run))
            name = names.get(unit, unit)
            texts.append(Text(f"{name} ({words.th})", f"{name} ({words.en})") if unit else words)
    return listed(texts) if texts else None


def _spans(run: Sequence[Reported]) -> Iterator[Text]:
    """Times that follow each other: from the first to the last where they are more than two."""
    if len(run) > 2:  # noqa: PLR2004 - two are told as two
        first, last = run[0].slot.label, run[-1].slot.label
        yield read_words("registers/from_to", first=first, last=last)
    else:
        yield from (time.slot.label for time in run)


def _columns(material: Material, heading: papers.Heading) -> tuple[str, ...]:
    """The fields of a table of rows: those that are named, else those that may be public."""
    if heading.shows is not Shows.ROWS:
        return ()
    register = material.register
    hidden = register.never_public
    usual = tuple(field.name for field in register.fields if field.name not in hidden)
    return heading.columns or register.public or usual


def _under(
    office: Office, material: Material, heading: papers.Heading, number: int
) -> Iterator[Block]:
    caption = office("register.table", number=number, title=heading.title.th)
    if heading.shows is Shows.TEXT:
        yield Paragraph(heading.text.th if heading.text else "")
    elif heading.shows is Shows.SAID:
        yield from _said_blocks(office, material, heading)
    elif heading.shows is Shows.MONTHS:
        units = dict(material.context.units.labels) if material.context.units else {}
        yield from months_blocks(office, material.reported(), units, caption)
    elif heading.shows is Shows.ROLL_UP:
        rolled = _rolled(material, heading)
        yield roll_up_table(office, material.register, rolled, caption)
        chart = plan_chart(office, rolled, heading.title.th) if heading.chart else None
        if chart is not None:
            yield chart
    elif heading.shows is Shows.YEARS:
        before, now = material.before, _rolled(material, heading)
        if before is None or not before.rows:
            yield Paragraph(office("register.no_year_before", year=material.year - 1))
        else:
            former = _rolled(before, heading)
            yield years_table(office, material.register, former, now, material.year, caption)
    else:
        yield from _rows(office, material, heading, caption)


def _rows(
    office: Office, material: Material, heading: papers.Heading, caption: str
) -> Iterator[Block]:
    rows, times = material.rows_of(heading), material.reported()
    is_said = bool(times) and all(time.is_nil for time in times) and heading.when is None
    nothing = office("register.nil" if is_said else "register.no_rows")
    if not (rows or heading.constants):
        yield Paragraph(nothing)
        return
    names, register = _columns(material, heading), material.register
    table = rows_table(office, register, names, rows, material.context, caption, nothing)
    agency = office.agency
    texts = {"year": str(material.year), "agency": agency.name}
    texts |= {"district": agency.district, "province": agency.province}
    if agency.is_local:
        texts |= {name: office(f"register.local_{name}") for name in ("ministry", "kind")}
    # What is not known of another agency stays empty.
    constants = [(office(f"register.of_{key}"), texts.get(key, "")) for key in heading.constants]
    if constants:
        yield Paragraph(" ".join(f"{title} {text}" for title, text in constants if text))
    yield replace(table, constants=tuple(constants))


def _rolled(material: Material, heading: papers.Heading) -> Rolled:
    roll_up = material.register.roll_up(heading.roll_up or "")
    if roll_up is None:
        raise KeyError(heading.roll_up)
    return roll_up_of(
        material.register,
        roll_up,
        material.rows_of(heading),
        material.year,
        context=material.context,
        others=material.others,
        within=None if material.paper.whole or material.paper.so_far else material.slot,
    )


def _said_blocks(office: Office, material: Material, heading: papers.Heading) -> Iterator[Block]:
    lines = _said(material, heading)
    if lines is None:
        yield Paragraph(office("register.unsaid"))
    else:
        yield from points_of(lines or (NOTHING,))


def _said(material: Material, heading: papers.Heading) -> tuple[str, ...] | None:
    """What was said under a heading: () that there is nothing, None where nobody has said."""
    rows = material.rows_of(heading)
    texts = [str(row.values.get(heading.gathers or "", "")) for row in rows]
    gathered = [
        f"{row_name(material.register, row, material.context)}: {' '.join(text.split())}"
        for row, text in zip(rows, texts, strict=True)
        if not is_nothing(text)
    ]
    typed = material.said.get(heading.key, "").strip()
    written = [] if is_nothing(typed) else [line for line in typed.splitlines() if line.strip()]
    lines = (*gathered, *written)
    if lines:
        return lines
    all_said = bool(rows) and all(text.strip() for text in texts)
    return () if typed or (heading.gathers is not None and all_said) else None
