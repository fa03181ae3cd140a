"""YAML with its lines: what stands where, what stands twice, and no tricks of the format."""

import pytest
from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault
from prongsai.core.yaml_data.documents import Document, Scalars, parse, read_text

TEXT = """\
# ความเห็น
name: ก
list:
- one
- two:
    deep: [1, 2]
"""


class Pair(Struct):
    """Two names."""

    name: str
    number: int = 0


@pytest.mark.parametrize(
    ("path", "line", "quote"),
    [
        ((), 2, "name: ก"),
        (("name",), 2, "name: ก"),
        (("list",), 3, "list:"),
        (("list", 0), 4, "- one"),
        (("list", 1, "two", "deep"), 6, "deep: [1, 2]"),
        (("list", 1, "two", "lost", "further"), 5, "- two:"),
        (("list", 9), 3, "list:"),
    ],
)
def test_a_part_has_its_line_and_a_missing_one_that_of_what_is_around_it(path, line, quote):
    document = parse(TEXT, "a.yaml")
    assert document.place(path) == Place("a.yaml", line=line, quote=quote)
    assert document.place(path, "own") == Place("a.yaml", line=line, quote="own")


def test_data_without_a_text_have_places_without_lines():
    document = Document("a.yaml", {"name": 1})
    assert document.place(("name",)) == Place("a.yaml")
    (finding,) = document.findings([Fault(("name",), "wrong", Text("ผิด", "wrong"))], "own")
    assert (finding.code, finding.places) == ("own_wrong", (Place("a.yaml"),))
    assert finding.next_step


@pytest.mark.parametrize(
    ("scalars", "typed", "value"),
    [
        (Scalars.TYPED, "[5, 0.5, yes, ~, 'a']", [5, 0.5, True, None, "a"]),
        (Scalars.WRITTEN, "[5, 0.5, yes, ~, true]", ["5", "0.5", "yes", None, True]),
        (Scalars.TEXTS, "[5, 0.5, yes, ~, true]", ["5", "0.5", "yes", None, "true"]),
    ],
)
def test_single_values_become_what_was_asked_for(scalars, typed, value):
    assert parse(typed, "a.yaml", scalars).data == value


def test_a_name_that_stands_twice_is_told_on_its_second_line():
    document = parse("a: 1\nb:\n- c: 1\n  c: 2\na: 3\n", "a.yaml")
    assert [fault.path for fault in document.twice] == [("b", 0, "c"), ("a",)]
    assert [document.place(fault.path).line for fault in document.twice] == [4, 5]
    _, findings = read_text("name: ก\nname: ข\n", "a.yaml", Pair, "own")
    assert [one.code for one in findings] == ["own_name_twice"]


def test_a_file_is_taken_whole_or_told():
    assert read_text("name: ก\n", "a.yaml", Pair, "own") == (Pair("ก"), ())
    value, findings = read_text("name: ก\nnumber: two\nnumbre: 2\n", "a.yaml", Pair, "own")
    assert value is None
    assert [(one.code, one.places[0].line) for one in findings] == [
        ("own_unknown_name", 3), ("own_wrong_value", 2),
    ]  # fmt: skip
    value, (finding,) = read_text("name: [", "a.yaml", Pair, "own")
    assert (value, finding.code, finding.places[0].line) == (None, "own_not_yaml", 1)


def test_what_the_parts_must_be_together_is_asked_of_whole_values_alone():
    def check(pair):
        yield Fault(("number",), "small", Text(f"{pair.number} น้อย", f"{pair.number} is small"))

    value, (finding,) = read_text("name: ก\nnumber: 3\n", "a.yaml", Pair, "own", check)
    assert (value, finding.code, finding.places[0].line) == (None, "own_small", 2)
    _, (finding,) = read_text("number: 3\n", "a.yaml", Pair, "own", check)
    assert finding.code == "own_missing_name"


BOMB = "a0: &a0 [ha, ha]\n" + "\n".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)
)


@pytest.mark.parametrize("text", [BOMB, "a: &a [*a]", "[" * 5000, "a: !!int abc", "a: !own b"])
@pytest.mark.parametrize("aliases", [False, True])
def test_tricks_are_refused_in_no_time(text, aliases):
    with pytest.raises(UnreadableInput) as refused:
        parse(text, "a.yaml", aliases=aliases)
    assert refused.value.place.line
    assert refused.value.next_step


def test_parts_may_refer_to_each_other_where_that_is_asked_for():
    assert parse("a: &x [1]\nb: *x\n", "a.yaml", aliases=True).data == {"a": [1], "b": [1]}
    with pytest.raises(UnreadableInput, match="aliases"):
        parse("a: &x [1]\nb: *x\n", "a.yaml")


@pytest.mark.parametrize("text", ["", "# only\n", "---\n"])
def test_a_file_of_nothing_is_nothing(text):
    assert parse(text, "a.yaml").data is None
    value, findings = read_text(text, "a.yaml", Pair, "own")
    assert (value, len(findings)) == (None, 1)
