"""The demo's site as a version leaves it, kept small: its papers are blank and its photos tiny.

`make site-archive` makes that of the program's own version, a backup of SQLite; one that is there
stays as it is.
"""

import lzma
import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.web.running import ROOT, Site

from prongsai import __version__
from prongsai.web.project.environment import mark_demo

ARCHIVE = Path(__file__).parent / "sites/v0.2.0.tar.xz"
_PLAY = """
import io, pickle, sys
from unittest.mock import patch
from zlib import crc32

from django.conf import settings
from PIL import Image
from tests.web.approval.conftest import small_pdf
from tests.web.running import ROOT
sys.path.append(str(ROOT / "examples"))
from demo_agency import drawings, loading
from prongsai.web.platform import drawing, files
from prongsai.web.project import backup

BLANK = {"pdf": small_pdf(), "docx": b"PK", "html": b"<!doctype html><p>blank"}
store = files.store


def tiny_photo(scene, words):
    file = io.BytesIO()
    Image.new("RGB", (16, 12), crc32(words.encode()) & 0xFFFFFF).save(file, "JPEG")
    return file.getvalue()


def blank_paper(_, asked):
    return BLANK[pickle.loads(asked)[0]]


def store_small(agency, by, name, media_type, data):
    # Workbooks and charts, which the drawer does not draw; proofs are JSON and stay.
    is_large = len(data) > 5_000 and media_type != "application/json"
    return store(agency, by, name, media_type, name.encode() if is_large else data)


with (
    patch.object(drawing._Drawer, "drawn", blank_paper),
    patch.object(files, "store", store_small),
    patch.object(drawings, "drawing", tiny_photo),
):
    loading.load(ROOT / "examples/ban-song")
backup.write(settings.DATA.parent / "site.tar", settings.DATA)
"""


def make_archive(archive: Path) -> None:
    """Play the demo and keep a backup of it."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "data")
        site.data.mkdir(mode=0o700)
        mark_demo(site.data, date.today())  # noqa: DTZ011 - whichever day; the demo moves its clock
        answers = [site.run("migrate"), site.python(_PLAY)]
        if any(answer.code for answer in answers):
            sys.exit("\n".join(answer.said for answer in answers))
        archive.parent.mkdir(exist_ok=True)
        with lzma.open(archive, "wb", preset=9 | lzma.PRESET_EXTREME) as packed:
            packed.write((Path(folder) / "site.tar").read_bytes())


if __name__ == "__main__":
    own = ARCHIVE.with_name(f"v{__version__}.tar.xz")
    if own.exists():
        sys.exit(f"{own.relative_to(ROOT)} is there: the site of a version is kept once")
    make_archive(own)
    sys.stdout.write(f"{own.relative_to(ROOT)}: {own.stat().st_size} bytes\n")
