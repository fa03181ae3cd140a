"""Hand-written YAML: texts as typed, the line of a fault quoted, and no tricks of the format."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import in_proportion

from prongsai.core.errors import UnreadableInput
from prongsai.readers.yaml_file import MAX_BYTES, read_yaml


def read(text):
    return read_yaml(text.encode(), "agency.yaml").data


def refused(data):
    """The error of a file that cannot be read."""
    with pytest.raises(UnreadableInput) as error:
        read_yaml(data if isinstance(data, bytes) else data.encode(), "agency.yaml")
    assert error.value.place.file == "agency.yaml"
    assert error.value.next_step
    return error.value


@pytest.mark.parametrize(
    "typed",
    [
        "5",
        "012",
        "0x1F",
        "1_000",
        "1:30",
        "3.50",
        ".5",
        "1e3",
        ".inf",
        "2023-02-10",
        "2023-02-10 08:30:00",
        "๑๐ ก.พ. ๖๖",
        "yes",
        "no",
        "on",
        "OFF",
        "=",
        "<<",
        "i27",
        "สฎ 00000/",
    ],
)
def test_a_value_stays_the_text_that_was_typed(typed):
    assert read(f"key: {typed}") == {"key": typed}
    assert read(f"- {typed}") == [typed]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("true", True), ("True", True), ("false", False), ("", None), ("~", None), ("null", None)],
)
def test_true_false_and_nothing_are_read(typed, value):
    assert read(f"key: {typed}") == {"key": value}
    assert read(f"key: '{typed}'") == {"key": typed}


def test_lists_blocks_and_comments_are_read():
    text = "# เรื่อง\n- text: |\n    บรรทัดหนึ่ง\n    สอง\n  items: [i1, e2]\n- ก\n"
    assert read(text) == [{"text": "บรรทัดหนึ่ง\nสอง\n", "items": ["i1", "e2"]}, "ก"]


@pytest.mark.parametrize("data", [b"", b"\n", b"# \xe0\xb8\x81\n", b"---\n"])
def test_a_file_of_nothing_is_nothing(data):
    assert read_yaml(data, "agency.yaml").data is None


def test_a_byte_order_mark_is_no_letter():
    assert read_yaml("\ufeffname: ก".encode(), "agency.yaml").data == {"name": "ก"}


@pytest.mark.parametrize(
    ("text", "line", "quote"),
    [
        ("name: a\noffice: b: c\n", 2, "office: b: c"),
        ("name: a\n\toffice: b\n", 2, "office: b"),
        ("name: 'a\n", 1, "name: 'a"),
        ("name: [a\n", 1, "name: [a"),
        ("- a\nb: c\n", 2, "b: c"),
        ("name: @a\n", 1, "name: @a"),
        ("name: " + "ก" * 200 + ": ข\n", 1, "name: " + "ก" * 54 + "…"),
    ],
)
def test_broken_yaml_is_refused_with_its_line(text, line, quote):
    error = refused(text)
    assert (error.place.line, error.place.quote) == (line, quote)
    assert "YAML" in error.message.th


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x [1]\nb: {<<: *x}\n", "&x [*x]\n"])
def test_aliases_are_refused(text):
    assert "aliases" in refused(text).message.en


def test_an_anchor_that_nobody_calls_does_no_harm():
    assert read("a: &x ข") == {"a": "ข"}


def test_laughs_by_the_billion_take_no_time():
    def laughing(levels):
        lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
        assert refused("\n".join(["a0: &a0 [ha, ha]", *lines])).place.line == 2

    assert in_proportion(laughing, 20, 80)


@pytest.mark.parametrize(
    "tagged",
    [
        "!!python/object/apply:os.system ['true']",
        "!!python/name:os.system",
        "!!python/object:os.system {}",
        "!!int abc",
        "!!float abc",
        "!!bool abc",
        "!!timestamp abc",
        "!!binary '***'",
        "!!set {a}",
        "!own a",
        "! a",
    ],
)
def test_tags_are_refused(tagged):
    error = refused(f"name: ก\nkey: {tagged}")
    assert "tags" in error.message.en
    assert error.place.line == 2


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 3_000_000])
def test_a_large_file_is_refused(size):
    assert "2,000,000" in refused(b"#" * size).message.en
    assert read_yaml(b"#" * MAX_BYTES, "agency.yaml").data is None


@pytest.mark.parametrize("encoding", ["utf-16", "cp874"])
def test_another_encoding_is_refused(encoding):
    assert "UTF-8" in refused("name: เทศบาล".encode(encoding)).message.en
    assert read_yaml("name: เทศบาล".encode(), "agency.yaml")


@pytest.mark.parametrize("data", ["name: a".encode("utf-16-le"), b"name: \x00", b'name: "\x07"'])
def test_characters_that_are_no_text_are_refused(data):
    assert "control characters" in refused(data).message.en


@pytest.mark.parametrize("text", ["[" * 5000, "{a: " * 5000, "- " * 5000, "a: 1\n--- \nb: 2\n"])
def test_nesting_without_end_and_several_documents_are_refused(text):
    assert refused(text)
    assert read("[" * 20 + "]" * 20)


@pytest.mark.parametrize("text", ["? [a]\n: b", "? {a: b}\n: c", "%YAML 9.9\n---\na"])
def test_what_no_agency_writes_is_refused(text):
    assert refused(text)


@given(st.text("ab:-[]{}!&*#|>'\"%@`, \n\t?=<~กา0.", max_size=40))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(UnreadableInput):
        assert isinstance(read(text), str | bool | list | dict | None)
