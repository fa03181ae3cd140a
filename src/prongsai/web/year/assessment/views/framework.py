"""Pages of a year's framework: the whole, its items and sources, its workbook, its revisions."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from prongsai.core.errors import Finding, ProngsaiError
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Item
from prongsai.core.framework.workbook import to_rows
from prongsai.core.framework.years import documents as documents_in
from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.text import same
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.readers.kinds import MAX_BYTES
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import appointments_on
from prongsai.web.agency.permissions import Right, keys_with, may
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenForm
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.sending import posted
from prongsai.web.platform.serving import XLSX, download
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.assessment.forms import KnownForm, OpenYearForm, SourceForm, WorkbookForm
from prongsai.web.year.assessment.framework.documents import (
    ITEM_FILES,
    Documents,
    differences,
    differing,
    elements_of,
    find_item,
    from_texts,
    name_of,
)
from prongsai.web.year.assessment.framework.editing import CopyItems, Edit, PutSource
from prongsai.web.year.assessment.models import FrameworkRevision, ItemNote
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.assessment.queries.pages import (
    Year,
    framework_page,
    known_ratings,
    notes_of,
    revisions_of,
    unknown_of,
    unknown_years,
    where_of,
    year_data,
    years_page,
)
from prongsai.web.year.assessment.services.frameworks import (
    ChangedMeanwhile,
    OutOfDate,
    Unsound,
    official_of,
    outcome,
    read_workbook,
    restore,
    save,
    take_official,
    take_preview,
    texts_of,
)
from prongsai.web.year.assessment.services.years import newest_year


def year_of_request(request: HttpRequest, year: int) -> Year:
    """The framework that a page is about."""
    return found(year_data(person_of(request).agency, year))


def may_edit(request: HttpRequest) -> bool:
    return may(person_of(request), Right.EDIT_FRAMEWORK)


def framework_url(year: int, anchor: str = "") -> str:
    """The page of a framework, at a place of it."""
    address = reverse("assessment:framework", args=[year])
    return f"{address}#{anchor}" if anchor else address


def open_url(year: int) -> str:
    return f"{reverse('assessment:open')}?fiscal_year={year}"


def not_open(request: HttpRequest, year: int) -> HttpResponse:
    """What stands for every page of a year that is not open: the button, or who has it."""
    person = person_of(request)
    held, opening = appointments_on(person.agency, today()), keys_with(Right.OPEN_YEAR)
    posts = [row.position.title for row in held if row.position.kind in opening]
    context = {
        "page": years_page(person.agency), "newest": newest_year(), "closed": year,
        "form": OpenYearForm(initial={"fiscal_year": year}),
        "may_open": may(person, Right.OPEN_YEAR), "opened_by": ", ".join(dict.fromkeys(posts)),
        "is_known": year in catalogue_of(person.agency).years(),
    }  # fmt: skip
    return render(request, "assessment/open.html", context, status=404)


def edited(
    request: HttpRequest,
    year: Year,
    *,
    form: SeenForm,
    edit: Callable[[], Edit],
    template: str,
    back: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page with a form that makes one edit.

    Shape:  `edit` is asked for once the form is sound.
    """
    given = {"year": year.fiscal_year, "form": form, "back": back, **(context or {})}
    if request.method != "POST":
        return render(request, template, given)

    def save_edit() -> str:
        person, number = person_of(request), year.fiscal_year
        made = save(person.agency, by=person, fiscal_year=number, seen=form.revision, edit=edit())
        tell_made(request, made, _("บันทึกแล้ว เป็นฉบับที่ %(number)s"))
        return back

    if form.is_valid():
        try:
            return done(request, answer_once(request, save_edit))
        except ChangedMeanwhile as change:
            given["meanwhile"] = meanwhile(change)
            form.see(change.number)
        except Unsound as refusal:
            for finding in refusal.findings:
                form.add_error(None, _finding_words(finding))
        except ProngsaiError as refusal:
            form.add_error(None, words_of(refusal))
    return render(request, template, given, status=UNPROCESSABLE)


def tell_made(
    request: HttpRequest, made: FrameworkRevision | ItemNote | None, words: str, **values: int
) -> None:
    """Say what was made, in `words` with its number; or that nothing changed."""
    if made is None:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    else:
        messages.success(request, words % {"number": made.number, **values})


def meanwhile(change: ChangedMeanwhile) -> dict[str, Any]:
    """Both sides of a change that somebody else made meanwhile, for the page."""
    return {
        "message": change.message,
        "next_step": change.next_step,
        "by": change.by,
        "is_gone": change.now is None,
        "rows": differing(change.then, change.now),
    }


def _finding_words(finding: Finding) -> str:
    words = in_language(finding.message)
    step = finding.next_step
    if step is not None and "prongsai " not in step.en:
        words = f"{words} {in_language(step)}"
    return words


