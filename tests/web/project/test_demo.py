"""The demo's year half-way: what is loaded, where everything stands, and that every door opens."""

import shutil
from collections import Counter
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from msgspec.structs import replace
from tests.web import databases
from tests.web.project import printed
from tests.web.roles import CHIEF_EXECUTIVE
from tests.web.running import ROOT, run_jobs

from demo_agency.loading import load
from demo_agency.reading import read_data
from demo_agency.website import Evidence
from prongsai.cli.case import read_case
from prongsai.core.papers.kinds import paper
from prongsai.core.papers.register_paper import register_paper
from prongsai.core.preaudit.model import Forecast, Verdict
from prongsai.core.progress.status import status_at
from prongsai.core.registers.papers import slots_of_paper
from prongsai.core.registers.periods import slots_of
from prongsai.core.registers.reading import shipped, shipped_register
from prongsai.core.registers.rules import Every
from prongsai.core.roles import all_roles
from prongsai.core.yaml_data.documents import load as load_yaml
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.web.agency.models import Position, User
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.queries.journal import door_user, doors
from prongsai.web.citizens.counter.models import Service, ServicePoint
from prongsai.web.citizens.counter.queries import public_charts
from prongsai.web.citizens.desk.models import BoxOpening, Case, CasePhoto, DeskMap, DeskReport
from prongsai.web.citizens.desk.queries import PAPERS, answers
from prongsai.web.disclosure.disclosure import tasks
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import works_of
from prongsai.web.disclosure.public_site.queries.search import search
from prongsai.web.disclosure.registers.models import RegisterFile, RegisterRow
from prongsai.web.disclosure.registers.queries.row import material_of
from prongsai.web.disclosure.registers.queries.shelf import readers_of, receipt_of, receipt_pdf
from prongsai.web.disclosure.registers.rights import may_report
from prongsai.web.disclosure.registers.services.saving import make as make_paper
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries import results_page
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.meetings.models import Group, Meeting, Task
from prongsai.web.office.papers.queries import case_of
from prongsai.web.platform import files, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import Job, JournalEntry
from prongsai.web.project import demo_web
from prongsai.web.project.demo_web import YEAR
from prongsai.web.signing.approval.models import Decision, Submission, Version
from prongsai.web.signing.approval.queries import waiting_for_person
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.assessment.queries import years
from prongsai.web.year.measures.queries import in_force, plan_of, rows_of
from prongsai.web.year.measures.queries import loaded as loaded_plan
from prongsai.web.year.measures.queries.pages import plan_page
from prongsai.web.year.ownership.queries import gap_count
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.models import RowVersion
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.scoring.models import ScoreRevision
from prongsai.web.year.scoring.queries import current_scores, history, remarks
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries import notes_of

EXAMPLE = ROOT / "examples/ban-song"
MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture(scope="module")
def _played(database, django_db_blocker, tmp_path_factory):
    """The demo in a database that was empty; loaded once, for its year takes seconds."""
    told = {"DEMO": True, "FROZEN_NOW": MARCH, "DATA": tmp_path_factory.mktemp("demo")}
    with databases.shared(django_db_blocker), override_settings(**told):
        found = load(EXAMPLE)
        assert found.is_new
        yield found.agency, told["DATA"]


@pytest.fixture
def loaded(_played, db, settings):
    """The demo's agency on the morning of its day."""
    agency, settings.DATA = _played
    settings.DEMO = True
    settings.FROZEN_NOW = MARCH
    return agency


# what is loaded


@pytest.mark.long
def test_the_agency_is_invented_and_says_so(loaded):
    assert (loaded.name, loaded.is_sample) == ("เทศบาลตำบลตัวอย่าง", True)
    assert (loaded.district, loaded.province) == ("ตัวอย่าง", "ตัวอย่าง")
    assert years(loaded) == (2566, 2565)


@pytest.mark.long
def test_most_has_an_owner_and_something_is_left_to_assign(loaded):
    gaps, again, total = gap_count(loaded, 2566)
    assert 0 < gaps < total / 4
    assert again == 0


