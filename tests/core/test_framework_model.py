"""Every year that comes with the product loads and adds up; a broken folder says where."""

import functools
import operator
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from prongsai.core.errors import BrokenFramework, UnknownYear
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.documents import load_framework
from prongsai.core.framework.model import Confidence, Status
from prongsai.core.ids import INSTRUMENTS, TOTAL, Level

YEARS = Catalogue().years()
LAST_LOOKED_AT, DRAFTS = 2569, (2563, 2569)
RELEASED = [year for year in YEARS if year <= LAST_LOOKED_AT and year not in DRAFTS]
QUESTIONS_2565 = {
    "i1": 2, "i3": 3, "i4": 3, "i5": 3, "i6": 3, "i8": 2, "i11": 2, "i12": 3, "i18": 3, "i26": 2,
    "i28": 3, "i30": 4, "e1": 2, "e4": 3, "e6": 2,
}  # fmt: skip


@pytest.fixture
def copy(tmp_path, catalogue):
    """A folder of 2565 that may be broken."""
    return shutil.copytree(catalogue.folder(2565), tmp_path / "2565")


def test_no_year_since_2563_is_lacking():
    assert tuple(range(2563, YEARS[-1] + 1)) == YEARS
    assert YEARS[-1] >= 2569


@pytest.mark.parametrize("year", YEARS)
def test_a_shipped_year_is_the_year_of_its_folder(year, framework):
    assert framework(year).fiscal_year == year
    if year <= LAST_LOOKED_AT:
        assert framework(year).status is (Status.DRAFT if year in DRAFTS else Status.RELEASED)
    assert str(year) in framework(year).title.th


@pytest.mark.parametrize("year", YEARS)
def test_shares_below_a_node_add_up_to_one(year, framework):
    known = [node for node in framework(year).tree.values() if node.children]
    assert {sum(share for _, share in node.children) for node in known} == {1}


@pytest.mark.parametrize("year", YEARS)
def test_parents_come_before_their_children_and_name_them(year, framework):
    tree = framework(year).tree
    order = list(tree)
    for node in tree.values():
        for child, _ in node.children or ():
            assert tree[child].parent == node.code
            assert order.index(node.code) < order.index(child)
    assert [node.code for node in tree.values() if node.parent is None] == [TOTAL]


@pytest.mark.parametrize("year", YEARS)
def test_every_item_stands_in_the_tree_and_has_no_children(year, framework):
    one = framework(year)
    items = [node for node in one.tree.values() if node.level is Level.ITEM]
    assert {node.code for node in items} == {i.code for i in one.items.values() if i.indicator}
    assert all(node.children == () for node in items)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_has_three_instruments_and_ten_indicators(year, framework):
    one = framework(year)
    assert tuple(part.code for part in one.instruments) == INSTRUMENTS
    codes = [indicator.code for part in one.instruments for indicator in part.indicators]
    assert codes == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize("year", YEARS)
def test_an_instrument_lists_as_many_items_as_it_says_it_has(year, framework):
    for part in framework(year).instruments:
        if part.items is not None:
            assert len(part.items) == part.item_count
            letter = part.code[0].lower()
            assert [i.code for i in part.items] == [
                f"{letter}{number}" for number in range(1, part.item_count + 1)
            ]


@pytest.mark.parametrize("year", YEARS)
def test_every_item_answers_on_a_scale_of_its_year(year, framework):
    one = framework(year)
    assert {item.scale for item in one.items.values()} <= one.scale_of.keys()
    for scale in one.scales:
        assert scale.points == tuple(sorted(set(scale.points)))
        if scale.code == "six-level":  # seen without its points
            assert (scale.points, scale.confidence) == ((), Confidence.UNKNOWN)
            continue
        assert (scale.points[0], scale.points[-1]) == (0, 100)


def test_sub_questions_of_2565_are_those_of_the_forms(framework):
    asked = {item.code: item.answers_per_respondent for item in framework(2565).items.values()}
    assert {code: number for code, number in asked.items() if number > 1} == QUESTIONS_2565


@pytest.mark.parametrize(
    ("year", "confidence", "unknown"),
    [
        (2565, Confidence.CONFIRMED, ()),
        (2566, Confidence.LIKELY, ()),
        (2568, Confidence.UNKNOWN, tuple("12345678")),
        (2563, Confidence.UNKNOWN, (*"123456789", "10")),
        (2569, Confidence.UNKNOWN, ("total", *"123456789", "10")),
    ],
)
def test_a_year_is_as_sure_as_its_weakest_part(year, confidence, unknown, framework):
    assert framework(year).confidence is confidence
    assert framework(year).unknown_parts() == unknown


