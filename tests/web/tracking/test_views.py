"""Pages of tracking: seen by all, written by those who may; nothing typed or sent is lost."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.web import factories
from tests.web.markup import tight
from tests.web.ownership import samples as owned
from tests.web.roles import CHIEF_ADMINISTRATOR
from tests.web.tracking import samples
from tests.web.tracking.samples import YEAR, typed

from prongsai.web.platform import clock
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.year.analysis.tiles import TILES
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.ownership.models import Assignment
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.models import ProgressNote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def rows(agency):
    owned.full_year(agency, YEAR)
    return samples.measures(agency, 3)


@pytest.fixture
def browser(officer, client_of, rows):
    return client_of(officer)


def at(name, *args):
    return reverse(f"tracking:{name}", args=[YEAR, *args])


def text_of(answer):
    return answer.content.decode()


def upload(name="a.jpg", data=None):
    return SimpleUploadedFile(name, data or samples.picture())


def test_the_board_says_what_is_late_first(browser, officer, rows):
    samples.note(rows[2], officer, percent=100, photos=1)
    text = text_of(browser.get(at("board")))
    assert "1 เรื่องเกินกำหนด เสร็จแล้ว 1 จาก 3" in text
    assert "ทุกเรื่องต้องมีผลภายใน 31 มี.ค. 2566 ตอนนี้ขาด 2 เรื่อง" in text
    lanes = ("เกินกำหนด", "กำลังทำ", "รอหลักฐาน", "รอเริ่ม", "เสร็จแล้ว")
    places = [text.index(f"<span>{words}</span>") for words in lanes]
    assert places == sorted(places)
    assert "เกินกำหนด 10 วัน" in text
    assert text.count("<article") == 3


def test_the_list_and_the_board_hold_the_same(browser, rows):
    text = tight(text_of(browser.get(at("board"), {"view": "list"})))
    assert "รายการ เรียงจากเร่งที่สุด" in text
    assert text.count('<tr><th scope="row">') == 3
    assert "<article" not in text


def test_more_than_forty_are_listed(browser, agency, rows):
    owned.plan(agency, *((number, date(2023, 6, 1), "กองคลัง") for number in range(4, 46)))
    MeasureRow.objects.filter(place__gt=3).update(plan=rows[0].plan)
    assert "<article" not in text_of(browser.get(at("board")))
    assert "<article" in text_of(browser.get(at("board"), {"view": "board"}))
    assert "<article" in text_of(browser.get(at("board"), {"state": "overdue"}))


def test_the_board_of_a_day_in_the_past(browser, officer, rows):
    samples.note(rows[1], officer, date(2023, 3, 1), 70)
    text = text_of(browser.get(at("board"), {"on": "2566-02-28"}))
    assert "ณ วันที่ 28 กุมภาพันธ์ 2566" in text
    assert "70%" not in text
    assert "เสร็จแล้ว 0 จาก 3 ไม่มีเรื่องเกินกำหนด" in text
    assert "70%" in text_of(browser.get(at("board"), {"on": "๑ มี.ค. ๒๕๖๖"}))
    # Written down on the 20th, nobody knew it on the 1st.
    assert "70%" not in text_of(browser.get(at("board"), {"on": "1/3/2566", "known": "on"}))


def test_a_day_that_cannot_be_read_is_told_and_kept(browser):
    text = text_of(browser.get(at("board"), {"on": "เมื่อวาน"}))
    assert "อ่านวันที่ไม่ได้" in text
    assert 'value="เมื่อวาน"' in text
    assert "<article" in text


@pytest.mark.parametrize("asked", [{"unit": "x"}, {"state": "x"}, {"user": "1"}, {"part": "i99"}])
def test_a_narrowing_that_makes_no_sense_narrows_nothing(browser, asked):
    assert text_of(browser.get(at("board"), asked)).count("<article") == 3


def test_narrowed_to_nothing_says_so(browser, rows):
    MeasureRow.objects.filter(pk=rows[0].pk).update(items=["o12"])
    text = text_of(browser.get(at("board"), {"part": "OIT", "state": "waiting"}))
    assert "ไม่มีเรื่องตามที่กรอง" in text
    assert "ดูทั้งหมด" in text


def test_a_year_without_a_plan_says_what_to_do(agency, officer, client_of):
    owned.full_year(agency, YEAR)
    browser = client_of(officer)
    assert "ปีนี้ยังไม่มีแผนมาตรการ" in text_of(browser.get(at("board")))
    assert "ยังไม่มีภาพ" in text_of(browser.get(at("photos")))


def test_a_years_board_is_not_opened_before_the_year(browser):
    assert browser.get(reverse("tracking:board", args=[2570])).status_code == 404


def test_the_list_as_a_workbook_and_on_paper(browser, officer, rows):
    samples.note(rows[1], officer, percent=60, spent=samples.SPENT, reached=45, photos=1)
    book = openpyxl.load_workbook(io.BytesIO(browser.get(at("export")).content))
    lines = [list(line) for line in book.active.iter_rows(min_row=4, values_only=True)]
    assert [line[0] for line in lines] == [1, 2, 3]
    assert lines[0][5:8] == ["เกินกำหนด", 0, 10]
    assert lines[1][5:7] == ["กำลังทำ", 60]
    assert lines[1][9] == "จัดอบรมหนึ่งครั้ง"
    assert lines[1][13:] == [1500, 45, 1]
    text = text_of(browser.get(at("print"), {"state": "overdue"}))
    assert "มาตรการเรื่องที่ 1" in text
    assert "มาตรการเรื่องที่ 2" not in text


def test_photos_of_each_measure_on_paper(browser, officer, rows):
    samples.note(rows[0], officer, photos=3)
    assert text_of(browser.get(at("photos"))).count("<img") == 2
    assert text_of(browser.get(at("photos"), {"each": "1"})).count("<img") == 1
    assert text_of(browser.get(at("photos"), {"measure": str(rows[1].pk)})).count("<img") == 0
    assert browser.get(at("photos"), {"measure": "x"}).status_code == 200


# ---------------------------------------------------------------- notes


def test_a_note_with_several_photos_in_one_form(browser, rows):
    address = at("measure", rows[0].pk)
    sent = typed(files=[upload(), upload("b.jpg", samples.phone_photo())], once="a" * 32)
    answer = browser.post(address, sent)
    note = ProgressNote.objects.get()
    assert answer.url == f"{address}#n-{note.thread}"
    assert (note.percent, note.spent, note.reached) == (40, samples.SPENT, 45)
    held = list(EvidenceRow.objects.filter(subject_kind="note", subject=note.thread))
    assert [row.file.name for row in held] == ["a.jpg", "b.jpg"]
    text = text_of(browser.get(address))
    assert "บันทึกผลแล้ว 40%" in text
    assert text.count("<img") == 2
    assert "ถ่าย 14 มี.ค. 2566" in text
    assert "1,500.00 บาท" in text


def test_a_note_sent_twice_is_written_once(browser, rows):
    address = at("measure", rows[0].pk)
    answers = [
        browser.post(address, typed(files=[upload()], once="a" * 32)).url for _turn in range(2)
    ]
    assert answers[0] == answers[1]
    assert ProgressNote.objects.count() == 1
    assert EvidenceRow.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"percent": "130"}, "ร้อยละเป็นจำนวนเต็ม 0 ถึง 100"),
        ({"percent": ""}, "ใส่ร้อยละของทั้งมาตรการ"),
        ({"on": "21 มี.ค. 2566"}, "วันที่ของบันทึกอยู่ในอนาคต"),
        ({"on": "20/13/2566"}, "อ่านวันที่ไม่ได้"),
        ({"done": "", "problem": ""}, "ยังไม่ได้เขียนว่าทำอะไร"),
        ({"spent": "หลายบาท"}, "อ่านจำนวนเงินไม่ได้"),
        ({"reached": "มาก"}, "จำนวนคนเป็นจำนวนเต็ม"),
    ],
)
@pytest.mark.few(3)
def test_a_mistake_loses_nothing_that_was_typed_or_sent(browser, rows, wrong, said):
    address = at("measure", rows[0].pk)
    sent = typed(files=[upload()], proposal="ขอเพิ่มครั้งหน้า", once="b" * 32) | wrong
    answer = browser.post(address, sent)
    text = text_of(answer)
    assert answer.status_code == 422
    assert said in text
    assert "ขอเพิ่มครั้งหน้า" in text
    assert "ส่งแล้ว 1 ไฟล์" in text
    assert not ProgressNote.objects.exists()
    # Put right and sent again, without choosing the photo again.
    assert browser.post(address, typed(once="c" * 32)).status_code == 302
    assert EvidenceRow.objects.get().subject == ProgressNote.objects.get().thread


def test_the_good_photos_are_kept_and_the_bad_one_says_why(browser, rows):
    address = at("measure", rows[0].pk)
    sent = typed(files=[upload(), upload("IMG_2.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 40)])
    assert browser.post(address, sent).status_code == 302
    assert EvidenceRow.objects.get().file.name == "a.jpg"
    text = text_of(browser.get(address))
    assert "ไม่ได้เก็บ “IMG_2.HEIC”" in text
    assert "เข้ากันได้มากที่สุด" in text


def test_a_day_of_another_year_is_kept_and_noticed(browser, rows):
    sent = typed(on="20 มี.ค. 2565")
    address = at("measure", rows[0].pk)
    browser.post(address, sent)
    assert ProgressNote.objects.get().on == date(2022, 3, 20)
    assert "อยู่นอกปีงบประมาณ 2566" in text_of(browser.get(address))


def test_who_may_not_write_sees_and_is_refused(agency, chief_executive, client_of, rows, officer):
    samples.note(rows[0], officer, photos=1)
    browser = client_of(chief_executive)
    text = text_of(browser.get(at("measure", rows[0].pk)))
    assert "จัดอบรมหนึ่งครั้ง" in text
    assert 'name="percent"' not in text
    assert browser.post(at("measure", rows[0].pk), typed()).status_code == 403
    assert browser.get(at("note", ProgressNote.objects.get().pk)).status_code == 403
    # The head of the unit may, and what is another unit's is not theirs.
    head = client_of(owned.head_of(agency, factories.make_unit(agency, "กองคลัง")))
    assert head.post(at("measure", rows[0].pk), typed()).status_code == 302
    assert head.post(at("measure", rows[1].pk), typed()).status_code == 403


def test_an_owner_by_person_may(agency, make_actor, client_of, rows):
    owner = make_actor(agency, CHIEF_ADMINISTRATOR)
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(rows[2].pk), user=owner.user,
        begun_at=factories.MADE_AT,
    )  # fmt: skip
    browser = client_of(owner)
    assert browser.post(at("measure", rows[2].pk), typed()).status_code == 302
    assert browser.post(at("measure", rows[1].pk), typed()).status_code == 403
    assert "มาตรการเรื่องที่ 3" in text_of(browser.get(at("measure", rows[2].pk)))


def test_a_correction_shows_what_stood_there(browser, officer, rows):
    note = samples.note(rows[0], officer, percent=100)
    page = text_of(browser.get(at("note", note.pk)))
    assert 'value="100"' in page
    sent = typed(percent="60", done="แก้แล้ว", files=[upload()])
    address = browser.post(at("note", note.pk), sent).url
    assert address == f"{at('measure', rows[0].pk)}#n-{note.thread}"
    text = text_of(browser.get(at("measure", rows[0].pk)))
    assert "แก้มาแล้ว 1 ครั้ง" in text
    assert "จัดอบรมหนึ่งครั้ง" in text
    assert EvidenceRow.objects.get().subject == note.thread


def test_a_correction_of_what_was_corrected_keeps_what_was_typed(browser, officer, rows):
    note = samples.note(rows[0], officer)
    services.correct(note, by=officer, entry=samples.entry(percent=50))
    answer = browser.post(at("note", note.pk), typed(done="ข้อความที่พิมพ์ไว้"))
    assert answer.status_code == 422
    assert "ถูกแก้หรือถอนไปแล้ว" in text_of(answer)
    assert "ข้อความที่พิมพ์ไว้" in text_of(answer)


def test_a_wrong_correction_stays_on_its_page(browser, officer, rows):
    note = samples.note(rows[0], officer)
    answer = browser.post(at("note", note.pk), typed(on="25 มี.ค. 2566", files=[upload()]))
    assert answer.status_code == 422
    assert "ส่งแล้ว 1 ไฟล์" in text_of(answer)


def test_a_note_is_withdrawn_and_comes_back(browser, officer, rows):
    note = samples.note(rows[0], officer)
    refused = browser.post(at("note-withdraw", note.pk), {"reason": ""})
    assert refused.status_code == 422
    assert "ยังไม่ได้บอกเหตุผล" in text_of(refused)
    browser.post(at("note-withdraw", note.pk), {"reason": "ผิดมาตรการ"})
    text = text_of(browser.get(at("measure", rows[0].pk)))
    assert "ผิดมาตรการ" in text
    assert "ยังไม่มีบันทึก" in text
    browser.post(at("note-back", note.pk))
    assert "บันทึกที่ถอนแล้ว" not in text_of(browser.get(at("measure", rows[0].pk)))


def test_the_pages_name_only_what_is_there(browser, rows):
    nobody = factories.make_agency("อื่น").pk
    assert browser.get(at("measure", nobody)).status_code == 404
    assert browser.get(at("note", nobody)).status_code == 404
    rows[0].removed_at = samples.MORNING
    rows[0].save()
    assert browser.get(at("measure", rows[0].pk)).status_code == 404


def test_the_dashboard_has_the_tile(agency, rows):
    assert any(tile.heading == "ติดตามมาตรการ" for tile in TILES.ask(agency, YEAR))


@pytest.mark.parametrize(
    ("field", "text"), [("done", "ควรมีการติดป้ายบอกทาง"), ("outcome", "จะดำเนินการในเดือนหน้า")]
)
def test_a_plan_instead_of_a_result_is_told_when_it_is_written(browser, rows, field, text):
    address = reverse("tracking:measure", args=[YEAR, rows[0].pk])
    answer = text_of(browser.post(address, samples.typed(**{field: text}), follow=True))
    assert "อ่านเหมือนแผน ไม่ใช่ผลที่ทำแล้ว" in answer
    note = ProgressNote.objects.get()
    assert getattr(note, field) == text, "it is kept as typed"
    sound = samples.typed(outcome="ผู้เข้าอบรม 40 คน")
    answer = text_of(
        browser.post(reverse("tracking:note", args=[YEAR, note.pk]), sound, follow=True)
    )
    assert "อ่านเหมือนแผน" not in answer
    assert "ผู้เข้าอบรม 40 คน" in answer