@pytest.mark.long
def test_the_figures_are_those_that_were_published_with_their_source(loaded):
    found = current_scores(loaded, 2565)
    totals = {card.fiscal_year: card.total.published for card in history(loaded, 2565)}
    assert totals == {2563: "59.5", 2564: "85.26", 2565: "90.52"}
    assert (found.revision.source, found.revision.number) == ("เอกสารเทศบาล 003 (scores.csv)", 1)
    assert found.revision.made_by_words


@pytest.mark.long
def test_the_remarks_touch_their_items(loaded):
    found = remarks(loaded, 2565)
    assert len(found) == 7
    assert found[0].items == ("i27",)
    assert found[-1].items == ("o20",)


@pytest.mark.long
def test_the_plan_is_drafted_given_to_units_and_has_one_gap(loaded):
    head = User.objects.get(login="head")
    page = plan_page(actor_on(head, today()), 2566)
    assert [one.row.item for one in page.covered.open_items] == ["e5"]
    assert (page.covered.open, page.to_correct, page.waiting) == (1, 0, 0)
    assert page.head.approved == "15 มีนาคม 2566"
    units = {unit.name for unit in loaded.units.all()}
    told = {row.unit for row in rows_of(loaded, 2566)}
    assert any(unit in words for unit in units for words in told)
    assert any(row.version > 1 for row in rows_of(loaded, 2566))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["booklet", "plan", "memo", "announcement", "order"])
def test_the_papers_are_those_of_a_case_folder_with_the_exported_plan(loaded, kind, tmp_path):
    """The command line reads the folder; agency and day are those of the site."""
    case = tmp_path / "case"
    shutil.copytree(EXAMPLE, case)
    (case / "plan.xlsx").write_bytes(plan_workbook(plan_of(loaded, 2566)))
    read = read_case(case, frameworks=None, draft=True)
    site = case_of(loaded, 2566, today())
    assert not read.drafted
    assert read.case.plan == site.plan
    folder = replace(read.case, agency=site.agency, settings=site.settings)
    assert paper(kind, folder) == paper(kind, site)


# A role that is new has no part in the story until it is given one.
CAST = {
    "chief-executive", "chief-administrator", "office-head", "unit-head", "ita-officer",
    "publication-officer", "complaint-officer", "auditor", "administrator", "officer",
}  # fmt: skip


@pytest.mark.long
def test_every_position_of_the_story_has_one_door_and_one_person_behind_it(loaded):
    shown = doors(today())
    assert {one.role for one in Position.objects.all()} == set(all_roles())
    held = Position.objects.filter(appointments__isnull=False)
    assert {one.role.key for one in held} == CAST
    assert {door.pk for door in shown} == set(held.values_list("pk", flat=True))
    assert len({door.title for door in shown}) == len(shown) == 14
    for door in shown:
        person = actor_on(door_user(str(door.pk), today()), today())
        assert Position.objects.get(pk=door.pk).role in person.roles
    assert all(user.display_name.endswith(" ตัวอย่าง") for user in User.objects.all())
    assert not any(user.email for user in User.objects.all())


@pytest.mark.long
def test_loading_again_changes_nothing(loaded):
    before = (JournalEntry.objects.count(), ScoreRevision.objects.count())
    again = load(EXAMPLE)
    assert (again.is_new, again.agency) == (False, loaded)
    assert (JournalEntry.objects.count(), ScoreRevision.objects.count()) == before


# where the year stands


@pytest.mark.long
def test_the_order_of_the_group_was_signed_numbered_published_and_read_by_all(loaded):
    group = Group.objects.get(agency=loaded)
    assert (group.signed_on, group.number) == (date(2022, 11, 15), "1/2565")
    order = Circulation.objects.get(agency=loaded, kind="order")
    assert order.closed_at is not None
    assert not order.recipients.filter(acknowledged_at=None).exists()


@pytest.mark.long
def test_the_policy_of_no_gifts_is_published_and_two_have_not_read_it(loaded):
    announcement = Announcement.objects.get(agency=loaded, kind="no-gift")
    assert (announcement.state, announcement.signed_on) == ("published", date(2023, 1, 10))
    sent = Circulation.objects.get(agency=loaded, kind="notice")
    assert sent.recipients.filter(acknowledged_at=None).count() == 2
    assert JournalEntry.objects.filter(agency=loaded, verb="circulation-reminded").count() == 1


