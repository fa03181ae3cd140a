"""A kept file is given exactly as it was kept, or not at all: whichever page asks for it."""

import os
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.public_site.samples import with_text
from tests.web.publication.test_services import publish
from tests.web.roles import ADMINISTRATOR

from prongsai.web.agency import tasks
from prongsai.web.agency.models import Notification
from prongsai.web.platform import files
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


@pytest.fixture
def kept(agency):
    return files.store(agency, None, "แผน.pdf", "application/pdf", with_text("The plan"))


def path(kept):
    return files.path_of(kept.agency, kept.digest)


def change(kept):
    """As whoever can write to the disk would: as long as before, at the time of before."""
    where = path(kept)
    before, told = where.read_bytes(), where.stat()
    where.write_bytes(before[:-9] + b"x" + before[-8:])
    os.utime(where, ns=(told.st_atime_ns, told.st_mtime_ns))
    return before


def take_away(kept):
    before = path(kept).read_bytes()
    path(kept).unlink()
    return before


@pytest.mark.parametrize("harm", [change, take_away])
def test_what_is_lost_is_not_given_and_what_was_brought_back_is(kept, harm):
    with files.opened(kept.agency, kept.digest) as content:
        assert sha256(content.read()).hexdigest() == kept.digest
    before = harm(kept)
    for asked in (files.read, lambda one: files.opened(one.agency, one.digest)):
        with pytest.raises(files.LostFile) as lost:
            asked(kept)
        assert "สำเนาสำรอง" in lost.value.next_step.th
    path(kept).write_bytes(before)
    assert files.read(kept) == before
    with files.opened(kept.agency, kept.digest) as content:
        assert content.read() == before


def test_a_content_that_nothing_touched_is_compared_once(kept, monkeypatch):
    compared = []

    def digested(content, kind):
        compared.append(kind)
        return sha256(content.read())

    monkeypatch.setattr(files, "file_digest", digested)
    for _ in range(3):
        files.opened(kept.agency, kept.digest).close()
    assert len(compared) == 1


@pytest.mark.parametrize("harm", [change, take_away])
def test_a_published_file_that_is_lost_is_not_served_and_who_looks_after_files_is_told(
    officer, agency, harm
):
    """The reader is told why; the worker looks at once, though it did so today."""
    keeper = factories.make_user(agency, login="keeper")
    factories.hold(keeper, factories.make_position(agency, ADMINISTRATOR))
    row = publish(officer)
    url = reverse("publication:file", args=[agency.pk, row.pk])
    client = Client(raise_request_exception=False)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == files.read(row.file)
    tasks.check_files()
    assert not Notification.objects.filter(user=keeper).exists()
    before = harm(row.file)
    for _ in range(3):
        answer = client.get(url)
        assert answer.status_code == 500
        assert "ไม่ตรงกับที่เก็บ" in answer.content.decode()
    found = JournalEntry.objects.filter(verb="file-lost")
    assert [one.subject for one in found] == [row.file.digest], "once a day for each file"
    tasks.check_files()
    told = Notification.objects.filter(user=keeper).values_list("said_th", flat=True)
    assert row.file.name in str(list(told))
    tasks.check_files()
    assert told.count() == 1, "not again each hour"
    path(row.file).write_bytes(before)
    assert b"".join(client.get(url).streaming_content) == before
