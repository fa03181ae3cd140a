"""Memos of any subject: versions, enclosures, and what may no longer be changed."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.approval.conftest import Office, small_pdf
from tests.web.markup import tight
from tests.web.platform.test_upload_validation import docx
from tests.web.roles import AUDITOR, ITA_OFFICER, LOGINS, OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.web.agency.models import AgencyKind, Notification, Position
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.agency import edit_agency
from prongsai.web.office.circulation.views import papers_of
from prongsai.web.office.papers import queries, services
from prongsai.web.office.papers.models import Memo, MemoEnclosure, MemoRevision
from prongsai.web.office.papers.queries import memo_document
from prongsai.web.office.papers.services import set_sentence
from prongsai.web.platform import clock, files, journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import checking, tasks
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.joining import together
from prongsai.web.signing.approval.queries import hits as submissions
from prongsai.web.signing.approval.queries import newest_version, readable, state_of
from prongsai.web.signing.approval.services import choosing, deciding, submitting
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.numbering.models import NumberRow

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
YEAR = 2566
# Of TEXT, taken before letters had columns of their own: what was on its way stays the same paper.
BEFORE_LETTERS = "4fe5785cf2b5b57167dfd93f174d950f884a4ba50e532f65c3e3d4d54b26316e"
TEXT = {
    "subject": "ขออนุมัติจัดประชุม", "to": "นายกเทศมนตรี", "background": "ตามที่กำหนดไว้",
    "facts": "ห้องว่าง\nไม่ใช้งบประมาณ", "proposals": "อนุมัติ", "closing": "",
    "is_information": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def office(agency):
    return Office(agency)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(tasks, "pdf_of", lambda _version, one: small_pdf("\n".join(one.strings())))
    monkeypatch.setattr(tasks, "docx_of", lambda _version, _one: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")


def written(agency, by, **said):
    return services.write(agency, by=by, year=YEAR, values=TEXT | said)


def edited(row, by, seen, **said):
    return services.edit(row.agency, row.pk, by=by, values=TEXT | said, seen=seen)


def enclosed(row, by, name="กำหนดการ.pdf", data=None, title=""):
    return services.enclose(
        row.agency, row.pk, by=by, name=name, data=data or small_pdf(), title=title
    )


def signed(office, row):
    sent = services.submit_memo(office.agency, row.pk, by=office["analyst"])
    run_jobs()
    sent.refresh_from_db()
    for step in sent.steps:
        name = LOGINS[step["seat"]]
        verdict = {"endorse": "endorse", "decide": "approve", "note": "noted"}[step["ask"]]
        deciding.decide(sent, by=office[name], verdict=verdict)
        run_jobs()
    sent.refresh_from_db()
    return sent


def test_every_version_of_a_memo_is_kept_and_an_old_one_restored(agency, officer):
    row = written(agency, officer)
    edited(row, officer, 1, facts="ห้องไม่ว่าง")
    edited(row, officer, 2, facts="ห้องไม่ว่าง")
    assert [one.number for one in Memo.objects.get().revisions.all()] == [2, 1]
    first = MemoRevision.objects.get(number=1)
    services.edit(agency, row.pk, by=officer, values=first.values, seen=2)
    row.refresh_from_db()
    assert (row.version, row.facts) == (3, TEXT["facts"])
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert verbs == ["memo-written", "memo-edited", "memo-edited"]
    assert not list(journal.verify(agency))


def test_the_journal_names_no_draft_that_its_readers_may_not_read(agency, officer, client_of):
    row = written(agency, officer, subject="เรื่องที่ยังไม่เสนอ")
    edited(row, officer, 1, facts="ห้องไม่ว่าง", subject="เรื่องที่ยังไม่เสนอ")
    services.enclose(agency, row.pk, by=officer, name="แผนลับ.pdf", data=small_pdf())
    services.remove(agency, row.pk, by=officer)
    auditor = client_of(factories.make_actor(agency, AUDITOR, login="auditor"))
    page = auditor.get(reverse("agency:journal")).content.decode()
    table = auditor.get(reverse("agency:journal_csv")).getvalue().decode()
    for shown in (page, table):
        assert "ลบร่างบันทึกข้อความ" in shown
        assert "ยังไม่เสนอ" not in shown
        assert "แผนลับ" not in shown


def test_a_change_over_somebody_elses_is_told(agency, officer):
    row = written(agency, officer)
    edited(row, officer, 1, facts="คนแรก")
    with pytest.raises(services.MemoChanged) as refusal:
        edited(row, officer, 1, facts="คนที่สอง")
    assert refusal.value.row.facts == "คนแรก"
    edited(row, officer, 2, facts="คนที่สอง")


def test_enclosures_pass_the_gate_and_stand_on_the_paper(agency, officer):
    row = written(agency, officer)
    one = enclosed(row, officer, title="กำหนดการ จำนวน 1 แผ่น")
    text = "\n".join(memo_document(row, today(), queries_signing()).strings())
    assert "กำหนดการ จำนวน 1 แผ่น" in text
    with pytest.raises(UnreadableInput):
        enclosed(row, officer, data=b"MZ\x90\x00", name="กำหนดการ.pdf")
    services.take_out(one, by=officer)
    assert "กำหนดการ" not in "\n".join(memo_document(row, today(), queries_signing()).strings())
    assert MemoEnclosure.objects.get().removed_at


def queries_signing():
    from prongsai.core.papers.approving import UNSIGNED  # noqa: PLC0415

    return UNSIGNED


def test_a_memo_comes_from_the_unit_of_its_writer(office):
    row = written(office.agency, office["analyst"])
    assert row.unit == office.unit
    text = "\n".join(memo_document(row, today(), queries_signing()).strings())
    assert f"{office.unit.name} {office.agency.name}" in text
    row.unit = None
    text = "\n".join(memo_document(row, today(), queries_signing()).strings())
    assert f"{office.agency.office} {office.agency.name}" in text


def test_an_edit_or_a_file_changes_the_fingerprint(agency, officer):
    row, handler = written(agency, officer), KINDS["memo"]
    first = handler.fingerprint(agency, row.pk)
    edited(row, officer, 1, facts="ใหม่")
    second = handler.fingerprint(agency, row.pk)
    enclosed(row, officer)
    assert len({first, second, handler.fingerprint(agency, row.pk)}) == 3


def test_a_signed_memo_stays_as_it_was_signed(office, quick):
    by = office["analyst"]
    row = written(office.agency, by)
    before = enclosed(row, by)
    assert signed(office, row).state == "approved"
    for act in (
        lambda: edited(row, by, 1, facts="ใหม่"),
        lambda: enclosed(row, by),
        lambda: services.take_out(before, by=by),
        lambda: services.submit_memo(office.agency, row.pk, by=by),
    ):
        with pytest.raises(Refused, match="was signed"):
            act()
    assert state_of(office.agency, queries.KIND, row.pk).is_signed


def test_a_memo_for_information_goes_the_way_on_which_nobody_decides(office, quick):
    row = written(office.agency, office["analyst"], is_information=True)
    sent = signed(office, row)
    assert (sent.route, sent.state) == ("information", "approved")
    assert {step["ask"] for step in sent.steps} == {"note"}


def test_a_draft_can_be_removed_but_not_what_was_submitted(office, quick):
    by = office["analyst"]
    draft, sent = written(office.agency, by), written(office.agency, by)
    services.submit_memo(office.agency, sent.pk, by=by, is_numbered=True)
    services.remove(office.agency, draft.pk, by=by)
    with pytest.raises(Refused, match="was submitted"):
        services.remove(office.agency, sent.pk, by=by)
    (line,) = queries.memo_lines(office["analyst"], YEAR)
    assert (line.pk, line.sent.number) == (sent.pk, "1")


def test_a_removed_draft_comes_back_shortly_after_for_whose_it_is(office, quick):
    by = office["analyst"]
    draft = written(office.agency, by)
    for is_back in (True, False, False):
        services.remove(office.agency, draft.pk, by=by, is_back=is_back)
    verbs = JournalEntry.objects.filter(verb__in=("memo-removed", "memo-brought-back"))
    assert [entry.verb for entry in verbs] == ["memo-removed"], "pressed twice it is done once"
    with pytest.raises(Refused):
        services.remove(office.agency, draft.pk, by=office["mayor"], is_back=True)
    assert services.remove(office.agency, draft.pk, by=by, is_back=True) == draft
    assert [line.pk for line in queries.memo_lines(by, YEAR)] == [draft.pk]
    services.remove(office.agency, draft.pk, by=by)
    Memo.objects.update(removed_at=clock.now() - clock.UNDONE_FOR - timedelta(seconds=1))
    with pytest.raises(Misuse, match="1 hour"):
        services.remove(office.agency, draft.pk, by=by, is_back=True)


class Drafting:
    """An officer of a unit with a draft, and everybody who may or may not touch it."""

    def __init__(self, office):
        self.office, self.agency = office, office.agency
        roads = factories.make_unit(self.agency, "กองช่าง")
        self.people = {
            "writer": self._made(OFFICER, office.unit, "ธุรการ"),
            "colleague": self._made(OFFICER, office.unit, "ธุรการ"),
            "head of roads": self._made(UNIT_HEAD, roads, "ผู้อำนวยการกองช่าง"),
            "head": office.users["section"],
            "analyst": office.users["analyst"],
            "mayor": office.users["mayor"],
        }
        self.row = written(self.agency, self["writer"])

    def __getitem__(self, name):
        return actor_on(self.people[name], today())

    def _made(self, role, unit, title):
        user = factories.make_user(self.agency)
        post = Position.objects.filter(agency=self.agency, title=title).first()
        factories.hold(user, post or factories.make_position(self.agency, role, unit, title))
        return user

    def submitted(self, by):
        sent = services.submit_memo(self.agency, self.row.pk, by=self[by])
        run_jobs()
        sent.refresh_from_db()
        return sent


@pytest.fixture
def drafting(office, quick):
    return Drafting(office)


CHANGES = {
    "edit": lambda row, by: edited(row, by, 1, facts="ใหม่"),
    "enclose": enclosed,
    "submit": lambda row, by: services.submit_memo(row.agency, row.pk, by=by),
    "remove": lambda row, by: services.remove(row.agency, row.pk, by=by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_draft_is_changed_by_its_writer_the_unit_head_and_who_submits(drafting, change):
    for name in ("colleague", "head of roads", "mayor"):
        with pytest.raises(Refused, match="can change"):
            CHANGES[change](drafting.row, drafting[name])
    for name in ("writer", "head", "analyst"):
        drafting.row = written(drafting.agency, drafting["writer"])
        CHANGES[change](drafting.row, drafting[name])


def test_a_writer_who_left_the_unit_left_its_drafts(drafting):
    sent = drafting.submitted("writer")
    submitting.withdraw(sent, by=drafting["head"])

    def reads(name):
        return {
            queries.memo_of(drafting[name], drafting.row.pk) is not None,
            readable(drafting[name]).filter(pk=sent.pk).exists(),
        }

    assert reads("writer") == {True}
    drafting.people["writer"].appointments.all().delete()
    roads = Position.objects.get(title="ผู้อำนวยการกองช่าง").unit
    clerk = factories.make_position(drafting.agency, OFFICER, roads, "นายช่าง")
    factories.hold(drafting.people["writer"], clerk)
    assert (reads("writer"), reads("head")) == ({False}, {True})
    with pytest.raises(Refused, match="can change"):
        edited(drafting.row, drafting["writer"], 1, facts="ใหม่")
    assert edited(drafting.row, drafting["head"], 1, facts="ใหม่").version == 2


def test_the_preview_prints_who_submits_it_and_the_steps_ahead(drafting, client_of):
    open_year(drafting.agency, YEAR)
    address = reverse("papers:memo-preview", args=[YEAR, drafting.row.pk])
    printed = client_of(drafting["writer"]).get(address).content.decode()
    for words in ("ธุรการ", "ความเห็นหัวหน้าฝ่ายแผนงานและงบประมาณ", "คำสั่งนายกเทศมนตรี"):
        assert words in printed
    assert "ลงนามในระบบ" not in printed
    page = client_of(drafting["writer"]).get(drafting.row.url).content.decode()
    assert "หัวหน้าฝ่ายแผนงานและงบประมาณ → หัวหน้าสำนักปลัด → ปลัดเทศบาล → นายกเทศมนตรี" in page


@pytest.mark.parametrize(
    ("by", "route", "seats"),
    [
        ("writer", "usual", ["unit-head", "office-head", "chief-administrator", "chief-executive"]),
        ("writer", "short", ["unit-head", "chief-administrator", "chief-executive"]),
        ("head", "short", ["chief-administrator", "chief-executive"]),
        ("analyst", "short", ["chief-administrator", "chief-executive"]),
    ],
)
def test_what_an_officer_submits_goes_by_the_head_first(drafting, office, by, route, seats):
    choosing.choose(
        drafting.agency, by=office["head"], kind="memo", route=route, way=Way.IN_SYSTEM
    )  # fmt: skip
    assert [step["seat"] for step in drafting.submitted(by).steps] == seats


def test_a_memo_for_information_of_an_officer_is_noted_by_the_head_first(drafting):
    edited(drafting.row, drafting["writer"], 1, is_information=True)
    steps = drafting.submitted("writer").steps
    assert (steps[0]["seat"], {step["ask"] for step in steps}) == ("unit-head", {"note"})


def test_an_officer_submits_nothing_past_a_missing_or_vacant_head(drafting, office):
    office.leave("section")
    sent = drafting.submitted("writer")
    with pytest.raises(Refused, match="submit papers for the agency"):
        deciding.skip(sent, by=drafting["writer"], reason="ว่าง")
    submitting.withdraw(sent, by=drafting["writer"])
    office.positions["section"].delete()
    with pytest.raises(Refused, match="no head's position"):
        drafting.submitted("writer")
    assert drafting.submitted("analyst").steps[0]["seat"] == "office-head"


def test_who_acted_as_head_submits_again_by_the_head(drafting, office):
    """The steps stay those of the first day: a route without the head is withdrawn instead."""
    choosing.choose(
        drafting.agency, by=office["head"], kind="memo", route="short", way=Way.IN_SYSTEM
    )  # fmt: skip
    acting = factories.hold(
        drafting.people["writer"], office.positions["section"], today(), today(), is_acting=True
    )
    sent = drafting.submitted("writer")
    assert sent.steps[0]["seat"] == "chief-administrator"
    acting.delete()
    edited(drafting.row, drafting["writer"], 1, facts="ใหม่")
    with pytest.raises(Refused, match="leaves out the head"):
        submitting.resubmit(sent, by=drafting["writer"])
    submitting.withdraw(sent, by=drafting["writer"])
    assert drafting.submitted("writer").steps[0]["seat"] == "unit-head"


def test_the_head_submits_a_paper_of_the_unit_again_and_who_left_it_does_not(drafting):
    sent = drafting.submitted("writer")
    edited(drafting.row, drafting["head"], 1, facts="ใหม่")
    drafting.people["writer"].appointments.all().delete()
    with pytest.raises(Refused, match="only the person who submitted it"):
        submitting.resubmit(sent, by=drafting["writer"])
    submitting.resubmit(sent, by=drafting["head"])
    submitting.withdraw(sent, by=drafting["head"])


def test_the_pages_of_a_draft_open_for_whoever_may_change_it(drafting, client_of):
    edit = reverse("papers:memo-edit", args=[YEAR, drafting.row.pk])
    open_year(drafting.agency, YEAR)
    for name in ("writer", "head", "analyst"):
        client = client_of(drafting[name])
        assert client.get(edit).status_code == 200, name
        assert edit in tight(client.get(drafting.row.url).content.decode())
    for name in ("colleague", "mayor"):
        assert client_of(drafting[name]).get(edit).status_code == 403, name
    new = reverse("papers:memo-write", args=[YEAR])
    papers = client_of(drafting["colleague"]).get(reverse("papers:papers", args=[YEAR]))
    assert new in papers.content.decode()


def test_a_draft_is_read_by_whoever_may_change_it_and_by_all_once_submitted(drafting, client_of):
    open_year(drafting.agency, YEAR)
    one = enclosed(drafting.row, drafting["writer"])
    row = drafting.row
    pages = [
        row.url, reverse("papers:memo-preview", args=[YEAR, row.pk]),
        reverse("papers:enclosure", args=[one.pk]),
    ]  # fmt: skip

    def sees(name):
        client = client_of(drafting[name])
        seen = {client.get(page).status_code == 200 for page in pages}
        seen.add(row in queries.memo_lines(drafting[name], YEAR))
        seen.add(row.url in [hit.url for hit in queries.hits(drafting[name])])
        assert len(seen) == 1, name
        return seen.pop()

    everybody = list(drafting.people)
    assert [name for name in everybody if sees(name)] == ["writer", "head", "analyst"]
    sent = drafting.submitted("writer")
    assert [name for name in everybody if sees(name)] == everybody
    submitting.withdraw(sent, by=drafting["writer"])
    assert [name for name in everybody if sees(name)] == ["writer", "head", "analyst"]
    # Nor by the way of its signatures; a post that was to sign it may look what became of it.
    address = reverse("approval:submission", args=[sent.pk])
    opened = {
        name for name in everybody if client_of(drafting[name]).get(address).status_code == 200
    }
    assert opened == set(everybody) - {"colleague", "head of roads"}
    ways = [
        reverse("approval:page", args=[sent.pk, 1]),
        reverse("approval:file", args=[sent.pk, 1, "pdf"]),
        reverse("approval:enclosure", args=[sent.pk, 1, 1]),
    ]
    for name, status in (("writer", 200), ("colleague", 404)):
        client = client_of(drafting[name])
        assert {client.get(way).status_code for way in ways} == {status}, name
        is_listed = address in client.get(reverse("approval:inbox")).content.decode()
        is_hit = address in [hit.url for hit in submissions(drafting[name])]
        assert (is_listed, is_hit) == (status == 200, status == 200), name


def test_another_agencys_memo_is_not_there(agency, officer, other_agency, make_actor):
    row = written(agency, officer)
    one = enclosed(row, officer)
    stranger = factories.make_actor(other_agency, ITA_OFFICER)
    assert queries.memo_of(stranger, row.pk) is None
    assert queries.enclosure_of(stranger, one.pk) is None
    assert queries.enclosure_of(officer, one.pk) == one
    with pytest.raises(Memo.DoesNotExist):
        services.edit(other_agency, row.pk, by=officer, values=TEXT, seen=1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_fixed_number_of_queries(office, quick, count, django_assert_num_queries):
    for _ in range(count):
        row = written(office.agency, office["analyst"])
        services.submit_memo(office.agency, row.pk, by=office["analyst"])
    analyst = office["analyst"]
    with django_assert_num_queries(2):
        assert len(queries.memo_lines(analyst, YEAR)) == count


def renamed(agency, by):
    """Name, digits and one sentence of the agency's papers become others."""
    edit_agency(
        agency=agency, by=by, revision=agency.revision,
        values={"name": "เทศบาลตำบลชื่อใหม่", "digits": "arabic"},
    )  # fmt: skip
    set_sentence(agency, by=by, key="general_memo.closing", text="จึงเรียนมาด้วยถ้อยคำใหม่")
    agency.refresh_from_db()


