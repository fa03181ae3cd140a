"""Points on the agency's map: pressed without a script, seen by whoever sees the case."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace
from PIL import Image
from tests.web import factories
from tests.web.desk.conftest import TYPED
from tests.web.roles import CHIEF_ADMINISTRATOR, COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import Outcome
from prongsai.core.desk.own import own_of
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.core.text import Text
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import guarding, pictures
from prongsai.web.citizens.desk.models import Case, CasePhoto, DeskMap
from prongsai.web.citizens.desk.pictures import WIDTH, MapPoint, map_in_use
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.citizens.desk.services import keeping, receiving, working
from prongsai.web.citizens.desk.services.keeping import set_map, stop_map
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def drawn(size=(560, 400), form="PNG"):
    picture = io.BytesIO()
    Image.new("RGB", size, "white").save(picture, form)
    return picture.getvalue()


@pytest.fixture
def plan(officer):
    return set_map(by=officer, name="a.png", data=drawn(), source="กองช่างวาดเอง (ตัวอย่าง)")


def send(agency, kind="complaint", **typed):
    return Client().post(at("bring", agency.pk, kind), {**TYPED, **typed})


def point_of(answer):
    page = answer.content.decode()
    return 'name="across"' in page, page


@pytest.mark.parametrize(
    ("x", "y", "across", "down"), [(140, 100, 500, 500), (1, 1, 3, 5), (280, 200, 1000, 1000)]
)
def test_a_press_shows_its_point_sends_nothing_and_is_kept_with_the_case(
    agency, plan, x, y, across, down
):
    assert WIDTH == 280
    pressed = send(agency, what="", **{"at.x": x, "at.y": y})
    page = pressed.content.decode()
    assert pressed.status_code == 200
    assert f'name="across" value="{across}"' in page
    assert f'name="down" value="{down}"' in page
    assert TYPED["subject"] in page
    assert "ผิดพลาด" not in page
    assert not Case.objects.exists()
    assert send(agency, map=plan.number, across=across, down=down).status_code == 200
    case = Case.objects.get()
    assert (case.map, case.across, case.down) == (plan, across, down)


@pytest.mark.parametrize(
    "told",
    [
        {"across": 2000, "down": 10}, {"across": -1, "down": 10}, {"across": "ก", "down": 10},
        {"across": 5}, {"map": 99, "across": 5, "down": 5}, {"map": "x", "across": 5, "down": 5},
    ],
)  # fmt: skip
def test_what_is_no_point_is_none_and_the_case_is_taken(agency, plan, told):
    assert send(agency, **{"map": plan.number, **told}).status_code == 200
    assert (Case.objects.get().map, Case.objects.get().across) == (None, None)


@pytest.mark.parametrize("press", [(0, 0), (5000, 3), ("x", "y")])
def test_a_press_by_the_keyboard_or_beside_the_picture_asks_for_words(agency, plan, press):
    answer = send(agency, **{"at.x": press[0], "at.y": press[1]})
    has_point, page = point_of(answer)
    assert not has_point
    assert "เขียนที่เป็นข้อความ" in page
    assert "ไม่ทราบจุดที่แตะ" in page
    assert not Case.objects.exists()


def test_photos_stay_in_the_form_after_a_press_and_come_with_the_case(agency, plan):
    photo = SimpleUploadedFile("a.png", drawn((9, 9)), "image/png")
    page = send(agency, photos=[photo], **{"at.x": 9, "at.y": 9}).content.decode()
    assert "เลือกภาพอีกครั้งก่อนส่ง" not in page
    assert not CasePhoto.objects.exists()
    assert page.index('id="map"') < page.index('name="photos"')
    held = re.findall(r'name="held"\s+value="([^"]+)"', page)
    assert len(held) == 1
    another = SimpleUploadedFile("b.png", drawn((8, 8)), "image/png")
    assert send(agency, photos=[another], held=held).status_code == 200
    assert CasePhoto.objects.count() == 2


def test_a_photo_that_cannot_be_held_is_asked_for_again_and_a_held_one_is_a_photo(agency, plan):
    broken = SimpleUploadedFile("a.png", b"no picture", "image/png")
    page = send(agency, photos=[broken], **{"at.x": 9, "at.y": 9}).content.decode()
    assert "เลือกภาพอีกครั้งก่อนส่ง" in page
    assert 'name="held"' not in page
    assert send(agency, held=["bm8gcGljdHVyZQ=="]).status_code == 422  # whoever wrote it there
    assert send(agency, held=["?"]).status_code == 200  # nothing
    assert not CasePhoto.objects.exists()


def test_no_map_no_point_and_a_kind_without_points_takes_none(agency, officer):
    assert "แตะเพื่อบอกจุด" not in Client().get(at("bring", agency.pk, "complaint")).content.decode()
    plan = set_map(by=officer, name="a.png", data=drawn(), source="ตัวอย่าง")
    assert "แตะเพื่อบอกจุด" in Client().get(at("bring", agency.pk, "complaint")).content.decode()
    question = {"subject": "ถาม", "question": "?"}
    assert "แตะเพื่อบอกจุด" not in Client().get(at("bring", agency.pk, "question")).content.decode()
    case = receiving.receive(
        agency,
        kind_of("question"),
        receiving.Brought(question, slip_of(3), point=MapPoint(plan, 5, 5)),
    )
    assert case.map is None


def test_a_point_on_another_agencys_map_is_none(agency, plan):
    other = factories.make_agency("เทศบาลอื่น (ตัวอย่าง)")
    user = factories.make_user(other)
    factories.hold(user, factories.make_position(other, CHIEF_ADMINISTRATOR))
    theirs = set_map(by=actor_on(user, today()), name="a.png", data=drawn(), source="ตัวอย่าง")
    kind = kind_of("complaint")
    assert (
        receiving.receive(
            agency, kind, receiving.Brought(TYPED, slip_of(1), point=MapPoint(theirs, 1, 1))
        ).map
        is None
    )
    assert (
        receiving.receive(
            agency, kind, receiving.Brought(TYPED, slip_of(2), point=MapPoint(plan, 1, 1))
        ).map
        == plan
    )


def test_a_new_map_leaves_points_where_they_were_told(agency, officer, plan, client_of):
    send(agency, map=plan.number, across=10, down=20)
    newer = set_map(by=officer, name="b.png", data=drawn((300, 300)), source="ภาพใหม่ (ตัวอย่าง)")
    assert map_in_use(agency) == newer
    # Who opened the form before sends a point of the former picture: it is none on the new one.
    assert send(agency, what="อีกเรื่อง", map=plan.number, across=1, down=1).status_code == 200
    first, second = Case.objects.order_by("number")
    assert (first.map, second.map) == (plan, None)
    page = client_of(officer).get(at("case", first.pk)).content.decode()
    assert at("map-kept", plan.number) in page
    assert 'cx="10"' in page
    assert 'cy="20"' in page
    stop_map(by=officer)
    assert map_in_use(agency) is None
    assert at("map-kept", plan.number) in (
        client_of(officer).get(at("case", first.pk)).content.decode()
    )
    assert [one.verb for one in JournalEntry.objects.order_by("-number")[:1]] == [
        "desk-map-stopped"
    ]


def test_a_map_that_is_used_no_more_is_shown_to_officials_alone(
    agency, officer, person, plan, client_of, make_actor, other_agency
):
    def public(number):
        return Client().get(at("map-picture", agency.pk, number)).status_code

    assert public(plan.number) == 200
    set_map(by=officer, name="b.png", data=drawn((300, 300)), source="ภาพใหม่ (ตัวอย่าง)")
    assert [public(number) for number in (plan.number, plan.number + 1)] == [404, 200]
    stop_map(by=officer)
    assert public(plan.number + 1) == 404
    kept = at("map-kept", plan.number)
    assert client_of(person(ITA_OFFICER)).get(kept)["Content-Type"] == "image/jpeg"
    assert client_of(make_actor(other_agency, CHIEF_ADMINISTRATOR)).get(kept).status_code == 404
    assert Client().get(kept).status_code == 302


def test_who_does_not_keep_the_desk_sets_no_map(agency, officer, person, unit, client_of):
    for other in (person(ITA_OFFICER), person(UNIT_HEAD, unit)):
        with pytest.raises(Refused, match="cannot set the map"):
            set_map(by=other, name="a.png", data=drawn(), source="ตัวอย่าง")
        with pytest.raises(Refused, match="cannot set the map"):
            stop_map(by=other)
        assert client_of(other).get(at("map")).status_code == 403
    client = client_of(officer)
    photo = SimpleUploadedFile("a.png", drawn(), "image/png")
    sent = client.post(at("map"), {"photos": photo, "source": "กองช่างวาดเอง"})
    assert sent.status_code == 302
    picture = Client().get(at("map-picture", agency.pk, 1))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert Client().get(at("map-picture", agency.pk, 2)).status_code == 404
    assert client.post(at("map"), {"act": "stop"}).status_code == 302
    assert not DeskMap.objects.get().is_used


@pytest.mark.parametrize(
    ("data", "source", "words"),
    [
        (drawn((900, 100)), "ตัวอย่าง", "ยาวหรือแบนเกินไป"),
        (b"<svg onload='x'/>", "ตัวอย่าง", "JPG หรือ PNG"),
        (drawn(), "", "ที่มาของภาพ"),
    ],
)  # fmt: skip
def test_a_map_that_cannot_be_used_is_refused_with_words(
    agency, officer, client_of, data, source, words
):
    photo = SimpleUploadedFile("a.png", data, "image/png")
    sent = client_of(officer).post(at("map"), {"photos": photo, "source": source})
    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert not DeskMap.objects.exists()


def test_in_a_flood_no_photo_is_drawn_for_a_form_and_what_was_typed_stays(
    agency, plan, monkeypatch
):
    monkeypatch.setattr(guarding, "MOST_HELD", 2)

    def press():
        photo = SimpleUploadedFile("a.png", drawn((9, 9)), "image/png")
        answer = send(agency, photos=[photo], **{"at.x": 9, "at.y": 9})
        assert TYPED["what"] in answer.content.decode()
        return answer.content.decode()

    with freeze(now()):
        assert 'name="held"' in press()
        assert 'name="held"' in press()
        monkeypatch.setattr(pictures, "redrawn", None)
        page = press()
    assert 'name="held"' not in page
    assert "เลือกภาพอีกครั้งก่อนส่ง" in page
    assert send(agency).status_code == 200, "cases are counted apart"


def pointed(agency, kind, plan, number, subject):
    typed = {**TYPED, "subject": subject}
    return receiving.receive(
        agency, kind, receiving.Brought(typed, slip_of(number), point=MapPoint(plan, 250, 500))
    )


def test_the_list_draws_its_open_cases_on_the_map_coloured_by_age(
    agency, officer, plan, client_of, frozen_clock
):
    pointed(agency, kind_of("complaint"), plan, 1, "เรื่องเก่า")
    receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(2)))
    client = client_of(officer)
    with freeze(now() + timedelta(days=8)):
        done = pointed(agency, kind_of("complaint"), plan, 3, "เรื่องใหม่")
        page = client.get(at("cases")).content.decode()
        # 560 dots wide, 400 high.
        assert re.findall(r'class="c-(\w+)"\s+cx="140"\s+cy="200"', page) == ["new", "aged"]
        assert page.count(TYPED["place"]) == 3  # each line says where
        assert "c-aged" not in client.get(at("cases"), {"q": "ใหม่"}).content.decode()
        working.answer(done, by=officer, text="แล้ว", outcome=Outcome.DONE, seen=done.version)
        assert "c-new" not in client.get(at("cases"), {"standing": "all"}).content.decode()
    with freeze(now() + timedelta(days=31)):
        assert "c-old" in client.get(at("cases")).content.decode()
    stop_map(by=officer)
    assert "ps-map__points" not in client.get(at("cases")).content.decode()


def test_a_restricted_case_is_on_the_map_in_the_list_and_counted_for_its_reader_alone(
    agency, officer, person, unit, plan, client_of
):
    agency.second_factor = []
    agency.save()
    reader, head, other = (
        person(COMPLAINT_OFFICER), person(UNIT_HEAD, unit), person(UNIT_HEAD, unit),
    )  # fmt: skip
    own = replace(
        own_of(kind_of("complaint")), title=Text("ลับ", "secret"), restricted=True,
        escalates=(None, None),
    )  # fmt: skip
    kind = kind_in(agency.pk, keeping.make_kind(by=reader, definition=own).key)
    case = pointed(agency, kind, plan, 5, "เรื่องลับ")
    working.assign(case, by=reader, unit=unit, class_key="", seen=case.version, assignee=head.user)
    for person_, is_theirs in ((reader, True), (head, True), (officer, False), (other, False)):
        page = client_of(person_).get(at("cases")).content.decode()
        assert ("c-new" in page) is is_theirs
        assert (case.printed_number in page) is is_theirs
        assert (re.sub("<[^>]+>", "", page).count("รอคำตอบ 1 เรื่อง") > 0) is is_theirs
