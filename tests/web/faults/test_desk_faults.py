"""The desk through the real program, with its database on a disk."""

import sqlite3
import tarfile
from contextlib import closing

import pytest
from tests.web.running import Site

pytestmark = pytest.mark.long

BEGUN = """
import io
from PIL import Image
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.citizens.desk.models import CasePhoto
from prongsai.web.citizens.desk.pictures import redrawn
from prongsai.web.citizens.desk.services import receiving
from tests.web import factories
agency = factories.make_agency()
noise = io.BytesIO()
Image.effect_noise((600, 400), 90).convert("RGB").save(noise, "PNG")
typed = {"subject": "ก", "what": "ข", "place": "ค"}
photos = [redrawn("a.png", noise.getvalue())]
brought = receiving.Brought(typed, slip_of(3), photos=photos)
case = receiving.receive(agency, kind_of("complaint"), brought)
data = bytes(CasePhoto.objects.get().data)
print(data[len(data) // 2:][:48].hex())
"""
REMOVED = """
from prongsai.core.desk.model import Unfit
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.models import CasePhoto
from prongsai.web.citizens.desk.services import case_entries
from prongsai.web.platform.clock import today
from tests.web import factories
by = factories.make_actor(Agency.objects.get(), "chief-administrator", on=today())
case_entries.delete_photo(CasePhoto.objects.get(), by=by, unfit=Unfit.INDECENT, seen=1)
"""


def holds(folder, data):
    """Whether any file of a folder has these bytes."""
    return any(data in one.read_bytes() for one in folder.rglob("*") if one.is_file())


def test_the_pixels_of_a_photo_that_was_taken_out_are_on_no_disk_and_in_no_later_backup(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    # Like a running site, this keeps SQLite from tidying its log whenever a program ends.
    with closing(sqlite3.connect(site.database)) as other:
        other.execute("SELECT count(*) FROM desk_casephoto").fetchall()
        begun = site.python(BEGUN)
        assert begun.code == 0, begun.said
        pixels = bytes.fromhex(begun.out.splitlines()[-1])
        assert holds(site.data, pixels)
        done = site.python(REMOVED)
        assert done.code == 0, done.said
        assert not holds(site.data, pixels)
    (tmp_path / "out").mkdir()
    kept = tmp_path / "later.tar"
    assert site.run("backup", str(kept)).code == 0
    with tarfile.open(kept) as tar:
        tar.extractall(tmp_path / "out", filter="data")
    assert any((tmp_path / "out").iterdir())
    assert not holds(tmp_path / "out", pixels)
