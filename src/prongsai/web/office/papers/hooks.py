"""Plans and memos: how they are approved, and the papers that were made of a year."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.approval.model import State
from prongsai.core.disclosure.gate import Gate
from prongsai.core.measures.data import plan_data
from prongsai.core.messages import read_words
from prongsai.core.papers.approving import Signing
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.core.papers.kinds import KINDS
from prongsai.web.agency.models import Agency, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.office.circulation.services import start
from prongsai.web.office.papers.models import KIND as MEMO_KIND
from prongsai.web.office.papers.models import Memo, MemoEnclosure, MemoRevision, PlanFollowUp
from prongsai.web.office.papers.queries import made_count, memo_document, memo_values, plan_document
from prongsai.web.office.papers.rights import may_change
from prongsai.web.office.papers.services import PLAN_LINEAGES
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.models import StoredFile
from prongsai.web.platform.serving import page_answer
from prongsai.web.signing.approval.handlers import Handler, fingerprint_of, register
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.queries import signed_copy
from prongsai.web.signing.numbering.models import Series
from prongsai.web.signing.publication.gate import ForItems, before_signing
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.assessment.queries import codes_of
from prongsai.web.year.measures.models import PlanRow
from prongsai.web.year.measures.queries import layout_of, loaded_of, unapproved_of
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND
from prongsai.web.year.measures.services.editing import put_in_force, settle_day
from prongsai.web.year.scoring.queries import current_scores

INFORMATION = "information"  # the route of data/routes


class PlanHandler(Handler):
    """The measures plan of a year; `subject` is the key of its row."""

    label = read_words("papers/measures_plan")
    route = "usual"
    after = read_words("papers/after_signing.plan")

    def title(self, agency: Agency, subject: UUID) -> str:
        year = _plan(agency, subject).fiscal_year
        return f"ขออนุมัติแผนมาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {year}"

    def url(self, agency: Agency, subject: UUID) -> str:
        """Where the plan is submitted, with the way to its editor."""
        return reverse("papers:plan", args=[_plan(agency, subject).fiscal_year])

    def series(self, _agency: Agency, _subject: UUID) -> str:
        return Series.MEMO.value

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        """Of everything that the paper prints but the day of approval, which follows from it."""
        row = _plan(agency, subject)
        data = plan_data(loaded_of(row, agency).plan) | {"approved": ""}
        layout = layout_of(agency, row.fiscal_year)
        scores = current_scores(agency, row.fiscal_year - 1)
        parts = [data, layout.arrangement.value, layout.columns]
        return fingerprint_of([*parts, str(scores.revision.pk) if scores else ""])

    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The plans in which a person wrote something that no approval has seen yet."""
        return unapproved_of(agency, user, until)

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        """The memo, the draft announcement and the plan."""
        return plan_document(agency, _plan(agency, subject).fiscal_year, on, signing)

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, which somebody does afterwards."""
        year = _plan(agency, subject).fiscal_year
        codes = codes_of(agency, year, PLAN_LINEAGES)
        named = ForItems(APPROVAL_KIND, year, codes, is_signed=True)
        return before_signing(agency, subject, version, named)

    def set_aside(self, submission: Submission, *, by: Actor) -> None:
        """The approval fell: an earlier one is in force again, or none is."""
        settle_day(submission.agency, by=by, fiscal_year=submission.fiscal_year)

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """An approved plan is in force; a refused one stays what it was."""
        if submission.state != State.APPROVED or submission.decided_at is None:
            return
        put_in_force(
            submission.agency,
            by=by,
            fiscal_year=submission.fiscal_year,
            day=day_of(submission.decided_at),
            submission=submission.pk,
        )

    def copied(self, submission: Submission) -> None:
        """The signed copy is there: circulate it where that was asked, once."""
        follow_up = PlanFollowUp.objects.select_for_update().filter(
            submission=submission, circulates=True, done_at=None
        ).first()  # fmt: skip
        if follow_up is None:
            return
        start(
            submission.agency,
            by=actor_on(submission.by, today()),
            title=f"แผนมาตรการ ประจำปีงบประมาณ พ.ศ. {submission.fiscal_year}",
            text="แผนใช้บังคับแล้ว โปรดถือปฏิบัติและรายงานผลตามกำหนด",
            kind=APPROVAL_KIND,
            subject=submission.subject,
            file=signed_copy(submission.agency, APPROVAL_KIND, submission.subject),
            year=submission.fiscal_year,
            units=None,
            due=None,
        )
        follow_up.done_at = now()
        follow_up.save(update_fields=["done_at"])


class MemoHandler(Handler):
    """A memo of any subject, or a letter that leaves the agency."""

    label = read_words("papers/memo")
    route = "usual"
    after = read_words("papers/after_signing.memo")
    has_private_drafts = True

    def title(self, agency: Agency, subject: UUID) -> str:
        return _memo(agency, subject).subject

    def url(self, agency: Agency, subject: UUID) -> str:
        return _memo(agency, subject).url

    def is_theirs(self, row: Submission, by: Actor) -> bool:
        """A draft's writer and the head of its unit."""
        return may_change(by, _memo(by.agency, row.subject))

    def route_for(self, agency: Agency, subject: UUID) -> str:
        """A memo for information goes by the route on which nobody decides; "" for the usual."""
        return INFORMATION if _memo(agency, subject).is_information else ""

    def series(self, agency: Agency, subject: UUID) -> str:
        """A memo's own register, or that of letters that leave."""
        return (Series.LETTER if _memo(agency, subject).is_letter else Series.MEMO).value

    def receiver(self, agency: Agency, subject: UUID) -> str:
        return _memo(agency, subject).to

    def enclosures(self, agency: Agency, subject: UUID) -> list[tuple[str, StoredFile]]:
        """What is sent along, in the order of the memo."""
        rows = _memo(agency, subject).enclosed.select_related("file")
        return [(row.title, row.file) for row in rows]

    def fingerprint(self, agency: Agency, subject: UUID) -> str:
        row = _memo(agency, subject)
        enclosed = row.enclosed.values_list("title", "file__digest")
        return fingerprint_of([memo_values(row), *map(list, enclosed)])

    def written_by(
        self, agency: Agency, user: User, until: datetime | None = None
    ) -> QuerySet[Any, Any]:
        """The memos of which a person wrote a version, put a file in or took one out."""
        versions, put_in, taken_out = Q(made_by=user), Q(file__by=user), Q(removed_by=user)
        if until is not None:
            versions &= Q(made_at__lte=until)
            put_in &= Q(at__lte=until)
            taken_out &= Q(removed_at__lte=until)
        wrote = MemoRevision.objects.filter(versions, memo=OuterRef("pk"))
        chose = MemoEnclosure.objects.filter(put_in | taken_out, memo=OuterRef("pk"))
        return Memo.objects.filter(Exists(wrote) | Exists(chose), agency=agency).values("pk")

    def draw(self, agency: Agency, subject: UUID, on: date, signing: Signing) -> Document:
        return memo_document(_memo(agency, subject), on, signing)

    def against(self, agency: Agency, subject: UUID, version: Version | None = None) -> Gate:
        """What is known against publishing it, which somebody may do afterwards."""
        named = ForItems(MEMO_KIND, _memo(agency, subject).fiscal_year, (), is_signed=True)
        return before_signing(agency, subject, version, named)

    def decided(self, submission: Submission, *, by: Actor | None) -> None:
        """Nothing: who submitted it does what was decided."""


