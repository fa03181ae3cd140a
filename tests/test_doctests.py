"""The examples in docstrings show what happens."""

import doctest
import importlib
from pathlib import Path

import pytest

import prongsai

SOURCES = Path(prongsai.__file__).parent


@pytest.mark.parametrize("room", ["core", "links", "readers", "documents", "web"])
def test_examples_in_docstrings(room):
    files = [path for path in (SOURCES / room).rglob("*.py") if ">>> " in path.read_text("utf-8")]
    modules = [importlib.import_module(module_name(path)) for path in files]
    results = [doctest.testmod(module) for module in modules]
    assert sum(result.failed for result in results) == 0
    assert sum(result.attempted for result in results) >= len(files) > 0


def module_name(path):
    """The name by which a source is imported."""
    parts = path.relative_to(SOURCES.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")
