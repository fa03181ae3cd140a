"""A result is disputed: letter, proof and history in one pack that verifies without a network."""

import csv
import io
import json
import zipfile
from datetime import datetime

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.timezone import localtime
from tests.web.disclosure import samples
from tests.web.disclosure.samples import YEAR, link, unit_head
from tests.web.markup import tight
from tests.web.running import run_jobs

from prongsai.links.proof.verifying import verify
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.models import Dispute, ItemProof, Proof
from prongsai.web.disclosure.disclosure.services.proving import ask_dispute, ask_proof
from prongsai.web.disclosure.links.models import LinkCheck
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year")]
SAID = {"to": "เลขาธิการคณะกรรมการ ป.ป.ช.", "told": "ไม่พบข้อมูล", "answer": "มีอยู่\nตั้งแต่มีนาคม"}


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def pack(year, officer, local_site, browser):
    """What the item showed on the day; it was looked at before, too."""
    link(officer, title="คู่มือฉบับเต็ม", address=local_site.shows("/o13", "คู่มือ"))
    browser.post(at("links-check"))
    run_jobs()
    ask_proof(officer.agency, by=officer, year=YEAR)
    run_jobs()
    return ItemProof.objects.get()


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def disputed(browser, pack, **said):
    answer = browser.post(at("dispute", "o13"), {**SAID, "pack": str(pack.pk), **said})
    assert answer.status_code == 302
    run_jobs()
    return Dispute.objects.get()


def saved(browser, row, form="zip"):
    answer = browser.get(at("disputed", row.pk, form))
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


@pytest.mark.long
def test_the_pack_verifies_offline_and_any_change_is_found(browser, pack):
    row = disputed(browser, pack)
    data = saved(browser, row)
    found = verify(data, "dispute.zip", row.file.digest)
    assert found.is_sound, found.findings
    assert found.links == 1
    for inside in (b"%PDF-", b"<h1>", "เปิดได้".encode()):
        place = data.index(inside)
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert not verify(changed, "dispute.zip").is_sound
    assert not verify(data, "dispute.zip", "0" * 64).is_sound


def test_the_letter_says_what_was_typed_and_what_the_proof_holds(browser, pack):
    data = saved(browser, disputed(browser, pack))
    content = zipfile.ZipFile(io.BytesIO(data))
    assert content.read("proof.zip")
    text = words_of(content.read("letter.pdf"))
    for words in ("ไม่พบข้อมูล", "ตั้งแต่มีนาคม", "คู่มือฉบับเต็ม", "เปิดได้", "ขอแสดงความนับถือ", "ป.ป.ช."):
        assert words in text, words
    # By the clock of the agency: the proof itself tells UTC.
    (told,) = json.loads(zip_of(content.read("proof.zip")).read("links.json"))["links"]
    here = localtime(datetime.fromisoformat(told["checked_at"]))
    assert f"{here:%H.%M}น." in text
    assert "+00:00" not in text
    assert "มีเพียงส่วนต้น" not in text
    rows = list(csv.reader(io.StringIO(content.read("history.csv").decode("utf-8-sig"))))
    assert rows[1][0].endswith("/o13")
    assert rows[1][2] == "เปิดได้"


def zip_of(data):
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.fixture
def large(year, officer, local_site):
    """The proof of a file that is larger than what is kept of one."""
    body = b"%PDF-1.7\n" + b"0" * 3_000_000
    local_site.pages["/o13"] = (200, body, {"Content-Type": "application/pdf"})
    link(officer, title="คู่มือฉบับเต็ม", address=local_site.at("/o13"))
    ask_proof(officer.agency, by=officer, year=YEAR)
    run_jobs()
    return ItemProof.objects.get()


@pytest.mark.long
def test_the_letter_says_of_how_much_only_the_beginning_was_kept(browser, large):
    data = saved(browser, disputed(browser, large))
    text = words_of(zip_of(data).read("letter.pdf"))
    assert "อีก๑คำตอบยาวเกินที่เก็บ" in text
    found = verify(data, "dispute.zip")
    assert (found.is_sound, found.parts) == (True, 1)


@pytest.mark.long
def test_no_letter_is_made_of_a_proof_that_is_not_what_was_kept(browser, pack):
    path = files.path_of(pack.agency, pack.file.digest)
    kept = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(kept.replace(b"alive", b"dead!"))
    sent = {**SAID, "pack": str(pack.pk)}
    assert browser.post(at("dispute", "o13"), sent).status_code == 302
    row = Dispute.objects.get()
    jobs.run.call(str(row.job_id))
    row.refresh_from_db()
    assert row.file is None
    page = tight(browser.get(at("dispute", "o13")).content.decode())
    assert "ไม่ตรงกับที่เก็บไว้วันนั้น" in page
    path.write_bytes(kept)
    browser.post(at("dispute", "o13"), sent)
    run_jobs()
    assert Dispute.objects.filter(file__isnull=False).count() == 1


