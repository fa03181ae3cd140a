"""The journal's sentences: one for every verb that the site records."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from tests.web.apps import app_of

import prongsai.web
from prongsai.core.approval.model import Verdict
from prongsai.web.platform.journal import SHIPPED, label_of, messages, sentence
from prongsai.web.signing.approval.models import ResultState
from prongsai.web.year.assessment.models import ChangeReason

_WEB = Path(prongsai.web.__path__[0])
_VERB = re.compile(r"[a-z]+(-[a-z]+)*")
_VERB_AT = 2  # journal.record(agency, by, verb), and so every function that calls it for others
# Opening and copying are told as the year's own acts.
_CHANGE_REASONS = {
    f"framework-{change_reason.value}"
    for change_reason in set(ChangeReason) - {ChangeReason.OPENED, ChangeReason.COPIED}
}
# Nobody skips a step on paper: it is skipped because nobody is there.
_DECISIONS = {f"approval-{one.value}" for one in Verdict} | {
    f"approval-paper-{one.value}" for one in set(Verdict) - {Verdict.SKIP}
}
# Verbs that are put together from an enumeration, where they are recorded.
_COMPOSED = {
    "assessment/frameworks.py": _CHANGE_REASONS,
    "approval/common.py": _DECISIONS,
    "approval/on_paper.py": {
        f"approval-paper-{one.value}"
        for one in (ResultState.CONFIRMED, ResultState.REJECTED, ResultState.OBJECTED)
    },
}


# Acts that are gone: journals of v0.2.0 hold them and must stay readable.
_OF_BEFORE = {
    "approval-aside-asked",
    "approval-objected",
    "approval-objection-lifted",
    "approval-release-asked",
    "approval-released",
    "approval-set-aside",
    "owner-proposal-accepted",
    "owner-proposal-declined",
    "owner-proposed",
}


@cache
def recorded():
    """The file and the verb of every call that writes the journal, in all apps."""
    return frozenset(_recorded())


def _recorded():
    for path in sorted(_WEB.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "record" not in source:  # in the name of whatever writes
            continue
        name = f"{app_of(path)}/{path.name}"
        module = ast.parse(source)
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        for function in functions:
            for call in (node for node in ast.walk(function) if writes(node, functions)):
                said = verbs_of(call.args[_VERB_AT], function, functions)
                # An empty answer would be a verb that this search does not find.
                assert said is not None, (name, call.lineno)
                yield from ((name, verb) for verb in said)
                if isinstance(call.args[_VERB_AT], ast.JoinedStr):
                    yield from ((name, verb) for verb in _COMPOSED[name])


def writes(node, functions):
    """Whether a call writes the journal, itself or by a function that is named like it."""
    if not isinstance(node, ast.Call) or len(node.args) <= _VERB_AT:
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    own = [ast.unparse(one.args) for one in functions if one.name == name]
    is_named_so = name.lstrip("_") in {"record", "record_change", "record_each"} or name.startswith(
        "_record_"
    )
    return is_named_so and all("verb: str" in arguments for arguments in own)


def verbs_of(said, function, functions):
    """The verbs that an argument may be; None where nobody can tell."""
    if isinstance(said, ast.Name):
        if said.id in [one.arg for one in function.args.args]:
            return ()  # what the caller says, which is a call of `record` too
        values = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == said.id
        ]
    elif isinstance(said, ast.Call):
        values = [one for one in functions if one.name == getattr(said.func, "id", None)]
    else:
        values = [said]
    texts = [node.value for one in values for node in ast.walk(one) if is_verb(node)]
    return texts or (() if isinstance(said, ast.JoinedStr) else None)


def is_verb(node):
    return isinstance(node, ast.Constant) and bool(_VERB.fullmatch(str(node.value)))


def test_every_recorded_verb_has_a_sentence():
    missing = {(name, verb) for name, verb in recorded() if verb not in messages()}
    assert not missing


def test_no_sentence_is_of_an_act_that_nobody_does():
    assert set(messages()) - {verb for _, verb in recorded()} == _OF_BEFORE


def test_a_verb_or_a_word_is_told_once():
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    keys = [line.split(":")[0] for line in lines if re.match(r"  \S", line)]
    assert len(keys) == len(set(keys)) + sum(line.startswith("  #") for line in lines) - len(
        {key for key in keys if key.startswith("  #")}
    )


@pytest.mark.parametrize("verb", messages())
def test_both_languages_tell_the_same_fields(verb):
    message = messages()[verb]
    th, en = (
        {name for _, name, _, _ in Formatter().parse(text) if name}
        for text in (message.sentence.th, message.sentence.en)
    )
    assert th == en
    assert message.label.th
    assert message.label.en


def test_days_kinds_and_missing_fields_are_told_in_words():
    told = sentence(
        "holding-begun", "ปลัดเทศบาล", {"person": "somsri", "first": "2026-01-15", "last": ""}
    )
    assert told.th == "แต่งตั้ง somsri ดำรงตำแหน่ง “ปลัดเทศบาล” ตั้งแต่ 15 มกราคม 2569 ถึง ไม่มีกำหนด"
    assert (
        told.en == "appointed somsri to the position “ปลัดเทศบาล” from 2026-01-15 to further notice"
    )
    for kinds in (["chief-executive", "chief-administrator"], ["mayor", "clerk"]):  # and of before
        told = sentence("second-factor-rules", "", {"kinds": kinds})
        assert "ผู้บริหารสูงสุด, ปลัด" in told.th
        assert "chief executive, chief administrator" in told.en
    assert sentence("second-factor-rules", "", {"kinds": []}).en.endswith("none")
    assert sentence("unit-renamed", "ใหม่", {}).th == "เปลี่ยนชื่อส่วนราชการ “–” เป็น “ใหม่”"


def test_an_unknown_verb_shows_itself():
    assert sentence("thing-done", "x", {"year": 2569}).th == "thing-done x year: 2569"
    assert label_of("thing-done").en == "thing-done"


def test_a_brace_in_a_subject_is_only_a_brace():
    assert "{year}" in sentence("unit-added", "{year}", {}).th
