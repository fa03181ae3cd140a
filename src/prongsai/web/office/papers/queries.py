"""The case of an agency's year, and the papers that were made of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Misuse, Place, Severity
from prongsai.core.measures.check import check_plan
from prongsai.core.measures.draft import DraftOptions, draft_plan
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.case import Case, Settings
from prongsai.core.papers.document import Document
from prongsai.core.papers.kinds import KINDS, PaperKind
from prongsai.core.papers.letters import measures_announcement, memo
from prongsai.core.papers.memos import MemoText, general_memo, plan_paper
from prongsai.core.papers.outgoing import LetterText, letter
from prongsai.core.text import Text, listed, same
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import emblem_of, office_of, paper_agency, unit_words, wording_of
from prongsai.web.agency.people import Actor
from prongsai.web.office.papers.models import KIND, Memo, MemoEnclosure, PaperFile, PlanFollowUp
from prongsai.web.office.papers.rights import seen_by
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.jobs import open_jobs
from prongsai.web.platform.models import Job, JobState
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import ApprovalState, state_of
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.measures.queries import (
    InForce,
    changed_at,
    in_force,
    layout_of,
    loaded,
    narratives_of,
    plan_of,
)
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND, FindingLine, line_of, scores_of
from prongsai.web.year.measures.values import MEASURES
from prongsai.web.year.ownership.queries import changed_at as owners_changed_at
from prongsai.web.year.ownership.queries import owned
from prongsai.web.year.scoring.queries import CurrentScores, current_scores, history, remarks

FIELDS = (
    "subject", "to", "background", "facts", "proposals", "closing", "is_information",
)  # fmt: skip
OF_LETTER = ("is_letter", "refers")
_MEMO = read_words("papers/memo")
MOST_LISTED = 200


def memo_lines(person: Actor, year: int) -> list[Memo]:
    """The memos of a year that a person sees with their newest submissions, in two queries."""
    rows = list(seen_by(person).filter(fiscal_year=year)[:MOST_LISTED])
    submissions = Submission.objects.filter(
        agency=person.agency, kind=KIND, subject__in=[row.pk for row in rows]
    )
    sent = {submission.subject: submission for submission in submissions.order_by("made_at", "pk")}
    for row in rows:
        row.sent = sent.get(row.pk)
    return rows


def hits(person: Actor) -> Iterator[Hit]:
    """The memos of every year that a person sees, newest first, as a search lists them."""
    for row in seen_by(person).only("pk", "subject", "to", "fiscal_year"):
        yield Hit(row.url, row.subject, (_MEMO, str(row.fiscal_year)), words=row.to)


def memo_of(person: Actor, memo_id: UUID) -> Memo | None:
    rows = seen_by(person).filter(pk=memo_id)
    return rows.select_related("agency", "unit").first()


def enclosure_of(person: Actor, enclosure_id: UUID) -> MemoEnclosure | None:
    """One enclosure of a memo that a person sees, also one that was taken out."""
    rows = MemoEnclosure.objects.filter(memo__in=seen_by(person), pk=enclosure_id)
    return rows.select_related("file__agency", "memo__agency").first()


def memo_values(row: Memo) -> dict[str, Any]:
    """What a version of a memo holds; a letter has more, and a memo's stays what it was."""
    fields = (*FIELDS, *OF_LETTER) if row.is_letter else FIELDS
    return {field: getattr(row, field) for field in fields}


_FIRST_FINDINGS = 12


class PlanPaperPage(Struct, frozen=True):
    """A year's plan on its way to be approved.

    Shape:  `count` measures; `lacks` the first of `lack_count` findings, each with the measure it
            speaks of; `error_count` are faults; `asks_for_circulation` what was chosen when it was
            submitted.
    """

    year: int
    subject: UUID
    count: int
    has_scores: bool
    lacks: tuple[tuple[FindingLine, MeasureRow | None], ...]
    lack_count: int
    error_count: int
    approval: ApprovalState | None
    in_force: InForce | None
    asks_for_circulation: bool

    @property
    def may_be_submitted(self) -> bool:
        """Whether there is something to approve that is not on its way."""
        is_open = self.approval is not None and self.approval.is_open
        is_news = self.in_force is None or self.in_force.is_changed
        return bool(self.count and self.has_scores and is_news and not is_open)

    @property
    def stands_as_it_is(self) -> bool:
        """Whether the approved plan is the one that is shown, and nothing of it is on its way."""
        is_open = self.approval is not None and self.approval.is_open
        return not is_open and self.in_force is not None and self.in_force.is_settled