def words_of(pdf):
    """What is printed, as a reader of PDFs takes it out, without spaces."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_without_a_proof_it_says_what_to_do_first(browser, officer):
    link(officer)
    page = tight(browser.get(at("dispute", "o13")).content.decode())
    assert "ต้องมีชุดหลักฐานยืนยันก่อน" in page
    assert browser.post(at("dispute", "o13"), SAID).status_code == 422
    assert not Dispute.objects.exists()


@pytest.mark.long
def test_what_is_left_out_is_told_and_nothing_is_lost(browser, pack):
    answer = browser.post(at("dispute", "o13"), {**SAID, "told": "", "pack": str(pack.pk)})
    assert answer.status_code == 422
    assert "ตั้งแต่มีนาคม" in answer.content.decode()


def test_only_who_hands_in_disputes(agency, officer, browser, client_of, pack):
    head = client_of(actor_on(unit_head(agency, officer, "o13"), today()))
    assert head.get(at("dispute", "o13")).status_code == 403
    assert head.post(at("dispute", "o13"), {**SAID, "pack": str(pack.pk)}).status_code == 403
    row = disputed(browser, pack)
    assert head.get(at("disputed", row.pk, "zip")).status_code == 403
    assert browser.get(at("disputed", row.pk, "pdf")).status_code == 404
    assert saved(browser, row, "docx")[:2] == b"PK"


def test_anothers_proof_is_no_choice(browser, pack, other_agency):
    ItemProof.objects.filter(pk=pack.pk).update(item="another")
    answer = browser.post(at("dispute", "o13"), {**SAID, "pack": str(pack.pk)})
    assert answer.status_code == 422
    assert not Dispute.objects.exists()


def test_no_letter_is_asked_for_with_the_proof_of_another_item(agency, officer, pack):
    """Not by the service either, whoever calls it; that of the item itself is taken."""
    given = {
        "by": officer, "year": YEAR, "pack": pack, "to": SAID["to"], "result": SAID["told"],
        "answer": SAID["answer"],
    }  # fmt: skip
    with pytest.raises(Refused, match="proof"):
        ask_dispute(agency, item=samples.item(agency, "o14"), **given)
    head = actor_on(unit_head(agency, officer, "o13"), today())
    with pytest.raises(Refused, match="proof"):
        ask_dispute(agency, item=samples.item(agency), **{**given, "by": head})
    assert not Dispute.objects.exists()
    ask_dispute(agency, item=samples.item(agency), **given)
    assert Dispute.objects.get().pack == pack


@pytest.mark.long
def test_a_proof_that_is_not_done_is_no_choice(browser, pack):
    """Its digest stands in no journal yet."""
    sent = {**SAID, "pack": str(pack.pk)}
    done = pack.proof.finished_at
    Proof.objects.update(finished_at=None)
    assert browser.post(at("dispute", "o13"), sent).status_code == 422
    assert not Dispute.objects.exists()
    Proof.objects.update(finished_at=done)
    assert browser.post(at("dispute", "o13"), sent).status_code == 302
    assert Dispute.objects.count() == 1


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@x", "＝1", "|x"])
@pytest.mark.few(3)
def test_no_cell_of_the_history_is_a_formula(browser, pack, begins):
    LinkCheck.objects.update(by_words=begins)
    data = saved(browser, disputed(browser, pack))
    table = zipfile.ZipFile(io.BytesIO(data)).read("history.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    plain = begins[1:].isdigit() and begins[0] in "+-"  # a number is no formula
    assert rows[1][4] == (begins if plain else f"'{begins}")


@pytest.mark.long
def test_a_persons_number_in_the_answer_is_told(browser, pack):
    said = {**SAID, "pack": str(pack.pk), "answer": "โทร 081 234 5678"}
    answer = browser.post(at("dispute", "o13"), said, follow=True)
    assert "ข้อความนี้ออกนอกหน่วยงาน" in tight(answer.content.decode())


def test_a_proof_in_which_nothing_opened_is_no_choice(officer, browser, local_site):
    link(officer, address=local_site.at("/gone"))
    ask_proof(officer.agency, by=officer, year=YEAR)
    run_jobs()
    assert ItemProof.objects.get().there == 0
    assert "เปิดได้" in tight(browser.get(at("dispute", "o13")).content.decode())
    sent = {**SAID, "pack": str(ItemProof.objects.get().pk)}
    assert browser.post(at("dispute", "o13"), sent).status_code == 422
    assert not Dispute.objects.exists()
