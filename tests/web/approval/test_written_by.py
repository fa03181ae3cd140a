"""Who wrote what is asked drafts it, whoever submits it: of every kind of paper.

Each kind is written here once by somebody, and submitted by another. A new kind comes here too.
"""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now as wall_clock
from tests.web import factories
from tests.web.analysis.years import full_year, open_year
from tests.web.approval.conftest import small_pdf
from tests.web.approval.papers import KIND as TEST_KIND
from tests.web.meetings.samples import YEAR as YEAR_OF_MEETINGS
from tests.web.meetings.samples import made_group
from tests.web.ownership import samples as owned
from tests.web.public_site.samples import YEAR
from tests.web.reports import samples as reported
from tests.web.roles import ADMINISTRATOR, ITA_OFFICER, PUBLICATION_OFFICER
from tests.web.tracking import samples as tracked

from prongsai.core.fiscal import quarter_of
from prongsai.web.disclosure.public_site.services import publishing
from prongsai.web.disclosure.statistics import services
from prongsai.web.office.announcements.services import drafting
from prongsai.web.office.papers import services as memos
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.handlers import KINDS
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.queries import drafted_by
from prongsai.web.signing.evidence.services import add
from prongsai.web.year.measures.models import MeasureRow, PlanInForce
from prongsai.web.year.measures.services.editing import save_row
from prongsai.web.year.reports.kinds import KINDS as REPORTS
from prongsai.web.year.reports.models import Report
from prongsai.web.year.tracking.queries import NOTE

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture
def year(agency):
    full_year(agency, YEAR)
    return YEAR


@pytest.fixture
def writer(agency, make_actor):
    return make_actor(agency, ITA_OFFICER, PUBLICATION_OFFICER, ADMINISTRATOR, login="writer")


@pytest.fixture
def other(agency, make_actor):
    return make_actor(agency, ITA_OFFICER, PUBLICATION_OFFICER, login="other")


def plan(agency, by):
    measure, *_ = owned.plan(agency, (1, date(2023, 9, 30), "กองคลัง"))
    values = {"title": "มาตรการที่แก้แล้ว"}
    saved = save_row(
        agency, by=by, fiscal_year=YEAR, row=measure, values=values, seen=measure.version
    )
    assert saved.changed
    return measure.plan_id


def memo(agency, by):
    values = {
        "subject": "ขออนุมัติ", "to": "นายกเทศมนตรี", "background": "ตาม", "facts": "ห้องว่าง",
        "proposals": "อนุมัติ", "closing": "", "is_information": False,
    }  # fmt: skip
    return memos.write(agency, by=by, year=YEAR, values=values).pk


def order(agency, by):
    open_year(agency, YEAR_OF_MEETINGS)
    return made_group(agency, by).pk


def notice(agency, by):
    return drafting.draft(agency, by=by, year=YEAR, key="no-gift").pk


def report(name):
    def made(agency, by):
        measure, *_ = reported.measures(agency)
        reported.write(agency, by, measure, REPORTS[name], summary="ทำแล้ว", problem="ไม่มี")
        return Report.objects.get(agency=agency, kind=name).pk

    return made


def site_page(agency, by):
    page = publishing.begin(agency, by=by, kind="news", shown=publishing.Shown("ข่าว", "ก"))
    return page.editions.get().pk


def quarter(agency, by):
    told = quarter_of(today())
    open_year(agency, told.year)
    return services.make(agency, by=by, quarter=told).pk


WRITTEN = {
    "plan": plan, "memo": memo, "order": order, "notice": notice, "site-page": site_page,
    "web-quarter": quarter, **{name: report(name) for name in REPORTS},
}  # fmt: skip


def sent(agency, kind, subject, by):
    """A submission as another than the writer makes it, as far as its rows tell who drafted it."""
    return Submission.objects.create(
        agency=agency, kind=kind, subject=subject, title="ขออนุมัติ", fiscal_year=YEAR,
        code=f"code-{kind}", by=by.user, by_words=by.words, made_at=now(), changed_at=now(),
        steps=[],
    )  # fmt: skip


