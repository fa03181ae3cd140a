"""An order names whom it was signed for, and an older disputed one changes nothing of a newer."""

import io
import re

import pikepdf
import pytest
from tests.web import factories
from tests.web.announcements.conftest import sign, sign_on_paper, text
from tests.web.approval import former
from tests.web.meetings.samples import made_group
from tests.web.roles import UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import positions
from prongsai.web.office.meetings.models import Group
from prongsai.web.office.meetings.services import groups
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.models import Submission, Version
from prongsai.web.signing.approval.services import annulling, choosing, submitting
from prongsai.web.signing.publication.models import Publication

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture
def second(agency):
    """The head of a unit, who signs and has no part in the order."""
    unit = factories.make_unit(agency, "กองคลัง")
    position = factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองคลัง")
    user = factories.make_user(agency, login="treasurer")
    factories.hold(user, position)
    return actor_on(user, today())


@pytest.fixture
def group(agency, officer, second, year):
    agency.second_factor = []
    agency.save()
    return made_group(agency, officer, publishes=True)


def submitted(group, officer, people, way):
    route = "short" if way is Way.ON_PAPER else "usual"
    choosing.choose(group.agency, by=people["head"], kind="order", route=route, way=way)
    row = groups.submit(Group.objects.get(pk=group.pk), by=officer)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def signed(group, officer, people, way=Way.IN_SYSTEM, *, copied=True):
    row = submitted(group, officer, people, way)
    if way is Way.ON_PAPER:
        sign_on_paper(row, officer, people)
    else:
        sign(row, people)
    if copied:
        run_jobs()
    return Submission.objects.get(pk=row.pk)


def borne(group):
    row = Group.objects.get(pk=group.pk)
    return row.number, row.signed_on


def annul(row, people):
    annulling.annul(row, by=people["mayor"], why="ปลอม")


def lead(browser, group):
    page = text(browser, "meetings:group", group.fiscal_year, group.pk)
    return re.search(r'class="lead">(.*?)</p>', page, re.DOTALL).group(1), page


def lines_of(file):
    with pikepdf.open(io.BytesIO(files.read(file))) as pdf:
        return str(pdf.docinfo["/Title"]).splitlines()


def test_an_older_order_that_falls_leaves_the_newer_its_number(group, officer, people):
    older = signed(group, officer, people, Way.ON_PAPER)
    former.object_to(older, by=people["mayor"], why="ไม่ได้ลงนาม")
    newer = signed(group, officer, people)
    before = borne(group)
    assert before[0] == newer.number != older.number
    annul(older, people)
    assert borne(group) == before


def test_the_order_that_stands_loses_its_number_when_it_falls(group, officer, people):
    row = signed(group, officer, people, Way.ON_PAPER)
    on_its_way = submitted(group, officer, people, Way.IN_SYSTEM)
    annul(row, people)
    assert borne(group) == ("", None)
    sign(on_its_way, people)
    run_jobs()
    assert borne(group)[0] == Submission.objects.get(pk=on_its_way.pk).number


def test_an_older_order_that_is_lifted_takes_no_number_back(group, officer, people):
    older = signed(group, officer, people, Way.ON_PAPER, copied=False)
    former.object_to(older, by=people["mayor"], why="ไม่ได้ลงนาม")
    run_jobs()
    newer = signed(group, officer, people)
    before = borne(group)
    former.lift(older, by=people["mayor"])
    run_jobs()
    assert Version.objects.get(submission=older).signed_file is not None
    assert borne(group) == before
    assert Publication.objects.get(replaced_at=None).check_code == newer.code


def test_an_older_order_is_borne_again_where_the_newer_fell(group, officer, people):
    older = signed(group, officer, people, Way.ON_PAPER, copied=False)
    former.object_to(older, by=people["mayor"], why="ไม่ได้ลงนาม")
    run_jobs()
    newer = signed(group, officer, people, Way.ON_PAPER)
    annul(newer, people)
    assert borne(group) == ("", None)
    former.lift(older, by=people["mayor"])
    run_jobs()
    assert borne(group)[0] == older.number


@pytest.mark.parametrize("end", ["open", "withdrawn", "approved"])
def test_what_a_group_bears_is_told_as_disputed_whatever_was_submitted_after(
    group, officer, people, client_of, end
):  # fmt: skip
    row = signed(group, officer, people, Way.ON_PAPER)
    browser = client_of(officer)
    assert f"คำสั่งที่ {row.number}" in lead(browser, group)[0]
    former.object_to(row, by=people["mayor"], why="ไม่ได้ลงนาม")
    assert "ลงวันที่" not in lead(browser, group)[0]
    again = submitted(group, officer, people, Way.IN_SYSTEM)
    if end == "withdrawn":
        submitting.withdraw(again, by=officer, reason="ก")
    elif end == "approved":
        sign(again, people)
        run_jobs()
        number = Submission.objects.get(pk=again.pk).number
        assert f"คำสั่งที่ {number}" in lead(browser, group)[0]
        assert "มีผู้คัดค้านฉบับก่อนหน้า" not in lead(browser, group)[1]
        return
    told, page = lead(browser, group)
    assert "ลงวันที่" not in told
    assert "มีผู้คัดค้าน พักไว้" in told
    assert "มีผู้คัดค้านฉบับก่อนหน้า" in page
    former.lift(row, by=people["mayor"])
    assert f"คำสั่งที่ {row.number}" in lead(browser, group)[0]


def test_who_is_appointed_is_signed_by_the_title_that_is_printed(group, officer, people, second):
    row = submitted(group, officer, people, Way.IN_SYSTEM)
    assert any("ผู้อำนวยการกองคลัง" in line for line in row.versions.get().strings)
    position = second.user.appointments.get().position
    positions.rename_position(position=position, by=people["head"], title="เลขานุการสมาคม")
    with pytest.raises(Refused, match="edited after"):
        sign(row, people)
    submitting.resubmit(row, by=officer)
    run_jobs()
    sign(row, people)
    run_jobs()
    version = row.versions.get(number=2)
    assert any("เลขานุการสมาคม" in line for line in version.strings)
    assert any("เลขานุการสมาคม" in line for line in lines_of(version.signed_file))
    positions.rename_position(position=position, by=people["head"], title="ผู้อำนวยการกองคลัง")
    row.refresh_from_db()
    assert row.state == State.APPROVED


def test_a_refused_order_bears_no_day(group, officer, people):
    first = signed(group, officer, people)
    dated = [line for line in lines_of(first.versions.get().signed_file) if "สั่ง ณ" in line]
    again = submitted(group, officer, people, Way.IN_SYSTEM)
    sign(again, people, "refuse")
    run_jobs()
    refused = lines_of(again.versions.get().signed_file)
    assert dated
    assert not set(dated) & set(refused)
