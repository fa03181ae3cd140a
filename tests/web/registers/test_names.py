"""Decisions of discretion name nobody: what looks like a name is kept with a reason alone."""

import pytest
from django.urls import reverse
from tests.web.analysis.years import open_year
from tests.web.markup import tight
from tests.web.registers.samples import YEAR, head_of, row_of

from prongsai.core.registers.reading import shipped_register
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow, RowsFile
from prongsai.web.disclosure.registers.services import making, saving
from prongsai.web.disclosure.registers.services import outcome as grid
from prongsai.web.disclosure.registers.services.keeping import SomeRefused
from prongsai.web.disclosure.registers.services.outcome import outcome_of
from prongsai.web.platform.models import JournalEntry

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock"), pytest.mark.both_databases
]  # fmt: skip
KEY = "discretion-decisions"
REGISTER = shipped_register(KEY)
NAME, REASON = "นายสมมติ ตัวอย่าง", "เป็นชื่อศาลา ไม่ใช่คน"
DECISION = {
    "decided_on": "12 ม.ค. 2569", "work": "ขอใช้ลาน", "facts": "กิจกรรมหนึ่งวัน", "criteria": "ไม่กีดขวาง",
    "decision": "อนุญาต", "reason": "ครบตามเกณฑ์", "unit": "กองคลัง",
}  # fmt: skip
NAMED = DECISION | {"facts": f"{NAME} ขอจัดงานศพ"}


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


@pytest.fixture
def finance(agency):
    return head_of(agency)


def add(person, typed, **more):
    row = row_of(person.agency, KEY, typed)
    return saving.add(person.agency, by=person, register=REGISTER, year=YEAR, row=row, **more)


def change(person, kept, typed, **more):
    row = row_of(person.agency, KEY, typed)
    return saving.change(kept, by=person, register=REGISTER, row=row, seen=kept.version, **more)


def journal():
    return "\n".join(str((one.verb, one.subject, one.detail)) for one in JournalEntry.objects.all())


def test_a_row_that_names_somebody_is_kept_with_a_reason_and_without_one_not(finance):
    with pytest.raises(Refused, match="may name a person"):
        add(finance, NAMED)
    with pytest.raises(Refused, match="may name a person"):
        add(finance, NAMED, reason="  ")
    assert not RegisterRow.objects.exists()
    add(finance, DECISION)
    assert not JournalEntry.objects.filter(verb="register-names-kept").exists()
    kept = add(finance, NAMED, reason=REASON)
    assert NAME in kept.values["facts"]
    told = JournalEntry.objects.get(verb="register-names-kept")
    assert told.subject == REASON
    assert NAME not in journal()


@pytest.mark.parametrize("telling", [f"{NAME} ยินยอมแล้ว", "เจ้าตัวยินยอม โทร 081-234-5678"])
def test_the_reason_itself_names_nobody(finance, telling):
    """It stands in the journal for good; the row does not."""
    with pytest.raises(Refused, match="the reason may have a person's name"):
        add(finance, NAMED, reason=telling)
    lines = {0: grid.TypedLine(row_of(finance.agency, KEY, NAMED))}
    with pytest.raises(SomeRefused):
        grid.save(finance, REGISTER, YEAR, lines, telling)
    file = read(finance, NAMED)
    seen = outcome_of(finance, REGISTER, file).state
    with pytest.raises(Refused, match="the reason may have a person's name"):
        making.take(file, by=finance, register=REGISTER, seen=seen, reason=telling)
    assert not RegisterRow.objects.exists()
    assert telling not in journal()
    assert making.take(file, by=finance, register=REGISTER, seen=seen, reason=REASON)


def test_the_page_says_at_its_box_that_the_reason_names_somebody(client_of, finance):
    browser = client_of(finance)
    address = reverse("registers:add", args=[YEAR, KEY])
    answer = browser.post(address, NAMED | {"names_reason": f"{NAME} ยินยอม"})
    assert answer.status_code == 422
    assert "เหตุผลอาจมีชื่อคน" in answer.content.decode()
    assert not RegisterRow.objects.exists()


def test_the_paper_says_before_it_is_evidence_that_it_may_name_somebody(
    client_of, finance, officer
):
    """It is gathered by the subject, and becomes the public evidence of an item."""
    address = reverse("registers:paper", args=[YEAR, KEY, "year", 1])
    add(finance, NAMED, reason=REASON)
    page = client_of(officer).get(address).content.decode()
    assert "รายงานนี้อาจบอกชื่อคน" not in page, "facts stand in no paper"
    add(finance, DECISION | {"work": f"คำขอของ{NAME}"}, reason=REASON)
    page = client_of(officer).get(address).content.decode()
    assert f"รายงานนี้อาจบอกชื่อคน: “{NAME}”" in page


def test_a_name_in_what_a_row_is_known_by_does_not_reach_the_journal(finance):
    add(finance, DECISION | {"work": f"คำขอของ{NAME}"}, reason=REASON)
    assert NAME not in journal()
    add(finance, DECISION)
    assert "ขอใช้ลาน" in journal()


def test_what_was_kept_with_a_reason_is_not_asked_again_and_another_name_is(finance):
    kept = add(finance, NAMED, reason=REASON)
    assert change(finance, kept, NAMED | {"reason": "ครบตามเกณฑ์ทุกข้อ"})
    kept.refresh_from_db()
    other = NAMED | {"reason": "นางสมมติไม่คัดค้าน"}
    with pytest.raises(Refused, match="may name a person"):
        change(finance, kept, other)
    assert change(finance, kept, other, reason=REASON)


