"""Every kind that is shipped, from its YAML to the paper; and what a broken YAML is told."""

from datetime import date

import pytest
from msgspec.structs import replace

from prongsai.core.announcements.drafting import citations, drafted, renewed
from prongsai.core.announcements.model import FIELDS, Confidence, Form, Readers, Renewal
from prongsai.core.announcements.reading import SHIPPED, read_folder, read_kind, shipped
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.approving import Signing, announcement_paper
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.digits import printed as with_digits
from prongsai.core.papers.document import Mark
from prongsai.core.papers.office import Office

ORDERS = {"anti-corruption-centre", "duty-order", "ethics-team"}
KEYS = [kind.key for kind in shipped().kinds]
ASKED = {
    "measures", "no-gift", "ethics", "do-and-dont", "conflict-of-interest", "core-values",
    "discretion-check", "disclosure", "service-practice", "step-reduction", "hr-policy",
    "anti-corruption-centre", "integrity-pledge", "operation-plan-in-force",
    "prevention-plan-in-force", "duty-order", "corruption-complaint-procedure", "ethics-team",
}  # fmt: skip
AGENCY = Agency("เทศบาลตำบลตัวอย่าง", district="อำเภอตัวอย่าง", province="จังหวัดตัวอย่าง")
GIVEN = {
    "agency": AGENCY.name, "chief_executive": "นายกเทศมนตรีตำบลตัวอย่าง",
    "chief_administrator": "ปลัดเทศบาล",
    "office_head": "หัวหน้าสำนักปลัด", "office": "สำนักปลัด", "website": "www.example.go.th",
}  # fmt: skip
WHOLE = """\
name: {th: ทดลอง, en: Trial}
purpose: {th: ลองเพิ่มชนิด, en: a new kind}
subject: การทดลองของ{agency}
preamble: [เพราะต้องทดลอง]
parts:
- heading: ส่วนแรก
  lines:
  - ข้อแรก
  - item: ข้อสอง
    subs: [ย่อยหนึ่ง, ย่อยสอง]
  - text: ย่อหน้า
readers: none
"""


@pytest.fixture(params=KEYS)
def kind(request):
    return shipped().kind(request.param)


def strings(written):
    """Every text of a kind, or of what was drafted of it, in reading order."""
    parts = [
        text
        for part in written.parts
        for text in (part.heading, *(line.text for line in part.lines))
    ]
    return [written.subject, *written.preamble, *filter(None, parts), *written.closing]


def printed(document):
    return "\n".join(document.strings())


def test_every_asked_kind_is_there_and_none_has_a_fault():
    assert set(KEYS) >= ASKED
    assert shipped().findings == ()
    assert {path.stem for path in SHIPPED.glob("*.yaml")} == set(KEYS)


def test_a_kind_becomes_a_paper_that_holds_every_part_and_no_field(kind):
    made = drafted(kind, GIVEN, 2569)
    document = announcement_paper(Office(AGENCY, date(2026, 1, 15)), made)
    text = printed(document)
    assert "{" not in text
    assert made.parts
    lines = text.replace("\nประจำปีงบประมาณ", " ประจำปีงบประมาณ")
    for said in strings(made):
        assert said in lines
    first = next(iter(made.parts[0].numbered()))
    assert first.number in text


def test_the_year_of_a_subject_stands_on_its_own_line():
    made = drafted(shipped().kind("no-gift"), GIVEN, 2569)
    text = printed(announcement_paper(Office(AGENCY, date(2026, 1, 15)), made))
    assert "(No Gift Policy)\nประจำปีงบประมาณ พ.ศ. 2569\n" in text


def test_the_draft_of_no_gift_is_in_both_languages_and_its_english_names_no_figure():
    """Twin: no other kind has an English part."""
    english = {
        kind.key: part
        for kind in shipped().kinds
        for part in drafted(kind, GIVEN, 2569).parts
        if part.heading == "English version"
    }
    assert english.keys() == {"no-gift"}
    words = " ".join(line.text for line in english["no-gift"].numbered())
    assert words.isascii()
    assert not any(map(str.isdigit, words))


def test_an_order_says_order_and_an_announcement_says_announcement(kind):
    signing = Signing(number="3/2569", day=date(2026, 1, 15))
    text = printed(
        announcement_paper(Office(AGENCY, date(2026, 1, 15)), drafted(kind, GIVEN, 2569), signing)
    )
    assert ("คำสั่งเทศบาล" in text) == (kind.form is Form.ORDER)
    assert ("ประกาศเทศบาล" in text) == (kind.form is Form.ANNOUNCEMENT)
    assert "15 มกราคม พ.ศ. 2569" in text
    assert (kind.key in ORDERS) == (kind.form is Form.ORDER)


