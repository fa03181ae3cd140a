"""What the pre-audit says of an item, element by element, and of the whole year."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from msgspec import Struct

from prongsai.core.disclosure.model import Presence
from prongsai.core.disclosure.readiness import Gap
from prongsai.core.papers.status import PreauditLine, PreauditReport
from prongsai.core.preaudit.model import ElementOutcome, ElementVerdict, Forecast, Verdict
from prongsai.core.thai import shorten
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.works import Work, works_of
from prongsai.web.disclosure.links.models import USUAL_DAYS
from prongsai.web.platform.clock import now
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import Job
from prongsai.web.platform.tags import Tag
from prongsai.web.year.ownership.owners import Standing

REPORT_JOB = "disclosure.preaudit-report"
_LONGEST = 80

_KINDS = {Verdict.NOT_FOUND: "miss", Verdict.CANNOT_TELL: "unsure", Verdict.FOUND: "found"}


class ReadCard(Struct, frozen=True):
    """What the pre-audit says of an element.

    Shape:  `address` where the file with the quote is opened, "" where none has one; `picture`
            where the page is drawn as it was read, "" where it is none of a PDF.
    """

    entry: ElementVerdict
    address: str
    picture: str

    @property
    def tag(self) -> Tag:
        """The verdict in a word."""
        kind = "warn" if self.entry.is_advice else _KINDS[self.entry.outcome.verdict]
        return Tag(kind, in_language(self.entry.label))

    @property
    def rank(self) -> tuple[int, bool]:
        """Its place in a list that begins with the worst."""
        return list(_KINDS).index(self.entry.outcome.verdict), not self.entry.is_confirmed


def reading_page(work: Work) -> dict[str, Any] | None:
    """What the page of an item shows of its pre-audit; None where there is nothing to read.

    Shape:  `row` None before it was asked for; the rest only where it read the evidence that
            stands: `there` of `sure` confirmed elements are found, of `all`.
    """
    row = work.reading
    if not work.pieces and row is None:
        return None
    page: dict[str, Any] = {
        "row": row,
        "is_current": work.is_read,
        "may_be_read": may_be_read(work),
    }
    if row is None or row.result is None or not work.is_read:
        return page
    result = row.result
    return page | {
        "tag": forecast_tag(forecast_of(work) or result.forecast),
        "all": len(result.elements),
        "sure": len(result.confirmed),
        "there": sum(entry.outcome.verdict is Verdict.FOUND for entry in result.confirmed),
        # The elements themselves tell what is lacking.
        "findings": [finding for finding in result.findings if finding.code != "element_lacking"],
    }


def may_be_read(work: Work, *, is_asked_for: bool = True) -> bool:
    """Whether reading may tell anything new.

    Shape:  what looks the same may differ where an address did not open, or where files behind a
            page were read: no look at the page sees them change. By itself it is read again only
            because of such files, once a week.
    """
    row = work.reading
    if row is None or row.read_at is None or not work.is_read:
        return True
    own = {piece.address for piece in work.pieces}
    has_files_behind = any("://" in source for source in {*row.sources.values()} - own)
    is_due = is_asked_for or row.read_at <= now() - timedelta(days=USUAL_DAYS)
    return (has_files_behind and is_due) or (is_asked_for and row.is_partial)


def read_cards(work: Work, year: int) -> Mapping[str, ReadCard]:
    """What was read in the evidence that stands, by the key of the requirement."""
    row = work.reading
    if row is None or not work.is_read:
        return {}
    drawn = set(row.pictures.values_list("element", flat=True))
    cards = {}
    for key, entry in row.by_requirement.items():
        source = row.sources.get(entry.outcome.file, "")
        address = _place_at(source, entry.outcome) if "://" in source else ""
        if source and not address:
            address = reverse("disclosure:file", args=[year, source])
        at = reverse("disclosure:quote", args=[year, work.item.code, key]) if key in drawn else ""
        cards[key] = ReadCard(entry, address, at)
    return cards


def _place_at(address: str, outcome: ElementOutcome) -> str:
    """An address that a browser opens at the quote: the page of a PDF, the words of a web page."""
    if address.lower().endswith(".pdf"):
        return f"{address}#page={outcome.page}" if outcome.page else address
    words = quote(outcome.quote.strip("… "), safe="").replace("-", "%2D")
    # What follows `:~:` is seen by the browser alone, and does not change where a page opens else.
    return f"{address}{'' if '#' in address else '#'}:~:text={words}" if words else address


def forecast_of(work: Work) -> Forecast | None:
    """What is to be expected of an item after what persons said; None where it was not read.

    Shape:  an item without evidence will miss whatever is asked of it: there is nothing to read.
    """
    if not work.pieces and work.item.requirements:
        return Forecast.WILL_MISS
    if work.reading is None or work.reading.result is None or not work.is_read:
        return None
    if {lack.gap for lack in work.readiness.lacks} & {Gap.ABSENT, Gap.NOT_READ}:
        return Forecast.WILL_MISS
    forecast = work.reading.result.forecast
    return Forecast.LOOK if forecast is Forecast.WILL_MISS else forecast


def forecast_tag(forecast: Forecast) -> Tag:
    """What is to be expected, in words; text alone makes none complete."""
    kinds = {Forecast.WILL_MISS: "miss", Forecast.WORDS_FOUND: "found"}
    return Tag(kinds.get(forecast, "unsure"), in_language(forecast.label))


def forecast_of_year(works: Iterable[Work]) -> Mapping[str, Any]:
    """How many items are to be expected how, and on how many confirmed elements that rests.

    Shape:  nothing while no item has evidence: there is nothing that was read.
    """
    counts: Counter[Forecast | None] = Counter()
    elements = confirmed = 0
    has_evidence = False
    for work in works:
        has_evidence |= bool(work.pieces)
        forecast = forecast_of(work)
        counts[forecast] += 1
        if forecast is not None and work.reading is not None and work.reading.result is not None:
            elements += len(work.reading.result.elements)
            confirmed += len(work.reading.result.confirmed)
    kinds = Forecast if has_evidence else ()
    known = [(forecast_tag(kind), counts[kind]) for kind in kinds if counts[kind]]
    return {
        "counts": known, "unread": counts[None], "elements": elements, "confirmed": confirmed,
    }  # fmt: skip


def preaudit_report(agency: Agency, year: int, on: date) -> PreauditReport:
    """The pre-audit of a year as it stands, items that are worth most first."""
    items, works = works_of(agency, year, on)
    standing = Standing(agency, year, on)
    known = works if items.of_year == year else ()
    lines = [
        _line(work, main.words if (main := standing.owners_of(work.item.subject).main) else "")
        for work in sorted(known, key=lambda work: -(work.item.points or 0))
    ]
    return PreauditReport(year, on, tuple(lines))


def _line(work: Work, owner: str) -> PreauditLine:
    item, forecast = work.item, forecast_of(work)
    result = work.reading.result if work.reading is not None and forecast is not None else None
    elements = result.elements if result is not None else ()
    wanted = Verdict.NOT_FOUND if forecast is Forecast.WILL_MISS else Verdict.CANNOT_TELL
    # What a person does not find is told in their words; what one found is not missing.
    judged = {key for key, check in work.checks.items() if check.presence == Presence.ABSENT}
    if wanted is Verdict.NOT_FOUND:
        judged = {entry.requirement.key for entry in elements} - work.missed
    read = (entry for entry in elements if entry.requirement.key not in judged)
    listed = [entry for entry in read if entry.outcome.verdict is wanted]
    listed.sort(key=lambda entry: not entry.is_confirmed)
    sure = [entry for entry in elements if entry.is_confirmed]
    gaps = (Gap.NO_EVIDENCE, Gap.ABSENT)
    missed = [lack.message.th for lack in work.readiness.lacks if lack.gap in gaps]
    return PreauditLine(
        item.code, item.name.th, owner, forecast,
        there=sum(entry.outcome.verdict is Verdict.FOUND for entry in sure),
        sure=len(sure), count=len(elements), open=(*missed, *map(_words, listed)),
    )  # fmt: skip


def _words(entry: ElementVerdict) -> str:
    """What is asked, and why or what to do."""
    outcome = entry.outcome
    more = outcome.step if entry.is_confirmed and outcome.step else outcome.reason
    doubt = "" if entry.is_confirmed else f" ({entry.requirement.confidence.label.th})"
    return f"{shorten(entry.requirement.text.th, _LONGEST)}{doubt}: {more.th}"


def report_job(agency: Agency, year: int) -> Job | None:
    """The newest drawing of the report of a year."""
    rows = Job.objects.filter(agency=agency, kind=REPORT_JOB, arguments__year=year)
    return rows.order_by("-asked_at").first()
