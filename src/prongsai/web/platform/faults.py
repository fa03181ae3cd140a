"""What a person sees when the ground gives way: a database that is busy or gone, a file lost.

Nothing of the form was saved, since every act is one transaction; what was typed comes back in
the page, so that one button sends it again.
"""

import logging
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from prongsai.web.platform import views
from prongsai.web.platform.clock import now
from prongsai.web.platform.fault_kinds import Fault, chain_of, fault_of
from prongsai.web.platform.files import LostFile
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import JournalEntry, StoredFile
from prongsai.web.platform.references import new_reference
from prongsai.web.platform.shortcuts import NotYet

RETRY_AFTER = 10
_FAULTY, _UNAVAILABLE = 500, 503
_LONGEST_PART = 15
_MOST_UNKNOWN = 20  # entries of a person in a day
_log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for whatever a view or a middleware did not expect.

    503 with the advice to try again where the ground gave way, 500 for a fault of the program and
    for a kept file that is not as it was: it is not given, and who looks after files is told.
    """
    error = sys.exc_info()[1]
    lost = next((cause for cause in chain_of(error) if isinstance(cause, LostFile)), None)
    fault = Fault.LOST if lost else fault_of(error)
    reference = new_reference()
    # Without what stands in the address: that may be somebody's key.
    match = request.resolver_match
    place = f"/{match.route}" if match else "–"
    # Of a full disk the log keeps one line a minute: a number would be looked for in vain.
    is_full = fault is Fault.FULL
    extra = {"fault": fault} if is_full else None
    _log.error("%s: %s at %s: %r", reference, fault, place, error, extra=extra)
    if fault is Fault.OWN:
        _tell(
            request, reference,
            lambda person: record(person.agency, person, "fault-met", place, reference=reference),
        )  # fmt: skip
    if lost is not None:
        _tell_lost(lost, reference)
    status = _FAULTY if fault in (Fault.OWN, Fault.LOST) else _UNAVAILABLE
    response = HttpResponse(_page(request, fault, "" if is_full else reference), status=status)
    if status == _UNAVAILABLE:
        response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that leads nowhere, or not to this reader.

    The journal is told only where a page of ours led there, and of each person a few times a day:
    an address that is typed wrong is nobody's fault, and nobody may fill a journal.
    """
    if isinstance(exception, NotYet):
        answer: HttpResponse = exception.args[0](request)
        return answer
    reference, place = new_reference(), _without_keys(request.path)
    _log.info("%s: nothing at %s", reference, place)
    led = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(led, {request.get_host()}):
        page = _without_keys(urlsplit(led).path)
        _tell(request, reference, partial(_tell_unknown, place, page, reference))
    context = {"reference": reference}
    return HttpResponse(render_to_string("404.html", context, request), status=404)


def _tell_unknown(place: str, page: str, reference: str, person: Any) -> None:
    day = now() - timedelta(days=1)
    entries = JournalEntry.objects.filter(agency=person.agency, by=person.user, at__gt=day)
    if entries.filter(verb="address-unknown").count() < _MOST_UNKNOWN:
        record(person.agency, person, "address-unknown", place, reference=reference, page=page)


def _without_keys(path: str) -> str:
    """An address in one line, without what is long enough to be a key or the number of a row."""
    path = "".join(letter for letter in path if letter.isprintable())
    return "/".join(part if len(part) <= _LONGEST_PART else "…" for part in path.split("/"))[:200]


def _tell(request: HttpRequest, reference: str, write: Callable[[Any], object]) -> None:
    """The journal knows the number that the person saw, where it can still be written."""
    person = getattr(request, "person", None)
    if not person:
        return
    try:
        with transaction.atomic():
            write(person)
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        _log.warning("%s: the journal could not be told", reference, exc_info=True)


def _tell_lost(lost: LostFile, reference: str) -> None:
    """Once a day for each file; the worker looks at all files of the agency within the hour."""
    day = now() - timedelta(days=1)
    entries = JournalEntry.objects.filter(agency=lost.agency, verb="file-lost", at__gt=day)
    try:
        with transaction.atomic():
            if not entries.filter(subject=lost.digest).exists():
                owner = StoredFile.objects.filter(agency=lost.agency, digest=lost.digest).first()
                if owner is not None:
                    record(owner.agency, None, "file-lost", lost.digest, reference=reference)
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        _log.warning("%s: the journal could not be told", reference, exc_info=True)


def _page(request: HttpRequest, fault: Fault, reference: str) -> str:
    context = {
        "fault": fault.value,
        "address": request.get_full_path(),
        "reference": reference,
    }
    if request.method == "POST":
        try:
            context |= views.typed(request)
        except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
            _log.warning("what was typed could not be read", exc_info=True)
    try:
        return render_to_string("platform/fault.html", context, request)
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        return render_to_string("platform/fault_bare.html", context)