def test_a_law_is_cited_with_its_source_or_not_at_all(kind):
    for one in kind.basis:
        assert one.source
        assert one.confidence is not Confidence.UNKNOWN
    cited = citations(kind)
    text = "\n".join(strings(drafted(kind, GIVEN, 2569)))
    assert cited in text
    without = replace(kind, basis=())
    assert len(drafted(without, GIVEN, 2569).preamble) == len(kind.preamble) - bool(cited)


def test_only_what_the_documents_name_is_confirmed():
    sure = [
        (kind.key, one.citation)
        for kind in shipped().kinds
        for one in kind.basis
        if one.confidence is Confidence.CONFIRMED
    ]
    assert sure == [("disclosure", "พระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 มาตรา 9")]


def test_linked_subjects_exist_in_a_framework(kind, catalogue):
    known = {
        lineage
        for year in catalogue.years()
        for part in catalogue.get(year, draft=True).instruments
        for item in part.items or ()
        for lineage in item.lineage
    }
    assert set(kind.lineages) <= known


@pytest.mark.parametrize(
    ("key", "subject"),
    [
        ("operation-plan-in-force", "annual-operating-plan"),
        ("prevention-plan-in-force", "anti-corruption-plan"),
        ("corruption-complaint-procedure", "corruption-complaint-guideline"),
    ],
)
def test_what_puts_a_plan_or_procedure_into_force_answers_its_item_and_leaves_places_open(
    key, subject
):
    kind = shipped().kind(key)
    assert kind.lineages == (subject,)
    assert any("…" in text for text in strings(kind)), "nobody signs it before it is filled in"


@pytest.mark.parametrize(
    ("key", "renewal", "readers", "photos"),
    [
        ("no-gift", (Renewal.YEARLY, Renewal.NEW_CHIEF_EXECUTIVE), Readers.ALL_STAFF, True),
        (
            "integrity-pledge",
            (Renewal.YEARLY, Renewal.NEW_CHIEF_EXECUTIVE),
            Readers.ALL_STAFF,
            True,
        ),
        ("ethics", (Renewal.NEW_CHIEF_EXECUTIVE,), Readers.ALL_STAFF, False),
        ("measures", (Renewal.YEARLY,), Readers.UNITS, False),
        ("operation-plan-in-force", (Renewal.YEARLY,), Readers.UNITS, False),
        ("prevention-plan-in-force", (), Readers.UNITS, False),
        ("hr-policy", (Renewal.YEARLY, Renewal.NEW_CHIEF_EXECUTIVE), Readers.ALL_STAFF, False),
    ],
)
def test_renewal_readers_and_ceremony(key, renewal, readers, photos):
    kind = shipped().kind(key)
    assert (kind.renewal, kind.readers, kind.has_photos) == (renewal, readers, photos)


