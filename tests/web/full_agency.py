"""An agency in which there is one of everything, for those who walk over all addresses."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pikepdf
from msgspec import Struct, to_builtins
from msgspec.structs import replace
from PIL import Image
from tests.web import factories
from tests.web.analysis import years
from tests.web.roles import COMPLAINT_OFFICER, UNIT_HEAD

from prongsai.core.counter.charts import Chart, ServiceStep
from prongsai.core.desk.own import content_of as content_of_kind
from prongsai.core.desk.reading import kind_of
from prongsai.core.disclosure.model import ItemState as DisclosureState
from prongsai.core.disclosure.model import Presence
from prongsai.core.measures.data import plan_data
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.core.papers.quarter import QuarterReport
from prongsai.core.registers.own import content_of, yaml_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.values import Attached
from prongsai.core.slips import slip_of
from prongsai.core.surveys.own import shipped
from prongsai.core.text import same
from prongsai.documents.page import to_html
from prongsai.web.agency.models import Notification, Position, Roster, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.services import agency as units
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, PayAccount, Payment
from prongsai.web.citizens.counter.models import (
    FormEdition,
    Line,
    QueueReport,
    RequestForm,
    Service,
    ServiceChart,
    ServicePoint,
    Ticket,
    Window,
)
from prongsai.web.citizens.desk.models import (
    BoxOpening,
    CannedAnswer,
    CaseEntry,
    CaseForward,
    CasePhoto,
    CaseWay,
    DeskMap,
    DeskReport,
    OwnKind,
    OwnKindVersion,
)
from prongsai.web.citizens.desk.pictures import for_receipt
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import (
    Dispute,
    ItemProof,
    Piece,
    PieceOfItem,
    Proof,
    StatusSnapshot,
)
from prongsai.web.disclosure.disclosure.services.checking import Look, check
from prongsai.web.disclosure.disclosure.services.working import WorkEntry, save_work
from prongsai.web.disclosure.links.models import Link, LinkCheck, digest_of
from prongsai.web.disclosure.public_site.models import PageKind, SiteEdition, SitePage
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.public_site.services.publishing import begin
from prongsai.web.disclosure.registers.models import (
    NothingToReport,
    OwnRegister,
    OwnRegisterVersion,
    RegisterFile,
    RegisterPaper,
    RegisterRow,
    RegisterRowVersion,
    RowsFile,
    SavedView,
)
from prongsai.web.disclosure.statistics.models import QuarterPaper
from prongsai.web.disclosure.surveys.models import Point, Survey, SurveyReport
from prongsai.web.office.announcements.models import Announcement, AnnouncementVersion
from prongsai.web.office.circulation.models import Circulation, Recipient
from prongsai.web.office.meetings.models import (
    AgendaItem,
    Group,
    Meeting,
    MeetingPaper,
    Member,
    Task,
)
from prongsai.web.office.papers import services
from prongsai.web.office.papers.models import MemoEnclosure, PaperFile
from prongsai.web.office.papers.services import set_sentence
from prongsai.web.platform import files
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.platform.references import new_code
from prongsai.web.signing.approval.models import (
    Decision,
    Enclosure,
    OwnRoute,
    OwnStep,
    PaperResult,
    Submission,
    Version,
)
from prongsai.web.signing.evidence.services import add as add_evidence
from prongsai.web.signing.numbering import services as numbering
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.assessment.framework.documents import shipped_texts
from prongsai.web.year.assessment.models import Assessment, ChangeReason, FrameworkPreview, ItemNote
from prongsai.web.year.assessment.services import frameworks
from prongsai.web.year.calendar.models import OwnEvent, Preference
from prongsai.web.year.calendar.queries import feed_token
from prongsai.web.year.measures.models import (
    MeasureRevision,
    MeasureRow,
    PlanInForce,
    PlanPreview,
    PlanRow,
    PointRevision,
    PointRow,
)
from prongsai.web.year.measures.queries import plan_of
from prongsai.web.year.ownership.models import Assignment
from prongsai.web.year.reports.models import DraftFile, Report, RowVersion
from prongsai.web.year.scoring.models import DraftPicture, Remark, ScoreDraft, ScoreRevision
from prongsai.web.year.tracking import services as recording
from prongsai.web.year.tracking.services import Entry

YEAR = 2566
MARK = "เครื่องหมายลับของหน่วยงานแรก"


class World(Struct, frozen=True, dict=True):
    """Rows that addresses speak of, by the name of the address's argument."""

    person: Actor
    rows: dict[str, object]