@require_GET
@needs(Right.SEE)
def framework(request: HttpRequest, year: int) -> HttpResponse:
    """The whole framework of a year, with what is unconfirmed."""
    page = found(framework_page(person_of(request).agency, year))
    may_open = may(person_of(request), Right.OPEN_YEAR)
    context = {
        "page": page,
        "year": year,
        "may_edit": may_edit(request) and page.year.assessment is not None,
        "open_url": open_url(year) if may_open else "",
        "unknown_of": unknown_of(person_of(request).agency, year),
    }
    return render(request, "assessment/framework.html", context)


@require_GET
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The framework as a workbook, to be corrected from the manual."""
    data = year_of_request(request, year)
    workbook = framework_workbook(to_rows(data.documents))
    return download(workbook, XLSX, f"framework-{year}-r{data.number}.xlsx")


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def import_(request: HttpRequest, year: int) -> HttpResponse:
    """Read a corrected workbook; the next page shows what it would change."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            preview = read_workbook(
                person_of(request).agency,
                by=person_of(request),
                fiscal_year=year,
                name=file.name,
                data=file.read(MAX_BYTES + 1),
            )
        except ProngsaiError as refusal:
            form.add_error("file", words_of(refusal))
        else:
            return done(request, reverse("assessment:preview", args=[year, preview.pk]))
    context = {"year": year, "back": framework_url(year)}
    return shown(request, "assessment/import.html", form, context)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def preview(request: HttpRequest, year: int, preview_id: UUID) -> HttpResponse:
    """What a workbook would change, and the yes to it."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    row = found(data.assessment.previews.filter(pk=preview_id).first())
    refused, status = "", 200
    if request.method == "POST":
        try:
            return done(request, answer_once(request, lambda: _take(request, year, preview_id)))
        except (OutOfDate, Unsound) as refusal:
            refused, status = words_of(refusal), UNPROCESSABLE
    # Read again: what is shown is always against the framework of the moment.
    current = year_of_request(request, year).assessment or data.assessment
    context = {
        "year": year,
        "preview": row,
        "outcome": outcome(current, row),
        "refused": refused,
        "back": reverse("assessment:import", args=[year]),
    }
    return render(request, "assessment/preview.html", context, status=status)


def _take(request: HttpRequest, year: int, preview_id: UUID) -> str:
    person = person_of(request)
    seen = whole_number(request.POST.get("seen", ""))
    revision = take_preview(
        person.agency,
        by=person,
        fiscal_year=year,
        preview_id=preview_id,
        seen=-1 if seen is None else seen,
    )
    tell_made(request, revision, _("นำเข้าแล้ว เป็นฉบับที่ %(number)s"))
    return framework_url(year)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def official(request: HttpRequest, year: int) -> HttpResponse:
    """What the official files would change, and the yes to them."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    refused, status = "", 200
    if request.method == "POST":

        def take_framework() -> str:
            person, seen = person_of(request), request.POST.get("seen", "")
            made = take_official(person.agency, by=person, fiscal_year=year, seen=seen)
            tell_made(request, made, _("ใช้ข้อมูลทางการแล้ว เป็นฉบับที่ %(number)s"))
            return framework_url(year)

        try:
            return done(request, answer_once(request, take_framework))
        except ProngsaiError as refusal:
            refused, status = words_of(refusal), UNPROCESSABLE
    current = year_of_request(request, year).assessment or data.assessment
    context = {
        "year": year,
        "official": official_of(current),
        "refused": refused,
        "back": framework_url(year),
    }
    return render(request, "assessment/official.html", context, status=status)


