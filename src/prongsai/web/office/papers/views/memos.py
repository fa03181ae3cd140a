"""Papers, memos and the plan on its way to be approved."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.papers.approving import UNSIGNED
from prongsai.core.papers.kinds import KINDS
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import units_of
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.circulation.queries import circulation_row, newest_job
from prongsai.web.office.papers import queries, services
from prongsai.web.office.papers.forms import (
    EnclosureForm,
    LetterForm,
    MemoForm,
    NewLetterForm,
    NewMemoForm,
)
from prongsai.web.office.papers.hooks import paper_answer
from prongsai.web.office.papers.models import KIND, Memo
from prongsai.web.office.papers.rights import may_change
from prongsai.web.office.papers.services import submit_plan
from prongsai.web.platform import jobs, sending
from prongsai.web.platform.clock import today
from prongsai.web.platform.files import drawn_files
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.sending import MustChoose, choice, pressed, sent, tell_done
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, job_page, shown
from prongsai.web.platform.typed import row_key, whole_number
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import signed_copy, state_of, submission_of
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.approval.services.preparing import signing_ahead
from prongsai.web.signing.publication.views import publish_pressed
from prongsai.web.year.analysis.views import check_opened, person_in
from prongsai.web.year.measures.queries import in_force, plan_row
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND

_BOTH = ["GET", "HEAD", "POST"]


def _is_theirs(person: Actor, **named: Any) -> bool:
    """Whether the memo of an address, or of a file that goes with it, is the person's to change."""
    if "memo_id" in named:
        row = Memo.objects.filter(agency=person.agency, pk=named["memo_id"]).first()
    else:
        enclosure = queries.enclosure_of(person, named["enclosure_id"])
        row = enclosure.memo if enclosure else None
    return row is not None and may_change(person, row)


@require_http_methods(_BOTH)
@needs(Right.DRAFT)
def write(request: HttpRequest, year: int, *, is_letter: bool = False) -> HttpResponse:
    """A new memo, or a new letter that leaves the agency."""
    person = person_in(request, year)
    form_class = NewLetterForm if is_letter else NewMemoForm
    form = form_class(units_of(person, today()), request.POST or None)

    def write_memo() -> str:
        values, unit = _values(form), form.chosen_unit
        row = services.write(person.agency, by=person, year=year, values=values, unit=unit)
        return tell_done(request, _("เก็บร่างแล้ว ดูตัวอย่างก่อนเสนอลงนามได้"), row.url)

    if answer := sent(request, form, write_memo):
        return answer
    back = reverse("papers:papers", args=[year])
    context = {"year": year, "back": back, "row": None, "is_letter": is_letter}
    return shown(request, "papers/memo_form.html", form, context)


