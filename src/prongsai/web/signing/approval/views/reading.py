"""Lists, one submission with the forms that its reader may fill in, its files and pictures."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.model import State, Verdict
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, is_htmx, page
from prongsai.web.platform.serving import download, file_answer, is_opened, page_answer
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.approval import joining, pages, routes
from prongsai.web.signing.approval.drawing import sheet_picture
from prongsai.web.signing.approval.facts import steps_of
from prongsai.web.signing.approval.forms import (
    AnnulForm,
    DecisionForm,
    FinalForm,
    PaperForm,
    SkipForm,
    WhyForm,
)
from prongsai.web.signing.approval.models import Decision, Submission, Version
from prongsai.web.signing.approval.objections import fallen_mark, held_mark
from prongsai.web.signing.approval.positions import signatories_on_paper
from prongsai.web.signing.approval.queries import find
from prongsai.web.signing.approval.services import on_paper
from prongsai.web.signing.approval.services.annulling import annullable
from prongsai.web.signing.approval.services.common import is_whole
from prongsai.web.signing.approval.shown import Dispute, SubmissionPage

_BUTTONS = {
    Verdict.ENDORSE: "",
    Verdict.APPROVE: "",
    Verdict.NOTED: "",
    Verdict.SEND_BACK: "govuk-button--secondary",
    Verdict.REFUSE: "govuk-button--no",
}


def show_submission(
    request: HttpRequest, row: Submission, person: Actor, **bound: forms.Form
) -> HttpResponse:
    """The page; `bound` are the forms that came back with a fault, by their name.

    Shape:  who has no post any more sees only the result in their name.
    """
    if not may(person, Right.SEE):
        return _show_named(request, row, person, bound.get("annulment"))
    content = pages.submission_page(row, person, today())
    context: dict[str, Any] = {
        "page": content,
        "forms": _forms(content, bound),
        "form": next(iter(bound.values()), None),
        "buttons": [(verdict, _BUTTONS[verdict]) for verdict in content.turn.verdicts],
        "paper_is_open": content.row.is_on_paper or "paper" in bound,
    }
    template = "approval/_drawing.html" if is_htmx(request) else "approval/submission.html"
    if is_htmx(request) and not content.drawn.is_drawing:
        # The paper is there: the whole page is shown anew.
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, template, context, status=UNPROCESSABLE if bound else 200)


def _forms(content: SubmissionPage, bound: Mapping[str, forms.Form]) -> Mapping[str, forms.Form]:
    """Every form of the page by its name; one that came back keeps what was typed."""
    row = content.row
    seen = {
        "seen_number": content.version.number,
        "seen_digest": content.version.digest,
        "seen_place": row.waits_place or "",
    }
    titles = titles_of(row)
    paper = PaperForm(
        content.turn.allowed if content.may_resubmit else (),
        titles,
        initial=seen | {"position": next(iter(titles), "")},
    )
    annulled = _seen_of(content.dispute)
    return {
        "decision": DecisionForm(initial=seen),
        "skip": SkipForm(initial=seen),
        "paper": paper,
        "final": FinalForm(),
        "reject": WhyForm(),
        "annulment": AnnulForm(initial=annulled),
    } | {name: _refreshed(form, seen | annulled) for name, form in bound.items()}


def _show_named(
    request: HttpRequest, row: Submission, person: Actor, bound: forms.Form | None
) -> HttpResponse:
    """The result in the name of a person without a post, and what annuls it; nothing else."""
    dispute = pages.dispute_of(row, person)
    if not dispute.may_annul:
        raise PermissionDenied
    seen = _seen_of(dispute)
    form = _refreshed(bound, seen) if bound else AnnulForm(initial=seen)
    page = {"row": row, "dispute": dispute}
    context = {"page": page, "forms": {"annulment": form}, "form": bound}
    status = UNPROCESSABLE if bound else 200
    return render(request, "approval/named_one.html", context, status=status)


def _seen_of(dispute: Dispute) -> dict[str, Any]:
    return {"seen_result": dispute.named.key if dispute.named else ""}


def is_named(person: Actor, submission_id: UUID, **address: UUID) -> bool:
    """Whether a person may annul a result of a submission; of a scan, the result that has it."""
    row = find(person, submission_id)
    named = annullable(row, person) if row else None
    return named is not None and set(address.values()) <= {named.key}


@require_safe
@needs(Right.SEE, also=pages.was_asked)
def named(request: HttpRequest) -> HttpResponse:
    """The results of paper in the reader's name: where who has no post any more arrives."""
    content = pages.named_page(person_of(request), request.GET.get("page", ""))
    return render(request, "approval/named.html", {"page": content})


def titles_of(row: Submission) -> tuple[str, ...]:
    """The posts that can stand under a signature on paper at the waiting step."""
    if row.state != State.OPEN:
        return ()
    title = row.steps[(row.waits_place or 1) - 1]["title"]
    return tuple(
        dict.fromkeys(signatory.words for signatory in signatories_on_paper(row.agency, title))
    )


def verdicts_of(row: Submission) -> tuple[Verdict, ...]:
    """What the waiting step allows, whoever asks."""
    if row.state != State.OPEN:
        return ()
    return Chain((steps_of(row)[(row.waits_place or 1) - 1],), state=State.OPEN).may()


