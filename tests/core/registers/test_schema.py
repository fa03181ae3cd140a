"""The YAML of a register: what it may say, and what is told where it says something else."""

from functools import lru_cache

import pytest

from prongsai.core.errors import Misuse
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.registers.reading import (
    SHIPPED,
    read_folder,
    read_register,
    read_several,
    shipped,
    shipped_register,
)

SOUND = """\
title: {th: ทะเบียนทดลอง, en: trial}
purpose: {th: ใช้ทดลอง, en: for trying}
basis:
- confidence: unknown
fields:
- {name: day, kind: date, title: {th: วันที่, en: day}, required: true}
- {name: unit, kind: unit, title: {th: กอง, en: unit}, required: true}
- {name: what, kind: text, title: {th: เรื่อง, en: what}, required: true, most: 100}
- {name: kind, kind: choice, title: {th: ชนิด, en: kind}, choices: [{key: one, title: {th: หนึ่ง, en: one}}]}
- {name: planned, kind: money, title: {th: แผน, en: planned}, least: 0}
- {name: paid, kind: money, title: {th: จ่าย, en: paid}, least: 0}
- {name: left, kind: computed, title: {th: คงเหลือ, en: left}, formula: planned - paid, result: money}
- {name: secret, kind: text, title: {th: ลับ, en: secret}}
identified_by: [day, what]
named_by: [what]
dated_by: day
owned_by: unit
rhythm: {every: month, by: unit}
checks:
- {kind: not-over, fields: [paid], limit: planned}
states:
- {key: open, title: {th: เปิด, en: open}}
- {key: shut, title: {th: ปิด, en: shut}, final: true}
moves:
- {from: [open], to: shut, title: {th: ปิด, en: shut}, roles: [unit-head], needs: [paid]}
roll_ups:
- {key: by-month, title: {th: รายเดือน, en: by month}, by: [month, kind], sums: [paid], planned: planned, actual: paid}
papers:
- key: year
  title: {th: "รายงานปี {year}", en: "Report {year}"}
  period: year
  lineages: [annual-spending-report]
  headings:
  - {key: rows, title: {th: รายการ, en: rows}, shows: rows, columns: [day, what]}
  - {key: sums, title: {th: ยอด, en: sums}, shows: roll-up, roll_up: by-month, chart: true}
  - {key: problems, title: {th: ปัญหา, en: problems}, shows: said}
public: [day, what, paid]
never_public: [secret]
rights: {sees: own-unit, seeing_roles: [ita-officer]}
"""  # noqa: E501 - as people write it
MANY_FACTORS = f"formula: {' * '.join(['paid'] * 16)}"
CHAIN_OF_FACTORS = f"""\
formula: {" * ".join(["paid"] * 8)}, result: money}}
- {{name: more, kind: computed, title: {{th: อีก, en: more}}, formula: left / left"""


@lru_cache
def lineages():
    frameworks = Catalogue().all()
    return frozenset(x for one in frameworks for item in one.items.values() for x in item.lineage)


def told(text):
    register, findings = read_register("trial", text, "trial.yaml")
    assert (register is None) is bool(findings)
    return [(one.code, one.places[0].line, one.message.en) for one in findings]