@require_safe
@needs(Right.SEE)
def memo(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    return _page(request, year, memo_id)


@require_http_methods(_BOTH)
@needs(Right.SUBMIT, also=_is_theirs)
def edit(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """Change a memo; what another changed meanwhile is shown beside what was typed."""
    person = person_of(request)
    row = _row(request, year, memo_id)
    form_class = LetterForm if row.is_letter else MemoForm
    form = form_class(request.POST) if request.method == "POST" else form_class.filled(row)
    changed: Memo | None = None
    if request.method == "POST" and form.is_valid():

        def change_memo() -> str:
            services.edit(
                person.agency, row.pk, by=person, values=_values(form), seen=form.revision
            )
            return tell_done(request, _("บันทึกแล้ว"), row.url)

        try:
            return done(request, answer_once(request, change_memo))
        except ProngsaiError as error:
            refuse(form, error)
            if isinstance(error, services.MemoChanged):
                changed = error.row
                form.see(changed.version)
    context = {
        "year": year, "back": row.url, "row": row, "changed": changed, "is_letter": row.is_letter,
    }  # fmt: skip
    return shown(request, "papers/memo_form.html", form, context)


@require_safe
@needs(Right.SEE)
def preview(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """The memo as it would print, were it submitted by the reader today."""
    row = _row(request, year, memo_id)
    person = person_of(request)
    is_theirs = may_change(person, row)
    signing = signing_ahead(person, KIND, row.pk, row.unit) if is_theirs else UNSIGNED
    return paper_answer(queries.memo_document(row, today(), signing), row.agency, back=row.url)


@require_http_methods(_BOTH)
@needs(Right.SUBMIT, also=_is_theirs)
def versions(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """Every version of a memo; an earlier one can be used again."""
    person = person_of(request)
    row = _row(request, year, memo_id)
    refusal = ""
    if request.method == "POST":
        asked = row_key(request.POST.get("version", ""))
        revision = row.revisions.filter(pk=asked).first() if asked else None

        def restore_version() -> str:
            if revision is None:
                raise Refused("papers/version_not_chosen")
            seen = whole_number(request.POST.get("seen", "")) or 0
            services.edit(person.agency, row.pk, by=person, values=revision.values, seen=seen)
            words = _("ใช้ฉบับที่ %(number)s แล้ว") % {"number": revision.number}
            return tell_done(request, words, row.url)

        try:
            return done(request, answer_once(request, restore_version))
        except ProngsaiError as error:
            refusal = words_of(error)
    context = {
        "row": row, "versions": row.revisions.all(), "year": year, "refusal": refusal,
        "back": row.url,
    }  # fmt: skip
    status = UNPROCESSABLE if refusal else 200
    return render(request, "papers/memo_versions.html", context, status=status)


@require_POST
@needs(Right.SUBMIT, also=_is_theirs)
def enclose(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = _row(request, year, memo_id)
    form = EnclosureForm(request.POST, request.FILES)
    if form.is_valid():

        def enclose_file() -> str:
            file = form.cleaned_data["file"]
            services.enclose(
                person.agency, row.pk, by=person, name=file.name, data=content_of(file),
                title=form.cleaned_data["title"],
            )  # fmt: skip
            return tell_done(request, _("แนบไฟล์แล้ว"), row.url)

        try:
            return done(request, answer_once(request, enclose_file))
        except ProngsaiError as error:
            form.add_error("file", words_of(error))
    return _page(request, year, memo_id, form=form)


@require_safe
@needs(Right.SEE)
def enclosure(request: HttpRequest, enclosure_id: UUID) -> HttpResponse:
    """A file that goes with a memo."""
    row = found(queries.enclosure_of(person_of(request), enclosure_id))
    return file_answer(row.file, saves="save" in request.GET)


@require_POST
@needs(Right.SUBMIT, also=_is_theirs)
def take_out(request: HttpRequest, enclosure_id: UUID) -> HttpResponse:
    """Take a file out of a memo, or put it back."""
    person = person_of(request)
    row = found(queries.enclosure_of(person, enclosure_id))
    change = partial(services.take_out, row, by=person)
    return sending.remove_or_restore(request, change, row.memo.url, _("นำไฟล์ออกแล้ว"))


@require_POST
@needs(Right.SUBMIT, also=_is_theirs)
def remove(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """Delete a draft, or bring it back; the page that follows can undo it."""
    person, papers = person_of(request), reverse("papers:papers", args=[year])
    found(Memo.objects.filter(agency=person.agency, pk=memo_id).first())
    change = partial(services.remove, person.agency, memo_id, by=person)
    return sending.remove_or_restore(request, change, papers, _("ลบร่างแล้ว"))


@require_POST
@needs(Right.SUBMIT, also=_is_theirs)
def submit(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = _row(request, year, memo_id)

    def submit_memo() -> str:
        is_numbered = "numbered" in request.POST and may(person, Right.ISSUE_NUMBERS)
        sent = services.submit_memo(person.agency, row.pk, by=person, is_numbered=is_numbered)
        messages.success(request, _("เสนอแล้ว กำลังทำฉบับที่จะลงนาม"))
        return reverse("approval:submission", args=[sent.pk])

    return pressed(request, submit_memo, row.url)


@require_POST
@needs(Right.ISSUE_NUMBERS)
def number(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """Take the register's number for a memo that was submitted."""
    person = person_of(request)
    row = _row(request, year, memo_id)
    sent = submission_of(person.agency, KIND, row.pk)
    return _numbered(request, sent, row.url)


def _numbered(request: HttpRequest, sent: Submission | None, back: str) -> HttpResponse:
    if sent is None:
        messages.info(request, _("ยังไม่ได้เสนอ ออกเลขได้เมื่อเสนอแล้ว"))
        return done(request, back)

    def number_paper() -> str:
        text = number_for(sent, by=person_of(request))
        return tell_done(request, _("ออกเลขที่ %(number)s แล้ว") % {"number": text}, back)

    return pressed(request, number_paper, back)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, memo_id: UUID) -> HttpResponse:
    """Publish the signed copy of an approved memo."""
    person = person_of(request)
    row = _row(request, year, memo_id)
    act = partial(services.publish_memo, person.agency, row.pk, by=person)
    return publish_pressed(request, act, row.url, opens_edition=True)


def _page(
    request: HttpRequest, year: int, memo_id: UUID, *, form: EnclosureForm | None = None
) -> HttpResponse:
    person = person_of(request)
    row = _row(request, year, memo_id)
    is_signed = signed_copy(person.agency, KIND, memo_id) is not None
    context = {
        "row": row,
        "enclosures": row.enclosed.select_related("file"),
        "approval": state_of(person.agency, KIND, memo_id),
        "year": year,
        "may_change": may_change(person, row),
        # A letter has its number with the last signature.
        "may_number": may(person, Right.ISSUE_NUMBERS) and (is_signed or not row.is_letter),
        "may_publish": may(person, Right.PUBLISH),
        "may_circulate": may(person, Right.CIRCULATE),
        "is_signed": is_signed,
    }
    return shown(request, "papers/memo.html", form or EnclosureForm(), context)


def _row(request: HttpRequest, year: int, memo_id: UUID) -> Memo:
    person = person_in(request, year)
    row = found(queries.memo_of(person, memo_id))
    if row.fiscal_year != year:
        raise Http404
    return row


def _values(form: MemoForm) -> dict[str, Any]:
    names = (*queries.FIELDS, *queries.OF_LETTER)
    cleaned = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
    is_information = cleaned.get("is_information") == "yes"
    return cleaned | {"is_information": is_information, "is_letter": isinstance(form, LetterForm)}


@require_safe
@needs(Right.SEE)
def papers(request: HttpRequest, year: int) -> HttpResponse:
    """All kinds with what was made of them."""
    person = person_in(request, year)
    row = plan_row(person.agency, year)
    approved = in_force(person.agency, year)
    context = {
        "page": queries.papers_page(person.agency, year),
        "memos": queries.memo_lines(person, year),
        "approval": state_of(person.agency, APPROVAL_KIND, row.pk) if row else None,
        "is_settled": approved is not None and approved.is_settled,
        "may_submit": may(person, Right.SUBMIT),
        "may_draft": may(person, Right.DRAFT),
        "may_make": may(person, Right.MAKE_PAPERS),
        "may_import": may(person, Right.IMPORT_SCORES),
    }
    return render(request, "papers/papers.html", context)


@require_POST
@needs(Right.MAKE_PAPERS)
def ask(request: HttpRequest, year: int) -> HttpResponse:
    """Ask for some kinds, or for all where none is named; then watch the job."""
    person = person_in(request, year)
    chosen = [kind for kind in request.POST.getlist("kind") if kind in KINDS] or list(KINDS)
    if not queries.papers_page(person.agency, year).has_scores:
        return done(request, reverse("papers:papers", args=[year]))

    def ask_for_papers() -> str:
        made = services.ask_papers(person.agency, by=person, year=year, kinds=chosen)
        return reverse("papers:job", args=[made.pk])

    return done(request, answer_once(request, ask_for_papers))


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(jobs.of_agency(person.agency, job_id, queries.JOB))
    year = row.arguments["year"]
    return job_page(
        request,
        row,
        title=_("ทำเอกสาร"),
        lead=_("ปีงบประมาณ %(year)s") % {"year": year},
        sub=_("สั่งแล้ว ทำงานอื่นต่อได้ ไฟล์จะรออยู่ในหน้าเอกสารทางการ"),
        words=in_language(queries.doing(row)),
        files=[(reverse("papers:file", args=[made.pk]), made) for made in queries.files_of(row)],
        again=reverse("papers:ask", args=[year]) if may(person, Right.MAKE_PAPERS) else "",
        back=reverse("papers:papers", args=[year]),
        back_words=_("กลับไปหน้าเอกสารทางการ"),
    )


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """One made file; PDFs open in the browser, all else is saved."""
    paper = found(queries.paper_file(person_of(request).agency, file_id))
    return file_answer(paper.file, saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def plan(request: HttpRequest, year: int) -> HttpResponse:
    """Where the plan stands on its way to be approved."""
    return _page_plan(request, year)


@require_safe
@needs(Right.SEE)
def plan_preview(request: HttpRequest, year: int) -> HttpResponse:
    """The paper as it would be submitted today."""
    agency = person_of(request).agency
    content = _content(request, year)
    if not content.has_scores:
        raise Http404
    back = reverse("papers:plan", args=[year])
    return paper_answer(queries.plan_document(agency, year, today(), UNSIGNED), agency, back=back)


@require_POST
@needs(Right.SUBMIT)
def plan_submit(request: HttpRequest, year: int) -> HttpResponse:
    """Submit it; where that is refused the page says why, with the ticks as they were."""
    person = person_of(request)
    _content(request, year)

    def send_plan() -> str:
        sent = submit_plan(
            person.agency, by=person, year=year, circulates="circulates" in request.POST,
            is_numbered="numbered" in request.POST and may(person, Right.ISSUE_NUMBERS),
        )  # fmt: skip
        messages.success(request, _("เสนอแผนแล้ว กำลังทำฉบับที่จะลงนาม"))
        return reverse("approval:submission", args=[sent.pk])

    try:
        return done(request, answer_once(request, send_plan))
    except MustChoose as asks:
        return choice(request, asks, reverse("papers:plan", args=[year]))
    except Misuse as error:
        return _page_plan(request, year, refusal=words_of(error))


@require_POST
@needs(Right.ISSUE_NUMBERS)
def plan_number(request: HttpRequest, year: int) -> HttpResponse:
    """Take the register's number for the plan's memo."""
    person = person_of(request)
    row = found(plan_row(person.agency, year))
    sent = submission_of(person.agency, APPROVAL_KIND, row.pk)
    return _numbered(request, sent, reverse("papers:plan", args=[year]))


@require_POST
@needs(Right.PUBLISH)
@fresh
def plan_publish(request: HttpRequest, year: int) -> HttpResponse:
    """Publish the signed copy of the plan."""
    person = person_in(request, year)
    act = partial(services.publish_plan, person.agency, by=person, year=year)
    return publish_pressed(request, act, reverse("papers:plan", args=[year]), opens_edition=True)


def _page_plan(request: HttpRequest, year: int, *, refusal: str = "") -> HttpResponse:
    person = person_of(request)
    row = plan_row(person.agency, year)
    context = {
        "page": _content(request, year),
        "refusal": refusal,
        "is_signed": row is not None and signed_copy(person.agency, APPROVAL_KIND, row.pk),
        "may_publish": may(person, Right.PUBLISH),
        "may_submit": may(person, Right.SUBMIT),
        "may_number": may(person, Right.ISSUE_NUMBERS),
        "ticked": request.POST if request.method == "POST" else {"circulates": "1"},
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "papers/plan.html", context, status=status)


def _content(request: HttpRequest, year: int) -> queries.PlanPaperPage:
    agency = person_in(request, year).agency
    return found(queries.plan_paper_page(agency, year))


@require_POST
@needs(Right.CIRCULATE)
def circulated(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Draft the memo that brings the report of who acknowledged, as it was drawn last."""
    person = person_of(request)
    sent = found(circulation_row(person.agency, circulation_id))
    files = drawn_files(newest_job(sent)) if may(person, Right.DRAFT) else {}
    kept, year = found(files.get("pdf")), sent.fiscal_year
    check_opened(person.agency, year)

    def write_memo() -> str:
        subject = f"รายงานการรับทราบ “{sent.title}”"
        row = services.write_report(person.agency, by=person, year=year, subject=subject, file=kept)
        return tell_done(request, _("ร่างบันทึกแล้ว อ่านแล้วเสนอลงนาม"), row.url)

    return pressed(request, write_memo, reverse("circulation:drawing", args=[circulation_id]))