def full(agency, person: Actor) -> World:
    """One row of every kind, each carrying `MARK` where it has words."""
    years.full_year(agency, YEAR)
    years.open_year(agency, 2569)
    remark = Remark.objects.filter(agency=agency).first()
    Remark.objects.filter(agency=agency).update(text=MARK)
    ItemNote.objects.create(
        agency=agency, fiscal_year=YEAR, lineage="basic-structure", text=MARK, changed_at=now()
    )
    rows = _of_agency(agency, person) | _of_year(agency, person) | _of_owners(agency, person)
    rows |= _of_plan(agency, person, rows["measure_id"])
    rows |= _of_numbers(agency, person)
    rows |= _of_tracking(agency, person, rows["measure_id"])
    rows |= _of_approval(agency, person)
    rows |= _of_circulation(agency, person)
    rows |= _of_announcements(agency, person)
    rows |= _of_disclosure(agency, person)
    rows |= _of_registers(agency, person)
    rows |= _of_public_site(agency, person)
    rows |= _of_desk(agency, person)
    rows |= _of_surveys(agency)
    rows |= _of_bills(agency)
    rows |= _of_counter(agency)
    rows |= _of_statistics(agency)
    rows |= _of_reports(agency, person, rows["measure_id"])
    rows |= _of_meetings(agency, person)
    return World(person, rows | {
        "year": YEAR,
        "remark_id": remark.pk,
    })  # fmt: skip


def _of_disclosure(agency, person) -> dict[str, object]:
    """An item with evidence of two years, and a look at one of its elements."""
    items = items_of(agency, YEAR)
    item = items.item("o12")
    file = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF")
    piece = Piece.objects.create(
        agency=agency, fiscal_year=YEAR, title=MARK, file=file, added_at=now()
    )
    former = Piece.objects.create(
        agency=agency, fiscal_year=YEAR - 1, title=MARK, address="https://www.example.go.th/",
        added_at=now(),
    )  # fmt: skip
    address = "https://www.example.go.th/o12"
    shown = Piece.objects.create(
        agency=agency, fiscal_year=YEAR, title=MARK, address=address, added_at=now()
    )
    link = Link.objects.create(
        agency=agency, address=address, digest=digest_of(address), verdict="unknown",
        reason="server_error", checked_at=now(),
    )  # fmt: skip
    LinkCheck.objects.create(
        agency=agency, link=link, checked_at=now(), verdict="unknown", reason="server_error",
        title=MARK,
    )  # fmt: skip
    proof = Proof.objects.create(agency=agency, fiscal_year=YEAR, asked_at=now(), finished_at=now())
    kept = files.store(agency, None, f"{MARK}.zip", "application/zip", b"PK")
    pack = ItemProof.objects.create(
        agency=agency, proof=proof, item=item.key, code="o12", file=kept, links=1, there=1,
        kept_at=now(),
    )  # fmt: skip
    dispute = Dispute.objects.create(
        agency=agency, fiscal_year=YEAR, item=item.key, pack=pack, to=MARK, told=MARK, answer=MARK,
        asked_at=now(), file=kept, letter=kept,
    )  # fmt: skip
    snapshot = StatusSnapshot.objects.create(
        agency=agency, fiscal_year=YEAR, taken_at=now(), pdf=kept, docx=kept, xlsx=kept,
        content={"year": YEAR, "day": "2023-03-20", "parts": []},
    )  # fmt: skip
    for one in (piece, former, shown):
        PieceOfItem.objects.create(agency=agency, piece=one, item=item.key)
    entry = WorkEntry(DisclosureState.IN_PROGRESS, MARK, MARK, today())
    save_work(agency, by=person, year=YEAR, item=item, entry=entry, seen=0)
    look = Look(Presence.PRESENT, MARK)
    check(agency, by=person, year=YEAR, item=item, looks={item.requirements[0].key: look})
    return {
        "piece_id": piece.pk,
        "former_piece_id": former.pk,
        "shown_piece_id": shown.pk,
        "pack_id": pack.pk,
        "dispute_id": dispute.pk,
        "snapshot_id": snapshot.pk,
        "link_id": link.pk,
    }


