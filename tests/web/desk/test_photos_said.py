"""Photos in replies and answers, and photos that are taken out: what is left, and who is told."""

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from tests.web.desk.conftest import TYPED
from tests.web.desk.test_numbers import OF_RESTRICTED
from tests.web.desk.test_photos import BEHIND, at, file, picture, send
from tests.web.roles import AUDITOR, CHIEF_EXECUTIVE, COMPLAINT_OFFICER, UNIT_HEAD

from prongsai.core.desk.model import MOST_PHOTOS, Outcome, Unfit
from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Notification, Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import notifying
from prongsai.web.citizens.desk import pictures
from prongsai.web.citizens.desk.models import Case, CasePhoto
from prongsai.web.citizens.desk.pictures import redrawn
from prongsai.web.citizens.desk.services import case_entries, receiving, working
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PIXELS = redrawn("a.jpg", picture())
OTHERS = redrawn("b.jpg", picture(colour="red"))


def follow(agency, number=7, **given):
    return Client().post(at("follow", agency.pk), {"receipt": slip_of(number), **given})


def answered(case, officer, *photos, seen=1):
    working.answer(case, by=officer, text="ซ่อมแล้ว", outcome=Outcome.DONE, seen=seen, photos=photos)


def shown_in(page):
    """The addresses of the photos that a page shows."""
    return [part.split('"')[0] for part in page.split('src="')[1:] if "/photo/" in part[:90]]


def test_a_reply_to_what_was_asked_brings_a_photo_of_pixels_alone(agency, case, officer, client_of):
    working.ask(case, by=officer, text="ขอภาพเสา", seen=1)
    sent = {"act": "reply", "text": "ตามภาพ", "photos": [file()]}
    answer = follow(agency, **sent)
    assert answer.status_code == 200
    (kept,) = CasePhoto.objects.all()
    assert (kept.number, kept.entry.text) == (1, "ตามภาพ")
    assert b"home" not in bytes(kept.data)
    assert BEHIND.encode() not in bytes(kept.data)
    # Who brought it reads that it came; no address of it is on their page.
    assert "ภาพที่ 1 ส่งถึงหน่วยงานแล้ว" in answer.content.decode()
    assert not shown_in(answer.content.decode())
    page = client_of(officer).get(at("case", case.pk)).content.decode()
    assert at("photo", case.pk, 1) in page
    # The answer was lost, so it is sent again: it stands once.
    assert follow(agency, **{**sent, "photos": [file()]}).status_code == 200
    assert (CasePhoto.objects.count(), case.entries.filter(act="reply").count()) == (1, 1)
    follow(agency, **{**sent, "photos": [file(data=picture(colour="red"))]})
    assert (CasePhoto.objects.count(), case.entries.filter(act="reply").count()) == (2, 2)


