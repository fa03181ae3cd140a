"""The typesetter in a process of its own: what it takes for a large paper goes back with it.

A plan of two hundred measures takes Typst 190 MB, all of which it would keep, and as much again
when the plan is set again with other marks: so the process goes when it has grown. It loads nothing
but Typst, so that a site on a small machine has room for it; and what the engine falls over takes
nothing of ours along.
"""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import IO, Any, Self

from prongsai.core.errors import ProngsaiError
from prongsai.core.messages import read_words
from prongsai.core.papers.document import Document
from prongsai.core.text import Text, same
from prongsai.documents.marks import mark_svg
from prongsai.documents.photos import Sized
from prongsai.documents.typesetting.font import FONT_FOLDER, fonts

# Two threads would set a paper in nine tenths of the time and a tenth more memory.
_ONE_AT_A_TIME = {"RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
# Seconds of processor; two hundred measures take one.
_LONGEST = 600
_STANDARDS = ["a-2a", "ua-1"]
# Kilobytes that a process may have taken and still set the next paper; a letter takes 50,000.
_GROWN = 120_000


class NoPaper(ProngsaiError):  # noqa: N818 - named for what happened, as in core/errors.py
    """The typesetter refused a document."""


class Press:
    """Sets what it is given until it is left; the same files again take no time.

    >>> from datetime import UTC
    >>> page = b'#set document(title: "A"); A'
    >>> with Press() as press:
    ...     press.set({"main.typ": page}, datetime(2026, 11, 20, tzinfo=UTC))[:5]
    b'%PDF-'
    """

    _process: subprocess.Popen[bytes] | None

    def __enter__(self) -> Self:
        fonts()
        self._process = self._start()
        return self

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-P", "-m", __name__, str(FONT_FOLDER), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a panic of the engine is told by `set`
            env={**os.environ, **_ONE_AT_A_TIME},
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def set(self, files: Mapping[str, bytes], made: datetime) -> bytes:
        """Set `main.typ` as PDF/A-2a and PDF/UA-1, dated `made`."""
        process = self._process = self._process or self._start()
        try:
            pickle.dump((dict(files), made), _there(process.stdin))
            _there(process.stdin).flush()
            pdf, refused, taken = pickle.load(_there(process.stdout))  # noqa: S301 - our own process
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _no_paper(read_words("documents/typesetter_broke_off")) from error
        if taken > _GROWN:
            self.__exit__(None, None, None)
        if pdf is None:
            raise _no_paper(same(refused))
        return bytes(pdf)


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        message = "the process was started without pipes"
        raise TypeError(message)
    return pipe


def _no_paper(message: Text) -> NoPaper:
    return NoPaper("documents/paper_not_made", said=message)


# --- the other process ------------------------------------------------------------------------


def _serve(folder: str, parent: int) -> None:
    """Answer (files, made) on the input by (PDF or None, why not, memory taken), until it ends."""
    import typst  # noqa: PLC0415 - in the other process alone

    _keep_to(parent)
    # What a library prints is no answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    only_ours = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
    compiler = typst.Compiler(font_paths=only_ours)
    while True:
        try:
            files, made = pickle.load(sys.stdin.buffer)  # noqa: S301 - from who started us
        except EOFError:
            return
        pickle.dump((*_answer(compiler, files, made), _taken()), answers)
        answers.flush()


def _keep_to(parent: int) -> None:
    """End with who started this process and never by itself, nor work without end."""
    # Who stops the site stops all its processes at once; the one that asked lets its job end.
    for sent in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sent, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST))


def _taken() -> int:
    """The most memory that this process has held, in kilobytes; 0 where no system tells."""
    try:
        import resource  # noqa: PLC0415 - Unix alone has it
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _answer(compiler: Any, files: dict[str, bytes], made: datetime) -> tuple[bytes | None, str]:
    try:
        pdf = compiler.compile(files, format="pdf", pdf_standards=_STANDARDS, timestamp=made)
    # A panic of the engine is no `Exception`.
    except BaseException as error:  # noqa: BLE001 - the one who asked tells it
        return None, str(getattr(error, "message", error))
    return pdf, ""


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))


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
