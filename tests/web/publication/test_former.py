"""What the public reads once a paper of any kind falls: the edition before it, asked anew."""

import shutil
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.web.analysis.years import open_year
from tests.web.announcements.conftest import YEAR, People, sign_on_paper, written
from tests.web.disclosure.samples import without_an_element
from tests.web.measures import plans
from tests.web.reports import samples as reports
from tests.web.roles import PUBLICATION_OFFICER
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.models import Notification
from prongsai.web.office.announcements.models import STANDING, Announcement
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.office.papers import services as papers
from prongsai.web.platform import clock, files
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import signed_copy
from prongsai.web.signing.approval.services import annulling, choosing
from prongsai.web.signing.approval.services.numbering import number_for
from prongsai.web.signing.publication import services as publishing
from prongsai.web.signing.publication.gate import KnownAgainst
from prongsai.web.signing.publication.models import CURRENT, FALLEN, Publication
from prongsai.web.signing.publication.queries import published_of
from prongsai.web.year.measures.services import editing
from prongsai.web.year.reports import services as reporting
from prongsai.web.year.reports.models import Report

REASON, TELEPHONE = "อำเภอขอก่อนสิ้นเดือน", "081-234-5678"
MEMO = {
    "subject": "ขออนุมัติจัดประชุม", "to": "นายกเทศมนตรี", "background": "ตามที่กำหนดไว้",
    "facts": "ห้องว่าง", "proposals": "อนุมัติ", "closing": "", "is_information": False,
}  # fmt: skip

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def quick(settings, tmp_path, monkeypatch):
    """The text is real, the pages are blank."""
    settings.DATA = tmp_path
    monkeypatch.setattr(tasks, "pdf_of", lambda _, document: written(document))
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")
    monkeypatch.setattr(files, "drawn_as", lambda _, document, *_digits: written(document))


class Paper:
    """A paper that is signed twice; each kind says how it is submitted and published."""

    def __init__(self, agency, by):
        self.agency, self.by = agency, by
        self.begin()

    def begin(self):
        pass

    @contextmanager
    def time(self, edition):
        """The day of an edition."""
        with reports.at(2023, 4, 3 + edition):
            yield


class ReportPaper(Paper):
    """The first edition is a draft, published with a reason; the second is of the whole round."""

    kind = "report-6"

    def begin(self):
        reports.filled(self.agency, self.by)

    @contextmanager
    def time(self, edition):
        with reports.at(2023, 4, 3) if edition else reports.march():
            yield

    def submit(self, _edition):
        row = reporting.submit(self.agency, by=self.by, year=reports.YEAR, kind=reports.HALF)
        number_for(row, by=self.by)
        return row

    def publish(self, anyway=REASON):
        row = Report.objects.get(kind=self.kind)
        return reporting.publish(self.agency, by=self.by, report=row, anyway=anyway)


class PlanPaper(Paper):
    """A plan is published by hand, each edition in the place of the one before."""

    kind = "plan"

    def begin(self):
        plans.drafted(self.agency, self.by)
        self.subject = uuid4()

    def submit(self, edition):
        row = plans.first(self.agency)
        editing.save_row(
            self.agency, by=self.by, fiscal_year=plans.YEAR, row=row,
            values=plans.with_changes(row, title=f"มาตรการที่ {edition}"), seen=row.version,
        )  # fmt: skip
        return papers.submit_plan(self.agency, by=self.by, year=plans.YEAR)

    def publish(self, anyway=""):
        signed = Submission.objects.filter(kind="plan").first()
        return publishing.publish(
            self.agency, by=self.by, kind="plan", subject=self.subject, title="แผนมาตรการ",
            year=plans.YEAR, file=signed_copy(self.agency, "plan", signed.subject), day=today(),
            anyway=anyway,
        )  # fmt: skip


class NoticePaper(Paper):
    """An announcement is published by itself, as a new edition of its series."""

    kind = "notice"

    @contextmanager
    def time(self, edition):
        with clock.freeze(clock.now() + timedelta(minutes=5 * edition)):
            yield

    def begin(self):
        open_year(self.agency, YEAR)
        self.rows = [drafting.draft(self.agency, by=self.by, year=YEAR, key="no-gift")]

    def submit(self, edition):
        if edition:
            self.rows.append(drafting.revise(self.rows[-1], by=self.by))
        return sending.send(self.rows[-1], by=self.by)

    def publish(self, anyway=""):
        rows = Announcement.objects.filter(state__in=STANDING)
        row = rows.order_by("-signed_on", "-edition").first()
        return sending.publish(row, by=self.by, anyway=anyway)


class MemoPaper(Paper):
    """A memo is submitted anew only after its approval fell."""

    kind = "memo"

    def begin(self):
        open_year(self.agency, YEAR)
        self.row = papers.write(self.agency, by=self.by, year=YEAR, values=MEMO)

    def submit(self, _edition):
        row = papers.submit_memo(self.agency, self.row.pk, by=self.by)
        number_for(row, by=self.by)
        return row

    def publish(self, anyway=""):
        return papers.publish_memo(self.agency, self.row.pk, by=self.by, anyway=anyway)


