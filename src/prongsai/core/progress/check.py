"""What is wrong with a report before it is submitted: every finding quotes its place."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import dates_in, in_words, read_date
from prongsai.core.errors import Finding, Findings, Place, Severity, finding
from prongsai.core.measures.model import Plan
from prongsai.core.messages import code_of, read_message, read_words
from prongsai.core.progress.model import Evidence, EvidenceKind, Faces
from prongsai.core.progress.plan_words import Rule, plans_in
from prongsai.core.progress.rounds import NOTHING, WHOLE, Round, RoundRow, is_nothing
from prongsai.core.progress.status import WHOLE as ALL_DONE
from prongsai.core.text import Text, listed, same
from prongsai.core.thai import arabic_digits, around, shorten, squeeze

_TITLE = 50
# A day after these names a letter or a law and no work of the year.
_CITED = re.compile(r"(?:ลง|ประกาศ ณ)\s*(?:วันที่)?\s*$")
_YEAR_NAMED = re.compile(
    r"ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?\s*)?(25\d\d)(?!\d|\s*(?:[-–—]|ถึง)\s*(?:พ\.?\s?ศ\.?\s*)?25)"
)
_FIELDS = ("summary", "outcome", "problem", "proposal")


class RoundEntry(Struct, frozen=True):
    """One measure as the report will tell it.

    Shape:  `row` is what the units wrote; the four texts are what will be printed, which may be
            other words; `photos` those that were chosen.
    """

    row: RoundRow
    summary: str
    outcome: str
    problem: str
    proposal: str
    photos: tuple[Evidence, ...] = ()


def check_report(plan: Plan, asked: Round, entries: Sequence[RoundEntry]) -> Findings:
    """Everything wrong with a report of a round, in the order of its rows.

    Shape:  a place's `row` counts the entries from 1, so that a finding leads to its row.
    """
    findings = Findings()
    if not entries:
        findings.error("progress/report_without_measures")
        return findings
    approved = read_date(plan.approved)
    for number, entry in enumerate(entries, start=1):
        row = _Row(number, entry, asked, findings)
        row.results()
        row.days()
        row.approval(approved.first if approved else None)
        row.proof()
        row.money()
    _problems(entries, findings)
    _faces(entries, findings)
    _twins(entries, findings)
    return findings


def is_blocked(findings: Findings | Sequence[Finding]) -> bool:
    """Whether a report cannot be submitted yet."""
    items = findings.items if isinstance(findings, Findings) else findings
    return any(item.severity is Severity.ERROR for item in items)


class _Row(Struct, frozen=True):
    """One entry while it is looked at."""

    number: int
    entry: RoundEntry
    asked: Round
    findings: Findings

    @property
    def named(self) -> Text:
        measure = self.entry.row.measure
        return same(f"{measure.number or self.number}. {shorten(squeeze(measure.title), _TITLE)}")

    def place(self, quote: str = "") -> Place:
        return Place(row=self.number, quote=quote or None)

    def tell(self, key: str, severity: Severity, *quotes: str, **values: object) -> None:
        message = read_message(key, **values)
        words = listed((self.named, message.text), ": ")
        places = tuple(self.place(quote) for quote in quotes or ("",))
        self.findings.items.append(
            Finding(code_of(key), severity, words, places, message.next_step)
        )

    def results(self) -> None:
        """A result that is missing, or is a plan."""
        entry, starts = self.entry, self.entry.row.measure.starts
        if is_nothing(entry.summary):
            if starts is None or starts.first <= self.asked.last_day:
                self.tell("progress/result_missing", Severity.ERROR)
            return
        for name in ("summary", "outcome"):
            quotes_by_rule: dict[Rule, list[str]] = {}
            for plan in plans_in(getattr(entry, name), self.asked.months):
                quotes_by_rule.setdefault(plan.rule, []).append(plan.quote)
            for rule, quotes in quotes_by_rule.items():
                words = {"label": read_words(f"progress/field.{name}"), "why": rule.reason}
                self.tell("progress/result_is_plan", rule.severity, *quotes, **words)
        if self.asked.months == WHOLE and is_nothing(entry.outcome):
            self.tell("progress/outcome_missing", Severity.WARNING)

    def days(self) -> None:
        """Days outside the fiscal year: of notes, of photos, and in what was written."""
        first, last = fiscal.start(self.asked.fiscal_year), fiscal.end(self.asked.fiscal_year)
        for note in self.entry.row.strays:
            quote = shorten(squeeze(note.done), _TITLE)
            self.tell("progress/note_outside_year", Severity.ERROR, quote, day=in_words(note.on))
        for photo in self.entry.photos:
            if photo.taken_on and not first <= photo.taken_on <= last:
                quote, day = photo.caption or photo.name, in_words(photo.taken_on)
                self.tell("progress/photo_outside_year", Severity.ERROR, quote, day=day)
        for name in _FIELDS:
            for quote in _strange_days(getattr(self.entry, name), self.asked.fiscal_year):
                self.tell(
                    "progress/date_outside_year",
                    Severity.WARNING,
                    quote,
                    label=read_words(f"progress/field.{name}"),
                    year=self.asked.fiscal_year,
                )

    def approval(self, approved: date | None) -> None:
        """Work that began before the plan was approved."""
        early = [note for note in self.entry.row.notes if approved and note.on < approved]
        if not early or approved is None:
            return
        self.tell(
            "progress/work_before_approval",
            Severity.WARNING,
            *(shorten(squeeze(note.done), _TITLE) for note in early if note.done),
            day=in_words(early[0].on),
            approved=in_words(approved),
        )

    def proof(self) -> None:
        """Evidence that is missing, and what is done although a problem is open."""
        row, is_done = self.entry.row, self.entry.row.status.percent >= ALL_DONE
        if not row.evidence and not is_nothing(self.entry.summary):
            if is_done:
                is_final = self.asked.months == WHOLE
                severity = Severity.ERROR if is_final else Severity.WARNING
                self.tell("progress/done_without_evidence", severity)
            else:
                self.tell("progress/without_evidence", Severity.WARNING)
        if is_done and not is_nothing(self.entry.problem):
            quote = shorten(squeeze(self.entry.problem), _TITLE)
            self.tell("progress/done_with_problem", Severity.WARNING, quote)

    def money(self) -> None:
        """More spent than planned."""
        planned, spent = self.entry.row.measure.money, self.entry.row.spent
        if planned is None or spent is None or spent <= planned.amount:
            return
        quote, amount = squeeze(self.entry.row.measure.budget), f"{spent:,.2f}"
        if planned.amount:
            self.tell(
                "progress/over_budget.of_some",
                Severity.WARNING,
                quote,
                spent=amount,
                planned=f"{planned.amount:,.2f}",
            )
        else:
            self.tell("progress/over_budget.of_none", Severity.WARNING, quote, spent=amount)


# A page is read again and again while few of its texts change.
@lru_cache(maxsize=1024)
def _strange_days(text: str, fiscal_year: int) -> tuple[str, ...]:
    """Quotations of the days and named fiscal years of a text that are not of the year."""
    return tuple(_quoted_days(text, fiscal_year))


def _quoted_days(text: str, fiscal_year: int) -> Iterator[str]:
    plain = squeeze(arabic_digits(text))
    first, last = fiscal.start(fiscal_year), fiscal.end(fiscal_year)
    for begin, end, span in dates_in(plain):
        is_strange = span.last < first or span.first > last
        if is_strange and not _CITED.search(plain, 0, begin):
            yield around(plain, begin, end, 24)
    for match in _YEAR_NAMED.finditer(plain):
        if int(match[1]) != fiscal_year:
            yield around(plain, match.start(), match.end(), 24)


def _problems(entries: Sequence[RoundEntry], findings: Findings) -> None:
    """The heading "ปัญหา อุปสรรค และข้อเสนอแนะ" must not stand empty."""
    blank = [
        number
        for number, entry in enumerate(entries, start=1)
        if not entry.problem.strip() and not entry.proposal.strip()
    ]
    if not blank:
        return
    is_all = len(blank) == len(entries)
    severity, case = (Severity.ERROR, "throughout") if is_all else (Severity.WARNING, "in_some")
    findings.items.append(
        finding(
            f"progress/problems_missing.{case}",
            severity,
            *(Place(row=number) for number in blank),
            count=len(blank),
            nothing=NOTHING,
        )
    )


def _faces(entries: Sequence[RoundEntry], findings: Findings) -> None:
    """Photos that will be published although nobody said whether the people in them agree."""
    asked = [
        (number, photo)
        for number, entry in enumerate(entries, start=1)
        for photo in entry.photos
        if photo.faces is Faces.UNKNOWN
    ]
    if not asked:
        return
    findings.warning(
        "progress/faces_unknown",
        *(Place(row=number, quote=photo.caption or photo.name) for number, photo in asked),
        count=len(asked),
    )


def _twins(entries: Sequence[RoundEntry], findings: Findings) -> None:
    """One photo that is sent in as evidence more than once."""
    held: dict[str, list[tuple[int, Evidence]]] = {}
    for number, entry in enumerate(entries, start=1):
        for piece in entry.row.evidence:
            if piece.kind is EvidenceKind.PHOTO and piece.digest:
                held.setdefault(piece.digest, []).append((number, piece))
    for twins in held.values():
        if len(twins) > 1:
            name = twins[0][1].caption or twins[0][1].name
            findings.warning(
                "progress/photo_twice",
                *(Place(row=number, quote=photo.caption or photo.name) for number, photo in twins),
                name=name,
                count=len(twins),
            )
