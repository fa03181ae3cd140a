"""Public: whether a paper in hand is the approved one. Nothing that is sent is kept."""

import re
from hashlib import sha256
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.shortcuts import shown
from prongsai.web.platform.upload_validation import MOST_BYTES
from prongsai.web.signing.approval import guessing
from prongsai.web.signing.approval.checking import Match, check_page, match_of, tidy_code
from prongsai.web.signing.approval.forms import CodeForm

_NOT_FOUND = 404
_TOO_MANY = 429
_MOST_TYPED = 200
_IN_ADDRESS = re.compile(r"[-A-Za-z0-9_]+")


class Digesting(FileUploadHandler):
    """Takes the digest of what comes in and lets the content go: no memory, no disk keeps it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._told, self._size = sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Add a part of the file; nothing is passed on.

        Errors: StopUpload where it is larger than any file that the site keeps.
        """
        del start
        self._size += len(raw_data)
        if self._size > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self._told.update(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """A file without content that carries the digest."""
        empty: Any = UploadedFile(name=self.file_name, size=file_size)
        empty.digest = self._told.hexdigest()
        return cast("UploadedFile[bytes]", empty)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the paper."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["code"]
        code = tidy_code(typed)
        if not _IN_ADDRESS.fullmatch(code):
            # No code has such letters, and no address either: it is as unknown as any other.
            is_heard = request.user.is_authenticated or guessing.take()
            return _unknown(request, typed) if is_heard else _not_now(request)
        return done(request, reverse("approval:check", args=[code]))
    return shown(request, "approval/check_start.html", form)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of a paper; a file or digest that is sent is compared and forgotten."""
    # Before anything reads the form, or the file would have been kept for a moment.
    request.upload_handlers = [Digesting(request)]
    return _check(request, code)


def _not_now(request: HttpRequest) -> HttpResponse:
    """Somebody tries codes: nobody but people who signed in is told anything for a minute."""
    response = render(request, "approval/check_busy.html", status=_TOO_MANY)
    response["Retry-After"] = str(guessing.SECONDS)
    return response


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    context = {"form": CodeForm(), "code": code}
    return render(request, "approval/check_unknown.html", context, status=_NOT_FOUND)


@csrf_protect
def _check(request: HttpRequest, code: str) -> HttpResponse:
    tidy = tidy_code(code)
    is_known = request.user.is_authenticated or guessing.has_paper(tidy, request.GET.get("k", ""))
    if not is_known and not guessing.take():
        return _not_now(request)
    content = check_page(tidy)
    if content is not None and not is_known:
        guessing.give_back()
    if content is None:
        return _unknown(request, code)
    context: dict[str, Any] = {"page": content, "match": None, "fault": "", "typed": ""}
    if request.method == "POST":
        typed = request.POST.get("digest", "").strip()[:_MOST_TYPED]
        file = request.FILES.get("file")
        digest = str(getattr(file, "digest", "")) if file else typed
        context["typed"] = typed
        if digest:
            context |= {"match": match_of(content.row.code, digest), "digest": digest}
        else:
            context["fault"] = _("เลือกไฟล์ PDF ไม่เกิน 20 MB หรือพิมพ์ค่าตรวจสอบไฟล์ แล้วกดตรวจ")
    context["is_same"] = context["match"] in (Match.EXACT, Match.SIGNED)
    status = UNPROCESSABLE if context["fault"] else 200
    return render(request, "approval/check.html", context, status=status)