def test_a_sound_register_is_read_whole():
    assert told(SOUND) == []
    register, _ = read_register("trial", SOUND, "trial.yaml")
    assert register.key == "trial"
    assert [one.name for one in register.typed_fields][-1] == "secret"
    assert register.first_state == "open"
    assert [move.to for move in register.moves_from("open")] == ["shut"]
    assert register.all_lineages == ("annual-spending-report",)
    assert [one.name for one in register.public_fields] == ["day", "what", "paid"]
    assert register.is_restricted


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("{name: day, kind: date", "{name: day, kind: dat", "wrong_value", 6, "one of text"),
        ("{name: day, kind", "{name: Day, kind", "wrong_value", 6, "small Latin"),
        ("required: true, most: 100", "requird: true", "unknown_name", 8, "perhaps “required”"),
        ("name: secret", "name: what", "twice", 13, "“what” is there already"),
        ("title: {th: ลับ", "headings: [เรื่ อง], title: {th: ลับ", "twice", 13, "“เรื่ อง” is there"),
        ("key: one, title: {th: หนึ่ง, en: one}}", ("key: one, title: {th: หนึ่ง, en: one}},"
         " {key: two, title: {th: หนึ่ง, en: two}}"), "twice", 9, "“หนึ่ง” is there"),
        ("name: secret", "name: state", "reserved", 13, "word of the program"),
        ("name: secret", "name: month", "reserved", 13, "dated_by"),
        ("most: 100", "choices: [{key: a, title: {th: ก, en: a}}]", "misplaced", 8, "choices"),
        (", choices: [{key: one, title: {th: หนึ่ง, en: one}}]", "", "missing", 9, "needs choices"),
        ("key: one", "retired: true, key: one", "all_retired", 9, "no choice"),
        ("least: 0}\n- {name: left", "least: 9, most: 1}\n- {name: left", "bounds", 11, "least"),
        ("most: 100", "least: 100", "misplaced", 8, "least cannot be used"),
        ("formula: planned - paid", "formula: planned - what", "formula", 12, "not a number"),
        ("formula: planned - paid", "formula: planned - left", "formula", 12, "left"),
        ("formula: planned - paid", "formula: import os", "formula", 12, "os"),
        ("formula: planned - paid", MANY_FACTORS, "formula", 12, "over 15"),
        ("formula: planned - paid", CHAIN_OF_FACTORS, "formula", 13, "over 15"),
        (", result: money", "", "missing", 12, "needs result"),
        ("identified_by: [day, what]", "identified_by: [paid]", "identity", 14, "required"),
        ("named_by: [what]", "named_by: [wat]", "no_field", 15, "perhaps “what”"),
        ("dated_by: day", "dated_by: what", "kind", 16, "date, month"),
        ("owned_by: unit", "owned_by: what", "kind", 17, "unit"),
        ("every: month, by", "every: week, by", "wrong_value", 18, "month, quarter"),
        ("limit: planned", "limit: plan", "no_field", 20, "plan"),
        ("limit: planned", "total: planned", "missing", 20, "needs limit"),
        ("kind: not-over, fields: [paid]", "kind: order, fields: [day, paid]", "kind", 20, "order"),
        ("kind: not-over, fields: [paid]", "kind: sum, fields: [what]", "kind", 20, "sum"),
        ("to: shut, title", "to: closed, title", "no_state", 25, "closed"),
        ("roles: [unit-head]", "roles: [mayor-of-all]", "no_role", 25, "mayor-of-all"),
        ("needs: [paid]", "needs: [padi]", "no_field", 25, "perhaps “paid”"),
        ("final: true}\nmoves", "final: true}\n- {key: lost, title: {th: ห, en: l}}\nmoves",
         "unreached", 24, "no move leads"),
        ("by: [month, kind]", "by: [month, paid]", "kind", 27, "gathered"),
        ("by: [month, kind]", "by: [what.kind]", "kind", 27, "not a reference field"),
        ("sums: [paid]", "sums: [what]", "kind", 27, "means nothing"),
        (", actual: paid", "", "missing", 27, "go together"),
        ('{year}", en', '{agency}", en', "braces", 30, "{agency}"),
        ("lineages: [annual-spending-report]", "lineages: [Annual]", "wrong_value", 32, "Latin"),
        ("columns: [day, what]", "columns: [day, wath]", "no_field", 34, "perhaps “what”"),
        ("roll_up: by-month, chart", "roll_up: by-year, chart", "no_roll_up", 35, "by-year"),
        ("shows: said}", "shows: said, columns: [day]}", "misplaced", 36, "columns"),
        ("public: [day, what, paid]", "public: [day, secret]", "never_public", 37, "secret"),
        ("never_public: [secret]", "never_public: [secrt]", "no_field", 38, "perhaps “secret”"),
        ("seeing_roles: [ita-officer]", "seeing_roles: [boss]", "no_role", 39, "boss"),
        ("sees: own-unit, seeing", "sees: all, only_counts_leave: true, seeing", "misplaced", 39,
         "all see"),
        ("- confidence: unknown", "- {citation: ก, confidence: likely}", "no_source", 4, "read"),
        ("- confidence: unknown\n", "", "missing_name", 3, "basis"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(old, new, code, line, said):
    text = SOUND.replace(old, new, 1)
    assert text != SOUND
    found = told(text)
    assert any(
        one == f"register_{code}" and at == line and said in words for one, at, words in found
    ), found


def test_a_field_that_is_computed_of_what_may_not_be_public_may_not_either():
    text = SOUND.replace("never_public: [secret]", "never_public: [planned]").replace(
        "public: [day, what, paid]", "public: [day, left]"
    )
    assert [one[0] for one in told(text)] == ["register_never_public"]


def test_a_public_roll_up_shows_nothing_that_may_never_be_public():
    public = SOUND.replace("actual: paid}", "actual: paid, public: true}")
    assert told(public) == []
    hidden = public.replace("never_public: [secret]", "never_public: [kind]")
    assert [one[0] for one in told(hidden)] == ["register_never_public"]


def test_a_paper_that_is_evidence_adds_up_nothing_that_may_never_be_public():
    text = SOUND.replace("by: [month, kind], sums", "by: [month, secret], sums")
    assert [one[0] for one in told(text)] == ["register_never_public"]
    kept = text.replace("  lineages: [annual-spending-report]\n", "")
    assert told(kept) == []


def test_half_a_year_of_rows_without_a_day_is_of_all_of_them_or_of_nothing():
    half = SOUND.replace("dated_by: day\n", "").replace("rhythm: {every: month, by: unit}\n", "")
    half = half.replace("by: [month, kind]", "by: [kind]").replace(
        "period: year", "period: first-half"
    )
    assert [one[0] for one in told(half)] == ["register_undated"]
    assert told(half.replace("period: first-half", "period: first-half\n  whole: true")) == []


def test_all_faults_are_told_at_once():
    text = SOUND.replace("dated_by: day", "dated_by: dey").replace("unit-head", "unit-had")
    assert len(told(text)) == 2


def test_a_text_that_is_no_yaml_is_told_with_its_line():
    ((code, line, _),) = told(SOUND.replace("named_by: [what]", "named_by: [what"))
    assert (code, line) == ("register_not_yaml", 16)


OTHER = SOUND.replace("{name: what, kind: text", "{name: what, kind: reference, register: trial")
OTHER = OTHER.replace(", most: 100", "").replace("by: [month, kind]", "by: [what.kind]")
OTHER = OTHER.replace("planned: planned, actual", "planned: what.planned, actual")


def test_what_a_register_says_of_another_is_held_against_it():
    sound = read_several({"trial.yaml": SOUND, "other.yaml": OTHER}, lineages())
    assert sound.findings == ()
    assert {one.key for one in sound.registers} == {"trial", "other"}
    assert {one.key for one in sound.serving("annual-spending-report")} == {"trial", "other"}
    alone = read_several({"other.yaml": OTHER})
    assert [one.code for one in alone.findings] == ["register_no_register"]
    wrong = OTHER.replace("what.planned", "what.secret")
    found = read_several({"trial.yaml": SOUND, "other.yaml": wrong}).findings
    assert [(one.code, one.places[0].line) for one in found] == [("register_kind", 27)]
    known = {one.key: one for one in sound.registers}
    assert read_several({"more.yaml": OTHER}, others=known).findings == ()


def test_a_subject_that_no_framework_has_is_told():
    text = SOUND.replace("annual-spending-report", "annual-spendings")
    found = read_several({"trial.yaml": text}, lineages())
    assert [(one.code, one.places[0].line) for one in found.findings] == [
        ("register_no_lineage", 32)
    ]
    assert found.registers == ()
    assert read_several({"trial.yaml": text}).registers


def test_the_registers_of_the_program_are_sound_and_answer_subjects_of_the_frameworks():
    found = read_folder(SHIPPED, lineages())
    assert found.findings == ()
    assert len(found.registers) == len(list(SHIPPED.glob("*.yaml")))
    assert found.registers == shipped().registers


@pytest.mark.parametrize("register", shipped().registers, ids=lambda one: one.key)
def test_every_register_names_what_citizens_may_never_see(register):
    assert register.public
    assert set(register.public) | set(register.never_public)
    for name in register.never_public:
        assert register.field(name) is not None


def test_one_register_is_read_alone_and_a_wrong_name_tells_those_there_are():
    assert shipped_register("asset-loans").title.en == "Loans of the agency's assets"
    for name in ("asset-loan", "../roles"):
        with pytest.raises(Misuse) as refused:
            shipped_register(name)
        assert "asset-loans" in refused.value.next_step.en
