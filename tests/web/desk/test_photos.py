"""Photos that come with a case: only pixels are kept, only who sees the case sees them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.web.desk.conftest import TYPED
from tests.web.roles import ADMINISTRATOR, UNIT_HEAD

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.reading import kind_of, shipped
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import pictures
from prongsai.web.citizens.desk.models import Case, CasePhoto
from prongsai.web.citizens.desk.pictures import LONGEST, redrawn
from prongsai.web.citizens.desk.services import case_entries, receiving, working
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import StoredFile

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BEHIND = "บ้านสมมุติ"
GPS, PLACE_TAG = 0x8825, 1


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def picture(form="JPEG", size=(40, 30), colour="green"):
    """A photo that tells where it was taken, and more behind its end."""
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    exif.get_ifd(GPS)[PLACE_TAG] = "N"
    Image.new("RGB", size, colour).save(drawn, form, exif=exif)
    return drawn.getvalue() + BEHIND.encode()


def file(name="IMG_home.jpg", data=None):
    return SimpleUploadedFile(name, picture() if data is None else data, "image/jpeg")


def send(agency, *photos, kind="complaint", **typed):
    given = {**TYPED, "photos": list(photos), **typed}
    return Client().post(at("bring", agency.pk, kind), given)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_only_the_pixels_of_a_photo_are_kept(agency, form):
    assert b"taken at home" in picture(form)
    answer = send(agency, file(f"IMG_home.{form[:3].lower().replace('jpe', 'jpg')}", picture(form)))
    assert answer.status_code == 200
    assert "รับไว้ 1 ภาพ" in answer.content.decode()
    (kept,) = CasePhoto.objects.all()
    data = bytes(kept.data)
    assert b"home" not in data
    assert BEHIND.encode() not in data
    with Image.open(io.BytesIO(data)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (40, 30))
        assert not opened.getexif()
        assert opened.getpixel((5, 5))[1] > 100
    # A kept file's row and folder would tell the time at which it came.
    assert not StoredFile.objects.exists()
    assert "IMG_home" not in str(list(Case.objects.values()))


def test_a_large_photo_is_drawn_smaller(agency):
    with Image.open(io.BytesIO(redrawn("a.jpg", picture(size=(4000, 2000))))) as opened:
        assert opened.size == (LONGEST, LONGEST // 2)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff" + b"\0" * 500),
        ("a.jpg", b""),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.jpg", b"GIF89a" + b"\0" * 100),
        ("a.pdf", b"%PDF-1.4"),
        ("clip.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 100),
        ("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 100),
    ],
)
def test_what_is_no_photo_is_refused_with_words_and_the_text_stays(agency, name, data):
    if not data:
        with pytest.raises(Refused):
            redrawn(name, data)
        return
    answer = send(agency, file(), file(name, data))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "ส่งเป็นภาพ JPG หรือ PNG" in text
    assert TYPED["what"] in text
    assert not Case.objects.exists()
    assert not CasePhoto.objects.exists()


@pytest.mark.long
def test_a_picture_that_unpacks_to_far_too_much_is_refused(agency):
    drawn = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(drawn, "PNG")
    answer = send(agency, file("a.png", drawn.getvalue()))
    assert answer.status_code == 422
    assert "จุดภาพมากเกินไป" in answer.content.decode()
    assert not Case.objects.exists()


def test_more_photos_than_a_kind_takes_and_larger_ones_are_refused(agency, monkeypatch):
    most = kind_of("complaint").photos
    assert send(agency, *[file() for _ in range(most)]).status_code == 200
    answer = send(agency, *[file() for _ in range(most + 1)], what="อีกเรื่อง")
    assert answer.status_code == 422
    assert "ภาพมากเกินไป" in answer.content.decode()
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    answer = send(agency, file(), what="ใหญ่")
    assert "ส่งวิดีโอไม่ได้" in answer.content.decode()
    assert Case.objects.count() == 1


def test_a_kind_without_photos_takes_none_by_any_way(agency, officer):
    none = next(one for one in shipped() if not one.photos)
    values = {field.name: "ก" for field in none.fields}
    answer = Client().post(at("bring", agency.pk, none.key), {**values, "photos": [file()]})
    assert answer.status_code == 422
    assert "ส่งไฟล์ที่นี่ไม่ได้" in answer.content.decode()
    with pytest.raises(Refused, match="0 photos"):
        receiving.receive(agency, none, receiving.Brought(values, slip_of(3), photos=[b"x"]))
    assert not Case.objects.exists()


def test_the_same_form_with_the_same_photos_is_one_case_and_with_others_another(agency):
    once = "ab" * 16
    first, again = (send(agency, file(), once=once) for _ in range(2))
    assert first.content == again.content
    assert (Case.objects.count(), CasePhoto.objects.count()) == (1, 1)
    send(agency, file(data=picture(colour="red")), once=once)
    assert Case.objects.count() == 2


def test_where_something_else_is_wrong_the_photos_stay_in_the_form(agency):
    answer = send(agency, file(), what="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "เลือกภาพอีกครั้งก่อนส่ง" not in page
    assert page.count('name="held"') == 1
    assert 'name="held"' not in send(agency, what="").content.decode()


def test_who_sees_the_case_sees_its_photos_and_nobody_else(agency, officer, person, client_of):
    send(agency, file())
    case = Case.objects.get()
    url = at("photo", case.pk, 1)
    works = Unit.objects.create(agency=agency, name="กองช่าง")
    others = Unit.objects.create(agency=agency, name="กองคลัง")
    head, other = person(UNIT_HEAD, works), person(UNIT_HEAD, others)
    working.assign(case, by=officer, unit=works, class_key="", seen=1)
    for seen in (officer, head):
        page = client_of(seen).get(at("case", case.pk)).content.decode()
        assert url in page
        answer = client_of(seen).get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
        assert client_of(seen).get(at("photo", case.pk, 2)).status_code == 404
    for unseen in (other, person(ADMINISTRATOR)):
        assert client_of(unseen).get(url).status_code in (403, 404)
    assert Client().get(url).status_code in (302, 403)


def test_photos_are_deleted_with_who_brought_the_case(agency, officer):
    for number in (1, 2):
        receiving.receive(
            agency,
            kind_of("complaint"),
            receiving.Brought(TYPED, slip_of(number), photos=[redrawn("a.jpg", picture())]),
        )
    done = Case.objects.get(number=1)
    working.answer(done, by=officer, text="แล้ว", outcome=Outcome.DONE, seen=1)
    after = timedelta(days=90)
    receiving.forget_contacts(today() + after, after)
    assert CasePhoto.objects.count() == 2
    receiving.forget_contacts(today() + after + timedelta(days=1), after)
    assert [one.case.number for one in CasePhoto.objects.all()] == [2]


def test_photos_of_a_day_have_an_end_and_the_case_is_taken_without(agency, monkeypatch):
    monkeypatch.setattr(case_entries, "MOST_PHOTOS_A_DAY", 2)
    assert send(agency, file(), file()).status_code == 200
    answer = send(agency, file(), what="อีกเรื่อง")
    assert answer.status_code == 422
    assert "ส่งโดยไม่แนบภาพ" in answer.content.decode()
    assert send(agency, what="อีกเรื่อง").status_code == 200


def test_an_official_takes_in_a_photo_for_somebody(agency, officer, client_of):
    given = {**TYPED, "channel": "counter", "photos": [file()]}
    assert client_of(officer).post(at("take", "complaint"), given).status_code == 200
    assert CasePhoto.objects.get().case.channel == "counter"
    broken = {**given, "what": "อีก", "photos": [file("a.jpg", b"GIF89a")]}
    assert client_of(officer).post(at("take", "complaint"), broken).status_code == 422
    assert Case.objects.count() == 1
