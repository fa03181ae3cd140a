"""A report as its page shows it: rows, findings, who owes what, and what is said of them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.analysis.trend import Series, trend
from prongsai.core.framework.years import short_title
from prongsai.core.messages import read_words
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Labelled, Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.templatetags.ui import thai_date
from prongsai.web.signing.approval.queries import ApprovalState
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import loaded
from prongsai.web.year.reports.kinds import RESULTS, ReportKind
from prongsai.web.year.reports.models import DraftFile, Report
from prongsai.web.year.reports.queries import ReportLine
from prongsai.web.year.reports.queries.states import ReportState
from prongsai.web.year.scoring.queries import current_scores
from prongsai.web.year.tracking.queries.board import TAGS

MISSING = "result_missing"
# Of rows that somebody owes so many are named, the title of one in so many letters.
_NAMED, _SHORT = 5, 30


class FindingLine(Struct, frozen=True):
    """One finding with the row that mends it; no `measure_id` where it is of the whole report."""

    kind: str
    tag: Text
    message: Text
    quotes: tuple[str, ...]
    unquoted: int
    next_step: Text | None
    measure_id: UUID | None
    code: str


class RowLine(Struct, frozen=True):
    """One measure in the list; `late_days` past the report's last day while it is empty."""

    line: ReportLine
    late_days: int
    errors: int
    warnings: int

    @property
    def id(self) -> UUID:
        """The measure's, by which its page of the list is found."""
        return self.line.row.pk

    @property
    def tag(self) -> str:
        """The kind of tag that shows the measure's state."""
        return TAGS[self.line.entry.row.status.state]

    @property
    def gap_tags(self) -> tuple[Tag, ...]:
        """What is said where nothing is written."""
        if not self.line.is_empty:
            return ()
        if self.late_days:
            return (Tag("late", _("ยังไม่มี เกินกำหนด %(days)s วัน") % {"days": self.late_days}),)
        return (Tag("todo", _("ยังไม่มี")),)

    @property
    def check_tags(self) -> tuple[Tag, ...]:
        """What the check of the report has found in it: the worst only."""
        if self.errors:
            return (Tag("bad", _("ต้องแก้")),)
        return (Tag("warn", _("ตรวจ")),) if self.warnings else ()

    @property
    def short_name(self) -> str:
        """Its number where it has one, else the beginning of its title."""
        measure = self.line.row
        if measure.number:
            return _("มาตรการ %(number)s") % {"number": measure.number}
        return Truncator(measure.title).chars(_SHORT)


class DraftLine(Struct, frozen=True):
    """One draft; `is_old` where the report says something else now."""

    row: DraftFile
    is_old: bool


class Owed(Struct, frozen=True):
    """Who owes which rows; `days` past the last day, 0 before."""

    owner: str
    rows: tuple[RowLine, ...]
    days: int

    @property
    def names(self) -> str:
        """The first rows, by their short names."""
        more = " …" if len(self.rows) > _NAMED else ""
        return ", ".join(row.short_name for row in self.rows[:_NAMED]) + more

    @property
    def late_tags(self) -> tuple[Tag, ...]:
        """How late they are, once the last day is past."""
        if not self.days:
            return ()
        return (Tag("late", _("เกินกำหนด %(days)s วัน") % {"days": self.days}),)


