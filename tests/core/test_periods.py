"""A year asks for its own periods: shipped words stay, and a copy names no year of another."""

from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from prongsai.core.disclosure.asked_years import asked_years
from prongsai.core.disclosure.model import requirement_of
from prongsai.core.framework.catalogue import BUILTIN, Catalogue
from prongsai.core.framework.check import check_folder
from prongsai.core.framework.periods import absolute_years, in_year, relative, text_in, texts_in
from prongsai.core.framework.years import copied, details, documents, files

FORMER = yaml.safe_load((Path(__file__).parents[1] / "cases/element_texts.yaml").read_text())
REPORTS = ("o7", "o12", "o14", "o22", "o24", "o26")  # of 2569: the results of the year before


def digest(year, elements):
    lines = [
        f"{one.kind} {text.th} {text.en}" if (text := one.text and text_in(one.text, year))
        else one.kind
        for one in elements or ()
    ]  # fmt: skip
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


@pytest.mark.parametrize("year", FORMER)
def test_the_words_of_a_shipped_year_are_those_of_before_their_years_were_marked(year):
    elements = Catalogue().elements(year)
    assert {code: digest(year, held) for code, held in elements.items()} == FORMER[year]
    told = [text["th"] for _place, text in texts_in(details(BUILTIN / str(year))["elements"])]
    assert not any("{" in words for words in told)


@pytest.fixture
def copy(tmp_path):
    """2570 as `framework new` copies it from 2569."""
    folder = tmp_path / "2570"
    folder.mkdir()
    for name, text in files(copied(documents(BUILTIN / "2569"), 2569, 2570)).items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def asked(year, elements, code):
    return asked_years(filter(None, (requirement_of(one, year) for one in elements[code])))


def test_a_copy_asks_for_the_periods_of_its_own_year(copy):
    old, new = Catalogue().elements(2569), Catalogue(copy.parent).elements(2570)
    assert check_folder(copy) == ()
    for code, held in new.items():
        expected = {year + 1 for year in asked(2569, old, code)} if held else set()
        assert (asked(2570, new, code) if held else set()) == expected, code
    assert {asked(2570, new, code) for code in REPORTS} == {frozenset({2569})}
    assert asked(2570, new, "o11") == {2570}
    assert asked(2570, new, "o10") == {2569, 2570}, "what is not known of a period stays so"
    written = [text["th"] for _place, text in texts_in(documents(copy)["elements"]["elements"])]
    assert not any(absolute_years(words) for words in written)


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("ผลของปี พ.ศ. 2569", 1), ("ผลของปี ๒๕๖๙", 1), ("fiscal year 2026", 1),
        ("ผลของปี พ.ศ. {year-1}", 0), ("พ.ร.บ. พ.ศ. {2540}", 0), ("เทียบ {year-2} ถึง {year}", 0),
        ("แบบ 1234 ฉบับ", 0),
    ],
)  # fmt: skip
@pytest.mark.few(3)
def test_a_year_without_a_mark_is_refused(copy, words, faults):
    file = copy / "elements.yaml"
    text = file.read_text()
    assert "เป็นข่าวที่เกิดขึ้นในปี พ.ศ. {year}" in text
    file.write_text(text.replace("เป็นข่าวที่เกิดขึ้นในปี พ.ศ. {year}", words))
    found = check_folder(copy)
    assert [one.code for one in found] == ["element_with_absolute_year"] * faults
    assert all("{year-1}" in one.next_step.th and one.places[0].line for one in found)


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("ผลของปี พ.ศ. 2568", "ผลของปี พ.ศ. {year-1}"), ("ปี 2569", "ปี {year}"),
        ("พ.ร.บ. อำนวยความสะดวก พ.ศ. 2568", "พ.ร.บ. อำนวยความสะดวก พ.ศ. {2568}"),
        ("แผน 2566–2570", "แผน {2566}–{2570}"), ("ปี {year} และ {2540}", "ปี {year} และ {2540}"),
    ],
)  # fmt: skip
def test_words_of_a_file_of_before_say_the_same_in_their_year(words, marked):
    assert relative(words, 2569) == marked
    assert in_year(marked, 2569) == in_year(words, 2569)


def test_an_own_folder_of_before_asks_the_right_years_when_it_is_copied(copy):
    file = copy / "elements.yaml"
    file.write_text(in_year(file.read_text(), 2570))
    new = copied(documents(copy), 2570, 2571)
    told = [text["th"] for _place, text in texts_in(new["elements"]["elements"])]
    assert "เป็นรายงานผลของปี พ.ศ. {year-1}" in told
    assert not any(absolute_years(words) for words in told)
