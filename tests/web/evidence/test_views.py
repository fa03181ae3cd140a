"""Evidence over the web: every hostile kind refused through the page, each good one served back."""

import json
import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web.platform.test_upload_validation import AT_A_DOOR, BAD, GOOD
from tests.web.roles import ADMINISTRATOR
from tests.web.tracking import samples

from prongsai.web.platform import clock, files
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.services import add, words_mark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
KEY = "ab" * 16


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def note(agency, officer):
    samples.owned.full_year(agency, samples.YEAR)
    return samples.note(samples.measures(agency, 1)[0], officer)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def photo(agency, officer, note):
    return add(
        agency, by=officer, subject_kind="note", subject=note.thread, name="ภาพ.jpg",
        data=samples.phone_photo(),
    )  # fmt: skip


def at(name, *args):
    return reverse(f"evidence:{name}", args=args)


def send(browser, note, *sent, **more):
    held = [SimpleUploadedFile(name, data) for name, data in sent]
    return browser.post(at("add", "note", note.thread), {"files": held, **more})


def text_of(answer):
    return answer.content.decode()


def body(answer):
    return answer.content


@pytest.mark.parametrize("kind", AT_A_DOOR)
def test_a_hostile_file_is_refused_through_the_page(browser, note, kind):
    name, data = BAD[kind]
    # A browser sends no path, and Django drops one: the name is what validation sees.
    answer = send(browser, note, (name, data))
    assert answer.status_code == 422, kind
    assert not EvidenceRow.objects.exists()
    assert not StoredFile.objects.exists()
    text = text_of(answer)
    assert "เก็บแล้ว 0 ไฟล์ ไม่ได้เก็บ 1 ไฟล์" in text
    assert "ส่ง" in text or "บันทึก" in text


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.few(3)
def test_the_twin_that_is_good_is_kept_and_served(browser, note, kind):
    answer = send(browser, note, GOOD[kind])
    assert answer.status_code == 302
    assert answer.url.endswith(f"#n-{note.thread}")
    row = EvidenceRow.objects.get()
    served = browser.get(at("file", row.pk))
    assert served.status_code == 200
    assert served["Content-Type"] == row.file.media_type
    assert body(served) == files.read(row.file)
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]
    shown = "inline" if row.is_photo else "attachment"
    assert served["Content-Disposition"].startswith(shown)
    assert browser.get(at("small", row.pk)).status_code == (200 if row.is_photo else 404)


def test_ten_photos_in_one_go_without_a_script(browser, note):
    sent = [(f"{number}.jpg", samples.picture(size=(60 + number, 40))) for number in range(10)]
    sent[4] = ("4.jpg", b"")
    answer = send(browser, note, *sent)
    assert answer.status_code == 422
    assert "เก็บแล้ว 9 ไฟล์ ไม่ได้เก็บ 1 ไฟล์" in text_of(answer)
    assert "ไฟล์ว่างเปล่า" in text_of(answer)
    assert EvidenceRow.objects.count() == 9


def test_the_same_form_twice_keeps_once(browser, note):
    for _turn in range(2):
        assert send(browser, note, GOOD["jpg"], once="a" * 32).status_code == 302
    assert EvidenceRow.objects.count() == 1


def test_nothing_chosen_says_so_unless_a_script_sent_it(browser, note):
    address = at("add", "note", note.thread)
    assert "ยังไม่ได้เลือกไฟล์" in text_of(browser.post(address))
    assert browser.post(address, {"sent": "2"}).status_code == 302


def test_the_way_back_stays_on_the_site(browser, note):
    for told in ("https://example.com/", "//example.com", "javascript:alert(1)"):
        answer = send(browser, note, GOOD["jpg"], next=told)
        assert answer.url.startswith(f"/{samples.YEAR}/tracking/")
    assert send(browser, note, GOOD["jpg"], next="/2566/plan/").url == "/2566/plan/"


def test_served_bytes_hold_no_place_and_no_phone(browser, photo):
    for name in ("file", "small"):
        served = body(browser.get(at(name, photo.pk)))
        for mark in (b"PhoneMakerMark", b"SerialNumberMark", b"GPS", b"Exif"):
            assert mark not in served
    assert photo.taken_on == date(2023, 3, 14)


