"""Data held against a type: what can be taken is, every fault is told in both languages."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from prongsai.core.errors import Severity, Wrong
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Filled, read


class Colour(StrEnum):
    """Two words to choose from."""

    RED = "red"
    BLUE = "blue"


class Leaf(Struct, frozen=True):
    """A part with a rule of its own."""

    first: int
    last: int = 9

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise Wrong(Text("ตัวแรกต้องไม่เกินตัวท้าย", "the first is after the last"))


class Tree(Struct, frozen=True):
    """Every kind of value."""

    name: str
    label: Text
    colour: Colour = Colour.RED
    share: Decimal | None = None
    is_old: bool = False
    size: Annotated[int, Meta(ge=1, le=5)] = 1
    leaves: tuple[Leaf | str, ...] = ()
    words: tuple[Filled, ...] = ()
    by_code: dict[Literal["IIT", "EIT"], tuple[Leaf, ...]] = {}
    loose: dict[str, Any] = {}


GOOD = {"name": "ก", "label": {"th": "ก", "en": "a"}}


def told(data, **options):
    reading = read(GOOD | data, Tree, **options)
    assert all(one.message.th and one.message.en for one in reading.faults)
    return reading


@pytest.mark.parametrize("data", [
    {"colour": "blue"}, {"share": 0.5}, {"share": None}, {"is_old": True}, {"size": 5},
    {"leaves": [{"first": 1}, "text"]}, {"words": ["ก"]}, {"by_code": {"IIT": [{"first": 1}]}},
    {"loose": {"x": [1, None]}}, {"leaves": []}, {"colour": ""},
])  # fmt: skip
def test_what_fits_is_taken(data):
    reading = told(data)
    assert reading.faults == ()
    assert reading.sound is reading.value
    assert reading.value.name == "ก"


@pytest.mark.parametrize(
    ("data", "path", "code", "words"),
    [
        ({"name": None}, ("name",), "missing_name", "name is missing; it must be a text"),
        ({"name": "  "}, ("name",), "missing_name", "name is missing"),
        ({"name": ["ก"]}, ("name",), "wrong_value", "name: found a list of 1, must be a text"),
        ({"label": {"th": "ก"}}, ("label", "en"), "missing_name", "label.en is missing"),
        ({"label": "ก"}, ("label",), "wrong_value", "must be names with values (th, en)"),
        ({"colour": "green"}, ("colour",), "wrong_value",
         "colour: found “green”, must be one of red, blue"),
        ({"color": "red"}, ("color",), "unknown_name", "“color” is not known; perhaps “colour”"),
        ({None: "x"}, ("None",), "unknown_name", "“None” is not known"),
        ({"share": "much"}, ("share",), "wrong_value", "found “much”, must be a number such as 85"),
        ({"share": True}, ("share",), "wrong_value", "found “true”, must be a number"),
        ({"share": float("nan")}, ("share",), "wrong_value", "found “nan”, must be a number"),
        ({"is_old": "yes"}, ("is_old",), "wrong_value", "must be true or false"),
        ({"size": 6}, ("size",), "wrong_value", "must be a whole number from 1 to 5"),
        ({"size": 1.5}, ("size",), "wrong_value", "found “1.5”, must be a whole number"),
        ({"leaves": [{"first": 1}, 7]}, ("leaves", 1), "wrong_value",
         "leaves.2: found “7”, must be names with values (first, last) or a text"),
        ({"leaves": [{"first": "x"}]}, ("leaves", 0, "first"), "wrong_value", "leaves.1.first: "),
        ({"leaves": "ก"}, ("leaves",), "wrong_value", "must be a list, each entry after a dash"),
        ({"words": ["ก", None]}, ("words", 1), "wrong_value", "words.2: found nothing"),
        ({"words": [" "]}, ("words", 0), "wrong_value", "must be a text that is not empty"),
        ({"by_code": {"OIT": []}}, ("by_code",), "wrong_value", "by_code: found names"),
        ({"leaves": [{"first": 10}]}, ("leaves", 0), "wrong_value", "the first is after the last"),
    ],
)  # fmt: skip
def test_a_fault_names_path_what_was_found_and_what_is_wanted(data, path, code, words):
    reading = told(data)
    (fault,) = reading.faults
    assert (fault.path, fault.code) == (path, code)
    assert words in fault.message.en
    assert reading.sound is None


def test_every_fault_is_told_at_once_and_the_rest_is_taken():
    reading = told(
        {"colour": "green", "size": 9, "words": ["ก", 5], "leaves": [{"last": 2}], "x": 1}
    )
    assert [one.code for one in reading.faults] == [
        "unknown_name", "wrong_value", "wrong_value", "missing_name", "wrong_value",
    ]  # fmt: skip
    assert reading.value == Tree("ก", Text("ก", "a"), words=("ก",))
    assert reading.sound is None
    assert not reading.is_whole("words")
    assert reading.is_whole("by_code")


def test_what_may_be_nothing_need_not_be_given():
    class Open(Struct):
        year: int | None
        end: int | None = 9

    assert read({}, Open).sound == Open(None, None)
    assert read({"year": 5, "end": 6}, Open).sound == Open(5, 6)


def test_a_type_that_forbids_unknown_names_has_no_warnings():
    class Shut(Struct, forbid_unknown_fields=True):
        year: int = 0

    assert read({"yaer": 5}, Shut, unknown=Severity.WARNING).sound is None
    assert read({"yaer": 5}, Leaf | None, unknown=Severity.WARNING).faults


def test_an_unknown_name_may_be_a_warning_and_names_those_there_are():
    reading = told({"nome": "ก"}, unknown=Severity.WARNING)
    (fault,) = reading.faults
    assert fault.severity is Severity.WARNING
    assert "colour" in fault.next_step.th
    assert "“name”" in fault.message.th
    assert reading.sound == Tree("ก", Text("ก", "a"))


@pytest.mark.parametrize("data", [None, [], "text", 5, {}, {"name": "ก"}])
def test_data_of_another_shape_give_no_value(data):
    reading = read(data, Tree)
    assert reading.value is None
    assert reading.faults


def test_a_value_of_a_type_of_ones_own_is_read_by_its_hook():
    class Half:
        """No type that msgspec knows."""

        def __init__(self, number):
            self.number = number

    class Holder(Struct):
        half: Half | None = None

    def hook(kind, value):
        if value % 2:
            raise Wrong(Text("ต้องเป็นเลขคู่", "must be even"))
        return kind(value // 2)

    assert read({"half": 4}, Holder, hook=hook).sound.half.number == 2
    (fault,) = read({"half": 3}, Holder, hook=hook).faults
    assert fault.message.en == "half: must be even"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Tree.__struct_fields__, "x"]), VALUES, max_size=7))
def test_whatever_the_data_are_a_fault_is_told_or_the_value_is_whole(data):
    reading = read(GOOD | data, Tree)
    assert reading.faults or reading.value is not None