def _refreshed(form: forms.Form, seen: dict[str, Any]) -> forms.Form:
    """What was typed comes back, and counts for the version that is shown now."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a bound form has a QueryDict
    for name, value in seen.items():
        typed[name] = str(value)
    form.data = typed
    return form


_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the reader first, then everything that is on its way or over."""
    person = person_of(request)
    content = pages.inbox_page(person, today(), request.GET.get("page", ""))
    return page(request, "approval/inbox.html", content, may_draft=may(person, Right.DRAFT))


@require_safe
@needs(Right.SEE)
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of paper, its route, and what follows the end."""
    person = person_of(request)
    lines = routes.kind_lines(person.agency)
    context = {
        "lines": lines,
        "stops": routes.stopping_steps(person.agency, lines, today()),
        "may_choose": may(person, Right.CHOOSE_ROUTES),
    }
    return render(request, "approval/kinds.html", context)


@require_safe
@needs(Right.SEE, also=is_named)
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """One submission: the paper as it will print, the decision, the chain."""
    person = person_of(request)
    row = found(find(person, submission_id))
    response = show_submission(request, row, person)
    if "again" in request.GET and not is_htmx(request):
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_safe
@needs(Right.SEE)
def sheet(
    request: HttpRequest, submission_id: UUID, number: int, form: str, place: int
) -> HttpResponse:
    """A page of the exact PDF, or of its signed copy, as a picture; sent once to a browser."""
    version = _version(request, submission_id, number)
    kept = found({"pdf": version.file, "signed": version.signed_file}.get(form))
    digest = version.digest if form == "pdf" else kept.digest
    if not is_whole(kept, digest):
        raise Http404
    tag = f'"{digest}-{place}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponseNotModified()
    else:
        picture = found(sheet_picture(files.read(kept), place))
        response = HttpResponse(picture, content_type="image/png")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, submission_id: UUID, number: int, form: str) -> HttpResponse:
    """A kept file of a version: pdf, docx, signed, final."""
    version = _version(request, submission_id, number)
    held = {
        "pdf": version.file,
        "docx": version.word_file,
        "signed": version.signed_file,
        "final": version.final_file,
    }
    # Our own drawings open in the browser; what came from outside is saved.
    saves = form not in ("pdf", "signed") or "save" in request.GET
    return file_answer(found(held.get(form)), saves=saves, marked=held_mark(version.submission))


@require_safe
@needs(Right.SEE)
def paper_page(request: HttpRequest, submission_id: UUID, number: int) -> HttpResponse:
    """The exact paper as a page of text and tables, for a small screen."""
    version = _version(request, submission_id, number)
    note = _("ฉบับที่เสนอ ก่อนลงนาม ความเห็นและผลอยู่ที่หน้าลงนาม")
    back = reverse("approval:submission", args=[submission_id])
    return page_answer(files.read(found(version.page_file)), back=back, note=note)


@require_safe
@needs(Right.SEE)
def enclosure(request: HttpRequest, submission_id: UUID, number: int, place: int) -> HttpResponse:
    """A file that was sent along with a version."""
    version = _version(request, submission_id, number)
    row = found(version.enclosures.filter(place=place).select_related("file__agency").first())
    mark = held_mark(version.submission)
    return file_answer(row.file, saves="save" in request.GET, marked=mark)


@require_safe
@needs(Right.SEE)
def together(request: HttpRequest, submission_id: UUID, number: int) -> HttpResponse:
    """The paper, the signed copy where there is one, with what was sent along, as one PDF."""
    version = _version(request, submission_id, number)
    mark, name = held_mark(version.submission), f"{version.submission.code}.pdf"
    name = f"{mark} – {name}" if mark else name
    return download(joining.together(version), "application/pdf", name, saves=False)


@require_safe
@needs(Right.SEE, also=is_named)
def scan(request: HttpRequest, submission_id: UUID, decision_id: UUID) -> HttpResponse:
    """The scan of a step that was signed on paper."""
    row = found(find(person_of(request), submission_id))
    decisions = Decision.objects.filter(submission=row, pk=decision_id)
    decision = found(decisions.select_related("scan__agency").first())
    return file_answer(found(decision.scan), saves=True, marked=held_mark(row))


@require_safe
@needs(Right.SEE, also=is_named)
def entered_scan(request: HttpRequest, submission_id: UUID, result_id: UUID) -> HttpResponse:
    """The scan of a result that waits to be confirmed, to look at; that somebody did is kept."""
    row = found(find(person_of(request), submission_id))
    results = row.paper_results.select_related("scan__agency", "submission", "agency")
    result = found(results.filter(pk=result_id).first())
    mark = fallen_mark(result)
    answer = file_answer(result.scan, saves="save" in request.GET, marked=mark)
    # Not where the file could not be read; nor for the small picture of a page that shows it.
    if is_opened(request) and "small" not in request.GET:
        on_paper.note_looked(result, by=person_of(request))
    return answer


def _version(request: HttpRequest, submission_id: UUID, number: int) -> Version:
    row = found(find(person_of(request), submission_id))
    return found(pages.version_of(row, number))