def words_of(file):
    """What `small_pdf` was given."""
    with pikepdf.open(io.BytesIO(files.read(file))) as opened:
        return str(opened.docinfo["/Title"])


def test_a_signed_copy_has_the_agency_as_the_exact_paper_has_it(office, quick):
    agency = office.agency
    name = agency.name
    row = written(agency, office["analyst"])
    sent = services.submit_memo(agency, row.pk, by=office["analyst"])
    run_jobs()
    sent.refresh_from_db()
    exact = newest_version(sent).strings
    renamed(agency, office["analyst"])
    for step in sent.steps:
        position = LOGINS[step["seat"]]
        verdict = {"endorse": "endorse", "decide": "approve", "note": "noted"}[step["ask"]]
        deciding.decide(sent, by=office[position], verdict=verdict)
    run_jobs()
    submitting.give_number(sent, by=office["analyst"], number="7")
    run_jobs()
    version = newest_version(sent)
    assert version.signed_number == "7"
    copy = words_of(version.signed_file)
    assert name in "\n".join(exact)
    assert name in copy
    assert "ชื่อใหม่" not in copy
    assert "ถ้อยคำใหม่" not in copy
    # A paper that is submitted now speaks for the agency as it is now.
    other = written(agency, office["analyst"], subject="ขออนุมัติเรื่องอื่น")
    later = services.submit_memo(agency, other.pk, by=office["analyst"])
    run_jobs()
    now = "\n".join(newest_version(later).strings)
    assert "ถ้อยคำใหม่" in now
    assert name not in now


