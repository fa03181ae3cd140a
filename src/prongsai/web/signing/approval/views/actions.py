"""Decide, skip, enter from paper, submit again, withdraw, bring a copy."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.approval.model import Verdict
from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.access import anybody, fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import perform, posted, sent
from prongsai.web.platform.shortcuts import form_page, found
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.approval.forms import (
    AnnulForm,
    DecisionForm,
    FinalForm,
    PaperForm,
    SkipForm,
    WhyForm,
    WithdrawForm,
)
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import find
from prongsai.web.signing.approval.services import annulling, deciding, on_paper, submitting
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.approval.views.reading import show_submission, titles_of, verdicts_of


@require_POST
@needs(Right.SEE)
@fresh
def decide(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Decide at the waiting step, as the person who signed in just now."""
    row, person = _opened(request, submission_id)
    form = DecisionForm(request.POST)

    def record_decision() -> None:
        verdict = Verdict(form.cleaned_data["verdict"])
        deciding.decide(row, by=person, verdict=verdict, seen=form.seen, **form.words)
        messages.success(
            request, _("บันทึกแล้ว: %(verdict)s") % {"verdict": in_language(verdict.label)}
        )

    return _try(request, row, person, "decision", form, record_decision)


@require_POST
@needs(Right.SEE)
@fresh
def skip(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    row, person = _opened(request, submission_id)
    form = SkipForm(request.POST)

    def skip_step() -> None:
        deciding.skip(row, by=person, reason=form.cleaned_data["reason"], seen=form.seen)
        messages.success(request, _("ข้ามขั้นนี้แล้ว"))

    return _try(request, row, person, "skip", form, skip_step)


@require_POST
@needs(Right.SEE)
@fresh
def enter_paper_result(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    row, person = _opened(request, submission_id)
    form = PaperForm(verdicts_of(row), titles_of(row), request.POST, request.FILES)

    def enter_result() -> None:
        data = form.cleaned_data
        sheet = on_paper.Sheet(
            data["on"], _upload(data["scan"]), data["position"], data["authority"]
        )
        on_paper.enter(
            row, by=person, verdict=data["verdict"], sheet=sheet, seen=form.seen, **form.words
        )
        messages.success(request, _("บันทึกผลบนกระดาษแล้ว มีผลเมื่อผู้อื่นเทียบกับภาพสแกนแล้วยืนยัน"))

    return _try(request, row, person, "paper", form, enter_result, at="scan")


@require_POST
@needs(Right.CONFIRM_PAPER)
@fresh
def confirm(request: HttpRequest, submission_id: UUID, result_id: UUID) -> HttpResponse:
    """Confirm a result of paper, after a look at its scan."""
    row, person = _opened(request, submission_id)
    result = found(row.paper_results.filter(pk=result_id).first())
    scan = reverse("approval:entered_scan", args=[row.pk, result.pk])
    action, link = partial(on_paper.confirm, result, by=person), (scan, _("เปิดภาพสแกน"))
    return perform(request, action, row.url, _("ยืนยันผลบนกระดาษแล้ว"), link=link)


@require_POST
@needs(Right.CONFIRM_PAPER)
@fresh
def reject(request: HttpRequest, submission_id: UUID, result_id: UUID) -> HttpResponse:
    """Say that a result of paper does not agree with its scan."""
    row, person = _opened(request, submission_id)
    result = found(row.paper_results.filter(pk=result_id).first())
    form = WhyForm(request.POST)

    def reject_result() -> None:
        on_paper.reject(result, by=person, why=form.cleaned_data["why"])
        messages.success(request, _("บันทึกแล้ว ผู้บันทึกได้รับแจ้งให้บันทึกใหม่"))

    return _try(request, row, person, "reject", form, reject_result)


@require_POST
@needs(Right.SEE, also=anybody)
@fresh
def annul(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Annul the very result of paper that the page showed, in the reader's name."""
    row, person = _opened(request, submission_id)
    form = AnnulForm(request.POST)

    def annul_result() -> None:
        data = form.cleaned_data
        annulling.annul(row, by=person, why=data["why"], seen=data["seen_result"])
        messages.success(request, _("ยกเลิกผลแล้ว ผู้เกี่ยวข้องทุกคนได้รับแจ้ง"))

    return _try(request, row, person, "annulment", form, annul_result)


@require_POST
@needs(Right.SEE)
def upload_final_copy(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Take a copy that was edited by hand."""
    row, person = _opened(request, submission_id)
    form = FinalForm(request.POST, request.FILES)

    def take_final_copy() -> None:
        deciding.final_copy(row, by=person, copy=_upload(form.cleaned_data["copy"]))
        messages.success(request, _("รับฉบับแก้นอกระบบแล้ว"))

    return _try(request, row, person, "final", form, take_final_copy, at="copy")


@require_POST
@needs(Right.SEE)
@fresh
def resubmit(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    row, person = _opened(request, submission_id)
    return perform(
        request, lambda: submitting.resubmit(row, by=person), row.url, _("เสนอฉบับใหม่แล้ว")
    )


@require_POST
@needs(Right.ISSUE_NUMBERS)
def number(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Take the register's number for a paper of any kind."""
    row, person = _opened(request, submission_id)
    return perform(request, lambda: number_for(row, by=person), row.url, _("ออกเลขที่แล้ว"))


@require_POST
@needs(Right.SEE)
def redraw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Draw the paper again after a failure."""
    row, person = _opened(request, submission_id)
    return perform(request, lambda: submitting.draw_again(row, by=person), row.url, _("สั่งทำใหม่แล้ว"))


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def withdraw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Ask first, then take the submission back."""
    row, person = _opened(request, submission_id)
    form = WithdrawForm(posted(request))

    def withdraw_submission() -> str:
        submitting.withdraw(row, by=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("ถอนเรื่องแล้ว"))
        return row.url

    answer = sent(request, form, withdraw_submission)
    return answer or form_page(
        request, form, _("ถอนเรื่องนี้หรือไม่"), row.url, name=_("ถอนเรื่อง"), above=row.title,
        sub=_("ถอนแล้วกลับคืนไม่ได้ ประวัติและไฟล์ยังอยู่ เสนอเรื่องเดิมใหม่ได้"),
        save=_("ถอนเรื่อง"), stay=_("ไม่ถอน"),
    )  # fmt: skip


def _opened(request: HttpRequest, submission_id: UUID) -> tuple[Submission, Actor]:
    """The paper of an address, and who reads it."""
    person = person_of(request)
    return found(find(person, submission_id)), person


def _upload(file: UploadedFile[Any]) -> Upload:
    return Upload(file.name or "file", content_of(file))


def _try(
    request: HttpRequest,
    row: Submission,
    person: Actor,
    name: str,
    form: forms.Form,
    act: Callable[[], None],
    at: str = "",
) -> HttpResponse:
    """Act on a valid form; a refusal shows the page again with all that was typed."""
    if form.is_valid():

        def once() -> str:
            act()
            return row.url if may(person, Right.SEE) else reverse("approval:named")

        try:
            return done(request, answer_once(request, once))
        except (UnreadableInput, Refused) as refusal:
            # A reason is written where the opinion is.
            is_opinion = "reason" not in form.fields
            if isinstance(refusal, Refused) and refusal.field == "reason" and is_opinion:
                refusal.field = "opinion"
            refuse(form, refusal, file=at)
    fresh_row, _person = _opened(request, row.pk)
    return show_submission(request, fresh_row, person, **{name: form})