def test_a_new_kind_is_one_yaml(tmp_path):
    (tmp_path / "trial.yaml").write_text(WHOLE, encoding="utf-8")
    found = read_folder(tmp_path)
    assert (found.findings, [kind.key for kind in found.kinds]) == ((), ["trial"])
    made = drafted(found.kinds[0], GIVEN, 2569)
    assert made.subject == "การทดลองของเทศบาลตำบลตัวอย่าง"
    assert [(one.number, one.text) for one in made.parts[0].numbered()] == [
        ("1.", "ข้อแรก"), ("2.", "ข้อสอง"), ("2.1", "ย่อยหนึ่ง"), ("2.2", "ย่อยสอง"), ("", "ย่อหน้า"),
    ]  # fmt: skip
    assert "2.1" in printed(announcement_paper(Office(AGENCY, date(2026, 1, 15)), made))


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "quote"),
    [
        ("readers: none", "readers: everybody", "wrong_value", 12, "readers: everybody"),
        ("ของ{agency}", "ของ{agency.name}", "field", 3, "subject: การทดลองของ{agency.name}"),
        ("ข้อแรก", "ข้อ { แรก", "field", 8, "- ข้อ { แรก"),
        ("purpose:", "goal:", "unknown_name", 2, "goal: {th: ลองเพิ่มชนิด, en: a new kind}"),
        ("th: ทดลอง, ", "", "missing_name", 1, "name: {en: Trial}"),
        ("preamble: [เพราะต้องทดลอง]", "preamble: []", "wrong_value", 4, "preamble: []"),
        ("  - text: ย่อหน้า", "  - [1, 2]", "wrong_value", 11, "- [1, 2]"),
        ("- heading: ส่วนแรก", "- heading: ส่วนแรก\n  more: 1", "unknown_name", 7, "more: 1"),
        ("readers: none", "readers: none\nrank: first", "wrong_value", 13, "rank: first"),
        ("readers: none", "readers: none\nphotos: 7", "wrong_value", 13, "photos: 7"),
        (
            "readers: none", "readers: none\nlineages: [No Gift]",
            "wrong_value", 13, "lineages: [No Gift]",
        ),
        (
            "readers: none", "readers: none\nbasis:\n- {citation: ก, confidence: likely}",
            "no_source", 14, "- {citation: ก, confidence: likely}",
        ),
        ("- ข้อแรก", "- ", "wrong_value", 8, "-"),
        ("- item: ข้อสอง", "- item: เวลา {hours}", "field", 9, "- item: เวลา {hours}"),
        (
            "- item: ข้อสอง", "- item: ข้อสอง\n    each: tea-duty",
            "wrong_value", 10, "each: tea-duty",
        ),
        ("parts:", "parts: {", "not_yaml", 6, None),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_words(old, new, code, line, quote):
    kind, findings = read_kind("trial", WHOLE.replace(old, new, 1), "trial.yaml")
    assert kind is None
    found = next(one for one in findings if one.code == f"announcement_{code}")
    place = found.places[0]
    assert (place.file, place.line) == ("trial.yaml", line)
    assert quote is None or place.quote == quote
    assert found.next_step is not None


def test_the_same_yaml_without_a_fault_is_read():
    kind, findings = read_kind("trial", WHOLE, "trial.yaml")
    assert findings == ()
    assert kind.readers is Readers.NONE


def test_an_item_is_repeated_for_each_row_and_stands_open_without_one():
    text = WHOLE.replace("- item: ข้อสอง", '- item: "{service}"\n    each: shorter-service')
    text = text.replace("ย่อยสอง", '"{steps_before} เป็น {steps_after} ปี {year}"')
    kind, findings = read_kind("trial", text, "trial.yaml")
    assert findings == ()
    rows = [{"service": "ก", "steps_before": "5", "steps_after": "3"}, {"service": "ข"}]

    def lines(figures):
        made = drafted(kind, GIVEN, 2569, figures).parts[0].lines
        return [line.text for line in made if line.text not in ("ข้อแรก", "ย่อยหนึ่ง", "ย่อหน้า")]

    assert lines(lambda _: rows) == ["ก", "5 เป็น 3 ปี 2569", "ข", "… เป็น … ปี 2569"]
    assert lines(lambda _: ()) == ["…", "… เป็น … ปี 2569"]


def test_a_file_name_that_is_no_key_and_a_yaml_that_is_no_list():
    assert read_kind("No Gift", WHOLE, "No Gift.yaml")[0] is None
    assert read_kind("trial", "- 1", "trial.yaml")[1][0].code == "announcement_wrong_value"
    assert read_kind("trial", "", "trial.yaml")[0] is None


def test_the_fields_are_those_that_a_draft_fills():
    assert set(GIVEN) | {"year"} == set(FIELDS)
    with pytest.raises(KeyError):
        drafted(shipped().kind("no-gift"), {}, 2569)


def test_another_year_changes_the_year_and_nothing_else():
    old = drafted(shipped().kind("no-gift"), GIVEN, 2568)
    new = renewed(old, 2569)
    assert "2568" not in " ".join(strings(new))
    assert new == drafted(shipped().kind("no-gift"), GIVEN, 2569)
    law = "พระราชบัญญัติประกอบรัฐธรรมนูญว่าด้วยการป้องกันและปราบปรามการทุจริต พ.ศ. 2561"
    assert any(law in text for text in new.preamble)


def test_a_year_that_is_no_fiscal_year_stays():
    old = replace(
        drafted(shipped().kind("ethics"), GIVEN, 2562), preamble=("ตามมติ พ.ศ. 2562 ปี 2562",)
    )
    assert renewed(old, 2569).preamble == ("ตามมติ พ.ศ. 2562 ปี 2562",)


def test_a_kind_is_told_in_both_languages(kind):
    assert kind.name.en.isascii()
    assert kind.name.th
    assert kind.purpose.th
    assert kind.purpose.en.isascii()


def test_the_address_and_code_of_a_mark_keep_their_digits():
    url = "https://ita2569.example.go.th/check/4A2J-TBM8/"
    mark = Mark("4A2J-TBM8", url, (f"เปิด {url} ภายใน 3 วัน", "รหัส 4A2J-TBM8 ปี 2569"))
    made = announcement_paper(
        Office(AGENCY, date(2026, 1, 15)),
        drafted(shipped().kind("no-gift"), GIVEN, 2569),
        Signing(mark=mark),
    )
    words = with_digits(made, Digits.THAI).mark.words
    assert words == (f"เปิด {url} ภายใน ๓ วัน", "รหัส 4A2J-TBM8 ปี ๒๕๖๙")