def test_enclosures_are_frozen_with_the_version_known_to_the_check_and_joined(office, quick):
    agency, analyst = office.agency, office["analyst"]
    row = services.write(agency, by=analyst, year=YEAR, values=TEXT)
    photo = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(photo, "JPEG")
    sent = (("แผน.pdf", small_pdf("แผน")), ("รูป.jpg", photo.getvalue()), ("บันทึก.docx", docx()))
    made = [
        services.enclose(agency, row.pk, by=analyst, name=name, data=data) for name, data in sent
    ]
    submission = services.submit_memo(agency, row.pk, by=analyst)
    run_jobs()
    services.take_out(made[0], by=analyst)
    version = newest_version(submission)
    kept = list(version.enclosures.all())
    assert [one.title for one in kept] == ["แผน.pdf", "รูป.jpg", "บันทึก.docx"]
    for one in kept:
        assert checking.match_of(submission.code, one.digest) is checking.Match.ENCLOSURE
    assert checking.match_of(submission.code, "0" * 64) is checking.Match.NONE
    with pikepdf.open(io.BytesIO(together(version))) as joined:
        assert len(joined.pages) == version.pages + 3
    # The next version has what is sent along with it; the first is an older one now.
    submission.refresh_from_db()
    submission = submitting.resubmit(submission, by=analyst)
    assert [one.title for one in newest_version(submission).enclosures.all()] == [
        "รูป.jpg", "บันทึก.docx",
    ]  # fmt: skip
    assert checking.match_of(submission.code, kept[0].digest) is checking.Match.OLDER


