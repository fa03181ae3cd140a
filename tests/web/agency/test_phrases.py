"""The journal's sentences: one for every verb that the site records."""

import re
from pathlib import Path
from string import Formatter

import pytest

import prongsai.web
from prongsai.web.assessment.models import Deed
from prongsai.web.platform.phrases import VERBS, label_of, sentence

_VERB = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')


def recorded():
    """Every word like a verb in a call that writes the journal, in all apps."""
    for path in sorted(Path(prongsai.web.__path__[0]).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "journal.record(" not in text and "journal import record" not in text:
            continue
        for start in (match.end() for match in re.finditer(r"record\(|\bverb = ", text)):
            for verb in _VERB.findall(arguments(text, start)):
                yield path.name, verb


def arguments(text, start):
    """The call's own parentheses; an assignment to its line's end."""
    depth = 1
    if text[start - 1] != "(":
        return text[start : text.index("\n", start)]
    for end in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if not depth:
            return text[start:end]
    raise AssertionError(text[start : start + 80])


def test_every_recorded_verb_has_a_sentence():
    missing = {(name, verb) for name, verb in recorded() if verb not in VERBS}
    assert not missing


def test_every_deed_on_a_framework_has_a_sentence():
    # Opening and copying are told as the year's own acts.
    told = set(Deed) - {Deed.OPENED, Deed.COPIED}
    assert {f"framework-{deed.value}" for deed in told} <= set(VERBS)


def test_the_search_above_finds_verbs():
    assert {"unit-added", "person-deactivated"} <= {verb for _, verb in recorded()}


@pytest.mark.parametrize("verb", VERBS)
def test_both_languages_tell_the_same_fields(verb):
    phrase = VERBS[verb]
    th, en = (
        {name for _, name, _, _ in Formatter().parse(text) if name}
        for text in (phrase.sentence.th, phrase.sentence.en)
    )
    assert th == en
    assert phrase.label.th
    assert phrase.label.en


def test_days_kinds_and_missing_fields_are_told_in_words():
    told = sentence(
        "holding-begun", "ปลัดเทศบาล", {"person": "somsri", "first": "2026-01-15", "last": ""}
    )
    assert told.th == "ให้ somsri ดำรงตำแหน่ง “ปลัดเทศบาล” ตั้งแต่ 15 มกราคม 2569 ถึง ไม่มีกำหนด"
    assert told.en == "put somsri into the position “ปลัดเทศบาล” from 2026-01-15 to further notice"
    assert "นายก, ปลัด" in sentence("second-factor-rules", "", {"kinds": ["mayor", "clerk"]}).th
    assert sentence("second-factor-rules", "", {"kinds": []}).en.endswith("none")
    assert sentence("unit-renamed", "ใหม่", {}).th == "เปลี่ยนชื่อส่วนราชการ “–” เป็น “ใหม่”"


def test_an_unknown_verb_shows_itself():
    assert sentence("thing-done", "x", {"year": 2569}).th == "thing-done x year: 2569"
    assert label_of("thing-done").en == "thing-done"


def test_a_brace_in_a_subject_is_only_a_brace():
    assert "{year}" in sentence("unit-added", "{year}", {}).th
