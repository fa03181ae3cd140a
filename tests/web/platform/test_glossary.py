"""The glossary names every model and every right, and nothing that there is not."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from prongsai.web.agency.permissions import Right

GLOSSARY = Path(__file__).parents[3] / "docs/glossary.md"
_LINE = re.compile(r"\| (?P<th>[^|]+) \| (?P<en>[^|]+) \| `(?P<identifier>[\w.]+)` \|")


def lines():
    """The Thai and English words of each identifier, in the order of the file."""
    text = GLOSSARY.read_text(encoding="utf-8").splitlines()
    found = (_LINE.fullmatch(line) for line in text)
    return [(line["identifier"], line["th"], line["en"]) for line in found if line]


def our_models():
    models = apps.get_models()
    return {model._meta.label for model in models if model.__module__.startswith("prongsai.")}


def kind_of(identifier):
    head = identifier.split(".", 1)[0]
    return head if head in ("Right", "core", "web") else "model"


def told(kind):
    return {identifier for identifier, _, _ in lines() if kind_of(identifier) == kind}


def test_every_model_has_its_line_and_every_line_its_model():
    assert our_models() == told("model")


def test_every_right_is_told_in_its_own_words():
    rights = {f"Right.{right.name}": (right.label.th, right.label.en) for right in Right}
    assert rights == {name: (th, en) for name, th, en in lines() if kind_of(name) == "Right"}


@pytest.mark.parametrize("identifier", sorted(told("core") | told("web")))
def test_what_else_is_named_is_there(identifier):
    module, _, name = identifier.rpartition(".")
    found = getattr(import_module(f"prongsai.{module}"), name, None)
    assert found is not None or import_module(f"prongsai.{identifier}")


def test_nothing_stands_twice_and_every_word_is_in_its_language():
    identifiers = [identifier for identifier, _, _ in lines()]
    assert len(identifiers) == len(set(identifiers))
    for identifier, th, en in lines():
        assert re.search("[ก-๙]", th), identifier
        assert re.search("[a-zA-Z]", en), identifier
