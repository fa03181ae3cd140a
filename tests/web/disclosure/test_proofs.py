"""What the web showed on the day: kept for each item, verified offline, in a journal that tells."""

import io
import zipfile

import pytest
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import SITE, YEAR, link, unit_head
from tests.web.markup import tight
from tests.web.running import run_jobs

from prongsai.links.proof.verifying import verify_pack
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure import tasks
from prongsai.web.disclosure.disclosure.models import ItemProof, Proof
from prongsai.web.disclosure.disclosure.services import proving
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import Job, JobState, JournalEntry

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


@pytest.fixture
def evidence(year, officer, local_site):
    """Two items, one of them with two addresses of which one is gone."""
    link(officer, "o13", address=local_site.shows("/o13", "แผนที่หนึ่ง"))
    link(officer, "o14", address=local_site.shows("/o14", "แผนที่สอง"))
    link(officer, "o14", address=local_site.at("/gone"))


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def kept(officer):
    proof = proving.ask_proof(officer.agency, by=officer, year=YEAR)
    run_jobs()
    return Proof.objects.get(pk=proof.pk), {one.code: one for one in ItemProof.objects.all()}


@pytest.mark.usefixtures("evidence")
@pytest.mark.long
def test_each_item_has_a_pack_that_verifies(officer):
    proof, packs = kept(officer)
    assert proof.finished_at is not None
    assert set(packs) == {"o13", "o14"}
    assert (packs["o14"].links, packs["o14"].there) == (2, 1)
    data = files.read(packs["o13"].file)
    found = verify_pack(data, "o13.zip", packs["o13"].file.digest)
    assert found.is_sound
    assert "แผนที่หนึ่ง".encode() in zipfile.ZipFile(io.BytesIO(data)).read("links.warc")
    changed = data.replace("แผนที่หนึ่ง".encode(), "แผนที่หนึ่ข".encode())
    assert changed != data
    assert not verify_pack(changed, "o13.zip").is_sound


@pytest.mark.usefixtures("evidence")
def test_the_journal_keeps_the_digest_of_all(officer):
    kept(officer)
    assert JournalEntry.objects.filter(verb="proof-asked").count() == 1
    entry = JournalEntry.objects.get(verb="proof-kept")
    assert entry.detail["digest"] == Proof.objects.get().digest
    assert entry.detail["count"] == 2


@pytest.mark.usefixtures("evidence")
def test_a_keeping_goes_on_over_short_jobs_and_keeps_nothing_twice(officer, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(tasks, "_ITEMS_TOGETHER", 1)
    proving.ask_proof(officer.agency, by=officer, year=YEAR)
    run_jobs()
    assert ItemProof.objects.count() == 2
    assert Job.objects.filter(state=JobState.DONE).count() == 2
    row = Proof.objects.get()
    left = row.items[0]
    proving.store_pack(row, left, [])
    assert ItemProof.objects.count() == 2


@pytest.mark.usefixtures("evidence")
@pytest.mark.long
def test_one_whose_worker_died_goes_on(officer):
    first = proving.ask_proof(officer.agency, by=officer, year=YEAR)
    Job.objects.update(state=JobState.FAILED)
    again = proving.ask_proof(officer.agency, by=officer, year=YEAR)
    assert first.pk == again.pk
    Job.objects.filter(state=JobState.FAILED).delete()
    run_jobs()
    assert Proof.objects.get().finished_at is not None


def test_nothing_to_keep_is_refused(browser):
    answer = browser.post(at("keep"), follow=True)
    assert "ยังไม่มีที่อยู่เว็บให้เก็บ" in tight(answer.content.decode())
    assert not Proof.objects.exists()


@pytest.mark.usefixtures("evidence")
@pytest.mark.long
def test_only_who_hands_in_keeps_it_and_everybody_sees_it(agency, officer, browser, client_of):
    head = client_of(actor_on(unit_head(agency, officer, "o13"), today()))
    assert head.post(at("keep")).status_code == 403
    assert browser.post(at("keep")).status_code == 302
    assert "กำลังเก็บ" in tight(browser.get(at("proofs")).content.decode())
    assert browser.get(at("proofs") + "?again=1").headers["Refresh"]
    run_jobs()
    page = tight(head.get(at("proofs")).content.decode())
    assert "เปิดได้ 2 จาก 3 ลิงก์ ของ 2 ข้อ" in page
    pack = ItemProof.objects.get(code="o13")
    assert pack.file.digest in page
    answer = head.get(at("pack", pack.pk))
    assert "attachment" in answer["Content-Disposition"]
    assert verify_pack(answer.content, "o13.zip", pack.file.digest).is_sound
    assert str(pack.pk) in head.get(at("item", "o13")).content.decode()


@pytest.mark.usefixtures("evidence")
@pytest.mark.long
def test_what_was_kept_stays_when_the_evidence_changes(agency, officer, local_site):
    _, packs = kept(officer)
    before = packs["o13"].file.digest
    local_site.shows("/o13", "อย่างอื่น")
    proving.ask_proof(agency, by=officer, year=YEAR)
    run_jobs()
    digests = [one.file.digest for one in ItemProof.objects.filter(code="o13").order_by("kept_at")]
    assert before in digests
    assert len(set(digests)) == 2


@pytest.mark.long
def test_while_another_year_is_kept_it_says_so(officer, browser, local_site):
    samples.opened(officer.agency, 2569)
    link(officer, address=local_site.shows("/o13"))
    link(officer, address=local_site.shows("/new"), year=2569)
    later = reverse("disclosure:proofs", args=[2569])
    keep = reverse("disclosure:keep", args=[2569])
    proving.ask_proof(officer.agency, by=officer, year=YEAR)
    assert "กำลังเก็บสิ่งที่เว็บแสดงของปี 2566 อยู่" in tight(
        browser.post(keep, follow=True).content.decode()
    )
    assert "เก็บตอนนี้" in tight(browser.get(later).content.decode())
    assert not Proof.objects.filter(fiscal_year=2569).exists()
    run_jobs()
    assert browser.post(keep).status_code == 302
    run_jobs()
    assert ItemProof.objects.filter(proof__fiscal_year=2569).count() == 1


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([1], 1), ([1, 1, 1, 1, 1], 4), ([60, 1], 1), ([8, 8, 8], 2), ([10, 10, 1], 2), ([20, 20], 1)],
)
def test_only_so_much_of_the_web_is_held_in_memory_at_a_time(counts, expected):
    items = [{"addresses": [SITE] * count} for count in counts]
    assert tasks.together(items) == expected


@pytest.mark.usefixtures("evidence")
def test_a_pack_that_was_swapped_for_another_sound_one_is_not_given_out(officer, browser):
    """That of the other item verifies by itself: only what was written down tells them apart."""
    _, packs = kept(officer)
    own, other = packs["o13"], packs["o14"]
    path = files.path_of(own.agency, own.file.digest)
    before, swapped = path.read_bytes(), files.read(other.file)
    path.chmod(0o600)
    path.write_bytes(swapped)
    assert verify_pack(swapped, "o13.zip").is_sound
    assert not verify_pack(swapped, "o13.zip", own.file.digest).is_sound
    answer = browser.get(at("pack", own.pk), follow=True)
    assert "ไม่ตรงกับที่เก็บไว้วันนั้น" in tight(answer.content.decode())
    assert browser.get(at("pack", other.pk)).content == swapped
    path.write_bytes(before)
    assert browser.get(at("pack", own.pk)).content == before
