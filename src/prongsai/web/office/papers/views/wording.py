"""The wording of the papers: read, replaced, seen before it is saved, restored."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.office.papers import services
from prongsai.web.office.papers.forms import SentenceForm
from prongsai.web.office.papers.hooks import paper_answer
from prongsai.web.office.papers.wording import (
    PAPERS,
    SentencePage,
    filled,
    preview_document,
    sentence_page,
    version_of,
    with_examples,
    wording_page,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.sending import tell_change, tell_done
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number

SENTENCES_A_PAGE = 45
_BOTH = ["GET", "HEAD", "POST"]


@require_safe
@needs(Right.EDIT_WORDING)
def paper(request: HttpRequest, paper: str = next(iter(PAPERS))) -> HttpResponse:
    """The papers, and the sentences of the one that is open."""
    agency = person_of(request).agency
    content = found(wording_page(agency, paper))
    pages = Paginator(content["sentences"], SENTENCES_A_PAGE)
    sentences = pages.get_page(request.GET.get("page", ""))
    context = {
        "page": content, "sentences": sentences,
        "lines": with_examples(agency, sentences.object_list, today()),
    }  # fmt: skip
    return render(request, "papers/wording.html", context)


@require_http_methods(_BOTH)
@needs(Right.EDIT_WORDING)
def sentence(request: HttpRequest, paper: str, key: str) -> HttpResponse:
    """One sentence: what it says, what the agency says instead."""
    content = _sentence(request, paper, key)
    line = content.line
    form = SentenceForm(request.POST or None, initial={"text": line.text, "seen": line.version})
    stands = ""
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, answer_once(request, lambda: _save(request, content, form)))
        except Refused as error:
            refuse(form, error)
            if isinstance(error, services.WordingChanged):
                stands = error.text or line.shipped
                form.see(_sentence(request, paper, key).line.version)
    return _sentence_shown(request, content, form, stands)


@require_POST
@needs(Right.EDIT_WORDING)
def preview(request: HttpRequest, paper: str, key: str) -> HttpResponse:
    """The paper with the sentence as typed; nothing is saved."""
    content = _sentence(request, paper, key)
    agency = person_of(request).agency
    form = SentenceForm(request.POST)
    if form.is_valid():
        text = services.tidy(form.cleaned_data["text"])
        try:
            services.check(key, text)
            return paper_answer(preview_document(agency, key, text, today()), agency)
        except Refused as error:
            refuse(form, error)
    return _sentence_shown(request, content, form)


@require_POST
@needs(Right.EDIT_WORDING)
def reset(request: HttpRequest, paper: str, key: str) -> HttpResponse:
    """Go back to the program's own sentence; the agency's stays in the history."""
    content = _sentence(request, paper, key)
    words = _("กลับไปใช้ข้อความของระบบแล้ว ข้อความเดิมอยู่ในประวัติ")
    return _gone_back(request, content, "", words)


@require_POST
@needs(Right.EDIT_WORDING)
def restore(request: HttpRequest, paper: str, key: str, wording_id: UUID) -> HttpResponse:
    """Use an earlier version of a sentence again."""
    content = _sentence(request, paper, key)
    row = found(version_of(person_of(request).agency, key, wording_id))
    words = _("ใช้ฉบับที่ %(number)s แล้ว") % {"number": row.number}
    return _gone_back(request, content, row.text, words)


def _gone_back(request: HttpRequest, content: SentencePage, text: str, words: str) -> HttpResponse:
    """Use the text of before, where the version that the page showed still stands."""
    person, key = person_of(request), content.line.key

    def go_back() -> str:
        seen = whole_number(request.POST.get("seen", "")) or 0
        services.set_sentence(person.agency, by=person, key=key, text=text, seen=seen)
        return tell_done(request, words, reverse("papers:sentence", args=[content.paper, key]))

    try:
        return done(request, answer_once(request, go_back))
    except Refused as error:
        form = SentenceForm({"text": text or content.line.text, "seen": content.line.version})
        form.is_valid()
        refuse(form, error)
        stands = ""
        if isinstance(error, services.WordingChanged):
            stands = error.text or content.line.shipped
        return _sentence_shown(request, content, form, stands)


def _save(request: HttpRequest, content: SentencePage, form: SentenceForm) -> str:
    person = person_of(request)
    cleaned = form.cleaned_data
    row = services.set_sentence(
        person.agency, by=person, key=content.line.key, text=cleaned["text"], seen=form.revision
    )
    tell_change(request, row is not None, _("เอกสารที่ทำต่อจากนี้จะใช้ข้อความนี้"))
    return reverse("papers:wording-paper", args=[content.paper])


def _sentence_shown(
    request: HttpRequest, content: SentencePage, form: SentenceForm, stands: str = ""
) -> HttpResponse:
    line = content.line
    context = {
        "page": content,
        "stands": stands,
        "example": filled(person_of(request).agency, line.key, line.text, today())
        if not line.is_unusable
        else (),
    }
    return shown(request, "papers/sentence.html", form, context)


def _sentence(request: HttpRequest, paper: str, key: str) -> SentencePage:
    content = found(sentence_page(person_of(request).agency, key))
    if content.paper != paper:
        raise Http404
    return content
