"""Kept files as answers: what a browser shows safely it shows, all else it saves; built files."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from whitenoise.storage import CompressedManifestStaticFilesStorage

from prongsai.web.platform import files
from prongsai.web.platform.models import StoredFile

# Kept files passed validation, or are our own; nothing in one may be loaded or run all the same.
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_AHEAD = ("prefetch", "prerender", "preview")
_AT_THE_TOP = "document"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


# A paper as a page needs nothing from anywhere, so nothing that got into it can fetch or run.
_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


# The page was made before it was known who reads it: what leads back is told at its head, and is
# not printed.
_WAY_BACK = """<body><nav class="back"><style>.back{{padding:.8rem 1rem;font-family:sans-serif}}
@media print{{.back{{display:none}}}}</style><a href="{}">← {}</a> {}</nav>"""


def page_answer(page: str | bytes, *, back: str = "", note: str = "") -> HttpResponse:
    """A paper as one page of HTML that `documents.page.to_html` made.

    Shape:  `back` leads to where the reader came from, "" where going there would lose something.
    """
    markup = page if isinstance(page, str) else page.decode()
    if back:
        way_back = format_html(_WAY_BACK, back, gettext("กลับ"), note)
        markup = markup.replace("<body>", way_back, 1)
    response = HttpResponse(markup)
    response["Content-Security-Policy"] = _PAGE
    return response


def is_opened(request: HttpRequest) -> bool:
    """Whether a person asks for a file to look at it, and the browser not for its own reasons.

    Shape:  no look is a request for the headers or for a part, one made ahead (prefetch), or one
            for a picture, script or frame inside a page. Browsers that tell nothing are believed.
    """
    purposes = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    is_ahead = any(word in purposes.lower() for word in _AHEAD)
    is_inside = request.headers.get("Sec-Fetch-Dest", _AT_THE_TOP) != _AT_THE_TOP
    is_part = "Range" in request.headers
    return request.method == "GET" and not (is_ahead or is_inside or is_part)


def download(data: bytes, media_type: str, name: str, *, saves: bool = True) -> HttpResponse:
    """A file that was made for this answer, under a name; `saves` where it is not shown."""
    response = HttpResponse(data, content_type=media_type)
    disposition = content_disposition_header(as_attachment=saves, filename=name)
    response["Content-Disposition"] = disposition or ("attachment" if saves else "inline")
    return response


def file_answer(kept: StoredFile, *, saves: bool = False, marked: str = "") -> HttpResponse:
    """A kept file; `saves` where the browser must not show it, `marked` stands before its name."""
    name = f"{marked} – {kept.name}" if marked else kept.name
    is_saved = saves or kept.media_type not in _SHOWN
    response = download(files.read(kept), kept.media_type, name, saves=is_saved)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


class BuiltFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A file that a template names and the build did not make is a fault of ours and raises."""

    manifest_strict = True
