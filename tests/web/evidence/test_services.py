"""Evidence: validated and taken in, arranged, turned, removed; pieces over a bad line."""

import io
import os
import time
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from tests.web.tracking import samples

from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock, files
from prongsai.web.platform.models import JournalEntry, StoredFile
from prongsai.web.signing.evidence import pictures, services
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.pictures import Region
from prongsai.web.signing.evidence.queries import DRAFT, drafts_of, evidence_of
from prongsai.web.signing.evidence.services import Sent, add, add_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
NOTE = "note"


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def subject():
    return uuid4()


@pytest.fixture
def photo(agency, officer, subject):
    """Makes a photo of a subject."""

    def made(name="a.jpg", data=None, **said):
        said = {"subject_kind": NOTE, "subject": subject} | said
        return add(agency, by=officer, name=name, data=data or samples.picture(), **said)

    return made


def verbs():
    return list(JournalEntry.objects.order_by("number").values_list("verb", flat=True))


def names(agency, subject):
    return [row.file.name for row in evidence_of(agency, NOTE, [subject]).get(subject, ())]


def test_a_phones_photo_keeps_its_day_and_loses_its_place(photo, subject, agency):
    original = samples.phone_photo()
    assert b"PhoneMakerMark" in original
    row = photo(data=original)
    assert (row.taken_on, row.place, row.kind) == (date(2023, 3, 14), "", "photo")
    assert (row.width, row.height) == (60, 40)
    for stored in (row.file, row.small):
        kept = files.read(stored)
        for mark in (b"PhoneMakerMark", b"SerialNumberMark", b"2023:03:14", b"Exif", b"GPS"):
            assert mark not in kept
        with Image.open(io.BytesIO(kept)) as picture:
            assert not picture.getexif()
            assert "exif" not in picture.info
    # Not one kept file of the agency holds the original's marks.
    folder = settings.DATA / "files" / str(agency.pk)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if b"PhoneMakerMark" in path.read_bytes()]
    assert verbs() == ["evidence-added"]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2023:03:20 00:00:01", date(2023, 3, 20)),
        ("2023:03:21 00:00:01", None),  # tomorrow
        ("0000:00:00 00:00:00", None),
        ("1970:01:01 00:00:00", None),
        ("yesterday", None),
    ],
)
def test_a_day_that_cannot_be_is_not_believed(told, day):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = told
    assert pictures.taken_on(samples.picture(exif=exif), date(2023, 3, 20)) == day
    assert pictures.taken_on(samples.picture(), date(2023, 3, 20)) is None
    assert pictures.taken_on(b"nothing", date(2023, 3, 20)) is None


def test_a_day_that_is_typed_comes_first(photo):
    assert photo(data=samples.phone_photo(), taken_on=date(2023, 1, 2)).taken_on == date(2023, 1, 2)


@pytest.mark.long
def test_big_photos_are_made_smaller_and_small_ones_are_left(photo):
    big = photo(data=samples.picture(size=(5_000, 2_500)))
    assert (big.width, big.height) == (2_560, 1_280)
    with Image.open(io.BytesIO(files.read(big.small))) as little:
        assert little.size == (640, 320)
    upright = photo(name="b.png", data=samples.picture(size=(30, 90), form="PNG"))
    assert (upright.width, upright.height) == (30, 90)
    assert upright.file.media_type == "image/png"
    assert upright.small.media_type == "image/jpeg"


def test_a_document_is_kept_as_it_is(photo):
    from tests.web.platform.test_upload_validation import GOOD  # noqa: PLC0415 - its kinds, made once

    row = photo(*GOOD["pdf"])
    assert (row.kind, row.small, row.taken_on) == ("file", None, None)
    assert files.read(row.file) == GOOD["pdf"][1]


def test_a_picture_of_an_iphone_is_refused_with_what_to_do(photo):
    with pytest.raises(UnreadableInput) as caught:
        photo("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic" + b"\0" * 50)
    assert "HEIC" in caught.value.message.th
    assert "JPG" in caught.value.next_step.th
    assert not EvidenceRow.objects.exists()