def _plan(agency: Agency, subject: UUID) -> PlanRow:
    return PlanRow.objects.get(agency=agency, pk=subject)


def _memo(agency: Agency, subject: UUID) -> Memo:
    return Memo.objects.select_related("agency", "unit").get(agency=agency, pk=subject)


register(APPROVAL_KIND, PlanHandler())
register(MEMO_KIND, MemoHandler())


@tile
def made(agency: Agency, year: int) -> Tile:
    """How many kinds of papers of the year there are."""
    count = made_count(agency, year)
    return Tile(
        heading=_("เอกสารที่ทำแล้ว"),
        figure=str(count),
        unit=_("จาก %(all)s แบบ") % {"all": len(KINDS)},
        note=_("เล่มมาตรการ บันทึกข้อความ ประกาศ คำสั่ง ผู้รับผิดชอบ"),
        url=reverse("papers:papers", args=[year]),
        link=_("เปิดเอกสาร") if count else _("ทำเอกสาร"),
    )


def paper_answer(document: Document, agency: Agency, *, back: str = "") -> HttpResponse:
    """A paper as one page, in the digits of its agency; `back` as of `page_answer`."""
    from prongsai.documents.page import to_html  # noqa: PLC0415 - the engines are heavy

    return page_answer(to_html(document, digits=Digits(agency.digits)), back=back)