def test_an_approved_memo_is_sent_round_and_published_as_it_was_signed(office, quick):
    agency, by = office.agency, office["analyst"]
    row = written(agency, by)
    with pytest.raises(Refused, match="no signed copy"):
        services.publish_memo(agency, row.pk, by=by)
    sent = signed(office, row)
    run_jobs()
    papers = papers_of(agency, YEAR)
    assert [one.id for one in papers] == [sent.pk]
    published = services.publish_memo(agency, row.pk, by=by)
    version = newest_version(sent)
    assert (published.kind, published.file, published.check_code) == (
        "memo", version.signed_file, sent.code,
    )  # fmt: skip
    assert [one.id for one in papers_of(agency, YEAR)] == [published.pk], "named once"


def test_a_refused_memo_tells_its_drafter(office, quick):
    by = office["analyst"]
    row = written(office.agency, by)
    sent = services.submit_memo(office.agency, row.pk, by=by)
    run_jobs()
    for name in ("section", "head", "clerk"):
        deciding.decide(sent, by=office[name], verdict="endorse")
        sent.refresh_from_db()
    deciding.decide(sent, by=office["mayor"], verdict="refuse", reason="ไม่จำเป็น")
    told = Notification.objects.get(user=by.user)
    assert told.said_th.startswith("ไม่อนุมัติ")
    assert told.url.endswith(f"/{sent.pk}/")


