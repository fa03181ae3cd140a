"""Papers are asked for once, made by a worker, and never twice by the same job."""

from datetime import date

import pytest
from tests.web import factories
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.roles import CHIEF_EXECUTIVE, OFFICE_HEAD
from tests.web.scoring.samples import sheet

from prongsai.core.papers import kinds
from prongsai.core.papers.kinds import PaperKind
from prongsai.core.papers.letters import memo
from prongsai.core.text import Text
from prongsai.web.office.papers import queries, services, tasks
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.office.papers.queries import case_of
from prongsai.web.office.papers.views import memos as views
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import Job, JobState, JournalEntry, StoredFile

pytestmark = pytest.mark.django_db
TODAY = date(2022, 11, 20)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def quick(monkeypatch):
    """Papers drawn in no time: their number and their keeping are what is tested."""
    drawn = []

    def draw(form, document, digits):
        drawn.append((form, document.kind))
        return f"%PDF-{len(drawn)}".encode()

    monkeypatch.setattr(tasks, "drawn_as", draw)
    return drawn


def ask(agency, person, *kinds, year=2566):
    return services.ask_papers(agency, by=person, year=year, kinds=kinds or ("memo", "order"))


def done(job):
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_job_makes_every_paper_in_every_form(agency, officer, quick):
    full_year(agency)
    job = done(ask(agency, officer))
    assert (job.state, job.done, job.total) == (JobState.DONE, 4, 4)
    assert [row.file.name for row in queries.files_of(job)] == [
        "บันทึกข้อความ-2566.pdf", "บันทึกข้อความ-2566.docx",
        "คำสั่งแต่งตั้งคณะทำงาน-2566.pdf", "คำสั่งแต่งตั้งคณะทำงาน-2566.docx",
    ]  # fmt: skip
    row = PaperFile.objects.first()
    assert (row.by_words, row.made_by) == (officer.words, officer.user)
    assert files.read(row.file).startswith(b"%PDF")
    entry = JournalEntry.objects.get(verb="papers-asked")
    assert entry.detail == {"year": 2566, "kinds": ["memo", "order"]}


@pytest.mark.parametrize("kind", ["memo", "announcement"])
def test_papers_are_really_drawn(agency, officer, kind):
    full_year(agency)
    factories.make_position(agency, CHIEF_EXECUTIVE, title="นายกเทศมนตรีตำบลตัวอย่าง")
    job = done(ask(agency, officer, kind))
    assert job.state == JobState.DONE, job.failure
    pdf, docx = (files.read(row.file) for row in PaperFile.objects.order_by("-form"))
    assert pdf.startswith(b"%PDF-")
    assert docx.startswith(b"PK")


class Poster(PaperKind, frozen=True):
    label = Text("ป้าย", "poster")
    about = Text("ติดหน้าสำนักงาน", "for the door")


def test_a_new_kind_of_paper_is_its_line_among_the_kinds(
    agency, officer, client_of, quick, monkeypatch
):
    """One entry of data: the page shows it, the job makes it, its file is fetched."""
    full_year(agency)
    new = Poster("poster", memo)
    more = {**kinds.KINDS, new.name: new}
    for module in (kinds, queries, tasks, services, views):
        monkeypatch.setattr(module, "KINDS", more)
    browser = client_of(officer)
    assert "ติดหน้าสำนักงาน" in browser.get("/2566/papers/").content.decode()
    job = done(ask(agency, officer, "poster"))
    assert job.state == JobState.DONE, job.failure
    assert "ป้าย-2566.pdf" in browser.get("/2566/papers/").content.decode()
    # And taken out again: what was made of it breaks no page.
    for module in (kinds, queries, tasks, services, views):
        monkeypatch.setattr(module, "KINDS", {k: more[k] for k in more if k != "poster"})
    assert browser.get("/2566/papers/").status_code == 200
    assert len(queries.files_of(job)) == 2


def test_who_asks_again_gets_the_job_that_is_at_it(agency, officer, quick):
    full_year(agency)
    first = ask(agency, officer)
    assert ask(agency, officer, "memo").pk == first.pk
    assert ask(agency, officer, "booklet").pk != first.pk
    assert ask(agency, officer, year=2567).pk != first.pk
    done(first)
    assert ask(agency, officer).pk != first.pk


def test_a_job_that_is_done_again_draws_nothing_twice(agency, officer, quick):
    full_year(agency)
    job = done(ask(agency, officer))
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    again = done(job)
    assert len(quick) == 4
    assert PaperFile.objects.count() == 4
    assert again.result == job.result


def test_a_slow_worker_that_was_given_up_spoils_nothing(agency, officer, monkeypatch):
    full_year(agency)
    job = ask(agency, officer, "memo")
    others = []

    case = case_of(agency, 2566, today())

    def draw(form, document, digits):
        """While one worker draws, another keeps the same paper."""
        running = jobs.Running(Job.objects.get(pk=job.pk))
        if form not in others:
            others.append(form)
            tasks._make(running, case, "memo", form, standing_of(agency).revision.pk)
        return b"%PDF-slow"

    monkeypatch.setattr(tasks, "drawn_as", draw)
    assert done(job).state == JobState.DONE
    assert PaperFile.objects.count() == 2
    assert StoredFile.objects.count() == 2


def standing_of(agency):
    from prongsai.web.year.scoring.queries import current_scores  # noqa: PLC0415

    return current_scores(agency, 2565)


def test_a_job_without_scores_says_what_to_do(agency, officer):
    open_year(agency)
    job = done(ask(agency, officer))
    assert job.state == JobState.FAILED
    failure = job.error
    assert "2565" in failure.message.th
    assert "ใส่ผลคะแนน" in failure.next_step.th


def test_no_paper_of_a_kind_that_does_not_exist(agency, officer):
    full_year(agency)
    with pytest.raises(KeyError):
        ask(agency, officer, "poster")
    assert Job.objects.count() == 0


def test_papers_of_a_total_alone_are_made_too(agency, officer):
    open_year(agency)
    enter(agency, sheet(2565, {"total": "80.5"}))
    job = done(ask(agency, officer, "memo"))
    assert job.state == JobState.DONE, job.failure


def test_the_position_of_the_whole_agency_signs(agency):
    full_year(agency)
    unit = factories.make_unit(agency)
    factories.make_position(agency, OFFICE_HEAD, unit, title="หัวหน้าฝ่าย")
    factories.make_position(agency, OFFICE_HEAD, title="หัวหน้าสำนักปลัดเทศบาล")
    case = queries.case_of(agency, 2566, TODAY)
    assert case.agency.positions.office_head == "หัวหน้าสำนักปลัดเทศบาล"
    assert case.agency.is_sample
    assert len(case.remarks) == 2