def test_a_browser_that_has_it_gets_it_not_again(browser, photo):
    first = browser.get(at("small", photo.pk))
    again = browser.get(at("small", photo.pk), headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert not body(again)
    assert first["Cache-Control"] == "private, no-cache"


@pytest.mark.long
def test_words_order_turning_removal_and_undo(browser, officer, agency, note, photo):
    other = add(
        agency, by=officer, subject_kind="note", subject=note.thread, name="b.jpg",
        data=samples.picture(),
    )  # fmt: skip
    back = reverse("tracking:measure", args=[samples.YEAR, note.measure_id])
    sent = {"caption": "พิธีลงนาม", "place": "ห้องประชุม", "next": back, "taken_on": "1/3/2566",
            "seen": words_mark(photo)}  # fmt: skip
    assert browser.post(at("one", photo.pk), sent).url == back
    photo.refresh_from_db()
    assert (photo.caption, photo.place, photo.taken_on) == (
        "พิธีลงนาม", "ห้องประชุม", date(2023, 3, 1),
    )  # fmt: skip
    wrong = browser.post(at("one", photo.pk), sent | {"taken_on": "30/15/2566"})
    assert wrong.status_code == 422
    assert "พิธีลงนาม" in text_of(wrong)
    browser.post(at("move", other.pk), {"to": "up", "next": back})
    text = text_of(browser.get(back))
    assert text.index(f"e-{other.pk}") < text.index(f"e-{photo.pk}")
    browser.post(at("turn", photo.pk), {"next": back})
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (40, 60)
    answer = browser.post(at("remove", photo.pk), {"next": back})
    assert answer.url == back
    text = text_of(browser.get(back))
    assert f"e-{photo.pk}" not in text
    (undo,) = re.findall(rf'action="({at("back", photo.pk)}[^"]*)"', text)
    assert browser.post(unescape(undo), {"presence": "back"}).url == back
    assert f"e-{photo.pk}" in text_of(browser.get(back))


def test_faces_are_marked_by_touch_without_scripts_and_hidden(browser, photo):
    """The picture is a button: its name tells how wide it was, the browser where it was touched."""
    page = browser.get(at("hide", photo.pk))
    sent = {name: page.context["form"][name].value() or "" for name in ("seen", "marked", "size")}
    narrow, wide = (wide for _name, wide, _high in page.context["widths"])
    touched = browser.post(
        at("hide", photo.pk), sent | {"narrow.x": narrow // 2, "narrow.y": 1, "size": 60}
    )
    assert touched.context["form"]["marked"].value().startswith("500,")
    sent["marked"] = touched.context["form"]["marked"].value()
    again = browser.post(at("hide", photo.pk), sent | {"wide.x": wide, "wide.y": 0, "size": 240})
    assert again.context["form"]["marked"].value().split()[1] == "1000,0,240"
    assert len(again.context["boxes"]) == 2
    sent["marked"] = again.context["form"]["marked"].value()
    less = browser.post(at("hide", photo.pk), sent | {"undo": "1"})
    assert len(less.context["boxes"]) == 1
    typed = browser.post(at("hide", photo.pk), sent | {"across": "10", "down": "90", "add": "1"})
    assert typed.context["form"]["marked"].value().split()[2] == "100,900,120"
    before = photo.file.digest
    assert browser.post(at("hide", photo.pk), sent | {"apply": "1"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.faces, photo.file.digest != before) == ("hidden", True)
    assert "ปิดหน้าแล้ว" in text_of(browser.get(at("one", photo.pk)))


@pytest.mark.parametrize(
    "marked", ["x", "1,2", "1,2,3", "9" * 900, "1,2,60,4", "-1,2,60", "๑,๒,๖๐", ",,", "1,2,999"]
)
@pytest.mark.few(3)
def test_marks_that_make_no_sense_mark_nothing(browser, photo, marked):
    sent = {"seen": photo.file.digest, "marked": marked, "size": "120"}
    assert browser.post(at("hide", photo.pk), sent).context["boxes"] == []
    answer = browser.post(at("hide", photo.pk), sent | {"apply": "1"})
    assert "ยังไม่ได้แตะจุดใดในภาพ" in text_of(answer)
    far = sent | {"marked": "999999,999999,60", "narrow.x": "999999999", "narrow.y": "8"}
    assert len(browser.post(at("hide", photo.pk), far).context["boxes"]) == 2


def test_faces_are_hidden_by_who_may_write_the_note_in_photos_that_stand(
    browser, chief_executive, client_of, officer, agency, note, photo
):
    assert client_of(chief_executive).post(at("hide", photo.pk), {}).status_code == 403
    assert client_of(chief_executive).get(at("hide", photo.pk)).status_code == 403
    file = add(
        agency, by=officer, subject_kind="note", subject=note.thread, name="a.pdf",
        data=GOOD["pdf"][1],
    )  # fmt: skip
    assert browser.get(at("hide", file.pk)).status_code == 404
    browser.post(at("remove", photo.pk))
    assert browser.get(at("hide", photo.pk)).status_code == 403


def test_what_is_said_of_people_is_kept_and_asked_of_photos_only(browser, photo, note):
    sent = {"caption": "ก", "place": "", "faces": "consented", "taken_on": "1/3/2566",
            "seen": words_mark(photo)}  # fmt: skip
    assert browser.post(at("one", photo.pk), sent).status_code == 302
    photo.refresh_from_db()
    assert photo.faces == "consented"
    assert browser.post(at("one", photo.pk), sent | {"faces": "x"}).status_code == 422


def test_only_who_may_write_the_note_changes_its_evidence(
    agency, chief_executive, client_of, note, photo
):
    browser = client_of(chief_executive)
    assert browser.get(at("file", photo.pk)).status_code == 200
    assert "หมุนขวา" not in text_of(browser.get(at("one", photo.pk)))
    for name in ("one", "move", "turn", "remove", "back"):
        assert browser.post(at(name, photo.pk)).status_code == 403, name
    assert send(browser, note, GOOD["jpg"]).status_code == 403
    assert EvidenceRow.objects.count() == 1


def test_another_agencys_files_are_not_found(other_agency, make_actor, client_of, note, photo):
    stranger = client_of(make_actor(other_agency, ADMINISTRATOR))
    for name in ("file", "small", "one"):
        assert stranger.get(at(name, photo.pk)).status_code == 404, name
    assert send(stranger, note, GOOD["jpg"]).status_code == 404
    assert stranger.post(at("add", "nothing", note.thread)).status_code == 404


# ---------------------------------------------------------------- pieces


def piece(browser, subject, data, start=0, size=None, *, key=KEY, kind="note", name="ก.jpg"):
    query = {"name": name, "size": size or len(data), "kind": kind, "subject": str(subject)}
    return browser.post(
        at("piece", key), data, content_type="application/octet-stream",
        query_params=query, headers={"Upload-Offset": str(start)},
    )  # fmt: skip


def test_a_photo_in_pieces_goes_on_where_the_line_broke(browser, note):
    data = samples.phone_photo((300, 200))
    assert browser.get(at("piece", KEY))["Upload-Offset"] == "0"
    first = piece(browser, note.thread, data[:200], size=len(data))
    assert (first.status_code, first["Upload-Offset"]) == (204, "200")
    assert browser.head(at("piece", KEY))["Upload-Offset"] == "200"
    wrong = piece(browser, note.thread, data[300:], 300, len(data))
    assert (wrong.status_code, wrong["Upload-Offset"]) == (409, "200")
    last = piece(browser, note.thread, data[200:], 200, len(data))
    assert last.status_code == 201
    row = EvidenceRow.objects.get()
    assert json.loads(last.content) == {
        "id": str(row.pk), "name": "ก.jpg", "small": at("small", row.pk),
    }  # fmt: skip
    again = browser.get(at("piece", KEY))
    assert json.loads(again.content)["id"] == str(row.pk)
    assert piece(browser, note.thread, data).status_code == 201
    assert EvidenceRow.objects.count() == 1


def test_a_hostile_file_in_pieces_is_refused_with_the_reason(browser, officer, note):
    answer = piece(browser, note.thread, b"MZ" * 40, name="a.exe")
    assert answer.status_code == 422
    assert "PDF, JPG" in json.loads(answer.content)["refused"]
    assert not list((settings.DATA / "uploads" / str(officer.user.pk)).iterdir())


@pytest.mark.parametrize(
    "query", [{}, {"name": "a.jpg", "size": "x", "kind": "note", "subject": str(uuid4())}]
)
def test_a_piece_of_nothing_is_no_request(browser, query):
    sent = {"content_type": "application/octet-stream", "query_params": query}
    assert browser.post(at("piece", KEY), b"x", **sent).status_code == 422
    assert browser.get(at("piece", "NOT-A-KEY")).status_code == 422


def test_pieces_need_the_right_and_the_subject(agency, chief_executive, client_of, note, browser):
    assert piece(client_of(chief_executive), note.thread, b"xx").status_code == 403
    assert piece(browser, uuid4(), b"xx").status_code == 404


def test_files_of_a_form_not_saved_are_their_senders_alone(browser, chief_executive, client_of):
    form = uuid4()
    assert piece(browser, form, samples.picture(), kind="draft").status_code == 201
    row = EvidenceRow.objects.get()
    assert browser.get(at("small", row.pk)).status_code == 200
    other = client_of(chief_executive)
    for name in ("small", "file", "one"):
        assert other.get(at(name, row.pk)).status_code == 404
    assert other.post(at("remove", row.pk)).status_code == 404