class ReportPage(Struct, frozen=True):
    """One report as its page shows it.

    Shape:  `own_silent` counts the rows, the reader's or nobody's, that tell neither a problem nor
            a proposal; `is_stuck` whether it was approved and is not published: taken back, or not
            by itself.
    """

    kind: ReportKind
    year: int
    state: ReportState
    opens: date
    due: date
    days_left: int
    lines: tuple[RowLine, ...]
    filled: int
    owed: tuple[Owed, ...]
    findings: tuple[FindingLine, ...]
    own_silent: int
    approval: ApprovalState | None
    publication: Publication | None
    report: Report | None
    layout: str
    drafts: tuple[DraftLine, ...]
    open_job: UUID | None
    on: date
    known_by: date | None
    may_compile: bool
    is_stuck: bool = False

    @property
    def frozen_on(self) -> datetime | None:
        """When what is shown was fixed; None while it is what the units say today."""
        is_fixed = self.report is not None and not self.state.may_write and self.known_by is None
        return self.report.frozen_at if self.report and is_fixed else None

    @property
    def lacks_number(self) -> bool:
        """Whether it is approved and waits for its number before it is published."""
        approval = self.approval
        return self.is_stuck and approval is not None and not approval.number

    @property
    def count(self) -> int:
        return len(self.lines)

    @property
    def missing(self) -> int:
        """How many rows say nothing yet."""
        return self.count - self.filled

    @property
    def may_submit(self) -> bool:
        is_ready = self.state in (ReportState.COMPILED, ReportState.SENT_BACK) and not self.errors
        return self.may_compile and is_ready

    @property
    def is_results(self) -> bool:
        """Whether it is the report of the year's results, whose layout is chosen."""
        return self.kind.name == RESULTS

    @property
    def errors(self) -> int:
        """How many findings must be mended before it is submitted."""
        return sum(1 for finding in self.findings if finding.kind == "bad")

    @property
    def listed(self) -> tuple[FindingLine, ...]:
        """The findings but the rows that are empty: who owes those stands beside."""
        return tuple(finding for finding in self.findings if finding.code != MISSING)

    @property
    def must_fill(self) -> int:
        """How many empty rows stop the submission."""
        return sum(1 for finding in self.findings if finding.code == MISSING)

    @property
    def is_now(self) -> bool:
        """Whether it is shown as of today: what is known on another day is only read."""
        return self.known_by is None

    @property
    def may_change(self) -> bool:
        """Whether its rows can be written still."""
        return self.is_now and self.state.may_write

    @property
    def may_lay_out(self) -> bool:
        """Whether the reader chooses its layout."""
        return self.is_results and self.may_compile and self.may_change

    @property
    def may_remind(self) -> bool:
        """Whether the reader may remind all who owe a row."""
        return self.may_compile and self.state.may_write

    @property
    def is_draft(self) -> bool:
        """Whether its round is not over on the day that it tells of."""
        return self.is_now and not self.kind.round_of(self.year).is_over(self.on)

    @property
    def round_ends(self) -> date:
        return self.kind.round_of(self.year).last_day

    @property
    def shown_owed(self) -> tuple[Owed, ...]:
        """Who owes what, from the day on which the round begins."""
        return self.owed if self.is_now and self.state is not ReportState.NOT_YET else ()

    @property
    def shows_check(self) -> bool:
        """Whether the check before submission is shown."""
        return bool(self.count) and self.may_change

    @property
    def shown_publication(self) -> Publication | None:
        """What is published, unless it is held back."""
        return None if self.state is ReportState.HELD else self.publication

    @property
    def shown_approval(self) -> ApprovalState | None:
        return self.approval if self.is_now else None

    @property
    def own_silent_now(self) -> int:
        """How many of the reader's rows can be filled with "nothing"."""
        return self.own_silent if self.may_change else 0

    @property
    def heading(self) -> str:
        """The finding of the page in one sentence."""
        if self.known_by:
            return _("รายงานตามข้อมูล ณ วันที่ %(day)s") % {"day": thai_date(self.known_by)}
        if not self.count:
            return _("แผนยังไม่มีมาตรการให้รายงาน")
        return self._heading_of_state or self._heading_of_rows

    @property
    def _heading_of_state(self) -> str:
        if self.state is ReportState.NOT_YET:
            return _("เปิดให้เขียน %(day)s") % {"day": thai_date(self.opens)}
        if self.lacks_number:
            return _("อนุมัติแล้ว รอเลขที่จึงเผยแพร่")
        words = {
            ReportState.HELD: _("มีผู้คัดค้าน พักไว้จนกว่าผลจะถูกยกเลิก"),
            ReportState.PUBLISHED: _("เผยแพร่แล้ว"),
            ReportState.APPROVED: _("อนุมัติแล้ว กำลังเผยแพร่"),
            ReportState.WAITING: _("เสนอแล้ว รอลงนาม"),
            ReportState.SENT_BACK: _("ส่งกลับให้แก้ แก้แล้วเสนอใหม่"),
        }
        return words.get(self.state, "")

    @property
    def _heading_of_rows(self) -> str:
        if self.missing:
            return _("เหลือ %(count)s แถวที่ยังไม่มีผล") % {"count": self.missing}
        if self.errors:
            return _("เขียนครบแล้ว เหลือ %(count)s เรื่องต้องแก้") % {"count": self.errors}
        return _("ครบแล้ว เสนอลงนามได้")

    @property
    def submit_words(self) -> str:
        is_again = self.state is ReportState.SENT_BACK
        return _("เสนออีกครั้ง") if is_again else _("เสนอลงนาม")

    @property
    def draft_words(self) -> str:
        return _("ทำร่างใหม่") if self.drafts else _("ทำร่าง PDF DOCX และ XLSX")

    @property
    def check_words(self) -> str:
        """What of the findings stops the submission."""
        if self.errors:
            return _("ต้องแก้เรื่องสีแดงก่อนจึงเสนอได้ เรื่องที่ให้ตรวจ ไม่ต้องแก้ก็เสนอได้")
        return _("เรื่องที่ให้ตรวจ ไม่ต้องแก้ก็เสนอได้")