@pytest.mark.long
def test_the_plan_was_sent_back_once_and_one_signed_for_another(loaded):
    sent = Submission.objects.get(agency=loaded, kind="plan")
    assert (sent.state, sent.versions.count()) == ("approved", 2)
    assert sent.number.startswith("ตย 00000/")
    told = list(Decision.objects.filter(submission=sent).values_list("verdict", "is_acting"))
    assert told == [("send-back", False), ("endorse", False), ("endorse", True), ("approve", False)]
    stands = in_force(loaded, 2566, loaded_plan(loaded, 2566))
    assert (stands.day, stands.is_changed) == (date(2023, 3, 15), False)
    assert Circulation.objects.get(agency=loaded, kind="plan").recipients.count() == 11


@pytest.mark.long
def test_the_announcement_of_the_measures_waits_for_the_mayor(loaded):
    sent = Submission.objects.get(agency=loaded, state="open")
    assert (sent.kind, sent.waits_for.kind) == ("notice", CHIEF_EXECUTIVE.key)
    chief_executive = actor_on(User.objects.get(login="mayor"), today())
    assert waiting_for_person(chief_executive, today()).count() == 1
    assert Announcement.objects.get(agency=loaded, kind="do-and-dont").state == "draft"


@pytest.mark.long
def test_what_is_published_are_the_signed_copies_with_their_codes(loaded):
    rows = Publication.objects.filter(agency=loaded)
    assert {row.kind for row in rows} == {"order", "notice", "plan"}
    for row in rows:
        version = Version.objects.get(signed_file__digest=row.file.digest)
        assert row.check_code == version.submission.code
        assert files.read(row.file).startswith(b"%PDF")


@pytest.mark.long
def test_meetings_were_certified_sent_and_are_to_come(loaded):
    monthly = Meeting.objects.filter(agency=loaded, kind="monthly")
    told = list(monthly.filter(state="held").values_list("minutes", flat=True))
    assert told == ["certified", "certified", "sent"]
    coming = Meeting.objects.filter(agency=loaded, state="planned")
    assert coming.filter(kind="monthly").first().day == date(2023, 3, 28)
    assert {"group", "exchange"} <= set(coming.values_list("kind", flat=True))
    tasks = Task.objects.filter(agency=loaded)
    assert (tasks.exclude(done_at=None).count(), tasks.filter(done_at=None).count()) == (1, 2)


@pytest.mark.long
def test_measures_stand_in_every_state(loaded):
    rows = loaded_plan(loaded, 2566)
    notes = notes_of(loaded, 2566)
    states = {
        row.key: status_at(measure, notes.get(row.pk, ()), today()).state.value
        for row, measure in zip(rows.measures, rows.plan.measures, strict=True)
    }
    assert states["M22"] == "done"
    assert states["M34"] == "overdue"
    assert states["M45"] == "awaiting-evidence"
    assert {"doing", "waiting"} <= set(states.values())
    told = ProgressNote.objects.filter(agency=loaded)
    assert {date(2023, 3, day) for day in (16, 17, 20)} == set(told.values_list("on", flat=True))
    for field in ("spent", "reached"):
        assert told.exclude(**{field: None}).exists()


@pytest.mark.long
def test_photos_have_captions_and_say_that_they_are_examples(loaded):
    rows = EvidenceRow.objects.filter(agency=loaded)
    assert rows.count() >= 10
    assert all("(ตัวอย่าง)" in row.caption for row in rows)


@pytest.mark.long
def test_the_report_of_six_months_is_open_with_rows_written_and_owed(loaded):
    compiled = compiled_report(loaded, 2566, KINDS["report-6"], today())
    empty = [line for line in compiled.lines if line.is_empty]
    assert 0 < len(empty) < len(compiled.lines)
    assert RowVersion.objects.filter(agency=loaded).count() == 3


