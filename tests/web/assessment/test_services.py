"""Open years, edit, import, take official files and carry; on SQLite and PostgreSQL."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.assessment.changes import LIKELY, PutItem, drop_item
from tests.web.assessment.changes import rename as named

from prongsai.core.errors import Misuse, UnreadableInput
from prongsai.core.framework.periods import in_year
from prongsai.core.framework.workbook import to_rows
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.assessment.framework import documents as texts
from prongsai.web.year.assessment.framework.editing import CopyItems, Proof, PutKnown, PutSource
from prongsai.web.year.assessment.models import (
    Assessment,
    ChangeReason,
    FrameworkRevision,
    ItemNote,
)
from prongsai.web.year.assessment.queries import catalogue_of, unconfirmed
from prongsai.web.year.assessment.queries.pages import has_newer_official
from prongsai.web.year.assessment.services import years
from prongsai.web.year.assessment.services.frameworks import (
    ChangedMeanwhile,
    OutOfDate,
    Unsound,
    current_documents,
    official_of,
    outcome,
    read_workbook,
    restore,
    save,
    store_changed,
    take_official,
    take_preview,
)
from prongsai.web.year.assessment.services.years import (
    NoteChanged,
    carry_forward,
    open_year,
    write_note,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_after_2569")]


@pytest.fixture
def opened(agency, officer, frozen_clock):
    """Fiscal year 2570, of which nothing is shipped: a copy of 2569."""
    return open_year(agency, by=officer, fiscal_year=2570).assessment


def fresh(assessment):
    return Assessment.objects.get(pk=assessment.pk)


def documents_of(assessment):
    return current_documents(fresh(assessment))


def put(assessment, by, code, seen=None, proof=LIKELY, **values):
    """Save an item with some values changed."""
    row = fresh(assessment)
    if "name_th" in values:
        thai = values.pop("name_th")
        values["name"] = {"th": thai, "en": thai}
    return save(
        row.agency,
        by=by,
        fiscal_year=row.fiscal_year,
        seen=row.framework_number if seen is None else seen,
        edit=PutItem(code, values, proof),
    )


def texts_item(documents, code):
    name = {"i": "iit", "e": "eit", "o": "oit"}[code[0]]
    return next(item for item in documents[name]["items"] if item["code"] == code)


# Opening


def test_a_shipped_year_is_opened_without_a_copy(agency, officer, frozen_clock):
    opened = open_year(agency, by=officer, fiscal_year=2569)
    assert (opened.is_new, opened.copied_from) == (True, None)
    assert fresh(opened.assessment).framework == {}


def test_a_year_without_framework_begins_as_a_copy_with_nothing_confirmed(opened, agency):
    row = fresh(opened)
    assert row.framework_number == 1
    assert row.revisions.get().subject == "2569"
    found = unconfirmed(agency, 2570)
    assert found.is_draft
    assert found.is_own
    assert all(count.open == count.total for count in found.counts)
    assert texts.faults_of(current_documents(row), 2570) == ()
    assert 2570 in catalogue_of(agency).years()


def test_the_newest_own_copy_is_copied_next(opened, agency, officer, frozen_clock):
    put(opened, officer, "o1", name_th="ชื่อจากคู่มือใหม่")
    with clock.freeze(frozen_clock.replace(year=2027)):
        next_year = open_year(agency, by=officer, fiscal_year=2571)
    assert next_year.copied_from == 2570
    documents = documents_of(next_year.assessment)
    assert texts_item(documents, "o1")["name"]["th"] == "ชื่อจากคู่มือใหม่"


def test_opening_again_changes_nothing(opened, agency, officer):
    before = JournalEntry.objects.filter(agency=agency).count()
    again = open_year(agency, by=officer, fiscal_year=2570)
    assert not again.is_new
    assert JournalEntry.objects.filter(agency=agency).count() == before
    assert FrameworkRevision.objects.filter(agency=agency).count() == 1


def test_two_people_open_the_same_year_at_once(opened, agency, officer, monkeypatch):
    answers = iter([None, opened])
    monkeypatch.setattr(years, "assessment_of", lambda *_: next(answers))
    again = open_year(agency, by=officer, fiscal_year=2570)
    assert (again.assessment, again.is_new) == (opened, False)


@pytest.mark.parametrize(("year", "instead"), [(2562, "2563"), (2599, "2570"), (2026, "2569")])
def test_impossible_years_are_refused_with_a_year_that_works(
    agency, officer, frozen_clock, year, instead
):
    with pytest.raises(Misuse) as refused:
        open_year(agency, by=officer, fiscal_year=year)
    assert instead in refused.value.next_step.th
    assert open_year(agency, by=officer, fiscal_year=int(instead)).is_new


# Editing


def test_an_edit_is_a_revision_and_a_journal_entry(opened, agency, officer):
    revision = put(
        opened,
        officer,
        "o1",
        name_th="โครงสร้างตามคู่มือ",
        proof=Proof("confirmed", "MANUAL-2570", 12),
    )
    assert revision.number == 2
    item = texts_item(documents_of(opened), "o1")
    assert (item["name"]["th"], item["confidence"], item["page"]) == (
        "โครงสร้างตามคู่มือ", "confirmed", 12,
    )  # fmt: skip
    assert item["sources"][0] == "MANUAL-2570"
    entry = JournalEntry.objects.filter(agency=agency).last()
    assert (entry.verb, entry.detail["part"]) == ("framework-edited", "o1")
    assert catalogue_of(agency).get(2570, draft=True).items["o1"].name.th == "โครงสร้างตามคู่มือ"


def test_the_same_edit_again_changes_nothing(opened, officer):
    assert put(opened, officer, "o1", name_th="ใหม่").number == 2
    assert put(opened, officer, "o1", name_th="ใหม่") is None


def test_editing_a_shipped_year_keeps_the_shipped_state_first(agency, officer, frozen_clock):
    row = open_year(agency, by=officer, fiscal_year=2569).assessment
    put(row, officer, "o1", name_th="ใหม่")
    change_reasons = list(
        fresh(row).revisions.order_by("number").values_list("change_reason", flat=True)
    )
    assert change_reasons == ["copied", "edited"]
    restore(agency, by=officer, fiscal_year=2569, number=1, seen=2)
    assert fresh(row).framework == dict(texts.shipped_texts(2569))


def test_confirmed_without_a_page_is_refused(opened, officer):
    with pytest.raises(Unsound) as refused:
        put(opened, officer, "o1", proof=Proof("confirmed", "MANUAL-2570"))
    assert refused.value.findings[0].code == "confirmed_without_page"
    assert fresh(opened).framework_number == 1


def test_a_broken_framework_is_never_stored(opened, officer):
    with pytest.raises(Unsound) as refused:
        put(opened, officer, "o1", scale="no-such-scale")
    assert "scale_unknown" in {finding.code for finding in refused.value.findings}
    assert fresh(opened).framework_number == 1


@pytest.mark.long
def test_weights_that_do_not_sum_are_refused(opened, agency, officer):
    thirds = dict.fromkeys(("IIT", "EIT", "OIT"), 0.3)
    weights = PutKnown(source="MANUAL-2570", pages={}, weights=thirds)
    with pytest.raises(Unsound):
        save(agency, by=officer, fiscal_year=2570, seen=1, edit=weights)
    whole = PutKnown(source="MANUAL-2570", pages={}, weights=thirds | {"OIT": 0.4})
    assert save(agency, by=officer, fiscal_year=2570, seen=1, edit=whole).number == 2


@pytest.mark.long
def test_items_of_an_instrument_come_from_another_year(opened, agency, officer):
    source = texts.from_texts(texts.shipped_texts(2566))
    save(agency, by=officer, fiscal_year=2570, seen=1, edit=CopyItems("IIT", source))
    framework = catalogue_of(agency).get(2570, draft=True)
    assert len(framework.instruments[0].items) == 30
    assert {item.confidence for item in framework.instruments[0].items} == {"likely"}


# Two people at once


def test_a_change_elsewhere_does_not_matter(opened, officer):
    put(opened, officer, "o1", name_th="หนึ่ง")
    assert put(opened, officer, "o2", seen=1, name_th="สอง").number == 3
    documents = documents_of(opened)
    assert texts_item(documents, "o1")["name"]["th"] == "หนึ่ง"
    assert texts_item(documents, "o2")["name"]["th"] == "สอง"


@pytest.mark.long
def test_a_change_of_the_same_item_is_shown_and_not_overwritten(opened, officer):
    put(opened, officer, "o1", name_th="ของคนแรก")
    with pytest.raises(ChangedMeanwhile) as stale:
        put(opened, officer, "o1", seen=1, name_th="ของคนที่สอง")
    assert stale.value.now["name"]["th"] == "ของคนแรก"
    assert stale.value.number == 2
    assert put(opened, officer, "o1", seen=2, name_th="ของคนที่สอง").number == 3


# The workbook


def workbook_of(assessment, change):
    rows = to_rows(documents_of(assessment))
    change(rows)
    return framework_workbook(rows)


def rename(rows, code="o1", name="ชื่อในไฟล์", **cells):
    row = next(row for row in rows["items"] if row["code"] == code)
    row.update({"name.th": name, **cells})


def read(assessment, by, change, year=2570):
    data = workbook_of(assessment, change)
    return read_workbook(assessment.agency, by=by, fiscal_year=year, name="กรอบ.xlsx", data=data)


@pytest.mark.long
def test_a_workbook_is_previewed_and_taken_once(opened, agency, officer):
    preview = read(opened, officer, rename)
    shown = outcome(fresh(opened), preview)
    assert [(row.code, row.kind) for row in shown.changes.rows] == [("o1", "changed")]
    assert fresh(opened).framework_number == 1
    taken = {"by": officer, "fiscal_year": 2570, "preview_id": preview.pk, "seen": 1}
    assert take_preview(agency, **taken).number == 2
    assert take_preview(agency, **taken) is None
    assert texts_item(documents_of(opened), "o1")["name"]["th"] == "ชื่อในไฟล์"


@pytest.mark.long
def test_a_workbook_without_the_elements_of_an_item_takes_none_from_it(agency, officer):
    """What an item must show stays known: its red would else turn amber by an import."""
    years.open_year(agency, by=officer, fiscal_year=2566)
    row = Assessment.objects.get(agency=agency, fiscal_year=2566)
    asked = catalogue_of(agency).elements(2566)

    def drop(rows):
        rows["elements"] = [cells for cells in rows["elements"] if cells["item"] != "o12"]

    preview = read(row, officer, drop, year=2566)
    taken = {"by": officer, "fiscal_year": 2566, "preview_id": preview.pk}
    assert take_preview(agency, **taken, seen=fresh(row).framework_number)
    catalogue = catalogue_of(agency)
    assert catalogue.folder(2566).parent != catalogue.builtin
    assert catalogue.elements(2566)["o12"] == asked["o12"]


@pytest.mark.long
def test_an_unchanged_workbook_changes_nothing(opened, agency, officer):
    preview = read(opened, officer, lambda _: None)
    shown = outcome(fresh(opened), preview)
    assert shown.changes.is_nothing
    assert not shown.findings


@pytest.mark.long
def test_pages_of_elements_and_dates_come_by_workbook_too(opened, officer, agency):
    def change(rows):
        rows["sources"].append({"id": "MANUAL-2570", "address": "", "proves": "คู่มือ", "page": ""})
        rows["elements"][0].update(confidence="confirmed", sources="MANUAL-2570", page="14")
        rows["calendar"].append(
            {"from": "2570-03-01", "to": "2570-04-30", "phase.th": "ตอบ OIT", "phase.en": "OIT",
             "precision": "day", "sources": "MANUAL-2570", "page": "9"}
        )  # fmt: skip

    preview = read(opened, officer, change)
    taken = take_preview(agency, by=officer, fiscal_year=2570, preview_id=preview.pk, seen=1)
    assert taken is not None
    documents = documents_of(opened)
    assert documents["elements"]["elements"]["o1"][0]["page"] == 14
    assert documents["context"]["calendar"][0]["page"] == 9


@pytest.mark.parametrize(("words", "is_refused"), [("ผลปี 2569", True), ("ผลปี {year-1}", False)])
def test_an_element_that_names_a_year_of_its_own_is_refused(opened, officer, words, is_refused):
    preview = read(opened, officer, lambda rows: rows["elements"][0].update({"text.th": words}))
    found = [one.code for one in outcome(fresh(opened), preview).findings]
    assert found == ["element_with_absolute_year"] * is_refused


def test_a_copy_of_before_shows_its_words_and_can_be_changed(opened, officer):
    row = fresh(opened)
    name = "elements.yaml"
    row.framework = row.framework | {name: in_year(row.framework[name], 2570)}
    row.save()
    shown = texts.elements_of(documents_of(opened), "o7")
    assert "เป็นรายงานผลของปี พ.ศ. 2569" in {one["text"]["th"] for one in shown}
    assert put(opened, officer, "o1", name_th="ชื่อจากคู่มือใหม่") is not None
    assert "{year-1}" in fresh(opened).framework[name]
    assert texts.elements_of(documents_of(opened), "o7") == shown


@pytest.mark.long
def test_a_workbook_that_confirms_without_page_or_breaks_keeps_nothing(opened, agency, officer):
    preview = read(opened, officer, lambda rows: rename(rows, confidence="confirmed"))
    assert [one.code for one in outcome(fresh(opened), preview).findings] == [
        "confirmed_without_page"
    ]
    with pytest.raises(Unsound):
        take_preview(agency, by=officer, fiscal_year=2570, preview_id=preview.pk, seen=1)
    broken = read(opened, officer, lambda rows: rename(rows, scale="nothing"))
    assert outcome(fresh(opened), broken).findings
    assert fresh(opened).framework_number == 1


def test_nobody_goes_back_over_a_change_unseen(opened, agency, officer):
    put(opened, officer, "o1", name_th="แก้ก่อน")
    put(opened, officer, "o2", name_th="แก้ระหว่างนั้น")
    with pytest.raises(OutOfDate):
        restore(agency, by=officer, fiscal_year=2570, number=1, seen=2)
    assert texts_item(documents_of(opened), "o2")["name"]["th"] == "แก้ระหว่างนั้น"
    assert restore(agency, by=officer, fiscal_year=2570, number=1, seen=3).number == 4


def test_a_preview_over_a_changed_framework_is_shown_again(opened, agency, officer):
    preview = read(opened, officer, rename)
    put(opened, officer, "o2", name_th="แก้ระหว่างนั้น")
    with pytest.raises(OutOfDate):
        take_preview(agency, by=officer, fiscal_year=2570, preview_id=preview.pk, seen=1)
    shown = outcome(fresh(opened), preview)
    assert {row.code for row in shown.changes.rows} == {"o1", "o2"}


@pytest.mark.long
def test_a_workbook_replaces_what_was_changed_meanwhile_and_that_stays_a_revision(
    opened, agency, officer
):
    preview = read(opened, officer, rename)
    put(opened, officer, "o2", name_th="แก้ระหว่างนั้น")
    mine = fresh(opened).framework
    take_preview(agency, by=officer, fiscal_year=2570, preview_id=preview.pk, seen=2)
    assert texts_item(documents_of(opened), "o2")["name"]["th"] != "แก้ระหว่างนั้น"
    assert restore(agency, by=officer, fiscal_year=2570, number=2, seen=3).number == 4
    assert fresh(opened).framework == mine


@pytest.mark.parametrize(("status", "codes"), [("released", ["released_too_soon"]), ("draft", [])])
def test_a_workbook_releases_a_year_only_when_what_scores_is_confirmed(
    opened, officer, status, codes
):
    def change(rows):
        next(row for row in rows["year"] if row["key"] == "status")["value"] = status

    found = outcome(fresh(opened), read(opened, officer, change)).findings
    assert [one.code for one in found] == codes


def test_a_workbook_of_another_year_is_refused(opened, agency, officer):
    open_year(agency, by=officer, fiscal_year=2569)
    data = framework_workbook(to_rows(texts.from_texts(texts.shipped_texts(2569))))
    with pytest.raises(UnreadableInput) as refused:
        read_workbook(agency, by=officer, fiscal_year=2570, name="x.xlsx", data=data)
    assert "2569" in refused.value.message.th


# Official files


@pytest.fixture
def official(tmp_path, monkeypatch):
    """Ships a year as the program would after an update."""

    def ship(documents):
        folder = tmp_path / "shipped" / str(documents["framework"]["fiscal_year"])
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            file.unlink()
        for name, text in texts.to_texts(documents).items():
            (folder / name).write_text(text, encoding="utf-8")
        monkeypatch.setattr(texts, "shipped_root", lambda: tmp_path / "shipped")

    return ship


def official_year(assessment):
    """What the program later ships: o1 renamed, o2 gone, one new item at the end."""
    documents = texts.from_texts(fresh(assessment).framework)
    named(documents, "o1", "ชื่อทางการ")
    drop_item(documents, "o2")
    last = documents["oit"]["items"][-1]
    documents["oit"]["items"].append(last | {"code": "o26", "lineage": ["official-new"]})
    documents["framework"]["instruments"][2]["item_count"] = 26
    return documents


@pytest.mark.long
def test_official_files_stand_whole_and_the_own_copy_stays_a_revision(
    opened, agency, officer, official
):
    proof = Proof("confirmed", "MANUAL-2570", 12)
    put(opened, officer, "o1", name_th="ชื่อที่หน่วยงานยืนยัน", proof=proof)
    mine = fresh(opened).framework
    later = official_year(opened)
    official(later)
    assert has_newer_official(fresh(opened))
    shown = official_of(fresh(opened))
    assert {"new", "changed", "gone"} == {row.kind.value for row in shown.changes.rows}
    revision = take_official(agency, by=officer, fiscal_year=2570, seen=shown.seen)
    assert documents_of(opened) == later
    assert (revision.number, revision.change_reason) == (3, "imported")
    assert revision.official == revision.files
    entry = JournalEntry.objects.filter(agency=agency).last()
    assert (entry.verb, entry.detail["part"]) == ("framework-imported", revision.subject)
    restore(agency, by=officer, fiscal_year=2570, number=2, seen=3)
    assert fresh(opened).framework == mine
    assert not has_newer_official(fresh(opened))  # looked at already, and still there to be taken
    assert official_of(fresh(opened)) is not None


def test_official_files_that_stand_already_are_not_offered(opened, agency, officer, official):
    official(documents_of(opened))
    assert not has_newer_official(fresh(opened))
    assert official_of(fresh(opened)) is None
    with pytest.raises(Misuse):
        take_official(agency, by=officer, fiscal_year=2570, seen="")
    assert fresh(opened).framework_number == 1


def test_a_yes_to_another_state_is_not_used(opened, agency, officer, official):
    official(official_year(opened))
    seen = official_of(fresh(opened)).seen
    put(opened, officer, "o3", name_th="แก้ระหว่างนั้น")
    with pytest.raises(OutOfDate):
        take_official(agency, by=officer, fiscal_year=2570, seen=seen)
    assert texts_item(documents_of(opened), "o3")["name"]["th"] == "แก้ระหว่างนั้น"


def test_official_files_that_contradict_themselves_are_never_stored(
    opened, agency, officer, official
):
    broken = official_year(opened)
    broken["oit"]["items"][0]["scale"] = "no-such-scale"
    official(broken)
    with pytest.raises(Unsound):
        take_official(agency, by=officer, fiscal_year=2570, seen=official_of(fresh(opened)).seen)
    assert fresh(opened).framework_number == 1


def test_a_year_of_which_nothing_is_shipped_or_kept_has_nothing_official(opened, agency, officer):
    shipped = open_year(agency, by=officer, fiscal_year=2569).assessment
    for row in (fresh(opened), shipped):
        assert official_of(row) is None
        with pytest.raises(Misuse):
            take_official(agency, by=officer, fiscal_year=row.fiscal_year, seen="")


# Notes and carrying


def note(agency, by, lineage, text, year=2569, seen=0):
    return write_note(agency, by=by, fiscal_year=year, lineage=lineage, text=text, seen=seen)


def test_a_note_of_two_people_is_never_lost(agency, officer, opened):
    first = note(agency, officer, "executives", "ข้อความแรก")
    with pytest.raises(NoteChanged) as changed:
        note(agency, officer, "executives", "ข้อความที่สอง")
    assert changed.value.note.text == "ข้อความแรก"
    assert note(agency, officer, "executives", "รวมกัน", seen=first.number).number == 2
    assert note(agency, officer, "executives", "รวมกัน", seen=1) is None


def test_notes_go_to_the_same_subject_though_its_code_changed(opened, agency, officer):
    note(agency, officer, "executives", "สำนักปลัดเก็บรูป")
    note(agency, officer, "gone-subject", "ไม่มีข้อสานต่อ")
    documents = documents_of(opened)
    drop_item(documents, "o1")
    store_changed(
        fresh(opened), by=officer, documents=documents, change_reason=ChangeReason.IMPORTED
    )
    told = carry_forward(agency, by=officer, to_year=2570)["notes"]
    assert (told.carried, told.there, told.dropped) == (1, 0, 1)
    carried = ItemNote.objects.get(agency=agency, fiscal_year=2570)
    assert (carried.lineage, carried.carried_from) == ("executives", 2569)


def test_carrying_again_changes_nothing_and_touches_no_new_work(opened, agency, officer):
    note(agency, officer, "executives", "ของปีก่อน")
    note(agency, officer, "strategic-plan", "ของปีก่อน")
    note(agency, officer, "strategic-plan", "ของปีนี้", year=2570)
    carry_forward(agency, by=officer, to_year=2570)
    carried = ItemNote.objects.get(agency=agency, fiscal_year=2570, lineage="executives")
    note(agency, officer, "executives", "", year=2570, seen=carried.number)  # emptied on purpose
    entries = JournalEntry.objects.filter(agency=agency).count()
    told = carry_forward(agency, by=officer, to_year=2570)["notes"]
    assert (told.carried, told.there) == (0, 2)
    texts_now = ItemNote.objects.filter(agency=agency, fiscal_year=2570)
    assert sorted(texts_now.values_list("text", flat=True)) == ["", "ของปีนี้"]
    assert JournalEntry.objects.filter(agency=agency).count() == entries


LINEAGES = ("executives", "strategic-plan", "service-manual", "gone-one", "gone-two")
NOTES = st.dictionaries(st.sampled_from(LINEAGES), st.sampled_from(["ก", "ข"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=NOTES, new=NOTES)
@pytest.mark.long
def test_carrying_twice_is_carrying_once(opened, agency, officer, old, new):
    ItemNote.objects.filter(agency=agency).delete()
    for year, notes in ((2569, old), (2570, new)):
        for lineage, text in notes.items():
            note(agency, officer, lineage, text, year=year)
    carry_forward(agency, by=officer, to_year=2570)
    once = list(ItemNote.objects.filter(agency=agency).order_by("pk").values())
    assert carry_forward(agency, by=officer, to_year=2570)["notes"].carried == 0
    assert list(ItemNote.objects.filter(agency=agency).order_by("pk").values()) == once
    there = {one["lineage"]: one["text"] for one in once if one["fiscal_year"] == 2570}
    going = {key: text for key, text in old.items() if not key.startswith("gone")}
    assert there == going | new


def test_carrying_costs_the_same_for_one_and_for_three_notes(opened, agency, officer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            carry_forward(agency, by=officer, to_year=2570)
        return len(queries)

    note(agency, officer, "executives", "หนึ่ง")
    catalogue_of(agency)  # its folder is written at the first use
    one = cost()
    for lineage in ("strategic-plan", "public-relations-news", "service-manual"):
        note(agency, officer, lineage, "สาม")
    assert cost() == one


def test_nothing_reaches_another_agency(opened, other_agency, officer):
    with pytest.raises(Misuse):
        save(
            other_agency,
            by=officer,
            fiscal_year=2570,
            seen=0,
            edit=PutSource("", "", "ก"),
        )
    assert unconfirmed(other_agency, 2570) is None
    assert 2570 not in catalogue_of(other_agency).years()
