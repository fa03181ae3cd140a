"""Every message has a use, and every use has its message and just the values that it names."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
import yaml

import prongsai
from prongsai.core.messages import FOLDER, code_of, read_message
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import parse

PACKAGE = Path(prongsai.__file__).parent
ROOMS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in FOLDER.glob("*.yaml")}
MESSAGES = {f"{room}/{name}": body for room, texts in ROOMS.items() for name, body in texts.items()}
KEY = re.compile(r"[a-z_]+/[a-z0-9_.-]+(\n|$)")
OF_THE_CALL = {"field", "place", "next_step", "findings", "message"}
# A plural in English, or a word that Thai says before the value.
ONE_SIDED = {
    "cli/nothing_certain", "cli/nothing_certain.listed_above",
    "cli/candidates_left", "cli/candidates_taken", "cli/candidates_taken.some_left",
    "publication/number_missing", "registers/short_year", "scoresheet/only_candidates",
}  # fmt: skip
ROOM_IN_SOURCE = re.compile(rf"[\"'](?:{'|'.join(ROOMS)})/")


@cache
def uses():
    """Where a message is asked for: the place, the key as written, the names of its values."""
    return tuple(_uses())


def _uses():
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text("utf-8")
        if not ROOM_IN_SOURCE.search(source):
            continue
        for call in ast.walk(ast.parse(source)):
            if not (isinstance(call, ast.Call) and call.args):
                continue
            key = ast.unparse(call.args[0])[1:-1].removeprefix("'").replace("{", "\n")
            if KEY.match(key) and key.partition("/")[0] in ROOMS and not key.endswith(".html"):
                names = {word.arg for word in call.keywords} - OF_THE_CALL
                yield f"{path.relative_to(PACKAGE)}:{call.lineno}", key, names


def named_in(body):
    """The values that the texts of a message name."""
    return {name for text in body.values() for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("room", ROOMS)
def test_every_use_has_its_message_and_values(room):
    faults = [
        (place, key)
        for place, key, names in uses()
        if key.startswith(f"{room}/") and "\n" not in key
        if key not in MESSAGES or (None not in names and names != named_in(MESSAGES[key]))
    ]
    assert faults == []


def test_no_key_stands_twice():
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.yaml")}
    assert [fault for name, text in texts.items() for fault in parse(text, name).twice] == []


def test_every_message_has_a_use():
    whole = {key for _, key, _ in uses() if "\n" not in key}
    begun = tuple(key.partition("\n")[0] for _, key, _ in uses() if "\n" in key)
    begun = (*begun, "help/")  # by the words of the command: tests/cli/test_help.py
    assert [key for key in MESSAGES if key not in whole and not key.startswith(begun)] == []


def test_a_message_stands_in_both_languages():
    for key, body in MESSAGES.items():
        assert body["th"].strip(), key
        assert body["en"].strip(), key
        assert ("next_th" in body) is ("next_en" in body), key


def test_both_languages_name_the_same_values():
    texts = {
        key: [(body["th"], body["en"]), (body.get("next_th", ""), body.get("next_en", ""))]
        for key, body in MESSAGES.items()
    }
    differing = {
        key
        for key, pairs in texts.items()
        if any(named_in({"th": th}) != named_in({"en": en}) for th, en in pairs)
    }
    assert differing == ONE_SIDED


def test_a_key_gives_its_text_its_step_and_its_code():
    message = read_message("measures/wrong_year", score_year=2565, fiscal_year=2566)
    assert "2565" in message.text.th
    assert "2566" in message.text.en
    assert isinstance(message.next_step, Text)
    assert code_of("measures/no_measures.no_weak_points") == "no_measures"
    with pytest.raises(KeyError):
        read_message("measures/wrong_year")
