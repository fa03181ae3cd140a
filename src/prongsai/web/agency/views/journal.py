"""The journal: a page in words, and all of it as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.forms.people import JournalForm
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries import journal as queries
from prongsai.web.platform.language import in_language
from prongsai.web.platform.shortcuts import shown

# What an office program would take for a formula.
_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
_FILTERS = ("person", "verb", "day")


@require_GET
@needs(Right.READ_JOURNAL)
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what when, newest first."""
    agency = person_of(request).agency
    form, wanted = _wanted(request, agency)
    content = queries.journal_page(agency, wanted, request.GET.get("page", 1))
    chosen = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    context = {"page": content, "query": urlencode(chosen)}
    return shown(request, "agency/journal.html", form, context)


@require_GET
@needs(Right.READ_JOURNAL)
def journal_csv(request: HttpRequest) -> HttpResponse:
    """The wanted entries, oldest first, for an office program."""
    agency = person_of(request).agency
    _form, wanted = _wanted(request, agency)
    response: HttpResponseBase = StreamingHttpResponse(
        _lines(queries.entries(agency, wanted)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response  # type: ignore[return-value]  # a stream is as good as a page to Django


def _wanted(request: HttpRequest, agency: Agency) -> tuple[JournalForm, queries.Wanted]:
    asked = any(request.GET.get(name) for name in _FILTERS)
    form = JournalForm(queries.journal_people(agency), request.GET if asked else None)
    if not asked or not form.is_valid():
        return form, queries.Wanted()
    values: dict[str, Any] = form.cleaned_data
    person = values["person"]
    return form, queries.Wanted(person.pk if person else None, values["verb"], values["day"])


def _lines(rows: Iterator[queries.EntryRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Without the mark at its head office programs take UTF-8 for something else.
    yield "\ufeff" + writer.writerow([_("ลำดับ"), _("เวลา"), _("ตำแหน่ง"), _("ผู้ใช้"), _("เรื่อง")])
    for row in rows:
        at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        cells = [str(row.number), at, row.who, row.login, in_language(row.said)]
        yield writer.writerow([_plain(cell) for cell in cells])


def _plain(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """The line itself, for the stream."""
        return text