def test_the_good_ones_are_kept_and_each_bad_one_says_why(agency, officer, subject):
    sent = [Sent(f"{number}.jpg", samples.picture(size=(60 + number, 40))) for number in range(3)]
    sent[1:1] = [Sent("a.exe", b"MZ"), Sent("b.jpg", b"")]
    taken = add_all(agency, by=officer, subject_kind=NOTE, subject=subject, sent=sent)
    assert [row.file.name for row in taken.rows] == ["0.jpg", "1.jpg", "2.jpg"]
    assert [one.name for one in taken.refused] == ["a.exe", "b.jpg"]
    assert all(one.error.next_step.th for one in taken.refused)
    assert names(agency, subject) == ["0.jpg", "1.jpg", "2.jpg"]


def test_a_subject_takes_only_so_many(photo, monkeypatch):
    monkeypatch.setattr(services, "MOST_OF_A_SUBJECT", 2)
    photo()
    photo()
    with pytest.raises(Refused):
        photo()


def test_words_are_written_and_said_once(photo, officer):
    row = photo()
    words = {"caption": "พิธีประกาศเจตนารมณ์", "taken_on": date(2023, 3, 2), "place": "ห้องประชุม"}
    assert services.describe(row, by=officer, **words)
    assert not services.describe(row, by=officer, **words)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in words} == words
    assert verbs() == ["evidence-added", "evidence-described"]


def test_words_that_another_wrote_meanwhile_are_not_overwritten_unseen(photo, officer):
    row = photo()
    seen = services.words_mark(row)
    asked = {"by": officer, "taken_on": None, "place": ""}
    assert services.describe(row, caption="ของผู้อื่น", seen=seen, **asked)
    with pytest.raises(Refused, match="while the page was open"):
        services.describe(row, caption="ของตน", seen=seen, **asked)
    row.refresh_from_db()
    assert row.caption == "ของผู้อื่น"
    assert services.describe(row, caption="ของตน", seen=services.words_mark(row), **asked)


def test_the_order_is_the_officers(photo, officer, agency, subject):
    rows = [photo(f"{name}.jpg") for name in "abc"]
    assert not services.move(rows[0], by=officer, step=-1)
    assert not services.move(rows[2], by=officer, step=1)
    assert services.move(rows[2], by=officer, step=-1)
    assert names(agency, subject) == ["a.jpg", "c.jpg", "b.jpg"]
    photo("d.jpg")
    assert names(agency, subject)[-1] == "d.jpg"


def test_what_is_removed_comes_back(photo, officer, agency, subject):
    row = photo()
    assert services.remove(row, by=officer)
    assert not services.remove(row, by=officer)
    assert names(agency, subject) == []
    assert services.bring_back(row, by=officer)
    assert not services.bring_back(row, by=officer)
    assert names(agency, subject) == ["a.jpg"]
    assert verbs() == ["evidence-added", "evidence-removed", "evidence-brought-back"]


def test_what_is_removed_comes_back_only_where_there_is_room(photo, officer, monkeypatch):
    row = photo()
    services.remove(row, by=officer)
    monkeypatch.setattr(services, "MOST_OF_A_SUBJECT", 1)
    other = photo("b.jpg")
    with pytest.raises(Refused):
        services.bring_back(row, by=officer)
    services.remove(other, by=officer)
    assert services.bring_back(row, by=officer)


def test_a_photo_is_turned(photo, officer):
    row = photo("a.png", samples.picture(form="PNG"))
    services.turn(row, by=officer)
    row.refresh_from_db()
    assert (row.width, row.height) == (40, 60)
    assert (row.file.name, row.file.media_type) == ("a.jpg", "image/jpeg")
    with Image.open(io.BytesIO(files.read(row.small))) as little:
        assert little.size == (40, 60)


# ---------------------------------------------------------------- pieces


def coming(subject, data, **changed):
    told = services.Coming("ab" * 16, "a.jpg", len(data), NOTE, subject)
    return replace(told, **changed)


def send(person, told, data, size=300, start=0):
    """All pieces in turn; the row."""
    found = None
    for at in range(start, len(data), size):
        found = services.take(person, told, at, data[at : at + size])
    return found