@pytest.mark.parametrize(
    ("is_information", "says"),
    [(True, "ฉบับที่รับทราบครบในระบบ"), (False, "ฉบับที่อนุมัติในระบบ")],
)
def test_a_published_memo_is_told_as_approved_only_where_somebody_approved_it(
    office, quick, client, client_of, is_information, says
):
    agency, by = office.agency, office["analyst"]
    agency.second_factor = []
    agency.save()
    open_year(agency, YEAR)
    row = written(agency, by, is_information=is_information)
    sent = signed(office, row)
    number_for(sent, by=by)
    run_jobs()
    published = services.publish_memo(agency, row.pk, by=by)
    pages = (
        client.get(reverse("publication:paper", args=[agency.pk, published.pk])),
        client_of(by).get(reverse("publication:edition", args=[published.pk])),
    )
    for page in pages:
        assert says in page.content.decode()
    memo = client_of(by).get(reverse("papers:memo", args=[YEAR, row.pk])).content.decode()
    assert ("อนุมัติแล้ว" in memo.replace("\u2060", "")) is not is_information


def sent_letter(office, client_of):
    """A letter as its form writes it."""
    open_year(office.agency, YEAR)
    address = reverse("papers:letter-write", args=[YEAR])
    said = {
        "subject": "ขอความอนุเคราะห์วิทยากร", "to": "นายอำเภอ", "refers": "หนังสือ ที่ นม 0001/12",
        "background": "ด้วยจะจัดอบรม", "proposals": "จึงขอความอนุเคราะห์", "seen": "0",
    }  # fmt: skip
    assert client_of(office["analyst"]).post(address, said | {"to": ""}).status_code == 422
    assert client_of(office["analyst"]).post(address, said).status_code == 302
    return Memo.objects.get()


