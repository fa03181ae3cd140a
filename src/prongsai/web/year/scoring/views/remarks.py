"""Pages of the NACC's remarks: list, add, edit, move, remove, take from a file, export."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from prongsai.core.analysis.linking import RemarkLinks
from prongsai.core.errors import Misuse, Place
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.scoresheet.model import Remark as PrintedRemark
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done, page
from prongsai.web.platform.sending import perform, tell_removed
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.exports import REMARK_FORMS, remarks_file
from prongsai.web.year.scoring.forms import RemarkForm
from prongsai.web.year.scoring.models import Remark
from prongsai.web.year.scoring.pages import remarks_page, tick_groups, ticks_of
from prongsai.web.year.scoring.queries import Head, framework_of, head_of
from prongsai.web.year.scoring.services import remarks as register
from prongsai.web.year.scoring.views.scores import error_words, known_year

_CONFLICT = 409


@require_GET
@needs(Right.SEE)
def remarks(request: HttpRequest, year: int) -> HttpResponse:
    """The register."""
    shown = remarks_page(person_of(request), known_year(year))
    return page(request, "scoring/remarks.html", shown)


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def add(request: HttpRequest, year: int) -> HttpResponse:
    person = person_of(request)
    head = head_of(person, known_year(year))
    if request.method == "GET":
        return _form_page(request, person, head, RemarkForm(head.framework), None)
    form = RemarkForm(head.framework, request.POST)
    if _asks_for_items(request) or not form.is_valid():
        return _form_page(request, person, head, form, None)
    text, items = form.cleaned_data["text"], form.cleaned_data["items"]
    row = register.add_remark(
        person.agency, by=person, score_year=head.score_year, text=text, items=items
    )
    messages.success(request, _("อยู่ในทะเบียนเป็นข้อ %(number)d แล้ว") % {"number": row.number})
    return done(request, reverse("scoring:remarks", args=[year]))


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def edit(request: HttpRequest, year: int, remark_id: UUID) -> HttpResponse:
    person = person_of(request)
    head = head_of(person, known_year(year))
    row = queries.remark_of(person.agency, head.score_year, remark_id)
    if row is None:
        raise Http404
    if request.method == "GET":
        held = {"text": row.text, "items": row.items, "seen": register.fingerprint(row)}
        return _form_page(request, person, head, RemarkForm(head.framework, initial=held), row)
    form = RemarkForm(head.framework, request.POST)
    if _asks_for_items(request) or not form.is_valid():
        return _form_page(request, person, head, form, row)
    try:
        register.edit_remark(
            person.agency,
            by=person,
            score_year=head.score_year,
            remark_id=remark_id,
            text=form.cleaned_data["text"],
            items=form.cleaned_data["items"],
            seen=form.cleaned_data["seen"],
        )
    except register.ChangedMeanwhile as error:
        data = request.POST.copy()
        data["seen"] = register.fingerprint(row)
        again = RemarkForm(head.framework, data)
        return _form_page(request, person, head, again, row, stale=error_words(error))
    except Misuse as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("บันทึกข้อ %(number)d แล้ว") % {"number": row.number})
    return done(request, reverse("scoring:remarks", args=[year]))


def _asks_for_items(request: HttpRequest) -> bool:
    return request.POST.get("action") == "suggest"


def _form_page(
    request: HttpRequest,
    person: Actor,
    head: Head,
    form: RemarkForm,
    row: Remark | None,
    *,
    stale: str = "",
) -> HttpResponse:
    asked = form.is_bound and _asks_for_items(request)
    chosen = {str(code) for code in form["items"].value() or []}
    text = str(form["text"].value() or "")
    suggested = _suggestions(person, head, text) if text.strip() else ()
    if asked:
        chosen |= set(suggested)
        form = RemarkForm(
            head.framework, initial={"text": text, "items": [*chosen], "seen": form["seen"].value()}
        )
    context = {
        "head": head,
        "form": form,
        "number": row.number if row else None,
        # Items whose words the remark shares, with those chosen already.
        "suggested": ticks_of(head.framework, suggested, chosen),
        "groups": tick_groups(head.framework, chosen, suggested),
        "was_asked": asked,
        "stale": stale,
        # As it stands where somebody else changed it meanwhile.
        "now": row if stale else None,
    }
    status = _CONFLICT if stale else UNPROCESSABLE if form.errors else 200
    part = "scoring/remark_items.html"
    return page(request, "scoring/remark.html", None, part=part, status=status, **context)


def _suggestions(person: Actor, head: Head, text: str) -> tuple[str, ...]:
    framework = head.framework
    if framework is None:
        return ()
    held = queries.current_scores(person.agency, head.score_year)
    links = RemarkLinks(framework, held.card if held else None)
    return links.items_of(PrintedRemark(text, Place()))


@require_POST
@needs(Right.IMPORT_SCORES)
def move(request: HttpRequest, year: int, remark_id: UUID) -> HttpResponse:
    """One place up or down, or to a number."""
    person = person_of(request)
    _known_remark(person, year, remark_id)
    to = whole_number(request.POST.get("to", ""))
    if to is None:
        raise Http404
    try:
        register.move_remark(
            person.agency, by=person, score_year=known_year(year) - 1, remark_id=remark_id, to=to
        )
    except Misuse as error:
        messages.error(request, error_words(error))
    return done(request, reverse("scoring:remarks", args=[year]))


@require_POST
@needs(Right.IMPORT_SCORES)
def remove(request: HttpRequest, year: int, remark_id: UUID) -> HttpResponse:
    """Take a remark off; the page that follows can undo it."""
    person = person_of(request)
    _known_remark(person, year, remark_id)
    row = register.remove_remark(
        person.agency, by=person, score_year=known_year(year) - 1, remark_id=remark_id
    )
    address = reverse("scoring:remarks", args=[year])
    if row is None:
        messages.info(request, _("ข้อนี้ไม่อยู่ในทะเบียนแล้ว"))
        return done(request, address)
    back = reverse("scoring:remark-back", args=[year, row.pk])
    tell_removed(request, _("ลบข้อ %(number)s แล้ว") % {"number": row.number}, back)
    return done(request, address)


@require_POST
@needs(Right.IMPORT_SCORES)
def bring_back(request: HttpRequest, year: int, remark_id: UUID) -> HttpResponse:
    """Undo a removal."""
    person = person_of(request)
    _known_remark(person, year, remark_id)
    address, score_year = reverse("scoring:remarks", args=[year]), known_year(year) - 1
    return perform(
        request, lambda: register.bring_back(
            person.agency, by=person, score_year=score_year, remark_id=remark_id
        ), address, _("นำข้อเสนอแนะกลับมาแล้ว"),
    )  # fmt: skip


@require_POST
@needs(Right.IMPORT_SCORES)
def from_file(request: HttpRequest, year: int) -> HttpResponse:
    """Add the remarks that the standing score file prints and the register lacks."""
    person = person_of(request)
    head = head_of(person, known_year(year))
    address = reverse("scoring:remarks", args=[year])
    has_rules = head.framework is not None
    held = queries.current_scores(person.agency, head.score_year) if has_rules else None
    if held is None:
        messages.error(request, _("ยังไม่มีคะแนนของปีนี้ อัปโหลดไฟล์คะแนนก่อน"))
        return done(request, address)
    links = RemarkLinks(held.card.framework, held.card)
    linked = [LinkedRemark(remark.text, links.items_of(remark)) for remark in held.sheet.remarks]
    source = held.revision.source
    count = register.add_found(
        person.agency, by=person, score_year=head.score_year, remarks=linked, source=source
    )
    words = ngettext(
        "เพิ่มข้อเสนอแนะ %(count)d ข้อในทะเบียน", "เพิ่มข้อเสนอแนะ %(count)d ข้อในทะเบียน", count
    )
    messages.success(request, words % {"count": count})
    return done(request, address)


@require_GET
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    agency = person_of(request).agency
    score_year = known_year(year) - 1
    if form not in REMARK_FORMS:
        raise Http404
    rows = queries.remark_rows(agency, score_year)
    return remarks_file(rows, framework_of(agency, score_year), score_year, form)


def _known_remark(person: Actor, year: int, remark_id: UUID) -> None:
    """404 for a remark that never was this agency's; one that was taken off is told in words."""
    rows = Remark.objects.filter(agency=person.agency, score_year=known_year(year) - 1)
    if not rows.filter(pk=remark_id).exists():
        raise Http404
