"""What the pages are made of: right, alone, and in a fixed number of queries."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.web.analysis.years import enter, full_year, open_year, remark, total_only
from tests.web.scoring.samples import ban_song, sheet

from prongsai.core.rounding import half_up
from prongsai.core.scoring.card import Verdict
from prongsai.web.year.analysis import detail_queries, queries
from prongsai.web.year.analysis.exports import why_sheet
from prongsai.web.year.scoring.queries import current_scores

pytestmark = pytest.mark.django_db
TODAY = date(2023, 3, 20)


def dashboard(agency, year=2566, today=TODAY):
    return queries.dashboard(agency, year, today, may_import=True)


def test_the_dashboard_leads_with_the_score_and_the_costliest_items(agency):
    full_year(agency)
    page = dashboard(agency)
    scores = page.scores
    assert (scores.summary.printed, scores.summary.level.th) == ("90.52", "A")
    assert scores.summary.above_target == Decimal("5.52")
    assert (len(scores.weak), len(scores.items)) == (15, 88)
    assert (len(scores.zero), scores.oit_count) == (2, 43)
    assert scores.zero_lost == Fraction(15, 14)
    assert [row.code for row in scores.first] == ["e3", "e14", "o20", "e7", "e9"]
    assert [row.remarks for row in scores.first] == [(), (), (), (1,), ()]
    assert [row.code for row in scores.instruments] == ["EIT", "IIT", "OIT"]
    assert scores.summary.line.figures == "2563: 59.5, 2564: 85.26, 2565: 90.52"
    assert page.remark_count == 2


@pytest.mark.parametrize(
    ("today", "starts_in", "is_over"),
    [
        (date(2022, 9, 30), 1, False),
        (date(2022, 10, 1), 0, False),
        (date(2023, 9, 30), 0, False),
        (date(2023, 10, 1), 0, True),
    ],
)
def test_the_moment_knows_both_ends_of_the_year(today, starts_in, is_over):
    moment = queries.moment_of(2566, today)
    assert (moment.starts_in, moment.is_over) == (starts_in, is_over)


def test_a_year_without_scores_has_a_dashboard_without_them(agency, other_agency):
    open_year(agency)
    full_year(other_agency)
    assert dashboard(agency).scores is None
    assert queries.analysis(agency, 2566) is None
    assert detail_queries.item_page(agency, 2566, "o12") is None
    assert detail_queries.indicator_page(agency, 2566, "7") is None
    assert detail_queries.why_page(agency, 2566) is None


def test_a_sheet_of_a_total_alone_lists_nothing_and_breaks_nothing(agency):
    open_year(agency)
    enter(agency, total_only("80.5"))
    scores = dashboard(agency).scores
    assert (scores.summary.is_above, scores.summary.distance) == (False, Decimal("4.5"))
    assert (scores.first, scores.weak_lost, scores.zero_lost) == ((), None, None)
    page = queries.analysis(agency, 2566)
    assert (page.items, page.parts, page.lines, page.share.th) == ((), (), (), "")
    assert detail_queries.why_page(agency, 2566)["root"].how.th == "ผลที่ใส่ไม่มีคะแนนส่วนย่อย"
    assert detail_queries.item_page(agency, 2566, "o12")["figure"].value is None


def test_a_change_is_told_only_between_neighbouring_years(agency):
    enter(agency, sheet(2563, {"total": "60"}))
    enter(agency, sheet(2565, {"total": "80.5"}))
    summary = dashboard(agency).scores.summary
    assert summary.line.figures == "2563: 60, 2565: 80.5"
    assert summary.change is None
    enter(agency, sheet(2564, {"total": "70"}))
    assert dashboard(agency).scores.summary.change == Fraction("10.5")


def test_the_analysis_lists_what_the_report_prints(agency):
    full_year(agency)
    page = queries.analysis(agency, 2566)
    assert page.share.th == "สองในสาม"
    assert page.summary.lost == Decimal("9.48")
    assert [(part, round(float(lost), 2)) for part, lost in page.parts] == [
        ("eit", 6.34),
        ("iit", 2.07),
        ("oit", 1.07),
    ]
    assert [row.code for row in page.weak[:3]] == ["e3", "e14", "o20"]
    assert (len(page.weak), len(page.keep), page.full_count) == (15, 18, 41)
    tied = {row.code: (row.rank, row.shares_rank) for row in page.best}
    assert tied == {
        "i4": (1, True), "i5": (1, True), "i17": (3, False),
        "e4": (1, False), "e13": (2, False), "e8": (3, False),
    }  # fmt: skip
    assert page.worst.name.th == "คุณภาพการดำเนินงาน"
    assert [line.last.printed for line in page.lines][:2] == ["76.92", "78.64"]
    assert (page.agreed, page.compared, page.contradictions) == (66, 66, ())
    assert (page.fitting, page.unchecked) == (43, 0)


def test_what_a_document_says_against_itself_is_quoted(agency):
    open_year(agency)
    figures = {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "91.52"}
    enter(agency, sheet(2565, figures))
    page = queries.analysis(agency, 2566)
    assert page.agreed == page.compared - 1
    assert any("91.52" in finding.message.th for _, finding in page.contradictions)


def test_an_item_tells_its_worth_its_years_and_what_answers_it(agency):
    full_year(agency)
    page = detail_queries.item_page(agency, 2566, "o12")
    assert (page["figure"].printed, page["figure"].lost) == ("0", Fraction(1, 2))
    assert page["indicator"].code == "9"
    assert (page["before"].code, page["after"].code) == ("o11", "o13")
    assert page["remarks"] == ((2, "ควรแสดงปัญหาและอุปสรรคในรายงาน"),)
    assert page["elements"]
    assert page["measures"]
    assert page["try_score"] == 100
    survey = detail_queries.item_page(agency, 2566, "i1")
    assert (survey["before"], survey["after"].code, survey["try_score"]) == (None, "i2", 85)
    assert survey["questions"]
    assert survey["elements"] == ()


def test_an_item_follows_its_subject_when_the_code_changes(agency):
    open_year(agency)
    enter(agency)
    enter(agency, sheet(2564, {"o12": "100"}))
    line = detail_queries.item_page(agency, 2566, "o12")["line"]
    assert line.figures == "2564: 100, 2565: 0"
    assert (line.change, line.comparable) == (-100, True)


@pytest.mark.parametrize("code", ["o99", "x1", "total", "7"])
def test_no_page_for_what_is_no_item(agency, code):
    full_year(agency)
    assert detail_queries.item_page(agency, 2566, code) is None
    assert detail_queries.item_page(agency, 2566, "o43") is not None


def test_an_indicator_lists_its_items_by_loss(agency):
    full_year(agency)
    page = detail_queries.indicator_page(agency, 2566, "7")
    assert [row.code for row in page["items"]] == ["e7", "e9", "e6", "e10", "e8"]
    assert (page["instrument"].code, page["weak_count"]) == ("EIT", 4)
    assert page["line"].figures == "2563: 90.03, 2564: 76.45, 2565: 76.92"
    assert detail_queries.indicator_page(agency, 2566, "9.1") is None
    assert detail_queries.indicator_page(agency, 2566, "EIT") is None


def test_the_tree_adds_up_and_explains_its_hundredths(agency):
    full_year(agency)
    page = detail_queries.why_page(agency, 2566)
    assert page["root"].how.th == (
        "93.10 × 30% + 78.86 × 30% + 97.32 × 40% = 27.93 + 23.66 + 38.93".replace("93.10", "93.1")
    )
    held = {branch.code: branch for branch in page["root"].branches}
    assert held["EIT"].how.th == "เฉลี่ย 3 ตัวชี้วัด · ให้คะแนนรวม 23.66 จากเต็ม 30"
    inner = {branch.code: branch for branch in held["OIT"].branches}
    assert {one.code: one.how.th for one in inner["9"].branches}["9.2"] == (
        "เฉลี่ย 8 ข้อ โดย o12 ได้ 0"
    )
    assert [one.code for one in page["explained"]] == ["4", "5"]
    assert "18209/198" in page["explained"][0].note.th
    assert [(one.instrument, one.number) for one in page["respondents"]] == [
        ("IIT", 33),
        ("EIT", 30),
    ]
    assert dict(page["verified"][2][1]) == {Verdict.EQUAL: 8, Verdict.EXPLAINED: 2}
    assert page["weights"] == "30 / 30 / 40"


def test_a_year_without_weights_shows_what_was_entered_and_what_was_not_checked(agency):
    open_year(agency, 2570)
    parts = {"IIT": "88.12", "EIT": "79.40", "OIT": "93.44"}
    enter(agency, sheet(2569, parts | {"total": "12.00", "i1": "70.00"}))
    page = detail_queries.why_page(agency, 2570)
    assert [branch.code for branch in page["root"].branches] == ["IIT", "EIT", "OIT"]
    assert (page["is_whole"], page["is_contradicted"], page["weights"]) == (False, True, "")
    assert (page["root"].computed, page["root"].printed) == ("–", "12.00")
    assert "79.40–93.44" in page["root"].note.th
    counts = {name.en: dict(counts) for name, counts in page["verified"]}
    assert counts == {
        "total": {Verdict.CONTRADICTS: 1},
        "instruments": {Verdict.NOT_CHECKED: 3},
        "items": {Verdict.NOT_CHECKED: 1},
    }
    assert queries.analysis(agency, 2570).unchecked == 4
    rows = {row[0]: row for row in why_sheet(page).rows}
    assert rows["total"][2:5] == ("12.00", "–", "ขัดแย้ง")
    assert all(rows[code][3:5] == ("–", "ไม่ได้ตรวจ") for code in (*parts, "i1"))
    assert all(rows[code][5] for code in rows)


def test_a_whole_year_goes_down_to_its_items(agency):
    full_year(agency)
    page = detail_queries.why_page(agency, 2566)
    assert (page["is_whole"], page["is_contradicted"], page["outside"]) == (True, False, ())
    sums = {Verdict.EQUAL: 45, Verdict.FITS: 43}
    assert dict(page["verified"][-1][1]) == sums


def test_the_page_claims_to_add_up_only_where_it_does(agency, officer, client_of):
    open_year(agency, 2570)
    enter(agency, sheet(2569, {"IIT": "88.12", "EIT": "79.40", "OIT": "93.44", "total": "88.00"}))
    said = client_of(officer).get("/2570/why/").content.decode()
    assert "ผลที่ใส่มีเฉพาะคะแนนรวม" not in said
    assert "รวมกลับได้เท่าเดิม" not in said
    assert "EIT" in said
    full_year(agency)
    assert "รวมกลับได้เท่าเดิม" in client_of(officer).get("/2566/why/").content.decode()


def test_a_year_whose_parts_nobody_knows_says_so(agency):
    open_year(agency, 2569)
    enter(agency, sheet(2568, {"IIT": "90", "EIT": "84", "OIT": "95", "total": "90.2"}))
    page = detail_queries.why_page(agency, 2569)
    held = {branch.code: branch for branch in page["root"].branches}
    assert held["IIT"].how.th == "ผลที่ใส่ไม่มีคะแนนส่วนย่อย"
    assert queries.analysis(agency, 2569).share.th == "ราวครึ่งหนึ่ง"


@pytest.mark.parametrize(
    ("printed", "share"),
    [
        # IIT alone lost 3.60 of 12.00: where the rest was lost nobody knows.
        ({"IIT": "88", "total": "88"}, ""),
        ({"IIT": "88", "EIT": "88", "OIT": "88", "total": "88"}, "มากที่สุด"),
        ({"IIT": "88", "EIT": "88", "OIT": "88", "total": "12"}, ""),
        ({"IIT": "100", "EIT": "60", "OIT": "100", "total": "88"}, "เกือบทั้งหมด"),
    ],
)
def test_a_share_of_the_loss_is_told_of_the_whole_loss_alone(printed, share, agency):
    open_year(agency, 2569)
    enter(agency, sheet(2568, printed))
    assert queries.analysis(agency, 2569).share.th == share


@pytest.mark.parametrize(
    ("printed", "is_unplaced", "apart"),
    [
        ({"total": "60.00"}, True, "0.00"),
        ({"total": "97.00"}, False, "0.00"),
        ({"IIT": "88.00", "total": "88.00"}, False, "3.60"),
        ({"IIT": "80.00", "EIT": "80.00", "OIT": "80.00", "total": "80.00"}, False, None),
    ],
)
def test_a_low_total_is_told_as_weak_though_nobody_knows_where(
    printed, is_unplaced, apart, agency, officer, client_of
):
    open_year(agency, 2569)
    enter(agency, sheet(2568, printed))
    page = queries.analysis(agency, 2569)
    assert page.summary.is_unplaced is is_unplaced
    assert (page.lost_apart is None) == (apart is None)
    assert apart is None or f"{half_up(page.lost_apart):.2f}" == apart
    for address in ("/2569/", "/2569/analysis/"):
        said = client_of(officer).get(address).content.decode()
        assert ("ไม่ทราบว่าเสียที่ใด" in said) == is_unplaced
    assert ("แบบวัดที่ทราบเสียไปรวม 3.60 คะแนน" in said) == (apart == "3.60")


def test_one_recomputed_total_and_three_parts_are_told_apart(agency):
    open_year(agency, 2569)
    enter(agency, sheet(2568, {"IIT": "90", "EIT": "80", "OIT": "92.5", "total": "88.00"}))
    page = queries.analysis(agency, 2569)
    assert (page.agreed, page.compared, page.fitting, page.unchecked) == (1, 1, 3, 0)


@pytest.mark.parametrize(
    ("printed", "again"), [("88.00", ""), ("90.00", "2565: 88.00")], ids=["agrees", "differs"]
)
def test_the_trend_shows_the_published_figure_and_the_recomputed_one_beside_it(
    printed, again, agency, officer, client_of
):
    instruments = {"IIT": "90", "EIT": "80", "OIT": "92.5"}
    for year, total in ((2564, "88.00"), (2565, printed)):
        open_year(agency, year + 1)
        enter(agency, sheet(year, {**instruments, "total": total}))
    line = dashboard(agency).scores.summary.line
    assert line.figures == f"2564: 88.00, 2565: {printed}"
    assert line.recomputed == again
    shown = f"{printed} (88.00)" if again else printed
    assert line.points[-1].with_recomputed == shown
    said = client_of(officer).get("/2566/").content.decode()
    assert (f"คำนวณใหม่จากส่วนย่อยได้ {again} ซึ่งต่างจากที่ประกาศ" in said) == bool(again)


@pytest.mark.parametrize(("total", "is_contradicted"), [("88.00", False), ("95.50", True)])
def test_no_level_follows_from_a_total_that_its_parts_contradict(
    total, is_contradicted, agency, officer, client_of
):
    open_year(agency, 2569)
    enter(agency, sheet(2568, {"IIT": "90", "EIT": "80", "OIT": "92.5", "total": total}))
    assert dashboard(agency, 2569).scores.summary.is_contradicted is is_contradicted
    analysis = client_of(officer).get("/2569/analysis/").content.decode()
    assert ("ปี 2568 คะแนนรวม: ประกาศ 95.50" in analysis) == is_contradicted
    assert ("เสียไป 12.00 คะแนน" in analysis) == (not is_contradicted)
    assert ("จึงยังบอกไม่ได้ว่าเสียไปเท่าใด" in analysis) == is_contradicted
    said = client_of(officer).get("/2569/").content.decode()
    assert ("ขัดแย้งกับคะแนนของส่วนย่อย จึงยังบอกระดับไม่ได้" in said) == is_contradicted
    assert ("ระดับ ผ่าน" in said) == (not is_contradicted)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(agency, count, django_assert_num_queries):
    for year in range(2565, 2565 - count, -1):
        enter(agency, ban_song() if year == 2565 else sheet(year, {"total": "80"}))
    remark(agency)
    queries.analysis(agency, 2566)  # the cards of unchanging revisions are kept
    asked = 5
    # And the tiles of papers (1), plan and owners (6, a plan that is not there is asked for
    # twice), notices, tracking and reports (4), the disclosure and what was
    # read of its evidence (5), the public site (1), rehearsals (1), the strip of the calendar (4)
    # and, as no request keeps dates here, the last day of the next report (1).
    with django_assert_num_queries(asked + 23):
        dashboard(agency)
    with django_assert_num_queries(asked):
        queries.analysis(agency, 2566)
    with django_assert_num_queries(asked):
        detail_queries.item_page(agency, 2566, "o12")
    with django_assert_num_queries(asked):
        detail_queries.indicator_page(agency, 2566, "7")
    with django_assert_num_queries(2):
        detail_queries.why_page(agency, 2566)


def test_nothing_of_another_agency_is_seen(agency, other_agency):
    full_year(other_agency)
    full_year(agency)
    enter(other_agency, sheet(2565, {"total": "10"}))
    assert dashboard(agency).scores.summary.printed == "90.52"
    assert current_scores(other_agency, 2565).card.total.published == "10"
