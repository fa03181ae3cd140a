"""Text of pages that are pictures, by the program tesseract where the machine has it."""

import io
import os
import shutil
import subprocess

import pypdfium2 as pdfium

from prongsai.core.errors import Place
from prongsai.core.extract import Paragraph

PROGRAM = "tesseract"
MOST_PAGES = 60
_DOTS_PER_INCH = 200
_MOST_PIXELS = 25_000_000
_SECONDS_A_PAGE = 20
_ARGUMENTS = ("stdin", "stdout", "-l", "tha+eng", "--psm", "3")


def recogniser() -> str | None:
    """The path of the program; None where the machine has none."""
    return shutil.which(PROGRAM)


def knows_thai() -> bool:
    """Whether the program has the data for Thai and English."""
    program = recogniser()
    if program is None:
        return False
    listed = _run([program, "--list-langs"], b"")
    return listed is not None and {"tha", "eng"} <= set(listed.split())


def recognise(picture: bytes) -> str | None:
    """The text on a picture (PNG or JPEG); None where it cannot be had."""
    program = recogniser()
    return None if program is None else _run([program, *_ARGUMENTS], picture)


def _run(command: list[str], given: bytes) -> str | None:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a program found by its name, no word of a file
            command,
            input=given,
            capture_output=True,
            timeout=_SECONDS_A_PAGE,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None


def picture_of(page: pdfium.PdfPage) -> bytes:
    """A page as a grey PNG, never of more dots than a program can bear."""
    width, height = page.get_size()
    scale = _DOTS_PER_INCH / 72
    dots = max(width * height * scale * scale, 1)
    if dots > _MOST_PIXELS:
        scale *= (_MOST_PIXELS / dots) ** 0.5
    out = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(out, "PNG")
    return out.getvalue()


def paragraphs_of(text: str, place: Place) -> tuple[Paragraph, ...]:
    """Recognised text as paragraphs: blank lines part them."""
    parts = (part.strip() for part in text.replace("\f", "").split("\n\n"))
    return tuple(Paragraph(part, place) for part in parts if part)