_TWO = 2


class ItemMove(Labelled):
    """Where an item went."""

    UP = "up", "สูงขึ้น", "up"
    DOWN = "down", "ต่ำลง", "down"
    SAME = "same", "เท่าเดิม", "the same"
    UNKNOWN = "unknown", "เทียบไม่ได้", "cannot be compared"


class ItemLine(Struct, frozen=True):
    """One item before and after; `why` says why it cannot be compared, None where it can."""

    code: str
    name: Text
    before: Decimal | None
    after: Decimal | None
    change: Decimal | None
    way: ItemMove
    why: Text | None


def effect_page(agency: Agency, year: int) -> dict[str, Any]:
    """What the items of each measure did between the plan's scores and the next ones.

    Shape:  `lines` are measures with the items that they answer; `before` is the year of the plan's
            scores, `after` the following one; `has_plan` and `has_after` say what is there; `opens`
            is the year in which the following scores are entered, None until it is opened; counts
            are of items, each once.
    """
    plan = loaded(agency, year)
    before_year = plan.row.score_year if plan else year - 1
    former, latter = current_scores(agency, before_year), current_scores(agency, before_year + 1)
    lines: list[tuple[MeasureRow, list[ItemLine]]] = []
    if plan and former and latter:
        compared = _compared(former.card, latter.card)
        answered = (
            (row, [compared[code] for code in row.items if code in compared])
            for row in plan.measures
        )
        lines = [(row, items) for row, items in answered if items]
    each = {item.code: item.way for _row, items in lines for item in items}
    return {
        "year": year,
        "before": before_year,
        "after": before_year + 1,
        "has_plan": plan is not None,
        "has_before": former is not None,
        "has_after": latter is not None,
        "opens": before_year + 2 if before_year + 2 in years(agency) else None,
        "lines": lines,
        "counts": {way.value: list(each.values()).count(way) for way in ItemMove},
    }


def _compared(former: ScoreCard, latter: ScoreCard) -> Mapping[str, ItemLine]:
    series = {item_series.key: item_series for item_series in trend([former, latter]).items}
    lines = {}
    for code, item in former.framework.items.items():
        own = [series[key] for key in item.lineage if key in series]
        lines[code] = _line(code, short_title(item), former.fiscal_year, own)
    return lines


def _line(code: str, name: Text, year: int, own: list[Series]) -> ItemLine:
    both = [series for series in own if len(series.points) == _TWO]
    before = next(
        (p.figure for series in own for p in series.points if p.fiscal_year == year), None
    )
    if not both:
        why = read_words("reports/not_comparable.item_gone")
        return ItemLine(code, name, before, None, None, ItemMove.UNKNOWN, why)
    series = both[0]
    value = series.points[-1].figure
    if not series.comparable or len(own) > 1:
        why = read_words("reports/not_comparable.question_changed")
        return ItemLine(code, name, before, value, None, ItemMove.UNKNOWN, why)
    change = value - series.points[0].figure
    way = ItemMove.SAME if change == 0 else ItemMove.UP if change > 0 else ItemMove.DOWN
    return ItemLine(code, name, before, value, change, way, None)