def plan_paper_page(agency: Agency, year: int) -> PlanPaperPage | None:
    held = loaded(agency, year)
    if held is None:
        return None
    scores = scores_of(agency, year - 1)
    findings = [
        finding
        for finding in check_plan(held.plan, scores.card, scores.remarks)
        if finding.severity is not Severity.NOTE
    ]
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    approval = state_of(agency, APPROVAL_KIND, held.row.pk)
    return PlanPaperPage(
        year=year,
        subject=held.row.pk,
        count=len(held.measures),
        has_scores=scores.card is not None,
        lacks=tuple(
            (line_of(finding), _measure(finding.places, held.measures))
            for finding in ordered[:_FIRST_FINDINGS]
        ),
        lack_count=len(findings),
        error_count=sum(1 for finding in findings if finding.severity is Severity.ERROR),
        approval=approval,
        in_force=in_force(agency, year, held),
        asks_for_circulation=bool(
            approval
            and PlanFollowUp.objects.filter(
                agency=agency, submission=approval.id, circulates=True
            ).exists()
        ),
    )


def _measure(places: Sequence[Place], measures: Sequence[MeasureRow]) -> MeasureRow | None:
    """The measure that a finding speaks of first; the check counts them from 0."""
    rows = [place.row or 0 for place in places if place.sheet == MEASURES]
    return measures[rows[0]] if rows and rows[0] < len(measures) else None


JOB = "papers"
FORMS = ("pdf", "docx")
_OF_OWNERS = "responsibility"


class KindRow(Struct, frozen=True):
    """One kind of paper with its newest files.

    Shape:  `is_old` where other scores stand now than those it prints; `is_before_plan` where the
            plan has changed since a file was made, `is_before_owners` where owners have.
    """

    kind: PaperKind
    files: tuple[PaperFile, ...]
    newest: PaperFile | None
    is_old: bool
    is_before_plan: bool
    is_before_owners: bool


class PapersPage(Struct, frozen=True):
    """The papers of a year; `has_scores` is what making any needs, `standing` their revision."""

    year: int
    score_year: int
    has_scores: bool
    is_provisional: bool
    standing: int | None
    kinds: tuple[KindRow, ...]
    open_job: UUID | None
    has_plan: bool

    @property
    def old_count(self) -> int:
        """How many kinds print figures that no longer stand."""
        return sum(1 for kind in self.kinds if kind.is_old)

    @property
    def before_plan_count(self) -> int:
        """How many kinds print a plan that was changed since."""
        return sum(1 for kind in self.kinds if kind.is_before_plan)

    @property
    def made_count(self) -> int:
        return sum(1 for kind in self.kinds if kind.files)

    @property
    def are_all_fresh(self) -> bool:
        """Whether some were made and none has to be made anew."""
        return bool(self.made_count and not self.old_count and not self.before_plan_count)


def papers_page(agency: Agency, year: int) -> PapersPage:
    """Every kind of paper with what was made of it."""
    scores = current_scores(agency, year - 1)
    newest: dict[str, list[PaperFile]] = {}
    own = PaperFile.objects.filter(agency=agency, fiscal_year=year)
    same = own.filter(kind=OuterRef("kind"), form=OuterRef("form"))
    latest = same.order_by("-made_at", "-pk").values("pk")[:1]
    files = own.filter(pk=Subquery(latest)).select_related("file", "revision")
    for row in files.defer("revision__sheet"):
        newest.setdefault(row.kind, []).append(row)
    opened = open_jobs(agency, JOB, year=year).first()
    changed = changed_at(agency, year)
    return PapersPage(
        year=year,
        score_year=year - 1,
        has_scores=scores is not None,
        is_provisional=bool(scores and scores.card.rating and scores.card.rating.provisional),
        standing=scores.revision.number if scores else None,
        kinds=tuple(
            KindRow(
                kind,
                _in_order(rows),
                max(rows, key=lambda row: row.made_at, default=None),
                is_old=scores is not None
                and any(row.revision_id != scores.revision.pk for row in rows),
                is_before_plan=changed is not None and any(row.made_at < changed for row in rows),
                is_before_owners=_is_before_owners(agency, year, rows),
            )
            for name, kind in KINDS.items()
            for rows in (newest.get(name, []),)
        ),
        open_job=opened.pk if opened else None,
        has_plan=changed is not None,
    )