def _of_registers(agency, person) -> dict[str, object]:
    """A loan that is handed out, and a word that there were no gifts."""
    row = RegisterRow.objects.create(
        agency=agency, register="asset-loans", fiscal_year=YEAR, key=MARK, state="lent",
        values={"number": MARK, "asset": MARK}, words=MARK, version=1, added_at=now(),
    )  # fmt: skip
    RegisterRowVersion.objects.create(
        agency=agency, row=row, number=1, made_at=now(), values=row.values, state=row.state
    )
    said = NothingToReport.objects.create(
        agency=agency, register="asset-loans", fiscal_year=YEAR, slot=1, said_at=now(),
        said_by_words=MARK,
    )  # fmt: skip
    file = RowsFile.objects.create(
        agency=agency, register="asset-loans", fiscal_year=YEAR, name=MARK, sheets=[],
        read_at=now(), read_by=person.user,
    )  # fmt: skip
    own = OwnRegister.objects.create(
        agency=agency, key="own-1", text=yaml_of(content_of(shipped_register("gifts")))
    )
    OwnRegisterVersion.objects.create(
        agency=agency, own=own, number=1, made_at=now(), text=own.text
    )
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    of_row = RegisterFile.objects.create(agency=agency, row=row, file=kept, sent_at=now())
    law = RegisterRow.objects.create(
        agency=agency, register="legal-knowledge", fiscal_year=YEAR, version=1, added_at=now(),
        values={},
    )  # fmt: skip
    of_law = RegisterFile.objects.create(agency=agency, row=law, file=kept, sent_at=now())
    law.values = {"title": MARK, "address": Attached(MARK, of_law.pk).text}
    law.save()
    paper = RegisterPaper.objects.create(
        agency=agency, register="asset-loans", fiscal_year=YEAR, paper="year", slot=1, number=1,
        said={"problems": MARK}, made_at=now(), by_words=MARK, drawn_at=now(), pdf=kept, docx=kept,
    )  # fmt: skip
    view = SavedView.objects.create(
        agency=agency, register="asset-loans", user=person.user, name=MARK, asked={"q": MARK},
        changed_at=now(),
    )  # fmt: skip
    return {
        "view_id": view.pk, "register_row_id": row.pk, "said_id": said.pk, "rows_file_id": file.pk,
        "register_paper_id": paper.pk, "register_file_id": of_row.pk,
        "public_file_id": of_law.pk,
    }  # fmt: skip


def _of_public_site(agency, person) -> dict[str, object]:
    """An ITA page and news that everybody reads."""
    page = publishing.prepare(agency, by=person, year=YEAR)
    shown = publishing.Shown(MARK, MARK)
    table = f"legal-knowledge-{YEAR}"
    news = begin(agency, by=person, kind=PageKind.NEWS, shown=shown, table=table)
    for one in (page, news):
        edition = publishing.newest_of(one)
        SiteEdition.objects.filter(pk=edition.pk).update(published_at=now())
        SitePage.objects.filter(pk=one.pk).update(published=edition)
    return {"page_id": page.pk, "news_id": news.pk}