def test_a_letter_is_numbered_as_one_that_leaves_once_it_is_signed(office, quick, client_of):
    row, by = sent_letter(office, client_of), office["analyst"]
    page = client_of(by).get(row.url).content.decode()
    assert "อ้างถึง" in page
    assert 'name="numbered"' not in page
    sent = services.submit_memo(office.agency, row.pk, by=by)
    with pytest.raises(Refused):
        number_for(sent, by=by)
    run_jobs()
    sent.refresh_from_db()
    for step in sent.steps:
        verdict = {"endorse": "endorse", "decide": "approve"}[step["ask"]]
        deciding.decide(sent, by=office[LOGINS[step["seat"]]], verdict=verdict)
        run_jobs()
    sent.refresh_from_db()
    (number,) = NumberRow.objects.all()
    assert (number.series, number.text, number.receiver) == ("letter", sent.number, "นายอำเภอ")
    words = words_of(newest_version(sent).signed_file)
    assert sent.number in words
    assert "ขอแสดงความนับถือ" in words
    assert "ความเห็น" not in words


@pytest.mark.parametrize("is_letter", [False, True])
def test_words_before_a_number_reach_no_signed_paper(office, quick, is_letter):
    """A number is printed above the signatures; without one the paper is signed all the same."""
    agency = office.agency
    agency.number_prefix = "อนุมัติเงินหนึ่งล้านบาท "
    agency.save()
    row = written(agency, office["analyst"], is_letter=is_letter)
    sent = signed(office, row)
    assert (sent.state, sent.number, NumberRow.objects.count()) == ("approved", "", 0)
    with pytest.raises(Refused, match="not the number of a paper"):
        number_for(sent, by=office["analyst"])
    agency.number_prefix = "ตย 00000/"
    agency.save()
    number_for(sent, by=office["analyst"])
    assert NumberRow.objects.get().series == ("letter" if is_letter else "memo")


