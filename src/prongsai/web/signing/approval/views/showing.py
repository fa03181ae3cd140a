"""The page of one submission, with whatever forms the reader may fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prongsai.core.approval.chain import Chain
from prongsai.core.approval.model import State, Verdict
from prongsai.web.agency.people import Actor
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, is_htmx
from prongsai.web.signing.approval import pages
from prongsai.web.signing.approval.chains import chain_of
from prongsai.web.signing.approval.forms import (
    DecisionForm,
    FinalForm,
    PaperForm,
    SkipForm,
    WhyForm,
)
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.positions import signatories_on_paper

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
    """The page; `bound` are the forms that came back with a fault, by their name."""
    content = pages.submission_page(row, person, today())
    seen = {
        "seen_number": content.version.number,
        "seen_digest": content.version.digest,
        "seen_place": content.row.waits_place or "",
    }
    paper_verdicts = verdicts_of(row, content.version) if content.is_own else ()
    named: dict[str, forms.Form] = {
        "decision": DecisionForm(initial=seen),
        "skip": SkipForm(initial=seen),
        "paper": PaperForm(
            paper_verdicts,
            titles_of(row),
            initial=seen | {"position": next(iter(titles_of(row)), "")},
        ),
        "final": FinalForm(),
        "reject": WhyForm(),
        "annulment": WhyForm(),
    } | {name: _refreshed(form, seen) for name, form in bound.items()}
    context: dict[str, Any] = {
        "page": content,
        "forms": named,
        "form": next(iter(bound.values()), None),
        "buttons": [(verdict, _BUTTONS[verdict]) for verdict in content.turn.verdicts],
        "paper_is_open": content.is_on_paper or "paper" in bound,
    }
    template = "approval/_drawing.html" if is_htmx(request) else "approval/submission.html"
    if is_htmx(request) and not content.drawn.is_drawing:
        # The paper is there: the whole page is shown anew.
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    return render(request, template, context, status=UNPROCESSABLE if bound else 200)


def titles_of(row: Submission) -> tuple[str, ...]:
    """The posts that can stand under a signature on paper at the waiting step."""
    if row.state != State.OPEN:
        return ()
    title = row.steps[(row.waits_place or 1) - 1]["title"]
    return tuple(
        dict.fromkeys(signatory.words for signatory in signatories_on_paper(row.agency, title))
    )


def verdicts_of(row: Submission, version: Version) -> tuple[Verdict, ...]:
    """What the waiting step allows, whoever asks."""
    if row.state != State.OPEN:
        return ()
    # The acts do not matter here, only the step that waits.
    chain: Chain = chain_of(row, version, ())
    step = chain.steps[(row.waits_place or 1) - 1]
    return Chain((step,), state=State.OPEN).may()


def _refreshed(form: forms.Form, seen: dict[str, Any]) -> forms.Form:
    """What was typed comes back, and counts for the version that is shown now."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]  # a bound form has a QueryDict
    for name, value in seen.items():
        typed[name] = str(value)
    form.data = typed
    return form