def _of_desk(agency, person) -> dict[str, object]:
    """A case of the unit, with every word that somebody may write."""
    case = receive(
        agency, kind_of("complaint"), Brought({"subject": MARK, "what": MARK, "place": MARK},
        slip_of(agency.pk.int % 10**15)),
    )  # fmt: skip
    case.unit = Unit.objects.get(agency=agency, name=MARK)
    case.save()
    CasePhoto.objects.create(case=case, number=1, data=MARK.encode())
    CaseWay.objects.create(case=case, kind="mail", to=MARK)
    answered = CaseEntry.objects.create(
        case=case, number=9, act="answer", day=today(), by=person.user, text=MARK
    )
    CaseForward.objects.create(
        case=case, entry=answered, to=MARK, letter=MARK, sent_on=today(), has_contact=False
    )
    shown = CasePhoto.objects.create(case=case, number=2, data=MARK.encode(), entry=answered)
    DeskMap.objects.create(
        agency=agency, number=1, data=MARK.encode(), width=9, height=9, source=MARK
    )
    question = receive(
        agency, kind_of("question"), Brought({"subject": MARK, "question": MARK},
        slip_of((agency.pk.int + 1) % 10**15)),
    )  # fmt: skip
    question.state, question.answered_on, question.outcome = "answered", today(), "explained"
    question.save()
    canned = CannedAnswer.objects.create(agency=agency, kind="complaint", name=MARK, text=MARK)
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    report = DeskReport.objects.create(
        agency=agency, about="desk", fiscal_year=YEAR, months=6, number=1,
        figures={"year": YEAR, "on": "2023-04-01"},
        made_at=now(), by_words=MARK, drawn_at=now(), pdf=kept, docx=kept, xlsx=kept,
    )  # fmt: skip
    opening = BoxOpening.objects.create(
        agency=agency, day=today(), box=MARK, slips=2, next_on=today(), first_words=MARK
    )
    kind = content_of_kind(kind_of("opinion"))
    text = yaml_of(replace(kind, title=same(MARK)))
    own = OwnKind.objects.create(agency=agency, key="own-1", text=text)
    OwnKindVersion.objects.create(agency=agency, own=own, number=1, text=text, made_at=now())
    return {
        "case_id": case.pk, "agency_key": str(agency.pk)[:8],
        "question_case_id": question.pk, "answer_id": canned.pk,
        "desk_report_id": report.pk, "opening_id": opening.pk,
        "photo_token": for_receipt(case, shown, is_told=True).url.rsplit("/", 2)[1],
    }  # fmt: skip


def _of_bills(agency) -> dict[str, object]:
    """A bill that is paid, with a statement whose one sum paid nothing."""
    PayAccount.objects.create(agency=agency, kind="biller", number="0" * 15, name=MARK)
    bill = Bill.objects.create(
        agency=agency, fiscal_year=YEAR, number=1, reference=slip_of(agency.pk.int % 10**15),
        payer=MARK, about=MARK, items=[[MARK, "1.00"]], amount=1, account_kind="biller",
        account_number="0" * 15, account_name=MARK, state="paid", day=today(),
        assessed={"how": MARK, "reckoned": "1.00", "reason": ""},
    )  # fmt: skip
    Payment.objects.create(
        agency=agency, bill=bill, fiscal_year=YEAR, number=1, amount=1, day=today(), way="cash"
    )
    file = BankFile.objects.create(agency=agency, name=MARK, first_day=today(), last_day=today())
    line = BankLine.objects.create(
        agency=agency, file=file, line=1, day=today(), amount=2, text=MARK
    )
    return {"bill_id": bill.pk, "bank_file_id": file.pk, "bank_line_id": line.pk}


def _of_counter(agency) -> dict[str, object]:
    """A service point whose queue is open, with a ticket that waits."""
    code = agency.pk.hex[:12]
    point = ServicePoint.objects.create(agency=agency, name=MARK, code=code, taking_on=today())
    line = Line.objects.create(point=point, place=0, prefix="A", name=MARK)
    window = Window.objects.create(point=point, place=0, name=MARK)
    ticket = Ticket.objects.create(
        agency=agency, point=point, line=line, day=today(), number=1, code=code, taken_at=now()
    )
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    report = QueueReport.objects.create(
        agency=agency, fiscal_year=YEAR, months=6, number=1,
        figures={"year": YEAR, "on": "2023-04-01", "services": [], "halves": []},
        made_at=now(), by_words=MARK, drawn_at=now(), pdf=kept, docx=kept, xlsx=kept,
    )  # fmt: skip
    return {
        "queue_report_id": report.pk, "counter_point_id": point.pk, "queue_code": code,
        "window_id": window.pk,
        "ticket_code": ticket.code, **_of_services(agency),
    }  # fmt: skip


def _of_services(agency) -> dict[str, object]:
    """A published chart, and a published form with its example."""
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    service = Service.objects.create(agency=agency, name=MARK)
    chart = ServiceChart.objects.create(
        agency=agency, service=service, number=1,
        content=to_builtins(Chart((ServiceStep(MARK, 5),))),
        since=today(), made_at=now(), drawn_at=now(), published_at=now(), pdf=kept,
    )  # fmt: skip
    form = RequestForm.objects.create(agency=agency, service=service, name=MARK)
    edition = FormEdition.objects.create(
        form=form, number=1, dated=today(), file=kept, example=kept, found=[], unread=[],
        made_at=now(), published_at=now(),
    )  # fmt: skip
    return {
        "service_id": service.pk, "service_chart_id": chart.pk, "request_form_id": form.pk,
        "form_edition_id": edition.pk,
    }  # fmt: skip