def test_a_matter_that_is_brought_again_brings_its_photo(agency, case, officer):
    answered(case, officer)
    assert follow(agency, act="reopen", text="ยังดับ", photos=[file()]).status_code == 200
    assert CasePhoto.objects.get().entry.act == "reopen"
    case.refresh_from_db()
    assert case.reopened == 1
    follow(agency, act="reopen", text="ยังดับ", photos=[file()])
    case.refresh_from_db()
    assert (case.reopened, CasePhoto.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: {"photos": [file("a.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 99)]}, "ส่งเป็นภาพ JPG"),
        (lambda: {"photos": [file() for _ in range(9)]}, "ภาพมากเกินไป"),
        (lambda: {"photos": [file()], "text": ""}, 'name="held"'),
        (lambda: {"elsewhere": file()}, "ส่งไฟล์ที่นี่ไม่ได้"),
    ],
)
def test_what_is_no_photo_keeps_nothing_and_what_was_typed_stays(agency, case, made, words):
    given = made()
    answer = follow(agency, **{"act": "reply", "text": "ตามภาพที่แนบ", **given})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert not given.get("text", "x") or "ตามภาพที่แนบ" in text
    assert not CasePhoto.objects.exists()
    assert case.entries.count() == 1


def test_photos_of_a_case_have_an_end_and_words_alone_are_still_taken(agency, case, monkeypatch):
    monkeypatch.setattr(case_entries, "MOST_OF_A_CASE", 2)
    working.reply(case, text="สอง", photos=[PIXELS, OTHERS])
    with pytest.raises(Refused, match="2 photos"):
        working.reply(case, text="สาม", photos=[PIXELS])
    monkeypatch.setattr(case_entries, "MOST_OF_A_CASE", 9)
    monkeypatch.setattr(case_entries, "MOST_PHOTOS_A_DAY", 2)
    with pytest.raises(Refused, match="an unusual number"):
        working.reply(case, text="สาม", photos=[PIXELS])
    working.reply(case, text="สาม")
    assert CasePhoto.objects.count() == 2


def test_a_kind_without_photos_takes_none_in_a_reply(agency):
    opinion = next(kind_of(key) for key in ("question", "opinion") if not kind_of(key).photos)
    values = {field.name: "ก" for field in opinion.fields}
    case = receiving.receive(agency, opinion, receiving.Brought(values, slip_of(9)))
    with pytest.raises(Refused, match="0 photos"):
        working.reply(case, text="ภาพ", photos=[PIXELS])
    assert follow(agency, 9, act="reply", text="ก").status_code == 200
    assert follow(agency, 9, act="reply", text="ข", photos=[file()]).status_code == 422
    assert not CasePhoto.objects.exists()


def test_the_photos_of_an_answer_are_seen_by_receipt_and_by_nobody_else(
    agency, case, officer, client_of
):
    page = client_of(officer).get(at("case", case.pk)).content.decode()
    assert 'name="photos"' in page
    sent = {
        "act": "answer", "text": "ซ่อมแล้ว", "outcome": "done", "seen": "1",
        "photos": [file(), file(data=picture(colour="red"))],
    }  # fmt: skip
    assert client_of(officer).post(at("case", case.pk), sent).status_code == 302
    told = follow(agency).content.decode()
    urls = shown_in(told)
    assert len(urls) == 2
    answer = Client().get(urls[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == bytes(CasePhoto.objects.get(number=1).data)
    # An address that anybody could make up, or that was passed on, shows nothing.
    assert Client().get(at("told-photo", agency.pk, "x")).status_code == 404
    forged = signing.dumps([str(case.pk), 1], salt="another")
    assert Client().get(at("told-photo", agency.pk, forged)).status_code == 404
    assert str(case.pk) not in told


def test_an_address_of_a_photo_holds_for_an_hour(agency, case, officer, monkeypatch):
    answered(case, officer, PIXELS)
    (url,) = shown_in(follow(agency).content.decode())
    assert Client().get(url).status_code == 200
    monkeypatch.setattr(pictures, "_SHOWN_FOR", -1)
    assert Client().get(url).status_code == 404


def test_the_address_of_a_photo_that_was_sent_is_none_for_a_receipt(agency, case):
    working.reply(case, text="ภาพ", photos=[PIXELS])
    url = pictures.for_receipt(case, CasePhoto.objects.get(), is_told=True).url
    assert Client().get(url).status_code == 404


def test_an_answer_takes_as_many_photos_as_are_said(case, officer):
    with pytest.raises(Refused, match=f"{MOST_PHOTOS} photos"):
        answered(case, officer, *[PIXELS] * (MOST_PHOTOS + 1))
    answered(case, officer, *[PIXELS] * MOST_PHOTOS)
    assert CasePhoto.objects.count() == MOST_PHOTOS


def test_the_photos_of_an_answer_go_with_it_to_who_brought_the_same(agency, case, officer):
    other = receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(8)))
    late = receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(9)))
    working.join(other, case, by=officer, seen=1, main_seen=1)
    answered(case, officer, PIXELS, seen=2)
    case.refresh_from_db()
    working.join(late, case, by=officer, seen=1, main_seen=case.version)
    for number in (7, 8, 9):
        (url,) = shown_in(follow(agency, number).content.decode())
        assert Client().get(url).status_code == 200
    # Taken out at one, it is gone at all, and none of their receipts shows it.
    copy = CasePhoto.objects.get(case=late)
    late.refresh_from_db()
    case_entries.delete_photo(copy, by=officer, unfit=Unfit.PERSONAL, seen=late.version)
    assert {bytes(one.data) for one in CasePhoto.objects.all()} == {b""}
    for number in (7, 8, 9):
        page = follow(agency, number).content.decode()
        assert not shown_in(page)
        assert "เพราะมีข้อมูลส่วนบุคคลของผู้อื่น" in page


# taking a photo out


def test_a_photo_is_taken_out_with_a_reason_and_a_mark_stays(agency, officer, person, client_of):
    auditor = person(AUDITOR)
    send(agency, file(), file(data=picture(colour="red")))
    case = Case.objects.get()
    page = client_of(officer).get(at("case", case.pk)).content.decode()
    assert at("photo-remove", case.pk, 1) in page
    url = at("photo-remove", case.pk, 1)
    assert client_of(officer).get(url).status_code == 200
    assert client_of(officer).post(url, {"seen": "1"}).status_code == 422
    assert client_of(officer).post(url, {"seen": "1", "unfit": "ugly"}).status_code == 422
    assert CasePhoto.objects.filter(unfit="").count() == 2
    sent = client_of(officer).post(url, {"seen": "1", "unfit": "indecent"})
    assert sent.status_code == 302
    gone, left = CasePhoto.objects.all()
    assert (bytes(gone.data), gone.unfit, bool(gone.removed_on)) == (b"", "indecent", True)
    assert bytes(left.data)
    page = client_of(officer).get(at("case", case.pk)).content.decode()
    assert "ภาพที่ 1 หน่วยงานนำออกเมื่อ" in page
    assert "เพราะภาพลามกหรือรุนแรง" in page
    assert client_of(officer).get(at("photo", case.pk, 1)).status_code == 404
    assert client_of(officer).get(at("photo", case.pk, 2)).status_code == 200
    assert client_of(officer).get(url).status_code == 404
    row = JournalEntry.objects.get(verb="case-photo-removed")
    assert "ลามก" in str(row.detail)
    assert Notification.objects.filter(user=auditor.user).count() == 1