class Story:
    """One paper and the people who sign it on sheets."""

    def __init__(self, paper, people):
        self.paper, self.people = paper, people

    def signed(self, edition, *, is_public=True):
        """The submission of an edition once it is signed, and published unless told otherwise."""
        paper = self.paper
        with paper.time(edition):
            choosing.choose(
                paper.agency, by=self.people["head"], kind=paper.kind, route="short",
                way=Way.ON_PAPER,
            )  # fmt: skip
            row = paper.submit(edition)
            run_jobs()
            sign_on_paper(row, paper.by, self.people)
            run_jobs()
            if is_public:
                paper.publish()
        return Submission.objects.get(pk=row.pk)

    def annul(self, row):
        with self.paper.time(1):
            Notification.objects.all().delete()
            annulling.annul(row, by=self.people["mayor"], why="ไม่ได้ลงนาม")
        row.refresh_from_db()
        assert row.state == State.SET_ASIDE


@pytest.fixture
def story(agency, officer):
    """A paper of a kind, on its way to the public."""
    agency.second_factor = []
    agency.save()
    return lambda kind: Story(kind(agency, officer), People(agency))


def newest(kind):
    row = Publication.objects.get(replaced_at=None)
    return row, published_of(row.agency, row.kind, row.subject).state


def told():
    rows = Notification.objects.filter(said_th__contains="ไม่ได้เผยแพร่")
    return set(rows.values_list("user", flat=True)), [row.said_th for row in rows]


TWICE = [ReportPaper, PlanPaper, NoticePaper]


@pytest.mark.parametrize("kind", TWICE)
def test_the_edition_before_is_public_again(kind, story):
    """With the reason of then, where that covers all that is known now."""
    shown = story(kind)
    first, second = shown.signed(0), shown.signed(1)
    shown.annul(second)
    row, state = newest(kind)
    assert (row.check_code, state) == (first.code, CURRENT)
    assert row.anyway == (REASON if kind is ReportPaper else "")
    assert told() == (set(), [])


@pytest.mark.parametrize("kind", TWICE)
def test_what_is_known_since_is_asked(kind, story, make_actor, agency):
    shown, keeper = story(kind), make_actor(agency, PUBLICATION_OFFICER, login="keeper")
    first, second = shown.signed(0), shown.signed(1)
    version = first.versions.get()
    version.strings = [*version.strings, f"โทร {TELEPHONE}"]
    version.save()
    shown.annul(second)
    assert newest(kind)[1] == FALLEN
    assert keeper.user.pk in told()[0]
    entry = JournalEntry.objects.filter(verb="not-published-by-itself").last()
    # Of two things the sentence names the first: a draft comes before what is of persons.
    assert ("เป็นร่าง" if kind is ReportPaper else "ข้อมูลส่วนบุคคล") in entry.detail["reason"]
    assert TELEPHONE not in entry.detail["reason"]
    with shown.paper.time(1):
        assert shown.paper.publish("ถามเจ้าของหมายเลขแล้ว").check_code == first.code


def test_an_item_that_lost_an_element_since_is_asked_too(story, agency):
    shown = story(NoticePaper)
    first, second = shown.signed(0), shown.signed(1)
    code = without_an_element(agency, YEAR, "no-gift-policy")
    shown.annul(second)
    assert newest(NoticePaper)[1] == FALLEN
    assert code in told()[1][0]
    with shown.paper.time(1):
        with pytest.raises(KnownAgainst):
            shown.paper.publish()
        assert shown.paper.publish("กองแจ้งว่าจะแก้").check_code == first.code


@pytest.mark.parametrize("kind", TWICE)
def test_a_file_that_is_lost_stops_no_annulment(kind, story, settings):
    shown = story(kind)
    first, second = shown.signed(0), shown.signed(1)
    lost = Publication.objects.get(check_code=first.code).file
    shutil.rmtree(files.path_of(lost.agency_id, lost.digest).parents[1])
    shown.annul(second)
    assert newest(kind)[1] == FALLEN
    entry = JournalEntry.objects.filter(verb="not-published-by-itself").last()
    assert lost.name in entry.detail["reason"]
    people, words = told()
    assert shown.paper.by.user.pk in people
    assert all(lost.name in said for said in words)


@pytest.mark.parametrize(("is_public", "words"), [(False, "ไม่เคยเผยแพร่"), (True, "พิมพ์ผิด")])
def test_a_former_approval_that_is_not_public_is_told(story, is_public, words):
    """It was never published, or taken back; who may publish decides about it."""
    shown = story(PlanPaper)
    first, second = shown.signed(0, is_public=is_public), shown.signed(1)
    for earlier in Publication.objects.filter(check_code=first.code):
        publishing.withdraw(earlier, by=shown.paper.by, reason="พิมพ์ผิด")
    shown.annul(second)
    assert newest(PlanPaper)[1] == FALLEN
    assert words in told()[1][0]
    with shown.paper.time(1):
        shown.paper.publish()
    assert newest(PlanPaper)[1] == CURRENT


def test_a_memo_has_no_edition_before_it(story):
    """What fell before is no former edition, and nobody is told that it was not published."""
    shown = story(MemoPaper)
    for edition in (0, 1):
        row = shown.signed(edition)
        assert newest(MemoPaper)[1] == CURRENT
        shown.annul(row)
        assert newest(MemoPaper)[1] == FALLEN
    assert told() == (set(), [])