def _of_surveys(agency) -> dict[str, object]:
    """A survey that is open today, with a point, and one that is closed."""
    survey = Survey.objects.create(
        agency=agency, fiscal_year=YEAR, instrument="EIT", name=MARK, people=40,
        opens_on=today(), closes_on=today() + timedelta(days=7),
        official_url="https://www.example.go.th/eit",
    )  # fmt: skip
    point = Point.objects.create(survey=survey, name=MARK, code=new_code())
    closed = Survey.objects.create(
        agency=agency, fiscal_year=YEAR, instrument="EIT", name=f"{MARK} 2", closed_on=today(),
        opens_on=today(), closes_on=today(),
    )  # fmt: skip
    own = Survey.objects.create(
        agency=agency, fiscal_year=YEAR, name=f"{MARK} 3", closed_on=today(), opens_on=today(),
        closes_on=today(), questions=to_builtins(shipped()[0].form),
    )  # fmt: skip
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    report = SurveyReport.objects.create(
        agency=agency, survey=own, number=1, made_at=now(), drawn_at=now(), pdf=kept
    )
    rows = {"survey_id": survey.pk, "survey_point_id": point.pk, "point_code": point.code}
    own_rows = {"own_survey_id": own.pk, "survey_report_id": report.pk}
    return {**rows, **own_rows, "closed_survey_id": closed.pk}


def _of_statistics(agency) -> dict[str, object]:
    """The report of a quarter, with its files."""
    kept = files.store(agency, None, f"{MARK}.pdf", "application/pdf", b"%PDF")
    told = QuarterReport(YEAR, 2, date(2023, 3, 20), problems=MARK)
    paper = QuarterPaper.objects.create(
        agency=agency, fiscal_year=YEAR, quarter=2, number=1, content=to_builtins(told),
        digest="0" * 64, made_at=now(), by_words=MARK, pdf=kept, docx=kept,
    )  # fmt: skip
    return {"quarter_paper_id": paper.pk}


def _of_owners(agency, person) -> dict[str, object]:
    """A measure of the unit."""
    plan, _ = PlanRow.objects.get_or_create(
        agency=agency,
        fiscal_year=YEAR,
        defaults={"score_year": YEAR - 1, "made_at": now(), "changed_at": now()},
    )
    measure = MeasureRow.objects.filter(plan=plan, removed_at=None).first()
    if measure is None:
        measure = MeasureRow.objects.create(
            agency=agency, plan=plan, key="own-1", place=1, number="1", title=MARK
        )
    unit = Unit.objects.get(agency=agency, name=MARK)
    subject = {
        "agency": agency, "fiscal_year": YEAR, "kind": "measure", "subject": str(measure.pk),
        "unit": unit,
    }  # fmt: skip
    Assignment.objects.create(**subject, begun_at=now())
    return {"measure_id": measure.pk}


def _of_plan(agency, person, measure_id) -> dict[str, object]:
    """A measure and a point with two versions each, one of them kept aside; a workbook read."""
    measure = MeasureRow.objects.get(pk=measure_id)
    point = PointRow.objects.create(
        agency=agency, plan=measure.plan, place=1, remark=1, name=MARK, reason=MARK
    )
    made = {
        "agency": agency, "made_at": now(), "made_by": person.user, "values": {"title": MARK},
    }  # fmt: skip
    stands = MeasureRevision.objects.create(
        measure=measure, number=1, change_reason="added", **made
    )
    waits = MeasureRevision.objects.create(
        measure=measure, based_on=1, change_reason="refused", **made
    )
    made["values"] = {"reason": MARK}
    first = PointRevision.objects.create(point=point, number=1, change_reason="drafted", **made)
    second = PointRevision.objects.create(point=point, based_on=1, change_reason="refused", **made)
    content = plan_data(plan_of(agency, YEAR))
    preview = PlanPreview.objects.create(
        agency=agency, plan=measure.plan, name=f"{MARK}.xlsx", content=content, made_at=now()
    )
    return {
        "point_id": point.pk,
        "measure_version_id": stands.pk,
        "refused_measure_id": waits.pk,
        "point_version_id": first.pk,
        "refused_point_id": second.pk,
        "plan_preview_id": preview.pk,
    }