@pytest.mark.long
def test_every_register_has_rows_and_one_month_of_procurement_is_missing(loaded):
    filled = set(RegisterRow.objects.filter(agency=loaded).values_list("register", flat=True))
    assert filled == {one.key for one in shipped().registers}
    winners = shipped_register("procurement-winners")
    material = material_of(
        loaded, winners, winners.paper("year"), slots_of(YEAR, Every.YEAR)[0], MARCH.date()
    )
    missing = [one.slot.label.th for one in material.reported() if one.is_missing]
    assert missing == ["ธันวาคม 2565"]
    spending = shipped_register("spending")
    for one in spending.papers:
        slot = next(slot for slot in slots_of_paper(one, YEAR) if slot.last >= MARCH.date())
        told = material_of(loaded, spending, one, slot, MARCH.date())
        text = "\n".join(register_paper(office_of(loaded, MARCH.date()), told).strings())
        assert "320,000.00" in text
        assert "ฝนตกต่อเนื่อง" in text
        if one.key != "briefing-quarter":  # plans and units alone
            assert "ซ่อมถนนในชุมชน (ตัวอย่าง)" in text


@pytest.mark.long
def test_every_paper_of_every_register_prints_without_a_hand(loaded):
    """By the button of whoever may press it, of the newest time that has rows, in every form."""
    staff = [actor_on(door_user(str(door.pk), today()), today()) for door in doors(today())]
    office, asked, faults = office_of(loaded, today()), [], []
    for register in shipped().registers:
        by = next(one for one in staff if may_report(one, register, today()))
        for one in register.papers:
            times = [slot for slot in slots_of_paper(one, YEAR) if slot.first <= today()]
            told = [material_of(loaded, register, one, slot, today()) for slot in reversed(times)]
            material = next(each for each in told if each.rows_of(each.paper.headings[0]))
            row = make_paper(
                loaded, by=by, register=register, paper=one, slot=material.slot, own_words={}
            )
            asked.append((row, material))
    run_jobs()
    for row, material in asked:
        row.refresh_from_db()
        data = [files.read(one) if one else b"" for one in (row.pdf, row.docx, row.xlsx)]
        name = f"{row.register} {row.paper}"
        lost = printed.faults_of(register_paper(office, material), *data)
        faults += [f"{name}: {fault}" for fault in lost]
        hidden = [_words_of(one, material.register.never_public) for one in material.rows]
        text = printed.text_of(data[0])
        faults += [f"{name} tells {word}" for words in hidden for word in words if word in text]
    assert len(asked) == sum(len(one.papers) for one in shipped().registers) > 50
    assert faults == []
    assert printed.faults_of(register_paper(office, asked[0][1]), *data), "another paper is told"


@pytest.mark.long
def test_the_demo_shows_what_a_register_does_beside_rows(loaded):
    rows = RegisterRow.objects.filter(agency=loaded)
    photo = RegisterFile.objects.get(agency=loaded)
    assert (photo.row.register, photo.small is not None) == ("facility-checks", True)
    assert files.read(photo.file).startswith(b"\xff\xd8")
    swap = rows.get(register="duty-rosters", state="swapped")
    brought = swap.versions.order_by("number").values_list("state", "made_by__login")
    assert [state for state, _ in brought] == ["planned", "asked", "swapped"]
    assert len({login for _, login in brought}) == 2, "each for themselves"
    loans, register = rows.filter(register="asset-loans"), shipped_register("asset-loans")
    assert set(loans.values_list("state", flat=True)) == {"requested", "lent", "returned"}
    lent = loans.get(state="lent")
    person = actor_on(User.objects.get(login="head"), today())
    receipt = receipt_pdf(person, register, lent, receipt_of(register, lent), YEAR)
    assert "ตัวอย่าง" in printed.text_of(receipt)
    knowledge = rows.get(register="legal-knowledge")
    told = readers_of(loaded, [knowledge.pk])[knowledge.pk]
    assert 0 < told.done < told.count


def _words_of(row, names):
    """What some fields of a row hold, as a PDF would say it; a word or figure may be anybody's."""
    texts = (str(row.values.get(name) or "") for name in names)
    return ["".join(text.split()) for text in texts if len(text) > 12]


@pytest.mark.long
def test_sixty_staff_and_two_hundred_visitors_answered_beside_the_official_scores(loaded):
    own = Survey.objects.filter(agency=loaded).exclude(instrument="").exclude(closed_on=None)
    told = {(one.instrument, one.is_elsewhere): one for one in own}
    assert {key: one.told for key, one in told.items()} == {
        ("IIT", False): 60, ("EIT", False): 200, ("EIT", True): 86,
    }  # fmt: skip
    for one in told.values():
        page = results_page(one)
        assert page.results.tally.score is not None
        assert page.official_year == YEAR - 1
        beside = [row for row in page.rows if row.rehearsed and row.official and row.difference]
        assert len(beside) > 3
        assert page.total
        assert page.total_span