def test_a_file_that_comes_in_pieces_is_whole_at_the_end(officer, subject):
    data = samples.phone_photo((300, 200))
    told = coming(subject, data)
    assert services.offset(officer, told.key) == 0
    assert services.take(officer, told, 0, data[:300]) is None
    assert services.offset(officer, told.key) == 300
    assert services.unfinished(officer, NOTE, subject) == (("a.jpg", 300 * 100 // len(data)),)
    row = send(officer, told, data, start=300)
    assert (row.width, row.height, row.taken_on) == (300, 200, date(2023, 3, 14))
    assert services.unfinished(officer, NOTE, subject) == ()
    assert services.offset(officer, told.key) == 0


def test_the_same_key_twice_changes_nothing(officer, subject):
    data = samples.picture()
    told = coming(subject, data)
    first = send(officer, told, data)
    assert send(officer, told, data) == first
    assert services.arrived(officer, told.key) == first
    assert EvidenceRow.objects.count() == 1
    services.remove(first, by=officer)
    assert send(officer, told, data) != first


def test_the_same_piece_twice_changes_nothing(officer, subject):
    data = samples.picture(size=(300, 200))
    told = coming(subject, data)
    services.take(officer, told, 0, data[:300])
    services.take(officer, told, 0, data[:300])
    assert services.offset(officer, told.key) == 300
    row = send(officer, told, data, start=300)
    assert row.width == 300


@pytest.mark.parametrize(
    ("start", "piece"), [(5, b"x"), (-1, b"x"), (0, b""), (0, b"x" * 2_000_000)]
)
def test_a_piece_out_of_turn_is_sent_back(officer, subject, start, piece):
    with pytest.raises(services.WrongPlace):
        services.take(officer, coming(subject, b"y" * 100), start, piece)
    assert services.offset(officer, "ab" * 16) == 0


def test_a_key_is_no_path(officer, subject):
    for key in ("../../etc/passwd", "AB" * 16, "a", "", "ab/" * 8):
        with pytest.raises(services.WrongPlace):
            services.take(officer, coming(subject, b"yy", key=key), 0, b"y")


def test_pieces_are_their_senders_alone(officer, chief_executive, subject):
    data = samples.picture()
    services.take(officer, coming(subject, data), 0, data[:100])
    assert services.offset(chief_executive, "ab" * 16) == 0
    assert services.unfinished(chief_executive, NOTE, subject) == ()


def test_a_file_too_large_is_refused_before_a_byte_is_kept(officer, subject):
    with pytest.raises(UnreadableInput):
        services.take(officer, coming(subject, b"", size=21 * 2**20), 0, b"x")
    assert services.offset(officer, "ab" * 16) == 0


def test_what_the_gate_refuses_is_forgotten(officer, subject):
    data = b"MZ" + b"x" * 500
    with pytest.raises(UnreadableInput):
        send(officer, coming(subject, data), data)
    assert services.offset(officer, "ab" * 16) == 0
    assert not StoredFile.objects.exists()


def test_a_person_keeps_only_so_much_half_sent(officer, subject, monkeypatch):
    monkeypatch.setattr(services, "MOST_OF_A_PERSON", 150)
    services.take(officer, coming(subject, b"x" * 100), 0, b"x")
    with pytest.raises(Refused):
        services.take(officer, coming(subject, b"x" * 150, key="cd" * 16), 0, b"x")
    assert services.offset(officer, "cd" * 16) == 0


def test_what_nobody_finished_is_swept_after_a_day(officer, subject):
    services.take(officer, coming(subject, b"x" * 100), 0, b"x")
    assert services.sweep() == 0
    old = time.time() - 25 * 3600
    (path,) = (settings.DATA / "uploads" / str(officer.user.pk)).glob("*.part")
    os.utime(path, (old, old))
    assert services.sweep() == 1
    assert not list(path.parent.iterdir())


# ---------------------------------------------------------------- forms that are not saved


def test_files_of_a_form_are_their_senders_and_leave_no_trace(
    photo, officer, chief_executive, subject
):
    row = photo(subject_kind=DRAFT)
    assert drafts_of(officer, subject) == (row,)
    assert drafts_of(chief_executive, subject) == ()
    assert verbs() == []


def test_a_form_that_was_left_loses_its_files_after_a_month(photo, subject, officer):
    photo(subject_kind=DRAFT)
    kept = photo()
    assert services.sweep_drafts() == 0
    with clock.freeze(samples.MORNING.replace(month=5)):
        assert services.sweep_drafts() == 1
    assert list(EvidenceRow.objects.all()) == [kept]


def as_shown(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def checkered(size=(400, 300), field=5):
    """A photo in which every few pixels are another colour: what is hidden shows none of it."""
    drawn = Image.new("RGB", size)
    for x in range(size[0]):
        for y in range(size[1]):
            drawn.putpixel((x, y), (255, 255, 255) if (x // field + y // field) % 2 else (0, 0, 0))
    told = io.BytesIO()
    drawn.save(told, "JPEG", quality=95)
    return told.getvalue()


def spread(data, box):
    """How far light and dark are apart in a part of a photo."""
    low, high = as_shown(data).convert("L").crop(box).getextrema()
    return high - low


def test_a_hidden_face_cannot_be_won_back_and_the_rest_is_as_it_was(
    agency, officer, photo, django_capture_on_commit_callbacks
):
    row = photo(data=checkered())
    former, little = row.file, row.small
    paths = [files.path_of(agency, one.digest) for one in (former, little)]
    with django_capture_on_commit_callbacks(execute=True):
        assert services.hide(row, by=officer, regions=[Region(500, 500, 200)], seen=former.digest)
    row.refresh_from_db()
    data = files.read(row.file)
    assert spread(data, (165, 115, 235, 185)) < 40
    assert spread(data, (0, 0, 100, 100)) > 200
    assert (row.faces, row.width, row.height) == ("hidden", 400, 300)
    assert spread(files.read(row.small), (170, 120, 230, 180)) < 40
    assert not any(path.exists() for path in paths), "the faces lie nowhere any more"
    assert not StoredFile.objects.filter(pk__in=[former.pk, little.pk]).exists()
    assert verbs()[-1] == "evidence-hidden"


def test_a_turned_photo_leaves_no_unhidden_one_behind(
    agency, officer, photo, django_capture_on_commit_callbacks
):
    row = photo(data=checkered())
    first = files.path_of(agency, row.file.digest)
    with django_capture_on_commit_callbacks(execute=True):
        services.turn(row, by=officer)
    assert not first.exists()
    row.refresh_from_db()
    assert files.read(row.file)


@pytest.mark.long
def test_what_another_paper_holds_stays_and_is_told(agency, officer, photo):
    row, twin = photo(data=checkered()), photo(name="b.jpg", data=checkered())
    EvidenceRow.objects.filter(pk=twin.pk).update(file=row.file)
    assert not services.hide(row, by=officer, regions=[Region(500, 500, 100)], seen=row.file.digest)
    twin.refresh_from_db()
    assert files.read(twin.file)


def test_the_same_content_kept_twice_outlives_the_dropping_of_one(
    agency, officer, django_capture_on_commit_callbacks
):
    one = files.store(agency, officer, "a.txt", "text/plain", b"same")
    two = files.store(agency, officer, "b.txt", "text/plain", b"same")
    with django_capture_on_commit_callbacks(execute=True):
        assert files.forget(one)
    assert files.read(two) == b"same"
    path = files.path_of(agency, two.digest)
    with django_capture_on_commit_callbacks(execute=True):
        files.forget(two)
    assert not path.exists()
    # Dropped between the look and the commit of somebody who keeps the same.
    with django_capture_on_commit_callbacks(execute=True):
        three = files.store(agency, officer, "c.txt", "text/plain", b"same")
        path.unlink()
    assert files.read(three) == b"same"


@pytest.mark.parametrize(
    ("regions", "seen", "words"),
    [((), "", "ยังไม่ได้แตะ"), ((Region(1, 1, 60),), "0" * 64, "ภาพถูกหมุนหรือแก้")],
)
def test_nothing_is_hidden_by_mistake(officer, photo, regions, seen, words):
    row = photo()
    with pytest.raises(Refused) as refusal:
        services.hide(row, by=officer, regions=regions, seen=seen or row.file.digest)
    assert words in refusal.value.message.th
    row.refresh_from_db()
    assert row.faces == ""


@given(
    st.integers(0, 1000), st.integers(0, 1000), st.sampled_from([60, 120, 240]),
    st.integers(1, 40), st.integers(1, 40),
)  # fmt: skip
def test_any_region_of_any_photo_lies_inside_of_it(across, down, size, width, height):
    told = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(told, "PNG")
    data = pictures.hidden(told.getvalue(), [Region(across, down, size)])
    assert as_shown(data).size == (width, height)


def test_left_drafts_leave_nothing_on_the_disk(
    agency, officer, photo, django_capture_on_commit_callbacks
):
    row = photo(subject_kind=DRAFT)
    EvidenceRow.objects.filter(pk=row.pk).update(uploaded_at=row.uploaded_at - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep_drafts() == 1
    assert not files.path_of(agency, row.file.digest).exists()
    assert not StoredFile.objects.filter(agency=agency).exists()