def test_no_kind_is_missing_here():
    assert set(WRITTEN) == set(KINDS) - {TEST_KIND}


@pytest.mark.parametrize("kind", WRITTEN)
def test_who_wrote_it_drafted_it_though_another_submits_it(agency, year, writer, other, kind):
    subject = WRITTEN[kind](agency, writer)
    row = sent(agency, kind, subject, other)
    assert drafted_by(row, writer.user)
    assert drafted_by(row, other.user), "who submitted it"
    assert not drafted_by(row, factories.make_user(agency, login="nobody"))


@pytest.mark.parametrize("kind", WRITTEN)
def test_who_wrote_another_of_the_kind_did_not_draft_this(
    agency, other_agency, year, writer, other, kind, make_actor
):
    full_year(other_agency, YEAR)
    stranger = make_actor(
        other_agency, ITA_OFFICER, PUBLICATION_OFFICER, ADMINISTRATOR, login="stranger"
    )
    WRITTEN[kind](other_agency, stranger)
    row = sent(agency, kind, WRITTEN[kind](agency, writer), other)
    assert not drafted_by(row, stranger.user)


def test_who_put_a_file_in_or_took_one_out_drafted_the_memo_too(
    agency, year, writer, other, make_actor
):
    subject, third = memo(agency, other), make_actor(agency, ITA_OFFICER, login="third")
    row, before = sent(agency, "memo", subject, other), now()
    assert not drafted_by(row, writer.user)
    one = memos.enclose(agency, subject, by=writer, name="แบบ.pdf", data=small_pdf())
    assert drafted_by(row, writer.user)
    assert not drafted_by(row, third.user)
    memos.take_out(one, by=third)
    assert drafted_by(row, third.user)
    assert not any(drafted_by(row, each.user, before) for each in (writer, third))


@pytest.mark.parametrize("is_late", [False, True])
def test_who_told_a_note_drafted_the_report_that_was_fixed_with_it(
    agency, year, writer, other, is_late
):
    subject = WRITTEN["report-6"](agency, other)
    row, before = sent(agency, "report-6", subject, other), now()
    note = tracked.note(MeasureRow.objects.filter(agency=agency)[0], writer, date(2023, 3, 1))
    fixed = note.recorded_at + timedelta(minutes=-1 if is_late else 1)
    Report.objects.filter(pk=subject).update(frozen_at=fixed)
    assert drafted_by(row, writer.user) != is_late
    assert not drafted_by(row, writer.user, before)


@pytest.mark.parametrize("is_late", [False, True])
def test_who_sent_in_a_photo_of_a_note_drafted_the_report_that_prints_it(
    agency, year, writer, other, is_late
):
    subject = WRITTEN["results"](agency, other)
    row = sent(agency, "results", subject, other)
    note = tracked.note(MeasureRow.objects.filter(agency=agency)[0], other, date(2023, 3, 1))
    before = now()
    photo = add(
        agency, by=writer, subject_kind=NOTE, subject=note.thread, name="1.jpg",
        data=tracked.picture(),
    )  # fmt: skip
    fixed = photo.uploaded_at + timedelta(minutes=-1 if is_late else 1)
    Report.objects.filter(pk=subject).update(frozen_at=fixed)
    assert drafted_by(row, writer.user) != is_late
    assert not drafted_by(row, writer.user, before)
    # What was taken out before is printed nowhere.
    type(photo).objects.filter(pk=photo.pk).update(removed_at=fixed - timedelta(seconds=1))
    assert not drafted_by(row, writer.user)


def test_what_an_approval_of_the_plan_has_seen_is_nobodys_draft_any_more(
    agency, year, writer, other
):
    subject = plan(agency, writer)
    row = sent(agency, "plan", subject, other)
    assert drafted_by(row, writer.user)
    PlanInForce.objects.create(
        agency=agency, plan_id=subject, number=1, day=today(), at=wall_clock() + timedelta(days=1),
        submission=row.pk,
    )  # fmt: skip
    assert not drafted_by(row, writer.user)