def test_the_journal_is_whole_and_nothing_was_written_in_the_future(loaded):
    assert list(journal.verify(loaded)) == []
    moments = list(JournalEntry.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= now()


def test_no_job_is_left_and_the_numbers_follow_one_another(loaded):
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    issued = NumberRow.objects.filter(agency=loaded).values_list("text", flat=True)
    assert len(issued) == len(set(issued)) >= 3


# what its evidence shows


@pytest.fixture
def works(loaded, local_site):
    """The items of the year, their evidence read by the worker from the demo's own pages."""
    browser = Client()
    for piece in Piece.objects.filter(agency=loaded).exclude(address=""):
        path = urlsplit(piece.address).path
        answer = browser.get(path)
        local_site.pages[path] = (answer.status_code, answer.content)
    demo_web.move(local_site.at(""))
    tasks.read_what_changed()
    run_jobs()
    return works_of(loaded, YEAR, today())[1]


@pytest.mark.long
def test_what_is_read_in_the_evidence_is_what_a_person_sees(works):
    """A matcher may leave an element to a person; it calls nothing found or missing that is not."""
    seen = load_yaml((ROOT / "tests/cases/preaudit/demo.yaml").read_bytes())
    pairs = {
        entry.id: (Verdict(seen[work.item.code].pop(int(entry.id.rpartition(".")[2]))), entry)
        for work in works
        if work.reading is not None
        for entry in work.reading.result.elements
    }
    assert not any(seen.values()), "each judgement is of an element that was read"
    wrong = {
        name: (entry.outcome.verdict.value, truth.value, entry.outcome.quote)
        for name, (truth, entry) in pairs.items()
        if entry.outcome.verdict not in (truth, Verdict.CANNOT_TELL)
    }
    assert wrong == {}
    told = Counter(entry.outcome.verdict for _, entry in pairs.values())
    assert min(told[verdict] for verdict in Verdict) >= 10
    known = [entry for truth, entry in pairs.values() if truth is not Verdict.CANNOT_TELL]
    left = [entry for entry in known if entry.outcome.verdict is Verdict.CANNOT_TELL]
    assert len(left) <= len(known) * 0.2
    assert all(work.is_read == bool(work.pieces) for work in works)
    assert {work.reading.result.forecast for work in works if work.reading} == set(Forecast)
    # What a person looked through stays ready.
    assert sum(work.readiness.is_ready for work in works) == 21


@pytest.mark.long
def test_every_item_has_evidence_or_a_reason_why_not(loaded):
    works = works_of(loaded, YEAR, today())[1]
    waits = read_data(f"evidence-{YEAR}.yaml", Evidence).waits
    assert len(works) == 43
    assert {work.item.code for work in works if not work.pieces} == set(waits)


# the doors


@pytest.mark.long
def test_every_door_leads_to_work_and_to_no_password_page(loaded):
    assert not User.objects.exclude(one_time_until=None).exists()
    for door in doors(today()):
        browser = Client()
        answer = browser.post("/account/demo/", {"position": str(door.pk)}, follow=True)
        assert answer.status_code == 200
        assert "password" not in answer.request["PATH_INFO"]
        assert browser.get("/work/").status_code == 200


@pytest.mark.long
def test_behind_the_door_the_mayor_may_sign(loaded):
    chief_executive = Position.objects.get(agency=loaded, kind=CHIEF_EXECUTIVE.key)
    browser = Client()
    browser.post("/account/demo/", {"position": str(chief_executive.pk)})
    sent = Submission.objects.get(agency=loaded, state="open")
    assert sent.title in browser.get("/signing/").content.decode()


# Inside a transaction nothing is kept between two looks: these are all first looks.
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("", 27), ("plan/", 20), ("analysis/", 20), ("reports/", 20), ("reports/report-6/", 20),
        ("oit/", 20), ("oit/o13/", 26), ("hand-in/", 20),
    ],
)  # fmt: skip
def test_the_year_is_shown_in_few_queries(loaded, name, most, django_assert_max_num_queries):
    browser = Client()
    browser.force_login(User.objects.get(login="ita"))
    address = f"/2566/{name}"
    assert browser.get(address).status_code == 200
    with django_assert_max_num_queries(most):
        browser.get(address)