def test_an_untouched_copy_loads_and_is_the_same_year(copy, framework):
    assert replace(load_framework(copy), folder=framework(2565).folder) == framework(2565)


FAULTS = {
    "a year in quotes": ("framework", "fiscal_year: 2565", "fiscal_year: '2565'"),
    "an unknown status": ("framework", "status: released", "status: open"),
    "truth instead of a number": ("framework", "published_places: 2", "published_places: true"),
    "a word for a weight": ("framework", "  weight: 0.4", "  weight: much"),
    "a weight without end": ("framework", "  weight: 0.4", "  weight: .inf"),
    "a target that is no number": ("framework", "  score: 85", "  score: .nan"),
    "a level without a minimum": ("framework", "minimum: 55", "minimum: null"),
    "a bad confidence of a part": ("framework", "confidence: confirmed", "confidence: sure"),
    "a number for an indicator": ("framework", "code: '7'", "code: 7"),
    "a bad confidence of an item": ("eit", "confidence: confirmed", "confidence: certain"),
    "a number for an item": ("iit", "code: i12", "code: 12"),
    "a list for a name": ("oit", "th: โครงสร้าง", "th: [โครงสร้าง]"),
}
NO_YAML = {
    "a bracket left open": ("oit", "- code: o5", "- code: [o5"),
    "a tab for spaces": ("iit", "  scale: ", "\tscale: "),
}


def damage(path, sound, broken):
    """Replace the first `sound`; its line."""
    text = path.read_text("utf-8")
    path.write_text(text.replace(sound, broken, 1), "utf-8")
    return text[: text.index(sound)].count("\n") + 1


@pytest.mark.parametrize(("name", "sound", "broken"), FAULTS.values(), ids=FAULTS)
def test_a_broken_value_is_refused_with_its_file_and_line(name, sound, broken, copy):
    path = copy / f"{name}.yaml"
    line = damage(path, sound, broken)
    with pytest.raises(BrokenFramework) as refused:
        load_framework(copy)
    assert (refused.value.place.file, refused.value.place.line) == (str(path), line)


@pytest.mark.parametrize(("name", "sound", "broken"), NO_YAML.values(), ids=NO_YAML)
def test_broken_yaml_is_refused_with_its_file_and_line(name, sound, broken, copy):
    path = copy / f"{name}.yaml"
    line = damage(path, sound, broken)
    with pytest.raises(BrokenFramework, match="not valid YAML") as refused:
        load_framework(copy)
    assert refused.value.place.file == str(path)
    assert refused.value.place.line in (line, line + 1)  # YAML may notice it one line on


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("framework", ""),
        ("framework", "- a list\n"),
        ("framework", "text"),
        ("framework", "fiscal_year: 2565\n"),
        ("eit", "items: {}\n"),
        ("eit", "questions: []\n"),
        ("eit", "items: [e1]\n"),
        ("oit", b"items:\n- code: \xff\xfe\n"),
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(name, content, copy):
    path = copy / f"{name}.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BrokenFramework) as refused:
        load_framework(copy)
    assert refused.value.place.file == str(path)


def test_a_value_that_is_missing_is_looked_for_where_it_should_stand(copy):
    path = copy / "eit.yaml"
    damage(path, "  scale: four-level\n", "")
    with pytest.raises(BrokenFramework) as refused:
        load_framework(copy)
    assert refused.value.place.line == damage(path, "code: e1", "code: e1")
    assert refused.value.place.quote == "- code: e1"
    assert "items.1.scale" in refused.value.message.th


def test_a_folder_without_its_main_file_is_refused(copy):
    (copy / "framework.yaml").unlink()
    with pytest.raises(BrokenFramework) as refused:
        load_framework(copy)
    assert refused.value.place.file == str(copy / "framework.yaml")


def test_a_year_without_a_file_of_items_has_none_of_that_instrument(copy):
    (copy / "eit.yaml").unlink()
    parts = {part.code: part.items for part in load_framework(copy).instruments}
    assert parts["EIT"] is None
    assert len(parts["IIT"]) == 30


@pytest.mark.parametrize(
    "year", [year for year in YEARS if year <= LAST_LOOKED_AT and year not in DRAFTS]
)
def test_a_released_year_is_given_without_asking_for_drafts(year, catalogue):
    assert catalogue.get(year).fiscal_year == year


