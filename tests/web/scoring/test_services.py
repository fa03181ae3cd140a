"""What people do with scores and remarks, on both databases."""

from datetime import timedelta

import pytest
from django.utils import timezone
from msgspec.structs import replace
from tests.web.roles import ITA_OFFICER
from tests.web.scoring.samples import SAMPLE, ban_song, sheet

from prongsai.core.errors import Misuse, UnknownYear, UnreadableInput
from prongsai.core.measures.draft import LinkedRemark
from prongsai.readers.own_scores import sheet_of
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry, Remnant
from prongsai.web.year.scoring import queries, tasks
from prongsai.web.year.scoring.models import Remark, ScoreDraft, ScoreRevision
from prongsai.web.year.scoring.services import remarks as register
from prongsai.web.year.scoring.services.drafts import (
    Seen,
    StalePreview,
    Upload,
    WhichAgency,
    confirm,
    discard,
    draft_from_file,
    read_upload,
    save_typed,
)
from prongsai.web.year.scoring.sheets import digest_of

pytestmark = pytest.mark.django_db


def verbs(agency):
    return list(JournalEntry.objects.filter(agency=agency).values_list("verb", flat=True))


def numbers(agency, year=2565):
    rows = ScoreRevision.objects.filter(agency=agency, score_year=year)
    return sorted(rows.values_list("number", flat=True))


def texts(agency):
    rows = queries.remark_rows(agency, 2565)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.text for row in rows]


# ---------------------------------------------------------------- revisions


def test_a_sheet_becomes_the_first_revision_with_who_and_where_from(agency, officer, frozen_clock):
    made = register.import_sheet(agency, by=officer, sheet=ban_song(), source="scores.csv")
    assert (made.number, made.score_year, made.source) == (1, 2565, "scores.csv")
    assert (made.made_by, made.made_by_words) == (officer.user, officer.words)
    assert made.made_at == frozen_clock
    assert digest_of(sheet_of(made.sheet, "")) == made.digest
    assert verbs(agency) == ["scores-imported"]


def test_the_same_sheet_again_changes_nothing(agency, officer):
    register.import_sheet(agency, by=officer, sheet=ban_song(), source="a.csv")
    again = register.import_sheet(agency, by=officer, sheet=ban_song(), source="b.csv")
    assert again is None
    assert numbers(agency) == [1]
    assert verbs(agency) == ["scores-imported"]


def test_other_figures_become_the_next_revision_and_the_first_stays(agency, officer):
    first = register.import_sheet(agency, by=officer, sheet=sheet(), source="a.csv")
    register.import_sheet(agency, by=None, sheet=sheet(figures={"IIT": "90"}), source="b.csv")
    assert numbers(agency) == [1, 2]
    held = ScoreRevision.objects.get(pk=first.pk)
    assert held.sheet == first.sheet


def test_each_agency_and_each_year_counts_for_itself(agency, other_agency, officer):
    register.import_sheet(agency, by=officer, sheet=sheet(), source="a.csv")
    register.import_sheet(agency, by=officer, sheet=sheet(2564), source="a.csv")
    register.import_sheet(other_agency, by=None, sheet=sheet(), source="a.csv")
    assert [numbers(agency), numbers(agency, 2564), numbers(other_agency)] == [[1], [1], [1]]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (replace(sheet(), fiscal_year=None), Misuse),
        (replace(sheet(), fiscal_year=2564), Misuse),
        (sheet(2560), UnknownYear),
    ],
)
def test_a_sheet_without_a_year_that_has_scores_and_rules_is_refused(agency, officer, wrong, error):
    with pytest.raises(error):
        register.import_sheet(agency, by=officer, sheet=wrong, source="a.csv")
    assert verbs(agency) == []


def test_a_former_revision_stands_again_as_a_new_one(agency, officer):
    register.import_sheet(agency, by=officer, sheet=sheet(), source="a.csv")
    register.import_sheet(agency, by=officer, sheet=sheet(figures={"IIT": "90"}), source="b.csv")
    made = register.restore(agency, by=officer, score_year=2565, number=1, source="คืนค่า", seen=2)
    assert made.number == 3
    assert queries.current_scores(agency, 2565).sheet.of_year(2565)["IIT"].published == "93.10"
    assert verbs(agency)[-1] == "scores-restored"
    again = register.restore(agency, by=officer, score_year=2565, number=1, source="คืนค่า", seen=2)
    assert again is None
    assert numbers(agency) == [1, 2, 3]