def _of_agency(agency, person) -> dict[str, object]:
    unit = units.add_unit(agency=agency, by=person, name=MARK)
    position = factories.make_position(agency, UNIT_HEAD, unit, f"หัวหน้า{MARK}")
    user = factories.make_user(agency, login="somebody", display_name=MARK)
    coming = factories.hold(user, position, first_day=today() + timedelta(days=9))
    complaints = factories.make_position(agency, COMPLAINT_OFFICER)
    reader = factories.hold(factories.make_user(agency, display_name=MARK), complaints)
    reader.waits_since = today()
    reader.save()
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    agency.emblem = files.store(agency, person, f"{MARK}.png", "image/png", drawn.getvalue())
    agency.save()
    roster = Roster.objects.create(
        agency=agency,
        name=f"{MARK}.xlsx",
        rows=[{"row": 2, "cells": {"login": "newcomer"}}],
        made_at=now(),
        by=person.user,
    )
    return {
        "unit_id": unit.pk,
        "position_id": position.pk,
        "user_id": user.pk,
        "appointment_id": coming.pk,
        "reader_appointment_id": reader.pk,
        "roster_id": roster.pk,
    }


def _of_year(agency, person) -> dict[str, object]:
    assessment = Assessment.objects.get(agency=agency, fiscal_year=YEAR)
    texts = shipped_texts(assessment.fiscal_year)
    frameworks.store_revision(
        assessment, by=person, texts=texts, change_reason=ChangeReason.COPIED, official=texts
    )
    preview = FrameworkPreview.objects.create(
        agency=agency, assessment=assessment, name=f"{MARK}.xlsx", rows={}, made_at=now()
    )
    standing = ScoreRevision.objects.filter(agency=agency).first()
    draft = ScoreDraft.objects.create(
        agency=agency,
        by=person.user,
        score_year=YEAR - 1,
        sheet=standing.sheet,
        source=f"{MARK}.csv",
        saved_at=now(),
        expires_at=now() + timedelta(days=1),
    )
    DraftPicture.objects.create(agency=agency, draft=draft, page=standing.number, png=b"png")
    scenarios = [
        Scenario.objects.create(
            agency=agency,
            score_year=YEAR - 1,
            name=f"{MARK} {deleted_at}",
            asked={},
            result={"total": None, "level": None},
            revision=standing.number,
            made_at=now(),
            deleted_at=deleted_at,
        )
        for deleted_at in (None, now())
    ]
    job = Job.objects.create(
        agency=agency, kind="papers", arguments={"year": YEAR, "kinds": []}, asked_at=now()
    )
    stored: StoredFile = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    paper = PaperFile.objects.create(
        agency=agency, fiscal_year=YEAR, kind="memo", form="pdf", file=stored, revision=standing,
        job=job, made_at=now(),
    )  # fmt: skip
    event = OwnEvent.objects.create(
        agency=agency, fiscal_year=YEAR, name=MARK, first_day=today(), last_day=today(),
        made_at=now(),
    )  # fmt: skip
    Preference.objects.create(user=person.user, agency=agency, feed_number=1, changed_at=now())
    return {
        "event_id": event.pk,
        "token": feed_token(person.user, 1),
        "preview_id": preview.pk,
        "number": standing.number,
        "draft_id": draft.pk,
        "scenario_id": scenarios[0].pk,
        "deleted_scenario_id": scenarios[1].pk,
        "job_id": job.pk,
        "file_id": paper.pk,
    }