@require_GET
@needs(Right.SEE)
def revisions(request: HttpRequest, year: int) -> HttpResponse:
    data = year_of_request(request, year)
    rows = revisions_of(person_of(request).agency, year)
    context = {
        "year": year, "revisions": rows, "number": data.number, "may_edit": may_edit(request),
    }  # fmt: skip
    return render(request, "assessment/revisions.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def revision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What going back to a state would change, and doing so."""
    person = person_of(request)
    data = year_of_request(request, year)
    if data.assessment is None:
        raise Http404
    former = found(data.assessment.revisions.filter(number=number).first())
    if request.method == "POST":

        def restore_revision() -> str:
            seen = whole_number(request.POST.get("seen", ""))
            made = restore(
                person.agency, by=person, fiscal_year=year, number=number,
                seen=-1 if seen is None else seen,
            )  # fmt: skip
            words = _("กลับไปใช้ฉบับที่ %(former)s แล้ว เป็นฉบับที่ %(number)s")
            tell_made(request, made, words, former=number)
            return framework_url(year)

        try:
            return done(request, answer_once(request, restore_revision))
        except ProngsaiError as refusal:
            messages.error(request, words_of(refusal))
    documents = from_texts(texts_of(person.agency, former.files))
    context = {
        "year": year,
        "revision": former,
        "seen": data.number,
        "changes": differences(data.documents, documents),
        "is_standing": number == data.number,
        "back": reverse("assessment:revisions", args=[year]),
    }
    return render(request, "assessment/revision.html", context)


@require_GET
@needs(Right.SEE)
def item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One item with its elements, sources, notes and what it was last year."""
    data = year_of_request(request, year)
    row = found(find_item(data.documents, code))
    agency = person_of(request).agency
    scales = data.documents["framework"].get("scales") or []
    names = {scale["code"]: name_of(scale["name"]) for scale in scales}
    held = {note.lineage: note for note in notes_of(agency, year)}
    subjects = row["lineage"]
    noted = [subject for subject in subjects if subject in held]
    context = {
        "year": year,
        "item": row,
        "instrument": instrument_of_item(code),
        "where": where_of(row),
        "notice": name_of(row["notice"]) if row.get("notice") else None,
        "elements": [(element, where_of(element)) for element in elements_of(data.documents, code)],
        "former": [
            former
            for former in _last_year(catalogue_of(agency), year, instrument_of_item(code))
            if set(former.lineage) & set(subjects)
        ],
        "scale": names.get(row["scale"], same(row["scale"])),
        "notes": [(subject, held.get(subject)) for subject in noted or subjects[:1]],
    }
    return render(request, "assessment/item.html", context)


def _last_year(catalogue: Catalogue, year: int, instrument: str) -> tuple[Item, ...]:
    if year - 1 not in catalogue.years():
        return ()
    items = catalogue.get(year - 1, draft=True).items.values()
    return tuple(item for item in items if instrument_of_item(item.code) == instrument)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def copy(request: HttpRequest, year: int, instrument: str) -> HttpResponse:
    """Take an instrument's items over from the newest other year that knows them."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    if instrument not in INSTRUMENTS or data.documents[ITEM_FILES[instrument]].get("items"):
        raise Http404
    source = found(_source_of_items(catalogue_of(person_of(request).agency), data, instrument))
    form = SeenForm(posted(request), initial={"seen": data.number})
    return edited(
        request,
        data,
        form=form,
        edit=lambda: CopyItems(instrument, source),
        template="assessment/items_copy.html",
        back=framework_url(year, instrument),
        context={
            "instrument": instrument,
            "source": source["framework"]["fiscal_year"],
            "items": source[ITEM_FILES[instrument]]["items"],
        },
    )


def _source_of_items(catalogue: Catalogue, data: Year, instrument: str) -> Documents | None:
    for year in reversed(catalogue.years()):
        documents = documents_in(catalogue.folder(year))
        if year != data.fiscal_year and documents[ITEM_FILES[instrument]].get("items"):
            return documents
    return None


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def source(request: HttpRequest, year: int, source_id: str = "") -> HttpResponse:
    """One source: added or corrected."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    held = {source["id"]: source for source in data.documents["sources"].get("sources") or []}
    if source_id and source_id not in held:
        raise Http404
    entry = held.get(source_id, {})
    form = SourceForm(
        posted(request),
        initial={
            "seen": data.number,
            "proves": entry.get("proves", ""),
            "address": entry.get("address", ""),
        },
    )
    return edited(
        request,
        data,
        form=form,
        edit=lambda: PutSource(
            source_id, form.cleaned_data["address"], form.cleaned_data["proves"]
        ),
        template="assessment/source_edit.html",
        back=framework_url(year, "sources"),
        context={"source_id": source_id},
    )


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def unknown(request: HttpRequest, year: int) -> HttpResponse:
    """The year's unknowns, and those of the year of its results; one year saves at a time."""
    if request.method == "POST" and not may_edit(request):
        raise PermissionDenied
    agency = person_of(request).agency
    years = unknown_years(agency, year)
    sent = request.POST.get("of", "")
    asked = next(
        (unknown_year for unknown_year in years if str(unknown_year.data.fiscal_year) == sent), None
    )
    forms = {
        unknown_year.data.fiscal_year: KnownForm(
            request.POST if unknown_year is asked else None,
            year=unknown_year,
            ratings=known_ratings(agency, unknown_year.data.documents),
        )
        for unknown_year in years
    }
    chosen = asked or found(years[-1] if years else None)
    if asked is not None and asked.data.assessment is None:
        return not_open(request, asked.data.fiscal_year)
    form = forms[chosen.data.fiscal_year]
    return edited(
        request,
        chosen.data,
        form=form,
        edit=form.edit,
        template="assessment/unknown.html",
        back=reverse("assessment:unknown", args=[year]),
        context={
            "year": year,
            "parts": [
                (unknown_year, forms[unknown_year.data.fiscal_year]) for unknown_year in years
            ],
            "may_edit": may_edit(request),
        },
    )