def made_count(agency: Agency, year: int) -> int:
    """How many kinds of papers of a year have been made."""
    rows = PaperFile.objects.filter(agency=agency, fiscal_year=year)
    return rows.order_by().values("kind").distinct().count()


def paper_file(agency: Agency, file_id: UUID) -> PaperFile | None:
    rows = PaperFile.objects.filter(agency=agency, pk=file_id)
    return rows.select_related("file__agency").first()


def files_of(job: Job) -> tuple[PaperFile, ...]:
    rows = PaperFile.objects.filter(agency=job.agency_id, job=job).select_related("file")
    return _in_order(list(rows))


def case_of(
    agency: Agency, year: int, made_on: date, scores: CurrentScores | None = None
) -> Case | None:
    """What the papers of a year are made of; None before there are scores.

    Shape:  until a year has a plan of its own the library's draft stands in its place.
    """
    scores = scores or current_scores(agency, year - 1)
    if scores is None:
        return None
    nacc_remarks = remarks(agency, year - 1)
    plan = plan_of(agency, year)
    if plan is None:
        options = DraftOptions(agency.name, not_before=made_on)
        plan = draft_plan(scores.card, nacc_remarks, options=options).plan
    return Case(
        agency=paper_agency(agency),
        card=scores.card,
        plan=plan,
        settings=Settings(
            made_on=made_on,
            narratives=narratives_of(agency, year),
            layout=layout_of(agency, year),
        ),
        history=history(agency, year - 1),
        remarks=nacc_remarks,
        figures=scores.sheet.figures,
        emblem=emblem_of(agency),
        owned=owned(agency, year, made_on),
        wording=wording_of(agency),
    )


def doing(job: Job) -> Text:
    """The file that is being made; "" for none."""
    wanted = [(k, f) for k in job.arguments["kinds"] for f in job.arguments["forms"]]
    if job.state != JobState.RUNNING or job.done >= len(wanted):
        return same("")
    label, form = KINDS[wanted[job.done][0]].label, wanted[job.done][1].upper()
    return listed([label, same(f"({form})")], " ")


def _is_before_owners(agency: Agency, year: int, rows: list[PaperFile]) -> bool:
    """Whether owners changed since the table of owners was made; no other paper names them."""
    made = [row.made_at for row in rows if row.kind == _OF_OWNERS]
    changed = owners_changed_at(agency, year) if made else None
    return changed is not None and min(made) < changed


def _in_order(rows: list[PaperFile]) -> tuple[PaperFile, ...]:
    places = {kind: place for place, kind in enumerate(KINDS)}
    # A kind that is no more comes last.
    return tuple(
        sorted(rows, key=lambda row: (places.get(row.kind, len(places)), row.form != FORMS[0]))
    )


def plan_document(agency: Agency, year: int, on: date, signing: Signing) -> Document:
    """Memo, draft announcement and plan of a year as one paper.

    Shape:  the table names no day of approval: what this paper asks for, its own memo tells.
    Errors: Misuse where the year has no scores: the memo tells of them.
    """
    case = case_of(agency, year, on)
    if case is None:
        raise Misuse("papers/scores_missing", year=year - 1)
    case = replace(case, plan=replace(case.plan, approved=""))
    letter, table = memo(case, signing, enclosed="memo.table"), plan_paper(case)
    parts = (*letter.sections, *measures_announcement(case).sections, *table.sections)
    return replace(letter, sections=parts)


def memo_document(row: Memo, on: date, signing: Signing) -> Document:
    """A memo with its chain of opinions, or a letter with the last signature alone.

    Shape:  from the unit that wrote it; a letter bears the day on which it was signed.
    """
    office = office_of(row.agency, on).of_unit(unit_words(row.unit))
    if row.is_letter:
        return letter(office, letter_text(row), replace(signing, day=signing.decided_on))
    return general_memo(office, memo_text(row), signing)


def letter_text(row: Memo) -> LetterText:
    return LetterText(
        subject=row.subject,
        to=row.to,
        refers=lines(row.refers),
        enclosures=memo_text(row).enclosures,
        reason=lines(row.background),
        purpose=lines(row.proposals),
        closing=row.closing.strip(),
    )


def memo_text(row: Memo) -> MemoText:
    return MemoText(
        subject=row.subject,
        to=row.to,
        background=lines(row.background),
        facts=lines(row.facts),
        proposals=lines(row.proposals),
        closing=row.closing.strip(),
        enclosures=tuple(row.enclosed.values_list("title", flat=True)),
        is_information=row.is_information,
    )


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