def _of_approval(agency, person) -> dict[str, object]:
    """A paper that waits for the person, one step of it signed on paper; no app brings its kind."""
    told = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(told)
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", told.getvalue())
    html = to_html(Document("memo", MARK, MARK, today(), ()), Digits.THAI).encode()
    page = files.store(agency, person, f"{MARK}.html", "text/html", html)
    position = Position.objects.filter(agency=agency, appointments__user=person.user).first()
    step = {
        "seat": "clerk", "ask": "endorse", "position": str(position.pk), "title": MARK, "th": MARK,
        "en": MARK,
    }  # fmt: skip
    made = {"agency": agency, "made_at": now(), "by": person.user, "by_words": MARK}
    submission = Submission.objects.create(
        fiscal_year=YEAR, kind="of-the-world", subject=position.pk, title=MARK, state="open",
        route="usual", steps=[step | {"place": 1}, step | {"place": 2}], waits_place=2,
        waits_for=position, code=f"W0RD-{agency.pk.hex[:4].upper()}", changed_at=now(), **made,
    )  # fmt: skip
    version = Version.objects.create(
        submission=submission, number=1, file=stored, word_file=stored, page_file=page,
        digest=stored.digest,
        fingerprint="0", strings=[MARK], pages=1, drawn_at=now(), **made,
    )  # fmt: skip
    decision = Decision.objects.create(
        submission=submission, version=version, place=1, verdict="endorse", opinion=MARK,
        position=MARK, at=now(), digest=stored.digest, is_on_paper=True, scan=stored, **made,
    )  # fmt: skip
    Enclosure.objects.create(
        agency=agency, version=version, place=1, title=MARK, file=stored, digest=stored.digest
    )
    result = PaperResult.objects.create(
        submission=submission, version=version, place=2, verdict="endorse", opinion=MARK,
        position=MARK, on=today(), scan=stored, **made,
    )  # fmt: skip
    route = OwnRoute.objects.create(agency=agency, label=MARK, changed_at=now(), by_words=MARK)
    OwnStep.objects.create(agency=agency, route=route, place=1, position=None)
    notification = Notification.objects.create(
        agency=agency, user=person.user, said_th=MARK, said_en=MARK, made_at=now()
    )
    return {
        "result_id": result.pk,
        "notification_id": notification.pk,
        "submission_id": submission.pk,
        "decision_id": decision.pk,
        "approval_code": submission.code,
        "route_id": route.pk,
    }


def _of_announcements(agency, person) -> dict[str, object]:
    """A draft of an announcement with its version, and its file as a job drew it."""
    words = {
        "subject": MARK, "preamble": [MARK], "closing": [],
        "parts": [{"heading": MARK, "lines": [["item", MARK]]}],
    }  # fmt: skip
    announcement = Announcement.objects.create(
        agency=agency, fiscal_year=YEAR, kind="no-gift", items=[], by=person.user, made_at=now(),
        changed_at=now(), **words,
    )  # fmt: skip
    AnnouncementVersion.objects.create(
        agency=agency,
        announcement=announcement,
        number=1,
        change_reason="drafted",
        content=words,
        made_at=now(),
    )
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    Job.objects.create(
        agency=agency, kind="notice-files", arguments={"notice": str(announcement.pk)},
        state="done", asked_at=now(), result={"files": {"pdf": str(stored.pk)}, "version": 1},
    )  # fmt: skip
    return {"announcement_id": announcement.pk}


def _of_circulation(agency, person) -> dict[str, object]:
    """A published paper that is sent round to the person, and was signed once on paper."""
    told = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(told)
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", told.getvalue())
    subject = {"agency": agency, "fiscal_year": YEAR, "kind": "notice", "subject": agency.pk}
    paper = Publication.objects.create(
        **subject, edition=1, title=MARK, day=today(), file=stored, published_at=now(), pages=1
    )
    row = Circulation.objects.create(
        **subject, title=MARK, text=MARK, file=stored, is_for_all=True, started_at=now()
    )
    made = {"agency": agency, "circulation": row, "added_at": now()}
    Recipient.objects.create(**made, user=person.user, position=MARK, scan=stored)
    signed = Recipient.objects.create(
        **made, position=MARK, acknowledged_at=now(), paper_day=today(), scan=stored
    )
    Job.objects.create(
        agency=agency, kind="circulation-report", arguments={"circulation": str(row.pk)},
        state="done", asked_at=now(), result={"files": {"pdf": str(stored.pk)}},
    )  # fmt: skip
    return {
        "agency_id": agency.pk,
        "publication_id": paper.pk,
        "circulation_id": row.pk,
        "recipient_id": signed.pk,
    }


