"""`prongsai framework check`: sound years are clean, every planted fault has file and line."""

from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.usefixtures("nothing_after_2569")
YEARS = [2563, 2564, 2565, 2566, 2567, 2568, 2569]


class Fault(NamedTuple):
    """One text put in the place of another, and the first text of the line it must be found on."""

    rule: str
    file: str
    old: str
    new: str
    line: str
    year: int = 2565
    everywhere: bool = False


FAULTS = [
    Fault("year_mismatch", "framework", "fiscal_year: 2565", "fiscal_year: 2564", "fiscal_year"),
    Fault("weights_do_not_sum", "framework", "weight: 0.3\n", "weight: 0.35\n", "weight: 0.35"),
    Fault("weights_incomplete", "framework", "weight: 0.3\n", "weight: null\n", "weight: null"),
    Fault("unknown_not_said", "framework", "kind: null\n  confidence: unknown",
          "kind: null\n  confidence: likely", "levels: null", 2569),
    Fault("levels_out_of_order", "framework", "minimum: 85\n", "minimum: 96\n", "levels:"),
    Fault("levels_out_of_order", "framework", "minimum: 0\n", "minimum: 10\n", "levels:"),
    Fault("code_not_ascii", "framework", "- code: AA\n", "- code: เอ\n", "- code: เอ"),
    Fault("points_out_of_range", "framework", "positive: 100", "positive: 101",
          "options:"),
    Fault("points_out_of_range", "framework", "positive: 0", "positive: -1",
          "options:"),
    Fault("item_count_differs", "framework", "item_count: 43", "item_count: 44", "item_count: 44"),
    Fault("code_wrong", "iit", "- code: i3\n", "- code: e3\n", "- code: e3"),
    Fault("code_wrong", "iit", "- code: i3\n", "- code: three\n", "- code: three"),
    Fault("codes_have_gaps", "iit", "- code: i3\n", "- code: i31\n", "- code: i31"),
    Fault("lineage_missing", "iit", "lineage: [staff-equal-service]", "lineage: []", "- code: i2"),
    Fault("indicator_unknown", "eit", "indicator: '6'", "indicator: '11'", "indicator: '11'"),
    Fault("sub_indicator_unknown", "oit", "sub_indicator: '9.1'", "sub_indicator: '10.1'",
          "sub_indicator: '10.1'"),
    Fault("sub_indicator_missing", "oit", "  sub_indicator: '9.1'\n", "", "- code: o1"),
    Fault("scale_unknown", "iit", "scale: four-level", "scale: five-level", "scale: five-level"),
    Fault("framework_name_twice", "iit", "  scale: four-level", "  scale: a\n  scale: four-level",
          "scale: four-level"),
    Fault("polarity_wrong", "iit", "polarity: positive\n  confidence",
          "polarity: upwards\n  confidence", "- code: i2"),
    Fault("polarity_differs", "iit", "polarity: positive\n  questions",
          "polarity: negative\n  questions", "polarity: negative"),
    Fault("source_not_listed", "oit", "sources: [DOCUMENT-003]", "sources: [DOCUMENT-999]",
          "sources: [DOCUMENT-999]"),
    Fault("page_not_given", "sources", "- id: BPP2567\n", "- id: BPP2567\n  page: 0\n",
          "- id: BPP2567"),
    Fault("element_of_no_item", "elements", "  o2:\n", "  o99:\n", "  o99:"),
    Fault("element_with_absolute_year", "elements", "ครอบคลุมปี พ.ศ. {year}",
          "ครอบคลุมปี พ.ศ. 2565", "ครอบคลุมปี พ.ศ. 2565"),
    Fault("framework_wrong_value", "elements", "kind: required", "kind: wish", "- kind: wish"),
    Fault("framework_wrong_value", "framework", "status: released", "status: ready",
          "status: ready"),
    Fault("framework_wrong_value", "framework", "published_places: 2", "published_places: two",
          "published_places: two"),
    Fault("framework_wrong_value", "framework", "weight: 0.3\n", "weight: much\n", "weight: much"),
    Fault("framework_wrong_value", "iit", "confidence: confirmed", "confidence: sure",
          "confidence: sure"),
    Fault("framework_missing_name", "oit", "  scale: disclosed\n", "", "- code: o1"),
]  # fmt: skip


def planted(folder, fault):
    """Put the fault into its file; returns the file and its new text."""
    file = folder / f"{fault.file}.yaml"
    text = file.read_text(encoding="utf-8")
    assert fault.old in text
    text = text.replace(fault.old, fault.new, -1 if fault.everywhere else 1)
    file.write_text(text, encoding="utf-8")
    return file, text


def lines_with(text, part):
    return [number for number, line in enumerate(text.splitlines(), 1) if part in line]


def found(answer, rule):
    """The findings of one rule."""
    assert answer.code == 1
    findings = [finding for finding in answer.data["findings"] if finding["code"] == rule]
    assert findings, [finding["code"] for finding in answer.data["findings"]]
    return findings


@pytest.mark.parametrize("year", YEARS)
def test_a_shipped_year_is_sound(cli, year):
    answer = cli("framework", "check", year, "--strict", "--json")
    assert (answer.code, answer.data) == (0, {"years": [year], "findings": []})


@pytest.mark.long
def test_all_shipped_years_are_sound_together(cli):
    answer = cli("framework", "check")
    assert answer.code == 0
    assert all(str(year) in answer.out for year in YEARS)


