"""The pictures of a paper as the files Typst reads them from."""

from __future__ import annotations

import json
from base64 import b64encode

from prongsai.core.papers.document import Document
from prongsai.documents.marks import mark_svg
from prongsai.documents.photos import Sized

EMBLEM, MARK = "emblem.json", "mark.svg"


def files_of(document: Document, photos: tuple[Sized, ...]) -> dict[str, bytes]:
    """A file for each picture, by name; `photos` in the order they are drawn."""
    files = {photo_file(number): _wrapped(photo) for number, photo in enumerate(photos, start=1)}
    if document.emblem:
        files[EMBLEM] = json.dumps(list(document.emblem.data)).encode()
    if document.mark:
        files[MARK] = mark_svg(document.mark)
    return files


def photo_file(number: int) -> str:
    """The name of the file of a photo, counted from 1."""
    return f"photo-{number}.svg"


def _wrapped(photo: Sized) -> bytes:
    """A photo inside an SVG: Typst takes files as text, and passes the JPEG in it on unchanged."""
    width, height = photo.pixels
    held = b64encode(photo.data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:{photo.media_type};base64,{held}"/></svg>'
    ).encode()