def _of_tracking(agency, person, measure_id) -> dict[str, object]:
    """A note of a measure with a photo."""
    measure = MeasureRow.objects.select_related("agency", "plan").get(pk=measure_id)
    told = Entry(today(), 40, done=MARK, problem=MARK)
    note = recording.record(measure, by=person, entry=told)
    drawn = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(drawn, "JPEG")
    photo = add_evidence(
        agency, by=person, subject_kind="note", subject=note.thread, name=f"{MARK}.jpg",
        data=drawn.getvalue(), caption=MARK,
    )  # fmt: skip
    return {"note_id": note.pk, "evidence_id": photo.pk}


def _of_numbers(agency, person) -> dict[str, object]:
    """A number of a register, a memo with a file and two versions, an own sentence."""
    row = numbering.issue(agency, by=person, series="memo", on=today(), title=MARK, sender=MARK)
    values = {"subject": MARK, "to": MARK, "background": MARK, "facts": "", "proposals": ""}
    memo = services.write(agency, by=person, year=YEAR, values=values)
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    enclosure = MemoEnclosure.objects.create(memo=memo, file=stored, title=MARK, at=now())
    sentence = set_sentence(agency, by=person, key="memo.closing", text=MARK)
    PlanInForce.objects.create(
        agency=agency, plan=PlanRow.objects.get(agency=agency, fiscal_year=YEAR), number=1,
        day=today(), content=plan_data(plan_of(agency, YEAR)), submission=memo.pk, at=now(),
    )  # fmt: skip
    return {
        "number_id": row.pk,
        "memo_id": memo.pk,
        "enclosure_id": enclosure.pk,
        "wording_id": sentence.pk,
    }


def _of_reports(agency, person, measure_id) -> dict[str, object]:
    """A report with a row that was written, and a draft of it as a job drew it."""
    report = Report.objects.create(
        agency=agency, fiscal_year=YEAR, kind="report-6", made_at=now(), digest="0" * 64
    )
    RowVersion.objects.create(
        agency=agency, report=report, measure_id=measure_id, number=1, summary=MARK, problem=MARK,
        made_at=now(), made_by_words=MARK,
    )  # fmt: skip
    job = Job.objects.create(
        agency=agency, kind="report-draft", state="done", asked_at=now(),
        arguments={"report": str(report.pk), "kind": "report-6", "year": YEAR},
    )  # fmt: skip
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    draft = DraftFile.objects.create(
        agency=agency, report=report, form="pdf", file=stored, digest="0" * 64, job=job,
        made_at=now(), by_words=MARK,
    )  # fmt: skip
    return {"report_job_id": job.pk, "report_draft_id": draft.pk}


def _of_meetings(agency, person) -> dict[str, object]:
    """A working group, its meeting with a task, and a paper of it."""
    made = {"agency": agency, "made_at": now()}
    group = Group.objects.create(
        fiscal_year=YEAR, name=MARK, subject=MARK, reason=MARK, duties=[MARK], **made
    )
    Member.objects.create(agency=agency, group=group, place=1, title=MARK, role=MARK)
    day = date(2023, 3, 1)
    meeting = Meeting.objects.create(
        fiscal_year=YEAR, kind="group", group=group, number=1, title=MARK, day=day, **made
    )
    item = AgendaItem.objects.create(agency=agency, meeting=meeting, place=1, title=MARK)
    unit = Unit.objects.get(agency=agency, name=MARK)
    task = Task.objects.create(
        fiscal_year=YEAR, meeting=meeting, item=item, text=MARK, unit=unit, owner_words=MARK,
        due=day, **made,
    )  # fmt: skip
    asked = {"year": YEAR, "subject": str(meeting.pk), "is_group": False, "kinds": ["minutes"]}
    job = Job.objects.create(agency=agency, kind="meeting-papers", arguments=asked, asked_at=now())
    stored = files.store(agency, person, f"{MARK}.pdf", "application/pdf", b"%PDF-")
    paper = MeetingPaper.objects.create(
        subject=meeting.pk, kind="minutes", form="pdf", revision=1, file=stored, job=job, **made
    )
    return {
        "group_id": group.pk,
        "meeting_id": meeting.pk,
        "task_id": task.pk,
        "meeting_job_id": job.pk,
        "meeting_paper_id": paper.pk,
    }