def test_who_brought_it_reads_that_it_was_taken_out_and_why(agency, case, officer):
    working.reply(case, text="ตามภาพ", photos=[PIXELS])
    case.refresh_from_db()
    photo = CasePhoto.objects.get()
    case_entries.delete_photo(photo, by=officer, unfit=Unfit.PERSONAL, seen=case.version)
    page = follow(agency).content.decode()
    assert "ภาพที่ 1 หน่วยงานนำออกเมื่อ" in page
    assert "เพราะมีข้อมูลส่วนบุคคลของผู้อื่น" in page
    assert "ส่งถึงหน่วยงานแล้ว</p>" not in page.replace("\n", "")


def test_a_unit_and_who_does_not_see_the_case_take_no_photo_out(agency, officer, person, client_of):
    """Whose bad work a photo shows would be glad."""
    works = Unit.objects.create(agency=agency, name="กองช่าง")
    head, boss = person(UNIT_HEAD, works), person(COMPLAINT_OFFICER)
    send(agency, file())
    case = Case.objects.get()
    working.assign(case, by=officer, unit=works, class_key="", seen=1)
    page = client_of(head).get(at("case", case.pk)).content.decode()
    assert at("photo", case.pk, 1) in page
    assert "photo/1/remove" not in page
    assert client_of(head).post(
        at("photo-remove", case.pk, 1), {"seen": "2", "unfit": "indecent"}
    ).status_code == 403  # fmt: skip
    photo = CasePhoto.objects.get()
    with pytest.raises(Refused):
        case_entries.delete_photo(photo, by=head, unfit=Unfit.INDECENT, seen=2)
    # A superior does not touch what is said of superiors; the complaint officer does.
    unfair = kind_of("unfair-service")
    Case.objects.update(kind=unfair.key)
    assert unfair.restricted
    with pytest.raises(Refused):
        case_entries.delete_photo(photo, by=officer, unfit=Unfit.INDECENT, seen=2)
    url = at("photo-remove", case.pk, 1)
    assert client_of(officer).get(url).status_code == 404
    case_entries.delete_photo(photo, by=boss, unfit=Unfit.INDECENT, seen=2)
    with pytest.raises(Refused, match="removed already"):
        case_entries.delete_photo(photo, by=boss, unfit=Unfit.INDECENT, seen=2)


def test_of_a_photo_of_a_restricted_case_only_its_readers_hear(agency, person, client_of):
    """Whom the case is about would learn its number, and that somebody complained."""
    agency.second_factor = []
    agency.save()
    keeper, reader, chief, auditor = map(
        person, (COMPLAINT_OFFICER, COMPLAINT_OFFICER, CHIEF_EXECUTIVE, AUDITOR)
    )
    case = receiving.receive(
        agency, kind_of("unfair-service"), receiving.Brought(OF_RESTRICTED, slip_of(55))
    )
    answered(case, keeper, PIXELS)
    case.refresh_from_db()
    url = at("photo-remove", case.pk, 1)
    assert "เฉพาะผู้อ่านเรื่องนี้คนอื่นได้รับแจ้ง" in client_of(keeper).get(url).content.decode()
    sent = client_of(keeper).post(url, {"seen": case.version, "unfit": "indecent"})
    assert sent.status_code == 302
    told = {one.user: one for one in Notification.objects.filter(said_th__contains="ภาพที่ 1")}
    assert set(told) == {keeper.user, reader.user}, (chief, auditor)
    notifying.note(told[reader.user].pk, by=reader)
    journal = [f"{one.subject} {one.detail}" for one in JournalEntry.objects.all()]
    assert not [one for one in journal if case.printed_number in one or "ภาพ" in one]


def test_what_happened_meanwhile_is_looked_at_before_a_photo_goes(case, officer):
    working.reply(case, text="ภาพ", photos=[PIXELS])
    with pytest.raises(Refused, match="meanwhile"):
        case_entries.delete_photo(CasePhoto.objects.get(), by=officer, unfit=Unfit.PERSONAL, seen=1)
    assert CasePhoto.objects.get().unfit == ""


def test_a_photo_without_a_reason_or_with_its_pixels_is_none_that_is_gone(case):
    working.reply(case, text="ภาพ", photos=[PIXELS])
    for told in ({"unfit": "indecent"}, {"data": b"", "removed_on": "2026-01-01"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CasePhoto.objects.update(**told)
