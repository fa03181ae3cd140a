"""What a PDF is, read object by object: how many pages, and whether it acts."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pikepdf

from prongsai.web.platform.upload_validation import pdf_expansion
from prongsai.web.platform.upload_validation.links import is_harmless

_ACTIVE = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia",
        "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/XFA", "/OpenAction", "/AA",
        "/EF", "/OPI", "/Movie", "/Rendition", "/Sound", "/3D", "/GoTo3DView", "/RichMediaExecute",
    }
)  # fmt: skip
# The end of a revision: where its table of contents is, then the mark.
_END = re.compile(rb"startxref[\x00\t\n\f\r ]+(\d{1,12})[\x00\t\n\f\r ]+%%EOF")
_WHITE = b"\x00\t\n\x0c\r "
# A stream that lies in another file, a form that shows another document's page.
_OF_STREAMS = frozenset({"/F", "/Ref"})


MOST_PAGES = 10_000


class Locked(Exception):  # noqa: N818 - named for what it is, as in core/errors.py
    """A PDF that opens with a password only."""


class Tangled(Exception):  # noqa: N818 - as above
    """A PDF whose pages lead back to themselves, or are more than anybody prints."""


def pages_and_acts(data: bytes) -> tuple[int, bool]:
    """How many pages a PDF has, and whether it can do more than be looked at.

    Errors: Locked, Tangled, `pdf_expansion.TooLarge`; of a damaged one, what the library raises.
    """
    pdf_expansion.check_file(data)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = _count_pages(pdf.Root.Pages)
            things = (pdf.Root, pdf.trailer, *pdf.objects)
            pdf_expansion.check_streams(
                thing for thing in things if isinstance(thing, pikepdf.Stream)
            )
            return pages, any(_acts(thing) for thing in things)
    except pikepdf.PasswordError as error:
        raise Locked from error


def _count_pages(root: Any) -> int:
    """Count the pages of a tree as it was written: the library mends a tree without a word.

    Errors: Tangled where a part of the tree lies in itself or in two places, where what pages
            inherit from goes round, or where there are too many.
    """
    parts: set[tuple[int, int]] = set()
    upwards: set[tuple[int, int]] = set()
    waiting, pages = [root], 0
    while waiting:
        part = waiting.pop()
        if not isinstance(part, pikepdf.Dictionary):
            continue
        _refuse_round(part, upwards)
        if "/Kids" not in part:
            pages += 1
        elif (part.is_indirect and part.objgen in parts) or len(part.Kids) > MOST_PAGES:
            raise Tangled
        else:
            parts.add(part.objgen)
            waiting += list(part.Kids)
        if pages > MOST_PAGES:
            raise Tangled
    return pages


def _refuse_round(part: Any, seen: set[tuple[int, int]]) -> None:
    """Follow what a part inherits from; `seen` are parts from where the way is known to end."""
    way: set[tuple[int, int]] = set()
    while isinstance(part, pikepdf.Dictionary) and part.is_indirect and part.objgen not in seen:
        if part.objgen in way:
            raise Tangled
        way.add(part.objgen)
        part = part.get("/Parent")
    seen |= way


def ends_with_itself(data: bytes) -> bool:
    """Whether nothing but a PDF is in the file: white space alone after its last revision.

    Shape:  a revision that was added (a signature, a note) has its own table of contents behind
            the end before it, else its end was only written behind something else; the first part
            of a PDF made for the web ends with 0. What opens as an archive is none either.
    """
    ends = [*_END.finditer(data)]
    if not ends or data[ends[-1].end() :].strip(_WHITE):
        return False
    if len(ends) > 1:
        table, former = int(ends[-1][1]), ends[-2]
        for_the_web = len(ends) == 2 and int(former[1]) == 0  # noqa: PLR2004 - its two parts
        if not for_the_web and not former.end() <= table < ends[-1].start():
            return False
    return not _is_archive(data)


def _is_archive(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _is_active(key: str, value: Any) -> bool:
    """Whether one entry of a dictionary is more than something to look at."""
    if key == "/URI":
        base = value.get("/Base", "") if isinstance(value, pikepdf.Dictionary) else value
        return not is_harmless(str(base))
    if key in ("/F", "/UF") and isinstance(value, pikepdf.String):
        return not is_harmless(str(value))  # a file beside this one may be named, not another's
    at_a_page = key == "/OpenAction" and (
        isinstance(value, pikepdf.Array)
        or (isinstance(value, pikepdf.Dictionary) and value.get("/S") == "/GoTo")
    )
    if key in _ACTIVE and not at_a_page:
        return True
    return key in ("/S", "/Subtype", "/Type") and str(value) in _ACTIVE


def _acts(thing: Any) -> bool:
    """Whether an object of a PDF, or one inside it, can do more than be looked at."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        inner: Iterator[Any]
        if isinstance(current, pikepdf.Array):
            inner = iter(current)
        elif isinstance(current, (pikepdf.Dictionary, pikepdf.Stream)):
            is_stream = isinstance(current, pikepdf.Stream)
            entries = current.stream_dict if is_stream else current
            if is_stream and any(key in entries for key in _OF_STREAMS):
                return True
            if any(_is_active(key, value) for key, value in entries.items()):
                return True
            if entries.get("/S") == "/Thread" and "/F" in entries:
                return True
            inner = (value for _, value in entries.items())
        else:
            continue
        waiting += [
            value
            for value in inner
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect
        ]
    return False