def test_nor_by_the_grid(finance):
    lines = {
        0: grid.TypedLine(row_of(finance.agency, KEY, DECISION)),
        1: grid.TypedLine(row_of(finance.agency, KEY, NAMED)),
    }
    with pytest.raises(SomeRefused) as refused:
        grid.save(finance, REGISTER, YEAR, lines)
    assert list(refused.value.of) == [1]
    assert not RegisterRow.objects.exists()
    assert list(grid.refusals(finance, REGISTER, YEAR, lines)) == [1]
    added, _ = grid.save(finance, REGISTER, YEAR, lines, REASON)
    assert len(added) == 2
    assert JournalEntry.objects.filter(verb="register-names-kept").count() == 1


def csv(*rows):
    return "\n".join(
        ",".join(row) for row in ([*DECISION], *(row.values() for row in rows))
    ).encode()


def read(person, *rows):
    return making.read_file(
        person.agency, by=person, register=REGISTER, year=YEAR, name="rows.csv", data=csv(*rows)
    )


def test_nor_by_a_file(finance):
    file = read(finance, NAMED, DECISION | {"work": "ขอใช้สนาม"})
    outcome = outcome_of(finance, REGISTER, file)
    assert (outcome.named, outcome.is_sound) == (1, True)
    assert "register_name" in [one.code for one in outcome.findings]
    with pytest.raises(Refused, match="no reason was given"):
        making.take(file, by=finance, register=REGISTER, seen=outcome.state)
    assert not RegisterRow.objects.exists()
    making.take(file, by=finance, register=REGISTER, seen=outcome.state, reason=REASON)
    assert RegisterRow.objects.count() == 2
    assert JournalEntry.objects.get(verb="register-names-kept").subject == REASON
    again = read(finance, DECISION | {"work": "ขอใช้หอประชุม"})
    outcome = outcome_of(finance, REGISTER, again)
    assert making.take(again, by=finance, register=REGISTER, seen=outcome.state)


def test_the_page_of_a_row_warns_asks_and_keeps(client_of, finance):
    browser = client_of(finance)
    address = reverse("registers:add", args=[YEAR, KEY])
    assert "names_reason" not in browser.get(address).content.decode()
    answer = browser.post(address, NAMED)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"อาจมีชื่อคน: “{NAME}”" in page
    assert 'name="names_reason"' in page
    assert not RegisterRow.objects.exists()
    kept = browser.post(address, NAMED | {"names_reason": REASON})
    assert kept.status_code == 302
    row = RegisterRow.objects.get()
    assert "อาจมีชื่อคน" in browser.get(kept.url).content.decode(), "whoever opens it is warned"
    plain = browser.post(kept.url, DECISION | {"seen": row.version})
    assert plain.status_code == 302, "without the name nothing is asked"
    assert "อาจมีชื่อคน" not in tight(browser.get(kept.url).content.decode()).partition("ประวัติ")[0]


@pytest.mark.long
def test_the_pages_of_many_rows_ask_too(client_of, finance):
    browser = client_of(finance)
    address = reverse("registers:grid", args=[YEAR, KEY])
    page = browser.get(address)
    assert 'name="names_reason"' in page.content.decode()
    line = page.context["grid"].lines[0].form.prefix
    sent = {f"{line}-{name}": text for name, text in NAMED.items()} | {"line": line}
    refused = browser.post(address, sent)
    assert "อาจมีชื่อคน" in refused.content.decode()
    assert not RegisterRow.objects.exists()
    browser.post(address, sent | {"names_reason": REASON})
    assert RegisterRow.objects.count() == 1
    taken = browser.post(
        reverse("registers:take", args=[YEAR, KEY]),
        {"text": csv(NAMED | {"work": "อีกเรื่อง"}).decode()},
    )
    page = browser.get(taken.url)
    assert 'name="names_reason"' in page.content.decode()
    seen = page.context["outcome"].state
    assert (
        "ยังไม่ได้บอกเหตุผล" in browser.post(taken.url, {"act": "take", "seen": seen}).content.decode()
    )
    browser.post(taken.url, {"act": "take", "seen": seen, "names_reason": REASON})
    assert RegisterRow.objects.count() == 2
    assert RowsFile.objects.get().taken_at is not None


def test_registers_that_may_name_ask_nothing(finance):
    from tests.web.registers import samples  # noqa: PLC0415 - its rows

    kept = samples.add(finance, borrower=NAME)
    assert kept.values["borrower"] == NAME


def test_decisions_are_found_by_a_word_of_any_of_their_texts(client_of, finance, officer):
    """Like cases are to be decided alike: facts, criteria and reasons are searched."""
    add(finance, DECISION | {"work": "ตั้งแผงลอย", "facts": "ทางเท้ากว้างสองเมตร"})
    add(finance, DECISION | {"criteria": "เสียงไม่เกินเกณฑ์", "reason": "เลิกก่อนสี่ทุ่ม"})
    listed = reverse("registers:register", args=[YEAR, KEY])
    for person in (finance, officer):
        browser = client_of(person)
        for word, found, other in (
            ("กว้างสอง", "ตั้งแผงลอย", "ขอใช้ลาน"), ("เสียงไม่เกิน", "ขอใช้ลาน", "ตั้งแผงลอย"),
            ("สี่ทุ่ม", "ขอใช้ลาน", "ตั้งแผงลอย"), ("แผงลอย", "ตั้งแผงลอย", "ขอใช้ลาน"),
        ):  # fmt: skip
            page = tight(browser.get(listed, {"q": word}).content.decode())
            assert found in page, word
            assert other not in page, word
    assert "ตั้งแผงลอย" not in tight(browser.get(listed, {"q": "ไม่มีคำนี้"}).content.decode())