def test_a_copy_of_a_shipped_year_is_sound(cli, own_year, own):
    own_year()
    assert cli("framework", "check", "2565", "--frameworks", own).code == 0


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}-{fault.new.strip()}")
def test_a_planted_fault_is_found_in_its_file_and_line(cli, own_year, own, fault):
    file, text = planted(own_year(fault.year), fault)
    answer = cli("framework", "check", fault.year, "--frameworks", own, "--json")
    findings = found(answer, fault.rule)
    place = findings[0]["places"][0]
    assert Path(place["file"]) == file
    assert place["line"] in lines_with(text, fault.line)
    assert findings[0]["severity"] == "error"
    assert findings[0]["next_step"]["th"]


def test_a_name_that_is_not_known_is_a_warning_with_the_one_near_it(cli, own_year, own):
    fault = Fault("", "oit", "  sub_indicator: '9.1'", "  sub_indicatr: '9.1'", "sub_indicatr")
    _, text = planted(own_year(), fault)
    answer = cli("framework", "check", "2565", "--frameworks", own, "--json")
    told = found(answer, "framework_unknown_name")[0]
    assert (told["severity"], told["places"][0]["line"]) == (
        "warning",
        lines_with(text, fault.line)[0],
    )
    assert "sub_indicator" in told["message"]["th"].partition("อาจหมายถึง")[2]


def test_a_line_is_told_in_words(cli, own_year, own):
    _, text = planted(own_year(), FAULTS[1])
    said = cli("framework", "check", "2565", "--frameworks", own).said
    (line,) = lines_with(text, "weight: 0.35")
    assert f"บรรทัด {line}" in said
    assert "framework.yaml" in said
    assert "1.05" in said
    english = cli("framework", "check", "2565", "--frameworks", own, "--lang", "en").said
    assert f"line {line}" in english


def test_a_code_that_stands_twice_is_found_where_it_stands(cli, own_year, own):
    fault = Fault("code_twice", "oit", "- code: o43\n", "- code: o42\n", "- code: o42")
    file, text = planted(own_year(), fault)
    answer = cli("framework", "check", "2565", "--frameworks", own, "--json")
    (finding,) = found(answer, fault.rule)
    assert Path(finding["places"][0]["file"]) == file
    assert finding["places"][0]["line"] in lines_with(text, fault.line)


def test_a_sub_indicator_without_items_is_found_where_it_stands(cli, own_year, own):
    folder = own_year()
    fault = Fault("", "oit", "sub_indicator: '10.2'", "sub_indicator: '10.1'", "", everywhere=True)
    planted(folder, fault)
    answer = cli("framework", "check", "2565", "--frameworks", own, "--json")
    (finding,) = found(answer, "sub_indicator_empty")
    assert "10.2" in finding["message"]["th"]
    place = finding["places"][0]
    text = Path(place["file"]).read_text(encoding="utf-8")
    assert place["line"] in lines_with(text, "10.2")


@pytest.mark.parametrize("new", ["status: [released", "status: 'released", "\tstatus: released"])
def test_broken_yaml_is_found_near_its_line(cli, own_year, own, new):
    file, _ = planted(own_year(), Fault("", "framework", "status: released", new, ""))
    answer = cli("framework", "check", "2565", "--frameworks", own, "--json")
    (finding,) = found(answer, "framework_broken")
    assert Path(finding["places"][0]["file"]) == file
    assert finding["places"][0]["line"] >= 3


HOSTILE = {
    "no mapping": ("framework", lambda _: "- a\n- b\n"),
    "empty file": ("framework", lambda _: ""),
    "bytes that are no text": ("framework", lambda text: text.replace("title", "ti\x00tle")),
    "items are a mapping": ("oit", lambda _: "items: {a: 1}\n"),
    "items are numbers": ("oit", lambda _: "items: [1, 2]\n"),
    "no items": ("oit", lambda _: "other: 1\n"),
    "elements are a list": ("elements", lambda _: "elements: [1, 2]\n"),
    "elements are numbers": ("elements", lambda _: "elements: {o1: 5}\n"),
    "sources are a number": ("sources", lambda _: "sources: 5\n"),
    "infinite weight": ("framework", lambda text: text.replace("weight: 0.3", "weight: .inf", 1)),
    "no number": ("framework", lambda text: text.replace("weight: 0.3", "weight: .nan")),
    "another instrument": ("framework", lambda text: text.replace("- code: IIT", "- code: XIT")),
    "a code of no kind, twice": ("iit", lambda text: text.replace("- code: i2\n", "- code: x1\n")
                                 .replace("- code: i3\n", "- code: x1\n")),
    "an empty code": ("iit", lambda text: text.replace("- code: i2\n", "- code: ''\n")
                      .replace("- code: i3\n", "- code: ''\n")),
    "no indicators": ("framework", lambda text: text.replace("  indicators:", "  parts:", 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_the_wrong_shape_is_a_finding(cli, own_year, own, name):
    folder = own_year()
    file, change = HOSTILE[name]
    path = folder / f"{file}.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    answer = cli("framework", "check", "2565", "--frameworks", own, "--json")
    assert answer.code == 1
    assert any(str(folder) in finding["where"]["th"] for finding in answer.data["findings"])


def test_a_broken_year_stops_its_use_with_file_and_line(cli, own_year, own, example):
    file, text = planted(own_year(), FAULTS[-4])
    for words in (["score", example], ["framework", "show", "2565"]):
        answer = cli(*words, "--frameworks", own)
        assert answer.code == 2
        assert str(file) in answer.err
        assert f"บรรทัด {lines_with(text, FAULTS[-4].line)[0]}" in answer.err
        assert "ทำต่อ" in answer.err


@pytest.mark.long
def test_a_broken_year_does_not_hide_the_others(cli, own_year, own):
    planted(own_year(2566), FAULTS[-4]._replace(year=2566))
    assert cli("framework", "show", "2565", "--frameworks", own).code == 0
    answer = cli("framework", "check", "--frameworks", own, "--json")
    assert answer.code == 1
    assert answer.data["years"] == YEARS
