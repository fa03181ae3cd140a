"""Which kinds of cases an agency takes in: shut one, or take it in again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.desk.ways import WayKind
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.models import OwnKind
from prongsai.web.citizens.desk.queries.kinds import kind_in, kinds_of
from prongsai.web.citizens.desk.rights import sees_kind, shut_kinds
from prongsai.web.citizens.desk.services import kinds as services
from prongsai.web.citizens.desk.services import news
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import shown


class ReasonForm(forms.Form):
    """Why a kind is shut."""

    reason = ThaiTextField(
        label=gettext_lazy("เหตุผล"), max_length=services.LONGEST_REASON,
        help_text=gettext_lazy("ทุกคนเห็น เช่น ปิดรับฟังความคิดเห็นตามประกาศแล้ว"),
    )  # fmt: skip


@require_safe
@needs(Right.KEEP_DESK)
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds that the person keeps, with those that are shut."""
    person = person_of(request)
    closed = shut_kinds(person.agency)
    rows = [
        (one, closed.get(one.key)) for one in kinds_of(person.agency.pk) if sees_kind(person, one)
    ]
    ways = [(one, news.why_not(one)) for one in WayKind]
    return shown(request, "desk/kinds.html", forms.Form(), {"rows": rows, "ways": ways})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Shut a kind with a reason, or take it in again."""
    person = person_of(request)
    sort = kind_in(person.agency.pk, kind)
    if sort is None or not sees_kind(person, sort):
        raise Http404
    row = shut_kinds(person.agency).get(sort.key)
    form = ReasonForm(request.POST if request.method == "POST" and row is None else None)

    def act() -> str:
        if row is None:
            services.shut(sort, by=person, reason=form.cleaned_data["reason"])
        else:
            services.open_again(sort, by=person)
        messages.success(request, _("บันทึกแล้ว เรื่องที่รับไว้ดำเนินการต่อ"))
        return reverse("desk:kinds")

    if request.method == "POST" and (row is not None or form.is_valid()):
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    is_own = OwnKind.objects.filter(agency=person.agency, key=sort.key).exists()
    context = {"kind": sort, "row": row, "is_own": is_own}
    return shown(request, "desk/kind.html", form, context)