def test_a_memo_has_its_number_with_the_last_signature(office, quick):
    sent = signed(office, written(office.agency, office["analyst"]))
    number = NumberRow.objects.get()
    assert (number.series, number.text) == ("memo", sent.number)
    assert sent.number in words_of(newest_version(sent).signed_file)


def test_the_page_of_a_signed_memo_leads_to_its_signed_copy(office, quick, client_of):
    open_year(office.agency, YEAR)
    row = written(office.agency, office["analyst"])
    browser = client_of(office["analyst"])
    before = browser.get(row.url).content.decode()
    sent = signed(office, row)
    after = browser.get(row.url).content.decode()
    copy = reverse("approval:file", args=[sent.pk, 1, "signed"])
    preview = reverse("papers:memo-preview", args=[row.fiscal_year, row.pk])
    assert (preview in before, copy in before) == (True, False)
    assert (preview in after, copy in after) == (False, True)


def test_a_memo_is_numbered_as_a_memo(office, quick):
    row = written(office.agency, office["analyst"])
    services.submit_memo(office.agency, row.pk, by=office["analyst"], is_numbered=True)
    assert [one.series for one in NumberRow.objects.all()] == ["memo"]
    assert KINDS["memo"].fingerprint(office.agency, row.pk) == BEFORE_LETTERS


def test_who_works_in_two_units_says_of_which_a_memo_is(office, agency, client_of):
    """Nothing stands there beforehand; who works in one unit is asked nothing."""
    other = factories.make_unit(agency, "กองช่าง")
    by, address = office["analyst"], reverse("papers:memo-write", args=[YEAR])
    open_year(agency, YEAR)
    assert 'name="unit"' not in client_of(by).get(address).content.decode()
    factories.hold(by.user, factories.make_position(agency, OFFICER, other, "นายช่างโยธา"))
    sent = TEXT | {"is_information": "no", "seen": "0"}
    assert client_of(by).post(address, sent).status_code == 422
    assert client_of(by).post(address, sent | {"unit": str(other.pk)}).status_code == 302
    assert Memo.objects.get().unit == other
    with pytest.raises(Refused):
        services.write(agency, by=office["mayor"], year=YEAR, values=TEXT, unit=other)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AgencyKind.SUBDISTRICT_MUNICIPALITY, "นายกเทศมนตรี (ผ่านปลัดเทศบาล)"),
        (AgencyKind.SUBDISTRICT, "นายกองค์การบริหารส่วนตำบล (ผ่านปลัดองค์การบริหารส่วนตำบล)"),
    ],
)
def test_an_agency_reads_what_its_kind_calls_the_posts(agency, officer, client_of, kind, words):
    agency.kind = kind
    agency.save()
    open_year(agency, YEAR)
    memo = written(agency, officer, to="")
    page = client_of(officer).get(reverse("papers:memo", args=[YEAR, memo.pk])).content.decode()
    assert words in tight(page).replace("\N{NO-BREAK SPACE}", " ")
