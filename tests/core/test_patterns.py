"""Patterns that were compiled before are those that would be compiled now, or do not count."""

import marshal
import re

import pytest

from prongsai.core import patterns
from prongsai.core.patterns import KEPT, compiled, write_compiled


@pytest.fixture
def anew():
    """Nothing remembered of kept patterns, before and after."""
    patterns._read_compiled.cache_clear()
    patterns._ready.cache_clear()
    yield
    patterns._read_compiled.cache_clear()
    patterns._ready.cache_clear()


@pytest.mark.parametrize(
    ("text", "flags", "subject"),
    [
        (r"(?<![A-Za-z])(?i:ITA)(?P<year>\d{4})?", 0, "ita๒๕๖๖ ITA2566"),
        (r"[ก-ฺเ-๎]{2,30}?(?=ซึ่ง|ได้)", re.IGNORECASE, "เทศบาลซึ่งได้"),
        (rb"<(?:\w+:)?c\s([^<>]*+)>", re.DOTALL, b'<x:c r="A1">'),
        ("", 0, "ก"),
    ],
)
def test_a_kept_pattern_is_the_same(tmp_path, monkeypatch, anew, text, flags, subject):
    pattern = compiled(text, flags)
    monkeypatch.setattr(patterns, "KEPT", tmp_path / "kept")
    assert write_compiled(tmp_path / "kept") > 0
    assert (text, int(flags)) in patterns._read_compiled(tmp_path / "kept")
    found = patterns._ready((text, int(flags)))
    assert found == re.compile(text, flags)
    assert [one.span() for one in pattern.finditer(subject)] == [
        one.span() for one in re.finditer(text, subject, flags)
    ]
    assert found.groupindex == re.compile(text, flags).groupindex


def test_all_that_come_with_the_product_are_what_python_compiles():
    kept = patterns._read_compiled(KEPT)
    assert len(kept) > 200
    for (text, flags), code in kept.items():
        assert patterns._from((text, flags), code) == re.compile(text, flags)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not marshalled",
        marshal.dumps(("another Python", {})),
        marshal.dumps((("another Python", 1), {("a", 0): (0, [1], 0, {}, (None,))})),
        marshal.dumps(7),
    ],
)
def test_what_another_python_made_does_not_count(tmp_path, monkeypatch, anew, content):
    (tmp_path / "kept").write_bytes(content)
    monkeypatch.setattr(patterns, "KEPT", tmp_path / "kept")
    assert compiled("a+").sub("b", "caat") == "cbt"


def test_without_the_file_each_is_compiled_at_its_first_use(tmp_path, monkeypatch, anew):
    monkeypatch.setattr(patterns, "KEPT", tmp_path / "none")
    assert compiled("(?P<x>a)+").search("caat")["x"] == "a"