@pytest.mark.parametrize("year", DRAFTS)
def test_a_draft_is_refused_unless_drafts_are_asked_for(year, catalogue):
    with pytest.raises(UnknownYear) as refused:
        catalogue.get(year)
    assert "ร่าง" in refused.value.message.th
    assert "--draft" in refused.value.next_step.th
    assert catalogue.get(year, draft=True).fiscal_year == year


@pytest.mark.parametrize("year", [2550, 2560, 2561])
def test_a_year_of_the_older_rule_is_refused_with_the_reason(year, catalogue):
    with pytest.raises(UnknownYear) as refused:
        catalogue.get(year, draft=True)
    assert "another rule" in refused.value.message.en
    assert "หลักเกณฑ์คนละชุด" in refused.value.message.th
    assert "2565" in refused.value.next_step.th


@pytest.mark.parametrize("year", [2562, YEARS[-1] + 1])
def test_a_year_nobody_wrote_down_is_refused_with_the_years_there_are(year, catalogue):
    with pytest.raises(UnknownYear) as refused:
        catalogue.get(year, draft=True)
    assert "another rule" not in refused.value.message.en
    assert "2563, 2564, 2565" in refused.value.next_step.th


def test_a_year_in_a_folder_of_ones_own_takes_precedence(copy, catalogue):
    damage(copy / "framework.yaml", "score: 85", "score: 90")
    own = Catalogue(copy.parent)
    assert own.get(2565).target_score == 90
    assert catalogue.get(2565).target_score == 85
    assert own.get(2564) == catalogue.get(2564)


def test_a_new_year_in_a_folder_of_ones_own_is_known(copy):
    year = YEARS[-1] + 1
    new = copy.rename(copy.parent / str(year))
    damage(new / "framework.yaml", "fiscal_year: 2565", f"fiscal_year: {year}")
    own = Catalogue(copy.parent)
    assert own.years() == (*YEARS, year)
    assert own.get(year).fiscal_year == year


def test_a_folder_of_ones_own_that_is_not_there_adds_nothing(tmp_path):
    assert Catalogue(tmp_path / "missing").years() == YEARS


def test_all_gives_every_year_oldest_first(catalogue):
    assert tuple(one.fiscal_year for one in catalogue.all()) == YEARS


WRONG = [None, True, 7, -1, 0.5, "", "text", [], [1], {}, {"th": 1}]


def paths_in(document, here=()):
    """The place of every value of a document."""
    yield here
    inner = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in inner:
        if isinstance(value, dict | list):
            yield from paths_in(value, (*here, key))
        else:
            yield (*here, key)


def taken_or_refused(folder):
    try:
        return load_framework(folder), None
    except BrokenFramework as refused:
        return None, refused


@given(st.sampled_from(["framework", "iit", "oit"]), st.sampled_from(WRONG), st.data())
@pytest.mark.long
def test_one_wrong_value_is_taken_or_refused_but_never_crashes(name, wrong, data):
    source = Catalogue().folder(2565)
    document = yaml.load((source / f"{name}.yaml").read_bytes(), yaml.CSafeLoader)
    *above, last = data.draw(st.sampled_from([path for path in paths_in(document) if path]))
    functools.reduce(operator.getitem, above, document)[last] = wrong
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(source, place, dirs_exist_ok=True))
        (folder / f"{name}.yaml").write_text(yaml.dump(document, Dumper=yaml.CSafeDumper))
        taken, refused = taken_or_refused(folder)
    if refused:
        assert refused.place.file == str(folder / f"{name}.yaml")
        assert refused.place.line
    else:
        assert taken.tree[TOTAL].parent is None
        assert taken.confidence in Confidence


@pytest.mark.parametrize("year", [2563, 2564, 2565, 2568])
def test_every_indicator_names_a_source_that_is_listed(year, framework):
    whole = framework(year)
    nodes = list(whole.instruments)
    nodes += [indicator for part in whole.instruments for indicator in part.indicators]
    assert len(nodes) == 13
    assert all(node.sources for node in nodes)


@pytest.mark.parametrize(("year", "known"), [(2566, {"OIT"}), (2567, {"IIT"}), (2569, set())])
def test_a_source_that_is_not_known_is_none_at_all(year, known, framework):
    assert {part.code for part in framework(year).instruments if part.sources} == known