def test_scores_that_came_meanwhile_are_not_gone_back_over_unseen(agency, officer):
    for figure, source in (("93.10", "a.csv"), ("90", "b.csv"), ("91", "c.csv")):
        register.import_sheet(
            agency, by=officer, sheet=sheet(figures={"IIT": figure}), source=source
        )
    asked = {"by": officer, "score_year": 2565, "number": 1, "source": "คืนค่า"}
    with pytest.raises(register.ChangedMeanwhile):
        register.restore(agency, seen=2, **asked)
    assert numbers(agency) == [1, 2, 3]
    assert register.restore(agency, seen=3, **asked).number == 4


def test_a_revision_that_is_not_there_is_not_restored(agency, other_agency, officer):
    register.import_sheet(other_agency, by=None, sheet=sheet(), source="a.csv")
    with pytest.raises(Misuse):
        register.restore(agency, by=officer, score_year=2565, number=1, source="คืนค่า", seen=0)


# ---------------------------------------------------------------- reading and drafts


def test_a_file_is_read_into_a_draft_and_nothing_else(agency, officer):
    upload = Upload(SAMPLE.name, SAMPLE.read_bytes())
    draft = draft_from_file(officer, score_year=2565, upload=upload)
    assert len(sheet_of(draft.sheet, "").of_year(2565)) == 109
    assert draft.source == "scores.csv"
    assert numbers(agency) == []
    assert verbs(agency) == []


def read(agency, text, name="s.csv", score_year=2565, **said):
    return read_upload(agency, Upload(name, text.encode(), **said), score_year)


ONE_YEAR = "รหัส,คะแนน\nIIT,93.10\nEIT,78.86\nOIT,97.32\n"
SEVERAL = (
    "หน่วยงาน,ปี,คะแนนรวม,IIT,EIT,OIT\n"
    "เทศบาลตำบลหนึ่ง,2565,90.00,91,89,90\n"
    "เทศบาลตำบลสอง,2565,80.00,81,79,80\n"
)


def test_a_file_without_a_year_is_taken_for_the_year_that_is_open(agency):
    reading = read(agency, ONE_YEAR)
    assert reading.sheet.fiscal_year == 2565
    assert "year_assumed" in {one.code for one in reading.findings}


def test_the_year_that_is_told_needs_no_guess(agency):
    reading = read(agency, ONE_YEAR, year=2564)
    assert reading.sheet.fiscal_year == 2564
    assert "year_assumed" not in {one.code for one in reading.findings}


def test_several_agencies_are_asked_about(agency):
    with pytest.raises(WhichAgency) as asked:
        read(agency, SEVERAL)
    assert "เทศบาลตำบลสอง" in asked.value.message.th
    assert "--agency" not in asked.value.next_step.en
    assert read(agency, SEVERAL, agency_name="เทศบาลตำบลสอง").sheet.of_year(2565)["IIT"].published


def test_the_own_row_of_several_is_taken_without_asking(agency):
    reading = read(agency, SEVERAL.replace("เทศบาลตำบลสอง", agency.name))
    assert reading.sheet.of_year(2565)["total"].published == "80.00"


def test_a_file_of_another_agency_is_told(agency):
    text = "ผลการประเมิน ITA เทศบาลตำบลบ้านอื่น ปีงบประมาณ 2565\n" + ONE_YEAR
    codes = {one.code for one in read(agency, text).findings}
    assert "other_agency" in codes
    own = {one.code for one in read(agency, text.replace("เทศบาลตำบลบ้านอื่น", agency.name)).findings}
    assert "other_agency" not in own


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04 broken", b"nothing here"])
def test_what_holds_no_scores_is_refused_with_a_way_on(agency, data):
    with pytest.raises(UnreadableInput) as refused:
        read_upload(agency, Upload("x.bin", data), 2565)
    assert refused.value.next_step is not None


def drafted(officer, given, year=2565):
    """A draft as a preview shows it, and what was seen of it."""
    draft = save_typed(officer, score_year=year, typed={}, sheet=given, source="กรอกเอง")
    return draft, Seen(year, 0, digest_of(given))


def test_a_confirmed_draft_is_the_standing_revision(agency, officer):
    draft, seen = drafted(officer, sheet())
    made = confirm(officer, draft_id=draft.pk, seen=seen)
    assert made.revision.number == 1
    assert made.revision.is_typed
    assert numbers(agency) == [1]
    assert Remnant.objects.get().tables == ["scoring_scoredraft"], "what was typed may hold remarks"