# the desk and the counter


@pytest.mark.long
def test_the_statistics_papers_of_the_desk_are_evidence_of_the_items_that_ask_for_them(loaded):
    made = DeskReport.objects.filter(agency=loaded)
    assert {(one.about, one.months) for one in made} == {
        (about, months) for about in ("desk", "corruption") for months in (6, 12)
    }
    asked = {
        (key, item.key)
        for key, paper in PAPERS.items()
        for one in answers(loaded, paper, YEAR - 1)
        for item in one.items
    }
    shown = {
        (f"{row.about}-{row.months}", item)
        for row in made
        for piece in row.pieces.filter(removed_at=None)
        for item in piece.items.values_list("item", flat=True)
    }
    assert asked
    assert shown == asked


@pytest.mark.long
def test_the_desk_has_a_map_with_points_photos_before_and_after_and_an_opened_box(loaded):
    cases = Case.objects.filter(agency=loaded)
    assert DeskMap.objects.filter(agency=loaded, is_used=True).count() == 1
    assert cases.filter(map__isnull=False).count() == 3
    answered = CasePhoto.objects.filter(case__agency=loaded, entry__act="answer")
    assert answered.count() == 2
    assert CasePhoto.objects.filter(case__agency=loaded, entry__act="reply").exists()
    assert CasePhoto.objects.filter(case__agency=loaded, entry=None).count() == 3
    opening = BoxOpening.objects.get(agency=loaded)
    assert (opening.is_confirmed, opening.slips, opening.cases.count()) == (True, 2, 1)
    assert cases.filter(kind="hearing").count() == 2


# Pages of the desk and the counter in the demo, and words that only a page with content has.
FULL = {
    "desk:cases": ((), "ถนนเป็นหลุมลึก"),
    "desk:box": ((), "หน้าศูนย์บริการประชาชน"),
    "desk:map": ((), "แผนที่สมมติ วาดโดยโปรแกรม"),
    "desk:kinds": ((), "ความเห็นต่อเรื่องที่เปิดรับฟัง"),
    "desk:statistics": ((YEAR,), "ความเห็นต่อเรื่องที่เปิดรับฟัง"),
    "desk:corruption": ((YEAR - 1,), "กุมภาพันธ์"),
    "desk:report": ((YEAR - 1, "desk-12"), "ฉบับที่ 1"),
    "counter:counter": ((), "ศูนย์บริการประชาชน (ตัวอย่าง)"),
    "counter:report": ((YEAR - 1, "12"), "ฉบับที่ 1"),
    "counter:charts": ((), "ขออนุญาตก่อสร้างอาคาร (ตัวอย่าง)"),
    "counter:offers": ((), "แบบแสดงรายการป้าย (ตัวอย่าง)"),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("name", FULL)
def test_every_page_of_desk_and_counter_has_content(loaded, name):
    args, words = FULL[name]
    client = Client()
    client.force_login(User.objects.get(login="complaint" if "corruption" in name else "clerk"))
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    assert words in answer.content.decode()


@pytest.mark.long
def test_the_waits_of_a_day_and_a_change_of_a_service_are_there(loaded):
    client = Client()
    client.force_login(User.objects.get(login="clerk"))
    point = ServicePoint.objects.get(agency=loaded)
    page = client.get(reverse("counter:waits", args=[point.pk]), {"span": "month"}).content.decode()
    assert "ชำระภาษีและค่าธรรมเนียม" in page
    changed = [
        service
        for service in Service.objects.filter(agency=loaded)
        if len(public_charts(service)) > 1
    ]
    assert [one.name for one in changed] == ["ขออนุญาตก่อสร้างอาคาร (ตัวอย่าง)"]
    public = Client().get(reverse("counter:services", args=[loaded.pk])).content.decode()
    assert changed[0].name in public
    found = search(loaded, "ก่อสร้างอาคาร", today())
    assert {hit.label.th for hit in found.hits} >= {"ขั้นตอนบริการ", "แบบคำร้อง"}