def test_confirming_twice_is_once(agency, officer):
    draft, seen = drafted(officer, sheet(remarks=["ควรเผยแพร่แผน"]))
    seen = replace(seen, remarks=[0])
    first = confirm(officer, draft_id=draft.pk, seen=seen)
    second = confirm(officer, draft_id=draft.pk, seen=seen)
    assert (first.is_repeated, second.is_repeated) == (False, True)
    assert second.revision == first.revision
    assert numbers(agency) == [1]
    assert texts(agency) == ["ควรเผยแพร่แผน"]


def test_a_preview_made_before_somebody_elses_import_is_stale(agency, officer):
    draft, seen = drafted(officer, sheet())
    register.import_sheet(agency, by=None, sheet=sheet(figures={"IIT": "90"}), source="b.csv")
    with pytest.raises(StalePreview):
        confirm(officer, draft_id=draft.pk, seen=seen)
    assert numbers(agency) == [1]
    made = confirm(officer, draft_id=draft.pk, seen=replace(seen, standing=1))
    assert made.revision.number == 2


def test_a_preview_of_other_figures_than_the_drafts_is_stale(officer):
    draft, seen = drafted(officer, sheet())
    save_typed(officer, score_year=2565, typed={"IIT": "90"}, sheet=sheet(figures={"IIT": "90"}))
    with pytest.raises(StalePreview):
        confirm(officer, draft_id=draft.pk, seen=seen)


def test_a_draft_that_is_typed_on_cannot_be_confirmed_unseen(officer):
    draft, seen = drafted(officer, sheet())
    save_typed(officer, score_year=2565, typed={"IIT": "9"})
    with pytest.raises(StalePreview):
        confirm(officer, draft_id=draft.pk, seen=seen)


def test_a_draft_is_its_persons_alone(agency, make_actor, officer):
    colleague = make_actor(agency, ITA_OFFICER)
    draft, seen = drafted(officer, sheet())
    assert queries.draft_of(colleague, draft.pk) is None
    assert queries.draft_of(officer, draft.pk) == draft
    with pytest.raises(Misuse):
        confirm(colleague, draft_id=draft.pk, seen=seen)
    discard(colleague, draft_id=draft.pk)
    assert ScoreDraft.objects.filter(pk=draft.pk).exists()
    discard(officer, draft_id=draft.pk)
    assert not ScoreDraft.objects.filter(pk=draft.pk).exists()


def test_typing_goes_on_in_one_draft_until_it_is_confirmed(officer):
    first = save_typed(officer, score_year=2565, typed={"IIT": "9"})
    second = save_typed(officer, score_year=2565, typed={"IIT": "93"})
    assert first.pk == second.pk
    assert queries.typed_draft(officer, 2565).typed == {"IIT": "93"}
    draft, seen = drafted(officer, sheet())
    confirm(officer, draft_id=draft.pk, seen=seen)
    assert queries.typed_draft(officer, 2565) is None
    assert save_typed(officer, score_year=2565, typed={"IIT": "1"}).pk != first.pk


def test_drafts_expire(officer):
    upload = Upload(SAMPLE.name, SAMPLE.read_bytes())
    draft = draft_from_file(officer, score_year=2565, upload=upload)
    with clock.freeze(timezone.now() + timedelta(days=2)):
        assert queries.draft_of(officer, draft.pk) is None
        typed = save_typed(officer, score_year=2565, typed={})
        tasks.sweep()
    assert list(ScoreDraft.objects.values_list("pk", flat=True)) == [typed.pk]


def test_remarks_alone_can_be_new(agency, officer):
    register.import_sheet(agency, by=officer, sheet=sheet(), source="a.csv")
    draft, seen = drafted(officer, sheet(remarks=["ควรเผยแพร่แผน", "ควรอบรม"]))
    made = confirm(officer, draft_id=draft.pk, seen=replace(seen, standing=1, remarks=[1]))
    assert (made.revision, made.remarks) == (None, 1)
    assert texts(agency) == ["ควรอบรม"]
    assert numbers(agency) == [1]


# ---------------------------------------------------------------- remarks


REMARKS = (
    LinkedRemark("หนึ่ง", ("i7",)),
    LinkedRemark("สอง", ()),
    LinkedRemark("สาม", ("o12", "o20")),
)


@pytest.fixture
def three(agency, officer):
    register.set_remarks(agency, by=officer, score_year=2565, remarks=REMARKS)
    return queries.remark_rows(agency, 2565)


def test_remarks_are_set_in_order_and_the_same_again_changes_nothing(agency, officer, three):
    assert queries.remarks(agency, 2565) == REMARKS
    register.set_remarks(agency, by=officer, score_year=2565, remarks=REMARKS)
    assert queries.remark_rows(agency, 2565) == three
    assert verbs(agency) == ["remarks-set"]
    register.set_remarks(agency, by=officer, score_year=2565, remarks=REMARKS[1:])
    assert texts(agency) == ["สอง", "สาม"]


@pytest.mark.usefixtures("three")
def test_a_remark_is_added_once(agency, officer):
    said = {"by": officer, "score_year": 2565, "items": ["o12", "i7"]}
    added = register.add_remark(agency, text="สี่", **said)
    again = register.add_remark(agency, text="สี่ ", **said)
    assert added == again
    assert added.items == ["i7", "o12"]
    assert texts(agency) == ["หนึ่ง", "สอง", "สาม", "สี่"]


@pytest.mark.usefixtures("three")
def test_a_files_remarks_are_added_where_they_are_new(agency, officer):
    found = [LinkedRemark("สอง", ("e1",)), LinkedRemark("ห้า"), LinkedRemark("ห้า")]
    count = register.add_found(agency, by=officer, score_year=2565, remarks=found, source="a.pdf")
    assert count == 1
    assert texts(agency) == ["หนึ่ง", "สอง", "สาม", "ห้า"]
    assert queries.remarks(agency, 2565)[1].items == ()
    assert register.add_found(agency, by=officer, score_year=2565, remarks=found, source="a") == 0


def edit(agency, officer, row, text, *, seen=None, items=()):
    return register.edit_remark(
        agency, by=officer, score_year=2565, remark_id=row.pk, text=text, items=items,
        seen=seen or register.fingerprint(row),
    )  # fmt: skip


def test_a_remark_is_edited(agency, officer, three):
    edit(agency, officer, three[1], "สองใหม่", items=["o20", "i7"])
    assert queries.remarks(agency, 2565)[1] == LinkedRemark("สองใหม่", ("i7", "o20"))
    assert verbs(agency)[-1] == "remark-edited"


def test_an_edit_over_anothers_edit_is_told_and_the_same_edit_is_not(agency, officer, three):
    seen = register.fingerprint(three[1])
    edit(agency, officer, three[1], "ของคนแรก", seen=seen)
    with pytest.raises(register.ChangedMeanwhile):
        edit(agency, officer, three[1], "ของคนที่สอง", seen=seen)
    assert edit(agency, officer, three[1], "ของคนแรก", seen=seen).text == "ของคนแรก"


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [
        (0, 2, ["สอง", "หนึ่ง", "สาม"]),
        (0, 3, ["สอง", "สาม", "หนึ่ง"]),
        (2, 1, ["สาม", "หนึ่ง", "สอง"]),
        (1, 99, ["หนึ่ง", "สาม", "สอง"]),
        (1, 0, ["สอง", "หนึ่ง", "สาม"]),
        (1, 2, ["หนึ่ง", "สอง", "สาม"]),
    ],
)
def test_a_remark_is_moved(agency, officer, three, which, to, order):
    register.move_remark(agency, by=officer, score_year=2565, remark_id=three[which].pk, to=to)
    assert texts(agency) == order


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_remark_is_removed_and_brought_back_where_it_was(agency, officer, three, which):
    pk = three[which].pk
    register.remove_remark(agency, by=officer, score_year=2565, remark_id=pk)
    assert texts(agency) == [row.text for row in three if row.pk != pk]
    again = register.remove_remark(agency, by=officer, score_year=2565, remark_id=pk)
    assert again is None
    register.bring_back(agency, by=officer, score_year=2565, remark_id=pk)
    register.bring_back(agency, by=officer, score_year=2565, remark_id=pk)
    assert texts(agency) == [row.text for row in three]
    assert verbs(agency) == ["remarks-set", "remark-removed", "remark-brought-back"]


def test_a_remark_of_another_agency_is_not_there(agency, other_agency, make_actor, three):
    stranger = make_actor(other_agency, ITA_OFFICER)
    said = {"by": stranger, "score_year": 2565, "remark_id": three[0].pk}
    for act in (
        lambda: register.move_remark(other_agency, to=1, **said),
        lambda: register.bring_back(other_agency, **said),
        lambda: edit(other_agency, stranger, three[0], "ใหม่"),
    ):
        with pytest.raises(Misuse):
            act()
    assert register.remove_remark(other_agency, **said) is None
    assert Remark.objects.filter(agency=agency, removed_at__isnull=True).count() == 3
